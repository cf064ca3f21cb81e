"""The law of incremental graphs: whatever came, changed and went, the graph is as one build of what is left."""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from sparql_server import sparql_server

from docs import shipped
from kg.changes import Difference, Fact, add, decide_by, retract
from kg.errors import StoreError
from kg.found import original, packed
from kg.graph import memory, settling
from kg.graph.store import MemoryStore, Store, open_store
from kg.ontology import Ontology
from kg.records import Amount, Article, Entity, Evidence, Extraction, Mention, Statement, Value
from kg.resolve import resolve
from kg.resolve.decisions import read_decisions
from kg.resolve.names import CROWD

#: Spellings, initials of ids and classes that make entities collide, merge and part.
NAMES = (
    "Orange", "ORANGE", "orange", "Orange (Place)", "Orange_(Place)", "Orange_(Place)_2", "Orange Place", "Orange SA",
    "Citroën", "Citroen", "A B", "A_B", "A  B", "Satya Nadella", "Event", "Product 3", "L'Oréal", "Œuvre", "Oeuvre",
)  # fmt: skip
#: Forms, short forms and homonyms, with their classes: each line keeps to itself.
RELATED = [
    [(n, "Person") for n in ("Emmanuel Macron", "E. Macron", "Macron", "Brigitte Macron")]
    + [("Groupe Macron", "Company")],
    [(n, "Person") for n in ("Martin", "Paul Martin", "P. Martin", "Paul A. Martin", "Pauline Martin")],
    [(n, "Company") for n in ("Union des firmes libres", "UFL", "U.F.L.", "Union foraine lorraine", "Renault", "Xylo")],
    [(n, "Company") for n in ("Renault", "Groupe Renault", "Renault SA", "Xylo", "Orange")] + [("Renault", "Product")],
    [
        ("États-Unis", "Country"),
        ("USA", "Country"),
        ("les Etats-Unis", "Place"),
        ("USA", "Product"),
        ("Xylo", "Company"),
    ],
    [
        ("Orange", "Company"),
        ("Orange", "City"),
        ("Orange SA", "Company"),
        ("Orange (Place)", "City"),
        ("Xylo", "Company"),
    ],
]
TABLES = (
    "",
    "same: [Emmanuel Macron, Macron]\ndifferent: [Renault, Renault SA]\nrename: {UFL: Union des firmes libres}",
    "same: [Macron, Groupe Macron (Organization), wd:Q1]\nsame: [Xylo, Renault]\nrename: {Xylo: Orange, USA: Amérique}",
    "different: [Orange (Company), Orange SA]\nsame: [Martin, UFL, Orange (Place)]\nrename: {Paul Martin: Martin}\n"
    "different: [E. Macron, Macron]\ndifferent: [États-Unis, wd:Q30]",
)
CLASSES = (
    "Company",
    "Organization",
    "City",
    "Place",
    "Person",
    "Product",
    "Work",
    "Event",
    "Agent",
    "MediaOrganization",
)
ANY = st.tuples(st.sampled_from(NAMES), st.sampled_from(CLASSES))
#: With both ends alike, one subject at a time, one object at a time, once, none of these, begins and ends.
RELATIONS = ("partners_with", "ceo_of", "headquartered_in", "acquires", "supports", "appoints", "leaves")
#: Sentences of which the first two copy each other.
SENTENCES = (
    "Le groupe a annoncé lundi matin un accord avec son voisin de toujours",
    "Le groupe a annoncé un accord avec son voisin de toujours, selon une source",
    "Un accord lie les deux groupes.",
)


@st.composite
def articles(draw: st.DrawFn, id: str, named: st.SearchStrategy[tuple[str, str]] = ANY, most: int = 4) -> Extraction:
    """Draw what one article gives before it is resolved."""
    drawn = draw(st.lists(named, max_size=most, unique=True))
    entities = tuple(
        Entity(f"{i}", name, cls, draw(st.sampled_from([(), ("Autre nom",), ("ORANGE", "Sigle"), ("Macron", "Xylo")])))
        for i, (name, cls) in enumerate(drawn)
    )
    sentence = draw(st.sampled_from(SENTENCES))
    article = Article(
        id,
        "\n".join((*(e.name for e in entities), sentence)),
        date=draw(st.sampled_from([None, "2024-01-02", "2024-01-20", "2024-06"])),
        source=draw(st.sampled_from([None, "Le Monde", "le  monde", "AFP"])),
    )
    mentions, at = [], 0
    for e in entities:
        mentions.append((Mention(at, at + len(e.name), e.name, "name", e.type), e.id))
        at += len(e.name) + 1
    begin = article.text.index(sentence)
    words = Evidence.of(article, begin, begin + 5, (begin, len(article.text)))
    ends = st.sampled_from(entities) if entities else st.nothing()
    statement = st.builds(
        Statement,
        st.just(id),
        ends,
        st.sampled_from(RELATIONS),
        ends,
        st.just(words),
        factuality=st.sampled_from(["certain", "certain", "negated", "uncertain"]),
        former=st.sampled_from([False, False, True]),
        attributed_to=st.none() | ends,
        date=st.sampled_from([None, None, "2024-01-10", "2023"]),
        amount=st.sampled_from([None, Amount("dix euros", 10.0, "EUR"), Amount("vingt euros", 20.0, "EUR", "about")]),
        share=st.none() | st.just(49.5),
    )
    found = draw(st.lists(statement, max_size=3)) if entities else []
    return Extraction(article, entities, tuple(mentions), tuple({s.key: s for s in found}.values()))


