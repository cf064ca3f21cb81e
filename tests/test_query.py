"""Queries from people: what is known, what is refused, and what the messages say."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading

import pandas as pd
import pytest
import rdflib
from graph_cases import extraction
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError, QueryError
from kg.graph import query as guarded
from kg.graph.query import check_query, run_query
from kg.graph.results import csv_cell
from kg.graph.store import MemoryStore


@pytest.fixture(scope="module")
def store(ontology) -> MemoryStore:
    store = MemoryStore(ontology=ontology)
    store.replace(extraction())
    return store


def refused(store, text: str) -> str:
    with pytest.raises(QueryError) as error:
        run_query(store, text)
    message = str(error.value)
    assert "\n" not in message
    return message


# ── what is answered ─────────────────────────────────────────────────────────


def test_simplest_query(store):
    result = run_query(store, "SELECT ?who WHERE { ?who kg:ceo_of ent:Microsoft }")
    assert (result.columns, result.rows, result.kind) == (("who",), (("ent:Satya_Nadella",),), "select")
    assert result
    assert len(result) == 1
    assert not result.notes


@pytest.mark.parametrize(("text", "answer"), [("ent:Microsoft", True), ("ent:Orange", False)])
def test_ask(store, text, answer):
    result = run_query(store, f"ASK {{ {text} a kg:Company }}")
    assert bool(result) is answer
    assert result.rows == ((str(answer).lower(),),)
    assert json.loads(result.to_json()) == {"head": {}, "boolean": answer}


def test_construct_and_describe(store):
    result = run_query(store, "CONSTRUCT { ?b kg:led_by ?a } WHERE { ?a kg:ceo_of ?b }")
    assert result.columns == ("subject", "predicate", "object")
    assert result.rows == (("ent:Microsoft", "kg:led_by", "ent:Satya_Nadella"),)
    described = run_query(store, "DESCRIBE ent:Satya_Nadella").rows
    assert ("ent:Satya_Nadella", "kg:ceo_of", "ent:Microsoft") in described


def test_all_prefixes_of_the_contract_are_known(store):
    for prefix in "kg ent art st prov dcterms skos schema nif owl rdfs rdf xsd wd".split():
        assert not run_query(store, f"ASK {{ {prefix}:a {prefix}:b {prefix}:c }}")
    own = "PREFIX kg: <https://kg.example/ontology#> PREFIX x: <https://kg.example/entity/> ASK { x:Microsoft a kg:Company }"
    assert run_query(store, own)


def test_rows_come_sorted_unless_the_query_sorts(store):
    names = [r[0] for r in run_query(store, "SELECT ?x { ?x a kg:Company }").rows]
    assert names == sorted(names)
    down = [r[0] for r in run_query(store, "SELECT ?x { ?x a kg:Company } ORDER BY DESC(?x)").rows]
    assert down == names[::-1]


def test_star_keeps_the_order_of_the_query(store):
    assert run_query(store, "SELECT * { ?z kg:ceo_of ?a }").columns == ("z", "a")
    assert run_query(store, "SELECT ?b ?a { ?a kg:ceo_of ?b }").columns == ("b", "a")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?service { ?x kg:ceo_of ?service }",
        "SELECT ?from { ?from kg:ceo_of ?x } # at your service, from now on\n",
        'SELECT ?x { ?x rdfs:label ?l FILTER(CONTAINS(?l, "service") || CONTAINS(?l, "from")) }',
        "SELECT ?x { ?x kg:service ?y }",
        "SELECT ?x { ?x a <https://example.org/SERVICE> }",
        "PREFIX from: <a:> PREFIX service: <b:> SELECT ?x { ?x from:a service:b }",
        "SELECT ?g ?s { GRAPH ?g { ?s a kg:Statement } }",
        "SELECT ?x { ?x a/rdfs:subClassOf* kg:Agent . MINUS { ?x a kg:Person } } LIMIT 2 OFFSET 1",
        "SELECT ?x { VALUES ?x { ent:Microsoft } { SELECT ?x { ?x a ?c } } }",
        "BASE <https://kg.example/> ASK { <entity/Microsoft> ?p ?o }",
        "# une question\nselect distinct ?x { ?x ?p 1.5e3 }",
        "SELECT ?x { " + "{ " * 40 + "?x a kg:Company" + " }" * 40 + " }",
        "SELECT ?x { ?x kg:share ?s FILTER(" + "(" * 60 + "?s > 1" + ")" * 60 + ") }",
    ],
)
def test_allowed(store, text):
    run_query(store, text)


# ── what is refused ──────────────────────────────────────────────────────────


@pytest.fixture
def listener():
    """Yield the address of a port and the list of connections it got."""
    got: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)

        def accept() -> None:
            try:
                while True:
                    got.append(server.accept()[1])
            except OSError:
                return

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", got
        thread.join()


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE#x\n<URL> { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <URL> } SERVICE ?x { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } } } }",
    "ASK { FILTER(EXISTS { SERVICE <URL> { ?s ?p ?o } }) }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    # Oxigraph takes these, and a tokeniser or rdflib's parser does not see them:
    "ASK { ?s ?p 1SERVICE <URL> { ?a ?b ?c } }",
    "ASK { ?s ?p trueSERVICE <URL> { ?a ?b ?c } }",
    "ASK { ?s ?p ?o.SERVICE <URL> { ?a ?b ?c } }",
    "ASK { FILTER(1<'>' || EXISTS { SERVICE <URL> { ?a ?b ?c } } || 1 = ' ') }",
    "ASK { FILTER(1<?b#>'''\n || EXISTS { SERVICE <URL> { ?a ?b ?c } } ) #'''\n }",
    "PREFIX : <URL> ASK { SERVICE:x { ?a ?b ?c } }",
    "PREFIX x: <URL> ASK { SERVICEx:x#c {\n{ ?a ?b ?c } }",
    "PREFIX : <URL> PREFIX SERVICE: <a:b> ASK { SERVICE:x { ?a ?b ?c } }",
    "PREFIX : <URL> ASK { SERVICESILENT:{ ?a ?b ?c } }",
    "ASK { LATERAL { SERVICE <URL> { ?a ?b ?c } } }",
    "ASK { S\\u0045RVICE <URL> { ?a ?b ?c } }",
]


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused(store, listener, text):
    url, got = listener
    assert "SERVICE" in refused(store, text.replace("URL", url))
    assert got == []


def test_what_was_let_in_is_remembered_and_what_was_not_is_refused_again(monkeypatch):
    parsed = []
    real = guarded._parse
    monkeypatch.setattr(guarded, "_parse", lambda text: parsed.append(text) or real(text))
    fine, bad = "SELECT ?remembered { ?remembered ?p ?o }", "SELECT ?x FROM <urn:x:y> { ?x ?p ?o }"
    store = MemoryStore()
    for _ in range(3):
        run_query(store, fine)
        with pytest.raises(QueryError, match="FROM is refused"):
            run_query(store, bad)
    assert parsed == [fine, bad, bad, bad]


PIECES = "SERVICE SILENT <urn:x:nowhere> {?s ?p ?o} FILTER( EXISTS ) < > { } ?x 1 ' \" # \n || \\".split(" ")


@given(st.lists(st.sampled_from(PIECES), min_size=3, max_size=25), st.sampled_from(["", " "]))
@settings(max_examples=300, deadline=None)
def test_nothing_that_oxigraph_takes_for_a_service_gets_through(pieces, space):
    """A query of odd pieces is refused, or is answered without leaving the process."""
    text = f"ASK {{ {space.join(pieces)}"
    message = ""
    try:
        check_query(text)
        MemoryStore().select(text)
    except QueryError as error:
        message = str(error)
    assert "cannot be answered" not in message


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED kg:facts { GRAPH ?g { ?s ?p ?o } }",
        "ASK FROM kg:facts { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } FROM <a:b> WHERE { ?s ?p ?o }",
        "SELECT * FROM <a:b> { LATERAL { ?s ?p ?o } }",
    ],
)
def test_from_is_refused(store, text):
    assert "FROM is refused" in refused(store, text)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { kg:a kg:b kg:c }",
        "PREFIX a: <b:>\n# c\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "CLEAR ALL",
        "DROP GRAPH kg:facts",
        "WITH kg:facts DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ; INSERT DATA { kg:a kg:b kg:c }",
    ],
)
def test_updates_are_refused(store, text):
    before = len(list(store.quads()))
    refused(store, text)
    assert len(list(store.quads())) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the query is empty"),
        ("   \n", "the query is empty"),
        ("Qui dirige Microsoft ?", "a query begins with SELECT, ASK, CONSTRUCT, DESCRIBE, not 'Qui'"),
        ("?", "a query begins with"),
        ("SELECT ?x WHERE { ?x kg:ceo_of foo:b }", "line 1, column 32: unknown prefix 'foo:'; known are kg: ent: art:"),
        ("SELECT ?x\nWHERE {\n ?x kg:ceo_of }", "line 3, column 15: not valid SPARQL near '}'"),
        ("SELECT ?x WHER { ?x a kg:Person }", "expected"),
        ("SELECT * { ?s ?p ?o", "the query ends too early; a '}' is missing"),
        ("SELECT ?x { ?x kg:date <a b> }", "this is no IRI"),
        ("SELECT ?x ?x { ?x ?p ?o }", "a variable stands twice"),
        ("SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o }", "GROUP BY"),
        ("SELECT * { ent:Orange_(Company) ?p ?o }", "write \\( \\) \\' for ( ) '"),
        ("SELECT * { ent:L'Oréal ?p ?o }", "write \\( \\) \\' for ( ) '"),
        ("ASK { FILTER(" + "(" * 4_000 + "1" + ")" * 4_000 + ") }", "nested deeper than 100"),
        ("ASK { FILTER(" + "!" * 4_000 + "1) }", "nested deeper than 100"),
        ("ASK { FILTER(" + "! " * 4_000 + "1) }", "nested deeper than 100"),
        ("ASK { " + "{" * 4_000, "nested deeper than 100"),
        ("ASK { ?s " + "^" * 4_000 + "kg:a ?o }", "nested deeper than 100"),
        ("ASK { FILTER(1" + "+1" * 10_000 + ") }", "20,017 characters, of at most 10,000"),
    ],
)
def test_messages(store, text, words):
    assert words in refused(store, text)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_answered_or_refused_in_one_line(text):
    for query in (text, f"SELECT * {{ {text} }}"):
        message = ""
        try:
            run_query(MemoryStore(), query)
        except KgError as error:
            message = str(error)
        assert "\n" not in message


# ── what helps where nothing was found ───────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("SELECT ?x { ?x kg:invest_in ?y }", "no kg:invest_in in this graph; did you mean kg:invests_in"),
        ("SELECT ?x { ?x a kg:Compagny }", "no kg:Compagny in this graph; did you mean kg:Company?"),
        ("SELECT ?x { ent:Microsft kg:owns ?x }", "no ent:Microsft in this graph; did you mean ent:Microsoft?"),
        ("SELECT ?x { ?x kg:ceo_of <https://kg.example/entity/Microsof> }", "did you mean ent:Microsoft?"),
        ("SELECT ?x { ?x kg:zzz ?y }", "no kg:zzz in this graph"),
        ('SELECT ?x { ?x rdfs:label "Microsoft" }', 'labels are French: write "Microsoft"@fr'),
    ],
)
def test_empty_answers_say_what_is_not_known(store, text, note):
    result = run_query(store, text)
    assert not result
    assert any(note in n for n in result.notes), result.notes


def test_empty_answers_to_good_questions_say_nothing(store):
    assert run_query(store, "SELECT ?x { ?x kg:invests_in ent:Microsoft }").notes == ()


# ── formats ──────────────────────────────────────────────────────────────────

QUALIFIERS = (
    "SELECT ?s ?share ?date ?factuality ?words ?former ?begin { ?s kg:share ?share ; kg:date ?date ; "
    "kg:factuality ?factuality ; nif:anchorOf ?words ; nif:beginIndex ?begin . OPTIONAL { ?s kg:former ?former } }"
)


def test_frame(store):
    frame = run_query(store, QUALIFIERS).to_frame()
    row = frame.iloc[0].to_dict()
    assert row["s"].startswith("st:")
    assert (row["share"], row["date"], row["factuality"], row["begin"]) == (49.5, "2023-01", "kg:uncertain", 17)
    assert frame["share"].dtype == float
    assert pd.api.types.is_integer_dtype(frame["begin"])
    assert pd.isna(row["former"])
    empty = run_query(store, "SELECT ?x ?y { ?x kg:owns ?y }").to_frame()
    assert list(empty.columns) == ["x", "y"]
    assert len(empty) == 0


def test_json_is_what_rdflib_writes(store):
    found = json.loads(run_query(store, QUALIFIERS).to_json())
    answer = store.dataset().query(QUALIFIERS)
    assert found["results"] == json.loads(answer.serialize(format="json"))["results"]
    assert found["head"]["vars"] == "s share date factuality words former begin".split()
    assert len(rdflib.query.Result.parse(io.BytesIO(json.dumps(found).encode()), format="json")) == 1


def test_csv(store):
    rows = list(csv.reader(io.StringIO(run_query(store, QUALIFIERS).to_csv())))
    assert rows[0] == "s share date factuality words former begin".split()
    assert rows[1][1:4] == ["49.5", "2023-01", "kg:uncertain"]
    assert rows[1][5] == ""


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+33 1", "'+33 1"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("-1.5", "-1.5"),
        (-2, "-2"),
        ("1e9", "1e9"),
        ("« = »", "« = »"),
        (False, "false"),
        (None, ""),
    ],
)
def test_no_cell_is_a_formula(value, cell):
    assert csv_cell(value) == cell
