"""What `kg explain --sentence` and `kg gaps` print: how the rules read a text, and what the lexicon lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from kg.articles import read_articles
from kg.cli_output import counted, one_line, print_report
from kg.errors import ArticleError
from kg.extract import Extractor
from kg.extract.gaps import find_gaps, stub
from kg.extract.trace import ClauseTrace, trace
from kg.language.pipeline import annotate, load_pipeline
from kg.ontology import load_ontology
from kg.records import MIN_CONFIDENCE, Article, Report

__all__ = ["print_clauses", "print_gaps", "print_reading"]


def print_reading(text: str, *, date: str | None, model: str | None, ontology: Path | None) -> None:
    """Print how a text is read: each clause, its arguments, each entry tried on it and what became of it."""
    if not text.strip():
        raise ArticleError("--sentence: there is no text; give a French sentence in quotes")
    extractor = Extractor(load_ontology(ontology), min_confidence=MIN_CONFIDENCE)
    article = Article("sentence", text, date=date)
    for _, paragraphs in annotate([article], load_pipeline(model)):
        print_clauses(trace(article, paragraphs, extractor))


def print_clauses(clauses: Iterator[ClauseTrace]) -> None:
    """Print clauses; « + » stands before what was stated, « - » before what was not."""
    for clause in clauses:
        typer.echo(one_line(f"{clause.predicate} ({clause.lemma}, {clause.pos}) at {clause.start}"))
        for argument in clause.arguments:
            entities = ", ".join(f"{name} ({cls})" for name, cls in argument.entities) or "nobody that is named"
            typer.echo("  " + one_line(f"{argument.slot}: « {argument.text} » = {entities}"))
        for entry in clause.entries:
            sign = "+" if entry.stated else "-"
            typer.echo("  " + one_line(f"{sign} {entry.relation} by « {entry.lemma} »: {entry.verdict}"))


def print_gaps(
    paths: Sequence[str], *, model: str | None, ontology: Path | None, limit: int, least: int, relation: str
) -> bool:
    """Print the most frequent gaps with examples and a stub each; False if an input could not be read."""
    report = Report()
    articles = list(read_articles(paths, report=report))
    report.read = len(articles)
    extractor = Extractor(load_ontology(ontology))
    gaps = [gap for gap in find_gaps(annotate(articles, load_pipeline(model)), extractor) if gap.count >= least]
    for gap in gaps[:limit]:
        frame = f"{gap.subject_slot} {gap.subject_class}, {gap.object_slot} {gap.object_class}"
        typer.echo(f"{gap.lemma} ({gap.pos}; {frame}): {counted(gap.count, 'time')}")
        for subject, object_, sentence in gap.examples:
            typer.echo("  " + one_line(f"{subject} … {object_} « {sentence} »"))
        typer.echo("\n".join(f"    {line}" for line in stub(gap, relation).splitlines()))
    print_report(report, quiet=False)
    typer.echo(f"{counted(len(gaps), 'gap')} in {counted(len(articles), 'article')}", err=True)
    return bool(articles) and not report.errors
