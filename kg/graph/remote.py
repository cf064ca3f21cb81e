"""A graph behind a SPARQL 1.1 endpoint: `https://host/query`.

Every change is one update request, facts included, so that a server which runs a
request wholly or not at all never holds half an article. There is nothing left
to `save`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import QueryError, StoreError
from kg.found import Tally
from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.claims import stirred
from kg.graph.engine import check_syntax, result_of
from kg.graph.facts import ancestors, entity_facts, touched
from kg.graph.limits import NO_LIMITS, Limits
from kg.graph.names import Namespaces, clean
from kg.graph.notes import note_quads, notes_of
from kg.graph.protocol import Endpoint
from kg.graph.reading import Node, entity_of, from_quads, nodes
from kg.graph.register import OF_ARTICLE, changed_names, tallies_of, tally_of
from kg.graph.remote_compared import batches, comparison, everything
from kg.graph.results import Result
from kg.graph.traits import Traits
from kg.graph.writing import has_text, to_quads
from kg.records import Entity, Extraction

if TYPE_CHECKING:
    import rdflib

    from kg.graph.store import Store
    from kg.ontology import Ontology

__all__ = ["RemoteStore", "open_graph", "write_graph"]

#: Things asked for, or quads sent, in one request.
ARTICLES, ENTITIES, QUADS = 50, 200, 20_000
#: How a server is told to query all graphs together: it does so anyway, Oxigraph, Jena.
_UNIONS: tuple[dict[str, str], ...] = (
    {},
    {"union-default-graph": "true"},
    {"default-graph-uri": "urn:x-arq:UnionGraph"},
)


class RemoteStore:
    """A graph behind an endpoint.

    Parameters
    ----------
    address : str
        Of queries; of updates after ``#update=``, or by rule (`kg.graph.protocol.Endpoint`).
    ns : Namespaces
    keep_text : bool
        Whether articles added keep their text.
    """

    def __init__(self, address: str, *, ns: Namespaces | None = None, keep_text: bool = True) -> None:
        self.ns = ns or Namespaces()
        self.keep_text = keep_text
        self.address = address
        self.endpoint = Endpoint.of(address)
        self._union: Mapping[str, str] | None = None

    def replace(self, extraction: Extraction) -> None:
        """Put an article's extraction in place of what the graph holds of that article."""
        graph = self.ns.article(extraction.article.id)
        old = set(self._graphs([graph]))
        hashes = (q.object.value for q in old if q.predicate == v.SHA256 and isinstance(q.object, Literal))
        sha256 = None if extraction.article.text else next(hashes, None)  # the text was not kept
        keep_text = self.keep_text or has_text(old, extraction.article)
        self._change(graph, old, set(to_quads(extraction, self.ns, keep_text=keep_text, sha256=sha256)))

    def retract(self, article_id: str) -> None:
        """Remove an article and what it alone supports; StoreError if it is not there."""
        graph = self.ns.article(article_id)
        old = set(self._graphs([graph]))
        if not old:
            raise StoreError(f"no article {article_id!r} in this graph; it holds {len(self.articles())} others")
        self._change(graph, old, set())

    def describe(self, ontology: Ontology) -> None:
        """Put an ontology's classes and relations in place of those that the graph holds."""
        from kg.graph.terms import ontology_quads

        old, new = set(self._graphs([v.ONTOLOGY])), set(ontology_quads(ontology))
        if new == old:
            return
        self._update(old - new, new - old)
        above, traits = ancestors(new), Traits.of(new)
        rows = self._rows(f"SELECT DISTINCT ?e {{ GRAPH ?g {{ ?n {v.APPEARANCE_OF} ?e }} }}")
        for entities in batches((cast(NamedNode, row[0]) for row in rows), ENTITIES):
            before, after = self._facts(set(entities), above)
            self._update(before - after, after - before)
        for triples in list(everything(self._known_rows, traits)):
            before, after = comparison(self._known_rows, self.ns.entities, traits, (), triples)
            self._update(before - after, after - before)

    def notes(self) -> dict[str, str]:
        """Return the texts kept beside the articles, by name."""
        return notes_of(self._graphs([v.NOTES]))

    def note(self, name: str, text: str) -> None:
        """Keep a text beside the articles, in place of the one of that name; an empty one is let go."""
        old, new = set(self._graphs([v.NOTES])), note_quads(name, text)
        old = {q for q in old if q.predicate == v.kg(name)}
        self._update(old - new, new - old)

    def articles(self) -> dict[str, str]:
        """Return the hash of each article, by id, sorted."""
        rows = self._rows(f"SELECT ?a ?h {{ GRAPH ?a {{ ?a {v.SHA256} ?h }} }}")
        found = {self.ns.article_id(cast(NamedNode, a)): cast(Literal, h).value for a, h in rows}
        return dict(sorted(found.items()))

    def extractions(self, ids: Iterable[str] | None = None) -> Iterator[Extraction]:
        """Yield the extraction of each article, or of those of `ids` that are there, by id."""
        for some in batches(self.articles() if ids is None else sorted(set(ids)), ARTICLES):
            by_graph: dict[object, list[Quad]] = {}
            for quad in self._graphs([self.ns.article(id) for id in some]):
                by_graph.setdefault(quad.graph_name, []).append(quad)
            yield from (from_quads(by_graph[g], self.ns) for g in map(self.ns.article, some) if g in by_graph)

    def bearers(self, keys: Iterable[str], most: int) -> dict[str, list[str]]:
        """Return the names in the register that have each of some keys."""
        found: dict[str, list[str]] = {key: [] for key in keys}
        written = {Literal(clean(key)): key for key in found}
        for k, n in self._rows_for("k", written, f"SELECT ?k ?n {{ {{}} GRAPH {v.NAMES} {{ ?n {v.KEY} ?k }} }}"):
            found[written[cast(Literal, k)]].append(self.ns.name_label(cast(NamedNode, n)))
        return found

    def tallies(self, labels: Iterable[str]) -> dict[str, Tally]:
        """Return what all articles say of some names, counted; those that no article uses are left out."""
        nodes = {self.ns.name(x): x for x in labels}
        return {nodes[cast(NamedNode, q.subject)]: tally_of([q]) for q in self._names(nodes) if q.predicate == v.TALLY}

    def naming(self, labels: Iterable[str]) -> set[str]:
        """Return the ids of the articles that use some names."""
        rows = self._rows_for("n", map(self.ns.name, labels), f"SELECT ?a {{ {{}} GRAPH ?a {{ ?a {v.NAMED} ?n }} }}")
        return {self.ns.article_id(cast(NamedNode, a)) for (a,) in rows}

    def together(self, some: Iterable[str], others: Iterable[str], but: Iterable[str] = ()) -> bool:
        """Tell whether some article, but for those of some ids, uses a name of both kinds."""
        ours, theirs = (self.naming(labels) for labels in (some, others))
        return not (ours & theirs).issubset(but)

    def entities(self, ids: Iterable[str]) -> dict[str, Entity]:
        """Return entities of the graph by their ids, as some article has them: where all were resolved, they agree."""
        wanted = {self.ns.entity(id): id for id in ids}
        one = f"SELECT (SAMPLE(?a) AS ?n) {{ {{}} GRAPH ?g {{ ?a {v.APPEARANCE_OF} ?e }} }} GROUP BY ?e"
        some = [n for (n,) in self._rows_for("e", wanted, one)]
        rows = self._rows_for("n", some, "SELECT ?n ?p ?o { {} GRAPH ?g { ?n ?p ?o } }")
        found = nodes(Quad(cast(NamedNode, n), cast(NamedNode, p), o) for n, p, o in rows)
        return {e.id: e for e in (entity_of(node, self.ns) for node in found.values())}

    def select(self, sparql: str, limits: Limits = NO_LIMITS) -> Result:
        """Run a query that is known to be safe; `kg.graph.query.run_query` runs any other."""
        check_syntax(sparql, self.ns.prefixes)
        declared = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in self.ns.prefixes.items())
        return self._ask(f"{declared} {sparql}", self._union_graph(), limits)

    def quads(self) -> Iterator[Quad]:
        """Yield all quads, in no order."""
        for s, p, o, g in self._rows("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"):
            yield Quad(cast(NamedNode, s), cast(NamedNode, p), cast(NamedNode, o), cast(NamedNode, g))

    def dataset(self) -> rdflib.Dataset:
        """Return a copy for rdflib, with the union as its default graph."""
        from kg.graph.memory import MemoryStore

        copy = MemoryStore(ns=self.ns)
        copy._store.bulk_extend(self.quads())
        return copy.dataset()

    def save(self, path: Path | str | None = None) -> None:
        """Write a copy to a path; without one there is nothing to do, as each change is kept at once."""
        from kg.graph.store import save_as

        if path is not None and str(path) != self.address:
            save_as(self, path)

    def close(self) -> None:
        """Let go of the graph: nothing is held."""

    # ── reading ──────────────────────────────────────────────────────────────

    def _ask(self, sparql: str, extra: Mapping[str, str], limits: Limits = NO_LIMITS) -> Result:
        body, media_type = self.endpoint.query(sparql, extra, timeout=limits.seconds)
        try:
            if media_type == "application/sparql-results+json":
                answer = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
                return result_of(answer, self.ns.prefixes, rows=limits.rows)
            return result_of(ox.parse(body, format=_rdf_format(media_type)), self.ns.prefixes, rows=limits.rows)
        except (SyntaxError, ValueError) as error:
            reason = str(error).splitlines()[0][:150]
            raise StoreError(f"{self.endpoint.query_url}: its answer cannot be read ({reason})") from error

    def _rows(self, sparql: str) -> Iterator[tuple[NamedNode | Literal, ...]]:
        """Run a query of our own, whose variables are all bound."""
        yield from cast("tuple[tuple[NamedNode | Literal, ...], ...]", self._ask(sparql, {}).terms)

    def _known_rows(self, sparql: str) -> Iterator[tuple[NamedNode | Literal, ...]]:
        """Run a query of our own that uses the prefix of RDF."""
        return self._rows(f"PREFIX rdf: <{names.RDF}> {sparql}")

    def _rows_for(
        self, variable: str, values: Iterable[NamedNode | Literal], query: str
    ) -> Iterator[tuple[NamedNode | Literal, ...]]:
        """Run a query for some values of a variable, which stand where it says {}."""
        for some in batches(values, ENTITIES):
            listed = " ".join(map(str, some))
            yield from self._rows(query.replace("{}", f"VALUES ?{variable} {{ {listed} }}", 1))

    def _names(self, nodes: Iterable[NamedNode]) -> Iterator[Quad]:
        """Yield the quads of some names in the register."""
        rows = self._rows_for("n", nodes, f"SELECT ?n ?p ?o {{ {{}} GRAPH {v.NAMES} {{ ?n ?p ?o }} }}")
        yield from (Quad(cast(NamedNode, n), cast(NamedNode, p), o, v.NAMES) for n, p, o in rows)

    def _graphs(self, graphs: Collection[NamedNode]) -> Iterator[Quad]:
        """Yield the quads of some graphs."""
        listed = " ".join(map(str, graphs))
        for s, p, o, g in self._rows(f"SELECT ?s ?p ?o ?g {{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }}"):
            yield Quad(cast(NamedNode, s), cast(NamedNode, p), o, cast(NamedNode, g))

    def _union_graph(self) -> Mapping[str, str]:
        """Find out, once there is a triple, how this server queries all graphs together."""
        if self._union is None:
            row = next(self._rows("SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } LIMIT 1"), None)
            if row is None:
                return {}
            pattern = " ".join(map(str, row))
            for extra in _UNIONS:
                try:
                    seen = bool(self._ask(f"ASK {{ {pattern} }}", extra))
                except (QueryError, StoreError):  # it does not take the parameter
                    continue
                if seen:
                    self._union = extra
                    break
            else:
                raise StoreError(
                    f"{self.endpoint.query_url}: its default graph is not the union of its graphs; "
                    "start the server with that setting (Oxigraph: --union-default-graph)"
                )
        return self._union

    # ── writing ──────────────────────────────────────────────────────────────

    def _change(self, graph: NamedNode, old: set[Quad], new: set[Quad]) -> None:
        """Put an article's new quads in place of the old, and its entities' facts with them."""
        if old != new:
            ontology = list(self._graphs([v.ONTOLOGY]))
            facts = self._facts(touched(old, new, self.ns.entities), ancestors(ontology), without=graph, plus=new)
            moved, triples = stirred(old, new)
            views = comparison(
                self._known_rows, self.ns.entities, Traits.of(ontology), moved, triples, without=graph, plus=new
            )
            counts: dict[NamedNode, Tally] = {}
            for quads, sign in ((old, -1), (new, 1)):
                for name, tally in tallies_of((q for q in quads if q.predicate in OF_ARTICLE), self.ns).items():
                    counts.setdefault(name, Tally()).add(tally, sign)
            listed = changed_names(self._names(counts), counts)
            before, after = facts[0] | views[0] | listed[0], facts[1] | views[1] | listed[1]
            self._update((old - new) | (before - after), (new - old) | (after - before), drop=None if new else graph)

    def _facts(
        self,
        entities: Collection[NamedNode],
        above: Mapping[str, set[str]],
        *,
        without: NamedNode | None = None,
        plus: Iterable[Quad] = (),
    ) -> tuple[set[Quad], set[Quad]]:
        """Return the facts of some entities as they are, and as they are with one article's graph changed."""
        owned: dict[tuple[NamedNode, NamedNode], list[Node]] = {}
        for node in (*nodes(plus).values(), *self._nodes(entities, without)):
            for predicate in (v.APPEARANCE_OF, v.SUBJECT):
                if isinstance(owner := node.one(predicate), NamedNode):
                    owned.setdefault((predicate, owner), []).append(node)
        before: set[Quad] = set()
        after: set[Quad] = set()
        for some in batches(entities, ENTITIES):
            listed = " ".join(map(str, some))
            rows = self._rows(f"SELECT ?s ?p ?o {{ VALUES ?s {{ {listed} }} GRAPH {v.FACTS} {{ ?s ?p ?o }} }}")
            before.update(Quad(cast(NamedNode, s), cast(NamedNode, p), o, v.FACTS) for s, p, o in rows)
        for entity in entities:
            after.update(
                entity_facts(
                    entity,
                    owned.get((v.APPEARANCE_OF, entity), ()),
                    owned.get((v.SUBJECT, entity), ()),
                    lambda cls, other: other in above.get(cls, {cls}),
                )
            )
        return before, after

    def _nodes(self, entities: Collection[NamedNode], without: NamedNode | None) -> Iterator[Node]:
        """Yield all appearances and statements of some entities, but those of one article."""
        other = f"FILTER(?g != {without})" if without else ""
        for some in batches(entities, ENTITIES):
            listed = " ".join(map(str, some))
            rows = self._rows(
                f"SELECT ?n ?p ?o {{ VALUES ?e {{ {listed} }} VALUES ?own {{ {v.APPEARANCE_OF} {v.SUBJECT} }} "
                f"GRAPH ?g {{ ?n ?own ?e . ?n ?p ?o }} {other} }}"
            )
            yield from nodes(Quad(cast(NamedNode, n), cast(NamedNode, p), o) for n, p, o in rows).values()

    def _update(self, old: Collection[Quad], new: Collection[Quad], *, drop: NamedNode | None = None) -> None:
        """Remove and add quads in one request, however many: a server runs a request wholly or not at all."""
        parts = [f"DROP SILENT GRAPH {drop}"] if drop else []
        parts += [f"DELETE DATA {{ {_data(q for q in old if q.graph_name != drop)} }}"] if old else []
        parts += [f"INSERT DATA {{ {_data(new)} }}"] if new else []
        if parts:
            self.endpoint.update(" ;\n".join(parts))


