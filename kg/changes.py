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
from kg.found import entities_of, original
from kg.graph.store import Store
from kg.graph.support import Triple, support, triple
from kg.ontology import Ontology
from kg.records import Entity, Extraction
from kg.resolve import VERSION, Identity, decide, identity, keys, keys_of, renamed
from kg.resolve.decisions import NO_DECISIONS, Decisions, read_decisions
from kg.resolve.names import lookups

__all__ = ["TABLE", "WIKIDATA", "Difference", "Fact", "add", "check", "decide_by", "decisions_of", "retract"]


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
    decisions = _ready(store, ontology)
    stored = {key for x in new for key in keys_of(x, ontology, decisions)}
    stored.update(key for x in store.extractions([x.article.id for x in new]) for key in x.keys)
    _settle(store, stored, ontology, decisions, new)


#: The table of decisions that a person wrote, the answers of Wikidata, and how entities were resolved.
TABLE, WIKIDATA, RESOLVER = "table", "wikidata", "resolver"


def decisions_of(store: Store, ontology: Ontology) -> Decisions:
    """Return the decisions that a graph keeps: those of its table, and after them those of Wikidata."""
    notes = store.notes()
    tables = ((notes.get(name, ""), f"the graph's decisions ({name})") for name in (TABLE, WIKIDATA))
    return sum((read_decisions(text, ontology, where=where) for text, where in tables), NO_DECISIONS)


def decide_by(store: Store, text: str, ontology: Ontology, *, where: str = "decisions", note: str = TABLE) -> bool:
    """Put a table of decisions in place of the one that a graph keeps; all its entities are decided anew.

    Parameters
    ----------
    text : str
        YAML: `kg.resolve.decisions`.
    where : str
        What errors call it.
    note : {"table", "wikidata"}
        Which table.

    Returns
    -------
    bool
        Whether it was another.

    Raises
    ------
    FormatError
        It is no such table.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> from kg.ontology import load_ontology
    >>> from kg.records import Article
    >>> store = MemoryStore()
    >>> for id, name in (("a", "Twitter"), ("b", "X")):
    ...     add(store, [Extraction(Article(id, name), (Entity("0", name, "Company"),))], load_ontology())
    >>> decide_by(store, "same: [Twitter, X]", load_ontology())
    True
    >>> [x.entities[0].id for x in store.extractions()]
    ['Twitter', 'Twitter']
    """
    read_decisions(text, ontology, where=where)
    if store.notes().get(note, "") == text and store.notes().get(RESOLVER) == VERSION:
        return False
    store.note(note, text)
    _settle_all(store, ontology)
    return True


def _ready(store: Store, ontology: Ontology) -> Decisions:
    """Return a graph's decisions; a graph whose entities were resolved in an earlier way is resolved anew first."""
    if store.notes().get(RESOLVER) != VERSION:
        _settle_all(store, ontology)
    return decisions_of(store, ontology)


def _settle_all(store: Store, ontology: Ontology) -> None:
    """Decide about all entities of a graph anew, as decisions have changed."""
    decisions = decisions_of(store, ontology)
    ids = [x.article.id for x in store.extractions() if x.found]  # the others were put in by hand
    there = ((x.article.id, e) for x in store.extractions(ids) for e in original(x).entities)
    decided = decide(there, ontology, decisions).entities
    for extraction in store.extractions(ids):
        store.replace(renamed(extraction, decided, ontology, decisions))
    store.note(RESOLVER, VERSION)


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
    #: What each entity that had to do with the change is now, by the id that it had.
    now: dict[str, Entity]
    #: The ids that changed: old, new.
    renamed: set[tuple[str, str]]


def _settle(
    store: Store, stored: set[str], ontology: Ontology, decisions: Decisions, new: Collection[Extraction]
) -> _Settled:
    """Decide anew about entities that have to do with some stored keys, and write the articles in which they change."""
    there = _affected(store, stored, ontology, decisions, {x.article.id for x in new})
    pairs = [(id, e) for id, entities in there.items() for e in entities]
    pairs += [(x.article.id, e) for x in new for e in x.entities]
    decided = decide(pairs, ontology, decisions).entities
    before = _before(store, there, ontology)
    changed = {i for i, entity in before.items() if decided[i] != entity}
    stale = [id for id, entities in there.items() if any(identity(e, ontology) in changed for e in entities)]
    for extraction in (*store.extractions(stale), *new):
        store.replace(renamed(extraction, decided, ontology, decisions))
    now: dict[str, Entity] = {}
    for i in sorted(
        before, key=lambda i: (decided[i].id != before[i].id, i)
    ):  # who parts from others leaves them the id
        now.setdefault(before[i].id, decided[i])
    return _Settled(now, {(before[i].id, decided[i].id) for i in changed if before[i].id != decided[i].id})


def _affected(
    store: Store, stored: set[str], ontology: Ontology, decisions: Decisions, ids: set[str]
) -> dict[str, list[Entity]]:
    """Return the entities that have to do with some stored keys, or with such entities, by article; not of `ids`."""
    waiting: dict[str, dict[frozenset[str], list[Entity]]] = {}
    found: dict[str, list[Entity]] = {}
    todo, seen = lookups(stored), set[str]()
    while todo:
        seen |= todo
        for id, text in store.sharing(todo).items():
            if id not in ids and id not in waiting:
                found[id] = []
                waiting[id] = {}
                for e in entities_of(text):
                    waiting[id].setdefault(keys(e, ontology, decisions).stored, []).append(e)
        todo = set()
        for id, entities in waiting.items():
            for own in [own for own in entities if not own.isdisjoint(seen)]:
                found[id] += entities.pop(own)
                todo |= lookups(own)
        todo -= seen
    return found


def _before(store: Store, there: dict[str, list[Entity]], ontology: Ontology) -> dict[Identity, Entity]:
    """Return what some entities were until now: the same in all their articles, so that one of them tells."""
    where = {identity(e, ontology): (id, e.id) for id, entities in there.items() for e in entities}
    are = store.became(where.values())
    return {i: are[place] for i, place in where.items()}


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
    there = list(store.extractions(ids))
    for missing in sorted(set(ids) - {x.article.id for x in there}):
        raise StoreError(_missing(missing, store))
    check(there)
    decisions = _ready(store, ontology)
    gone = list(store.extractions(ids))
    for extraction in gone:
        store.retract(extraction.article.id)
    settled = _settle(store, {key for x in gone for key in x.keys}, ontology, decisions, ())
    return _difference(store, gone, settled)


def _missing(id: str, store: Store) -> str:
    articles = store.articles()
    close = get_close_matches(id, articles, n=1)
    cure = f"did you mean {close[0]!r}?" if close else f"it holds {len(articles)} others"
    return f"no article {id!r} in this graph; {cure}"


def _difference(store: Store, gone: list[Extraction], settled: _Settled) -> Difference:
    """Compare what retracted articles stated with what the others still do."""

    def now(entity: Entity) -> Entity:
        """Return an entity with the id that it has now; what is gone gets one that nothing has."""
        return settled.now.get(entity.id) or replace(entity, id=f"{entity.id} ")

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
    entities = {e for x in gone for e in x.entities if e.id not in settled.now}
    return Difference(
        tuple(x.article.id for x in gone),
        tuple(f for f in facts if not f.after),
        tuple(f for f in facts if f.after),
        tuple(sorted({e.name for e in entities})),
        tuple(sorted(settled.renamed)),
    )
