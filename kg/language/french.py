"""A French `Language` that loads fast: the embedded model brings its tokenizer's rules, and needs none of spaCy's.

`import spacy.lang.fr` compiles a regular expression for two seconds that the saved tokenizer does not use.
"""

from __future__ import annotations

from pathlib import Path

from spacy.attrs import LIKE_NUM  # type: ignore[import-not-found]
from spacy.lang.lex_attrs import LEX_ATTRS, like_num
from spacy.language import BaseDefaults, Language
from spacy.util import get_model_meta, load_config

__all__ = ["French", "load_french"]

NUMBERS = frozenset(
    "zéro un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf vingt trente quarante cinquante soixante septante huitante octante nonante cent cents mille "
    "million millions milliard milliards".split()
)


def is_number(text: str) -> bool:
    """Tell whether a word is a number, in figures or letters.

    Examples
    --------
    >>> is_number("vingt"), is_number("3,5"), is_number("vin")
    (True, True, False)
    """
    return like_num(text) or text.lower() in NUMBERS


class _Defaults(BaseDefaults):
    lex_attr_getters = LEX_ATTRS | {LIKE_NUM: is_number}


class French(Language):  # type: ignore[no-untyped-call]
    """French, without spaCy's own tokenizer rules."""

    lang = "fr"
    Defaults = _Defaults


def load_french(folder: Path) -> Language:
    """Load a saved French pipeline whose tokenizer and components are all in its folder or in `kg`."""
    nlp = French.from_config(load_config(folder / "config.cfg"), meta=get_model_meta(folder))
    nlp.from_disk(folder)
    return nlp
