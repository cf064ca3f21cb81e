"""How often each entry of the lexicon is right: statements found in texts whose statements are listed, by relation and rule.

Reads gold statements (`.jsonl`) and annotated texts (`.txt`, `training/data/articles/README.md`); without files, all of
`training/data` that is trained on::

    python training/scripts/entries.py                                  # every rule that spoke, the worst first
    python training/scripts/entries.py --rules --below 0.5 --least 4    # to be narrowed, given less confidence, or to go
    python training/scripts/entries.py --examples GOLD.jsonl            # with the sentences in which they err

With `--rules` the scorer is silent: it has learnt these very texts, and hides there what an entry does elsewhere. The lexicon
was gathered from them, too: an entry that is bad here is bad, one that is good may only know them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotated import read_annotated

from kg.evaluate import Gold, _key, plain, read_gold
from kg.extract import Extractor
from kg.language.pipeline import annotate, load_pipeline
from kg.ontology import load_ontology
from kg.records import MIN_CONFIDENCE, Article, Extraction, Statement

DATA = Path(__file__).parents[1] / "data"
#: What the scorer alone finds is no entry's: one row a relation.
SCORER = "scorer/"


@dataclass
class Tally:
    """How often a rule was right, and the statements in which it was wrong, each with its sentence."""

    right: int = 0
    wrong: list[tuple[Statement, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Share of what it found that is right."""
        return self.right / max(1, self.right + len(self.wrong))


def own_texts() -> list[Path]:
    """Return the files of this repository whose statements are listed and that are trained on."""
    folders = (("articles", "txt"), ("wordings", "txt"), ("statements", "jsonl"))
    return [path for folder, suffix in folders for path in sorted((DATA / folder).glob(f"*.{suffix}"))]


def read(path: Path) -> Iterator[Gold]:
    """Yield the texts of a file of either form, with their statements."""
    if path.suffix == ".jsonl":
        yield from read_gold(path)
        return
    for text in read_annotated(path):
        yield Gold(Article(text.id, text.text, date=text.date), tuple(text.entities), tuple(text.statements))


def verdicts(gold: Gold, extraction: Extraction, extractor: Extractor) -> Iterator[tuple[Statement, bool]]:
    """Yield what was found in a text, and whether it is listed; not what is optional."""
    names: dict[str, str] = {}
    for entity in gold.entities:
        for name in (entity["name"], *entity.get("aliases", ())):
            names.setdefault(plain(name), plain(entity["name"]))
    listed = {_key(names, s["s"], s["p"], s["o"], extractor.ontology): s for s in gold.statements}
    for statement in extraction.statements:
        ends = statement.subject.name, statement.predicate, statement.object_name
        known = listed.get(_key(names, *ends, extractor.ontology))
        if known is None or not known.get("optional"):
            yield statement, known is not None


def tallies(golds: Iterable[Gold], extractor: Extractor) -> dict[tuple[str, str], Tally]:
    """Count for each (relation, rule)."""
    found: dict[tuple[str, str], Tally] = {}
    golds = list(golds)
    read = annotate([gold.article for gold in golds], load_pipeline())
    for gold, (article, paragraphs) in zip(golds, read, strict=True):
        for statement, right in verdicts(gold, extractor(article, paragraphs), extractor):
            rule = SCORER if statement.rule.startswith(SCORER) else statement.rule
            tally = found.setdefault((statement.predicate, rule), Tally())
            evidence = statement.evidence
            if right:
                tally.right += 1
            else:
                tally.wrong.append((statement, article.text[evidence.sentence_start : evidence.sentence_end]))
    return found


def rows(found: Mapping[tuple[str, str], Tally], *, least: int, below: float) -> Iterator[tuple[str, str, Tally]]:
    """Yield the rules that spoke so often and are right so seldom, the most wrong first."""
    for (relation, rule), tally in sorted(found.items(), key=lambda item: (-len(item[1].wrong), item[0])):
        if tally.right + len(tally.wrong) >= least and tally.share <= below:
            yield relation, rule, tally


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, help="default: the texts of training/data that are trained on")
    parser.add_argument("--least", type=int, default=1, help="only rules that spoke so often")
    parser.add_argument("--below", type=float, default=1.0, help="only rules that are right no more often")
    parser.add_argument("--examples", action="store_true", help="also each wrong statement")
    parser.add_argument("--rules", action="store_true", help="without the scorer")
    parser.add_argument("--min-confidence", type=float, default=MIN_CONFIDENCE)
    options = parser.parse_args(arguments)
    extractor = Extractor(load_ontology(), min_confidence=options.min_confidence)
    if options.rules:
        extractor.scorer = None
    golds = [gold for path in options.files or own_texts() for gold in read(path)]
    found = tallies(golds, extractor)
    for relation, rule, tally in rows(found, least=options.least, below=options.below):
        print(f"{tally.share:.2f}  {tally.right:4} right {len(tally.wrong):4} wrong  {relation}  {rule}")
        for statement, sentence in tally.wrong if options.examples else ():
            told = f"{statement.subject.name} → {statement.object_name}, {statement.confidence:.2f}"
            print(f"        {told}: {' '.join(sentence.split())}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
