"""Comparing statements of a graph behind an endpoint: what is asked of the server, and what must change there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import TypeAlias, TypeVar, cast

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.claims import claims_of, compared_nodes
from kg.graph.compared import compared, keyed
from kg.graph.traits import Key, Traits, Triple

__all__ = ["Rows", "batches", "comparison", "everything"]

#: Runs a query whose variables are all bound.
Rows: TypeAlias = Callable[[str], Iterator[tuple[NamedNode | Literal, ...]]]
#: Keys, and nodes, asked for in one request.
KEYS, NODES = 50, 200
_ENDS = ("rdf:subject", "rdf:object")
_STATED = "?n rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o"
_T = TypeVar("_T")


def comparison(
    rows: Rows,
    entities: str,
    traits: Traits,
    moved: Collection[NamedNode],
    triples: Iterable[Triple],
    *,
    without: NamedNode | None = None,
    plus: Collection[Quad] = (),
) -> tuple[set[Quad], set[Quad]]:
    """Return what `kg:compared` holds of the statements that some triples concern, and what it should.

    Parameters
    ----------
    entities : str
        What the IRIs of entities begin with.
    moved : collection of NamedNode
        Statements that may be gone.
    without, plus : NamedNode, collection of Quad
        An article whose graph is about to become these quads.
    """
    by_key = {traits.key(t): t for triple in triples for t in (triple, *traits.told(triple))}
    before: set[Quad] = set()
    after: set[Quad] = set()
    seen = set(moved)
    for keys in batches(sorted(by_key), KEYS):
        stated = [s for s in _stated(rows, [by_key[k] for k in keys], traits) if s[1] != without]
        groups = keyed(claims_of((*plus, *_quads(rows, stated, entities))), traits)
        for claims, signs in (groups[key] for key in keys if key in groups):
            seen.update(c.iri for c in claims)
            after.update(compared(claims, signs, traits))
    for some in batches(sorted(seen, key=str), NODES):
        listed = " ".join(map(str, some))
        found = rows(f"SELECT ?s ?p ?o {{ VALUES ?s {{ {listed} }} GRAPH {v.COMPARED} {{ ?s ?p ?o }} }}")
        before.update(Quad(cast(NamedNode, s), cast(NamedNode, p), o, v.COMPARED) for s, p, o in found)
    return before, after


def everything(rows: Rows, traits: Traits) -> Iterator[list[Triple]]:
    """Yield all triples that are stated, those of some keys together."""
    by_key: dict[Key, list[Triple]] = {}
    for s, p, o in rows(
        "SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?n rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }"
    ):
        triple = (cast(NamedNode, s), cast(NamedNode, p), o)
        by_key.setdefault(traits.key(triple), []).append(triple)
    for keys in batches(sorted(by_key), KEYS):
        yield [by_key[key][0] for key in keys]


def _stated(rows: Rows, triples: Iterable[Triple], traits: Traits) -> Iterator[tuple[NamedNode, NamedNode, Triple]]:
    """Yield the statements of the keys of some triples: statement, graph, triple."""
    arms = []
    for triple in triples:
        subject, relation, object = traits.fact(triple)
        _, one_subject, one_object = traits.key(triple)
        ends = (f"; rdf:subject {subject}" if one_subject else "") + (f"; rdf:object {object}" if one_object else "")
        arms.append(f"{{ ?n rdf:predicate {relation} {ends} }}")
        end = subject if one_subject else object
        arms += [f"{{ ?n rdf:predicate {q} ; {at} {end} }}" for q in traits.signs(relation) for at in _ENDS]
        if relation in traits.symmetric:
            arms.append(f"{{ ?n rdf:predicate {relation} ; rdf:subject {object} ; rdf:object {subject} }}")
    asked = "?n rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o"
    for n, g, s, p, o in rows(
        f"SELECT DISTINCT ?n ?g ?s ?p ?o {{ GRAPH ?g {{ {{ {' UNION '.join(arms)} }} {asked} }} }}"
    ):
        yield cast(NamedNode, n), cast(NamedNode, g), (cast(NamedNode, s), cast(NamedNode, p), o)


def _quads(rows: Rows, stated: Iterable[tuple[NamedNode, NamedNode, Triple]], entities: str) -> Iterator[Quad]:
    """Yield all quads that comparing some statements looks at."""
    wanted: dict[NamedNode | None, set[tuple[NamedNode, NamedNode]]] = {}
    for statement, graph, triple in stated:
        for node, predicate in compared_nodes(statement, graph, triple, entities):
            wanted.setdefault(predicate, set()).add((graph, node))
    for predicate, asked in wanted.items():
        only = f"FILTER(?p = {predicate})" if predicate else ""
        for some in batches(sorted(asked, key=str), NODES):
            listed = " ".join(f"({graph} {node})" for graph, node in some)
            found = rows(f"SELECT ?g ?s ?p ?o {{ VALUES (?g ?s) {{ {listed} }} GRAPH ?g {{ ?s ?p ?o {only} }} }}")
            for g, s, p, o in found:
                yield Quad(cast(NamedNode, s), cast(NamedNode, p), o, cast(NamedNode, g))


def batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Cut items into lists of at most `size`."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
