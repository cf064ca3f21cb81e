"""Nouns: their complements, whom they denote, and who stands behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.language import fr
from kg.language.arguments import Argument, Clause, Source, cleft, comma_before, filled, in_order
from kg.language.holders import read_holders, read_predecessors
from kg.language.subjects import announced
from kg.language.tokens import (
    NOMINALS,
    VERBS,
    apposed_above,
    coordinated,
    is_clitic_complement,
    is_list,
    names_of,
    slot_of,
    verb_above,
)
from kg.language.tree import Word

if TYPE_CHECKING:
    from kg.language.clauses import ClauseReader

__all__ = ["described", "read_noun"]

_APPOSED = fr.APPOSITIONS | {"amod"}
_SUPPORTED = fr.OBJECTS | fr.PASSIVE_SUBJECTS | fr.SUBJECTS | {"obl", "xcomp"}
_CLAUSE_SUBJECTS = fr.SUBJECTS | fr.PASSIVE_SUBJECTS


def read_noun(reader: ClauseReader, noun: Word) -> Clause:
    """Read a noun: its complements, who it denotes, and who stands behind it."""
    found: list[Argument] = []
    for child in noun.children:
        found += _noun_dependent(noun, child)
    if noun.label == "amod":  # « la société éditrice de ChatGPT », whichever of the two « de » hangs on
        for child in noun.head.children:
            if child.i > noun.i and child.label in fr.OBLIQUES:
                found += _noun_dependent(noun, child)
    found += _denoted(reader, noun)
    if not any(a.slot == ":self" for a in found):
        found += [Argument(":self", name, "near") for name in names_of(noun)]
    if not any(a.slot == ":self" for a in found):
        found += _named_before(noun)
    found += _said_in_clause(reader, noun)
    found += _behind(reader, noun)
    found += read_holders(reader, noun)
    if any(a.slot == ":self" for a in found):
        found += read_predecessors(reader, noun)
    return Clause(noun, "noun", noun.lemma, in_order(found))


def _noun_dependent(noun: Word, child: Word) -> Iterator[Argument]:
    base = child.label
    if child.lower_ == "en" and is_clitic_complement(child):  # « X **en** est le directeur »
        yield Argument("de", child)
    elif (
        base in fr.OBLIQUES or (base in fr.OBJECTS and child.lower_ in fr.RELATIVE_SLOTS) or base in fr.INDIRECT_OBJECTS
    ):
        slot, filler = slot_of(child)
        slot = slot or fr.RELATIVE_SLOTS.get(child.lower_)
        if slot:
            yield from filled(slot, filler)
            if slot == "de" and child.pos_ == "NOUN":
                yield from _of_kind(child)
        elif child.pos_ in ("PROPN", "X"):
            yield Argument(":self", child)
    elif base == "det" and child.lower_ in fr.POSSESSIVES:
        yield Argument("de", child)
    elif base == "acl" and child.lower_ in fr.VERBAL_PREPOSITIONS:  # « une enquête **visant** X »
        yield from (a for c in child.children if c.label in fr.OBJECTS for a in filled(child.lower_, c))
    elif base == "amod":
        yield from (Argument(":demonym", c) for c in coordinated(child))
    elif base in fr.APPOSITIONS and child.pos_ in ("PROPN", "NOUN", "X"):
        if child.preposition in fr.OBJECT_RELATIVES or is_list(noun, child) or child in apposed_above(noun):
            return
        yield from (Argument(":self", c) for c in coordinated(child))


def _of_kind(kind: Word) -> Iterator[Argument]:
    """« le système de navigation **de Thales** »: a bare noun that tells the kind has no complement of its own."""
    if any(c.label == "det" for c in kind.children):
        return
    for child in kind.children:
        if child.label in fr.OBLIQUES and child.i > kind.i and child.preposition == "de":
            if child.pos_ in ("PROPN", "X") or any(c.label == "det" for c in child.children):
                yield from filled("de", child)
            elif child.pos_ == "NOUN":
                yield from _of_kind(child)


def _denoted(reader: ClauseReader, noun: Word) -> Iterator[Argument]:
    """Whom the noun phrase is about: what it is apposed to, said of, or made of by a verb."""
    head, base = noun.head, noun.label
    copulas = [c for c in noun.children if c.label == "cop"]
    case = noun.preposition
    if copulas:
        slot = ":self" if case is None else ":subj"
        yield from (Argument(slot, a.token, a.source) for a in reader.surface_subjects(noun))
    elif base in _APPOSED and head != noun and head.pos_ in NOMINALS:  # « la société éditrice »
        yield Argument(":self", head)
    elif base == "conj" and head != noun and head.pos_ in NOMINALS:
        yield from (Argument(a.slot, a.token, "shared") for a in _denoted(reader, head) if a.slot == ":self")
    elif base in fr.OPEN_COMPLEMENTS or case in fr.ATTRIBUTE_PREPOSITIONS:
        yield from described(reader, head)
    elif base in fr.SUBJECTS and (before := _doubled(noun)) is not None:
        yield Argument(":self", before, "near")
    elif base in fr.OBJECTS and head.lemma in fr.ATTRIBUTIVE_VERBS:
        yield from (Argument(":self", a.token, a.source) for a in reader.surface_subjects(head))
    elif base in fr.OBJECTS and head.lemma in fr.ELECTING_VERBS and reader.is_passive(head):  # « Élue présidente, X … »
        named = [a for a in reader.verb(head).fillers(":obj") if a.token is not noun]
        yield from (Argument(":self", a.token, a.source) for a in named)
    elif case == "de" and head.lower_ in fr.ONE_OF and head.pos_ == "PRON":  # « Orange est l'un des clients »
        yield from _denoted(reader, head)
    elif head.lemma in fr.POST_NOUNS and case == "de":
        holders = [a for a in read_holders(reader, head) if a.slot == ":holder"]
        verb = verb_above(head)
        if holders:
            yield from (Argument(":self", a.token, a.source) for a in holders)
        elif verb is not None:
            yield from described(reader, verb)
    elif case is None and _is_fronted(noun):  # « Veuf de X, Y vit »
        verb = head if head.pos_ in VERBS else verb_above(noun)
        subjects = reader.surface_subjects(verb) if verb is not None else []
        behind = [a.token for a in subjects if a.token.i > noun.i]
        if not behind and (after := announced(noun)) is not None:
            behind = [after]
        yield from (Argument(":self", t, "control") for t in behind)


def described(reader: ClauseReader, verb: Word) -> Iterator[Argument]:
    """Whom a predicate complement describes: the object if there is one, else the subject; who becomes, the subject."""
    if verb.pos_ not in VERBS:
        return
    clause = reader.verb(verb)
    whom = clause.fillers(":obj") if verb.lemma not in fr.ATTRIBUTIVE_VERBS else []
    whom = whom or clause.fillers(":subj")
    yield from (Argument(":self", a.token, a.source) for a in whom)


def _doubled(noun: Word) -> Word | None:
    """« **La Maison jaune**, un roman de X, sort »: of two subjects with a comma between, the second describes."""
    comma = comma_before(noun)
    if comma is None:
        return None
    others = (c for c in noun.head.children if c.label in fr.SUBJECTS and c.i < comma)
    return next((c for c in others if c.right_edge.i in (comma - 1, comma)), None)


def _is_fronted(noun: Word) -> bool:
    """A bare noun that opens its sentence tells of the subject."""
    if noun.label in ("advcl", "dislocated", "obl") and noun.head.pos_ in VERBS:
        return True
    opening = noun.tree.words[noun.sent.start : noun.i]
    return not any(c.label == "det" for c in noun.children) and all(t.pos_ in ("ADJ", "ADV", "PUNCT") for t in opening)


def _named_before(noun: Word) -> Iterator[Argument]:
    """« **Mistral Large**, le modèle de Mistral AI »: the name before the comma, where the parser lost the link."""
    words = noun.tree.words
    start = noun.i
    while start > noun.sent.start and words[start - 1].pos_ in ("DET", "ADJ") and words[start - 1].head is noun:
        start -= 1
    if start - 2 < noun.sent.start or words[start - 1].text != ",":
        return
    if noun.preposition is not None or noun.label == "conj":
        return
    name = words[start - 2]
    while name.label in fr.NAME_PARTS and name.head.i < name.i:
        name = name.head
    opens = name.left_edge.i == noun.sent.start and name.preposition is None
    if name.pos_ in ("PROPN", "X") and (opens or noun.label not in _CLAUSE_SUBJECTS):
        yield Argument(":self", name, "control")


def _said_in_clause(reader: ClauseReader, noun: Word) -> Iterator[Argument]:
    """« dont le siège est **à Croix** », « l'accord conclu **par X avec Y** »: what hangs on its own clause."""
    head = noun.head
    clause = head if head.lower_ in fr.ONE_OF and head.pos_ == "PRON" else noun
    if clause.dep_ in fr.RELATIVE and any(
        c.lower_ == "dont" for d in clause.children if d.label in fr.SUBJECTS for c in d.children
    ):  # « l'entreprise, **dont** Orange est l'un des clients »
        yield Argument("de", clause.head, "relative")
    slot = head.preposition
    if slot and noun.label in fr.SUBJECTS and head.i > noun.i and any(c.label == "cop" for c in head.children):
        yield from filled(slot, head)
    for verb in noun.children:
        if verb.label != "acl" or verb.pos_ != "VERB" or verb.lemma not in fr.SUPPORT_VERBS:
            continue
        for a in reader.verb(verb).arguments:
            if a.token != noun and (a.slot == ":subj" or not a.slot.startswith(":")):
                yield Argument(a.slot, a.token, "support")


