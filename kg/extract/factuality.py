"""How surely a predicate is stated: certain, planned, uncertain or negated."""

from __future__ import annotations

from kg.language import fr
from kg.language.tokens import VERBS, has, is_complement, is_finite, is_infinitive, is_past_participle
from kg.language.tree import Word
from kg.records import Factuality

__all__ = ["denial_of", "factuality", "is_former", "is_instead"]

#: The stronger undoes the weaker: a denied rumour is denied.
_RANK: tuple[Factuality, ...] = ("certain", "planned", "uncertain", "negated")


def factuality(predicate: Word, *, inherits: bool = True, negative: bool = False) -> Factuality:
    """Read how surely a predicate is stated off its own clause and those that govern it.

    Parameters
    ----------
    predicate : Word
        A verb, or the noun or adjective that makes the statement.
    inherits : bool
        A noun of an event shares the fate of the verb above it (« dément son rachat »);
        a post does not (« le PDG de X pourrait venir »).
    negative : bool
        The predicate's own negation is part of its words (« ne décolère pas contre X »).
    """
    worst = _own(predicate, negative=negative)
    if denial_of(predicate) is not None:
        return "negated"
    token = predicate
    while token.head != token:
        base = token.label
        head = token.head
        if token == predicate and predicate.pos_ not in VERBS and not _is_predicative(predicate) and not inherits:
            break
        step = _inherited(token, head, base)
        if step is None:
            break
        worst = max(worst, step, key=_RANK.index)
        token = head
    return worst


def denial_of(predicate: Word) -> Word | None:
    """« X **dément** vouloir racheter Y »: a verb before a predicate that denies it, and was tagged as an adverb."""
    words = predicate.tree.words
    if not any(form in predicate.tree.text for form in fr.DENYING_FORMS):
        return None
    for i in range(predicate.i - 1, predicate.sent.start, -1):
        word = words[i]
        if word.pos_ == "PUNCT" and word.text not in (*fr.OPEN_QUOTES, *fr.CLOSE_QUOTES):
            return None
        if word.lower_ in fr.DENYING_FORMS:
            return word if word.pos_ == "ADV" and words[i + 1].pos_ != "PROPN" else None
    return None


def is_former(noun: Word) -> bool:
    """Tell whether a post or tie is said to be over (« ancien PDG », « ex-ministre »).

    Looks at the noun, its adjectives, and what stands just before it.
    """
    if noun.lower_.startswith(fr.FORMER_PREFIX):
        return True
    if any(
        c.lemma in fr.FORMER_ADJECTIVES
        for c in noun.children
        if c.label in ("amod", "advmod", "compound", "det", "flat")
    ):
        return True
    if any(c.lower_ in fr.FORMER_ADVERBS for c in noun.children):
        return True
    before = [noun.tree[i].lower_ for i in range(max(0, noun.i - 2), noun.i)]
    return bool(before) and (before[-1] in ("ex", "ex-", "ancien", "ancienne", "anciens") or before == ["ex", "-"])


def is_instead(token: Word) -> bool:
    """Tell whether a word is put in the place of one that is denied: « pas à Lille **mais à Amsterdam** »."""
    return (
        token.label == "conj"
        and token.pos_ not in VERBS
        and any(c.label == "cc" and c.lower_ == fr.BUT for c in token.children)
    )


def _is_predicative(token: Word) -> bool:
    if token.label in fr.OBJECTS and token.head.lemma in fr.ATTRIBUTIVE_VERBS:  # « deviendra porte-parole »
        return True
    if token.label in fr.OBLIQUES and token.head.lemma in fr.POST_VERBS:
        return True
    if token.preposition == "de" and token.head.lemma in fr.POST_NOUNS:  # « le poste de **directeur** reviendra à Y »
        return token.head.head.lemma in fr.POST_MOVES.keys() - fr.KEEPING_VERBS
    in_state = token.label in fr.OBLIQUES and token.preposition in fr.STATE_PREPOSITIONS
    if in_state and token.head.lemma in fr.STATE_VERBS:  # « était en pourparlers »
        return True
    return any(c.label == "cop" for c in token.children) or token.label in fr.OPEN_COMPLEMENTS


def _own(token: Word, *, negative: bool = False) -> Factuality:
    """What the words of one clause do to its predicate."""
    found: list[Factuality] = ["certain"]
    if token.pos_ in VERBS or _is_predicative(token):
        found += [_mood(token), "certain" if negative else _negation(token)]
        if _is_conditional_clause(token) or _is_question(token):
            found.append("uncertain")
    if any(c.lower_ in fr.HEDGES for c in token.children):
        found.append("uncertain")
    adjectives = {c.lemma for c in token.children if c.label == "amod"}
    if adjectives & fr.RUMOUR_ADJECTIVES:
        found.append("uncertain")
    if adjectives & fr.PLAN_ADJECTIVES:
        found.append("planned")
    if any(c.label == "det" and c.lemma in fr.NEGATIVE_DETERMINERS for c in token.children):
        found.append("negated")
    return max(found, key=_RANK.index)


def _mood(token: Word) -> Factuality:
    """Conditional is hearsay, future a plan."""
    verbs = [token, *(c for c in token.children if c.label in ("aux", "cop"))]
    for verb in verbs:
        lemma = verb.lemma
        if has(verb, "Mood", "Cnd") or _is_formed(verb, "ait", "aient"):
            if lemma in fr.UNCERTAIN_CONDITIONALS_EXEMPT:
                return "planned"
            return "planned" if lemma in fr.FIRM_CONDITIONALS else "uncertain"
    if any(has(v, "Tense", "Fut") or _is_formed(v, "a", "ont") for v in verbs):
        return "planned"
    return "certain"


