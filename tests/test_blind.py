"""Texts kept for measuring are sound and stay out of training."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.ontology import load_ontology

DATA = Path(__file__).parents[1] / "training" / "data"
BLIND = sorted((DATA / "blind").glob("*.txt"))


@pytest.fixture(scope="module")
def annotated():
    sys.path.insert(0, str(DATA.parent / "scripts"))
    try:
        import annotated
    finally:
        sys.path.pop(0)
    return annotated


@pytest.mark.parametrize("path", BLIND, ids=lambda path: path.stem)
def test_no_faults(path, annotated):
    ontology = load_ontology()
    found = {
        article.id: [f for f in annotated.faults(article, ontology.classes, ontology.relations) if f[0] != "("]
        for article in annotated.read_annotated(path)
    }
    assert found
    assert not {key: faults for key, faults in found.items() if faults}


def test_every_relation_is_there(annotated):
    told = {s["p"] for path in BLIND for article in annotated.read_annotated(path) for s in article.statements}
    assert told == set(load_ontology().relations)


def test_nothing_that_trains_reads_them(annotated):
    assert {path.suffix for path in (DATA / "blind").iterdir()} == {".txt", ".md"}  # vectors read every .jsonl
    others = "\n".join(
        path.read_text(encoding="utf-8")
        for path in DATA.rglob("*")
        if path.suffix in (".txt", ".jsonl") and path not in BLIND
    )
    for path in BLIND:
        for article in annotated.read_annotated(path):
            assert article.text not in others
