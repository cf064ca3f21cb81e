"""Passages that copy one another: the same words, but for what an editor changes in agency text.

Broder's containment of word shingles, computed exactly. `docs/decisions/corroboration.md` says why.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

__all__ = ["Groups", "copies", "shingles"]

#: Words in a shingle.
SIZE = 3
#: The part of the shorter passage's shingles that the longer one has, from which on it copies it.
SHARE = 0.6
#: Passages of fewer words copy only what has the same words: who is called what is written alike by everybody.
LEAST = 8

_WORD = re.compile(r"\w+")

Shingles: TypeAlias = frozenset[tuple[str, ...]]


class Groups:
    """Items that were put together, directly or through others (union-find).

    Parameters
    ----------
    size : int
        Items are ``range(size)``; each is alone at first.

    Examples
    --------
    >>> groups = Groups(4)
    >>> groups.join(3, 1); groups.join(1, 2)
    >>> [groups.first(i) for i in range(4)], groups.number
    ([0, 1, 1, 1], 2)
    """

    def __init__(self, size: int) -> None:
        self._up = list(range(size))
        self.number = size

    def first(self, item: int) -> int:
        """Return the first item of an item's group."""
        while self._up[item] != item:
            self._up[item] = item = self._up[self._up[item]]
        return item

    def join(self, one: int, other: int) -> None:
        """Put the groups of two items together."""
        one, other = sorted((self.first(one), self.first(other)))
        self.number -= one != other
        self._up[other] = one


def copies(passages: Sequence[str]) -> Groups:
    """Put passages together that copy one another, or the same one.

    The outcome depends on nothing but the passages. Passages that share no rare shingle are never compared,
    so that the cost grows with the passages and not with their pairs.

    Examples
    --------
    >>> agency = "Le groupe Xylo a annoncé lundi le rachat de Verdane pour 120 millions d'euros"
    >>> edited = agency.replace("lundi ", "") + ", selon un communiqué."
    >>> other = "Pour s'offrir Verdane, Xylo met 120 millions d'euros sur la table."
    >>> groups = copies([agency, other, edited])
    >>> [groups.first(i) for i in range(3)]
    [0, 1, 0]
    """
    groups = Groups(len(passages))
    if len(passages) < 2:
        return groups
    cut = [_words(p) for p in passages]
    same: dict[tuple[str, ...], int] = {}
    for i, words in enumerate(cut):
        if words:
            groups.join(i, same.setdefault(words, i))
    long = [(i, shingles(words)) for words, i in same.items() if len(words) >= LEAST]
    _join_contained(long, groups)
    return groups


def shingles(words: Sequence[str]) -> Shingles:
    """Return all runs of `SIZE` words.

    Examples
    --------
    >>> sorted(shingles("a b c d".split()))
    [('a', 'b', 'c'), ('b', 'c', 'd')]
    """
    return frozenset(tuple(words[i : i + SIZE]) for i in range(len(words) - SIZE + 1))


def _join_contained(passages: list[tuple[int, Shingles]], groups: Groups) -> None:
    """Join each passage with those, as long or longer, that hold `SHARE` of it."""
    seen = Counter(shingle for _, held in passages for shingle in held)
    where: dict[tuple[str, ...], list[int]] = {}
    known = dict(passages)
    # longest first: what holds a passage is indexed before it is looked for
    for i, held in sorted(passages, key=lambda p: (-len(p[1]), p[0])):
        need = math.ceil(SHARE * len(held))
        rarest = sorted(held, key=lambda s: (seen[s], s))
        # who holds `need` of these holds one of all but `need - 1` of them
        for other in sorted({j for shingle in rarest[: len(held) - need + 1] for j in where.get(shingle, ())}):
            if groups.first(i) != groups.first(other) and len(held & known[other]) >= need:
                groups.join(i, other)
        for shingle in held:
            where.setdefault(shingle, []).append(i)


def _words(text: str) -> tuple[str, ...]:
    """Split into words without case and accents, as headlines in capitals have none."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(_WORD.findall(plain.casefold()))