def _data(quads: Iterable[Quad]) -> str:
    return "\n".join(f"GRAPH {q.graph_name} {{ {q.subject} {q.predicate} {q.object} }}" for q in quads)


def _rdf_format(media_type: str) -> ox.RdfFormat:
    found = ox.RdfFormat.from_media_type(media_type)
    if found is None:
        raise ValueError(f"{media_type} is no format of answers to queries")
    return found


def open_graph(
    path: Path | str, *, create: bool = False, base: str | None = None, keep_text: bool = True
) -> RemoteStore:
    """Open a graph behind an endpoint.

    Raises
    ------
    StoreError
        It cannot be reached, or holds graphs that are not ours.
    """
    store = RemoteStore(str(path), ns=Namespaces(base) if base else None, keep_text=keep_text)
    where = store.endpoint.query_url
    foreign = store._ask(
        f"SELECT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER NOT EXISTS {{ GRAPH ?g {{ ?g a {v.ARTICLE} }} }} "
        f"FILTER(?g NOT IN ({', '.join(map(str, v.SHARED))})) }} LIMIT 1",
        {},
    )
    if foreign:
        raise StoreError(f"{where}: holds {foreign.rows[0][0]}, which kg did not make; use a dataset of its own")
    article = next(store._rows(f"SELECT ?a {{ GRAPH ?a {{ ?a {v.SHA256} ?h }} }} LIMIT 1"), None)
    if article is None and not create and not any(store._graphs([v.ONTOLOGY])):
        raise StoreError(f"{where}: holds no graph yet; `kg build … -o {where}` makes one")
    if article is not None:
        _check_base(store, cast(NamedNode, article[0]).value, where, base)
    return store


def _check_base(store: RemoteStore, article: str, where: str, base: str | None) -> None:
    try:
        found = Namespaces.of_article(article)
    except ValueError as error:
        raise StoreError(f"{where}: <{article}> is no article of kg; use a dataset of its own") from error
    if base is not None and found != store.ns:
        raise StoreError(f"{where}: its IRIs start with {found.base} and not {base}; use one base IRI for a graph")
    store.ns = found


def write_graph(path: Path | str, store: Store) -> None:
    """Write a graph to an endpoint, in place of the one that is there."""
    target = open_graph(path, create=True)
    found = list(store.quads())  # before anything is dropped: both may be one
    graphs = [*map(target.ns.article, target.articles()), *v.SHARED]
    target.endpoint.update(" ;\n".join(f"DROP SILENT GRAPH {graph}" for graph in graphs))
    for quads in batches(found, QUADS):
        target._update((), quads)
