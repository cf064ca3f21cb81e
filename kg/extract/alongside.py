"""Which relations one sentence tells of the same two: a surer one leaves room for some others only."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.fillers import Candidate
from kg.ontology import Ontology

__all__ = ["surest"]

#: Differences of confidence that tell nothing.
_EQUAL = 1e-9


def surest(candidates: Iterable[Candidate], ontology: Ontology) -> list[Candidate]:
    """Leave out what a sentence tells less surely of two of whom it tells another relation.

    Both stay where the ontology lets them stand beside each other (`kgl:alongside`), where it
    says nothing of one of them, and where they are equally sure. One relation told both ways
    round, though it holds one way, is two. The order stays.
    """
    found = list(candidates)
    told: dict[tuple[int, int, frozenset[int]], list[Candidate]] = {}
    for candidate in found:
        if not isinstance(candidate.object, str):
            two = frozenset((id(candidate.subject), id(candidate.object)))
            sentence = candidate.clause.predicate.sent.start
            told.setdefault((candidate.paragraph, sentence, two), []).append(candidate)
    out = {id(c) for rivals in told.values() if len(rivals) > 1 for c in _given_up(rivals, ontology)}
    return [c for c in found if id(c) not in out] if out else found


def _given_up(rivals: list[Candidate], ontology: Ontology) -> list[Candidate]:
    kept: list[Candidate] = []
    out = []
    for candidate in sorted(rivals, key=lambda c: -c.confidence):
        surer = (c for c in kept if c.confidence > candidate.confidence + _EQUAL)
        if all(_may_stand(candidate, c, ontology) for c in surer):
            kept.append(candidate)
        else:
            out.append(candidate)
    return out


def _may_stand(candidate: Candidate, other: Candidate, ontology: Ontology) -> bool:
    a, b = (ontology.relations[c.entry.relation] for c in (candidate, other))
    if a is b:
        return a.symmetric or candidate.subject is other.subject
    return not a.alongside or not b.alongside or b.name in a.alongside
