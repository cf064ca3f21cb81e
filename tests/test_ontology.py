"""The ontology: what its loader refuses, what it ships, and its example sentences, each a test.

Examples that fail today stand in `known_gaps.txt`, one ``relation: sentence`` a line, and must fail: what is
mended leaves the file. ``pytest tests/test_ontology.py --refresh`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docs import shipped
from kg.build import extract_all
from kg.errors import OntologyError
from kg.evaluate import plain
from kg.ontology import Example, Ontology, Relation, load_ontology
from kg.records import Article, Extraction

if TYPE_CHECKING:
    from spacy.language import Language

GAPS = Path(__file__).parent / "known_gaps.txt"

#: The inventory: relation → domain and range. Symmetric ones end in "=".
INVENTORY = """
    ceo_of                Person → Organization
    chair_of              Person → Organization
    executive_of          Person → Organization
    founder_of            Agent → Organization, Product
    employee_of           Person → Organization
    member_of             Agent → Organization
    spokesperson_of       Person → Agent
    head_of_state_of      Person → Country
    head_of_government_of Person → Country, Region
    minister_of           Person → Country, GovernmentOrganization
    mayor_of              Person → City
    represents            Person → Place, Organization
    spouse_of=            Person → Person
    child_of              Person → Person
    sibling_of=           Person → Person
    born_in               Person → Place
    died_in               Person → Place
    lives_in              Person → Place
    national_of           Person → Country
    educated_at           Person → Organization
    invests_in            Agent → Organization, Product, Technology, Place
    acquires              Agent → Organization, Product
    sells                 Agent → Organization, Product
    owns                  Agent → Organization, Product, Place
    shareholder_of        Agent → Organization
    subsidiary_of         Organization → Organization
    merges_with=          Organization → Organization
    partners_with=        Agent → Agent
    negotiates_with=      Agent → Agent
    competes_with=        Agent, Product → Agent, Product
    supplies              Agent → Agent
    funds                 Agent → Agent, Product, Event
    develops              Agent → Product, Technology
    launches              Agent → Product, Event
    integrates            Product → Product, Technology
    uses                  Agent, Product → Product, Technology
    works_on              Agent → Technology, Product
    headquartered_in      Organization → Place
    located_in            Place, Organization, Event, Work → Place
    operates_in           Organization → Place
    part_of               Organization, Place, Event, Product → Organization, Place, Event, Product
    appoints              Agent → Person
    leaves                Person → Organization
    sues                  Agent → Agent
    sanctions             Agent → Agent
    investigates          Agent → Agent
    accuses               Agent → Agent
    criticizes            Agent → Agent, Event, Work
    supports              Agent → Agent, Event, Work
    meets_with=           Agent → Agent
    attacks               Agent → Agent, Place
    kills                 Agent → Person
    arrests               Agent → Person
    participates_in       Agent → Event, Organization
    organizes             Agent → Event
    wins                  Agent → Event, Work
    defeats               Agent → Agent
    author_of             Agent → Work
    performs_in           Person → Work, Event
    founded_on            Organization → date
    also_known_as         → text
"""
CLASSES = """
    Agent Person Organization Company MediaOrganization GovernmentOrganization PoliticalParty EducationalOrganization
    SportsTeam InternationalOrganization Place Country Region City Product Software Service Device Vehicle Technology Event Work