def histories(ids: str = "abcd", **choices) -> st.SearchStrategy[list]:
    """Draw additions (tuples of extractions) and retractions (lists of ids)."""
    steps = st.one_of(
        st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True).flatmap(
            lambda some: st.tuples(*(articles(id, **choices) for id in some))
        ),
        st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True),
    )
    return st.lists(steps, min_size=1, max_size=7)


HISTORIES = histories()
#: So many people of one surname that nobody who is called by no more can be told, or just not so many.
CROWD_NAMES = [
    *((f"{first} Ayrault", "Person") for first in "Paul Julie Anna Marc Luc Jean Éva Zoé Noé Léa Max".split()),
    *((name, "Person") for name in ("Ayrault", "P. Ayrault", "J. Ayrault", "Paul A. Ayrault", "AYRAULT")),
    *((f"{kind} Ayrault", "Company") for kind in ("Groupe", "Banque")),
    ("Ayrault", "Company"),
]
CROWDED_HISTORIES = histories(named=st.sampled_from(CROWD_NAMES), most=9)
RELATED_HISTORIES = st.sampled_from(RELATED).flatmap(lambda pairs: histories(named=st.sampled_from(pairs)))


@cache
def relations() -> Ontology:
    """Return what the ontology says of the relations here: the rest costs time, and changes nothing."""
    wanted = {f"https://kg.example/ontology#{name}" for name in RELATIONS}
    said = [triple for triple in shipped().triples if getattr(triple[0], "value", "") in wanted]
    return Ontology(shipped().classes, shipped().relations, said)


def live(store: Store, steps: list, left: dict[str, Extraction], *, reopen: bool) -> Store:
    """Make a history happen to a store; `left` ends as what is left."""
    add(store, (), shipped())
    store.describe(relations())
    for step in steps:
        if isinstance(step, tuple):
            add(store, step, shipped())
            left.update({x.article.id: x for x in step})
        elif ids := [id for id in step if id in left]:
            difference = retract(store, ids, shipped())
            assert sorted(difference.articles) == sorted(ids)
            for id in ids:
                del left[id]
        if reopen:
            store.save()
            store = open_store(store.path)
    return store


def at_once(left: dict[str, Extraction], table: str) -> MemoryStore:
    store = MemoryStore(ontology=relations())
    decide_by(store, table, shipped())
    for x in resolve(reversed(left.values()), shipped(), read_decisions(table, shipped())):
        store.replace(x)
    return store


def as_rdflib(store: Store) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in store.dataset().triples((None, None, None)):
        graph.add(triple)
    return graph


def check(store: Store, left: dict[str, Extraction], table: str = "") -> None:
    once = at_once(left, table)
    assert set(store.quads()) == set(once.quads())  # no blank nodes: the same dataset, graph by graph
    assert isomorphic(as_rdflib(store), as_rdflib(once))
    assert {x.article.id: original(x).statements for x in store.extractions()} == {
        id: x.statements for id, x in left.items()
    }


@given(HISTORIES)
@settings(max_examples=60, deadline=None)
def test_the_law_in_memory(steps):
    left: dict[str, Extraction] = {}
    check(live(MemoryStore(), steps, left, reopen=False), left)


@given(CROWDED_HISTORIES)
@settings(max_examples=60, deadline=None)
def test_the_law_in_a_crowd(steps):
    left: dict[str, Extraction] = {}
    check(live(MemoryStore(), steps, left, reopen=False), left)


def decided_by(table: str) -> MemoryStore:
    store = MemoryStore(ontology=relations())
    decide_by(store, table, shipped())
    return store


@pytest.mark.parametrize("table", [*TABLES[:2], *(pytest.param(t, marks=pytest.mark.long) for t in TABLES[2:])])
@given(RELATED_HISTORIES)
@settings(max_examples=60, deadline=None)
def test_the_law_with_variants_and_decisions(table, steps):
    left: dict[str, Extraction] = {}
    check(live(decided_by(table), steps, left, reopen=False), left, table)


