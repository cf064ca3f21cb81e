"""Who holds a post is a person, and what it is held in a body: evidence of classes that the lexicon gives."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.mentions import Found
from kg.extract.parsed import Parsed
from kg.extract.types import NER_CLASSES
from kg.ontology import Ontology

__all__ = ["weigh_posts"]

#: Weight of such evidence, where the label that the tagger gives a name counts 1.
WEIGHT = 1.0


def weigh_posts(mentions: Sequence[Found], paragraphs: Sequence[Parsed], ontology: Ontology) -> None:
    """Vote for the classes of names by the posts that noun phrases give (« PDG de **X** »: an Organization)."""
    at = {(m.paragraph, i): m for m in mentions if m.kind == "name" for i in range(m.start, m.end)}
    for p, paragraph in enumerate(paragraphs):
        for clause, matches in paragraph:
            if clause.pos != "noun":
                continue
            for match in matches:
                relation = ontology.relations[match.entry.relation]
                if not relation.titled:
                    continue
                held_in = _coarse(ontology, match.entry.object_class or relation.range)
                for argument in clause.arguments:
                    mention = at.get((p, argument.token.i))
                    cls = held_in if argument.slot in match.entry.object and argument.source == "direct" else None
                    if mention is not None and cls is not None:
                        mention.types[cls] = mention.types.get(cls, 0.0) + WEIGHT
                break  # one post a noun


def _coarse(ontology: Ontology, classes: tuple[str, ...]) -> str | None:
    """The one coarse class that all of some classes are below, if there is one."""
    return next((c for c in NER_CLASSES.values() if c and all(ontology.is_a(k, c) for k in classes)), None)
