"""The main flow: articles → statements → store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.articles import read_articles
from kg.ontology import Ontology
from kg.records import MIN_CONFIDENCE, Article, Extraction, Report
from kg.resolve import resolve
from kg.workers import default_jobs, extract_chunks

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
) -> None:
    """Read articles, find what they say, and put it into a store.

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
    """
    articles = read_articles(inputs, report=report, stdin=stdin)
    extractions = extract_all(
        articles, pipeline=pipeline, ontology=ontology, min_confidence=min_confidence, jobs=jobs, progress=progress
    )
    for extraction in resolve(extractions, ontology):
        store.replace(extraction)
        report.read += 1


def extract_all(
    articles: Iterable[Article],
    *,
    pipeline: Language,
    ontology: Ontology,
    min_confidence: float = MIN_CONFIDENCE,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Extraction]:
    """Extract articles, in order."""
    for extraction in extract_chunks(
        articles, pipeline=pipeline, ontology=ontology, min_confidence=min_confidence, jobs=jobs or default_jobs()
    ):
        yield extraction
        if progress is not None:
            progress(extraction.article)