@pytest.mark.parametrize("pairs", RELATED, ids=lambda pairs: pairs[0][0])
def test_each_pair_of_related_names_in_each_order(pairs):
    for table in TABLES:
        for one, other in product(pairs, pairs):
            left = {"a": article("a", one), "b": article("b", other)}
            store = decided_by(table)
            for x in left.values():
                add(store, [x], shipped())
            check(store, left, table)
            retract(store, ["a"], shipped())
            check(store, {"b": left["b"]}, table)


@pytest.mark.parametrize("table", [TABLES[0], *(pytest.param(t, marks=pytest.mark.long) for t in TABLES[1:])])
@given(RELATED_HISTORIES, st.sampled_from(TABLES))
@settings(max_examples=20, deadline=None)
def test_decisions_that_change_are_as_if_they_had_always_been(table, steps, later):
    left: dict[str, Extraction] = {}
    store = live(decided_by(table), steps, left, reopen=False)
    decide_by(store, later, shipped())
    check(store, left, later)


def law_on_paths(form: str, steps: list) -> None:
    with TemporaryDirectory() as folder:
        left: dict[str, Extraction] = {}
        check(live(open_store(Path(folder, f"g{form}"), create=True), steps, left, reopen=True), left)


LOCAL = (".trig", ".nq.gz", ".jsonld", ".oxi")


@pytest.mark.parametrize("form", [".trig", *(pytest.param(f, marks=pytest.mark.long) for f in LOCAL[1:])])
@given(HISTORIES)
@settings(max_examples=15, deadline=None)
def test_the_law_on_paths(form, steps):
    law_on_paths(form, steps)


@pytest.mark.long
@pytest.mark.parametrize("form", LOCAL)
@given(HISTORIES)
@settings(max_examples=200, deadline=None)
def test_the_law_on_paths_200_times(form, steps):
    law_on_paths(form, steps)


@pytest.mark.long
@pytest.mark.parametrize("table", ["", "same: [Paul Ayrault, Ayrault]\ndifferent: [Julie Ayrault, J. Ayrault]"])
@given(CROWDED_HISTORIES)
@settings(max_examples=200, deadline=None)
def test_the_law_in_a_crowd_200_times(table, steps):
    left: dict[str, Extraction] = {}
    check(live(decided_by(table), steps, left, reopen=False), left, table)


@pytest.mark.long
@given(CROWDED_HISTORIES)
@settings(max_examples=200, deadline=None)
def test_the_law_in_a_crowd_in_a_folder(steps):
    law_on_paths(".oxi", steps)


@pytest.mark.long
@given(HISTORIES | CROWDED_HISTORIES)
@settings(max_examples=10, deadline=None)
def test_the_law_at_an_endpoint(steps):
    with sparql_server() as server:
        left: dict[str, Extraction] = {}
        check(live(open_store(server.address, create=True), steps, left, reopen=False), left)


@given(articles("a"))
@settings(deadline=None)
def test_what_an_article_alone_gave_is_kept(x):
    [found] = resolve([x], shipped())
    assert original(found) == x
    assert packed(original(found)) == found.found


# ── by hand ──────────────────────────────────────────────────────────────────


def article(id: str, *entities: tuple[str, str], stated: tuple[tuple[int, str, int], ...] = ()) -> Extraction:
    text = "\n".join(name for name, _ in entities) or "-"
    source = Article(id, text)
    made = tuple(Entity(str(i), name, cls) for i, (name, cls) in enumerate(entities))
    words = Evidence.of(source, 0, 1, (0, 1))
    return Extraction(source, made, (), tuple(Statement(id, made[s], p, made[o], words) for s, p, o in stated))


def test_a_crowd_ties_nobody_and_nothing_of_it_is_read(monkeypatch):
    """A surname that more than CROWD people have tells nobody; one person fewer, and it still may not: they are several."""
    first = [f"{chr(65 + i)}na" for i in range(CROWD + 3)]
    store = MemoryStore()
    add(store, [article("short", ("Ayrault", "Person"))], shipped())
    add(store, [article("one", (f"{first[0]} Ayrault", "Person"))], shipped())
    assert [e.name for x in store.extractions(["short"]) for e in x.entities] == [f"{first[0]} Ayrault"]
    add(store, [article(f"x{i}", (f"{name} Ayrault", "Person")) for i, name in enumerate(first[1:])], shipped())
    assert [e.name for x in store.extractions(["short"]) for e in x.entities] == ["Ayrault"]
    read = []
    real = MemoryStore.tallies
    monkeypatch.setattr(MemoryStore, "tallies", lambda self, some: real(self, list(read.extend(some) or some)))
    add(store, [article("new", ("Zoé Ayrault", "Person"), ("Ayrault", "Person"))], shipped())
    retract(store, ["new"], shipped())
    assert not {f"{name.lower()} ayrault (Person)" for name in first} & set(read)
    retract(store, [f"x{i}" for i in range(len(first) - 1)], shipped())
    assert [e.name for x in store.extractions(["short"]) for e in x.entities] == [f"{first[0]} Ayrault"]


