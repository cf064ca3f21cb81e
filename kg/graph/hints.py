"""Why a query may have found nothing: names that the graph does not know."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.graph import names
from kg.graph.engine import check_syntax
from kg.graph.writing import Term

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["hints", "meanings"]

_NAMES = re.compile(r"(?<![\w?$:<\"'])(kg|ent|art):((?:[\w·%.-]|\\[_~.!$&'()*+,;=/?#@%-])*)")
_FULL = re.compile(r"<([^<>\"{}|^`\\\s]*)>")
_PLAIN_LABEL = re.compile(r"(?:rdfs:label|skos:altLabel)\s+(\"[^\"\n]*\"|'[^'\n]*')(?![@^])")
_LIMIT = 5


def hints(store: Store, text: str) -> tuple[str, ...]:
    """Name what a query asks for that is not in the graph, with what may have been meant.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> from kg.ontology import load_ontology
    >>> hints(MemoryStore(ontology=load_ontology()), "SELECT * { ?s kg:invest_in ?o }")
    ('no kg:invest_in in this graph; did you mean kg:invests_in?',)
    """
    asked = _asked(store, text)
    found = [_unknown(store, iri, name) for iri, name in asked.items() if not _there(store, iri)]
    plain = _PLAIN_LABEL.search(text)
    if plain:
        found.append(f"labels are French: write {plain[1]}@fr, or compare with STR(?label)")
    return tuple(found[:_LIMIT])


def meanings(store: Store, text: str) -> list[tuple[str, str]]:
    """Say what each name in a query stands for, or what may have been meant.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> from kg.ontology import load_ontology
    >>> for row in meanings(MemoryStore(ontology=load_ontology()), "SELECT * { ?s kg:ceo_of ?o ; kg:invest_in ?p }"):
    ...     print(*row, sep=": ")
    kg:ceo_of: dirige: Dirige l'exécutif d'une organisation : PDG, directeur général, patron.
    kg:invest_in: no kg:invest_in in this graph; did you mean kg:invests_in?
    """
    check_syntax(text, store.ns.prefixes)
    asked = _asked(store, text)
    return [(n, _meaning(store, iri) if _there(store, iri) else _unknown(store, iri, n)) for iri, n in asked.items()]


def _asked(store: Store, text: str) -> dict[str, str]:
    """Return what a query names of ours, by IRI, sorted, as it stands in the query."""
    prefixes = store.ns.prefixes
    asked = {prefixes[p] + local.replace("\\", ""): f"{p}:{local}" for p, local in _NAMES.findall(text)}
    ours = tuple(prefixes[p] for p in ("kg", "ent", "art"))
    asked.update({iri: f"<{iri}>" for iri in _FULL.findall(text) if iri.startswith(ours) and iri not in ours})
    return dict(sorted(asked.items()))


def _meaning(store: Store, iri: str) -> str:
    """Return the label of a name, with its definition or class."""
    rows = store.select(
        f"SELECT ?label ?more {{ <{iri}> rdfs:label|schema:headline ?label . "
        f"OPTIONAL {{ <{iri}> skos:definition|rdf:type ?more "
        f"FILTER(LANG(?more) = 'fr' || STRSTARTS(STR(?more), '{names.KG}')) }} "
        "FILTER(LANG(?label) = 'fr') } ORDER BY ?label DESC(LANG(?more)) ?more LIMIT 1"
    ).rows
    return ": ".join(filter(None, rows[0])) if rows else "in this graph"


def _there(store: Store, iri: str) -> bool:
    node = f"<{iri}>"
    places = (f"{node} ?p ?o", f"?s {node} ?o", f"?s ?p {node}", f"GRAPH {node} {{ ?s ?p ?o }}")
    return bool(store.select(f"ASK {{ {' UNION '.join(f'{{ {place} }}' for place in places)} }}"))


def _unknown(store: Store, iri: str, name: str) -> str:
    namespace = next(n for n in sorted(store.ns.prefixes.values(), key=len, reverse=True) if iri.startswith(n))
    prefix = next(p for p, n in store.ns.prefixes.items() if n == namespace)
    candidates = _locals(store, namespace)
    local = iri.removeprefix(namespace)
    close = get_close_matches(local, candidates, n=1, cutoff=0.7)
    if len(local) > 2 and not close:
        close = sorted((c for c in candidates if local.casefold() in c.casefold()), key=len)[:1]
    return f"no {name} in this graph" + "".join(f"; did you mean {prefix}:{c}?" for c in close)


def _locals(store: Store, namespace: str) -> list[str]:
    """List the local names that the graph holds under a namespace."""
    where = "?x a []" if namespace != names.KG else "{ ?x a [] } UNION { [] ?x [] } UNION { [] kg:factuality ?x }"
    found = store.select(f'SELECT DISTINCT ?x {{ {where} FILTER(STRSTARTS(STR(?x), "{namespace}")) }}').terms
    return sorted(_value(row[0]).removeprefix(namespace) for row in found)


def _value(term: Term | None) -> str:
    return str(getattr(term, "value", ""))
