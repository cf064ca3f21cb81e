"""Validation: a good graph has no violation, and each fault is named."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from graph_cases import MICROSOFT, NADELLA, extraction
from pyoxigraph import Literal, Quad

from kg.graph import vocabulary as v
from kg.graph.store import MemoryStore
from kg.graph.validate import Violation, validate
from kg.graph.writing import statement_iri
from kg.records import Evidence, Value


def graph(*extractions) -> MemoryStore:
    store = MemoryStore()
    for x in extractions:
        store.replace(x)
    return store


def test_a_good_graph(ontology):
    assert validate(graph(extraction("a"), extraction("b")), ontology) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"predicate": "zzz"}, "no relation kg:zzz in the ontology"),
        ({"subject": NADELLA, "predicate": "founded_on"}, "its subject is a Person, but should be a Organization"),
        ({"object": NADELLA}, "its object is a Person, but should be a"),
        ({"object": Value("1975", "date")}, "its object is a date, but should be an entity"),
        ({"predicate": "founded_on"}, "its object is an entity, but should be a date"),
        ({"date": "hier"}, "a date is a year, a month or a day"),
        ({"confidence": 1.5}, "confidence is one number from 0 to 1"),
        ({"factuality": "peut-être"}, "factuality is one of"),
        ({"share": -1.0}, "a share is one number of per cent"),
        ({"evidence": Evidence(5, 5, "x", 0, 9)}, "begin at a character, before they end"),
        ({"evidence": Evidence(0, 5, "xxxxx", 0, 9)}, "its words are not those of the article"),
        ({"evidence": Evidence(0, 5, "Selon", 2, 9)}, "a sentence begins no later"),
        ({"evidence": Evidence(0, 5, "Selon", 0, 3)}, "at a character of their sentence"),
    ],
)
def test_faults_of_a_statement(ontology, changes, message):
    x = extraction("a")
    found = validate(graph(replace(x, statements=(replace(x.statements[0], **changes),))), ontology)
    assert [w.article for w in found] == ["a"] * len(found)
    assert any(message in w.message for w in found), found
    assert all(" " in w.statement for w in found)


@pytest.mark.parametrize(
    ("subject", "predicate", "object", "message"),
    [
        ("statement", v.SUBJECT, v.kg("x"), "one subject"),
        ("statement", v.PREDICATE, v.kg("x"), "one predicate"),
        ("statement", v.OBJECT, v.kg("x"), "one object"),
        ("article", v.SHA256, Literal("abc"), "hash of its text"),
        ("article", v.TEXT, Literal("abc"), "one text"),
        ("entity", v.TYPE, v.kg("Place"), "one class"),
        ("entity", v.LABEL, Literal("abc"), "one label"),
        ("amount", v.VALUE, Literal("beaucoup"), "one number"),
        ("amount", v.CURRENCY, Literal("dollars"), "ISO 4217"),
        ("entity", v.kg("owns"), v.kg("x"), "no article states this fact"),
    ],
)
def test_faults_that_only_an_edited_file_has(ontology, subject, predicate, object, message):
    x = extraction("a")
    store = graph(x)
    list(store.quads())
    article = store.ns.article("a")
    iri = statement_iri(x.statements[0], store.ns)
    nodes = {
        "statement": (iri, article),
        "article": (article, article),
        "entity": (store.ns.entity(MICROSOFT.id), v.FACTS),
        "amount": (v.NamedNode(f"{iri.value}/amount"), article),
    }
    node, graph_name = nodes[subject]
    store._store.add(Quad(node, predicate, object, graph_name))
    found = validate(store, ontology)
    assert any(message in w.message for w in found), found


def test_only_what_changed(ontology):
    x = extraction("b")
    bad = replace(x, statements=(replace(x.statements[0], predicate="zzz", confidence=7.0),))
    store = graph(extraction("a"), bad)
    assert validate(store, ontology, articles=["a"]) == []
    assert {w.article for w in validate(store, ontology, articles=["b"])} == {"b"}
    assert validate(store, ontology) == validate(store, ontology, articles=["b"])


def test_violation_reads_as_a_line():
    assert str(Violation("", "ent:X", "an entity has one class")) == "ent:X: an entity has one class"


def test_fast_enough_for_the_end_of_a_build(ontology):
    validate(graph(extraction("a")), ontology)
    store = graph(*(extraction(f"a{i}") for i in range(40)))
    start = time.perf_counter()
    assert validate(store, ontology) == []
    assert time.perf_counter() - start < 4  # 200 statements; 0.6 s on two idle cores
