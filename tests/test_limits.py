"""Queries that would take too long, give too much or need too much memory, on every kind of store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from graph_cases import extraction
from sparql_server import sparql_server

from kg import KnowledgeGraph
from kg.errors import QueryError, StoreError
from kg.graph import apart as module
from kg.graph.limits import Limits
from kg.graph.query import run_query
from kg.graph.store import MemoryStore, Store, open_store

#: Millions of millions of rows, none of which may come out.
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
CEO = "SELECT ?who WHERE { ?who kg:ceo_of ent:Microsoft }"


@pytest.fixture(params=["memory", "oxi, read", "oxi, written"])
def store(request, tmp_path, ontology) -> Store:
    if request.param == "memory":
        found: Store = MemoryStore(ontology=ontology)
        found.replace(extraction())
        return found
    found = open_store(tmp_path / "graph.oxi", create=True)
    found.describe(ontology)
    found.replace(extraction())
    if request.param == "oxi, written":
        return found
    found.save()
    return open_store(tmp_path / "graph.oxi")


def children() -> set[str]:
    tasks = Path(f"/proc/{os.getpid()}/task")
    return {c for t in tasks.iterdir() for c in (t / "children").read_text().split()}


def test_time(store):
    before = children()
    began = time.perf_counter()
    with pytest.raises(QueryError, match=r"^no answer within 0\.5 s; ask for less, or give it more time \(--timeout"):
        run_query(store, BOMB, Limits(seconds=0.5))
    assert time.perf_counter() - began < 3
    assert children() == before, "the process is ended"
    assert run_query(store, CEO, Limits(seconds=30)).rows == (("ent:Satya_Nadella",),)
    assert run_query(store, CEO).rows == (("ent:Satya_Nadella",),)


@pytest.mark.parametrize("seconds", [None, 30])
def test_rows(store, seconds):
    query = "SELECT ?s ?p ?o { ?s ?p ?o }"
    with pytest.raises(QueryError, match=r"^the answer has more than 1,000 rows; add LIMIT, or raise --limit-rows"):
        run_query(store, query, Limits(seconds, 1000))
    assert len(run_query(store, f"{query} LIMIT 1000", Limits(seconds, 1000))) == 1000
    with pytest.raises(QueryError, match="more than 5 rows"):
        run_query(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", Limits(seconds, 5))
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(QueryError, match="more than 10 rows"):
        run_query(store, endless, Limits(seconds, 10))


def test_answers_are_the_same(store):
    for query in (
        CEO,
        "ASK { ?s kg:ceo_of ?o }",
        "ASK { ?s kg:ceo_of ?s }",
        "DESCRIBE ent:Microsoft",
        "SELECT ?s ?d ?missing { ?st kg:date ?d ; rdf:subject ?s OPTIONAL { ?s kg:nothing ?missing } }",
        "SELECT * { ?s kg:no_such_relation ?o }",
    ):
        assert run_query(store, query, Limits(30, 1000)) == run_query(store, query)


def test_mistakes_are_told_as_ever(store):
    for query in ("SELECT ?x { foo:a ?b ?x }", "SELECT ?x {"):
        messages = set()
        for limits in (Limits(), Limits(30)):
            with pytest.raises(QueryError) as error:
                run_query(store, query, limits)
            messages.add(str(error.value))
        assert len(messages) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory a process may have")
def test_memory(store, monkeypatch, capfd):
    monkeypatch.setattr(module, "MEMORY", 200 << 20)
    with pytest.raises(QueryError, match="was ended, for want of memory perhaps; ask for less"):
        run_query(store, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", Limits(60))
    assert capfd.readouterr().err == ""


def test_where_processes_are_not_copied(store, monkeypatch):
    monkeypatch.setattr(module, "_START", "spawn")
    assert run_query(store, CEO, Limits(60)).rows == (("ent:Satya_Nadella",),)
    with pytest.raises(QueryError, match="no answer within"):
        run_query(store, BOMB, Limits(0.5))


def test_from_a_thread(store):
    found = []
    thread = threading.Thread(target=lambda: found.append(run_query(store, CEO, Limits(30)).rows))
    thread.start()
    thread.join()
    assert found == [(("ent:Satya_Nadella",),)]


def test_limits_that_are_none():
    for limits in ({"seconds": 0}, {"seconds": -1.0}, {"rows": 0}):
        with pytest.raises(QueryError, match="some time and some rows"):
            Limits(**limits)


def test_in_python(store):
    graph = KnowledgeGraph(store)
    assert len(graph.query(CEO, timeout=30, limit_rows=1)) == 1
    with pytest.raises(QueryError, match="no answer within"):
        graph.query(BOMB, timeout=0.3)


# ── an endpoint ──────────────────────────────────────────────────────────────


@pytest.fixture
def remote() -> Iterator[tuple[object, Store]]:
    with sparql_server() as server:
        store = open_store(server.address, create=True)
        store.replace(extraction())
        store.select("ASK {}")
        yield server, store


def test_rows_of_an_endpoint(remote):
    _, store = remote
    with pytest.raises(QueryError, match="more than 10 rows"):
        run_query(store, "SELECT * { ?s ?p ?o }", Limits(rows=10))


def test_time_of_an_endpoint(remote):
    server, store = remote
    server.instead = lambda handler: time.sleep(2)
    with pytest.raises(QueryError, match=r"no answer within 0\.3 s"):
        run_query(store, CEO, Limits(seconds=0.3))


def test_an_endpoint_that_drips(remote):
    server, store = remote

    def drip(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(100):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return
            time.sleep(0.05)

    server.instead = drip
    began = time.perf_counter()
    with pytest.raises(QueryError, match=r"no answer within 0\.5 s"):
        run_query(store, CEO, Limits(seconds=0.5))
    assert time.perf_counter() - began < 2


def test_an_answer_that_is_cut_off(remote):
    server, store = remote

    def cut(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{")
        handler.connection.close()

    server.instead = cut
    with pytest.raises(StoreError, match="cannot be reached"):
        run_query(store, CEO)


# ── the command ──────────────────────────────────────────────────────────────


@pytest.fixture
def path(tmp_path, ontology) -> Path:
    store = MemoryStore(ontology=ontology)
    store.replace(extraction())
    store.save(tmp_path / "graph.trig")
    return tmp_path / "graph.trig"


def test_the_command(path, run_kg):
    late = run_kg("query", path, BOMB, "--timeout", "0.5")
    assert (late.returncode, late.stdout) == (1, "")
    assert late.stderr == ("error: no answer within 0.5 s; ask for less, or give it more time (--timeout, timeout=)\n")
    many = run_kg("query", path, "SELECT * { ?s ?p ?o }", "--limit-rows", "7")
    assert (many.returncode, many.stdout) == (1, "")
    assert many.stderr == "error: the answer has more than 7 rows; add LIMIT, or raise --limit-rows (limit_rows=)\n"
    none = run_kg("query", path, CEO, "--timeout", "0", "--limit-rows", "0", "--format", "csv")
    assert (none.returncode, none.stdout) == (0, "who\nent:Satya_Nadella\n")


def test_an_interrupt_ends_a_query(path):
    command = [sys.executable, "-m", "kg", "query", str(path), BOMB]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.startswith("error: interrupted")
