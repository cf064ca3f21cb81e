"""A graph in memory (Oxigraph's), kept in a TriG file."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.engine import evaluate
from kg.graph.facts import entity_facts
from kg.graph.files import write_whole
from kg.graph.names import Namespaces
from kg.graph.reading import Node, from_quads, nodes
from kg.graph.results import Result
from kg.graph.trig import trig
from kg.graph.writing import to_quads
from kg.records import Extraction

if TYPE_CHECKING:
    import rdflib

    from kg.ontology import Ontology

__all__ = ["MemoryStore", "open_file"]

SUFFIXES = (".trig", ".trig.gz")
_FIRST_LINE = "kg graph, articles: {}"


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
    path : Path, optional
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
        path: Path | None = None,
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
        new = set(to_quads(extraction, self.ns, keep_text=self.keep_text, sha256=sha256))
        if new != old:
            self._store.remove_graph(graph)
            self._store.extend(new)
            self._touch(old ^ new)

    def retract(self, article_id: str) -> None:
        """Remove an article and what it alone supports; StoreError if it is not there."""
        graph = self.ns.article(article_id)
        old = set(self._graph(graph))
        if not old:
            raise StoreError(f"no article {article_id!r} in this graph; it holds {len(self.articles())} others")
        self._store.remove_graph(graph)
        self._touch(old)

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

    def extractions(self) -> Iterator[Extraction]:
        """Yield the extraction of each article, by id."""
        for article_id in self.articles():
            yield from_quads(self._graph(self.ns.article(article_id)), self.ns)

    def select(self, sparql: str) -> Result:
        """Run a query that is known to be safe; `kg.graph.query.run_query` runs any other."""
        self._settle()
        return evaluate(self._store, sparql, self.ns.prefixes)

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
        """Write the graph as TriG: where it came from, or into a new file.

        The same graph gives the same bytes.
        """
        target = path or self.path
        if target is None:
            raise StoreError(f"a graph in memory has no file yet; name one that ends in {' or '.join(SUFFIXES)}")
        if not str(target).lower().endswith(SUFFIXES):
            raise StoreError(f"{target}: a graph is saved as {' or '.join(SUFFIXES)}; `kg export` writes other formats")
        text = trig(self.quads(), self.ns.prefixes, first_line=_FIRST_LINE.format(len(self.articles())))
        data = text.encode()
        write_whole(target, gzip.compress(data, mtime=0) if str(target).lower().endswith(".gz") else data)
        self.path = Path(target)

    def _match(
        self, subject: NamedNode | None = None, predicate: NamedNode | None = None, object: NamedNode | None = None
    ) -> Iterator[Quad]:
        return self._store.quads_for_pattern(subject, predicate, object, None)

    def _graph(self, graph: NamedNode) -> Iterator[Quad]:
        return self._store.quads_for_pattern(None, None, None, graph)

    def _touch(self, quads: Iterable[Quad]) -> None:
        """Remember which entities' facts have to be computed anew: those that changed quads speak of."""
        prefix = f"{self.ns.base}entity/"
        for quad in quads:
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(prefix):
                self._dirty.add(quad.object)
            # A statement that changes its factuality keeps its subject, an appearance its entity.
            self._dirty.update(self._owner(cast(NamedNode, quad.subject)))

    def _owner(self, node: NamedNode) -> Iterator[NamedNode]:
        for predicate in (v.SUBJECT, v.APPEARANCE_OF):
            yield from (cast(NamedNode, q.object) for q in self._match(node, predicate))

    def _settle(self) -> None:
        """Compute the facts of all entities touched since the last time."""
        if not self._dirty:
            return
        ancestors = _ancestors(self._graph(v.ONTOLOGY))
        facts: list[Quad] = []
        for entity in self._dirty:
            for quad in list(self._store.quads_for_pattern(entity, None, None, v.FACTS)):
                self._store.remove(quad)
            facts += entity_facts(
                entity,
                self._subjects(v.APPEARANCE_OF, entity),
                self._subjects(v.SUBJECT, entity),
                lambda cls, other: other in ancestors.get(cls, {cls}),
            )
        self._store.extend(facts)
        self._dirty.clear()

    def _subjects(self, predicate: NamedNode, object: NamedNode) -> Iterator[Node]:
        """Yield the nodes that have a predicate and object."""
        for quad in self._match(None, predicate, object):
            yield from nodes(self._match(cast(NamedNode, quad.subject))).values()


