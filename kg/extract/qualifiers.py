"""Candidates → statements: evidence, factuality, speaker, date, amount, share, role, former."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from kg.extract.amounts import amounts, shares
from kg.extract.clusters import Links
from kg.extract.factuality import factuality, is_former, is_instead
from kg.extract.fillers import Candidate
from kg.extract.mentions import Found
from kg.extract.parsed import Parsed
from kg.extract.speakers import Speakers
from kg.extract.times import dates
from kg.language.tokens import VERBS
from kg.language.tree import Stretch, Tree, Word
from kg.records import Amount, Article, Entity, Evidence, Factuality, Statement, Value

__all__ = ["Qualifier"]

T = TypeVar("T")
#: Entries whose words only name a thing: « comptent saisir le Tribunal, **à Lausanne** » plans no place.
_APPOSED = frozenset({"name", "parenthesis"})
_ORDER: tuple[Factuality, ...] = ("certain", "planned", "uncertain", "negated")


class Qualifier:
    """Turns what the lexicon found in one article into statements.

    Parameters
    ----------
    entities : dict of int to Entity
        By the identity of the cluster.
    """

    def __init__(
        self,
        article: Article,
        paragraphs: Sequence[Parsed],
        links: Links,
        entities: dict[int, Entity],
    ) -> None:
        self.article = article
        self.entities = entities
        self._told = [_Told(p, paragraph, links, article) for p, paragraph in enumerate(paragraphs)]

    def __call__(self, candidate: Candidate) -> Statement | None:
        """Make the statement of a candidate; None where its date is not told."""
        c, told = candidate, self._told[candidate.paragraph]
        predicate = c.clause.predicate
        is_post = c.clause.pos == "noun" and ":self" in (*c.entry.subject, *c.entry.object)
        speaker, _ = told.speakers.of(predicate)
        # « pas à Lille **mais à Amsterdam** », « ne décolère **pas** contre X »: that « pas » denies nothing
        negative = c.entry.negative or any(is_instead(t) for t in c.tokens)
        own: Factuality = "certain"
        if c.entry.pos not in _APPOSED:
            own = factuality(predicate, inherits=not is_post, negative=negative)
        sure = max(own, c.entry.factuality or "certain", key=_ORDER.index)
        date = _attached(predicate, told.dates)
        obj: Entity | Value
        if c.object == "":
            if date is None:
                return None
            obj, date = Value(date, "date"), None
        else:
            obj = Value(c.object) if isinstance(c.object, str) else self.entities[id(c.object)]
        return Statement(
            article=self.article.id,
            subject=self.entities[id(c.subject)],
            predicate=c.entry.relation,
            object=obj,
            evidence=self._evidence(told, c.tokens),
            factuality=sure,
            attributed_to=None if speaker is None else self.entities[id(speaker)],
            date=date,
            amount=_attached(predicate, told.amounts),
            share=_attached(predicate, told.shares),
            role=self._role(told, c.role),
            former=c.entry.former or (c.clause.pos == "noun" and is_former(predicate)),
            confidence=round(c.confidence, 3),
            rule=c.rule,
        )

    def _evidence(self, told: _Told, tokens: Sequence[Word]) -> Evidence:
        spans = []
        for token in tokens:
            mention = told.mentions.get(token.i)
            spans.append((mention.start, mention.end) if mention else (token.i, token.i + 1))
        start, end = told.tree.span(min(s for s, _ in spans), max(e for _, e in spans))
        sentence = told.tree.span(tokens[0].sent.start, tokens[0].sent.end)
        return Evidence.of(self.article, start, end, sentence)

    def _role(self, told: _Told, span: tuple[int, int] | None) -> str | None:
        if span is None:
            return None
        start, end = told.tree.span(*span)
        return self.article.text[start:end]


class _Told:
    """What a paragraph tells beside its statements, each thing read when first it is asked for."""

    def __init__(self, index: int, paragraph: Parsed, links: Links, article: Article) -> None:
        self.index = index
        self.paragraph = paragraph
        self.tree = paragraph.tree
        self.links = links
        self.article = article

    @cached_property
    def speakers(self) -> Speakers:
        return Speakers(self.index, self.paragraph, self.links)

    @cached_property
    def mentions(self) -> dict[int, Found]:
        """Mentions by the index of their head."""
        return {m.head.i: m for c in self.links.clusters for m, _ in c.mentions if m.paragraph == self.index}

    @cached_property
    def dates(self) -> list[_Placed[str]]:
        return [_place(self.tree, *found) for found in dates(self.tree.text, self.article.date)]

    @cached_property
    def amounts(self) -> list[_Placed[Amount]]:
        """Amounts, in the article's own characters."""
        placed = []
        for start, end, amount in amounts(self.tree.text):
            text = self.article.text[self.tree.start + start : self.tree.start + end]
            placed.append(_place(self.tree, start, end, replace(amount, text=text)))
        return placed

    @cached_property
    def shares(self) -> list[_Placed[float]]:
        return [_place(self.tree, *found) for found in shares(self.tree.text)]


class _Placed(NamedTuple, Generic[T]):
    """A value, with the sentence and the highest of the words that tell it."""

    value: T
    sentence: Stretch
    word: Word


def _place(tree: Tree, start: int, end: int, value: T) -> _Placed[T]:
    span = tree.char_span(start, end)
    return _Placed(value, tree[span.start].sent, span.root)


def _attached(predicate: Word, found: Sequence[_Placed[T]]) -> T | None:
    """The first value whose words stand in the predicate's own clause."""
    here = [placed for placed in found if placed.sentence is predicate.sent]
    if not here:
        return None
    own = _clause_verb(predicate)
    for value, _, word in here:
        verb = _clause_verb(word)
        if (predicate is word or predicate in word.ancestors) and (verb is own or verb is predicate):
            return value
        if own is not None and verb is own and _is_event(predicate):
            return value
    return None


def _is_event(predicate: Word) -> bool:
    """A verb, or a noun that stands as its verb's object or subject."""
    return predicate.pos_ in VERBS or predicate.label in ("obj", "nsubj", "ROOT")


def _clause_verb(token: Word) -> Word | None:
    """The verb of the clause that a token stands in; itself if it is one."""
    if token.pos_ in VERBS and token.label not in ("aux", "cop"):
        return token
    for ancestor in token.ancestors:
        if ancestor.pos_ in VERBS and ancestor.label not in ("aux", "cop"):
            return ancestor
    return None
