"""Whom a post comes to, and who gives it up: « la **présidence** revient à X », « Y quitte la **direction** »."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.language import fr
from kg.language.arguments import Argument
from kg.language.tokens import coordinated
from kg.language.tree import Word

if TYPE_CHECKING:
    from kg.language.clauses import ClauseReader

__all__ = ["read_holders", "read_predecessors"]


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


def read_predecessors(reader: ClauseReader, noun: Word) -> Iterator[Argument]:
    """« nommé **PDG** en remplacement de X », « succède à X comme **PDG** »: whom the holder of a post replaces."""
    head = noun.head
    verb = head.head if head.lemma in fr.POST_NOUNS else head
    if verb.pos_ != "VERB":
        return
    below = [c for c in verb.children if c.label == "advcl" and c.lemma in fr.REPLACING]
    for replacing in (verb, *below):
        slot = fr.REPLACING.get(replacing.lemma)
        for a in reader.verb(replacing).fillers(slot) if slot else ():
            if a.token not in (noun, head):
                yield Argument(":leaver", a.token, a.source)
    for child in (*verb.children, *noun.children):
        if child.lemma in fr.REPLACEMENTS and child.label in fr.OBLIQUES:
            for inner in child.children:
                if inner.preposition == "de":
                    yield from (Argument(":leaver", t) for t in coordinated(inner))
