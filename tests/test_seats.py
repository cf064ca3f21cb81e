"""Nominals that name a town mean who has its seat there, and nobody who has it elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from kg.extract import Extractor
from kg.extract.seats import seats_of
from kg.language.pipeline import annotate
from kg.ontology import Ontology
from kg.records import Article

Who = Callable[[str, str], str | None]


@pytest.fixture(scope="module")
def who(pipeline: Language, ontology: Ontology) -> Who:
    def find(text: str, words: str) -> str | None:
        ((article, paragraphs),) = annotate([Article("a", text)], pipeline)
        extraction = Extractor(ontology)(article, paragraphs)
        names = {e.id: e.name for e in extraction.entities}
        return next((names[i] for m, i in extraction.mentions if m.kind == "nominal" and words in m.text), None)

    return find


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Microsoft a injecté un milliard dans OpenAI. La firme de Redmond en attend beaucoup.", "firme", "Microsoft"),
        ("Google a critiqué Microsoft. La firme de Redmond n'a pas réagi.", "firme", "Microsoft"),
        ("Google a critiqué Microsoft. La firme de Mountain View n'a pas réagi.", "firme", "Google"),
        ("Airbus a livré dix avions à Ryanair. L'avionneur toulousain espère mieux.", "avionneur", "Airbus"),
        (
            "Boeing a perdu le contrat au profit d'Airbus. Le constructeur de Seattle proteste.",
            "constructeur",
            "Boeing",
        ),
    ],
)
def test_who_is_at_home(who: Who, text: str, words: str, name: str) -> None:
    assert who(text, words) == name


def test_nobody_is_at_home_elsewhere(who: Who) -> None:
    assert who("Microsoft a recruté. La firme de Mountain View n'a pas réagi.", "firme") != "Microsoft"


def test_the_table_has_towns_only() -> None:
    assert seats_of(["Volkswagen"]) == {"wolfsburg"}
    assert seats_of(["Boeing", "rien"]) == {"seattle", "chicago", "arlington"}
