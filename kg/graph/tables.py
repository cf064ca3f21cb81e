"""Entities and articles as rows, for data frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.records import Entity, Extraction

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["ARTICLE_COLUMNS", "ENTITY_COLUMNS", "article_rows", "entity_rows"]

ENTITY_COLUMNS = ("id", "name", "type", "aliases", "articles", "mentions", "statements")
ARTICLE_COLUMNS = ("id", "title", "date", "source", "url", "entities", "statements")

_FACTS = """
SELECT ?entity ?label ?class ?alias WHERE {
  GRAPH kg:facts {
    ?entity rdfs:label ?label .
    OPTIONAL { ?entity a ?class }
    OPTIONAL { ?entity skos:altLabel ?alias }
  }
} ORDER BY ?entity ?alias"""


def entity_rows(store: Store) -> list[dict[str, Any]]:
    """Return a row for each entity, most mentioned first, with the name and class that the graph gives it.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> from kg.records import Article
    >>> store = MemoryStore()
    >>> store.replace(Extraction(Article("a", "Orange"), (Entity("Orange", "Orange", "Company"),)))
    >>> [(r["id"], r["type"], r["articles"]) for r in entity_rows(store)]
    [('Orange', 'Company', 1)]
    """
    articles: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    statements: Counter[str] = Counter()
    for extraction in store.extractions():
        articles.update({e.id for e in extraction.entities})
        mentions.update(entity_id for _, entity_id in extraction.mentions)
        for statement in extraction.statements:
            ends = (statement.subject, statement.object)
            statements.update({e.id for e in ends if isinstance(e, Entity)})
    rows: dict[str, dict[str, Any]] = {}
    for entity, label, cls, alias in store.select(_FACTS).values:
        name = entity.removeprefix("ent:")
        row = rows.setdefault(name, {"name": label, "type": (cls or "").removeprefix("kg:"), "aliases": []})
        row["aliases"] += [alias] if alias is not None else []
    found = [
        {
            "id": name,
            **row,
            "aliases": tuple(row["aliases"]),
            "articles": articles[name],
            "mentions": mentions[name],
            "statements": statements[name],
        }
        for name, row in rows.items()
    ]
    return sorted(found, key=lambda r: (-r["mentions"], -r["statements"], r["id"]))


def article_rows(extractions: Iterable[Extraction]) -> list[dict[str, Any]]:
    """Return a row for each article, by id."""
    return [
        {
            "id": x.article.id,
            "title": x.article.title,
            "date": x.article.date,
            "source": x.article.source,
            "url": x.article.url,
            "entities": len(x.entities),
            "statements": len(x.statements),
        }
        for x in sorted(extractions, key=lambda x: x.article.id)
    ]
