"""Places and others right behind a name."""

from __future__ import annotations

import pytest

from docs import Reading

_PLACES = {"located_in", "headquartered_in", "operates_in"}


def _placed(text: str) -> set[tuple[str, str, str]]:
    return {t for t in Reading(text).triples if t[1] in _PLACES}


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        (
            "Deux infirmières de la clinique Saint-Roch, à Tarbes, ont témoigné.",
            ("clinique Saint-Roch", "located_in", "Tarbes"),
        ),
        (
            "La police a perquisitionné l'hôpital Beaujon de Clichy.",
            ("hôpital Beaujon", "located_in", "Clichy"),
        ),
        (
            "La Cour pénale internationale, à La Haye, a lancé un mandat d'arrêt.",
            ("Cour pénale internationale", "headquartered_in", "La Haye"),
        ),
        ("L'association Tracé, de Lyon, proteste.", ("Tracé", "headquartered_in", "Lyon")),
        ("En Sicile, à Catane, l'Etna gronde.", ("Catane", "located_in", "Sicile")),
        (
            "Les ouvriers de Valbret Industries, à Cholet, sont en grève.",
            ("Valbret Industries", "operates_in", "Cholet"),
        ),
    ],
)
def test_what_a_name_names_tells_what_the_place_behind_it_is(text: str, triple: tuple[str, str, str]) -> None:
    assert _placed(text) == {triple}


def test_a_plant_of_a_town_is_where_its_company_operates() -> None:
    assert ("Ferralu", "operates_in", "Vierzon") in _placed("Le directeur de l'usine Ferralu de Vierzon est parti.")


def test_the_place_behind_a_list_is_that_of_all() -> None:
    text = "Les maires de Rivesaltes, Elne et Thuir, dans les Pyrénées-Orientales, protestent."
    assert _placed(text) == {(t, "located_in", "Pyrénées-Orientales") for t in ("Rivesaltes", "Elne", "Thuir")}


def test_coordinated_places_keep_their_own() -> None:
    text = "À Grozny, en Tchétchénie, et à Makhatchkala, au Daghestan, la police patrouille."
    assert ("Grozny", "located_in", "Daghestan") not in _placed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le président de l'Olympique lyonnais à Paris a parlé.",
        "Le journaliste du Monde à Moscou a été expulsé.",
        "Le Stade rennais en Italie : un déplacement périlleux.",
        "La photographe développe ses pellicules Kodak à Arles.",
    ],
)
def test_where_somebody_does_something_is_not_where_those_named_lie(text: str) -> None:
    assert not _placed(text)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("La Zélia 2 de Renault a été primée.", True),
        ("Une Zélia 2 de Renault a été volée.", False),
    ],
)
def test_a_firm_makes_the_product_that_is_its_own_and_not_one_of_many(text: str, made: bool) -> None:
    assert (("Renault", "develops", "Zélia 2") in Reading(text).triples) is made


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("Le maire a recours à un drone Parrot pour surveiller Nice.", {"Parrot"}),
        ("Paul Martin a recours à un drone pour surveiller Nice.", {"drone"}),
    ],
)
def test_a_noun_that_tells_what_is_named_is_no_technology_of_its_own(text: str, used: set[str]) -> None:
    names = {m.name for m in Reading(text).mentions if "Technology" in m.types or m.name == "Parrot"}
    assert names == used


def test_where_a_thing_lies_is_certain_whatever_is_planned_of_it() -> None:
    text = "Tous deux comptent porter l'affaire devant le Tribunal arbitral du sport, à Lausanne."
    assert Reading(text).statement("headquartered_in").factuality == "certain"