""".split()


def _inventory() -> dict[str, tuple[set[str], set[str], bool]]:
    found = {}
    for line in INVENTORY.strip().splitlines():
        name, _, classes = line.strip().partition(" ")
        domain, range_ = ({c.strip() for c in side.split(",") if c.strip()} for side in classes.split("→"))
        found[name.removesuffix("=")] = (domain, range_, name.endswith("="))
    return found


# --- what is shipped --------------------------------------------------------------------------
@pytest.mark.parametrize("name", _inventory())
def test_relation_of_the_inventory(ontology: Ontology, name: str) -> None:
    domain, range_, symmetric = _inventory()[name]
    relation = ontology.relations[name]
    if domain:
        assert set(relation.domain) == domain
    assert set(relation.range) == range_
    assert relation.symmetric is symmetric
    assert relation.labels["fr"]
    assert relation.labels["en"]
    assert relation.definition.endswith(".")


def test_classes(ontology: Ontology) -> None:
    assert set(CLASSES) <= set(ontology.classes)
    for cls in ontology.classes.values():
        assert {"fr", "en"} <= set(cls.labels), cls.name
        assert cls.definition, cls.name
    tops = {"Agent", "Person", "Organization", "Place", "Product", "Technology", "Event", "Work"}
    assert all(ontology.is_any(name, tops) for name in CLASSES)
    assert ontology.is_a("Country", "Agent")
    assert ontology.is_a("Country", "Place")
    assert not ontology.is_a("Place", "Agent")


def test_relations_are_sane(ontology: Ontology) -> None:
    """Domains, ranges and inverses exist; a symmetric relation has one class on both sides and no inverse."""
    for relation in ontology.relations.values():
        assert set(relation.domain) <= set(ontology.classes)
        if relation.literal is None:
            assert set(relation.range) <= set(ontology.classes)
        if relation.symmetric:
            assert relation.domain == relation.range, relation.name
            assert relation.inverse in (None, relation.name)
        if relation.inverse is not None:
            other = ontology.relations[relation.inverse]
            assert (set(other.domain), set(other.range)) == (set(relation.range), set(relation.domain)), relation.name


def test_the_lexicon_is_wide(ontology: Ontology) -> None:
    worded = [r for r in ontology.relations.values() if r.entries and r.examples and r.counter_examples]
    assert len(worded) >= 25
    assert all(0 < e.confidence <= 1 for e in ontology.entries)


def test_labels_are_told_apart(ontology: Ontology) -> None:
    for tongue in ("fr", "en"):
        labels = [r.labels[tongue] for r in ontology.relations.values()]
        assert len(labels) == len(set(labels))


# --- what the loader refuses ------------------------------------------------------------------
PREFIXES = """
@prefix kg: <https://kg.example/ontology#> .
@prefix kgl: <https://kg.example/lexicon#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
CORE = PREFIXES + 'kg:Person a owl:Class . kg:City a owl:Class ; kgl:noun "ville" .\n'
LABELS = 'rdfs:label "visite"@fr , "visits"@en ; skos:definition "Goes there."@en'
SIDES = "rdfs:domain kg:Person ; rdfs:range kg:City"
ENTRY = 'kgl:lemma "visiter" ; kgl:pos kgl:verb ; kgl:subject kgl:subj ; kgl:object kgl:obj'


def _folder(tmp_path: Path, relation: str, core: str = CORE) -> Path:
    (tmp_path / "relations").mkdir()
    (tmp_path / "core.ttl").write_text(core, encoding="utf-8")
    (tmp_path / "relations" / "travel.ttl").write_text(PREFIXES + relation, encoding="utf-8")
    return tmp_path


def _relation(*parts: str) -> str:
    return f"kg:visits a owl:ObjectProperty ; {' ; '.join(parts)} ."


def test_a_small_ontology(tmp_path: Path) -> None:
    example = 'kgl:example [ kgl:text "X visite Y."@fr ; kgl:subject "X" ; kgl:object "Y" ; kgl:factuality kg:planned ]'
    found = load_ontology(_folder(tmp_path, _relation(LABELS, SIDES, f"kgl:entry [ {ENTRY} ]", example)))
    relation = found.relations["visits"]
    assert (relation.domain, relation.range, relation.literal) == (("Person",), ("City",), None)
    assert [(e.pos, e.lemmas, e.subject, e.object) for e in found.entries] == [
        ("verb", ("visiter",), (":subj",), (":obj",))
    ]
    assert relation.examples == (Example("X visite Y.", "X", "Y", "planned"),)
    assert found.classes_of_noun == {"ville": ("City",)}


@pytest.mark.parametrize(
    ("relation", "message"),
    [
        (_relation(SIDES), r"kg:visits: wants rdfs:label in @fr and @en and a skos:definition"),
        (_relation('rdfs:label "visite"@fr ; skos:definition "Goes."@en', SIDES), r"wants rdfs:label in @fr and @en"),
        (_relation('rdfs:label "visite"@fr , "visits"@en', SIDES), r"and a skos:definition"),
        (_relation(LABELS), r"wants an rdfs:domain and an rdfs:range"),
        (_relation(LABELS, "rdfs:domain kg:Person"), r"wants an rdfs:domain and an rdfs:range"),
        (_relation(LABELS, "rdfs:domain kg:Person ; rdfs:range kg:Town"), r"kg:visits: no class kg:Town; declare it in core\.ttl"),
        (_relation(LABELS, SIDES, f"kgl:entry [ {ENTRY} ; kgl:objectClass kg:Town ]"), r"no class kg:Town"),
        (_relation(LABELS, SIDES, f"kgl:entry [ {ENTRY.replace('kgl:verb', 'kgl:adverb')} ]"), r"kgl:pos 'adverb'; choose one of verb,"),
        (_relation(LABELS, SIDES, f"kgl:entry [ {ENTRY.replace('kgl:pos kgl:verb ;', '')} ]"), r"kgl:pos 'none'"),
        (_relation(LABELS, SIDES, "kgl:entry [ kgl:pos kgl:verb ; kgl:subject kgl:subj ; kgl:object kgl:obj ]"), r"a verb entry has no kgl:lemma"),
        (_relation(LABELS, SIDES, f"kgl:entry [ {ENTRY.replace('kgl:object kgl:obj', 'kgl:object kgl:iobj')} ]"), r"no slot kgl:iobj; choose a preposition"),
        (_relation(LABELS, SIDES, "kgl:entry [ kgl:lemma 'visiter' ; kgl:pos kgl:verb ; kgl:subject kgl:subj ]"), r"the entry of 'visiter' wants kgl:subject and kgl:object"),
        (_relation(LABELS, SIDES, f"kgl:entry [ {ENTRY} ; kgl:factuality kg:likely ]"), r"no factuality kg:likely; choose one of certain,"),
        (_relation(LABELS, SIDES, 'kgl:example [ kgl:subject "X" ]'), r"an example has no kgl:text; give it its sentence"),
        (_relation(LABELS, SIDES, 'kgl:example [ kgl:text "X"@fr ; kgl:factuality kg:sure ]'), r"no factuality kg:sure"),
        ("kg:visits a owl:ObjectProperty ,", r"travel\.ttl: not valid Turtle"),
    ],
)  # fmt: skip
def test_a_broken_relation_is_named(tmp_path: Path, relation: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message) as error:
        load_ontology(_folder(tmp_path, relation))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "relation",
    [
        _relation(LABELS.replace("@en ;", "@de ;"), SIDES),
        _relation(LABELS, SIDES, f"kgl:entry [ {ENTRY} ; kgl:confidence 7 ]"),
        _relation(LABELS, SIDES, "owl:inverseOf kg:visited_by"),
    ],
    ids=["German label", "confidence", "inverse"],
)
def test_to_be_refused(tmp_path: Path, relation: str) -> None:
    with pytest.raises(OntologyError):
        load_ontology(_folder(tmp_path, relation))


