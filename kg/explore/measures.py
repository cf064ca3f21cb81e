"""How much entities matter in the network, by the usual measures.

igraph computes them: on graphs of newspaper size networkx takes minutes for what igraph does in a second. They
are those of the undirected graph of linked entities (`kg.explore.projections.simple`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx

from kg.errors import KgError
from kg.explore.network import importance
from kg.explore.projections import simple

__all__ = ["MEASURES", "measure"]

#: Beyond this many steps no path counts in the measures by paths; news networks are far smaller across.
CUTOFF = 12


def _igraph(graph: nx.Graph[str]) -> tuple[list[str], Any]:
    import igraph

    names = list(graph)
    number = {name: i for i, name in enumerate(names)}
    edges = [(number[a], number[b]) for a, b in graph.edges]
    return names, igraph.Graph(n=len(names), edges=edges)


def _degree(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    return {node: float(n) for node, n in simple(graph).degree()}


def _strength(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    return {node: float(n) for node, n in simple(graph).degree(weight="weight")}


def _betweenness(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    names, network = _igraph(simple(graph))
    pairs = (len(names) - 1) * (len(names) - 2) / 2
    return dict(zip(names, (x / pairs if pairs else 0.0 for x in network.betweenness(cutoff=CUTOFF)), strict=True))


def _closeness(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    names, network = _igraph(simple(graph))
    return dict(zip(names, network.harmonic_centrality(cutoff=CUTOFF, normalized=True), strict=True))


def _core(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    names, network = _igraph(simple(graph))
    return dict(zip(names, map(float, network.coreness()), strict=True))


def _articles(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    return {node: float(len(row["articles"])) for node, row in graph.nodes(data=True)}


def _statements(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    return {node: float(n + len(graph.nodes[node]["values"])) for node, n in graph.degree()}


#: What each measure is called, what it says, and how it is computed.
MEASURES: Mapping[str, tuple[str, Callable[[nx.MultiDiGraph[str]], dict[str, float]]]] = {
    "pagerank": ("linked by many who are linked by many (PageRank, weighted)", importance),
    "degree": ("linked to how many entities", _degree),
    "strength": ("the same, weighted by the confidence of the statements", _strength),
    "betweenness": ("on the shortest paths of how many others (Freeman 1977; 0 to 1)", _betweenness),
    "closeness": ("few steps from all others (harmonic, Marchiori and Latora 2000; 0 to 1)", _closeness),
    "core": ("in how dense a part: k-core number (Seidman 1983)", _core),
    "articles": ("in how many articles", _articles),
    "statements": ("at an end of how many statements", _statements),
}


def measure(graph: nx.MultiDiGraph[str], by: str) -> dict[str, float]:
    """Score every entity by a measure of `MEASURES`.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        Of `kg.explore.network.to_networkx`.
    by : str

    Returns
    -------
    dict of str to float
        By entity id, in the graph's order.

    Raises
    ------
    KgError
        There is no such measure.

    Examples
    --------
    >>> path = nx.MultiDiGraph([("a", "b"), ("b", "c")])
    >>> measure(path, "betweenness")
    {'a': 0.0, 'b': 1.0, 'c': 0.0}
    """
    if by not in MEASURES:
        raise KgError(f"no measure {by!r}; choose one of {', '.join(MEASURES)}")
    return MEASURES[by][1](graph) if len(graph) else {}
