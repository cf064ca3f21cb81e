"""The site: addresses, and what answers at each."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.errors import KgError
from kg.graph.apart import Job
from kg.serve import shown
from kg.serve.desk import BusyError, Desk, GoneError, LateError
from kg.serve.guard import EDITOR_POLICY, Guard
from kg.serve.jobs import RDF_TYPES, Answer, Description, GraphPage, OntologyData
from kg.serve.negotiate import best_type
from kg.serve.pages import Language, Reply, html
from kg.serve.protocol import query_of
from kg.serve.settings import Settings
from kg.serve.source import Snapshot, Source
from kg.serve.views import path_of

__all__ = ["application"]

log = logging.getLogger("kg.serve")

STATIC = Path(__file__).parent / "static"
#: All files that are given as they are; no other path is ever opened.
FILES = {
    "site.css": "text/css",
    "query.js": "text/javascript",
    "yasgui.min.js": "text/javascript",
    "yasgui.min.css": "text/css",
    "yasgui.LICENSE.txt": "text/plain",
}
#: Seconds between two looks at the graph on disk.
LOOK = 2.0
_META_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_AS = {"turtle": "text/turtle", "jsonld": "application/ld+json"}
_SERVICE = """\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix format: <http://www.w3.org/ns/formats/> .
[] a sd:Service ;
    sd:endpoint <sparql> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:UnionDefaultGraph ;
    sd:resultFormat format:SPARQL_Results_JSON , format:SPARQL_Results_XML , format:SPARQL_Results_CSV ,
        format:SPARQL_Results_TSV , format:Turtle , format:N-Triples , format:JSON-LD , format:RDF_XML .
