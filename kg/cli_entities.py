"""`kg entities`: which names are one, which nearly were, and the decisions about them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli_options import Format, Graph, ListFormat, Ontology
from kg.cli_output import counted, print_table, say, write_csv, write_data, write_json

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph

__all__ = ["Decisions", "Wikidata", "entities"]


Decisions = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        metavar="FILE",
        help="Decisions about entities (YAML: same, different, rename), kept with the graph.",
        show_default=False,
    ),
]
Wikidata = Annotated[bool, typer.Option("--wikidata", help="Ask Wikidata who the entities are (needs the network).")]


def entities(
    graph: Graph,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Only what has to do with this name.", show_default=False)
    ] = None,
    output_format: Format = ListFormat.table,
    decisions: Decisions = None,
    wikidata: Wikidata = False,
    show_decisions: Annotated[
        bool, typer.Option("--show-decisions", help="Instead, print the decisions that the graph keeps, to edit.")
    ] = False,
    ontology: Ontology = None,
) -> None:
    """List which names were taken for one entity and which nearly were, with reasons and lines for --decisions."""
    from kg.api import KnowledgeGraph
    from kg.merges import COLUMNS, about

    found = KnowledgeGraph.load(graph, ontology=ontology)
    if decisions is not None or wikidata:
        _decide(found, decisions, wikidata=wikidata)
        found.save()
    if show_decisions:
        write_data(found.decisions.encode())
        return
    rows = found.merges()
    rows = rows if name is None else about(rows, name)
    counts = Counter(row.kind for row in rows)
    match output_format:
        case ListFormat.json:
            write_json(r.as_dict() for r in rows)
        case ListFormat.csv:
            fields = [r.as_dict() | {"others": " | ".join(r.others)} for r in rows]
            write_csv(COLUMNS, (f.values() for f in fields))
        case ListFormat.table:
            for kind in dict.fromkeys(row.kind for row in rows):
                some = [r for r in rows if r.kind == kind]
                listed = [(r.name, _others(r.others), r.reason, r.articles or "", r.line) for r in some]
                print_table(
                    ("name", "entity" if kind == "merged" else "perhaps", "why", "articles", "to have it otherwise"),
                    listed,
                    title=kind,
                )
                typer.echo()
    near = f"{counts['near miss']:,} near miss{'' if counts['near miss'] == 1 else 'es'}"
    say(f"{graph}: {counted(counts['merged'], 'merge')}, {near}")


def _others(names: tuple[str, ...]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _decide(found: KnowledgeGraph, decisions: Path | None, *, wikidata: bool) -> None:
    if decisions is not None:
        found.decide(decisions)
    if wikidata:
        for note in found.ask_wikidata():
            say(f"warning: {note}")
