"""The way back: the quads of an article's graph → Extraction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import cast
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.names import Namespaces
from kg.graph.writing import Term, text_order
from kg.records import Amount, Article, Entity, Evidence, Extraction, Factuality, Mention, Statement, Value

__all__ = ["Node", "article_graph", "became_of", "entity_of", "from_quads", "keys_said", "nodes"]


class Node:
    """A subject of one graph, with what is said of it."""

    __slots__ = ("iri", "objects")

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.objects: dict[str, list[Term]] = {}

    def one(self, predicate: NamedNode) -> Term | None:
        """Return the object of a predicate, or None."""
        found = self.objects.get(predicate.value)
        return found[0] if found else None

    def value(self, predicate: NamedNode) -> str | None:
        """Return the text or IRI of a predicate's object, or None."""
        found = self.one(predicate)
        return found.value if isinstance(found, NamedNode | Literal) else None

    def need(self, predicate: NamedNode) -> str:
        """Return the text or IRI of a predicate's object; raises StoreError without one."""
        found = self.value(predicate)
        if found is None:
            raise StoreError(f"<{self.iri}> has no <{predicate.value}>; build the graph anew")
        return found

    def number(self, predicate: NamedNode) -> float | None:
        """Return the number that is a predicate's object, or None."""
        found = self.value(predicate)
        return None if found is None else float(found)

    def local(self, predicate: NamedNode) -> str:
        """Return the name, in our ontology, of a predicate's object, or ""."""
        return unquote((self.value(predicate) or "").removeprefix(names.KG))

    def is_a(self, cls: NamedNode) -> bool:
        """Tell whether the node is of a class."""
        return cls in self.objects.get(v.TYPE.value, ())


def nodes(quads: Iterable[Quad]) -> dict[str, Node]:
    """Group quads by subject, in order of appearance."""
    found: dict[str, Node] = {}
    for quad in quads:
        subject = cast(NamedNode, quad.subject).value
        node = found.get(subject)
        if node is None:
            node = found[subject] = Node(subject)
        node.objects.setdefault(quad.predicate.value, []).append(quad.object)
    return found


def article_graph(quads: Iterable[Quad]) -> NamedNode | None:
    """Return the name of the first article's graph among quads, or None."""
    for quad in quads:
        if quad.predicate == v.TYPE and quad.object == v.ARTICLE and isinstance(quad.graph_name, NamedNode):
            return quad.graph_name
    return None


def from_quads(quads: Iterable[Quad], ns: Namespaces) -> Extraction:
    """Read an extraction from the quads of its article's graph.

    Statements and mentions come in text order. Quads of other graphs may be among them.

    Raises
    ------
    StoreError
        There is no article, or something that it needs is missing.

    Examples
    --------
    >>> from kg.graph.dataset import to_quads
    >>> x = Extraction(Article(id="a", text="Bonjour.", source="Le Monde"))
    >>> from_quads(to_quads(x, Namespaces()), Namespaces()) == x
    True
    """
    quads = list(quads)
    graph = article_graph(quads)
    if graph is None:
        raise StoreError("no article among these quads")
    by_iri = nodes(q for q in quads if q.graph_name == graph)
    try:
        return _extraction(by_iri, by_iri[graph.value], ns)
    except ValueError as error:
        raise StoreError(f"<{graph.value}>: {error}; build the graph anew") from error


def _extraction(by_iri: dict[str, Node], node: Node, ns: Namespaces) -> Extraction:
    article = _article(node, ns)
    appearances = [n for n in by_iri.values() if n.is_a(v.APPEARANCE)]
    entities = {n.need(v.APPEARANCE_OF): entity_of(n, ns) for n in appearances}
    listed = sorted((int(n.need(v.POSITION)), n.need(v.APPEARANCE_OF)) for n in appearances if n.one(v.POSITION))
    mentions = sorted((n for n in by_iri.values() if n.is_a(v.MENTION)), key=_mention_order)
    statements = [_statement(n, article, entities, by_iri) for n in by_iri.values() if n.is_a(v.STATEMENT)]
    return Extraction(
        article=article,
        entities=tuple(entities[iri] for _, iri in listed),
        mentions=tuple((_mention(n), ns.entity_id(NamedNode(n.need(v.REFERS_TO)))) for n in mentions),
        statements=tuple(sorted(statements, key=text_order)),
        found=node.value(v.FOUND) or "",
        keys=keys_said(node.one(v.KEYS)),
        became=tuple(became_of(node.one(v.BECAME)).items()),
    )


