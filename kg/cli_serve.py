"""`kg serve`."""

from __future__ import annotations

import logging
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from kg.cli_options import Graph, Infer, Ontology
from kg.cli_output import say
from kg.errors import FormatError

__all__ = ["serve"]


def serve(
    graph: Graph,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; by default nobody but this machine gets there.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 for any that is free.")] = 8000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A name that this server is called by, or *."),
    ] = None,
    cors: Annotated[
        list[str] | None,
        typer.Option("--cors", metavar="ORIGIN", help="A site whose pages may ask, as https://a.example, or *."),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="How long a query may take.")] = 30,
    limit_rows: Annotated[int, typer.Option(min=1, metavar="N", help="How many rows it may give.")] = 100_000,
    ontology: Ontology = None,
    infer: Infer = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No access log.")] = False,
) -> None:
    """Serve a graph: a SPARQL endpoint, an editor for queries, and a page for every entity, article and statement."""
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise FormatError('kg serve needs more packages; pip install "kg-presse[serve]"')
    from kg.serve.server import serve as run
    from kg.serve.settings import Settings
    from kg.serve.source import Source

    settings = Settings(
        host=host,
        port=port,
        hosts=tuple(allow_host or ()),
        origins=tuple(cors or ()),
        seconds=timeout,
        rows=limit_rows,
    )
    _log(quiet=quiet)
    source = Source(graph, infer=infer)
    run(
        source,
        settings,
        ontology=ontology,
        ready=lambda address: say(f"serving {graph} at {address} (SPARQL: {address}sparql); Ctrl-C ends it"),
    )
    say("stopped")


def _log(*, quiet: bool) -> None:
    """Write the access log, and what else is to be said, to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("kg.serve")
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING if quiet else logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # what clients do wrong; what goes wrong here is told above
