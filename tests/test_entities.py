"""Which names of several articles are one entity; the decisions about them; `kg entities`."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from docs import shipped
from kg.api import KnowledgeGraph
from kg.changes import add, decide_by
from kg.cli import app
from kg.errors import FormatError
from kg.extract.names import fold
from kg.graph.store import MemoryStore, save_as
from kg.merges import about, entity_list
from kg.records import Article, Entity, Extraction
from kg.resolve import resolve
from kg.resolve.decisions import read_decisions, yaml_line
from kg.resolve.known import FACTS

PERSON, COMPANY, ORGANIZATION, COUNTRY, CITY = "Person", "Company", "Organization", "Country", "City"
Named = tuple[str, str] | tuple[str, str, tuple[str, ...]]


def articles(*each: list[Named]) -> list[Extraction]:
    """Return an article for each list of names."""
    return [
        Extraction(Article(f"a{n}", "-"), tuple(Entity(str(i), *named) for i, named in enumerate(some)))
        for n, some in enumerate(each)
    ]


def ids(*each: list[Named], decisions: str = "") -> list[list[str]]:
    """Return the ids of the entities of each article; the order of articles changes nothing."""
    table = read_decisions(decisions, shipped())
    made = articles(*each)
    found = {x.article.id: [e.id for e in x.entities] for x in resolve(made, shipped(), table)}
    for order in list(permutations(made))[:6]:
        assert {x.article.id: [e.id for e in x.entities] for x in resolve(order, shipped(), table)} == found
    return list(found.values())


def one(*names: str, cls: str, decisions: str = "") -> bool:
    """Tell whether names, each in its article, are one entity."""
    return len({i for [i] in ids(*([(n, cls)] for n in names), decisions=decisions)}) == 1


@pytest.mark.parametrize(
    ("cls", "names"),
    [
        (PERSON, ("Emmanuel Macron", "Macron", "E. Macron")),
        (PERSON, ("Donald Trump", "Donald J. Trump", "Trump")),
        (PERSON, ("Jean-Marc Ayrault", "J.-M. Ayrault", "Ayrault")),
        (PERSON, ("Marine Le Pen", "Le Pen")),
        (PERSON, ("Charles de Gaulle", "de Gaulle")),
        (COMPANY, ("Renault", "Renault SA", "Groupe Renault", "RENAULT")),
        (COMPANY, ("Xylo", "Xylo SAS", "Xylo Group", "The Xylo Company")),
        (COMPANY, ("EDF", "Électricité de France", "E.D.F.")),
        (ORGANIZATION, ("Union des firmes libres", "UFL", "U.F.L.")),
        (COUNTRY, ("États-Unis", "les Etats-Unis", "USA", "U.S.A.", "États-Unis d'Amérique")),
        (CITY, ("Saint-Denis", "St-Denis")),
    ],
)
def test_one_entity(cls, names):
    assert one(*names, cls=cls)


@pytest.mark.parametrize(
    ("cls", "names"),
    [
        (PERSON, ("Emmanuel Macron", "Brigitte Macron")),
        (PERSON, ("Jean-Marc Ayrault", "Marc Ayrault")),
        (PERSON, ("Paul Martin", "Jean Paul Martin")),
        (PERSON, ("Joël Pierre", "Pierre")),
        (PERSON, ("Héloïse Gaubert-Lin", "Lin")),
        (PERSON, ("Marine Le Pen", "Pen")),
        (COMPANY, ("La Poste", "Groupe La Poste")),
        (COMPANY, ("Airbus", "Airbus Helicopters")),
        (ORGANIZATION, ("Parti socialiste", "PX")),
        (ORGANIZATION, ("Assistance publique", "AP")),
        (COUNTRY, ("Soudan", "Soudan du Sud")),
        ("Work", ("Renault", "Renault SA")),
    ],
)
def test_two_entities(cls, names):
    assert not one(*names, cls=cls)


def test_what_is_ambiguous_stays_apart():
    found = ids([("Paul Martin", PERSON)], [("Julie Martin", PERSON)], [("Martin", PERSON)], [("P. Martin", PERSON)])
    assert found == [["Paul_Martin"], ["Julie_Martin"], ["Martin"], ["Paul_Martin"]]


def test_one_article_tells_two_apart():
    assert ids([("Paul Martin", PERSON), ("Martin", PERSON)], [("Martin", PERSON)]) == [
        ["Paul_Martin", "Martin"],
        ["Martin"],
    ]


def test_a_short_name_that_some_article_explains():
    full = ("Parti des libres", "PoliticalParty", ("PL",))
    assert ids([full], [("PL", "PoliticalParty")]) == [["Parti_des_libres"], ["Parti_des_libres"]]
    assert ids([("Parti des libres", "PoliticalParty")], [("PL", "PoliticalParty")]) == [["Parti_des_libres"], ["PL"]]
    other = ("Pacte ligure", "PoliticalParty", ("PL",))
    assert ids([full], [other], [("PL", "PoliticalParty")])[2] == ["PL"], "two parties are called so"


def test_class_conflicts_keep_two_entities():
    assert ids([("Orange", COMPANY)], [("Orange", CITY)], [("Orange SA", COMPANY)]) == [
        ["Orange"],
        ["Orange_(Place)"],
        ["Orange"],
    ]


def test_a_fact_is_of_its_class_only():
    [x, y] = resolve(articles([("Québec", "Region")], [("France", COUNTRY)]), shipped())
    assert x.entities[0].wikidata == ""
    assert y.entities[0].wikidata == "Q142"


# ── decisions ────────────────────────────────────────────────────────────────


def test_same_across_classes():
    assert one("Twitter", "X", cls=COMPANY, decisions="same: [Twitter, X]")
    assert ids([("Twitter", COMPANY)], [("X", "Software")], decisions="same: [Twitter, X]") == [
        ["Twitter"],
        ["Twitter"],
    ]
    found = ids(
        [("Orange", COMPANY)], [("Orange", CITY)], [("Orange SA", COMPANY)], [("FT", COMPANY)],
        decisions="same: [Orange, FT]",
    )  # fmt: skip
    assert found[0] == found[2] == found[3] != found[1], "the city is not meant"
    assert one("Macron", "Macron", cls=PERSON)


def test_same_settles_what_is_ambiguous():
    macrons = [[("Emmanuel Macron", PERSON)], [("Brigitte Macron", PERSON)], [("Macron", PERSON)]]
    assert ids(*macrons)[2] == ["Macron"]
    assert ids(*macrons, decisions="same: [Emmanuel Macron, Macron]")[2] == ["Emmanuel_Macron"]


def test_different_parts_and_joins_nothing():
    assert not one("Renault", "Groupe Renault", cls=COMPANY, decisions="different: [Renault, Groupe Renault]")
    martins = [[("Paul Martin", PERSON)], [("Julie Martin", PERSON)], [("Martin", PERSON)]]
    assert ids(*martins, decisions="different: [Paul Martin, Martin]")[2] == ["Martin"]


def test_different_wins_over_same():
    assert not one("A1", "B1", cls=COMPANY, decisions="same: [A1, B1]\ndifferent: [B1, A1]")


def test_rename():
    assert ids([("Verkor", COMPANY)], [("Verkor SAS", COMPANY)], decisions="rename: {Verkor: Verkor France}") == [
        ["Verkor_France"],
        ["Verkor_France"],
    ]


def test_wikidata_by_decision():
    [x] = resolve(articles([("Xylo", COMPANY)]), shipped(), read_decisions("same: [Xylo, wd:Q42]", shipped()))
    assert x.entities[0].wikidata == "Q42"
    refused = read_decisions("different: [France, wd:Q142]", shipped())
    [x] = resolve(articles([("France", COUNTRY)]), shipped(), refused)
    assert x.entities[0].wikidata == ""


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("saem: [A, B]", 1, "no decision 'saem'"),
        ("same: [A, B]\n\nsame: [A]", 3, "two names or more"),
        ("same:\n  - [A, B]\n  - C", 2, "side by side"),
        ("# who\nsame: A", 2, "a list of names belongs here"),
        ("same: [A, [B]]", 1, "side by side"),
        ("different: [A, B\nrename: {}", 2, "not YAML"),
        ("rename: [A, B]", 1, "new names belong here"),
        ("rename: {A: '!'}", 1, "needs a letter"),
        ("same: [A, wd:Q1, wd:Q2]", 1, "two items of Wikidata"),
        ("same: [A, '?']", 1, "is no name"),
        ("- same: [A, B]", 1, "not a table"),
        ("same: [A, {B: C}]", 1, "a name belongs here"),
        ("\x00", 1, "not YAML"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named(text, line, problem):
    with pytest.raises(FormatError, match=problem) as caught:
        read_decisions(text, shipped(), where="d.yaml")
    assert str(caught.value).startswith(f"d.yaml:{line}: ")
    assert "\n" not in str(caught.value)


def test_forms_of_a_table():
    listed = read_decisions("same:\n  - [A, B]\n  - [C, D]\nrename:\n", shipped())
    lines = read_decisions("same: [A, B]\nsame: [C, D]", shipped())
    assert [d.items for d in listed.same] == [d.items for d in lines.same]
    assert read_decisions("# nothing yet\n", shipped()).same == ()
    assert read_decisions("same: [No, 1664]", shipped()).same[0].items[1].key == "1664"


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z"))).map("x".__add__), min_size=2, max_size=3))
def test_a_line_to_paste_reads_back(names):
    names = list({fold(n): n for n in names}.values())
    assume(len(names) > 1)
    [found] = read_decisions(yaml_line("same", names), shipped()).same
    assert [i.text for i in found.items] == names


# ── the list ─────────────────────────────────────────────────────────────────


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    add(
        store,
        articles(
            [("Paul Martin", PERSON)],
            [("Julie Martin", PERSON), ("Renault", COMPANY)],
            [("Martin", PERSON), ("Groupe Renault", COMPANY)],
            [("Orange", COMPANY)],
            [("Orange", CITY), ("Julie Martin", PERSON)],
        ),
        shipped(),
    )
    return store


def test_what_is_listed(store):
    listed = [(r.kind, r.name, r.others, r.reason, r.line) for r in entity_list(store, shipped())]
    assert listed == [
        ("merged", "Groupe Renault", ("Renault",), "forms of one name", "different: [Renault, Groupe Renault]"),
        ("near miss", "Martin", ("Julie Martin", "Paul Martin"), "may be short for several", "same: [Julie Martin, Martin]"),
        ("near miss", "Orange", ("Orange (Organization)",), "same name, another class",
         "same: [Orange (Organization), Orange (Place)]"),
    ]  # fmt: skip
    assert [r.name for r in about(entity_list(store, shipped()), "martin")] == ["Martin"]


def test_each_line_settles_its_row(store):
    """Pasted into the table, a line makes the row go."""
    for row in entity_list(store, shipped()):
        decide_by(store, row.line, shipped())
        left = entity_list(store, shipped())
        assert (row.kind, row.name, row.reason) not in [(r.kind, r.name, r.reason) for r in left]


def test_unused_decisions_are_listed(store):
    decide_by(store, "same: [Renault, Zorglub]\nsame: [Renault, Groupe Renault]", shipped())
    unused = [(r.name, r.reason) for r in entity_list(store, shipped()) if r.kind == "unused decision"]
    assert unused == [("line 1", "no article names Zorglub")]


def test_the_command(store, tmp_path):
    graph, table = tmp_path / "g.trig", tmp_path / "who.yaml"
    save_as(store, graph)
    run = CliRunner().invoke
    found = json.loads(run(app, ["entities", str(graph), "--format", "json"]).stdout)
    assert [(r["kind"], r["name"]) for r in found] == [
        ("merged", "Groupe Renault"),
        ("near miss", "Martin"),
        ("near miss", "Orange"),
    ]
    assert run(app, ["entities", str(graph), "Renault", "--format", "csv"]).stdout.count("\n") == 2
    table.write_text("# qui\nsame: [Julie Martin, Martin]\n", encoding="utf-8")
    shown = run(app, ["entities", str(graph), "--decisions", str(table)])
    assert "decision, line 2" in shown.stdout
    assert run(app, ["entities", str(graph), "--show-decisions"]).stdout == table.read_text(encoding="utf-8")
    table.write_text("same: [A]\n", encoding="utf-8")
    failed = run(app, ["entities", str(graph), "--decisions", str(table)])
    assert failed.exit_code == 1
    assert failed.stderr.startswith(f"error: {table}:1: ")
    kept = KnowledgeGraph.load(graph)
    assert [e.id for x in kept for e in x.entities].count("Julie_Martin") == 3


def test_the_table_of_facts():
    rows = [line.split("\t") for line in FACTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert all(3 <= len(row) <= 4 and row[1] in shipped().classes for row in rows)
    items = [row[2] for row in rows if row[2]]
    assert len(items) == len(set(items)), "each item of Wikidata once"
    assert all(item[0] == "Q" and item[1:].isdecimal() for item in items)


def test_decisions_survive_a_rebuild(tmp_path: Path):
    """`--fresh` takes over what the graph kept; a build that adds replays it."""
    store = MemoryStore()
    decide_by(store, "same: [Twitter, X]", shipped())
    add(store, articles([("Twitter", COMPANY)]), shipped())
    store.save(tmp_path / "g.trig")
    again = KnowledgeGraph.load(tmp_path / "g.trig").store
    add(again, [Extraction(Article("b", "-"), (Entity("0", "X", COMPANY),))], shipped())
    assert {e.id for x in again.extractions() for e in x.entities} == {"Twitter"}
