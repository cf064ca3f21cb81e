"""Whom nominals, pronouns and possessives mean, on kept parses."""

from __future__ import annotations

import pytest

from docs import Reading


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        # nominals
        ("Microsoft finance OpenAI. La firme de Redmond rachète Verkor.", "firme", ["Microsoft"]),
        ("Renault rachète Verkor. Le groupe investit dans Ampere.", "groupe", ["Renault"]),
        ("Le constructeur Renault recrute. Le constructeur vend Ampere.", "constructeur", ["Renault"]),
        ("La ville de Lyon finance Verkor.", "ville", ["Lyon"]),
        # pronouns
        ("Paul Martin dirige Verkor. Il vit à Lyon.", "Il", ["Paul Martin"]),
        ("Claire Dumas dirige Verkor. Elle vit à Lyon.", "Elle", ["Claire Dumas"]),
        ("Paul Martin dirige Verkor. Marie Leroy dirige Ampere. Elle vit à Lyon.", "Elle", ["Marie Leroy"]),
        ("Paul Martin a rencontré Marie Leroy. Il vit à Lyon.", "Il", ["Paul Martin"]),
        ("Renault a racheté Verkor. Elle a fermé ses usines.", "Elle", ["Renault"]),
        ("Paul Martin connaît Marie Leroy. Jean Duval l'accuse.", "l'", ["Marie Leroy"]),
        # possessives, also before their owner
        ("Renault défend son partenariat avec Verkor.", "son", ["Renault"]),
        ("Renault défend sa filiale Ampere.", "sa", ["Renault"]),
        ("Dans son rapport, Paul Martin critique Verkor.", "son", ["Paul Martin"]),
        # complements of a verb
        ("Eurazeo, entré au capital de Verkor, y a injecté 30 millions.", "y", ["Verkor"]),
        ("Claire Dumas préside Verkor. Paul Martin en conserve la direction.", "en", ["Verkor"]),
        # nouns that point
        ("Verkor a engagé Paul Martin. Ce dernier vit à Lyon.", "dernier", ["Paul Martin"]),
        ("Verkor accuse Claire Dumas. L'intéressée a quitté Lyon.", "intéressée", ["Claire Dumas"]),
        # several
        ("Airbus et Thales travaillent ensemble. Ils rachètent Verkor.", "Ils", ["Airbus", "Thales"]),
        (
            "Paul Martin a rencontré Jean Duval à Lyon. Les deux hommes dirigent Verkor.",
            "hommes",
            ["Jean Duval", "Paul Martin"],
        ),
        (
            "Paul Martin et Claire Dumas ont fondé Verkor. Le couple vit à Lyon.",
            "couple",
            ["Claire Dumas", "Paul Martin"],
        ),
        ("Airbus et Thales ont annoncé leur fusion.", "leur", ["Airbus", "Thales"]),
        # one of two
        (
            "Claire Dumas et Paul Martin ont fondé Verkor. La première dirige Ampere, le second vit à Lyon.",
            "première",
            ["Claire Dumas"],
        ),
        (
            "Claire Dumas et Paul Martin ont fondé Verkor. La première dirige Ampere, le second vit à Lyon.",
            "second",
            ["Paul Martin"],
        ),
        # names
        ("Jean Martin dirige Renault. Martin critique Verkor.", "Martin", ["Jean Martin"]),
        ("M. Martin dirige Verkor. Mme Leroy critique M. Martin.", "Martin", ["Martin"]),
    ],
)
def test_whom(text: str, word: str, expected: list[str]) -> None:
    assert Reading(text).who(word) == expected


def test_firms_of_two_towns_are_two() -> None:
    """« La firme de Mountain View », « la firme de Redmond »: the complement tells them apart."""
    reading = Reading(
        "Google finance OpenAI. La firme de Mountain View rachète Verkor. Microsoft recrute. La firme de Redmond recrute."
    )
    assert reading.who("firme", 0) == ["Google"]
    assert reading.who("firme", 1) == ["Microsoft"]


def test_a_known_seat_tells_the_firm() -> None:
    reading = Reading(
        "Microsoft est basée à Redmond. Google est basée à Mountain View. La firme de Redmond rachète Verkor."
    )
    assert reading.who("firme") == ["Microsoft"]


def test_an_acronym_is_its_full_name() -> None:
    reading = Reading("L'Organisation des Nations unies (ONU) est basée à New York. L'ONU critique Verkor.")
    assert reading.who("ONU", 0) == reading.who("ONU", 1) == ["Organisation des Nations unies"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Renault attaque la société.", "société"),  # binding: two arguments of one predicate are two
        ("Paul Martin le critique.", "le"),
        ("Il vit à Lyon.", "Il"),  # nobody before
        ("Le groupe rachète Verkor.", "groupe"),  # nobody before: condition C
        ("Les analystes de Renault critiquent Verkor.", "analystes"),  # nobody in particular
        ("Il faut racheter Verkor.", "Il"),
        ("Renault, Nissan et Verkor recrutent. Les deux hommes ont quitté Lyon.", "hommes"),  # no two, and no men
        ("Renault lui vend des moteurs.", "lui"),
    ],
)
def test_no_guess_when_nothing_fits(text: str, word: str) -> None:
    assert Reading(text).who(word) == []


def test_first_person_in_a_quote() -> None:
    """« Je » is the speaker, « nous » whom the speaker speaks for."""
    assert Reading("« Je quitte Verkor », a déclaré Paul Martin.").who("Je") == ["Paul Martin"]
    assert Reading("« Nous rachèterons Verkor », annonce Paul Martin, patron de Renault.").who("Nous") == ["Renault"]


def test_a_class_noun_beside_a_name_means_it() -> None:
    assert Reading("Le président français Paul Martin a rencontré Marie Leroy à Lyon.").who("président") == [
        "Paul Martin"
    ]
    assert Reading("Le rachat est annoncé par la porte-parole de Renault, Claire Dumas.").who("porte-parole") == [
        "Claire Dumas"
    ]
