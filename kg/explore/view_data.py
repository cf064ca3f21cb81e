"""What the page knows: entities, bundles of statements, articles, as plain data."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.explore.network import communities, connected_order, importance, to_networkx
from kg.explore.view_compared import Compared, compare, outlets
from kg.ontology import Ontology
from kg.records import Amount, Article, Entity, Extraction, Factuality, Statement, strongest

__all__ = ["Bundle", "PageData", "PageEntity", "collect", "plain_label"]

_KEPT_FORMATS = {"\u200d", "\ufe0f"}  # joiners that emoji are made with
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PageEntity:
    """An entity as the page shows it; its number is its rank."""

    id: str
    name: str
    label: str
    type: str
    family: str
    aliases: tuple[str, ...]
    articles: tuple[int, ...]
    score: float
    community: int
    wikidata: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """All statements of one relation between two entities: one drawn edge.

    `statements` are numbers; `factuality` is the strongest among them, `support` the most that one of them has.
    """

    source: int
    target: int
    predicate: str
    symmetric: bool
    factuality: Factuality
    statements: tuple[int, ...]
    support: int


@dataclass(frozen=True)
class PageData:
    """Everything in the page, numbered: entities by rank, statements and articles in article order."""

    entities: tuple[PageEntity, ...]
    bundles: tuple[Bundle, ...]
    statements: tuple[Mapping[str, Any], ...]
    articles: tuple[Mapping[str, Any], ...]


def collect(
    extractions: Iterable[Extraction],
    *,
    ontology: Ontology,
    families: Iterable[str],
    compared: Compared | None = None,
) -> PageData:
    """Number, rank and bundle what some extractions hold.

    Parameters
    ----------
    extractions : iterable of Extraction
    ontology : Ontology
        Says which relations hold both ways, and which family a class belongs to.
    families : iterable of str
        Classes that have a look of their own; others take that of an ancestor.
    compared : Compared, optional
        How statements stand to each other; without it outlets are counted.
    """
    ordered = sorted(extractions, key=lambda e: e.article.id)
    graph = to_networkx(ordered)
    items = {e.id: e.wikidata for x in ordered for e in x.entities if e.wikidata}
    entities = _rank(graph, ontology, list(families), {e.article.id: i for i, e in enumerate(ordered)}, items)
    number = {entity.id: i for i, entity in enumerate(entities)}
    statements: list[Statement] = [s for e in ordered for s in e.statements]
    offsets = [_utf16(e.article.text) for e in ordered]
    rows = [
        _statement(s, i, number, offsets[i], texts=bool(e.article.text))
        for i, e in enumerate(ordered)
        for s in e.statements
    ]
    for row, beside in zip(rows, compare(statements, compared or outlets(ordered, ontology)), strict=True):
        row |= beside
    articles = [_article(e, number, at) for e, at in zip(ordered, offsets, strict=True)]
    return PageData(entities, _bundles(statements, rows, number, ontology), tuple(rows), tuple(articles))


def plain_label(name: str, fallback: str, *, length: int = 60) -> str:
    r"""Return a name fit for one line of a canvas: no controls, no directions, not empty.

    Examples
    --------
    >>> plain_label("Ada\u202e\nXylo\u200b", "Ada")
    'Ada Xylo'
    >>> plain_label("\u200b", "x1")
    'x1'
    """
    label = _shown(name) or _shown(fallback) or "?"
    return label if len(label) <= length else label[: length - 1] + "…"


def _shown(text: str) -> str:
    kept = (c for c in text if c in _KEPT_FORMATS or c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return _BLANK.sub(" ", "".join(kept)).strip(" \u200d\ufe0f")


def _rank(
    graph: nx.MultiDiGraph[str],
    ontology: Ontology,
    families: Sequence[str],
    article: Mapping[str, int],
    items: Mapping[str, str],
) -> tuple[PageEntity, ...]:
    scores = importance(graph)
    group = {node: i for i, part in enumerate(communities(graph)) for node in part}
    return tuple(
        PageEntity(
            id=node,
            name=graph.nodes[node]["name"],
            label=plain_label(graph.nodes[node]["name"], node),
            type=graph.nodes[node]["type"],
            family=_family(graph.nodes[node]["type"], ontology, families),
            aliases=graph.nodes[node]["aliases"],
            articles=tuple(article[a] for a in graph.nodes[node]["articles"]),
            score=round(scores[node], 6),
            community=group.get(node, -1),
            wikidata=items.get(node, ""),
        )
        for node in connected_order(scores, graph)
    )


def _family(cls: str, ontology: Ontology, families: Sequence[str]) -> str:
    """Return the class with a look that `cls` is, or is below; "" if there is none."""
    if cls in families:
        return cls
    return next((f for f in families if ontology.is_a(cls, f)), "")


def _bundles(
    statements: Sequence[Statement], rows: Sequence[Mapping[str, Any]], number: Mapping[str, int], ontology: Ontology
) -> tuple[Bundle, ...]:
    grouped: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    for i, statement in enumerate(statements):
        if isinstance(statement.object, Entity):
            source, target = number[statement.subject.id], number[statement.object.id]
            if _symmetric(statement.predicate, ontology):
                source, target = min(source, target), max(source, target)
            grouped[source, statement.predicate, target].append(i)
    return tuple(
        Bundle(
            source=source,
            target=target,
            predicate=predicate,
            symmetric=_symmetric(predicate, ontology),
            factuality=strongest(statements[i].factuality for i in found),
            statements=tuple(found),
            support=max(rows[i].get("support", 1) for i in found),
        )
        for (source, predicate, target), found in grouped.items()
    )


def _symmetric(predicate: str, ontology: Ontology) -> bool:
    return predicate in ontology.relations and ontology.relations[predicate].symmetric


def _statement(
    s: Statement, article: int, number: Mapping[str, int], at: Callable[[int], int], *, texts: bool
) -> dict[str, Any]:
    """Return a statement as plain data; what the text does not state is left out.

    The quote is there where the article's text is not.
    """
    e, obj = s.evidence, s.object
    row: dict[str, Any] = {
        "article": article,
        "subject": number[s.subject.id],
        "predicate": s.predicate,
        "object": number[obj.id] if isinstance(obj, Entity) else None,
        "value": None if isinstance(obj, Entity) else obj.text,
        "factuality": s.factuality,
        "speaker": number[s.attributed_to.id] if s.attributed_to else None,
        "date": s.date,
        "amount": _amount(s.amount),
        "share": s.share,
        "role": s.role,
        "former": s.former or None,
        "confidence": round(s.confidence, 3),
        "rule": s.rule or None,
        "span": [at(e.start), at(e.end)],
        "sentence": [at(e.sentence_start), at(e.sentence_end)],
        "quote": None if texts else e.quote,
    }
    return {key: value for key, value in row.items() if value is not None}


def _amount(amount: Amount | None) -> dict[str, Any] | None:
    if amount is None:
        return None
    return {"text": amount.text, "value": amount.value, "unit": amount.unit, "bound": amount.bound}


def _article(extraction: Extraction, number: Mapping[str, int], at: Callable[[int], int]) -> dict[str, Any]:
    a: Article = extraction.article
    row = {"id": a.id, "title": a.title, "date": a.date, "source": a.source, "url": a.url, "text": a.text}
    mentions = [[at(m.start), at(m.end), number[i]] for m, i in extraction.mentions if i in number]
    return {key: value for key, value in row.items() if value} | {"mentions": mentions}


def _utf16(text: str) -> Callable[[int], int]:
    """Return what turns an offset in code points into one in UTF-16 units, as JavaScript counts.

    Examples
    --------
    >>> at = _utf16("a😀b")
    >>> [at(i) for i in range(4)]
    [0, 1, 3, 4]
    """
    wide = [i for i, c in enumerate(text) if c > "\uffff"]
    return lambda offset: offset + bisect_left(wide, offset)
