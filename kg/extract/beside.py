"""Nouns beside names (« le **constructeur** Renault », « Renault, le **constructeur** »): evidence of their classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.extract.parsed import Parsed
from kg.extract.types import NER_CLASSES
from kg.language import fr
from kg.language.clauses import Argument, Clause
from kg.language.tokens import gender_of
from kg.language.tree import Tree, Word
from kg.ontology import Ontology

if TYPE_CHECKING:
    from kg.extract.mentions import Found

__all__ = ["weigh_nouns"]


def weigh_nouns(names: Sequence[Found], paragraph: Parsed, ontology: Ontology) -> None:
    """Let the names of a paragraph learn their class and gender from the nouns beside them, and from each other."""
    beside = _nouns_beside(paragraph.clauses)
    _reattach(beside, names, ontology)
    for mention in names:
        before = _noun_before(paragraph.tree, mention, ontology)
        _learn_from_nouns(mention, beside, None if before is None else before[0], ontology)
        if before is not None:
            mention.noun = before[0]
            # « le gouvernement Ayrault »: a noun may stand before a name of another kind
            _learn(mention, before[0], before[1], 1.2 if "Person" in mention.types else 2.0, ontology)
    _share_coordinated(names)


def _nouns_beside(clauses: Sequence[Clause]) -> dict[int, list[tuple[Word, int]]]:
    """Word index of a name's head → nouns that denote the same, with their token index."""
    beside: dict[int, list[tuple[Word, int]]] = {}
    for clause in clauses:
        if clause.pos != "noun":
            continue
        noun = clause.predicate
        for argument in clause.arguments:
            if argument.slot == ":self" and _is_own(noun, argument):
                beside.setdefault(argument.token.i, []).append((noun, noun.i))
            elif argument.slot == "de" and argument.token.head == noun and argument.token.pos_ == "PROPN":
                beside.setdefault(argument.token.i, []).append((noun, -1))  # « la ville de Lyon »
    return beside


def _is_own(noun: Word, argument: Argument) -> bool:
    """The name hangs on the noun, the noun on it, or the noun is called so: « un vaccin baptisé **Palvax** »."""
    head = argument.token.head
    if argument.source in ("direct", "shared"):
        return head == noun or noun.head == argument.token
    return argument.source == "near" and head.lemma in fr.NAMING_VERBS and head.head == noun


def _reattach(beside: dict[int, list[tuple[Word, int]]], names: Sequence[Found], ontology: Ontology) -> None:
    """« le Falcon 9 de SpaceX, la société … »: an apposition goes to the name before the comma if of its kind."""
    at = {i: m for m in names for i in range(m.start, m.end)}
    for i, nouns in list(beside.items()):
        for noun, own in list(nouns):
            classes = ontology.classes_of_noun.get(noun.lemma, ())
            comma = next((t.i for t in reversed(noun.tree.words[max(0, noun.i - 4) : noun.i]) if t.text == ","), 0)
            nearest, present = at.get(comma - 1), at.get(i)
            if own < 0 or not classes or nearest is None or present is None or nearest is present or i > comma:
                continue
            if _kin(present, classes, ontology) or not _kin(nearest, classes, ontology):
                continue
            nouns.remove((noun, own))
            beside.setdefault(nearest.head.i, []).append((noun, own))


def _kin(mention: Found, classes: Sequence[str], ontology: Ontology) -> bool:
    return any(ontology.are_kin(c, t) for c in classes for t in mention.types)


def _learn_from_nouns(
    mention: Found, beside: dict[int, list[tuple[Word, int]]], before: Word | None, ontology: Ontology
) -> None:
    is_full = _is_full_name(mention)
    is_thing = bool(mention.types) and "Person" not in mention.types
    is_thing = is_thing and (bool(mention.firm) or "Place" not in mention.types)
    for i in range(mention.start, mention.end):
        for noun, own in beside.get(i, ()):
            if mention.start <= noun.i < mention.end:
                continue  # « **préfecture** de l'Aude »
            classes = ontology.classes_of_noun.get(noun.lemma, ())
            if own < 0:
                classes = tuple(c for c in classes if ontology.is_any(c, ("Place",)))
                _vote(mention, classes, 1.0, ontology)
                continue
            if not classes:
                continue
            of_people = _is_of_people(noun.lemma, ontology)
            if is_full and not of_people:
                continue  # « l'application Yuka, œuvre de trois amis dont **Julie Chapon** »
            if is_thing and of_people and before is not noun:
                continue  # « la **cofondatrice** du site Les Jours », « **Fauchon**, propriétaire de Biltoki »
            _learn(mention, noun, noun.lemma, 2.0, ontology)


