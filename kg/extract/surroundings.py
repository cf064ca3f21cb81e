"""What an article shows around its pronouns: sentences, quotes, subjects, and what their predicates take."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.antecedents import coarse
from kg.extract.clusters import Cluster, Links
from kg.extract.mentions import Found
from kg.extract.options import Option, is_predicate
from kg.extract.parsed import Parsed
from kg.extract.speakers import quotes
from kg.language.tree import Word
from kg.ontology import Ontology

__all__ = ["Surroundings"]

#: Last distance of each band, in sentences.
_BANDS = (0, 1, 2, 4)
#: Clauses above its own whose subjects a pronoun is compared with.
_LEVELS = 3


class Surroundings:
    """Answers what the features of one article's pronouns ask; keeps what it has worked out.

    Parameters
    ----------
    ontology : Ontology
    links : Links
        With its names' clusters; what is linked meanwhile is seen.
    paragraphs : sequence of Parsed
    sentences : sequence of sequence of int
        Number of the sentence of each word, by paragraph.
    """

    def __init__(
        self, ontology: Ontology, links: Links, paragraphs: Sequence[Parsed], sentences: Sequence[Sequence[int]]
    ) -> None:
        self._ontology = ontology
        self._links = links
        self._paragraphs = paragraphs
        self._sentences = sentences
        self._names = {id(c): len(c.mentions) for c in links.clusters}
        self._most = max(self._names.values(), default=0)
        self._wanted: dict[int, dict[int, list[tuple[str, ...]]]] = {}
        self._quotes: dict[int, list[tuple[int, int]]] = {}

    def names(self, option: Option) -> tuple[int, bool]:
        """How often the article names it, and whether nothing more often."""
        times = self._names.get(id(option.clusters[0]), 0)
        return times, times == self._most

    def away(self, mention: Found, place: tuple[int, int]) -> str:
        """Band of the distance in sentences."""
        distance = abs(self.sentence(mention.paragraph, mention.head.i) - self.sentence(*place))
        return next((str(most) for most in _BANDS if distance <= most), "far")

    def sentence(self, p: int, i: int) -> int:
        """Number of a word's sentence."""
        return self._sentences[p][i]

    def quote(self, p: int, i: int) -> tuple[int, int] | None:
        """Word span of the quote that a word stands in."""
        if p not in self._quotes:
            self._quotes[p] = quotes(self._paragraphs[p].tree)
        return next((q for q in self._quotes[p] if q[0] < i < q[1]), None)

    def kinds(self, classes: Sequence[str]) -> str:
        """Coarse classes of a noun."""
        return "+".join(sorted({coarse(c, self._ontology) for c in classes})) or "thing"

    def had(self, noun: Word) -> str:
        """Coarse classes of what a possessive's noun is known to mean."""
        return self.kinds(self._ontology.classes_of_noun.get(noun.lemma, ()))

    def subjects(self, mention: Found) -> dict[int, tuple[int, str]]:
        """Subjects of the clause that a pronoun stands in and of those above: word → how far above, and source."""
        reader = self._paragraphs[mention.paragraph].reader
        found: dict[int, tuple[int, str]] = {}
        above = [w for w in mention.head.ancestors if is_predicate(w)]
        for level, word in enumerate(above[:_LEVELS]):
            for a in reader.surface_subjects(word):
                if a.token is not mention.head:
                    found.setdefault(a.token.i, (level, a.source))
        return found

    def meant_at(self, p: int, i: int) -> set[Cluster]:
        """What a word means."""
        return {c for c, _ in self._links.at.get((p, i), ())}

    def fits(self, mention: Found, option: Option) -> str:
        """Whether the lexicon's entries for its predicate take such a thing in its slot: "fit", "clash" or "?"."""
        p = mention.paragraph
        if p not in self._wanted:
            self._wanted[p] = self._wants(self._paragraphs[p])
        wanted = self._wanted[p].get(mention.head.i)
        if not wanted:
            return "?"
        classes = [c.type(self._ontology) for c in option.clusters]
        return "fit" if any(all(self._ontology.is_any(c, w) for c in classes) for w in wanted) else "clash"

    def _wants(self, paragraph: Parsed) -> dict[int, list[tuple[str, ...]]]:
        """Word index of a pronoun → the classes that each entry of its predicates wants there."""
        found: dict[int, list[tuple[str, ...]]] = {}
        for clause, matches in paragraph:
            for argument in clause.arguments if matches else ():
                token = argument.token
                if token.pos_ not in ("PRON", "DET", "ADP") or argument.source == "governor":
                    continue
                for match in matches:
                    entry, relation = match.entry, self._ontology.relations[match.entry.relation]
                    if argument.slot in entry.subject:
                        found.setdefault(token.i, []).append(entry.subject_class or relation.domain)
                    if argument.slot in entry.object and relation.literal is None:
                        found.setdefault(token.i, []).append(entry.object_class or relation.range)
        return found
