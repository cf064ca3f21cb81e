"""Amounts and shares as French texts word them → value, bound, unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.language import fr
from kg.records import Amount

__all__ = ["amounts", "shares"]

_DIGITS = r"\d{1,3}(?:[ .]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_WORDS = (
    r"une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quinze|vingt|trente|quarante|cinquante|soixante"
    r"|cent|mille|quelques?|plusieurs|des"
    r"|une (?:dizaine|vingtaine|trentaine|quarantaine|cinquantaine|centaine) de"
)
_SCALE = "|".join(sorted(map(re.escape, fr.SCALES), key=len, reverse=True))
_CURRENCY = "|".join(sorted(map(re.escape, fr.CURRENCIES), key=len, reverse=True))
_BEFORE = (
    r"(?P<before>plus de|près de|environ|quelque|au moins|au plus|moins de|jusqu'à|un peu plus de|autour de|à peine)\s+"
)
_AMOUNT = re.compile(
    rf"(?:{_BEFORE})?(?P<number>{_DIGITS}|(?:{_WORDS})\b)\s*"
    rf"(?P<scale>(?:{_SCALE})(?:\s+(?:de\s+)?(?:{_SCALE}))?\b)?\s*(?:de\s+|d')?(?P<currency>{_CURRENCY})(?!\w)",
    re.I,
)
_SHARE = re.compile(rf"(?P<number>{_DIGITS})\s*(?:%|pour cent|p\. ?100)", re.I)
_FRACTION = re.compile(
    r"(?:(?:la|une)\s+(?P<half>moitié)|(?:un|le)\s+(?P<third>tiers)|(?:un|le)\s+(?P<quarter>quart)"
    r"|(?P<two>deux)\s+tiers|(?P<three>trois)\s+quarts)\s+(?=d)",
    re.I,
)
#: Without any of these there is no share, and most texts have none.
_SHARE_WORDS = ("%", "pour cent", "100", "moitié", "tiers", "quart")
_FRACTIONS = {"half": 50.0, "third": 33.3, "quarter": 25.0, "two": 66.7, "three": 75.0}
_BOUNDS = {
    "plus de": "min", "au moins": "min", "un peu plus de": "min", "près de": "about", "environ": "about",
    "quelque": "about", "autour de": "about", "moins de": "max", "au plus": "max", "jusqu'à": "max", "à peine": "max",
}  # fmt: skip
_TENS = {"dizaine": 10, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "centaine": 100}
_VAGUE = {"plusieurs": 2, "quelques": 2, "des": 2}


def amounts(text: str) -> Iterator[tuple[int, int, Amount]]:
    """Sums of money in a text: (start, end, amount), in text order.

    Examples
    --------
    >>> for _, _, a in amounts("plusieurs milliards de dollars, 10 Md€, 1,5 million d'euros"):
    ...     print(a.text, "|", a.value, a.unit, a.bound)
    plusieurs milliards de dollars | 2000000000.0 USD min
    10 Md€ | 10000000000.0 EUR exact
    1,5 million d'euros | 1500000.0 EUR exact
    """
    lower = text.lower()
    if not any(word in lower for word in fr.CURRENCIES):
        return
    for match in _AMOUNT.finditer(text):
        number = match["number"].lower()
        value, bound = _number(number)
        if value is None:
            continue
        for scale in (match["scale"] or "").lower().replace(" de ", " ").split():
            value *= fr.SCALES[scale]
        if match["before"]:
            bound = _BOUNDS[match["before"].lower()]
        unit = fr.CURRENCIES[match["currency"].lower()]
        yield match.start(), match.end(), Amount(match[0], value, unit, bound)  # type: ignore[arg-type]


def _number(word: str) -> tuple[float | None, str]:
    if word in _VAGUE:
        return _VAGUE[word], "min"
    for tens, value in _TENS.items():
        if tens in word:
            return value, "about"
    if word[0].isdigit():
        return float(re.sub(r"[ ]|\.(?=\d{3})", "", word).replace(",", ".")), "exact"
    from text_to_num import text2num

    try:
        return float(text2num(word, "fr")), "exact"
    except ValueError:
        return None, "exact"


def shares(text: str) -> Iterator[tuple[int, int, float]]:
    """Shares in a text, in per cent: (start, end, value), in text order.

    Examples
    --------
    >>> [value for _, _, value in shares("49 % du capital, puis la moitié des parts")]
    [49.0, 50.0]
    """
    lower = text.lower()
    if not any(word in lower for word in _SHARE_WORDS):
        return
    found = [
        (m.start(), m.end(), value) for m in _SHARE.finditer(text) if (value := _number(m["number"])[0]) is not None
    ]
    for match in _FRACTION.finditer(text):
        value = next(share for name, share in _FRACTIONS.items() if match[name])
        found.append((match.start(), match.end(), value))
    yield from sorted(found)
