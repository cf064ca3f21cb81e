"""What an article's mentions refer to."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extract.mentions import Found
from kg.language.tree import Word
from kg.ontology import Ontology

__all__ = ["Cluster", "Links"]


@dataclass(slots=True, eq=False)
class Cluster:
    """What an article's mentions refer to.

    Attributes
    ----------
    mentions : list of (Found, float)
        With the confidence of each link.
    types : dict of str to float
        Votes for its class.
    nouns : set of str
        Common nouns that the article uses of it.
    gender : str
    complements : dict of str to set of str
        What its nominals were « of »: noun → folded complements.
    is_settled : bool
        Its class is what predicates asked for (`kg.extract.settle`).
    """

    mentions: list[tuple[Found, float]] = field(default_factory=list)
    types: dict[str, float] = field(default_factory=dict)
    nouns: set[str] = field(default_factory=set)
    gender: str = ""
    complements: dict[str, set[str]] = field(default_factory=dict)
    is_settled: bool = False
    _type: str | None = None

    def add(self, mention: Found, confidence: float) -> None:
        """Take a mention in, and learn from it."""
        self.mentions.append((mention, confidence))
        self._type = None
        if mention.kind == "name":
            for cls, weight in mention.types.items():
                self.types[cls] = self.types.get(cls, 0.0) + weight
        self.nouns |= mention.nouns
        if mention.of:
            for noun in mention.nouns:
                self.complements.setdefault(noun, set()).add(mention.of)
        if mention.kind != "pronoun" or not self.gender:
            self.gender = self.gender or mention.gender

    @property
    def names(self) -> list[str]:
        """Proper names used, in order of use."""
        return [m.name for m, _ in self.mentions if m.name]

    @property
    def name(self) -> str:
        """The fullest proper name: most words, then most letters, then first used."""
        return max(self.names, key=lambda n: (len(n.split()), sum(c.isalpha() for c in n)))

    @property
    def kinds(self) -> set[str]:
        """Nouns that tell what it is: those used of it, and the first words of its names (« **Agence** spatiale »)."""
        return self.nouns | {name.split()[0].lower() for name in self.names}

    def is_named_at(self, p: int, i: int) -> bool:
        """Tell whether a word of a paragraph is part of a name for it."""
        return any(m.kind == "name" and m.paragraph == p and m.start <= i < m.end for m, _ in self.mentions)

    def is_named_by(self, p: int, head: Word) -> bool:
        """Tell whether a word of a paragraph heads a name for it."""
        return any(m.kind == "name" and m.paragraph == p and m.head == head for m, _ in self.mentions)

    def type(self, ontology: Ontology) -> str:
        """Best-supported class; of several on one line of descent, the lowest."""
        if self._type is None:
            self._type = self._best_type(ontology)
        return self._type

    def narrow(self, cls: str) -> None:
        """Vote for a class below the present one, which a relation asks for (« maire de **X** »: a City)."""
        self.types[cls] = self.types.get(cls, 0.0) + 0.6
        self._type = None

    def settle(self, cls: str) -> None:
        """Take a class that the predicates around its names ask for, in place of what was guessed."""
        self.types = {cls: 1.0}
        self.is_settled = True
        self._type = None

    def _best_type(self, ontology: Ontology) -> str:
        if not self.types:
            return ""
        if len(self.types) == 1:
            return next(iter(self.types))
        total = {
            c: round(sum(w for d, w in self.types.items() if ontology.are_kin(d, c)), 6) for c in sorted(self.types)
        }
        most = max(total.values())
        best = [c for c, weight in total.items() if weight == most]
        if len(best) == 1:
            return best[0]
        return max(best, key=lambda c: (ontology.depth(c), self.types[c]))


@dataclass(slots=True)
class Links:
    """Clusters of an article, and what each token refers to.

    Attributes
    ----------
    clusters : list of Cluster
        In order of first mention.
    at : dict of (int, int) to list of (Cluster, float)
        (paragraph, token index) → clusters, with confidence; several for a plural.
    """

    clusters: list[Cluster] = field(default_factory=list)
    at: dict[tuple[int, int], list[tuple[Cluster, float]]] = field(default_factory=dict)
