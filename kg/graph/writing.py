"""The way in: Extraction → the quads of its article's graph."""

from __future__ import annotations

import datetime
import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.graph import vocabulary as v
from kg.graph.names import Namespaces, clean, encode
from kg.records import Amount, Article, Entity, Extraction, Mention, Statement, Value

__all__ = [
    "Term",
    "appearance_iri",
    "has_text",
    "literal_of_date",
    "object_term",
    "statement_hash",
    "statement_iri",
    "text_order",
    "to_quads",
]

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Pair: TypeAlias = tuple[NamedNode, NamedNode | Literal]

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_DATE_TYPES = {4: v.xsd("gYear"), 7: v.xsd("gYearMonth"), 10: v.xsd("date")}
_CURRENCY = re.compile(r"[A-Z]{3}")


def to_quads(
    extraction: Extraction, ns: Namespaces, *, keep_text: bool = True, sha256: str | None = None
) -> Iterator[Quad]:
    """Write an extraction as the quads of its article's graph.

    Parameters
    ----------
    extraction : Extraction
    ns : Namespaces
    keep_text : bool
        Whether the graph holds the article's text, not just the words of its statements.
    sha256 : str, optional
        The article's hash where its text is no longer there to tell.

    Examples
    --------
    >>> from kg.records import Article
    >>> quads = list(to_quads(Extraction(Article(id="a", text="Bonjour.")), Namespaces()))
    >>> [q.object.value for q in quads if q.predicate.value.endswith("text")]
    ['Bonjour.']
    """
    article = extraction.article
    graph = ns.article(article.id)

    def quads(subject: NamedNode, pairs: Iterable[Pair]) -> Iterator[Quad]:
        return (Quad(subject, predicate, object, graph) for predicate, object in pairs)

    yield from quads(graph, _article(extraction, ns, keep_text=keep_text, sha256=sha256))
    for index, entity in enumerate(extraction.entities):
        yield from quads(appearance_iri(graph, entity.id), _appearance(entity, ns, index))
    listed = {e.id for e in extraction.entities}
    for entity in (e for s in extraction.statements for e in _ends(s)):
        if entity.id not in listed:  # named by a statement only: no position
            listed.add(entity.id)
            yield from quads(appearance_iri(graph, entity.id), _appearance(entity, ns, None))
    seen: dict[str, int] = {}
    for mention, entity_id in extraction.mentions:
        span = f"{mention.start}-{mention.end}"
        seen[span] = seen.get(span, 0) + 1
        suffix = "" if seen[span] == 1 else f"-{seen[span]}"
        yield from quads(NamedNode(f"{graph.value}/mention/{span}{suffix}"), _mention(mention, entity_id, ns))
    for statement in extraction.statements:
        iri = statement_iri(statement, ns)
        yield from quads(iri, _statement(statement, ns))
        if statement.amount is not None:
            node = _amount_iri(iri)
            yield Quad(iri, v.AMOUNT, node, graph)
            yield from quads(node, _amount(statement.amount))


def has_text(quads: Iterable[Quad], article: Article) -> bool:
    """Tell whether an article's quads hold its text: then it stays there when its entities get other names."""
    return any(q.predicate == v.TEXT and q.object == _french(article.text) for q in quads)


def statement_iri(statement: Statement, ns: Namespaces) -> NamedNode:
    """Return a statement's IRI, by its hash."""
    return ns.statement(statement_hash(statement))


def statement_hash(statement: Statement) -> str:
    """Hash what makes a statement itself: article, subject, predicate, object, begin and end."""
    words = statement.evidence
    parts = (statement.article, *statement.key, str(words.start), str(words.end))
    return hashlib.sha256("\x1f".join(map(clean, parts)).encode()).hexdigest()[:16]


def text_order(statement: Statement) -> tuple[int, int, tuple[str, str, str]]:
    """Sort key: the order in which an article makes its statements."""
    return (statement.evidence.start, statement.evidence.end, statement.key)


def literal_of_date(date: str) -> Literal:
    """Type an ISO 8601 date by its precision; what is no date stays plain.

    Examples
    --------
    >>> str(literal_of_date("1975"))
    '"1975"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    """
    return Literal(date, datatype=_DATE_TYPES[len(date)]) if _is_date(date) else Literal(clean(date))


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and datetime.date.fromisoformat((text + "-01-01")[:10]))
    except ValueError:
        return False


def _french(text: str) -> Literal:
    return Literal(clean(text), language="fr")


def _number(value: float) -> Literal:
    """Write a finite number exactly: an integer where it is one, else a decimal."""
    exact = Decimal(repr(float(value)))
    if exact == exact.to_integral_value():
        return Literal(str(int(exact)), datatype=v.xsd("integer"))
    return Literal(format(exact, "f"), datatype=v.xsd("decimal"))


@lru_cache(maxsize=10_000)
def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=v.xsd("integer"))


