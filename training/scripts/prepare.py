"""Turn treebanks and named texts into spaCy's binary corpora."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from kg.language.score import NamedText, read_conllu, read_names

TREES = {
    "sequoia": "ud/fr_sequoia-ud-train.conllu",
    "gsd": "ud/fr_gsd-ud-dev.conllu",
    "pud": "ud/fr_pud-ud-test.conllu",
    "fqb": "ud/fr_fqb-ud-test.conllu",
}
TREES_DEV = "ud/fr_sequoia-ud-dev.conllu"
COARSE = ("pud",)
CLITIC = "se"
NAMES_DEV = "ner/wikinews.jsonl"
LABELS = ("PER", "ORG", "LOC", "PRODUCT", "EVENT", "WORK")


def prepare_trees(nlp: Language, corpora: Path, out: Path, *, parts: Sequence[str], seed: int) -> None:
    """Write `trees.spacy` (sentences and groups of sentences) and `trees-dev.spacy`."""
    read = {part: list(read_conllu(corpora / TREES[part], nlp.vocab)) for part in parts}
    fine = [doc for part, docs in read.items() if part not in COARSE for doc in docs]
    votes = _oblique_votes(fine)
    for part, docs in read.items():
        read[part] = [_harmonise(doc, votes, coarse=part in COARSE, part=part) for doc in docs]
    chance = random.Random(seed)
    docs = [doc for part in parts for doc in read[part]]
    docs += [group for part in parts for group in _groups(read[part], chance)]
    chance.shuffle(docs)
    DocBin(docs=docs, store_user_data=False).to_disk(out / "trees.spacy")
    dev = list(read_conllu(corpora / TREES_DEV, nlp.vocab))
    DocBin(docs=dev + list(_groups(dev, random.Random(seed)))).to_disk(out / "trees-dev.spacy")


def _groups(docs: Sequence[Doc], chance: random.Random) -> Iterable[Doc]:
    """Yield documents of two to six consecutive sentences."""
    start = 0
    while start < len(docs):
        size = chance.randint(2, 6)
        joined = Doc.from_docs(list(docs[start : start + size]), ensure_whitespace=True)
        if joined is not None:
            yield joined
        start += size


Votes = dict[tuple[str, ...], Counter[str]]


def _case(index: int, doc: Doc) -> str:
    """Return the preposition of a phrase, or an empty string."""
    return next((t.lemma_ for t in doc if t.head.i == index and t.dep_ == "case"), "")


def _oblique_votes(docs: Iterable[Doc]) -> Votes:
    """Count the subtypes of `obl` by verb and preposition, and by preposition alone."""
    votes: Votes = defaultdict(Counter)
    for doc in docs:
        for token in doc:
            if token.dep_.startswith("obl:"):
                case = _case(token.i, doc)
                passive = any(t.head.i == token.head.i and t.dep_ == "aux:pass" for t in doc)
                for key in ((token.head.lemma_, case), (case, str(passive)), ()):
                    votes[key][token.dep_] += 1
    return votes


def _harmonise(doc: Doc, votes: Votes, *, coarse: bool, part: str) -> Doc:
    """Give a document the subtypes of Sequoia where its treebank is coarser."""
    for token in doc:
        if coarse and token.dep_ == "obl":
            case = _case(token.i, doc)
            passive = any(t.head.i == token.head.i and t.dep_ == "aux:pass" for t in doc)
            keys = ((token.head.lemma_, case), (case, str(passive)), ())
            token.dep_ = next(votes[key] for key in keys if votes.get(key)).most_common(1)[0][0]
        if part in ("pud", "fqb") and token.dep_ == "expl:comp" and token.lemma_ == CLITIC:
            token.dep_ = "expl:pv"
    return doc


def prepare_names(nlp: Language, corpora: Path, data: Path, out: Path, *, seed: int) -> None:
    """Write `names.spacy` and `names-dev.spacy`."""
    written = sorted((data / "ner").glob("*.jsonl"))
    singles = [*read_names(corpora / "ner/ud.jsonl")]
    for path in sorted((data / "statements").glob("*.jsonl")):
        singles += read_names(path)
    chance = random.Random(seed)
    texts = list(singles)
    for path in written:
        sentences = list(read_names(path))
        texts += sentences
        texts += _joined(sentences, chance)
    chance.shuffle(texts)
    DocBin(docs=[named_doc(nlp, text) for text in texts]).to_disk(out / "names.spacy")
    dev = read_names(corpora / NAMES_DEV)
    DocBin(docs=[named_doc(nlp, text) for text in dev]).to_disk(out / "names-dev.spacy")


def _joined(texts: Sequence[NamedText], chance: random.Random) -> Iterable[NamedText]:
    """Yield texts of two to five consecutive sentences."""
    start = 0
    while start < len(texts):
        size = chance.randint(2, 5)
        whole, spans = "", []
        for text in texts[start : start + size]:
            shift = len(whole) + 1 if whole else 0
            whole = f"{whole} {text.text}" if whole else text.text
            spans += [(begin + shift, end + shift, label) for begin, end, label in text.spans]
        yield NamedText(whole, tuple(spans))
        start += size


def named_doc(nlp: Language, named: NamedText) -> Doc:
    """Return a document with its entities; a name the tokens cut through is left unknown."""
    doc = nlp.make_doc(named.text)
    known: list[Span] = []
    unknown: set[int] = set()
    for start, end, label in named.spans:
        span = doc.char_span(start, end, label=label)
        around = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is not None and label in LABELS:
            known.append(span)
        elif around is not None:
            unknown.update(range(around.start, around.end))
    unknown -= {token.i for span in known for token in span}
    missing = [doc[index : index + 1] for index in sorted(unknown)]
    doc.set_ents(known, missing=missing, default="outside")
    return doc
