"""`kg query` and `kg queries`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli_options import AsOf, Graph, Infer
from kg.cli_output import load_graph, print_table, say, write_data
from kg.errors import QueryError

__all__ = ["queries", "query"]


class AnswerForm(StrEnum):
    """How `kg query` prints its answer."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    xml = "xml"
    turtle = "turtle"
    ntriples = "ntriples"
    jsonld = "jsonld"
    rdfxml = "rdfxml"


def query(
    graph: Graph,
    sparql: Annotated[
        str | None, typer.Argument(metavar="[SPARQL]", help="The query; prefixes are known.", show_default=False)
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", metavar="FILE", help="Read the query from a file.")
    ] = None,
    named: Annotated[
        str | None, typer.Option("--named", "-n", metavar="NAME", help="One of those that `kg queries` lists.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Instead of an answer, say what the query's names stand for.")
    ] = False,
    output_format: Annotated[
        AnswerForm, typer.Option("--format", help="How to print it; those after xml are for CONSTRUCT and DESCRIBE.")
    ] = AnswerForm.table,
    timeout: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="How long it may take; 0 for as long as it takes.")
    ] = 60,
    limit_rows: Annotated[
        int, typer.Option(min=0, metavar="N", help="How many rows it may give; 0 for as many as there are.")
    ] = 100_000,
    as_of: AsOf = None,
    infer: Infer = False,
) -> None:
    """Ask a graph a SPARQL question."""
    text = _the_query(sparql, file, named)
    found = load_graph(graph, as_of=as_of, infer=infer)
    if explain:
        print_table(("name", "meaning"), found.explain_query(text))
        return
    result = found.select(text, timeout=timeout or None, limit_rows=limit_rows or None)
    for note in result.notes:
        say(f"note: {note}")
    match output_format:
        case AnswerForm.table:
            print_table(result.columns, result.rows)
        case AnswerForm.csv:
            write_data(result.to_csv().encode())  # for spreadsheets
        case _:
            from kg.graph.answers import write_answer

            data = write_answer(result, output_format.value)
            write_data(data if data.endswith(b"\n") or not data else data + b"\n")


def _the_query(sparql: str | None, file: Path | None, named: str | None) -> str:
    if [sparql, file, named].count(None) != 2:
        raise typer.BadParameter("give one query: as an argument, in a file with -f, or by name with -n")
    if named is not None:
        from kg.graph.named import named_query

        return named_query(named).text
    if file is None:
        return sparql or ""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: is not UTF-8 text; save the query as UTF-8") from error


def queries(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Print this query instead.", show_default=False)
    ] = None,
) -> None:
    """List the queries that come with kg, for `kg query GRAPH --named NAME`."""
    from kg.graph.named import named_queries, named_query

    if name is None:
        print_table(("name", "answers"), [(q.name, q.about) for q in named_queries()])
    else:
        write_data(named_query(name).text.encode())
