"""Choices, measures, paths, communities and comparisons, against networkx and by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from page_corpus import corpus, generated

from kg.api import KnowledgeGraph
from kg.errors import FormatError, KgError
from kg.explore import Choice
from kg.explore.change import compare, growth
from kg.explore.choose import choose, within
from kg.explore.explorer import Network
from kg.explore.find import entities_of, find_one
from kg.explore.measures import MEASURES, measure
from kg.explore.network import to_networkx
from kg.explore.paths import shortest_paths
from kg.explore.projections import comention, ego, of_relation, simple
from kg.explore.view import read_theme, render
from kg.graph.memory import MemoryStore
from kg.ontology import Ontology, load_ontology


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def network(ontology: Ontology) -> Network:
    return Network(corpus(), ontology)


def triples(extractions: list) -> set[tuple[str, str, str]]:
    return {s.key for x in extractions for s in x.statements}


# --- choosing ---------------------------------------------------------------------------------
def test_nothing_asked_is_all(ontology: Ontology) -> None:
    assert choose(corpus(), Choice(), ontology) == corpus()


def test_relations_keep_what_they_link(ontology: Ontology) -> None:
    found = choose(corpus(), Choice(relations="acquires"), ontology)
    assert {t[1] for t in triples(found)} == {"acquires"}
    ends = {e for t in triples(found) for e in (t[0], t[2])}
    assert ends <= {e.id for x in found for e in x.entities}
    assert all(i in {e.id for e in x.entities} for x in found for _, i in x.mentions)


def test_classes_need_both_ends(ontology: Ontology) -> None:
    found = choose(corpus(), Choice(classes=("Organization",)), ontology)
    ends = {e for t in triples(found) for e in (t[0], t[2]) if not e.startswith('"')}
    types = {e.id: e.type for x in found for e in x.entities}
    assert ends
    assert all(ontology.is_a(types[e], "Organization") for e in ends)
    assert ("Solvéa", "acquires", "Brunel_Énergie") in triples(found)
    assert not any("Élise_Marchand" in t for t in triples(found))


def test_focus_is_a_neighbourhood(ontology: Ontology) -> None:
    for hops in (0, 1, 2):
        found = choose(corpus(), Choice(focus="montclar", hops=hops), ontology)
        near = within(corpus(), {"Banque_Montclar"}, hops)
        assert {e for t in triples(found) for e in (t[0], t[2]) if not e.startswith('"')} <= near
        assert "Banque_Montclar" in {e.id for x in found for e in x.entities}


@pytest.mark.parametrize(
    ("choice", "dates"),
    [
        (Choice(since="2024-06"), lambda d: d >= "2024-06"),
        (Choice(until="2024-05"), lambda d: d[:7] <= "2024-05"),
        (Choice(since="2024-05-10", until="2024"), lambda d: d >= "2024-05-10" and d[:4] <= "2024"),
    ],
)
def test_dates_are_of_publication(ontology: Ontology, choice: Choice, dates: Callable[[str], bool]) -> None:
    found = {x.article.id for x in choose(corpus(), choice, ontology)}
    assert found == {x.article.id for x in corpus() if x.article.date and dates(x.article.date)}
    assert 0 < len(found) < len(corpus())


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (Choice(relations="acquire"), "no relation 'acquire' here; did you mean acquires?"),
        (Choice(classes="Compagny"), "did you mean Company?"),
        (Choice(outlets="Radio"), "no outlet 'Radio' here"),
        (Choice(factualities="sure"), "no factuality 'sure' here"),
        (Choice(since="hier"), "'hier' is no date; write it as 2023, 2023-01 or 2023-01-23"),
        (Choice(until="2023-02-30"), "is no date"),
        (Choice(focus="Solvea"), "did you mean Solvéa"),
    ],
)
def test_wrong_names_are_told(ontology: Ontology, choice: Choice, message: str) -> None:
    with pytest.raises(KgError, match=message.replace("?", r"\?")):
        choose(corpus(), choice, ontology)


def test_names_before_aliases() -> None:
    entities = entities_of(corpus())
    assert find_one(entities, "marchand").id == "Élise_Marchand"
    assert find_one(entities, "ent:Solvéa").id == "Solvéa"


# --- projections and measures -----------------------------------------------------------------
def test_projections_agree_with_the_statements(network: Network) -> None:
    graph = network.graph
    links = {frozenset((a, b)) for a, b in graph.edges() if a != b}
    assert {frozenset(e) for e in simple(graph).edges} == links
    assert sum(n for _, _, n in simple(graph).edges(data="statements")) == sum(a != b for a, b in graph.edges())
    owners = {(a, b) for a, b, p in graph.edges(data="predicate") if p == "headquartered_in"}
    assert set(of_relation(graph, "headquartered_in").edges) == owners
    assert of_relation(graph, "headquartered_in").nodes["Bergen"]["name"] == "Bergen"


def test_comention_counts_articles(network: Network) -> None:
    found = comention(network.graph)
    entities = {x.article.id: {e.id for e in x.entities} for x in corpus()}
    for a, b, n in list(found.edges(data="weight"))[:200]:
        assert n == sum({a, b} <= here for here in entities.values())
    assert all(n >= 2 for _, _, n in comention(network.graph, least=2).edges(data="weight"))


def test_ego_is_what_networkx_says(network: Network) -> None:
    theirs = nx.ego_graph(network.graph, "Solvéa", radius=2, undirected=True)
    assert set(ego(network.graph, "Solvéa", 2)) == set(theirs)
    assert set(network.ego("solvéa")) == {"Solvéa", *network.simple()["Solvéa"]}


@pytest.mark.parametrize("size", [30, 150])
def test_measures_agree_with_networkx(size: int) -> None:
    graph = to_networkx(generated(size))
    plain = simple(graph)
    theirs = {
        "degree": dict(plain.degree()),
        "strength": dict(plain.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(plain),
        "closeness": {n: x / (len(plain) - 1) for n, x in nx.harmonic_centrality(plain).items()},
        "core": nx.core_number(plain),
    }
    for name, expected in theirs.items():
        ours = measure(graph, name)
        assert max(abs(ours[n] - expected[n]) for n in graph) < 1e-9, name


def test_every_measure_scores_every_entity(network: Network) -> None:
    for name in MEASURES:
        assert list(measure(network.graph, name)) == list(network.graph), name
        assert measure(nx.MultiDiGraph(), name) == {}
    with pytest.raises(KgError, match="choose one of pagerank, degree"):
        measure(network.graph, "fame")


def test_top_chooses_what_is_shown_not_what_is_measured(network: Network) -> None:
    everyone, people = network.top(n=None), network.top(n=None, classes=["Person"])
    assert set(people["type"]) == {"Person"}
    scores = everyone.set_index("id")["score"]
    assert all(scores[row.id] == row.score for row in people.itertuples())
    assert list(people["score"]) == sorted(people["score"], reverse=True)


# --- paths and communities --------------------------------------------------------------------
def test_paths_are_shortest_and_carry_their_words(network: Network) -> None:
    found = network.path("Élise Marchand", "Norvège", count=4)
    length = nx.shortest_path_length(network.simple(), "Élise_Marchand", "Norvège")
    assert len(found[0].steps) == length
    assert [len(p.steps) for p in found] == sorted(len(p.steps) for p in found)
    texts = {x.article.id: x.article.text for x in corpus()}
    for path in found:
        assert path.names[0] == "Élise Marchand"
        assert path.names[-1] == "Norvège"
        for step, (a, b) in zip(path.steps, zip(path.names, path.names[1:], strict=False), strict=True):
            assert all({r["subject"], r["object"]} == {a, b} for r in step.rows)
            assert all(r["quote"] in texts[r["article"]] for r in step.rows)


def test_denials_are_no_steps(network: Network) -> None:
    graph = nx.MultiDiGraph()
    for node in "abc":
        graph.add_node(node, name=node)
    row = {"confidence": 0.9, "article": "1", "start": 0}
    graph.add_edge("a", "c", factuality="negated", **row)
    assert shortest_paths(graph, "a", "c") == []
    graph.add_edge("a", "b", factuality="certain", **row)
    graph.add_edge("b", "c", factuality="planned", **row)
    graph.add_edge("b", "c", factuality="negated", **row | {"confidence": 1.0})
    (path,) = shortest_paths(graph, "a", "c")
    assert path.names == ("a", "b", "c")
    assert [r["factuality"] for r in path.steps[1].rows] == ["planned", "negated"]


def test_communities_have_names_and_an_inside(network: Network) -> None:
    found = network.communities()
    members = [m for c in found for m in c.members]
    assert len(members) == len(set(members))
    for c in found:
        part = set(c.members)
        edges = [(a in part) + (b in part) for a, b in network.graph.edges()]
        assert c.inside == pytest.approx(edges.count(2) / (edges.count(1) + edges.count(2)))
        assert c.name == ", ".join(c.names[:3])


# --- time and comparison ----------------------------------------------------------------------
def test_growth_adds_up(network: Network) -> None:
    rows = growth(corpus(), "month")
    dated = [x for x in corpus() if x.article.date and len(x.article.date) >= 7]
    assert sum(r["articles"] for r in rows) == len(dated)
    assert rows[-1]["facts"] == len(triples(dated)) == sum(r["new_facts"] for r in rows)
    assert list(network.growth("year")["period"]) == sorted({x.article.date[:4] for x in corpus() if x.article.date})


def test_comparison_of_two_halves(ontology: Ontology) -> None:
    before, after = corpus()[:1], corpus()[1:]
    rows = {(r["subject"], r["predicate"], r["object"]): r for r in compare(before, after)}
    assert len(rows) == len(triples(corpus()))
    only = rows["Brunel Énergie", "supplies", "Cargovia"]
    assert (only["before"], only["after"], only["change"]) == (1.0, 0.0, "gone")
    assert set(Network(before, ontology).compare(Network(after, ontology))["change"]) >= {"new", "gone"}


# --- for users --------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, ontology: Ontology) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "g.trig"
    store = MemoryStore(ontology=ontology)
    for extraction in corpus():
        store.replace(extraction)
    KnowledgeGraph(store, ontology=ontology).save(path)
    return path


def run(*arguments: str) -> tuple[int, str, str]:
    from typer.testing import CliRunner

    from kg.cli import app

    result = CliRunner().invoke(app, [str(a) for a in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_top_on_the_command_line(saved: Path) -> None:
    code, out, _ = run("top", str(saved), "--format", "json", "-n", "3", "--classes", "Company", "--by", "degree")
    rows = json.loads(out)
    assert code == 0
    assert [r["rank"] for r in rows] == [1, 2, 3]
    assert {r["class"] for r in rows} == {"Company"}
    assert rows[0]["name"] == "Solvéa"


def test_path_on_the_command_line(saved: Path) -> None:
    code, out, _ = run("path", str(saved), "marchand", "Norvège", "-n", "1")
    assert code == 0
    assert out.startswith("1. Élise Marchand — ")
    assert "« " in out
    code, out, _ = run("path", str(saved), "marchand", "Norvège", "--format", "csv")
    assert out.splitlines()[0].startswith("path,step,article,subject,subject_type,predicate")
    code, _, err = run("path", str(saved), "marchand", "Norvege")
    assert code == 1
    assert err == "error: no entity 'Norvege' in this graph; did you mean Norvège?\n"


def test_communities_on_the_command_line(saved: Path) -> None:
    code, out, _ = run("communities", str(saved), "--format", "json", "--relations", "supplies,acquires")
    assert code == 0
    assert {r for c in json.loads(out) for r in c["relations"].split(", ")} <= {"supplies", "acquires"}


def test_show_a_part_with_a_theme(saved: Path, tmp_path: Path) -> None:
    css, page = tmp_path / "brand.css", tmp_path / "p.html"
    css.write_text(":root { --accent: #7a0026; --Person: #7a0026; }", encoding="utf-8")
    code, _, _ = run("show", str(saved), "-o", str(page), "--focus", "Solvéa", "--hops", "1", "--css", str(css))
    text = page.read_text(encoding="utf-8")
    assert code == 0
    assert "<style>:root { --accent: #7a0026; --Person: #7a0026; }</style>" in text
    entities = json.loads(text.split('id="kg-data"')[1].split(">", 1)[1].split("</script>")[0])["entities"]
    assert {e["id"] for e in entities} == within(corpus(), {"Solvéa"}, 1) | {"La_Gazette_du_Rhône"}  # it speaks


@pytest.mark.parametrize("content", ["</style><script>alert(1)</script>", "<!-- "])
def test_a_theme_cannot_hold_markup(tmp_path: Path, content: str) -> None:
    css = tmp_path / "bad.css"
    css.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError, match="has HTML in it"):
        read_theme(css)
    with pytest.raises(FormatError, match="name a style sheet"):
        read_theme(tmp_path / "none.css")


def test_the_policy_allows_the_theme(ontology: Ontology) -> None:
    import base64
    import hashlib

    theme = "body { color: red }"
    digest = base64.b64encode(hashlib.sha256(theme.encode()).digest()).decode()
    assert f"sha256-{digest}" in render(corpus(), ontology=ontology, theme=theme)
