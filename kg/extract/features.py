"""What the scorer sees of two mentions: the words, the tree and the clauses between and around them.

A feature is a short string. Those of a pair weigh differently for each relation; those of a pair and
a relation (`Sentence.hints`) say how the lexicon's words for it lie about the pair, and weigh the same for all.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.extract.anchors import Anchor, anchors_of
from kg.extract.clusters import Links
from kg.extract.lexicon import Match
from kg.extract.parsed import Parsed
from kg.language import fr
from kg.language.clauses import Clause
from kg.language.tokens import VERBS
from kg.language.tree import Stretch, Word
from kg.ontology import Ontology

__all__ = ["Anchor", "Pair", "Sentence", "sentences"]

#: Mentions farther apart than this many tokens are not paired.
REACH = 40
#: Steps in the tree between two mentions, beyond which its words say nothing.
LONG_PATH = 7
#: Words between that are read from each side.
NEAR = 5


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two mentions, the one that would be the subject first."""

    subject: Anchor
    object: Anchor


class Sentence:
    """The mentions and clauses of a sentence, indexed for reading pairs.

    Parameters
    ----------
    span : Stretch
    paragraph : int
    anchors : sequence of Anchor
        In text order.
    clauses : sequence of (Clause, sequence of Match)
        With what the lexicon matches in each.
    """

    def __init__(
        self,
        span: Stretch,
        paragraph: int,
        anchors: Sequence[Anchor],
        clauses: Sequence[tuple[Clause, Sequence[Match]]],
    ) -> None:
        self.span = span
        self.paragraph = paragraph
        self.anchors = anchors
        self.clauses = clauses
        self._filled: dict[int, dict[int, list[str]]] = {}
        self._taken: dict[int, frozenset[str]] = {}
        self._sides: dict[tuple[str, int], list[str]] = {}
        self._slots: dict[int, list[tuple[int, str]]] = {}
        for number, (clause, _) in enumerate(clauses):
            for argument in clause.arguments:
                self._slots.setdefault(argument.token.i, []).append((number, argument.slot))

    # many a sentence has no pair that is looked at: what only pairs need waits for one
    @cached_property
    def _words(self) -> list[str]:
        return _masked(self.span, self.anchors)

    @cached_property
    def _chains(self) -> dict[int, list[Word]]:
        return {a.top.i: [a.top, *a.top.ancestors] for a in self.anchors}

    @cached_property
    def _names(self) -> list[list[str]]:
        """What each clause is called: by its lemma, and by the relations that the lexicon reads in it."""
        return [[_clause_name(c), *dict.fromkeys(f"~{m.entry.relation}" for m in found)] for c, found in self.clauses]

    @cached_property
    def _meant(self) -> dict[int, list[str]]:
        return {c.predicate.i: names[1:] for (c, _), names in zip(self.clauses, self._names, strict=True)}

    def pairs(self) -> Iterator[Pair]:
        """Every two mentions of different things that are near enough, both ways round."""
        for i, a in enumerate(self.anchors):
            for b in self.anchors[i + 1 :]:
                if b.start - a.end > REACH:
                    break
                if a.cluster is not b.cluster and a.token != b.token:
                    yield Pair(a, b)
                    yield Pair(b, a)

    # --- a pair -----------------------------------------------------------------------------
    def features(self, pair: Pair) -> list[str]:
        """What the sentence shows about a pair, each feature once."""
        s, o = pair.subject, pair.object
        way = "<" if s.start < o.start else ">"
        found = [f"cls {s.cls} {o.cls}", f"cs {s.cls}", f"co {o.cls}", f"kind {s.kind} {o.kind}", f"way {way}"]
        found += self._between(s, o, way)
        found += self._around("s", s)
        found += self._around("o", o)
        found += self._path(s, o, way)
        found += self._roles(s, o)
        return list(dict.fromkeys(found))

    def _between(self, s: Anchor, o: Anchor, way: str) -> Iterator[str]:
        first, second = (s, o) if way == "<" else (o, s)
        words = self._words[first.end - self.span.start : max(second.start, first.end) - self.span.start]
        distance = len(words)
        yield f"dist {way} {min(distance, 4) if distance < 5 else 5 + min(distance // 5, 6)}"
        yield f"mentions {sum(w[:1] == '<' for w in words)}"
        near = words if distance <= 2 * NEAR else [*words[:NEAR], *words[-NEAR:]]
        for word in near:
            yield f"btw {way} {word}"
            yield f"btw {word}"
        if distance <= 2 * NEAR:
            for a, b in zip(["^", *words], [*words, "$"], strict=True):
                yield f"btw2 {way} {a} {b}"
            if distance <= 4:
                yield f"all {way} {' '.join(words)}"
        yield f"verbs {min(3, sum(t.pos_ in VERBS for t in self.span.tree.words[first.end : second.start]))}"
        for mark in (",", "(", ":", "«", ";"):
            if mark in words:
                yield f"mark {way} {mark}"

    def _around(self, side: str, a: Anchor) -> list[str]:
        if (side, id(a)) not in self._sides:
            self._sides[side, id(a)] = list(self._read_around(side, a))
        return self._sides[side, id(a)]

    def _read_around(self, side: str, a: Anchor) -> Iterator[str]:
        words, start = self._words, self.span.start
        left = words[max(0, a.start - start - 3) : a.start - start]
        right = words[a.end - start : a.end - start + 2]
        for k, word in enumerate(reversed(left)):
            yield f"{side}-{k + 1 if k < 1 else 'far'} {word}"
        for k, word in enumerate(right):
            yield f"{side}+{k + 1} {word}"
        if len(left) > 1:
            yield f"{side}-- {left[-2]} {left[-1]}"
        yield f"{side}lab {a.top.dep_}"
        yield f"{side}prep {a.top.preposition}"
        head = a.top.head
        if head != a.top:
            yield f"{side}head {self._word(head)}"
            yield f"{side}head {a.top.dep_} {self._word(head)}"
        for noun in sorted(a.cluster.nouns):
            yield f"{side}noun {noun}"

    def _path(self, s: Anchor, o: Anchor, way: str) -> Iterator[str]:
        up, down = self._chains[s.top.i], self._chains[o.top.i]
        places = {t.i: k for k, t in enumerate(up)}
        meet = next((k for k, t in enumerate(down) if t.i in places), None)
        if meet is None:
            yield "path none"
            return
        rise, fall = up[: places[down[meet].i] + 1], down[:meet]
        length = len(rise) - 1 + len(fall)
        yield f"len {min(length, 9)}"
        if length > LONG_PATH:
            return
        labels = [f"{t.label}^" for t in rise[:-1]] + [f"{t.label}_" for t in reversed(fall)]
        yield f"path {' '.join(labels)}"
        inner = [*rise[1:], *reversed(fall[1:])]
        lemmas = [self._word(t) for t in inner]
        for word in lemmas:
            yield f"on {word}"
            yield f"on {way} {word}"
        for token in inner:
            yield from (f"on {meant}" for meant in self._meant.get(token.i, ()))
        top = self._word(rise[-1])
        yield f"top {top} {labels[0] if labels else ''} {labels[-1] if labels else ''}"
        if length <= 4:
            yield f"lex {' '.join(lemmas)}"
            yield f"lex {way} {' '.join(lemmas)} {s.top.preposition} {o.top.preposition}"
        for token in inner:  # what hangs on the path: « prend la **tête** », « **plainte** contre »
            for child in token.children:
                if child.pos_ in ("NOUN", "ADV", "ADJ") and child not in inner and child not in (s.top, o.top):
                    yield f"hang {self._word(token)} {self._word(child)}"
                    yield f"hang {self._word(child)}"
                elif child.label == "expl":
                    yield f"refl {self._word(token)}"

    def _roles(self, s: Anchor, o: Anchor) -> Iterator[str]:
        subject = self._roles_of(s)
        object_ = self._roles_of(o)
        for number in sorted(subject.keys() & object_.keys()):
            for x in subject[number]:
                for y in object_[number]:
                    yield from (f"both {n} {x} {y}" for n in self._names[number])
                    yield f"both {self.clauses[number][0].pos} {x} {y}"
        for number in sorted(subject.keys() - object_.keys()):
            yield from (f"sin {n} {x}" for x in subject[number] for n in self._names[number])
        for number in sorted(object_.keys() - subject.keys()):
            yield from (f"oin {n} {y}" for y in object_[number] for n in self._names[number])

    def _roles_of(self, a: Anchor) -> dict[int, list[str]]:
        """Slots that a mention fills, by the number of the clause."""
        if id(a) not in self._filled:
            found: dict[int, list[str]] = {}
            for i in {a.top.i, a.token.i}:
                for number, slot in self._slots.get(i, ()):
                    found.setdefault(number, []).append(slot)
            self._filled[id(a)] = found
        return self._filled[id(a)]

    def slots(self, pair: Pair, clause: Clause) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Slots of a clause that the two mentions fill."""
        number = next((n for n, (c, _) in enumerate(self.clauses) if c is clause), -1)
        subject, object_ = (self._roles_of(a).get(number, ()) for a in (pair.subject, pair.object))
        return tuple(subject), tuple(object_)

    def path(self, pair: Pair) -> set[int]:
        """Indices of the tokens on the way from one mention to the other in the tree, ends included."""
        up, down = self._chains[pair.subject.top.i], self._chains[pair.object.top.i]
        shared = {t.i for t in up} & {t.i for t in down}
        turn = next((t.i for t in up if t.i in shared), None)
        return ({t.i for t in up} ^ {t.i for t in down}) | ({turn} if turn is not None else set())

    def _word(self, token: Word) -> str:
        i = token.i - self.span.start
        return self._words[i] if 0 <= i < len(self._words) else token.lemma

    def taken(self, a: Anchor) -> frozenset[str]:
        """Relations of which some predicate's entry takes a mention, at either end."""
        if id(a) not in self._taken:
            roles = self._roles_of(a)
            self._taken[id(a)] = frozenset(
                match.entry.relation
                for number, slots in roles.items()
                for match in self.clauses[number][1]
                if not match.entry.subject_nouns
                and any(z in match.entry.subject or z in match.entry.object for z in slots)
            )
        return self._taken[id(a)]

    # --- a pair and a relation --------------------------------------------------------------
    def hints(self, pair: Pair, allowed: Container[str]) -> dict[str, set[str]]:
        """How the lexicon's words for each of some relations lie about a pair."""
        s, o = pair.subject, pair.object
        low, high = min(s.start, o.start), max(s.end, o.end)
        subject, object_ = self._roles_of(s), self._roles_of(o)
        path = self.path(pair)
        found: dict[str, set[str]] = {}
        for number, (clause, matches) in enumerate(self.clauses):
            for match in matches:
                entry = match.entry
                if entry.relation not in allowed or entry.subject_nouns:  # which only the rules look at
                    continue
                x, y = subject.get(number, ()), object_.get(number, ())
                is_subject, is_object = any(z in entry.subject for z in x), any(z in entry.object for z in y)
                i = clause.predicate.i
                where = (
                    "path"
                    if i in path
                    else "between"
                    if low <= i < high
                    else "near"
                    if low - 6 < i < high + 6
                    else "far"
                )
                hints = found.setdefault(entry.relation, set())
                hints.add(f"{where}")
                if is_subject and is_object:
                    hints.update(("both", f"both {entry.pos}"))
                elif is_subject or is_object:
                    one = "subject" if is_subject else "object"
                    other = (y if is_subject else x) != ()
                    hints.update((one, f"{one} {where}", f"{one} {entry.pos} {'misfit' if other else 'open'}"))
                else:
                    hints.add(f"none {entry.pos} {where}")
                if (
                    any(z in entry.object for z in x)
                    and any(z in entry.subject for z in y)
                    and not (is_subject and is_object)
                ):
                    hints.add("reversed")
                if len(match.pattern.words) > 1:
                    hints.add("locution")
                if entry.confidence < 0.8:
                    hints.add("weak")
        return found


