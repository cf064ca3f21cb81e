"""Posts that leave unsaid what they are of: « la **ministre de la Santé**, X », « Renault recule. La **PDG**, X »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.bodies import Bodies
from kg.extract.clusters import Cluster
from kg.extract.context import Context
from kg.extract.fillers import Candidate, Filler
from kg.extract.frames import Frames
from kg.extract.lexicon import Match
from kg.extract.parsed import Parsed
from kg.language.clauses import Argument, Clause
from kg.language.demonyms import is_no_country
from kg.language.tokens import has, is_name
from kg.language.tree import Word

__all__ = ["UnsaidPosts", "is_guessed"]

#: What ends the name of a rule whose object only the context tells.
_CONTEXT = "/context"
#: What some posts are of; others are of bodies.
_COUNTRY = "Country"


def is_guessed(candidate: Candidate) -> bool:
    """Tell whether only the context gives the object of a candidate."""
    return candidate.rule.endswith(_CONTEXT)


class UnsaidPosts:
    """Finds the countries and bodies of posts whose noun phrase does not name them.

    Parameters
    ----------
    frames : Frames
    paragraphs : sequence of Parsed
    """

    def __init__(self, frames: Frames, paragraphs: Sequence[Parsed]) -> None:
        self.frames = frames
        self.fillers = frames.fillers
        self.ontology = frames.ontology
        self.links = self.fillers.links
        self.bodies = Bodies(self.fillers)
        self.context = Context(self.ontology, paragraphs, self.links)

    def candidates(
        self, p: int, clause: Clause, matches: Sequence[Match], found: Sequence[Candidate]
    ) -> list[Candidate]:
        """Posts of a clause that its words do not tell, given what they do."""
        guessed: list[Candidate] = []
        titles = {m.entry.relation for m in matches if self.ontology.relations[m.entry.relation].titled}
        for match in matches if clause.pos == "noun" else ():
            relation = match.entry.relation
            told = any(c.entry.relation == relation for c in (*found, *guessed))
            if relation in titles and ":context" in match.entry.object and not told:
                guessed += self._of_countries(p, clause, match, alone=len(titles) == 1)
        if not found and not guessed:
            guessed += self._of_bodies(p, clause, matches)
        return guessed

    def _of_countries(self, p: int, clause: Clause, match: Match, *, alone: bool) -> Iterator[Candidate]:
        """« la ministre de la Santé, X »: a post whose country only the article tells."""
        arguments = _own(clause)
        beyond = [a for a in arguments if not a.slot.startswith(":") and a.token.i >= match.span[1]]
        if self._is_said(p, clause, match, beyond):
            return
        entry = match.entry
        relation = self.ontology.relations[entry.relation]
        subjects = self.frames.fill(p, clause, arguments, entry.subject, relation.domain, titled=relation.titled)
        subjects = [s for s in subjects if self.fillers.is_exact(s.cluster, entry.subject_class, relation.domain)]
        if has(clause.predicate, "Number", "Plur") and len(subjects) < 2:
            return  # « avant de conseiller les ministres, X … »
        if not alone:  # « le président X » of a country; « le président, X » may be any other
            subjects = [s for s in subjects if s.token.i == match.span[1] and not beyond]
        guess = self.context.country(p, clause.predicate) if subjects else None
        if guess is None:
            return
        place = guess.cluster or self.fillers.place(p, clause.predicate, guess.name, _COUNTRY)
        yield from (self._post(p, clause, match, s, place, guess.trust) for s in subjects if s.cluster is not place)

    def _is_said(self, p: int, clause: Clause, match: Match, beyond: Sequence[Argument]) -> bool:
        """Tell whether the clause says whose a post is, or that it is no post of a country."""
        if any(a.source == "relative" for a in clause.arguments) or any(self._is_named(p, a.token) for a in beyond):
            return True
        if any(a.slot in match.entry.object and not a.token.text[:1].isupper() for a in beyond):
            return True  # « ministre du culte », « roi du rire »: no « ministre de la Santé »
        return self._is_of_elsewhere(p, clause, match)

    def _is_of_elsewhere(self, p: int, clause: Clause, match: Match) -> bool:
        """« la cheffe de la diplomatie **européenne** », « ministre des Langues au gouvernement **de Navarre** »."""
        noun = clause.predicate
        words = self.fillers.trees[p].words[noun.i : match.span[1]]
        if any(c.label == "amod" and is_no_country(c.lower_) for w in words for c in w.children):
            return True
        holders = {a.token.i for a in clause.arguments if a.slot == ":self"}
        behind = [
            w for w in noun.subtree if w.i >= match.span[1] and holders.isdisjoint(h.i for h in (w, *w.ancestors))
        ]
        return any(w.preposition == "de" and self._is_named(p, w) for w in behind)

    def _is_named(self, p: int, token: Word) -> bool:
        """The name of a place, or any without an article: « ministre des **Pêches** » is of neither."""
        bare = token.pos_ in ("PROPN", "X") and all(c.label != "det" for c in token.children)
        return bare or any(
            self.ontology.is_a(c.type(self.ontology), "Place") for c, _ in self.links.at.get((p, token.i), ())
        )

    def _of_bodies(self, p: int, clause: Clause, matches: Sequence[Match]) -> Iterator[Candidate]:
        """« Renault recule. La PDG, X, … »: a post of the body that the clause or the article is about."""
        relations = [self.ontology.relations[m.entry.relation] for m in matches if ":context" in m.entry.object]
        states = any(_COUNTRY in r.range for r in relations)  # « le président X » of a country, or of any other
        for match in matches:
            entry = match.entry
            if ":body" not in entry.object or any(a.source == "relative" for a in clause.arguments):
                continue
            relation = self.ontology.relations[entry.relation]
            holders = self.frames.fill(p, clause, _own(clause), entry.subject, relation.domain, titled=relation.titled)
            for s in holders if len(holders) == 1 else ():
                between = {w.text for w in self.fillers.trees[p].words[match.span[1] : s.token.i]}
                if not is_name(s.token) or s.token is clause.predicate or (states and "," not in between):
                    continue
                if s.cluster.type(self.ontology) == "Person" and (body := self.bodies.of(p, clause, match, s)):
                    yield self._post(p, clause, match, s, body.cluster, body.trust)

    def _post(self, p: int, clause: Clause, match: Match, holder: Filler, of: Cluster, trust: float) -> Candidate:
        tokens = (clause.predicate, holder.token, *self.fillers.trees[p].words[match.span[0] : match.span[1]])
        trust = match.entry.confidence * holder.trust * trust
        rule = match.pattern.lemma + _CONTEXT
        return Candidate(match.entry, p, clause, holder.cluster, of, tokens, trust, rule, match.span)


def _own(clause: Clause) -> list[Argument]:
    """Arguments that stand in a noun phrase itself."""
    return [a for a in clause.arguments if a.slot.startswith(":") or a.source == "direct"]
