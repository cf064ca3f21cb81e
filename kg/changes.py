"""Articles come, change and go: the graph ends as one build of what is left would make it.

Only articles that share a family of names with what changes are looked at, and only
those whose entities' names, classes or ids change are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from kg.errors import StoreError
from kg.found import entities_of
from kg.graph.store import Store
from kg.graph.support import Triple, support, triple
from kg.ontology import Ontology
from kg.records import Entity, Extraction
from kg.resolve import Identity, decide, family, identity, keys_of, renamed

__all__ = ["Difference", "Fact", "add", "check", "retract"]


def add(store: Store, extractions: Iterable[Extraction], ontology: Ontology) -> None:
    """Add articles to a graph; one that is there takes the new version.

    Parameters
    ----------
    extractions : iterable of Extraction
        What each article alone gives, not yet resolved.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> from kg.ontology import load_ontology
    >>> from kg.records import Article
    >>> store = MemoryStore()
    >>> for id, name in (("a", "ORANGE"), ("b", "Orange"), ("c", "Orange")):
    ...     add(store, [Extraction(Article(id, name), (Entity("0", name, "Company"),))], load_ontology())
    >>> [x.entities[0].name for x in store.extractions()]
    ['Orange', 'Orange', 'Orange']
    """
    new = list(extractions)
    keys = {key for x in new for key in keys_of(x, ontology)}
    keys.update(key for x in store.extractions([x.article.id for x in new]) for key in x.keys)
    _settle(store, keys, ontology, new)


def check(extractions: Iterable[Extraction]) -> None:
    """Raise StoreError if an article in a graph lacks what it alone gave."""
    for extraction in extractions:
        if not extraction.found:
            raise StoreError(
                f"the graph's article {extraction.article.id!r} was put there by an earlier kg, "
                "and cannot be resolved anew; build the graph anew"
            )


@dataclass(frozen=True, slots=True)
class _Settled:
    #: What the entities of some families are now.
    decided: dict[Identity, Entity]
    #: The ids that changed: old → new.
    renamed: dict[str, str]


def _settle(store: Store, keys: set[str], ontology: Ontology, new: Collection[Extraction]) -> _Settled:
    """Decide anew about the entities of some families, and write the articles whose entities change."""
    ids = {x.article.id for x in new}
    there = {
        id: [e for e in entities_of(found) if family(e.name, ontology) in keys]
        for id, found in store.sharing(keys).items()
        if id not in ids
    }
    decided = decide((e for entities in (*there.values(), *(x.entities for x in new)) for e in entities), ontology)
    before = _before(store, there, ontology)
    changed = {i for i, entity in before.items() if decided[i] != entity}
    stale = [id for id, entities in there.items() if any(identity(e, ontology) in changed for e in entities)]
    for extraction in (*store.extractions(stale), *new):
        store.replace(renamed(extraction, decided, ontology))
    return _Settled(decided, {before[i].id: decided[i].id for i in changed if before[i].id != decided[i].id})


def _before(store: Store, there: dict[str, list[Entity]], ontology: Ontology) -> dict[Identity, Entity]:
    """Return what some entities were until now: the same in all their articles, so that one of them tells."""
    where = {identity(e, ontology): id for id, entities in there.items() for e in entities}
    found = {identity(e, ontology): e for x in store.extractions(where.values()) for e in x.entities}
    return {i: found[i] for i in where}


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A direct triple, in words, and how many articles state it as certain and not over.

    Examples
    --------
    >>> print(Fact("Ada", "leads", "Xylo", 3, 1), Fact("Ada", "leads", "Xylo", 1, 0), sep="; ")
    Ada leads Xylo (3 → 1 articles); Ada leads Xylo
    """

    subject: str
    predicate: str
    object: str
    before: int
    after: int

    def __str__(self) -> str:
        words = f"{self.subject} {self.predicate} {self.object}"
        return f"{words} ({self.before} → {self.after} articles)" if self.after else words


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of a graph when articles were taken back.

    Parameters
    ----------
    articles : tuple of str
        Their ids.
    gone : tuple of Fact
        No article states them any more.
    weakened : tuple of Fact
        Others still state them.
    entities : tuple of str
        Names of entities that no article mentions any more.
    renamed : tuple of (str, str)
        Ids that changed, as those that stood in their way are gone: old, new.
    """

    articles: tuple[str, ...]
    gone: tuple[Fact, ...]
    weakened: tuple[Fact, ...]
    entities: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


def retract(store: Store, ids: Sequence[str], ontology: Ontology) -> Difference:
    """Take articles back: all, or none if one is not there.

    What they alone support goes, what others support stays.

    Raises
    ------
    StoreError
        An article is not in the graph.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> from kg.ontology import load_ontology
    >>> from kg.records import Article
    >>> store = MemoryStore()
    >>> add(store, [Extraction(Article("a", "Orange"), (Entity("0", "Orange", "Company"),))], load_ontology())
    >>> retract(store, ["a"], load_ontology()).entities
    ('Orange',)
    """
    gone = list(store.extractions(ids))
    for missing in sorted(set(ids) - {x.article.id for x in gone}):
        raise StoreError(_missing(missing, store))
    check(gone)
    for extraction in gone:
        store.retract(extraction.article.id)
    settled = _settle(store, {key for x in gone for key in x.keys}, ontology, ())
    return _difference(store, gone, settled, ontology)


def _missing(id: str, store: Store) -> str:
    articles = store.articles()
    close = get_close_matches(id, articles, n=1)
    cure = f"did you mean {close[0]!r}?" if close else f"it holds {len(articles)} others"
    return f"no article {id!r} in this graph; {cure}"


def _difference(store: Store, gone: list[Extraction], settled: _Settled, ontology: Ontology) -> Difference:
    """Compare what retracted articles stated with what the others still do."""

    def now(entity: Entity) -> Entity:
        """Return an entity with the id that it has now; what is gone gets one that nothing has."""
        left = settled.decided.get(identity(entity, ontology))
        return left or replace(entity, id=f"{entity.id} ")

    lost: Counter[Triple] = Counter()
    words: dict[Triple, tuple[str, str, str]] = {}
    for s in (s for x in gone for s in x.statements):
        end = now(s.object) if isinstance(s.object, Entity) else s.object
        fact = triple(replace(s, subject=now(s.subject), object=end), store.ns)
        if fact is not None:
            lost[fact] += 1  # an article states each thing once
            words[fact] = (s.subject.name, s.predicate, s.object_name)
    left = support(store, lost)
    facts = sorted(Fact(*words[t], n + left.get(t, 0), left.get(t, 0)) for t, n in lost.items())
    entities = {e for x in gone for e in x.entities if identity(e, ontology) not in settled.decided}
    return Difference(
        tuple(x.article.id for x in gone),
        tuple(f for f in facts if not f.after),
        tuple(f for f in facts if f.after),
        tuple(sorted({e.name for e in entities})),
        tuple(sorted(settled.renamed.items())),
    )
