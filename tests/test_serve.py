"""`kg serve`: the protocol, the pages, how it starts and stops. `test_serve_attacks.py` has what it must withstand."""

from __future__ import annotations

import csv
import http.client
import io
import json
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from graph_cases import extraction
from serving import Serving, serving

from kg.errors import FormatError
from kg.graph.store import MemoryStore, open_store
from kg.serve.negotiate import best_type
from kg.serve.settings import Settings

CEO = "SELECT ?who WHERE { ?who kg:ceo_of ent:Microsoft }"
NADELLA = "https://kg.example/entity/Satya_Nadella"
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"


@pytest.fixture(scope="module")
def trig(tmp_path_factory, ontology) -> Path:
    """Return a graph with one of everything, and names that would be markup."""
    store = MemoryStore(ontology=ontology)
    store.replace(extraction())
    evil = extraction("a/b & <c>")
    article = replace(evil.article, title="<script>alert(1)</script>", url="javascript:alert(1)")
    entities = tuple(replace(e, name=f"<b>{e.name}</b>") for e in evil.entities)
    store.replace(replace(evil, article=article, entities=entities))
    path = tmp_path_factory.mktemp("serve") / "graph.trig"
    store.save(path)
    return path


@pytest.fixture(scope="module")
def server(trig) -> Iterator[Serving]:
    with serving(trig) as found:
        yield found


# ── the SPARQL 1.1 Protocol ──────────────────────────────────────────────────


def test_three_ways_to_ask(server):
    form = urllib.parse.urlencode({"query": CEO}).encode()
    answers = [
        server.get("/sparql?" + form.decode()),
        server.ask("POST", "/sparql", form, Content_Type=FORM),
        server.ask("POST", "/sparql", CEO.encode(), Content_Type=f"{QUERY}; charset=utf-8"),
    ]
    assert [a.status for a in answers] == [200] * 3
    assert {a.type for a in answers} == {"application/sparql-results+json"}
    assert {a.body for a in answers} == {answers[0].body}
    bindings = json.loads(answers[0].body)["results"]["bindings"]
    assert bindings == [{"who": {"type": "uri", "value": NADELLA}}]


def test_formats_of_rows(server):
    assert server.query(CEO, "text/csv").body == f"who\r\n{NADELLA}\r\n".encode()
    assert server.query(CEO, "text/tab-separated-values").body == f"?who\n<{NADELLA}>\n".encode()
    found = ET.fromstring(server.query(CEO, "application/sparql-results+xml").body)
    assert [e.text for e in found.iter("{http://www.w3.org/2005/sparql-results#}uri")] == [NADELLA]
    ask = server.query("ASK { ?s kg:ceo_of ?o }")
    assert json.loads(ask.body)["boolean"] is True
    assert server.query("ASK {}", "image/png").status == 406
    liked = server.query(CEO, "text/csv;q=0.5, application/sparql-results+xml")
    assert (liked.type, liked.headers["vary"]) == ("application/sparql-results+xml", "Accept")


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_formats_of_triples(server, accept, format_):
    query = "CONSTRUCT { ?s kg:ceo_of ?o } WHERE { ?s kg:ceo_of ?o }"
    got = server.query(query, accept)
    assert got.type == accept
    assert [str(q.object) for q in ox.parse(got.body, format=format_)] == ["<https://kg.example/entity/Microsoft>"]


def test_sparqlwrapper(server):
    from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setQuery(CEO)
    client.setReturnFormat(JSON)
    assert client.queryAndConvert()["results"]["bindings"][0]["who"]["value"] == NADELLA
    client.setMethod(POST)
    assert client.queryAndConvert()["results"]["bindings"][0]["who"]["value"] == NADELLA
    client.setReturnFormat(XML)
    assert NADELLA in client.queryAndConvert().toxml()
    client.setReturnFormat(CSV)
    assert client.queryAndConvert().decode().split() == ["who", NADELLA]
    client.setQuery("DESCRIBE ent:Microsoft")
    client.setReturnFormat(TURTLE)
    found = rdflib.Graph().parse(data=client.queryAndConvert().decode(), format="turtle")
    assert (rdflib.URIRef("https://kg.example/entity/Microsoft"), None, None) in found


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_curl(server):
    command = ["curl", "-sS", f"{server.address}/sparql", "-H", "Accept: text/csv", "--data-urlencode", f"query={CEO}"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == ["who", NADELLA]


def test_rdflib_as_a_client(server):
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(f"{server.address}/sparql"))
    assert [str(row.who) for row in graph.query(CEO)] == [NADELLA]


