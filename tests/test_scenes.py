"""The place of a clause, and what it is the place of."""

from __future__ import annotations

import pytest

from docs import Reading
from kg.records import MIN_CONFIDENCE


def _placed(text: str) -> set[tuple[str, str, str]]:
    found = Reading(text).extraction.statements
    placed = {"located_in", "operates_in"}
    return {
        (s.subject.name, s.predicate, s.object_name)
        for s in found
        if s.predicate in placed and s.confidence >= MIN_CONFIDENCE
    }


@pytest.mark.parametrize(
    ("text", "event", "place"),
    [
        (
            "Le président Alassane Koura a présidé mardi à Bamako la cérémonie d'ouverture du Festival des rives du Niger.",
            "Festival des rives du Niger",
            "Bamako",
        ),
        (
            "À Montréal, la pianiste Anna Kern a remporté le Concours musical international.",
            "Concours musical international",
            "Montréal",
        ),
        ("À Oslo, le jury a dévoilé le lauréat lors de la Nuit des sciences.", "Nuit des sciences", "Oslo"),
        ("Le Hellfest accueille à Clisson 60 000 festivaliers.", "Hellfest", "Clisson"),
        (
            "Vingt pays ont envoyé une délégation à Nairobi pour le Forum africain du climat.",
            "Forum africain du climat",
            "Nairobi",
        ),
        ("Le Salon du livre attire cent éditeurs à Genève.", "Salon du livre", "Genève"),
    ],
)
def test_an_event_takes_place_where_its_clause_does(text: str, event: str, place: str) -> None:
    assert _placed(text) == {(event, "located_in", place)}


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        (
            "À Casablanca, des milliers de personnes ont envahi le boulevard Mohammed.",
            ("boulevard Mohammed", "located_in", "Casablanca"),
        ),
        ("À Toulouse, l'hôpital Purpan manque de lits.", ("hôpital Purpan", "located_in", "Toulouse")),
        ("Chez Michelin, on fabrique à Cholet des pneus de tracteur.", ("Michelin", "operates_in", "Cholet")),
    ],
)
def test_so_do_buildings_streets_and_makers(text: str, triple: tuple[str, str, str]) -> None:
    assert _placed(text) == {triple}


@pytest.mark.parametrize(
    "text",
    [
        "À Tokyo, la délégation de l'université de Rennes a signé un accord.",
        "À Berlin, Angela Merkel a salué le G20 d'Hambourg.",
        "De retour à Lyon après les Jeux olympiques, Paul Martin se repose.",
        "Pendant la Coupe du monde, il a vécu à Doha.",
        "À Nice, Paul Martin a présenté un film lors du Festival de Cannes.",
        "À Genève, Anna Kern a reçu le prix Lagarde.",
        "À Nantes, Paul Martin a bu une bière.",
    ],
)
def test_nothing_else_lies_where_a_clause_takes_place(text: str) -> None:
    assert not _placed(text)
