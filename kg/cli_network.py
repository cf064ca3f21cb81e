"""`kg top`, `kg path` and `kg communities`: the network on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli_options import AsOf, Format, Graph, ListFormat, Ontology, choosing
from kg.cli_output import counted, load_graph, one_line, print_table, write_csv, write_json
from kg.errors import KgError
from kg.explore import Choice

if TYPE_CHECKING:
    from kg.explore.explorer import Network
    from kg.explore.paths import Path

__all__ = ["communities", "path", "top"]


@choosing
def top(
    graph: Graph,
    choice: Choice,
    by: Annotated[
        str,
        typer.Option(
            metavar="MEASURE",
            help="pagerank degree strength betweenness closeness core articles statements",
        ),
    ] = "pagerank",
    count: Annotated[int, typer.Option("--count", "-n", min=1, metavar="N", help="How many.")] = 20,
    output_format: Format = ListFormat.table,
    as_of: AsOf = None,
    ontology: Ontology = None,
) -> None:
    """List the entities that matter most. With --classes, among those of the classes; measured over all."""
    whole = Choice(**{**_fields(choice), "classes": ()})
    found = _network(graph, whole, as_of, ontology).top(by=by, n=count, classes=choice.classes)
    rows = [[i, name, cls, _short(score), n] for i, (_, name, cls, score, n) in enumerate(found.to_numpy().tolist(), 1)]
    _print(("rank", "name", "class", by, "articles"), rows, output_format)


@choosing
def path(
    graph: Graph,
    source: Annotated[str, typer.Argument(metavar="FROM", help="A name, an alias or an IRI.", show_default=False)],
    target: Annotated[str, typer.Argument(metavar="TO", help="A name, an alias or an IRI.", show_default=False)],
    choice: Choice,
    count: Annotated[int, typer.Option("--count", "-n", min=1, metavar="N", help="How many ways.")] = 3,
    output_format: Format = ListFormat.table,
    as_of: AsOf = None,
    ontology: Ontology = None,
) -> None:
    """Show the shortest ways from one entity to another, with the words that make each step."""
    found = _network(graph, choice, as_of, ontology).path(source, target, count=count)
    if not found:
        raise KgError(f"no way from {source!r} to {target!r} in this graph")
    if output_format is ListFormat.table:
        _print_paths(found)
        return
    rows = [{"path": n, **row} for n, way in enumerate(found, 1) for row in way.rows()]
    _print(list(rows[0]), [list(r.values()) for r in rows], output_format)


@choosing
def communities(
    graph: Graph,
    choice: Choice,
    count: Annotated[int, typer.Option("--count", "-n", min=1, metavar="N", help="How many, the largest.")] = 20,
    output_format: Format = ListFormat.table,
    as_of: AsOf = None,
    ontology: Ontology = None,
) -> None:
    """List groups of entities that are linked among themselves more than with others."""
    found = _network(graph, choice, as_of, ontology).communities()[:count]
    shown = 8 if output_format is ListFormat.table else None
    rows = [
        [c.number, c.name, len(c.members), round(c.inside, 3), _joined(c.relations, 3), _joined(c.names, shown)]
        for c in found
    ]
    _print(("number", "name", "size", "inside", "relations", "members"), rows, output_format)


def _network(graph: str, choice: Choice, as_of: str | None, ontology: Any) -> Network:
    return load_graph(graph, as_of=as_of, ontology=ontology).network.choose(choice)


def _fields(choice: Choice) -> dict[str, Any]:
    return {name: getattr(choice, name) for name in Choice.__dataclass_fields__}


def _joined(words: Sequence[str], most: int | None) -> str:
    return ", ".join(words[:most]) + (" …" if most and len(words) > most else "")


def _short(score: float) -> float | int:
    return int(score) if float(score).is_integer() else round(score, 4)


def _print_paths(paths: Sequence[Path]) -> None:
    for number, way in enumerate(paths, 1):
        if number > 1:
            typer.echo()
        typer.echo(one_line(f"{number}. {' — '.join(way.names)} ({counted(len(way.steps), 'step')})"))
        for step in way.steps:
            for row in step.rows:
                typer.echo("   " + one_line(f"{row['subject']} {row['predicate']} {row['object']} · {_told(row)}"))
                typer.echo("     " + one_line(f"« {row['quote']} »"))


def _told(row: dict[str, Any]) -> str:
    speaker = row["attributed_to"] and f"according to {row['attributed_to']}"
    return " · ".join(str(x) for x in (row["factuality"], speaker, row["date"], row["article"]) if x)


def _print(columns: Sequence[str], rows: Sequence[Sequence[Any]], output_format: ListFormat) -> None:
    match output_format:
        case ListFormat.table:
            print_table(columns, rows)
        case ListFormat.csv:
            write_csv(columns, rows)
        case ListFormat.json:
            write_json(dict(zip(columns, row, strict=True)) for row in rows)