def _article(node: Node, ns: Namespaces) -> Article:
    return Article(
        id=ns.article_id(NamedNode(node.iri)),
        text=node.value(v.TEXT) or "",
        title=node.value(v.HEADLINE),
        date=node.value(v.PUBLISHED),
        source=node.value(v.PUBLISHER),
        url=node.value(v.URL),
    )


def became_of(said: Term | None) -> dict[str, str]:
    """Read which entity of the graph each of an article's became, by the ids that the article alone gave them."""
    return dict(json.loads(said.value)) if isinstance(said, Literal) else {}


def keys_said(said: Term | None) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Read `Extraction.keys`."""
    found = json.loads(said.value) if isinstance(said, Literal) else ()
    return tuple((id, label, tuple(keys)) for id, label, keys in found)


def entity_of(node: Node, ns: Namespaces) -> Entity:
    """Read an entity from its appearance in an article."""
    aliases = (cast(Literal, o).value for o in node.objects.get(v.ALIAS.value, ()))
    return Entity(
        id=ns.entity_id(NamedNode(node.need(v.APPEARANCE_OF))),
        name=node.need(v.NAME),
        type=node.local(v.CLASS),
        aliases=tuple(sorted(aliases)),
        wikidata=unquote((node.value(v.WIKIDATA) or "").removeprefix(names.PREFIXES["wd"])),
    )


def _mention_order(node: Node) -> tuple[int, int, int]:
    span = node.iri.rsplit("/", 1)[-1].split("-")
    return (int(node.need(v.BEGIN)), int(node.need(v.END)), int(span[2]) if len(span) > 2 else 1)


def _mention(node: Node) -> Mention:
    kind = node.need(v.KIND)
    return Mention(
        start=int(node.need(v.BEGIN)),
        end=int(node.need(v.END)),
        text=node.need(v.ANCHOR),
        kind="name" if kind == "name" else "nominal" if kind == "nominal" else "pronoun",
        type=node.local(v.CLASS),
    )


def _known(entities: dict[str, Entity], iri: str) -> Entity:
    if iri not in entities:
        raise StoreError(f"<{iri}> stands in a statement, but its article does not name it; build the graph anew")
    return entities[iri]


def _statement(node: Node, article: Article, entities: dict[str, Entity], by_iri: dict[str, Node]) -> Statement:
    speaker = node.value(v.ATTRIBUTED_TO)
    amount = node.value(v.AMOUNT)
    return Statement(
        article=article.id,
        subject=_known(entities, node.need(v.SUBJECT)),
        predicate=node.local(v.PREDICATE),
        object=_object(node.one(v.OBJECT), entities),
        evidence=Evidence(
            start=int(node.need(v.BEGIN)),
            end=int(node.need(v.END)),
            quote=node.need(v.ANCHOR),
            sentence_start=int(node.need(v.SENTENCE_BEGIN)),
            sentence_end=int(node.need(v.SENTENCE_END)),
        ),
        factuality=cast(Factuality, node.local(v.FACTUALITY)),
        attributed_to=None if speaker is None else _known(entities, speaker),
        date=node.value(v.DATE),
        amount=None if amount is None else _amount(by_iri.get(amount, Node(amount))),
        share=node.number(v.SHARE),
        role=node.value(v.ROLE),
        former=node.value(v.FORMER) == "true",
        confidence=node.number(v.CONFIDENCE) or 0.0,
        rule=node.value(v.RULE) or "",
    )


def _object(term: Term | None, entities: dict[str, Entity]) -> Entity | Value:
    if isinstance(term, NamedNode):
        return _known(entities, term.value)
    if isinstance(term, Literal):
        return Value(term.value, "text" if term.language == "fr" else "date")
    raise StoreError("a statement has no object; build the graph anew")


def _amount(node: Node) -> Amount:
    bound = node.value(v.BOUND)
    return Amount(
        text=node.need(v.LABEL),
        value=node.number(v.VALUE),
        unit=node.value(v.CURRENCY) or node.value(v.UNIT),
        bound="min" if bound == "min" else "max" if bound == "max" else "about" if bound == "about" else "exact",
    )
