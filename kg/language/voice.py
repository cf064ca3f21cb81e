"""The voice of a verb: passive, reflexive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.language import fr
from kg.language.tokens import VERBS, is_finite, is_infinitive, is_past_participle
from kg.language.tree import Word

if TYPE_CHECKING:
    from kg.language.clauses import ClauseReader

__all__ = ["is_reflexive", "is_undergone", "modifies_noun", "read_passive"]

_PASSIVE = fr.PASSIVE_AUX | fr.PASSIVE_SUBJECTS | {"expl:pass"}


def read_passive(reader: ClauseReader, verb: Word) -> bool:
    """Tell whether the surface subject of a verb is its logical object."""
    if verb.lemma in fr.UNACCUSATIVE_VERBS:
        return False
    if is_undergone(verb):
        return True
    deps = {c.dep_ for c in verb.children}
    if is_reflexive(verb) and (not deps & fr.PASSIVE_AUX or "expl:pv" in deps):  # « la ville se trouve … »
        return False
    if deps & _PASSIVE:
        return True
    if not is_past_participle(verb) or any(c.label == "aux" for c in verb.children):
        return False
    if verb.label == "conj" and verb.head.pos_ in VERBS:  # « a été racheté puis fermé »
        return reader.is_passive(verb.head)
    labels = ("acl", "amod", "advcl", "appos", "dep", "ROOT", "parataxis", "conj")
    return verb.label in labels or modifies_noun(verb)


def modifies_noun(verb: Word) -> bool:
    """« la liste X, **soutenue** par Y »: a participle after a noun, whatever the parser calls it."""
    head = verb.head
    return (
        verb.label in fr.CLAUSAL_COMPLEMENTS
        and head.pos_ in ("NOUN", "PROPN")
        and head.i < verb.i
        and is_past_participle(verb)
        and not is_finite(verb)
    )


def is_undergone(verb: Word) -> bool:
    """« X se fait **racheter** par Y », « s'est vu **infliger** une amende »: what the subject lets be done to it."""
    if not is_infinitive(verb):
        return False
    above = [c for c in verb.children if c.lemma in fr.CAUSATIVES and c.i < verb.i and c.pos_ in VERBS]
    if not above and verb.label in fr.OPEN_COMPLEMENTS and verb.head.lemma in fr.CAUSATIVES:
        above = [verb.head]
    return any(c.lower_ in fr.REFLEXIVES and c.i < a.i for a in above for c in (*a.children, *verb.children))


def is_reflexive(verb: Word) -> bool:
    """Tell whether a verb has a reflexive clitic that makes no passive; parsers take too many for one that does."""
    is_middle = verb.lemma in fr.MIDDLE_VERBS
    return not is_undergone(verb) and any(
        c.lower_ in fr.REFLEXIVES or (c.lower_ in ("me", "m'", "te", "nous", "vous") and c.label in fr.EXPLETIVE)
        for c in verb.children
        if c.dep_ not in fr.EXPLETIVE_SUBJECTS and not (is_middle and c.dep_ == "expl:pass")
    )
