"""A learned scorer beside the rules: how likely each relation holds between two mentions of a sentence.

It speaks of pairs that no rule found, and weighs what the rules say. The weights know relations by
name; a relation that they do not know is left to the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kg.extract.clusters import Cluster, Links
from kg.extract.features import Anchor, Pair, Sentence, sentences
from kg.extract.fillers import Candidate
from kg.extract.lexicon import Lexicon, Match
from kg.extract.parsed import Parsed
from kg.extract.weights import Weights, load_weights
from kg.language import fr
from kg.language.clauses import Clause
from kg.language.tokens import VERBS
from kg.language.tree import Word
from kg.ontology import Entry, Ontology

__all__ = ["Fits", "Row", "Scorer", "Weigher", "load_scorer", "rows"]

Key = tuple[int, str, int]
#: How often the scorer is heard for once that a rule is.
HEARD = 2
_COARSE = frozenset({"Organization", "Place", "Product", "Agent"})
_NO_LEXICON = "no lexicon"
#: Hints of the lexicon without which a pair is not looked at.
_CUES = frozenset({"both", "subject", "object", "reversed"})


class Weigher(Protocol):
    """What may stand between the rules and the statements: candidates in, candidates out."""

    def __call__(
        self,
        candidates: Sequence[Candidate],
        paragraphs: Sequence[Parsed],
        links: Links,
    ) -> list[Candidate]:
        """Weigh candidates; some may go, some may come."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A pair of mentions as the scorer sees it.

    `hints` has an entry for every relation that their classes allow.
    """

    sentence: Sentence
    pair: Pair
    features: list[str]
    hints: dict[str, list[str]]


@dataclass(frozen=True, slots=True, eq=False)
class _Scored:
    row: Row
    relation: str
    log_odds: float


#: Entries that tell where a name lies by what stands right behind it.
_BY_PLACE = frozenset({"name", "parenthesis"})


def load_scorer(lexicon: Lexicon) -> Scorer | None:
    """Make the scorer that comes with `kg`; None where there are no weights."""
    weights = load_weights()
    return None if weights is None else Scorer(lexicon, weights)


class Scorer:
    """Weighs the rules' candidates and adds its own.

    Parameters
    ----------
    lexicon : Lexicon
    weights : Weights
    """

    def __init__(self, lexicon: Lexicon, weights: Weights) -> None:
        self.lexicon = lexicon
        self.ontology: Ontology = lexicon.ontology
        self.weights = weights
        self._fits = Fits(self.ontology)
        self._column = {r: i for i, r in enumerate(weights.relations)}

    def __call__(
        self,
        candidates: Sequence[Candidate],
        paragraphs: Sequence[Parsed],
        links: Links,
    ) -> list[Candidate]:
        """The candidates with their confidence weighed, and what only the scorer sees."""
        best: dict[Key, _Scored] = {}
        for row in rows(candidates, paragraphs, links, self._fits, cued=True):
            for scored in self._scored(row):
                key = self._key(row.pair.subject.cluster, scored.relation, row.pair.object.cluster)
                if key not in best or scored.log_odds > best[key].log_odds:
                    best[key] = scored
        return [self._weighed(c, best) for c in candidates] + self._proposed(candidates, best)

    def _scored(self, row: Row) -> Iterator[_Scored]:
        odds = self.weights.log_odds(row.features)
        for relation, hints in row.hints.items():
            column = self._column.get(relation)
            if column is not None:
                yield _Scored(row, relation, float(odds[column]) + self.weights.hinted(hints))

    def _weighed(self, candidate: Candidate, best: dict[Key, _Scored]) -> Candidate:
        """Hear the scorer twice and the rule once, as a geometric mean: each can forbid."""
        scored = None if isinstance(candidate.object, str) else best.get(self._key_of(candidate))
        if scored is None:
            return candidate
        told = self.weights.confidence(scored.log_odds, by_rule=True)
        return replace(candidate, confidence=(candidate.confidence * told**HEARD) ** (1 / (1 + HEARD)))

    def _proposed(self, candidates: Sequence[Candidate], best: dict[Key, _Scored]) -> list[Candidate]:
        known = {self._key_of(c) for c in candidates if not isinstance(c.object, str)}
        # « né à Kumasi, au Ghana »: what is said of the first place is not said again of what it lies in
        around = {id(c.object): id(c.subject) for c in candidates if c.entry.pos in _BY_PLACE}
        found = []
        for key, scored in best.items():
            # « selon **X**, … »: who is the source does and undergoes nothing of what is said
            confidence = self.weights.confidence(scored.log_odds, by_rule=False)
            said = (key[0], key[1], around.get(key[2], 0)) in known
            sourced = any(a.top.preposition in fr.SURE_SOURCE_PREPOSITIONS for a in _ends(scored.row.pair))
            if key not in known and not said and not sourced and confidence >= self.weights.threshold:
                found.append(_candidate(scored, confidence, self.ontology))
        return found

    def _key_of(self, candidate: Candidate) -> Key:
        assert not isinstance(candidate.object, str)
        return self._key(candidate.subject, candidate.entry.relation, candidate.object)

    def _key(self, subject: Cluster, relation: str, object: Cluster) -> Key:
        a, b = id(subject), id(object)
        if self.ontology.relations[relation].symmetric and b < a:
            a, b = b, a
        return a, relation, b


# --- what is scored ---------------------------------------------------------------------------
def rows(
    candidates: Sequence[Candidate],
    paragraphs: Sequence[Parsed],
    links: Links,
    fits: Fits,
    *,
    cued: bool = False,
) -> Iterator[Row]:
    """All pairs of mentions whose classes some relation allows, with what is seen of them.

    With `cued`, only the relations of which a rule spoke, or of which the lexicon has a word that takes one of
    the pair or lies between them: others hardly ever come to a confidence that is kept, and take most of the time.
    """
    ontology = fits.ontology
    by_rule: dict[tuple[int, int], dict[str, Candidate]] = {}
    for c in candidates:
        if not isinstance(c.object, str):
            for a, b in _ways(c, ontology):
                rules = by_rule.setdefault((id(a), id(b)), {})
                relation = c.entry.relation
                if relation not in rules or rules[relation].confidence < c.confidence:
                    rules[relation] = c
    for p, paragraph in enumerate(paragraphs):
        for sentence in sentences(p, paragraph, links, ontology):
            for pair in sentence.pairs():
                allowed = fits.allowed(pair.subject.cls, pair.object.cls)
                rules = by_rule.get((id(pair.subject.cluster), id(pair.object.cluster)), {})
                if (
                    cued
                    and not rules
                    and allowed.keys().isdisjoint(sentence.taken(pair.subject) | sentence.taken(pair.object))
                ):
                    continue
                hints = _hints(sentence, pair, allowed, rules, cued=cued) if allowed else {}
                if hints:
                    yield Row(sentence, pair, sentence.features(pair), hints)


def _ends(pair: Pair) -> tuple[Anchor, Anchor]:
    return pair.subject, pair.object


def _ways(c: Candidate, ontology: Ontology) -> Iterator[tuple[Cluster, Cluster]]:
    assert not isinstance(c.object, str)
    yield c.subject, c.object
    if ontology.relations[c.entry.relation].symmetric:
        yield c.object, c.subject


def _hints(
    sentence: Sentence, pair: Pair, allowed: dict[str, str], rules: dict[str, Candidate], *, cued: bool
) -> dict[str, list[str]]:
    """For each relation allowed: how the classes fit, what the lexicon sees, what a rule said."""
    lexical = sentence.hints(pair, allowed)
    trust = f"trust {int(10 * min(pair.subject.trust, pair.object.trust))}"
    found = {}
    for relation, fit in allowed.items():
        rule = rules.get(relation)
        if cued and rule is None and _CUES.isdisjoint(lexical.get(relation, ())):
            continue
        hints = [fit, trust, *(sorted(lexical.get(relation, ())) or [_NO_LEXICON])]
        if rule is not None:
            here = rule.paragraph == sentence.paragraph and rule.tokens[0].sent.start == sentence.span.start
            hints += ["rule", f"rule {rule.entry.pos}", f"rule {int(rule.confidence * 10)}", f"rule {here}"]
        found[relation] = hints
    return found


class Fits:
    """Which relations the classes of two mentions allow, and how well; keeps what it has worked out."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self._allowed: dict[tuple[str, str], dict[str, str]] = {}
        self._known: dict[tuple[str, tuple[str, ...]], int] = {}

    def allowed(self, subject: str, object: str) -> dict[str, str]:
        """Relation → the hint that says how the classes fit."""
        if (subject, object) not in self._allowed:
            found = {}
            for name, relation in self.ontology.relations.items():
                if relation.literal is None:
                    fit = self._fit(subject, relation.domain)
                    other = self._fit(object, relation.range) if fit else 0
                    if other:
                        found[name] = f"fit {fit} {other}"
            self._allowed[subject, object] = found
        return self._allowed[subject, object]

    def _fit(self, cls: str, classes: tuple[str, ...]) -> int:
        """2 inside, 1 too coarse to tell, 0 outside."""
        known = self._known.get((cls, classes))
        if known is None:
            below = (c for c in self.ontology.classes if self.ontology.is_a(c, cls))
            coarse = cls in _COARSE and any(self.ontology.is_any(c, classes) for c in below)
            known = self._known[cls, classes] = 2 if self.ontology.is_any(cls, classes) else int(coarse)
        return known


