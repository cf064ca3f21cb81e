"""What is done with a graph for a client: each job runs in a process of its own, and gives a reply."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.errors import QueryError
from kg.graph import vocabulary as v
from kg.graph.answers import fitting, write_answer
from kg.graph.jsonld import jsonld
from kg.graph.limits import Limits
from kg.graph.memory import MemoryStore
from kg.graph.names import Namespaces
from kg.graph.query import run_query
from kg.graph.trig import turtle
from kg.serve.negotiate import best_type
from kg.serve.pages import HTML, Language, Reply
from kg.serve.views import Reader

__all__ = ["RDF_TYPES", "Answer", "Description", "GraphPage", "OntologyData"]

#: What a page is offered as; the first where a client likes all as well.
RDF_TYPES = ("text/html", "text/turtle", "application/ld+json")
_TEXTS = ("text/", "application/sparql-results+xml")


@dataclass(frozen=True, slots=True)
class Answer:
    """A query, answered in the format that the client likes best.

    Parameters
    ----------
    query : str
    accept : str
        The header.
    ns : Namespaces
    rows, most : int
        How many rows, and bytes, the answer may have.
    """

    query: str
    accept: str
    ns: Namespaces
    rows: int
    most: int

    def __call__(self, store: ox.Store) -> Reply:
        """Return the reply."""
        result = run_query(MemoryStore(ns=self.ns, quads=store), self.query, Limits(rows=self.rows))
        offered = fitting(result)
        chosen = best_type(self.accept, offered)
        if chosen is None:
            return Reply(f"no such format; choose {', '.join(offered)}\n".encode(), "text/plain; charset=utf-8", 406)
        body = write_answer(result, offered[chosen])
        if len(body) > self.most:
            raise QueryError(f"the answer has more than {self.most:,} bytes; ask for less, or add LIMIT")
        return Reply(body, f"{chosen}; charset=utf-8" if chosen.startswith(_TEXTS) else chosen)


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph says of an IRI, as RDF."""

    node: NamedNode
    media_type: str
    ns: Namespaces

    def __call__(self, store: ox.Store) -> Reply:
        """Return the reply."""
        return _rdf(Reader(store, self.ns, "fr").about(self.node), self.media_type, self.ns)


def _rdf(quads: set[Quad], media_type: str, ns: Namespaces) -> Reply:
    """Write quads as Turtle or JSON-LD; 404 if there are none."""
    if not quads:
        return Reply(b"nothing at this address in this graph\n", "text/plain; charset=utf-8", 404)
    if media_type == "text/turtle":
        return Reply(turtle(quads, ns.prefixes).encode(), "text/turtle; charset=utf-8")
    return Reply(jsonld(quads, ns.prefixes).encode(), media_type)


@dataclass(frozen=True, slots=True)
class GraphPage:
    """The interactive page of the whole graph."""

    ns: Namespaces
    language: Language
    limit: int
    ontology: Path | None = None

    def __call__(self, store: ox.Store) -> Reply:
        """Return the reply."""
        from kg.explore.view import Compared, render
        from kg.graph.conflicts import compared_of
        from kg.ontology import load_ontology

        graph = MemoryStore(ns=self.ns, quads=store)
        found = list(graph.extractions())
        title = {"fr": "Graphe de connaissances", "en": "Knowledge graph"}[self.language.name]
        page = render(
            found,
            ontology=load_ontology(self.ontology),
            title=title,
            lang=self.language.name,
            limit=self.limit,
            compared=Compared(*compared_of(graph, found)),
        )
        return Reply(page.encode(), HTML)


@dataclass(frozen=True, slots=True)
class OntologyData:
    """The classes and relations, as RDF."""

    media_type: str
    ns: Namespaces

    def __call__(self, store: ox.Store) -> Reply:
        """Return the reply."""
        quads = set(store.quads_for_pattern(None, None, None, v.ONTOLOGY))
        return _rdf(quads, self.media_type, self.ns)
