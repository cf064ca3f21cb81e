"""Grammatical subjects: a verb's own, or those that coordination, control or a noun lends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.language import fr
from kg.language.arguments import Argument, comma_before, filled
from kg.language.tokens import VERBS, is_expletive, is_finite, is_infinitive, is_name, is_past_participle
from kg.language.tree import Word
from kg.language.voice import modifies_noun

if TYPE_CHECKING:
    from kg.language.clauses import ClauseReader

__all__ = ["announced", "opens", "read_subjects"]

_SHARING = VERBS | {"ADJ", "NOUN"}
_OBJECTS = fr.OBJECTS | fr.INDIRECT_OBJECTS
_CONTROLLED = fr.OPEN_COMPLEMENTS | {"ccomp", "obl"}


def read_subjects(reader: ClauseReader, verb: Word) -> list[Argument]:
    """Grammatical subject of a verb, or of whatever verb gives it one."""
    below = [d for c in verb.children if c.label == "cop" for d in c.children]  # « **X** est aujourd'hui le patron »
    own = [
        c
        for c in (*verb.children, *below)
        if (c.label in fr.SUBJECTS or c.dep_ in fr.EXPLETIVE_SUBJECTS)
        and not is_expletive(c)
        and c.lower_ not in fr.REFLEXIVES
    ]
    if own:
        return [a for c in own for a in filled(":subj", c)] + _whoever(verb, own)
    if is_finite(verb):  # « Selon L'Écho, **Sabrenor** aurait négocié »: no coordination with the source
        sources = [c for c in verb.children if c.label in fr.OBLIQUES and c.preposition in fr.SURE_SOURCE_PREPOSITIONS]
        torn = [d for c in sources for d in c.children if d.label in ("conj", "appos") and d.pos_ == "PROPN"]
        torn = torn or _after_adverbial(verb)
        if torn:
            return [Argument(":subj", torn[0])]
        if (said := _speaker_behind(verb)) is not None:
            return filled(":subj", said)
        if verb.label == "parataxis" and verb.head.pos_ == "VERB" and not is_finite(verb.head):
            # « X, venue de Nice, a obtenu »: the parser hangs all on the participle
            return [Argument(":subj", a.token, "shared") for a in reader.surface_subjects(verb.head)]
    return _borrowed_subjects(reader, verb) or _subject_after(verb)


def _whoever(verb: Word, subjects: list[Word]) -> list[Argument]:
    """« **Chez Renault**, on assemble … »: who « on » is."""
    if any(c.lower_ not in fr.ANYBODY for c in subjects):
        return []
    among = [c for c in verb.children if c.preposition == "chez" and c.label in fr.OBLIQUES and is_name(c)]
    return [Argument(":subj", a.token, "support") for c in among for a in filled("chez", c)]


def _after_adverbial(verb: Word) -> list[Word]:
    """« À Nice, **Paul Martin**, 38 ans, devance … »: a name that hangs on the words before the comma."""
    for c in verb.children:
        if c.label in fr.OBLIQUES and c.i < verb.i and c.left_edge.i == verb.sent.start and c.preposition:
            parts = [d for d in c.children if d.i > c.i and d.label in ("conj", "appos")]
            if parts and parts[0].pos_ == "PROPN" and comma_before(parts[0]) is not None:
                return parts[:1]
    return []


def _speaker_behind(verb: Word) -> Word | None:
    """« …, a raconté **X** »: what stands behind a verb of saying that comes after its quote."""
    if verb.lemma not in fr.REPORTING_VERBS:
        return None
    objects = [c for c in verb.children if c.label in fr.OBJECTS and c.i > verb.i and c.pos_ in ("PROPN", "NOUN")]
    quoted = any(c.label in ("parataxis", "ccomp") and c.i < verb.i for c in verb.children)
    return objects[0] if len(objects) == 1 and (quoted or verb.label == "parataxis") else None


def _borrowed_subjects(reader: ClauseReader, verb: Word) -> list[Argument]:
    head, base = verb.head, verb.label
    if head == verb:
        return []
    if base == "conj" and head.pos_ in _SHARING:
        return [Argument(a.slot, a.token, "shared") for a in reader.surface_subjects(head)]
    if base == "acl" and verb.dep_ not in fr.RELATIVE:
        return _subjects_of_noun_clause(reader, verb, head)
    if modifies_noun(verb):
        return _subjects_of_noun_clause(reader, verb, head)
    if base in ("xcomp", "advcl", "ccomp", "obl", "advmod", "parataxis") and not is_finite(verb):
        return _controllers(reader, verb, head)
    if base in fr.OBJECTS and any(c.label == "cop" and is_infinitive(c) for c in verb.children):
        return _controllers(reader, verb, head)  # « X dément être le **patron** de Y »
    return []


def _subjects_of_noun_clause(reader: ClauseReader, verb: Word, noun: Word) -> list[Argument]:
    """« la société basée à Lyon »: the noun; « son projet de racheter »: whose project it is."""
    if not is_infinitive(verb):
        return [a for a in filled(":subj", noun) if a.token.i <= verb.i or a.token == noun]
    owners = [a for a in reader.noun(noun).arguments if a.slot in ("de", ":subj")]
    return [Argument(":subj", a.token, "control") for a in owners if a.token.i < verb.i]


def _controllers(reader: ClauseReader, verb: Word, head: Word) -> list[Argument]:
    objects = [c for c in head.children if c.label in _OBJECTS and c.i != verb.i and c.lower_ not in fr.REFLEXIVES]
    if verb.label in _CONTROLLED and head.lemma_ in fr.OBJECT_CONTROL and objects:
        return [Argument(":subj", a.token, "control") for c in objects for a in filled(":subj", c)]
    return [Argument(":subj", a.token, "control") for a in reader.surface_subjects(head)]


def _subject_after(verb: Word) -> list[Argument]:
    """« **Poignardé** par X, **Y** est hors de danger »: a participle that opens its sentence is the subject's."""
    if not is_past_participle(verb) or not opens(verb) or is_finite(verb):
        return []
    after = announced(verb)
    return [] if after is None else [Argument(":subj", after, "control")]


