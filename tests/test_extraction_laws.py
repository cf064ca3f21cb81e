"""What holds of every extraction, whatever the text."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.build import extract_all
from kg.ontology import Ontology, load_ontology
from kg.records import Article, Entity, Extraction
from kg.resources import examples_dir, ontology_dir

if TYPE_CHECKING:
    from spacy.language import Language

Lawful = Callable[[str], None]

_FRAGMENTS = st.sampled_from(
    ["Renault", "Verkor", "Satya Nadella", "M. Martin", "l'ONU", "L’Oréal", "la firme de Redmond", "le groupe", "Microsoft", "OpenAI", "il", "elle",
     "ils", "son partenariat", "leur", "rachète", "a racheté", "est rachetée par", "investit", "aurait investi", "s'allie à", "dans", "chez", "avec",
     "de", "dont", "qui", "que", "où", "et", ",", ".", "?", "…", "«", "»", '"', "(", ")", "PDG", "ancien", "le président français", "né à", "Paris",
     "49 %", "10 milliards de dollars", "le 23 janvier 2023", "hier", "selon Bloomberg",
     "a déclaré", "ne", "pas", "si", "pour", "fondée en 1998", "nous", "je", "-t-il", "\n", "\n\n", "\u00a0", "\u202f", "\u00ad", "’", "🙂",
     "e\u0301lus", "\x00", "ﬁn", "İstanbul", "ß", "\u2028", "<b>", "</script>", "https://kg.example", "@x", "#", "1er", "12/05/2023"]
)  # fmt: skip
_TEXTS = st.one_of(st.lists(_FRAGMENTS, max_size=25).map(" ".join), st.text(max_size=80))


@pytest.fixture(scope="module")
def lawful(pipeline: Language, ontology: Ontology) -> Lawful:
    """Return a function that checks the laws on one text."""

    def extract(text: str) -> Extraction:
        [found] = extract_all([Article("a", text, date="2023-01-25")], pipeline=pipeline, ontology=ontology)
        return found

    def lawful(text: str) -> None:
        found = extract(text)
        _check(found, ontology)
        assert extract(text) == found

    return lawful


@pytest.fixture(scope="module")
def read(pipeline: Language, ontology: Ontology) -> list[Extraction]:
    """Return the extractions of the example articles."""
    paths = sorted(examples_dir().glob("*.txt"))
    articles = [Article(p.stem, p.read_text(encoding="utf-8")) for p in paths]
    return list(extract_all(articles, pipeline=pipeline, ontology=ontology))


def _check(found: Extraction, ontology: Ontology) -> None:
    text = found.article.text
    ids = [e.id for e in found.entities]
    assert len(ids) == len(set(ids))
    for mention, entity_id in found.mentions:
        assert text[mention.start : mention.end] == mention.text != ""
        assert entity_id in ids
    assert list(found.mentions) == sorted(found.mentions, key=lambda item: (item[0].start, item[0].end, item[1]))
    keys = [s.key for s in found.statements]
    assert len(keys) == len(set(keys))
    for statement in found.statements:
        evidence = statement.evidence
        assert text[evidence.start : evidence.end] == evidence.quote != ""
        assert evidence.sentence_start <= evidence.start < evidence.end <= evidence.sentence_end <= len(text)
        assert 0 < statement.confidence <= 1
        relation = ontology.relations[statement.predicate]
        assert statement.subject in found.entities
        assert _may_be(statement.subject.type, relation.domain, ontology)
        if isinstance(statement.object, Entity):
            assert statement.object in found.entities
            assert statement.object != statement.subject
            assert _may_be(statement.object.type, relation.range, ontology)
        else:
            assert statement.object.kind == relation.literal
        if statement.attributed_to is not None:
            assert statement.attributed_to in found.entities
        if statement.amount is not None:
            assert statement.amount.text in text


def _may_be(cls: str, wanted: tuple[str, ...], ontology: Ontology) -> bool:
    """Tell whether a class is one that is wanted, or above one."""
    return ontology.is_any(cls, wanted) or any(
        ontology.is_a(c, cls) and ontology.is_any(c, wanted) for c in ontology.classes
    )


@given(text=_TEXTS)
@example(text="")
@example(text=" \n\n\t ")
@example(text="« « « Renault » rachète « Verkor")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_breaks_the_laws(lawful: Lawful, text: str) -> None:
    """Any text gives an extraction that quotes it, and the same each time."""
    lawful(text)


@pytest.mark.parametrize(
    "text",
    [
        "Renault a gagné 1.234.567 % depuis 1990.",
        "Renault rachète Verkor dans 99999999999 jours.",
        "Renault a racheté Verkor il y a ² ans.",
    ],
)
def test_no_number_breaks_the_laws(lawful: Lawful, text: str) -> None:
    lawful(text)


def test_articles_keep_the_laws(read: list[Extraction], ontology: Ontology) -> None:
    assert sum(len(x.statements) for x in read) > 0
    for found in read:
        _check(found, ontology)


def test_confidence_has_a_floor_to_choose(pipeline: Language, ontology: Ontology, read: list[Extraction]) -> None:
    """What is left out below a floor is what stood below it."""
    articles = [x.article for x in read]
    sure = list(extract_all(articles, pipeline=pipeline, ontology=ontology, min_confidence=0.9))
    for all_, some in zip(read, sure, strict=True):
        assert list(some.statements) == [s for s in all_.statements if s.confidence >= 0.9]


EXPLORES = """
@prefix kg: <https://kg.example/ontology#> .
@prefix kgl: <https://kg.example/lexicon#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

kg:explores a owl:ObjectProperty ;
    rdfs:label "explore"@fr , "explores"@en ;
    skos:definition "Travels through it to know it."@en ;
    rdfs:domain kg:Person ; rdfs:range kg:Place ;
    kgl:entry [ kgl:lemma "explorer" , "arpenter" ; kgl:pos kgl:verb ; kgl:subject kgl:subj ; kgl:object kgl:obj ] .
"""


def test_a_new_relation_is_one_file(pipeline: Language, tmp_path: Path) -> None:
    """A Turtle file dropped into the ontology is extracted, and no Python knows of it."""
    shutil.copytree(ontology_dir(), tmp_path / "ontology")
    (tmp_path / "ontology" / "relations" / "travel.ttl").write_text(EXPLORES, encoding="utf-8")
    article = Article("a", "En 1871, Paul Martin a exploré la Norvège. L'Espagne sera explorée par Marie Leroy.")
    [found] = extract_all([article], pipeline=pipeline, ontology=load_ontology(tmp_path / "ontology"))
    stated = {(s.subject.name, s.object_name, s.factuality) for s in found.statements if s.predicate == "explores"}
    assert stated == {("Paul Martin", "Norvège", "certain"), ("Marie Leroy", "Espagne", "planned")}
