"""What `kg build` says in the end, and `kg retract`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from kg.api import KnowledgeGraph
from kg.changes import Difference
from kg.cli_output import counted, one_line, say

__all__ = ["build_summary", "run_retraction"]

_STATEMENTS = "SELECT (COUNT(*) AS ?n) { ?s a kg:Statement }"
_ENTITIES = "SELECT (COUNT(DISTINCT ?e) AS ?n) { GRAPH kg:facts { ?e rdfs:label ?l } }"


def build_summary(graph: KnowledgeGraph, output: str) -> str:
    """Say in one line what was read, and what the graph holds now."""
    report = graph.report
    read = counted(report.read, "article") + " read"
    read += f" ({report.replaced:,} replaced)" if report.replaced else ""
    read += f", {report.unchanged:,} unchanged" if report.unchanged else ""
    counts = f"{read}, {len(report.skipped):,} skipped, {counted(len(report.errors), 'error')}"
    if not report.read:
        return f"{counts}; {output} is as it was" if report.unchanged else f"{counts}; {output} not written"
    statements, entities = (graph.store.select(query).values[0][0] for query in (_STATEMENTS, _ENTITIES))
    return f"{counts}; {counted(statements, 'statement')} about {counted(entities, 'entity')} in {output}"


def run_retraction(path: str, articles: Sequence[str], *, ontology: Path | None) -> None:
    """Retract articles from a graph, save it, and print what became of the facts."""
    graph = KnowledgeGraph.load(path, ontology=ontology)
    found = graph.retract(*dict.fromkeys(graph.store.ns.article_of(a) for a in articles))
    graph.save()
    for line in _lines(found):
        typer.echo(one_line(line))
    counts = (
        counted(len(found.articles), "article") + " retracted",
        counted(len(found.gone), "fact") + " gone",
        f"{len(found.weakened):,} weakened",
        counted(len(found.entities), "entity") + " gone",
    )
    say(f"{', '.join(counts)}; {counted(len(graph), 'article')} left in {path}")


def _lines(found: Difference) -> list[str]:
    return [
        *(f"gone: {fact}" for fact in found.gone),
        *(f"weakened: {fact}" for fact in found.weakened),
        *(f"entity gone: {name}" for name in found.entities),
        *(f"renamed: ent:{old} → ent:{new}" for old, new in found.renamed),
    ]