def opens(word: Word) -> bool:
    """Tell whether a word is the first of its sentence, but for an adverb, an adjective or a mark."""
    before = word.tree.words[word.sent.start : word.i]
    return len(before) < 3 and all(t.pos_ in ("ADJ", "ADV", "PUNCT") for t in before)


def announced(opening: Word) -> Word | None:
    """Of whom a phrase tells that opens its sentence: the first noun behind its comma that is none of its own.

    « Reprise par X, **Y** … », « Roi d'Espagne, **Felipe VI** … »: the parser may take it for a subject, or for
    anything that hangs on the opening.
    """
    words = opening.tree.words
    end = opening.sent.end
    for comma in range(opening.i + 1, end - 1):
        if words[comma].pos_ in VERBS and is_finite(words[comma]):
            return None
        if words[comma].text != ",":
            continue
        first = next((w for w in words[comma + 1 : end] if w.pos_ not in ("DET", "ADJ", "ADV", "NUM", "PUNCT")), None)
        if first is None or first.pos_ not in ("NOUN", "PROPN", "X", "PRON") or first.preposition is not None:
            continue
        top = first
        while (
            top.head.i > comma and top.head is not top and top.head.pos_ in ("NOUN", "PROPN", "X") and top.head.i < end
        ):
            top = top.head
        outer = top.head if top.head is not top else None
        inside = outer is not None and opening.i < outer.i < comma  # « par X, Y et Z, …»
        if outer is not None and (outer.lower_ in fr.TIME_NOUNS or outer.pos_ == "NUM"):  # « depuis 2014, X … »
            inside = False
        if not inside or top.label in fr.SUBJECTS:
            return top
    return None
