"""The SPARQL 1.1 protocol, from the client's side: query, update, one line where it fails.

`https://www.w3.org/TR/sparql11-protocol/`, on the standard library alone.
"""

from __future__ import annotations

import base64
import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kg.errors import QueryError, StoreError

__all__ = ["TIMEOUT", "Endpoint"]

#: Seconds that a server has for an answer, unless somebody says otherwise.
TIMEOUT = 60.0
_ANSWERS = "application/sparql-results+json, application/n-triples;q=0.9"
_TAG = re.compile(r"<[^>]*>")
#: What the address for updates is, where that of queries ends like this.
_RULES = {"query": "update", "sparql": "update"}


class _SameServer(HTTPRedirectHandler):
    """Follows no redirection: passwords and updates go to the address that was named, or nowhere."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL 1.1 endpoint.

    Parameters
    ----------
    query_url, update_url : str
        Without user, password and fragment.
    authorization : str
        A header; "" where the server wants none.

    Examples
    --------
    >>> e = Endpoint.of("https://ada:secret@host.example/news/query")
    >>> e.query_url, e.update_url, e.authorization
    ('https://host.example/news/query', 'https://host.example/news/update', 'Basic YWRhOnNlY3JldA==')
    >>> Endpoint.of("https://host.example/sparql#update=https://host.example/change").update_url
    'https://host.example/change'
    """

    query_url: str
    update_url: str
    authorization: str = field(default="", repr=False)

    @classmethod
    def of(cls, address: str) -> Endpoint:
        """Read an address: of queries, and after ``#update=`` of updates; else that follows by rule."""
        try:
            parts = urlsplit(address)
            host = parts.hostname
            parts.port  # noqa: B018  raises ValueError where it is no number
        except ValueError as error:
            raise StoreError(f"{address}: no web address ({error}); write it like https://host/query") from error
        if not host:
            raise StoreError(f"{address}: no web address; write it like https://host/query")
        query = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
        update = unquote(parts.fragment.removeprefix("update=")) if parts.fragment.startswith("update=") else ""
        authorization = ""
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            authorization = f"Basic {base64.b64encode(pair.encode()).decode()}"
        return cls(query, update or _update_url(query), authorization)

    def query(self, sparql: str, extra: Mapping[str, str], *, timeout: float | None = None) -> tuple[bytes, str]:
        """Send a query; return the body of the answer and its media type.

        Parameters
        ----------
        extra : mapping of str to str
            Further parameters, of the protocol or of a server.

        Raises
        ------
        QueryError
            The server refuses the query, or needs longer than `timeout` seconds.
        StoreError
            It cannot be reached, or fails.
        """
        form = {"query": sparql, **extra}
        return self._send(self.query_url, form, QueryError, timeout=TIMEOUT if timeout is None else timeout)

    def update(self, sparql: str) -> None:
        """Send an update."""
        self._send(self.update_url, {"update": sparql}, StoreError, timeout=TIMEOUT)

    def _send(
        self, url: str, form: Mapping[str, str], refusal: type[QueryError | StoreError], *, timeout: float
    ) -> tuple[bytes, str]:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "Accept": _ANSWERS,
            "User-Agent": "kg-presse",
            **({"Authorization": self.authorization} if self.authorization else {}),
        }
        try:
            request = Request(url, urlencode(form).encode(), headers)
            until = time.monotonic() + timeout
            with build_opener(_SameServer).open(request, timeout=timeout) as answer:
                return _read(answer, until), answer.headers.get_content_type()
        except HTTPError as error:
            with error:
                raise self._refused(url, error, refusal) from error
        except TimeoutError as error:
            raise _late(url, timeout, refusal) from error
        except (URLError, http.client.HTTPException, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise _late(url, timeout, refusal) from error
            said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
            raise StoreError(f"{url}: cannot be reached ({said[:150].lower()}); is the server running?") from error

    def _refused(self, url: str, error: HTTPError, refusal: type[QueryError | StoreError]) -> QueryError | StoreError:
        try:
            body = error.read(20_000).decode(errors="replace")
        except (OSError, http.client.HTTPException):
            body = ""
        said = " ".join(_TAG.sub(" ", body).split())[:200] or error.reason
        if error.code in (401, 403):
            cure = "write it like https://USER:PASSWORD@host/query" if not self.authorization else "check the password"
            return StoreError(f"{url}: not allowed ({error.code} {error.reason}); {cure}")
        if 300 <= error.code < 400:
            return StoreError(f"{url}: has moved to {error.headers.get('Location')}; use that address")
        if error.code in (404, 405):
            return StoreError(
                f"{url}: no SPARQL endpoint there ({error.code} {error.reason}); name it in full, "
                "and the address for updates after #update="
            )
        if error.code == 400:
            return refusal(f"{url}: the server refuses it: {said}")
        return StoreError(f"{url}: the server fails ({error.code}): {said}")


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    """Read an answer to its end; TimeoutError if it drips in for too long."""
    parts = []
    while part := answer.read1(1 << 20):
        if time.monotonic() > until:
            raise TimeoutError
        parts.append(part)
    if answer.length:  # http.client says so itself only where it reads to the end
        raise http.client.IncompleteRead(b"", answer.length)
    return b"".join(parts)


def _late(url: str, timeout: float, refusal: type[QueryError | StoreError]) -> QueryError | StoreError:
    return refusal(f"{url}: no answer within {timeout:g} s; ask for less, or give it more time")


def _update_url(query: str) -> str:
    """Tell the usual address for updates from that for queries."""
    parts = urlsplit(query)
    path = parts.path.rstrip("/")
    first, _, last = path.rpartition("/")
    if last in _RULES:
        path = f"{first}/{_RULES[last]}"
    elif first.endswith("/repositories"):  # RDF4J, GraphDB
        path += "/statements"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
