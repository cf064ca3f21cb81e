"""Parsed sentences kept as text: tests of the rules read them, so that no trained model stands between.

`tests/parses.txt` has them, a heading with the text and then one line a token: word, lemma, part of speech,
head (1-based, 0 for the root), dependency, and, where they matter, features and the label of a name
("ORG", or "I-ORG" inside one)::

    # Renault rachète Verkor.
    Renault  Renault   PROPN  2  nsubj  _                      ORG
    rachète  racheter  VERB   0  ROOT   Mood=Ind|VerbForm=Fin
    Verkor   Verkor    PROPN  2  obj    _                      ORG
    .        .         PUNCT  2  punct

They are parses of the embedded model as it was when the test was written, mended by hand where it erred;
they stay as they are when the model changes. Add one with ``python tests/docs.py "Renault rachète Verkor."``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc, Span

from kg.extract import Extractor
from kg.extract.clusters import Links
from kg.extract.coreference import link
from kg.extract.firstperson import link_first_person
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Found, find_mentions
from kg.extract.parsed import Parsed
from kg.extract.speakers import Speakers
from kg.extract.types import Typer
from kg.language.clauses import Clause, clauses
from kg.language.pipeline import Paragraph
from kg.language.tree import Tree, Word
from kg.ontology import Ontology, load_ontology
from kg.records import Article, Extraction, Statement

if TYPE_CHECKING:
    from spacy.vocab import Vocab

PARSES = Path(__file__).parent / "parses.txt"
_KEPT_FEATURES = frozenset("VerbForm Mood Tense Number Gender PronType".split())


@cache
def vocab() -> Vocab:
    """Return the vocabulary of all parses."""
    return spacy.blank("fr").vocab


@cache
def shipped() -> Ontology:
    """Return the ontology that comes with `kg`, for where no fixture reaches."""
    return load_ontology()


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the ontology that comes with `kg`."""
    return Lexicon(shipped())


@cache
def _parses() -> dict[str, str]:
    blocks = PARSES.read_text(encoding="utf-8").strip().removeprefix("# ").split("\n\n# ")
    found = dict(block.split("\n", 1) for block in blocks)
    assert len(found) == len(blocks), "a text stands twice in parses.txt"
    return found


def parse(text: str) -> Doc:
    """Return the kept parse of a text."""
    return doc(text, _parses()[text])


def doc(text: str, rows: str) -> Doc:
    """Build a `Doc` from its text and its rows; sentences end where roots say."""
    tokens = [[*line.split(), "_", "_"][:7] for line in rows.strip().splitlines()]
    words = [t[0] for t in tokens]
    built = Doc(
        vocab(),
        words=words,
        spaces=list(_spaces(text, words)),
        lemmas=[t[1] for t in tokens],
        pos=[t[2] for t in tokens],
        heads=[i if t[3] == "0" else int(t[3]) - 1 for i, t in enumerate(tokens)],
        deps=[t[4] for t in tokens],
        morphs=[t[5].replace("_", "") for t in tokens],
    )
    assert built.text == text
    built.ents = _names(built, [t[6] for t in tokens])
    return built


def _spaces(text: str, words: Sequence[str]) -> Iterator[bool]:
    end = 0
    for word in words:
        end = text.index(word, end) + len(word)
        yield text[end : end + 1] == " "


def _names(built: Doc, labels: Sequence[str]) -> list[Span]:
    names: list[Span] = []
    for i, label in enumerate(labels):
        if label.startswith("I-"):
            last = names.pop()
            names.append(Span(built, last.start, i + 1, last.label_))
        elif label != "_":
            names.append(Span(built, i, i + 1, label))
    return names


def token(parsed: Doc, word: str, nth: int = 0) -> Word:
    """Return the nth token that is a word."""
    return [t for t in Tree(parsed) if t.text == word][nth]


def clause(text: str, word: str, pos: str = "verb") -> Clause:
    """Return the one clause of a text whose predicate is a word."""
    [found] = [c for c in clauses(Tree(parse(text))) if c.predicate.text == word and c.pos == pos]
    return found


def slots(text: str, word: str, pos: str = "verb") -> dict[str, list[str]]:
    """Words that fill each slot of a predicate, but for whose deed the verb above is ("governor")."""
    filled: dict[str, list[str]] = {}
    for argument in clause(text, word, pos).arguments:
        if argument.source != "governor":
            filled.setdefault(argument.slot, []).append(argument.token.text)
    return filled


class Reading:
    """An article of kept parses, read as `Extractor` reads it.

    Parameters
    ----------
    texts : str
        Paragraphs.
    date : str, optional
    """

    def __init__(self, *texts: str, date: str | None = None) -> None:
        self.article = Article("a", "\n\n".join(texts), date=date)
        self.paragraphs: list[Paragraph] = []
        start = 0
        for text in texts:
            self.paragraphs.append(Paragraph(start, parse(text)))
            start += len(text) + 2
        self._parsed = [Parsed(Tree(p.doc, p.start), lexicon()) for p in self.paragraphs]

    @cached_property
    def mentions(self) -> list[Found]:
        return find_mentions(self._parsed, shipped(), Typer(shipped()))

    @cached_property
    def links(self) -> Links:
        links = link(self.mentions, self._parsed, shipped())
        link_first_person(self._parsed, links, shipped())
        return links

    def who(self, word: str, nth: int = 0) -> list[str]:
        """Names of what the nth such word refers to."""
        heads = [(p, t.i) for p, parsed in enumerate(self._parsed) for t in parsed.tree if t.text == word]
        return sorted(c.name for c, _ in self.links.at.get(heads[nth], ()))

    def speaker(self, word: str, nth: int = 0) -> str | None:
        """Name of who says what a predicate states."""
        heads = [(p, t) for p, parsed in enumerate(self._parsed) for t in parsed.tree if t.text == word]
        p, predicate = heads[nth]
        found, _ = Speakers(p, self._parsed[p], self.links).of(predicate)
        return None if found is None else found.name

    @cached_property
    def extraction(self) -> Extraction:
        return Extractor(shipped())(self.article, self.paragraphs)

    @property
    def triples(self) -> set[tuple[str, str, str]]:
        return {(s.subject.name, s.predicate, s.object_name) for s in self.extraction.statements}

    def statement(self, predicate: str) -> Statement:
        """Return the one statement of a relation."""
        [found] = [s for s in self.extraction.statements if s.predicate == predicate]
        return found


def written(parsed: Doc) -> str:
    """Write a parsed `Doc` as a block of `parses.txt`."""
    table = []
    for t in parsed:
        head = "0" if t.head == t else str(t.head.i + 1)
        features = "|".join(f for f in str(t.morph).split("|") if f.partition("=")[0] in _KEPT_FEATURES) or "_"
        name = {"B": t.ent_type_, "I": f"I-{t.ent_type_}"}.get(t.ent_iob_, "_")
        row = [t.text, t.lemma_, t.pos_, head, t.dep_, features, name]
        while row[-1] == "_":
            row.pop()
        table.append(row)
    widths = [max(len(r[k]) for r in table if len(r) > k) for k in range(max(map(len, table)))]
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=False)).rstrip() for row in table)
    return "\n".join([f"# {parsed.text}", *lines])


if __name__ == "__main__":
    from kg.language.pipeline import load_pipeline

    for text in sys.argv[1:]:
        if text not in _parses():
            block = written(load_pipeline()(text))
            with PARSES.open("a", encoding="utf-8") as file:
                file.write(f"\n{block}\n")
