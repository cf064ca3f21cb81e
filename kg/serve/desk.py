"""The desk: takes jobs from many clients, has few done at once, and none for too long.

There are two lanes. A job begins in the quick one; what is not done at once gives way
to what is new. If it is not done soon either, it goes on in the long lane, where there
are few places; if they are taken it is ended. So jobs that take long never keep out
those that do not.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.apart import Apart, Job
from kg.serve.settings import Settings

__all__ = ["BusyError", "Desk", "GoneError", "LateError"]

T = TypeVar("T")
R = TypeVar("R")

#: Seconds of work after which a job gives way to others: most are done by then.
_BRIEF = 0.05
#: Seconds that who is refused for a long job waits to hear it: many come back at once, whatever they are told.
_PAUSE = 1.0


class BusyError(Exception):
    """No place for a job: come back later."""


class GoneError(Exception):
    """The client left before its job was done."""


class LateError(QueryError):
    """A job's time is over."""


class _Ticket(Generic[T]):
    """A job that somebody waits for, or no longer does."""

    def __init__(self) -> None:
        self.apart: Apart[T] | None = None
        self.ended = False

    def end(self) -> None:
        self.ended = True
        if self.apart is not None:
            self.apart.end()


class Desk:
    """Has jobs done in other processes, within the limits of some settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._quick = asyncio.Semaphore(settings.quick)
        self._long = asyncio.Semaphore(settings.long)
        self._waiting = 0
        self._closed = False
        self._tickets: dict[asyncio.Task[object], _Ticket[object]] = {}
        self._threads = ThreadPoolExecutor(settings.quick + settings.long + 2, thread_name_prefix="kg-desk")

    @property
    def busy(self) -> int:
        """How many jobs are under way or wait."""
        return len(self._tickets)

    async def do(self, store: ox.Store, job: Job[T], gone: Callable[[], Awaitable[None]]) -> T:
        """Do a job with a copy of a store; return what it gives.

        Parameters
        ----------
        gone : callable
            Waits until the client leaves: the job is then ended.

        Raises
        ------
        BusyError
            There is no place for it.
        GoneError
            The client left.
        KgError
            The job raises one, or needs too much time or memory.
        """
        if self._closed:
            raise BusyError("the server is stopping")
        ticket: _Ticket[T] = _Ticket()
        task = asyncio.create_task(self._work(ticket, store, job))
        self._tickets[task] = ticket  # type: ignore[assignment]  # of any kind
        task.add_done_callback(self._forget)
        leaving = asyncio.ensure_future(gone())
        try:
            await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise GoneError
            if ticket.ended:
                raise BusyError("the server is stopping")
            return task.result()
        finally:
            leaving.cancel()
            ticket.end() if not task.done() else None

    async def close(self) -> None:
        """End all jobs, and take no more."""
        self._closed = True
        for ticket in self._tickets.values():
            ticket.end()
        await asyncio.gather(*self._tickets, return_exceptions=True)
        self._threads.shutdown()

    def _forget(self, task: asyncio.Task[T]) -> None:
        self._tickets.pop(task, None)
        if not task.cancelled():
            task.exception()  # nobody may be left to hear it

    async def _work(self, ticket: _Ticket[T], store: ox.Store, job: Job[T]) -> T:
        limit, apart = self._settings, None
        longest = limit.seconds + limit.patience
        try:
            async with self._place():
                if ticket.ended:
                    raise GoneError
                apart = await self._threaded(lambda: Apart(store, job, seconds=longest, memory=limit.memory))
                ticket.apart = apart
                if ticket.ended:
                    raise GoneError
                if await self._soon(apart):
                    return await self._threaded(apart.result)
            return await self._go_on(apart)
        finally:
            if apart is not None:
                await self._threaded(apart.close)

    async def _soon(self, apart: Apart[T]) -> bool:
        """Wait until a job is done, or is a long one by the work that it has had; tell which."""
        limit = self._settings
        until = time.monotonic() + limit.seconds
        for work, niceness in ((_BRIEF, 15), (limit.long_after, 19)):
            while (left := work - apart.work()) > 0:
                if await self._wait(apart, max(left, 0.01)):
                    return True
                if time.monotonic() > until:
                    raise LateError(f"no answer within {limit.seconds:g} s; ask for less")
            apart.give_way(niceness)
        return False

    async def _go_on(self, apart: Apart[T]) -> T:
        """Wait for a job that takes long."""
        limit = self._settings
        if self._long.locked():
            await self._threaded(apart.end)
            await asyncio.sleep(_PAUSE)
            raise BusyError("too many queries that take long; ask for less, or come back later")
        async with self._long:
            if not await self._wait(apart, max(limit.seconds - limit.long_after, 0)):
                raise LateError(f"no answer within {limit.seconds:g} s; ask for less")
            return await self._threaded(apart.result)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """Wait for a place in the quick lane."""
        if self._quick.locked() and self._waiting >= self._settings.waiting:
            raise BusyError("too many queries at once; come back later")
        self._waiting += 1
        try:
            await asyncio.wait_for(self._quick.acquire(), self._settings.patience)
        except TimeoutError:
            raise BusyError("too many queries at once; come back later") from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._quick.release()

    async def _wait(self, apart: Apart[T], seconds: float) -> bool:
        return await self._threaded(lambda: apart.wait(seconds))

    async def _threaded(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
