"""What Python and notebook users hold."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import networkx as nx
import pytest
from graph_cases import extraction

import kg
from kg import KnowledgeGraph
from kg.errors import OntologyError, QueryError, StoreError
from kg.graph.rows import EXPORTED
from kg.graph.store import MemoryStore


@pytest.fixture(scope="module")
def graph(ontology) -> KnowledgeGraph:
    store = MemoryStore(ontology=ontology)
    store.replace(extraction("b"))
    store.replace(extraction("a"))
    return KnowledgeGraph(store, ontology=ontology)


def test_everything_in_all_is_there():
    for name in kg.__all__:
        assert getattr(kg, name).__doc__
        assert name in dir(kg)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        kg.nothing_of_the_kind  # noqa: B018


def test_importing_kg_is_light():
    script = "import sys, kg, kg.errors, kg.records; print(*{m.split('.')[0] for m in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"rdflib", "pyoxigraph", "spacy", "pandas", "networkx"} & set(loaded)


def test_opening_and_asking_needs_no_pandas(graph, tmp_path):
    graph.save(tmp_path / "a.trig")
    script = (
        "import sys; from kg import KnowledgeGraph\n"
        f"KnowledgeGraph.load({str(tmp_path / 'a.trig')!r}).select('SELECT ?x {{ ?x a kg:Company }}')\n"
        "print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"spacy", "pandas", "networkx", "pyshacl"} & set(loaded)


def test_tables(graph):
    statements = graph.statements()
    assert list(statements.columns) == list(EXPORTED)
    assert len(statements) == 10
    entities = graph.entities().set_index("id")
    assert entities.loc["Microsoft"].to_dict() == {
        "name": "Microsoft",
        "type": "Company",
        "aliases": ("MS", "le groupe"),
        "articles": 2,
        "mentions": 2,
        "statements": 10,
    }
    articles = graph.articles()
    assert list(articles["id"]) == ["a", "b"]
    assert list(articles["statements"]) == [5, 5]
    assert len(graph) == 2


def test_tables_of_an_empty_graph():
    empty = KnowledgeGraph(MemoryStore())
    assert [len(t) for t in (empty.statements(), empty.entities(), empty.articles())] == [0, 0, 0]
    assert "source" in empty.articles().columns
    assert "0" in empty._repr_html_()


def test_query(graph):
    frame = graph.query("SELECT ?who WHERE { ?who kg:ceo_of ent:Microsoft }")
    assert frame.to_dict("list") == {"who": ["ent:Satya_Nadella"]}
    with pytest.raises(QueryError):
        graph.query("SELECT")
    with pytest.warns(UserWarning, match="did you mean kg:ceo_of"):
        assert len(graph.query("SELECT ?who { ?who kg:ceo_off ?x }")) == 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        graph.query("SELECT ?who { ?who kg:owns ?x }")


def test_save_and_load(graph, tmp_path):
    graph.save(tmp_path / "a.trig")
    again = KnowledgeGraph.load(tmp_path / "a.trig")
    assert list(again) == list(graph)
    again.store.retract("a")
    again.save()
    assert len(KnowledgeGraph.load(str(tmp_path / "a.trig"))) == 1
    with pytest.raises(StoreError):
        KnowledgeGraph.load(tmp_path / "b.trig")
    with pytest.raises(OntologyError):
        KnowledgeGraph.load(tmp_path / "a.trig", ontology=tmp_path)


def test_networkx(graph):
    found = graph.to_networkx()
    assert isinstance(found, nx.MultiDiGraph)
    assert found.has_edge("Satya_Nadella", "Microsoft")


def test_validate_and_export(graph):
    assert graph.validate() == []
    assert graph.export("jsonl").count(b"\n") == 10


def test_summary_is_escaped_html(ontology):
    store = MemoryStore()
    store.replace(extraction())
    found = KnowledgeGraph(store, ontology=ontology)
    assert "<td>invests_in</td><td>1</td>" in found._repr_html_()
    assert repr(found) == "KnowledgeGraph(1 article, 5 entities, 5 statements)"


def test_page(graph, tmp_path):
    page = graph.show(title="Un <titre>", lang="en", limit=10)
    assert page.html.lstrip().lower().startswith("<!doctype html>")
    frame = page._repr_html_()
    assert frame.startswith('<iframe srcdoc="')
    assert frame.count('"') == frame.count('="') * 2  # what is inside is escaped
    graph.write_page(tmp_path / "a.html", lang="en")
    assert (tmp_path / "a.html").read_text("utf-8") == graph.show(lang="en").html
    assert Path(tmp_path / "a.html").stat().st_size > 1000
