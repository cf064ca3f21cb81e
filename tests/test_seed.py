"""The seed article: what issue 2 promises of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.articles import read_articles
from kg.build import extract_all
from kg.evaluate import Gold, Score, plain, read_gold, score
from kg.ontology import Ontology
from kg.records import Article, Extraction, Report, Statement
from kg.resolve import resolve

if TYPE_CHECKING:
    from spacy.language import Language

F1_FLOOR, PRECISION_FLOOR = 0.60, 0.75

Find = Callable[[str, str, str], Statement | None]


@pytest.fixture(scope="module")
def article(shared: Path) -> Article:
    """Return the seed article."""
    if not (shared / "seeds").is_dir():
        pytest.skip(f"no seeds in {shared}; set KG_SHARED to the folder that holds seeds/ and gold/")
    report = Report()
    [found] = read_articles([shared / "seeds"], report=report)
    assert (report.errors, report.skipped) == ([], [])
    return found


@pytest.fixture(scope="module")
def extraction(article: Article, pipeline: Language, ontology: Ontology) -> Extraction:
    """Return what the seed article says, as `kg build` finds it."""
    [found] = resolve(extract_all([article], pipeline=pipeline, ontology=ontology), ontology)
    return found


@pytest.fixture(scope="module")
def found(article: Article, extraction: Extraction, shared: Path, ontology: Ontology) -> Score:
    """Return the score against the gold statements."""
    gold: list[Gold] = list(read_gold(shared / "gold" / "seed.jsonl", [article]))
    return score(((g, extraction) for g in gold), ontology)


@pytest.fixture(scope="module")
def find(extraction: Extraction, ontology: Ontology) -> Find:
    """Return a function that finds a statement by its names."""

    def find(s: str, p: str, o: str) -> Statement | None:
        wanted = (plain(s), plain(o))
        for statement in extraction.statements:
            ends = (plain(statement.subject.name), plain(statement.object_name))
            if statement.predicate == p and (
                ends == wanted or (ontology.relations[p].symmetric and ends == wanted[::-1])
            ):
                return statement
        return None

    return find


def test_header_is_the_date(article: Article) -> None:
    assert article.date == "2023-01"
    assert article.text.startswith("Dans un billet de blog")


def test_precision(found: Score) -> None:
    wrong = [e for kind, _, e in found.errors if kind == "wrong"]
    assert found.precision >= PRECISION_FLOOR, [(s.subject.name, s.predicate, s.object_name, s.rule) for s in wrong]


def test_f1(found: Score) -> None:
    missed = [e for kind, _, e in found.errors if kind == "missed"]
    assert found.f1 >= F1_FLOOR, [(s["s"], s["p"], s["o"]) for s in missed]


@pytest.mark.parametrize(
    ("s", "p", "o"),
    [
        ("Microsoft", "invests_in", "OpenAI"),
        ("Satya Nadella", "ceo_of", "Microsoft"),
        ("Sam Altman", "ceo_of", "OpenAI"),
        ("Microsoft", "partners_with", "OpenAI"),
        ("OpenAI", "develops", "ChatGPT"),
        ("Microsoft", "headquartered_in", "Redmond"),
        ("Google", "headquartered_in", "Mountain View"),
    ],
)
def test_statement(find: Find, s: str, p: str, o: str) -> None:
    statement = find(s, p, o)
    assert statement is not None
    assert statement.factuality == "certain"


def test_what_bloomberg_reports(find: Find) -> None:
    """« Bloomberg avait laissé sous-entendre que le géant américain était en pourparlers avec OpenAI »."""
    statement = find("Microsoft", "negotiates_with", "OpenAI")
    assert statement is not None
    assert statement.factuality == "uncertain"
    assert statement.attributed_to is not None
    assert statement.attributed_to.name == "Bloomberg"
