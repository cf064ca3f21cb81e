"""Parties that an article names by their people."""

from __future__ import annotations

import pytest

from docs import Reading


def _parties(text: str) -> list[str]:
    return [m.name for m in Reading(text).mentions if "PoliticalParty" in m.types]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Les démocrates saluent le sénateur démocrate Paul Martin.", ["démocrates", "démocrates"]),
        ("Le sénateur démocrate Paul Martin vit à Lyon.", []),  # the article names no party
    ],
)
def test_an_adjective_tells_of_a_party_that_the_article_names(text: str, names: list[str]) -> None:
    assert _parties(text) == names


def test_whom_the_adjective_is_said_of_is_a_member_and_no_party() -> None:
    found = Reading("Les démocrates saluent le sénateur démocrate Paul Martin.").triples
    assert ("Paul Martin", "member_of", "démocrates") in found
    assert not any(s == o for s, _, o in found)
