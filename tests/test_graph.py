"""Extraction ↔ quads: names, losslessness, facts."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

import pytest
from graph_cases import BLOOMBERG, MICROSOFT, NADELLA, OPENAI, extraction, extractions, names, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import FormatError, StoreError
from kg.graph import vocabulary as v
from kg.graph.claims import stirred
from kg.graph.dataset import Namespaces, from_quads, mint, statement_iri, to_quads
from kg.graph.facts import choose_class, direct_triple, touched
from kg.graph.names import _legal, clean, encode
from kg.graph.reading import nodes

NS = Namespaces()


@given(extractions())
@settings(max_examples=300)
def test_quads_lose_nothing(x):
    assert from_quads(to_quads(x, NS), NS) == x


@given(extractions(), st.sampled_from(["https://data.example.org/presse#", "urn:x:", "http://[::1]/article/"]))
@settings(max_examples=50)
def test_quads_lose_nothing_under_another_base(x, base):
    ns = Namespaces(base)
    quads = list(to_quads(x, ns))
    assert from_quads(quads, ns) == x
    assert Namespaces.of_article(quads[0].graph_name.value) == ns


@given(extractions())
@settings(max_examples=50)
def test_quads_are_in_the_article_graph_without_blank_nodes(x):
    quads = list(to_quads(x, NS))
    assert {q.graph_name for q in quads} == {NS.article(x.article.id)}
    assert not any(isinstance(n, BlankNode) for q in quads for n in (q.subject, q.object))
    assert len(quads) == len(set(quads))


def test_contract_of_a_statement():
    x = extraction()
    iri = statement_iri(x.statements[0], NS)
    found = {(q.predicate, q.object) for q in to_quads(x, NS) if q.subject == iri}
    amount = NamedNode(f"{iri.value}/amount")
    assert found == {
        (v.TYPE, v.STATEMENT),
        (v.SUBJECT, NS.entity("Microsoft")),
        (v.PREDICATE, v.kg("invests_in")),
        (v.OBJECT, NS.entity("OpenAI")),
        (v.FACTUALITY, v.kg("uncertain")),
        (v.ATTRIBUTED_TO, NS.entity("Bloomberg")),
        (v.AMOUNT, amount),
        (v.DATE, Literal("2023-01", datatype=v.xsd("gYearMonth"))),
        (v.SHARE, Literal("49.5", datatype=v.xsd("decimal"))),
        (v.CONFIDENCE, Literal("0.82", datatype=v.xsd("decimal"))),
        (v.RULE, Literal("investir/obl:dans")),
        (v.ANCHOR, Literal("Microsoft aurait investi 10 milliards de dollars dans OpenAI", language="fr")),
        (v.BEGIN, Literal(17)),
        (v.END, Literal(77)),
        (v.SENTENCE_BEGIN, Literal(0)),
        (v.SENTENCE_END, Literal(78)),
        (v.DERIVED, NS.article(x.article.id)),
    }
    assert {(q.predicate, q.object) for q in to_quads(x, NS) if q.subject == amount} == {
        (v.LABEL, Literal("10 milliards de dollars", language="fr")),
        (v.VALUE, Literal(10_000_000_000)),
        (v.CURRENCY, Literal("USD")),
        (v.BOUND, Literal("about")),
    }


def test_statement_iri_hashes_what_makes_it():
    one, *others = extraction().statements
    again = extraction().statements[0]
    assert statement_iri(one, NS) == statement_iri(again, NS)
    assert len({statement_iri(s, NS) for s in (one, *others)}) == 5
    assert re.fullmatch(r"https://kg\.example/statement/[0-9a-f]{16}", statement_iri(one, NS).value)


def test_text_is_left_out_on_demand():
    x = extraction()
    quads = list(to_quads(x, NS, keep_text=False))
    assert not any(q.predicate == v.TEXT for q in quads)
    back = from_quads(quads, NS)
    assert back.article.text == ""
    assert (back.entities, back.mentions, back.statements) == (x.entities, x.mentions, x.statements)


@given(extractions())
def test_what_stays_in_an_article_changes_nothing_of_what_its_quads_touch(x):
    """An article that was not there is told apart; with a quad that was there, it is read as any change is."""
    new = set(to_quads(x, NS))
    stays = Quad(v.kg("x"), v.LABEL, v.kg("y"), NS.article(x.article.id))
    for old, now in ((set(), new), (new, set())):
        assert touched(old, now, NS.entities) == touched(old | {stays}, now | {stays}, NS.entities)
        assert stirred(old, now) == stirred(old | {stays}, now | {stays})


def test_lone_surrogates_keep_offsets():
    assert clean("a\ud800b") == "a\ufffdb"
    assert encode("\udfff") == "\ufffd" or encode("\udfff") == encode("\ufffd")


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("1975", "gYear"),
        ("1975-04", "gYearMonth"),
        ("1975-04-04", "date"),
        ("avril", "string"),
        ("1975-4", "string"),
        ("2023-02-30", "string"),
        ("0000", "string"),
        ("2023-13", "string"),
    ],
)
def test_dates_are_typed_by_their_precision(text, type_):
    from kg.graph.writing import literal_of_date

    assert literal_of_date(text) == Literal(text, datatype=v.xsd(type_))


def test_quads_without_an_article():
    with pytest.raises(StoreError, match="no article"):
        from_quads([], NS)


def test_quads_that_lack_something():
    quads = [q for q in to_quads(extraction(), NS) if q.predicate != v.ANCHOR]
    with pytest.raises(StoreError, match="anchorOf"):
        from_quads(quads, NS)


# ── names ────────────────────────────────────────────────────────────────────


@given(names | texts)
def test_minted_names_are_legal_iris(name):
    iri = f"https://kg.example/entity/{mint(name)}"
    assert NamedNode(iri).value == iri
    assert not re.search(r"\s", iri)


def test_every_character_that_is_legal_stays():
    for char in map(chr, range(0x3000)):
        assert (encode(f"a{char}") == f"a{char}") == _legal(char)


@given(texts)
def test_ids_come_back_from_iris(id_):
    assert NS.article_id(NS.article(id_)) == id_
    assert NS.entity_id(NS.entity(id_)) == id_
    assert unquote(encode(id_)) == id_


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("Satya Nadella", "Satya_Nadella"),
        ("Élysée", "Élysée"),
        ("E\u0301lyse\u0301e", "Élysée"),
        ("L'Oréal", "L'Oréal"),
        ("Orange (Place)", "Orange_(Place)"),
        ("AC/DC", "AC%2FDC"),
        ("50 %", "50_%25"),
        ("a\u00a0b\n c", "a_b_c"),
        ("C#", "C%23"),
        ("a\u202eb", "a%E2%80%AEb"),
        ("", "_"),
        ("..", "%2E%2E"),
    ],
)
def test_minting(name, local):
    assert mint(name) == local


def test_base_iri():
    assert Namespaces("https://data.example.org/kg").base == "https://data.example.org/kg/"
    assert Namespaces("https://data.example.org/kg").prefixes["ent"] == "https://data.example.org/kg/entity/"
    assert Namespaces("https://data.example.org/kg").prefixes["kg"] == "https://kg.example/ontology#"
    with pytest.raises(FormatError, match="not absolute"):
        Namespaces("pas une iri")


# ── facts ────────────────────────────────────────────────────────────────────


def test_only_what_is_certain_and_not_over_is_a_fact():
    found = nodes(to_quads(extraction(), NS)).values()
    facts = {direct_triple(n) for n in found if n.is_a(v.STATEMENT)} - {None}
    assert facts == {
        (NS.entity(NADELLA.id), v.kg("ceo_of"), NS.entity(MICROSOFT.id)),
        (NS.entity(MICROSOFT.id), v.kg("founded_on"), Literal("1975-04", datatype=v.xsd("gYearMonth"))),
        (NS.entity(MICROSOFT.id), v.kg("also_known_as"), Literal("le groupe", language="fr")),
    }
    assert BLOOMBERG != OPENAI


@pytest.mark.parametrize(
    ("votes", "chosen"),
    [
        ({"Organization": 5, "Company": 1, "Place": 3}, "Company"),
        ({"Company": 1, "SportsTeam": 2, "Organization": 9}, "SportsTeam"),
        ({"Place": 1, "Person": 1}, "Person"),
        ({"Place": 2, "Person": 1}, "Place"),
        ({"Odd": 1}, "Odd"),
    ],
)
def test_class_where_articles_disagree(votes, chosen, ontology):
    for order in (list(votes), list(reversed(votes))):
        assert choose_class(Counter({c: votes[c] for c in order}), lambda a, b: a == b or ontology.is_a(a, b)) == chosen


def test_class_stops_at_a_circle():
    assert choose_class(Counter(a=1, b=1), lambda a, b: True) == "a"
