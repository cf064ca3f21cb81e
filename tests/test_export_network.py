"""Exports for other tools, each read back by the tool it is for, or by its format's library."""

from __future__ import annotations

import csv
import io
import json
import re

import networkx as nx
import pytest
from graph_cases import BLOOMBERG, MICROSOFT, NADELLA, OPENAI, extraction, extractions, names
from hypothesis import given, settings

from kg.graph.answers import ANSWERS
from kg.graph.export import FORMATS, export
from kg.graph.export_network import _literal
from kg.graph.rows import EXPORTED
from kg.graph.store import MemoryStore
from kg.records import Extraction

RELATIONS = {"acquires", "ceo_of", "invests_in"}


def store_of(*found: Extraction) -> MemoryStore:
    store = MemoryStore()
    for x in found:
        store.replace(x)
    return store


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return store_of(extraction("a"), extraction("b"))


def rows_of(store: MemoryStore) -> list[dict[str, object]]:
    return [json.loads(line) for line in export(store, "jsonl").decode().splitlines()]


# ── Parquet ──────────────────────────────────────────────────────────────────


def test_parquet(store):
    import pandas as pd

    found = pd.read_parquet(io.BytesIO(export(store, "parquet")))
    assert tuple(found.columns) == EXPORTED
    rows = rows_of(store)
    assert found["quote"].tolist() == [r["quote"] for r in rows]
    assert found["start"].tolist() == [r["start"] for r in rows]
    assert found["amount"].dropna().tolist() == [1e10, 1e10]
    assert {str(found.dtypes[c]) for c in ("start", "end", "support")} == {"int32"}
    assert found["former"].dtype == bool
    assert pd.read_parquet(io.BytesIO(export(MemoryStore(), "parquet"))).dtypes.equals(found.dtypes)


@given(extractions())
@settings(max_examples=40, deadline=None)
def test_parquet_holds_any_text(x):
    import pyarrow.parquet as pq

    store = store_of(x)
    found = pq.read_table(io.BytesIO(export(store, "parquet"))).to_pylist()
    words = [{k: v for k, v in r.items() if k != "amount"} for r in rows_of(store)]
    assert [{k: v for k, v in r.items() if k != "amount"} for r in found] == words


# ── GraphML, GEXF ────────────────────────────────────────────────────────────


def test_graphml_in_igraph(store, tmp_path):
    import igraph

    path = tmp_path / "graph.graphml"
    path.write_bytes(export(store, "graphml"))
    found = igraph.Graph.Read_GraphML(str(path))
    assert set(found.vs["name"]) >= {"Microsoft", "OpenAI", "Satya Nadella"}
    assert set(found.es["predicate"]) == RELATIONS
    assert found.is_directed()


def test_gexf(store):
    data = export(store, "gexf")
    found = nx.read_gexf(io.BytesIO(data))
    assert found.nodes[MICROSOFT.id]["label"] == "Microsoft"
    assert {d["label"] for _, _, d in found.edges(data=True)} == RELATIONS
    assert found.number_of_edges() == 6
    weights = {d["weight"] for _, _, d in found.edges(data=True) if d["label"] == "invests_in"}
    assert weights == {0.82}
    assert not re.search(rb"\d{4}-\d\d-\d\d\"", data.partition(b"<graph")[0]), "no day of writing"


@given(extractions())
@settings(max_examples=40, deadline=None)
def test_gexf_holds_any_text(x):
    found = nx.read_gexf(io.BytesIO(export(store_of(x), "gexf")))
    assert found.number_of_nodes() <= nx.parse_graphml(export(store_of(x), "graphml").decode()).number_of_nodes()


# ── Neo4j ────────────────────────────────────────────────────────────────────


def neo4j(store: MemoryStore) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Read both files as ``neo4j-admin database import`` does: by the types in the header."""
    files = (export(store, f"neo4j-{name}").decode() for name in ("nodes", "relationships"))
    nodes, relationships = (list(csv.DictReader(io.StringIO(text, newline=""))) for text in files)
    return nodes, relationships


def test_neo4j_files(store):
    nodes, relationships = neo4j(store)
    by_id = {n["id:ID"]: n for n in nodes}
    assert by_id[MICROSOFT.id] == {
        "id:ID": "Microsoft", "name": "Microsoft", "aliases:string[]": "MS;le groupe", ":LABEL": "Entity;Company",
    }  # fmt: skip
    assert by_id["date 1975-04"][":LABEL"] == "Entity;Value"
    assert {r[":TYPE"] for r in relationships} == RELATIONS | {"founded_on", "also_known_as"}
    assert len(relationships) == 10
    one = next(r for r in relationships if r[":TYPE"] == "invests_in")
    assert (one[":START_ID"], one[":END_ID"]) == (MICROSOFT.id, OPENAI.id)
    assert (one["confidence:double"], one["former:boolean"], one["start:int"]) == ("0.82", "false", "17")
    assert one["attributed_to"] == BLOOMBERG.name


@given(extractions())
@settings(max_examples=60, deadline=None)
def test_neo4j_files_hold_together(x):
    store = store_of(x)
    nodes, relationships = neo4j(store)
    ids = [n["id:ID"] for n in nodes]
    assert {end for r in relationships for end in (r[":START_ID"], r[":END_ID"])} <= set(ids)
    assert len(relationships) == len(rows_of(store))
    for name in ("nodes", "relationships"):
        text = export(store, f"neo4j-{name}").decode()
        assert text.count("\n") == 1 + len(nodes if name == "nodes" else relationships), "one line a row"


# ── Cypher ───────────────────────────────────────────────────────────────────


def run(script: str, *, times: int = 1):
    """Run a script, a statement a line, in a database that speaks openCypher."""
    ocg = pytest.importorskip("ocg")
    graph = ocg.Graph()
    for _ in range(times):
        for line in script.split("\n"):
            if line and not line.startswith("//"):
                graph.execute(line.removesuffix(";"))
    return graph


@pytest.mark.parametrize("times", [1, 2])
def test_cypher(store, times):
    graph = run(export(store, "cypher").decode(), times=times)
    who = graph.execute("MATCH (p:Person)-[r:ceo_of]->(c:Company) RETURN p.name, c.name, r.role, r.quote")
    assert [tuple(row.values()) for row in who] == [
        (NADELLA.name, MICROSOFT.name, "PDG", "Satya Nadella est PDG de Microsoft")
    ] * 2
    [[count]] = [row.values() for row in graph.execute("MATCH ()-[r]->() RETURN count(r)")]
    assert count == 10, "twice is once"
    [row] = graph.execute("MATCH (:Company)-[r:founded_on]->(v:Value) RETURN DISTINCT v.name")
    assert row["v.name"] == "1975-04"


@given(names)
@settings(max_examples=60, deadline=None)
def test_cypher_holds_any_text(text):
    graph = run(f"MERGE (n:Entity {{id: {_literal(text)}}})")
    assert [row["n.id"] for row in graph.execute("MATCH (n) RETURN n.id")] == [text]


# ── all ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_bytes_whatever_the_order(name):
    one, other = store_of(extraction("a"), extraction("b")), store_of(extraction("b"), extraction("a"))
    assert export(one, name) == export(other, name)


def test_formats_of_the_commands_are_told(run_kg):
    told = run_kg("export", "--help").stdout
    assert all(name in " ".join(told.split()) for name in FORMATS)
    assert all(name in run_kg("query", "--help").stdout for name in ANSWERS)
