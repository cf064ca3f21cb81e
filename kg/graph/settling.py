"""What follows from articles for all of a graph in Oxigraph: facts, comparisons, and the register of names.

What changes is noted as articles come and go, and settled when the graph is next read: so that adding many articles
costs no more than adding each once, and one more costs as much in a large graph as in a small one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import cast

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.found import Tally
from kg.graph import vocabulary as v
from kg.graph.claims import stirred
from kg.graph.comparing import compare, stated
from kg.graph.facts import Told, ancestors, appearance_facts, changes_nothing, direct_triple, told
from kg.graph.names import Namespaces
from kg.graph.reading import Node, nodes
from kg.graph.register import OF_ARTICLE, changed_names, tallies_of
from kg.graph.traits import KINDS, RULES, Traits, Triple

__all__ = ["Settling", "rules_of"]

#: What is said of articles, statements and appearances from which something follows, but for comparisons.
_WANTED = OF_ARTICLE | {
    *(v.SUBJECT, v.PREDICATE, v.OBJECT, v.FACTUALITY, v.FORMER),
    *(v.APPEARANCE_OF, v.NAME, v.CLASS, v.ALIAS, v.WIKIDATA),
}
#: How many appearances of an entity are looked at for one that says what another said that is gone.
_WITNESSES = 8


class Settling:
    """What has changed in a graph, and what follows."""

    def __init__(self) -> None:
        #: What articles no longer say of entities, and what they newly say; None: all must be looked at.
        self.entities: dict[NamedNode, tuple[Counter[Told], Counter[Told]] | None] = {}
        #: Direct triples that some article states newly, and those that some no longer states.
        self.come: set[Triple] = set()
        self.gone: set[Triple] = set()
        #: Statements to compare anew, and their triples.
        self.moved: set[NamedNode] = set()
        self.stirred: set[Triple] = set()
        #: What is added to the counts of names.
        self.names: dict[NamedNode, Tally] = {}

    # ── what changes ─────────────────────────────────────────────────────────

    def touch(self, ns: Namespaces, old: AbstractSet[Quad], new: AbstractSet[Quad]) -> None:
        """Note what changes with an article's quads."""
        changed = {q.subject for q in old ^ new} if old and new else None
        for quads, sign in ((old, -1), (new, 1)):
            wanted = [(p, q) for q in quads if (p := q.predicate) in _WANTED]
            said = nodes(q for p, q in wanted if p not in OF_ARTICLE and (changed is None or q.subject in changed))
            for node in said.values():
                self._touch_node(node, sign)
            for name, tally in tallies_of((q for p, q in wanted if p in OF_ARTICLE), ns).items():
                self.names.setdefault(name, Tally()).add(tally, sign)
        moved, triples = stirred(old, new)
        self.moved |= moved
        self.stirred |= triples

    def _touch_node(self, node: Node, sign: int) -> None:
        if node.one(v.SUBJECT) is not None:
            triple = direct_triple(node)
            if triple is not None:
                (self.come if sign > 0 else self.gone).add(triple)
        elif isinstance(entity := node.one(v.APPEARANCE_OF), NamedNode):
            said = self.entities.setdefault(entity, (Counter(), Counter()))
            if said is not None:
                said[sign > 0][told(node)] += 1

    def touch_all(self, store: ox.Store) -> None:
        """Note that everything must be computed anew, but for the register."""
        self.entities.update(
            (cast(NamedNode, q.object), None) for q in store.quads_for_pattern(None, v.APPEARANCE_OF, None, None)
        )
        statements = list(store.quads_for_pattern(None, v.SUBJECT, None, None))
        for quad in statements:
            said = _node(store, quad)
            self._touch_node(said, 1)
            ends = (said.one(v.SUBJECT), said.one(v.PREDICATE), said.one(v.OBJECT))
            if all(ends):
                self.stirred.add(cast(Triple, ends))
        self.moved.update(cast(NamedNode, q.subject) for q in statements)

    def register_all(self, ns: Namespaces, store: ox.Store) -> None:
        """Note that no article was counted yet."""
        for quad in store.quads_for_pattern(None, v.KEYS, None, None):
            said = store.quads_for_pattern(quad.subject, None, None, quad.graph_name)
            for name, tally in tallies_of((q for q in said if q.predicate in OF_ARTICLE), ns).items():
                self.names.setdefault(name, Tally()).add(tally)

    def forget(self) -> None:
        """Forget what was noted: the graph is as it was before."""
        for noted in (self.entities, self.come, self.gone, self.moved, self.stirred, self.names):
            noted.clear()

    # ── what follows ─────────────────────────────────────────────────────────

    def settle(self, ns: Namespaces, store: ox.Store) -> None:
        """Compute all that follows from what has changed since the last time."""
        self.settle_names(store)
        if self.entities or self.moved or self.come or self.gone:
            ontology = rules_of(store)
            self._settle_facts(store, ancestors(ontology))
            _write(store, *compare(store, ns, self.moved, self.stirred, Traits.of(ontology)))
            self.forget()

    def settle_names(self, store: ox.Store) -> None:
        """Bring the register of names up to date."""
        changes = {name: change for name, change in self.names.items() if change}
        before = (q for name in changes for q in store.quads_for_pattern(name, None, None, v.NAMES))
        _write(store, *changed_names(before, changes))
        self.names.clear()

    def _settle_facts(self, store: ox.Store, above: Mapping[str, set[str]]) -> None:
        gone: set[Quad] = set()
        come: set[Quad] = set()
        for entity, said in self.entities.items():
            old = _said_of(store, entity)
            appearances = (_node(store, q) for q in store.quads_for_pattern(None, v.APPEARANCE_OF, entity, None))
            if said is None or not changes_nothing(old, *said, (told(n) for n in islice(appearances, _WITNESSES))):
                appearances = (_node(store, q) for q in store.quads_for_pattern(None, v.APPEARANCE_OF, entity, None))
                new = set(appearance_facts(entity, appearances, lambda cls, other: other in above.get(cls, {cls})))
                gone |= old - new
                come |= new - old
        for triple in self.gone:
            fact = Quad(*triple, v.FACTS)
            (come if _holds(store, triple) else gone).add(fact)
        come.update(Quad(*triple, v.FACTS) for triple in self.come - self.gone)
        _write(store, gone, come)


