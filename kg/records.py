"""The words everyone uses: articles, mentions, entities, evidence, statements.

All offsets in this module are character offsets (Unicode code points) into
`Article.text`, half open: ``article.text[start:end]``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Literal

Factuality = Literal["certain", "planned", "uncertain", "negated"]
MentionKind = Literal["name", "nominal", "pronoun"]
ValueKind = Literal["text", "date"]

#: Statements less sure than this are left out unless a user asks for more: below it, most are wrong.
MIN_CONFIDENCE = 0.5
#: Strongest first: an article's statement keeps the strongest factuality stated.
FACTUALITIES: tuple[Factuality, ...] = ("certain", "planned", "uncertain", "negated")


@dataclass(frozen=True, slots=True)
class Article:
    """A news article as it is kept: its text, and what is known about it.

    Parameters
    ----------
    id : str
        The stem of its file, or ``id`` of its JSON line; unique in a graph.
    text : str
        The text that all offsets refer to. Headers and front matter are not part of it.
    title, source, url : str or None
        Headline, outlet ("Le Monde") and address, where known.
    date : str or None
        Publication date, ISO 8601 with year, month or day precision ("2023-01").

    Examples
    --------
    >>> Article(id="a", text="Bonjour.").sha256[:8]
    '3eccf04f'
    """

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None

    @property
    def sha256(self) -> str:
        """Hash of everything that an extraction depends on (hexadecimal)."""
        parts = (self.id, self.title, self.date, self.source, self.url, self.text)
        return hashlib.sha256("\x1f".join(p or "" for p in parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in an article's text that refers to something.

    Parameters
    ----------
    start, end : int
        Character offsets into ``article.text``.
    text : str
        ``article.text[start:end]``.
    kind : {"name", "nominal", "pronoun"}
    type : str
        Local name of its class in the ontology ("Company"); "" when nothing is known.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    type: str


@dataclass(frozen=True, slots=True)
class Entity:
    """Something in the world that articles mention.

    Parameters
    ----------
    id : str
        Local part of its IRI, readable and unique in a graph ("Satya_Nadella").
    name : str
        The fullest proper form used, without article or title.
    type : str
        Local name of its class in the ontology ("Company").
    aliases : tuple of str
        Other proper forms used, sorted.
    wikidata: str
        Its id in Wikidata ("Q2283"); "" where nothing says so.
    """

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    wikidata: str = ""

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        also = f", also {escape(', '.join(self.aliases))}" if self.aliases else ""
        return f"<div><b>{escape(self.name)}</b> <small>{escape(self.type)}{also} · ent:{escape(self.id)}</small></div>"


@dataclass(frozen=True, slots=True)
class Value:
    """A literal object of a statement: a text, or an ISO 8601 date."""

    text: str
    kind: ValueKind = "text"


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as the text words it, with its value where it can be told.

    Parameters
    ----------
    text : str
        The words ("plusieurs milliards de dollars").
    value : float or None
        The number, in units of `unit`.
    unit : str or None
        ISO 4217 currency code ("USD") or a French unit noun ("salariés").
    bound : {"exact", "about", "min", "max"}
        What `value` is: « plusieurs milliards » is a "min" of 2e9.
    """

    text: str
    value: float | None = None
    unit: str | None = None
    bound: Literal["exact", "about", "min", "max"] = "exact"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the article that make a statement.

    `start` and `end` are character offsets into ``article.text``; `sentence_start`
    and `sentence_end` bound the sentence around them. Use `Evidence.of`, which
    takes the quote from the text, so that the law
    ``article.text[e.start:e.end] == e.quote`` holds for every evidence made.
    """

    start: int
    end: int
    quote: str
    sentence_start: int
    sentence_end: int

    @classmethod
    def of(cls, article: Article, start: int, end: int, sentence: tuple[int, int]) -> Evidence:
        """Quote ``article.text[start:end]``; raises ValueError on an empty or outlying span."""
        if not 0 <= start < end <= len(article.text):
            raise ValueError(f"{article.id}: no evidence at {start}:{end}")
        return cls(start, end, article.text[start:end], min(sentence[0], start), max(sentence[1], end))


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that an article says, with who says it, where, how surely and when.

    Parameters
    ----------
    article : str
        Id of the article.
    subject : Entity
    predicate : str
        Local name of a relation ("invests_in").
    object : Entity or Value
    evidence : Evidence
    factuality : {"certain", "planned", "uncertain", "negated"}
    attributed_to : Entity or None
        The speaker or medium that the text credits.
    date : str or None
        When it holds or happened, ISO 8601 with year, month or day precision.
    amount : Amount or None
    share : float or None
        Per cent.
    role : str or None
        The title in French ("PDG").
    former : bool
    confidence : float
        Between 0 and 1.
    rule : str
        What found it ("investir/obl:dans").
    """

    article: str
    subject: Entity
    predicate: str
    object: Entity | Value
    evidence: Evidence
    factuality: Factuality = "certain"
    attributed_to: Entity | None = None
    date: str | None = None
    amount: Amount | None = None
    share: float | None = None
    role: str | None = None
    former: bool = False
    confidence: float = 1.0
    rule: str = ""

    @property
    def object_name(self) -> str:
        """Name of the object entity, or the text of the value."""
        return self.object.name if isinstance(self.object, Entity) else self.object.text

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """How surely, who says it, when, how much: in words, and only what the text states.

        Examples
        --------
        >>> ada, xylo = Entity("Ada", "Ada", "Person"), Entity("Xylo", "Xylo", "Company")
        >>> words = Evidence.of(Article("a", "Ada dirigera Xylo."), 0, 17, (0, 18))
        >>> Statement("a", ada, "ceo_of", xylo, words, factuality="planned", date="2024", confidence=0.8).qualifiers
        ('planned', 'date 2024', 'confidence 0.80')
        """
        found = (
            self.factuality,
            self.attributed_to and f"according to {self.attributed_to.name}",
            self.date and f"date {self.date}",
            self.amount and f"amount {self.amount.text}",
            self.share is not None and f"share {self.share:g} %",
            self.role and f"role {self.role}",
            self.former and "former",
            f"confidence {self.confidence:.2f}",
        )
        return tuple(str(q) for q in found if q)

    def _repr_html_(self) -> str:
        """Show it in a notebook, with its words."""
        ends = f"<b>{escape(self.subject.name)}</b> {escape(self.predicate)} <b>{escape(self.object_name)}</b>"
        words = f"« {escape(self.evidence.quote)} »"
        place = f"{escape(self.article)} [{self.evidence.start}:{self.evidence.end}]"
        return f"<div>{ends}<br>{words}<br><small>{escape(' · '.join(self.qualifiers))} · {place}</small></div>"

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two statements of one article the same: (subject id, predicate, object)."""
        o = self.object.id if isinstance(self.object, Entity) else f'"{self.object.text}"'
        return (self.subject.id, self.predicate, o)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one article.

    Parameters
    ----------
    article : Article
    entities : tuple of Entity
        Every entity mentioned, in order of first mention.
    mentions : tuple of (Mention, str)
        Every resolved mention, in text order, with its entity's id.
    statements : tuple of Statement
        Distinct by `Statement.key`, in text order.
    found : str
        Where the names and classes are those of a whole graph: what the article alone gave (`kg.found`).
    keys : tuple of (str, str, tuple of str)
        Where it was resolved: the id of each entity as the article alone gives it, the name that it has in the
        register of names (`kg.resolve.label`), and the keys by which that is found (`kg.resolve.keys`).
    became : tuple of (str, str)
        Where it was resolved: the id of each entity as the article alone gives it, and its id in the graph.
    """

    article: Article
    entities: tuple[Entity, ...] = ()
    mentions: tuple[tuple[Mention, str], ...] = ()
    statements: tuple[Statement, ...] = ()
    found: str = field(default="", repr=False)
    keys: tuple[tuple[str, str, tuple[str, ...]], ...] = field(default=(), repr=False)
    became: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(slots=True)
class Report:
    """What happened to the inputs of a build.

    Attributes
    ----------
    read : int
        Articles that entered the graph.
    replaced : int
        How many of these took the place of an earlier version.
    unchanged : int
        Articles that the graph had already.
    skipped : list of (str, str)
        Inputs left out on purpose (another language), with the reason.
    warnings : list of (str, str)
        Inputs that were read, with what was odd about them.
    errors : list of (str, str)
        Inputs that could not be used, with the reason and the cure.
    """

    read: int = 0
    replaced: int = 0
    unchanged: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)


def strongest(factualities: Iterable[Factuality]) -> Factuality:
    """Return the strongest of some factualities.

    Examples
    --------
    >>> strongest(["uncertain", "planned"])
    'planned'
    """
    return min(factualities, key=FACTUALITIES.index)