def _article(extraction: Extraction, ns: Namespaces, *, keep_text: bool, sha256: str | None) -> Iterator[Pair]:
    article = extraction.article
    yield v.TYPE, v.ARTICLE
    yield v.SHA256, Literal(sha256 or article.sha256)
    if article.title is not None:
        yield v.HEADLINE, _french(article.title)
    if article.date is not None:
        yield v.PUBLISHED, literal_of_date(article.date)
    if article.source is not None:
        yield v.PUBLISHER, Literal(clean(article.source))
    if article.url is not None:
        yield v.URL, Literal(clean(article.url), datatype=v.xsd("anyURI"))
    if article.text and keep_text:
        yield v.TEXT, _french(article.text)
    for entity in extraction.entities:
        yield v.MENTIONS, ns.entity(entity.id)
    if extraction.found:
        yield v.FOUND, Literal(clean(extraction.found))
    for label in sorted({label for _, label, _ in extraction.keys}):
        yield v.NAMED, ns.name(label)
    if extraction.keys:
        yield v.KEYS, Literal(clean(json.dumps(extraction.keys, ensure_ascii=False)))
    if extraction.became:
        yield v.BECAME, Literal(clean(json.dumps(dict(extraction.became), ensure_ascii=False)))


def appearance_iri(graph: NamedNode, entity_id: str) -> NamedNode:
    """Return the IRI of an entity as an article names it."""
    return NamedNode(f"{graph.value}/entity/{encode(entity_id)}")


def _appearance(entity: Entity, ns: Namespaces, position: int | None) -> Iterator[Pair]:
    yield v.TYPE, v.APPEARANCE
    yield v.APPEARANCE_OF, ns.entity(entity.id)
    yield v.NAME, _french(entity.name)
    if entity.type:
        yield v.CLASS, v.kg(entity.type)
    for alias in entity.aliases:
        yield v.ALIAS, _french(alias)
    if entity.wikidata:
        yield v.WIKIDATA, v.wikidata(entity.wikidata)
    if position is not None:
        yield v.POSITION, _integer(position)


def _mention(mention: Mention, entity_id: str, ns: Namespaces) -> Iterator[Pair]:
    yield v.TYPE, v.MENTION
    yield v.REFERS_TO, ns.entity(entity_id)
    yield v.BEGIN, _integer(mention.start)
    yield v.END, _integer(mention.end)
    yield v.ANCHOR, _french(mention.text)
    yield v.KIND, Literal(mention.kind)
    if mention.type:
        yield v.CLASS, v.kg(mention.type)


def _ends(statement: Statement) -> Iterator[Entity]:
    for end in (statement.subject, statement.object, statement.attributed_to):
        if isinstance(end, Entity):
            yield end


def object_term(object: Entity | Value, ns: Namespaces) -> NamedNode | Literal:
    """Write the object of a statement."""
    if isinstance(object, Entity):
        return ns.entity(object.id)
    return _french(object.text) if object.kind == "text" else literal_of_date(object.text)


def _statement(statement: Statement, ns: Namespaces) -> Iterator[Pair]:
    words = statement.evidence
    yield v.TYPE, v.STATEMENT
    yield v.SUBJECT, ns.entity(statement.subject.id)
    yield v.PREDICATE, v.kg(statement.predicate)
    yield v.OBJECT, object_term(statement.object, ns)
    yield v.FACTUALITY, v.kg(statement.factuality)
    if statement.attributed_to is not None:
        yield v.ATTRIBUTED_TO, ns.entity(statement.attributed_to.id)
    if statement.date is not None:
        yield v.DATE, literal_of_date(statement.date)
    if statement.share is not None and math.isfinite(statement.share):
        yield v.SHARE, _number(statement.share)
    if statement.role is not None:
        yield v.ROLE, _french(statement.role)
    if statement.former:
        yield v.FORMER, Literal(True)
    yield v.CONFIDENCE, _number(statement.confidence)
    if statement.rule:
        yield v.RULE, Literal(clean(statement.rule))
    yield v.ANCHOR, _french(words.quote)
    yield v.BEGIN, _integer(words.start)
    yield v.END, _integer(words.end)
    yield v.SENTENCE_BEGIN, _integer(words.sentence_start)
    yield v.SENTENCE_END, _integer(words.sentence_end)
    yield v.DERIVED, ns.article(statement.article)


def _amount_iri(statement: NamedNode) -> NamedNode:
    return NamedNode(f"{statement.value}/amount")


def _amount(amount: Amount) -> Iterator[Pair]:
    yield v.LABEL, _french(amount.text)
    if amount.value is not None and math.isfinite(amount.value):
        yield v.VALUE, _number(amount.value)
    if amount.unit is not None:
        currency = _CURRENCY.fullmatch(amount.unit)
        yield (v.CURRENCY, Literal(amount.unit)) if currency else (v.UNIT, _french(amount.unit))
    if amount.bound != "exact":
        yield v.BOUND, Literal(amount.bound)
