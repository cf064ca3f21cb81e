"""Comparing statements of a graph in Oxigraph: what is looked at, and what must change there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import cast

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.claims import claims_of, compared_nodes
from kg.graph.compared import compared, keyed, unrivalled
from kg.graph.names import Namespaces
from kg.graph.traits import Key, Traits, Triple

__all__ = ["compare", "stated"]


def compare(
    store: ox.Store, ns: Namespaces, moved: Iterable[NamedNode], stirred: Iterable[Triple], traits: Traits
) -> tuple[set[Quad], set[Quad]]:
    """Return the quads of `kg:compared` that go, and those that come.

    Parameters
    ----------
    moved : iterable of NamedNode
        Statements that have changed, or may be gone.
    stirred : iterable of Triple
        What they state, or did.
    """
    by_key: dict[Key, set[Triple]] = {}
    for triple in (t for said in stirred for t in (said, *traits.told(said))):
        by_key.setdefault(traits.key(triple), set()).add(triple)
    seen, new = set(moved), set[Quad]()
    for key, triples in by_key.items():
        said = [(quad, t) for t in _rivals(store, key, triples, traits) for quad in stated(store, t)]
        if len(said) == 1 and traits.key(said[0][1]) == key:  # as most are: there is nothing to compare it with
            [(quad, _)] = said
            if next(store.quads_for_pattern(quad.subject, v.FACTUALITY, None, quad.graph_name), None):
                seen.add(cast(NamedNode, quad.subject))
                new.add(unrivalled(cast(NamedNode, quad.subject)))
            continue
        claims, signs = keyed(claims_of(_quads(store, ns, said)), traits).get(key, ((), ()))
        seen.update(c.iri for c in claims)
        new.update(compared(claims, signs, traits))
    old = {q for iri in seen for q in store.quads_for_pattern(iri, None, None, v.COMPARED)}
    return old - new, new - old


def _rivals(store: ox.Store, key: Key, triples: set[Triple], traits: Traits) -> set[Triple]:
    """Return the triples whose statements are compared: those given, their rivals, and their begins and ends."""
    _, one_subject, one_object = key
    subject, relation, object = next(iter(triples))
    found = set(triples)
    if relation in traits.symmetric:
        found |= {(o, p, s) for s, p, o in triples if isinstance(o, NamedNode)}
    elif not (one_subject and one_object):
        ends = (subject if one_subject else None, object if one_object else None)
        facts = store.quads_for_pattern(ends[0], relation, ends[1], v.FACTS)
        found |= {(cast(NamedNode, q.subject), relation, cast(NamedNode, q.object)) for q in facts}
    signs = [(s, sign, o) for s, _, o in found for sign in traits.signs(relation)]
    found.update(signs)
    found.update((o, sign, s) for s, sign, o in signs if isinstance(o, NamedNode))
    return found


def _quads(store: ox.Store, ns: Namespaces, said: Iterable[tuple[Quad, Triple]]) -> Iterator[Quad]:
    """Yield all quads that comparing some statements looks at, each given by a quad of it and its triple."""
    wanted = {
        (graph, node, predicate)
        for quad, triple in said
        for graph in (cast(NamedNode, quad.graph_name),)
        for node, predicate in compared_nodes(cast(NamedNode, quad.subject), graph, triple, ns.entities)
    }
    for graph, node, predicate in wanted:
        yield from store.quads_for_pattern(node, predicate, None, graph)


def stated(store: ox.Store, triple: Triple) -> Iterator[Quad]:
    """Yield a quad of each statement of a triple.

    Those of both ends are looked at by turns until all of one are seen: of the end that has fewer.
    """
    subject, relation, object = triple
    ends = ((v.SUBJECT, subject), (v.OBJECT, object))
    rest = [((v.PREDICATE, relation), end) for end in reversed(ends)]
    seen = set()  # a statement's IRI hashes its article
    for quads in zip_longest(*(store.quads_for_pattern(None, role, end, None) for role, end in ends)):
        for quad, others in zip(quads, rest, strict=True):
            if quad is None:
                return
            rest_of_it = (Quad(quad.subject, *said, quad.graph_name) for said in others)
            if quad.subject not in seen and all(q in store for q in rest_of_it):
                seen.add(quad.subject)
                yield quad
