"""What names have in common, and the places that demonyms tell of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import kg.language.demonyms
from kg.extract.names import acronyms, bare_name, fold, is_variant, spells
from kg.language.demonyms import demonym, names_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L'Oréal", "l oreal"),
        ("L’Oréal", "l oreal"),
        ("Cœur d'Alène", "coeur d alene"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("  Jean-Paul   II ", "jean paul ii"),
        ("Dall-E 2", "dall e 2"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=40))
@example("ℇ")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("l'ONU", "ONU"),
        ("le Monde", "Monde"),
        ("Le Monde", "Le Monde"),
        ("de la Commission", "Commission"),
        ("M. Ayrault", "Ayrault"),
        ("Mme la Professeure Leroy", "la Professeure Leroy"),
        ("Mme Leroy", "Leroy"),
        ("« Vert demain »", "Vert demain"),
        ("Yahoo.", "Yahoo"),
        ("Apple Inc.", "Apple Inc"),
        ("U.S.", "U.S."),
        ("Dr", "Dr"),
        ("", ""),
    ],
)
def test_bare_name(text: str, bare: str) -> None:
    assert bare_name(text) == bare


@pytest.mark.parametrize(
    ("short", "full", "person", "expected"),
    [
        ("Nadella", "Satya Nadella", True, True),
        ("S. Nadella", "Satya Nadella", True, True),
        ("Jean Martin", "Jean-Paul Martin", True, True),
        ("Satya", "Satya Nadella", True, False),
        ("Claire Martin", "Paul Martin", True, False),
        ("Satya Nadella", "Nadella", True, False),
        ("Airbus", "Airbus SE", False, True),
        ("Airbus", "Airbus Helicopters", False, False),
        ("Renault", "Groupe Renault", False, True),
        ("ONU", "Organisation des Nations unies", False, True),
        ("onu", "Organisation des Nations unies", False, False),
        ("BCE", "Banque centrale européenne", False, True),
        ("BNP", "Banque centrale européenne", False, False),
        ("renault", "RENAULT", False, True),
        ("", "Renault", False, False),
        ("Renault", "", False, False),
    ],
)
def test_variants(short: str, full: str, person: bool, expected: bool) -> None:
    assert is_variant(short, full, person=person) is expected


def test_an_acronym_with_points() -> None:
    assert is_variant("O.N.U.", "Organisation des Nations unies", person=False)


def test_the_beginning_of_a_common_name_stands_for_it() -> None:
    assert is_variant("Assemblée", "Assemblée nationale", person=False, common=True)
    assert not is_variant("Assemblée", "Assemblée nationale", person=False)


@given(st.text(max_size=20), st.text(max_size=20), st.booleans())
def test_no_names_break_variants(a: str, b: str, person: bool) -> None:
    assert is_variant(a, b, person=person) in (True, False)
    if fold(a):
        assert is_variant(a, a, person=person)


def test_acronyms() -> None:
    assert "ONU" in acronyms("Organisation des Nations unies")
    assert "SNCF" in acronyms("Société nationale des chemins de fer")
    assert acronyms("Renault") == set()


@pytest.mark.parametrize(
    ("sigle", "name", "is_one"),
    [
        ("ONU", "Organisation des Nations unies", True),
        ("CEDEAO", "Communauté économique des États d'Afrique de l'Ouest", True),
        ("ISS", "station spatiale internationale", True),
        ("OTAN", "Organisation du traité de l'Atlantique nord", True),
        ("BNP", "Banque centrale européenne", False),
        ("PS", "Parti", False),
        ("SP", "Parti socialiste", False),
        ("", "Parti socialiste", False),
    ],
)
def test_sigles(sigle: str, name: str, is_one: bool) -> None:
    assert spells(sigle, name) is is_one


@given(st.text(max_size=10), st.text(max_size=60))
def test_initials_are_always_spelt(sigle: str, name: str) -> None:
    """Whatever `acronyms` makes of a name stands for it, and nothing breaks."""
    assert spells(sigle, name) in (True, False)
    assert all(spells(one, name) for one in acronyms(name) if fold(one) == one.casefold())


# --- demonyms ---------------------------------------------------------------------------------
ROWS = [
    tuple(line.split("\t"))
    for line in (Path(kg.language.demonyms.__file__).parent / "demonyms.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
#: Feminine of the ending, where it is not that with an e.
_FEMININES = (("ien", "ienne"), ("éen", "éenne"), ("on", "onne"), ("grec", "grecque"), ("turc", "turque"))


def _feminine(word: str) -> str:
    for ending, feminine in _FEMININES:
        if word.endswith(ending):
            return word.removesuffix(ending) + feminine
    return word if word.endswith("e") else f"{word}e"


def _plural(word: str) -> str:
    return word if word.endswith(("s", "x")) else f"{word}s"


@pytest.mark.parametrize("row", ROWS, ids=[r[0] for r in ROWS])
def test_every_demonym_in_every_form(row: tuple[str, str, str]) -> None:
    """Masculine, feminine, their plurals, with and without a capital, all tell the row's place."""
    word, place, cls = row
    feminine = _feminine(word)
    for form in (word, feminine, _plural(word), _plural(feminine)):
        assert demonym(form) == (place, cls), form
        assert demonym(form.capitalize()) == (place, cls), form
    assert word in names_of(place)


def test_no_row_twice_and_classes_known() -> None:
    words = [r[0] for r in ROWS]
    assert len(words) == len(set(words))
    assert {r[2] for r in ROWS} <= {"Country", "Region", "City"}


@pytest.mark.parametrize("word", ["grand", "petite", "présidents", "", "s", "e", "économiques"])
def test_other_words_tell_no_place(word: str) -> None:
    assert demonym(word) is None
