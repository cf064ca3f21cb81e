"""The body that a post leaves unsaid: « Renault recule. La **PDG**, X, … », « Renault s'est choisi un **PDG**, X »."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.clusters import Cluster
from kg.extract.fillers import Filler, Fillers
from kg.extract.lexicon import Match
from kg.language import fr
from kg.language.arguments import Clause
from kg.language.demonyms import demonym
from kg.language.tokens import has
from kg.language.tree import Word

__all__ = ["Bodies", "Body"]

#: Trust in the subject of a verb that gives it the post, in the one body of the sentence, in what the article is about.
GIVEN, ONLY, TOPIC = 0.9, 0.8, 0.65
#: Least share of the two bodies most spoken of that the first has, and its least weight; what it weighs to be the first
#: of all, and to be told of in the same paragraph.
SHARE, LEAST, FIRST, NEAR = 0.7, 4.0, 2.0, 1.0

#: Bodies that an article mostly quotes.
SOURCE = "MediaOrganization"


class Body(NamedTuple):
    """A body, and how far it is trusted to be the post's."""

    cluster: Cluster
    trust: float


class Bodies:
    """Guesses the body of posts that name none.

    Parameters
    ----------
    fillers : Fillers
    """

    def __init__(self, fillers: Fillers) -> None:
        self.fillers = fillers
        self.ontology = fillers.ontology

    def of(self, p: int, clause: Clause, match: Match, holder: Filler) -> Body | None:
        """The body of a post that somebody holds, if its noun phrase leaves it unsaid and little doubt is left."""
        noun = clause.predicate
        if has(noun, "Number", "Plur") or not self._is_bare(noun, match, holder):
            return None
        given = self._given(p, noun, match)
        if given is not None:
            return given
        first = {c.lower_ for c in noun.children if c.label == "det"}
        if first - fr.ARTICLES or any(c.lemma in fr.FORMER_ADJECTIVES for c in noun.children):
            return None
        bodies = list(self._bodies(p, noun, match, holder))
        here = [c for c, _, said in bodies if said]
        weights = sorted((w for _, w, _ in bodies), reverse=True)
        if not weights:
            return None
        best = next(c for c, w, said in sorted(bodies, key=lambda b: not b[2]) if w == weights[0])
        if here == [best]:
            return Body(best, ONLY)
        share = weights[0] / sum(weights[:2])
        fits = (not here or best in here) and weights[0] >= LEAST and share >= SHARE
        return Body(best, TOPIC) if fits else None

    def _is_bare(self, noun: Word, match: Match, holder: Filler) -> bool:
        """No complement tells whose post it is: « la directrice **de la crèche** », « le président **malien** »."""
        words = noun.tree.words
        end = match.span[1]
        if end + 1 < len(words) and words[end].pos_ == "ADP" and fr.PREPOSITIONS.get(words[end].lower_) in ("de", "à"):
            inner = next((w for w in words[end + 1 : end + 4] if w.pos_ in ("NOUN", "PROPN", "X")), None)
            if inner is None or inner.lemma not in fr.THE_BODY:
                return False
        for word in words[match.span[0] : end]:
            for child in word.children:
                if child.i < end or child.i > holder.token.i > noun.i or holder.token in (child, *child.subtree):
                    continue
                if child.label == "amod" and demonym(child.lower_) is not None:
                    return False
                if child.label in fr.OBLIQUES and child.preposition and child.lemma not in fr.THE_BODY:
                    return False
        return True

    def _given(self, p: int, noun: Word, match: Match) -> Body | None:
        """« **Renault** a un nouveau patron », « s'est choisi une PDG »: the subject of a verb that gives it one."""
        verb = noun.head
        if verb.lemma not in fr.BEING_GIVEN or noun.label not in fr.OBJECTS | fr.OBLIQUES:
            return None
        for argument in self.fillers.readers[p].surface_subjects(verb):
            for filler in self.fillers.of(p, argument, GIVEN):
                if self._may_have(filler.cluster, match):
                    return Body(filler.cluster, filler.trust)
        return None

    def _bodies(self, p: int, noun: Word, match: Match, holder: Filler) -> Iterator[tuple[Cluster, float, bool]]:
        """Bodies told of so far, how much, and whether the sentence names them before the post."""
        sentence = noun.sent
        person = {word for name in holder.cluster.names for word in name.split()}
        first = True
        for cluster in self.fillers.links.clusters:
            if cluster is holder.cluster or not cluster.names or not self._may_have(cluster, match):
                continue
            if any(person.issuperset(name.split()) for name in cluster.names):
                continue  # a body for the tagger, but the person's own name
            if self.ontology.is_a(cluster.type(self.ontology), SOURCE) and len(cluster.mentions) < LEAST:
                continue  # « Selon Le Figaro, le **patron**, X, … »
            places = [(m.paragraph, m.start) for m, _ in cluster.mentions if (m.paragraph, m.start) < (p, sentence.end)]
            if not places:
                continue
            here = any(q == p and sentence.start <= i < noun.i for q, i in places)
            near = any(q == p for q, _ in places)
            yield cluster, len(places) + (FIRST if first else 0.0) + (NEAR if near else 0.0), here
            first = False

    def _may_have(self, cluster: Cluster, match: Match) -> bool:
        entry = match.entry
        return self.fillers.fits(cluster, entry.object_class, self.ontology.relations[entry.relation].range)
