"""Work on a graph that is done apart: in a process of its own, which is ended when its time is over.

Nothing can stop Oxigraph from inside (its cancellation token is not in the Python
binding: oxigraph issue 1926), and Ctrl-C waits for it, too.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import stat
import sys
import threading
import time
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar, cast

from pyoxigraph import RdfFormat, Store

from kg.errors import KgError, QueryError

__all__ = ["MEMORY", "Apart", "Job"]

T = TypeVar("T")

#: What is done with a store. Where processes are not copied it is sent over, so it and what it returns are pickled.
Job = Callable[[Store], T]

#: Linux copies a process with the graph in its memory; elsewhere the graph is sent over.
_START = "fork" if sys.platform == "linux" else "spawn"
#: Bytes that a job may need beside the graph, where the system can tell (Linux).
MEMORY = 4 << 30
#: A process that is copied while another is being started would hold the other's pipe open, and its end go unseen.
_STARTING = threading.Lock()


class Apart(Generic[T]):
    """A job under way in another process; use it in a ``with``, which ends it.

    Parameters
    ----------
    store : pyoxigraph.Store
        In memory or read-only: no thread of it may be at work.
    job : callable
        From a store to anything that can be pickled. A KgError that it raises is raised by `result`.
    seconds : float
        When the process ends itself, should this one no longer be there to end it. Linux alone.
    memory : int, optional
        Bytes that it may need beside the graph, instead of `MEMORY`. Linux alone.

    Examples
    --------
    >>> with Apart(Store(), len, seconds=60) as apart:
    ...     apart.wait(60), apart.result()
    (True, 0)
    """

    def __init__(self, store: Store, job: Job[T], *, seconds: float, memory: int | None = None) -> None:
        context = cast(SpawnContext, multiprocessing.get_context(_START))  # which has all that is used of either
        source = store if _START == "fork" else store.dump(format=RdfFormat.N_QUADS)
        limits = (seconds, MEMORY if memory is None else memory)
        with _STARTING, warnings.catch_warnings():
            # other threads of this process are none of the job's business
            warnings.simplefilter("ignore", DeprecationWarning)
            self._receiving, sending = context.Pipe(duplex=False)
            self._process = context.Process(target=_work, args=(sending, source, job, limits), daemon=True)
            self._process.start()
            self._began = time.monotonic()
            sending.close()

    def wait(self, seconds: float) -> bool:
        """Wait for the job, so long at most; tell whether it is done (or its process ended)."""
        return self._receiving.poll(seconds)

    def result(self) -> T:
        """Return what the job gave, once it is done.

        Raises
        ------
        QueryError
            Its process was ended, for want of memory perhaps.
        """
        try:
            answer: T | KgError = self._receiving.recv()
        except (EOFError, OSError):
            raise QueryError("the query was ended, for want of memory perhaps; ask for less") from None
        if isinstance(answer, KgError):
            raise answer
        return answer

    def work(self) -> float:
        """Return the seconds of processor time that the job has had, where the system tells (Linux); else all time."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return time.monotonic() - self._began

    def give_way(self, niceness: int = 19) -> None:
        """Let other processes go before this one: all, or by a lesser niceness some of the time."""
        if hasattr(os, "setpriority") and self._process.pid is not None:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, niceness)

    def end(self) -> None:
        """End the process; `wait` then returns at once. Any thread may call it."""
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of it; nobody may be waiting for it."""
        self._process.kill()
        self._process.join()
        self._receiving.close()

    def __enter__(self) -> Apart[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


# ── in the other process ─────────────────────────────────────────────────────


def _work(sending: Connection, source: Store | bytes, job: Job[T], limits: tuple[float, int]) -> None:
    """Do a job; an interrupt is the first process's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        _leave_sockets()
        _hold(*limits)
    if isinstance(source, bytes):
        store = Store()
        store.bulk_load(source, format=RdfFormat.N_QUADS)
    else:
        store = source
    try:
        answer: T | KgError = job(store)
    except KgError as error:
        answer = error.with_traceback(None)
    sending.send(answer)


def _leave_sockets() -> None:
    """Close the sockets that came with the copy: a server's clients would wait for this process, too."""
    for name in [p.name for p in Path("/proc/self/fd").iterdir()]:
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                os.close(int(name))


def _hold(seconds: float, memory: int) -> None:
    """End this process if the first one no longer can, or if it needs too much memory; keep its last words."""
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * os.sysconf("SC_PAGE_SIZE") + memory, resource.RLIM_INFINITY))
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