def _ancestors(ontology: Iterable[Quad]) -> dict[str, set[str]]:
    """Return each class's ancestors and itself, by local name."""
    parents: dict[str, set[str]] = {}
    for quad in ontology:
        if quad.predicate == v.SUBCLASS and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            cls, parent = (n.value.removeprefix(names.KG) for n in (quad.subject, quad.object))
            parents.setdefault(cls, set()).add(parent)
    found = {}
    for cls in parents:
        above, todo = {cls}, [cls]
        while todo:
            new = parents.get(todo.pop(), set()) - above
            above |= new
            todo += new
        found[cls] = above
    return found


def open_file(
    path: Path | str, *, create: bool = False, base: str | None = None, keep_text: bool = True
) -> MemoryStore:
    """Read a graph from a TriG file, plain or compressed.

    Raises
    ------
    StoreError
        It is missing, cut off, not TriG, or not a graph that `kg` made.
    """
    file = Path(path)
    store = MemoryStore(ns=Namespaces(base) if base else None, keep_text=keep_text, path=file)
    if create and not file.exists():
        return store
    data = _read(file)
    try:
        store._store.bulk_load(data, format=ox.RdfFormat.TRIG)
    except SyntaxError as error:
        raise StoreError(f"{path}: not a graph that kg made ({_first(error)}); build it anew") from error
    _check(store, data, file, base)
    return store


def _first(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__


def _read(file: Path) -> bytes:
    if not file.exists():
        raise StoreError(f"{file}: no such file; `kg build … -o {file}` makes one")
    try:
        data = file.read_bytes()
        return gzip.decompress(data) if file.name.lower().endswith(".gz") else data
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else _first(error)
        raise StoreError(f"{file}: cannot be read ({reason.lower()})") from error


def _check(store: MemoryStore, data: bytes, file: Path, base: str | None) -> None:
    """Raise StoreError unless a file just read holds a whole graph of ours, under `base` if that is given."""
    inner = store._store
    graphs = set(inner.named_graphs()) - {v.FACTS, v.ONTOLOGY}
    typed = inner.quads_for_pattern(None, v.TYPE, v.ARTICLE, None)
    articles = {q.subject for q in typed if q.subject == q.graph_name}
    stray = next(inner.quads_for_pattern(None, None, None, ox.DefaultGraph()), None)
    blank = inner.query("ASK { GRAPH ?g { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) } }")
    first = data.split(b"\n", 1)[0].decode(errors="replace").removeprefix("# ")
    ours = first.startswith(_FIRST_LINE.partition("{")[0])
    if stray is not None or graphs != articles or blank or not (articles or ours):
        raise StoreError(f"{file}: not a graph that kg made; `kg build … -o FILE` makes one")
    expected = _FIRST_LINE.format(len(articles))
    if ours and first != expected:
        raise StoreError(f"{file}: cut off: it begins with {first!r}, but holds {len(articles)}; build it anew")
    bases = {_base(cast(NamedNode, a).value, file) for a in articles}
    if base is not None:
        bases.add(store.ns.base)
    if len(bases) > 1:
        raise StoreError(f"{file}: its IRIs start with {' and '.join(sorted(bases))}; use one base IRI for a graph")
    store.ns = Namespaces(*bases)


def _base(article: str, file: Path) -> str:
    try:
        return Namespaces.of_article(article).base
    except ValueError as error:
        raise StoreError(f"{file}: <{article}> is no article of kg; `kg build … -o FILE` makes a graph") from error