def _is_full_name(mention: Found) -> bool:
    """A person's name with a title or a first name, which tells a gender; a surname alone may be a firm's."""
    return "Person" in mention.firm and mention.gender != ""


def _is_of_people(noun: str, ontology: Ontology) -> bool:
    return any(ontology.is_a(c, "Person") for c in ontology.classes_of_noun[noun])


def _learn(mention: Found, noun: Word, words: str, weight: float, ontology: Ontology) -> None:
    classes = ontology.classes_of_noun[words]
    mention.nouns.add(words)
    mention.gender = mention.gender or gender_of(noun)
    mention.firm |= set(classes)
    _vote(mention, classes, weight, ontology)


def _share_coordinated(names: Sequence[Found]) -> None:
    """« Word, Outlook et Excel »: coordinated names are of one kind, as far as nothing else is known."""
    at = {i: m for m in names for i in range(m.start, m.end)}
    pairs = [(m, at[m.head.head.i]) for m in names if m.head.label == "conj" and m.head.head.i in at]
    shared = [(a, b.firm, dict(b.types)) for a, b in pairs] + [(b, a.firm, dict(a.types)) for a, b in pairs]
    for mention, firm, types in shared:
        share = 1.2 if firm and "Person" not in firm and not mention.firm else 0.4
        for cls, weight in types.items():
            mention.types[cls] = mention.types.get(cls, 0.0) + share * weight


def _vote(mention: Found, classes: Sequence[str], weight: float, ontology: Ontology) -> None:
    """Vote for classes, and for what they have in common: « plateforme » is a Product in any case."""
    for cls in classes:
        mention.types[cls] = mention.types.get(cls, 0.0) + weight / len(classes)
    for coarse in NER_CLASSES.values():
        if coarse and len(classes) > 1 and all(ontology.is_a(c, coarse) and c != coarse for c in classes):
            mention.types[coarse] = mention.types.get(coarse, 0.0) + weight
            break


def _noun_before(tree: Tree, mention: Found, ontology: Ontology) -> tuple[Word, str] | None:
    """Class noun right before a name; before a person's full name, one that may be named for people at most."""
    found = _noun_at(tree, mention.start, ontology)
    if found is None or not _is_full_name(mention) or _is_of_people(found[1], ontology):
        return found
    return found if found[1] in fr.NAMED_FOR_FOUNDERS else None


def _noun_at(tree: Tree, start: int, ontology: Ontology) -> tuple[Word, str] | None:
    """Class noun that a name follows at once: « le moteur de recherche Bing », « le constructeur automobile X ».

    Adjacency holds where the parser goes astray. Returns the noun's first token and its words.
    """
    end = start
    words = tree.words
    if end and words[end - 1].text in ("«", '"'):
        end -= 1
    if end and words[end - 1].pos_ == "ADJ" and words[end - 1].lower_ not in ontology.classes_of_noun:
        end -= 1
    for length in (4, 3, 2, 1):
        first = end - length
        if first < 0:
            continue
        noun = words[first]
        if noun.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        forms = [t.lower_ for t in words[first:end]]
        lemma = noun.lemma if length == 1 else " ".join(forms).replace("' ", "'")
        for phrase in (lemma, " ".join([noun.lemma, *forms[1:]]).replace("' ", "'")):
            if phrase in ontology.classes_of_noun:
                return _maker(noun, ontology) or (noun, phrase)
    return None


def _maker(noun: Word, ontology: Ontology) -> tuple[Word, str] | None:
    """« le **constructeur** d'autobus X »: a bare complement only tells what kind of maker X is."""
    head = noun.head
    bare = (
        noun.label in fr.OBLIQUES
        and noun.preposition == "de"
        and not any(c.label == "det" or c.lower_ in ("du", "des") for c in noun.children)
    )
    if bare and head.pos_ == "NOUN" and head.i < noun.i and head.lemma in ontology.classes_of_noun:
        return head, head.lemma
    return None
