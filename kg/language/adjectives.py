"""Adjectives with what they are said of, and predicates that were tagged as something else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.language import fr
from kg.language.arguments import Argument, Clause, filled, in_order, torn_antecedent
from kg.language.nouns import described
from kg.language.subjects import announced
from kg.language.tokens import NOMINALS, VERBS, coordinated, infinitive_of, verb_above
from kg.language.tree import Word

if TYPE_CHECKING:
    from kg.language.clauses import ClauseReader

__all__ = ["read_adjective", "read_opening", "read_opening_participle", "read_verb_like"]

_COMPLEMENTS = fr.OBLIQUES | fr.INDIRECT_OBJECTS


def read_adjective(reader: ClauseReader, adjective: Word) -> Iterator[Clause]:
    """Read an adjective with what it is said of; a participle that was tagged adjective is a verb."""
    yield from _finite(adjective)
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


def _finite(adjective: Word) -> Iterator[Clause]:
    """« Thales **embauche** », « la rame, qu'Alstom **commercialise** »: a verb right behind a name, tagged adjective.

    That it is one the lexicon must tell: what stands behind most names is an adjective.
    """
    words = adjective.tree.words
    name = words[adjective.i - 1]
    if not adjective.lower_.endswith("e") or adjective.i == adjective.sent.start or name.pos_ not in ("PROPN", "X"):
        return
    while name.label in fr.NAME_PARTS and name.head.i < name.i:
        name = name.head
    found = [Argument(":subj", name, "near")]
    for child in (*adjective.children, *(c for c in name.children if c.i > adjective.i)):
        slot = child.preposition or (":obj" if child.label in fr.OBJECTS else None)
        if child.i > adjective.i and slot is not None and child.label in _COMPLEMENTS | fr.OBJECTS:
            found += filled(slot, child)
    found += torn_antecedent(name)
    yield Clause(adjective, "verb", adjective.lower_ + "r", in_order(found))


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
    if not said_of and (after := announced(token)) is not None:
        said_of = [Argument(":subj", after, "control")]
    complements = [
        a for c in token.children if c.label in fr.OBLIQUES and (slot := c.preposition) for a in filled(slot, c)
    ]
    complements += _hung_too_high(token, complements)
    lower = token.lower_.removesuffix("s")
    lemma = _masculine(lower)
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


def _hung_too_high(opening: Word, complements: list[Argument]) -> Iterator[Argument]:
    """« Cofinancé par A **et B**, X … »: what is coordinated with a complement hangs on the opening itself."""
    for child in opening.children:
        joined = any(c.label == "cc" for c in child.children)
        before = [a for a in complements if a.token.i < child.i]
        if child.label == "conj" and joined and before and child.preposition is None and child.pos_ in NOMINALS:
            yield from (Argument(before[-1].slot, t, "shared") for t in coordinated(child))


def read_opening_participle(reader: ClauseReader, noun: Word) -> Iterator[Clause]:
    """« **Reprise** par X, Y … », « **Née** à Lyon, Y … »: a participle that opens its sentence, tagged as a noun."""
    lower = noun.lower_.removesuffix("s")
    infinitive = infinitive_of(_masculine(lower))
    if infinitive is None or any(c.label == "det" or c.preposition == "de" for c in noun.children if c.i < noun.i):
        return
    yield from (c for c in read_opening(reader, noun) if c.pos == "verb")


def _masculine(form: str) -> str:
    """« élue » → « élu », « prise » → « pris », « heureuse » → « heureux »."""
    if form.endswith("euse"):
        return form.removesuffix("euse") + "eux"
    return form.removesuffix("e") if form.endswith(("ée", "ie", "ue", "te", "ise")) else form
