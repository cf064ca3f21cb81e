"""Articles come, change and go: the graph ends as one build of what is left would make it.

Only names that have to do with what changes are looked at (`kg.affected`), and only
articles whose entities' names, classes or ids change are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from kg.affected import affected
from kg.errors import StoreError
from kg.found import original
from kg.graph.store import Store
from kg.graph.support import Triple, support, triple
from kg.ontology import Ontology
from kg.records import Entity, Extraction
from kg.resolve import VERSION, decide, decide_part, keys_of, renamed
from kg.resolve.decisions import NO_DECISIONS, Decisions, read_decisions
from kg.resolve.names import label

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
    _settle(store, ontology, decisions, new=new, gone=list(store.extractions([x.article.id for x in new])))


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
    store: Store,
    ontology: Ontology,
    decisions: Decisions,
    *,
    new: Sequence[Extraction] = (),
    gone: Sequence[Extraction] = (),
) -> _Settled:
    """Put new articles in place of those that go, and write the others in which entities change.

    Only names that have to do with those of these articles are decided anew (`kg.affected`).
    """
    new = [replace(x, keys=keys_of(original(x), ontology, decisions)) for x in new]
    part = affected(store, gone, new)
    decided = decide_part(part.after, ontology, decisions, part.known)
    ids = {i: next(iter(tally.became)) for i, tally in part.before.items() if i in decided}
    are = store.entities(set(ids.values()))
    before = {i: are[id] for i, id in ids.items()}
    changed = {i for i, entity in before.items() if decided[i] != entity}
    leave = {x.article.id for x in (*new, *gone)}
    stale = store.naming(map(label, changed)) - leave
    for extraction in (*store.extractions(stale), *new):
        store.replace(renamed(extraction, decided, ontology, decisions, keys=extraction.keys))
    for id in leave - {x.article.id for x in new}:
        store.retract(id)
    now: dict[str, Entity] = {}
    for i in sorted(before, key=lambda i: (decided[i].id != ids[i], i)):  # who parts from others leaves them the id
        now.setdefault(ids[i], decided[i])
    return _Settled(now, {(ids[i], decided[i].id) for i in changed if ids[i] != decided[i].id})


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
    settled = _settle(store, ontology, decisions, gone=gone)
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
