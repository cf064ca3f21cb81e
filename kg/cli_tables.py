"""What `kg stats` and `kg explain` print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import typer

from kg.cli_output import counted, one_line, print_facts, print_table
from kg.explore.find import entities_of, find_entities
from kg.graph.writing import statement_hash
from kg.records import FACTUALITIES, Entity, Extraction, Statement

__all__ = ["print_explanation", "print_statistics"]


def print_statistics(extractions: Iterable[Extraction], *, top: int | None = None) -> None:
    """Print how much a graph holds, and of what: all relations and classes, or the `top` most frequent."""
    extractions = list(extractions)
    statements = [s for x in extractions for s in x.statements]
    entities = entities_of(extractions)
    factualities = Counter(s.factuality for s in statements)
    print_facts(
        {
            "articles": f"{len(extractions):,}",
            "entities": f"{len(entities):,}",
            "statements": f"{len(statements):,}",
            **{f"  {name}": f"{factualities[name]:,}" for name in FACTUALITIES},
            "  attributed": f"{sum(s.attributed_to is not None for s in statements):,}",
        }
    )
    for columns, names in (
        (("relation", "statements"), [s.predicate for s in statements]),
        (("class", "entities"), [e.type for e in entities.values()]),
    ):
        typer.echo()
        print_table(columns, _counts(names)[:top])


def _counts(names: Iterable[str]) -> list[tuple[str, str]]:
    """Count names, most frequent first, then by name."""
    return [(name, f"{n:,}") for name, n in sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))]


def print_explanation(
    extractions: Iterable[Extraction], subject: str, support: Mapping[str, int] | None = None
) -> None:
    """Print every statement that has `subject` at one of its ends, with its words, speaker, rule and support."""
    extractions = list(extractions)
    found = find_entities(entities_of(extractions), subject)
    for entity in found:
        statements = [s for x in extractions for s in x.statements if entity.id in _ends(s)]
        aliases = f", also {', '.join(entity.aliases)}" if entity.aliases else ""
        typer.echo(one_line(f"{entity.name} ({entity.type}{aliases}): {counted(len(statements), 'statement')}"))
        for statement in statements:
            typer.echo()
            for line in _lines(statement, (support or {}).get(statement_hash(statement))):
                typer.echo(one_line(line) if not line.startswith("  ") else "  " + one_line(line))


def _ends(statement: Statement) -> Iterator[str]:
    yield statement.subject.id
    if isinstance(statement.object, Entity):
        yield statement.object.id


def _lines(s: Statement, support: int | None) -> Iterator[str]:
    yield f"{s.subject.name} {s.predicate} {s.object_name}"
    yield f"  « {s.evidence.quote} »"
    yield "  " + " · ".join((*s.qualifiers, *([counted(support, "source")] if support else [])))
    yield f"  {s.article} [{s.evidence.start}:{s.evidence.end}] · rule {s.rule}"
