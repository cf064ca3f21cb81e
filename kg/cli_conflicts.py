"""`kg conflicts`: statements that contradict each other, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli_options import AsOf, Format, Graph, ListFormat, Ontology
from kg.cli_output import counted, load_graph, one_line, print_columns, say, write_csv, write_json
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph
    from kg.graph.conflicts import Conflict, Side

__all__ = ["conflicts"]


def conflicts(
    graph: Graph,
    relation: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only of this relation, as headquartered_in.", show_default=False)
    ] = None,
    output_format: Format = ListFormat.table,
    as_of: AsOf = None,
    ontology: Ontology = None,
) -> None:
    """List statements that contradict each other: their sentences side by side, with outlet, date and speaker."""
    found = load_graph(graph, as_of=as_of, ontology=ontology)
    from kg.graph.conflicts import CONFLICT_COLUMNS, conflict_rows
    from kg.graph.conflicts import conflicts as listed

    pairs = listed(found.store, relation=_relation(relation, found))
    match output_format:
        case ListFormat.table:
            _print(pairs)
        case ListFormat.json:
            write_json(conflict_rows(pairs))
        case ListFormat.csv:
            write_csv(CONFLICT_COLUMNS, (row.values() for row in conflict_rows(pairs)))
    say(f"{graph}: {counted(len(pairs), 'conflict')}")


def _relation(name: str | None, graph: KnowledgeGraph) -> str | None:
    """Return the local name of a relation; KgError if the ontology has none of that name."""
    if name is None:
        return None
    local, known = name.removeprefix("kg:"), graph.ontology.relations
    if local not in known:
        close = get_close_matches(local, known, n=1)
        cure = f"did you mean {close[0]}?" if close else "`kg query GRAPH -n relations` lists what is stated"
        raise KgError(f"no relation {local!r}; {cure}")
    return local


def _print(pairs: Sequence[Conflict]) -> None:
    for number, conflict in enumerate(pairs, 1):
        if number > 1:
            typer.echo()
        typer.echo(one_line(f"{number}. {conflict.relation}, {conflict.kind}"))
        print_columns(*(list(_lines(side, conflict.relation)) for side in (conflict.one, conflict.other)))


def _lines(side: Side, relation: str) -> Iterator[str]:
    yield f"{side.subject} {relation} {side.object}"
    yield f"« {side.sentence} »"
    told = (
        side.factuality,
        side.date and f"date {side.date}",
        side.amount and f"amount {side.amount}",
        side.speaker and f"according to {side.speaker}",
        counted(side.support, "source"),
    )
    yield " · ".join(part for part in told if part)
    yield " · ".join(part for part in (side.outlet, side.published, side.article) if part)
