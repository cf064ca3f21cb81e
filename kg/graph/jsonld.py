"""Quads → JSON-LD, with a context, the same bytes for the same quads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.results import shorten
from kg.graph.trig import graph_key
from kg.graph.writing import Term

__all__ = ["jsonld"]


def jsonld(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> str:
    """Write quads of named graphs as JSON-LD.

    Examples
    --------
    >>> quad = Quad(v.kg("a"), v.TYPE, v.kg("B"), v.FACTS)
    >>> json.loads(jsonld([quad], {"kg": names.KG}))["@graph"]
    [{'@id': 'kg:facts', '@graph': [{'@id': 'kg:a', '@type': ['kg:B']}]}]
    """
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    short: dict[str, str] = {}

    def name(iri: str) -> str:
        if iri not in short:
            short[iri] = shorten(iri, prefixes)
        return short[iri]

    for quad in quads:
        subject, graph = (n.value for n in (quad.subject, quad.graph_name) if isinstance(n, NamedNode))
        node = graphs.setdefault(graph, {}).setdefault(subject, {"@id": name(subject)})
        if quad.predicate == v.TYPE and isinstance(quad.object, NamedNode):
            node.setdefault("@type", []).append(name(quad.object.value))
        else:
            node.setdefault(name(quad.predicate.value), []).append(_value(quad.object, name))
    body = [
        {"@id": name(graph), "@graph": [_sorted(graphs[graph][subject]) for subject in sorted(graphs[graph])]}
        for graph in sorted(graphs, key=graph_key)
    ]
    return json.dumps({"@context": dict(prefixes), "@graph": body}, ensure_ascii=False, indent=1) + "\n"


def _sorted(node: dict[str, Any]) -> dict[str, Any]:
    return {
        key: sorted(value, key=lambda x: json.dumps(x, sort_keys=True)) if isinstance(value, list) else value
        for key, value in sorted(node.items())
    }


def _value(term: Term, name: Callable[[str], str]) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"@id": name(term.value)}
    if not isinstance(term, Literal):
        raise TypeError(f"no blank node or triple term in this model: {term}")
    if term.language:
        return {"@value": term.value, "@language": term.language}
    typed = {"@type": name(term.datatype.value)} if term.datatype.value != names.XSD + "string" else {}
    return {"@value": term.value, **typed}
