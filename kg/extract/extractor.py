"""One article, from its parsed paragraphs to its statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.extract.alongside import surest
from kg.extract.clusters import Cluster, Links
from kg.extract.companions import companions
from kg.extract.contests import Contests
from kg.extract.coreference import link
from kg.extract.firstperson import link_first_person
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import find_mentions
from kg.extract.names import fold
from kg.extract.parsed import Parsed
from kg.extract.posts import weigh_frames, weigh_origins, weigh_posts
from kg.extract.qualifiers import Qualifier
from kg.extract.relations import Matcher
from kg.extract.scenes import Scenes
from kg.extract.scorer import Weigher, load_scorer
from kg.extract.settle import settle
from kg.extract.types import Typer
from kg.language.pipeline import Paragraph
from kg.language.tree import Tree
from kg.ontology import Ontology
from kg.records import FACTUALITIES, Article, Entity, Extraction, Mention, Statement

__all__ = ["Extractor", "Reading", "extract"]


class Reading(NamedTuple):
    """What was read off an article: `entities` by the identity of their cluster, `statements` of any confidence."""

    parsed: list[Parsed]
    links: Links
    matcher: Matcher
    entities: dict[int, Entity]
    statements: list[Statement]


class Extractor:
    """Finds what articles say; holds the ontology's indexes.

    Examples
    --------
    >>> from kg.language.pipeline import annotate, load_pipeline
    >>> from kg.ontology import load_ontology
    >>> extractor = Extractor(load_ontology())
    >>> articles = [Article(id="a", text="Satya Nadella, PDG de Microsoft, est à Paris.")]
    >>> for article, paragraphs in annotate(articles, load_pipeline()):
    ...     for s in extractor(article, paragraphs).statements:
    ...         print(s.subject.name, s.predicate, s.object_name)
    Satya Nadella ceo_of Microsoft
    """

    def __init__(self, ontology: Ontology, *, min_confidence: float = 0.0) -> None:
        self.ontology = ontology
        self.min_confidence = min_confidence
        self._typer = Typer(ontology)
        self.lexicon = Lexicon(ontology)
        self.scorer: Weigher | None = load_scorer(self.lexicon)

    def __call__(self, article: Article, paragraphs: Sequence[Paragraph]) -> Extraction:
        """Extract one article, given its parsed paragraphs; `read` keeps what led there, trees and all."""
        reading = self.read(article, paragraphs)
        kept = tuple(s for s in reading.statements if s.confidence >= self.min_confidence)
        entities = tuple(dict.fromkeys(reading.entities.values()))
        extraction = Extraction(article, entities, _mentions(article, reading), kept)
        for paragraph in reading.parsed:
            paragraph.tree.untie()
        return extraction

    def read(self, article: Article, paragraphs: Sequence[Paragraph]) -> Reading:
        """Extract one article, and keep what led to its statements."""
        parsed = [Parsed(Tree(p.doc, p.start), self.lexicon) for p in paragraphs]
        mentions = find_mentions(parsed, self.ontology, self._typer)
        weigh_posts(mentions, parsed, self.ontology)
        weigh_origins(mentions, parsed)
        weigh_frames(mentions, parsed, self.ontology)
        links = link(mentions, parsed, self.ontology)
        link_first_person(parsed, links, self.ontology)
        matcher = Matcher(self.lexicon, parsed, links)
        # these may add places that demonyms tell of, and narrow classes
        found = list(matcher.candidates())
        if settle(matcher, found):
            matcher = Matcher(self.lexicon, parsed, links)
            found = list(matcher.candidates())
        if self.scorer is not None:
            found = self.scorer(found, parsed, links)
        found += [*Contests(matcher).candidates(found), *Scenes(matcher).candidates(found)]
        found += companions(matcher, found)
        candidates = surest(matcher.fitting(found), self.ontology)
        entities = _entities(links.clusters, self.ontology)
        qualify = Qualifier(article, parsed, links, entities)
        statements = distinct((s for c in candidates if (s := qualify(c)) is not None), self.ontology)
        return Reading(parsed, links, matcher, entities, statements)


def extract(article: Article, paragraphs: Sequence[Paragraph], ontology: Ontology) -> Extraction:
    """Extract one article; `Extractor` is for many."""
    return Extractor(ontology)(article, paragraphs)


def distinct(statements: Iterable[Statement], ontology: Ontology) -> list[Statement]:
    """One statement per (subject, predicate, object): the strongest factuality, then the surest, then the first.

    What the others know of amount, date, share, role and speaker is kept.
    """
    best: dict[tuple[str, str, str], Statement] = {}
    for statement in statements:
        key = statement.key
        if ontology.relations[statement.predicate].symmetric and (key[2], key[1], key[0]) in best:
            key = (key[2], key[1], key[0])
        known = best.get(key)
        best[key] = statement if known is None else _merged(known, statement)
    return sorted(best.values(), key=lambda s: (s.evidence.start, s.evidence.end, s.key))


def _merged(a: Statement, b: Statement) -> Statement:
    first, second = sorted((a, b), key=lambda s: (FACTUALITIES.index(s.factuality), -s.confidence, s.evidence.start))
    return replace(
        first,
        date=first.date or second.date,
        amount=first.amount or second.amount,
        share=first.share if first.share is not None else second.share,
        role=first.role or second.role,
        confidence=max(first.confidence, second.confidence),
    )


def _entities(clusters: Sequence[Cluster], ontology: Ontology) -> dict[int, Entity]:
    """Entity of each cluster, by the cluster's identity; two of one name and class are one."""
    entities: dict[int, Entity] = {}
    by_key: dict[tuple[str, str], Entity] = {}
    for cluster in clusters:
        name, cls = cluster.name, cluster.type(ontology) or "Organization"
        aliases = tuple(sorted({n for n in cluster.names if n != name}))
        entity = by_key.setdefault((fold(name), cls), Entity(name.replace(" ", "_"), name, cls, aliases))
        entities[id(cluster)] = entity
    taken: dict[str, Entity] = {}
    for key, entity in entities.items():
        if taken.setdefault(entity.id, entity) is not entity:
            entities[key] = replace(entity, id=f"{entity.id}_({entity.type})")
    return entities


def _mentions(article: Article, reading: Reading) -> tuple[tuple[Mention, str], ...]:
    found = []
    for cluster in reading.links.clusters:
        entity = reading.entities[id(cluster)]
        for mention, _ in cluster.mentions:
            start, end = reading.parsed[mention.paragraph].tree.span(mention.start, mention.end)
            found.append((Mention(start, end, article.text[start:end], mention.kind, entity.type), entity.id))
    return tuple(sorted(set(found), key=lambda item: (item[0].start, item[0].end, item[1])))
