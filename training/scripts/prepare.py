"""Turn treebanks and named texts into spaCy's binary corpora."""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import annotated
import augment
import label
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from kg.language.names import NameHints
from kg.language.score import NamedText, normalize, read_conllu, read_names

TREES = {
    "sequoia": "ud/fr_sequoia-ud-train.conllu",
    "gsd": "ud/fr_gsd-ud-dev.conllu",
    "pud": "ud/fr_pud-ud-test.conllu",
    "fqb": "ud/fr_fqb-ud-test.conllu",
}
TREES_DEV = "ud/fr_sequoia-ud-dev.conllu"
COARSE = ("pud",)
CLITIC = "se"
ALONE = ("fqb",)
PASSAGES = ("culture", "economy", "regional", "tech", "wires", "world")
SWAPPED = 0.6
REPORTS = "ner/popcorn_train.json"
REPORT_LABELS = {
    "CIVILIAN": "PER",
    "TERRORIST_OR_CRIMINAL": "PER",
    "MILITARY": "PER",
    "PLACE": "LOC",
    "NON_GOVERNMENTAL_ORGANISATION": "ORG",
    "NON_MILITARY_GOVERNMENT_ORGANISATION": "ORG",
    "MILITARY_ORGANISATION": "ORG",
    "INTERGOVERNMENTAL_ORGANISATION": "ORG",
}
CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-Ý][\w-]+")
FIRST = re.compile(r"(?:^|[.!?:«]\s*|^- ?)$")
MARK = re.compile(r"\[([^\]|]+)\|([A-Z]+)\]")
NAMES_DEV = "ner/wikinews.jsonl"
LABELS = ("PER", "ORG", "LOC", "PRODUCT", "EVENT", "WORK")


def read_trees(nlp: Language, corpora: Path, parts: Sequence[str]) -> dict[str, list[Doc]]:
    """Return the trees of each treebank with the relations of Sequoia, and the names annotated on them."""
    read = {part: list(read_conllu(corpora / TREES[part], nlp.vocab)) for part in parts}
    fine = [doc for part, docs in read.items() if part not in COARSE for doc in docs]
    votes = _oblique_votes(fine)
    named = {text.text: text for text in read_names(corpora / "ner/ud.jsonl")}
    for part, docs in read.items():
        read[part] = [_harmonise(doc, votes, coarse=part in COARSE, part=part) for doc in docs]
        for doc in docs:
            if doc.text.strip() in named:
                _set_names(doc, named[doc.text.strip()])
            else:
                doc.set_ents([], default="missing")
    return read


def prepare_trees(nlp: Language, corpora: Path, out: Path, *, parts: Sequence[str], seed: int) -> None:
    """Write `trees.spacy` (sentences and groups of sentences) and `trees-dev.spacy`."""
    docs = _trees(read_trees(nlp, corpora, parts), random.Random(seed))
    DocBin(docs=docs, store_user_data=False).to_disk(out / "trees.spacy")
    DocBin(docs=trees_dev(nlp, corpora, seed)).to_disk(out / "trees-dev.spacy")


def trees_dev(nlp: Language, corpora: Path, seed: int) -> list[Doc]:
    """Return the sentences and groups the training is tuned on."""
    dev = list(read_conllu(corpora / TREES_DEV, nlp.vocab))
    for doc in dev:
        doc.set_ents([], default="missing")
    return dev + list(_groups(dev, random.Random(seed)))


def _trees(read: dict[str, list[Doc]], chance: random.Random) -> list[Doc]:
    """Return sentences and groups in a random order; questions stand alone."""
    docs = [doc for found in read.values() for doc in found]
    docs += [group for part, found in read.items() if part not in ALONE for group in _groups(found, chance)]
    chance.shuffle(docs)
    return docs


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


def written(data: Path) -> dict[str, list[NamedText]]:
    """Return the texts written for training, by file."""
    texts = {path.stem: list(read_names(path)) for path in sorted((data / "ner").glob("*.jsonl"))}
    texts |= {path.stem: list(read_marked(path)) for path in sorted(data.glob("press_*.txt"))}
    texts |= {path.stem: list(read_names(path)) for path in sorted((data / "statements").glob("*.jsonl"))}
    return texts | {
        f"articles/{path.stem}": list(read_articles(path)) for path in sorted((data / "articles").glob("*.txt"))
    }


def read_articles(path: Path) -> Iterable[NamedText]:
    """Yield the paragraphs of annotated articles; a pipeline reads paragraph by paragraph."""
    for article in annotated.read_annotated(path):
        at = 0
        for paragraph in article.text.split(annotated.BREAK):
            end = at + len(paragraph)
            spans = tuple((s - at, e - at, label) for s, e, label in article.names if at <= s < end)
            yield NamedText(normalize(paragraph), spans)
            at = end + len(annotated.BREAK)


