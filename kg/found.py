"""What one article alone gave, as a text that a graph keeps beside what all its articles together made of it.

Names and classes in a graph depend on all its articles. When one is added or taken
back, the others are resolved anew from this, so that nothing depends on the order
in which they came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg.records import Amount, Entity, Evidence, Extraction, Mention, Statement, Value

__all__ = ["Tally", "entities_of", "original", "packed"]

_DECODER = json.JSONDecoder()
#: What a statement says beside its ends, its words and its amount.
_PLAIN = ("factuality", "date", "share", "role", "former", "confidence", "rule")


def packed(extraction: Extraction) -> str:
    """Write the entities, mentions and statements of an extraction as one line of JSON.

    Examples
    --------
    >>> from kg.records import Article
    >>> packed(Extraction(Article("a", "Orange"), (Entity("0", "Orange", "Company"),)))
    '{"entities":[["0","Orange","Company",[]]],"mentions":[],"statements":[]}'
    """
    found = {
        "entities": [[e.id, e.name, e.type, e.aliases] for e in extraction.entities],
        "mentions": [[m.start, m.end, m.text, m.kind, m.type, i] for m, i in extraction.mentions],
        "statements": [_written(s) for s in extraction.statements],
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def original(extraction: Extraction) -> Extraction:
    """Return an extraction as it was before it was resolved.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from kg.records import Article
    >>> x = Extraction(Article("a", "Orange"), (Entity("0", "Orange", "Company"),))
    >>> original(replace(x, entities=(), found=packed(x))) == x
    True
    """
    if not extraction.found:
        return extraction
    found = json.loads(extraction.found)
    entities = {id: Entity(id, name, cls, tuple(aliases)) for id, name, cls, aliases in found["entities"]}
    return Extraction(
        extraction.article,
        tuple(entities.values()),
        tuple((Mention(*m), entity_id) for *m, entity_id in found["mentions"]),
        tuple(_read(s, extraction.article.id, entities) for s in found["statements"]),
    )


def entities_of(found: str) -> list[Entity]:
    """Read only the entities of what `packed` wrote, which stand first: a tenth of the work.

    Examples
    --------
    >>> entities_of('{"entities":[["0","Orange","Company",[]]],"mentions":[],"statements":[]}')
    [Entity(id='0', name='Orange', type='Company', aliases=(), wikidata='')]
    """
    listed, _ = _DECODER.raw_decode(found, len('{"entities":'))
    return [Entity(id, name, cls, tuple(aliases)) for id, name, cls, aliases in listed]


def _written(s: Statement) -> dict[str, Any]:
    """Write a statement, its entities by id."""
    words, amount = s.evidence, s.amount
    return {
        "subject": s.subject.id,
        "predicate": s.predicate,
        "object": s.object.id if isinstance(s.object, Entity) else [s.object.text, s.object.kind],
        "evidence": [words.start, words.end, words.quote, words.sentence_start, words.sentence_end],
        "attributed_to": s.attributed_to and s.attributed_to.id,
        "amount": amount and [amount.text, amount.value, amount.unit, amount.bound],
        **{name: getattr(s, name) for name in _PLAIN},
    }


def _read(found: dict[str, Any], article: str, entities: dict[str, Entity]) -> Statement:
    object, amount, speaker = found["object"], found["amount"], found["attributed_to"]
    return Statement(
        article,
        entities[found["subject"]],
        found["predicate"],
        entities[object] if isinstance(object, str) else Value(*object),
        Evidence(*found["evidence"]),
        attributed_to=None if speaker is None else entities[speaker],
        amount=None if amount is None else Amount(*amount),
        **{name: found[name] for name in _PLAIN},
    )


@dataclass(slots=True)
class Tally:
    """What articles say of one name, counted: a sum over articles, so that it can be kept as they come and go.

    Attributes
    ----------
    names, types, aliases : dict of str to int
        How articles write the name, what class they give it, what else they call it.
    keys : dict of str to int
        By which keys it is found (`kg.resolve.keys`).
    became : dict of str to int
        The ids of what it is in the graph: one, once all articles have been resolved together.

    Examples
    --------
    >>> tally = Tally.of([(Entity("0", "Orange", "Company", ("Orange SA",)), ("orange",), "Orange")] * 2)
    >>> tally.add(Tally.of([(Entity("0", "Orange", "Company"), ("orange",), "Orange")]), times=-1)
    >>> tally.names, tally.aliases, bool(tally)
    ({'Orange': 1}, {'Orange SA': 2}, True)
    """

    names: dict[str, int] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    aliases: dict[str, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    became: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, said: Iterable[tuple[Entity, Iterable[str], str | None]]) -> Tally:
        """Count entities as articles name them, each with its keys and its id in the graph."""
        tally = cls()
        for entity, keys, id in said:
            told = ((entity.name,), (entity.type,), entity.aliases, keys, () if id is None else (id,))
            for counts, some in zip(tally.counts(), told, strict=True):
                for what in some:
                    counts[what] = counts.get(what, 0) + 1
        return tally

    def add(self, other: Tally, times: int = 1) -> None:
        """Add the counts of another, or with `times=-1` take them away; what is none is forgotten."""
        for own, more in zip(self.counts(), other.counts(), strict=True):
            for what, n in more.items():
                own[what] = own.get(what, 0) + times * n
                if not own[what]:
                    del own[what]

    def counts(self) -> tuple[dict[str, int], ...]:
        """Return all counts, in the order of the attributes."""
        return self.names, self.types, self.aliases, self.keys, self.became

    def __bool__(self) -> bool:
        """Tell whether anything is counted."""
        return any(self.counts())
