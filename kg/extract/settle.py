"""Names whose class is only guessed: settled by what the predicates that they stand with ask of them.

« Ils ont monté **Bricolune** »: where the tagger alone makes a name a person, no entry of the lexicon fits with that,
and one fits but for that, the entry is right more often than the tagger. The class holds for the whole article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.clusters import Cluster
from kg.extract.types import alike, coarse_of
from kg.language import fr

if TYPE_CHECKING:
    from kg.extract.fillers import Candidate
    from kg.extract.lexicon import Match
    from kg.extract.relations import Matcher
    from kg.language.clauses import Clause

__all__ = ["settle"]

#: How far labels are to be doubted: measured on names that neither lists nor words beside them tell of.
DOUBT = {"Person": 0.9, "Product": 0.9, "Place": 0.85, "Organization": 0.7, "Work": 0.6, "Event": 0.4}
#: A name that is known to be of two classes.
EITHER = 1.2
#: A name of several words that is read as a person's is one more often.
FULL_NAME = 0.8
#: Of what may be asked, the first is taken; what takes place is often asked by mistake.
ASKED = {"Organization": 1.0, "Work": 1.0, "Product": 1.0, "Person": 1.0, "Place": 1.0, "Event": 0.85}
#: Trust in a predicate by the number of relations that it may state.
SPECIFIC = {1: 1.0, 2: 0.9}
MANIFOLD = 0.75
#: Below this nothing is settled.
LEAST = 0.5
#: A candidate of this confidence bears out the class that a name has.
BEARING = 0.6
_LOCATIVE = fr.LOCATIVES | {"vers"}


class _Asked(NamedTuple):
    """Coarse classes that a predicate asks of a name, and how surely."""

    cluster: Cluster
    kinds: frozenset[str]
    confidence: float


def settle(matcher: Matcher, found: Sequence[Candidate]) -> bool:
    """Settle the classes of names that are only guessed, and tell whether any was changed.

    Parameters
    ----------
    matcher : Matcher
    found : sequence of Candidate
        What it finds with the classes as they are.
    """
    doubted = {id(c): c for c in matcher.links.clusters if _is_doubted(c, matcher)}
    votes: dict[int, dict[str, float]] = {}
    for asked in _misfits(matcher, doubted, found) if doubted else ():
        cls = _chosen(asked, matcher)
        if cls is not None:
            mine = votes.setdefault(id(asked.cluster), {})
            mine[cls] = max(mine.get(cls, 0.0), asked.confidence * _doubt(asked.cluster, matcher) * ASKED.get(cls, 1.0))
    changed = False
    for key, classes in votes.items():
        cls = max(sorted(classes), key=lambda c: classes[c])
        if classes[cls] >= LEAST and not any(_denies(c, doubted[key], cls, matcher) for c in found):
            doubted[key].settle(cls)
            changed = True
    return changed


def _is_doubted(cluster: Cluster, matcher: Matcher) -> bool:
    names = [m for m, _ in cluster.mentions if m.kind == "name"]
    cls = cluster.type(matcher.ontology)
    if not names or coarse_of(cls, matcher.ontology) not in DOUBT:
        return False
    if matcher.ontology.is_a(cls, "Place") and any(
        m.start and m.head.tree[m.start - 1].lower_ in fr.ARTICLES for m in names
    ):
        return False  # « le **Luberon** »: firms have no article
    return _alike(cluster) != () or not any(matcher.ontology.are_kin(cls, known) for m in names for known in m.firm)


def _alike(cluster: Cluster) -> tuple[str, ...]:
    return alike().get(cluster.name, ())


def _doubt(cluster: Cluster, matcher: Matcher) -> float:
    if _alike(cluster):
        return EITHER
    kind = coarse_of(cluster.type(matcher.ontology), matcher.ontology)
    return DOUBT[kind] * (FULL_NAME if kind == "Person" and " " in cluster.name else 1.0)


def _chosen(asked: _Asked, matcher: Matcher) -> str | None:
    """The class to take of those asked for; None where too many would do, or the name is of where things are."""
    if known := _alike(asked.cluster):
        return next((c for c in known if coarse_of(c, matcher.ontology) in asked.kinds), None)
    if not 0 < len(asked.kinds) <= 2:
        return None
    cls = next(k for k in ASKED if k in asked.kinds)
    names = [m for m, _ in asked.cluster.mentions if m.kind == "name"]
    is_place = matcher.ontology.is_a(asked.cluster.type(matcher.ontology), "Place")
    if is_place and cls != "Organization" and any(m.head.preposition in _LOCATIVE for m in names):
        return None
    return cls


def _denies(candidate: Candidate, cluster: Cluster, cls: str, matcher: Matcher) -> bool:
    """Whether what is said elsewhere of a name would not hold of a class."""
    if candidate.confidence < BEARING or (candidate.subject is not cluster and candidate.object is not cluster):
        return False
    relation = matcher.ontology.relations[candidate.entry.relation]
    return coarse_of(cls, matcher.ontology) not in _kinds(
        relation.domain if candidate.subject is cluster else relation.range, matcher
    )


def _kinds(classes: Sequence[str], matcher: Matcher) -> frozenset[str]:
    """Coarse classes of some; whoever acts is a person or an organization. Technologies are no names."""
    kinds = {coarse_of(c, matcher.ontology) for c in classes}
    return frozenset(kinds & ASKED.keys() | ({"Person", "Organization"} if "Agent" in kinds else set()))


def _misfits(matcher: Matcher, doubted: dict[int, Cluster], found: Sequence[Candidate]) -> Iterator[_Asked]:
    """What predicates ask of doubted names, where nothing is found with the classes as they are."""
    heard = {(c.paragraph, c.clause.predicate.i) for c in found}
    at = {at for at, linked in matcher.links.at.items() if any(id(c) in doubted for c, _ in linked)}
    for p, paragraph in enumerate(matcher.paragraphs):
        sentences = {paragraph.tree[i].sent for q, i in at if q == p}
        if not sentences:
            continue
        inside = matcher.inside_names(p)
        for clause, matches in paragraph:
            i = clause.predicate.i
            if matches and clause.predicate.sent in sentences and i not in inside and (p, i) not in heard:
                yield from _asked(matcher, p, clause, matches, doubted)


def _asked(
    matcher: Matcher, p: int, clause: Clause, matches: Sequence[Match], doubted: dict[int, Cluster]
) -> Iterator[_Asked]:
    with matcher.fillers.whatever_class(doubted):
        found = [c for m in matches for c in matcher.from_match(p, clause, m) if not isinstance(c.object, str)]
    best = max((c.confidence for c in found), default=0.0)
    kinds: dict[int, frozenset[str]] = {}
    for candidate in found:
        if candidate.confidence < best - 1e-9:
            continue
        entry, relation = candidate.entry, matcher.ontology.relations[candidate.entry.relation]
        sides = [
            (candidate.subject, entry.subject_class, relation.domain),
            (candidate.object, entry.object_class, relation.range),
        ]
        wrong = [
            (c, narrowed or wide)
            for c, narrowed, wide in sides
            if isinstance(c, Cluster) and not matcher.fillers.fits(c, narrowed, wide)
        ]
        if len(wrong) == 1:
            [(cluster, classes)] = wrong
            kinds[id(cluster)] = kinds.get(id(cluster), frozenset()) | _kinds(classes, matcher)
    trust = best * SPECIFIC.get(len({m.entry.relation for m in matches}), MANIFOLD)
    yield from (_Asked(doubted[key], asked, trust) for key, asked in kinds.items())
