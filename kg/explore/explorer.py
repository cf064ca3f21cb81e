"""`Network`: what analysts ask of a graph, as tables and networkx graphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.explore.change import COMPARED, GROWTH, Period, compare, growth
from kg.explore.choose import Choice, choose
from kg.explore.find import entities_of, find_one
from kg.explore.groups import Community, named_communities
from kg.explore.measures import measure
from kg.explore.network import to_networkx
from kg.explore.paths import Path, shortest_paths
from kg.explore.projections import comention, ego, of_relation, simple
from kg.ontology import Ontology
from kg.records import Extraction

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = ["Network"]

TOP = ("id", "name", "type", "score", "articles")


class Network:
    """A graph as a network of entities: measures, communities, paths, growth.

    `KnowledgeGraph.network` makes one. Names may be given as names, aliases, ids or IRIs.

    Parameters
    ----------
    extractions : iterable of Extraction
    ontology : Ontology

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> from kg.records import Article, Entity, Evidence, Statement
    >>> article = Article("a", "Ada dirige Xylo.")
    >>> ada, xylo = Entity("Ada", "Ada", "Person"), Entity("Xylo", "Xylo", "Company")
    >>> s = Statement("a", ada, "ceo_of", xylo, Evidence.of(article, 0, 15, (0, 16)))
    >>> network = Network([Extraction(article, (ada, xylo), (), (s,))], load_ontology())
    >>> network.top(by="degree")[["name", "score"]].values.tolist()
    [['Ada', 1.0], ['Xylo', 1.0]]
    >>> [step.rows[0]["quote"] for step in network.path("ada", "xylo")[0].steps]
    ['Ada dirige Xylo']
    """

    def __init__(self, extractions: Iterable[Extraction], ontology: Ontology) -> None:
        self.extractions = sorted(extractions, key=lambda x: x.article.id)
        self.ontology = ontology

    def __repr__(self) -> str:
        return f"Network({len(self.graph):,} entities, {self.graph.number_of_edges():,} statements between them)"

    def __len__(self) -> int:
        """Count the entities."""
        return len(self.graph)

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """Entities as nodes, statements as edges (`kg.explore.network.to_networkx`)."""
        return to_networkx(self.extractions)

    def choose(self, choice: Choice) -> Network:
        """Return the network of a part of the graph."""
        return Network(choose(self.extractions, choice, self.ontology), self.ontology)

    # --- projections ------------------------------------------------------------------------
    def simple(self) -> nx.Graph[str]:
        """One weighted edge for each linked pair (`kg.explore.projections.simple`)."""
        return simple(self.graph)

    def relation(self, name: str) -> nx.DiGraph[str]:
        """Who stands in one relation to whom (`kg.explore.projections.of_relation`)."""
        return of_relation(self.graph, name)

    def comention(self, *, least: int = 1) -> nx.Graph[str]:
        """Entities linked by the articles that mention both (`kg.explore.projections.comention`)."""
        return comention(self.graph, least=least)

    def ego(self, entity: str, hops: int = 1) -> nx.MultiDiGraph[str]:
        """What lies at most `hops` statements around an entity."""
        return ego(self.graph, self.id_of(entity), hops)

    # --- questions --------------------------------------------------------------------------
    def id_of(self, name: str) -> str:
        """Return the id of the one entity that a name denotes; KgError where there is none, or several."""
        return find_one(self._entities, name).id

    def top(self, *, by: str = "pagerank", n: int | None = 20, classes: Sequence[str] = ()) -> pd.DataFrame:
        """Return the entities that matter most by a measure (`kg.explore.measures.MEASURES`), best first.

        Measures are those of the whole network; `classes` only chooses what is shown.
        """
        import pandas as pd

        rows = [
            (node, row["name"], row["type"], score, len(row["articles"]))
            for node, score in measure(self.graph, by).items()
            if (row := self.graph.nodes[node]) and (not classes or self.ontology.is_any(row["type"], tuple(classes)))
        ]
        return pd.DataFrame(sorted(rows, key=lambda r: (-r[3], r[0]))[:n], columns=list(TOP))

    def path(self, source: str, target: str, *, count: int = 3) -> list[Path]:
        """Return the shortest ways between two entities, with their statements."""
        return shortest_paths(self.graph, self.id_of(source), self.id_of(target), count=count)

    def communities(self, *, seed: int = 0) -> list[Community]:
        """Return the communities of linked entities, largest first."""
        return named_communities(self.graph, seed=seed)

    def growth(self, by: Period = "month") -> pd.DataFrame:
        """Return what came, and what there was, in each period of publication."""
        return _frame(growth(self.extractions, by), GROWTH)

    def compare(self, other: Network) -> pd.DataFrame:
        """Return which facts the articles of another network state more, or less, often than those of this one."""
        return _frame(compare(self.extractions, other.extractions), COMPARED)

    @cached_property
    def _entities(self) -> dict[str, Any]:
        return entities_of(self.extractions)


def _frame(rows: list[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns))
