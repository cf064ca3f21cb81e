"""Statements with all that comparing them needs: who says it, where and when, in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.agreement import Quantity, Span, span
from kg.graph.duplicates import LEAST
from kg.graph.reading import Node, nodes

if TYPE_CHECKING:
    from kg.graph.traits import Triple

__all__ = ["Claim", "claims_of", "compared_nodes", "stirred", "triple_of"]

#: What is said of an article that comparing its statements looks at; the same of an entity as it names it.
_OF_ARTICLE = (v.PUBLISHED, v.PUBLISHER, v.TEXT)
_OF_ENTITY = (v.NAME, v.CLASS)
#: When an article was published of which nobody knows.
_LAST = Span(10**7, 10**7)


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement, as it is compared with others.

    Parameters
    ----------
    iri : NamedNode
    triple : Triple
        Subject, predicate and object.
    ends : tuple of (str, str)
        Name and class of subject and object, as the article has them; ("", "") of a value.
    factuality : NamedNode
    former : bool
    article, outlet : str
        The article's IRI; its publisher, "" where none is known.
    published, date : Span or None
        Days of publication, and days of what is stated.
    quantities : tuple of Quantity
        Its amount and its share.
    passage : str
        Its sentence, with one word for each name of its ends: long names are written alike by everybody. Without
        the article's text, its words, where they are many enough to tell a copy by.
    """

    iri: NamedNode
    triple: Triple
    ends: tuple[tuple[str, str], tuple[str, str]]
    factuality: NamedNode
    former: bool
    article: str
    outlet: str
    published: Span | None
    date: Span | None
    quantities: tuple[Quantity, ...]
    passage: str

    @property
    def holds(self) -> bool:
        """Whether the article states it as certain and not over."""
        return self.factuality == v.CERTAIN and not self.former

    @property
    def time(self) -> Span | None:
        """When it holds: as its words say, else when the article was published."""
        return self.date or self.published

    @property
    def order(self) -> tuple[Span, str, str]:
        """Sort key: by publication, undated articles last."""
        return (self.published or _LAST, self.article, self.iri.value)


def triple_of(statement: Node) -> Triple | None:
    """Return the subject, predicate and object of a statement, or None where one is missing."""
    subject, predicate, object = (statement.one(p) for p in (v.SUBJECT, v.PREDICATE, v.OBJECT))
    if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and isinstance(object, NamedNode | Literal):
        return (subject, predicate, object)
    return None


