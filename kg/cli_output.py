"""What the command line puts on the screen: data on stdout; progress, reports and errors on stderr."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from kg.api import KnowledgeGraph
    from kg.records import Article, Report

__all__ = [
    "counted",
    "load_graph",
    "one_line",
    "print_columns",
    "print_facts",
    "print_report",
    "print_table",
    "print_violations",
    "progress_bar",
    "say",
    "write_csv",
    "write_data",
    "write_json",
]

#: Wide enough that nothing is cut where the reader is a program.
PIPE_WIDTH = 100_000

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def one_line(text: object) -> str:
    r"""Put a text on one line, without characters that steer a terminal.

    Examples
    --------
    >>> one_line("une\nligne \x1b[31mrouge")
    'une ligne [31mrouge'
    """
    return re.sub(r" {2,}", " ", _CONTROL.sub(" ", str(text))).strip()


def say(message: str) -> None:
    """Write one line to stderr."""
    typer.echo(one_line(message), err=True)


def write_data(data: bytes) -> None:
    """Write data to stdout as it is, so that a reader who left is noticed here."""
    sys.stdout.flush()
    rest = memoryview(data)
    while rest:  # unbuffered (PYTHONUNBUFFERED), a write may be partial
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def write_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows to stdout as a list of JSON objects."""
    write_data(json.dumps(list(rows), ensure_ascii=False, indent=1).encode() + b"\n")


def write_csv(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write rows to stdout as CSV with a heading."""
    from kg.graph.results import csv_text

    write_data(csv_text(columns, rows).encode())


def console(*, stderr: bool = False) -> Console:
    """Return a console that takes every text literally."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else PIPE_WIDTH
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Print a table to stdout; an absent value is an empty cell."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else one_line(cell) for cell in row))
    console().print(table)
    sys.stdout.flush()


def print_columns(*columns: Sequence[str]) -> None:
    """Print texts side by side, in columns of one width; line N of each begins in one row."""
    from rich.table import Table

    table = Table.grid(padding=(0, 4))
    for _ in columns:
        table.add_column(overflow="fold", ratio=1 if sys.stdout.isatty() else None)
    for row in zip_longest(*columns, fillvalue=""):
        table.add_row(*map(one_line, row))
    console().print(table)
    sys.stdout.flush()


def load_graph(
    path: str, *, as_of: str | None = None, ontology: Path | None = None, infer: bool = False
) -> KnowledgeGraph:
    """Open a graph, or what it was on a day, with what follows from its facts if that is wanted.

    Says in one line which articles a day leaves out for want of a date.
    """
    from kg.api import KnowledgeGraph

    graph = KnowledgeGraph.load(path, ontology=ontology)
    graph = graph if as_of is None else _as_of(graph, as_of)
    return graph.inferred() if infer else graph


def _as_of(graph: KnowledgeGraph, date: str) -> KnowledgeGraph:
    view = graph.as_of(date)
    if view.report.skipped:
        names = [name for name, _ in view.report.skipped]
        listed = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
        say(f"note: {counted(len(names), 'article')} without a date that tells are left out: {listed}")
    return view


def print_facts(facts: Mapping[str, object]) -> None:
    """Print names and values, one pair a line, to stdout."""
    width = max(map(len, facts), default=0)
    for name, value in facts.items():
        typer.echo(f"{name:<{width}}  {one_line(value)}")


@contextlib.contextmanager
def progress_bar(
    label: str, *, total: int | None = None, hidden: bool = False
) -> Iterator[Callable[[Article], None] | None]:
    """Show a bar on stderr (its last state, where that is no terminal); yield what counts an article, or None."""
    if hidden:
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    count = TextColumn("{task.completed} articles" if total is None else "{task.completed}/{task.total} articles")
    columns = (TextColumn("{task.description}"), BarColumn(), count, TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True)) as bar:
        task = bar.add_task(label, total=total)
        yield lambda article: bar.advance(task)


def print_report(report: Report, *, quiet: bool = False) -> None:
    """Say what became of each input that was not simply read."""
    if not quiet:
        for name, reason in report.warnings:
            say(f"warning: {name}: {reason}")
        for name, reason in report.skipped:
            say(f"skipped: {name}: {reason}")
    for name, reason in report.errors:
        say(f"error: {name}: {reason}")


def print_violations(violations: Sequence[object], *, top: int = 10) -> None:
    """Warn of what a graph should not hold: the first `top`, and how many there are."""
    for violation in violations[:top]:
        say(f"warning: {violation}")
    if len(violations) > top:
        say(f"warning: … {counted(len(violations), 'violation')} in all; kg validate lists them")


def counted(number: int, noun: str) -> str:
    """Word a count.

    Examples
    --------
    >>> counted(1, "article"), counted(1200, "article")
    ('1 article', '1,200 articles')
    """
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
