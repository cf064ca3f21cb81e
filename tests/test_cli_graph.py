"""Graphs that grow and shrink, from the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sparql_server import sparql_server
from test_cli import kg

from kg import KnowledgeGraph
from kg.errors import StoreError
from kg.graph.store import open_store

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = {
    "un": "Satya Nadella est le PDG de Microsoft. Microsoft a investi dans OpenAI.\n",
    "deux": "Microsoft a investi dans OpenAI.\n",
    "trois": "Orange a racheté Orange Bank.\n",
}


@pytest.fixture(autouse=True)
def _loaded(pipeline: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.language.pipeline as module

    monkeypatch.setattr(module, "load_pipeline", lambda name=None: pipeline)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_BASE_IRI", raising=False)
    for name, text in TEXTS.items():
        Path(f"{name}.txt").write_text(text)
    return tmp_path


@pytest.fixture(
    params=[
        "graph.trig",
        pytest.param("graph.nq.gz", marks=pytest.mark.long),
        pytest.param("graph.jsonld", marks=pytest.mark.long),
        pytest.param("graph.oxi", marks=pytest.mark.long),
        "http",
    ]
)
def graph(request, folder: Path) -> Iterator[str]:
    if request.param != "http":
        yield request.param
        return
    with sparql_server() as server:
        yield server.address


def content(path: str) -> set[object]:
    return set(open_store(path).quads())


def test_a_graph_grows_and_shrinks(graph):
    assert kg("build", "un.txt", "-o", graph).exit_code == 0
    before = content(graph)
    added = kg("build", "un.txt", "deux.txt", "-o", graph)
    assert added.exit_code == 0
    assert added.stderr.splitlines()[-1].startswith("1 article read, 1 unchanged, 0 skipped, 0 errors; ")
    assert kg("build", "un.txt", "deux.txt", "-o", "once.trig").exit_code == 0
    assert content(graph) == content("once.trig")
    for command in (
        ["query", graph, "ASK {}"],
        ["stats", graph],
        ["export", graph],
        ["validate", graph],
        ["explain", graph, "Microsoft"],
    ):
        assert kg(*command).exit_code == 0
    gone = kg("retract", graph, "deux")
    assert gone.exit_code == 0
    assert gone.stdout.splitlines() == ["weakened: Microsoft invests_in OpenAI (2 → 1 articles)"]
    assert gone.stderr == f"1 article retracted, 0 facts gone, 1 weakened, 0 entities gone; 1 article left in {graph}\n"
    assert content(graph) == before


def test_changed_articles_are_replaced(folder):
    assert kg("build", "un.txt", "deux.txt").exit_code == 0
    Path("deux.txt").write_text(TEXTS["trois"])
    changed = kg("build", "un.txt", "deux.txt")
    assert changed.stderr.splitlines()[-1].startswith("1 article read (1 replaced), 1 unchanged, 0 skipped")
    assert kg("build", "un.txt", "deux.txt", "-o", "once.trig").exit_code == 0
    assert Path("graph.trig").read_bytes() == Path("once.trig").read_bytes()


def test_nothing_new_writes_nothing(folder):
    assert kg("build", "un.txt").exit_code == 0
    before = Path("graph.trig").stat().st_mtime_ns
    again = kg("build", "un.txt")
    assert again.exit_code == 0
    assert again.stderr == "0 articles read, 1 unchanged, 0 skipped, 0 errors; graph.trig is as it was\n"
    assert Path("graph.trig").stat().st_mtime_ns == before


@pytest.mark.parametrize("path", ["graph.trig", "graph.oxi"])
def test_fresh(folder, path):
    assert kg("build", "un.txt", "-o", path).exit_code == 0
    assert kg("build", "deux.txt", "-o", path, "--fresh").exit_code == 0
    assert list(open_store(path).articles()) == ["deux"]
    if path == "graph.trig":
        Path(path).write_bytes(b"foreign")
        refused = kg("build", "un.txt", "-o", path)
        assert refused.exit_code == 1
        assert re.fullmatch(r"error: graph\.trig: not a graph .*--fresh; graph\.trig not written\n", refused.stderr)
        assert kg("build", "un.txt", "-o", path, "--fresh").exit_code == 0


def test_retracting_names_what_is_gone(folder):
    assert kg("build", *(f"{n}.txt" for n in TEXTS)).exit_code == 0
    result = kg("retract", "graph.trig", "art:un", "trois")
    assert result.exit_code == 0
    assert "gone: Satya Nadella ceo_of Microsoft" in result.stdout.splitlines()
    assert "entity gone: Satya Nadella" in result.stdout.splitlines()
    assert list(open_store("graph.trig").articles()) == ["deux"]


def test_retracting_what_is_not_there_changes_nothing(folder):
    assert kg("build", "un.txt", "deux.txt").exit_code == 0
    before = Path("graph.trig").read_bytes()
    result = kg("retract", "graph.trig", "un", "dex")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "error: no article 'dex' in this graph; did you mean 'deux'?\n"
    assert Path("graph.trig").read_bytes() == before


def test_one_base_iri(folder):
    assert kg("build", "un.txt", "--base-iri", "https://a.example/").exit_code == 0
    assert kg("build", "deux.txt").exit_code == 0
    refused = kg("build", "trois.txt", "--base-iri", "https://b.example/")
    assert refused.exit_code == 1
    assert "use one base IRI for a graph" in refused.stderr
    assert list(open_store("graph.trig").articles()) == ["deux", "un"]


def test_a_second_writer_is_told_before_the_work(folder):
    writer = open_store("graph.oxi", create=True)
    result = kg("build", "un.txt", "-o", "graph.oxi")
    assert result.exit_code == 1
    assert "somebody else is writing it" in result.stderr
    del writer


def test_in_python(folder):
    one = KnowledgeGraph.build("un.txt", into="graph.oxi")
    assert one.added == ("un",)
    one.save()
    two = KnowledgeGraph.build(["un.txt", "deux.txt"], into="graph.oxi")
    assert (two.report.unchanged, two.added, len(two)) == (1, ("deux",), 2)
    assert [str(f) for f in two.retract("un").gone] == ["Satya Nadella ceo_of Microsoft"]
    two.save()
    assert len(KnowledgeGraph.load("graph.oxi")) == 1


def test_graphs_of_an_earlier_kg_are_not_touched(folder):
    from graph_cases import extraction

    store = open_store("graph.trig", create=True)
    store.replace(extraction("a"))
    store.save()
    for args in (["build", "un.txt"], ["retract", "graph.trig", "a"]):
        result = kg(*args)
        assert result.exit_code == 1
        assert "was put there by an earlier kg" in result.stderr
    with pytest.raises(StoreError, match="build the graph anew"):
        KnowledgeGraph.load("graph.trig").retract("a")
