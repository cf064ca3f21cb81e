"""Arguments and options that several commands take."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from kg.explore.choose import Choice

__all__ = ["AsOf", "Format", "Graph", "Infer", "ListFormat", "Ontology", "choosing"]

Graph = Annotated[
    str,
    typer.Argument(
        metavar="GRAPH", help="A graph written by `kg build`: a file, a folder, or an address.", show_default=False
    ),
]
Ontology = Annotated[
    Path | None, typer.Option("--ontology", metavar="DIR", help="A folder like ontology/, instead of the built-in one.")
]

Infer = Annotated[
    bool,
    typer.Option("--infer", help="With what follows from the facts by the ontology, in the graph kg:inferred."),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="The graph as it was then, from articles published on or before it: 2023-01-23, 2023-01 or 2023.",
        show_default=False,
    ),
]


class ListFormat(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


Format = Annotated[ListFormat, typer.Option("--format", help="How to print them.")]


def _several(flag: str, metavar: str, text: str) -> Any:
    return Annotated[
        list[str] | None, typer.Option(flag, metavar=metavar, help=f"{text} May be repeated.", show_default=False)
    ]


def _day(flag: str, text: str) -> Any:
    return Annotated[str | None, typer.Option(flag, metavar="DATE", help=text, show_default=False)]


#: Options that choose a part of a graph, as the fields of `Choice`.
_CHOICES: dict[str, tuple[Any, Any]] = {
    "focus": (_several("--focus", "ENTITY", "Only what is around an entity."), None),
    "hops": (Annotated[int, typer.Option(min=0, metavar="N", help="How many statements around --focus.")], 1),
    "relations": (_several("--relations", "NAMES", "Only these relations, as acquires,owns."), None),
    "classes": (_several("--classes", "NAMES", "Only entities of these classes, as Company."), None),
    "factualities": (
        _several("--factuality", "NAMES", "Only certain planned uncertain negated statements."),
        None,
    ),
    "outlets": (_several("--outlets", "NAME", "Only articles of these outlets."), None),
    "since": (_day("--since", "Only articles published on or after it, as 2023 or 2023-01-23."), None),
    "until": (_day("--until", "Only articles published on or before it."), None),
    "min_confidence": (
        Annotated[float, typer.Option(min=0, max=1, metavar="F", help="Only statements at least so sure.")],
        0.0,
    ),
}
_LISTS = frozenset({"relations", "classes", "factualities"})
_SEVERAL = _LISTS | {"focus", "outlets"}


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose a part of a graph, in place of its parameter `choice`."""
    signature = inspect.signature(command)
    hints = get_type_hints(command, include_extras=True)
    parameters = [
        p.replace(annotation=hints.get(name, p.annotation))
        for name, p in signature.parameters.items()
        if name != "choice"
    ]
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for name, (annotation, default) in _CHOICES.items()
    ]

    @functools.wraps(command)
    def with_choice(**given: Any) -> None:
        parts = {name: _parts(name, given.pop(name)) for name in _CHOICES}
        command(**given, choice=Choice(**parts))

    with_choice.__signature__ = signature.replace(parameters=[*parameters, *options])  # type: ignore[attr-defined]
    with_choice.__annotations__ = {p.name: p.annotation for p in [*parameters, *options]}
    return with_choice


def _parts(name: str, given: Any) -> Any:
    """Names of the ontology hold no comma, and may be given in one list: ``acquires,invests_in``."""
    if name not in _SEVERAL:
        return given
    return tuple(x.strip() for text in given or () for x in (text.split(",") if name in _LISTS else [text]))
