"""The command line: thin commands, and the only place that prints or reads flags and the environment."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli_conflicts import conflicts
from kg.cli_entities import Decisions, Wikidata, entities
from kg.cli_network import communities, path, top
from kg.cli_options import AsOf, Graph, Infer, Ontology, choosing
from kg.cli_output import (
    counted,
    load_graph,
    one_line,
    print_report,
    print_table,
    print_violations,
    progress_bar,
    say,
    write_data,
)
from kg.cli_query import queries, query
from kg.cli_serve import serve
from kg.errors import KgError, StoreError
from kg.explore import Choice
from kg.records import MIN_CONFIDENCE

__all__ = ["app", "main"]

FAILED, USAGE, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141

DEFAULT_IRI = "https://kg.example/"


class _Commands(TyperGroup):
    """Turns what `kg` raises on purpose, and what the system refuses, into one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as error:
            say(f"error: {error}")
        except BrokenPipeError:
            # The reader left (`kg export … | head`). Python would complain once more when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(BROKEN_PIPE) from None
        except OSError as error:
            say(f"error: {error.filename or 'kg'}: {error.strerror or error}")
        except KeyboardInterrupt:
            say("error: interrupted; nothing was written")
            raise typer.Exit(INTERRUPTED) from None
        raise typer.Exit(FAILED)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help needs no rich, and a long path stays on one line in an error
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Lang(StrEnum):
    """Language of the page's controls."""

    fr = "fr"
    en = "en"


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {version('kg-presse')}")
        raise typer.Exit


