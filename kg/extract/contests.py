"""Who meets whom takes part in what the article tells of: « **Open de Lyon** … Mercredi, X a dompté **Y** »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.extract.clusters import Cluster
from kg.extract.fillers import Candidate
from kg.extract.lexicon import Match
from kg.extract.names import fold
from kg.extract.relations import Matcher
from kg.language import fr
from kg.language.clauses import Clause
from kg.language.tokens import is_bare
from kg.language.tree import Word
from kg.ontology import Entry
from kg.records import MIN_CONFIDENCE

__all__ = ["Contests"]

#: A meeting that is less sure than this tells of no event.
SURE = 0.55
#: Trust in an event of the same sentence, and in the only one that the article tells of.
HERE, ONLY = 1.0, 0.85


class _Sight(NamedTuple):
    """Where an event is mentioned."""

    paragraph: int
    token: Word
    event: Cluster


class _Doing(NamedTuple):
    """What those who take part do, and how far it is trusted."""

    entry: Entry
    paragraph: int
    clause: Clause
    who: tuple[Cluster, ...]
    tokens: tuple[Word, ...]
    trust: float
    rule: str


class Contests:
    """Finds the event that those who meet, lead or give up take part in, where their clause does not name it.

    The ontology's entries with `kgl:context` for an event say who does; a contest entry takes both ends of the
    statements whose relation is one of opponents.

    Parameters
    ----------
    matcher : Matcher
    """

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.lexicon = matcher.lexicon
        self.ontology = matcher.ontology
        self.links = matcher.links
        self.fillers = matcher.fillers

    def candidates(self, found: Sequence[Candidate]) -> Iterator[Candidate]:
        """Who takes part in the event of the sentence, or the only one of the article, where nothing else ties them."""
        sights = sorted(self._sights(), key=lambda s: (s.paragraph, s.token.i))
        if not sights:
            return
        tied = {frozenset((id(c.subject), id(c.object))) for c in found if c.confidence >= MIN_CONFIDENCE}
        for doing in (*self._meetings(found), *self._deeds()):
            sight, trust = self._event(doing, sights)
            if sight is None:
                continue
            here = (sight.token,) if sight.token.sent is doing.tokens[0].sent else ()
            for who in doing.who:
                if frozenset((id(who), id(sight.event))) not in tied and who is not sight.event:
                    tokens = (*doing.tokens, *here)
                    confidence = doing.entry.confidence * doing.trust * trust
                    yield Candidate(
                        doing.entry, doing.paragraph, doing.clause, who, sight.event, tokens, confidence, doing.rule
                    )

    def _meetings(self, found: Sequence[Candidate]) -> Iterator[_Doing]:
        """Statements of two opponents: « X a battu **Y** »."""
        for c in found:
            if self.ontology.relations[c.entry.relation].contest and c.confidence >= SURE:
                for entry in self.lexicon.contests:
                    ends = [e for e in (c.subject, c.object) if not isinstance(e, str)]
                    if any(self.ontology.is_any(e.type(self.ontology), entry.subject_class) for e in ends):
                        who = tuple(e for e in ends if self.fillers.fits(e, entry.subject_class, ()))
                        trust = c.confidence**0.5  # whether they met, not who won
                        yield _Doing(entry, c.paragraph, c.clause, who, c.tokens, trust, f"{c.rule}/contest")

    def _deeds(self) -> Iterator[_Doing]:
        """Deeds of one alone: « X **abandonne** », « Y est **en tête** devant Z »."""
        for p, paragraph in enumerate(self.matcher.paragraphs):
            for clause, matches in paragraph:
                for match in matches:
                    entry = match.entry
                    if ":context" in entry.object and "Event" in entry.object_class and self._is_open(p, clause, match):
                        for f in self.matcher.subjects(p, clause, entry):
                            rule = f"{match.pattern.lemma}/contest"
                            yield _Doing(entry, p, clause, (f.cluster,), (clause.predicate, f.token), f.trust, rule)

    def _is_open(self, p: int, clause: Clause, match: Match) -> bool:
        """Tell whether nothing says of what else: « prend la tête **du parti** », « abandonne **ses études** »."""
        nouns = [w for w in (match.complement, clause.predicate) if w is not None]
        told = [c for w in nouns for c in w.children if c.preposition == "de" and c.i > w.i]
        if ":obj" not in match.entry.subject and match.complement is None:
            told += [a.token for a in clause.fillers(":obj") if not is_bare(a.token)]
        return all(w.lemma in fr.STAGES or w.lower_ in fr.TIME_NOUNS or self._is_event(p, w) for w in told)

    def _is_event(self, p: int, word: Word) -> bool:
        return any(self.ontology.is_a(c.type(self.ontology), "Event") for c, _ in self.links.at.get((p, word.i), ()))

    def _sights(self) -> Iterator[_Sight]:
        """Mentions of events that may be contests."""
        for cluster in self.links.clusters:
            if self.ontology.is_a(cluster.type(self.ontology), "Event") and not _is_other(cluster):
                for mention, _ in cluster.mentions:
                    yield _Sight(mention.paragraph, mention.head, cluster)

    def _event(self, doing: _Doing, sights: Sequence[_Sight]) -> tuple[_Sight | None, float]:
        """The one event of a deed's sentence, or the only one of the article, told of before."""
        sentence = doing.tokens[0].sent
        here = [s for s in sights if s.token.sent is sentence]
        if len({id(s.event) for s in here}) == 1:
            return here[0], HERE
        before = [s for s in sights if s.paragraph <= doing.paragraph]
        if not here and before and len({id(s.event) for s in sights}) == 1:
            return before[-1], ONLY
        return None, 0.0


def _is_other(event: Cluster) -> bool:
    """Tell whether an event is no contest: « le **sommet** de Nairobi »."""
    words = {fold(w) for name in event.names for w in name.split()} | {fold(n) for n in event.nouns}
    return not words.isdisjoint(fr.NO_CONTESTS)