def test_a_hub_costs_no_more_than_others(monkeypatch):
    """What is said of an entity that many articles name is not counted anew."""
    store = MemoryStore()
    add(store, [article(f"x{i}", ("France", "Country"), (f"Firme {i}", "Company")) for i in range(50)], shipped())
    list(store.quads())
    said = []
    monkeypatch.setattr(settling, "appearance_facts", lambda *args: said.append(args[0].value) or ())
    add(store, [article("new", ("France", "Country"))], shipped())
    list(store.quads())
    retract(store, ["new"], shipped())
    list(store.quads())
    assert said == []
    assert store.tallies(["france (Place)"])["france (Place)"].names == {"France": 50}


def test_only_what_changes_is_written(monkeypatch):
    store = MemoryStore()
    add(store, [article(f"x{i}", (f"Firme {i}", "Company"), ("Orange", "Company")) for i in range(20)], shipped())
    written, read = [], []
    real, really = MemoryStore.replace, memory.from_quads
    monkeypatch.setattr(memory, "from_quads", lambda *args: (read.append(args), really(*args))[1])
    monkeypatch.setattr(MemoryStore, "replace", lambda self, x: (written.append(x.article.id), real(self, x)))
    add(store, [article("new", ("Autre", "Company"), ("Orange", "Company"))], shipped())
    assert written == ["new"]
    assert len(read) < 20
    add(store, [article("other", ("ORANGE", "Organization"), ("Firme 3", "Company"))], shipped())
    assert set(written) == {"new", "other", *(f"x{i}" for i in range(20))}, "a new spelling is an alias in each"


def test_retracting_tells_the_difference():
    store = MemoryStore()
    ada, xylo, orange = ("Ada Bel", "Person"), ("Xylo", "Company"), ("Orange", "Company")
    add(
        store,
        [
            article("a", ada, xylo, orange, stated=((0, "ceo_of", 1), (1, "partners_with", 2))),
            article("b", ada, xylo, stated=((0, "ceo_of", 1),)),
            article("c", ada, xylo, stated=((0, "ceo_of", 1),)),
            article("d", ("Orange", "City")),
        ],
        shipped(),
    )
    assert retract(store, ["a", "b"], shipped()) == Difference(
        articles=("a", "b"),
        gone=(Fact("Xylo", "partners_with", "Orange", 1, 0),),
        weakened=(Fact("Ada Bel", "ceo_of", "Xylo", 3, 1),),
        entities=("Orange",),
        renamed=(("Orange_(Place)", "Orange"),),
    )
    assert [e.id for x in store.extractions(["d"]) for e in x.entities] == ["Orange"]


def test_retracting_nothing_that_is_not_there():
    store = MemoryStore()
    add(store, [article("un-article", ("Xylo", "Company"))], shipped())
    with pytest.raises(StoreError, match="no article 'un-artcle' in this graph; did you mean 'un-article'"):
        retract(store, ["un-article", "un-artcle"], shipped())
    assert list(store.articles()) == ["un-article"]


def test_a_value_is_a_fact_too():
    store = MemoryStore()
    x = article("a", ("Xylo", "Company"))
    words = Evidence.of(x.article, 0, 1, (0, 1))
    founded = Statement("a", x.entities[0], "founded_on", Value("1975-04", "date"), words)
    add(store, [Extraction(x.article, x.entities, (), (founded,))], shipped())
    assert retract(store, ["a"], shipped()).gone == (Fact("Xylo", "founded_on", "1975-04", 1, 0),)


def test_text_stays_where_it_was_kept():
    store = MemoryStore()
    add(store, [article("a", ("Orange", "Company"))], shipped())
    store.keep_text = False
    add(store, [article("b", ("ORANGE", "Company"), ("Xylo", "Company"))], shipped())
    assert [x.article.text for x in store.extractions()] == ["Orange", ""]
    assert store.articles()["b"] == article("b", ("ORANGE", "Company"), ("Xylo", "Company")).article.sha256
    add(store, [article("c", ("ORANGE", "Organization"))], shipped())
    assert [x.article.text for x in store.extractions()] == ["Orange", "", ""]
