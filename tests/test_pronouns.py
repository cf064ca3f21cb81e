"""What pronouns may mean, and what they are weighed by."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from docs import Reading, shipped
from kg.extract.coreference import link
from kg.extract.mentions import Found
from kg.extract.options import Option, form_of
from kg.extract.ranking import Ranking


class Recorder:
    """Keeps what it is asked about, and chooses the nth option."""

    def __init__(self, choice: int | None = None) -> None:
        self.choice = choice
        self.options: dict[str, list[tuple[str, ...]]] = {}
        self.features: list[str] = []
        self.nouns: int = 0

    def __call__(
        self,
        mention: Found,
        options: Sequence[Option],
        nobody: Sequence[str],
        rows: Sequence[Sequence[str]],
        others: Sequence[Sequence[str]],
    ) -> list[float]:
        self.options[mention.head.text] = [tuple(c.name for c in o.clusters) for o in options]
        self.features += [f for row in (nobody, *rows, *others) for f in row]
        self.nouns = len(others)
        return [float(n == self.choice) for n in range(len(options))]


def asked(text: str, choice: int | None = None) -> Recorder:
    """What is asked about a text's pronouns."""
    reading, recorder = Reading(text), Recorder(choice)
    link(reading.mentions, reading._parsed, shipped(), chooser=recorder)
    return recorder


@pytest.mark.parametrize(
    ("text", "word", "form"),
    [
        ("Renault défend sa filiale Ampere.", "sa", "poss"),
        ("Paul Martin dirige Verkor. Il vit à Lyon.", "Il", "subj"),
        ("Paul Martin connaît Marie Leroy. Jean Duval l'accuse.", "l'", "obj"),
        ("Airbus et Thales travaillent ensemble. Ils rachètent Verkor.", "Ils", "subjs"),
        ("Eurazeo, entré au capital de Verkor, y a injecté 30 millions.", "y", "y"),
        ("Claire Dumas préside Verkor. Paul Martin en conserve la direction.", "en", "en"),
        ("Verkor a engagé Paul Martin. Ce dernier vit à Lyon.", "dernier", "this"),
        ("Verkor accuse Claire Dumas. L'intéressée a quitté Lyon.", "intéressée", "this"),
    ],
)
def test_forms(text: str, word: str, form: str) -> None:
    [mention] = [m for m in Reading(text).mentions if m.kind == "pronoun" and m.head.text == word]
    assert form_of(mention) == form


@pytest.mark.parametrize(
    ("text", "word", "options"),
    [
        # persons by gender
        ("Paul Martin a rencontré Marie Leroy. Il vit à Lyon.", "Il", [("Paul Martin",), ("Lyon",)]),
        # two arguments of one verb are two
        ("Paul Martin connaît Marie Leroy. Jean Duval l'accuse.", "l'", [("Paul Martin",), ("Marie Leroy",)]),
        # « son président » is not its own president
        ("Renault attaque Verkor. Paul Martin, son président, recrute.", "son", [("Renault",), ("Verkor",)]),
        # nor is what is listed the owner of what ends the list
        ("Renault équipe Clio, Megane et son moteur Ampere.", "son", [("Renault",)]),
        # several together
        (
            "Airbus et Thales travaillent ensemble. Ils rachètent Verkor.",
            "Ils",
            [("Airbus",), ("Thales",), ("Airbus", "Thales")],
        ),
        # the subject to come
        ("Dans son rapport, Paul Martin critique Verkor.", "son", [("Paul Martin",)]),
    ],
)
def test_options(text: str, word: str, options: list[tuple[str, ...]]) -> None:
    found = asked(text).options[word]
    assert [o for o in found if o != ("Lyon",)] == [o for o in options if o != ("Lyon",)]


def test_common_nouns_compete() -> None:
    assert asked("Renault agrandit le parc. Il ouvre à Lyon.").nouns == 1
    assert asked("Paul Martin dirige Verkor. Il vit à Lyon.").nouns == 0


def test_no_name_is_a_feature() -> None:
    features = " ".join(asked("Renault défend sa filiale Ampere.").features).lower()
    assert "pred poss filiale company" in features or "pred poss filiale organization" in features
    assert "renault" not in features
    assert "ampere" not in features


@pytest.mark.parametrize(("choice", "meant"), [(0, ["Airbus"]), (2, ["Airbus", "Thales"]), (None, [])])
def test_the_chooser_decides(choice: int | None, meant: list[str]) -> None:
    reading = Reading("Airbus et Thales travaillent ensemble. Ils rachètent Verkor.")
    links = link(reading.mentions, reading._parsed, shipped(), chooser=Recorder(choice))
    [word] = [w for w in reading._parsed[0].tree if w.text == "Ils"]
    assert [c.name for c, _ in links.at.get((0, word.i), ())] == meant


def test_what_is_no_option_takes_its_share() -> None:
    ranking = Ranking({"a": 1.0}, 0.5)
    [alone] = ranking.choose(None, [0], ["nobody"], [["a"]], [])
    [beside] = ranking.choose(None, [0], ["nobody"], [["a"]], [["a"]])
    assert beside < alone


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        # set off by commas
        (
            "Paul Martin et Jean Duval dirigent Verkor. Le second, âgé de 86 ans, a fondé Ampere.",
            "second",
            ["Jean Duval"],
        ),
        ("Renault et Stellantis recrutent. Le premier, propriétaire de Dacia, a vendu Ampere.", "premier", ["Renault"]),
        # the article in the preposition, and what taggers take for an adjective
        ("Renault et Stellantis négocient, confirme Claire Dumas, présidente du premier.", "premier", ["Renault"]),
        ("Renault et Stellantis négocient. Claire Dumas conseille le premier ministre.", "premier", []),
        ("Renault et Stellantis recrutent. Claire Dumas est sortie du premier tour.", "premier", []),
    ],
)
def test_the_first_or_the_second_of_two(text: str, word: str, expected: list[str]) -> None:
    assert Reading(text).who(word) == expected


def test_several_that_are_named_behind_it_only_are_no_option() -> None:
    """« leur » stands before both, and a noun that means both before it."""
    options = asked("Le patron de leur fournisseur, Solvéa, Paul Rivet, a démissionné.").options
    assert ("Solvéa", "Paul Rivet") not in options.get("leur", [])
