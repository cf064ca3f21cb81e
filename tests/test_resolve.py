"""One name, one entity of the graph: whatever the order of the articles."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from docs import shipped
from kg.ontology import Ontology
from kg.records import Article, Entity, Evidence, Extraction, Mention, Statement
from kg.resolve import resolve


def _extraction(name: str, *entities: Entity, related: tuple[tuple[int, int], ...] = ()) -> Extraction:
    """Make an extraction whose text is its entities' names, some of them partners."""
    article = Article(name, "\n".join(e.name for e in entities) or "-")
    mentions, at = [], 0
    for entity in entities:
        mentions.append((Mention(at, at + len(entity.name), entity.name, "name", entity.type), entity.id))
        at += len(entity.name) + 1
    evidence = Evidence.of(article, 0, 1, (0, 1))
    statements = tuple(Statement(name, entities[s], "partners_with", entities[o], evidence) for s, o in related)
    return Extraction(article, entities, tuple(mentions), statements)


def _entity(name: str, cls: str, *aliases: str) -> Entity:
    return Entity(f"{name}#{cls}", name, cls, aliases)


def test_one_name_and_kin_classes_are_one_entity(ontology: Ontology) -> None:
    """The lower class and the commoner spelling win; other spellings are kept."""
    one = _extraction("a", _entity("ORANGE", "Organization"))
    two = _extraction("b", _entity("Orange", "Company", "Orange SA"))
    three = _extraction("c", _entity("Orange", "Organization"))
    found = {e for x in resolve([one, two, three], ontology) for e in x.entities}
    assert found == {Entity("Orange", "Orange", "Company", ("ORANGE", "Orange SA"), "Q1431486")}


def test_accents_and_case_tell_no_entities_apart(ontology: Ontology) -> None:
    found = {
        e.id
        for x in resolve(
            [_extraction("a", _entity("Citroën", "Company")), _extraction("b", _entity("Citroen", "Company"))], ontology
        )
        for e in x.entities
    }
    assert len(found) == 1


def test_one_name_of_several_classes_is_several_entities(ontology: Ontology) -> None:
    kinds = ["Company", "City", "Person", "Product", "Work", "Event", "Technology"]
    extractions = [_extraction(cls, _entity("Orange", cls)) for cls in kinds]
    found = {x.entities[0].id: x.entities[0].type for x in resolve(extractions, ontology)}
    assert sorted(found.values()) == sorted(kinds)
    assert found["Orange"] == "Company"
    assert found["Orange_(Place)"] == "City"


def test_mentions_and_statements_follow_their_entities(ontology: Ontology) -> None:
    made = _extraction("a", _entity("Orange", "Organization"), _entity("Free", "Company"), related=((0, 1),))
    other = _extraction("b", _entity("Orange", "Company"))
    [found, _] = resolve([made, other], ontology)
    assert [(m.text, m.type, i) for m, i in found.mentions] == [
        ("Orange", "Company", "Orange"),
        ("Free", "Company", "Free"),
    ]
    [statement] = found.statements
    assert (statement.subject, statement.object) == found.entities


def test_nothing_from_nothing(ontology: Ontology) -> None:
    assert list(resolve([], ontology)) == []
    assert next(resolve([_extraction("a")], ontology)).entities == ()


def test_two_entities_of_an_article_that_become_one(ontology: Ontology) -> None:
    """No statement is doubled, and none relates an entity to itself."""
    entities = (_entity("Orange", "Organization"), _entity("Orange", "Company"), _entity("Free", "Company"))
    [found] = resolve([_extraction("a", *entities, related=((0, 2), (1, 2), (0, 1)))], ontology)
    assert [s.key for s in found.statements] == [("Orange", "partners_with", "Free")]


def test_names_that_differ_by_underscores_only(ontology: Ontology) -> None:
    names = ["A B C", "A_B C", "A B_C", "A_B_C"]
    found = [x.entities[0].id for x in resolve([_extraction(n, _entity(n, "Company")) for n in names], ontology)]
    assert len(set(found)) == len(names)


_NAMES = st.sampled_from(
    [
        "Orange",
        "ORANGE",
        "orange",
        "Orange SA",
        "Citroën",
        "Citroen",
        "L'Oréal",
        "Satya Nadella",
        "Œuvre",
        "Oeuvre",
        "Orange (Place)",
    ]
)
_CLASSES = st.sampled_from(
    [
        "Company",
        "Organization",
        "City",
        "Place",
        "Country",
        "Person",
        "Product",
        "Software",
        "Work",
        "Event",
        "Technology",
        "Agent",
    ]
)
_ENTITIES = st.builds(_entity, _NAMES, _CLASSES)


@st.composite
def _articles(draw: st.DrawFn) -> list[Extraction]:
    made = []
    for name in "abcd"[: draw(st.integers(1, 4))]:
        entities = draw(st.lists(_ENTITIES, max_size=4, unique_by=lambda e: e.id))
        pairs = tuple((i, i + 1) for i in range(len(entities) - 1))
        made.append(_extraction(name, *entities, related=pairs))
    return made


@given(_articles())
@settings(max_examples=60, deadline=None)
def test_a_function_of_the_set(extractions: list[Extraction]) -> None:
    """Every order of the articles gives each the same; ids are unique; what refers to an entity has it."""
    expected = {x.article.id: x for x in resolve(extractions, shipped())}
    for order in permutations(extractions):
        assert {x.article.id: x for x in resolve(order, shipped())} == expected
    entities = {e for x in expected.values() for e in x.entities}
    assert len({e.id for e in entities}) == len(entities)
    assert all(" " not in e.id for e in entities)
    for x in expected.values():
        own = {e.id for e in x.entities}
        assert {i for _, i in x.mentions} <= own
        assert {s.subject.id for s in x.statements} <= own


@given(_articles())
@settings(max_examples=30, deadline=None)
def test_resolving_twice_is_resolving_once(extractions: list[Extraction]) -> None:
    once = list(resolve(extractions, shipped()))
    again = list(resolve(once, shipped()))
    assert [[(e.name, e.type) for e in x.entities] for x in again] == [
        [(e.name, e.type) for e in x.entities] for x in once
    ]
