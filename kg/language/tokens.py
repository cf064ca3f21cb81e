"""What a word is in its tree: features, coordination, forms."""

from __future__ import annotations

from kg.language import fr
from kg.language.tree import Word

__all__ = [
    "NOMINALS", "VERBS", "coordinated", "gender_of", "has", "infinitive_of", "is_complement", "is_finite",
    "is_infinitive", "is_past_participle", "slot_of", "verb_above",
]  # fmt: skip

VERBS = frozenset({"VERB", "AUX"})
NOMINALS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM"})


def has(token: Word, feature: str, value: str) -> bool:
    """Tell whether a token has a morphological feature (« Number », "Plur")."""
    return value in token.morph.get(feature, ())


def gender_of(token: Word) -> str:
    """Gender of a noun, which its determiner tells best (« **la** cinéaste »)."""
    for child in token.lefts:
        if child.lower_ in fr.GENDERED_DETERMINERS:
            return fr.GENDERED_DETERMINERS[child.lower_]
    found = token.morph.get("Gender", ())
    return {"Masc": "m", "Fem": "f"}.get(found[0], "") if found else ""


def is_complement(token: Word) -> bool:
    """Tell whether a predicate is the complement clause of its head, whatever the parser calls it."""
    return token.label in fr.CLAUSAL_COMPLEMENTS or any(
        c.label == "mark" and c.lower_ in ("que", "qu'") for c in token.children
    )


def slot_of(child: Word) -> tuple[str | None, Word]:
    """Preposition of a dependent, and what fills it: « auprès de **Verkor** », whatever word the parser hangs it on."""
    if child.lower_ in fr.COMPOUND_HEADS:
        inner = next((c for c in child.children if c.label in fr.OBLIQUES and c.preposition == "de"), None)
        if inner is not None:
            case = next((c.lower_ for c in child.lefts if c.dep_ == "case"), "")
            return f"{case} {child.lower_} de".strip(), inner
    return child.preposition, child


def coordinated(token: Word) -> list[Word]:
    """A token and what is coordinated with it, however deep."""
    found = [token]
    for child in token.children:
        if child.label == "conj" and child.pos_ in NOMINALS and child.preposition not in fr.SURE_SOURCE_PREPOSITIONS:
            found += coordinated(child)
    return found


def verb_above(token: Word) -> Word | None:
    """Verb whose clause a noun stands in, through the nouns between."""
    for ancestor in token.ancestors:
        if ancestor.pos_ in VERBS and ancestor.label not in ("aux", "cop"):
            return ancestor
        if ancestor.pos_ not in NOMINALS:
            return None
    return None


def is_finite(token: Word) -> bool:
    """Tell whether a verb, or its auxiliary or copula, is finite."""
    if has(token, "VerbForm", "Fin"):
        return True
    return any(has(c, "VerbForm", "Fin") for c in token.children if c.label in ("aux", "cop"))


def is_infinitive(token: Word) -> bool:
    """Tell whether a verb is an infinitive."""
    return has(token, "VerbForm", "Inf")


def is_past_participle(token: Word) -> bool:
    """Tell whether a verb is a past participle, alone or after an auxiliary; « fondée » is nothing else to anybody."""
    if token.lemma.endswith("er") and token.lower_.rstrip("s").removesuffix("e") == token.lemma[:-2] + "é":
        return True
    return has(token, "VerbForm", "Part") and has(token, "Tense", "Past")


def infinitive_of(participle: str) -> str | None:
    """Infinitive of what may be a participle tagged adjective: « basé » → « baser »."""
    if participle in fr.IRREGULAR_PARTICIPLES:
        return fr.IRREGULAR_PARTICIPLES[participle]
    if participle.endswith("é"):
        return participle[:-1] + "er"
    return participle + "r" if participle.endswith("i") else None
