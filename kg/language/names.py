"""Mark the words of a text that stand in lists of names, as hints for the French model.

The component `kg_names` runs first. It sets `token.tag_` to the classes of the longest listed phrase, such as `B-FS`
(first name and surname) or `I-O` (inside an organisation); the model learns how far to trust them.
The lists are stored in the model's folder, made by `training/scripts/lists.py`.

The component `kg_names_check` runs last: it looks at the names again (`kg.language.namecheck`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from kg.language.namecheck import check
from kg.language.nameheads import fold

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
FILE = "names.json"
_REMEMBERED = 50_000


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
    """Compare the names of a document with the lists and with the words beside them."""
    doc.set_ents(check(doc))
    return doc
