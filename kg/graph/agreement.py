"""Do two dates, amounts or names say the same? By what their words leave open, as 1975 does of April 1975."""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Quantity", "Span", "agree", "gap", "may_be_one", "span"]

#: How far « une centaine », « environ » and « près de » reach: 120 is in, 80 is not.
ABOUT = Decimal("0.8")
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `first` to `last`, both within, as ordinals of the Gregorian calendar."""

    first: int
    last: int


def span(date: str | None) -> Span | None:
    """Return the days that an ISO 8601 date of any precision may mean, or None where it is none.

    Examples
    --------
    >>> days = span("2024-02")
    >>> days.last - days.first
    28
    >>> span("hier")
    """
    if date is None or not _DATE.fullmatch(date):
        return None
    year, month, day = (int(part) for part in f"{date}-00-00"[:10].split("-"))
    try:
        first = datetime.date(year, month or 1, day or 1)
        end = month or 12
        return Span(first.toordinal(), datetime.date(year, end, day or calendar.monthrange(year, end)[1]).toordinal())
    except ValueError:
        return None


def gap(one: Span, other: Span) -> int:
    """Return the days from the end of one span to the begin of the other; 0 where they overlap.

    Examples
    --------
    >>> gap(span("2024-02"), span("2024-03-05")), gap(span("2024"), span("2024-03"))
    (5, 0)
    """
    return max(0, one.first - other.last, other.first - one.last)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, and how it is meant.

    Parameters
    ----------
    value : Decimal
    unit : str
        A currency, a noun, "%".
    bound : str
        "exact", "about", "min" or "max".
    """

    value: Decimal
    unit: str
    bound: str = "exact"


def agree(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities of one unit may be the same one.

    Examples
    --------
    >>> hundred = Quantity(Decimal(100), "salariés", "about")  # « une centaine »
    >>> [agree(hundred, Quantity(Decimal(n), "salariés")) for n in (120, 100, 80)]
    [True, True, False]
    >>> agree(Quantity(Decimal("9.8e9"), "USD"), Quantity(Decimal(10**10), "USD"))  # « 10 milliards »
    True
    >>> agree(Quantity(Decimal(3), "USD", "min"), Quantity(Decimal(2), "USD"))
    False
    """
    if {one.bound, other.bound} == {"exact", "about"}:
        exact, about = (one, other) if one.bound == "exact" else (other, one)
        low, high = _reach(about)
        return low < exact.value < high
    (low, high), (other_low, other_high) = _reach(one), _reach(other)
    return low < other_high and other_low < high


def _reach(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return between what numbers a quantity may lie."""
    value = quantity.value
    half = _half(value)
    if quantity.bound == "min":
        return value - half, Decimal("Infinity")
    if quantity.bound == "max":
        return Decimal("-Infinity"), value + half
    if quantity.bound == "about":
        low, high = sorted((value * ABOUT, value / ABOUT))
        return (low, high) if value else (-half, half)
    return value - half, value + half


def _half(value: Decimal) -> Decimal:
    """Return half a unit of the last digit that a number gives, or of its second: 1,200 may be 1,151, and not 1,100."""
    digits = value.normalize()
    last = min(int(digits.as_tuple().exponent), digits.adjusted() - 1)
    return Decimal(5).scaleb(last - 1)


def may_be_one(name: str, other: str) -> bool:
    """Tell whether a name holds all words of another, so that both may be of one thing.

    Examples
    --------
    >>> may_be_one("Nadella", "Satya Nadella"), may_be_one("Paris", "Issy-les-Moulineaux")
    (True, False)
    """
    one, two = _words(name), _words(other)
    return one <= two or two <= one


def _words(name: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return set(_WORD.findall(plain.casefold()))
