"""Names, nominals, pronouns and possessives, on kept parses."""

from __future__ import annotations

import pytest

from docs import Reading
from kg.extract.mentions import Found


def _found(text: str) -> list[tuple[str, str]]:
    reading = Reading(text)
    return [(m.kind, reading.paragraphs[m.paragraph].doc[m.start : m.end].text) for m in reading.mentions]


def _named(text: str, name: str) -> Found:
    return next(m for m in Reading(text).mentions if m.name == name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Renault rachète Verkor.", [("name", "Renault"), ("name", "Verkor")]),
        ("Claire Dumas est présidente de Verkor.", [("name", "Claire Dumas"), ("name", "Verkor")]),
        ("Renault attaque la société.", [("name", "Renault"), ("nominal", "la société")]),
        (
            "Paul Martin dirige Verkor. Il vit à Lyon.",
            [("name", "Paul Martin"), ("name", "Verkor"), ("pronoun", "Il"), ("name", "Lyon")],
        ),
        ("Renault défend son partenariat avec Verkor.", [("name", "Renault"), ("pronoun", "son"), ("name", "Verkor")]),
        ("Paul Martin le critique.", [("name", "Paul Martin"), ("pronoun", "le")]),
        ("Il faut racheter Verkor.", [("name", "Verkor")]),  # impersonal
        ("Nestlé s'allie à Danone.", [("name", "Nestlé"), ("name", "Danone")]),  # a reflexive is nobody
        ("Airbus et Thales signent un accord.", [("name", "Airbus"), ("name", "Thales")]),  # indefinite
    ],
)
def test_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    assert _found(text) == expected


def test_technologies_are_common_nouns() -> None:
    found = _named("La France mise sur l'intelligence artificielle et sur la 5G.", "intelligence artificielle")
    assert (found.kind, found.types) == ("name", {"Technology": 1.0})


def test_civilities_are_no_part_of_a_name_and_tell_its_gender() -> None:
    text = "M. Martin dirige Verkor. Mme Leroy critique M. Martin."
    assert (_named(text, "Martin").gender, _named(text, "Leroy").gender) == ("m", "f")


def test_the_noun_beside_a_name_tells_its_class() -> None:
    found = _named("Le constructeur Renault recrute. Le constructeur vend Ampere.", "Renault")
    assert "constructeur" in found.nouns
    assert found.types["Company"] > 0


def test_a_nominal_keeps_what_it_is_of() -> None:
    [nominal] = [
        m
        for m in Reading("Microsoft finance OpenAI. La firme de Redmond rachète Verkor.").mentions
        if m.kind == "nominal"
    ]
    assert (nominal.nouns, nominal.of) == ({"firme"}, "redmond")


def test_coordinated_names_share_what_is_known() -> None:
    text = "Renault inclura Word, Outlook et Excel."
    known = set(_named(text, "Word").types) | set(_named(text, "Outlook").types)
    assert known <= set(_named(text, "Outlook").types)


def test_no_token_is_in_two_mentions_and_they_stand_in_order() -> None:
    for text in (
        "Le président français Paul Martin a rencontré Marie Leroy à Lyon.",
        "Renault défend sa filiale Ampere.",
    ):
        mentions = Reading(text).mentions
        assert mentions == sorted(mentions, key=lambda m: m.position)
        taken = [i for m in mentions for i in range(m.start, m.end)]
        assert len(taken) == len(set(taken))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Le Conseil de sécurité de l'ONU a voté.", ["Conseil de sécurité", "ONU"]),
        ("La Station orbitale internationale (OIS) tourne.", ["Station orbitale internationale", "OIS"]),
        (
            "Le Parti du centre démocrate, le PCD (Parti du centre démocrate), recrute.",
            ["PCD", "Parti du centre démocrate"],
        ),
        ("L'avortement, ou IVG (interruption volontaire de grossesse), recule.", []),
        (
            "La Communauté économique des États d'Afrique de l'Ouest (CEDEAO) négocie.",
            ["Communauté économique des États d'Afrique de l'Ouest", "CEDEAO"],
        ),
    ],
)
def test_sigles_and_what_they_stand_for(text: str, names: list[str]) -> None:
    """A sigle in brackets, or before them, makes a name of the words; a body's name ends before its whole's."""
    found = [m.name for m in Reading(text).mentions if m.kind == "name"]
    assert set(names) == set(found)
