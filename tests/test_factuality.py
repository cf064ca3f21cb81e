"""How surely a predicate is stated, kind by kind, on kept parses."""

from __future__ import annotations

import pytest

from docs import parse, token
from kg.extract.factuality import factuality, is_former
from kg.records import Factuality


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("Renault rachète Verkor.", "rachète", "certain"),
        # negation
        ("Renault ne rachète pas Verkor.", "rachète", "negated"),
        ("Thales dément vouloir racheter Verkor.", "racheter", "negated"),
        ("Renault n'a jamais racheté Verkor.", "racheté", "negated"),
        ("Renault ne rachètera plus Verkor.", "rachètera", "negated"),
        ("Personne ne rachète Verkor.", "rachète", "negated"),
        ("Aucun accord n'a été signé.", "accord", "negated"),
        ("Aucun accord n'a été signé.", "signé", "negated"),
        ("Renault ne peut pas racheter Verkor.", "racheter", "negated"),
        ("Renault n'a pas réussi à racheter Verkor.", "racheter", "negated"),
        ("Renault travaille sans racheter Verkor.", "racheter", "negated"),
        # failing, refusing, denying
        ("Renault refuse de racheter Verkor.", "racheter", "negated"),
        ("Renault a renoncé à racheter Verkor.", "racheter", "negated"),
        ("Renault a échoué à racheter Verkor.", "racheter", "negated"),
        ("Le refus de racheter Verkor a surpris.", "racheter", "negated"),
        ("Renault dément avoir racheté Verkor.", "racheté", "negated"),
        ("Paul Martin dément que Renault rachète Verkor.", "rachète", "negated"),
        ("Renault nie le rachat de Verkor.", "rachat", "negated"),
        # the tagger took them for the present and the past
        ("Renault dévoilerait Twizy.", "dévoilerait", "uncertain"),
        ("Renault entrait chez Verkor.", "entrait", "certain"),
        # what is to come
        ("Verkor, basée à Lyon, rachètera Ampere.", "rachètera", "planned"),
        ("Verkor, basée à Lyon, rachètera Ampere.", "basée", "certain"),
        ("Renault rachètera Verkor.", "rachètera", "planned"),
        ("Renault va racheter Verkor.", "racheter", "planned"),
        ("Renault devrait racheter Verkor.", "racheter", "planned"),
        ("Renault veut racheter Verkor.", "racheter", "planned"),
        ("Renault voudrait racheter Verkor.", "racheter", "planned"),
        ("Chargé du projet, Paul Martin promet de recruter.", "recruter", "planned"),
        ("Renault emprunte pour racheter Verkor.", "racheter", "planned"),
        ("Renault a abandonné son projet de racheter Verkor.", "racheter", "planned"),
        ("Le projet de rachat de Verkor avance.", "rachat", "planned"),
        ("Le futur rachat de Verkor inquiète.", "rachat", "planned"),
        # hearsay and guesses
        ("Renault aurait racheté Verkor.", "racheté", "uncertain"),
        ("Renault pourrait racheter Verkor.", "racheter", "uncertain"),
        ("Renault envisage de racheter Verkor.", "racheter", "uncertain"),
        ("Renault est susceptible de racheter Verkor.", "racheter", "uncertain"),
        ("Renault a probablement racheté Verkor.", "racheté", "uncertain"),
        ("Si Renault rachète Verkor, la Bourse montera.", "rachète", "uncertain"),
        ("Renault rachète-t-il Verkor ?", "rachète", "uncertain"),
        ("Bloomberg laisse entendre que Renault rachète Verkor.", "rachète", "uncertain"),
        ("La rumeur d'un rachat de Verkor circule.", "rachat", "uncertain"),
        ("L'éventuel rachat de Verkor inquiète.", "rachat", "uncertain"),
        # what is said of another
        ("Si Renault rachète Verkor, la Bourse montera.", "montera", "planned"),
        ("Paul Martin affirme que Renault rachète Verkor.", "rachète", "certain"),
        ("Renault travaille sans racheter Verkor.", "travaille", "certain"),
    ],
)
def test_factuality(text: str, predicate: str, expected: Factuality) -> None:
    assert factuality(token(parse(text), predicate)) == expected


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("Renault doit racheter Verkor.", "racheter", "planned"),
        ("Renault n'exclut pas de racheter Verkor.", "racheter", "uncertain"),
    ],
)
def test_factuality_to_come(text: str, predicate: str, expected: Factuality) -> None:
    assert factuality(token(parse(text), predicate)) == expected


def test_a_post_does_not_share_the_fate_of_its_verb() -> None:
    """« Le PDG de X pourrait partir »: that he is PDG is certain."""
    post = token(parse("Le PDG de Verkor pourrait partir."), "PDG")
    assert factuality(post, inherits=False) == "certain"
    assert factuality(post) == "uncertain"


@pytest.mark.parametrize(
    ("text", "noun", "former"),
    [
        ("Paul Martin, ancien PDG de Verkor, vit à Lyon.", "PDG", True),
        ("L'ex-ministre Paul Martin vit à Lyon.", "ex-ministre", True),
        ("Paul Martin, PDG de Verkor, vit à Lyon.", "PDG", False),
        ("Le PDG de Verkor pourrait partir.", "PDG", False),
    ],
)
def test_former(text: str, noun: str, former: bool) -> None:
    assert is_former(token(parse(text), noun)) is former
