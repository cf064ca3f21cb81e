"""A server of the SPARQL 1.1 Protocol over a pyoxigraph store, as true to the recommendation as a test needs.

https://www.w3.org/TR/sparql11-protocol/: query by GET, by POST of a form and of the query itself; update by POST of
a form and of the update itself; the dataset parameters; content negotiation; 400, 404, 405, 406, 415.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"


@dataclass
class SparqlServer:
    """What a server does; `union` is how it comes to query all graphs together: always, "oxigraph", "jena", never."""

    union: str = "always"
    password: str = ""
    store: ox.Store = field(default_factory=ox.Store)
    address: str = ""
    #: (path, body) of each request.
    log: list[tuple[str, str]] = field(default_factory=list)
    #: What to do instead of answering.
    instead: Any = None


class _RefusedError(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    mine: SparqlServer

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

    def _answer(self, body: str) -> None:
        self.mine.log.append((self.path, body))
        if self.mine.instead is not None:
            self.mine.instead(self)
            return
        try:
            self._allowed()
            path = urlsplit(self.path).path
            if path == "/query":
                self._send(200, *self._query(*self._operation(body, "query", QUERY)))
            elif path == "/update":
                self._update(*self._operation(body, "update", UPDATE))
                self._send(204)
            else:
                raise _RefusedError(404, "no such resource")
        except _RefusedError as error:
            self._send(error.status, str(error).encode(), "text/plain")
        except (SyntaxError, ValueError) as error:
            self._send(400, str(error).encode(), "text/plain")

    def _allowed(self) -> None:
        pair = base64.b64encode(f"ada:{self.mine.password}".encode()).decode()
        if self.mine.password and self.headers.get("Authorization") != f"Basic {pair}":
            raise _RefusedError(401, "who are you?")

    def _operation(self, body: str, name: str, media_type: str) -> tuple[str, dict[str, list[str]]]:
        """Return the query or update, and the parameters beside it."""
        parameters = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        if self.command == "GET":
            if name == "update":
                raise _RefusedError(405, "an update needs POST")
        else:
            given = self.headers.get_content_type()
            if given == FORM:
                parameters = parse_qs(body, keep_blank_values=True)
            elif given == media_type:
                parameters[name] = [body]
            else:
                raise _RefusedError(415, f"{given} is no {name}")
        if len(parameters.get(name, ())) != 1:
            raise _RefusedError(400, f"exactly one {name}=, please")
        return parameters.pop(name)[0], parameters

    def _query(self, query: str, parameters: dict[str, list[str]]) -> tuple[bytes, str]:
        default = [ox.NamedNode(iri) for iri in parameters.pop("default-graph-uri", ())]
        named = [ox.NamedNode(iri) for iri in parameters.pop("named-graph-uri", ())]
        union = self.mine.union == "always"
        if self.mine.union == "oxigraph":
            union = parameters.pop("union-default-graph", None) is not None
        if self.mine.union == "jena" and default == [ox.NamedNode("urn:x-arq:UnionGraph")]:
            default, union = [], True
        if parameters and self.mine.union == "jena":
            raise _RefusedError(400, f"unknown parameters {sorted(parameters)}")
        dataset: dict[str, Any] = {"default_graph": default or None, "named_graphs": named or None}
        found = self.mine.store.query(query, use_default_graph_as_union=union and not default, **dataset)
        formats: dict[str, Any] = GRAPHS if isinstance(found, ox.QueryTriples) else RESULTS
        media_type = self._chosen(formats)
        return found.serialize(format=formats[media_type]) or b"", media_type

    def _chosen(self, formats: dict[str, Any]) -> str:
        """Return the media type that the client likes best of those there are."""
        wanted: list[tuple[float, str]] = []
        for part in self.headers.get("Accept", "*/*").split(","):
            media_type, *settings = (p.strip() for p in part.split(";"))
            quality = next((float(s[2:]) for s in settings if s.startswith("q=")), 1.0)
            fits = [f for f in formats if media_type in (f, "*/*", f.split("/")[0] + "/*")]
            wanted += [(-quality, f) for f in fits[:1]]
        if not wanted:
            raise _RefusedError(406, f"choose {', '.join(formats)}")
        return min(wanted, key=lambda w: w[0])[1]

    def _update(self, update: str, parameters: dict[str, list[str]]) -> None:
        self.mine.store.update(update)

    def _send(self, status: int, body: bytes = b"", media_type: str = "") -> None:
        self.send_response(status)
        if media_type:
            self.send_header("Content-Type", media_type)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def sparql_server(**options: Any) -> Iterator[SparqlServer]:
    """Run a server on a free port of 127.0.0.1."""
    mine = SparqlServer(**options)
    handler = type("Handler", (_Handler,), {"mine": mine})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        mine.address = f"http://127.0.0.1:{server.server_port}/query"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield mine
        finally:
            server.shutdown()
            thread.join()
