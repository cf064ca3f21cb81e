"""The graph behind a SPARQL 1.1 endpoint: against a server that speaks the protocol, and against servers that do not."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from graph_cases import extraction
from sparql_server import SparqlServer, sparql_server

from kg.errors import KgError, QueryError, StoreError
from kg.graph import protocol
from kg.graph.protocol import Endpoint
from kg.graph.query import run_query
from kg.graph.store import MemoryStore, open_store, save_as

CEO = "SELECT ?who WHERE { ?who kg:ceo_of ent:Microsoft }"


@pytest.fixture
def server() -> Iterator[SparqlServer]:
    with sparql_server() as found:
        yield found


def one_line(error: pytest.ExceptionInfo[KgError]) -> str:
    message = str(error.value)
    assert "\n" not in message
    assert len(message) < 400
    return message


@pytest.mark.parametrize("union", ["always", "oxigraph", "jena"])
def test_servers_differ_in_how_they_query_all_graphs(union):
    with sparql_server(union=union) as server:
        store = open_store(server.address, create=True)
        store.replace(extraction())
        assert run_query(store, CEO).rows == (("ent:Satya_Nadella",),)
        built = run_query(store, "CONSTRUCT { ?b kg:led_by ?a } WHERE { ?a kg:ceo_of ?b }")
        assert built.rows == (("ent:Microsoft", "kg:led_by", "ent:Satya_Nadella"),)
        assert run_query(store, "ASK { ent:Satya_Nadella kg:ceo_of ?x }")


def test_a_server_that_cannot(server):
    server.union = "never"
    store = open_store(server.address, create=True)
    store.replace(extraction())
    assert list(store.articles()) == ["2023-01-microsoft-openai"]
    with pytest.raises(StoreError, match="not the union of its graphs; start the server"):
        store.select(CEO)


def test_one_change_is_one_request(server):
    """So that a server which runs a request wholly or not at all never holds half an article."""
    store = open_store(server.address, create=True)
    for change in (
        lambda: store.replace(extraction("a")),
        lambda: store.replace(extraction("b")),
        lambda: store.replace(extraction("b", statements=())),
        lambda: store.retract("a"),
    ):
        server.log.clear()
        change()
        assert [path for path, _ in server.log].count("/update") == 1
    server.log.clear()
    store.replace(extraction("b", statements=()))
    assert "/update" not in [path for path, _ in server.log]


def test_what_it_holds_is_what_any_store_would(server, ontology):
    store, local = open_store(server.address, create=True), MemoryStore()
    for each in (store, local):
        each.replace(extraction("a"))
        each.describe(ontology)
        each.replace(extraction("b"))
        each.retract("a")
    assert set(server.store) == set(local.quads())


def test_an_empty_server_holds_no_graph(server, ontology):
    with pytest.raises(StoreError, match="holds no graph yet; `kg build"):
        open_store(server.address)
    open_store(server.address, create=True).describe(ontology)
    assert open_store(server.address).articles() == {}


def test_other_peoples_data_is_left_alone(server):
    quad = ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.NamedNode("a:c"), ox.NamedNode("a:g"))
    server.store.add(quad)
    for call in (lambda: open_store(server.address, create=True), lambda: save_as(MemoryStore(), server.address)):
        with pytest.raises(StoreError) as error:
            call()
        assert "holds a:g, which kg did not make; use a dataset of its own" in one_line(error)
    assert list(server.store) == [quad]


def test_copies_both_ways(server, tmp_path):
    local = MemoryStore()
    local.replace(extraction("a"))
    local.save(server.address)
    store = open_store(server.address)
    assert set(store.quads()) == set(local.quads())
    store.save(tmp_path / "copy.trig")
    assert set(open_store(tmp_path / "copy.trig").quads()) == set(local.quads())
    store.save(server.address)
    assert set(store.quads()) == set(local.quads())


def test_passwords(server):
    server.password = "s3cret"
    with pytest.raises(StoreError, match=r"not allowed .*USER:PASSWORD"):
        open_store(server.address, create=True)
    own = server.address.replace("//", "//ada:wrong@")
    with pytest.raises(StoreError) as error:
        open_store(own, create=True)
    assert "wrong" not in one_line(error)
    assert open_store(server.address.replace("//", "//ada:s3cret@"), create=True).articles() == {}


def test_one_base(server):
    open_store(server.address, create=True, base="https://a.example/").replace(extraction("a"))
    assert open_store(server.address).ns.base == "https://a.example/"
    with pytest.raises(StoreError, match="use one base IRI"):
        open_store(server.address, base="https://b.example/")


@pytest.mark.parametrize(
    ("query", "update"),
    [
        ("https://h.example/news/query", "https://h.example/news/update"),
        ("https://h.example/sparql", "https://h.example/update"),
        ("https://h.example/repositories/news", "https://h.example/repositories/news/statements"),
        ("https://h.example:8080/anything/", "https://h.example:8080/anything"),
        ("https://h.example/q#update=https://h.example/u", "https://h.example/u"),
    ],
)
def test_address_of_updates(query, update):
    assert Endpoint.of(query).update_url == update


@pytest.mark.parametrize("address", ["http://", "https:///query", "http://h.example:port/query", "http://[/query"])
def test_addresses_that_are_none(address):
    with pytest.raises(StoreError, match="no web address"):
        open_store(address)


def test_nobody_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/query"
    with pytest.raises(StoreError) as error:
        open_store(address)
    assert "cannot be reached (connection refused); is the server running?" in one_line(error)


def test_a_server_that_hangs(server, monkeypatch):
    monkeypatch.setattr(protocol, "TIMEOUT", 0.3)
    server.instead = lambda handler: time.sleep(1)
    began = time.perf_counter()
    with pytest.raises(QueryError, match=r"no answer within 0\.3 s"):
        open_store(server.address)
    assert time.perf_counter() - began < 0.9


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, b"<html><b>Internal</b>\n trouble</html>", "the server fails (500): Internal trouble"),
        (503, b"", "the server fails (503): Service Unavailable"),
        (404, b"", "no SPARQL endpoint there (404 Not Found); name it in full"),
        (302, b"", "has moved to http://elsewhere.example/; use that address"),
        (400, b"no such\nfunction", "the server refuses it: no such function"),
    ],
)
def test_servers_that_refuse(server, status, body, said):
    def refuse(handler) -> None:
        handler.send_response(status)
        handler.send_header("Location", "http://elsewhere.example/")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    server.instead = refuse
    with pytest.raises(KgError) as error:
        open_store(server.address)
    assert said in one_line(error)


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/sparql-results+json", b'{"head": '),
        ("text/html", b"<html>Welcome</html>"),
        ("application/n-triples", b"<a:a> <a:b>"),
    ],
)
def test_answers_that_are_none(server, media_type, body):
    server.instead = lambda handler: handler._send(200, body, media_type)
    with pytest.raises(StoreError) as error:
        open_store(server.address)
    assert "its answer cannot be read" in one_line(error)


def test_connections_that_break(server):
    server.instead = lambda handler: handler.connection.close()
    with pytest.raises(StoreError, match="cannot be reached"):
        open_store(server.address)


def test_queries_are_guarded_before_they_are_sent(server):
    store = open_store(server.address, create=True)
    store.replace(extraction())
    server.log.clear()
    for query in (
        "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }",
        "DROP ALL",
        "SELECT {",
        "SELECT ?x { foo:a ?x ?y }",
    ):
        with pytest.raises(QueryError):
            run_query(store, query)
    assert server.log == []
