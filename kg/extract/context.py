"""What an article is about: the country that a post leaves unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from kg.extract.clusters import Cluster, Links
from kg.extract.names import fold
from kg.extract.parsed import Parsed
from kg.extract.types import city_countries, countries
from kg.language.demonyms import demonym, home_heads, home_signs
from kg.ontology import Ontology

__all__ = ["Context", "Guess"]

#: The country of the French press, which it leaves unsaid, and how much it weighs (a country named counts 1): where
#: nothing tells of it, where something does, and for each of at most `MOST_SIGNS` things that do.
HOME, HOME_NAME = "FR", "France"
UNTOLD, TOLD, SIGN, MOST_SIGNS = 0.5, 3.0, 1.5, 2
#: Weight of being the first that the article names.
FIRST = 1.0
#: Least share of the two heaviest countries that the heavier has, and the share that leaves no doubt.
LEAST, SURE = 0.55, 0.7


class Guess(NamedTuple):
    """A country that an article is about, and how far it is trusted."""

    name: str
    cluster: Cluster | None
    trust: float


class _Sight(NamedTuple):
    """A country that some words tell of."""

    paragraph: int
    token: int
    key: str


class Context:
    """Guesses the country that posts leave unsaid: « la ministre de la Santé, X ».

    Parameters
    ----------
    ontology : Ontology
    paragraphs : sequence of Parsed
    links : Links
    """

    def __init__(self, ontology: Ontology, paragraphs: Sequence[Parsed], links: Links) -> None:
        self.ontology = ontology
        self.paragraphs = paragraphs
        self.links = links
        self._named: dict[str, tuple[str, Cluster | None]] = {}

    @cached_property
    def country(self) -> Guess | None:
        """The country that an article is about, if it leaves little doubt."""
        return self._best(sorted(self._seen()), self._home())

    def _best(self, sights: Sequence[_Sight], weights: dict[str, float]) -> Guess | None:
        """The heaviest of all, given the weight of home."""
        for n, sight in enumerate(sights):
            weights[sight.key] = weights.get(sight.key, 0.0) + 1.0 + (0.0 if n else FIRST)
        best, *others = sorted(weights, key=lambda key: (-weights[key], key))
        share = weights[best] / (weights[best] + (weights[others[0]] if others else 0.0))
        if share < LEAST:
            return None
        name, cluster = self._named.get(best, (HOME_NAME, None))
        return Guess(name, cluster, 0.9 if share >= SURE else 0.75)

    def _home(self) -> dict[str, float]:
        """Weight of the press's own country: by its institutions and regions, whose names need no country."""
        signs: set[str] = set()
        for paragraph in self.paragraphs:
            words = [w.text for w in paragraph.tree]
            for length in range(1, 4):
                signs.update(" ".join(words[i : i + length]) for i in range(len(words)) if words[i] in home_heads())
        found = len(signs & home_signs())
        return {HOME: TOLD + SIGN * min(found, MOST_SIGNS) if found else UNTOLD}

    def _seen(self) -> list[_Sight]:
        """Countries by their names, their demonyms and their large towns."""
        found: list[_Sight] = []
        inside: set[tuple[int, int]] = set()
        for cluster in self.links.clusters:
            if not cluster.names:
                continue
            code: str | None = None
            cls = cluster.type(self.ontology)
            if cls == "Country":
                code = countries().get(fold(cluster.name), fold(cluster.name))
                self._named.setdefault(code, (cluster.name, cluster))
            elif self.ontology.is_a(cls, "Place"):
                code = city_countries().get(fold(cluster.name))
            for mention, _ in cluster.mentions:
                if mention.kind == "name":
                    if mention.end - mention.start > 1 or cls == "Country":
                        inside.update((mention.paragraph, i) for i in range(mention.start, mention.end))
                    if code is not None:
                        found.append(_Sight(mention.paragraph, mention.start, code))
        for p, paragraph in enumerate(self.paragraphs):
            for word in paragraph.tree:
                if word.pos_ in ("ADJ", "NOUN", "PROPN") and (p, word.i) not in inside:
                    place = demonym(word.lower_)
                    if place is not None and place[1] == "Country":
                        code = countries().get(fold(place[0]), fold(place[0]))
                        if code not in self._named:
                            self._named[code] = (place[0], None)
                        found.append(_Sight(p, word.i, code))
        return found
