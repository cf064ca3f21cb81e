"""What comparing statements tells: how many sources support each, which are copies, which conflict.

A pure function of the statements that share a key (`kg.graph.traits.Traits.key`): the stores call it for the
keys of what has changed, and write what has become different. `docs/decisions/corroboration.md` and
`docs/decisions/conflicts.md` say what is counted and what is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.agreement import Span, agree, gap, may_be_one, span
from kg.graph.claims import Claim
from kg.graph.duplicates import Groups, copies
from kg.graph.traits import ALWAYS, AT_A_TIME, Key, Traits, Triple

__all__ = ["KINDS", "compared", "disagreement", "keyed", "unrivalled"]

#: Days within which two articles speak of one time.
ONE_TIME = 30
#: How statements conflict.
KINDS = ("denied", "value", "date", "amount")


def keyed(claims: Iterable[Claim], traits: Traits) -> dict[Key, tuple[list[Claim], list[Claim]]]:
    """Group statements by their key: those that have it, and those that tell that something of it begins or ends."""
    groups: dict[Key, tuple[list[Claim], list[Claim]]] = {}
    for claim in claims:
        groups.setdefault(traits.key(claim.triple), ([], []))[0].append(claim)
        for key in {traits.key(t) for t in traits.told(claim.triple)}:
            groups.setdefault(key, ([], []))[1].append(claim)
    return groups


def compared(claims: Iterable[Claim], signs: Iterable[Claim], traits: Traits) -> Iterator[Quad]:
    """Compute all quads of the graph `kg:compared` about statements that share a key.

    Parameters
    ----------
    claims, signs : iterable of Claim
        The statements of the key; those of its beginnings and ends.
    traits : Traits
    """
    claims = sorted(claims, key=lambda c: c.order)
    for same in _grouped(claims, traits):
        yield from _supported(same)
    if len(claims) > 1:
        for one, other in _conflicts(claims, _Changes.of(claims, signs, traits), traits):
            yield Quad(one.iri, v.CONFLICTS_WITH, other.iri, v.COMPARED)
            yield Quad(other.iri, v.CONFLICTS_WITH, one.iri, v.COMPARED)


def _grouped(claims: Iterable[Claim], traits: Traits) -> Iterable[list[Claim]]:
    """Group statements that say the same in the same way."""
    groups: dict[tuple[Triple, NamedNode, bool], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((traits.fact(claim.triple), claim.factuality, claim.former), []).append(claim)
    return groups.values()


# ── corroboration ────────────────────────────────────────────────────────────


def unrivalled(statement: NamedNode) -> Quad:
    """Return what `compared` yields of a statement that is the only one of its key."""
    return Quad(statement, v.SUPPORT, _support(1), v.COMPARED)


def _support(sources: int) -> Literal:
    return Literal(str(sources), datatype=v.xsd("integer"))


def _supported(claims: Sequence[Claim]) -> Iterator[Quad]:
    """Count the independent sources of what some statements all say, and name the first of each copy."""
    copied = copies([c.passage for c in claims])
    sources = Groups(len(claims))
    first: dict[tuple[str, str], int] = {}
    for i, claim in enumerate(claims):
        sources.join(i, copied.first(i))
        sources.join(i, first.setdefault(("article", claim.article), i))
        if claim.outlet:
            sources.join(i, first.setdefault(("outlet", claim.outlet), i))
    support = _support(sources.number)
    for i, claim in enumerate(claims):
        yield Quad(claim.iri, v.SUPPORT, support, v.COMPARED)
        if copied.first(i) != i:
            yield Quad(claim.iri, v.COPY_OF, claims[copied.first(i)].iri, v.COMPARED)


# ── conflicts ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Changes:
    """When the values of a key begin and end, as far as somebody says so; None is some time, nobody knows when."""

    begins: dict[Triple, list[Span | None]] = field(default_factory=dict)
    ends: dict[Triple, list[Span | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, claims: Iterable[Claim], signs: Iterable[Claim], traits: Traits) -> _Changes:
        found = cls()
        for claim in claims:
            if claim.former and claim.factuality == v.CERTAIN:
                found.ends.setdefault(claim.triple, []).append(claim.published)
            elif claim.holds and claim.date:
                found.begins.setdefault(claim.triple, []).append(claim.date)
        for sign in signs:
            for triple in traits.told(sign.triple) if sign.factuality == v.CERTAIN else ():
                for of, relations in ((found.begins, traits.begun_by), (found.ends, traits.ended_by)):
                    if sign.triple[1] in relations.get(triple[1], ()):
                        of.setdefault(triple, []).append(sign.date or sign.published)
        return found

    def succeeds(self, later: Claim, earlier: Claim) -> bool:
        """Tell whether one value follows on another: it begins once that was stated, or that ends then or later."""
        ends, begins = self.ends.get(earlier.triple, ()), self.begins.get(later.triple, ())
        if earlier.published is None:
            return bool(ends)
        since = earlier.published.first
        until = later.published.last if later.published else math.inf
        return any(e is None or e.last >= since for e in ends) or any(b and since <= b.first <= until for b in begins)


def _conflicts(claims: Sequence[Claim], changes: _Changes, traits: Traits) -> Iterator[tuple[Claim, Claim]]:
    for one, other in _pairs(claims, traits):
        if (
            one.article != other.article
            and (kind := disagreement(one, other, traits)) is not None
            and _at_one_time(one, other, kind, traits, changes)
        ):
            yield one, other


def _pairs(claims: Iterable[Claim], traits: Traits) -> Iterator[tuple[Claim, Claim]]:
    """Yield the pairs that may conflict: none of statements that say the same with the same date and amount."""
    sides: dict[object, list[Claim]] = {}
    for c in claims:
        if not c.former and c.factuality in (v.CERTAIN, v.NEGATED):
            sides.setdefault((traits.fact(c.triple), c.factuality, c.date, c.quantities), []).append(c)
    for some, others in combinations(sides.values(), 2):
        yield from product(some, others)


def disagreement(one: Claim, other: Claim, traits: Traits) -> str | None:
    """Tell how two statements of one key would conflict if they were of one time: one of `KINDS`, or None."""
    relation = one.triple[1]
    if traits.fact(one.triple) != traits.fact(other.triple):
        differ = one.holds and other.holds and traits.single(relation) and _other_value(one, other, traits)
        return "value" if differ else None
    if {one.factuality, other.factuality} == {v.CERTAIN, v.NEGATED}:
        return "denied"
    if not (one.holds and other.holds):
        return None
    if relation in traits.once and one.date and other.date and gap(one.date, other.date):
        return "date"
    if any(a.unit == b.unit and not agree(a, b) for a in one.quantities for b in other.quantities):
        return "amount"
    return None


def _other_value(one: Claim, other: Claim, traits: Traits) -> bool:
    """Tell whether the ends that should be one are surely not: of one class, and no short form of each other."""
    at = 2 if one.triple[1] in traits.one_object else 0
    if isinstance(one.triple[at], Literal) or isinstance(other.triple[at], Literal):
        return _other_literal(one.triple[at], other.triple[at])
    (name, cls), (other_name, other_cls) = one.ends[at // 2], other.ends[at // 2]
    return cls == other_cls and not may_be_one(name, other_name)


def _other_literal(one: NamedNode | Literal, other: NamedNode | Literal) -> bool:
    dates = span(one.value), span(other.value)
    if dates[0] and dates[1]:
        return gap(dates[0], dates[1]) > 0
    return not may_be_one(one.value, other.value)


def _at_one_time(one: Claim, other: Claim, kind: str, traits: Traits, changes: _Changes) -> bool:
    relation = one.triple[1]
    if traits.single(relation) == ALWAYS:
        return True
    if kind == "denied":
        return _denies(*((one, other) if one.holds else (other, one)), changes=traits.single(relation) == AT_A_TIME)
    if relation in traits.once:
        return True
    return _together(one, other) and not (
        kind == "value" and (changes.succeeds(one, other) or changes.succeeds(other, one))
    )


def _together(one: Claim, other: Claim) -> bool:
    """Tell whether two statements are of one time; where nobody knows of both, they may be."""
    if one.time is None or other.time is None:
        return one.time is other.time
    return gap(one.time, other.time) <= (0 if one.date and other.date else ONE_TIME)


def _denies(stated: Claim, denied: Claim, *, changes: bool) -> bool:
    """Tell whether a denial is of what was stated: not of what came about later, nor of what may have ended since."""
    if _together(stated, denied) or not (stated.time and denied.time):
        return True
    return stated.time < denied.time and not changes and not (stated.date and denied.date)
