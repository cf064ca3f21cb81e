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
from kg.language.tree import Word
from kg.ontology import Ontology

__all__ = ["Context", "Guess"]

#: The country of the French press, which it leaves unsaid, and how much it weighs (a country named counts 1): where
#: nothing tells of it, where something does, and for each of at most `MOST_SIGNS` things that do.
HOME, HOME_NAME = "FR", "France"
UNTOLD, TOLD, SIGN, MOST_SIGNS = 0.5, 3.0, 1.5, 2
#: Weight of being the first that the article names, and of the place that opens the sentence (« À Paris, … »).
FIRST, HERE = 1.0, 2.0
_AT = frozenset({"à", "a", "en", "au", "aux"})
#: Least share of the two heaviest countries that the heavier has, and the share that leaves no doubt.
LEAST, SURE = 0.55, 0.7
#: Trust in a country that leaves no doubt, and in one that leaves some.
TRUST, DOUBT = 0.9, 0.62


class Guess(NamedTuple):
    """A country that an article is about, and how far it is trusted."""

    name: str
    cluster: Cluster | None
    trust: float


class _Sight(NamedTuple):
    """A country that some words tell of; `by_town` where they name only a town of it."""

    paragraph: int
    token: int
    key: str
    by_town: bool = False


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

    def country(self, paragraph: int, word: Word) -> Guess | None:
        """The country that a post in some sentence is of, if the article leaves little doubt.

        Nothing is guessed where no words tell of any country, or only of one town.
        """
        start = word.sent.start
        here = [s for s in self._sights if s.paragraph == paragraph and s.token == start + 1 and s.token < word.i]
        return self._best([s for s in here if word.tree[start].lower_ in _AT])

    def _best(self, here: Sequence[_Sight]) -> Guess | None:
        """The heaviest of all, given the weight of home and where the sentence itself takes place."""
        weights = dict(self._home)
        for n, sight in enumerate(self._sights):
            weights[sight.key] = weights.get(sight.key, 0.0) + 1.0 + (0.0 if n else FIRST)
        for key in {s.key for s in here}:
            weights[key] += HERE
        best, *others = sorted(weights, key=lambda key: (-weights[key], key))
        share = weights[best] / (weights[best] + (weights[others[0]] if others else 0.0))
        told = [s for s in self._sights if s.key == best]
        if (
            share < LEAST
            or (not told and weights[best] <= UNTOLD)
            or (best != HOME and len(told) == 1 and told[0].by_town)
        ):
            return None
        name, cluster = self._named.get(best, (HOME_NAME, None))
        return Guess(name, cluster, TRUST if share >= SURE else DOUBT)

    @cached_property
    def _home(self) -> dict[str, float]:
        """Weight of the press's own country."""
        return {HOME: TOLD + SIGN * min(self._signs, MOST_SIGNS) if self._signs else UNTOLD}

    @cached_property
    def _signs(self) -> int:
        """How many institutions and regions of the press's own country are named, which need no country."""
        signs: set[str] = set()
        for paragraph in self.paragraphs:
            words = [w.text for w in paragraph.tree]
            for length in range(1, 4):
                signs.update(" ".join(words[i : i + length]) for i in range(len(words)) if words[i] in home_heads())
        return len(signs & home_signs())

    @cached_property
    def _sights(self) -> list[_Sight]:
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
            elif cls != "Person":  # a town that acts is taken for a body
                code = city_countries().get(fold(cluster.name))
            for mention, _ in cluster.mentions:
                if mention.kind == "name":
                    if cls in ("Person", "Country"):
                        inside.update((mention.paragraph, i) for i in range(mention.start, mention.end))
                    if code is not None:
                        found.append(_Sight(mention.paragraph, mention.start, code, cls != "Country"))
        for p, paragraph in enumerate(self.paragraphs):
            for word in paragraph.tree:
                if word.pos_ in ("ADJ", "NOUN", "PROPN") and (p, word.i) not in inside and _is_plain(word):
                    place = demonym(word.lower_)
                    if place is not None and place[1] == "Country":
                        code = countries().get(fold(place[0]), fold(place[0]))
                        if code not in self._named:
                            self._named[code] = (place[0], None)
                        found.append(_Sight(p, word.i, code))
        return sorted(found)


def _is_plain(word: Word) -> bool:
    """« l'élection présidentielle **américaine** », a name too, tells of a country; « l'hôtel **Suisse** » does not."""
    return not word.ent_type_ or word.text.islower()
