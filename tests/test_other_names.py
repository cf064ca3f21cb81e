"""Other names that stand right behind a name."""

from __future__ import annotations

from docs import Reading


def test_a_name_and_its_sigle_are_one_of_one_class() -> None:
    """The tagger takes the full name for a person; the sigle says what it is."""
    reading = Reading("Le Parti socialiste ouvrier espagnol (PSOE) a gagné.")
    [cluster] = reading.links.clusters
    assert cluster.names == ["Parti socialiste ouvrier espagnol", "PSOE"]
    assert reading.triples == {("Parti socialiste ouvrier espagnol", "also_known_as", "PSOE")}
    [entity] = reading.extraction.entities
    assert entity.type == "PoliticalParty"


def test_words_that_announce_another_name() -> None:
    """« alias » makes the two names one's own; what is said of the one is said of the first."""
    reading = Reading("Farrokh Bulsara (alias Freddie Mercury) est né à Zanzibar.")
    assert reading.triples == {
        ("Farrokh Bulsara", "also_known_as", "Freddie Mercury"),
        ("Farrokh Bulsara", "born_in", "Zanzibar"),
    }
    assert reading.statement("also_known_as").rule == "alias/apposition"
