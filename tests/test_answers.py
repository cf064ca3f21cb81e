"""Answers in the standard formats, read back by libraries that know them."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib
from graph_cases import extraction, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.query import Result as RdflibResult

from kg.errors import FormatError
from kg.graph.answers import ANSWERS, NOT_XML, fitting, write_answer
from kg.graph.query import run_query
from kg.graph.results import Result
from kg.graph.store import MemoryStore

IRI = NamedNode("https://kg.example/entity/L'Oréal")
nodes = st.sampled_from([IRI, NamedNode("urn:a?b=c&d"), BlankNode("b1")])
literals = st.one_of(
    texts.map(Literal),
    texts.map(lambda t: Literal(t, language="fr")),
    st.integers().map(Literal),
    st.sampled_from(["1.50", "x"]).map(
        lambda t: Literal(t, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    ),
    st.booleans().map(Literal),
)
rows = st.lists(st.tuples(st.none() | nodes | literals, st.none() | nodes | literals), max_size=5)
answers = rows.map(lambda found: Result(("a", "b"), tuple(found)))
triples = st.lists(st.tuples(nodes, st.just(IRI), nodes | literals), max_size=5, unique=True).map(
    lambda found: Result(("subject", "predicate", "object"), tuple(found), "construct")
)
FORMS = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}
RDF = {
    "turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}  # fmt: skip


def of_xml(term):
    """Return a term as XML can hold it."""
    if not isinstance(term, Literal):
        return term
    text = NOT_XML.sub("\ufffd", term.value)
    return Literal(text, language=term.language) if term.language else Literal(text, datatype=term.datatype)


@pytest.mark.parametrize("name", ["json", "tsv"])
@given(found=answers)
@settings(max_examples=60, deadline=None)
def test_rows_come_back(name, found):
    again = ox.parse_query_results(write_answer(found, name), format=FORMS[name])
    assert [v.value for v in again.variables] == ["a", "b"]
    assert [tuple(row) for row in again] == list(found.terms)


@given(found=answers)
@settings(max_examples=60, deadline=None)
def test_rows_of_xml_come_back(found):
    """By a parser of XML: Oxigraph's of this format takes spaces off the ends of a literal."""
    space = "{http://www.w3.org/2005/sparql-results#}"
    again = ET.fromstring(write_answer(found, "xml"))
    assert [v.get("name") for v in again.iter(f"{space}variable")] == ["a", "b"]
    for row, terms in zip(again.iter(f"{space}result"), found.terms, strict=True):
        held = {b.get("name"): b[0] for b in row}
        assert set(held) == {c for c, t in zip("ab", terms, strict=True) if t is not None}
        for name, term in zip("ab", terms, strict=True):
            if term is not None:
                assert (held[name].text or "") == of_xml(term).value
                kind = {"NamedNode": "uri", "BlankNode": "bnode", "Literal": "literal"}[type(term).__name__]
                assert held[name].tag == space + kind
                assert held[name].get("{http://www.w3.org/XML/1998/namespace}lang") == getattr(term, "language", None)


@given(found=answers)
@settings(max_examples=60, deadline=None)
def test_rows_of_csv_come_back(found):
    again = list(csv.reader(io.StringIO(write_answer(found, "csv").decode(), newline="")))
    assert again[0] == ["a", "b"]
    plain = [["" if t is None else str(t) if isinstance(t, BlankNode) else t.value for t in row] for row in found.terms]
    assert again[1:] == plain


@pytest.mark.parametrize("name", RDF)
@given(found=triples)
@settings(max_examples=60, deadline=None)
def test_triples_come_back(name, found):
    again = ox.parse(write_answer(found, name), format=RDF[name])

    def plain(term) -> str:
        return "_" if isinstance(term, BlankNode) else str(of_xml(term) if name == "rdfxml" else term)

    assert sorted((plain(q.subject), plain(q.object)) for q in again) == sorted(
        {(plain(s), plain(o)) for s, _, o in found.terms}
        if name == "rdfxml"
        else ((plain(s), plain(o)) for s, _, o in found.terms)
    )


@pytest.mark.parametrize(("name", "format_"), [("json", "json"), ("xml", "xml"), ("csv", "csv"), ("tsv", "tsv")])
def test_rdflib_reads_them(name, format_):
    store = MemoryStore()
    store.replace(extraction())
    found = run_query(store, "SELECT ?s ?words { ?s nif:anchorOf ?words }")
    again = RdflibResult.parse(io.BytesIO(write_answer(found, name)), format=format_)
    assert sorted(str(row.words) for row in again) == sorted(row[1] for row in found.rows)


@pytest.mark.parametrize("name", ["json", "xml"])
def test_yes_and_no(name):
    for text, answer in (("ASK {}", True), ("ASK { ?s kg:nothing ?o }", False)):
        found = run_query(MemoryStore(), text)
        assert bool(ox.parse_query_results(write_answer(found, name), format=FORMS[name])) is answer
        assert write_answer(found, "csv").strip() == write_answer(found, "tsv").strip() == str(answer).lower().encode()


def test_graphs_in_rdflib():
    store = MemoryStore()
    store.replace(extraction())
    found = run_query(store, "DESCRIBE ent:Microsoft")
    graphs = [
        rdflib.Graph().parse(data=write_answer(found, name).decode(), format=format_)
        for name, format_ in (("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml"))
    ]
    assert {len(g) for g in graphs} == {len(found)}


def test_formats_fit_the_answer():
    table, graph = Result(("a",), ()), Result(("subject", "predicate", "object"), (), "construct")
    assert next(iter(fitting(table))) == "application/sparql-results+json"
    assert fitting(graph)["application/json"] == "jsonld"
    assert not {"text/turtle"} & set(fitting(table))
    for name in RDF:
        with pytest.raises(FormatError, match="choose json, xml, csv, tsv"):
            write_answer(table, name)
    with pytest.raises(FormatError, match="no format 'xlsx'"):
        write_answer(table, "xlsx")


def test_the_command(run_kg, demo_trig):
    query = "CONSTRUCT { ?s kg:ceo_of ?o } WHERE { ?s kg:ceo_of ?o }"
    for name in ANSWERS:
        got = run_kg("query", demo_trig, query, "--format", name)
        assert got.returncode == 0, got.stderr
        assert "Satya_Nadella" in got.stdout
    wrong = run_kg("query", demo_trig, "ASK {}", "--format", "turtle")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == "error: turtle holds what CONSTRUCT and DESCRIBE give; choose json, xml, csv, tsv\n"
