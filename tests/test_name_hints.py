"""Lists of names mark the words of a text, and words are remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language

from kg.language.memory import remember_words
from kg.language.names import NameHints, check_names
from kg.language.pipeline import load_pipeline
from kg.resources import model_dir

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


@pytest.mark.parametrize(
    ("text", "label", "found"),
    [
        ("Excel", "ORG", [("Excel", "PRODUCT")]),
        ("Excel", "PER", [("Excel", "PER")]),
        ("Office Excel", "ORG", [("Office Excel", "ORG")]),
        ("PIB", "ORG", []),
        ("Nuadéo", "ORG", [("Nuadéo", "ORG")]),
    ],
)
def test_names_are_checked(text: str, label: str, found: list[tuple[str, str]]) -> None:
    """A listed product is no organisation, and an acronym of nobody no name."""
    hints = NameHints({"excel": "P", "pib": "X", "office": "j"})
    doc = hints(spacy.blank("fr")(text))
    doc.set_ents([spacy.tokens.Span(doc, 0, len(doc), label=label)])
    assert [(span.text, span.label_) for span in check_names(doc).ents] == found


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Selon Mme Darbois , rien .", [(1, 3, "ORG")], [("Darbois", "PER")]),
        ("Selon M. Darbois , rien .", [(2, 3, "LOC")], [("Darbois", "PER")]),
        ("Le but de De Santis compte .", [(4, 5, "LOC")], [("De Santis", "PER")]),
        ("De Santis marque .", [(1, 2, "PER")], [("Santis", "PER")]),  # any word has a capital there
        (
            "Léo Darbois parle . Darbois part .",
            [(0, 2, "PER"), (4, 5, "ORG")],
            [("Léo Darbois", "PER"), ("Darbois", "PER")],
        ),
        (
            "La société Darbois de Léo Morel .",
            [(2, 3, "ORG"), (4, 6, "PER")],
            [("Darbois", "ORG"), ("Léo Morel", "PER")],
        ),
    ],
)
def test_what_stands_before_a_name_tells_of_it(
    text: str, names: list[tuple[int, int, str]], found: list[tuple[str, str]]
) -> None:
    """Titles are no part of names, particles are, and a surname is its bearer's."""
    doc = spacy.tokens.Doc(
        spacy.blank("fr").vocab, words=text.split(), sent_starts=[i == 0 for i in range(len(text.split()))]
    )
    doc.set_ents([spacy.tokens.Span(doc, *name) for name in names])
    assert [(e.text, e.label_) for e in check_names(doc).ents] == found


def test_lists_survive_a_round_trip(nlp: Language) -> None:
    """Bytes and folders give the same lists back."""
    hints = nlp.get_pipe("kg_names")
    assert NameHints().from_bytes(hints.to_bytes()).phrases == PHRASES  # type: ignore[attr-defined]
    nlp.to_disk("model")
    assert spacy.load("model").get_pipe("kg_names").phrases == PHRASES  # type: ignore[attr-defined]


def test_words_are_the_same_when_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A remembered word has the vector that spaCy gives it, also when there is no more room."""
    texts = ["Le maire de Lyon a vu Nuadéo.", "", "NUADÉO, en 2012 :  le maire l'a vu, l’a-t-il dit ?"]
    plain = spacy.load(model_dir())
    nlp = load_pipeline()
    expected = [doc.tensor for doc in plain.pipe(texts)]
    for room in (50_000, 3, 3):
        monkeypatch.setattr("kg.language.memory.ROOM", room)
        for doc, tensor in zip(nlp.pipe(texts), expected, strict=True):
            assert np.allclose(doc.tensor, tensor, atol=1e-5)


def test_other_pipelines_are_left_alone() -> None:
    """A pipeline without a tok2vec of its own is not touched, nor one that looks at what follows a word."""
    remember_words(spacy.blank("fr"))
    nlp = spacy.blank("fr")
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 16,
        "attrs": ["NORM", "SPACY"],
        "rows": [50, 50],
        "include_static_vectors": False,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 16,
        "depth": 1,
        "window_size": 1,
        "maxout_pieces": 2,
    }
    model = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    pipe: Any = nlp.add_pipe("tok2vec", config={"model": model})
    forward = pipe.model.get_ref("embed")._func
    remember_words(nlp)
    assert pipe.model.get_ref("embed")._func is forward