def test_a_folder_without_core_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        OntologyError, match=r"core\.ttl: cannot be read \(.*\); an ontology folder holds core\.ttl and relations"
    ):
        load_ontology(tmp_path)


def test_core_that_is_no_turtle_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"core\.ttl: not valid Turtle"):
        load_ontology(_folder(tmp_path, "", core="{"))


# --- its examples -----------------------------------------------------------------------------
def _examples(ontology: Ontology) -> dict[str, tuple[Relation, Example]]:
    """Example sentences by what `known_gaps.txt` calls them."""
    found = {}
    for relation in ontology.relations.values():
        for example in (*relation.examples, *relation.counter_examples):
            found[f"{relation.name}: {example.text}"] = (relation, example)
    return found


EXAMPLES = _examples(shipped())
KNOWN_GAPS = frozenset(GAPS.read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="session")
def extractions(pipeline: Language, ontology: Ontology) -> dict[str, Extraction]:
    """Return what is extracted from every example, each an article, all read in one batch."""
    articles = (Article(name, example.text) for name, (_, example) in EXAMPLES.items())
    return {x.article.id: x for x in extract_all(articles, pipeline=pipeline, ontology=ontology)}


def _fault(relation: Relation, example: Example, extraction: Extraction) -> str | None:
    """Say what is wrong with what was extracted from an example; None where nothing is."""
    found = [s for s in extraction.statements if s.predicate == relation.name]
    if example.subject is None:
        return f"{found[0].subject.name} … {found[0].object_name} by {found[0].rule}" if found else None
    wanted = (plain(example.subject), plain(example.object or ""))
    for statement in found:
        ends = (plain(statement.subject.name), plain(statement.object_name))
        if ends == wanted or (relation.symmetric and ends == wanted[::-1]):
            same = statement.factuality == example.factuality
            return None if same else f"{statement.factuality}, not {example.factuality}"
    return f"only {[(s.subject.name, s.predicate, s.object_name) for s in extraction.statements]}"


def _faults(extractions: Mapping[str, Extraction]) -> dict[str, str]:
    faults = ((name, _fault(*EXAMPLES[name], extractions[name])) for name in EXAMPLES)
    return {name: fault for name, fault in faults if fault is not None}


def _parameters() -> list[object]:
    gap = pytest.mark.xfail(reason="tests/known_gaps.txt", strict=True)
    return [pytest.param(name, marks=gap if name in KNOWN_GAPS else (), id=name) for name in EXAMPLES]


@pytest.mark.parametrize("name", _parameters())
def test_example(request: pytest.FixtureRequest, extractions: dict[str, Extraction], name: str) -> None:
    """An example states its relation, between its ends, as surely as it says; a counter-example does not."""
    if request.config.getoption("--refresh"):
        pytest.skip("known_gaps.txt is written anew")
    fault = _fault(*EXAMPLES[name], extractions[name])
    assert fault is None, fault


def test_known_gaps(request: pytest.FixtureRequest, extractions: dict[str, Extraction]) -> None:
    """Every known gap is an example, and they are few; with ``--refresh`` they are written anew."""
    if request.config.getoption("--refresh"):
        GAPS.write_text("".join(f"{name}\n" for name in sorted(_faults(extractions))), encoding="utf-8")
        return
    assert frozenset(EXAMPLES) >= KNOWN_GAPS
    assert len(KNOWN_GAPS) <= 0.15 * len(EXAMPLES)
