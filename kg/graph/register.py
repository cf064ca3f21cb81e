"""What all articles call each name, counted: nobody need read them all to know who a name is.

The graph `kg:names` has a node for each name that articles use, with the keys by which it is found and the counts
of all that articles say of it. Counts are kept as articles come and go; being sums over the articles, they
depend on nothing but which there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from pyoxigraph import Literal, NamedNode, Quad

from kg.found import Tally, entities_of
from kg.graph import vocabulary as v
from kg.graph.names import clean
from kg.graph.reading import became_of, keys_said

if TYPE_CHECKING:
    from kg.graph.names import Namespaces

__all__ = ["OF_ARTICLE", "changed_names", "name_quads", "tallies_of", "tally_of"]

#: What is said of an article that tells what it says of names.
OF_ARTICLE = frozenset({v.FOUND, v.KEYS, v.BECAME})


def tally_of(quads: Iterable[Quad]) -> Tally:
    """Read the counts of a name from its quads; none of a name that no article uses."""
    said = next((q.object for q in quads if q.predicate == v.TALLY), None)
    return Tally(*json.loads(said.value)) if isinstance(said, Literal) else Tally()


def name_quads(name: NamedNode, tally: Tally) -> set[Quad]:
    """Write the counts of a name, and its keys; nothing of a name that no article uses.

    Examples
    --------
    >>> from kg.graph.names import Namespaces
    >>> name = Namespaces().name("orange (Place)")
    >>> quads = name_quads(name, Tally({"Orange": 1}, {"City": 1}, keys={"orange": 1}))
    >>> sorted(q.object.value for q in quads)
    ['[{"Orange": 1}, {"City": 1}, {}, {"orange": 1}, {}]', 'orange']
    """
    if not tally:
        return set()
    written = json.dumps([dict(sorted(counts.items())) for counts in tally.counts()], ensure_ascii=False)
    keys = {Quad(name, v.KEY, Literal(clean(key)), v.NAMES) for key in tally.keys}
    return {Quad(name, v.TALLY, Literal(clean(written)), v.NAMES), *keys}


def tallies_of(quads: Iterable[Quad], ns: Namespaces) -> dict[NamedNode, Tally]:
    """Return what an article says of each name, by its quads; of one put in by hand nothing is counted.

    Parameters
    ----------
    quads : iterable of Quad
        Those of its quads whose predicate is one of `OF_ARTICLE`.
    """
    said = {q.predicate: q.object for q in quads}
    found, became = said.get(v.FOUND), became_of(cast("Literal | None", said.get(v.BECAME)))
    if not isinstance(found, Literal):
        return {}
    entities = {e.id: e for e in entities_of(found.value)}
    by_name: dict[NamedNode, list[tuple[str, tuple[str, ...]]]] = {}
    for id, label, keys in keys_said(cast("Literal | None", said.get(v.KEYS))):
        by_name.setdefault(ns.name(label), []).append((id, keys))
    return {name: Tally.of((entities[id], keys, became.get(id)) for id, keys in so) for name, so in by_name.items()}


def changed_names(before: Iterable[Quad], changes: Mapping[NamedNode, Tally]) -> tuple[set[Quad], set[Quad]]:
    """Return the quads of names that go, and those that come.

    Parameters
    ----------
    before : iterable of Quad
        All quads of these names.
    changes : mapping of NamedNode to Tally
        What is added to the counts of each; less than nothing is taken away.
    """
    there: dict[NamedNode, set[Quad]] = {name: set() for name in changes}
    for quad in before:
        there[cast(NamedNode, quad.subject)].add(quad)
    gone, come = set[Quad](), set[Quad]()
    for name, change in changes.items():
        tally = tally_of(there[name])
        tally.add(change)
        gone |= there[name]
        come |= name_quads(name, tally)
    return gone - come, come - gone
