"""Who says it, on kept parses."""

from __future__ import annotations

import pytest

from docs import Reading


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Paul Martin affirme que Renault rachète Verkor.", "Paul Martin"),
        ("Paul Martin dément que Renault rachète Verkor.", "Paul Martin"),
        ("Paul Martin se félicite que Renault rachète Verkor.", "Paul Martin"),
        ("Bloomberg laisse entendre que Renault rachète Verkor.", "Bloomberg"),
        ("Renault rachète Verkor, affirme Paul Martin.", "Paul Martin"),
        ("Renault rachète Verkor, a déclaré Paul Martin.", "Paul Martin"),
        ("Renault rachète Verkor, croit savoir Bloomberg.", "Bloomberg"),
        ("Selon Bloomberg, Renault rachète Verkor.", "Bloomberg"),
        ("Renault rachète Verkor, d'après Bloomberg.", "Bloomberg"),
        ("À en croire Bloomberg, Renault rachète Verkor.", "Bloomberg"),
        ("Renault rachète Verkor, selon une source citée par Reuters.", "Reuters"),
        ("Paul Martin affirme que Claire Dumas affirme que Renault rachète Verkor.", "Claire Dumas"),
        ("Renault rachète Verkor, a annoncé mardi à Lyon sa maison mère, Valeo.", "Valeo"),
        ("Renault rachète Verkor, a-t-on appris auprès de Paul Martin.", "Paul Martin"),
        ("Selon une enquête du Monde, Renault rachète Verkor.", "Monde"),
        ("Un rapport de l'ONG Contrechamp, selon lequel Renault rachète Verkor, circule.", "Contrechamp"),
        ("Renault rachète Verkor, tranche Paul Martin.", "Paul Martin"),
        ("Renault rachète Verkor.", None),
        ("Renault rachète Verkor. Paul Martin le regrette.", None),
    ],
)
def test_speaker(text: str, speaker: str | None) -> None:
    assert Reading(text).speaker("rachète") == speaker


def test_a_quote_of_several_sentences_has_one_speaker() -> None:
    reading = Reading("« Renault investit en Espagne. Renault rachète Verkor », a déclaré Paul Martin.")
    assert reading.speaker("investit") == "Paul Martin"
    assert reading.speaker("rachète") == "Paul Martin"


def test_an_announced_deed_is_the_announcers_word() -> None:
    assert Reading("Renault annonce un investissement dans Verkor.").speaker("investissement") == "Renault"


def test_the_speaker_is_kept_with_the_statement() -> None:
    statement = Reading("Selon Bloomberg, Renault rachète Verkor.").statement("acquires")
    assert statement.attributed_to is not None
    assert statement.attributed_to.name == "Bloomberg"


@pytest.mark.parametrize(
    ("text", "predicate", "speaker"),
    [
        ("Claire Morel accuse Renault d'avoir racheté Verkor.", "racheté", "Claire Morel"),
        ("Claire Morel a reconnu avoir racheté Verkor.", "racheté", "Claire Morel"),
        ("Selon Reuters, Renault vendrait Alpine. Renault rachèterait aussi Verkor.", "rachèterait", "Reuters"),
        ("« Nous recrutons », a promis la patronne de Verkor, Claire Morel.", "patronne", None),
        ("Verkor a été racheté : Paul Martin l'a annoncé lundi.", "racheté", "Paul Martin"),
        ("Valeo recrute : les frères Martin en ont gardé la moitié et dirigent Verkor.", "recrute", None),
        ("Thales dément vouloir racheter Verkor.", "racheter", "Thales"),
        ("Verkor sera racheté par Renault, a appris Le Figaro.", "racheté", "Le Figaro"),
        ("Renault vend Alpine, rapportait samedi Reuters. Verkor serait racheté par Valeo.", "racheté", "Reuters"),
    ],
)
def test_whose_word_it_is(text: str, predicate: str, speaker: str | None) -> None:
    """Infinitives under accusing and admitting, hearsay that goes on, posts of the speaker, « dément » as an adverb."""
    assert Reading(text).speaker(predicate) == speaker
