"""What a server allows."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass

from kg.errors import FormatError

__all__ = ["Settings"]

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a server listens, and what it allows.

    Parameters
    ----------
    host, port : str, int
        The address; by default nobody but this machine reaches it. Port 0 is any that is free.
    hosts : tuple of str
        Names, beside the address itself, that the server is called by: others are refused, so that no page of
        the web reaches it by a name of its own. ``*`` is any; it is the default for an address that is no loopback.
    origins : tuple of str
        Origins of the web whose pages may ask (CORS); none by default, ``*`` is any.
    seconds, rows, answer, memory : float, int, int, int
        What a query may cost: time, rows, bytes of its answer, bytes beside the graph (Linux).
    long_after : float
        Seconds of work after which a query is a long one, and needs a place among the long ones.
    quick, long, waiting : int
        How many queries run at once, how many of them may be long, and how many wait for a place.
    patience : float
        Seconds that a query waits for a place.
    body : int
        Bytes that a request may bring.
    connections : int
        How many there may be at once.
    request_seconds, stall_seconds, send_seconds : float
        How long a client may take to send a request, to take the next piece of an answer, and all of it.
    held : int
        Bytes of large answers that are being sent at once.
    graph_entities : int
        How many entities the page of the graph draws at first.

    Examples
    --------
    >>> Settings().allows("127.0.0.1:8000"), Settings().allows("evil.example")
    (True, False)
    >>> Settings(port=99999)
    Traceback (most recent call last):
        ...
    kg.errors.FormatError: no port 99999; choose one from 0 (any) to 65535
    """

    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    seconds: float = 30
    rows: int = 100_000
    answer: int = 32 << 20
    memory: int = 1 << 30
    long_after: float = 0.25
    quick: int = 8
    long: int = max(1, (os.cpu_count() or 2) // 2)
    waiting: int = 512
    patience: float = 15
    body: int = 128 << 10
    connections: int = 500
    request_seconds: float = 10
    stall_seconds: float = 20
    send_seconds: float = 120
    held: int = 256 << 20
    graph_entities: int = 150

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise FormatError(f"no port {self.port}; choose one from 0 (any) to 65535")
        if self.seconds <= 0 or self.rows <= 0 or self.quick <= 0 or self.long <= 0:
            raise FormatError("a server needs some time, some rows and some queries at once; choose more than 0")

    @property
    def loopback(self) -> bool:
        """Whether nobody but this machine reaches the server."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def allows(self, host: str) -> bool:
        """Tell whether a request's Host header is a name of this server's."""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        known = (*_LOOPBACK, self.host, f"[{self.host}]", *self.hosts)
        return "*" in self.hosts or (not self.hosts and not self.loopback) or name.lower() in known
