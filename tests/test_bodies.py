"""What posts leave unsaid: the body or the town that an article is about."""

from __future__ import annotations

import pytest

from docs import Reading

Triple = tuple[str, str, str]


def guessed(*texts: str) -> set[Triple]:
    """What only the context tells."""
    found = Reading(*texts).extraction.statements
    return {(s.subject.name, s.predicate, s.object_name) for s in found if s.rule.endswith("/context")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Lactéa a fermé. « Nous n'avions plus le choix », regrette la PDG, Solène Vautrin.",
            ("Solène Vautrin", "ceo_of", "Lactéa"),
        ),
        (
            "Karim Belhaj a quitté Renault. La directrice financière, Anne Petit, le suit.",
            ("Anne Petit", "executive_of", "Renault"),
        ),
        (
            "Le lycée Camille-Claudel ferme trois classes. La proviseure, Anne Rousset, le déplore.",
            ("Anne Rousset", "ceo_of", "lycée Camille-Claudel"),
        ),
        # what the post is about is no body
        (
            "Renault recrute. Le directeur des opérations, Paul Arnoux, se dit confiant.",
            ("Paul Arnoux", "executive_of", "Renault"),
        ),
        (
            "Le Racing Club de Lens recrute. L'entraîneur, Paul Arnoux, se dit confiant.",
            ("Paul Arnoux", "employee_of", "Racing Club de Lens"),
        ),
        # a place that may be a town
        (
            "Perpignan-Nord a lancé un concours. Le maire, Jean Solé, en attend beaucoup.",
            ("Jean Solé", "mayor_of", "Perpignan-Nord"),
        ),
    ],
)
def test_a_post_is_of_the_only_body_or_town(text: str, expected: Triple) -> None:
    assert guessed(text) == {expected}


def test_a_post_is_of_the_body_that_most_is_told_of() -> None:
    """The article opens with it, and names it more often than any other."""
    expected = {("Anne Petit", "executive_of", "Renault")}
    after = ["Verkor a fermé. La directrice financière, Anne Petit, le regrette."]
    assert guessed("Renault a quitté Lyon. Renault a vendu son usine.", *after) == expected
    assert guessed("Renault a quitté Lyon.", *after) == set()


@pytest.mark.parametrize(
    "text",
    [
        # two bodies, none before the other
        "Renault et Stellantis négocient. Le directeur financier, Paul Arnoux, se dit confiant.",
        # whoever it is
        "Renault recrute. Un directeur financier, Paul Arnoux, a été arrêté à Lyon.",
        # what is quoted is not what the article is about
        "Selon Le Figaro, le patron, Marc Lebrun, a fui en Suisse.",
        # whose he is, is said
        "Renault recrute. Le directeur financier du fonds, Paul Arnoux, se dit confiant.",
        "Renault recrute. Le directeur général kazakh, Paul Arnoux, se dit confiant.",
        # that the post is given says who gives it, not where
        "Renault recrute. Claire Morel a désigné comme directrice générale Anne Petit.",
    ],
)
def test_no_body_is_guessed(text: str) -> None:
    assert guessed(text) == set()
