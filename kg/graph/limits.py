"""Queries that may take only so long: run in another process, which is ended when the time is over.

Nothing can stop Oxigraph from inside (its cancellation token is not in the Python
binding: oxigraph issue 1926), and Ctrl-C waits for it, too.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pyoxigraph import RdfFormat, Store

from kg.errors import KgError, QueryError
from kg.graph.engine import evaluate

if TYPE_CHECKING:
    from kg.graph.results import Result

__all__ = ["NO_LIMITS", "Limits", "evaluate_within", "late"]

#: Linux copies a process with the graph in its memory; elsewhere the graph is sent over.
_START = "fork" if sys.platform == "linux" else "spawn"
#: Bytes that a query may need beside the graph, where the system can tell (Linux).
MEMORY = 4 << 30


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
    if limits.seconds is None:
        return evaluate(store, sparql, prefixes, rows=limits.rows)
    context = cast(SpawnContext, multiprocessing.get_context(_START))  # which has all that is used of either
    receiving, sending = context.Pipe(duplex=False)
    source = store if _START == "fork" else store.dump(format=RdfFormat.N_QUADS)
    process = context.Process(target=_work, args=(sending, source, sparql, dict(prefixes), limits), daemon=True)
    with receiving, warnings.catch_warnings():
        # other threads of this process are none of the query's business
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
        sending.close()
        try:
            if not receiving.poll(limits.seconds):
                raise late(limits.seconds)
            answer: Result | KgError = receiving.recv()
        except EOFError:
            raise QueryError("the query was ended, for want of memory perhaps; ask for less") from None
        finally:
            process.kill()
            process.join()
    if isinstance(answer, KgError):
        raise answer
    return answer


# ── in the other process ─────────────────────────────────────────────────────


def _work(sending: Connection, source: Store | bytes, sparql: str, prefixes: dict[str, str], limits: Limits) -> None:
    """Answer a query; an interrupt is the first process's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux" and limits.seconds is not None:
        _hold(limits.seconds)
    if isinstance(source, bytes):
        store = Store()
        store.bulk_load(source, format=RdfFormat.N_QUADS)
    else:
        store = source
    try:
        answer: Result | KgError = evaluate(store, sparql, prefixes, rows=limits.rows)
    except KgError as error:
        answer = error.with_traceback(None)
    sending.send(answer)


def _hold(seconds: float) -> None:
    """End this process if the first one no longer can, or if it needs too much memory; keep its last words."""
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * os.sysconf("SC_PAGE_SIZE") + MEMORY, resource.RLIM_INFINITY))
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