def sentences(index: int, paragraph: Parsed, links: Links, ontology: Ontology) -> Iterator[Sentence]:
    """Sentences of a paragraph with two mentions or more."""
    at: dict[int, list[Anchor]] = {}
    for anchor in anchors_of(index, paragraph.tree, links, ontology):
        at.setdefault(anchor.token.i, []).append(anchor)
    for span in paragraph.tree.sents:
        anchors = [a for i in range(span.start, span.end) for a in at.get(i, ())]
        if len({id(a.cluster) for a in anchors}) > 1:
            here = [(c, matches) for c, matches in paragraph if span.start <= c.predicate.i < span.end]
            yield Sentence(span, index, anchors, here)


def _masked(span: Stretch, anchors: Sequence[Anchor]) -> list[str]:
    """Lemmas; names become their class, so that nothing is learnt of who they are."""
    words = ["#" if t.like_num else t.lemma for t in span]
    for anchor in anchors:
        if anchor.kind == "name":
            for i in range(anchor.start, anchor.end):
                if span.start <= i < span.end:
                    words[i - span.start] = f"<{anchor.cls}>"
    return words


def _clause_name(clause: Clause) -> str:
    """Lemma, with its object where it is a common noun: « prendre tête »."""
    name = f"se {clause.lemma}" if clause.reflexive else clause.lemma
    if clause.lemma in fr.SUPPORT_VERBS:
        objects = (a.token for a in clause.fillers(":obj") if a.source == "direct" and a.token.pos_ == "NOUN")
        for noun in objects:
            return f"{name} {noun.lemma}"
    return name
