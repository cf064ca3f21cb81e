"""The SPARQL 1.1 Protocol, from the server's side: what a request asks (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

__all__ = ["query_of", "read_body"]

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
#: Parameters of a form that are read.
_FIELDS = 50
_DATASET = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")


async def query_of(request: Request, *, most: int, seconds: float) -> str | None:
    """Return the query of a request; None where it asks none (GET without ``query=``).

    Parameters
    ----------
    most : int
        Bytes that the request may bring.
    seconds : float
        How long it may take to.

    Raises
    ------
    HTTPException
        400, 403 (an update), 408, 413 or 415: what is wrong with it.
    """
    fields = _fields(request.url.query)
    if request.method == "POST":
        body = _text(await read_body(request, most=most, seconds=seconds))
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == _FORM:
            fields += _fields(body)
        elif kind == _QUERY:
            fields.append(("query", body))
        elif kind == _UPDATE:
            fields.append(("update", body))
        else:
            raise HTTPException(415, f"{kind or 'nothing'} is no query; send {_FORM} or {_QUERY}")
    return _the_query(fields, post=request.method == "POST")


def _the_query(fields: list[tuple[str, str]], *, post: bool) -> str | None:
    if any(name == "update" for name, _ in fields):
        raise HTTPException(403, "updates are refused: this server only reads; use `kg build` to change a graph")
    given = [name for name, _ in fields if name in _DATASET]
    if given:
        raise HTTPException(400, f"{given[0]} is refused: a query runs over the whole graph; use GRAPH <…> {{ … }}")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1 or (post and not queries):
        raise HTTPException(400, "one query, please: query=SELECT …")
    return queries[0] if queries else None


async def read_body(request: Request, *, most: int, seconds: float) -> bytes:
    """Return what a request brings; 413 if that is too much, 408 if it takes too long."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > most:
        raise HTTPException(413, f"more than {most:,} bytes; ask for less")
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise HTTPException(413, f"more than {most:,} bytes; ask for less")
    except TimeoutError:
        raise HTTPException(408, f"the request took more than {seconds:g} s") from None
    except ClientDisconnect:
        raise HTTPException(400, "the request ended too early") from None
    return bytes(body)


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError:
        raise HTTPException(400, "the request's parameters are not UTF-8, or too many") from None


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise HTTPException(400, "the request is not UTF-8") from None
