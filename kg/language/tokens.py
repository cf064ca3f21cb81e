"""What a token is in its tree: labels, features, prepositions, forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.language import fr

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "NOMINALS", "VERBS", "coordinated", "has", "infinitive_of", "is_complement", "is_finite", "is_infinitive",
    "is_past_participle", "label", "preposition", "slot_of", "verb_above",
]  # fmt: skip

VERBS = frozenset({"VERB", "AUX"})
NOMINALS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM"})


def label(token: Token) -> str:
    """Dependency label without its subtype."""
    return token.dep_.partition(":")[0]


def has(token: Token, feature: str, value: str) -> bool:
    """Tell whether a token has a morphological feature (« Number », "Plur")."""
    return value in token.morph.get(feature, [])


def is_complement(token: Token) -> bool:
    """Tell whether a predicate is the complement clause of its head, whatever the parser calls it."""
    return label(token) in fr.CLAUSAL_COMPLEMENTS or any(
        label(c) == "mark" and c.lower_ in ("que", "qu'") for c in token.children
    )


def preposition(token: Token) -> str | None:
    """Preposition of a noun phrase as the lexicon writes it ("auprès de"), or None.

    Examples
    --------
    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> vocab = spacy.blank("fr").vocab
    >>> doc = Doc(vocab, ["du", "groupe"], pos=["ADP", "NOUN"], deps=["case", "ROOT"], heads=[1, 1])
    >>> preposition(doc[1])
    'de'
    """
    cases = [c for c in token.lefts if c.dep_ == "case" or (label(c) == "mark" and c.pos_ == "ADP")]
    if not cases:
        return None
    case = cases[0]
    words = [case, *(c for c in case.children if label(c) in fr.NAME_PARTS), *cases[1:]]
    texts = [w.lower_ for w in sorted(set(words), key=lambda t: t.i)]
    if texts[:2] == ["d'", "après"]:
        return "d'après"
    if len(texts) == 1:
        return fr.PREPOSITIONS.get(texts[0], texts[0])
    return " ".join([*texts[:-1], fr.CONTRACTIONS.get(texts[-1], texts[-1])])


def slot_of(child: Token) -> tuple[str | None, Token]:
    """Preposition of a dependent, and what fills it: « auprès de **Verkor** », whatever word the parser hangs it on."""
    inner = next((c for c in child.children if label(c) in fr.OBLIQUES and preposition(c) == "de"), None)
    if child.lower_ in fr.COMPOUND_HEADS and inner is not None:
        case = next((c.lower_ for c in child.lefts if c.dep_ == "case"), "")
        return f"{case} {child.lower_} de".strip(), inner
    return preposition(child), child


def coordinated(token: Token) -> list[Token]:
    """A token and what is coordinated with it, however deep."""
    found = [token]
    for child in token.children:
        if label(child) == "conj" and child.pos_ in NOMINALS and preposition(child) not in fr.SURE_SOURCE_PREPOSITIONS:
            found += coordinated(child)
    return found


def verb_above(token: Token) -> Token | None:
    """Verb whose clause a noun stands in, through the nouns between."""
    for ancestor in token.ancestors:
        if ancestor.pos_ in VERBS and label(ancestor) not in ("aux", "cop"):
            return ancestor
        if ancestor.pos_ not in NOMINALS:
            return None
    return None


def is_finite(token: Token) -> bool:
    """Tell whether a verb, or its auxiliary or copula, is finite."""
    if has(token, "VerbForm", "Fin"):
        return True
    return any(has(c, "VerbForm", "Fin") for c in token.children if label(c) in ("aux", "cop"))


def is_infinitive(token: Token) -> bool:
    """Tell whether a verb is an infinitive."""
    return has(token, "VerbForm", "Inf")


def is_past_participle(token: Token) -> bool:
    """Tell whether a verb is a past participle, alone or after an auxiliary."""
    return has(token, "VerbForm", "Part") and has(token, "Tense", "Past")


def infinitive_of(participle: str) -> str | None:
    """Infinitive of what may be a participle tagged adjective: « basé » → « baser »."""
    if participle in fr.IRREGULAR_PARTICIPLES:
        return fr.IRREGULAR_PARTICIPLES[participle]
    if participle.endswith("é"):
        return participle[:-1] + "er"
    return participle + "r" if participle.endswith("i") else None
