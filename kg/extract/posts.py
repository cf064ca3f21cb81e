"""Who holds a post is a person, and what it is held in a body: evidence of classes that the lexicon gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.mentions import Found
from kg.extract.parsed import Parsed
from kg.extract.types import NER_CLASSES
from kg.language import fr
from kg.language.demonyms import demonym
from kg.ontology import Entry, Ontology

__all__ = ["weigh_frames", "weigh_origins", "weigh_posts"]

#: Weight of such evidence, where the label that the tagger gives a name counts 1.
WEIGHT = 1.0
#: Weight of what a predicate asks of a name (« fabriquer **X** »: a Product); more than the label alone.
FRAME_WEIGHT = 1.2
#: Weight of a demonym in small letters before a name.
ORIGIN_WEIGHT = 2.0
#: Classes voted for so: people and places are known by better signs.
_VOTED = frozenset({"Organization", "Product"})
#: Entries less sure than this ask nothing.
SURE = 0.7


def weigh_posts(mentions: Sequence[Found], paragraphs: Sequence[Parsed], ontology: Ontology) -> None:
    """Vote for the classes of names by the posts that noun phrases give (« PDG de **X** »: an Organization)."""
    at = {(m.paragraph, i): m for m in mentions if m.kind == "name" for i in range(m.start, m.end)}
    for p, paragraph in enumerate(paragraphs):
        for clause, matches in paragraph:
            if clause.pos != "noun":
                continue
            voted: set[tuple[int, str]] = set()  # one vote a noun
            for match in matches:
                relation = ontology.relations[match.entry.relation]
                if not relation.titled:
                    continue
                held_in = _coarse(ontology, match.entry.object_class or relation.range)
                for argument in clause.arguments:
                    mention = at.get((p, argument.token.i))
                    cls = held_in if argument.slot in match.entry.object and argument.source == "direct" else None
                    if mention is not None and cls is not None and (argument.token.i, cls) not in voted:
                        mention.types[cls] = mention.types.get(cls, 0.0) + WEIGHT
                        voted.add((argument.token.i, cls))


def weigh_frames(mentions: Sequence[Found], paragraphs: Sequence[Parsed], ontology: Ontology) -> None:
    """Vote for the class that a predicate asks of a name, where nothing but a label tells it and all entries agree."""
    named = [m for m in mentions if m.kind == "name" and len(m.types) < 2 and not m.firm]
    at = {(m.paragraph, i): m for m in named for i in range(m.start, m.end)}
    for p, paragraph in enumerate(paragraphs):
        for clause, matches in paragraph:
            sure = [m.entry for m in matches if m.entry.confidence >= SURE]
            if clause.pos != "verb" or not sure:
                continue
            for argument in clause.arguments:
                mention = at.get((p, argument.token.i))
                if mention is None or argument.source not in ("direct", "relative"):
                    continue
                wanted = {c for e in sure for c in _wanted(ontology, e, argument.slot)}
                cls = next(iter(wanted)) if len(wanted) == 1 else None
                if cls in _VOTED and not any(ontology.are_kin(cls, t) for t in mention.types):
                    mention.types[cls] = mention.types.get(cls, 0.0) + FRAME_WEIGHT


def weigh_origins(mentions: Sequence[Found], paragraphs: Sequence[Parsed]) -> None:
    """« l'**américain** Harlow Brands », in small letters, is a firm, where « l'Américain John Doe » is a man."""
    for mention in mentions:
        words = paragraphs[mention.paragraph].tree.words
        if mention.kind != "name" or mention.start < 2:
            continue
        article, origin = words[mention.start - 2], words[mention.start - 1]
        if article.lower_ in fr.ARTICLES and origin.text.islower() and demonym(origin.lower_) is not None:
            mention.types["Company"] = mention.types.get("Company", 0.0) + ORIGIN_WEIGHT


def _wanted(ontology: Ontology, entry: Entry, slot: str) -> Iterator[str | None]:
    """Coarse classes that an entry asks of what fills a slot; None for one that is below none."""
    relation = ontology.relations[entry.relation]
    for slots, narrowed, wide in (
        (entry.subject, entry.subject_class, relation.domain),
        (entry.object, entry.object_class, relation.range),
    ):
        if slot in slots:
            yield from (_coarse(ontology, (c,)) for c in narrowed or wide)


def _coarse(ontology: Ontology, classes: tuple[str, ...]) -> str | None:
    """The one coarse class that all of some classes are below, if there is one."""
    return next((c for c in NER_CLASSES.values() if c and all(ontology.is_a(k, c) for k in classes)), None)
