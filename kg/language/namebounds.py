"""Where the names that the model finds begin and end.

A name ends before « de », a verb, and a place of its own; it takes in particles, and the noun that it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Span

from kg.language.demonyms import demonym
from kg.language.nameheads import bears, fold, heads, letters_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["bounded", "joined", "missed", "stretch"]

#: What stands before a person's name alone.
TITLES = frozenset("m. mm. mr mr. mme mmes mme. mlle mlles monsieur madame mademoiselle".split())
#: With a capital inside a sentence, they belong to a name.
PARTICLES = frozenset("De Di Da Del Della Du Van Von Ben Ibn Bin".split())
#: No name ends with them.
LOOSE = frozenset("de du des d' la le les l' et à au aux en !".split())
OF = frozenset(("de", "du", "d'", "des"))
ARTICLES = frozenset("le la l' du au un une".split())
#: Listed as places, and common nouns: « le président de la **République** »
COMMON_PLACES = frozenset("République Royaume Empire Union État Lune".split())
#: What these stand before is one of many.
INDEFINITE = frozenset(("un", "une", "d'un", "d'une"))
_INITIAL = re.compile(r"[A-ZÉ]\.")
#: « M. », « plainte contre X. »
NO_INITIALS = frozenset(("M.", "X."))


def stretch(doc: Doc, start: int, end: int, label: str) -> Span:
    """Return the name at some tokens."""
    return Span(doc, start, end, label=label)


def joined(spans: Sequence[Span]) -> Iterator[Span]:
    """« Sables d' » and « Olonne » are one name."""
    waiting: Span | None = None
    for span in spans:
        if waiting is not None and waiting.end == span.start and _is_open(waiting, span.label_):
            whole = stretch(span.doc, waiting.start, span.end, waiting.label_)
            span = stretch(whole.doc, whole.start, whole.end, "LOC" if bears(whole, "LOC") else whole.label_)
        elif waiting is not None:
            yield waiting
        waiting = span
    if waiting is not None:
        yield waiting


def _is_open(span: Span, next_label: str) -> bool:
    """« aéroport de » before a place, « Sables d' » before anything."""
    last = span[-1].text
    return (last == "d'" and len(span) == 2) or (last in ("d'", "de") and next_label == "LOC")


def bounded(span: Span) -> Iterator[Span]:
    """Yield the names that one found name is."""
    doc, start, end, label = span.doc, span.start, _without_times(span), span.label_
    while end > start + 1 and doc[end - 1].lower_ in LOOSE and not _goes_on(doc, end):
        end -= 1
    if end < span.end and all(token.is_lower for token in doc[start:end]):
        return  # « province du »
    while _goes_on(doc, end):
        end += 1
    if end > start + 1 and _is_demonym(doc[start]) and _is_capital(doc[start + 1]):
        start, label = start + 1, "PER"
    if end > start + 2 and doc[start].text in heads("outside") and doc[start + 1].lower_ in OF:
        start, label = start + 2, "LOC"
    yield from _parts(stretch(doc, start, end, label))


def _without_times(span: Span) -> int:
    """« la Coupe du monde **pour la quatrième fois de son histoire** »: no event is called so; a film may be."""
    doc = span.doc
    for token in doc[span.start + 1 : span.end] if span.label_ == "EVENT" else ():
        if token.lower_ == "pour" and any(t.lower_ == "fois" for t in doc[token.i + 2 : token.i + 5]):
            return int(token.i)
    return int(span.end)


def _parts(span: Span) -> Iterator[Span]:
    """Cut one that is two."""
    doc, start, end, label = span.doc, span.start, span.end, span.label_
    if (at := _person_after(doc, start, end)) is not None:
        yield stretch(doc, start, at, label)
        yield stretch(doc, at, end, "PER")
        return
    verb = next((i for i in range(start + 1, end) if _is_verb(doc[i], i + 1 == end)), None)
    maker = _maker_after(span)
    if maker is not None:
        yield stretch(doc, start, maker, label)
        yield stretch(doc, maker + 1, end, "ORG")
        return
    cut = _place_after(doc, start, end) if verb is None else verb
    if cut is None:
        yield _drawn(span)
        return
    yield _drawn(stretch(doc, start, cut, label))
    if cut + 1 < end:
        rest = cut + 2 if doc[cut + 1].lower_ in ("l'", "la") else cut + 1
        is_place = verb is None and bears(doc[rest:end], "LOC")
        yield _drawn(stretch(doc, rest, end, "LOC" if is_place else label))


def _is_capital(token: Token) -> bool:
    return token.text[:1].isupper()


def _is_demonym(token: Token) -> bool:
    """« le **Letton** Ernests Ozols »."""
    before = token.nbor(-1).lower_ if token.i else ""
    return token.is_title and before in ARTICLES and token.tag_ in ("B-X", "B-SX") and demonym(token.text) is not None


def _goes_on(doc: Doc, end: int) -> bool:
    """« Armel **Le** Cléac'h »: after a particle with a capital."""
    if end >= len(doc) or doc[end].ent_type or not _is_capital(doc[end]) or doc[end].is_sent_start:
        return False
    return doc[end - 1].text in PARTICLES or doc[end - 1].text in ("Le", "La")


