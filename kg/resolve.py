"""Entities of single articles → entities of the graph: one name, one IRI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count
from typing import TypeAlias

from kg.extract.names import fold
from kg.found import original, packed
from kg.ontology import Ontology
from kg.records import Entity, Extraction, Statement

__all__ = ["Identity", "decide", "family", "identity", "keys_of", "renamed", "resolve"]

#: Coarse classes, in the order in which they have the first right to a plain IRI.
COARSE = ("Organization", "Person", "Place", "Product", "Technology", "Work", "Event")


#: A folded name and a coarse class.
Identity: TypeAlias = tuple[str, str]


@dataclass(slots=True)
class _Group:
    names: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)


def resolve(extractions: Iterable[Extraction], ontology: Ontology) -> Iterator[Extraction]:
    """Give each entity the id, name and class that it has in the whole graph.

    A pure function of the set of extractions: their order changes nothing. Entities are one where
    their folded names are equal and their classes agree (one is above the other).

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> from kg.records import Article
    >>> e = Extraction(Article("a", "Orange"), (Entity("x", "Orange", "Company"),))
    >>> [list(r.entities) for r in resolve([e], load_ontology())]
    [[Entity(id='Orange', name='Orange', type='Company', aliases=())]]
    """
    extractions = list(extractions)
    decided = decide((e for x in extractions for e in original(x).entities), ontology)
    return (renamed(x, decided, ontology) for x in extractions)


def decide(entities: Iterable[Entity], ontology: Ontology) -> dict[Identity, Entity]:
    """Decide about entities as articles name them: what they are in the graph, by `identity`.

    Parameters
    ----------
    entities : iterable of Entity
        All of a graph, or all of some families (`family`): no family changes another.
    """
    groups: dict[Identity, _Group] = {}
    for entity in entities:
        group = groups.setdefault(identity(entity, ontology), _Group())
        group.names[entity.name] += 1
        group.types[entity.type] += 1
        group.aliases.update(entity.aliases, (entity.name,))
    return dict(_minted(groups, ontology))


def renamed(extraction: Extraction, decided: Mapping[Identity, Entity], ontology: Ontology) -> Extraction:
    """Give an extraction's entities what was decided about them; about which nothing was, stay as they are."""
    before = original(extraction)
    entities = {identity(e, ontology): e for e in extraction.entities} | dict(decided)
    found = _renamed(before, {e.id: entities[identity(e, ontology)] for e in before.entities}, ontology)
    return replace(found, found=extraction.found or packed(before), keys=keys_of(before, ontology))


def keys_of(extraction: Extraction, ontology: Ontology) -> tuple[str, ...]:
    """Return the families of an extraction's entities, sorted."""
    return tuple(sorted({family(e.name, ontology) for e in extraction.entities}))


def family(name: str, ontology: Ontology) -> str:
    """Return what names have in common that may be one entity, or may want one id.

    An id is a name, perhaps with its class and a number; so all of these drop off. Resolving one
    family never changes another.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> {family(n, load_ontology()) for n in ("Orange", "ORANGE", "Orange (Place)", "Orange_(Place)_2")}
    {'orange'}
    """
    return _family(name, frozenset(map(str.casefold, (*COARSE, *ontology.classes))))


@lru_cache(maxsize=50_000)
def _family(name: str, classes: frozenset[str]) -> str:
    words = fold(name).replace("_", " ").split()
    while words and (words[-1] in classes or (words[-1].isdecimal() and len(words) > 1 and words[-2] in classes)):
        words.pop()
    return " ".join(words)


def identity(entity: Entity, ontology: Ontology) -> Identity:
    """Return what entities have in common that are one: their folded name and their coarse class."""
    coarse = next((c for c in COARSE if ontology.is_a(entity.type, c)), entity.type)
    return fold(entity.name), coarse


def _minted(groups: dict[Identity, _Group], ontology: Ontology) -> Iterator[tuple[Identity, Entity]]:
    taken: set[str] = set()
    rank = {c: i for i, c in enumerate(COARSE)}
    for key in sorted(groups, key=lambda k: (k[0], rank.get(k[1], len(rank)), k[1])):
        group = groups[key]
        name = min(group.names, key=lambda n: (-group.names[n], n.isupper(), n))
        cls = min(group.types, key=lambda t: (-_support(t, group.types, ontology), -_depth(t, ontology), t))
        plain = name.replace(" ", "_")
        entity_id = next(i for i in _ids(plain, key[1]) if i not in taken)
        taken.add(entity_id)
        yield key, Entity(entity_id, name, cls, tuple(sorted(group.aliases - {name})))


def _ids(plain: str, coarse: str) -> Iterator[str]:
    """Ids that a name may have: itself, with its class, then numbered."""
    yield plain
    yield f"{plain}_({coarse})"
    yield from (f"{plain}_({coarse})_{n}" for n in count(2))


def _support(cls: str, types: Counter[str], ontology: Ontology) -> int:
    return sum(n for t, n in types.items() if ontology.are_kin(t, cls))


def _depth(cls: str, ontology: Ontology) -> int:
    return sum(ontology.is_a(cls, other) for other in ontology.classes)


def _distinct(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """What two entities of an article stated becomes one, or nothing, where they turn out to be one entity."""
    first: dict[tuple[str, str, str], Statement] = {}
    for s in statements:
        if s.object != s.subject:
            first.setdefault(s.key, s)
    return tuple(first.values())


def _renamed(extraction: Extraction, entities: dict[str, Entity], ontology: Ontology) -> Extraction:
    def stands(s: Statement) -> bool:
        """The class that the whole graph gives an entity may be outside what one article's statement asks for."""
        relation = ontology.relations.get(s.predicate)
        if relation is None:  # of another ontology, in a graph that was there: `kg validate` names it
            return True
        fits = ontology.is_any(s.subject.type, relation.domain)
        return fits and (not isinstance(s.object, Entity) or ontology.is_any(s.object.type, relation.range))

    def statement(s: Statement) -> Statement:
        return replace(
            s,
            subject=entities[s.subject.id],
            object=entities[s.object.id] if isinstance(s.object, Entity) else s.object,
            attributed_to=None if s.attributed_to is None else entities[s.attributed_to.id],
        )

    return replace(
        extraction,
        entities=tuple(dict.fromkeys(entities[e.id] for e in extraction.entities)),
        mentions=tuple((replace(m, type=entities[i].type), entities[i].id) for m, i in extraction.mentions),
        statements=_distinct(s for s in map(statement, extraction.statements) if stands(s)),
    )