def test_kg_itself_as_a_client(server):
    store = open_store(f"{server.address}/sparql")
    assert store.select(CEO).rows == (("ent:Satya_Nadella",),)
    assert set(store.articles()) == {"2023-01-microsoft-openai", "a/b & <c>"}


def test_what_is_wrong_is_told(server):
    wrong = {
        "SELECT ?x {": (400, "the query ends too early; a '}' is missing"),
        "SELECT ?x { ?x foo:a ?b }": (400, "unknown prefix 'foo:'"),
        "INSERT DATA { ent:a a kg:Person }": (400, "INSERT is refused: queries only read"),
        "": (400, "the query is empty"),
    }
    for query, (status, said) in wrong.items():
        got = server.query(query)
        assert (got.status, got.type) == (status, "text/plain"), query
        assert said in got.text
        assert got.text.count("\n") == 1
    assert server.ask("POST", "/sparql", b"a=b", Content_Type=FORM).status == 400
    assert server.ask("POST", "/sparql", b"x", Content_Type="text/plain").status == 415
    assert server.ask("POST", "/sparql", b"query=%ff", Content_Type=FORM).status == 400
    assert server.ask("POST", "/sparql", b"\xff", Content_Type=QUERY).status == 400
    assert server.ask("PUT", "/sparql", b"x", Content_Type=QUERY).status == 405
    assert server.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D").status == 400
    assert server.get("/sparql?query=ASK%7B%7D&default-graph-uri=http://a/").status == 400
    for body, kind in ((b"update=CLEAR+ALL", FORM), (b"CLEAR ALL", "application/sparql-update")):
        got = server.ask("POST", "/sparql", body, Content_Type=kind)
        assert (got.status, "only reads" in got.text) == (403, True)


def test_without_a_query_the_service_describes_itself(server):
    got = server.get("/sparql", Accept="text/turtle")
    found = rdflib.Graph().parse(data=got.text, format="turtle", publicID=f"{server.address}/")
    feature = rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#endpoint")
    assert list(found.objects(None, feature)) == [rdflib.URIRef(f"{server.address}/sparql")]
    page = server.get("/sparql?query=ASK%7B%7D", Accept="text/html,*/*;q=0.8")
    assert (page.status, page.headers["location"]) == (303, "/query?query=ASK%7B%7D")


# ── pages ────────────────────────────────────────────────────────────────────


def test_every_iri_has_a_page_and_its_rdf(server, trig):
    store = open_store(trig)
    prefixes = ("entity/", "article/", "statement/")
    base = store.ns.base
    subjects = {q.subject.value for q in store.quads()}
    ours = [iri for iri in subjects if iri.removeprefix(base).startswith(prefixes)]
    pages = 0
    for iri in sorted(ours):
        path = "/" + urllib.parse.quote(iri.removeprefix(base), safe="/%")
        got = server.get(path, Accept="text/html")
        if iri.removeprefix(base).count("/") > 1:  # a mention, an amount: where its owner is
            assert got.status == 303
            path = got.headers["location"]
            got = server.get(path, Accept="text/html")
        assert (got.status, got.type) == (200, "text/html"), path
        pages += 1
        for accept, form in (("text/turtle", ox.RdfFormat.TURTLE), ("application/ld+json", ox.RdfFormat.JSON_LD)):
            data = server.get(path, Accept=accept)
            assert (data.status, data.type) == (200, accept)
            assert iri in {q.subject.value for q in ox.parse(data.body, format=form)} or "/" in iri.removeprefix(base)
    assert pages > 20
    assert server.get("/entity/Microsoft?as=turtle").body == server.get("/entity/Microsoft", Accept="text/turtle").body


def test_nothing_of_an_article_is_markup(server):
    for path in ("/", "/search?q=%3Cscript%3E", "/article/a%2Fb%20&%20%3Cc%3E", "/entity/Microsoft"):
        got = server.get(path, Accept="text/html")
        assert got.status == 200
        assert "<script>alert" not in got.text
        assert "<b>" not in got.text
        assert 'href="javascript:' not in got.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in server.get("/", Accept="text/html").text
    shown = server.get("/query?query=SELECT%20%3Ft%20%7B%20%3Fa%20schema:headline%20%3Ft%20%7D").text
    assert "<td><bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi></td>" in shown


