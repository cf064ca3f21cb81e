"""Whom a post comes to, and who gives it up: « la **présidence** revient à X », « Y quitte la **direction** »."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.language import fr
from kg.language.arguments import Argument
from kg.language.tree import Word

if TYPE_CHECKING:
    from kg.language.clauses import ClauseReader

__all__ = ["read_holders"]


def read_holders(reader: ClauseReader, noun: Word) -> Iterator[Argument]:
    """Read off the verb of a noun who has what the noun names (":holder"), and who has it no more (":leaver").

    What the noun is to its verb tells which of the verb's arguments that is (`kg.language.fr.POST_MOVES`).
    """
    moves = fr.POST_MOVES.get(noun.head.lemma)
    if moves is None or noun.head is noun or noun.head.pos_ != "VERB":
        return
    verb = reader.verb(noun.head)
    for own in verb.arguments:
        if own.token is not noun or own.slot not in moves:
            continue
        for role, slot in zip((":holder", ":leaver"), moves[own.slot], strict=True):
            for a in verb.fillers(slot) if slot else ():
                if a.token is not noun:
                    yield Argument(role, a.token, a.source)
