"""Passages with names and statements → rows of features with labels, as the extractor meets them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotated import Annotated, read_annotated
from spacy.language import Language

from kg.evaluate import Gold, _key, plain, read_gold
from kg.extract.clusters import Links
from kg.extract.extractor import Extractor
from kg.extract.fillers import Candidate
from kg.extract.parsed import Parsed
from kg.extract.scorer import Fits, Row, rows
from kg.language import fr
from kg.language.pipeline import Paragraph, annotate
from kg.ontology import Ontology
from kg.records import Article

Key = tuple[str, str, str]
Names = list[tuple[int, int, str]]
#: What a pair's label may be: it states the relation, it does not, or it cannot be told.
YES, NO, UNKNOWN = 1, 0, -1
_MARKED = re.compile(r"\[([^\]|]+)\|([A-Z]+)\]")


@dataclass
class Passage:
    """A text with its names, and its statements where they are known (`gold.statements` is exhaustive)."""

    gold: Gold
    names: Names
    labelled: bool = True
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass
class Sample:
    """A pair of mentions: its features, and for each relation its hints, triple and label."""

    features: list[str]
    relations: list[tuple[str, list[str], Key, int]]


@dataclass
class Reading:
    """What was read off a passage: samples, what the rules found with their confidence, what is right."""

    samples: list[Sample]
    by_rule: dict[Key, float]
    wanted: dict[Key, bool]


class Recorder:
    """Stands where the scorer stands in the extractor, and keeps what the scorer would see."""

    def __init__(self, extractor: Extractor) -> None:
        self.extractor = extractor
        self.fits = Fits(extractor.ontology)
        self.rows: list[Row] = []
        self.candidates: list[Candidate] = []

    def __call__(
        self,
        candidates: Sequence[Candidate],
        paragraphs: Sequence[Parsed],
        links: Links,
    ) -> list[Candidate]:
        self.candidates = list(candidates)
        self.rows = list(rows(candidates, paragraphs, links, self.fits))
        return list(candidates)


# --- reading ----------------------------------------------------------------------------------
def read_passages(folder: Path, nlp: Language) -> dict[str, list[Passage]]:
    """Passages by register, parsed."""
    return {f.stem: _parsed(_labelled(f), nlp) for f in sorted(folder.glob("*.jsonl"))}


def read_articles(folder: Path, nlp: Language) -> dict[str, list[Passage]]:
    """Annotated articles by file, parsed; named after their folder, too."""
    files = sorted(folder.glob("*.txt"))
    return {f"{f.stem} {folder.name}": _parsed([_article(a) for a in read_annotated(f)], nlp) for f in files}


def _article(article: Annotated) -> Passage:
    gold = Gold(Article(article.id, article.text, date=article.date), article.entities, article.statements)
    return Passage(gold, article.names)


def read_names(files: Iterable[Path], nlp: Language) -> list[Passage]:
    """Sentences whose names are known and whose statements are not."""
    found: list[Passage] = []
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        read = _spans if file.suffix == ".jsonl" else _marked
        texts = [read(line) for line in lines if line.strip() and not line.startswith("#")]
        for n, (text, names) in enumerate(texts):
            if len(names) > 1:
                found.append(Passage(Gold(Article(f"{file.stem}-{n}", text), (), ()), names, labelled=False))
    return _parsed(found, nlp)


def _parsed(passages: Sequence[Passage], nlp: Language) -> list[Passage]:
    for passage, (_, paragraphs) in zip(passages, annotate([p.gold.article for p in passages], nlp), strict=True):
        passage.paragraphs = paragraphs
    return list(passages)


def _labelled(file: Path) -> list[Passage]:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [Passage(g, _found(g.article.text, x["ents"])) for g, x in zip(read_gold(file), lines, strict=True)]


def _found(text: str, ents: Sequence[Sequence[str]]) -> Names:
    """Offsets of names that are listed left to right."""
    names, at = [], 0
    for name, label in ents:
        start = text.find(name, at)
        if start >= 0:
            at = start + len(name)
            names.append((start, at, label))
    return names


def _spans(line: str) -> tuple[str, Names]:
    row = json.loads(line)
    return row["text"], [(s, e, label) for s, e, label in row["spans"]]


def _marked(line: str) -> tuple[str, Names]:
    """« Le [Kremlin|ORG] dément. »"""
    text, names, at = "", [], 0
    for m in _MARKED.finditer(line):
        text += line[at : m.start()]
        names.append((len(text), len(text) + len(m[1]), m[2]))
        text += m[1]
        at = m.end()
    return text + line[at:], names


# --- what the extractor makes of them ---------------------------------------------------------
def read_off(passages: Iterable[Passage], extractor: Extractor, *, given: bool) -> list[Reading]:
    """Samples of some passages, with their names as given or as the pipeline finds them."""
    recorder = Recorder(extractor)
    extractor.scorer = recorder
    readings = []
    for passage in passages:
        with_names(passage, given=given)
        extractor.read(passage.gold.article, passage.paragraphs)
        readings.append(_reading(passage, recorder, extractor.ontology))
    extractor.scorer = None
    return readings


def with_names(passage: Passage, *, given: bool) -> None:
    """Put the given names, or again the pipeline's own, on a passage's documents."""
    for paragraph in passage.paragraphs:
        doc = paragraph.doc
        own = doc.user_data.setdefault("own names", list(doc.ents))
        if not given:
            doc.ents = own
            continue
        spans: list[Any] = []
        for start, end, label in passage.names:
            if paragraph.start <= start and end <= paragraph.start + len(doc.text):
                at = start - paragraph.start, end - paragraph.start
                span = doc.char_span(*at, label=label, alignment_mode="expand")
                if span is not None and (not spans or span.start >= spans[-1].end):
                    spans.append(span)
        doc.ents = spans


def _reading(passage: Passage, recorder: Recorder, ontology: Ontology) -> Reading:
    gold = passage.gold
    names = {
        plain(_straight(n)): plain(_straight(e["name"]))
        for e in gold.entities
        for n in (e["name"], *e.get("aliases", ()))
    }
    wanted: dict[Key, bool] = {}
    quotes: dict[Key, list[tuple[int, int]]] = {}
    for s in gold.statements:
        key = _key(names, s["s"], s["p"], s["o"], ontology)
        wanted[key] = wanted.get(key, True) and bool(s.get("optional"))
        start = gold.article.text.find(s["quote"])
        if start >= 0:
            quotes.setdefault(key, []).append((start, start + len(s["quote"])))
    by_rule: dict[Key, float] = {}
    for c in recorder.candidates:
        if c.object != "":
            text = c.object if isinstance(c.object, str) else c.object.name
            key = _key(names, c.subject.name, c.entry.relation, text, ontology)
            by_rule[key] = max(c.confidence, by_rule.get(key, 0.0))
    samples = [_sample(row, passage, names, wanted, quotes, ontology) for row in recorder.rows]
    if passage.labelled:
        _settle(samples)
    return Reading(samples, by_rule, wanted)


def _sample(
    row: Row,
    passage: Passage,
    names: dict[str, str],
    wanted: dict[Key, bool],
    quotes: dict[Key, list[tuple[int, int]]],
    ontology: Ontology,
) -> Sample:
    s, o = row.pair.subject, row.pair.object
    base = passage.paragraphs[row.sentence.paragraph].start
    a, b = base + s.token.idx, base + o.token.idx
    sentence = base + row.sentence.span.start_char, base + row.sentence.span.end_char
    relations = []
    for relation, hints in row.hints.items():
        key = _key(names, s.cluster.name, relation, o.cluster.name, ontology)
        if not passage.labelled:
            label = UNKNOWN if _speaks(hints) else NO
        elif key not in wanted:
            label = NO
        elif any(start <= a < end and start <= b < end for start, end in quotes.get(key, ())):
            label = YES
        else:  # in the quote's sentence it may be meant, elsewhere it may be said again
            label = (
                -2 if any(start < sentence[1] and sentence[0] < end for start, end in quotes.get(key, ())) else UNKNOWN
            )
        relations.append((relation, hints, key, label))
    return Sample(row.features, relations)


def _speaks(hints: Iterable[str]) -> bool:
    """The lexicon has something to say, so that an unlabelled pair cannot be taken for a negative."""
    return not {"rule", "both", "subject", "object", "path", "reversed"}.isdisjoint(hints)


def _settle(samples: Sequence[Sample]) -> None:
    """Of a statement's mentions those in its quote state it; failing these, those in its sentence."""
    quoted = {key for s in samples for _, _, key, label in s.relations if label == YES}
    for s in samples:
        s.relations = [(r, h, k, (UNKNOWN if k in quoted else YES) if x == -2 else x) for r, h, k, x in s.relations]


def _straight(name: str) -> str:
    return name.translate(fr.NORMAL)
