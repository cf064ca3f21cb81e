"""The names that the model finds are looked at again: bounds, labels, what it missed."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.language.namecheck import check
from kg.language.nameheads import fold, heads
from kg.language.names import NameHints
from kg.language.pipeline import load_pipeline

VOCAB = spacy.blank("fr").vocab
HINTS = NameHints(
    {
        "caire": "V",
        "paris": "V",
        "bruxelles": "V",
        "italie": "L",
        "commission europeenne": "O",
        "aude": "F",
        "nuad motors": "O",
    }
)
WORDS = (
    "le ferry Nuadéo de Kerbrat , patronne du Caire M. rue port ( SNU ) De Le d' embarque et Aude B. Paris .".split()
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the embedded pipeline."""
    return load_pipeline()


def named(
    text: str, names: list[tuple[int, int, str]], verbs: tuple[int, ...] = (), nouns: tuple[int, ...] = ()
) -> list[tuple[str, str]]:
    """Check the names of a text whose words are apart by spaces."""
    words = text.split()
    pos = ["VERB" if i in verbs else "NOUN" if i in nouns or w.islower() else "PROPN" for i, w in enumerate(words)]
    morphs = ["VerbForm=Fin" if i in verbs else "" for i in range(len(words))]
    doc = Doc(VOCAB, words=words, pos=pos, morphs=morphs, lemmas=words)
    doc = HINTS(doc)
    for i, token in enumerate(doc):
        token.is_sent_start = i == 0
    doc.set_ents([Span(doc, *name) for name in names])
    return [(span.text, span.label_) for span in check(doc)]


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("le GPS des Kerbrats", [(1, 3, "PRODUCT")], [("GPS", "PRODUCT")]),
        ("gagne la Coupe Nuad pour la septième fois", [(2, 8, "EVENT")], [("Coupe Nuad", "EVENT")]),
        ("dans Kerbrat pour la vie", [(1, 5, "WORK")], [("Kerbrat pour la vie", "WORK")]),
        ("lit Nuad pour la première fois", [(1, 6, "WORK")], [("Nuad pour la première fois", "WORK")]),
        ("la Zélia de Nuad Motors", [(1, 5, "PRODUCT")], [("Zélia", "PRODUCT"), ("Nuad Motors", "ORG")]),
        ("la Zélia de Kerbrat", [(1, 4, "PRODUCT")], [("Zélia de Kerbrat", "PRODUCT")]),
        ("l' Union de Nuad Motors", [(1, 5, "ORG")], [("Union de Nuad Motors", "ORG")]),
        ("vers Kel d' Orne", [(1, 3, "LOC"), (3, 4, "LOC")], [("Kel d' Orne", "LOC")]),
        ("l' appui de Kel de Nuad", [(3, 5, "ORG"), (5, 6, "ORG")], [("Kel", "ORG"), ("Nuad", "ORG")]),
        ("la place Nuad du Caire", [(1, 5, "LOC")], [("place Nuad", "LOC"), ("Caire", "LOC")]),
        (
            "la Commission européenne de Bruxelles",
            [(1, 5, "ORG")],
            [("Commission européenne", "ORG"), ("Bruxelles", "LOC")],
        ),
        ("l' université de Paris", [(1, 4, "ORG")], [("université de Paris", "ORG")]),
        ("dans le port de Kel", [(4, 5, "LOC")], [("port de Kel", "LOC")]),
        ("dans un port de Kel", [(4, 5, "LOC")], [("Kel", "LOC")]),
        ("au 6 rue Aude Kerbrat", [(3, 5, "PER")], [("rue Aude Kerbrat", "LOC")]),
        ("prend la place de Kel", [(4, 5, "LOC")], [("Kel", "LOC")]),
        ("à la mairie de Paris", [(2, 5, "ORG")], [("Paris", "LOC")]),
        ("le maire de Kel Aude Kerbrat", [(3, 6, "LOC")], [("Kel", "LOC"), ("Aude Kerbrat", "PER")]),
        ("avec Armel Le Nuad", [(1, 3, "PER")], [("Armel Le Nuad", "PER")]),
    ],
)
def test_bounds(text: str, names: list[tuple[int, int, str]], found: list[tuple[str, str]]) -> None:
    """Names end before « de » and places of their own, and take in the noun that they begin with."""
    assert named(text, names) == found


