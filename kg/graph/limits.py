"""Queries that may take only so long and give only so much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Store

from kg.errors import QueryError
from kg.graph.apart import Apart
from kg.graph.engine import evaluate

if TYPE_CHECKING:
    from kg.graph.results import Result

__all__ = ["NO_LIMITS", "Limits", "evaluate_within", "late"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may cost.

    Parameters
    ----------
    seconds : float, optional
        How long it may take.
    rows : int, optional
        How many rows it may give.

    Examples
    --------
    >>> Limits(seconds=0)
    Traceback (most recent call last):
        ...
    kg.errors.QueryError: a query needs some time and some rows; leave the limit out for none
    """

    seconds: float | None = None
    rows: int | None = None

    def __post_init__(self) -> None:
        if any(limit is not None and limit <= 0 for limit in (self.seconds, self.rows)):
            raise QueryError("a query needs some time and some rows; leave the limit out for none")


NO_LIMITS = Limits()


def late(seconds: float) -> QueryError:
    """Return the error of a query whose time is over."""
    return QueryError(f"no answer within {seconds:g} s; ask for less, or give it more time (--timeout, timeout=)")


def evaluate_within(store: Store, sparql: str, prefixes: Mapping[str, str], limits: Limits) -> Result:
    """Run a query over the union of a store's graphs, for a limited time and number of rows.

    Parameters
    ----------
    store : pyoxigraph.Store
        In memory or read-only: no thread of it may be at work.

    Raises
    ------
    QueryError
        It does not parse, cannot be answered, or goes beyond a limit.
    """
    job = _Evaluation(sparql, dict(prefixes), limits.rows)
    if limits.seconds is None:
        return job(store)
    with Apart(store, job, seconds=limits.seconds) as apart:
        if not apart.wait(limits.seconds):
            raise late(limits.seconds)
        return apart.result()


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """A query, to run in another process."""

    sparql: str
    prefixes: dict[str, str]
    rows: int | None

    def __call__(self, store: Store) -> Result:
        return evaluate(store, self.sparql, self.prefixes, rows=self.rows)
