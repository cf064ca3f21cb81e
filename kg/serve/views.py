"""What pages show: the quads of a graph as plain values, each node with its name and its page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.names import Namespaces
from kg.graph.reading import Node, nodes
from kg.graph.results import shorten

if TYPE_CHECKING:
    from kg.graph.writing import Term

__all__ = ["Links", "Reader", "fold", "later", "path_of"]

#: Statements that a page shows; SPARQL gives the rest.
MOST = 200
_PAGES = ("entity", "article", "statement")
#: Left as it is in a path; the browser encodes the rest of an IRI in the same way.
_SAFE = "/%-._~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class Links:
    """A name, and the page of what has it; no page ("") where there is none."""

    name: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement, in words."""

    iri: str
    href: str
    subject: Links
    predicate: Links
    object: Links
    factuality: str
    former: bool
    article: Links
    published: str
    quote: str
    begin: int
    details: Mapping[str, str | Links] = field(default_factory=dict)


def path_of(iri: str, ns: Namespaces) -> str:
    """Return the path of an entity's, article's or statement's page; "" for any other IRI.

    Examples
    --------
    >>> path_of("https://kg.example/entity/AC%2FDC", Namespaces())
    '/entity/AC%2FDC'
    """
    local = iri.removeprefix(ns.base)
    ours = iri.startswith(ns.base) and local.partition("/")[0] in _PAGES
    return f"/{quote(local, safe=_SAFE)}" if ours else ""


def fold(text: str) -> str:
    """Return a text without accents and case, to be searched.

    Examples
    --------
    >>> fold("L'Élysée")
    "l'elysee"
    """
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


class Reader:
    """Reads a store for pages in one language.

    Parameters
    ----------
    store : pyoxigraph.Store
    ns : Namespaces
    lang : str
        Of the names of classes and relations.
    """

    def __init__(self, store: ox.Store, ns: Namespaces, lang: str) -> None:
        self.store, self.ns, self.lang = store, ns, lang

    # ── names ────────────────────────────────────────────────────────────────

    def link(self, term: Term | None) -> Links:
        """Return what to call a term, and its page."""
        if isinstance(term, NamedNode):
            return Links(self.name(term), path_of(term.value, self.ns))
        return Links(term.value if isinstance(term, Literal) else str(term or ""))

    def term(self, term: Term | None) -> Links:
        """Return the name of a class or relation, and its place in the ontology's page."""
        iri = term.value if isinstance(term, NamedNode) else ""
        local = quote(iri.removeprefix(names.KG), safe=_SAFE)
        return Links(self.link(term).name, f"/ontology#{local}" if iri.startswith(names.KG) else "")

    def name(self, node: NamedNode) -> str:
        """Return the label of a node, or its IRI shortened."""
        labels = [o for p in (v.LABEL, v.HEADLINE) for o in self._objects(node, p) if isinstance(o, Literal)]
        liked = sorted(labels, key=lambda o: (o.language != self.lang, o.language or "", o.value))
        return liked[0].value if liked else shorten(node.value, self.ns.prefixes)

    def _objects(self, subject: NamedNode, predicate: NamedNode) -> Iterator[Term]:
        return (q.object for q in self.store.quads_for_pattern(subject, predicate, None, None))

    # ── nodes ────────────────────────────────────────────────────────────────

    def node(self, subject: NamedNode, graph: NamedNode | None = None) -> Node | None:
        """Return what one graph, or any, says of a node; None if nothing."""
        found = nodes(self.store.quads_for_pattern(subject, None, None, graph))
        return found.get(subject.value)

    def statements(self, node: NamedNode, role: NamedNode) -> list[NamedNode]:
        """Return the statements that have a node in some role (`v.SUBJECT`, `v.OBJECT`, `v.ATTRIBUTED_TO`, …)."""
        quads = self.store.quads_for_pattern(None, role, node, None)
        return [q.subject for q in quads if isinstance(q.subject, NamedNode) and _is_statement(self.store, q)]

    def views(self, statements: Iterable[NamedNode]) -> tuple[list[StatementView], int]:
        """Return statements in words, the latest articles' first, as many as a page shows; and how many there are."""
        each = list(dict.fromkeys(statements))
        dated = sorted(each, key=lambda s: self._order(s), reverse=True)[:MOST]
        found = [self.view(s) for s in dated]
        return sorted(found, key=lambda s: (later(s.published), s.article.href, s.begin)), len(each)

    def view(self, statement: NamedNode) -> StatementView:
        """Return a statement in words."""
        node = self.node(statement) or Node(statement.value)
        article = node.one(v.DERIVED)
        published = self._objects(article, v.PUBLISHED) if isinstance(article, NamedNode) else iter(())
        return StatementView(
            iri=statement.value,
            href=path_of(statement.value, self.ns),
            subject=self.link(node.one(v.SUBJECT)),
            predicate=self.term(node.one(v.PREDICATE)),
            object=self.link(node.one(v.OBJECT)),
            factuality=node.local(v.FACTUALITY),
            former=node.value(v.FORMER) == "true",
            article=self.link(article),
            published=next((o.value for o in published if isinstance(o, Literal)), ""),
            quote=node.value(v.ANCHOR) or "",
            begin=int(node.number(v.BEGIN) or 0),
            details=dict(self._details(node)),
        )

    def _details(self, node: Node) -> Iterator[tuple[str, str | Links]]:
        """Yield what else a statement says, by the name of it in `strings.json`."""
        if speaker := node.one(v.ATTRIBUTED_TO):
            yield "according_to", self.link(speaker)
        for key, predicate in (("date", v.DATE), ("role", v.ROLE), ("share", v.SHARE)):
            if value := node.value(predicate):
                yield key, f"{value} %" if key == "share" else value
        amount = node.one(v.AMOUNT)
        if isinstance(amount, NamedNode):
            yield "amount", self.name(amount)
        for key, predicate in (("confidence", v.CONFIDENCE), ("rule", v.RULE)):
            if value := node.value(predicate):
                yield key, value

    def _order(self, statement: NamedNode) -> tuple[str, str]:
        articles = (o for o in self._objects(statement, v.DERIVED) if isinstance(o, NamedNode))
        article = next(articles, None)
        if article is None:
            return ("", "")
        dates = (o.value for o in self._objects(article, v.PUBLISHED) if isinstance(o, Literal))
        return (next(dates, ""), statement.value)

    # ── what a node is in RDF ────────────────────────────────────────────────

    def about(self, node: NamedNode) -> set[Quad]:
        """Return what a client gets that asks for an IRI as RDF.

        An article's graph; else all that is said of the node, and of each statement about it, in their graphs.
        """
        graph = set(self.store.quads_for_pattern(None, None, None, node))
        if graph:
            return graph
        statements = [s for role in (v.SUBJECT, v.OBJECT) for s in self.statements(node, role)]
        subjects = [node, *statements[:MOST]]
        amounts = [o for s in subjects for o in self._objects(s, v.AMOUNT) if isinstance(o, NamedNode)]
        return {q for s in (*subjects, *amounts) for q in self.store.quads_for_pattern(s, None, None, None)}


def _is_statement(store: ox.Store, quad: Quad) -> bool:
    return Quad(quad.subject, v.TYPE, v.STATEMENT, quad.graph_name) in store


def later(date: str) -> tuple[int, ...]:
    """Sort later dates first, and none last."""
    return tuple(-ord(c) for c in date) or (0,)
