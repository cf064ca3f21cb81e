"""Whom a definite nominal means: the entities named so far, weighed by what they and it have in common.

Features are strings; `kg.extract.ranking` has their weights. No name is one: nothing is learnt of who anybody is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.clusters import Cluster
from kg.extract.mentions import Found
from kg.language import fr
from kg.language.demonyms import demonym
from kg.language.tokens import has
from kg.language.tree import Word
from kg.ontology import Ontology

__all__ = ["GROUPS", "Antecedents", "Judge", "agree", "by_position", "coarse"]

#: Given a nominal, candidates, features of « nobody named » and of each candidate: probabilities of the candidates.
Judge = Callable[[Found, Sequence[Cluster], Sequence[str], Sequence[Sequence[str]]], Sequence[float]]

#: Classes that are told apart where the lowest class is too fine; a nominal means things of its own group only.
GROUPS = {
    "Person": 1, "Country": 2, "Place": 2, "Organization": 3, "Event": 4, "Work": 5, "Technology": 5, "Product": 5,
}  # fmt: skip
#: Last distance of each band, in sentences.
_BANDS = (0, 1, 2, 4, 7, 12)
#: A name at the root is mostly a subject whose verb was misread.
_ROLES = {"ROOT": "nsubj"} | {r: r for r in ("nsubj", "obj", "obl", "nmod", "appos", "conj", "iobj")}
#: A name in apposition stands within so many words after the noun, with none of these between.
_REACH = 9
_BREAKS = frozenset({"VERB", "AUX", "PRON", "SCONJ", "CCONJ"})


@dataclass(slots=True)
class _Profile:
    """What an article tells of an entity."""

    cls: str
    kind: str
    names: int
    nouns: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Noun:
    """What a nominal tells by itself."""

    lemma: str
    det: str
    of: str
    role: str
    modifiers: set[str]
    places: set[str]
    clause: bool


class Antecedents:
    """Weighs the entities that nominals of one article may mean.

    Parameters
    ----------
    judge : callable
    ontology : Ontology
    clusters : sequence of Cluster
        With their names.
    sentences : sequence of sequence of int
        Number of the sentence of each word, by paragraph.
    """

    def __init__(
        self, judge: Judge, ontology: Ontology, clusters: Sequence[Cluster], sentences: Sequence[Sequence[int]]
    ) -> None:
        self._judge = judge
        self._ontology = ontology
        self._sentences = sentences
        self._profiles: dict[int, _Profile] = {}
        self._starts: dict[tuple[int, int], tuple[Found, Cluster]] = {}
        self._ends: dict[tuple[int, int], tuple[Found, Cluster]] = {}
        for cluster in clusters:
            cls = cluster.type(ontology)
            self._profiles[id(cluster)] = _Profile(cls, coarse(cls, ontology), len(cluster.mentions))
            for mention, _ in cluster.mentions:
                self._starts[mention.paragraph, mention.start] = mention, cluster
                self._ends[mention.paragraph, mention.end] = mention, cluster

    def describe(self, cluster: Cluster, noun: Word) -> None:
        """Learn from a noun that means the entity: « la **chanteuse** malienne X »."""
        profile = self._profiles[id(cluster)]
        profile.nouns.add(noun.lemma)
        modifiers, places = _modifiers(noun)
        profile.modifiers |= modifiers
        profile.places |= places

    def weigh(
        self, mention: Found, candidates: Sequence[Cluster], beside: Mapping[int, str], bound: Sequence[bool]
    ) -> Sequence[float]:
        """Probability of each candidate; what is missing to 1 is that of nobody named.

        Parameters
        ----------
        beside : mapping of int to str
            Identity of a cluster → how its name stands beside the nominal.
        bound : sequence of bool
            Whether each candidate is meant by something else under the nominal's verb.
        """
        nobody, rows = self._features(mention, candidates, beside, bound)
        return self._judge(mention, candidates, nobody, rows)

    def beside(self, mention: Found) -> dict[int, str]:
        """Clusters with a name in apposition to the nominal, or nearly so, and how it stands."""
        head, paragraph, found = mention.head, mention.paragraph, {}
        words = head.tree.words
        before = self._ends.get((paragraph, mention.start - 1))
        if before is not None and words[mention.start - 1].text in (",", "(", "–"):
            name, cluster = before
            tie = "tree" if name.start <= head.head.i < name.end else "loose"
            found[id(cluster)] = f"after {name.head.pos_} {tie}"
        commas = 0
        for i in range(head.i + 1, min(head.i + _REACH + 1, head.sent.end)):
            last = words[i - 1]
            named = self._starts.get((paragraph, i))
            if named is not None and (
                i == head.i + 1 or last.text == "," or last.pos_ in ("NOUN", "ADJ", "PROPN", "NUM")
            ):
                where = "next" if i == head.i + 1 else "comma" if last.text == "," else "near"
                found.setdefault(id(named[1]), f"{where} {_tie(head, named[0].head)}")
            commas += last.text == ","
            if words[i].pos_ in _BREAKS or commas > 1 or (commas and words[i].text == ","):
                break
        return found

    def is_of_its_kind(self, mention: Found, cluster: Cluster) -> bool:
        """Tell whether a nominal of such classes can mean an entity of such a class at all."""
        kind = self._profiles[id(cluster)].kind
        if kind == "Agent":
            return True
        return any(GROUPS.get(coarse(t, self._ontology)) == GROUPS[kind] for t in mention.types)

    # --- features ---------------------------------------------------------------------------
    def _features(
        self, mention: Found, candidates: Sequence[Cluster], beside: Mapping[int, str], bound: Sequence[bool]
    ) -> tuple[list[str], list[list[str]]]:
        noun = _noun(mention)
        profiles = [self._profiles[id(c)] for c in candidates]
        fits = [_fit(mention, p.cls, self._ontology) for p in profiles]
        seen = [[m for m, _ in c.mentions if m.position < mention.position] for c in candidates]
        good = [n for n, fit in enumerate(fits) if fit in "=<>"]
        rivals = min(len(good), 4)
        latest = sorted(good, key=lambda n: max((m.position for m in seen[n]), default=(0, 0)), reverse=True)
        rank = {n: r for r, n in enumerate(latest)}
        main = max((profiles[n].names for n in good), default=0)
        rows: list[list[str]] = []
        for n, (cluster, profile) in enumerate(zip(candidates, profiles, strict=True)):
            kind, fit = profile.kind, fits[n]
            gender = f"gender {agree(mention.gender, cluster.gender)} {kind}"
            how = beside.get(id(cluster))
            if how is not None:
                rows.append(
                    [
                        f"beside {how}", f"beside {how} {fit}", f"beside {how} {kind} {noun.of}",
                        f"beside {kind} {noun.det} {fit}", gender,
                    ]
                )  # fmt: skip
                continue
            row = [gender, f"times {min(len(seen[n]), 4)}"]
            if bound[n]:
                row.append("same verb")
            row.append(f"in all {min(profile.names, 4)} {kind}")
            if n in rank:
                row.append(f"rank {min(rank[n], 3)} {noun.det}")
                row.append(f"{'main' if profile.names == main else 'not main'} of {min(rivals, 3)} {kind}")
            row += _of_nouns(noun, profile, fit)
            row += self._of_place(mention, noun, seen[n], kind, fit)
            rows.append(row)
        nobody = _of_nobody(mention, noun, len(candidates))
        nobody.append(f"nobody rivals {rivals}")
        nobody.append(f"nobody beside {next(iter(beside.values()), '')}")
        if any(noun.lemma in p.nouns for p in profiles):
            nobody.append(f"nobody known noun {noun.det}")
        return nobody, rows

    def _of_place(self, mention: Found, noun: _Noun, seen: Sequence[Found], kind: str, fit: str) -> Iterator[str]:
        """Where the entity was mentioned, and as what."""
        here = self._sentence(mention)
        last = max(seen, key=by_position)
        name = next((m for m in reversed(seen) if m.kind == "name"), last)
        away = _band(here - self._sentence(last))
        yield f"away {away} {kind}"
        yield f"away {away} {noun.det} {fit}"
        yield f"away {away} {noun.of}"
        yield f"name away {_band(here - self._sentence(name))} {kind}"
        yield f"last {last.kind} {_role(last)}"
        if mention.paragraph == last.paragraph:
            yield f"same paragraph {noun.det}"
        subjects = [m for m in seen if m.paragraph == mention.paragraph and _role(m) == "nsubj"]
        if any(here - self._sentence(m) == 1 for m in subjects):
            yield f"subject before {kind}"
            yield f"subject before {noun.of}"
        if any(m.head.sent.start == 0 for m in subjects):
            yield f"opens paragraph {kind}"
        if self._sentence(seen[0]) == 0:
            yield f"first sentence {kind}"
        if any(m.kind == "nominal" and noun.lemma in m.nouns for m in seen):
            yield f"said so before {noun.det}"

    def _sentence(self, mention: Found) -> int:
        return self._sentences[mention.paragraph][mention.head.i]


def _of_nouns(noun: _Noun, profile: _Profile, fit: str) -> Iterator[str]:
    """What the nominal's words have to do with the entity's class, and with words said of it."""
    lemma, kind, det = noun.lemma, profile.kind, noun.det
    yield f"fit {fit} {kind}"
    yield f"fit {fit} {kind} {det}"
    yield f"noun {lemma} {profile.cls}"
    yield f"noun {lemma} {kind}"
    yield f"ending {lemma[-3:]} {kind}"
    if lemma in profile.nouns:
        yield f"same noun {kind} {det}"
        yield f"same noun {noun.of}"
    else:
        yield f"{'other nouns' if profile.nouns else 'no noun'} {kind} {det}"
        yield from (f"nouns {lemma} {other}" for other in sorted(profile.nouns))
    if noun.modifiers:
        yield f"modifiers {_shared(noun.modifiers, profile.modifiers)}"
    if noun.places:
        yield f"places {_shared(noun.places, profile.places)}"


def _of_nobody(mention: Found, noun: _Noun, candidates: int) -> list[str]:
    classes = "+".join(sorted(mention.types))
    told = f"{'modified' if noun.modifiers else ''} {'placed' if noun.places else ''}"
    row = [
        "nobody", f"nobody {noun.lemma}", f"nobody ending {noun.lemma[-3:]}", f"nobody {noun.det} {noun.of}",
        f"nobody {classes} {noun.det}", f"nobody {classes} {noun.of}", f"nobody {noun.role} {noun.of}",
        f"nobody {told} {noun.det}", f"nobody of {min(candidates, 5)}",
    ]  # fmt: skip
    if noun.clause:
        row.append(f"nobody clause {noun.det}")
    return row


def coarse(cls: str, ontology: Ontology) -> str:
    """Coarse class of a class."""
    above = ontology.ancestors(cls)
    return next((c for c in GROUPS if c in above), "Agent")


def _noun(mention: Found) -> _Noun:
    head = mention.head
    det, of, clause = "le", "bare", False
    for child in head.children:
        label = child.label
        if label == "det" and has(child, "PronType", "Dem"):
            det = "ce"
        elif label in fr.OBLIQUES and child.i > head.i:
            of = f"{child.preposition if child.preposition in ('de', 'à') else 'x'} {child.pos_}"
        elif label == "acl":
            clause = True
    return _Noun(head.lemma, det, of, _role(mention), *_modifiers(head), clause)


def _modifiers(noun: Word) -> tuple[set[str], set[str]]:
    """Adjectives of a noun, and the places that those among them tell of."""
    adjectives = [c for c in noun.children if c.label == "amod"]
    places = {told[0] for c in adjectives if (told := demonym(c.lower_)) is not None}
    return {c.lemma for c in adjectives if demonym(c.lower_) is None}, places


def _fit(mention: Found, cls: str, ontology: Ontology) -> str:
    """How the classes that a nominal may have compare with a class."""
    types = mention.types
    if not types:
        return "?"
    if cls in types:
        return "="
    if any(ontology.is_a(t, cls) for t in types):
        return "<"
    return ">" if any(ontology.is_a(cls, t) for t in types) else "~"


def _tie(noun: Word, name: Word) -> str:
    """How the tree holds a noun and a name together."""
    if name.head is noun:
        return "down"
    if any(w is name for w in noun.ancestors):
        return "up"
    return "below" if any(w is noun for w in name.ancestors) else "loose"


def _shared(a: set[str], b: set[str]) -> str:
    return ("shared" if a & b else "clash") if b else "none"


def agree(a: str, b: str) -> str:
    """Tell whether two genders are one: "True", "False", or "?" where one is not known."""
    return str(a == b) if a and b else "?"


def _band(distance: int) -> str:
    return next((str(most) for most in _BANDS if distance <= most), "far")


def _role(mention: Found) -> str:
    return _ROLES.get(mention.head.label, "other")


def by_position(mention: Found) -> tuple[int, int]:
    """Sort key: order in the article."""
    return mention.position
