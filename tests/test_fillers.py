"""What nouns with a name inside or beside them stand for."""

from __future__ import annotations

import pytest

from docs import Reading

Triple = tuple[str, str, str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the tagger took the demonym for a verb
        ("La police colombienne a arrêté Edilberto Rengifo.", ("Colombie", "arrests", "Edilberto Rengifo")),
        ("La junte malienne détient Sékou Keïta.", ("Mali", "arrests", "Sékou Keïta")),
        # the demonym stands on the noun's kind
        ("Verkor livrera des avions à l'armée de l'air serbe.", ("Verkor", "supplies", "Serbie")),
    ],
)
def test_what_acts_for_a_state_is_its_country(text: str, expected: Triple) -> None:
    assert expected in Reading(text).triples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Les gendarmes de la section de recherches de Reims traquent Loris Vandamme.",
            ("section de recherches de Reims", "investigates", "Loris Vandamme"),
        ),
        (
            "Les chercheurs de l'université de Nantes travaillent sur la fusion nucléaire.",
            ("université de Nantes", "works_on", "fusion nucléaire"),
        ),
        (
            "Les militants de la Ligue des droits de l'homme accusent Verkor.",
            ("Ligue des droits de l'homme", "accuses", "Verkor"),
        ),
    ],
)
def test_people_stand_for_whose_they_are_if_a_noun_heads_its_name(text: str, expected: Triple) -> None:
    assert expected in Reading(text).triples


def test_a_thing_stands_for_nobody_whose_name_a_noun_heads() -> None:
    """« le jardin de l'**université de Nantes** » is not the university."""
    assert not Reading("Le jardin de l'université de Nantes critique Verkor.").triples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Alan Turing explore le problème de l'intelligence artificielle.",
            ("Alan Turing", "works_on", "intelligence artificielle"),
        ),
        ("Verkor a vendu deux millions d'exemplaires de Rayman.", ("Verkor", "sells", "Rayman")),
    ],
)
def test_nouns_of_no_weight_stand_for_what_they_are_of(text: str, expected: Triple) -> None:
    assert expected in Reading(text).triples
