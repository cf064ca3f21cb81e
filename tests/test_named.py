"""Queries that come with `kg`, and what is said about anybody's."""

from __future__ import annotations

from pathlib import Path

import pytest
from graph_cases import extraction
from test_cli import kg

from kg.errors import QueryError
from kg.graph.hints import meanings
from kg.graph.named import NamedQuery, named_queries, named_query
from kg.graph.query import run_query
from kg.graph.store import MemoryStore

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def store(ontology) -> MemoryStore:
    store = MemoryStore(ontology=ontology)
    for id in ("a", "b"):
        store.replace(extraction(id))
    return store


@pytest.fixture(scope="module")
def demo(demo_graph) -> MemoryStore:
    return demo_graph.store


@pytest.mark.parametrize("query", named_queries(), ids=lambda q: q.name)
def test_each_answers_and_says_what(query: NamedQuery, demo, store):
    assert query.about.endswith(".")
    assert 20 < len(query.about) < 110
    assert "\n# " not in query.text
    found = run_query(demo, query.text)
    assert found.kind == "select"
    assert "ORDER BY" in query.text
    if query.name not in ("denied", "conflicts"):  # the demo agrees with itself
        assert found
    assert not [n for n in meanings(store, query.text) if "no kg:" in n[1]]
    assert run_query(demo, query.text).terms == found.terms


def test_there_are_a_dozen():
    assert len(named_queries()) >= 12
    assert {q.name for q in named_queries()} == {p.stem for p in (ROOT / "kg" / "queries").iterdir()}


def rows(store, name):
    return run_query(store, named_query(name).text).rows


def test_what_some_answer(store):
    assert rows(store, "leaders") == (("ent:Satya_Nadella", "kg:ceo_of", "ent:Microsoft"),)
    assert ("2", "ent:Satya_Nadella", "kg:ceo_of", "ent:Microsoft") in rows(store, "supported")
    assert rows(store, "single-source") == ()
    assert rows(store, "speakers") == (("ent:Bloomberg", "2", "2"),)
    assert [r[:2] for r in rows(store, "money")] == [("USD", "10000000000")] * 2
    assert {r[0] for r in rows(store, "uncertain")} == {"kg:uncertain", "kg:negated"}


def test_no_such_query():
    with pytest.raises(QueryError, match="no query 'leader'; did you mean 'leaders'"):
        named_query("leader")


def test_meanings(store):
    found = dict(
        meanings(
            store, "SELECT * { ent:Microsoft kg:invest_in ?o . ent:Satya_Nadela kg:ceo_of ?p GRAPH art:a { ?s ?p ?q } }"
        )
    )
    assert found == {
        "ent:Microsoft": "Microsoft: kg:Company",
        "kg:invest_in": "no kg:invest_in in this graph; did you mean kg:invests_in?",
        "ent:Satya_Nadela": "no ent:Satya_Nadela in this graph; did you mean ent:Satya_Nadella?",
        "kg:ceo_of": "dirige: Dirige l'exécutif d'une organisation : PDG, directeur général, patron.",
        "art:a": "Microsoft et OpenAI",
    }
    with pytest.raises(QueryError, match="unknown prefix 'kgg:'; did you mean kg:"):
        meanings(store, "SELECT * { ?s kgg:ceo_of ?o }")


def test_on_the_command_line(tmp_path, store):
    path = tmp_path / "graph.trig"
    store.save(path)
    assert "leaders" in kg("queries").stdout
    assert kg("queries", "leaders").stdout == named_query("leaders").text
    assert kg("query", path, "--named", "leaders", "--format", "csv").stdout == (
        "who,relation,organization\nent:Satya_Nadella,kg:ceo_of,ent:Microsoft\n"
    )
    wrong = kg("query", path, "-n", "leader")
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert wrong.stderr == "error: no query 'leader'; did you mean 'leaders'? `kg queries` lists them\n"
    explained = kg("query", path, "SELECT * { ?s kg:ceo ?o }", "--explain")
    assert explained.exit_code == 0
    assert "did you mean kg:ceo_of?" in explained.stdout
