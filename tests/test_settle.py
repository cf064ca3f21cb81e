"""How well the class of a name is known, and what settles it where it is only guessed, on kept parses."""

from __future__ import annotations

import pytest

from docs import Reading, shipped


def _classes(*texts: str) -> dict[str, str]:
    return {e.name: e.type for e in Reading(*texts).extraction.entities}


def test_a_predicate_settles_a_guessed_class() -> None:
    """The tagger's « person » is given up for what is set up; the statement is stated, less surely."""
    reading = Reading("Léa Morel a monté Bricolune à Nantes.")
    assert [m.firm for m in reading.mentions if m.name == "Bricolune"] == [frozenset()]
    statement = reading.statement("founder_of")
    assert (statement.subject.name, statement.object_name) == ("Léa Morel", "Bricolune")
    assert shipped().is_a(_classes("Léa Morel a monté Bricolune à Nantes.")["Bricolune"], "Organization")
    assert statement.confidence < 0.95


def test_a_name_of_two_classes() -> None:
    """A service that bears its firm's name is the firm where that is asked for."""
    text = "L'État sanctionne Waze."
    assert _classes(text)["Waze"] == "Company"
    assert ("sanctions", "Waze") in {(p, o) for _, p, o in Reading(text).triples}


@pytest.mark.parametrize(
    ("texts", "name", "cls"),
    [
        (["Kering rachète Marie Morel."], "Marie Morel", "Person"),  # a first name tells
        (
            ["Léa Morel a monté Bricolune à Nantes.", "Bricolune est né à Lille."],
            "Bricolune",
            "Person",
        ),  # said elsewhere
        (["Léa Morel a doublé le Kervalon."], "Kervalon", "Place"),  # with an article
    ],
)
def test_a_class_stays(texts: list[str], name: str, cls: str) -> None:
    assert _classes(*texts)[name] == cls


def test_one_class_for_the_whole_article() -> None:
    """What is settled in one sentence holds in the other: no relation's domain or range is left."""
    reading = Reading("Fauchelle, propriétaire de Bricolune, recrute.", "Léa Morel a monté Bricolune à Nantes.")
    ontology = shipped()
    assert {s.predicate for s in reading.extraction.statements} >= {"founder_of", "owns"}
    for s in reading.extraction.statements:
        relation = ontology.relations[s.predicate]
        assert ontology.is_any(s.subject.type, relation.domain)
        assert ontology.is_any(s.object.type, relation.range)


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("La cofondatrice du site Les Jours clairs, Camille Morel, démissionne.", "Les Jours clairs", "Organization"),
        ("La cofondatrice du site Les Jours clairs, Camille Morel, démissionne.", "Camille Morel", "Person"),
        ("Le groupe Jean Morel recrute.", "Jean Morel", "Organization"),
        ("L'agent Paul Morel est absent.", "Paul Morel", "Person"),
        ("Fauchelle, propriétaire de Bricolune, recrute.", "Fauchelle", "Organization"),
        ("La préfecture de l'Aude recrute.", "préfecture de l'Aude", "GovernmentOrganization"),  # its own noun
        ("Renault et Bricolune recrutent.", "Bricolune", "Organization"),  # as what it is joined to
    ],
)
def test_nouns_beside_names(text: str, name: str, cls: str) -> None:
    """A noun of people farther off makes no firm a person, nor a noun of things a person's full name a thing."""
    assert shipped().is_a(_classes(text)[name], cls)
