"""Score a French pipeline against CoNLL-U treebanks and JSON Lines of named entities.

Tokens, tags, trees and names are all predicted from raw text; sentences are given, except for `sentence_f`
and the `paragraph_*` figures, where `PARAGRAPH` consecutive sentences make one text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import FormatError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["NamedText", "normalize", "paragraphs", "read_conllu", "read_names", "score", "score_files"]

PARAGRAPH = 4
CONTRACTED_PRONOUN = "PRON"
#: Labels of other pipelines → ours.
LABELS = {"PERSON": "PER", "GPE": "LOC", "FAC": "LOC", "LOCATION": "LOC", "ORGANIZATION": "ORG", "WORK_OF_ART": "WORK"}
#: What a pipeline with a label for everything else calls `MISC`.
OTHER = ("PRODUCT", "EVENT", "WORK")
MISC = "MISC"
_PLAIN = str.maketrans({"’": "'", "‘": "'", "\xa0": " ", "\u202f": " ", "\u2009": " ", "\n": " "})


class NamedText(NamedTuple):
    """A text and its named entities, as character spans with a label."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


class _Row(NamedTuple):
    """One token of a treebank, after contractions are merged; `head` is an index, its own for the root."""

    word: str
    space: bool
    lemma: str
    pos: str
    morph: str
    head: int
    dep: str


def normalize(text: str) -> str:
    """Return `text` with straight apostrophes and plain spaces, character for character.

    Examples
    --------
    >>> normalize("l’été")
    "l'été"
    """
    return text.translate(_PLAIN)


def read_conllu(path: Path, vocab: Vocab) -> Iterator[Doc]:
    """Yield one annotated `Doc` a sentence, contractions kept as one token.

    A contraction such as « du » (de + le) is one ADP with the lemma of its preposition; one whose second
    part is a pronoun (« auquel ») is that pronoun.

    Parameters
    ----------
    path : Path
        A CoNLL-U file.
    vocab : spacy.vocab.Vocab
        The vocabulary the documents are made with.

    Yields
    ------
    spacy.tokens.Doc
        Words, spaces, lemmas, UPOS, features, heads and relations (`ROOT` for the root).
    """
    import spacy.tokens

    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = _rows([line.split("\t") for line in block.split("\n") if not line.startswith("#")])
        yield spacy.tokens.Doc(
            vocab,
            words=[row.word for row in rows],
            spaces=[row.space for row in rows],
            lemmas=[row.lemma for row in rows],
            pos=[row.pos for row in rows],
            morphs=[row.morph for row in rows],
            heads=[row.head for row in rows],
            deps=[row.dep for row in rows],
            sent_starts=[index == 0 for index in range(len(rows))],
        )


def _rows(lines: Sequence[Sequence[str]]) -> list[_Row]:
    """Return the tokens of one sentence with contractions merged and heads renumbered."""
    syntactic = {int(line[0]): line for line in lines if line[0].isdigit()}
    groups: list[tuple[str, str, list[int]]] = []
    covered = 0
    for line in lines:
        if "." in line[0]:
            continue
        if "-" in line[0]:
            first, covered = (int(part) for part in line[0].split("-"))
            groups.append((line[1], line[9], list(range(first, covered + 1))))
        elif int(line[0]) > covered:
            groups.append((line[1], line[9], [int(line[0])]))
    index = {number: place for place, (_, _, numbers) in enumerate(groups) for number in numbers}
    rows = []
    for place, (word, misc, numbers) in enumerate(groups):
        chosen = syntactic[_principal(numbers, syntactic)]
        head = int(chosen[6])
        rows.append(
            _Row(
                word=normalize(word),
                space="SpaceAfter=No" not in misc,
                lemma=normalize(chosen[2]),
                pos=chosen[3],
                morph="" if chosen[5] == "_" else chosen[5],
                head=index[head] if head else place,
                dep="ROOT" if head == 0 else chosen[7],
            )
        )
    return rows


def _principal(numbers: Sequence[int], syntactic: dict[int, Sequence[str]]) -> int:
    """Return the part of a contraction that stands for the whole."""
    if len(numbers) > 1 and syntactic[numbers[-1]][3] == CONTRACTED_PRONOUN:
        return numbers[-1]
    return numbers[0]