def rules_of(store: ox.Store) -> list[Quad]:
    """Return what of the ontology facts follow from: a twentieth of it, and read at each change."""
    found = [q for p in (v.SUBCLASS, *RULES) for q in store.quads_for_pattern(None, p, None, v.ONTOLOGY)]
    found += (q for kind in KINDS for q in store.quads_for_pattern(None, v.TYPE, kind, v.ONTOLOGY))
    return found


def _said_of(store: ox.Store, entity: NamedNode) -> set[Quad]:
    """Return the facts that follow from how articles name an entity."""
    predicates = (v.TYPE, v.OTHER_CLASS, v.LABEL, v.ALT_LABEL, v.SAME_AS)
    return {q for p in predicates for q in store.quads_for_pattern(entity, p, None, v.FACTS)}


def _node(store: ox.Store, quad: Quad) -> Node:
    """Return a node of an article's graph with all that is said of it there, by a quad of it."""
    return next(iter(nodes(store.quads_for_pattern(quad.subject, None, None, quad.graph_name)).values()))


def _holds(store: ox.Store, triple: Triple) -> bool:
    """Tell whether some article states a triple as certain and not over."""
    return any(direct_triple(_node(store, quad)) for quad in stated(store, triple))


def _write(store: ox.Store, gone: AbstractSet[Quad], come: AbstractSet[Quad]) -> None:
    for quad in gone:
        store.remove(quad)
    if come:  # what is only read takes nothing, not even that
        store.extend(come)
