"""A `Tree` offers what spaCy's `Doc` offers, and means the same by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from docs import parse, vocab
from kg.language.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language
    from spacy.tokens import Token

_TEXT = (
    "Mme Élise Karsenty, née à Lyon, dirige Nuadéo depuis 2021. « Nous recruterons 300 ingénieurs d'ici à l'été », "
    "promet-elle.  Auprès de qui ?\u00a0L'entreprise a été rachetée par Verkor et Renault (face au groupe Total)."
)
_FEATURES = ["", "Number=Sing", "Gender=Masc|Number=Plur", "PronType=Int,Rel", "Mood=Ind|VerbForm=Fin"]
_DEPS = ["nsubj", "nsubj:pass", "obl", "case", "mark", "fixed", "dep", ""]


@st.composite
def _docs(draw: st.DrawFn) -> Doc:
    """Trees of any shape, one or several, crossing branches too."""
    size = draw(st.integers(1, 12))
    order = draw(st.permutations(range(size)))
    heads = list(range(size))
    for k in range(1, size):  # each hangs on one drawn before it, or on none
        heads[order[k]] = draw(st.sampled_from([order[k], *order[:k]]))
    words = draw(st.lists(st.sampled_from(["Le", "du", "d'", "après", "Été", "12", "«", "İ", "deux"]), min_size=size, max_size=size))  # fmt: skip
    deps = ["ROOT" if heads[i] == i else draw(st.sampled_from(_DEPS[:-1])) for i in range(size)]
    pos = [draw(st.sampled_from(["ADP", "NOUN", "VERB", "DET"])) for _ in range(size)]
    morphs = [draw(st.sampled_from(_FEATURES)) for _ in range(size)]
    spaces = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    doc = Doc(vocab(), words=words, spaces=spaces, heads=heads, deps=deps, pos=pos, morphs=morphs, lemmas=words)
    start = draw(st.integers(0, size - 1))
    doc.ents = [Span(doc, start, draw(st.integers(start + 1, size)), "ORG")]
    return doc


def _indices(words: Iterable[Token]) -> list[int]:
    return [w.i for w in words]


def _check(doc: Doc) -> None:
    tree = Tree(doc)
    assert (tree.text, len(tree)) == (doc.text, len(doc))
    for word, token in zip(tree, doc, strict=True):
        for name in ("i", "idx", "text", "lower_", "lemma_", "pos_", "dep_", "ent_type_", "like_num"):
            assert getattr(word, name) == getattr(token, name), name
        assert {k: ",".join(v) for k, v in word.morph.items()} == token.morph.to_dict()
        assert word.label == token.dep_.split(":")[0]
        assert word.lemma == token.lemma_.lower()
        assert word.head is tree[token.head.i]
        assert [w.i for w in word.children] == _indices(token.children)
        assert [w.i for w in word.lefts] == _indices(token.lefts)
        assert [w.i for w in word.ancestors] == _indices(token.ancestors)
        assert [w.i for w in word.subtree] == _indices(token.subtree)
        assert (word.sent.start, word.sent.end) == (token.sent.start, token.sent.end)
    assert [(s.start, s.end, s.text) for s in tree.sents] == [(s.start, s.end, s.text) for s in doc.sents]
    assert [(e.start, e.end, e.label_, e.root.i) for e in tree.ents] == [
        (e.start, e.end, e.label_, e.root.i) for e in doc.ents
    ]


@given(doc=_docs(), data=st.data())
@settings(max_examples=200, deadline=None)
def test_any_tree_is_read_as_spacy_reads_it(doc: Doc, data: st.DataObject) -> None:
    _check(doc)
    start = data.draw(st.integers(0, len(doc) - 1))
    end = data.draw(st.integers(start + 1, len(doc)))
    ours, theirs = Tree(doc).stretch(start, end), doc[start:end]
    assert (ours.text, ours.root.i, [w.i for w in ours]) == (theirs.text, theirs.root.i, _indices(theirs))
    assert (ours.start_char, ours.end_char) == (theirs.start_char, theirs.end_char)


@given(doc=_docs(), data=st.data())
@settings(max_examples=100, deadline=None)
def test_characters_find_their_words(doc: Doc, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(doc.text) - 1))
    end = data.draw(st.integers(start + 1, len(doc.text)))
    ours, theirs = Tree(doc).char_span(start, end), doc.char_span(start, end, alignment_mode="expand")
    if doc.text[start:end].strip():
        assert (ours.start, ours.end) == (theirs.start, theirs.end)


def test_edges_are_the_ends_of_what_hangs_on_a_word() -> None:
    doc = parse("Nestlé développe et vend des logiciels.")
    for word, token in zip(Tree(doc), doc, strict=True):
        assert (word.left_edge.i, word.right_edge.i) == (token.left_edge.i, token.right_edge.i)


def test_what_the_pipeline_reads_is_read_whole(pipeline: Language) -> None:
    _check(pipeline(_TEXT))


def test_names_are_those_of_the_moment() -> None:
    """Callers give a document other names between two readings."""
    doc = parse("Renault rachète Verkor.")
    assert [e.text for e in Tree(doc).ents] == ["Renault", "Verkor"]
    doc.ents = [Span(doc, 2, 3, "PRODUCT")]
    tree = Tree(doc)
    assert [(e.text, e.label_) for e in tree.ents] == [("Verkor", "PRODUCT")]
    assert [w.ent_type_ for w in tree] == ["", "", "PRODUCT", ""]


def test_offsets_are_those_of_the_article() -> None:
    assert Tree(parse("Renault rachète Verkor."), start=100).span(1, 3) == (108, 122)


@pytest.mark.parametrize("words", [[], ["Bonjour"]])
def test_the_shortest_texts(words: list[str]) -> None:
    tree = Tree(Doc(vocab(), words=words))
    assert [w.text for w in tree] == words
    assert len(tree.sents) == len(words)