def test_pages_speak_two_languages(server):
    assert '<html lang="fr">' in server.get("/", Accept="text/html").text
    assert '<html lang="en">' in server.get("/", Accept="text/html", Accept_Language="en-GB,fr;q=0.5").text
    chosen = server.get("/entity/Microsoft?lang=en", Accept="text/html").text
    assert "What is said of it" in chosen
    assert 'href="/query?lang=en"' in chosen, "links keep the language"


def test_a_query_without_javascript(server):
    got = server.get("/query?query=SELECT%20%3Fwho%20%7B%20%3Fwho%20kg:ceo_of%20ent:Microsoft%20%7D&lang=en")
    assert '<a href="/entity/Satya_Nadella?lang=en"><bdi>ent:Satya_Nadella</bdi></a>' in got.text
    wrong = server.get("/query?query=SELECT")
    assert (wrong.status, 'role="alert"' in wrong.text) == (400, True)
    empty = server.get("/query?query=ASK%20%7B%20ent:Nobody%20kg:ceo_of%20%3Fx%20%7D")
    assert "false" in empty.text
    none = server.get("/query?query=SELECT%20*%20%7B%20%3Fs%20kg:ceo_off%20%3Fx%20%7D")
    assert "did you mean kg:ceo_of?" in none.text


def test_statement_page_shows_the_sentence(server):
    iri = server.rows("SELECT ?s { ?s kg:factuality kg:uncertain }")[0]["s"]
    text = server.get("/statement/" + iri.rpartition("/")[2] + "?lang=en", Accept="text/html").text
    assert "Selon Bloomberg, <mark>Microsoft aurait investi 10 milliards de dollars dans OpenAI</mark>." in text
    assert "uncertain" in text


def test_what_is_not_there(server):
    for path in ("/entity/Nobody", "/article/none", "/statement/0", "/statement/x%2Fy", "/nowhere", "/static/x.js"):
        got = server.get(path, Accept="text/html")
        assert (got.status, got.type) == (404, "text/html"), path
        assert server.get(path, Accept="text/turtle").status == 404
    assert server.get("/entity/Microsoft", Accept="image/png").status == 406
    assert server.get("/entity/Microsoft?as=exe").status == 400


def test_the_graph_page(server):
    got = server.get("/graph?lang=en")
    assert "<title>Knowledge graph</title>" in got.text
    assert got.headers["content-security-policy"].startswith("default-src 'none'; script-src 'sha256-")


def test_headers(server):
    for path in ("/", "/sparql?query=ASK%7B%7D", "/static/site.css", "/nowhere", "/health", "/query", "/graph"):
        headers = server.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers
        assert "access-control-allow-origin" not in server.get(path, Origin="https://a.example").headers


def test_editor_licence_is_served_with_it(server):
    assert "MIT" in server.get("/static/yasgui.LICENSE.txt").text


def test_health_and_log(server):
    assert json.loads(server.get("/health").body) == {"status": "ok", "articles": 2, "snapshot": 1, "queries": 0}
    server.query("ASK { ?secret kg:ceo_of ?o }")
    time.sleep(0.2)
    last = server.log()[-1]
    assert (last["method"], last["path"], last["status"], last["client"]) == ("GET", "/sparql", 200, "127.0.0.1")
    assert set(last) == {"time", "client", "method", "path", "status", "bytes", "ms"}
    assert not any("secret" in line for line in server.said), "what is asked is the client's own business"


# ── starting, changing, stopping ─────────────────────────────────────────────


@pytest.mark.long
def test_a_graph_that_changes_is_shown_anew(tmp_path, ontology):
    path = tmp_path / "graph.oxi"
    store = open_store(path, create=True)
    store.describe(ontology)
    store.replace(extraction("a"))
    store.save()
    with serving(path, "-q") as server:
        assert len(server.rows("SELECT ?a { ?a a schema:NewsArticle }")) == 1
        store.replace(extraction("b"))
        store.save()
        until = time.monotonic() + 20
        while len(server.rows("SELECT ?a { ?a a schema:NewsArticle }")) != 2:
            assert time.monotonic() < until, "the new version is never shown"
            time.sleep(0.2)
        assert json.loads(server.get("/health").body)["snapshot"] == 2
        (path / "kg.json").write_text("{")
        while json.loads(server.get("/health").body)["status"] != "stale":
            assert time.monotonic() < until
            time.sleep(0.2)
        assert len(server.rows("SELECT ?a { ?a a schema:NewsArticle }")) == 2, "the last that could be read"


