"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Graph", "Ontology"]

Graph = Annotated[
    str,
    typer.Argument(
        metavar="GRAPH", help="A graph written by `kg build`: a file, a folder, or an address.", show_default=False
    ),
]
Ontology = Annotated[
    Path | None, typer.Option("--ontology", metavar="DIR", help="A folder like ontology/, instead of the built-in one.")
]