@app.callback()
def options(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """French news articles in, a knowledge graph to query and to open out."""


@app.command()
def build(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS…",
            help="Articles (.txt .md .html .jsonl), folders of them, or - for standard input.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="GRAPH", help="A file (.trig .nq .jsonld, or these .gz), folder.oxi or https://…"
        ),
    ] = "graph.trig",
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME_OR_PATH", help="A spaCy pipeline for French, instead of the built-in one."),
    ] = None,
    ontology: Ontology = None,
    text: Annotated[bool, typer.Option("--text/--no-text", help="Keep the articles' text in the graph.")] = True,
    base_iri: Annotated[
        str | None,
        typer.Option(
            metavar="IRI",
            envvar="KG_BASE_IRI",
            help="What IRIs of entities and articles start with.",
            show_default=DEFAULT_IRI,
        ),
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, metavar="F", help="Leave out statements less sure than this.")
    ] = MIN_CONFIDENCE,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", min=1, metavar="N", help="Processes that read articles.", show_default="one a core"
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Put a new graph in place of one that is there, instead of adding to it.")
    ] = False,
    decisions: Decisions = None,
    wikidata: Wikidata = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Read French articles and add what they say to a graph, made where there is none.

    Articles that the graph has already are left as they are; those that have changed take the place of their
    earlier versions.
    """
    _check_graph(output, paths)
    from kg.api import KnowledgeGraph
    from kg.workers import all_cores

    with progress_bar("Reading", hidden=quiet or not sys.stderr.isatty()) as progress, _unwritten(output):
        graph = KnowledgeGraph.build(
            paths,
            into=None if fresh else output,
            model=model,
            ontology=ontology,
            base_iri=base_iri,
            keep_text=text,
            min_confidence=min_confidence,
            jobs=jobs or all_cores(),
            stdin=sys.stdin.buffer if "-" in paths else None,
            progress=progress,
            decisions=decisions,
            decisions_from=output if fresh and ("://" in output or Path(output).exists()) else None,
            wikidata=wikidata,
        )
    from kg.cli_graph import build_summary

    print_report(graph.report, quiet=quiet)
    if graph.report.read or (graph.decided and len(graph)):
        graph.save(output)
        print_violations([] if quiet else graph.validate(articles=graph.added))
    else:
        graph.store.close()
    if not quiet:
        say(build_summary(graph, output))
    if graph.report.errors or not (graph.report.read or graph.report.unchanged):
        raise typer.Exit(FAILED)


@contextlib.contextmanager
def _unwritten(output: str) -> Iterator[None]:
    """Say what became of a graph that cannot be added to."""
    try:
        yield
    except StoreError as error:
        raise StoreError(f"{error}, perhaps with --fresh; {output} not written") from error


def _check_graph(output: str, inputs: list[str]) -> None:
    """Refuse, before the work, a graph that cannot be written."""
    from kg.graph.store import check_form

    try:
        check_form(output)
    except KgError as error:
        raise typer.BadParameter(str(error)) from error
    if "://" not in output:
        _check_output(Path(output), inputs, folder=output.rstrip("/").endswith(".oxi"))


def _check_output(output: Path, inputs: list[str], *, folder: bool = False) -> None:
    """Refuse, before the work, an output that cannot be written or would overwrite an input."""
    if output.is_dir() and not folder:
        raise typer.BadParameter(f"{output} is a folder; name a file, such as {output / 'graph.trig'}")
    if not output.parent.is_dir():
        raise typer.BadParameter(f"the folder {output.parent} does not exist; create it first")
    if any(output.exists() and Path(name).exists() and output.samefile(name) for name in inputs if name != "-"):
        raise typer.BadParameter(f"{output} is an input, too; name another file with -o")


@app.command()
def retract(
    graph: Graph,
    articles: Annotated[
        list[str],
        typer.Argument(metavar="ARTICLE…", help="Ids of articles, as a2023 or art:a2023.", show_default=False),
    ],
    ontology: Ontology = None,
) -> None:
    """Take articles back: what they alone support goes, what others support stays. Prints the difference."""
    from kg.cli_graph import run_retraction

    run_retraction(graph, articles, ontology=ontology)


app.command()(entities)
app.command()(query)
app.command()(queries)
app.command()(conflicts)
app.command()(top)
app.command()(path)
app.command()(communities)
app.command()(serve)


@app.command()
@choosing
def show(
    graph: Graph,
    choice: Choice,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")] = Path(
        "graph.html"
    ),
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of labels and controls.")] = Lang.fr,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Show at most this many entities at first.")] = 150,
    title: Annotated[str | None, typer.Option(help="Heading of the page.", show_default=False)] = None,
    css: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A style sheet of your own.", show_default=False)
    ] = None,
    as_of: AsOf = None,
    ontology: Ontology = None,
) -> None:
    """Write a graph as an interactive page that needs no network."""
    _check_output(output, [graph])
    found = load_graph(graph, as_of=as_of, ontology=ontology)
    found.write_page(output, title=title, lang=lang.value, limit=limit, choice=choice, css=css)
    say(f"wrote {output}; open it in a browser")
    if open_page:
        _open(output)


def _open(page: Path) -> None:
    import webbrowser

    if not webbrowser.open(page.resolve().as_uri()):
        say(f"warning: no browser found; open {page.resolve()} by hand")


@app.command()
def export(
    graph: Graph,
    output_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="jsonl csv parquet turtle trig nquads jsonld graphml gexf neo4j-nodes neo4j-relationships cypher",
        ),
    ] = "jsonl",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write a file instead of stdout.")
    ] = None,
    as_of: AsOf = None,
    infer: Infer = False,
    ontology: Ontology = None,
) -> None:
    """Write a graph in another format."""
    if output is not None:
        _check_output(output, [graph])
    from kg.graph.files import write_whole

    data = load_graph(graph, as_of=as_of, ontology=ontology, infer=infer).export(output_format)
    if output is None:
        write_data(data)
    else:
        write_whole(output, data)
        say(f"wrote {output}")


@app.command()
def stats(graph: Graph, as_of: AsOf = None) -> None:
    """Count what a graph holds."""
    from kg.cli_tables import print_statistics

    print_statistics(load_graph(graph, as_of=as_of))


@app.command()
def explain(
    graph: Annotated[
        str | None, typer.Argument(metavar="[GRAPH", help="A graph written by `kg build`.", show_default=False)
    ] = None,
    subject: Annotated[
        str | None, typer.Argument(metavar="SUBJECT]", help="A name, an alias or an IRI.", show_default=False)
    ] = None,
    sentence: Annotated[
        str | None,
        typer.Option(
            "--sentence", "-s", metavar="TEXT", help="Instead, show how a French text is read.", show_default=False
        ),
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The text's date, as 2023-01-23.")] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME_OR_PATH", help="A spaCy pipeline for French, instead of the built-in one."),
    ] = None,
    as_of: AsOf = None,
    ontology: Ontology = None,
) -> None:
    """Say why: what a graph states about something, with words and rule; or how a text is read, and why not more."""
    if sentence is not None and graph is None:
        from kg.cli_explain import print_reading

        print_reading(sentence, date=date, model=model, ontology=ontology)
        return
    if graph is None or subject is None or sentence is not None:
        raise typer.BadParameter("give a graph and a name in it, or a text with --sentence")
    from kg.cli_tables import print_explanation
    from kg.graph.conflicts import support_of

    found = load_graph(graph, as_of=as_of)
    print_explanation(found, subject, support_of(found.store))


@app.command()
def gaps(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS…", help="Articles, folders of them, or - for standard input.", show_default=False
        ),
    ],
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Gaps to show.")] = 20,
    least: Annotated[int, typer.Option("--least", min=1, metavar="N", help="Times a gap must be seen.")] = 1,
    relation: Annotated[str, typer.Option(metavar="NAME", help="Relation that the stubs are for.")] = "my_relation",
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME_OR_PATH", help="A spaCy pipeline for French, instead of the built-in one."),
    ] = None,
    ontology: Ontology = None,
) -> None:
    """List predicates between entities that no entry of the ontology takes, each with an entry to paste."""
    from kg.cli_explain import print_gaps

    if not print_gaps(paths, model=model, ontology=ontology, limit=limit, least=least, relation=relation):
        raise typer.Exit(FAILED)


@app.command()
def validate(graph: Graph, ontology: Ontology = None) -> None:
    """Check a graph against the shapes of the ontology."""
    from kg.api import KnowledgeGraph

    violations = KnowledgeGraph.load(graph, ontology=ontology).validate()
    for violation in violations:
        typer.echo(one_line(violation))
    say(f"{graph}: {counted(len(violations), 'violation')}")
    if violations:
        raise typer.Exit(FAILED)


@app.command()
def evaluate_model(
    data: Annotated[
        list[Path],
        typer.Argument(
            metavar="DATA…", help="Treebanks (.conllu) and texts with their names (.jsonl).", show_default=False
        ),
    ],
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME_OR_PATH", help="A spaCy pipeline for French, instead of the built-in one."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, fractions of one.")] = False,
) -> None:
    """Score a spaCy pipeline: tags, trees, lemmas and names, in percent."""
    from kg.language.pipeline import load_pipeline
    from kg.language.score import score_files

    scores = score_files(load_pipeline(model), data)
    if as_json:
        typer.echo(json.dumps(scores, indent=2))
    for name, found in {} if as_json else scores.items():
        print_table(("score", "%"), [(key, f"{100 * value:.2f}") for key, value in found.items()], title=name)


@app.command()
def evaluate(
    gold: Annotated[
        list[Path], typer.Argument(metavar="GOLD…", help="Gold statements, JSON Lines.", show_default=False)
    ],
    articles: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Where the texts are, if the gold has none.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME_OR_PATH", help="A spaCy pipeline for French, instead of the built-in one."),
    ] = None,
    ontology: Ontology = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, metavar="F", help="Leave out statements less sure than this.")
    ] = MIN_CONFIDENCE,
    gold_entities: Annotated[
        bool, typer.Option("--gold-entities", help="Give the extractor the gold's names.")
    ] = False,
    per_relation: Annotated[bool, typer.Option("--per-relation", help="Scores by relation, and calibration.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="Each error with its words and rule.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score extraction against gold statements: precision, recall, F1, factuality, speakers."""
    from kg.cli_evaluate import run_evaluation

    run_evaluation(
        gold,
        articles=articles or [],
        model=model,
        ontology=ontology,
        min_confidence=min_confidence,
        gold_entities=gold_entities,
        per_relation=per_relation,
        errors=errors,
        as_json=as_json,
    )


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--dir", metavar="DIR", help="Where to write the graph and its page.")] = Path(
        "demo"
    ),
) -> None:
    """Build a graph from the example articles, ask it two questions, and write its page."""
    from kg.cli_demo import run_demo

    run_demo(folder)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="kg")
