"""The main flow: articles → statements → store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.articles import read_articles
from kg.changes import add, check
from kg.garbage import seldom_searched
from kg.ontology import Ontology
from kg.records import MIN_CONFIDENCE, Article, Extraction, Report
from kg.workers import Fault, default_jobs, extract_chunks

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.graph.store import Store

__all__ = ["build", "extract_all"]

#: Called with each article as it is done.
Progress = Callable[[Article], None]


def build(
    inputs: Sequence[str | Path],
    *,
    pipeline: Language,
    ontology: Ontology,
    store: Store,
    report: Report,
    min_confidence: float = MIN_CONFIDENCE,
    jobs: int | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> list[str]:
    """Read articles, find what they say, and add it to a store.

    An article that the store has already is left as it is; one that has changed takes the place of its earlier version.

    Parameters
    ----------
    inputs : sequence of str or Path
        Files, folders, or "-" for standard input.
    report : Report
        Takes what was read, skipped and refused; one bad input stops nothing.
    min_confidence : float
        Statements below are left out.
    jobs : int, optional
        Processes that extract; by default one a core (Windows and macOS: one), fewer when there is little to do.
        The graph is the same.
    progress : callable, optional
        Called with each article as it is done.

    Returns
    -------
    list of str
        Ids of the articles added.
    """
    known = store.articles()
    check(store.extractions(list(known)[:1]))  # it was built in one way or the other
    articles = _changed(read_articles(inputs, report=report, stdin=stdin), known, report)
    with seldom_searched():
        extractions = list(
            extract_all(
                articles,
                pipeline=pipeline,
                ontology=ontology,
                min_confidence=min_confidence,
                jobs=jobs,
                progress=progress,
                failed=lambda fault: report.errors.append((fault.article.id, _told(fault))),
            )
        )
        if extractions:
            store.describe(ontology)
            add(store, extractions, ontology)
    report.read += len(extractions)
    report.replaced += sum(x.article.id in known for x in extractions)
    return [x.article.id for x in extractions]


def _told(fault: Fault) -> str:
    return f"kg failed on it, a fault of its own ({fault.cause}); it is left out: please report it with the text"


def _changed(articles: Iterable[Article], known: Mapping[str, str], report: Report) -> Iterator[Article]:
    """Leave out articles that the graph has already, by their hash."""
    for article in articles:
        if known.get(article.id) == article.sha256:
            report.unchanged += 1
        else:
            yield article


def extract_all(
    articles: Iterable[Article],
    *,
    pipeline: Language,
    ontology: Ontology,
    min_confidence: float = MIN_CONFIDENCE,
    jobs: int | None = None,
    progress: Progress | None = None,
    failed: Callable[[Fault], None] | None = None,
) -> Iterator[Extraction]:
    """Extract articles, in order; see `extract_chunks` for those that `kg` fails on."""
    for extraction in extract_chunks(
        articles,
        pipeline=pipeline,
        ontology=ontology,
        min_confidence=min_confidence,
        jobs=jobs or default_jobs(),
        failed=failed,
    ):
        yield extraction
        if progress is not None:
            progress(extraction.article)
