"""The network over time, and beside another: what is new, gone, louder or quieter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from kg.records import Extraction

__all__ = ["COMPARED", "GROWTH", "compare", "growth"]

#: Columns of what `growth` and `compare` return.
GROWTH = ("period", "articles", "statements", "new_entities", "entities", "new_facts", "facts")
COMPARED = ("subject", "predicate", "object", "before", "after", "change")

Period = Literal["year", "month", "day"]
_LENGTH = {"year": 4, "month": 7, "day": 10}


def growth(extractions: Iterable[Extraction], by: Period = "month") -> list[dict[str, Any]]:
    """Return one row a period of publication: what came, and what there was by its end.

    Articles whose date is missing, or too coarse for the period, are left out.

    Returns
    -------
    list of dict
        With the keys `GROWTH`; ``facts`` are distinct triples.

    Examples
    --------
    >>> from kg.records import Article
    >>> rows = growth([Extraction(Article("a", "x", date=d)) for d in ("2023-01-02", "2023-01-09", "2023-03")])
    >>> [(r["period"], r["articles"]) for r in rows]
    [('2023-01', 2), ('2023-03', 1)]
    """
    length = _LENGTH[by]
    periods: dict[str, list[Extraction]] = {}
    for x in extractions:
        if x.article.date and len(x.article.date) >= length:
            periods.setdefault(x.article.date[:length], []).append(x)
    entities: set[str] = set()
    facts: set[tuple[str, str, str]] = set()
    rows = []
    for period in sorted(periods):
        here = periods[period]
        statements = [s for x in here for s in x.statements]
        known, said = len(entities), len(facts)
        entities |= {e.id for x in here for e in x.entities}
        facts |= {s.key for s in statements}
        counts = (len(here), len(statements), len(entities) - known, len(entities), len(facts) - said, len(facts))
        rows.append(dict(zip(GROWTH, (period, *counts), strict=True)))
    return rows


def compare(before: Sequence[Extraction], after: Sequence[Extraction]) -> list[dict[str, Any]]:
    """Compare what two sets of articles say: two periods, two outlets.

    Returns
    -------
    list of dict
        With the keys `COMPARED`: a row a triple that either states, most changed first. ``before`` and ``after`` are
        the shares of the set's articles that state it (0 to 1); ``change`` is "new", "gone", "more", "less" or "same".

    Examples
    --------
    >>> from kg.records import Article, Entity, Evidence, Statement
    >>> article, ada, xylo = Article("a", "Ada, Xylo"), Entity("Ada", "Ada", "Person"), Entity("X", "Xylo", "Company")
    >>> s = Statement("a", ada, "ceo_of", xylo, Evidence.of(article, 0, 9, (0, 9)))
    >>> compare([], [Extraction(article, (ada, xylo), (), (s,))])[0]["change"]
    'new'
    """
    counts = []
    shown: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for extractions in (before, after):
        counts.append(Counter(key for x in extractions for key in {s.key for s in x.statements}))
        shown |= {s.key: (s.subject.name, s.predicate, s.object_name) for x in extractions for s in x.statements}
    rows = []
    for key in shown:
        was, now = (n[key] / len(x) if x else 0.0 for n, x in zip(counts, (before, after), strict=True))
        rows.append(dict(zip(COMPARED, (*shown[key], was, now, _change(was, now)), strict=True)))
    return sorted(rows, key=lambda r: (-abs(r["after"] - r["before"]), r["subject"], r["predicate"], r["object"]))


def _change(was: float, now: float) -> str:
    if not was:
        return "new"
    if not now:
        return "gone"
    return "more" if now > was else "less" if now < was else "same"
