"""What the lexicon lacks: predicates between entities of an article that no entry takes, with a stub to paste."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

from kg.extract.extractor import Extractor, Reading
from kg.extract.fillers import TRUST
from kg.language.clauses import Clause
from kg.language.pipeline import Paragraph
from kg.ontology import Ontology
from kg.records import Article

__all__ = ["Gap", "find_gaps", "stub"]

#: Sentences shown of a gap.
EXAMPLES = 3
#: Predicates that say nothing by themselves: be, have, do, say and their kin, which the clause layer reads otherwise.
EMPTY = frozenset(
    "être avoir faire dire devoir pouvoir vouloir aller venir déclarer affirmer annoncer expliquer".split()
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A predicate with two slots that entities fill, and that no entry of the ontology takes.

    Parameters
    ----------
    lemma : str
    pos : {"verb", "noun", "adjective"}
    subject_slot, object_slot : str
        As in `docs/lexicon.md` (":subj", ":obj", "dans").
    subject_class, object_class : str
        Classes of the entities.
    count : int
        Times seen.
    examples : tuple of (str, str, str)
        (subject, object, sentence).
    """

    lemma: str
    pos: str
    subject_slot: str
    object_slot: str
    subject_class: str
    object_class: str
    count: int
    examples: tuple[tuple[str, str, str], ...]


Key = tuple[str, str, str, str, str, str]


def find_gaps(articles: Iterable[tuple[Article, list[Paragraph]]], extractor: Extractor) -> list[Gap]:
    """Count the gaps of parsed articles, the most frequent first.

    Examples
    --------
    >>> from kg.language.pipeline import annotate, load_pipeline
    >>> from kg.ontology import load_ontology
    >>> article = Article(id="a", text="Léa Morel a chatouillé Satya Nadella.")
    >>> [gap] = find_gaps(annotate([article], load_pipeline()), Extractor(load_ontology()))
    >>> gap.lemma, gap.subject_slot, gap.object_slot, gap.subject_class, gap.object_class
    ('chatouiller', ':subj', ':obj', 'Person', 'Person')
    """
    seen: dict[Key, list[tuple[str, str, str]]] = defaultdict(list)
    for article, paragraphs in articles:
        reading = extractor.read(article, paragraphs)
        for p, paragraph in enumerate(reading.parsed):
            for clause, matches in paragraph:
                if not matches and clause.lemma not in EMPTY:
                    for key, subject, object_ in _pairs(clause, p, reading, extractor.ontology):
                        seen[key].append((subject, object_, clause.predicate.sent.text))
    gaps = [Gap(*key, len(found), tuple(dict.fromkeys(found))[:EXAMPLES]) for key, found in seen.items()]
    return sorted(gaps, key=lambda gap: (-gap.count, gap.lemma, gap.subject_slot, gap.object_slot, gap.subject_class))


def _pairs(clause: Clause, p: int, reading: Reading, ontology: Ontology) -> Iterator[tuple[Key, str, str]]:
    """Entities that stand directly in two slots of a predicate."""
    filled = [
        (argument.slot, filler.cluster)
        for argument in clause.arguments
        if argument.source in ("direct", "shared", "relative")
        for filler in reading.matcher.fillers.of(p, argument, TRUST[argument.source])
    ]
    for (slot, subject), (other, object_) in permutations(filled, 2):
        first = slot in (":subj", ":self") or (other != ":subj" and other != ":self" and slot == "de")
        if first and slot != other and subject is not object_:
            classes = subject.type(ontology), object_.type(ontology)
            yield (clause.lemma, clause.pos, slot, other, *classes), subject.name, object_.name


def stub(gap: Gap, relation: str = "my_relation") -> str:
    """A lexical entry in Turtle that would take a gap, with an example, to paste into a file of the ontology.

    Examples
    --------
    >>> gap = Gap("féliciter", "verb", ":subj", ":obj", "Person", "Person", 1, (("Léa", "Zoé", "Léa félicite Zoé."),))
    >>> print(stub(gap, "congratulates"))
    kg:congratulates
        kgl:entry [ kgl:lemma "féliciter" ; kgl:pos kgl:verb ; kgl:subject kgl:subj ; kgl:object kgl:obj ;
            kgl:subjectClass kg:Person ; kgl:objectClass kg:Person ] ;
        kgl:example [ kgl:text "Léa félicite Zoé."@fr ; kgl:subject "Léa" ; kgl:object "Zoé" ] .
    """
    subject, object_, sentence = (_quoted(text) for text in gap.examples[0])
    frame = f"kgl:subject {_slot(gap.subject_slot)} ; kgl:object {_slot(gap.object_slot)}"
    return (
        f"kg:{relation}\n"
        f"    kgl:entry [ kgl:lemma {_quoted(gap.lemma)} ; kgl:pos kgl:{gap.pos} ; {frame} ;\n"
        f"        kgl:subjectClass kg:{gap.subject_class} ; kgl:objectClass kg:{gap.object_class} ] ;\n"
        f"    kgl:example [ kgl:text {sentence}@fr ; kgl:subject {subject} ; kgl:object {object_} ] ."
    )


def _slot(slot: str) -> str:
    return f"kgl{slot}" if slot.startswith(":") else _quoted(slot)


def _quoted(text: str) -> str:
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