def claims_of(quads: Iterable[Quad]) -> list[Claim]:
    """Read the statements among some quads, by publication.

    Parameters
    ----------
    quads : iterable of Quad
        The statements' own, those of their amounts, of their articles (date, publisher, text) and of the
        appearances there of what they are about. Others may be among them.
    """
    graphs: dict[str, list[Quad]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            graphs.setdefault(quad.graph_name.value, []).append(quad)
    found = [claim for graph, held in graphs.items() for claim in _claims(graph, nodes(held))]
    return sorted(found, key=lambda c: c.order)


def _claims(graph: str, by_iri: dict[str, Node]) -> Iterator[Claim]:
    article = by_iri.get(graph, Node(graph))
    named = {
        n.value(v.APPEARANCE_OF) or "": (n.value(v.NAME) or "", n.local(v.CLASS))
        for n in by_iri.values()
        if n.is_a(v.APPEARANCE)
    }
    for node in by_iri.values():
        triple = triple_of(node) if node.is_a(v.STATEMENT) else None
        factuality = node.one(v.FACTUALITY)
        if triple is None or not isinstance(factuality, NamedNode):
            continue
        ends = (named.get(triple[0].value, ("", "")), named.get(triple[2].value, ("", "")))
        yield Claim(
            iri=NamedNode(node.iri),
            triple=triple,
            ends=ends,
            factuality=factuality,
            former=node.value(v.FORMER) == "true",
            article=graph,
            outlet=" ".join((article.value(v.PUBLISHER) or "").casefold().split()),
            published=span(article.value(v.PUBLISHED)),
            date=span(node.value(v.DATE)),
            quantities=tuple(_quantities(node, by_iri)),
            passage=_passage(node, article.value(v.TEXT), (ends[0][0], ends[1][0] or triple[2].value)),
        )


def _quantities(node: Node, by_iri: dict[str, Node]) -> Iterator[Quantity]:
    amount = by_iri.get(node.value(v.AMOUNT) or "")
    if amount is not None:
        value, unit = _number(amount.value(v.VALUE)), amount.value(v.CURRENCY) or _noun(amount.value(v.UNIT))
        if value is not None and unit:
            yield Quantity(value, unit, amount.value(v.BOUND) or "exact")
    share = _number(node.value(v.SHARE))
    if share is not None:
        yield Quantity(share, "%")


def _number(text: str | None) -> Decimal | None:
    """Read a number; None where it is none, as in a file that was edited by hand (`kg validate` says so)."""
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _noun(unit: str | None) -> str:
    """Fold a French noun: « 1 salarié », « 80 salariés »."""
    return " ".join(word.rstrip("sx") for word in (unit or "").casefold().split())


def _passage(node: Node, text: str | None, ends: Iterable[str]) -> str:
    if text:
        begin, end = node.value(v.SENTENCE_BEGIN), node.value(v.SENTENCE_END)
        passage = text[int(begin or 0) : int(end or 0)]
    else:
        passage = node.value(v.ANCHOR) or ""
        passage = passage if len(passage.split()) >= LEAST else ""
    for name in sorted(filter(None, ends), key=len, reverse=True):
        passage = passage.replace(name, "nom")
    return passage


def compared_nodes(
    statement: NamedNode, graph: NamedNode, triple: Triple, entities: str
) -> Iterator[tuple[NamedNode, NamedNode | None]]:
    """Yield the nodes of an article's graph that comparing a statement looks at, each with one predicate or all.

    Parameters
    ----------
    entities : str
        What the IRIs of entities begin with.
    """
    yield statement, None
    yield NamedNode(f"{statement.value}/amount"), None
    for end in (triple[0], triple[2]):
        if isinstance(end, NamedNode):
            yield NamedNode(f"{graph.value}/entity/{end.value.removeprefix(entities)}"), None
    for predicate in _OF_ARTICLE:
        yield graph, predicate


def stirred(old: AbstractSet[Quad], new: AbstractSet[Quad]) -> tuple[set[NamedNode], set[Triple]]:
    """Return the statements that must be compared anew where an article's quads change, and their triples.

    Parameters
    ----------
    old, new : set of Quad
        All quads of the article, before and after.
    """
    if not old or not new:  # all of it changes
        stated = [(NamedNode(n.iri), triple_of(n)) for n in _statements(old or new)]
        return {iri for iri, triple in stated if triple}, {triple for _, triple in stated if triple}
    changed = old ^ new
    nodes_changed = {q.subject for q in changed if q.predicate not in (v.ALIAS, v.POSITION)}
    everything = any(q.predicate in _OF_ARTICLE for q in changed)
    named = {q.subject for q in changed if q.predicate in _OF_ENTITY}
    renamed = {q.object for q in old | new if q.predicate == v.APPEARANCE_OF and q.subject in named}
    moved: set[NamedNode] = set()
    triples: set[Triple] = set()
    for node in (n for quads in (old, new) for n in _statements(quads)):
        triple, iri = triple_of(node), NamedNode(node.iri)
        if triple is None:
            continue
        seen = {iri, node.one(v.AMOUNT)} & nodes_changed
        if everything or seen or triple[0] in renamed or triple[2] in renamed:
            moved.add(iri)
            triples.add(triple)
    return moved, triples


def _statements(quads: AbstractSet[Quad]) -> Iterable[Node]:
    found = {q.subject for q in quads if q.predicate == v.SUBJECT}
    wanted = (v.SUBJECT, v.PREDICATE, v.OBJECT, v.AMOUNT)
    return nodes(q for q in quads if q.predicate in wanted and q.subject in found).values()
