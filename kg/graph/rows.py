"""One row a statement: what JSON Lines, CSV and data frames show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.graph.writing import statement_hash, text_order
from kg.records import Entity, Extraction, Statement

__all__ = ["COLUMNS", "EXPORTED", "statement_rows"]

#: The keys of what an article states, in order: a contract with whoever reads exports.
COLUMNS = (
    "article",
    "subject",
    "subject_type",
    "predicate",
    "object",
    "object_type",
    "factuality",
    "attributed_to",
    "date",
    "amount",
    "currency",
    "share",
    "role",
    "former",
    "quote",
    "start",
    "end",
    "confidence",
    "rule",
)

#: The keys of a row of a graph, which tells how many independent sources say the same.
EXPORTED = (*COLUMNS, "support")


def statement_rows(extractions: Iterable[Extraction], support: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    """Return a row for each statement, by article, in text order.

    Parameters
    ----------
    extractions : iterable of Extraction
        In any order.
    support : mapping of str to int, optional
        The support of each statement, by the hash in its IRI (`kg.graph.conflicts.support_of`); rows then have
        the keys `EXPORTED`.

    Returns
    -------
    list of dict
        Each with the keys `COLUMNS`; None where the text states nothing. ``amount`` is
        the number where it can be told, else the words; ``currency`` is its unit.

    Examples
    --------
    >>> from kg.records import Article, Evidence
    >>> article = Article(id="a", text="Ada dirige Xylo.")
    >>> ada, xylo = Entity("Ada", "Ada", "Person"), Entity("Xylo", "Xylo", "Company")
    >>> s = Statement("a", ada, "leads", xylo, Evidence.of(article, 0, 15, (0, 16)))
    >>> [(r["subject"], r["object"], r["quote"]) for r in statement_rows([Extraction(article, (), (), (s,))])]
    [('Ada', 'Xylo', 'Ada dirige Xylo')]
    """
    ordered = sorted(extractions, key=lambda x: x.article.id)
    rows = [(s, _row(s)) for x in ordered for s in sorted(x.statements, key=text_order)]
    if support is not None:
        for statement, row in rows:
            row["support"] = support.get(statement_hash(statement))
    return [row for _, row in rows]


def _row(statement: Statement) -> dict[str, Any]:
    subject, object, amount = statement.subject, statement.object, statement.amount
    words = statement.evidence
    values = (
        statement.article,
        subject.name,
        subject.type,
        statement.predicate,
        statement.object_name,
        object.type if isinstance(object, Entity) else object.kind,
        statement.factuality,
        statement.attributed_to.name if statement.attributed_to else None,
        statement.date,
        None if amount is None else amount.text if amount.value is None else _whole(amount.value),
        amount.unit if amount else None,
        _whole(statement.share),
        statement.role,
        statement.former,
        words.quote,
        words.start,
        words.end,
        statement.confidence,
        statement.rule,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _whole(number: float | None) -> float | int | None:
    """Write a whole number as an integer: 10000000000, not 10000000000.0."""
    return int(number) if number is not None and float(number).is_integer() else number