# --- what is proposed -------------------------------------------------------------------------
def _candidate(scored: _Scored, confidence: float, ontology: Ontology) -> Candidate:
    """A candidate whose clause is the one that most likely makes the statement."""
    sentence, pair = scored.row.sentence, scored.row.pair
    s, o = pair.subject, pair.object
    clause, match = _cue(sentence, pair, scored.relation)
    entry, role, predicate = None, None, clause.predicate
    if match is not None:
        entry = match.entry
        if ontology.relations[scored.relation].titled and clause.pos == "noun":
            role = match.span
    if entry is None:
        slots = sentence.slots(pair, clause)
        entry = Entry(scored.relation, clause.pos, (clause.lemma,), slots[0], slots[1])
    tokens = (predicate, s.token, o.token)
    rule = f"scorer/{clause.lemma}"
    return Candidate(entry, sentence.paragraph, clause, s.cluster, o.cluster, tokens, confidence, rule, role)


def _cue(sentence: Sentence, pair: Pair, relation: str) -> tuple[Clause, Match | None]:
    """The clause that speaks of a pair: with the lexicon's words if there is one, else on the path between."""
    path = sentence.path(pair)
    best: tuple[tuple[int, int, int], Clause, Match | None] | None = None
    middle = (pair.subject.token.i + pair.object.token.i) // 2
    for clause, matches in sentence.clauses:
        match = next((m for m in matches if m.entry.relation == relation), None)
        filled = sum(map(bool, sentence.slots(pair, clause)))
        near = filled + (clause.predicate.i in path)
        if not (near or match):
            continue
        rank = (2 * (match is not None and near > 0) + (filled == 2), near, -abs(clause.predicate.i - middle))
        if best is None or rank > best[0]:
            best = (rank, clause, match)
    if best is not None:
        return best[1], best[2]
    token = _governor(pair.object.top)
    return Clause(token, "verb" if token.pos_ in VERBS else "noun", token.lemma, ()), None


def _governor(token: Word) -> Word:
    return next((t for t in token.ancestors if t.pos_ in VERBS), token.head)
