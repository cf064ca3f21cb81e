"""A server on uvicorn: listens, bounds its connections and slow clients, and stops cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from kg.errors import StoreError
from kg.serve.app import application
from kg.serve.pages import warm
from kg.serve.settings import Settings
from kg.serve.source import Source

__all__ = ["serve"]

#: Bytes of a request's line and headers: a query of 10,000 characters fits, percent-encoded.
_HEAD = 128 << 10
#: Seconds that a connection may rest between two requests, and that what is under way has when the server stops.
_REST, _LAST = 5, 3


def serve(
    source: Source,
    settings: Settings,
    *,
    ontology: Path | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a graph until SIGINT or SIGTERM.

    Parameters
    ----------
    source : Source
    settings : Settings
    ontology : Path, optional
        A folder like `ontology/`, for the page of the graph.
    ready : callable
        Called with the server's address when it can be reached.

    Raises
    ------
    StoreError
        The address is taken, or is none of this machine's.
    """
    listening = _listen(settings)
    _prepare()
    app = application(source, settings, ontology=ontology)
    config = uvicorn.Config(
        app,
        http=_protocol(settings),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        h11_max_incomplete_event_size=_HEAD,
        timeout_keep_alive=_REST,
        timeout_graceful_shutdown=_LAST,
        backlog=512,
    )
    server = _Server(config, lambda: ready(_address(listening)) if ready else None, app.stop)
    with listening, _signals():
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], stop: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._ready, self._stop = ready, stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._stop()  # nobody waits for queries that nobody ends
        await super().shutdown(sockets)


def _protocol(settings: Settings) -> type[H11Protocol]:
    """Return uvicorn's protocol, with what it lacks: a bound to connections, and to the time that a request takes."""

    class Bounded(H11Protocol):
        _head: asyncio.TimerHandle | None = None
        _stall: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
            super().connection_made(transport)
            transport.set_write_buffer_limits(high=128 << 10)
            if len(self.connections) > settings.connections:
                transport.abort()
            self._expect()

        def data_received(self, data: bytes) -> None:
            if self._head is None and self._idle():
                self._expect()
            super().data_received(data)
            if self._head is not None and not self._idle():  # the request's line and headers are there
                self._head.cancel()
                self._head = None

        def connection_lost(self, exc: Exception | None) -> None:
            for timer in (self._head, self._stall):
                if timer is not None:
                    timer.cancel()
            super().connection_lost(exc)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._stall = self.loop.call_later(settings.stall_seconds, self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            if self._stall is not None:
                self._stall.cancel()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if self.transport.is_closing():
                self._let_go()

        def timeout_keep_alive_handler(self) -> None:
            super().timeout_keep_alive_handler()
            self._let_go()

        def _let_go(self) -> None:
            """Drop a client that does not even take the end of its answer."""
            self.loop.call_later(settings.stall_seconds, self.transport.abort)

        def _idle(self) -> bool:
            cycle: RequestResponseCycle | None = self.cycle  # None before the first request
            return cycle is None or cycle.response_complete

        def _expect(self) -> None:
            self._head = self.loop.call_later(settings.request_seconds, self._too_slow)

        def _too_slow(self) -> None:
            self._head = None
            if self._idle():
                self.transport.abort()

    return Bounded


def _listen(settings: Settings) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(
            f"{settings.host}:{settings.port}: cannot be listened at ({reason}); choose another --port or --host"
        ) from error
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _prepare() -> None:
    """Load what queries and pages need, so that each process of theirs has it from the start."""
    import kg.explore.view
    import kg.ontology  # noqa: F401
    from kg.graph.query import check_query

    check_query("SELECT * { ?s ?p ?o }")
    warm()
    gc.collect()
    gc.freeze()  # a copied process would else copy every page that it looks at


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """Let a signal end the server, and not this process: uvicorn raises again what it heard."""
    known: dict[int, Any] = {}
    for name in (signal.SIGINT, signal.SIGTERM):
        known[name] = signal.signal(name, lambda *_: None)
    try:
        yield
    finally:
        for number, handler in known.items():
            signal.signal(number, handler)
