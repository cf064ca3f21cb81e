"""The networkx view of a graph."""

from __future__ import annotations

import random

import networkx as nx
from page_corpus import corpus, generated, hostile

from kg.explore.network import communities, connected_order, importance, statement_key, to_networkx
from kg.records import Entity

ROW_KEYS = (
    "article, subject, subject_type, predicate, object, object_type, factuality, attributed_to, date, amount, currency, "
    "share, role, former, quote, start, end, confidence, rule"
).split(", ")


def test_nodes_are_entities_with_name_type_and_aliases() -> None:
    graph = to_networkx(corpus())
    assert graph.nodes["Élise_Marchand"] == {
        "name": "Élise Marchand",
        "type": "Person",
        "aliases": ("Marchand",),
        "articles": ("01-solvea", "06-kestrel"),
        "values": (),
    }
    assert len(graph) == len({e.id for x in corpus() for e in x.entities})


def test_edges_are_statements_with_the_exported_keys() -> None:
    graph = to_networkx(corpus())
    edges = graph["Solvéa"]["Brunel_Énergie"]
    assert [row["article"] for row in edges.values()] == ["01-solvea", "06-kestrel"]
    first = next(iter(edges.values()))
    assert list(first) == ROW_KEYS
    assert (first["amount"], first["currency"], first["object_type"]) == (300_000_000, "EUR", "Company")
    expected = {statement_key(s) for x in corpus() for s in x.statements if isinstance(s.object, Entity)}
    assert {key for _, _, key in graph.edges(keys=True)} == expected


def test_keys_are_those_of_the_rdf_statements() -> None:
    from kg.graph.names import Namespaces
    from kg.graph.writing import statement_iri

    statement = corpus()[0].statements[1]
    assert statement_iri(statement, Namespaces()).value.endswith("/statement/" + statement_key(statement))


def test_literal_objects_are_values_of_their_subject() -> None:
    graph = to_networkx(corpus())
    (row,) = graph.nodes["Brunel_Énergie"]["values"]
    assert (row["predicate"], row["object"], row["object_type"]) == ("founded_on", "1987", "date")
    assert "1987" not in graph


def test_order_of_input_does_not_matter() -> None:
    shuffled = corpus()
    random.Random(1).shuffle(shuffled)
    one, two = to_networkx(corpus()), to_networkx(shuffled)
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(two.edges(keys=True, data=True))


def test_importance_is_a_distribution_that_hubs_lead() -> None:
    graph = to_networkx(corpus())
    scores = importance(graph)
    assert abs(sum(scores.values()) - 1) < 1e-9
    assert max(scores, key=lambda n: scores[n]) == "Solvéa"
    assert min(scores.values()) > 0
    assert importance(nx.MultiDiGraph()) == {}


def test_importance_agrees_with_networkx() -> None:
    graph = to_networkx(generated(120))
    weighted: nx.Graph[str] = nx.Graph()
    weighted.add_nodes_from(graph)
    for a, b, row in graph.edges(data=True):
        before = weighted.get_edge_data(a, b, {"weight": 0})["weight"]
        weighted.add_edge(a, b, weight=before + row["confidence"])
    theirs, ours = nx.pagerank(weighted, tol=1e-10, max_iter=500), importance(graph, rounds=300)
    assert max(abs(theirs[n] - ours[n]) for n in graph) < 1e-5


def test_prefixes_of_the_order_hang_together() -> None:
    graph = to_networkx(generated(400))
    order = connected_order(importance(graph), graph)
    assert sorted(order) == sorted(graph)
    for size in (20, 50, 150):
        part = graph.subgraph(order[:size]).to_undirected()
        assert nx.number_of_isolates(part) <= 1
        assert len(max(nx.connected_components(part), key=len)) >= 0.9 * size


def test_communities_partition_what_is_linked() -> None:
    graph = to_networkx(corpus())
    found = communities(graph)
    members = [n for part in found for n in part]
    assert len(members) == len(set(members))
    assert set(members) == {n for n in graph if graph.degree(n)}
    assert found == communities(graph)


def test_hostile_texts_stay_as_they_are() -> None:
    graph = to_networkx(hostile())
    assert "<img src=x onerror=window.hacked=2>" in graph
    assert graph.number_of_edges() == 12
