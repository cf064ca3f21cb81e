"""What the ontology says of relations that a comparison of statements needs, read off its graph in the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import names
from kg.graph import vocabulary as v

__all__ = ["ALWAYS", "AT_A_TIME", "KINDS", "RULES", "Key", "Traits", "Triple"]

Triple: TypeAlias = tuple[NamedNode, NamedNode, NamedNode | Literal]
#: What statements share that are compared: their relation, and the ends that they have in common.
Key: TypeAlias = tuple[str, str, str]

ALWAYS, AT_A_TIME = v.kg("always"), v.kg("at_a_time")
_SYMMETRIC = NamedNode(names.OWL + "SymmetricProperty")
_FUNCTIONAL = NamedNode(names.OWL + "FunctionalProperty")
#: What of an ontology tells these traits: classes of relations, and predicates.
KINDS = (_SYMMETRIC, _FUNCTIONAL)
RULES = (v.ONE_OBJECT, v.ONE_SUBJECT, v.BEGUN_BY, v.ENDED_BY, v.ONCE)


@dataclass(frozen=True, slots=True)
class Traits:
    """Relations by what they allow.

    Parameters
    ----------
    symmetric : set of NamedNode
        Both ends may change places.
    one_object, one_subject : dict of NamedNode to NamedNode
        A subject has one object (a birthplace `ALWAYS`, a seat `AT_A_TIME`), or an object one subject (a head).
    once : set of NamedNode
        What they tell happens once: it has one date, one price.
    begun_by, ended_by : dict of NamedNode to set of NamedNode
        Relations that tell, between the same two ends and either way round, that it begins or ends.

    Examples
    --------
    >>> seat = v.kg("headquartered_in")
    >>> traits = Traits.of([Quad(seat, v.TYPE, NamedNode(names.OWL + "FunctionalProperty"), v.ONTOLOGY)])
    >>> traits.one_object[seat] == AT_A_TIME
    True
    """

    symmetric: set[NamedNode] = field(default_factory=set)
    one_object: dict[NamedNode, NamedNode] = field(default_factory=dict)
    one_subject: dict[NamedNode, NamedNode] = field(default_factory=dict)
    once: set[NamedNode] = field(default_factory=set)
    begun_by: dict[NamedNode, set[NamedNode]] = field(default_factory=dict)
    ended_by: dict[NamedNode, set[NamedNode]] = field(default_factory=dict)

    @classmethod
    def of(cls, ontology: Iterable[Quad]) -> Traits:
        """Read them off the quads of an ontology."""
        found = cls()
        functional: set[NamedNode] = set()
        for quad in ontology:
            relation, object = quad.subject, quad.object
            if not isinstance(relation, NamedNode):
                continue
            if quad.predicate == v.TYPE and object == _SYMMETRIC:
                found.symmetric.add(relation)
            elif quad.predicate == v.TYPE and object == _FUNCTIONAL:
                functional.add(relation)
            elif quad.predicate == v.ONE_OBJECT and isinstance(object, NamedNode):
                found.one_object[relation] = object
            elif quad.predicate == v.ONE_SUBJECT and isinstance(object, NamedNode):
                found.one_subject[relation] = object
            elif quad.predicate == v.BEGUN_BY and isinstance(object, NamedNode):
                found.begun_by.setdefault(relation, set()).add(object)
            elif quad.predicate == v.ENDED_BY and isinstance(object, NamedNode):
                found.ended_by.setdefault(relation, set()).add(object)
            elif quad.predicate == v.ONCE and isinstance(object, Literal) and object.value == "true":
                found.once.add(relation)
        for relation in functional:
            found.one_object.setdefault(relation, AT_A_TIME)
        return found

    def single(self, relation: NamedNode) -> NamedNode | None:
        """Tell whether a relation has one value, `ALWAYS` or `AT_A_TIME`."""
        if relation in self.symmetric:
            return None
        return self.one_object.get(relation) or self.one_subject.get(relation)

    def fact(self, triple: Triple) -> Triple:
        """Return a triple as all that say the same say it: with a symmetric relation, its ends in order."""
        subject, relation, object = triple
        if relation in self.symmetric and isinstance(object, NamedNode) and object.value < subject.value:
            return (object, relation, subject)
        return triple

    def signs(self, relation: NamedNode) -> set[NamedNode]:
        """Return the relations that tell that one begins or ends."""
        return self.begun_by.get(relation, set()) | self.ended_by.get(relation, set())

    def told(self, triple: Triple) -> list[Triple]:
        """Return the triples of which one tells, perhaps, that they begin or end."""
        subject, sign, object = triple
        relations = [r for of in (self.begun_by, self.ended_by) for r, signs in of.items() if sign in signs]
        found: list[Triple] = [(subject, r, object) for r in relations]
        return found + [(object, r, subject) for r in relations if isinstance(object, NamedNode)]

    def key(self, triple: Triple) -> Key:
        """Return what a triple's statements share with all that they are compared with."""
        subject, relation, object = self.fact(triple)
        if relation not in self.symmetric:
            if relation in self.one_object:
                return (relation.value, str(subject), "")
            if relation in self.one_subject:
                return (relation.value, "", str(object))
        return (relation.value, str(subject), str(object))
