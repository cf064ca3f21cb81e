"""Write `docs/cli.md` from the commands and `docs/ontology.md` from `ontology/`.

    python docs/generate.py

`tests/test_docs_pages.py` holds both to what is committed; `pytest tests/test_docs_pages.py --refresh` does the same.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import typer

from kg.cli import app
from kg.ontology import Ontology, Relation, load_ontology

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Write both pages."""
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return the text of each page by its file's name."""
    return {"cli.md": cli_page(), "ontology.md": ontology_page(load_ontology())}


# --- commands ---------------------------------------------------------------------------------
def cli_page() -> str:
    """Return a section a command: what it does, what it takes. Read from the functions, not from typer's inside."""
    parts = [
        "# Commands",
        "Made from the commands themselves by `docs/generate.py`; `kg COMMAND --help` says the same. Data goes to\n"
        "standard output, progress and errors to standard error; the exit code is 0 when all went well, 1 when\n"
        "something failed, 2 when the command was misused.",
    ]
    commands = {(c.name or c.callback.__name__).replace("_", "-"): c for c in app.registered_commands if c.callback}
    for name in sorted(commands):
        if not commands[name].hidden:
            parts += list(_command(name, commands[name].callback))
    return "\n\n".join(parts) + "\n"


def _command(name: str, function: Any) -> Iterator[str]:
    hints = get_type_hints(function, include_extras=True)
    found = [(p, *get_args(hints[p.name])[:2]) for p in inspect.signature(function).parameters.values()]
    arguments = [x for x in found if isinstance(x[2], typer.models.ArgumentInfo)]
    options = [x for x in found if isinstance(x[2], typer.models.OptionInfo)]
    shown = [info.metavar or p.name.upper() for p, _, info in arguments]
    yield f"## kg {name}"
    yield f"    {' '.join(['kg', name, *shown, *(['[OPTIONS]'] if options else [])])}"
    yield " ".join((function.__doc__ or "").split())
    rows = [
        (f"`{metavar.strip('[]')}`", info.help or "", "")
        for metavar, (_, _, info) in zip(shown, arguments, strict=True)
    ]
    rows += [(f"`{_flags(p, kind, info)}`", info.help or "", _default(p, info)) for p, kind, info in options]
    if rows:
        yield "\n".join(["| | | default |", "|---|---|---|", *(f"| {' | '.join(map(_cell, row))} |" for row in rows)])


def _flags(parameter: inspect.Parameter, kind: Any, info: Any) -> str:
    first = [info.default] if isinstance(info.default, str) and info.default.startswith("-") else []
    flags = ", ".join([*first, *(info.param_decls or ())] or [f"--{parameter.name.replace('_', '-')}"])
    if kind is bool:
        return flags
    choices = "|".join(c.value for c in kind) if isinstance(kind, type) and issubclass(kind, Enum) else ""
    return f"{flags} {info.metavar or choices or 'TEXT'}"


def _default(parameter: inspect.Parameter, info: Any) -> str:
    shown = info.show_default if isinstance(info.show_default, str) else parameter.default
    if shown is None or isinstance(shown, bool) or shown == "":
        return ""
    return f"`{getattr(shown, 'value', shown)}`"


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


# --- classes and relations --------------------------------------------------------------------
def ontology_page(ontology: Ontology) -> str:
    """Return the classes as a tree, and a section a file of relations."""
    parts = [
        "# Classes and relations",
        "Made from `ontology/` by `docs/generate.py`. Queries write a relation as `kg:NAME` and a class as `kg:NAME`;\n"
        "a relation goes from the classes of one column to those of the next, or their subclasses. How French words\n"
        "say each of them is in `ontology/relations/*.ttl` ([how to read and widen it](lexicon.md)).",
        "## Classes",
        "\n".join(_class_tree(ontology)),
        "## Relations",
    ]
    rows = [_relation(r) for r in sorted(ontology.relations.values(), key=lambda r: r.name)]
    header = ["| relation | French | from | to | | example |", "|---|---|---|---|---|---|"]
    parts.append("\n".join([*header, *rows]))
    return "\n\n".join(parts) + "\n"


def _class_tree(ontology: Ontology) -> Iterator[str]:
    def parents(name: str) -> list[str]:
        above = [c for c in ontology.classes if c != name and ontology.is_a(name, c)]
        return [a for a in above if not any(b != a and ontology.is_a(b, a) for b in above)]

    def below(name: str, depth: int) -> Iterator[str]:
        label = ontology.classes[name].labels
        yield f"{'  ' * depth}- `kg:{name}`: {label.get('fr', name)}"
        for child in sorted(c for c in ontology.classes if name in parents(c)):
            yield from below(child, depth + 1)

    for top in sorted(c for c in ontology.classes if not parents(c)):
        yield from below(top, 0)


def _relation(relation: Relation) -> str:
    marks = [
        relation.symmetric and "both ways",
        relation.functional and "one at a time",
        relation.inverse and f"inverse of `kg:{relation.inverse}`",
    ]
    plain = [e for e in relation.examples if e.factuality in (None, "certain")] or relation.examples
    example = min((e.text for e in plain), key=len, default="")
    cells = (
        f"`kg:{relation.name}`",
        relation.labels.get("fr", ""),
        ", ".join(relation.domain),
        ", ".join(relation.range),
        ", ".join(m for m in marks if m),
        f"« {example} »" if example else "",
    )
    return f"| {' | '.join(map(_cell, cells))} |"


if __name__ == "__main__":
    main()