def _is_verb(token: Token, is_last: bool) -> bool:
    """« Office **embarque** Copilot », and not « Bureau **malgache** de … »."""
    if token.pos_ != "VERB" or not token.is_lower or "Fin" not in token.morph.get("VerbForm", []):
        return False
    if demonym(token.text) is not None or token.text.endswith(("ais", "ois")):
        return False
    return is_last or _is_capital(token.nbor(1))


def _place_after(doc: Doc, start: int, end: int) -> int | None:
    """« la place Tahrir **du** Caire »: a name that is whole without what follows, which is a place."""
    of = next((i for i in range(end - 2, start, -1) if doc[i].lower_ in OF), None)
    if of and "O" in letters_of(doc[start:of]) and of > start + 1 and "V" in doc[of + 1].tag_:
        return of  # « la Commission européenne **de** Bruxelles »
    if of is None or of < start + 2 or not doc[start].is_lower or not _is_capital(doc[of - 1]):
        return None
    if any(doc[i].lower_ in ("du", "des") for i in range(start, of)):
        return None
    return of if bears(doc[of + 1 : end], "LOC") else None


def _maker_after(span: Span) -> int | None:
    """« la Mégane **de** Renault »: a product's name is whole without the firm that makes it."""
    if span.label_ != "PRODUCT":
        return None
    doc = span.doc
    of = next((i for i in range(span.end - 2, span.start, -1) if doc[i].lower_ in ("de", "d'")), None)
    return of if of is not None and _is_capital(doc[of + 1]) and bears(doc[of + 1 : span.end], "ORG") else None


def _person_after(doc: Doc, start: int, end: int) -> int | None:
    """« le député du Finistère **Gildas Cornec** »: whoever has the post ends the name of what it is for."""
    at = end - 2
    if at <= start or start < 2 or not all(_is_capital(doc[i]) for i in range(start, end)):
        return None
    of = start - 2 if doc[start - 1].lower_ in ("la", "l'") else start - 1
    if doc[of].lower_ not in ("de", "du", "d'") or of < 1 or heads("is").get(fold(doc[of - 1].text)) != "PER":
        return None
    return at if "F" in doc[at].tag_ and "F" not in doc[start].tag_ else None


def _drawn(span: Span) -> Span:
    """« **Mme** Martin », « **De** Santis », « **port de** Marseille »."""
    doc, start, end, label = span.doc, span.start, span.end, span.label_
    if len(span) > 1 and span[0].lower_ in TITLES:
        return stretch(doc, start + 1, end, "PER")
    if not start:
        return span
    before = doc[start - 1]
    if before.lower_ in TITLES and not before.is_sent_start:
        return stretch(doc, start, end, "PER")
    if before.text in PARTICLES and not before.ent_type and (not before.is_sent_start or _acts(span)):
        return stretch(doc, start - 1, end, "PER" if label in ("LOC", "ORG") else label)
    return _with_head(span)


def _acts(span: Span) -> bool:
    """« De Santis **conclut** »: no place that a sentence begins with."""
    after = span.doc[span.end] if span.end < len(span.doc) else None
    return after is not None and after.pos_ in ("VERB", "AUX") and not bears(span, "LOC")


def _with_head(span: Span) -> Span:
    """Draw in the noun that begins a name."""
    doc, at = span.doc, span.start - 1
    if doc[at].lower_ in ("la", "l'") and at > 0 and doc[at - 1].lower_ == "de":
        at -= 2
    elif doc[at].lower_ in ("de", "du", "d'"):
        at -= 1
    if at < 0 or doc[at].ent_type or not doc[at].is_lower or (at and doc[at - 1].lower_ in INDEFINITE):
        return span
    noun, is_direct = fold(doc[at].text), at == span.start - 1
    label = heads("begins").get(noun) or (heads("direct").get(noun) if is_direct else None)
    if label is None or (not is_direct and span.label_ not in ("LOC", label)):
        return span
    return stretch(doc, at, span.end, label)


def missed(doc: Doc, found: Sequence[Span]) -> Iterator[Span]:
    """Names that the model passes over: « la **place Tahrir** », a listed country, an initial that ends a text."""
    taken = {i for span in found for i in range(span.start, span.end)}
    for token in doc:
        i = token.i
        if i in taken or not _is_capital(token):
            continue
        noun = fold(doc[i - 1].text) if i and doc[i - 1].is_lower else ""
        if token.is_title and (label := heads("begins").get(noun) or heads("direct").get(noun)):
            end = i + 1
            while end < len(doc) and end not in taken and doc[end].is_title:
                end += 1
            yield stretch(doc, i - 1, end, label)
            taken.update(range(i, end))
        elif token.tag_ == "B-L" and token.text not in COMMON_PLACES and token.is_title and not _continues(doc, i):
            yield stretch(doc, i, i + 1, "LOC")
        elif _is_last_initial(token):
            yield stretch(doc, i, i + 1, "PER")


def _continues(doc: Doc, i: int) -> bool:
    return i + 1 < len(doc) and doc[i + 1].tag_.startswith("I-")


def _is_last_initial(token: Token) -> bool:
    """« Pour **B.** »: sentences that are cut at an initial end so."""
    if not token.i or token.i + 1 < len(token.doc) or not _INITIAL.fullmatch(token.text) or token.text in NO_INITIALS:
        return False
    before = token.nbor(-1)
    return before.pos_ == "ADP" or before.text == ","
