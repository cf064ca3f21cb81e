"""What follows from the facts: each rule, owlrl as the judge, and that articles' own graphs stay as they are."""

from __future__ import annotations

import pytest
import rdflib
from graph_cases import MICROSOFT, NADELLA, extraction, spot
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.export import export
from kg.graph.infer import Rules, inferred, with_inferred
from kg.graph.query import run_query
from kg.graph.store import MemoryStore, open_store
from kg.records import Article, Entity, Extraction, Statement

OWL, RDFS = names.OWL, names.RDFS
A, B, C, D = (NamedNode(f"urn:n:{x}") for x in "abcd")
P, Q, R = (NamedNode(f"urn:p:{x}") for x in "pqr")
X, Y, Z = (NamedNode(f"urn:c:{x}") for x in "xyz")


def rules(*triples: tuple[NamedNode, NamedNode, NamedNode]) -> Rules:
    return Rules(Quad(*triple, v.ONTOLOGY) for triple in triples)


def owl(name: str) -> NamedNode:
    return NamedNode(OWL + name)


def rdfs(name: str) -> NamedNode:
    return NamedNode(RDFS + name)


def test_each_rule():
    assert rules((P, owl("inverseOf"), Q)).closure([(A, P, B), (C, Q, D)]) == {(B, Q, A), (D, P, C)}
    assert rules((P, v.TYPE, owl("SymmetricProperty"))).closure([(A, P, B)]) == {(B, P, A)}
    assert rules((P, rdfs("subPropertyOf"), Q), (Q, rdfs("subPropertyOf"), R)).closure([(A, P, B)]) == {
        (A, Q, B),
        (A, R, B),
    }
    assert rules((X, v.SUBCLASS, Y), (Y, v.SUBCLASS, Z)).closure([(A, v.TYPE, X)]) == {(A, v.TYPE, Y), (A, v.TYPE, Z)}
    chain = [(A, P, B), (B, P, C), (C, P, D)]
    assert rules((P, v.TYPE, owl("TransitiveProperty"))).closure(chain) == {(A, P, C), (A, P, D), (B, P, D)}


def test_nothing_follows_without_a_rule():
    assert rules().closure([(A, P, B), (B, P, C), (A, v.TYPE, X)]) == set()


things, relations, classes = st.sampled_from([A, B, C, D]), st.sampled_from([P, Q, R]), st.sampled_from([X, Y, Z])
declared = st.lists(
    st.one_of(
        st.tuples(relations, st.just(owl("inverseOf")), relations),
        st.tuples(relations, st.just(v.TYPE), st.sampled_from([owl("SymmetricProperty"), owl("TransitiveProperty")])),
        st.tuples(relations, st.just(rdfs("subPropertyOf")), relations),
        st.tuples(classes, st.just(v.SUBCLASS), classes),
    ),
    max_size=5,
)
facts = st.lists(
    st.one_of(st.tuples(things, relations, things), st.tuples(things, st.just(v.TYPE), classes)), max_size=6
)


def said_of_others(triples) -> set[tuple[str, str, str]]:
    """Return triples about our things, as text, but those that say a thing of itself."""
    held = {tuple(n.value if isinstance(n, NamedNode) else str(n) for n in t) for t in triples}
    kept = ("urn:p:", v.TYPE.value)
    return {
        (s, p, o)
        for s, p, o in held
        if s.startswith("urn:n:") and p.startswith(kept) and o.startswith(("urn:n:", "urn:c:")) and s != o
    }


@given(declared=declared, facts=facts)
@settings(max_examples=60, deadline=None)
def test_owlrl_says_the_same(declared, facts):
    import owlrl

    graph = rdflib.Graph()
    for triple in (*declared, *facts):
        graph.add(tuple(rdflib.URIRef(n.value) for n in triple))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    found = rules(*declared).closure(facts)
    assert said_of_others(found) | said_of_others(facts) == said_of_others(graph)


@given(declared=declared, facts=facts)
@settings(max_examples=60, deadline=None)
def test_once_is_enough(declared, facts):
    found = rules(*declared)
    first = found.closure(facts)
    assert not first & set(facts)
    assert said_of_others(found.closure([*first, *facts])) == set()


# ── in a graph ───────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def store(ontology) -> MemoryStore:
    article = Article("places", "Le siège est à Lyon. Lyon est en France. La France est en Europe.")
    ends = ("Siège", "Lyon", "France", "Europe")
    seat, lyon, france, europe = (Entity(name, name, "Place") for name in ends)
    said = (
        Statement("places", seat, "located_in", lyon, spot(article, "Le siège est à Lyon")),
        Statement("places", lyon, "located_in", france, spot(article, "Lyon est en France")),
        Statement(
            "places", france, "located_in", europe, spot(article, "La France est en Europe"), factuality="uncertain"
        ),
    )
    found = MemoryStore(ontology=ontology)
    found.replace(extraction())
    found.replace(Extraction(article, (seat, lyon, france, europe), (), said))
    return found


def test_places(store):
    rich = with_inferred(store)
    query = "SELECT ?where { GRAPH kg:inferred { ent:Siège kg:located_in ?where } }"
    assert run_query(rich, query).rows == (("ent:France",),), "what is uncertain has no consequences"
    assert run_query(store, query).rows == ()


def test_what_articles_say_stays(store):
    rich = with_inferred(store)
    before, after = set(store.quads()), set(rich.quads())
    assert before < after
    assert {q.graph_name for q in after - before} == {v.INFERRED}
    assert after - before == inferred(store)
    facts = {q.triple for q in before if q.graph_name == v.FACTS}
    assert not facts & {q.triple for q in after - before}, "nothing twice"
    assert list(rich.extractions()) == list(store.extractions())
    assert set(with_inferred(rich).quads()) == after


def test_broader_terms(store):
    rich = with_inferred(store)
    found = run_query(rich, "SELECT ?who { ?who a schema:Person ; org:headOf ?what }").rows
    assert found == ((f"ent:{NADELLA.id}",),)
    assert run_query(rich, f"ASK {{ ent:{MICROSOFT.id} a kg:Agent }}")


def test_an_export_is_opened_without(store, tmp_path):
    path = tmp_path / "graph.trig"
    path.write_bytes(export(with_inferred(store), "trig"))
    assert b"kg:inferred {" in path.read_bytes()
    assert set(open_store(path).quads()) == set(store.quads())


def test_the_commands(run_kg, store, tmp_path):
    store.save(tmp_path / "graph.trig")
    query = "SELECT ?where { ent:Siège kg:located_in ?where }"
    plain = run_kg("query", "graph.trig", query, "--format", "csv")
    rich = run_kg("query", "graph.trig", query, "--format", "csv", "--infer")
    assert plain.stdout.split() == ["where", "ent:Lyon"]
    assert rich.stdout.split() == ["where", "ent:France", "ent:Lyon"]
    assert "kg:inferred {" in run_kg("export", "graph.trig", "--format", "trig", "--infer").stdout
    assert "kg:inferred {" not in run_kg("export", "graph.trig", "--format", "trig").stdout
