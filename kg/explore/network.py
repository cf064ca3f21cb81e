"""The graph as a networkx multigraph, and how much each entity matters in it."""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import networkx as nx

from kg.records import Entity, Extraction, Statement

__all__ = ["communities", "importance", "statement_key", "to_networkx"]

DAMPING = 0.85
#: What an entity unlinked to the chosen must have over the best linked one.
ISLAND = 4.0
#: More links than this to the chosen say no more.
CROWD = 3


def to_networkx(extractions: Iterable[Extraction]) -> nx.MultiDiGraph[str]:
    """Return entities as nodes and statements between entities as keyed edges.

    Nodes are keyed by entity id and carry ``name``, ``type``, ``aliases`` (sorted tuple),
    ``articles`` (tuple of ids that mention it) and ``values``: statements whose object is
    a literal (another name, a date) are not edges but rows here, so that every node
    is an entity and measures such as degree or PageRank mean what they say.
    Edges and ``values`` carry the keys of one exported line (`subject`, `predicate`,
    `factuality`, `quote`, …). Order follows article ids, never the order of the input.

    Examples
    --------
    >>> from kg.records import Article, Evidence
    >>> article = Article(id="a", text="Ada dirige Xylo.")
    >>> ada, xylo = Entity("Ada", "Ada", "Person"), Entity("Xylo", "Xylo", "Company")
    >>> s = Statement("a", ada, "leads", xylo, Evidence.of(article, 0, 15, (0, 16)))
    >>> graph = to_networkx([Extraction(article, (ada, xylo), (), (s,))])
    >>> [(u, row["predicate"], v, row["quote"]) for u, v, row in graph.edges(data=True)]
    [('Ada', 'leads', 'Xylo', 'Ada dirige Xylo')]
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for extraction in sorted(extractions, key=lambda e: e.article.id):
        for entity in _entities(extraction):
            _add_entity(graph, entity, extraction.article.id)
        for statement in extraction.statements:
            row, key = _row(statement), statement_key(statement)
            if isinstance(statement.object, Entity):
                graph.add_edge(statement.subject.id, statement.object.id, key=key, **row)
            else:
                graph.nodes[statement.subject.id]["values"] += (row,)
    return graph


def statement_key(statement: Statement) -> str:
    """Hash what makes a statement itself: article, subject, predicate, object, begin, end.

    The local part of the statement's IRI in RDF is the same.

    Examples
    --------
    >>> from kg.records import Article, Evidence
    >>> a, b = Entity("A", "A", "Person"), Entity("B", "B", "Person")
    >>> statement_key(Statement("a", a, "knows", b, Evidence.of(Article("a", "A b"), 0, 3, (0, 3))))
    '06b0d65f7152fc37'
    """
    e = statement.evidence
    parts = (statement.article, *statement.key, str(e.start), str(e.end))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def importance(graph: nx.MultiDiGraph[str], *, rounds: int = 60) -> dict[str, float]:
    """Score entities by support and centrality: PageRank over undirected, weighted edges.

    An edge weighs as much as the confidence of the statements behind it. Scores add up
    to 1; entities without an edge get the least.

    Examples
    --------
    >>> star = nx.MultiDiGraph([("a", "hub"), ("b", "hub"), ("hub", "c")])
    >>> max(scores := importance(star), key=scores.get)
    'hub'
    """
    nodes = list(graph)
    if not nodes:
        return {}
    weights = _weights(graph)
    totals = {n: sum(w.values()) for n, w in weights.items()}
    scores = dict.fromkeys(nodes, 1 / len(nodes))
    for _ in range(rounds):
        idle = sum(scores[n] for n in nodes if not totals.get(n))
        fresh = dict.fromkeys(nodes, (1 - DAMPING + DAMPING * idle) / len(nodes))
        for source, targets in weights.items():
            share = DAMPING * scores[source] / totals[source]
            for target, weight in targets.items():
                fresh[target] += share * weight
        moved = sum(abs(fresh[n] - scores[n]) for n in nodes)
        scores = fresh
        if moved < 1e-6:
            break
    return scores


def communities(graph: nx.MultiDiGraph[str], *, seed: int = 0) -> list[list[str]]:
    """Partition linked entities into Louvain communities, largest first.

    Entities without an edge belong to none.

    Examples
    --------
    >>> two = nx.MultiDiGraph([("a", "b"), ("b", "c"), ("c", "a"), ("x", "y"), ("y", "z"), ("z", "x")])
    >>> communities(two)
    [['a', 'b', 'c'], ['x', 'y', 'z']]
    """
    weights = _weights(graph)
    number = {n: i for i, n in enumerate(weights)}  # integers: sets of strings have no fixed order
    simple: nx.Graph[int] = nx.Graph()
    simple.add_nodes_from(range(len(number)))
    for source, targets in weights.items():
        simple.add_weighted_edges_from((number[source], number[t], w) for t, w in targets.items())
    names = list(number)
    parts: Sequence[set[int]] = nx.community.louvain_communities(simple, seed=seed) if number else []
    return sorted(([names[i] for i in sorted(part)] for part in parts), key=lambda p: (-len(p), p[0]))


def connected_order(scores: Mapping[str, float], graph: nx.MultiDiGraph[str]) -> list[str]:
    """Order entities by score so that each prefix hangs together, as far as it can.

    The next is the best neighbour of those before it, counting its links to them. Only one
    far better (`ISLAND` times), or nothing left to grow, starts anew elsewhere, with its best
    neighbour. Entities without an edge come last.

    Examples
    --------
    >>> pairs = nx.MultiDiGraph([("a", "b"), ("c", "d")])
    >>> connected_order({"a": 4, "c": 3, "d": 2, "b": 1}, pairs)
    ['a', 'b', 'c', 'd']
    """
    weights = _weights(graph)
    placed: dict[str, None] = {}
    links: Counter[str] = Counter()
    frontier: list[tuple[float, str]] = []

    def add(node: str) -> None:
        placed[node] = None
        for other in weights[node]:
            if other not in placed:
                links[other] += 1
                heapq.heappush(frontier, (-scores[other] * min(links[other], CROWD), other))

    for node in sorted(weights, key=lambda n: (-scores[n], n)):
        while node not in placed:
            while frontier and frontier[0][1] in placed:
                heapq.heappop(frontier)
            if frontier and -frontier[0][0] * ISLAND > scores[node]:
                add(heapq.heappop(frontier)[1])
                continue
            add(node)
            add(min((n for n in weights[node] if n not in placed), key=lambda n: (-scores[n], n), default=node))
    return [*placed, *sorted((n for n in scores if n not in weights), key=lambda n: (-scores[n], n))]


def _entities(extraction: Extraction) -> Iterator[Entity]:
    yield from extraction.entities
    for statement in extraction.statements:
        for entity in (statement.subject, statement.object, statement.attributed_to):
            if isinstance(entity, Entity):
                yield entity


def _add_entity(graph: nx.MultiDiGraph[str], entity: Entity, article: str) -> None:
    if entity.id not in graph:
        graph.add_node(entity.id, name=entity.name, type=entity.type, aliases=(), articles=(), values=())
    node = graph.nodes[entity.id]
    names = {*node["aliases"], *entity.aliases, entity.name} - {node["name"]}
    node["aliases"] = tuple(sorted(names))
    if article not in node["articles"]:
        node["articles"] += (article,)


def _row(statement: Statement) -> dict[str, Any]:
    """Return the keys of one exported line; None where the text states nothing."""
    obj, amount, speaker = statement.object, statement.amount, statement.attributed_to
    return {
        "article": statement.article,
        "subject": statement.subject.name,
        "subject_type": statement.subject.type,
        "predicate": statement.predicate,
        "object": statement.object_name,
        "object_type": obj.type if isinstance(obj, Entity) else obj.kind,
        "factuality": statement.factuality,
        "attributed_to": speaker.name if speaker else None,
        "date": statement.date,
        "amount": (amount.text if amount.value is None else _whole(amount.value)) if amount else None,
        "currency": amount.unit if amount else None,
        "share": _whole(statement.share),
        "role": statement.role,
        "former": statement.former,
        "quote": statement.evidence.quote,
        "start": statement.evidence.start,
        "end": statement.evidence.end,
        "confidence": statement.confidence,
        "rule": statement.rule,
    }


def _whole(number: float | None) -> float | int | None:
    return int(number) if number is not None and float(number).is_integer() else number


def _weights(graph: nx.MultiDiGraph[str]) -> dict[str, dict[str, float]]:
    """Weigh each pair of linked entities, both ways, by the confidence of its statements."""
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for source, target, row in graph.edges(data=True):
        if source != target:
            weight = row.get("confidence", 1.0) or 0.01
            weights[source][target] += weight
            weights[target][source] += weight
    return dict(weights)
