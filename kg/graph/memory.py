"""A graph in memory (Oxigraph's)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.found import Tally
from kg.graph import vocabulary as v
from kg.graph.limits import NO_LIMITS, Limits, evaluate_within
from kg.graph.names import Namespaces, clean
from kg.graph.notes import note_quads, notes_of
from kg.graph.reading import entity_of, from_quads, nodes
from kg.graph.register import tally_of
from kg.graph.results import Result
from kg.graph.settling import Settling
from kg.graph.trig import graph_key
from kg.graph.writing import has_text, to_quads
from kg.records import Entity, Extraction

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
    quads : pyoxigraph.Store, optional
        The graph, where it is there already.

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
        quads: ox.Store | None = None,
    ) -> None:
        self.ns = ns or Namespaces()
        self.keep_text = keep_text
        self.path = path
        self._store = ox.Store() if quads is None else quads
        self._settling = Settling()
        if ontology is not None:
            self.describe(ontology)

    @classmethod
    def of(cls, quads: Iterable[Quad], ns: Namespaces) -> MemoryStore:
        """Return a graph of the quads of some articles, and of an ontology: what follows from them is computed."""
        store = MemoryStore(ns=ns)
        store._store.bulk_extend(quads)
        store._settling.touch_all(store._store)
        store._settling.register_all(ns, store._store)
        return store

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
            self._settling.touch(self.ns, old, new)

    def retract(self, article_id: str) -> None:
        """Remove an article and what it alone supports; StoreError if it is not there."""
        graph = self.ns.article(article_id)
        old = set(self._graph(graph))
        if not old:
            raise StoreError(f"no article {article_id!r} in this graph; it holds {len(self.articles())} others")
        self._store.remove_graph(graph)
        self._settling.touch(self.ns, old, set())

    def describe(self, ontology: Ontology) -> None:
        """Put an ontology's classes and relations in place of those that the graph holds."""
        from kg.graph.terms import ontology_quads

        old, new = set(self._graph(v.ONTOLOGY)), set(ontology_quads(ontology))
        if new != old:
            self._store.remove_graph(v.ONTOLOGY)
            self._store.extend(new)
            self._settling.touch_all(self._store)

    def notes(self) -> dict[str, str]:
        """Return the texts kept beside the articles, by name."""
        return notes_of(self._graph(v.NOTES))

    def note(self, name: str, text: str) -> None:
        """Keep a text beside the articles, in place of the one of that name; an empty one is let go."""
        for quad in list(self._store.quads_for_pattern(v.NOTES, v.kg(name), None, v.NOTES)):
            self._store.remove(quad)
        self._store.extend(note_quads(name, text))

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

    def bearers(self, keys: Iterable[str], most: int) -> dict[str, list[str]]:
        """Return the names in the register that have each of some keys; of more than `most` any so many."""
        self._settling.settle_names(self._store)
        found: dict[str, list[str]] = {}
        for key in keys:
            quads = self._store.quads_for_pattern(None, v.KEY, ox.Literal(clean(key)), v.NAMES)
            found[key] = [self.ns.name_label(cast(NamedNode, q.subject)) for q in islice(quads, most)]
        return found

    def tallies(self, labels: Iterable[str]) -> dict[str, Tally]:
        """Return what all articles say of some names, counted; those that no article uses are left out."""
        self._settling.settle_names(self._store)
        of = {x: tally_of(self._store.quads_for_pattern(self.ns.name(x), v.TALLY, None, v.NAMES)) for x in labels}
        return {x: tally for x, tally in of.items() if tally}

    def naming(self, labels: Iterable[str]) -> set[str]:
        """Return the ids of the articles that use some names."""
        quads = (q for x in labels for q in self._match(None, v.NAMED, self.ns.name(x)))
        return {self.ns.article_id(cast(NamedNode, q.subject)) for q in quads}

    def together(self, some: Iterable[str], others: Iterable[str], but: Iterable[str] = ()) -> bool:
        """Tell whether some article, but for those of some ids, uses a name of both kinds."""
        left_out = {self.ns.article(id) for id in but}
        names = [[self.ns.name(x) for x in labels] for labels in (some, others)]
        sides = [(q.subject for name in side for q in self._match(None, v.NAMED, name)) for side in names]
        for pair in zip_longest(*sides):  # by turns: all articles of the rarer names are looked at
            for article, theirs in zip(pair, reversed(names), strict=True):
                if not isinstance(article, NamedNode):
                    return False
                if article not in left_out and any(Quad(article, v.NAMED, n, article) in self._store for n in theirs):
                    return True
        return False

    def entities(self, ids: Iterable[str]) -> dict[str, Entity]:
        """Return entities of the graph by their ids, as some article has them: where all were resolved, they agree."""
        found: dict[str, Entity] = {}
        for id in ids:
            quad = next(self._match(None, v.APPEARANCE_OF, self.ns.entity(id)), None)
            if quad is not None:
                quads = self._store.quads_for_pattern(quad.subject, None, None, quad.graph_name)
                found[id] = entity_of(next(iter(nodes(quads).values())), self.ns)
        return found

    def select(self, sparql: str, limits: Limits = NO_LIMITS) -> Result:
        """Run a query that is known to be safe; `kg.graph.query.run_query` runs any other."""
        self._settle()
        return evaluate_within(self._store, sparql, self.ns.prefixes, limits)

    def quads(self) -> Iterator[Quad]:
        """Yield all quads, in no order."""
        self._settle()
        return self._store.quads_for_pattern(None, None, None, None)

    def graphs(self) -> Iterator[tuple[str, Iterator[Quad]]]:
        """Yield the name and the quads of each graph, in the order in which files have them."""
        self._settle()
        names = (g.value for g in self._store.named_graphs() if isinstance(g, NamedNode))
        yield from ((name, self._graph(NamedNode(name))) for name in sorted(names, key=graph_key))

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
        """Compute what follows from what was changed since the last time."""
        self._settling.settle(self.ns, self._store)

    def _forget(self) -> None:
        """Forget what was noted: the graph is as it was before."""
        self._settling.forget()
