"""Adjectives with what they are said of, and predicates that were tagged as something else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.language import fr
from kg.language.arguments import Argument, Clause, filled, in_order
from kg.language.nouns import described
from kg.language.tokens import VERBS, infinitive_of, verb_above
from kg.language.tree import Word

if TYPE_CHECKING:
    from kg.language.clauses import ClauseReader

__all__ = ["read_adjective", "read_opening", "read_verb_like"]

_COMPLEMENTS = fr.OBLIQUES | fr.INDIRECT_OBJECTS


def read_adjective(reader: ClauseReader, adjective: Word) -> Iterator[Clause]:
    """Read an adjective with what it is said of; a participle that was tagged adjective is a verb."""
    copulas = [c for c in adjective.children if c.label == "cop"]
    if any(c.label == "aux" for c in adjective.children):  # « a beaucoup investi »: a verb that was tagged adjective
        yield from _mistagged(reader, adjective)
        return
    if copulas:
        said_of = reader.surface_subjects(adjective)
    elif adjective.label in ("amod", "acl", "appos") and adjective.head != adjective:
        said_of = filled(":self", adjective.head)
    elif adjective.label in ("advcl", "xcomp", "dislocated", "obl") and adjective.head.pos_ in VERBS:
        said_of = (
            list(described(reader, adjective.head))
            if adjective.label == "xcomp"
            else reader.surface_subjects(adjective.head)
        )
    else:
        said_of = []
    said_of = [a for a in said_of if a.token != adjective]
    complements = [
        a
        for c in adjective.children
        if c.label in _COMPLEMENTS or (c.label == "advmod" and c.lower_ in fr.RELATIVE_SLOTS)
        if (slot := c.preposition or fr.RELATIVE_SLOTS.get(c.lower_))
        for a in filled(slot, c)
    ]
    if not said_of and not complements:
        return
    own = [Argument(":subj", a.token, a.source) for a in said_of]
    lemma = adjective.lemma
    yield Clause(adjective, "adjective", lemma, in_order([*own, *complements]))
    # « X, **prestataire** de Y »: a noun taken for one
    if said_of and any(a.slot in ("de", "à", "chez") for a in complements):
        selves = [Argument(":self", a.token, a.source) for a in said_of]
        yield Clause(adjective, "noun", lemma, in_order([*selves, *complements]))
    infinitive = infinitive_of(lemma)
    if infinitive:
        agents = [Argument(":subj", a.token, a.source) for a in complements if a.slot == "par"]
        patients = [Argument(":obj", a.token, a.source) for a in said_of]
        yield Clause(adjective, "verb", infinitive, in_order([*patients, *agents, *complements]))


def _mistagged(reader: ClauseReader, participle: Word) -> Iterator[Clause]:
    infinitive = infinitive_of(participle.lemma)
    if infinitive is not None:
        clause = reader.verb(participle)
        yield Clause(participle, "verb", infinitive, clause.arguments, clause.reflexive)


def read_verb_like(reader: ClauseReader, token: Word) -> Iterator[Clause]:
    """« X l'**emporte** sur Y », tagged as a noun with its article."""
    subjects = [c for c in token.children if c.label in fr.SUBJECTS and c.i < token.i]
    if subjects:
        own = [a for c in subjects for a in filled(":subj", c)]
        others = [a for a in reader.noun(token).arguments if not a.slot.startswith(":")]
        yield Clause(token, "verb", fr.VERBS_LIKE_NOUNS[token.lower_], in_order([*own, *others]))


def read_opening(reader: ClauseReader, token: Word) -> Iterator[Clause]:
    """« **Diplômée** de Polytechnique, X … »: a capital at the start of a sentence makes no name."""
    verb = verb_above(token)
    said_of = [a for a in reader.surface_subjects(verb) if a.token.i > token.i] if verb is not None else []
    complements = [
        a for c in token.children if c.label in fr.OBLIQUES and (slot := c.preposition) for a in filled(slot, c)
    ]
    lower = token.lower_.removesuffix("s")
    lemma = lower.removesuffix("e") if lower.endswith(("ée", "ie", "ue", "te")) else lower
    lemma = lemma.removesuffix("euse") + "eux" if lemma.endswith("euse") else lemma
    subjects = [Argument(":subj", a.token, "control") for a in said_of]
    yield Clause(token, "adjective", lemma, in_order([*subjects, *complements]))
    selves = [Argument(":self", a.token, "control") for a in said_of]
    yield Clause(token, "noun", lower, in_order([*selves, *complements]))
    infinitive = infinitive_of(lemma)
    if infinitive is not None:
        slot = ":subj" if infinitive in fr.UNACCUSATIVE_VERBS else ":obj"
        patients = [Argument(slot, a.token, "control") for a in said_of]
        agents = [Argument(":subj", a.token, a.source) for a in complements if a.slot == "par"]
        yield Clause(token, "verb", infinitive, in_order([*patients, *agents, *complements]))
