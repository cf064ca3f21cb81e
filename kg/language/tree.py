"""A parsed text as plain Python objects.

A spaCy `Doc` makes a new `Token` each time one is asked for, and decodes its strings anew; the rules ask millions
of times. `Tree` reads a `Doc` once. What it offers has spaCy's names and means what it means there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar
from unicodedata import category

from kg.language import fr
from kg.language.nameheads import is_listed

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

__all__ = ["Stretch", "Tree", "Word"]

T = TypeVar("T")

_ATTRIBUTES: list[int | str] = [
    "IDX", "LENGTH", "HEAD", "SENT_START", "LIKE_NUM", "LOWER", "LEMMA", "POS", "DEP", "MORPH", "ENT_TYPE",
]  # fmt: skip
_NO_WORDS: tuple[Word, ...] = ()


class Word:
    """A token in its tree; there is one object for each.

    Attributes
    ----------
    i, idx : int
        Index in the tree, and offset of its first character.
    text, lower_, lemma_, pos_, dep_, ent_type_ : str
    lemma : str
        Lower case.
    label : str
        Dependency label without its subtype.
    preposition : str or None
        That of a noun phrase, as the lexicon writes it (« auprès de »).
    morph : mapping of str to tuple of str
        Feature → values.
    like_num : bool
    head : Word
        Itself for a root.
    children : sequence of Word
        In text order.
    sent : Stretch
    tree : Tree
    """

    __slots__ = (
        "children", "dep_", "ent_type_", "head", "i", "idx", "label", "lemma", "lemma_", "like_num", "lower_", "morph",
        "pos_", "preposition", "sent", "text", "tree",
    )  # fmt: skip

    head: Word
    sent: Stretch

    def __init__(
        self,
        tree: Tree,
        i: int,
        idx: int,
        text: str,
        lower_: str,
        lemma_: str,
        pos_: str,
        dep: tuple[str, str],
        morph: Mapping[str, tuple[str, ...]],
        ent_type_: str,
        like_num: bool,
    ) -> None:
        self.tree = tree
        self.i = i
        self.idx = idx
        self.text = text
        self.lower_ = lower_
        self.lemma_ = lemma_
        self.lemma = lemma_.lower()
        self.pos_ = pos_
        self.dep_, self.label = dep
        self.morph = morph
        self.ent_type_ = ent_type_
        self.like_num = like_num
        self.children: Sequence[Word] = _NO_WORDS
        self.preposition: str | None = None

    def __repr__(self) -> str:
        return self.text

    @property
    def lefts(self) -> list[Word]:
        """Children before it."""
        return [c for c in self.children if c.i < self.i]

    @property
    def ancestors(self) -> Iterator[Word]:
        """Its head, the head of that, up to the root."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    @property
    def subtree(self) -> list[Word]:
        """Itself and all that hangs on it: what hangs on the left, itself, what hangs on the right."""
        if not self.children:
            return [self]
        found: list[Word] = []
        waiting = [(self, False)]
        while waiting:
            word, is_open = waiting.pop()
            if is_open or not word.children:
                found.append(word)
                continue
            lefts = word.lefts
            waiting += [(c, False) for c in reversed(word.children[len(lefts) :])]
            waiting.append((word, True))
            waiting += [(c, False) for c in reversed(lefts)]
        return found

    @property
    def left_edge(self) -> Word:
        """First word of its subtree."""
        return min(self._below(), key=_place) if self.children else self

    @property
    def right_edge(self) -> Word:
        """Last word of its subtree."""
        return max(self._below(), key=_place) if self.children else self

    def _below(self) -> list[Word]:
        """Its subtree in no order, which is faster."""
        found = [self]
        for word in found:
            found += word.children
        return found