def _behind(reader: ClauseReader, noun: Word) -> Iterator[Argument]:
    """Whose deed a noun is: the subject of its support verb, or at least of its clause."""
    verb = verb_above(noun)
    if verb is None:
        return
    direct = (verb == noun.head and noun.label in _SUPPORTED) or _is_torn_off(noun, verb)
    lemma = verb.lemma
    in_state = noun.label in fr.OBLIQUES and noun.preposition in fr.STATE_PREPOSITIONS and lemma in fr.STATE_VERBS
    supported = direct and (lemma in fr.SUPPORT_VERBS or in_state)
    source: Source = "support" if supported else "governor"
    is_subject = noun.label in fr.SUBJECTS
    if not (is_subject and not reader.is_passive(verb)):
        clause = reader.verb(verb)
        for a in clause.fillers(":subj"):
            if a.token != noun:
                yield Argument(":subj", a.token, source)
    if is_subject and not (reader.is_passive(verb) or lemma in fr.SUPPORT_VERBS):
        return
    # « signe un partenariat avec X »: the parser may hang X on the verb, or on the one above it
    if direct:
        before = cleft(verb)
        if before is not None:  # « c'est avec X que Y signe un **accord** »
            found = coordinated(before.token)
            yield from (Argument(before.slot, t, "support") for t in found)
        for child in verb.children:  # « la Fédération, **dont** elle devient la présidente »
            if child.lower_ == "dont":
                yield from filled("de", child)
            elif noun.i > verb.i and child.lower_ == "en" and is_clitic_complement(child):
                yield Argument("de", child, "near")  # « X **en** assure la présidence »
    behind = _behind_phrase(noun)
    above = verb.head if verb.label in fr.CLAUSAL_COMPLEMENTS and verb.head.pos_ in VERBS else verb
    for child in verb.children if above is verb else (*verb.children, *above.children):
        slot = child.preposition
        if slot is None or child.label not in fr.OBLIQUES or child is noun:
            continue
        near = (direct and child.head is verb) or child.left_edge.i in behind
        if near or child.i > noun.i:
            own = slot == "de" and child.left_edge.i in behind[:2]  # « deviendrait CEO **d'Airbus** », hung on the verb
            for a in filled(slot, child):
                yield Argument(slot, a.token, "near" if own else "support" if near else "governor")


def _behind_phrase(noun: Word) -> tuple[int, ...]:
    """Where a complement of a noun may begin: « au siège de X, **à Dakar** »."""
    after = max((c.right_edge.i for c in noun.children if c.i > noun.i), default=noun.i) + 1
    words = noun.tree.words
    return (noun.i + 1, after, after + (after < len(words) and words[after].text == ","))


def _is_torn_off(noun: Word, verb: Word) -> bool:
    """« ont scellé mercredi, à Strasbourg, un **partenariat** »: an object that hangs on the words between."""
    head = noun.head
    return (
        verb.lemma in fr.SUPPORT_VERBS
        and verb.i < head.i < noun.i
        and noun.label in fr.APPOSITIONS
        and head.pos_ == "PROPN"
        and head.preposition is not None
        and any(c.label == "det" for c in noun.children)
        and all(c.label not in fr.OBJECTS for c in verb.children)
    )
