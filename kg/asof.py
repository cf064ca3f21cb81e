"""A graph as it was on a day: what had been published by then, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.changes import add
from kg.errors import FormatError
from kg.found import original
from kg.graph import vocabulary as v
from kg.graph.agreement import Span, span
from kg.graph.memory import MemoryStore
from kg.graph.store import Store
from kg.ontology import Ontology

__all__ = ["View", "as_of"]


@dataclass(frozen=True, slots=True)
class View:
    """A graph as of a day.

    Parameters
    ----------
    store : MemoryStore
        The graph that a build of the articles published by then gives.
    undated : tuple of str
        Ids of articles that are left out as nobody knows when they were published.
    vague : tuple of str
        Ids of articles that are left out as their date ("2024") leaves open whether it was by then.
    """

    store: MemoryStore
    undated: tuple[str, ...]
    vague: tuple[str, ...]


def as_of(store: Store, date: str, ontology: Ontology) -> View:
    """Return what a graph would be had it been built on a day.

    Only publication dates count, never the dates of what is told. Names, classes, ids, facts and what
    comparing statements tells are those of the articles published by then: nothing of later ones shows.

    Parameters
    ----------
    date : str
        ISO 8601: a day, or a month or year, which are meant to their end.

    Raises
    ------
    FormatError
        It is no such date.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> from kg.records import Article, Extraction
    >>> store = MemoryStore()
    >>> for id, day in (("a", "2024-01-05"), ("b", "2024-02-01"), ("c", None), ("d", "2024")):
    ...     store.replace(Extraction(Article(id, "Bonjour.", date=day)))
    >>> view = as_of(store, "2024-01", load_ontology())
    >>> list(view.store.articles()), view.undated, view.vague
    (['a'], ('c',), ('d',))
    """
    until = span(date)
    if until is None:
        raise FormatError(f"{date!r} is no date; write it like 2024-03-15, 2024-03 or 2024")
    published = _published(store)
    chosen = {store.ns.article(id) for id, days in published.items() if days and days.last <= until.last}
    kept = chosen | {v.ONTOLOGY, v.NOTES}
    view = MemoryStore.of((q for q in store.quads() if q.graph_name in kept), store.ns)
    # an article that was put in by hand has no names but those that it came with
    add(view, [original(x) for x in view.extractions() if x.found], ontology)
    return View(
        view,
        undated=tuple(id for id, days in published.items() if days is None),
        vague=tuple(id for id, days in published.items() if days and days.first <= until.last < days.last),
    )


def _published(store: Store) -> dict[str, Span | None]:
    """Return the days of publication of each article, by id, sorted."""
    rows = store.select(
        "SELECT ?article ?date { ?article kg:sha256 ?hash OPTIONAL { ?article schema:datePublished ?date } }"
    ).terms
    found = {
        store.ns.article_id(article): span(date.value if isinstance(date, Literal) else None)
        for article, date in rows
        if isinstance(article, NamedNode)
    }
    return dict(sorted(found.items()))
