"""Who does the same, or is done to the same: « **Outre** Word, X édite Bing », « Y, **à l'instar de** Z, négocie »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.extract.clusters import Cluster
from kg.extract.fillers import Candidate, Fillers
from kg.extract.relations import Matcher
from kg.language import fr
from kg.language.clauses import Clause
from kg.language.tokens import VERBS, coordinated
from kg.language.tree import Word
from kg.records import MIN_CONFIDENCE

__all__ = ["companions"]

#: Trust in one who does the same, and in what is done to the same.
DOER, DONE_TO = 0.85, 0.8

#: Classes within which one may stand beside another.
_KINDS = ("Person", "Organization", "Place", "Product", "Technology", "Event", "Work")

_DOER, _ALSO = (tuple(f"{m} " for m in markers) for markers in (fr.ALSO_DOER, fr.ALSO))
#: Nouns and adverbs inside the markers: « aux **côtés** de ».
_NOUNS = frozenset(w for marker in fr.ALSO_DOER + fr.ALSO for w in marker.replace("'", "' ").split())


class _Companion(NamedTuple):
    """A name beside a clause, and whether its words say that it does the same (else: one of the two)."""

    cluster: Cluster
    token: Word
    does: bool


def companions(matcher: Matcher, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The same statements, of those that a clause names beside its subject or its object.

    « comme X », « aux côtés de X » put X beside the subject. « outre X », « après X » put it beside whichever
    end of the statement it is kin to in class, where that is one of the two only; failing this, « outre »
    and « en plus de » add to what is done to.

    Parameters
    ----------
    matcher : Matcher
    found : sequence of Candidate

    Yields
    ------
    Candidate
    """
    stated = {(id(c.subject), c.entry.relation, id(c.object)) for c in found}
    for c in found:
        if c.confidence < MIN_CONFIDENCE or isinstance(c.object, str) or c.clause.pos == "adjective":
            continue
        for companion in _beside(matcher.fillers, c):
            pair = _with(matcher, c, c.object, companion)
            if pair is None or pair[0] is pair[1]:
                continue
            key = (id(pair[0]), c.entry.relation, id(pair[1]))
            if key not in stated:
                stated.add(key)
                trust = DOER if companion.does else DONE_TO
                tokens = (*c.tokens, companion.token)
                rule = f"{c.rule}/also"
                yield replace(
                    c, subject=pair[0], object=pair[1], tokens=tokens, confidence=c.confidence * trust, rule=rule
                )


def _beside(fillers: Fillers, c: Candidate) -> Iterator[_Companion]:
    """Names in the phrases before a predicate, or between commas, that open with words for « as well »."""
    names = fillers.links.at
    subjects = [a.token for a in c.clause.fillers(":subj", ":self")]  # « X, **comme Y**, »
    for phrase in (d for w in (c.clause.predicate, *subjects) for d in w.children):
        if phrase.label in fr.SUBJECTS | fr.OBJECTS or phrase.pos_ in VERBS:
            continue
        opening = _opening(phrase)
        head = next((w for w in phrase.subtree if w.i >= opening.stop and (c.paragraph, w.i) in names), None)
        does = None if head is None else _says_also(c.clause, phrase, opening, head)
        if head is None or does is None:
            continue
        for token in coordinated(head):
            for cluster, _ in names.get((c.paragraph, token.i), ()):
                if cluster.is_named_by(c.paragraph, token):
                    yield _Companion(cluster, token, does)


def _opening(phrase: Word) -> range:
    """Indices of the words before the first name or noun of a phrase: « , **à l'instar de** X »."""
    words = phrase.tree.words
    start = phrase.left_edge.i
    last = phrase.right_edge.i
    while start < last and words[start].pos_ == "PUNCT":
        start += 1
    end = start
    while end < last and (words[end].pos_ not in ("PROPN", "X", "NOUN") or words[end].lower_ in _NOUNS):
        end += 1
    return range(start, end)


def _says_also(clause: Clause, phrase: Word, opening: range, name: Word) -> bool | None:
    """True for « comme », False for « outre », None where the words say neither or stand behind the verb."""
    words = phrase.tree.words
    behind_comma = opening.start > 0 and words[opening.start - 1].text == ","
    before = opening.start == phrase.sent.start or behind_comma
    if not before or (opening.start > clause.predicate.i and not behind_comma) or name.i != opening.stop:
        return None
    if behind_comma and words[opening.start].lower_ in fr.ALSO_FIRST:
        return None  # « a fait carrière chez EDF, après Centrale »
    text = " ".join(w.lower_ for w in words[opening.start : opening.stop]).replace("' ", "'") + " "
    if text.startswith(_DOER):
        return True
    return False if text.startswith(_ALSO) else None


def _with(matcher: Matcher, c: Candidate, object: Cluster, companion: _Companion) -> tuple[Cluster, Cluster] | None:
    """The two ends with the companion in the place of one of them."""
    cluster = companion.cluster
    if cluster is c.subject or cluster is object:
        return None
    kind = _kind(matcher, cluster)
    like_subject, like_object = kind == _kind(matcher, c.subject), kind == _kind(matcher, object)
    if companion.does:
        return (cluster, object) if like_subject else None
    if like_subject == like_object:
        return None
    return (c.subject, cluster) if like_object else (cluster, object)


def _kind(matcher: Matcher, cluster: Cluster) -> str:
    cls = cluster.type(matcher.ontology)
    return next((k for k in _KINDS if matcher.ontology.is_a(cls, k)), cls)
