"""Around every request: who may ask, what a browser may do with the answer, how long sending may take, and the log."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.settings import Settings

__all__ = ["ACCESS", "EDITOR_POLICY", "POLICY", "Guard"]

#: One line of JSON a request.
ACCESS = logging.getLogger("kg.serve.access")
log = logging.getLogger("kg.serve")

_BASE = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
POLICY = f"{_BASE}; style-src 'self'"
#: The editor brings one style sheet of its own, for the grips that widen a column.
EDITOR_POLICY = f"{POLICY} 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}
#: A client takes an answer in pieces, so that one that takes none is noticed.
_PIECE = 64 << 10
#: Bytes above which an answer counts among the large ones.
_LARGE = 1 << 20


class Guard:
    """Wraps an application: hosts, security headers, answers that nobody takes, access log."""

    def __init__(self, app: ASGIApp, settings: Settings, stop: Callable[[], Awaitable[None]]) -> None:
        self.app, self.settings = app, settings
        #: Ends what is under way.
        self.stop = stop
        #: Bytes of answers that are being sent.
        self.held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(self, scope, send)
        try:
            if self.settings.allows(_host(scope)):
                await self.app(scope, receive, exchange.send)
            else:
                await exchange.refuse(421, "this server has another name; start it with --allow-host if it has this")
        except TimeoutError:
            exchange.cut = True
        except Exception:
            log.exception("%s %s failed", scope["method"], scope["path"])
            if not exchange.status:
                await exchange.refuse(500, "the server failed; its log says why")
        finally:
            ACCESS.info("%s", exchange.line())


class _Exchange:
    """One request and its answer."""

    def __init__(self, guard: Guard, scope: Scope, send: Send) -> None:
        self._guard, self._scope, self._send = guard, scope, send
        self._began = time.monotonic()
        self._start: Message | None = None
        self._bytes = 0
        self.status = 0
        #: Whether the client took too long over its answer.
        self.cut = False

    async def send(self, message: Message) -> None:
        """Pass on a message, once it is known that the answer can be held."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        body = message.get("body", b"")
        if len(body) > _LARGE and self._guard.held + len(body) > self._guard.settings.held:
            await self.refuse(503, "too many large answers at once; come back later")
            return
        self._guard.held += len(body)
        try:
            async with asyncio.timeout(self._guard.settings.send_seconds):
                await self._pass(body, more=message.get("more_body", False))
        finally:
            self._guard.held -= len(body)

    async def _pass(self, body: bytes, *, more: bool) -> None:
        if self._start is not None:
            self.status = self._start["status"]
            self._dress(MutableHeaders(scope=self._start))
            start, self._start = self._start, None
            await self._send(start)
        self._bytes += len(body)
        for at in range(0, max(len(body), 1), _PIECE):
            last = at + _PIECE >= len(body) and not more
            await self._send({"type": "http.response.body", "body": body[at : at + _PIECE], "more_body": not last})

    async def refuse(self, status: int, message: str) -> None:
        """Answer with one line."""
        body = f"{message}\n".encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        self._start = {"type": "http.response.start", "status": status, "headers": headers}
        await self._pass(body, more=False)

    def line(self) -> str:
        """Return the line of the log: no query, as that is the client's own business."""
        client = self._scope.get("client") or ("", 0)
        said: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "client": client[0],
            "method": self._scope["method"],
            "path": self._scope["path"][:500],
            "status": self.status,
            "bytes": self._bytes,
            "ms": round(1000 * (time.monotonic() - self._began), 1),
        }
        return json.dumps(said | ({"cut": True} if self.cut else {}))

    def _dress(self, headers: MutableHeaders) -> None:
        headers.setdefault("Content-Security-Policy", POLICY)
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        if not self._guard.settings.origins:
            headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if self.status in (408, 413):
            headers["Connection"] = "close"  # the rest of the request is not waited for


def _host(scope: Scope) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