def test_a_verb_parts_names() -> None:
    """Two names that the model takes for one, with a verb between them."""
    words = "le nouveau Kelbo embarque Nuad"
    assert named(words, [(2, 5, "PRODUCT")], verbs=(3,)) == [("Kelbo", "PRODUCT"), ("Nuad", "PRODUCT")]
    assert named("le Bureau malgache de Kel", [(1, 5, "ORG")], verbs=(2,)) == [("Bureau malgache de Kel", "ORG")]


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("le ferry Kelbo", (2, 3, "PER"), "PRODUCT"),
        ("le fabricant de puces Kelbo", (4, 5, "PRODUCT"), "ORG"),
        ("un logiciel de paie Kelbo", (4, 5, "ORG"), "PRODUCT"),
        ("la patronne de Kelbo", (3, 4, "LOC"), "ORG"),
        ("la patronne de Paris", (3, 4, "LOC"), "LOC"),
        ("le gouvernement Kelbo", (2, 3, "ORG"), "PER"),
        ("la sœur Kelbo", (2, 3, "PRODUCT"), "PER"),
        ("de Kelbo Immobilier", (1, 3, "PER"), "ORG"),
        ("avec Filatures Kelbo", (1, 3, "PER"), "ORG"),
        ("de Aude Immobilier", (1, 3, "PER"), "ORG"),
        ("selon Aude VI", (1, 3, "ORG"), "PER"),
        ("avec Armel Le Nuad", (1, 4, "ORG"), "PER"),
        ("le naufrage du Kelbo", (3, 4, "LOC"), "PRODUCT"),
        ("avant Halloween", (1, 2, "LOC"), "EVENT"),
    ],
)
def test_labels(text: str, name: tuple[int, int, str], label: str) -> None:
    """The noun before a name and the words in it tell what it is, where no list does."""
    assert [found for _, found in named(text, [name])] == [label]


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("le boson de Kelbo", [(3, 4, "PER")], []),
        ("noté Baa2 hier", [(1, 2, "ORG")], []),
        ("sur la place Nuad hier", [], [("place Nuad", "LOC")]),
        ("le match contre Italie", [], [("Italie", "LOC")]),
        ("sans Paris", [], []),  # no country
    ],
)
def test_what_is_none_and_what_was_missed(
    text: str, names: list[tuple[int, int, str]], found: list[tuple[str, str]]
) -> None:
    """What is called after somebody names nobody; countries and streets are known."""
    assert named(text, names) == found


def test_a_sigle_and_its_name_are_of_one_kind() -> None:
    """« ACE (Automatic Computing Engine) » is nobody."""
    found = named("le projet KCE ( Kelbo Computing Engine )", [(2, 3, "PRODUCT"), (4, 7, "PER")])
    assert [label for _, label in found] == ["PRODUCT", "PRODUCT"]


def test_a_name_takes_the_kind_that_the_tree_tells(nlp: Language) -> None:
    """An apposition with a post makes a person of an unknown name."""
    doc = nlp("L'ancien porte-parole de la mission, Timor Goksel, enseigne à Beyrouth.")
    assert ("Timor Goksel", "PER") in [(e.text, e.label_) for e in doc.ents]


def test_no_noun_is_in_two_rows_of_a_kind() -> None:
    """Each noun of the table says one thing, as it is looked up."""
    for kind in ("is", "of", "begins", "direct", "inside", "starts", "thing", "feast", "outside"):
        assert heads(kind)
        assert all(noun == fold(noun) for noun in heads(kind))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14), st.data())
def test_checked_names_never_overlap(words: list[str], data: st.DataObject) -> None:
    """Whatever the model found, the check gives names in order, inside the text, apart from each other."""
    doc = HINTS(Doc(VOCAB, words=words, lemmas=words, pos=["PROPN"] * len(words)))
    spans, at = [], 0
    while at < len(words):
        end = data.draw(st.integers(at, min(len(words), at + 5)))
        if end > at:
            spans.append(Span(doc, at, end, data.draw(st.sampled_from(["PER", "ORG", "LOC", "PRODUCT"]))))
        at = end + 1
    doc.set_ents(spans)
    found = check(doc)
    assert all(a.end <= b.start for a, b in pairwise(found))
    doc.set_ents(found)


@pytest.mark.parametrize(
    ("text", "names", "label"),
    [
        ("le pliant Kel 3 plaît", [(2, 4, "PER")], "PRODUCT"),
        ("la Kel 12 plaît", [(1, 3, "ORG")], "PRODUCT"),
        ("le Nuad-1A plaît", [(1, 2, "ORG")], "PRODUCT"),
        ("chez Télé 8 à Orne", [(1, 3, "ORG")], "ORG"),
        ("le Kel 2012 plaît", [(1, 3, "ORG")], "ORG"),
        ("le quotidien Kel 3 plaît", [(2, 4, "PER")], "ORG"),
    ],
)
def test_a_number_ends_the_name_of_a_model(text: str, names: list[tuple[int, int, str]], label: str) -> None:
    assert [found for _, found in named(text, names, nouns=(1,))] == [label]
