"""Give named texts the trees that parsers agree on, each name being one subtree.

What a single parser says of a text teaches it nothing; where three that were trained from other seeds are asked,
the head of a word is the one that most of them give.

A name that is no phrase of French words (`Mountain View`, `Satya Nadella`) stands as a single well-known name
while the parser reads, and comes back as a chain of `flat:name`. A text where another name is torn keeps no tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Span

T = TypeVar("T", int, str)
STAND_INS = {
    "PER": "Dupont",
    "ORG": "Microsoft",
    "LOC": "Paris",
    "PRODUCT": "Windows",
    "EVENT": "Roland-Garros",
    "WORK": "Hamlet",
}


def labelled(docs: Iterable[Doc], teachers: Sequence[Language], common: Set[str]) -> Iterator[Doc]:
    """Yield the documents with parts of speech, features and trees, where every name is one subtree.

    The first teacher decides where the others differ among themselves, and on the features.
    """
    pairs = [(_folded(doc, common), doc) for doc in docs]
    read = []
    for teacher in teachers:
        folded = [Doc(teacher.vocab, words=words, spaces=spaces) for (words, spaces, _), _ in pairs]
        read.append(list(teacher.pipe(folded)))
    for trees, ((_, _, where), doc) in zip(zip(*read, strict=True), pairs, strict=True):
        yield _unfolded(voted(trees), where, doc)


def voted(trees: Sequence[Doc]) -> Doc:
    """Return the document of the first parser with the heads and labels that most give, if these make a tree."""
    first = trees[0]
    heads: list[int] = []
    deps: list[str] = []
    for tokens in zip(*trees, strict=True):
        heads.append(_most(token.head.i for token in tokens))
        deps.append(_most(token.dep_ for token in tokens if token.head.i == heads[-1]))
    if not _is_tree(heads, first):
        return first
    pos = [_most(token.pos_ for token in tokens) for tokens in zip(*trees, strict=True)]
    return Doc(
        first.vocab,
        words=[token.text for token in first],
        spaces=[bool(token.whitespace_) for token in first],
        pos=pos,
        morphs=[str(token.morph) for token in first],
        heads=heads,
        deps=deps,
    )


def _most(votes: Iterable[T]) -> T:
    """Return what has most votes; of several, the one named first."""
    return Counter(votes).most_common(1)[0][0]


def _is_tree(heads: Sequence[int], first: Doc) -> bool:
    """Return whether every word leads to the one root of its sentence, and sentences are those of the first parser."""
    for sentence in first.sents:
        inside = range(sentence.start, sentence.end)
        if sum(heads[i] == i for i in inside) != 1 or not all(heads[i] in inside for i in inside):
            return False
        for start in inside:
            place, steps = start, 0
            while heads[place] != place and steps <= len(sentence):
                place, steps = heads[place], steps + 1
            if steps > len(sentence):
                return False
    return True


def _flat(span: Span, common: Set[str]) -> bool:
    """Return whether a name of several tokens has no inner syntax."""
    return len(span) > 1 and all(
        (token.text[0].isupper() or token.text[0].isdigit() or token.text in ("de", "van", "von", "ben"))
        and (span.label_ == "PER" or token.lower_ not in common)
        for token in span
    )


def _folded(doc: Doc, common: Set[str]) -> tuple[list[str], list[bool], list[list[int]]]:
    """Return the words with flat names folded into one, their spaces, and the tokens behind each word."""
    starts = {span.start: span for span in doc.ents if _flat(span, common)}
    words: list[str] = []
    spaces: list[bool] = []
    where: list[list[int]] = []
    place = 0
    while place < len(doc):
        span = starts.get(place)
        end = span.end if span is not None else place + 1
        words.append(STAND_INS[span.label_] if span is not None else doc[place].text)
        spaces.append(bool(doc[end - 1].whitespace_))
        where.append(list(range(place, end)))
        place = end
    return words, spaces, where


def _unfolded(tree: Doc, where: list[list[int]], doc: Doc) -> Doc:
    """Return the tree over the tokens of `doc`, or `doc` if a name is torn."""
    pos = [""] * len(doc)
    morphs = [""] * len(doc)
    heads = [0] * len(doc)
    deps = ["flat:name"] * len(doc)
    starts = [False] * len(doc)
    for token, places in zip(tree, where, strict=True):
        first = places[0]
        heads[first], deps[first] = where[token.head.i][0], token.dep_
        starts[first] = bool(token.is_sent_start)
        for place in places:
            pos[place] = "PROPN" if len(places) > 1 else token.pos_
            morphs[place] = str(token.morph) if place == first else ""
            heads[place] = heads[first] if place == first else first
    for span in doc.ents:
        outside = [t.i for t in span if heads[t.i] == t.i or not span.start <= heads[t.i] < span.end]
        if len(outside) != 1:
            return doc
    full = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        pos=pos,
        morphs=morphs,
        heads=heads,
        deps=deps,
    )
    full.set_ents([Span(full, span.start, span.end, label=span.label_) for span in doc.ents], default="outside")
    return full
