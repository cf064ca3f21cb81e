"""Statements that conflict, side by side: what `kg:conflicts_with` links, with sentence, outlet, date and speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.graph.agreement import gap, span
from kg.graph.writing import statement_hash, statement_iri
from kg.records import Extraction, Statement

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["CONFLICT_COLUMNS", "Conflict", "Side", "compared_of", "conflict_rows", "conflicts", "support_of"]

_PAIRS = """SELECT ?one ?other ?article ?second {
  GRAPH kg:compared { ?one kg:conflicts_with ?other } FILTER(STR(?one) < STR(?other))
  ?one prov:wasDerivedFrom ?article . ?other prov:wasDerivedFrom ?second
}"""
_LINKS = "SELECT ?one ?other {{ GRAPH kg:compared {{ ?one kg:{} ?other }} }}"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two statements that conflict.

    Parameters
    ----------
    subject, object : str
        Names.
    factuality : str
    sentence : str
        The sentence that states it; where the graph keeps no text, only the words.
    article : str
        Its id.
    outlet, published : str or None
        Who published the article, and when.
    speaker : str or None
        Whom the text credits.
    date, amount : str or None
        When it happened or holds, and how much, as the text has it.
    support : int
        How many independent sources say the same.
    """

    subject: str
    object: str
    factuality: str
    sentence: str
    article: str
    outlet: str | None
    published: str | None
    speaker: str | None
    date: str | None
    amount: str | None
    support: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements of different articles that cannot be true at one time.

    Parameters
    ----------
    kind : {"denied", "value", "date", "amount"}
        One says that it is not so; one has another seat, head or birthplace; another date; another amount or share.
    relation : str
    one, other : Side
        `one` is of the article published first.
    """

    kind: str
    relation: str
    one: Side
    other: Side


_SIDE = tuple(f.name for f in fields(Side))
#: The keys of a row, in order.
CONFLICT_COLUMNS = (
    "kind",
    "relation",
    *(f"{side}_{name}" for side in ("one", "other") for name in _SIDE),
)


def conflicts(store: Store, *, relation: str | None = None) -> list[Conflict]:
    """List what conflicts in a graph.

    Parameters
    ----------
    relation : str, optional
        Only those of this one, by its local name.

    Returns
    -------
    list of Conflict
        Each pair once; by relation, subject and dates of publication.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> conflicts(MemoryStore())
    []
    """
    pairs = store.select(_PAIRS).terms
    ids = {store.ns.article_id(a) for row in pairs for a in row[2:] if isinstance(a, NamedNode)}
    support = support_of(store)
    stated = {statement_iri(s, store.ns): (s, x) for x in store.extractions(ids) for s in x.statements}
    found = [sorted((stated[iri] for iri in row[:2] if isinstance(iri, NamedNode)), key=_published) for row in pairs]
    found = [both for both in found if relation is None or both[0][0].predicate == relation]
    return [_conflict(both, support) for both in sorted(found, key=_order)]


def support_of(store: Store) -> dict[str, int]:
    """Return the support of each statement, by the hash in its IRI."""
    rows = store.select("SELECT ?statement ?n { GRAPH kg:compared { ?statement kg:support ?n } }").terms
    start = len(store.ns.statement("").value)
    return {s.value[start:]: int(getattr(n, "value", 0)) for s, n in rows if isinstance(s, NamedNode)}


def compared_of(
    store: Store, extractions: Iterable[Extraction]
) -> tuple[dict[str, int], dict[str, str], list[tuple[str, str, str]]]:
    """Return what comparing statements told about some, which go by the hash in their IRI.

    Returns
    -------
    support : dict
        How many independent sources say the same.
    copies : dict
        The statement that a copy was taken from.
    conflicts : list of (str, str, str)
        Two statements that conflict, each pair once, and how: see `Conflict`. Sorted.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> compared_of(MemoryStore(), [])
    ({}, {}, [])
    """
    stated = {statement_hash(s): s for x in extractions for s in x.statements}
    pairs = sorted(pair for pair in _linked(store, "conflicts_with") if pair[0] < pair[1] and {*pair} <= {*stated})
    support = {key: n for key, n in support_of(store).items() if key in stated}
    return support, dict(sorted(_linked(store, "copy_of"))), [(a, b, _kind(stated[a], stated[b])) for a, b in pairs]


def _linked(store: Store, relation: str) -> Iterator[tuple[str, str]]:
    start = len(store.ns.statement("").value)
    for one, other in store.select(_LINKS.format(relation)).terms:
        if isinstance(one, NamedNode) and isinstance(other, NamedNode):
            yield one.value[start:], other.value[start:]


def conflict_rows(found: Iterable[Conflict]) -> Iterator[dict[str, Any]]:
    """Yield a row for each conflict, with the keys `CONFLICT_COLUMNS`."""
    for conflict in found:
        sides = [getattr(side, name) for side in (conflict.one, conflict.other) for name in _SIDE]
        yield dict(zip(CONFLICT_COLUMNS, (conflict.kind, conflict.relation, *sides), strict=True))


def _published(stated: tuple[Statement, Extraction]) -> tuple[str, str, tuple[str, str, str]]:
    statement, extraction = stated
    return (extraction.article.date or "~", extraction.article.id, statement.key)


def _order(both: list[tuple[Statement, Extraction]]) -> tuple[object, ...]:
    (one, _), _ = both
    return (one.predicate, one.subject.name, one.object_name, *map(_published, both))


def _conflict(both: list[tuple[Statement, Extraction]], support: dict[str, int]) -> Conflict:
    (one, _), (other, _) = both
    sides = (_side(s, x, support.get(statement_hash(s), 1)) for s, x in both)
    return Conflict(_kind(one, other), one.predicate, *sides)


def _side(statement: Statement, extraction: Extraction, support: int) -> Side:
    article, words = extraction.article, statement.evidence
    share = f"{Decimal(str(statement.share)).normalize():f} %" if statement.share is not None else None
    return Side(
        subject=statement.subject.name,
        object=statement.object_name,
        factuality=statement.factuality,
        sentence=article.text[words.sentence_start : words.sentence_end] or words.quote,
        article=article.id,
        outlet=article.source,
        published=article.date,
        speaker=statement.attributed_to.name if statement.attributed_to else None,
        date=statement.date,
        amount=statement.amount.text if statement.amount else share,
        support=support,
    )


def _kind(one: Statement, other: Statement) -> str:
    """Tell how two statements conflict of which it is known that they do."""
    if {one.key[0], one.key[2]} != {other.key[0], other.key[2]}:
        return "value"
    if one.factuality != other.factuality:
        return "denied"
    days = span(one.date), span(other.date)
    return "date" if days[0] and days[1] and gap(days[0], days[1]) else "amount"
