"""A graph in memory (Oxigraph's)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.graph import vocabulary as v
from kg.graph.facts import ancestors, entity_facts, touched
from kg.graph.limits import NO_LIMITS, Limits, evaluate_within
from kg.graph.names import Namespaces
from kg.graph.reading import Node, from_quads, nodes
from kg.graph.results import Result
from kg.graph.writing import has_text, to_quads
from kg.records import Extraction

if TYPE_CHECKING:
    import rdflib

    from kg.ontology import Ontology

__all__ = ["MemoryStore"]


class MemoryStore:
    """A graph in memory.

    Facts are settled when the graph is next read, so that adding many articles costs
    no more than adding each once.

    Parameters
    ----------
    ns : Namespaces, optional
    ontology : Ontology, optional
        Written into the graph, as by `describe`.
    keep_text : bool
        Whether articles added keep their text.
    path : Path or str, optional
        Where `save` writes to.

    Examples
    --------
    >>> from kg.records import Article
    >>> store = MemoryStore()
    >>> store.replace(Extraction(Article(id="a", text="Bonjour.")))
    >>> list(store.articles())
    ['a']
    """

    def __init__(
        self,
        *,
        ns: Namespaces | None = None,
        ontology: Ontology | None = None,
        keep_text: bool = True,
        path: Path | str | None = None,
    ) -> None:
        self.ns = ns or Namespaces()
        self.keep_text = keep_text
        self.path = path
        self._store = ox.Store()
        self._dirty: set[NamedNode] = set()
        if ontology is not None:
            self.describe(ontology)

    def replace(self, extraction: Extraction) -> None:
        """Put an article's extraction in place of what the graph holds of that article."""
        graph = self.ns.article(extraction.article.id)
        old = set(self._graph(graph))
        hashes = (q.object.value for q in old if q.predicate == v.SHA256 and isinstance(q.object, ox.Literal))
        sha256 = None if extraction.article.text else next(hashes, None)  # the text was not kept
        # what has its text keeps it, when only its entities' names change
        keep_text = self.keep_text or has_text(old, extraction.article)
        new = set(to_quads(extraction, self.ns, keep_text=keep_text, sha256=sha256))
        if new != old:
            self._store.remove_graph(graph)
            self._store.extend(new)
            self._dirty |= touched(old, new, self.ns.entities)

    def retract(self, article_id: str) -> None:
        """Remove an article and what it alone supports; StoreError if it is not there."""
        graph = self.ns.article(article_id)
        old = set(self._graph(graph))
        if not old:
            raise StoreError(f"no article {article_id!r} in this graph; it holds {len(self.articles())} others")
        self._store.remove_graph(graph)
        self._dirty |= touched(old, set(), self.ns.entities)

    def describe(self, ontology: Ontology) -> None:
        """Put an ontology's classes and relations in place of those that the graph holds."""
        from kg.graph.terms import ontology_quads

        old, new = set(self._graph(v.ONTOLOGY)), set(ontology_quads(ontology))
        if new != old:
            self._store.remove_graph(v.ONTOLOGY)
            self._store.extend(new)
            self._dirty.update(cast(NamedNode, q.object) for q in self._match(predicate=v.APPEARANCE_OF))

    def articles(self) -> dict[str, str]:
        """Return the hash of each article, by id, sorted."""
        found = {
            self.ns.article_id(cast(NamedNode, q.subject)): cast(ox.Literal, q.object).value
            for q in self._match(predicate=v.SHA256)
        }
        return dict(sorted(found.items()))

    def extractions(self, ids: Iterable[str] | None = None) -> Iterator[Extraction]:
        """Yield the extraction of each article, or of those of `ids` that are there, by id."""
        for article_id in self.articles() if ids is None else sorted(set(ids)):
            quads = list(self._graph(self.ns.article(article_id)))
            if quads:
                yield from_quads(quads, self.ns)

    def sharing(self, keys: Iterable[str]) -> dict[str, str]:
        """Return `Extraction.found` of each article that has one of some `Extraction.keys`, by id, sorted."""
        articles = {cast(NamedNode, q.subject) for k in keys for q in self._match(None, v.KEY, ox.Literal(k))}
        found = {
            self.ns.article_id(article): cast(ox.Literal, q.object).value
            for article in articles
            for q in self._store.quads_for_pattern(article, v.FOUND, None, article)
        }
        return dict(sorted(found.items()))

    def select(self, sparql: str, limits: Limits = NO_LIMITS) -> Result:
        """Run a query that is known to be safe; `kg.graph.query.run_query` runs any other."""
        self._settle()
        return evaluate_within(self._store, sparql, self.ns.prefixes, limits)

    def quads(self) -> Iterator[Quad]:
        """Yield all quads, in no order."""
        self._settle()
        return self._store.quads_for_pattern(None, None, None, None)

    def dataset(self) -> rdflib.Dataset:
        """Return a view for rdflib, with the union as its default graph."""
        import rdflib
        from oxrdflib import OxigraphStore

        self._settle()
        view = rdflib.Dataset(store=OxigraphStore(store=self._store), default_union=True)
        for prefix, namespace in self.ns.prefixes.items():
            view.bind(prefix, namespace)
        return view

    def save(self, path: Path | str | None = None) -> None:
        """Write the graph: into the file that it came from, or anywhere that has the form of a store.

        The same graph gives the same bytes.
        """
        from kg.graph.store import save_as

        target = path or self.path
        if target is None:
            raise StoreError("a graph in memory has no file yet; name one, such as graph.trig")
        save_as(self, target)
        self.path = target

    def close(self) -> None:
        """Let go of the graph: nobody else has it."""

    def _match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: NamedNode | ox.Literal | None = None,
    ) -> Iterator[Quad]:
        return self._store.quads_for_pattern(subject, predicate, object, None)

    def _graph(self, graph: NamedNode) -> Iterator[Quad]:
        return self._store.quads_for_pattern(None, None, None, graph)

    def _settle(self) -> None:
        """Compute the facts of all entities touched since the last time."""
        if not self._dirty:
            return
        above = ancestors(self._graph(v.ONTOLOGY))
        added: list[Quad] = []
        for entity in self._dirty:
            old = set(self._store.quads_for_pattern(entity, None, None, v.FACTS))
            new = set(
                entity_facts(
                    entity,
                    self._subjects(v.APPEARANCE_OF, entity),
                    self._subjects(v.SUBJECT, entity),
                    lambda cls, other: other in above.get(cls, {cls}),
                )
            )
            for quad in old - new:
                self._store.remove(quad)
            added += new - old
        self._store.extend(added)
        self._dirty.clear()

    def _subjects(self, predicate: NamedNode, object: NamedNode) -> Iterator[Node]:
        """Yield the nodes that have a predicate and object."""
        for quad in self._match(None, predicate, object):
            yield from nodes(self._match(cast(NamedNode, quad.subject))).values()