def _is_formed(verb: Word, *endings: str) -> bool:
    """Infinitive and ending, which only the conditional and the future are made of, whatever the tagger says."""
    stem = verb.lemma.removesuffix("e")
    return stem.endswith("r") and any(verb.lower_ == stem + ending for ending in endings)


def _negation(token: Word) -> Factuality:
    for child in token.children:
        if child.label == "advmod" and child.lower_ in fr.NEGATION_MARKS:
            only = child.lower_ == "plus" and not any(c.lower_ in ("ne", "n'") for c in token.children)
            if not only:
                return "negated"
        if child.label in fr.SUBJECTS and child.lemma in fr.NEGATIVE_SUBJECTS:
            return "negated"
        if child.label in fr.OBJECTS | fr.SUBJECTS and any(
            c.lemma in fr.NEGATIVE_DETERMINERS for c in child.children if c.label == "det"
        ):
            return "negated"
    marks = {c.lower_ for c in token.children if c.label in ("mark", "case")}
    return "negated" if marks & fr.NEGATIVE_PREPOSITIONS else "certain"


def _is_conditional_clause(token: Word) -> bool:
    marks = [c for c in token.children if c.label == "mark" and c.lower_ in ("si", "s'")]
    return bool(marks)


def _is_question(token: Word) -> bool:
    if token.label not in ("ROOT", "root"):
        return False
    last = token.tree[token.sent.end - 1]
    return last.text == "?" and not any(t.text in fr.OPEN_QUOTES for t in token.sent)


def _inherited(token: Word, head: Word, base: str) -> Factuality | None:
    """What the governing predicate does to this one; None where its power ends."""
    if head.pos_ in VERBS and head.label not in ("aux", "cop"):
        if is_complement(token) or (base == "obl" and is_infinitive(token)):
            return _embedded(token, head)
        if base == "advcl" and is_infinitive(token):
            return "planned" if _has_mark(token, ("pour", "afin")) else None
        if base in fr.OBJECTS | fr.OBLIQUES and _is_predicative(token):
            return _own(head)
        if token.pos_ == "NOUN" and base in fr.OBJECTS | fr.SUBJECTS:
            return _event_noun(head, base)
        if base == "conj" and not is_finite(token):
            return max(_own(head), _event_noun(head, "conj"), key=_RANK.index)
        return None
    if head.pos_ == "NOUN" and base in ("acl", "nmod", "obl") and token.dep_ not in fr.RELATIVE:
        lemma = head.lemma
        if lemma in fr.PLAN_NOUNS:
            return "planned"
        if lemma in fr.RUMOUR_NOUNS:
            return "uncertain"
        if lemma in fr.REFUSAL_NOUNS:
            return "negated"
        # « la société **basée** à Nice louera … »: what a past participle says of somebody is his already
        is_event = token.preposition == "de" or (base == "acl" and not is_past_participle(token))
        return "certain" if is_event and token.pos_ in VERBS | {"NOUN"} else None
    if head.pos_ == "ADJ" and base in fr.CLAUSAL_COMPLEMENTS | {"obl", "advcl", "acl"}:
        lemma = head.lemma
        if lemma in fr.RUMOUR_ADJECTIVES:
            return "uncertain"
        return max(_own(head), "planned" if lemma in fr.PLAN_ADJECTIVES else "certain", key=_RANK.index)
    return None


def _embedded(token: Word, head: Word) -> Factuality:
    """A complement clause or infinitive under a verb."""
    lemma = head.lemma
    if lemma in fr.DENIAL_VERBS:  # « n'exclut pas de racheter »
        return "uncertain" if _negation(head) == "negated" else "negated"
    effect = fr.MODALS.get(lemma, "")
    infinitive = is_infinitive(token) or token.label in fr.OPEN_COMPLEMENTS
    if lemma in fr.RUMOUR_VERBS or _is_rumour_locution(head):
        return "uncertain"
    if lemma in fr.FIRM_CONDITIONALS and any(c.label == "aux" for c in head.children):
        effect = ""  # « a dû vendre » has sold
    if infinitive:
        return max([_own(head), *(f for f in _RANK if f == effect)], key=_RANK.index)
    return "negated" if _negation(head) == "negated" and lemma in ("croire", "penser", "dire") else "certain"


def _is_rumour_locution(verb: Word) -> bool:
    pairs = {(verb.lemma, c.lemma) for c in verb.children if c.label in ("xcomp", "ccomp")}
    pairs.add((verb.head.lemma, verb.lemma))
    pairs |= {(c.lemma, verb.lemma) for c in verb.children if c.label == "aux"}
    return bool(pairs & fr.RUMOUR_LOCUTIONS)


def _event_noun(verb: Word, base: str) -> Factuality:
    """What a verb does to the event that its object or subject names."""
    lemma = verb.lemma
    if lemma in fr.DENIAL_VERBS or fr.MODALS.get(lemma) == "negated":
        return "negated"
    if fr.MODALS.get(lemma) == "uncertain":
        return "uncertain"
    own = _own(verb)
    if base in fr.OBJECTS and fr.MODALS.get(lemma) == "planned":
        return max(own, "planned", key=_RANK.index)
    return own


def _has_mark(token: Word, words: tuple[str, ...]) -> bool:
    return any(c.label in ("mark", "case") and c.lower_ in words for c in token.children)
