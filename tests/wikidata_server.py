"""A stand-in for Wikidata's API, on a port of this machine: the same questions, the same form of answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

#: id → label, description, aliases, classes (P31).
ITEMS = {
    "Q9001": ("Xylo", "entreprise de démonstration", ["Xylo SA"], ["Q4830453"]),
    "Q9002": ("Ada Bel", "ingénieure", [], ["Q5"]),
    "Q9003": ("Ada Bel", "page d'homonymie", [], ["Q4167410"]),
    "Q9004": ("Vertane", "commune", [], ["Q484170"]),
    "Q9005": ("Vertane", "entreprise", [], ["Q4830453"]),
    "Q9006": ("Xylophone", "instrument", [], ["Q34379"]),
}


@dataclass
class Server:
    """What was asked, and what the next answers are instead: (status, headers, body)."""

    address: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    instead: list[tuple[int, dict[str, str], object]] = field(default_factory=list)


def _answer(asked: dict[str, str]) -> object:
    if asked.get("format") != "json":
        return {"error": {"code": "badformat", "info": "only json here"}}
    if asked["action"] == "wbsearchentities":
        found = []
        for id, (label, about, aliases, _) in ITEMS.items():
            match = next((n for n in (label, *aliases) if n.casefold().startswith(asked["search"].casefold())), None)
            if match:
                kind = "label" if match == label else "alias"
                match_ = {"type": kind, "language": asked["language"], "text": match}
                found.append({"id": id, "label": label, "description": about, "match": match_})
        return {"searchinfo": {"search": asked["search"]}, "search": found[: int(asked["limit"])], "success": 1}
    if asked["action"] == "wbgetentities":
        return {"entities": {id: _entity(id) for id in asked["ids"].split("|")}, "success": 1}
    return {"error": {"code": "badvalue", "info": f"no action {asked['action']}"}}


def _entity(id: str) -> object:
    if id not in ITEMS:
        return {"id": id, "missing": ""}
    label, _, aliases, classes = ITEMS[id]
    claims = [
        {"mainsnak": {"snaktype": "value", "property": "P31", "datavalue": {"value": {"id": c}}}, "rank": "normal"}
        for c in classes
    ]
    return {
        "type": "item",
        "id": id,
        "labels": {"fr": {"language": "fr", "value": label}},
        "aliases": {"fr": [{"language": "fr", "value": a} for a in aliases]},
        "claims": {"P31": claims},
    }


@contextmanager
def wikidata_server() -> Iterator[Server]:
    """Run the stand-in until the block ends."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
            state.asked.append(asked)
            state.senders.append(self.headers["User-Agent"])
            status, headers, answer = state.instead.pop(0) if state.instead else (200, {}, _answer(asked))
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_port}/w/api.php"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
