"""How two entities hang together, with the words that say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice, pairwise
from typing import Any

import networkx as nx

from kg.explore.projections import simple

__all__ = ["Path", "Step", "shortest_paths"]

#: Paths longer than this say nothing, and there are too many.
LONGEST = 6
#: Paths of one length that are looked at for the best.
ALIKE = 500


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a path: two entities and the statements between them, surest first, denials last.

    Parameters
    ----------
    source, target : str
        Ids, in the path's order.
    rows : tuple of dict
        Statements between the two, either way round, as edges of `kg.explore.network.to_networkx` have them.
    """

    source: str
    target: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one entity to another.

    Parameters
    ----------
    names : tuple of str
    steps : tuple of Step
        One fewer than the names.
    """

    names: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def support(self) -> float:
        """The confidence of its weakest step: that of the best statement there."""
        return min((step.rows[0]["confidence"] for step in self.steps), default=1.0)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a statement, with the number of its step (from 1)."""
        return [{"step": n, **row} for n, step in enumerate(self.steps, 1) for row in step.rows]


def shortest_paths(graph: nx.MultiDiGraph[str], source: str, target: str, *, count: int = 3) -> list[Path]:
    """Find the shortest ways between two entities, the best supported of one length first.

    Statements count both ways. What is only denied of two entities is no step between them, though a step shows
    denials, too. None longer than six steps is looked for.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        Of `kg.explore.network.to_networkx`.
    source, target : str
        Ids.
    count : int
        How many, at most.

    Examples
    --------
    >>> g = nx.MultiDiGraph()
    >>> for n in "abc":
    ...     g.add_node(n, name=n.upper())
    >>> _ = g.add_edge("a", "b", predicate="acquires", confidence=0.9, article="1", start=0)
    >>> _ = g.add_edge("c", "b", predicate="supplies", confidence=0.8, article="1", start=9)
    >>> [(p.names, p.support) for p in shortest_paths(g, "a", "c")]
    [(('A', 'B', 'C'), 0.8)]
    """
    plain = simple(_affirmed(graph))
    found: list[Path] = []
    for nodes in _alike(plain, source, target, count):
        found += sorted((_path(graph, way) for way in nodes), key=lambda p: (-p.support, p.names))
        if len(found) >= count:
            break
    return found[:count]


def _alike(plain: nx.Graph[str], source: str, target: str, count: int) -> Iterator[list[list[str]]]:
    """Yield the paths of each length, shortest first."""
    try:
        shortest = list(islice(nx.all_shortest_paths(plain, source, target), ALIKE))
    except nx.NetworkXNoPath:
        return
    if len(shortest[0]) > LONGEST + 1:
        return
    yield shortest
    longer = (way for way in nx.shortest_simple_paths(plain, source, target) if len(way) > len(shortest[0]))
    for length, group in groupby(longer, key=len):
        if length > LONGEST + 1:
            return
        yield list(islice(group, count))  # finding these is slow


def _path(graph: nx.MultiDiGraph[str], nodes: list[str]) -> Path:
    steps = tuple(Step(a, b, _between(graph, a, b)) for a, b in pairwise(nodes))
    return Path(tuple(graph.nodes[n]["name"] for n in nodes), steps)


def _between(graph: nx.MultiDiGraph[str], a: str, b: str) -> tuple[dict[str, Any], ...]:
    rows = [*(graph.get_edge_data(a, b) or {}).values(), *(graph.get_edge_data(b, a) or {}).values()]
    return tuple(sorted(rows, key=lambda r: (_denied(r), -r["confidence"], r["article"], r["start"])))


def _denied(row: dict[str, Any]) -> bool:
    return row.get("factuality") == "negated"


def _affirmed(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    denied = [(a, b, key) for a, b, key, row in graph.edges(keys=True, data=True) if _denied(row)]
    if not denied:
        return graph
    rest = graph.copy()
    rest.remove_edges_from(denied)
    return rest
