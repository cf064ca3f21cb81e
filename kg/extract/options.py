"""What a pronoun or possessive may mean at all: by what was named before, class, number, gender and binding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.antecedents import GROUPS, by_position, coarse
from kg.extract.clusters import Cluster, Links
from kg.extract.mentions import Found
from kg.extract.parsed import Parsed
from kg.extract.ranking import classes_of
from kg.language import fr
from kg.language.tokens import coordinated, gender_of, has
from kg.language.tree import Word
from kg.ontology import Ontology

__all__ = ["GROUP", "Noun", "Option", "Options", "clause_of", "form_of", "is_predicate"]

#: Sentences after which what was mentioned last is farther away than pronouns reach.
_WINDOW = 5
#: Several things together, and common nouns, are looked for as far as this.
_GROUP_WINDOW = 2
_NOUN_WINDOW = 1
#: Kind of several together.
GROUP = "Group"
#: Groups of classes (`kg.extract.antecedents.GROUPS`) of which two are a pair: persons, countries, bodies.
_PAIRED = frozenset({1, 2, 3})


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """What a pronoun may mean: one cluster or several, with the mentions that it may take up in text order.

    `kind` is a coarse class, or `GROUP`; `last` the last of the mentions.
    """

    clusters: tuple[Cluster, ...]
    kind: str
    seen: list[Found]
    last: Found


@dataclass(frozen=True, slots=True, eq=False)
class Noun:
    """A common noun that means nothing named, and the classes of what it may mean."""

    word: Word
    paragraph: int
    classes: tuple[str, ...]

    @property
    def position(self) -> tuple[int, int]:
        """Order in the article."""
        return self.paragraph, self.word.i


def form_of(mention: Found) -> str:
    """Tell what a pronoun is in its clause, with an "s" behind for plural ones.

    "subj", "obj", "dat" (« lui **donne** »), "poss", "en", "y", "this" (« celui-ci », « ce dernier ») or "self"
    (« X, **lui**, … »).
    """
    head = mention.head
    lower, label = head.lower_, head.label
    if head.pos_ == "DET":
        form = "poss"
    elif lower in fr.CLITIC_COMPLEMENTS:
        form = lower
    elif lower in fr.POINTING_PRONOUNS or lower in fr.POINTING_NOUNS:
        form = "this"
    elif lower in fr.SUBJECT_PRONOUNS and (label in fr.SUBJECTS or label in fr.EXPLETIVE or lower[0] == "-"):
        form = "subj"
    elif lower in fr.OBJECT_CLITICS:
        form = "obj"
    elif lower in fr.DATIVE_CLITICS and head.i < head.head.i and head.preposition is None and label != "nsubj":
        form = "dat"
    else:
        form = "self"
    return form + ("s" if mention.number == "p" else "")


class Options:
    """Finds what the pronouns of one article may mean.

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

    def of(self, mention: Found, apart: set[int]) -> list[Option]:
        """All options of a pronoun, given the words of its paragraph that mean another; the single ones first."""
        if mention.head.pos_ == "DET":
            apart = self._owned(mention)
        found = [self._option(mention, (c,)) for c in self._links.clusters if self._may_mean(mention, c)]
        if mention.number == "p":
            groups = {frozenset(map(id, g)): g for g in reversed(list(self._groups(mention)))}
            before = (g for g in reversed(groups.values()) if any(self._seen(mention, c) for c in g))
            found += [self._option(mention, g) for g in before]
        return [o for o in found if not self._is_apart(mention, o, apart)]

    def _option(self, mention: Found, clusters: tuple[Cluster, ...]) -> Option:
        seen = sorted((m for c in clusters for m in self._seen(mention, c)), key=by_position)
        cls = clusters[0].type(self._ontology)
        kind = coarse(cls, self._ontology) if len(clusters) == 1 else GROUP
        return Option(clusters, kind, seen, seen[-1])

    def _owned(self, mention: Found) -> set[int]:
        """Words that are no owner: « X, **son** président » is not X's president, « A, B et **son** C » neither's C."""
        noun = mention.head.head
        if noun.pos_ != "NOUN":
            return set()
        reader = self._paragraphs[mention.paragraph].reader
        same = {a.token.i for a in reader.noun(noun).arguments if a.slot == ":self" and a.source != "governor"}
        first = noun
        while first.label == "conj" and first.head is not first:
            first = first.head
        listed = {w.i for w in coordinated(first)} - {noun.i}
        return same | listed if len(listed) > 1 else same

    def _is_apart(self, mention: Found, option: Option, apart: set[int]) -> bool:
        return bool(apart) and any(
            m.head.i in apart and m.paragraph == mention.paragraph for c in option.clusters for m, _ in c.mentions
        )

    def _may_mean(self, mention: Found, cluster: Cluster) -> bool:
        cls = cluster.type(self._ontology)
        if not cls:
            return False
        if cls == "Person":
            if mention.number == "p":
                return False
            if mention.gender and cluster.gender and mention.gender != cluster.gender:
                return False
        here = self._sentence(mention)
        return any(abs(here - self._sentence(m)) <= _WINDOW for m in self._seen(mention, cluster))

    def _sentence(self, mention: Found) -> int:
        return self._sentences[mention.paragraph][mention.head.i]

    def _seen(self, mention: Found, cluster: Cluster) -> list[Found]:
        """Mentions that a pronoun may take up: those before it; and, before a main subject, that subject."""
        found = [m for m, _ in cluster.mentions if m.position < mention.position]
        return found or [m for m, _ in cluster.mentions if _is_fronted(mention, m)]

    # --- several ----------------------------------------------------------------------------
    def _groups(self, mention: Found) -> Iterator[tuple[Cluster, ...]]:
        """Several that were named together, or two of a kind that a sentence names; the nearest first."""
        here = self._sentence(mention)
        for p in range(mention.paragraph, -1, -1):
            numbers = self._sentences[p]
            places = sorted((i for q, i in self._links.at if q == p and (p, i) < mention.position), reverse=True)
            near = [i for i in places if here - numbers[i] <= _GROUP_WINDOW]
            if not near:
                return
            for i in near:
                known = tuple(c for c, _ in self._links.at[p, i])
                if len(known) > 1:
                    yield known
                group = self._coordinates(p, i, mention)
                if len(group) > 1:
                    yield group
            yield from self._pairs(p, mention, here)

    def _coordinates(self, p: int, i: int, mention: Found) -> tuple[Cluster, ...]:
        word = self._paragraphs[p].tree[i]
        if word.label == "conj" and (p, word.head.i) in self._links.at:
            return ()
        words = [w for w in coordinated(word) if (p, w.i) < mention.position]
        linked = [c for w in words for c, _ in self._links.at.get((p, w.i), ())]
        return tuple(dict.fromkeys(linked)) if len(words) > 1 else ()

    def _pairs(self, p: int, mention: Found, here: int) -> Iterator[tuple[Cluster, ...]]:
        """The two persons, or the two bodies, of a sentence that names no third."""
        together: dict[tuple[int, int], dict[Cluster, tuple[int, int]]] = {}
        for cluster in self._links.clusters:
            group = GROUPS.get(coarse(cluster.type(self._ontology), self._ontology), 0)
            for m, _ in cluster.mentions if group in _PAIRED else ():
                if m.paragraph == p and m.position < mention.position and m.kind != "pronoun":
                    number = self._sentence(m)
                    if here - number <= _NOUN_WINDOW:
                        together.setdefault((number, group), {}).setdefault(cluster, m.position)
        for _, found in sorted(together.items(), key=_key, reverse=True):
            if len(found) == 2:
                yield tuple(sorted(found, key=found.__getitem__))

    def several(self, mention: Found) -> tuple[Cluster, ...]:
        """Find whom « les deux hommes », « le couple » or « le premier » speaks of: the nearest so many of a kind."""
        here = self._sentence(mention)
        for group in self._groups(mention):
            near = all(
                any(
                    0 <= here - self._sentence(m) <= _NOUN_WINDOW
                    for m, _ in c.mentions
                    if m.position < mention.position
                )
                for c in group
            )
            if len(group) == mention.several and (near or mention.nth < 0) and self._are_such(mention, group):
                return group
        return ()

    def _are_such(self, mention: Found, group: tuple[Cluster, ...]) -> bool:
        classes = [c.type(self._ontology) for c in group]
        if mention.types:
            alike = all(any(self._ontology.are_kin(t, cls) for t in mention.types) for cls in classes)
        else:
            alike = len({GROUPS.get(coarse(cls, self._ontology)) for cls in classes}) == 1
        meant = group if mention.nth < 0 else group[mention.nth : mention.nth + 1]
        clashes = {"m"} if mention.gender == "f" else {"f"} if mention.nth >= 0 else set()
        return alike and (classes[0] != "Person" or all(c.gender not in clashes for c in meant))

    # --- common nouns -----------------------------------------------------------------------
    def nouns(self, mention: Found, apart: set[int]) -> Iterator[Noun]:
        """Find the common nouns before a pronoun that agree with it and mean nothing named."""
        here = self._sentence(mention)
        for p in range(max(0, mention.paragraph - 1), mention.paragraph + 1):
            for sentence in self._paragraphs[p].tree.sents:
                if not 0 <= here - self._sentences[p][sentence.start] <= _NOUN_WINDOW:
                    continue
                for word in sentence.words:
                    if word.pos_ != "NOUN" or (p, word.i) in self._links.at or (p, word.i) >= mention.position:
                        continue
                    if p == mention.paragraph and (word.i in apart or word is mention.head.head):
                        continue
                    if _agrees(mention, word) and any(c.label == "det" for c in word.children):
                        yield Noun(word, p, classes_of(word, self._ontology))


