"""What a word is in its tree: features, coordination, forms."""

from __future__ import annotations

from kg.language import fr
from kg.language.tree import Word

__all__ = [
    "NOMINALS", "VERBS", "apposed_above", "coordinated", "gender_of", "has", "infinitive_of", "is_bare",
    "is_clitic_complement", "is_complement", "is_expletive", "is_finite", "is_infinitive", "is_list", "is_name",
    "is_past_participle", "names_of", "slot_of", "verb_above",
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
        behind = (c for c in child.children if c.label in fr.OBLIQUES | fr.OBJECTS and c.preposition == "de")
        inner = next(behind, None)
        if inner is not None:
            words = [c.lower_ for c in child.lefts if c.dep_ == "case" or c.label == "det"]
            return " ".join([*words, child.lower_, "de"]).replace("l' ", "l'"), inner
    return child.preposition, child


def coordinated(token: Word) -> list[Word]:
    """A token and what is coordinated with it, however deep."""
    found = [token]
    for child in token.children:
        if child.label == "conj" and child.pos_ in NOMINALS and child.preposition not in fr.SURE_SOURCE_PREPOSITIONS:
            found += coordinated(child)
    return found


def names_of(noun: Word) -> list[Word]:
    """Names of what a noun denotes that are not apposed to the noun itself.

    « le pôle de compétitivité **Aerospace Valley** », « un PDG en la personne de **X** », « le site **Les Échos** »,
    « un vaccin, baptisé **Palvax** ».
    """
    found: list[Word] = []
    for child in noun.children:
        if child.label == "acl" and child.lemma in fr.NAMING_VERBS and is_past_participle(child):
            found += [n for c in child.children if c.i > child.i and c.ent_type_ and is_name(c) for n in coordinated(c)]
        if child.i < noun.i or child.label not in fr.OBLIQUES:
            continue
        if child.preposition == "de" and is_bare(child):
            inner = [c for c in child.children if c.label in fr.APPOSITIONS and 0 < c.i - child.i < 3 and is_name(c)]
            found += [n for c in inner for n in coordinated(c)]
        elif child.preposition == "en" and child.lower_ == fr.IN_PERSON:
            found += [n for c in child.children if c.preposition == "de" for n in coordinated(c)]
    return found or _apposed_below(noun) or _name_right_behind(noun)


def _apposed_below(noun: Word) -> list[Word]:
    """« la fondatrice de la revue Vigies, **Anne Morel** »: the parser hangs the person on the nearer noun."""
    return [t for child in noun.children for name in apposed_above(child) for t in coordinated(name)]


def apposed_above(noun: Word) -> list[Word]:
    """Names that are apposed to a complement, behind a comma, and tell of its head, as its own follows it at once."""
    if noun.preposition != "de" or noun.label not in fr.OBLIQUES or noun.head.pos_ not in NOMINALS:
        return []
    names = [c for c in noun.children if c.label in fr.APPOSITIONS and c.i > noun.i and is_name(c)]
    if len(names) < 2 or names[0].left_edge.i != noun.i + 1:
        return []
    return [c for c in names[1:] if noun.tree.words[c.left_edge.i - 1].text == "," or c.left_edge.text == ","]


def is_bare(noun: Word) -> bool:
    """A noun without an article, which only tells of what kind another is: « un pôle de **compétitivité** »."""
    if noun.pos_ != "NOUN" or noun.ent_type_:
        return False
    return all(c.label != "det" and c.lower_ not in fr.ARTICLES for c in noun.children)


def is_name(word: Word) -> bool:
    """Tell whether a word is part of a name, by its tag or its label."""
    return word.pos_ in ("PROPN", "X") or (word.pos_ == "NOUN" and word.ent_type_ != "")


def is_list(noun: Word, name: Word) -> bool:
    """Tell whether names behind a colon are none of a noun's: « trois banques financent le **projet** : A, B et C »."""
    behind_colon = any(w.text == ":" for w in noun.tree.words[noun.i + 1 : name.i])
    return behind_colon and not has(noun, "Number", "Plur") and len(coordinated(name)) > 1


def _name_right_behind(noun: Word) -> list[Word]:
    """« la cofondatrice du site **Les Jours d'après** »: a name right behind, hung on a word above."""
    words = noun.tree.words
    start = noun.i + 1
    if noun.ent_type_ or start >= noun.sent.end or not words[start].ent_type_ or noun.lower_ in fr.TIME_NOUNS:
        return []
    end = start
    while end < noun.sent.end and words[end].ent_type_ == words[start].ent_type_:
        end += 1
    root = noun.tree.stretch(start, end).root
    if root.head is noun and root.label == "amod":  # « le film **Grand large** »
        return [root]
    above = root.head is not noun and root.head in noun.ancestors
    if not above or root.preposition is not None or root.label not in fr.OBLIQUES | fr.APPOSITIONS:
        return []
    return coordinated(root)


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


_CLITIC_LABELS = fr.INDIRECT_OBJECTS | fr.OBJECTS | fr.OBLIQUES | fr.EXPLETIVE | {"advmod"}


def is_clitic_complement(token: Word) -> bool:
    """Tell whether « en » or « y » stands for a complement, whatever it is tagged; not in « en Iran », « il y a »."""
    if token.lower_ not in fr.CLITIC_COMPLEMENTS or token.children or token.i > token.head.i:
        return False
    if token.lower_ == "y" and token.head.lemma == "avoir":
        return False
    return token.label in _CLITIC_LABELS


def is_expletive(subject: Word) -> bool:
    """Tell whether a subject is nobody: « **il** faut », « **il** est possible que »; not « **il** y possède X »."""
    if subject.dep_ not in fr.EXPLETIVE_SUBJECTS:
        return False
    verb = subject.head
    if subject.lower_ not in fr.SUBJECT_PRONOUNS or verb.lemma in fr.IMPERSONAL_VERBS:
        return True
    # parsers take « il y » for that of « il y a »
    return all(c.lower_ != "y" or not is_clitic_complement(c) for c in verb.children)
