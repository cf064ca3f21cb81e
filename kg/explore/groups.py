"""Communities with names and what they are about, for people to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from kg.explore.network import communities, importance

__all__ = ["Community", "named_communities"]

#: Members that name a community.
NAMING = 3


@dataclass(frozen=True, slots=True)
class Community:
    """Entities that are linked among themselves more than with others.

    Parameters
    ----------
    number : int
        From 1, the largest first.
    name : str
        Its most important members.
    members : tuple of str
        Ids, the most important first.
    names : tuple of str
        The same, by name.
    inside : float
        The share of its members' links that stay inside it, 0 to 1.
    relations : tuple of str
        What links its members, most frequent first.
    """

    number: int
    name: str
    members: tuple[str, ...]
    names: tuple[str, ...]
    inside: float
    relations: tuple[str, ...]


def named_communities(graph: nx.MultiDiGraph[str], *, seed: int = 0) -> list[Community]:
    """Partition linked entities into Louvain communities and say who is in each.

    Blondel and others 2008, by networkx, on the weighted undirected graph; the same graph and seed give the same
    communities.

    Examples
    --------
    >>> g = nx.MultiDiGraph([("a", "b"), ("b", "c"), ("c", "a")])
    >>> nx.set_node_attributes(g, {n: n.upper() for n in g}, "name")
    >>> [(c.name, c.inside) for c in named_communities(g)]
    [('A, B, C', 1.0)]
    """
    scores = importance(graph)
    parts = communities(graph, seed=seed)
    return [_community(graph, number, part, scores) for number, part in enumerate(parts, 1)]


def _community(graph: nx.MultiDiGraph[str], number: int, part: Sequence[str], scores: dict[str, float]) -> Community:
    members = sorted(part, key=lambda n: (-scores[n], n))
    names = tuple(graph.nodes[n]["name"] for n in members)
    own = set(members)
    relations: Counter[str] = Counter()
    crossing = 0
    for source, target, row in [*graph.out_edges(members, data=True), *graph.in_edges(members, data=True)]:
        if source in own and target in own:
            relations[row.get("predicate", "")] += 1  # each is met twice: from its source and from its target
        else:
            crossing += 1
    inside = sum(relations.values()) // 2
    common = sorted(relations, key=lambda r: (-relations[r], r))
    share = inside / (inside + crossing) if inside + crossing else 0.0
    return Community(number, ", ".join(names[:NAMING]), tuple(members), names, share, tuple(common))
