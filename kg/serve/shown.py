"""The pages: each a job that reads a graph and fills a template."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from kg.errors import KgError
from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.limits import Limits
from kg.graph.memory import MemoryStore
from kg.graph.named import named_queries
from kg.graph.names import Namespaces
from kg.graph.query import run_query
from kg.graph.reading import Node, nodes
from kg.graph.results import Result, shorten
from kg.serve.pages import Language, Reply, html
from kg.serve.views import Links, Reader, fold, later, path_of

__all__ = ["ArticlePage", "EntityPage", "HomePage", "OntologyPage", "QueryPage", "SearchPage", "StatementPage"]

#: Entities and articles that lists show, and rows that the plain table of an answer does.
LISTED, ROWS = 30, 500
EXAMPLE = "SELECT ?who ?what WHERE {\n  ?who kg:ceo_of ?what .\n}"
_PUBLIC = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class HomePage:
    """How much there is, and where to begin."""

    ns: Namespaces
    language: Language

    def __call__(self, store: ox.Store) -> Reply:
        """Return the page."""
        reader = Reader(store, self.ns, self.language.name)
        stated: Counter[NamedNode] = Counter()
        for role in (v.SUBJECT, v.OBJECT):
            ends = (q.object for q in store.quads_for_pattern(None, role, None, None))
            stated.update(o for o in ends if isinstance(o, NamedNode) and o.value.startswith(self.ns.entities))
        articles = [q.subject for q in store.quads_for_pattern(None, v.TYPE, v.ARTICLE, None)]
        dated = sorted(
            ((_date(reader, a), a) for a in articles if isinstance(a, NamedNode)),
            key=lambda pair: (later(pair[0]), pair[1].value),
        )
        counts = {
            "articles": len(articles),
            "entities": len(_subjects(store, v.LABEL, None, v.FACTS)),
            "statements": len(_subjects(store, v.TYPE, v.STATEMENT)),
        }
        most = sorted(stated.items(), key=lambda item: (-item[1], item[0].value))[:LISTED]
        return html(
            "home.html",
            self.language,
            path="/",
            counts=counts,
            entities=[(reader.link(e), n) for e, n in most],
            articles=[(reader.link(a), date) for date, a in dated[:LISTED]],
        )


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What has a word in its name."""

    word: str
    ns: Namespaces
    language: Language

    def __call__(self, store: ox.Store) -> Reply:
        """Return the page."""
        wanted = fold(self.word.strip())
        found: dict[NamedNode, tuple[int, str]] = {}
        for predicate in (v.LABEL, v.ALT_LABEL, v.HEADLINE):
            graph = None if predicate == v.HEADLINE else v.FACTS
            for quad in store.quads_for_pattern(None, predicate, None, graph) if wanted else ():
                name = fold(quad.object.value) if isinstance(quad.object, Literal) else ""
                if wanted in name and isinstance(quad.subject, NamedNode):
                    key = (int(name != wanted) + int(not name.startswith(wanted)), name)
                    found[quad.subject] = min(key, found.get(quad.subject, key))
        reader = Reader(store, self.ns, self.language.name)
        best = sorted(found, key=lambda n: (*found[n], n.value))[:LISTED]
        return html("search.html", self.language, searched=self.word, found=[reader.link(n) for n in best])


@dataclass(frozen=True, slots=True)
class EntityPage:
    """What articles say of an entity."""

    node: NamedNode
    ns: Namespaces
    language: Language

    def __call__(self, store: ox.Store) -> Reply:
        """Return the page."""
        reader = Reader(store, self.ns, self.language.name)
        node = reader.node(self.node, v.FACTS)
        if node is None:
            return html("error.html", self.language, status=404, message="")
        roles = {"as_subject": v.SUBJECT, "as_object": v.OBJECT, "as_speaker": v.ATTRIBUTED_TO}
        return html(
            "entity.html",
            self.language,
            path=path_of(self.node.value, self.ns),
            iri=self.node.value,
            name=reader.name(self.node),
            aliases=sorted(o.value for o in node.objects.get(v.ALT_LABEL.value, ()) if isinstance(o, Literal)),
            roles={key: reader.views(reader.statements(self.node, role)) for key, role in roles.items()},
            kind=reader.term(node.one(v.TYPE)),
        )


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article, and what it states."""

    node: NamedNode
    ns: Namespaces
    language: Language

    def __call__(self, store: ox.Store) -> Reply:
        """Return the page."""
        reader = Reader(store, self.ns, self.language.name)
        node = reader.node(self.node, self.node)
        if node is None:
            return html("error.html", self.language, status=404, message="")
        found, total = reader.views(reader.statements(self.node, v.DERIVED))
        address = node.value(v.URL) or ""
        return html(
            "article.html",
            self.language,
            path=path_of(self.node.value, self.ns),
            iri=self.node.value,
            name=reader.name(self.node),
            published=node.value(v.PUBLISHED),
            source=node.value(v.PUBLISHER),
            address=address if address.startswith(_PUBLIC) else "",
            text=node.value(v.TEXT),
            mentioned=[reader.link(o) for o in node.objects.get(v.MENTIONS.value, ())],
            found=found,
            total=total,
        )


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A statement, in the sentence that makes it."""

    node: NamedNode
    ns: Namespaces
    language: Language

    def __call__(self, store: ox.Store) -> Reply:
        """Return the page."""
        reader = Reader(store, self.ns, self.language.name)
        node = reader.node(self.node)
        if node is None or not node.is_a(v.STATEMENT):
            return html("error.html", self.language, status=404, message="")
        before, after = _around(reader, node)
        return html(
            "statement.html",
            self.language,
            path=path_of(self.node.value, self.ns),
            iri=self.node.value,
            s=reader.view(self.node),
            before=before,
            after=after,
        )


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """The classes and relations of the graph."""

    ns: Namespaces
    language: Language

    def __call__(self, store: ox.Store) -> Reply:
        """Return the page."""
        found = nodes(store.quads_for_pattern(None, None, None, v.ONTOLOGY))
        reader = Reader(store, self.ns, self.language.name)
        terms = [_term(node, reader) for node in found.values() if node.iri.startswith(names.KG)]
        groups = {
            "relations": [t for t in terms if t["domain"] or t["range"]],
            "classes": [t for t in terms if t["class"]],
        }
        ordered = {key: sorted(group, key=lambda t: fold(str(t["name"]))) for key, group in groups.items()}
        return html("ontology.html", self.language, path="/ontology", groups=ordered)