class Stretch:
    """Words of a tree side by side: a sentence, a name.

    Parameters
    ----------
    tree : Tree
    start, end : int
        Word indices, half open.
    label_ : str
        Of a name ("ORG").
    is_listed : bool
        A list of names knows it for what its label says.
    """

    __slots__ = ("end", "is_listed", "label_", "start", "tree")

    def __init__(self, tree: Tree, start: int, end: int, label_: str = "", *, is_listed: bool = False) -> None:
        self.tree = tree
        self.start = start
        self.end = end
        self.label_ = label_
        self.is_listed = is_listed

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    @property
    def words(self) -> list[Word]:
        """Its words."""
        return self.tree.words[self.start : self.end]

    @property
    def start_char(self) -> int:
        """Offset of its first character."""
        return self.tree.words[self.start].idx

    @property
    def end_char(self) -> int:
        """Offset after its last character."""
        last = self.tree.words[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """Its characters."""
        return self.tree.text[self.start_char : self.end_char]

    @property
    def root(self) -> Word:
        """The word that is highest in the tree, the first of several."""
        words = self.words
        if len(words) == 1:
            return words[0]
        for word in words:
            if word.head is word:
                return word
        return min((w for w in words if not self.start <= w.head.i < self.end), key=_depth)


class Tree:
    """A text with its words, sentences and names.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        Parsed; it is read once and not kept.
    start : int
        Offset of the text in its article.

    Attributes
    ----------
    words : list of Word
    sents, ents : list of Stretch
    text : str

    Examples
    --------
    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> vocab = spacy.blank("fr").vocab
    >>> pos, deps = ["ADP", "NOUN", "VERB"], ["case", "obl", "ROOT"]
    >>> tree = Tree(Doc(vocab, ["Du", "groupe", "sort"], pos=pos, deps=deps, heads=[1, 2, 2]))
    >>> tree[1].preposition, tree[1].head, tree[2].children, tree.span(0, 2)
    ('de', sort, [groupe], (0, 9))
    """

    def __init__(self, doc: Doc, start: int = 0) -> None:
        self.text: str = doc.text
        self.start = start
        columns = doc.to_array(_ATTRIBUTES).astype("int64", copy=False).T.tolist()
        offsets, lengths, heads, starts, numbers, lowers, lemmas, tags, deps, features, types = columns
        strings = doc.vocab.strings
        texts = [self.text[at : at + length] for at, length in zip(offsets, lengths, strict=True)]
        lower = [text.lower() for text in texts]
        lemma = _decoded(lemmas, strings, dict(zip(lowers, lower, strict=True)))  # most lemmas are such a form
        tag, types = _known(tags, strings, _NAMES, str), _known(types, strings, _NAMES, str)
        dep, morph = _known(deps, strings, _LABELS, _labels), _known(features, strings, _MORPHS, _morph)
        rows = zip(count(), offsets, texts, lower, lemma, tag, dep, morph, types, map(bool, numbers), strict=False)
        self.words = [Word(self, *row) for row in rows]
        self._offsets = offsets
        self._hang(heads)
        first = [i for i, begins in enumerate(starts) if i == 0 or begins == 1]
        self.sents = [Stretch(self, a, b) for a, b in pairwise([*first, len(self.words)])]
        for sentence in self.sents:
            for word in sentence.words:
                word.sent = sentence
        self.ents = [Stretch(self, e.start, e.end, e.label_, is_listed=is_listed(e)) for e in doc.ents]

    def _hang(self, heads: Sequence[int]) -> None:
        """Hang each word on its head, given how far off that is."""
        words = self.words
        children: dict[int, list[Word]] = {}
        led: dict[int, list[Word]] = {}
        for i, (word, distance) in enumerate(zip(words, heads, strict=True)):
            word.head = words[i + distance]
            if distance:
                children.setdefault(i + distance, []).append(word)
                if distance > 0 and (word.dep_ == "case" or (word.label == "mark" and word.pos_ == "ADP")):
                    led.setdefault(i + distance, []).append(word)
        for i, found in children.items():
            words[i].children = found
        for i, cases in led.items():
            words[i].preposition = _preposition(cases)

    def untie(self) -> None:
        """Undo the ties between words, which makes them useless.

        A tree is all circles: untied, its words go as soon as nobody holds them, where a search for garbage would
        have to find them.
        """
        for word in self.words:
            word.children = _NO_WORDS
            if word.head is word:
                del word.head
        self.words, self.sents, self.ents = [], [], []

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __getitem__(self, i: int) -> Word:
        return self.words[i]

    def stretch(self, start: int, end: int) -> Stretch:
        """Words `start` to `end`, half open."""
        return Stretch(self, start, end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Character offsets in the article of words `start` to `end`, half open."""
        stretch = Stretch(self, start, end)
        return self.start + stretch.start_char, self.start + stretch.end_char

    def char_span(self, start: int, end: int) -> Stretch:
        """Words that characters `start` to `end` of the text touch."""
        first, last = bisect_right(self._offsets, start) - 1, bisect_right(self._offsets, end - 1) - 1
        if start == self.words[first].idx + len(self.words[first].text):  # the space after a word is not the word's
            first += 1
        return Stretch(self, first, last + 1)


def _place(word: Word) -> int:
    return word.i


def _depth(word: Word) -> int:
    """Steps up to the root; a mark or space on which nothing hangs is lowest of all, as in spaCy."""
    if not word.children and (word.text.isspace() or all(category(c)[0] == "P" for c in word.text)):
        return len(word.tree) - 1
    return sum(1 for _ in word.ancestors)


def _decoded(column: Sequence[int], strings: StringStore, known: Mapping[int, str] = MappingProxyType({})) -> list[str]:
    """Strings of some keys, which are signed here and unsigned in spaCy."""
    names = {key: known.get(key) or strings[key & 0xFFFF_FFFF_FFFF_FFFF] for key in set(column)}
    return [names[key] for key in column]


def _known(column: Sequence[int], strings: StringStore, known: dict[int, T], read: Callable[[str], T]) -> list[T]:
    """What the strings of some keys tell, where they are few: a key is its string's hash, whatever the pipeline."""
    try:
        return [known[key] for key in column]
    except KeyError:
        known.update((key, read(strings[key & 0xFFFF_FFFF_FFFF_FFFF])) for key in set(column) - known.keys())
        return [known[key] for key in column]


_NAMES: dict[int, str] = {}
_LABELS: dict[int, tuple[str, str]] = {}
_MORPHS: dict[int, Mapping[str, tuple[str, ...]]] = {}


def _labels(dep: str) -> tuple[str, str]:
    return dep, dep.partition(":")[0]


def _morph(features: str) -> Mapping[str, tuple[str, ...]]:
    """« Gender=Masc|Number=Sing » as a mapping; "_" is nothing."""
    pairs = (feature.partition("=") for feature in features.split("|") if "=" in feature)
    return {name: tuple(values.split(",")) for name, _, values in pairs}


def _preposition(cases: Sequence[Word]) -> str:
    """What the words before a noun phrase that mark its case make together."""
    parts = [c for c in cases[0].children if c.label in fr.NAME_PARTS and c not in cases]
    texts = [w.lower_ for w in sorted((*cases, *parts), key=_place)]
    if texts[:2] == ["d'", "après"]:
        return "d'après"
    if len(texts) > 1 and texts[0] in fr.LOOSE_PREPOSITIONS:
        texts = texts[1:]
    if len(texts) == 1:
        return fr.PREPOSITIONS.get(texts[0], texts[0])
    return " ".join([*texts[:-1], fr.CONTRACTIONS.get(texts[-1], texts[-1])])
