"""Evidence of classes that the lexicon and small letters give, on kept parses."""

from __future__ import annotations

import pytest

from docs import Reading, lexicon, parse, shipped
from kg.extract.mentions import Found
from kg.extract.parsed import Parsed
from kg.extract.posts import weigh_frames, weigh_origins
from kg.language.tree import Tree


def _class(mention: Found) -> str:
    return max(mention.types, key=lambda c: mention.types[c])


def test_a_demonym_in_small_letters_is_a_firm() -> None:
    """« l'américain Jones » is none of the men that « l'Américain Jones » might be."""
    text = "Le rival d'Harlow a été battu par l'américain Jones."
    mentions = Reading(text).mentions
    weigh_origins(mentions, [Parsed(Tree(parse(text)), lexicon())])
    names = {m.name: m for m in mentions if m.kind == "name"}
    assert _class(names["Jones"]) == "Company"
    assert "Company" not in names["Harlow"].types


def test_what_a_predicate_asks_outweighs_a_label_alone() -> None:
    """What is assembled is a product, where nothing but the tagger says that it is a place; a known town stays one."""
    text = "Novalia assemble l'Aquila à Lyon."
    mentions = Reading(text).mentions
    weigh_frames(mentions, [Parsed(Tree(parse(text)), lexicon())], shipped())
    names = {m.name: m for m in mentions if m.kind == "name"}
    assert _class(names["Aquila"]) == "Product"
    assert _class(names["Lyon"]) in ("Place", "City")
    assert set(names["Novalia"].types) == {"Organization"}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Le président Alassane Koura a visité Bamako."], set()),
        (["Le ministre de la Santé, Paul Martin, recrute."], set()),
        (["La cheffe de la diplomatie européenne, Claire Morel, est attendue en Serbie."], set()),
        (["Claire Morel, ministre des Langues au gouvernement de Navarre, vit en France."], set()),
        (["Avant de conseiller les ministres, Paul Martin a dirigé Renault en France."], set()),
        (
            [
                "Le Mali et le Niger ont signé un accord avec le Togo.",
                "À Paris, le chef de l'État, Paul Martin, a reçu Claire Morel.",
            ],
            {("Paul Martin", "head_of_state_of", "France")},
        ),
        (
            ["L'élection présidentielle américaine a lieu mardi.", "Le président Obama a reçu Claire Morel."],
            {("Obama", "head_of_state_of", "États-Unis")},
        ),
    ],
)
def test_countries_from_context(texts: list[str], expected: set[tuple[str, str, str]]) -> None:
    """None where nothing tells of one, or only one town, or where the words are of elsewhere; else by the whole."""
    guessed = [s for s in Reading(*texts).extraction.statements if s.rule.endswith("/context")]
    assert {(s.subject.name, s.predicate, s.object_name) for s in guessed} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'État norvégien détient Statkraft.", ("Norvège", "owns", "Statkraft")),
        ("L'armée pakistanaise a attaqué Karachi.", ("Pakistan", "attacks", "Karachi")),
    ],
)
def test_a_state_is_its_country(text: str, expected: tuple[str, str, str]) -> None:
    """« L'État », « l'armée » with a demonym stand for the country, and lie in no other."""
    found = Reading(text).triples
    assert expected in found
    assert all(t[1] != "located_in" for t in found)


def test_a_post_is_no_other_name() -> None:
    """« nommée PDG de Renault » gives her a post, and no name."""
    found = Reading("Claire Vasseur est nommée PDG de Renault.").triples
    assert ("Claire Vasseur", "ceo_of", "Renault") in found
    assert all(t[1] != "also_known_as" for t in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La direction de Danone reviendra à Nora Belkhir.", ("Nora Belkhir", "ceo_of", "Danone", "planned", False)),
        ("Danone a confié sa présidence à Rosa Lindt.", ("Rosa Lindt", "chair_of", "Danone", "certain", False)),
        ("Rosa Lindt quitte la direction de Danone.", ("Rosa Lindt", "ceo_of", "Danone", "certain", True)),
        ("Rosa Lindt brigue la présidence du Medef.", ("Rosa Lindt", "chair_of", "Medef", "planned", False)),
        (
            "Rosa Lindt conservera son mandat de présidente du Medef.",
            ("Rosa Lindt", "chair_of", "Medef", "certain", False),
        ),
        (
            "Le poste de directeur financier d'Alstom est revenu à Paul Rémy.",
            ("Paul Rémy", "executive_of", "Alstom", "certain", False),
        ),
    ],
)
def test_posts_that_come_and_go(text: str, expected: tuple[str, str, str, str, bool]) -> None:
    subject, relation, obj, factuality, former = expected
    found = Reading(text).statement(relation)
    assert (found.subject.name, found.object_name, found.factuality, found.former) == (subject, obj, factuality, former)


