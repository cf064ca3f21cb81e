"""How many articles support a fact."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.graph import vocabulary as v
from kg.graph.names import Namespaces
from kg.graph.writing import object_term
from kg.records import Statement

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["Triple", "support", "triple"]

Triple: TypeAlias = tuple[NamedNode, NamedNode, NamedNode | Literal]

#: Triples in one query.
_SIZE = 50
#: Written out for each triple, as an engine that joins with VALUES may look at every statement first.
_STATED = """{{ BIND({index} AS ?i) GRAPH ?article {{
  ?statement rdf:subject {s} ; rdf:predicate {p} ; rdf:object {o} ; kg:factuality kg:certain .
  FILTER NOT EXISTS {{ ?statement kg:former true }}
}} }}"""


def triple(statement: Statement, ns: Namespaces) -> Triple | None:
    """Return the direct triple that a statement supports: it must be certain, and not over."""
    if statement.factuality != "certain" or statement.former:
        return None
    return (ns.entity(statement.subject.id), v.kg(statement.predicate), object_term(statement.object, ns))


def support(store: Store, triples: Iterable[Triple]) -> dict[Triple, int]:
    """Count the articles that state each triple as certain and not over; those that none does are left out.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> support(MemoryStore(), [(v.FACTS, v.TYPE, v.FACTS)])
    {}
    """
    found: dict[Triple, int] = {}
    source = iter(triples)
    while batch := list(islice(source, _SIZE)):
        parts = (_STATED.format(index=i, s=s, p=p, o=o) for i, (s, p, o) in enumerate(batch))
        query = f"SELECT ?i (COUNT(DISTINCT ?article) AS ?n) {{ {' UNION '.join(parts)} }} GROUP BY ?i"
        found.update({batch[i]: n for i, n in store.select(query).values})
    return found