def read_marked(path: Path) -> Iterable[NamedText]:
    """Yield the passages of a file with names marked in the text: `[name|LABEL]`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, spans, position = "", [], 0
            for mark in MARK.finditer(line):
                text += line[position : mark.start()]
                spans.append((len(text), len(text) + len(mark[1]), mark[2]))
                text += mark[1]
                position = mark.end()
            text += line[position:]
            yield NamedText(normalize(text.rstrip()), tuple(spans))


def read_reports(path: Path) -> Iterable[NamedText]:
    """Yield the reports of POPCORN with the names among their mentions; other words with a capital are unknown (`?`)."""
    for report in json.loads(path.read_text(encoding="utf-8")).values():
        text = normalize(report["text"])
        spans: list[tuple[int, int, str]] = []
        mentions = {(m["start"], m["end"], e["type"]) for e in report["entities"] for m in e["mentions"]}
        named = sorted((s, e, REPORT_LABELS[kind]) for s, e, kind in mentions if kind in REPORT_LABELS)
        inside = {text[s:e] for s, e, _ in named if not FIRST.search(text[:s])}
        for start, end, kind in sorted(named, key=lambda span: (span[0], -span[1])):
            name = text[start:end]
            sure = name in inside or " " in name
            if name[:1].isupper() and sure and (not spans or spans[-1][1] <= start):
                spans.append((start, end, kind))
        for word in CAPITAL.finditer(text):
            start, end = word.span()
            first = FIRST.search(text[:start])
            if not first and not any(start < e and s < end for s, e, _ in spans):
                spans.append((start, end, "?"))
        yield NamedText(text, tuple(sorted(spans)))


def prepare_joint(
    nlp: Language,
    corpora: Path,
    data: Path,
    out: Path,
    *,
    parts: Sequence[str],
    seed: int,
    teachers: Sequence[Language],
) -> None:
    """Write `joint.spacy` and `joint-dev.spacy`: trees, names, trees of a first parser on part of the named texts."""
    chance = random.Random(seed)
    read = read_trees(nlp, corpora, parts)
    docs = _trees(read, chance)
    common = {token.text for found in read.values() for doc in found for token in doc if token.text.islower()}
    texts = written(data)
    every = [text for found in texts.values() for text in found]
    hints = NameHints().from_disk(out / "hints")
    pools = augment.name_pools(every, listed_names(hints, chance))
    alone, joined = [], []
    for name, found in texts.items():
        chance.shuffle(found)
        half = len(found) if name in PASSAGES or "/" in name else len(found) // 2
        alone += found[:half]
        joined += _joined(found[half:], chance)
    swapped = list(augment.substituted(chance.sample(every, int(SWAPPED * len(every))), pools, chance))
    more = [*augment.varied(joined, chance), *augment.varied(swapped, chance)]
    more += read_reports(corpora / REPORTS)
    singles = [named_doc(nlp, text) for text in augment.varied(alone, chance)]
    if teachers:
        singles = list(label.labelled(singles, teachers, common))
    docs += singles + [named_doc(nlp, text) for text in more]
    chance.shuffle(docs)
    DocBin(docs=docs, store_user_data=False).to_disk(out / "joint.spacy")
    dev = [named_doc(nlp, text) for text in read_names(corpora / NAMES_DEV)]
    DocBin(docs=trees_dev(nlp, corpora, seed) + dev).to_disk(out / "joint-dev.spacy")


def listed_names(hints: NameHints, chance: random.Random) -> dict[str, list[str]]:
    """Return invented people, and cities and organisations of the lists."""
    of: dict[str, list[str]] = {letter: [] for letter in "FSVO"}
    for phrase, letters in sorted(hints.phrases.items()):
        if letters in of and all(word.isalpha() for word in phrase.split(" ")):
            of[letters].append(phrase.title())
    single = {letter: [name for name in names if name.isalpha() and len(name) > 3] for letter, names in of.items()}
    blends = {letter: [augment.blend(single[letter], chance) for _ in range(2000)] for letter in "VO"}
    products = [
        f"{augment.blend(single['O'], chance)}{chance.choice(('', '', ' 2', ' X', '-4', ' 300'))}" for _ in range(500)
    ]
    return {
        "PER": augment.people(of["F"], single["S"], chance, 8000),
        "LOC": chance.sample(of["V"], 1500) + blends["V"],
        "ORG": single["O"] + blends["O"] + [augment.acronym(chance) for _ in range(800)],
        "PRODUCT": products + [augment.acronym(chance) for _ in range(80)],
    }


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
    _set_names(doc, named)
    return doc


def _set_names(doc: Doc, named: NamedText) -> None:
    """Set the entities of a document."""
    known: list[Span] = []
    unknown: set[int] = set()
    for start, end, kind in named.spans:
        span = doc.char_span(start, end, label=kind)
        around = doc.char_span(start, end, label=kind, alignment_mode="expand")
        if span is not None and kind in LABELS:
            known.append(span)
        elif around is not None:
            unknown.update(range(around.start, around.end))
    unknown -= {token.i for span in known for token in span}
    missing = [doc[index : index + 1] for index in sorted(unknown)]
    doc.set_ents(known, missing=missing, default="outside")
