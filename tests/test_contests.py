"""Who takes part in an event that another sentence names."""

from __future__ import annotations

import pytest

from docs import Reading

RHUM = "La Route du Rhum a démarré dimanche."
OPEN = "L'Open de Nice bat son plein."
FESTIVAL = "Le Festival de Cannes s'ouvre mardi."


def _takers(*texts: str) -> set[tuple[str, str]]:
    return {(s, o) for s, p, o in Reading(*texts).triples if p == "participates_in"}


@pytest.mark.parametrize(
    ("texts", "who"),
    [
        ((RHUM, "Hugo Martel a doublé Claire Fontenay au large des Açores."), {"Hugo Martel", "Claire Fontenay"}),
        ((RHUM, "Nina Rossi a abandonné mardi."), {"Nina Rossi"}),
        (
            (RHUM, "Hugo Martel est en tête devant Claire Fontenay et Nina Rossi."),
            {"Hugo Martel", "Claire Fontenay", "Nina Rossi"},
        ),
        ((RHUM, "La Hongrie prend la troisième place."), {"Hongrie"}),
    ],
)
def test_who_leads_or_gives_up_takes_part_in_the_only_contest_told_of(texts: tuple[str, ...], who: set[str]) -> None:
    assert _takers(*texts) == {(name, "Route du Rhum") for name in who}


def test_opponents_take_part_in_the_contest() -> None:
    assert _takers(OPEN, "Sara Bianchi a battu Julie Marchand.") == {
        ("Sara Bianchi", "Open de Nice"),
        ("Julie Marchand", "Open de Nice"),
    }
    event = "Élection présidentielle de 2012"
    assert _takers(f"{event} : Barack Obama et Mitt Romney s'affrontent.") == {
        ("Barack Obama", event),
        ("Mitt Romney", event),
    }


@pytest.mark.parametrize(
    "texts",
    [
        ("Sara Bianchi a battu Julie Marchand.", OPEN),  # told of only later
        (OPEN, RHUM, "Sara Bianchi a battu Julie Marchand."),  # which of the two?
        (FESTIVAL, "Sara Bianchi a battu Julie Marchand."),  # no contest
        (RHUM, "Nina Rossi a abandonné ses études."),
        (RHUM, "Claire Morel a pris la tête du parti."),
        ("Nina Rossi a abandonné mardi.",),
    ],
)
def test_nobody_takes_part_where_it_is_not_clear_in_what(texts: tuple[str, ...]) -> None:
    assert not _takers(*texts)


def test_the_rule_names_the_words_and_the_contest() -> None:
    statement = Reading(RHUM, "Nina Rossi a abandonné mardi.").statement("participates_in")
    assert statement.rule == "abandonner/contest"
    assert statement.evidence.quote == "Nina Rossi a abandonné"
