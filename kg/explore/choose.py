"""A part of a graph: around an entity, of some relations, classes, outlets or dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.explore.find import entities_of, find_one
from kg.records import FACTUALITIES, Entity, Extraction

if TYPE_CHECKING:
    from kg.ontology import Ontology

__all__ = ["Choice", "choose", "within"]

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Choice:
    """What to keep of a graph; by default, all of it. A single name will do where several may be given.

    Parameters
    ----------
    focus : tuple of str
        Names, aliases or IRIs: only entities within `hops` statements of one of them are kept.
    hops : int
        At least 0.
    relations : tuple of str
        Local names ("acquires").
    classes : tuple of str
        Local names ("Company"); subclasses come along. Statements need both their ends in them.
    factualities : tuple of str
        Of `kg.records.FACTUALITIES`.
    outlets : tuple of str
        As the articles' `source` has them.
    since, until : str or None
        First and last day of publication, ISO 8601 with any precision; "2023" as `until` is its last day.
        An article dated by its month counts as of the first; one without a date is left out where either is given.
    min_confidence : float
    """

    focus: tuple[str, ...] = ()
    hops: int = 1
    relations: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    factualities: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0

    def __post_init__(self) -> None:
        for name in ("focus", "relations", "classes", "factualities", "outlets"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Choice(hops=self.hops)


def choose(extractions: Iterable[Extraction], choice: Choice, ontology: Ontology) -> list[Extraction]:
    """Keep a part of a graph: fewer articles, and in them fewer entities, mentions and statements.

    With `relations`, `factualities`, `min_confidence` or `focus`, an entity stays if a statement that stays has it,
    or if it is one of the focus.

    Raises
    ------
    KgError
        It asks for a relation, class, outlet or entity that is not there, or for a date that is none.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> from kg.records import Article, Evidence, Statement
    >>> article = Article("a", "Ada dirige Xylo.", date="2023-05")
    >>> ada, xylo = Entity("Ada", "Ada", "Person"), Entity("Xylo", "Xylo", "Company")
    >>> s = Statement("a", ada, "ceo_of", xylo, Evidence.of(article, 0, 15, (0, 16)))
    >>> graph = [Extraction(article, (ada, xylo), (), (s,))]
    >>> [len(choose(graph, Choice(since=day), load_ontology())) for day in ("2023", "2023-05-02", "2023-06")]
    [1, 0, 0]
    """
    extractions = list(extractions)
    if choice.is_all:
        return extractions
    _check(choice, extractions, ontology)
    focus = [find_one(entities_of(extractions), name).id for name in choice.focus]
    kept = [_chosen(x, choice, ontology) for x in extractions if _published(x, choice)]
    if focus:
        near = within(kept, focus, choice.hops)
        kept = [_only(x, {e.id for e in x.entities} & near) for x in kept]
    by_statement = choice.relations or choice.factualities or choice.min_confidence or focus
    return [_only(x, _said(x) | (_ids(x) & {*focus})) for x in kept] if by_statement else kept


def within(extractions: Iterable[Extraction], start: Collection[str], hops: int) -> set[str]:
    """Return the ids of the entities at most some statements away from others, which count in.

    Examples
    --------
    >>> within([], {"a"}, 2)
    {'a'}
    """
    links: dict[str, set[str]] = defaultdict(set)
    for extraction in extractions:
        for s in extraction.statements:
            if isinstance(s.object, Entity):
                links[s.subject.id].add(s.object.id)
                links[s.object.id].add(s.subject.id)
    found = edge = set(start)
    for _ in range(hops):
        edge = {other for node in edge for other in links[node]} - found
        found = found | edge
    return found


def _published(extraction: Extraction, choice: Choice) -> bool:
    """Whether an article came out in the time asked for: its date may be as coarse as a year."""
    article = extraction.article
    if choice.outlets and article.source not in choice.outlets:
        return False
    if choice.since is None and choice.until is None:
        return True
    day = article.date
    if day is None:
        return False
    return (choice.since is None or day >= choice.since) and (
        choice.until is None or day[: len(choice.until)] <= choice.until
    )


def _chosen(extraction: Extraction, choice: Choice, ontology: Ontology) -> Extraction:
    classes, relations = choice.classes, choice.relations

    def fits(entity: Entity) -> bool:
        return not classes or ontology.is_any(entity.type, classes)

    statements = tuple(
        s
        for s in extraction.statements
        if (not relations or s.predicate in relations)
        and (not choice.factualities or s.factuality in choice.factualities)
        and s.confidence >= choice.min_confidence
    )
    return _only(replace(extraction, statements=statements), {e.id for e in extraction.entities if fits(e)})


def _only(extraction: Extraction, kept: Collection[str]) -> Extraction:
    """An extraction without other entities, what is said of them, and their mentions; but who speaks stays."""
    statements = tuple(
        s
        for s in extraction.statements
        if s.subject.id in kept and (not isinstance(s.object, Entity) or s.object.id in kept)
    )
    kept = {*kept, *(s.attributed_to.id for s in statements if s.attributed_to)}
    return replace(
        extraction,
        entities=tuple(e for e in extraction.entities if e.id in kept),
        mentions=tuple((m, i) for m, i in extraction.mentions if i in kept),
        statements=statements,
    )


def _ids(extraction: Extraction) -> set[str]:
    return {e.id for e in extraction.entities}


def _said(extraction: Extraction) -> set[str]:
    return {
        e.id for s in extraction.statements for e in (s.subject, s.object, s.attributed_to) if isinstance(e, Entity)
    }


def _check(choice: Choice, extractions: Sequence[Extraction], ontology: Ontology) -> None:
    """Refuse names that nothing has, and dates that are none."""
    outlets = {x.article.source for x in extractions if x.article.source}
    for kind, wanted, known in (
        ("relation", choice.relations, ontology.relations),
        ("class", choice.classes, ontology.classes),
        ("factuality", choice.factualities, FACTUALITIES),
        ("outlet", choice.outlets, outlets),
    ):
        for name in wanted:
            if name not in known:
                raise KgError(_unknown(kind, name, known))
    for day in (choice.since, choice.until):
        if day is not None:
            _check_date(day)


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    folded = {k.casefold(): k for k in known}
    close = [folded[k] for k in get_close_matches(name.casefold(), sorted(folded), n=3)]
    if close:
        return f"no {kind} {name!r} here; did you mean {' or '.join(close)}?"
    return f"no {kind} {name!r} here; there is {', '.join(sorted(known)[:4])} …"


def _check_date(day: str) -> None:
    try:
        if _DATE.fullmatch(day):
            date.fromisoformat((day + "-01-01")[:10])
            return
    except ValueError:
        pass
    raise KgError(f"{day!r} is no date; write it as 2023, 2023-01 or 2023-01-23")