@dataclass(frozen=True, slots=True)
class QueryPage:
    """A form for a query, and its answer as a table."""

    query: str
    ns: Namespaces
    language: Language
    rows: int

    def __call__(self, store: ox.Store) -> Reply:
        """Return the page."""
        result, problem = None, ""
        if self.query.strip():
            try:
                result = run_query(MemoryStore(ns=self.ns, quads=store), self.query, Limits(rows=self.rows))
            except KgError as error:
                problem = str(error)
        return html(
            "query.html",
            self.language,
            status=400 if problem else 200,
            text=self.query or EXAMPLE,
            known=json.dumps(_known(store, self.ns)),
            problem=problem,
            notes=() if result is None else result.notes,
            columns=None if result is None else result.columns,
            rows=[] if result is None else list(_table(result, self.ns)),
            total=0 if result is None else len(result),
            named=named_queries(),
        )


def _date(reader: Reader, article: NamedNode) -> str:
    node = reader.node(article, article)
    return (node.value(v.PUBLISHED) if node else None) or ""


def _around(reader: Reader, node: Node) -> tuple[str, str]:
    """Return what stands in the sentence before and after a statement's words; "" where the text is not kept."""
    article = node.one(v.DERIVED)
    graph = reader.node(article, article) if isinstance(article, NamedNode) else None
    text = (graph.value(v.TEXT) if graph else None) or ""
    places = (v.SENTENCE_BEGIN, v.BEGIN, v.END, v.SENTENCE_END)
    first, begin, end, last = (int(node.number(p) or 0) for p in places)
    return text[first:begin], text[end:last]


def _term(node: Node, reader: Reader) -> dict[str, Any]:
    definitions = node.objects.get(names.SKOS + "definition", ())
    texts = sorted((o.language != reader.lang, o.value) for o in definitions if isinstance(o, Literal))

    def ends(name: str) -> str:
        return ", ".join(reader.link(o).name for o in node.objects.get(names.RDFS + name, ()))

    return {
        "id": node.iri.removeprefix(names.KG),
        "name": reader.name(NamedNode(node.iri)),
        "about": texts[0][1] if texts else "",
        "domain": ends("domain"),
        "range": ends("range"),
        "class": NamedNode(names.OWL + "Class") in node.objects.get(v.TYPE.value, ()),
    }


def _known(store: ox.Store, ns: Namespaces) -> dict[str, Any]:
    """Return what the editor completes and shortens names with."""
    iris = _subjects(store, v.LABEL, None, v.ONTOLOGY)
    terms = sorted(shorten(iri, ns.prefixes) for iri in iris if iri.startswith(names.KG))
    return {"prefixes": ns.prefixes, "terms": terms, "example": EXAMPLE, "base": ns.base}


def _subjects(
    store: ox.Store, predicate: NamedNode, object: NamedNode | None, graph: NamedNode | None = None
) -> set[str]:
    """Return the IRIs of all that has a predicate, with an object or any."""
    quads = store.quads_for_pattern(None, predicate, object, graph)
    return {q.subject.value for q in quads if isinstance(q.subject, NamedNode)}


def _table(result: Result, ns: Namespaces) -> Iterator[list[Links]]:
    for terms, texts in zip(result.terms[:ROWS], result.rows[:ROWS], strict=True):
        yield [
            Links(text, path_of(term.value, ns) if isinstance(term, NamedNode) else "")
            for term, text in zip(terms, texts, strict=True)
        ]
