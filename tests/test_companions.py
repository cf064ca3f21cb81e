"""Who does the same as the subject, or is done to the same as the object."""

from __future__ import annotations

import pytest

from docs import Reading, slots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Renault, comme Danone, a racheté Verkor.", {("Danone", "acquires", "Verkor")}),
        ("À l'instar de Danone, Renault a racheté Verkor.", {("Danone", "acquires", "Verkor")}),
        ("Aux côtés de Danone, Renault a investi dans Verkor.", {("Danone", "invests_in", "Verkor")}),
        (
            "Après Lyon et Nantes, Renault ouvrira une usine à Nice.",
            {("Renault", "operates_in", "Lyon"), ("Renault", "operates_in", "Nantes")},
        ),
        ("Après Danone, Renault a racheté Verkor.", set()),  # it may be either
    ],
)
def test_companions(text: str, expected: set[tuple[str, str, str]]) -> None:
    """A phrase of « as well » puts a name beside the end that it is kin to; where both are, beside neither."""
    statements = Reading(text).extraction.statements
    beside = {(s.subject.name, s.predicate, s.object_name) for s in statements if s.rule.endswith("/also")}
    assert beside == expected
    assert any(not s.rule.endswith("/also") for s in statements)


@pytest.mark.parametrize(
    ("text", "verb", "who"),
    [
        ("Google est l'une des sociétés qui ont racheté Verkor.", "racheté", ["Google"]),
        ("Google fait partie des groupes qui soutiennent Danone.", "soutiennent", ["Google"]),
        ("Paul Rémy figure parmi ceux qui critiquent Danone.", "critiquent", ["Paul"]),
        ("Les avocats de Google sont parmi les juristes qui critiquent Danone.", "critiquent", ["avocats"]),
    ],
)
def test_who_is_said_to_be_among_those_who_do(text: str, verb: str, who: list[str]) -> None:
    """The subject of « faire partie de », « être parmi » does what the relative clause says of all."""
    assert slots(text, verb)[":subj"] == who