def _agrees(mention: Found, noun: Word) -> bool:
    gender = gender_of(noun)
    if mention.gender and gender and gender != mention.gender:
        return False
    return mention.head.lower_ in fr.CLITIC_COMPLEMENTS or has(noun, "Number", "Plur") == (mention.number == "p")


def is_predicate(word: Word) -> bool:
    """Tell whether a word has a clause of its own: a verb, or what a copula says."""
    return (word.pos_ in ("VERB", "AUX") and word.label not in ("aux", "cop")) or any(
        c.label == "cop" for c in word.children
    )


def clause_of(word: Word) -> Word | None:
    """Return the verb whose clause a word stands in."""
    return next(
        (a for a in (word, *word.ancestors) if a.pos_ in ("VERB", "AUX") and a.label not in ("aux", "cop")), None
    )


def _is_fronted(mention: Found, other: Found) -> bool:
    """« Dans **son** rapport, X … », « Bien qu'**il** …, X … »: the subject of the sentence may come after."""
    return (
        mention.paragraph == other.paragraph
        and other.head.sent is mention.head.sent
        and other.position > mention.position
        and other.head.label in fr.SUBJECTS
        and other.kind == "name"
        and (mention.head.pos_ == "DET" or clause_of(mention.head) is not clause_of(other.head))
    )


def _key(item: tuple[tuple[int, int], object]) -> tuple[int, int]:
    return item[0]
