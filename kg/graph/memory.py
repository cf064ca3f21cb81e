"""A graph in memory (Oxigraph's)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.graph import vocabulary as v
from kg.graph.claims import claims_of, compared_nodes, stirred
from kg.graph.compared import compared, keyed, unrivalled
from kg.graph.facts import ancestors, entity_facts, touched
from kg.graph.limits import NO_LIMITS, Limits, evaluate_within
from kg.graph.names import Namespaces
from kg.graph.notes import note_quads, notes_of
from kg.graph.reading import Node, became_of, entity_of, from_quads, nodes
from kg.graph.results import Result
from kg.graph.traits import Key, Traits, Triple
from kg.graph.writing import appearance_iri, has_text, to_quads
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
        self._dirty: set[NamedNode] = set()
        #: Statements to compare anew, and their triples.
        self._moved: set[NamedNode] = set()
        self._stirred: set[Triple] = set()
        if ontology is not None:
            self.describe(ontology)

    @classmethod
    def of(cls, quads: Iterable[Quad], ns: Namespaces) -> MemoryStore:
        """Return a graph of the quads of some articles, and of an ontology: what follows from them is computed."""
        store = MemoryStore(ns=ns)
        store._store.bulk_extend(quads)
        store._touch_all()
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
            self._touch(old, new)

    def retract(self, article_id: str) -> None:
        """Remove an article and what it alone supports; StoreError if it is not there."""
        graph = self.ns.article(article_id)
        old = set(self._graph(graph))
        if not old:
            raise StoreError(f"no article {article_id!r} in this graph; it holds {len(self.articles())} others")
        self._store.remove_graph(graph)
        self._touch(old, set())

    def describe(self, ontology: Ontology) -> None:
        """Put an ontology's classes and relations in place of those that the graph holds."""
        from kg.graph.terms import ontology_quads

        old, new = set(self._graph(v.ONTOLOGY)), set(ontology_quads(ontology))
        if new != old:
            self._store.remove_graph(v.ONTOLOGY)
            self._store.extend(new)
            self._touch_all()

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

    def sharing(self, keys: Iterable[str]) -> dict[str, str]:
        """Return `Extraction.found` of each article that has one of some `Extraction.keys`, by id, sorted."""
        articles = {cast(NamedNode, q.subject) for k in keys for q in self._match(None, v.KEY, ox.Literal(k))}
        found = {
            self.ns.article_id(article): cast(ox.Literal, q.object).value
            for article in articles
            for q in self._store.quads_for_pattern(article, v.FOUND, None, article)
        }
        return dict(sorted(found.items()))

    def became(self, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Entity]:
        """Return what some entities are in the graph, by the ids of an article and of an entity as it alone gave it."""
        found: dict[tuple[str, str], Entity] = {}
        ids: dict[str, dict[str, str]] = {}
        for article_id, own in places:
            graph = self.ns.article(article_id)
            if article_id not in ids:
                said = (q.object for q in self._store.quads_for_pattern(graph, v.BECAME, None, graph))
                ids[article_id] = became_of(next(said, None))
            node = appearance_iri(graph, ids[article_id][own])
            quads = self._store.quads_for_pattern(node, None, None, graph)
            found[article_id, own] = entity_of(nodes(quads)[node.value], self.ns)
        return found

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

    def _touch(self, old: set[Quad], new: set[Quad]) -> None:
        """Note what changes with an article's quads."""
        self._dirty |= touched(old, new, self.ns.entities)
        moved, triples = stirred(old, new)
        self._moved |= moved
        self._stirred |= triples

    def _touch_all(self) -> None:
        """Note that everything must be computed anew."""
        self._dirty.update(cast(NamedNode, q.object) for q in self._match(predicate=v.APPEARANCE_OF))
        stated = list(self._match(predicate=v.SUBJECT))
        self._moved.update(cast(NamedNode, q.subject) for q in stated)
        self._stirred.update(t for q in stated if (t := self._triple(q)))

    def _forget(self) -> None:
        """Forget what was noted: the graph is as it was before."""
        for noted in (self._dirty, self._moved, self._stirred):
            noted.clear()

    def _settle(self) -> None:
        """Compute the facts of all entities touched since the last time, and compare statements with what changed."""
        if not (self._dirty or self._moved):
            return
        ontology = list(self._graph(v.ONTOLOGY))
        self._settle_facts(ancestors(ontology))
        self._settle_compared(Traits.of(ontology))

    def _settle_facts(self, above: Mapping[str, set[str]]) -> None:
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

    def _settle_compared(self, traits: Traits) -> None:
        by_key: dict[Key, set[Triple]] = {}
        for triple in (t for said in self._stirred for t in (said, *traits.told(said))):
            by_key.setdefault(traits.key(triple), set()).add(triple)
        seen, new = set(self._moved), set[Quad]()
        for key, triples in by_key.items():
            rivals = self._rivals(key, triples, traits)
            stated = {place: triple for triple in rivals for place in self._stating(triple)}
            if len(stated) == 1 and key in {traits.key(triple) for triple in stated.values()}:
                [(statement, graph)] = stated  # as most are: there is nothing to compare it with
                if next(self._store.quads_for_pattern(statement, v.FACTUALITY, None, graph), None):
                    seen.add(statement)
                    new.add(unrivalled(statement))
                continue
            claims, signs = keyed(claims_of(self._compared_quads(stated)), traits).get(key, ((), ()))
            seen.update(c.iri for c in claims)
            new.update(compared(claims, signs, traits))
        old = {q for iri in seen for q in self._store.quads_for_pattern(iri, None, None, v.COMPARED)}
        for quad in old - new:
            self._store.remove(quad)
        self._store.extend(new - old)
        self._moved.clear()
        self._stirred.clear()

    def _rivals(self, key: Key, triples: set[Triple], traits: Traits) -> set[Triple]:
        """Return the triples whose statements are compared: those given, their rivals, and their begins and ends."""
        _, one_subject, one_object = key
        subject, relation, object = next(iter(triples))
        found = set(triples)
        if relation in traits.symmetric:
            found |= {(o, p, s) for s, p, o in triples if isinstance(o, NamedNode)}
        elif not (one_subject and one_object):
            ends = (subject if one_subject else None, object if one_object else None)
            facts = self._store.quads_for_pattern(ends[0], relation, ends[1], v.FACTS)
            found |= {(cast(NamedNode, q.subject), relation, cast(NamedNode, q.object)) for q in facts}
        signs = [(s, sign, o) for s, _, o in found for sign in traits.signs(relation)]
        found.update(signs)
        found.update((o, sign, s) for s, sign, o in signs if isinstance(o, NamedNode))
        return found

    def _compared_quads(self, stated: Mapping[tuple[NamedNode, NamedNode], Triple]) -> Iterator[Quad]:
        """Yield all quads that comparing some statements looks at, given by themselves and their graphs."""
        wanted = {
            (graph, node, predicate)
            for (statement, graph), triple in stated.items()
            for node, predicate in compared_nodes(statement, graph, triple, self.ns.entities)
        }
        for graph, node, predicate in wanted:
            yield from self._store.quads_for_pattern(node, predicate, None, graph)

    def _stating(self, triple: Triple) -> Iterator[tuple[NamedNode, NamedNode]]:
        """Yield the statements of a triple, and their graphs: those of the end that has fewer are looked at."""
        subject, relation, object = triple
        ends = ((v.SUBJECT, subject), (v.OBJECT, object))
        sides = [self._match(None, role, end) for role, end in ends]
        read: tuple[list[Quad], list[Quad]] = ([], [])
        fewer = 0
        for fewer in cycle((0, 1)):  # by turns, until one is at its end
            quad = next(sides[fewer], None)
            if quad is None:
                break
            read[fewer].append(quad)
        rest = ((v.PREDICATE, relation), ends[1 - fewer])
        for quad in read[fewer]:
            if all(Quad(quad.subject, role, end, quad.graph_name) in self._store for role, end in rest):
                yield cast(NamedNode, quad.subject), cast(NamedNode, quad.graph_name)

    def _triple(self, quad: Quad) -> Triple | None:
        """Return the triple of a statement by the quad that names its subject."""
        of = (self._store.quads_for_pattern(quad.subject, p, None, quad.graph_name) for p in (v.PREDICATE, v.OBJECT))
        predicate, object = (next((q.object for q in quads), None) for quads in of)
        if not isinstance(predicate, NamedNode) or not isinstance(object, NamedNode | ox.Literal):
            return None
        return (cast(NamedNode, quad.object), predicate, object)

    def _subjects(self, predicate: NamedNode, object: NamedNode) -> Iterator[Node]:
        """Yield the nodes that have a predicate and object."""
        for quad in self._match(None, predicate, object):
            yield from nodes(self._match(cast(NamedNode, quad.subject))).values()
