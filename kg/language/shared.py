"""Plural nouns whose complements and names go together by place: one clause for each pair.

« les ministres **allemand**, **Karl Ziegler**, et **français**, **Luc Maury** », « les maires de A, X, et de B, Y ».
"""

from __future__ import annotations

from typing import NamedTuple

from kg.language import fr
from kg.language.arguments import Argument, Clause, in_order
from kg.language.tokens import VERBS, has
from kg.language.tree import Stretch, Word

__all__ = ["read_shared"]

#: Words between a plural noun and the last of those it names.
_REACH = 40


class _Share(NamedTuple):
    """A complement of a noun, and the person that it goes with."""

    complement: Argument
    person: Word


def read_shared(clause: Clause) -> list[Clause]:
    """Share the complements of a plural noun out over those it names; nothing where it names no two in turn."""
    shares = _shares(clause.predicate) if has(clause.predicate, "Number", "Plur") else []
    taken = {w.i for s in shares for w in (s.complement.token, s.person)}
    kept = [a for a in clause.arguments if a.slot in (":subj", ":obj") and a.token.i not in taken]
    return [
        Clause(clause.predicate, "noun", clause.lemma, in_order([*kept, s.complement, Argument(":self", s.person)]))
        for s in shares
    ]


def _shares(noun: Word) -> list[_Share]:
    end = min(noun.sent.end, noun.i + _REACH)
    verb = next((w.i for w in noun.tree.words[noun.i + 1 : end] if w.pos_ in VERBS), end)
    people = _people(noun, noun.i + 1, verb)
    found: list[_Share] = []
    start = noun.i + 1
    for person in people:
        between = noun.tree.words[start : person.start]
        complement = _complement(between, first=not found)
        if complement is None:
            return []
        found.append(_Share(complement, person.root))
        start = person.end
    return found if len(found) > 1 else []


def _people(noun: Word, start: int, end: int) -> list[Stretch]:
    """Names of people between two words."""
    found = []
    i = start
    words = noun.tree.words
    while i < end:
        last = i
        while last < end and words[last].ent_type_ == "PER":
            last += 1
        if last > i:
            found.append(noun.tree.stretch(i, last))
        i = max(last, i + 1)
    return found


def _complement(words: list[Word], *, first: bool) -> Argument | None:
    """What stands before a name: « de la Justice, », « , et français, »; only that, but behind the noun itself."""
    plain = [w for w in words if w.pos_ != "PUNCT" and w.label != "cc"]
    if not plain:
        return None
    last = plain[-1]
    origin = last.pos_ in ("ADJ", "NOUN") and last.preposition is None and last.text.islower()
    if origin and (first or len(plain) == 1):
        return Argument(":demonym", last)
    if plain[0].pos_ != "ADP":
        return None
    slot = fr.PREPOSITIONS.get(plain[0].lower_, plain[0].lower_)
    head = next((w for w in plain[1:] if w.pos_ in ("NOUN", "PROPN", "X")), None)
    return None if head is None else Argument(slot, head)
