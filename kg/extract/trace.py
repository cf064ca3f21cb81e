"""Why a text states what it states, and why not more: clauses, entries tried on them, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.extractor import Extractor, Reading
from kg.extract.fillers import TRUST, Candidate, Filler
from kg.extract.frames import subject_slots
from kg.extract.lexicon import Match
from kg.language.clauses import Argument, Clause
from kg.language.pipeline import Paragraph
from kg.records import Article, Entity

__all__ = ["ArgumentTrace", "ClauseTrace", "EntryTrace", "trace"]


@dataclass(frozen=True, slots=True)
class ArgumentTrace:
    """An argument of a predicate: its slot, its words, and the entities that it stands for as (name, class)."""

    slot: str
    text: str
    entities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EntryTrace:
    """A lexical entry that fits a predicate, and what became of it: "stated: …", or what was missing."""

    relation: str
    lemma: str
    verdict: str
    stated: bool


@dataclass(frozen=True, slots=True)
class ClauseTrace:
    """A clause as the rules read it.

    Parameters
    ----------
    start, end : int
        Character offsets of the predicate in the article's text, half open.
    predicate : str
        Its words.
    lemma : str
    pos : {"verb", "noun", "adjective"}
    arguments : tuple of ArgumentTrace
    entries : tuple of EntryTrace
    """

    start: int
    end: int
    predicate: str
    lemma: str
    pos: str
    arguments: tuple[ArgumentTrace, ...]
    entries: tuple[EntryTrace, ...]


def trace(article: Article, paragraphs: Sequence[Paragraph], extractor: Extractor) -> Iterator[ClauseTrace]:
    """Yield the clauses of an article that have an argument or an entry, in text order.

    Examples
    --------
    >>> from kg.language.pipeline import annotate, load_pipeline
    >>> from kg.ontology import load_ontology
    >>> article = Article(id="a", text="Renault a racheté une usine.")
    >>> [(_, paragraphs)] = annotate([article], load_pipeline())
    >>> clause = next(trace(article, paragraphs, Extractor(load_ontology())))
    >>> clause.lemma, [(a.slot, a.entities) for a in clause.arguments]
    ('racheter', [('subj', (('Renault', 'Company'),)), ('obj', ())])
    >>> print(clause.entries[0].relation, "|", clause.entries[0].verdict)
    acquires | nobody that is named at obj: « une usine »
    """
    reading = extractor.read(article, paragraphs)
    for p, paragraph in enumerate(reading.parsed):
        inside = reading.matcher.inside_names(p)
        for clause, matches in paragraph:
            if clause.predicate.i in inside or not (clause.arguments or matches):
                continue
            start = paragraphs[p].start + clause.predicate.idx
            yield ClauseTrace(
                start,
                start + len(clause.predicate.text),
                clause.predicate.text,
                clause.lemma,
                clause.pos,
                tuple(_argument(reading, p, a) for a in clause.arguments),
                tuple(_entry(reading, p, clause, m, extractor.min_confidence) for m in matches),
            )


def _argument(reading: Reading, p: int, argument: Argument) -> ArgumentTrace:
    fillers = reading.matcher.fillers.of(p, argument, TRUST[argument.source])
    return ArgumentTrace(_plain(argument.slot), _words(argument), tuple(_named(f, reading) for f in fillers))


def _entry(reading: Reading, p: int, clause: Clause, match: Match, least: float) -> EntryTrace:
    lemma, relation = match.pattern.lemma, match.entry.relation
    candidates = list(reading.matcher.from_match(p, clause, match))
    if not candidates:
        return EntryTrace(relation, lemma, _missing(reading, p, clause, match), stated=False)
    verdicts = [_became(reading, candidate, least) for candidate in candidates]
    return EntryTrace(relation, lemma, "; ".join(text for text, _ in verdicts), any(stated for _, stated in verdicts))


def _became(reading: Reading, candidate: Candidate, least: float) -> tuple[str, bool]:
    """What the rest of the flow made of a candidate."""
    name = candidate.object if isinstance(candidate.object, str) else candidate.object.name
    what = f"{candidate.subject.name} {candidate.entry.relation} {name}".strip()
    ends = [reading.entities[id(candidate.subject)].id]
    if not isinstance(candidate.object, str):
        ends.append(reading.entities[id(candidate.object)].id)
    for s in reading.statements:
        theirs = [e.id for e in (s.subject, s.object) if isinstance(e, Entity)]
        if s.predicate == candidate.entry.relation and sorted(theirs) == sorted(ends):
            if s.confidence < least:
                return f"{what}: confidence {s.confidence:.2f}, under {least:g}", False
            return f"stated: {what}, {s.factuality}, confidence {s.confidence:.2f}", True
    return f"{what}: given up for a surer relation of the two, or for a class outside domain and range", False


def _missing(reading: Reading, p: int, clause: Clause, match: Match) -> str:
    """The first end of a relation that nothing fills, and why."""
    matcher = reading.matcher
    relation = matcher.ontology.relations[match.entry.relation]
    sides = (
        (subject_slots(clause, match.entry), match.entry.subject_class or relation.domain),
        (match.entry.object, match.entry.object_class or relation.range),
    )
    for slots, classes in sides:
        there = [a for a in clause.arguments if a.slot in slots]
        where = ", ".join(sorted(map(_plain, slots)))
        if not there and ":self" not in slots:
            return f"no argument at {where}"
        fillers = [f for a in there for f in matcher.fillers.of(p, a, 1.0)]
        if not fillers and there:
            return f"nobody that is named at {where}: {', '.join(f'« {_words(a)} »' for a in there)}"
        if not fillers:
            return f"« {clause.predicate.text} » is nobody that is named"
        if classes and not any(matcher.ontology.is_any(f.cluster.type(matcher.ontology), classes) for f in fillers):
            names = ", ".join(f"{name} ({cls})" for name, cls in (_named(f, reading) for f in fillers))
            return f"{names} at {where} is no {' or '.join(classes)}"
    if set(match.entry.subject) & set(match.entry.object):
        return f"it takes two at {where}"
    return "both ends are the same, or one stands for the other"


def _named(filler: Filler, reading: Reading) -> tuple[str, str]:
    return filler.cluster.name, filler.cluster.type(reading.matcher.ontology) or "?"


def _words(argument: Argument) -> str:
    token = argument.token
    return token.tree.stretch(token.left_edge.i, token.right_edge.i + 1).text


def _plain(slot: str) -> str:
    return slot.removeprefix(":")
