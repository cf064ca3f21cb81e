"""Word vectors made of character n-grams, remembered: spaCy adds them up anew for each batch of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.vectors import Vectors  # type: ignore[import-not-found]

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["remember_vectors"]

#: Words remembered, 20 MB of vectors; a text that has more starts again from none.
_ROOM = 50_000


class RememberedVectors(Vectors):  # type: ignore[misc]
    """The vectors of a pipeline, each word's n-grams added up once."""

    _rows: dict[int, int]
    _table: Any

    def get_batch(self, keys: Any) -> Any:
        """Return the vectors of some words, by their numbers in the vocabulary."""
        unique, inverse = np.unique(np.asarray(keys, dtype="uint64"), return_inverse=True)
        new = [key for key in unique.tolist() if key not in self._rows]
        if len(self._rows) + len(new) > _ROOM:
            self._rows.clear()
            new = unique.tolist()
        if new:
            used = len(self._rows)
            while used + len(new) > len(self._table):
                self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            self._table[used : used + len(new)] = super().get_batch(new)
            self._rows.update(zip(new, range(used, used + len(new)), strict=True))
        rows = np.fromiter((self._rows[key] for key in unique.tolist()), dtype="int64", count=len(unique))
        return self._table[rows[inverse]]


def remember_vectors(nlp: Language) -> None:
    """Let a pipeline with floret vectors on the CPU remember the words it has seen."""
    ours = nlp.vocab.vectors
    if getattr(ours, "mode", "") != "floret" or not isinstance(ours.data, np.ndarray):
        return
    names = ("name", "mode", "minn", "maxn", "hash_count", "hash_seed", "bow", "eow")
    remembered = RememberedVectors(
        strings=nlp.vocab.strings, data=ours.data, **{name: getattr(ours, name) for name in names}
    )
    remembered._rows = {}
    remembered._table = np.zeros((1024, ours.data.shape[1]), dtype=ours.data.dtype)
    nlp.vocab.vectors = remembered
