"""What follows from the facts by the ontology: inverses, symmetry, broader relations and classes, places in places.

On demand, and in a graph of its own, ``kg:inferred``: what articles say is never mixed
with it. `docs/decisions/inference.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.memory import MemoryStore

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["Rules", "inferred", "with_inferred"]

Triple: TypeAlias = tuple[NamedNode, NamedNode, NamedNode | Literal]

_INVERSE = NamedNode(names.OWL + "inverseOf")
_BROADER = NamedNode(names.RDFS + "subPropertyOf")
_SYMMETRIC = NamedNode(names.OWL + "SymmetricProperty")
_TRANSITIVE = NamedNode(names.OWL + "TransitiveProperty")


class Rules:
    """What an ontology says of relations and classes.

    Parameters
    ----------
    ontology : iterable of Quad
        The quads of its graph.
    """

    def __init__(self, ontology: Iterable[Quad]) -> None:
        self.symmetric: set[NamedNode] = set()
        self.transitive: set[NamedNode] = set()
        self.inverse: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        self.broader: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        self.classes: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for quad in ontology:
            subject, object = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(object, NamedNode):
                self._read(subject, quad.predicate, object)

    def _read(self, subject: NamedNode, predicate: NamedNode, object: NamedNode) -> None:
        if predicate == _INVERSE:
            self.inverse[subject].add(object)
            self.inverse[object].add(subject)
        elif predicate == _BROADER:
            self.broader[subject].add(object)
        elif predicate == v.SUBCLASS:
            self.classes[subject].add(object)
        elif predicate == v.TYPE and object == _SYMMETRIC:
            self.symmetric.add(subject)
        elif predicate == v.TYPE and object == _TRANSITIVE:
            self.transitive.add(subject)

    def closure(self, facts: Iterable[Triple]) -> set[Triple]:
        """Return what follows from facts, and is none of them; nothing that says a thing of itself.

        Examples
        --------
        >>> a, b, c = (NamedNode(f"urn:{x}") for x in "abc")
        >>> rules = Rules([Quad(v.kg("in"), v.TYPE, _TRANSITIVE, v.ONTOLOGY)])
        >>> rules.closure([(a, v.kg("in"), b), (b, v.kg("in"), c)]) == {(a, v.kg("in"), c)}
        True
        """
        given = set(facts)
        known: set[Triple] = set()
        ends = _Ends()
        todo = list(given)
        while todo:
            fact = todo.pop()
            if fact in known:
                continue
            known.add(fact)
            todo += (new for new in self._follow(fact, ends) if new not in known)
        return known - given

    def _follow(self, fact: Triple, ends: _Ends) -> Iterator[Triple]:
        """Yield what one more fact adds."""
        subject, predicate, object = fact
        yield from ((subject, broader, object) for broader in self.broader.get(predicate, ()))
        if not isinstance(object, NamedNode):
            return
        if predicate == v.TYPE:
            yield from ((subject, v.TYPE, cls) for cls in self.classes.get(object, ()))
            return
        if subject == object:
            return
        turned = (*self.inverse.get(predicate, ()), *((predicate,) if predicate in self.symmetric else ()))
        yield from ((object, other, subject) for other in turned)
        if predicate in self.transitive:
            ends.add(subject, predicate, object)
            yield from ((subject, predicate, far) for far in ends.after[predicate, object] if far != subject)
            yield from ((near, predicate, object) for near in ends.before[predicate, subject] if near != object)


class _Ends:
    """What a transitive relation leads to, and from where."""

    def __init__(self) -> None:
        self.after: dict[tuple[NamedNode, NamedNode], set[NamedNode]] = defaultdict(set)
        self.before: dict[tuple[NamedNode, NamedNode], set[NamedNode]] = defaultdict(set)

    def add(self, subject: NamedNode, predicate: NamedNode, object: NamedNode) -> None:
        self.after[predicate, subject].add(object)
        self.before[predicate, object].add(subject)


def inferred(store: Store) -> set[Quad]:
    """Return what follows from a graph's facts by the ontology that it holds, as quads of ``kg:inferred``."""
    return _inferred(list(store.quads()))


def with_inferred(store: Store) -> MemoryStore:
    """Return a copy of a graph, in memory, that holds what follows from its facts, too.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> from kg.records import Article, Entity, Evidence, Extraction, Statement
    >>> article = Article(id="a", text="Ada est mariée à Bo.")
    >>> ada, bo = Entity("Ada", "Ada", "Person"), Entity("Bo", "Bo", "Person")
    >>> s = Statement("a", ada, "spouse_of", bo, Evidence.of(article, 0, 19, (0, 20)))
    >>> store = MemoryStore(ontology=load_ontology())
    >>> store.replace(Extraction(article, (ada, bo), (), (s,)))
    >>> with_inferred(store).select("SELECT ?who { ?who kg:spouse_of ent:Ada }").rows
    (('ent:Bo',),)
    """
    quads = list(store.quads())
    copy = ox.Store()
    copy.bulk_extend([q for q in quads if q.graph_name != v.INFERRED])
    copy.bulk_extend(_inferred(quads))
    return MemoryStore(ns=store.ns, quads=copy)


def _inferred(quads: list[Quad]) -> set[Quad]:
    rules = Rules(q for q in quads if q.graph_name == v.ONTOLOGY)
    facts = ((q.subject, q.predicate, q.object) for q in quads if q.graph_name == v.FACTS)
    found = rules.closure(facts)  # type: ignore[arg-type]  # facts have no blank nodes
    return {Quad(*triple, v.INFERRED) for triple in found}
