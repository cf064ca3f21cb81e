"""Extraction over processes: the same for any number of them, in order, and no process left behind."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.build import build
from kg.errors import KgError
from kg.extract import Extractor
from kg.graph.store import MemoryStore
from kg.language.tree import Word
from kg.records import Article, Extraction, Report
from kg.workers import AHEAD, CHUNK, extract_chunks

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.language.pipeline import Paragraph
    from kg.ontology import Ontology

TEXT = "Léa Morel, PDG de Verdane, a annoncé le rachat de Sabrenor {n}. Le groupe est basé à Lyon."
children = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are listed by Linux's /proc only")


def articles(number: int) -> list[Article]:
    return [Article(f"a{n}", TEXT.format(n=n), date="2023-01-25") for n in range(number)]


def options(pipeline: Language, ontology: Ontology) -> dict[str, Any]:
    return {"pipeline": pipeline, "ontology": ontology, "min_confidence": 0.0}


@pytest.mark.parametrize("start", ["fork", pytest.param("spawn", marks=pytest.mark.long)])
def test_any_number_of_processes_gives_the_same_in_order(start: str, pipeline: Language, ontology: Ontology) -> None:
    if start == "fork" and not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    given = articles(3 * CHUNK + 1)
    alone = list(extract_chunks(given, jobs=1, **options(pipeline, ontology)))
    assert [e.article for e in alone] == given
    assert sum(len(e.statements) for e in alone) >= len(given)
    assert list(extract_chunks(given, jobs=2, start=start, **options(pipeline, ontology))) == alone


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_ours_in_one_article_costs_no_other(
    jobs: int, tmp_path: Path, pipeline: Language, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named in one line, with the others in the graph; who asks for no such line has the exception."""
    if jobs > 1 and not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    given = articles(CHUNK + 2)
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps({"id": a.id, "text": a.text}) + "\n" for a in given), encoding="utf-8"
    )
    sound = Extractor.__call__

    def faulty(self: Extractor, article: Article, paragraphs: Sequence[Paragraph]) -> Extraction:
        return sound(self, article, paragraphs if article.id != "a3" else [None])  # type: ignore[list-item]

    monkeypatch.setattr(Extractor, "__call__", faulty)
    report, store = Report(), MemoryStore()
    build([tmp_path], pipeline=pipeline, ontology=ontology, store=store, report=report, jobs=jobs)
    assert store.articles().keys() == {a.id for a in given} - {"a3"}
    [(where, what)] = report.errors
    assert where == "a3"
    assert "AttributeError at extractor.py:" in what
    assert "report it" in what
    with pytest.raises(KgError, match="a3: kg failed on it"):
        list(extract_chunks(given, jobs=jobs, **options(pipeline, ontology)))


def test_a_build_seldom_searches_for_garbage(tmp_path: Path, pipeline: Language, ontology: Ontology) -> None:
    """No tree needs it: what an article's words held goes with them."""
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps({"id": a.id, "text": a.text}) + "\n" for a in articles(2 * CHUNK)), encoding="utf-8"
    )
    usual, meanwhile, words = gc.get_threshold(), list[int](), list[int]()

    def count(article: Article) -> None:
        meanwhile.append(gc.get_threshold()[0])
        words.append(sum(isinstance(o, Word) for o in gc.get_objects()))

    before = sum(isinstance(o, Word) for o in gc.get_objects())
    store = MemoryStore()
    build([tmp_path], pipeline=pipeline, ontology=ontology, store=store, report=Report(), jobs=1, progress=count)
    assert min(meanwhile) > usual[0]
    assert max(words) <= before
    assert gc.get_threshold() == usual


def test_the_input_is_not_read_far_ahead(pipeline: Language, ontology: Ontology) -> None:
    taken = 0

    def stream() -> Iterator[Article]:
        nonlocal taken
        for article in articles(40 * CHUNK):
            taken += 1
            yield article

    found = extract_chunks(stream(), jobs=2, **options(pipeline, ontology))
    next(found)
    assert taken <= (2 * AHEAD + 1) * CHUNK
    found.close()  # type: ignore[attr-defined]


class _Deadly(Article):
    """Ends the process that receives it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (9,)


@pytest.mark.skipif(sys.platform != "linux", reason="a class of the tests is only known to a process that was forked")
def test_a_process_that_is_ended_is_said_in_one_line(pipeline: Language, ontology: Ontology) -> None:
    given = [*articles(CHUNK), _Deadly("x", "Bonjour."), *articles(CHUNK)]
    with pytest.raises(KgError, match=r"try --jobs 1") as caught:
        list(extract_chunks(given, jobs=2, **options(pipeline, ontology)))
    assert "\n" not in str(caught.value)


@children
@pytest.mark.parametrize("how", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.long)])
def test_no_process_outlives_the_first(how: signal.Signals, tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("".join(f'{{"id": "a{n}", "text": "{TEXT.format(n=n)}"}}\n' for n in range(4000)), encoding="utf-8")
    out = tmp_path / "graph.trig"
    command = [sys.executable, "-m", "kg", "build", str(many), "-o", str(out), "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as first:
        others = _children(first.pid)
        if how is signal.SIGINT:
            os.killpg(first.pid, how)  # as a terminal does
        else:
            first.send_signal(how)
        _, said = first.communicate(timeout=60)
    assert _gone(others)
    assert not out.exists()
    if how is signal.SIGINT:
        assert said == "error: interrupted; nothing was written\n"
        assert first.returncode == 130


def _children(pid: int) -> list[int]:
    """Wait until a process has two others at work."""
    for _ in range(600):
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
        if len(listed) >= 2:
            time.sleep(0.5)
            return [int(n) for n in listed]
        time.sleep(0.1)
    raise AssertionError("no process was started in a minute")


def _gone(pids: list[int]) -> bool:
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.1)
    return False