def read_names(path: Path) -> Iterator[NamedText]:
    """Yield the texts of a JSON Lines file with their named entities.

    A record has `text` and either `spans` (`[start, end, label]`, characters) or `ents` (`[name, label]`,
    in the order of the text).

    Raises
    ------
    ValueError
        If a name of `ents` is not in the text after the name before it.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            record: dict[str, Any] = json.loads(line)
            text = normalize(record["text"])
            if "spans" in record:
                spans = tuple((start, end, label) for start, end, label in record["spans"])
            else:
                spans = _locate(text, record["ents"], f"{path.name}:{number}")
            yield NamedText(text, spans)


def _locate(text: str, names: Sequence[Sequence[str]], where: str) -> tuple[tuple[int, int, str], ...]:
    """Return the spans of names that are listed from left to right."""
    spans = []
    position = 0
    for name, label in names:
        start = text.find(normalize(name), position)
        if start < 0:
            raise ValueError(f"{where}: {name!r} is not in the text after character {position}; check `ents`")
        position = start + len(name)
        spans.append((start, position, label))
    return tuple(spans)


def score(nlp: Language, path: Path) -> dict[str, float]:
    """Return the scores of a pipeline on one file, between 0 and 1.

    Parameters
    ----------
    nlp : spacy.language.Language
        The pipeline.
    path : Path
        A `.conllu` treebank or a `.jsonl` file of names.

    Returns
    -------
    dict of str to float
        For a treebank `token_f`, `pos`, `morph`, `lemma`, `uas`, `las` (punctuation left out),
        `sentence_f`, `paragraph_uas` and `paragraph_las`; for names `ner_p`, `ner_r`, `ner_f`
        and the same for each label, as `ner_f_PER`.

    Raises
    ------
    ValueError
        If the file is of neither kind, or not well formed.

    Notes
    -----
    A pipeline that has `MISC` and none of `PRODUCT`, `EVENT`, `WORK` is asked for `MISC` in their place.
    A figure that needs what the pipeline does not give (lemmas, sentences) is left out.
    """
    if path.suffix == ".conllu":
        return _score_trees(nlp, list(read_conllu(path, nlp.vocab)))
    if path.suffix == ".jsonl":
        return _score_names(nlp, list(read_names(path)))
    raise ValueError(f"cannot score {path.name}: give a .conllu treebank or a .jsonl file of names")


def score_files(nlp: Language, paths: Sequence[Path]) -> dict[str, dict[str, float]]:
    """Return the scores of a pipeline on each file, by the file's name.

    Raises
    ------
    kg.errors.FormatError
        If a file is neither a treebank nor a file of names, or cannot be read as one.
    """
    scores = {}
    for path in paths:
        try:
            scores[path.name] = score(nlp, path)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise FormatError(f"{path}: not a .conllu treebank or .jsonl file of names ({error})") from error
    return scores


def _score_trees(nlp: Language, gold: list[Doc]) -> dict[str, float]:
    """Score tags, features, lemmas, trees and sentence bounds."""
    single = _compare(nlp, gold)
    grouped = _compare(nlp, list(paragraphs(gold, PARAGRAPH)))
    names = ("token_f", "pos", "morph", "lemma", "uas", "las")
    found = {name: single.get(name) for name in names} | {
        "sentence_f": grouped.get("sentence_f"),
        "paragraph_uas": grouped.get("uas"),
        "paragraph_las": grouped.get("las"),
    }
    return {name: value for name, value in found.items() if value is not None}


def paragraphs(docs: Sequence[Doc], size: int) -> Iterator[Doc]:
    """Yield documents of `size` consecutive sentences, joined by a space."""
    from spacy.tokens import Doc

    for start in range(0, len(docs), size):
        joined = Doc.from_docs(list(docs[start : start + size]), ensure_whitespace=True)
        if joined is not None:
            yield joined


def _compare(nlp: Language, gold: Sequence[Doc]) -> dict[str, float]:
    """Run the pipeline over the gold texts and compare."""
    from spacy.scorer import Scorer
    from spacy.training import Example

    predicted = list(nlp.pipe(doc.text for doc in gold))
    examples = [Example(ours, theirs) for ours, theirs in zip(predicted, gold, strict=True)]

    def relation(token: Any, attribute: str) -> str:
        return str(getattr(token, attribute + "_")).lower()

    def features(token: Any, attribute: str) -> int:
        return int(getattr(token, attribute).key)

    found: dict[str, Any] = {}
    found |= Scorer.score_tokenization(examples)
    found |= Scorer.score_token_attr(examples, "pos")
    found |= Scorer.score_token_attr(examples, "morph", getter=features)
    found |= Scorer.score_token_attr(examples, "lemma")
    found |= Scorer.score_deps(examples, "dep", getter=relation, ignore_labels=("punct", "p"))
    found |= Scorer.score_spans(examples, "sents", has_annotation=lambda doc: bool(doc.has_annotation("SENT_START")))
    keys = {
        "token_f": ("token_f", None),
        "pos": ("pos_acc", "POS"),
        "morph": ("morph_acc", "MORPH"),
        "lemma": ("lemma_acc", "LEMMA"),
        "uas": ("dep_uas", "DEP"),
        "las": ("dep_las", "DEP"),
        "sentence_f": ("sents_f", "SENT_START"),
    }
    given = {needed for _, needed in keys.values() if needed and any(doc.has_annotation(needed) for doc in predicted)}
    return {
        ours: float(found.get(theirs) or 0.0)
        for ours, (theirs, needed) in keys.items()
        if needed is None or needed in given
    }


def _score_names(nlp: Language, gold: Sequence[NamedText]) -> dict[str, float]:
    """Score named entities: a name counts when its bounds and its label are right."""
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    known = {label for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ())}
    merged = dict.fromkeys(OTHER, MISC) if MISC in known and not known & {*OTHER} else {}
    for doc, named in zip(nlp.pipe(named.text for named in gold), gold, strict=True):
        ours = {(span.start_char, span.end_char, LABELS.get(span.label_, span.label_)) for span in doc.ents}
        theirs = {(start, end, merged.get(label, label)) for start, end, label in named.spans}
        given.update(label for _, _, label in ours)
        wanted.update(label for _, _, label in theirs)
        right.update(label for _, _, label in ours & theirs)
    scores = _ratios(right.total(), given.total(), wanted.total(), "")
    for label in sorted(wanted):
        scores |= _ratios(right[label], given[label], wanted[label], f"_{label}")
    return scores


def _ratios(right: int, given: int, wanted: int, suffix: str) -> dict[str, float]:
    """Return precision, recall and their harmonic mean."""
    precision = right / given if given else 0.0
    recall = right / wanted if wanted else 0.0
    harmonic = 2 * right / (given + wanted) if given + wanted else 0.0
    return {f"ner_p{suffix}": precision, f"ner_r{suffix}": recall, f"ner_f{suffix}": harmonic}
