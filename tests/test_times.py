"""Dates as texts word them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.extract.times import dates
from kg.language import fr

WEDNESDAY = "2023-01-25"
ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        # told in full, whatever the article's date
        ("le 23 janvier 2023", None, ["2023-01-23"]),
        ("le lundi 23 janvier 2023", None, ["2023-01-23"]),
        ("le 1er août 1998", None, ["1998-08-01"]),
        ("le 03/02/2021", None, ["2021-02-03"]),
        ("mars 2024", None, ["2024-03"]),
        ("MARS 2024", None, ["2024-03"]),
        ("en 1975", None, ["1975"]),
        ("depuis 2019", None, ["2019"]),
        ("fin 2022 puis début 2023", None, ["2022", "2023"]),
        ("d'ici 2030", None, ["2030"]),
        ("à l'automne 2021", None, ["2021"]),
        # of the article's year
        ("le 12 mai", "2023-06", ["2023-05-12"]),
        ("le 12 mai", "2023", ["2023-05-12"]),
        ("le 12 mai", None, []),
        ("en mars", "2023-06", ["2023-03"]),
        ("en mars prochain", "2023-06", ["2024-03"]),
        ("en septembre dernier", "2023-06", ["2022-09"]),
        # relative to its day
        ("lundi", WEDNESDAY, ["2023-01-23"]),
        ("mercredi", WEDNESDAY, ["2023-01-25"]),
        ("mercredi dernier", WEDNESDAY, ["2023-01-18"]),
        ("lundi prochain", WEDNESDAY, ["2023-01-30"]),
        ("jeudi", WEDNESDAY, ["2023-01-19"]),
        ("lundi", "2023-01", []),
        ("hier", WEDNESDAY, ["2023-01-24"]),
        ("avant-hier", WEDNESDAY, ["2023-01-23"]),
        ("aujourd'hui, demain et après-demain", WEDNESDAY, ["2023-01-25", "2023-01-26", "2023-01-27"]),
        ("hier", None, []),
        ("l'an dernier", "2023-01", ["2022"]),
        ("l'année prochaine", "2023", ["2024"]),
        ("cette année", "2023", ["2023"]),
        ("le mois dernier", "2023-01", ["2022-12"]),
        ("le mois prochain", "2023-12", ["2024-01"]),
        ("il y a trois ans", "2023", ["2020"]),
        ("il y a deux mois", "2023-01", ["2022-11"]),
        ("il y a 3 jours", WEDNESDAY, ["2023-01-22"]),
        ("dans deux semaines", WEDNESDAY, ["2023-02-08"]),
        ("il y a quelques jours", "2023-01", ["2023-01"]),
        ("il y a quelques années", "2023-01", []),
        # no dates, or none that has a year of four digits
        ("le 31 février 2023", None, ["2023-02"]),
        ("le 45 mars 2023", None, ["2023-03"]),
        ("les 2023 salariés", None, []),
        ("Martin et Avril", "2023", []),
        ("", None, []),
    ],
)
def test_dates(text: str, published: str | None, expected: list[str]) -> None:
    assert [iso for _, _, iso in dates(text, published)] == expected


def test_spans_are_the_words() -> None:
    text = "Le lundi 23 janvier 2023, puis en mars."
    assert [text[s:e] for s, e, _ in dates(text, "2023")] == ["lundi 23 janvier 2023", "en mars"]


_WORDS = st.sampled_from(
    [*fr.MONTHS, *fr.WEEKDAYS, *map(str, range(40)), "2023", "1500", "1999", "31/12/2020", "31.02.2020", "99/99/2020",
     "hier", "demain", "il y a", "dans", "deux", "quelques", "mois", "ans", "semaines", "jours", "prochain", "dernier",
     "en", "fin", "depuis", "le", "l'an dernier", "le mois prochain", "1er", "mi-", ",", "."]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=12).map(" ".join))
_DAYS = st.dates(date(1600, 1, 1), date(2100, 12, 31)).map(date.isoformat)
_PUBLISHED = st.one_of(st.none(), _DAYS, _DAYS.map(lambda day: day[:7]), _DAYS.map(lambda day: day[:4]))


@given(_TEXTS, _PUBLISHED)
@example("le 99/99/2020", None)
@example("dans ٣ jours", "2023-01-25")
def test_no_text_breaks_dates(text: str, published: str | None) -> None:
    """Any text: spans in order and apart, ISO dates that exist."""
    _check(text, published)


def _check(text: str, published: str | None) -> None:
    end = 0
    for start, stop, iso in dates(text, published):
        assert end <= start < stop <= len(text)
        end = stop
        assert ISO.fullmatch(iso)
        if len(iso) == 10:
            date.fromisoformat(iso)
        elif len(iso) == 7:
            date.fromisoformat(f"{iso}-01")


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("il y a 10000 ans, le site était une île", "2023-01-25"),
        ("il y a 2000 ans", "2023"),
        ("il y a 50000 mois", "2023-01"),
        ("dans 99999999999 jours", "2023-01-25"),
        ("dans 9999999 semaines", "2023-01-25"),
        ("il y a ² ans", "2023-01-25"),
        ("demain", "9999-12-31"),
    ],
)
def test_numbers_out_of_reach(text: str, published: str) -> None:
    """No date, or one that an ISO year of four digits can tell."""
    _check(text, published)
