"""How many sources say a thing, which copy one another, what conflicts, and what was known when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from graph_cases import extraction
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from sparql_server import sparql_server
from test_cli import kg
from test_history import as_rdflib, check, live, relations

from docs import shipped
from kg import KnowledgeGraph
from kg.asof import as_of
from kg.changes import add, retract
from kg.errors import FormatError
from kg.graph import vocabulary as v
from kg.graph.agreement import Quantity, agree, may_be_one, span
from kg.graph.claims import claims_of
from kg.graph.compared import compared, unrivalled
from kg.graph.conflicts import Conflict, conflicts
from kg.graph.dataset import from_quads
from kg.graph.duplicates import SHARE, copies, shingles
from kg.graph.export import export
from kg.graph.facts import ancestors
from kg.graph.settling import rules_of
from kg.graph.store import MemoryStore, Store, open_store
from kg.graph.terms import ontology_quads
from kg.graph.traits import Traits
from kg.graph.validate import validate
from kg.records import Amount, Article, Entity, Evidence, Extraction, Statement, Value

AGENCY = "Le groupe Xylo a annoncé lundi le rachat de la société Verdane pour 120 millions d'euros"
EDITED = "Le groupe Xylo a annoncé le rachat de la société Verdane pour 120 millions d'euros, selon un communiqué."
REWRITTEN = "Pour s'offrir Verdane, Xylo met 120 millions d'euros sur la table, apprend-on lundi."

XYLO, VERDANE = ("Xylo", "Company"), ("Verdane", "Company")
PARIS, LYON, FRANCE = ("Paris", "City"), ("Lyon", "City"), ("France", "Country")
ADA, BOB = ("Ada Bel", "Person"), ("Bob Cid", "Person")


def told(
    id: str,
    subject: tuple[str, str],
    relation: str,
    object: tuple[str, str] | Value,
    *,
    on: str | None = None,
    by: str | None = None,
    text: str = "",
    **fields: object,
) -> Extraction:
    """Return an article that states one thing, in a sentence that nothing else has unless `text` is given."""
    text = text or f"{id} dit à sa façon {id}{id} que {subject[0]} {id} en est là, et rien {id} de plus {id}."
    article = Article(id, text, None, on, by)
    entities = [Entity("0", *subject), *([] if isinstance(object, Value) else [Entity("1", *object)])]
    words = Evidence.of(article, 0, len(text), (0, len(text)))
    end = object if isinstance(object, Value) else entities[1]
    return Extraction(article, tuple(entities), (), (Statement(id, entities[0], relation, end, words, **fields),))  # type: ignore[arg-type]


def graph(*articles: Extraction) -> MemoryStore:
    store = MemoryStore(ontology=shipped())
    add(store, articles, shipped())
    return store


def support(store: Store) -> dict[str, int]:
    rows = store.select("SELECT ?a ?n { ?s kg:support ?n ; prov:wasDerivedFrom ?a }").rows
    return {a.removeprefix("art:"): int(n) for a, n in rows}


def linked(store: Store) -> set[str]:
    rows = store.select(
        "SELECT ?a ?b { ?s kg:conflicts_with ?t . ?s prov:wasDerivedFrom ?a . ?t prov:wasDerivedFrom ?b }"
    ).rows
    return {"".join(part.removeprefix("art:") for part in row) for row in rows}


# ── copies ───────────────────────────────────────────────────────────────────


def groups(*passages: str) -> list[int]:
    found = copies(passages)
    return [found.first(i) for i in range(len(passages))]


def test_edited_agency_text_is_a_copy():
    assert groups(AGENCY, EDITED, REWRITTEN) == [0, 0, 2]
    assert groups(AGENCY.upper(), REWRITTEN, AGENCY) == [0, 1, 0]


def test_copies_of_copies_are_one_group():
    words = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
    first, second, third = (" ".join(words[a : a + 10]) for a in (0, 3, 6))
    assert groups(first, third) == [0, 1]
    assert groups(first, third, second) == [0, 0, 0]


def test_short_sentences_copy_only_the_same_words():
    assert groups(
        "Ada Bel est la PDG de Xylo.", "Ada Bel est la PDG de Xylo, à Lyon.", "Ada Bel est la PDG de Xylo !"
    ) == [
        0,
        1,
        0,
    ]
    assert groups("", "", "…") == [0, 1, 2]


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=14).map(" ".join), max_size=9), st.randoms())
@settings(max_examples=200, deadline=None)
def test_copies_are_as_comparing_all_pairs_finds(passages, rng):
    """The index leaves out no pair, and the order of passages changes nothing."""

    def pair(a: str, b: str) -> bool:
        one, two = a.split(), b.split()
        if one == two:
            return bool(one)
        if min(len(one), len(two)) < 8:
            return False
        x, y = shingles(one), shingles(two)
        return len(x & y) >= SHARE * min(len(x), len(y))

    expected = {frozenset(g) for g in _closed(passages, pair)}
    found = copies(passages)
    assert {
        frozenset(j for j in range(len(passages)) if found.first(j) == i)
        for i in map(found.first, range(len(passages)))
    } == expected
    order = list(range(len(passages)))
    rng.shuffle(order)
    again = copies([passages[i] for i in order])
    assert again.number == found.number


def _closed(items: list[str], pair) -> list[set[int]]:
    parts: list[set[int]] = []
    for i, item in enumerate(items):
        near = [p for p in parts if any(pair(item, items[j]) for j in p)]
        parts = [p for p in parts if p not in near] + [{i}.union(*near)]
    return parts


# ── support ──────────────────────────────────────────────────────────────────


def test_support_counts_independent_sources():
    rows = {
        "a": {"by": "AFP", "text": AGENCY, "on": "2024-01-02"},
        "b": {"by": "Le Monde", "text": EDITED, "on": "2024-01-03"},
        "c": {"by": "La Tribune", "text": REWRITTEN, "on": "2024-01-03"},
        "d": {"by": "la  tribune"},
        "e": {},
        "f": {},
    }
    store = graph(*(told(id, XYLO, "acquires", VERDANE, **fields) for id, fields in rows.items()))
    assert support(store) == dict.fromkeys("abcdef", 4)
    copied = store.select("SELECT ?a ?b { ?s kg:copy_of ?t . ?s prov:wasDerivedFrom ?a . ?t prov:wasDerivedFrom ?b }")
    assert copied.rows == (("art:b", "art:a"),)
    retract(store, ["a", "c"], shipped())
    assert support(store) == dict.fromkeys("bdef", 4)
    retract(store, ["d"], shipped())
    assert support(store) == dict.fromkeys("bef", 3)


def test_a_statement_alone_is_supported_as_comparing_it_finds():
    quads = list(graph(told("a", ADA, "born_in", PARIS)).quads())
    traits = Traits.of(q for q in quads if q.graph_name == v.ONTOLOGY)
    [claim] = claims_of(q for q in quads if q.graph_name not in v.SHARED)
    assert [unrivalled(claim.iri)] == list(compared([claim], [], traits))
    assert [unrivalled(claim.iri)] == [q for q in quads if q.graph_name == v.COMPARED]


def test_a_long_name_is_no_copy():
    agency = ("Agence nationale de la sécurité des systèmes d'information", "GovernmentOrganization")
    texts = ("L'{} (Anssi) a publié lundi un guide.", "Un guide paraît à l'{} (Anssi) cette semaine.")
    store = graph(
        *(
            told(id, agency, "also_known_as", Value("Anssi"), text=text.format(agency[0]))
            for id, text in zip("ab", texts, strict=True)
        )
    )
    assert support(store) == {"a": 2, "b": 2}


def test_only_what_is_said_in_the_same_way_supports():
    store = graph(
        told("a", XYLO, "acquires", VERDANE),
        told("b", XYLO, "acquires", VERDANE, factuality="uncertain"),
        told("c", XYLO, "acquires", VERDANE, former=True),
        told("d", XYLO, "acquires", PARIS),
    )
    assert support(store) == {"a": 1, "b": 1, "c": 1}  # nobody buys a city


def test_a_symmetric_relation_is_one_fact_both_ways():
    store = graph(told("a", XYLO, "partners_with", VERDANE), told("b", VERDANE, "partners_with", XYLO))
    assert support(store) == {"a": 2, "b": 2}


def test_support_in_exports():
    store = graph(told("a", XYLO, "acquires", VERDANE), told("b", XYLO, "acquires", VERDANE))
    assert [json.loads(line)["support"] for line in export(store, "jsonl").decode().splitlines()] == [2, 2]
    assert export(store, "csv").decode().splitlines()[1].endswith(",2")
    assert b">2</data>" in export(store, "graphml")
    assert b"kg:support 2" in export(store, "turtle")
    assert list(KnowledgeGraph(store).statements()["support"]) == [2, 2]


# ── conflicts ────────────────────────────────────────────────────────────────


def conflict(*articles: Extraction) -> list[Conflict]:
    store = graph(*articles)
    found = conflicts(store)
    assert len(linked(store)) == 2 * len(found)
    assert validate(store, shipped()) == []
    return found


def kinds(*articles: Extraction) -> list[str]:
    return [c.kind for c in conflict(*articles)]


DAY = {"on": "2024-01-02"}


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        # what is denied
        (told("a", XYLO, "acquires", VERDANE), told("b", XYLO, "acquires", VERDANE, factuality="negated"), "denied"),
        (told("a", XYLO, "acquires", VERDANE, on="2024-03-01"), told("b", XYLO, "acquires", VERDANE, factuality="negated", on="2024-01-01"), None),
        (told("a", XYLO, "supports", ADA, on="2024-03-01"), told("b", XYLO, "supports", ADA, factuality="negated", on="2024-01-01"), None),
        (told("a", XYLO, "supports", ADA, on="2024-01-01"), told("b", XYLO, "supports", ADA, factuality="negated", on="2024-03-01"), "denied"),
        (told("a", ADA, "ceo_of", XYLO, on="2020"), told("b", ADA, "ceo_of", XYLO, factuality="negated", on="2024"), None),
        (told("a", XYLO, "acquires", VERDANE, factuality="uncertain"), told("b", XYLO, "acquires", VERDANE, factuality="negated"), None),
        # one value for ever
        (told("a", ADA, "born_in", PARIS, on="2001"), told("b", ADA, "born_in", LYON, on="2024"), "value"),
        (told("a", ADA, "born_in", PARIS), told("b", ADA, "born_in", FRANCE), None),
        (told("a", XYLO, "founded_on", Value("1975-04", "date")), told("b", XYLO, "founded_on", Value("1975", "date")), None),
        (told("a", XYLO, "founded_on", Value("1975-04", "date")), told("b", XYLO, "founded_on", Value("1976", "date")), "value"),
        # one value at a time
        (told("a", XYLO, "headquartered_in", PARIS, **DAY), told("b", XYLO, "headquartered_in", LYON, **DAY), "value"),
        (told("a", XYLO, "headquartered_in", PARIS, on="2019"), told("b", XYLO, "headquartered_in", LYON, **DAY), None),
        (told("a", XYLO, "headquartered_in", PARIS), told("b", XYLO, "headquartered_in", LYON), "value"),
        (told("a", XYLO, "headquartered_in", PARIS), told("b", XYLO, "headquartered_in", LYON, **DAY), None),
        (told("a", XYLO, "headquartered_in", PARIS, **DAY), told("b", XYLO, "headquartered_in", LYON, **DAY, former=True), None),
        (told("a", ADA, "ceo_of", XYLO, **DAY), told("b", BOB, "ceo_of", XYLO, on="2024-01-04"), "value"),
        (told("a", ADA, "ceo_of", XYLO, **DAY), told("b", BOB, "ceo_of", XYLO, on="2024-01-04", date="2024-01-03"), None),
        (told("a", ADA, "ceo_of", XYLO, **DAY), told("b", BOB, "ceo_of", XYLO, on="2024-01-04", date="2019"), None),
        (told("a", ADA, "ceo_of", XYLO, **DAY), told("b", ("Bel", "Person"), "ceo_of", XYLO, **DAY), None),
        (told("a", ADA, "ceo_of", XYLO), told("b", ADA, "ceo_of", VERDANE), None),
        (told("a", ADA, "ceo_of", XYLO), told("b", BOB, "ceo_of", XYLO, factuality="planned"), None),
        # dates and amounts
        (told("a", XYLO, "acquires", VERDANE, date="2023-05-02"), told("b", XYLO, "acquires", VERDANE, date="2023-05"), None),
        (told("a", XYLO, "acquires", VERDANE, date="2023-05-02"), told("b", XYLO, "acquires", VERDANE, date="2021"), "date"),
        (told("a", XYLO, "invests_in", VERDANE, date="2023-05-02"), told("b", XYLO, "invests_in", VERDANE, date="2021"), None),
        (told("a", XYLO, "owns", VERDANE, share=49.0, **DAY), told("b", XYLO, "owns", VERDANE, share=60.0, **DAY), "amount"),
    ],
)  # fmt: skip
def test_what_conflicts(one, other, kind):
    assert kinds(one, other) == ([kind] if kind else [])
    assert kinds(other, one) == ([kind] if kind else [])


def test_who_succeeds_does_not_conflict():
    ada, bob = told("a", ADA, "ceo_of", XYLO, **DAY), told("b", BOB, "ceo_of", XYLO, on="2024-01-20")
    assert kinds(ada, bob) == ["value"]
    assert kinds(ada, bob, told("c", ADA, "ceo_of", XYLO, former=True, on="2024-01-21")) == []
    assert kinds(ada, bob, told("c", ADA, "ceo_of", XYLO, former=True, on="2021")) == ["value"]
    assert kinds(ada, bob, told("c", XYLO, "appoints", BOB, on="2024-01-19")) == []
    assert kinds(ada, bob, told("c", XYLO, "appoints", BOB, on="2024-01-30", date="2024-01-19")) == []
    assert kinds(ada, bob, told("c", XYLO, "appoints", BOB, on="2020")) == ["value"]
    assert kinds(ada, bob, told("c", XYLO, "appoints", ADA, on="2024-01-19")) == ["value"]
    assert kinds(ada, bob, told("c", ADA, "leaves", XYLO, on="2024-01-19")) == []
    assert kinds(ada, bob, told("c", ADA, "leaves", XYLO, on="2024-01-19", factuality="uncertain")) == ["value"]
    dated = told("c", BOB, "ceo_of", XYLO, on="2024-01-19", date="2024-01-18")
    assert kinds(ada, bob, dated) == [], "one article that says since when is enough"


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        (Amount("120 salariés", 120, "salariés"), Amount("une centaine de salariés", 100, "salariés", "about"), True),
        (Amount("80 salariés", 80, "salariés"), Amount("une centaine de salariés", 100, "salariés", "about"), False),
        (Amount("80 salariés", 80, "salariés"), Amount("120 salariés", 120, "salariés"), False),
        (Amount("plus de 100 salariés", 100, "salariés", "min"), Amount("120 salariés", 120, "salariés"), True),
        (Amount("plus de 200 salariés", 200, "salariés", "min"), Amount("120 salariés", 120, "salariés"), False),
        (Amount("moins de 100 salariés", 100, "salariés", "max"), Amount("1 salarié", 1, "salarié"), True),
        (Amount("10 milliards de dollars", 1e10, "USD"), Amount("9,8 milliards de dollars", 9.8e9, "USD"), True),
        (Amount("10 milliards de dollars", 1e10, "USD"), Amount("1 milliard d'euros", 1e9, "EUR"), True),
        (Amount("des milliards", None, "USD"), Amount("1 milliard de dollars", 1e9, "USD"), True),
    ],
)
def test_amounts(one, other, fits):
    both = [told(id, XYLO, "invests_in", VERDANE, amount=amount, **DAY) for id, amount in (("a", one), ("b", other))]
    assert kinds(*both) == ([] if fits else ["amount"])


def test_amounts_of_two_times_are_two_amounts():
    one = told("a", XYLO, "invests_in", VERDANE, amount=Amount("1 M€", 1e6, "EUR"), on="2019-01-01")
    two = told("b", XYLO, "invests_in", VERDANE, amount=Amount("3 M€", 3e6, "EUR"), on="2024-01-01")
    assert kinds(one, two) == []


quantities = st.builds(
    Quantity, st.decimals(-(10**9), 10**9, places=2), st.just("EUR"), st.sampled_from(["exact", "about", "min", "max"])
)


@given(quantities, quantities)
def test_agreement_is_mutual_and_with_oneself(one, other):
    assert agree(one, other) == agree(other, one)
    assert agree(one, one)


def test_names_and_dates():
    assert may_be_one("Boulogne", "Boulogne-Billancourt")
    assert span("2023-02-29") is None
    assert span("2024-02-29") == span("2024-02-29")
    assert agree(Quantity(Decimal(0), "EUR", "about"), Quantity(Decimal(0), "EUR"))


def test_side_by_side():
    store = graph(
        told("b", XYLO, "headquartered_in", LYON, on="2024-01-04", by="Le Monde", text="Le siège est à Lyon."),
        told("a", XYLO, "headquartered_in", PARIS, on="2024-01-02", by="AFP", text="Le siège est à Paris."),
        told("c", ADA, "born_in", PARIS),
        told("d", ADA, "born_in", LYON),
    )
    born, seat = conflicts(store)
    assert (born.relation, seat.relation) == ("born_in", "headquartered_in")
    assert (seat.one.sentence, seat.one.outlet, seat.one.published) == ("Le siège est à Paris.", "AFP", "2024-01-02")
    assert (seat.other.sentence, seat.other.object, seat.other.support) == ("Le siège est à Lyon.", "Lyon", 1)
    assert conflicts(store, relation="born_in") == [born]
    frame = KnowledgeGraph(store).conflicts()
    assert list(frame["one_object"]) == ["Paris", "Paris"]
    assert list(KnowledgeGraph(store).conflicts("acquires").columns) == list(frame.columns)


# ── every store ──────────────────────────────────────────────────────────────


@pytest.fixture(params=["graph.trig", "graph.nq.gz", "graph.jsonld", "graph.oxi", "http"])
def store(request, tmp_path: Path) -> Iterator[Store]:
    if request.param != "http":
        yield open_store(tmp_path / request.param, create=True)
        return
    with sparql_server() as server:
        yield open_store(server.address, create=True)


ARTICLES = (
    told("a", XYLO, "headquartered_in", PARIS, on="2024-01-02", by="AFP", text=AGENCY),
    told("b", XYLO, "headquartered_in", PARIS, on="2024-01-03", by="Le Monde", text=EDITED),
    told("c", XYLO, "headquartered_in", LYON, on="2024-01-04", by="Libération"),
    told("d", XYLO, "headquartered_in", LYON, by="La Tribune", factuality="negated"),
    told("e", XYLO, "headquartered_in", PARIS, on="2024", by="Les Échos"),
)


def test_the_same_in_every_store(store, tmp_path):
    store.describe(shipped())
    for x in reversed(ARTICLES):
        add(store, [x], shipped())
    expected = graph(*ARTICLES)
    assert support(store) == {"a": 2, "b": 2, "c": 1, "d": 1, "e": 2}
    assert linked(store) == {"ac", "ca", "bc", "cb", "ec", "ce", "cd", "dc"}
    assert conflicts(store) == conflicts(expected)
    assert set(store.quads()) == set(expected.quads())
    store.save(tmp_path / "copy.trig")
    again = open_store(tmp_path / "copy.trig")
    assert set(again.quads()) == set(store.quads())
    assert list(again.extractions()) == list(store.extractions())
    assert {x.article.id for x in again.extractions()} == set("abcde")
    view = as_of(store, "2024-01-03", shipped())
    assert (list(view.store.articles()), view.undated, view.vague) == (["a", "b"], ("d",), ("e",))
    retract(store, ["c"], shipped())
    assert linked(store) == set()
    assert support(store) == {"a": 2, "b": 2, "d": 1, "e": 2}


def test_an_ontology_that_says_less_finds_less(store):
    for x in ARTICLES:
        add(store, [x], shipped())
    assert linked(store) == {"cd", "dc"}
    store.describe(shipped())
    assert linked(store) == {"ac", "ca", "bc", "cb", "ec", "ce", "cd", "dc"}


def test_articles_are_read_as_if_nothing_were_compared():
    store = graph(*ARTICLES)
    assert from_quads(store.quads(), store.ns) in list(store.extractions())


def test_validation_tells_what_is_wrongly_compared():
    store = graph(*ARTICLES)
    quad = next(q for q in store.quads() if q.predicate.value.endswith("conflicts_with"))
    store._store.remove(quad)
    found = validate(store, shipped())
    assert any("so does the other" in w.message for w in found)
    assert any("kg:compared does not hold it" in w.message for w in found)
    assert validate(graph(*ARTICLES), shipped(), articles=["c"]) == []


def test_only_what_shares_a_key_is_compared(monkeypatch):
    from kg.graph import comparing

    store = graph(*(told(f"x{i}", XYLO, "supports", (f"Firme {i}", "Company")) for i in range(30)), *ARTICLES)
    list(store.quads())
    seen: list[str] = []
    real = comparing.compared
    monkeypatch.setattr(
        comparing, "compared", lambda claims, *more: (seen.extend(c.article for c in claims), real(claims, *more))[1]
    )
    add(store, [told("new", XYLO, "supports", ("Firme 3", "Company"))], shipped())
    list(store.quads())
    assert sorted(a.rsplit("/", 1)[-1] for a in seen) == ["new", "x3"]


# ── the law, where statements meet ───────────────────────────────────────────

#: Subject, relation, object that the ontology allows: all that compares in one way or another.
TOLD = (
    *((who, "ceo_of", XYLO) for who in (ADA, BOB)),
    (XYLO, "appoints", BOB),
    (ADA, "leaves", XYLO),
    *((XYLO, "headquartered_in", where) for where in (PARIS, LYON)),
    (XYLO, "acquires", VERDANE),
    (XYLO, "partners_with", VERDANE),
    (VERDANE, "partners_with", XYLO),
)
DAYS = st.sampled_from([None, "2024-01-02", "2024-01-20", "2024-06"])


def meeting(id: str) -> st.SearchStrategy[Extraction]:
    """Draw an article that states one of a few things."""
    return st.builds(
        lambda said, **fields: told(id, *said, **fields),
        st.sampled_from(TOLD),
        on=DAYS,
        by=st.sampled_from([None, "Le Monde", "le  monde", "AFP"]),
        text=st.sampled_from(["", AGENCY, EDITED, REWRITTEN]),
        factuality=st.sampled_from(["certain", "certain", "certain", "negated"]),
        former=st.sampled_from([False, False, False, True]),
        date=st.sampled_from([None, None, "2024-01-10", "2023"]),
        amount=st.sampled_from([None, Amount("dix euros", 10, "EUR"), Amount("vingt euros", 20, "EUR", "about")]),
    )


MEETINGS = st.lists(
    st.one_of(
        st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True).flatmap(
            lambda ids: st.tuples(*map(meeting, ids))
        ),
        st.lists(st.sampled_from("abcdef"), min_size=1, max_size=2, unique=True),
    ),
    min_size=2,
    max_size=6,
)


@given(MEETINGS)
@settings(max_examples=100, deadline=None)
def test_the_law_where_statements_meet(steps):
    left: dict[str, Extraction] = {}
    check(live(MemoryStore(), steps, left, reopen=False), left)


@pytest.mark.long
@given(MEETINGS)
@settings(max_examples=12, deadline=None)
def test_the_law_where_statements_meet_at_an_endpoint(steps):
    with sparql_server() as server:
        left: dict[str, Extraction] = {}
        check(live(open_store(server.address, create=True), steps, left, reopen=False), left)


@pytest.mark.long
@given(MEETINGS)
@settings(max_examples=12, deadline=None)
def test_the_law_where_statements_meet_in_a_folder(steps):
    with TemporaryDirectory() as folder:
        left: dict[str, Extraction] = {}
        check(live(open_store(Path(folder, "g.oxi"), create=True), steps, left, reopen=True), left)


@pytest.mark.parametrize("predicate", ["conflicts_with", "copy_of", "support"])
def test_such_histories_have_all_that_is_compared(predicate):
    def has(steps) -> bool:
        store = live(MemoryStore(), steps, {}, reopen=False)
        found = (q.object for q in store.quads() if q.predicate.value.endswith(f"#{predicate}"))
        return any(getattr(o, "value", "") != "1" for o in found)

    find(MEETINGS, has, settings=settings(database=None, deadline=None, max_examples=200, phases=[Phase.generate]))


# ── as of a day ──────────────────────────────────────────────────────────────


@given(MEETINGS, st.sampled_from(["2024-01-01", "2024-01-02", "2024-01", "2024-06-15", "2024"]))
@settings(max_examples=40, deadline=None)
def test_a_day_is_as_one_build_of_what_was_published(steps, day):
    left: dict[str, Extraction] = {}
    store = live(MemoryStore(), steps, left, reopen=False)
    until = span(day)
    then = [x for x in left.values() if (days := span(x.article.date)) and days.last <= until.last]
    once = MemoryStore(ontology=relations())
    add(once, then, shipped())
    view = as_of(store, day, shipped()).store
    assert set(view.quads()) == set(once.quads())
    assert isomorphic(as_rdflib(view), as_rdflib(once))


def test_support_is_counted_anew_and_later_names_do_not_show():
    store = graph(
        told("a", ("BRUNEL", "Organization"), "acquires", VERDANE, on="2024-01-01"),
        told("b", ("Brunel", "Company"), "acquires", VERDANE, on="2024-02-01"),
        told("c", ("Brunel", "Company"), "acquires", VERDANE, on="2024-02-02"),
    )
    assert support(store) == {"a": 3, "b": 3, "c": 3}
    view = KnowledgeGraph(store).as_of("2024-01")
    assert support(view.store) == {"a": 1}
    assert list(view.entities()["name"]) == ["BRUNEL", "Verdane"]
    assert support(store) == {"a": 3, "b": 3, "c": 3}


def test_the_date_of_what_happened_is_not_that_of_the_article():
    store = graph(told("a", XYLO, "acquires", VERDANE, on="2024-05-01", date="2021"))
    assert len(KnowledgeGraph(store).as_of("2023")) == 0
    assert len(KnowledgeGraph(store).as_of("2024-05-01")) == 1


def test_no_date():
    with pytest.raises(FormatError, match="'hier' is no date; write it like"):
        KnowledgeGraph(MemoryStore()).as_of("hier")


def test_articles_put_in_by_hand_and_without_text(tmp_path):
    store = MemoryStore(ontology=shipped(), keep_text=False)
    store.replace(extraction("a"))
    add(store, [told("b", XYLO, "acquires", VERDANE, on="2023-01-23")], shipped())
    view = as_of(store, "2023-01-23", shipped()).store
    assert set(view.quads()) == set(store.quads())


# ── the command line ─────────────────────────────────────────────────────────


@pytest.fixture
def path(tmp_path: Path) -> Path:
    graph(*ARTICLES).save(tmp_path / "graph.trig")
    return tmp_path / "graph.trig"


def test_kg_conflicts(path):
    found = kg("conflicts", path)
    assert found.exit_code == 0
    assert found.stderr == f"{path}: 4 conflicts\n"
    lines = found.stdout.splitlines()
    assert lines[0] == "1. headquartered_in, denied"
    assert [part.strip() for part in lines[1].split("    ") if part.strip()] == [
        "Xylo headquartered_in Lyon",
        "Xylo headquartered_in Lyon",
    ]
    assert "AFP · 2024-01-02 · a" in found.stdout
    rows = json.loads(kg("conflicts", path, "--format", "json").stdout)
    assert [r["kind"] for r in rows] == ["denied", "value", "value", "value"]
    assert rows[2]["one_sentence"] == AGENCY  # after « 2024 », which may be the first of January
    assert len(kg("conflicts", path, "--format", "csv", "--relation", "kg:headquartered_in").stdout.splitlines()) == 5
    assert kg("conflicts", path, "--relation", "acquires").stderr == f"{path}: 0 conflicts\n"
    wrong = kg("conflicts", path, "--relation", "headquarterd_in")
    assert (wrong.exit_code, wrong.stderr) == (
        1,
        "error: no relation 'headquarterd_in'; did you mean headquartered_in?\n",
    )


def test_as_of_on_the_command_line(path, tmp_path):
    count = "SELECT (COUNT(*) AS ?n) { ?s kg:support ?n1 }"
    found = kg("query", path, count, "--format", "csv", "--as-of", "2024-01-03")
    assert found.stdout.split() == ["n", "2"]
    assert found.stderr == "note: 2 articles without a date that tells are left out: d, e\n"
    assert kg("stats", path, "--as-of", "2024-01-03").stdout.splitlines()[0].split() == ["articles", "2"]
    assert len(kg("export", path, "--as-of", "2024-01-02").stdout.splitlines()) == 1
    assert kg("conflicts", path, "--as-of", "2024-01-03").stderr.endswith("0 conflicts\n")
    assert kg("show", path, "--as-of", "2024-01-03", "-o", tmp_path / "page.html").exit_code == 0
    assert "Lyon" not in (tmp_path / "page.html").read_text("utf-8")
    explained = kg("explain", path, "Xylo", "--as-of", "2024-01-02").stdout
    assert explained.startswith("Xylo (Company): 1 statement\n")
    assert " · 1 source\n" in explained
    assert kg("top", path, "--as-of", "2024-01-02").exit_code == 0
    wrong = kg("stats", path, "--as-of", "lundi")
    assert (wrong.exit_code, wrong.stderr) == (
        1,
        "error: 'lundi' is no date; write it like 2024-03-15, 2024-03 or 2024\n",
    )


def test_what_is_read_of_an_ontology_at_each_change_is_all_that_matters() -> None:
    """A small part of the ontology tells as much of relations and classes as the whole."""
    whole = list(ontology_quads(shipped()))
    store = ox.Store()
    store.extend(whole)
    part = rules_of(store)
    assert len(part) < len(whole) / 5
    assert Traits.of(part) == Traits.of(whole)
    assert ancestors(part) == ancestors(whole)
