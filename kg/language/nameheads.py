"""What common nouns, and the lists of names, tell of a name: `nameheads.tsv` and `token.tag_`."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span

__all__ = ["bears", "fold", "heads", "is_listed", "letters_of"]

#: Letters of the lists (`kg.language.names.CLASSES`) that bear a label out.
BEARING = {"PER": "FS", "LOC": "LV", "ORG": "O", "PRODUCT": "P", "EVENT": "E", "WORK": "W"}


def fold(word: str) -> str:
    """Return a word without capitals and accents.

    Examples
    --------
    >>> fold("États-Unis")
    'etats-unis'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


@cache
def heads(kind: str) -> dict[str, str]:
    """Return the nouns of a kind of `nameheads.tsv` → the label of names beside them.

    Examples
    --------
    >>> heads("is")["ferry"], heads("begins")["port"]
    ('PRODUCT', 'LOC')
    """
    lines = (Path(__file__).parent / "nameheads.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {noun: label for of_kind, label, nouns in rows if of_kind == kind for noun in nouns.split()}


def bears(span: Span, label: str) -> bool:
    """Tell whether a list knows a name for what its label says; of people, one part of it."""
    wanted = BEARING.get(label, "")
    tags = [token.tag_ for token in (span if label == "PER" else span[:1])]
    return any(letter in tag[2:] for tag in tags for letter in wanted)


def is_listed(span: Span) -> bool:
    """Tell whether a list knows a name for what its label says; a place, the whole of it."""
    return bears(span, span.label_) and (span.label_ != "LOC" or len(span) == 1 or letters_of(span) != "")


def letters_of(span: Span) -> str:
    """Return the classes of the listed phrase that a name is, or an empty string."""
    tags = [token.tag_ for token in span]
    letters = tags[0][2:]
    after = span.doc[span.end].tag_ if span.end < len(span.doc) else ""
    whole = tags[0].startswith("B") and not after.startswith("I") and all(tag == f"I-{letters}" for tag in tags[1:])
    return letters if whole else ""
