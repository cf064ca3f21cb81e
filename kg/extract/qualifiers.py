"""Candidates → statements: evidence, factuality, speaker, date, amount, share, role, former."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from kg.extract.amounts import amounts, shares
from kg.extract.clusters import Links
from kg.extract.factuality import factuality, is_former
from kg.extract.relations import Candidate
from kg.extract.speakers import Speakers
from kg.extract.times import dates
from kg.language.clauses import Clause
from kg.language.tokens import VERBS
from kg.language.tree import Tree, Word
from kg.records import Amount, Article, Entity, Evidence, Factuality, Statement, Value

__all__ = ["Qualifier"]

T = TypeVar("T")
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
        paragraphs: Sequence[Tree],
        clauses: Sequence[Sequence[Clause]],
        links: Links,
        entities: dict[int, Entity],
    ) -> None:
        self.article = article
        self.paragraphs = paragraphs
        self.entities = entities
        self._speakers = [Speakers(p, paragraph, clauses[p], links) for p, paragraph in enumerate(paragraphs)]
        self._spans = [
            {t.i: m for c in links.clusters for m, _ in c.mentions if m.paragraph == p for t in (m.head,)}
            for p in range(len(paragraphs))
        ]
        self._dates = [list(dates(p.text, article.date)) for p in paragraphs]
        self._amounts = [list(amounts(p.text)) for p in paragraphs]
        self._shares = [list(shares(p.text)) for p in paragraphs]

    def __call__(self, candidate: Candidate) -> Statement | None:
        """Make the statement of a candidate; None where its date is not told."""
        c, p = candidate, candidate.paragraph
        predicate = c.clause.predicate
        is_post = c.clause.pos == "noun" and ":self" in (*c.entry.subject, *c.entry.object)
        speaker, _ = self._speakers[p].of(predicate)
        sure = max(factuality(predicate, inherits=not is_post), c.entry.factuality or "certain", key=_ORDER.index)
        date = self._attached(p, predicate, self._dates[p])
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
            evidence=self._evidence(p, c.tokens),
            factuality=sure,
            attributed_to=None if speaker is None else self.entities[id(speaker)],
            date=date,
            amount=self._amount(p, predicate),
            share=self._attached(p, predicate, self._shares[p]),
            role=self._role(p, c.role),
            former=c.entry.former or (c.clause.pos == "noun" and is_former(predicate)),
            confidence=round(c.confidence, 3),
            rule=c.rule,
        )

    def _evidence(self, p: int, tokens: Sequence[Word]) -> Evidence:
        paragraph = self.paragraphs[p]
        spans = []
        for token in tokens:
            mention = self._spans[p].get(token.i)
            spans.append(
                paragraph.span(mention.start, mention.end) if mention else paragraph.span(token.i, token.i + 1)
            )
        sentence = paragraph.span(tokens[0].sent.start, tokens[0].sent.end)
        return Evidence.of(self.article, min(s for s, _ in spans), max(e for _, e in spans), sentence)

    def _amount(self, p: int, predicate: Word) -> Amount | None:
        found = self._attached(p, predicate, self._amounts[p])
        if found is None:
            return None
        start = next(s for s, _, a in self._amounts[p] if a is found) + self.paragraphs[p].start
        text = self.article.text[start : start + len(found.text)]
        return Amount(text, found.value, found.unit, found.bound)

    def _attached(self, p: int, predicate: Word, found: Sequence[tuple[int, int, T]]) -> T | None:
        """The first value whose words stand in the predicate's own clause."""
        if not found:
            return None
        paragraph = self.paragraphs[p]
        subtree = {t.i for t in predicate.subtree}
        verb = _clause_verb(predicate)
        for start, end, value in found:
            span = paragraph.char_span(start, end)
            if paragraph[span.start].sent is not predicate.sent:
                continue
            token = span.root
            if (token.i in subtree and _clause_verb(token) in (predicate, verb)) or (
                verb is not None and _clause_verb(token) == verb and _is_event(predicate)
            ):
                return value
        return None

    def _role(self, p: int, span: tuple[int, int] | None) -> str | None:
        if span is None:
            return None
        start, end = self.paragraphs[p].span(*span)
        return self.article.text[start:end]


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
