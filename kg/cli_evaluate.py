"""What `kg evaluate` prints: how far extraction can be trusted, against gold statements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from kg.articles import read_articles
from kg.cli_output import one_line, print_table
from kg.evaluate import Gold, Score, evaluate, read_gold
from kg.extract import Extractor
from kg.extract.trace import ClauseTrace, trace
from kg.language.pipeline import annotate, load_pipeline
from kg.ontology import load_ontology
from kg.records import Report, Statement

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["run_evaluation"]


def run_evaluation(
    files: Sequence[Path],
    *,
    articles: Sequence[Path],
    model: str | None,
    ontology: Path | None,
    min_confidence: float,
    gold_entities: bool,
    per_relation: bool,
    errors: bool,
    as_json: bool,
) -> None:
    """Score each file of gold, and print what is asked for."""
    texts = list(read_articles([str(a) for a in articles], report=Report()))
    pipeline, loaded = load_pipeline(model), load_ontology(ontology)
    extractor = Extractor(loaded, min_confidence=min_confidence)
    scores: dict[str, Score] = {}
    golds: dict[str, list[Gold]] = {}
    for file in files:
        golds[file.name] = list(read_gold(file, texts))
        scores[file.name] = evaluate(
            golds[file.name],
            pipeline=pipeline,
            ontology=loaded,
            min_confidence=min_confidence,
            gold_entities=gold_entities,
        )
    if as_json:
        typer.echo(json.dumps({name: _record(score) for name, score in scores.items()}, indent=2))
        return
    columns = ("gold", "P", "R", "F1", "found", "right", "missed", "factuality", "speaker")
    print_table(columns, [_row(name, score) for name, score in scores.items()])
    for name, score in scores.items():
        if per_relation:
            print_table(
                ("relation", "P", "R", "F1", "right", "wrong", "missed"),
                _relation_rows(score),
                title=f"{name}, by relation",
            )
            print_table(
                ("confidence", "statements", "mean", "right"), _calibration_rows(score), title=f"{name}, calibration"
            )
        if errors:
            _print_errors(golds[name], score, pipeline, extractor)


def _row(name: str, s: Score) -> tuple[str, ...]:
    shares = [f"{right}/{of}" for right, of in (s.factuality, s.speaker)]
    return name, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", str(s.tp + s.fp), str(s.tp), str(s.fn), *shares


def _relation_rows(score: Score) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name, (tp, fp, fn) in sorted(score.relations.items()):
        one = Score(tp=tp, fp=fp, fn=fn)
        rows.append((name, f"{one.precision:.2f}", f"{one.recall:.2f}", f"{one.f1:.2f}", str(tp), str(fp), str(fn)))
    return rows


def _calibration_rows(score: Score) -> list[tuple[str, ...]]:
    return [
        (f"{low:.1f}–{high:.1f}", str(n), f"{mean:.2f}", f"{right:.2f}")
        for low, high, n, mean, right in score.calibration()
    ]


def _record(s: Score) -> dict[str, Any]:
    return {
        "precision": s.precision,
        "recall": s.recall,
        "f1": s.f1,
        "right": s.tp,
        "wrong": s.fp,
        "missed": s.fn,
        "factuality": list(s.factuality),
        "speaker": list(s.speaker),
        "relations": {name: list(counts) for name, counts in sorted(s.relations.items())},
        "calibration": [list(row) for row in s.calibration()],
    }


def _print_errors(gold: Sequence[Gold], score: Score, pipeline: Language, extractor: Extractor) -> None:
    """One line an error: what, where, and the rule that spoke; under what was missed, the clauses read there."""
    texts = {g.article.id: g.article.text for g in gold}
    read = annotate([g.article for g in gold], pipeline)
    clauses = {article.id: list(trace(article, paragraphs, extractor)) for article, paragraphs in read}
    for kind, article, error in score.errors:
        if isinstance(error, Statement):
            sentence = texts[article][error.evidence.sentence_start : error.evidence.sentence_end]
            what = f"{error.subject.name} {error.predicate} {error.object_name} ({error.rule}, {error.confidence})"
        else:
            sentence, what = error["quote"], f"{error['s']} {error['p']} {error['o']}"
        typer.echo(one_line(f"{kind}: {article}: {what} « {sentence} »"))
        if not isinstance(error, Statement):
            for clause in _clauses_of(clauses[article], texts[article], error):
                typer.echo("  " + one_line(clause))


def _clauses_of(clauses: Sequence[ClauseTrace], text: str, missed: Mapping[str, Any]) -> Iterator[str]:
    """How the words of a missed statement were read: each predicate, and what became of its relation's entries."""
    start = text.find(missed["quote"])
    for clause in clauses:
        if start <= clause.start < start + len(missed["quote"]):
            tried = [f"« {e.lemma} »: {e.verdict}" for e in clause.entries if e.relation == missed["p"]]
            slots = ", ".join(f"{a.slot} {' and '.join(n for n, _ in a.entities) or '?'}" for a in clause.arguments)
            yield f"{clause.lemma} ({slots or 'no argument'}): {'; '.join(tried) or 'no entry of ' + missed['p']}"
