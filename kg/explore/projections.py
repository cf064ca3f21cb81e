"""Plainer graphs made of the multigraph: one edge a pair, one relation, entities of the same articles."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import networkx as nx

__all__ = ["comention", "ego", "of_relation", "simple"]


def simple(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Return one undirected edge for each linked pair.

    Edges have ``weight`` (the confidence of the statements, added up), ``statements`` (how many) and ``relations``
    (sorted tuple). Loops are left out; nodes keep what they had.

    Examples
    --------
    >>> both = nx.MultiDiGraph()
    >>> _ = both.add_edge("a", "b", predicate="acquires", confidence=0.5)
    >>> _ = both.add_edge("b", "a", predicate="supplies", confidence=0.75)
    >>> simple(both).edges["a", "b"]
    {'weight': 1.25, 'statements': 2, 'relations': ('acquires', 'supplies')}
    """
    found: nx.Graph[str] = nx.Graph()
    found.add_nodes_from(graph.nodes(data=True))
    for source, target, row in graph.edges(data=True):
        if source == target:
            continue
        if not found.has_edge(source, target):
            found.add_edge(source, target, weight=0.0, statements=0, relations=())
        edge = found.edges[source, target]
        edge["weight"] += row.get("confidence", 1.0) or 0.01
        edge["statements"] += 1
        edge["relations"] = tuple(sorted({*edge["relations"], row.get("predicate", "")}))
    return found


def of_relation(graph: nx.MultiDiGraph[str], relation: str) -> nx.DiGraph[str]:
    """Return the directed graph of one relation, of the entities that it links.

    Edges have ``weight`` and ``statements`` as those of `simple` do.

    Examples
    --------
    >>> both = nx.MultiDiGraph()
    >>> _ = both.add_edge("a", "b", predicate="acquires", confidence=0.5)
    >>> _ = both.add_edge("b", "c", predicate="supplies", confidence=0.75)
    >>> list(of_relation(both, "supplies").edges)
    [('b', 'c')]
    """
    found: nx.DiGraph[str] = nx.DiGraph()
    for source, target, row in graph.edges(data=True):
        if row.get("predicate") == relation:
            for node in (source, target):
                found.add_node(node, **graph.nodes[node])
            if not found.has_edge(source, target):
                found.add_edge(source, target, weight=0.0, statements=0)
            found.edges[source, target]["weight"] += row.get("confidence", 1.0) or 0.01
            found.edges[source, target]["statements"] += 1
    return found


def comention(graph: nx.MultiDiGraph[str], *, least: int = 1) -> nx.Graph[str]:
    """Return entities linked by the articles that mention both.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        Of `kg.explore.network.to_networkx`.
    least : int
        Pairs that fewer articles share are left out.

    Returns
    -------
    networkx.Graph
        Edges have ``weight``: the number of articles.

    Examples
    --------
    >>> news = nx.MultiDiGraph()
    >>> news.add_nodes_from([("a", {"articles": ("1", "2")}), ("b", {"articles": ("2",)}), ("c", {"articles": ()})])
    >>> list(comention(news).edges(data=True))
    [('a', 'b', {'weight': 1})]
    """
    members: dict[str, list[str]] = {}
    for node, row in graph.nodes(data=True):
        for article in row["articles"]:
            members.setdefault(article, []).append(node)
    shared = Counter(pair for nodes in members.values() for pair in combinations(nodes, 2))
    found: nx.Graph[str] = nx.Graph()
    found.add_nodes_from(graph.nodes(data=True))
    found.add_edges_from((a, b, {"weight": n}) for (a, b), n in shared.items() if n >= least)
    return found


def ego(graph: nx.MultiDiGraph[str], node: str, hops: int = 1) -> nx.MultiDiGraph[str]:
    """Return what lies at most `hops` statements around an entity, with all statements among these.

    Examples
    --------
    >>> list(ego(nx.MultiDiGraph([("a", "b"), ("b", "c"), ("c", "d")]), "b"))
    ['a', 'b', 'c']
    """
    near = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), node, cutoff=hops)
    return graph.subgraph(near).copy()
