"""Dates as French texts word them → ISO 8601, as precise as the words allow.

dateparser fills in what is not said (« mars 2023 » → a day), so precision is kept by a grammar of our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kg.language import fr

__all__ = ["dates"]

_MONTH = "|".join(sorted((re.escape(m) for m in fr.MONTHS), key=len, reverse=True))
_DAY = "|".join(fr.WEEKDAYS)
_YEAR = r"(?:1[5-9]|20)\d\d"
_YEAR_WORDS = (
    r"en|depuis|dès|fin|début|l'an|année|années|été|printemps|automne|hiver|d'ici|avant|après|jusqu'en|vers|mi-|courant"
)
_MONTH_WORDS = r"en|depuis|fin|début|mi-|dès|courant|au mois de|d'ici"
_TODAY_WORDS = r"aujourd'hui|hier|avant-hier|après-demain|demain|ce jour|ce matin|ce soir"
_YEARS_AROUND = r"l'an dernier|l'année dernière|l'an passé|l'an prochain|l'année prochaine|cette année"
_MONTHS_AROUND = r"le mois dernier|le mois prochain|ce mois-ci"
_AGO_WORDS = r"il y a|dans"
_UNITS = r"jours?|semaines?|mois|ans?"
#: Kind, words of which one must be there in lower case (most texts have none, and plain search is quick), pattern.
_PATTERNS = tuple(
    (kind, tuple(needed), re.compile(pattern, re.I))
    for kind, needed, pattern in (
        ("full", fr.MONTHS, rf"\b(?:(?:{_DAY})\s+)?(?P<d>\d{{1,2}})(?:er)?\s+(?P<m>{_MONTH})\s+(?P<y>{_YEAR})\b"),
        ("numeric", "12", rf"\b(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})[/.](?P<y>{_YEAR})\b"),
        ("month", fr.MONTHS, rf"\b(?P<m>{_MONTH})\s+(?P<y>{_YEAR})\b"),
        ("day", fr.MONTHS, rf"\b(?:(?:{_DAY})\s+)?(?P<d>\d{{1,2}}|1er)(?:er)?\s+(?P<m>{_MONTH})\b"),
        ("year", "12", rf"\b(?:(?:{_YEAR_WORDS})\s*)(?:à\s+)?(?P<y>{_YEAR})\b"),
        ("bare month", fr.MONTHS, rf"\b(?:{_MONTH_WORDS})\s*(?P<m>{_MONTH})\b(?:\s+(?P<rel>prochain|dernier))?"),
        ("weekday", fr.WEEKDAYS, rf"\b(?P<w>{_DAY})\b(?:\s+(?P<rel>prochain|dernier))?"),
        ("today", _TODAY_WORDS.split("|"), rf"\b(?P<word>{_TODAY_WORDS})\b"),
        ("relative year", _YEARS_AROUND.split("|"), rf"\b(?P<word>{_YEARS_AROUND})\b"),
        ("relative month", _MONTHS_AROUND.split("|"), rf"\b(?P<word>{_MONTHS_AROUND})\b"),
        (
            "ago",
            _AGO_WORDS.split("|"),
            rf"\b(?P<dir>{_AGO_WORDS})\s+(?P<n>\w+)\s+(?P<unit>jours?|semaines?|mois|ans?)\b",
        ),
    )
)
_TODAY = {
    "aujourd'hui": 0, "hier": -1, "avant-hier": -2, "demain": 1, "après-demain": 2, "ce jour": 0, "ce matin": 0,
    "ce soir": 0,
}  # fmt: skip
_NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30,
}  # fmt: skip


def dates(text: str, published: str | None) -> Iterator[tuple[int, int, str]]:
    """Dates in a text: (start, end, ISO 8601), in text order, none inside another.

    Parameters
    ----------
    text : str
        With plain apostrophes and spaces (`fr.NORMAL`).
    published : str or None
        Publication date, which relative dates are resolved against, as far as it is precise.

    Examples
    --------
    >>> list(dates("Le 23 janvier 2023, puis lundi et en mars 2024.", "2023-01-25"))
    [(3, 18, '2023-01-23'), (25, 30, '2023-01-23'), (37, 46, '2024-03')]
    """
    taken: list[tuple[int, int, str]] = []
    lower = text.lower()
    for kind, needed, pattern in _PATTERNS:
        if not any(word in lower for word in needed):
            continue
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end, _ in taken):
                continue
            iso = _resolve(kind, match, published)
            if iso:
                taken.append((match.start(), match.end(), iso))
    yield from sorted(taken)


def _resolve(kind: str, match: re.Match[str], published: str | None) -> str | None:
    """ISO date of a match; None where the calendar ends."""
    try:
        iso = _read(kind, match, published)
    except (OverflowError, ValueError):
        return None
    return iso if iso is not None and re.fullmatch(r"\d{4}(-\d\d){0,2}", iso) else None


def _read(kind: str, match: re.Match[str], published: str | None) -> str | None:
    found = match.groupdict()
    day = _day_of(published)
    year = published[:4] if published else None
    if kind in ("full", "numeric", "month", "day"):
        return _calendar(found, year)
    if kind == "year":
        return found["y"]
    if kind == "bare month":
        return _bare_month(fr.MONTHS[found["m"].lower()], found["rel"], published)
    if kind == "weekday":
        return _weekday(found["w"].lower(), found["rel"], day)
    if kind == "today":
        return (day + timedelta(_TODAY[found["word"].lower()])).isoformat() if day else None
    if kind == "relative year":
        word = found["word"].lower()
        return str(int(year) + ("prochain" in word) - ("derni" in word or "passé" in word)) if year else None
    if kind == "relative month":
        return _shift_month(published, ("prochain" in found["word"]) - ("dernier" in found["word"]))
    return _ago(found, published)


def _calendar(found: dict[str, str | None], year: str | None) -> str | None:
    y = found.get("y") or year
    month_word = (found["m"] or "").lower()
    month = int(month_word) if month_word.isdigit() else fr.MONTHS[month_word]
    if y is None:
        return None
    if not found.get("d"):
        return f"{y}-{month:02}"
    digits = re.sub(r"\D", "", found["d"] or "")
    try:
        return date(int(y), month, int(digits)).isoformat()
    except ValueError:
        return None


def _day_of(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published or "")
    except ValueError:
        return None


def _bare_month(month: int, relation: str | None, published: str | None) -> str | None:
    """« en mars »: of the year of publication, unless « prochain » or « dernier » says otherwise."""
    if not published:
        return None
    year, now = int(published[:4]), int(published[5:7]) if len(published) >= 7 else None
    if relation == "prochain" and now is not None and month <= now:
        year += 1
    if relation == "dernier" and now is not None and month >= now:
        year -= 1
    return f"{year}-{month:02}"


def _weekday(word: str, relation: str | None, day: date | None) -> str | None:
    """The nearest such day up to publication; after it with « prochain »."""
    if day is None:
        return None
    if relation == "prochain":
        return (day + timedelta((fr.WEEKDAYS[word] - day.weekday() - 1) % 7 + 1)).isoformat()
    back = (day.weekday() - fr.WEEKDAYS[word]) % 7
    return (day - timedelta(back or (7 if relation == "dernier" else 0))).isoformat()


def _shift_month(published: str | None, months: int) -> str | None:
    if not published or len(published) < 7:
        return None
    total = int(published[:4]) * 12 + int(published[5:7]) - 1 + months
    return f"{total // 12}-{total % 12 + 1:02}"


def _ago(found: dict[str, str], published: str | None) -> str | None:
    word = found["n"].lower()
    number = int(word) if word.isdigit() else _NUMBERS.get(word)
    sign = -1 if found["dir"].lower() == "il y a" else 1
    if published is None:
        return None
    unit, day = found["unit"].lower(), _day_of(published)
    if number is None:  # « il y a quelques jours »: that month, no closer
        return published[:7] if unit.startswith("jour") and len(published) >= 7 else None
    if unit.startswith("an"):
        return str(int(published[:4]) + sign * number)
    if unit == "mois":
        return _shift_month(published, sign * number)
    return (day + timedelta(sign * number * (7 if unit.startswith("semaine") else 1))).isoformat() if day else None
