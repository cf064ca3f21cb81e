"""Lists of names mark the words of a text, and n-gram vectors are remembered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language

from kg.language.names import NameHints
from kg.language.pipeline import load_pipeline
from kg.language.vectors import RememberedVectors, remember_vectors

PHRASES = {"paris": "FV", "new york": "L", "new york times": "O", "president": "h", "jean": "F", "cote d' ivoire": "L"}


@pytest.fixture
def nlp() -> Language:
    """Return a blank pipeline that marks the phrases."""
    nlp = spacy.blank("fr")
    nlp.add_pipe("kg_names").from_disk(saved(NameHints(PHRASES)))  # type: ignore[attr-defined]
    return nlp


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)


def saved(hints: NameHints) -> Path:
    """Write the lists and return their folder."""
    hints.to_disk("hints")
    return Path("hints")


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Le président Jean", ["", "B-h", "B-F"]),
        ("PARIS , jean", ["B-FV", "", ""]),
        ("Le New York Times à New York", ["", "B-O", "I-O", "I-O", "", "B-L", "I-L"]),
        ("new york", ["", ""]),
        ("Jean-Luc et Marie-Jean", ["B-F", "", ""]),
        ("", []),
    ],
)
def test_longest_phrase_is_marked(nlp: Language, text: str, tags: list[str]) -> None:
    """The longest phrase wins; small letters match only words that announce a name."""
    words = text.split()
    doc = spacy.tokens.Doc(nlp.vocab, words=words)
    assert [token.tag_ for token in nlp(doc)] == tags


def test_lists_survive_a_round_trip(nlp: Language) -> None:
    """Bytes and folders give the same lists back."""
    hints = nlp.get_pipe("kg_names")
    assert NameHints().from_bytes(hints.to_bytes()).phrases == PHRASES  # type: ignore[attr-defined]
    nlp.to_disk("model")
    assert spacy.load("model").get_pipe("kg_names").phrases == PHRASES  # type: ignore[attr-defined]


def test_vectors_are_the_same_when_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remembered vectors equal spaCy's, also when there is no more room."""
    nlp = load_pipeline()
    vectors = nlp.vocab.vectors
    assert isinstance(vectors, RememberedVectors)
    keys = np.array([nlp.vocab.strings.add(word) for word in "le la le Nuadéo 2012 la".split()], dtype="uint64")
    plain = super(RememberedVectors, vectors).get_batch(keys)
    monkeypatch.setattr("kg.language.vectors._ROOM", 2)
    for _ in range(2):
        assert np.allclose(vectors.get_batch(keys), plain)


def test_other_vectors_are_left_alone() -> None:
    """A pipeline without n-gram vectors keeps its own."""
    nlp = spacy.blank("fr")
    ours = nlp.vocab.vectors
    remember_vectors(nlp)
    assert nlp.vocab.vectors is ours
