"""Look again at the names that the model finds: their bounds, their labels, and what it missed.

The tree and the words beside a name tell what its letters do not: « le ferry **Napoléon Bonaparte** », « la patronne de
**Camaïeu-Nord** », « **port** de Marseille ». The nouns are a table, `nameheads.tsv`; what the lists of names say is in
`token.tag_` (`kg.language.names`). A name that a list knows for what the model says it is keeps its label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.language.namebounds import ARTICLES, OF, TITLES, bounded, joined, missed, stretch
from kg.language.nameheads import bears, fold, heads, letters_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = ["check"]

#: The label of a phrase with these classes alone, where the model says `UNSURE`.
SURE = {"P": "PRODUCT", "PW": "PRODUCT", "W": "WORK", "E": "EVENT", "S": "PER"}
UNSURE = "ORG"
NOBODY = "X"
#: What is no name at the beginning of a sentence, where no list knows it.
COMMON = frozenset(("VERB", "AUX", "ADJ", "ADV", "PRON"))
#: « Felipe **VI** »
_NUMERAL = re.compile(r"[IVX]+")
_RATING = re.compile(r"[ABC]a{0,2}[123]|[ABC]{2,3}[+-]")
#: « Flexo **3** », « **Leap-1A** »: no year
_MODEL = re.compile(r"(?:\w+-)?\d{1,3}[A-Za-z]{0,2}")
#: « Armel **Le** Cléac'h »
CAPITAL_PARTICLES = frozenset(("Le", "De", "Van", "Von", "Di", "Ben", "Bin"))
#: « le gouvernement Ayrault »
NAMED_FOR_PEOPLE = frozenset("gouvernement famille clan".split())


def check(doc: Doc) -> list[Span]:
    """Return the names of a document as they should be, in order."""
    found: list[Span] = []
    for span in joined(doc.ents):
        for part in bounded(span):
            if not _is_nobody(part) and (not found or found[-1].end <= part.start):
                found.append(_labelled(part))
    more = [s for s in missed(doc, found) if not any(s.start < f.end and f.start < s.end for f in found)]
    return _agreed(sorted([*found, *more], key=lambda s: s.start))


def _is_nobody(span: Span) -> bool:
    """« PIB », « boson de **Higgs** », « noté **Baa2** », « **Science** : découverte de X »."""
    doc, at = span.doc, span.start - 1
    if letters_of(span) == NOBODY:
        return True
    if at >= 1 and doc[at].lower_ in ("de", "d'") and fold(doc[at - 1].lemma_) in heads("thing"):
        return True
    if len(span) > 1 or span[0].tag_:
        return False
    first = span[0]
    if first.is_sent_start and (
        first.pos_ in COMMON or (first.pos_ == "NOUN" and doc[span.end : span.end + 1].text == ":")
    ):
        return True
    return span.label_ != "PRODUCT" and _RATING.fullmatch(first.text) is not None


def _labelled(span: Span) -> Span:
    """Give a name the label that lists and words beside it tell of."""
    label = span.label_
    if label == "PER" and len(span) > 1 and _is_firm(span[-1]):
        label = "ORG"
    elif not bears(span, label):
        label = _told(span) or (SURE.get(letters_of(span), label) if label == UNSURE else label)
    return span if label == span.label_ else stretch(span.doc, span.start, span.end, label)


def _is_firm(token: Token) -> bool:
    """« Bernard **Événements** », whatever the first name; no surname."""
    return heads("inside").get(fold(token.text)) == "ORG" and "S" not in token.tag_[2:]


def _told(span: Span) -> str | None:
    """What the words in a name, the noun before it and the tree tell of it."""
    if span[0].is_lower:
        return None
    if (feast := heads("feast").get(fold(span.text))) is not None:
        return feast
    if any(t.text in CAPITAL_PARTICLES for t in span[1:-1]) and len(span) < 5:
        return "PER"
    if span.label_ == "ORG" and len(span) > 1 and (place := heads("starts").get(fold(span[0].text))):
        return place
    if len(span) == 2 and "F" in span[0].tag_ and span.label_ == "ORG" and _NUMERAL.fullmatch(span[1].text):
        return "PER"
    inside = heads("inside")
    if len(span) > 1 and span.label_ != "WORK":
        told = next((inside[key] for t in (span[-1], span[0]) if (key := fold(t.text)) in inside), None)
        if told:
            return told
    return _noun_before(span) or _model(span) or _noun_apart(span)


def _model(span: Span) -> str | None:
    """« le pliant **Flexo 3** », « le **Leap-1A** »: a number ends it, no list knows a word of it.

    Bodies have such names too (« Télé 8 », « Vigie 52 »), but no article.
    """
    last = span[-1].text
    if _MODEL.fullmatch(last) is None or any(t.tag_ for t in span) or (len(span) == 1 and "-" not in last):
        return None
    has_article = span.start > 0 and span.doc[span.start - 1].lower_ in ARTICLES
    return "PRODUCT" if span.label_ == "PER" or (span.label_ == "ORG" and has_article) else None


def _noun_before(span: Span) -> str | None:
    """« le **ferry** X », « le **fabricant** de puces X », « la **patronne** de X », « le **gouvernement** X »."""
    doc, at = span.doc, span.start - 1
    if at >= 0 and doc[at].text in ("«", '"'):
        at -= 1
    if at >= 1 and doc[at].pos_ == "ADJ":
        at -= 1
    if at < 0:
        return None
    noun = doc[at]
    if noun.lower_ in TITLES or noun.lower_ in NAMED_FOR_PEOPLE:
        return "PER"
    told = _is_of("is", _maker(noun))
    if noun.lower_ in ("l'", "la") and at >= 1:
        at -= 1
    if told is None and doc[at].lower_ in OF and at >= 1:
        told = _is_of("of", doc[at - 1])
        if told == "ORG" and span.label_ not in ("LOC", "PRODUCT"):
            return None
    return told


def _maker(noun: Token) -> Token:
    """« le **fabricant** américain de puces X »: the bare complement does not say what X is."""
    doc, at = noun.doc, noun.i
    if noun.pos_ != "NOUN" or at < 2 or doc[at - 1].lower_ not in ("de", "d'"):
        return noun
    return doc[at - 3] if doc[at - 2].pos_ == "ADJ" and at > 2 else doc[at - 2]


def _noun_apart(span: Span) -> str | None:
    """« l'ancien **porte-parole** de la mission, X », « X est le deuxième **skipper** »: people, as the tree says."""
    root = span.root
    while root.dep_ == "conj" and root.head.ent_type and root.head is not root:
        root = root.head
    if any(c.dep_ == "case" for c in root.children):
        return None
    doc = span.doc
    beside = [c for c in root.children if c.dep_ == "appos" and c.i > span.end and doc[span.end].text == ","]
    is_apposed = root.dep_ == "appos" and root.head.i < span.start and _follows_comma(span)
    if is_apposed or (root.dep_ == "nsubj" and any(c.dep_ == "cop" for c in root.head.children)):
        beside.append(root.head)
    label = next((label for noun in beside if (label := _is_of("is", noun))), None)
    return None if label == "PER" and any(c.dep_ == "det" for c in root.children) else label


