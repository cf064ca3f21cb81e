"""Articles written for training, with names, entities and statements marked in a plain text file.

One file holds many articles (`training/data/articles/README.md` tells the format)::

    ## pol-001 2012-03-14
    [Léa Morel|PER], maire de [Dole|LOC], soutient …
    @ Léa Morel | Person | Mme Morel ; l'élue
    - Léa Morel | mayor_of | Dole | certain | | Léa Morel, maire de Dole

Run as a script, it checks files and says what is wrong where::

    python training/scripts/annotated.py training/data/articles/*.txt

With `--gold`, it writes them as the gold statements that `kg evaluate` reads, too::

    python training/scripts/annotated.py --gold /tmp/blind.jsonl training/data/blind/*.txt
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BREAK = "\n\n"
MARK = re.compile(r"\[([^\]|]+)\|([A-Z]+)\]")
LABELS = ("PER", "ORG", "LOC", "PRODUCT", "EVENT", "WORK")
FACTUALITIES = ("certain", "planned", "uncertain", "negated")
QUALIFIERS = ("role", "amount", "date", "share", "former", "optional")
#: Those that stand without a value.
FLAGS = ("former", "optional")
#: A word with a capital inside a sentence, which one would expect to be marked.
UNMARKED = re.compile(r"(?<=[a-zà-ÿ,;] )(?:[ld]['’])?([A-ZÀ-Ý][\w-]+)")


@dataclass
class Annotated:
    """An article: its text without marks, names as (start, end, label) in characters, entities, statements."""

    id: str
    date: str
    line: int
    text: str = ""
    names: list[tuple[int, int, str]] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def gold(self) -> dict[str, Any]:
        """Return the article as a line of a gold file."""
        keys = ("id", "date", "text", "entities", "statements")
        return {key: getattr(self, key) for key in keys} | {
            "title": None,
            "ents": [[self.text[s:e], k] for s, e, k in self.names],
        }


def read_annotated(path: Path) -> Iterator[Annotated]:
    """Yield the articles of a file."""
    article: Annotated | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("## "):
            if article is not None:
                yield article
            head = line[3:].split()
            article = Annotated(head[0], head[1] if len(head) > 1 else "", number)
        elif article is not None and line.strip():
            _add(article, line.strip(), number)
    if article is not None:
        yield article


def _add(article: Annotated, line: str, number: int) -> None:
    """Add a line of text, an entity or a statement."""
    if line.startswith("@ "):
        name, kind, aliases = _fields(line[2:], 3)
        others = [alias.strip() for alias in aliases.split(";") if alias.strip()]
        article.entities.append({"name": name, "type": kind, "aliases": others})
    elif line.startswith("- "):
        s, p, o, factuality, speaker, quote, *more = _fields(line[2:], 6)
        statement = {"s": s, "p": p, "o": o, "factuality": factuality, "attributed_to": speaker or None, "quote": quote}
        for extra in more:
            key, _, value = extra.partition("=")
            if key not in QUALIFIERS:
                article.faults.append(
                    (number, f"« {extra} »: a qualifier is one of {', '.join(QUALIFIERS)}, key=value")
                )
            statement[key] = True if key in FLAGS else value
        article.statements.append(statement)
    else:
        if article.text:
            article.text += BREAK
        at = 0
        for mark in MARK.finditer(line):
            article.text += line[at : mark.start()]
            article.names.append((len(article.text), len(article.text) + len(mark[1]), mark[2]))
            article.text += mark[1]
            at = mark.end()
        article.text += line[at:]


def _fields(line: str, least: int) -> list[str]:
    """Return the fields between bars, at least so many."""
    fields = [part.strip() for part in line.split("|")]
    return fields + [""] * (least - len(fields))


def faults(article: Annotated, classes: Sequence[str], relations: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with an article."""
    yield from (f"line {number}: {text}" for number, text in article.faults)
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", article.date):
        yield f"« {article.date} » is no date"
    if "[" in article.text or "]" in article.text:
        yield "a bracket is left in the text: a mark is [name|LABEL]"
    for start, end, label in article.names:
        if label not in LABELS:
            yield f"« {article.text[start:end]} »: label {label} is none of {', '.join(LABELS)}"
    inside = {i for start, end, _ in article.names for i in range(start, end)}
    loose = [m[1] for m in UNMARKED.finditer(article.text) if m.start(1) not in inside]
    if loose:
        yield f"(look) capitals without mark: {', '.join(loose)}"
    known: set[str] = set()
    for entity in article.entities:
        known.add(entity["name"])
        if entity["type"] not in classes:
            yield f"« {entity['name']} »: class {entity['type']} is unknown"
        missing = [n for n in (entity["name"], *entity["aliases"]) if n.casefold() not in article.text.casefold()]
        if entity["name"] in missing and entity["type"] == "Country" and len(missing) == 1 and entity["aliases"]:
            missing = []  # told by a demonym alone
        yield from (f"« {name} » is not in the text as written" for name in missing)
    for s in article.statements:
        where = f"{s['s']} {s['p']} {s['o']}"
        if s["p"] not in relations:
            yield f"{where}: unknown relation"
        ends = (s["s"],) if s["p"] in ("founded_on", "also_known_as") else (s["s"], s["o"])
        for end in ends:
            if end not in known:
                yield f"{where}: « {end} » has no @ line"
        if s["factuality"] not in FACTUALITIES:
            yield f"{where}: factuality « {s['factuality']} »"
        if not s["quote"] or s["quote"] not in article.text:
            yield f"{where}: the quote is not in the text: « {s['quote']} »"


def main(arguments: Sequence[str]) -> int:
    """Check files, and write them as gold where that is asked; 1 where something is wrong."""
    from kg.ontology import load_ontology

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--gold", type=Path, help="write the articles there as gold statements, JSON Lines")
    options = parser.parse_args(arguments)
    ontology = load_ontology()
    articles = [(file, list(read_annotated(file))) for file in options.files]
    wrong = 0
    for file, inside in articles:
        seen: set[str] = set()
        for article in inside:
            found = list(faults(article, sorted(ontology.classes), sorted(ontology.relations)))
            if article.id in seen:
                found.append("the id is used twice")
            seen.add(article.id)
            for fault in found:
                print(f"{file}:{article.line} {article.id}: {fault}")
            wrong += any(not fault.startswith("(look)") for fault in found)
    everything = [article for _, inside in articles for article in inside]
    statements = sum(len(article.statements) for article in everything)
    print(f"{len(everything)} articles, {statements} statements, {wrong} with faults")
    if options.gold:
        options.gold.write_text(
            "".join(f"{json.dumps(a.gold(), ensure_ascii=False)}\n" for a in everything), encoding="utf-8"
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
