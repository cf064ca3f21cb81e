"""`kg demo`, as a newcomer meets it."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.resources import examples_dir

if TYPE_CHECKING:
    from tests.conftest import Kg

pytestmark = pytest.mark.slow


def test_demo_from_an_empty_folder(run_kg: Kg, tmp_path: Path, record_property) -> None:
    from kg.cli_demo import QUERIES

    began = time.perf_counter()
    result = run_kg("demo")
    record_property("demo_seconds", round(time.perf_counter() - began, 1))
    assert result.returncode == 0, result.stderr
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")) == [
        "demo", "demo/graph.html", "demo/graph.trig"
    ]  # fmt: skip
    assert "8/8" in result.stderr, "the bar's last state"
    assert re.search(r"^articles +8$", result.stdout, re.M)
    for question, sparql in QUERIES.items():
        assert f"\n{question}\n\n{sparql}\n" in result.stdout
    assert re.search(r"Satya Nadella +Microsoft", result.stdout)
    assert "demo/graph.html" in result.stderr.splitlines()[-1]
    made = [(tmp_path / "demo" / name).read_bytes() for name in ("graph.trig", "graph.html")]
    assert run_kg("demo", "--dir", "a/b").returncode == 0
    assert made == [(tmp_path / "a/b" / name).read_bytes() for name in ("graph.trig", "graph.html")]
    answer = run_kg("query", "demo/graph.trig", QUERIES["Who leads what?"])
    assert answer.stdout.strip() in result.stdout


def test_the_examples_are_eight_dated_articles() -> None:
    from kg.articles import read_articles
    from kg.records import Report

    report = Report()
    articles = list(read_articles([examples_dir()], report=report))
    assert len(articles) == 8
    assert (report.skipped, report.warnings, report.errors) == ([], [], [])
    for article in articles:
        assert article.date, article.id
        assert 90 <= len(article.text.split()) <= 260, article.id