def test_to_speak_of_a_post_gives_it_to_nobody() -> None:
    assert Reading("Rosa Lindt a parlé de la direction de Danone.").triples == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Danone recule en Bourse. La directrice générale, Rosa Lindt, a vendu ses actions.",
            ("Rosa Lindt", "ceo_of", "Danone"),
        ),
        ("Danone s'est trouvé une directrice générale, Rosa Lindt.", ("Rosa Lindt", "ceo_of", "Danone")),
        (
            "Chez Danone, la directrice financière Rosa Lindt a pris la parole.",
            ("Rosa Lindt", "executive_of", "Danone"),
        ),
        ("À Dole, la maire, Rosa Lindt, a fermé la piscine.", ("Rosa Lindt", "mayor_of", "Dole")),
        (
            "Greenpeace proteste. La porte-parole, Rosa Lindt, dénonce un scandale.",
            ("Rosa Lindt", "spokesperson_of", "Greenpeace"),
        ),
        ("Doctolib recrute. La fondatrice, Rosa Lindt, reste prudente.", ("Rosa Lindt", "founder_of", "Doctolib")),
        ("Danone s'est choisi un PDG en la personne de Jean Vidal.", ("Jean Vidal", "ceo_of", "Danone")),
        ("Au lycée Jean-Rostand, la proviseure Rosa Lindt se plaint.", ("Rosa Lindt", "ceo_of", "lycée Jean-Rostand")),
    ],
)
def test_the_body_that_a_post_leaves_unsaid(text: str, expected: tuple[str, str, str]) -> None:
    """That of the clause that gives it a holder, the one of the sentence, or what the article is about."""
    assert expected in Reading(text).triples


@pytest.mark.parametrize(
    "text",
    [
        "Danone recule en Bourse. La directrice de la crèche, Rosa Lindt, a vendu ses actions.",
        "Danone et Veolia reculent en Bourse. La directrice générale, Rosa Lindt, a vendu ses actions.",
        "Danone a ouvert une usine. Le président Alassane Koura l'a visitée.",
        "Danone a ouvert une usine. Le président malien, Issa Keita, l'a visitée.",
        "Danone recule en Bourse. Une directrice générale, Rosa Lindt, a vendu ses actions.",
        "Danone a reçu la directrice générale de la banque, Rosa Lindt.",
    ],
)
def test_a_post_of_another_body_or_of_a_state_is_not_guessed(text: str) -> None:
    assert {relation for _, relation, _ in Reading(text).triples}.isdisjoint({"ceo_of", "chair_of"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Emma Ravel est nommée directrice générale d'Orange, en remplacement de Hugo Pons.",
            ("Hugo Pons", "ceo_of", "Orange"),
        ),
        (
            "Rosa Lindt succède à Guy Noël comme Premier ministre de la Belgique.",
            ("Guy Noël", "head_of_government_of", "Belgique"),
        ),
        (
            "Rosa Lindt remplace Guy Noël au poste de directeur financier de Danone.",
            ("Guy Noël", "executive_of", "Danone"),
        ),
        ("Rosa Lindt a été nommée PDG de Danone pour remplacer Guy Noël.", ("Guy Noël", "ceo_of", "Danone")),
        ("Rosa Lindt devient PDG de Danone à la place de Guy Noël.", ("Guy Noël", "ceo_of", "Danone")),
        (
            "Élue présidente du Medef en remplacement de Guy Noël, Rosa Lindt a pris la parole.",
            ("Guy Noël", "chair_of", "Medef"),
        ),
    ],
)
def test_whom_the_holder_of_a_post_replaces(text: str, expected: tuple[str, str, str]) -> None:
    """Whoever had the post had it: the same relation, over."""
    found = Reading(text)
    assert expected in found.triples
    over = {s.subject.name: s.former for s in found.extraction.statements if s.predicate == expected[1]}
    assert over[expected[0]]
    assert sum(over.values()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Rosa Lindt, PDG de Danone, a remplacé Guy Noël à la table.",
        "Rosa Lindt, PDG de Danone, prend la place de Guy Noël dans le classement.",
    ],
)
def test_to_replace_somebody_elsewhere_is_no_post(text: str) -> None:
    assert {subject for subject, relation, _ in Reading(text).triples if relation == "ceo_of"} == {"Rosa Lindt"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Avocat de la Société générale, Me Jean Vial a plaidé deux heures.",
            ("Jean Vial", "represents", "Société générale"),
        ),
        (
            "Danone tient enfin sa directrice générale : Lise Aubry, 44 ans.",
            ("Danone", "appoints", "Lise Aubry"),
        ),
        ("Danone s'est choisi un PDG en la personne de Jean Vidal.", ("Danone", "appoints", "Jean Vidal")),
    ],
)
def test_who_is_given_a_post(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in Reading(text).triples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Luc Ferrand devient CEO d'Airbus.", ("Luc Ferrand", "ceo_of", "Airbus")),
        (
            "Luc Ferrand deviendrait CEO du groupe Airbus, croit savoir La Tribune.",
            ("Luc Ferrand", "ceo_of", "Airbus"),
        ),
        ("Caissière chez Danone, Rosa Lindt se souvient de tout.", ("Rosa Lindt", "employee_of", "Danone")),
        ("Patronne de Danone, Rosa Lindt se souvient de tout.", ("Rosa Lindt", "ceo_of", "Danone")),
    ],
)
def test_posts_that_are_taken_for_names(text: str, expected: tuple[str, str, str]) -> None:
    """A sigle, or a post that opens its sentence, is a post; it gives nobody another name."""
    assert Reading(text).triples == {expected}
