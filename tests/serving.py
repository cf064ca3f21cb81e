"""A real server for tests: `kg serve` in a process of its own, on a free port, ended by the test."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode


@dataclass
class Got:
    """A response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Serving:
    """A server that runs."""

    process: subprocess.Popen[str]
    host: str
    port: int
    #: What it wrote to stderr.
    said: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Got:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return Got(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Got:
        return self.ask("GET", path, **headers)

    def query(self, sparql: str, accept: str = "application/sparql-results+json") -> Got:
        return self.get(f"/sparql?{urlencode({'query': sparql})}", Accept=accept)

    def rows(self, sparql: str) -> list[dict[str, str]]:
        found = json.loads(self.query(sparql).body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in found]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=20)

    def log(self) -> list[dict[str, Any]]:
        """Return the lines of the access log so far."""
        return [json.loads(line) for line in self.said if line.startswith("{")]


#: `kg serve`, with settings that it has no options for.
_CODE = """
from kg.cli_output import say
from kg.serve.server import serve
from kg.serve.settings import Settings
from kg.serve.source import Source
serve(Source({path!r}), Settings(port=0, **{settings!r}), ready=lambda address: say(f"serving at {{address}} now"))
"""


@contextmanager
def serving(graph: Path, *options: str, **settings: float) -> Iterator[Serving]:
    """Run `kg serve` on a free port of 127.0.0.1, until the end of the block."""
    command = [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0", *options]
    if settings:
        command = [sys.executable, "-c", _CODE.format(path=str(graph), settings=settings)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stderr is not None
    first = process.stderr.readline()
    found = re.search(r" at http://(.+):(\d+)/ ", first)
    if found is None:
        process.kill()
        raise AssertionError(first + process.stderr.read())
    server = Serving(process, found[1].strip("[]"), int(found[2]), [first])
    reading = threading.Thread(target=lambda: server.said.extend(process.stderr or ()), daemon=True)
    reading.start()
    try:
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        reading.join(timeout=5)
        process.stderr.close()
