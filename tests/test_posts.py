"""Evidence of classes that the lexicon and small letters give, on kept parses."""

from __future__ import annotations

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
