"""Verbs: their logical subject and object, and their prepositional arguments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.language import fr
from kg.language.arguments import Argument, Clause, cleft, comma_before, filled, in_order, torn_antecedent
from kg.language.tokens import NOMINALS, VERBS, coordinated, is_clitic_complement, is_finite, slot_of
from kg.language.tree import Word
from kg.language.voice import is_reflexive, is_undergone

if TYPE_CHECKING:
    from kg.language.clauses import ClauseReader

__all__ = ["read_verb"]

#: Where the agent of a passive may hang, but on the verb.
_BETWEEN = fr.OBLIQUES | fr.OBJECTS
_TORN = fr.APPOSITIONS | fr.OBJECTS | {"nmod"}


def read_verb(reader: ClauseReader, verb: Word) -> Clause:
    """Read a verb: its logical subject and object, and its prepositional arguments."""
    passive = reader.is_passive(verb)
    subject_slot = _subject_slot(verb, passive=passive)
    found = [Argument(subject_slot, a.token, a.source) for a in reader.surface_subjects(verb)]
    found += _torn_clause(verb, found)
    inverted = _subject_behind(verb, found)
    spoken = {a.token.i for a in found}
    before = cleft(verb)
    if before is not None:
        slots = [":subj" if before.slot == "par" and passive else before.slot]
        found += [Argument(slot, t, before.source) for slot in slots for t in coordinated(before.token)]
    for child in verb.children:
        if before is not None and child.lower_ in fr.OBJECT_RELATIVES:
            continue
        if is_clitic_complement(child):
            found += [Argument(slot, child) for slot in fr.CLITIC_COMPLEMENTS[child.lower_]]
            continue
        slot, filler = _verb_slot(child)
        if child is inverted or (slot == "par" and passive and all(c.dep_ not in fr.AGENTS for c in verb.children)):
            slot = ":subj"
        if slot is not None and child.i not in spoken:
            found += filled(slot, filler)
    if passive and all(a.slot != ":subj" for a in found):
        found += _torn_agent(verb) or _signature(verb)
    if before is None:
        found += _relative_complements(verb, found)
    if not any(a.slot == ":obj" for a in found) and verb.lemma not in fr.ATTRIBUTIVE_VERBS:
        # « n'a pas développé Firefox »: a name is no predicate
        found += [Argument(":obj", a.token, a.source) for a in found if a.slot == ":attr" and a.token.pos_ == "PROPN"]
    found += _shared_objects(reader, verb, found)
    found += _shared_complements(verb)
    if not any(a.slot == ":obj" for a in found):
        found += _torn_objects(reader, verb)
    return Clause(verb, "verb", verb.lemma, in_order(found), is_reflexive(verb))


def _subject_slot(verb: Word, *, passive: bool) -> str:
    """Slot of the surface subject: « **X** s'est vu confier la présidence » is to whom it was given."""
    if not passive:
        return ":subj"
    given = is_undergone(verb) and any(
        c.label in fr.OBJECTS and c.pos_ == "NOUN" and c.i > verb.i for c in verb.children
    )
    return "à" if given else ":obj"


def _subject_behind(verb: Word, found: list[Argument]) -> Word | None:
    """« X, que contrôle **Y** », « À Lyon naît **Y** »: what stands behind the verb as an object is its subject."""
    if any(a.source != "control" for a in found):
        return None
    objects = [c for c in verb.children if c.label in fr.OBJECTS]
    relative = any(c.lower_ in fr.OBJECT_RELATIVES and c.i < verb.i for c in verb.children)
    behind = [c for c in objects if c.i > verb.i and c.pos_ in NOMINALS]
    alone = verb.lemma in fr.INTRANSITIVES and is_finite(verb)
    return behind[0] if behind and (alone or (relative and verb.dep_ in fr.RELATIVE)) else None


def _relative_complements(verb: Word, found: list[Argument]) -> Iterator[Argument]:
    """« une usine **que** l'État contrôle », « **dont** Y possède 50 % », whatever the pronoun hangs on."""
    above = verb.head
    inner = verb.label in fr.OPEN_COMPLEMENTS and above.dep_ in fr.RELATIVE and all(a.slot != ":obj" for a in found)
    if inner and any(c.lower_ in fr.OBJECT_RELATIVES and c.i < above.i for c in above.children):
        yield Argument(":obj", above.head, "relative")  # « X, **que** Y a reconnu avoir tué »
    if verb.dep_ not in fr.RELATIVE:
        return
    for child in verb.children:
        if child.lower_ in fr.OBJECT_RELATIVES and child.label == "mark" and child.i < verb.i:
            if all(a.slot != ":obj" for a in found):
                yield Argument(":obj", verb.head, "relative")
        elif (
            child.label in fr.SUBJECTS
            and child.pos_ == "PROPN"  # a name has no complement
            and any(c.lower_ == "dont" for c in child.children)
        ):
            yield Argument("de", verb.head, "relative")


