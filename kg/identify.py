"""Who the entities of a graph are in Wikidata, by asking it; its answers become decisions, replayed without asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.changes import WIKIDATA
from kg.errors import WikidataError
from kg.extract.names import fold
from kg.resolve.decisions import yaml_line
from kg.resolve.names import coarse_class, person_name

if TYPE_CHECKING:
    from kg.graph.store import Store
    from kg.ontology import Ontology
    from kg.records import Entity
    from kg.wikidata import Hit, Item, Wikidata

__all__ = ["MOST", "identify"]

#: Entities asked for in one go, those of most articles first.
MOST = 300
HUMAN = "Q5"
#: Pages and names: disambiguation, list and category pages, family and given names, scholarly articles.
_NOTHING = frozenset("Q4167410 Q13406463 Q4167836 Q101352 Q202444 Q12308941 Q11879590 Q13442814".split())


def identify(store: Store, ontology: Ontology, client: Wikidata, *, most: int = MOST) -> tuple[str, list[str]]:
    """Ask Wikidata for the entities of a graph that have no item yet.

    An item is taken where it is the only one with exactly a name of the entity, and a human where the entity is a
    person; where several are, they stand in comments, for a person to choose.

    Returns
    -------
    str
        A table of decisions: what the graph keeps of earlier answers, and the new ones.
    list of str
        What went wrong: where Wikidata cannot be asked, the answers so far are kept.
    """
    lines = dict.fromkeys(store.notes().get(WIKIDATA, "").splitlines())
    problems = []
    try:
        for entity in _asked(store, most):
            hits = _named(entity, client.search(entity.name))
            items = client.items(h.id for h in hits)
            fitting = [h for h in hits if h.id in items and _fits(entity, items[h.id], ontology)]
            lines.update(dict.fromkeys(_lines(entity, fitting, ontology)))
    except WikidataError as error:
        problems.append(str(error))
    return "".join(f"{line}\n" for line in sorted(lines)), problems


def _asked(store: Store, most: int) -> list[Entity]:
    """Return the entities to ask for; a surname alone is too little."""
    articles: Counter[str] = Counter()
    entities: dict[str, Entity] = {}
    for extraction in store.extractions():
        for entity in extraction.entities:
            articles[entity.id] += 1
            entities[entity.id] = entity
    open_ = [
        e for e in entities.values() if not e.wikidata and (e.type != "Person" or person_name(e.name).fullness > 1)
    ]
    return sorted(open_, key=lambda e: (-articles[e.id], e.id))[:most]


def _named(entity: Entity, hits: list[Hit]) -> list[Hit]:
    """Keep what has exactly a name of the entity; what a search adds to it is another."""
    names = {fold(entity.name), *map(fold, entity.aliases)}
    return [h for h in hits if fold(h.label) in names or fold(h.match) in names]


def _fits(entity: Entity, item: Item, ontology: Ontology) -> bool:
    person = coarse_class(entity.type, ontology) == "Person"
    return (HUMAN in item.classes) == person and item.classes.isdisjoint(_NOTHING)


def _lines(entity: Entity, hits: list[Hit], ontology: Ontology) -> Iterator[str]:
    """Write a decision; where there are several items, each as a comment."""
    name = f"{entity.name} ({coarse_class(entity.type, ontology)})"
    for hit in hits:
        about = " ".join(f"{hit.label}: {hit.description}".split())
        line = f"{yaml_line('same', [name, f'wd:{hit.id}'])}  # {about}"
        yield line if len(hits) == 1 else f"# {line}"
