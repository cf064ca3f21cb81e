"""Bytes → text, in the form that is kept."""

from __future__ import annotations

import re
import unicodedata

from kg.errors import ArticleError

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "clean", "count_odd", "decode", "refuse_binary", "unicode_name"]

#: Longest text of one article; what is longer is no news article.
MAX_CHARACTERS = 2_000_000
#: Most that is ever read of one article.
MAX_BYTES = 4 * MAX_CHARACTERS

_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"\x7fELF": "a program",
}
_MARKS = {  # UTF-32's little-endian mark begins with that of UTF-16
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_CURE = "save its text as UTF-8 in a .txt file"
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NO_CHARACTERS = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: Not a regular expression's ``\\s+\\Z``, which takes quadratic time on a long run of blanks.
_BLANKS = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\ufeff\u200b"


def clean(text: str) -> str:
    r"""Return text in the form that is kept and that all offsets refer to.

    Line ends become ``\n``; control characters blanks; what is no character (a lone surrogate) U+FFFD;
    then comes NFC, and blanks and byte order marks go from both ends.

    Examples
    --------
    >>> clean("\ufeff Un e\u0301te\u0301.\r\nFin. ")
    'Un été.\nFin.'
    """
    text = _CONTROLS.sub(" ", _NEWLINES.sub("\n", text))
    return unicodedata.normalize("NFC", _NO_CHARACTERS.sub("\ufffd", text)).strip(_BLANKS)


def count_odd(text: str) -> int:
    """Count the characters that `clean` replaces though they are neither blanks nor line ends."""
    return len(_CONTROLS.findall(text)) + len(_NO_CHARACTERS.findall(text))


def decode(data: bytes) -> tuple[str, str | None]:
    r"""Return the text of some bytes, its lines ending in ``\n``, and a warning where they are not plain UTF-8.

    Raises
    ------
    ArticleError
        They are too many, or no text.

    Examples
    --------
    >>> decode("Été".encode())
    ('Été', None)
    >>> decode("Été".encode("cp1252"))
    ('Été', 'is not UTF-8 and was read as Windows-1252 (Latin-1); check its accents, or save it as UTF-8')
    """
    if len(data) > MAX_BYTES:
        raise ArticleError(_too_long())
    if encoding := unicode_name(data):
        text, warning = data.decode(encoding, "replace"), f"was read as {encoding[:6]}; save it as UTF-8"
    else:
        refuse_binary(data)
        text, warning = _decode_bytes(data)
    if len(text) > MAX_CHARACTERS:
        raise ArticleError(_too_long())
    if len(_CONTROLS.findall(text)) * 20 > len(text):
        raise ArticleError(f"holds no text but control characters; {_CURE}")
    return _NEWLINES.sub("\n", text.removeprefix("\ufeff")), warning or None


def _too_long() -> str:
    return f"is longer than {MAX_CHARACTERS:,} characters, the limit for one article; split it, or write JSON Lines"


def unicode_name(data: bytes) -> str | None:
    """Return the name of the UTF-16 or UTF-32 encoding that bytes are in, by their mark or where their NULs are."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    head = data[:4096]
    pairs = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if pairs > 1 and max(even, odd) > 0.7 * pairs and min(even, odd) < 0.05 * pairs:
        return "UTF-16-LE" if odd > even else "UTF-16-BE"
    return None


def refuse_binary(data: bytes) -> None:
    """Raise `ArticleError` where bytes are plainly no text: a known kind of file, or NULs."""
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise ArticleError(f"is {kind}, not text; {_CURE}")
    if 0 in data:
        raise ArticleError(f"is binary (it holds NUL bytes), not text; {_CURE}")


def _decode_bytes(data: bytes) -> tuple[str, str]:
    """Read as UTF-8, though a few bytes be broken, else as Windows-1252."""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken < len(re.findall(r"[^\x00-\x7f\ufffd]", text)):
        return text, f"is not UTF-8 everywhere ({broken} broken, now « \ufffd »); mend it"
    warning = "is not UTF-8 and was read as Windows-1252 (Latin-1); check its accents, or save it as UTF-8"
    return data.decode("cp1252", "replace"), warning