def _follows_comma(span: Span) -> bool:
    before = [t.text for t in span.doc[max(0, span.start - 2) : span.start]]
    return before[-1:] == [","] or (before[:1] == [","] and before[-1] in ("le", "la", "l'"))


def _is_of(kind: str, noun: Token) -> str | None:
    known = heads(kind)
    return known.get(fold(noun.text)) or known.get(fold(noun.lemma_)) if noun.is_lower else None


def _alike(spans: Sequence[Span]) -> list[Span]:
    """« ACE (Automatic Computing Engine) »: of one kind, and no person."""
    found = list(spans)
    for i, (first, second) in enumerate(pairwise(spans)):
        if second.start != first.end + 1 or first.doc[first.end].text != "(":
            continue
        short, full = sorted((first, second), key=len)
        if len(short) > 1 or short.text != "".join(token.text[0] for token in full if token.is_title):
            continue
        labels = {first.label_, second.label_} - {"PER"}
        label = "ORG" if labels == {"ORG", "PRODUCT"} else next(iter(labels)) if len(labels) == 1 else ""
        if label:
            found[i : i + 2] = [stretch(s.doc, s.start, s.end, label) for s in (first, second)]
    return found


def _agreed(spans: Sequence[Span]) -> list[Span]:
    """« Léo Darbois … Darbois »: a surname is its bearer's."""
    surnames = {span[-1].orth for span in spans if span.label_ == "PER" and len(span) > 1}
    return [
        stretch(s.doc, s.start, s.end, "PER") if len(s) == 1 and s[0].orth in surnames else s for s in _alike(spans)
    ]