def _torn_clause(verb: Word, found: list[Argument]) -> Iterator[Argument]:
    """« Séoul **impute** … », « Citadis, qu'Alstom **commercialise** »: a finite verb taken for an adjective."""
    if verb.label not in ("amod", "appos", "nmod") or not is_finite(verb) or found:
        return
    words = verb.tree.words
    last = verb.i - 1
    while (
        last > verb.sent.start and words[last].pos_ in ("PRON", "AUX", "ADV") and words[last].label not in fr.SUBJECTS
    ):
        last -= 1
    subject = words[last]
    while subject.label in fr.NAME_PARTS and subject.head.i < subject.i:
        subject = subject.head
    if subject.pos_ not in ("PROPN", "NOUN", "X") or (subject is not verb.head and subject.head is not verb.head):
        return
    yield Argument(":subj", subject, "near")
    yield from torn_antecedent(subject)


def _verb_slot(child: Word) -> tuple[str | None, Word]:
    """Slot that a dependent other than the subject fills, and the token that fills it."""
    base = child.label
    if child.lower_ in fr.REFLEXIVES:
        return None, child
    slot, filler = slot_of(child)
    if child.dep_ in fr.AGENTS:
        return "par" if child.head.lemma in fr.GOING_BY else ":subj", filler
    if base in fr.OBJECTS:
        return slot or ":obj", filler
    if base in fr.OPEN_COMPLEMENTS and child.pos_ in ("NOUN", "PROPN", "X"):
        return ":attr", child
    if base in fr.INDIRECT_OBJECTS:
        return "de" if child.lower_ in ("en", "dont") else "à", child
    if base in fr.OBLIQUES or (
        base == "advmod" and (child.lower_ in fr.RELATIVE_SLOTS or child.lower_ in fr.COMPOUND_HEADS)
    ):
        return slot or fr.RELATIVE_SLOTS.get(child.lower_), filler
    return None, child


def _shared_objects(reader: ClauseReader, verb: Word, found: list[Argument]) -> Iterator[Argument]:
    """« développe et vend des logiciels »: the object stands after both verbs."""
    if any(a.slot == ":obj" for a in found):
        return
    others = [verb.head] if verb.label == "conj" else [c for c in verb.children if c.label == "conj"]
    for other in others:
        if other.pos_ not in VERBS or reader.is_passive(verb) or reader.is_passive(other):
            continue
        for child in other.children:
            if child.label in fr.OBJECTS and child.i > max(verb.i, other.i) and child.pos_ in NOMINALS:
                for a in filled(":obj", child):
                    yield Argument(a.slot, a.token, "shared")


def _shared_complements(verb: Word) -> Iterator[Argument]:
    """« est née et a grandi **à Lyon** »: a complement behind two verbs that have nothing between them."""
    words = verb.tree.words
    if verb.i + 1 >= len(words) or words[verb.i + 1].lower_ not in fr.JOINING:
        return
    other = next((c for c in verb.children if c.label == "conj" and c.pos_ in VERBS), None)
    if other is None or any(w.pos_ not in ("AUX", "PRON", "ADV") for w in words[verb.i + 2 : other.i]):
        return
    for child in other.children:
        slot = child.preposition if child.label in fr.OBLIQUES and child.i > other.i else None
        if slot is not None:
            yield from (Argument(slot, a.token, "shared") for a in filled(slot, child))


def _torn_objects(reader: ClauseReader, verb: Word) -> Iterator[Argument]:
    """« arrête mardi **X** », « traîne en justice **X** », « arrête, à Nice, **X** »: hung on the words between."""
    if reader.is_passive(verb) or is_reflexive(verb):
        return
    words = verb.tree.words
    for child in verb.children:
        if child.i < verb.i or child.label not in fr.OBLIQUES:
            continue
        if child.pos_ == "PROPN" and slot_of(child)[0] is None and words[child.i - 1].text != ",":
            yield from (Argument(":obj", t, "near") for t in coordinated(child))  # « arrête mardi **X** »
            return
        if child.pos_ != "NOUN":
            continue
        is_time = child.lower_ in fr.WEEKDAYS or child.lower_ in fr.DAYTIMES
        bare = child.preposition is not None and all(c.label != "det" for c in child.children)
        aside = comma_before(child) is not None
        for inner in child.children:
            named = inner.pos_ == "PROPN" or any(c.label == "det" for c in inner.children)
            if inner.i < child.i or inner.label not in _TORN or inner.preposition is not None or not named:
                continue
            after_comma = comma_before(inner) is not None
            if after_comma if aside else (is_time or bare) and not after_comma:
                yield from (Argument(":obj", t, "near") for t in coordinated(inner))
                return


def _torn_agent(verb: Word) -> list[Argument]:
    """« placé en garde à vue **par X** »: an agent that hangs on the words between."""
    between = (c for c in verb.children if c.i > verb.i and c.label in _BETWEEN and c.pos_ == "NOUN")
    agent = next((d for c in between for d in c.children if d.preposition == "par" and d.i > c.i), None)
    return [] if agent is None else [Argument(":subj", t, "near") for t in coordinated(agent)]


def _signature(verb: Word) -> list[Argument]:
    """« un film signé **Jacques Audiard** », whatever the name hangs on."""
    words = verb.tree.words
    if verb.lemma not in fr.SIGNED or verb.i + 1 >= len(words) or is_finite(verb):
        return []
    name = words[verb.i + 1]
    return [Argument(":subj", name, "near")] if name.pos_ == "PROPN" and name.preposition is None else []
