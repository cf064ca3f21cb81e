"""Exports: the keys of the contract, graphs that other tools read, nothing that runs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from graph_cases import MICROSOFT, extraction, extractions
from hypothesis import given, settings

from kg.errors import FormatError
from kg.graph.export import FORMATS, export
from kg.graph.rows import COLUMNS, statement_rows
from kg.graph.store import MemoryStore, open_store
from kg.records import Entity

KEYS = (
    "article subject subject_type predicate object object_type factuality attributed_to date amount currency share "
    "role former quote start end confidence rule support"
).split()


@pytest.fixture(scope="module")
def store(ontology) -> MemoryStore:
    store = MemoryStore(ontology=ontology)
    store.replace(extraction("b"))
    store.replace(extraction("a"))
    return store


def test_rows():
    rows = statement_rows([extraction()])
    assert rows[0] == {
        "article": "2023-01-microsoft-openai",
        "subject": "Microsoft",
        "subject_type": "Company",
        "predicate": "invests_in",
        "object": "OpenAI",
        "object_type": "Company",
        "factuality": "uncertain",
        "attributed_to": "Bloomberg",
        "date": "2023-01",
        "amount": 10_000_000_000,
        "currency": "USD",
        "share": 49.5,
        "role": None,
        "former": False,
        "quote": "Microsoft aurait investi 10 milliards de dollars dans OpenAI",
        "start": 17,
        "end": 77,
        "confidence": 0.82,
        "rule": "investir/obl:dans",
    }
    assert rows[2]["object"] == "1975-04"
    assert rows[2]["object_type"] == "date"
    assert list(rows[0]) == KEYS[:-1] == list(COLUMNS)


def test_jsonl(store):
    lines = export(store, "jsonl").decode().splitlines()
    rows = [json.loads(line) for line in lines]
    assert [{k: v for k, v in row.items() if k != "support"} for row in rows] == statement_rows(store.extractions())
    assert [r["article"] for r in rows] == ["a"] * 5 + ["b"] * 5
    assert all(list(r) == KEYS for r in rows)


def test_csv(store):
    rows = list(csv.DictReader(io.StringIO(export(store, "csv").decode())))
    assert list(rows[0]) == KEYS
    assert [r["quote"] for r in rows] == [r["quote"] for r in statement_rows(store.extractions())]
    assert (rows[0]["amount"], rows[0]["former"], rows[0]["role"]) == ("10000000000", "false", "")


def test_csv_runs_nothing():
    x = extraction()
    evil = Entity("evil", '=cmd|" /C calc"!A0', "Company")
    statements = tuple(replace(s, subject=evil) for s in x.statements)
    store = MemoryStore()
    store.replace(replace(x, entities=(*x.entities, evil), statements=statements))
    rows = list(csv.DictReader(io.StringIO(export(store, "csv").decode())))
    assert {r["subject"] for r in rows} == {'\'=cmd|" /C calc"!A0'}


@given(extractions())
@settings(max_examples=60, deadline=None)
def test_one_line_a_statement_whatever_the_text(x):
    store = MemoryStore()
    store.replace(x)
    lines = export(store, "jsonl").decode().splitlines()
    assert [json.loads(line)["quote"] for line in lines] == [s.evidence.quote for s in x.statements]
    rows = list(csv.reader(io.StringIO(export(store, "csv").decode(), newline="")))
    assert len(rows) == 1 + len(x.statements)
    assert all(len(row) == len(KEYS) for row in rows)


@pytest.mark.parametrize("name", FORMATS)
def test_no_statement_is_no_error(name):
    data = export(MemoryStore(), name)
    assert data == b"" if name in ("jsonl", "nquads") else data.endswith((b"\n", b"PAR1"))


@pytest.mark.parametrize(
    ("name", "format_"),
    [("trig", ox.RdfFormat.TRIG), ("nquads", ox.RdfFormat.N_QUADS), ("jsonld", ox.RdfFormat.JSON_LD)],
)
def test_datasets_are_the_graph(store, name, format_):
    data = export(store, name)
    assert set(ox.parse(data, format=format_)) == set(store.quads())
    again = rdflib.Dataset()
    again.parse(data=data.decode(), format={"jsonld": "json-ld"}.get(name, name))
    assert len(list(again.quads())) == len(list(store.quads()))


def test_turtle_is_the_union(store):
    data = export(store, "turtle")
    assert {q.triple for q in ox.parse(data, format=ox.RdfFormat.TURTLE)} == {q.triple for q in store.quads()}
    assert len(rdflib.Graph().parse(data=data.decode(), format="turtle")) == len(list(store.quads()))


@given(extractions())
@settings(max_examples=60, deadline=None)
def test_any_text_survives_every_rdf_format(x):
    store = MemoryStore()
    store.replace(x)
    quads = set(store.quads())
    assert set(ox.parse(export(store, "nquads"), format=ox.RdfFormat.N_QUADS)) == quads
    assert set(ox.parse(export(store, "jsonld"), format=ox.RdfFormat.JSON_LD)) == quads
    nx.parse_graphml(export(store, "graphml").decode())


def test_trig_export_opens_as_a_graph(store, tmp_path):
    (tmp_path / "a.trig").write_bytes(export(store, "trig"))
    assert list(open_store(tmp_path / "a.trig").extractions()) == list(store.extractions())


def test_jsonld_has_a_context(store):
    found = json.loads(export(store, "jsonld"))
    assert found["@context"]["ent"] == "https://kg.example/entity/"
    facts = next(g for g in found["@graph"] if g["@id"] == "kg:facts")
    assert {"@id": "ent:Satya_Nadella", "@type": ["kg:Person"]}.items() <= facts["@graph"][-1].items()


def test_graphml(store):
    found = nx.parse_graphml(export(store, "graphml").decode())
    assert found.nodes[MICROSOFT.id]["name"] == "Microsoft"
    assert sorted({data["predicate"] for _, _, data in found.edges(data=True)}) == ["acquires", "ceo_of", "invests_in"]


def test_unknown_format(store):
    with pytest.raises(FormatError, match=r"no format 'xlsx'; choose jsonl, csv"):
        export(store, "xlsx")