def test_what_follows_is_shown_on_demand(trig, server):
    query = "SELECT ?who { GRAPH kg:inferred { ?who a kg:Agent } }"
    assert server.rows(query) == []
    with serving(trig, "-q", "--infer") as other:
        assert {"who": NADELLA} in other.rows(query)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_stops_cleanly_whatever_is_under_way(trig, how):
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with serving(trig, "--quiet") as server:
        answers: list[int | str] = []

        def ask() -> None:
            try:
                answers.append(server.query(bomb).status)
            except (OSError, http.client.HTTPException) as error:
                answers.append(type(error).__name__)

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(1)
        began = time.monotonic()
        assert server.stop(how) == 0
        assert time.monotonic() - began < 10
        asking.join(timeout=10)
        assert answers == [503]
    assert server.said[1:] == ["stopped\n"]


def test_what_cannot_be_served(run_kg, trig, server):
    wrong = {
        ("none.trig",): "none.trig: no such file",
        ("https://a.example/query",): "is served already; name a graph in a file or a folder",
        (trig, "--port", str(server.port)): "cannot be listened at (address already in use)",
        (trig, "--host", "203.0.113.1"): "cannot be listened at",
    }
    for arguments, said in wrong.items():
        got = run_kg("serve", *arguments)
        assert (got.returncode, got.stdout) == (1, ""), arguments
        assert said in got.stderr
        assert got.stderr.count("\n") == 1


def test_without_the_extra(tmp_path, trig):
    code = (
        "import sys; sys.modules['starlette'] = None; from importlib import util; find = util.find_spec\n"
        "util.find_spec = lambda name, *a: None if name == 'starlette' else find(name, *a)\n"
        f"sys.argv = ['kg', 'serve', {str(trig)!r}]\nfrom kg.cli import main; main()"
    )
    got = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert got.returncode == 1
    assert got.stderr == 'error: kg serve needs more packages; pip install "kg-presse[serve]"\n'


def test_other_sites_may_ask_where_they_are_named(trig):
    with serving(trig, "--cors", "https://a.example", "--allow-host", "graph.example", "-q") as server:
        got = server.get("/sparql?query=ASK%7B%7D", Origin="https://a.example", Host="graph.example:80")
        assert got.headers["access-control-allow-origin"] == "https://a.example"
        other = server.get("/sparql?query=ASK%7B%7D", Origin="https://b.example")
        assert "access-control-allow-origin" not in other.headers
        preflight = server.ask("OPTIONS", "/sparql", Origin="https://a.example", Access_Control_Request_Method="POST")
        assert preflight.status == 200


# ── small parts ──────────────────────────────────────────────────────────────


def test_negotiation():
    offered = ["text/turtle", "application/ld+json"]
    assert best_type("*/*", offered) == "text/turtle"
    assert best_type("text/turtle;q=0, */*;q=0.1", offered) == "application/ld+json"
    assert best_type("TEXT/TURTLE ; q=0.3 , application/ld+json;q=abc", offered) == "text/turtle"
    assert best_type("image/png", offered) is None
    assert best_type("," * 10_000, offered) == "text/turtle"


def test_settings():
    assert Settings(host="0.0.0.0").allows("anything.example")
    assert not Settings(host="0.0.0.0", hosts=("a.example",)).allows("b.example")
    assert Settings(host="::1").allows("[::1]:8000")
    assert not Settings().allows("")
    with pytest.raises(FormatError):
        Settings(seconds=0)


def test_rows_of_the_csv_are_those_of_the_graph(server):
    got = server.query("SELECT ?s ?words { ?s nif:anchorOf ?words }", "text/csv").text
    rows = list(csv.DictReader(io.StringIO(got, newline="")))
    assert "Satya Nadella est PDG de Microsoft" in {r["words"] for r in rows}
