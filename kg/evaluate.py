"""Precision, recall and F1 of extractions against gold statements.

Micro scores over distinct (subject, predicate, object) of each article. A predicted name matches a gold
entity when, after dropping case, accents, punctuation, leading determiners and civilities, it
equals the entity's name or an alias. Symmetric relations match both ways. Optional gold
statements neither reward nor punish.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.util import filter_spans

from kg.errors import ArticleError
from kg.extract import Extractor
from kg.extract.names import bare_name, fold, is_variant
from kg.language import fr
from kg.language.pipeline import Paragraph, annotate
from kg.ontology import Ontology
from kg.records import MIN_CONFIDENCE, Article, Extraction, Statement

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Gold", "Score", "evaluate", "read_gold", "score"]

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Gold:
    """An article with the statements that it makes.

    `entities` and `statements` are as in the file; see the gold's README.
    """

    article: Article
    entities: tuple[Mapping[str, Any], ...]
    statements: tuple[Mapping[str, Any], ...]


@dataclass(slots=True)
class Score:
    """Counts, and what they come to.

    Attributes
    ----------
    tp, fp, fn : int
    factuality, speaker : tuple of int
        (right, of) on matched triples.
    errors : list of (str, str, object)
        ("missed" or "wrong", article id, the gold statement or `Statement`).
    relations : dict of str to tuple of int
        (tp, fp, fn) by relation.
    confidences : list of (float, bool)
        Confidence of each statement found, and whether it is right.
    """

    tp: int = 0
    fp: int = 0
    fn: int = 0
    factuality: tuple[int, int] = (0, 0)
    speaker: tuple[int, int] = (0, 0)
    errors: list[tuple[str, str, Any]] = field(default_factory=list)
    relations: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    confidences: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Share of what is right that was found."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def calibration(self, bins: int = 5) -> list[tuple[float, float, int, float, float]]:
        """Bins of confidence: (from, to, statements, mean confidence, share that is right)."""
        rows = []
        for i in range(bins):
            low, high = i / bins, (i + 1) / bins
            inside = [(c, r) for c, r in self.confidences if low < c <= high or (i == 0 and c == 0)]
            if inside:
                mean = sum(c for c, _ in inside) / len(inside)
                rows.append((low, high, len(inside), mean, sum(r for _, r in inside) / len(inside)))
        return rows

    def count(self, relation: str, *, tp: int = 0, fp: int = 0, fn: int = 0) -> None:
        """Count for the whole and for a relation."""
        self.tp, self.fp, self.fn = self.tp + tp, self.fp + fp, self.fn + fn
        a, b, c = self.relations.get(relation, (0, 0, 0))
        self.relations[relation] = (a + tp, b + fp, c + fn)


def read_gold(path: Path, articles: Sequence[Article] = ()) -> Iterator[Gold]:
    """Read a gold file, JSON Lines; raises ArticleError that names file and line.

    A line without a text is about one of `articles`: that of its id, or the only one.
    """
    known = {a.id: a for a in articles}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                if "text" in row:
                    article = Article(row["id"], row["text"], title=row.get("title"), date=row.get("date"))
                else:
                    article = articles[0] if len(articles) == 1 else known[row["id"]]
                yield Gold(article, tuple(row["entities"]), tuple(row["statements"]))
            except (ValueError, KeyError, TypeError) as error:
                raise ArticleError(
                    f"{path}:{number}: no gold line ({error!r}); see the gold's README for its form"
                ) from error


def evaluate(
    gold: Sequence[Gold],
    *,
    pipeline: Language,
    ontology: Ontology,
    min_confidence: float = MIN_CONFIDENCE,
    gold_entities: bool = False,
) -> Score:
    """Extract gold articles from their raw text, and score what was found.

    Parameters
    ----------
    gold_entities : bool
        Give the extractor the gold entities' names and aliases where they stand in the text, in place of
        what the pipeline takes for names: what is then missed is the extractor's loss alone.
    """
    extractor = Extractor(ontology, min_confidence=min_confidence)
    extractions = []
    for one, (article, paragraphs) in zip(gold, annotate([g.article for g in gold], pipeline), strict=True):
        if gold_entities:
            for paragraph in paragraphs:
                _give_names(paragraph, one)
        extractions.append(extractor(article, paragraphs))
    return score(zip(gold, extractions, strict=True), ontology)


#: Class of a gold entity → label of a name.
_LABELS = {
    "Person": "PER", "Place": "LOC", "Country": "LOC", "Region": "LOC", "City": "LOC", "Event": "EVENT", "Work": "WORK",
    "Product": "PRODUCT", "Software": "PRODUCT", "Service": "PRODUCT", "Device": "PRODUCT", "Vehicle": "PRODUCT",
}  # fmt: skip


def _give_names(paragraph: Paragraph, gold: Gold) -> None:
    doc = paragraph.doc
    spans = []
    for entity in gold.entities:
        label = _LABELS.get(entity["type"], "ORG")
        if entity["type"] == "Technology":  # common nouns, which the ontology's terms find
            continue
        for name in (entity["name"], *(a for a in entity.get("aliases", ()) if _is_name(a, entity["name"], label))):
            for match in re.finditer(rf"(?<!\w){re.escape(name.translate(fr.NORMAL))}(?!\w)", doc.text):
                span = doc.char_span(*match.span(), label=label, alignment_mode="expand")
                spans += [span] if span is not None else []
    doc.ents = filter_spans(spans)


def _is_name(alias: str, name: str, label: str) -> bool:
    """Aliases are nominals too (« la firme de Redmond »); only proper ones are given."""
    return alias.isupper() or is_variant(alias, name, person=label == "PER", common=True)


def score(pairs: Iterable[tuple[Gold, Extraction]], ontology: Ontology) -> Score:
    """Score extractions against gold."""
    total = Score()
    for gold, extraction in pairs:
        _score_article(gold, extraction, ontology, total)
    return total


def plain(name: str) -> str:
    """A name as it is compared.

    Examples
    --------
    >>> plain("L'ONU") == plain("onu"), plain("M. Ayrault")
    (True, 'ayrault')
    """
    text = bare_name(
        name[:1].lower() + name[1:]
        if name[:3].lower() in ("le ", "la ", "les") or name[:2].lower() == "l'"
        else name.replace("’", "'")
    )
    return fold(text)


def _score_article(gold: Gold, extraction: Extraction, ontology: Ontology, total: Score) -> None:
    names: dict[str, str] = {}
    for entity in gold.entities:
        for name in (entity["name"], *entity.get("aliases", ())):
            names.setdefault(plain(name.replace("’", "'")), plain(entity["name"].replace("’", "'")))
    wanted: dict[Triple, Mapping[str, Any]] = {}
    for s in gold.statements:
        key = _key(names, s["s"], s["p"], s["o"], ontology)
        if key not in wanted or wanted[key].get("optional"):
            wanted[key] = s
    seen: set[Triple] = set()
    for statement in extraction.statements:
        key = _key(names, statement.subject.name, statement.predicate, statement.object_name, ontology)
        if key in seen:
            continue
        seen.add(key)
        gold_statement = wanted.get(key)
        if gold_statement is None or not gold_statement.get("optional"):
            total.confidences.append((statement.confidence, gold_statement is not None))
        if gold_statement is None:
            total.count(statement.predicate, fp=1)
            total.errors.append(("wrong", extraction.article.id, statement))
        elif not gold_statement.get("optional"):
            total.count(statement.predicate, tp=1)
            _score_qualifiers(gold_statement, statement, names, total)
    for key, s in wanted.items():
        if key not in seen and not s.get("optional"):
            total.count(s["p"], fn=1)
            total.errors.append(("missed", extraction.article.id, s))


def _key(names: Mapping[str, str], s: str, p: str, o: str, ontology: Ontology) -> Triple:
    a, b = (plain(n.replace("’", "'")) for n in (s, o))
    a = names.get(a, a)
    if p not in ontology.relations or ontology.relations[p].literal is None:
        b = names.get(b, b)
    if p in ontology.relations and ontology.relations[p].symmetric and b < a:
        a, b = b, a
    return a, p, b


def _score_qualifiers(gold: Mapping[str, Any], statement: Statement, names: Mapping[str, str], total: Score) -> None:
    right, of = total.factuality
    total.factuality = right + (gold["factuality"] == statement.factuality), of + 1
    if gold.get("attributed_to"):
        speaker = plain(gold["attributed_to"].replace("’", "'"))
        found = plain(statement.attributed_to.name.replace("’", "'")) if statement.attributed_to else None
        right, of = total.speaker
        total.speaker = right + (names.get(speaker, speaker) == names.get(found or "", found)), of + 1
