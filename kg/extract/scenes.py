"""Where a clause takes place, and so the event that it speaks of: « **À Bamako**, il a ouvert **le Festival** »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.behind import is_larger, is_of_kind
from kg.extract.clusters import Cluster
from kg.extract.fillers import Candidate, Filler
from kg.extract.names import fold
from kg.extract.relations import Matcher
from kg.extract.types import city_countries
from kg.language import fr
from kg.language.clauses import Argument, Clause
from kg.language.tree import Word
from kg.ontology import Entry
from kg.records import MIN_CONFIDENCE

__all__ = ["Scenes"]

_AFTER_OF = re.compile(r"(?:\bde |\bd['’])([A-ZÀ-Ý][\w-]+(?: [A-ZÀ-Ý][\w-]+)*)")

#: Nouns between a verb and what it is about, at most: « la cérémonie d'ouverture **du Festival** ».
DEPTH = 3
#: How an argument must have come to be one.
_SURE = frozenset({"direct", "shared", "relative", "near"})
#: Trust in a place that the parser hangs on the object.
BEHIND = 0.9


class Scenes:
    """Matches the ontology's scene entries: any verb but some, with what its place is said of.

    Parameters
    ----------
    matcher : Matcher
    """

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.entries = matcher.lexicon.scenes
        self.ontology = matcher.ontology

    def candidates(self, found: Sequence[Candidate]) -> Iterator[Candidate]:
        """What takes place where its clause does, unless the article places it otherwise."""
        placed = {(id(c.subject), c.entry.relation) for c in found if c.confidence >= MIN_CONFIDENCE}
        for p, paragraph in enumerate(self.matcher.paragraphs):
            inside = self.matcher.inside_names(p)
            for clause in paragraph.clauses:
                if clause.pos == "verb" and clause.predicate.i not in inside and clause.lemma not in fr.ELSEWHERE_VERBS:
                    for entry in self.entries:
                        for c in self._of_clause(p, clause, entry):
                            if (id(c.subject), c.entry.relation) not in placed:
                                yield c

    def _of_clause(self, p: int, clause: Clause, entry: Entry) -> Iterator[Candidate]:
        own = (a for a in clause.fillers(*entry.object) if a.source == "direct")
        here = [f for a in own for f in self._named(p, a, a.token)] or self._behind_object(p, clause, entry)
        here = [f for f in here if self._may_be(f, entry.object_class)]
        if entry.subject_nouns:  # « **À Toulouse**, l'hôpital Purpan manque de lits »
            here = [f for f in here if f.token.i < clause.predicate.i]
        if not here:
            return
        place = here[0]
        for argument in clause.fillers(*entry.subject):
            for theme in self._themes(p, argument) if argument.source in _SURE else ():
                if self._is_of(p, entry, theme) and self._may_lie(theme, place):
                    tokens = (clause.predicate, theme.token, place.token)
                    confidence = entry.confidence * theme.trust * place.trust
                    rule = f"{clause.lemma}/scene"
                    yield Candidate(entry, p, clause, theme.cluster, place.cluster, tokens, confidence, rule)

    def _is_of(self, p: int, entry: Entry, theme: Filler) -> bool:
        """Tell whether a theme is what an entry speaks of, by class and by its nouns."""
        if not self._may_be(theme, entry.subject_class):
            return False
        if not entry.subject_nouns:
            return True
        if theme.token is not theme.argument.token and not self._may_be(theme, ("Place",)):
            return False  # « une délégation **de l'université** »
        own = [m for m, _ in theme.cluster.mentions if m.paragraph == p and m.start <= theme.token.i < m.end]
        return any(is_of_kind(m, theme.cluster, entry) for m in own)

    def _may_lie(self, theme: Filler, place: Filler) -> bool:
        elsewhere = _is_elsewhere(theme.cluster, place.cluster)
        return not elsewhere and is_larger(place.cluster, theme.cluster, self.ontology)

    def _may_be(self, filler: Filler, classes: Sequence[str]) -> bool:
        return self.ontology.is_any(filler.cluster.type(self.ontology), classes)

    def _behind_object(self, p: int, clause: Clause, entry: Entry) -> list[Filler]:
        """« la Nuit de la solidarité mobilise des bénévoles **à Grenoble** », whatever the parser hangs it on."""
        found = []
        for a in clause.fillers(":obj"):
            if a.source == "direct" and a.token.pos_ == "NOUN" and not self._named(p, a, a.token):
                behind = (c for c in a.token.children if c.i > a.token.i and c.label in fr.OBLIQUES)
                inner = [Argument(c.preposition or "", c) for c in behind if c.preposition in entry.object]
                found += [f for i in inner for f in self._named(p, i, i.token, BEHIND)]
        return found

    def _themes(self, p: int, argument: Argument) -> Iterator[Filler]:
        """What an argument names, or is « of »."""
        word, trust = argument.token, 1.0
        for _ in range(DEPTH):
            found = self._named(p, argument, word, trust)
            if found:
                yield from found
                return
            inner = [c for c in word.children if c.i > word.i and c.preposition == "de" and c.label in fr.OBLIQUES]
            if not inner:
                return
            word, trust = inner[0], trust * 0.97

    def _named(self, p: int, argument: Argument, word: Word, trust: float = 1.0) -> list[Filler]:
        linked = self.matcher.links.at.get((p, word.i), ())
        return [Filler(c, word, argument, trust * w) for c, w in linked if c.is_named_at(p, word.i)]


def _is_elsewhere(theme: Cluster, place: Cluster) -> bool:
    """Tell whether a name is that of a prize, or names another town: « le Festival **de Cannes** »."""
    if any(name.lower().split()[0] in fr.PRIZES for name in theme.names):
        return True
    words = {w for name in theme.names for w in _AFTER_OF.findall(name)} - {place.name}
    return not city_countries().keys().isdisjoint(map(fold, words))
