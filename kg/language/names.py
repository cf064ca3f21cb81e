"""Mark the words of a text that stand in lists of names, as hints for the French model.

The component `kg_names` runs first. It sets `token.tag_` to the classes of the longest listed phrase, such as `B-FS`
(first name and surname) or `I-O` (inside an organisation); the model learns how far to trust them.
The lists are stored in the model's folder, made by `training/scripts/lists.py`.

The component `kg_names_check` runs last. Where a name is one listed phrase of one class, it takes `ORG`, which the
model gives to names it does not know, for what the list says, and lets go what names nobody.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["CLASSES", "NameHints", "check_names", "fold"]

#: Class of a list → its letter in a tag; small letters are common words that announce a name.
CLASSES = {
    "country": "L",
    "city": "V",
    "first": "F",
    "surname": "S",
    "org": "O",
    "product": "P",
    "event": "E",
    "work": "W",
    "none": "X",
    "org_head": "o",
    "loc_head": "l",
    "event_head": "e",
    "work_head": "w",
    "product_head": "p",
    "per_head": "h",
    "legal": "j",
}
#: The label of a phrase with these classes alone, where the model says `UNSURE`.
SURE = {"P": "PRODUCT", "PW": "PRODUCT", "W": "WORK", "E": "EVENT", "S": "PER"}
UNSURE = "ORG"
NOBODY = "X"
FILE = "names.json"
#: What stands before a person's name alone.
TITLES = frozenset("m. mm. mr mr. mme mmes mme. mlle mlles monsieur madame mademoiselle".split())
#: With a capital inside a sentence, they belong to a name.
PARTICLES = frozenset("De Di Da Del Della Du Van Von Ben Ibn Bin".split())
_REMEMBERED = 50_000


def fold(word: str) -> str:
    """Return a word without capitals and accents.

    Examples
    --------
    >>> fold("États-Unis")
    'etats-unis'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


class NameHints:
    """The component `kg_names`.

    Parameters
    ----------
    phrases : mapping of str to str, optional
        Folded tokens, apart by spaces → letters of their classes.
    """

    def __init__(self, phrases: Mapping[str, str] | None = None) -> None:
        self._fill(phrases or {})

    def _fill(self, phrases: Mapping[str, str]) -> None:
        """Order the phrases by their first word, the longest first."""
        self.phrases = dict(phrases)
        self._longer: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
        for phrase, letters in self.phrases.items():
            words = tuple(phrase.split(" "))
            if len(words) > 1:
                self._longer.setdefault((words[0], words[1]), []).append((words, letters))
        for found in self._longer.values():
            found.sort(key=lambda entry: (-len(entry[0]), entry[0]))
        self._known: dict[int, tuple[str, str, bool]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the tags of a document."""
        tokens = list(doc)
        looked = [self._known.get(token.orth) or self._look(token) for token in tokens]
        keys = [key for key, _, _ in looked]
        free = 0
        for place, (key, letters, _) in enumerate(looked):
            if place < free:
                continue
            for phrase, of_phrase in self._longer.get((key, keys[place + 1] if place + 1 < len(keys) else ""), ()):
                end = place + len(phrase)
                if tuple(keys[place:end]) == phrase and any(marked for _, _, marked in looked[place:end]):
                    tokens[place].tag_ = f"B-{of_phrase}"
                    for token in tokens[place + 1 : end]:
                        token.tag_ = f"I-{of_phrase}"
                    free = end
                    break
            else:
                if letters:
                    tokens[place].tag_ = f"B-{letters}"
        return doc

    def initialize(self, get_examples: object, *, nlp: Language | None = None, path: str | None = None) -> None:
        """Read the lists from a folder when training begins."""
        if path is not None:
            self.from_disk(path)

    def _look(self, token: Token) -> tuple[str, str, bool]:
        """Return the folded word, the letters of its classes, and whether it is written as a name; all remembered."""
        word = token.text
        key = fold(word)
        marked = word[:1].isupper() or word[:1].isdigit()
        letters = self.phrases.get(key, "")
        if not letters and "-" in key and "F" in self.phrases.get(key.partition("-")[0], ""):
            letters = "F"
        if not marked:
            letters = "".join(letter for letter in letters if letter.islower())
        known = key, letters, marked
        if len(self._known) < _REMEMBERED:
            self._known[token.orth] = known
        return known

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the lists into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        lists: dict[str, list[str]] = {}
        for phrase, letters in sorted(self.phrases.items()):
            lists.setdefault(letters, []).append(phrase)
        (folder / FILE).write_text(
            json.dumps(lists, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
        )

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> NameHints:
        """Read the lists from a folder."""
        lists = json.loads((Path(path) / FILE).read_text(encoding="utf-8"))
        self._fill({phrase: letters for letters, phrases in lists.items() for phrase in phrases})
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the lists as bytes."""
        return json.dumps(self.phrases, ensure_ascii=False).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> NameHints:
        """Read the lists from bytes."""
        self._fill(json.loads(data))
        return self


@Language.factory("kg_names", assigns=["token.tag"])
def make_name_hints(nlp: Language, name: str) -> Any:
    """Return an empty component; `from_disk` fills it."""
    return NameHints()


@Language.component("kg_names_check", requires=["token.tag", "doc.ents"], assigns=["doc.ents"])
def check_names(doc: Doc) -> Doc:
    """Compare the names of a document with the lists, and people with what stands before them."""
    kept: list[Span] = []
    for span in doc.ents:
        span = _person(span)
        letters = _letters(span)
        label = SURE.get(letters, span.label_) if span.label_ == UNSURE else span.label_
        if letters != NOBODY:
            kept.append(span if label == span.label_ else Span(doc, span.start, span.end, label=label))
    surnames = {span[-1].orth for span in kept if span.label_ == "PER" and len(span) > 1}
    doc.set_ents([Span(doc, s.start, s.end, label="PER") if len(s) == 1 and s[0].orth in surnames else s for s in kept])
    return doc


def _person(span: Span) -> Span:
    """« **Mme** Martin », « **De** Santis »: a title makes a name a person's and is no part of it; a particle is."""
    doc, start, label = span.doc, span.start, span.label_
    if len(span) > 1 and span[0].lower_ in TITLES:
        return Span(doc, start + 1, span.end, label="PER")
    before = doc[start - 1] if start else None
    if before is None or before.is_sent_start:
        return span
    if before.lower_ in TITLES:
        return Span(doc, start, span.end, label="PER")
    if before.text in PARTICLES and not before.ent_type:
        return Span(doc, start - 1, span.end, label="PER" if label in ("LOC", "ORG") else label)
    return span


def _letters(span: Span) -> str:
    """Return the classes of the listed phrase that a name is, or an empty string."""
    tags = [token.tag_ for token in span]
    letters = tags[0][2:]
    after = span.doc[span.end].tag_ if span.end < len(span.doc) else ""
    whole = tags[0].startswith("B") and not after.startswith("I") and all(tag == f"I-{letters}" for tag in tags[1:])
    return letters if whole else ""
