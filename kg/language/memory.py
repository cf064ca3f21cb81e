"""What a pipeline knows of a word without its neighbours, remembered: spaCy works it out anew for each batch.

The first layer of the embedded model adds up the word's character n-grams and the features of its form. Its output
hangs on the word alone, so it is kept; a third of the work on a text goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["remember_words"]

#: Words remembered, about 25 MB; when there are more, all are forgotten.
ROOM = 50_000
#: Attributes of a token that its form, norm and tag determine.
OF_THE_WORD = {"ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "TAG"}
_KEY = ("ORTH", "NORM", "TAG")
_MIX = np.array([1, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype="uint64")

Forward = Callable[[Any, "Sequence[Doc]", bool], tuple[Any, Callable[[Any], Any]]]


def remember_words(nlp: Language) -> None:
    """Let the pipeline's `tok2vec` remember the words it has seen, if its first layer looks at words alone.

    Results are the same; training is not touched.
    """
    from spacy.attrs import IDS  # type: ignore[import-not-found]
    from thinc.api import NumpyOps

    if "tok2vec" not in nlp.pipe_names:
        return
    model: Any = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    if not isinstance(model.ops, NumpyOps) or not model.has_ref("embed"):
        return
    embed = model.get_ref("embed")
    columns = [column for node in embed.walk() if node.name == "extract_features" for column in node.attrs["columns"]]
    allowed = OF_THE_WORD | {IDS[name] for name in OF_THE_WORD}
    if columns and set(columns) <= allowed:
        embed._func = _remembering(embed._func)


def _remembering(forward: Forward) -> Forward:
    """Return the forward pass of a layer on words, with a memory."""
    places: dict[int, int] = {}
    table: Any = np.zeros((0, 0), dtype="float32")

    def remembered(model: Any, docs: Sequence[Doc], is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
        nonlocal table
        if is_train or not docs or not any(len(doc) for doc in docs):
            return forward(model, docs, is_train)
        words = np.concatenate([doc.to_array([*_KEY]) for doc in docs])
        unique, first, inverse = np.unique((words * _MIX).sum(axis=1), return_index=True, return_inverse=True)
        keys = unique.tolist()
        new = [place for place, key in enumerate(keys) if key not in places]
        if len(places) + len(new) > ROOM:
            places.clear()
            new = list(range(len(keys)))
        if new:
            made = forward(model, [_doc(docs[0], words[first[new]])], is_train)[0][0]
            if table.shape[1] != made.shape[1]:
                table = np.zeros((1024, made.shape[1]), dtype=made.dtype)
            while len(places) + len(new) > len(table):
                table = np.concatenate([table, np.zeros_like(table)])
            table[len(places) : len(places) + len(new)] = made
            places.update(zip((keys[place] for place in new), range(len(places), len(places) + len(new)), strict=True))
        rows = np.fromiter((places[key] for key in keys), dtype="int64", count=len(keys))[inverse]
        ends = np.cumsum([len(doc) for doc in docs])[:-1]
        return np.split(table[rows], ends), lambda gradient: []

    return remembered


def _doc(like: Doc, words: Any) -> Doc:
    """Return a document of words given by `_KEY`."""
    from spacy.tokens import Doc

    names = like.vocab.strings
    doc = Doc(like.vocab, words=[names[orth] for orth in words[:, 0].tolist()])
    for token, norm, tag in zip(doc, words[:, 1].tolist(), words[:, 2].tolist(), strict=True):
        token.norm_ = names[norm]
        token.tag = tag
    return doc
