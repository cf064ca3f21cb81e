"""Amounts and shares as texts word them."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kg.extract.amounts import amounts, shares
from kg.language import fr


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("10 milliards de dollars", 1e10, "USD", "exact"),
        ("300 millions d'euros", 3e8, "EUR", "exact"),
        ("1,5 million d'euros", 1.5e6, "EUR", "exact"),
        ("1.5 million d'euros", 1.5e6, "EUR", "exact"),
        ("2 500 euros", 2500.0, "EUR", "exact"),
        ("2.500.000 euros", 2.5e6, "EUR", "exact"),
        ("12 €", 12.0, "EUR", "exact"),
        ("12€", 12.0, "EUR", "exact"),
        ("10 Md€", 1e10, "EUR", "exact"),
        ("3 M€", 3e6, "EUR", "exact"),
        ("500 K€", 5e5, "EUR", "exact"),
        ("deux milliards de livres", 2e9, "GBP", "exact"),
        ("un million de yens", 1e6, "JPY", "exact"),
        ("trente mille francs", 3e4, "CHF", "exact"),
        ("mille milliards de dollars", 1e12, "USD", "exact"),
        ("plusieurs milliards de dollars", 2e9, "USD", "min"),
        ("quelques millions d'euros", 2e6, "EUR", "min"),
        ("des millions d'euros", 2e6, "EUR", "min"),
        ("plus de 10 millions d'euros", 1e7, "EUR", "min"),
        ("au moins 10 millions d'euros", 1e7, "EUR", "min"),
        ("près de 10 millions d'euros", 1e7, "EUR", "about"),
        ("environ 10 millions d'euros", 1e7, "EUR", "about"),
        ("quelque 10 millions d'euros", 1e7, "EUR", "about"),
        ("moins de 10 millions d'euros", 1e7, "EUR", "max"),
        ("jusqu'à 10 millions d'euros", 1e7, "EUR", "max"),
        ("une dizaine de millions d'euros", 1e7, "EUR", "about"),
        ("une centaine de millions de dollars", 1e8, "USD", "about"),
    ],
)
def test_amounts(text: str, value: float, unit: str, bound: str) -> None:
    [(start, end, found)] = amounts(text)
    assert (start, end, found.text) == (0, len(text), text)
    assert found.value == pytest.approx(value)
    assert (found.unit, found.bound) == (unit, bound)


@pytest.mark.parametrize(
    "text", ["10 milliards", "des euros de 2002 aux dollars", "la livre", "12 salariés", "Windows 10", ""]
)
def test_no_amount(text: str) -> None:
    assert [a for _, _, a in amounts(text) if a.value != 2] == []


def test_amounts_of_a_sentence_stand_in_order() -> None:
    text = "Le groupe paie 10 millions d'euros, puis 3 milliards de dollars."
    assert [text[s:e] for s, e, _ in amounts(text)] == ["10 millions d'euros", "3 milliards de dollars"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("49 % du capital", [49.0]),
        ("49% du capital", [49.0]),
        ("49,5 % du capital", [49.5]),
        ("dix puis 30 pour cent", [30.0]),
        ("la moitié des parts", [50.0]),
        ("un tiers du capital", [33.3]),
        ("deux tiers du capital", [66.7]),
        ("trois quarts du capital", [75.0]),
        ("un quart du capital", [25.0]),
        ("12 % et un quart des voix", [12.0, 25.0]),
        ("à moitié vide", []),
        ("", []),
    ],
)
def test_shares(text: str, expected: list[float]) -> None:
    assert [value for _, _, value in shares(text)] == expected


_WORDS = st.sampled_from(
    [*fr.CURRENCIES, *fr.SCALES, "1", "2 500",  "3,", "1.5",  "0", "un", "cent", "plusieurs", "une dizaine de",
     "quatre-vingt", "de", "d'", "plus de", "jusqu'à", "%", "pour cent", "la moitié", "deux tiers", "du", "1 234 567 %",  "٣", "²"]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=60), st.lists(_WORDS, max_size=10).map(" ".join), st.lists(_WORDS, max_size=10).map("".join)
)


@given(_TEXTS)
@example("1.5.2 millions d'euros")
@example("٣ euros")
def test_no_text_breaks_amounts(text: str) -> None:
    """Any text: spans in order and apart, their words kept, values finite and positive."""
    end = 0
    for start, stop, found in amounts(text):
        assert end <= start < stop <= len(text)
        assert text[start:stop] == found.text
        assert found.value is not None
        assert math.isfinite(found.value)
        assert found.value >= 0
        end = stop


@given(_TEXTS)
def test_no_text_breaks_shares(text: str) -> None:
    assume(not re.search(r"\d\.\d{3}\.\d", text))  # test_a_share_of_thousands
    for start, stop, value in shares(text):
        assert 0 <= start < stop <= len(text)
        assert math.isfinite(value)


def test_a_share_of_thousands() -> None:
    assert [value for _, _, value in shares("1.234.567 % de hausse")] == [1234567.0]
