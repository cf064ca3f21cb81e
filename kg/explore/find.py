"""Which entities a user means: by name, alias, id or IRI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from kg.errors import KgError
from kg.records import Entity, Extraction

__all__ = ["entities_of", "find_entities", "find_one"]


def entities_of(extractions: Iterable[Extraction]) -> dict[str, Entity]:
    """Return the entities of a graph by id, each with all the aliases that its articles use."""
    entities: dict[str, Entity] = {}
    for extraction in extractions:
        for entity in extraction.entities:
            known = entities.setdefault(entity.id, entity)
            if known is not entity:
                aliases = {*known.aliases, *entity.aliases, entity.name} - {known.name}
                entities[entity.id] = replace(known, aliases=tuple(sorted(aliases)))
    return entities


def find_entities(entities: Mapping[str, Entity], wanted: str) -> list[Entity]:
    """Find the entities that a name, an alias or an IRI denotes.

    Examples
    --------
    >>> nadella = Entity("Satya_Nadella", "Satya Nadella", "Person", aliases=("Nadella",))
    >>> [e.id for e in find_entities({nadella.id: nadella}, "nadella")]
    ['Satya_Nadella']
    >>> find_entities({nadella.id: nadella}, "Nadela")
    Traceback (most recent call last):
        ...
    kg.errors.KgError: no entity 'Nadela' in this graph; did you mean Satya Nadella?
    """
    by_id = entities.get(wanted.removeprefix("ent:").strip("<>").rsplit("/entity/", 1)[-1])
    if by_id:
        return [by_id]
    by_key: dict[str, dict[str, Entity]] = {}
    for entity in entities.values():
        for name in (entity.name, *entity.aliases):
            by_key.setdefault(_key(name), {})[entity.id] = entity
    if found := by_key.get(_key(wanted)):
        return [found[i] for i in sorted(found)]
    close = get_close_matches(_key(wanted), sorted(by_key), n=3)
    meant = sorted({e.name for key in close for e in by_key[key].values()})
    cure = f"did you mean {' or '.join(meant)}?" if meant else "`kg export GRAPH` lists what it knows"
    raise KgError(f"no entity {wanted!r} in this graph; {cure}")


def find_one(entities: Mapping[str, Entity], wanted: str) -> Entity:
    """Find the one entity that a name denotes: as its own name before an alias of it.

    Raises
    ------
    KgError
        None is called so, or several are: the message lists their ids.

    Examples
    --------
    >>> orange, city = Entity("Orange", "Orange", "Company"), Entity("Orange_City", "Orange", "City")
    >>> find_one({e.id: e for e in (orange, city)}, "ent:Orange_City").type
    'City'
    >>> find_one({"a": Entity("a", "Orange", "Company"), "b": Entity("b", "Orange", "City")}, "orange")
    Traceback (most recent call last):
        ...
    kg.errors.KgError: 'orange' may be ent:a (Company) or ent:b (City); give one of these
    """
    found = find_entities(entities, wanted)
    named = [e for e in found if _key(e.name) == _key(wanted)] or found
    if len(named) == 1:
        return named[0]
    several = " or ".join(f"ent:{e.id} ({e.type})" for e in named)
    raise KgError(f"{wanted!r} may be {several}; give one of these")


def _key(name: str) -> str:
    """Fold a name: case and underscores do not count, nor the kind of apostrophe."""
    return " ".join(name.replace("_", " ").replace("’", "'").split()).casefold()
