"""Predicates and their arguments, and what fills a slot.

A slot is written as in `docs/lexicon.md`: ":subj", ":obj", ":self", ":demonym", ":inside", or a
preposition ("dans"); ":attr" is a predicate complement (« nommé **PDG** »).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from kg.language import fr
from kg.language.tokens import coordinated, has
from kg.language.tree import Word

__all__ = ["Argument", "Clause", "Source", "cleft", "comma_before", "filled", "in_order", "torn_antecedent"]

Source = Literal["direct", "shared", "relative", "control", "support", "near", "governor"]


class Argument(NamedTuple):
    """A word that fills a slot of a predicate, and how it came to.

    Parameters
    ----------
    slot : str
    token : Word
        Head of the argument.
    source : str
        "direct" (a dependent), "shared" (by coordination), "relative" (an antecedent), "control"
        (of an infinitive or participle), "support" (of a support verb), "near" (by its place,
        where the parser lost the link), "governor" (subject
        of the clause that a noun stands in: the weakest).
    """

    slot: str
    token: Word
    source: Source = "direct"


class Clause(NamedTuple):
    """A predicate with its arguments.

    Parameters
    ----------
    predicate : Word
    pos : {"verb", "noun", "adjective"}
    lemma : str
        Lower case.
    arguments : tuple of Argument
    reflexive : bool
        The verb has a reflexive clitic that is no passive (« s'allie »).
    """

    predicate: Word
    pos: Literal["verb", "noun", "adjective"]
    lemma: str
    arguments: tuple[Argument, ...]
    reflexive: bool = False

    def fillers(self, *slots: str) -> list[Argument]:
        """Arguments in any of some slots, in text order."""
        return [a for a in self.arguments if a.slot in slots]


def filled(slot: str, token: Word) -> list[Argument]:
    """A dependent, its coordinates, and the antecedent where it is a relative pronoun."""
    antecedent = _antecedent(token)
    if antecedent is not None:
        several = coordinated(antecedent) if _is_plural(token) else [antecedent]
        several = _one_of(antecedent) or several
        return [Argument(slot, t, "relative") for t in several if t.i < token.i]
    if slot in fr.SURE_SOURCE_PREPOSITIONS:
        return [Argument(slot, token)]
    return [Argument(slot, t) for t in coordinated(token)]


def _is_plural(relative: Word) -> bool:
    """« lesquels », « ce sont Airbus et Boeing **qui ont** signé »: all of a coordination are meant."""
    if relative.lower_ in fr.PLURAL_RELATIVES:
        return True
    if relative.label not in fr.SUBJECTS:
        return False
    verb = relative.head
    finite = next((c for c in verb.children if c.label in ("aux", "cop") and has(c, "VerbForm", "Fin")), verb)
    return has(finite, "Number", "Plur") and has(finite, "VerbForm", "Fin")


def cleft(verb: Word) -> Argument | None:
    """« c'est **à Menton** que X mourut »: what is set before the clause of a verb, with its preposition."""
    head = verb.head
    if verb.dep_ not in fr.RELATIVE or head.preposition is None:
        return None
    if not any(c.label == "cop" for c in head.children) or not any(
        c.lower_ in fr.OBJECT_RELATIVES and c.i < verb.i for c in verb.children
    ):
        return None
    return Argument(head.preposition, head, "relative")


def _antecedent(token: Word) -> Word | None:
    if token.lower_ not in fr.RELATIVE_PRONOUNS or token.pos_ not in ("PRON", "ADV", "SCONJ"):
        return None
    for ancestor in token.ancestors:
        if ancestor.dep_ in fr.RELATIVE:
            return ancestor.head
    return None


def _one_of(several: Word) -> list[Word]:
    """« **Google** est l'une des sociétés qui … », « **X** est de ceux qui … »: who is said to be among several."""
    verb = _membership(several) if has(several, "Number", "Plur") or several.lower_ in fr.THOSE else None
    if verb is None:
        return []
    subject = next((c for c in verb.children if c.label in fr.SUBJECTS and c.i < several.i), None)
    return [] if subject is None or subject.lower_ in fr.RELATIVE_PRONOUNS else coordinated(subject)


def _membership(several: Word) -> Word | None:
    """The word that says of its subject that it is among several."""
    head, preposition = several.head, several.preposition
    if preposition in ("de", fr.AMONG) and _is_copular(several):  # « est parmi les rares industriels qui … »
        return several
    if preposition == fr.AMONG and (head.lemma in fr.FIGURING_VERBS or _is_copular(head)):
        return head
    if preposition != "de":
        return None
    if head.pos_ == "PRON" and head.lower_ in fr.ONE_OF and _is_copular(head):
        return head
    verb = head.head if head.lemma == fr.PART else head
    has_part = any(c.lemma == fr.PART and c.label in fr.OBJECTS for c in verb.children)
    return verb if verb.lemma == fr.PART_VERB and has_part else None


def _is_copular(word: Word) -> bool:
    return any(c.label == "cop" for c in word.children)


def torn_antecedent(subject: Word) -> Iterator[Argument]:
    """« **Citadis**, qu'Alstom commercialise »: what stands before the « que » of a subject that hangs on it."""
    words = subject.tree.words
    start = subject.i - 1
    while start > subject.sent.start and words[start].pos_ in ("DET", "ADJ"):
        start -= 1
    if words[start].lower_ not in fr.OBJECT_RELATIVES or start - 2 < subject.sent.start:
        return
    before = words[start - 1 - (words[start - 1].text == ",")]
    while before.label in fr.NAME_PARTS and before.head.i < before.i:
        before = before.head
    if before.pos_ in ("NOUN", "PROPN", "X"):
        yield Argument(":obj", before, "near")


def in_order(arguments: list[Argument]) -> tuple[Argument, ...]:
    """Arguments in text order, each (slot, token) once, the strongest source kept."""
    if len(arguments) < 2:
        return tuple(arguments)
    best: dict[tuple[str, int], Argument] = {}
    for a in arguments:
        best.setdefault((a.slot, a.token.i), a)
    return tuple(sorted(best.values(), key=lambda a: (a.token.i, a.slot)))


def comma_before(word: Word) -> int | None:
    """Index of the comma right before a phrase, whether or not it hangs on the phrase."""
    first = word.left_edge.i
    return next((i for i in (first, first - 1) if i >= 0 and word.tree[i].text == ","), None)