"""


class _Site:
    """Answers requests about one graph."""

    def __init__(self, source: Source, settings: Settings, ontology: Path | None) -> None:
        self.source, self.settings, self.ontology = source, settings, ontology
        self.desk: Desk
        #: Replies that take long to make and stay as they are: of one snapshot.
        self._kept: dict[object, Reply] = {}

    # ── SPARQL ───────────────────────────────────────────────────────────────

    async def sparql(self, request: Request) -> Response:
        limit, accept = self.settings, request.headers.get("accept", "")
        query = await query_of(request, most=limit.body, seconds=limit.request_seconds)
        person = request.method == "GET" and best_type(accept, ["application/sparql-results+json", *RDF_TYPES])
        if person == "text/html":
            return RedirectResponse(f"/query?{request.url.query}", 303)
        if query is None:
            return Response(_SERVICE, media_type="text/turtle", headers={"Vary": "Accept"})
        job = Answer(query, accept, self._now.ns, limit.rows, limit.answer)
        reply = await self._do(request, job)
        return _response(reply, {"Vary": "Accept"})

    async def query_page(self, request: Request) -> Response:
        job = shown.QueryPage(
            request.query_params.get("query", ""), self._now.ns, _language(request), self.settings.rows
        )
        return _response(await self._do(request, job), {"Content-Security-Policy": EDITOR_POLICY})

    # ── pages ────────────────────────────────────────────────────────────────

    async def home(self, request: Request) -> Response:
        return await self._keep(request, shown.HomePage(self._now.ns, _language(request)))

    async def search(self, request: Request) -> Response:
        word = request.query_params.get("q", "")[:200]
        return _response(await self._do(request, shown.SearchPage(word, self._now.ns, _language(request))))

    async def entity(self, request: Request) -> Response:
        node = self._now.ns.entity(_local(request, 1)[0])
        return await self._about(request, node, shown.EntityPage(node, self._now.ns, _language(request)))

    async def article(self, request: Request) -> Response:
        name, rest = _local(request, 1)
        node = self._now.ns.article(name)
        if rest:  # a mention, say: the article is where it is told of
            return RedirectResponse(path_of(node.value, self._now.ns), 303)
        return await self._about(request, node, shown.ArticlePage(node, self._now.ns, _language(request)))

    async def statement(self, request: Request) -> Response:
        name, rest = _local(request, 1)
        if rest or not name.isalnum() or not name.isascii():
            if rest and name.isalnum() and name.isascii():  # its amount
                return RedirectResponse(f"/statement/{name}", 303)
            raise HTTPException(404)
        node = self._now.ns.statement(name)
        return await self._about(request, node, shown.StatementPage(node, self._now.ns, _language(request)))

    async def ontology_page(self, request: Request) -> Response:
        media_type = _wanted(request)
        if media_type != "text/html":
            return await self._keep(request, OntologyData(media_type, self._now.ns))
        return await self._keep(request, shown.OntologyPage(self._now.ns, _language(request)))

    async def graph(self, request: Request) -> Response:
        limit = self.settings.graph_entities
        reply = await self._keep(request, GraphPage(self._now.ns, _language(request), limit, self.ontology))
        policy = _META_POLICY.search(bytes(reply.body)[:5000])
        if policy:  # the page's own: its scripts by their hashes
            text = policy[1].decode().replace("&#39;", "'")
            reply.headers["Content-Security-Policy"] = f"{text}; frame-ancestors 'none'"
        return reply

    async def _about(self, request: Request, node: object, page: Job[Reply]) -> Response:
        media_type = _wanted(request)
        if media_type != "text/html":
            page = Description(node, media_type, self._now.ns)  # type: ignore[arg-type]
        return _response(await self._do(request, page), {"Vary": "Accept, Accept-Language"})

    # ── the rest ─────────────────────────────────────────────────────────────

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in FILES:
            raise HTTPException(404)
        return Response(_file(name), media_type=FILES[name], headers={"Cache-Control": "max-age=3600"})

    async def health(self, request: Request) -> Response:
        now, problem = self._now, self.source.problem
        said = {"status": "stale" if problem else "ok", "articles": now.articles, "snapshot": now.number}
        busy = {"queries": self.desk.busy} | ({"problem": problem} if problem else {})
        return Response(json.dumps({**said, **busy}), media_type="application/json")

    # ── how ──────────────────────────────────────────────────────────────────

    @property
    def _now(self) -> Snapshot:
        return self.source.snapshot

    async def _do(self, request: Request, job: Job[Reply]) -> Reply:
        async def gone() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass

        return await self.desk.do(self._now.store, job, gone)

    async def _keep(self, request: Request, job: Job[Reply]) -> Response:
        """Do a job once for each snapshot."""
        key = (self._now.number, job)
        if key not in self._kept:
            reply = await self._do(request, job)
            self._kept = {k: v for k, v in self._kept.items() if k[0] == self._now.number} | {key: reply}  # type: ignore[index]
        return _response(self._kept[key], {"Vary": "Accept, Accept-Language"})

    @contextlib.asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        self.desk = Desk(self.settings)
        watching = asyncio.create_task(self._watch())
        yield
        watching.cancel()
        await self.stop()

    async def stop(self) -> None:
        """End all queries, and take no more."""
        await self.desk.close()

    async def _watch(self) -> None:
        """Show the graph anew when it has changed on disk."""
        while True:
            await asyncio.sleep(LOOK)
            known = self.source.problem
            if await asyncio.to_thread(self.source.refresh):
                log.info("%s has changed: %d articles now", self.source.path, self._now.articles)
            elif self.source.problem and self.source.problem != known:
                log.warning("%s; the graph is shown as it was before", self.source.problem)


def application(source: Source, settings: Settings, *, ontology: Path | None = None) -> Guard:
    """Return the ASGI application that serves a graph."""
    site = _Site(source, settings, ontology)
    routes = [
        Route("/", site.home),
        Route("/sparql", site.sparql, methods=["GET", "POST"]),
        Route("/query", site.query_page),
        Route("/search", site.search),
        Route("/graph", site.graph),
        Route("/ontology", site.ontology_page),
        Route("/entity/{name:path}", site.entity),
        Route("/article/{name:path}", site.article),
        Route("/statement/{name:path}", site.statement),
        Route("/static/{name}", site.static),
        Route("/health", site.health),
    ]
    errors = {HTTPException: _http, KgError: _refused, BusyError: _busy, GoneError: _gone}
    cors = Middleware(
        CORSMiddleware, allow_origins=list(settings.origins), allow_methods=["GET", "POST"], allow_headers=["*"]
    )
    app = Starlette(
        routes=routes,
        lifespan=site.lifespan,
        exception_handlers=errors,  # type: ignore[arg-type]  # each takes its own kind
        middleware=[cors] if settings.origins else [],
    )
    return Guard(app, settings, site.stop)


# ── errors: one line, or a page for a person ─────────────────────────────────


def _http(request: Request, error: HTTPException) -> Response:
    said = "" if error.status_code in (404, 405) else error.detail
    return _problem(request, error.status_code, said, dict(error.headers or {}))


def _refused(request: Request, error: KgError) -> Response:
    return _problem(request, 504 if isinstance(error, LateError) else 400, str(error))


def _busy(request: Request, error: BusyError) -> Response:
    return _problem(request, 503, str(error), {"Retry-After": "5"})


def _gone(request: Request, error: GoneError) -> Response:
    return Response(status_code=499)


def _problem(request: Request, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    accept = request.headers.get("accept", "*/*")
    if request.url.path != "/sparql" and best_type(accept, ["text/plain", "text/html"]) == "text/html":
        return _response(html("error.html", _language(request), status=status, message=message), headers)
    text = message or {404: "nothing at this address in this graph", 405: "not in this way"}.get(status, "")
    return Response(f"{text}\n", status, headers, "text/plain")


# ── requests and responses ───────────────────────────────────────────────────


def _response(reply: Reply, headers: dict[str, str] | None = None) -> Response:
    found = Response(reply.body, reply.status, {**reply.headers, **(headers or {})})
    found.headers["Content-Type"] = reply.media_type
    return found


def _language(request: Request) -> Language:
    return Language.of(request.query_params.get("lang"), request.headers.get("accept-language", ""))


def _wanted(request: Request) -> str:
    """Return the media type that a client wants of a page: by ``?as=``, else by its header."""
    asked = request.query_params.get("as")
    if asked is not None:
        if asked not in _AS:
            raise HTTPException(400, f"no {asked!r}; choose {', '.join(_AS)}")
        return _AS[asked]
    chosen = best_type(request.headers.get("accept", ""), RDF_TYPES)
    if chosen is None:
        raise HTTPException(406, f"no such format; choose {', '.join(RDF_TYPES)}")
    return chosen


def _local(request: Request, segment: int) -> tuple[str, str]:
    """Return the name in an address, decoded once, and what comes after it, as it stands there."""
    raw: bytes = request.scope["raw_path"]
    name, _, rest = raw.decode("ascii", "replace").split("/", segment + 1)[segment + 1].partition("/")
    return unquote(name), rest


@cache
def _file(name: str) -> bytes:
    return (STATIC / name).read_bytes()
