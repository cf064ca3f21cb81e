"""Why a text states what it states, and why not more; what the lexicon lacks."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from typer.testing import CliRunner

from docs import Reading, shipped
from kg.cli import app
from kg.extract import Extractor
from kg.extract.gaps import find_gaps, stub
from kg.extract.trace import ClauseTrace, trace
from kg.records import Article

PREFIXES = "@prefix kg: <https://kg.example/ontology#> . @prefix kgl: <https://kg.example/lexicon#> .\n"


def traced(text: str, least: float = 0.0) -> list[ClauseTrace]:
    reading = Reading(text)
    extractor = Extractor(shipped(), min_confidence=least)
    return list(trace(Article("a", text), reading.paragraphs, extractor))


def verdicts(text: str, relation: str, least: float = 0.0) -> list[str]:
    return [e.verdict for c in traced(text, least) for e in c.entries if e.relation == relation]


def test_a_clause_is_shown_with_what_its_arguments_stand_for() -> None:
    [clause] = [c for c in traced("Renault rachète Verkor.") if c.lemma == "racheter"]
    assert (clause.start, clause.end, clause.predicate, clause.pos) == (8, 15, "rachète", "verb")
    assert [(a.slot, a.text, a.entities[0][0]) for a in clause.arguments] == [
        ("subj", "Renault", "Renault"),
        ("obj", "Verkor", "Verkor"),
    ]


def test_what_was_stated_is_said_so() -> None:
    assert any(
        v.startswith("stated: Renault acquires Verkor, certain")
        for v in verdicts("Renault rachète Verkor.", "acquires")
    )


def test_what_is_not_sure_enough_is_said_so() -> None:
    assert any(v.endswith("under 1") for v in verdicts("Renault rachète Verkor.", "acquires", least=1.0))


@pytest.mark.parametrize(
    ("text", "relation", "why"),
    [
        ("Le groupe rachète Verkor.", "acquires", "nobody that is named at subj: « Le groupe »"),
        ("Il faut racheter Verkor.", "acquires", "no argument at subj"),
        ("Renault rachète Verkor.", "sells", "no argument at auprès de, à"),
    ],
)
def test_what_was_missing_is_named(text: str, relation: str, why: str) -> None:
    assert why in verdicts(text, relation)


def test_gaps_are_predicates_that_no_entry_takes_and_their_stub_is_turtle() -> None:
    from kg.language.pipeline import annotate, load_pipeline

    articles = [
        Article("a", "Léa Morel a chatouillé Satya Nadella. Renault rachète Verkor."),
        Article("b", "Paul Martin a chatouillé Satya Nadella."),
    ]
    gaps = find_gaps(annotate(articles, load_pipeline()), Extractor(shipped()))
    assert [(g.lemma, g.subject_slot, g.object_slot, g.count) for g in gaps[:1]] == [
        ("chatouiller", ":subj", ":obj", 2)
    ]
    assert gaps[0].examples[0] == ("Léa Morel", "Satya Nadella", "Léa Morel a chatouillé Satya Nadella.")
    assert all(g.lemma != "racheter" for g in gaps)
    assert (
        len(Graph().parse(data=PREFIXES + stub(gaps[0], "tickles"), format="turtle")) == 11
    )  # two of the relation, six of the entry, three of the example


def test_a_pasted_stub_makes_the_statement(tmp_path: Path) -> None:
    """`kg gaps` → Turtle → a relation, without a line of Python."""
    import shutil

    from kg.resources import ontology_dir

    text = "Léa Morel a chatouillé Satya Nadella."
    article = tmp_path / "a.txt"
    article.write_text(f"{text}\n", encoding="utf-8")
    shutil.copytree(ontology_dir(), tmp_path / "ontology")
    shown = CliRunner().invoke(app, ["gaps", str(article), "--relation", "tickles"])
    assert shown.exit_code == 0
    turtle = "\n".join(line for line in shown.stdout.splitlines() if line.startswith("    "))
    (tmp_path / "ontology" / "relations" / "mine.ttl").write_text(
        PREFIXES
        + "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        + "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        + 'kg:tickles a owl:ObjectProperty ; rdfs:label "chatouille"@fr , "tickles"@en ;\n'
        + '    skos:definition "Tickles."@en ; rdfs:domain kg:Person ; rdfs:range kg:Person .\n'
        + turtle,
        encoding="utf-8",
    )
    read = CliRunner().invoke(app, ["explain", "-s", text, "--ontology", str(tmp_path / "ontology")])
    assert "+ tickles by « chatouiller »: stated: Léa Morel tickles Satya Nadella" in read.stdout


@pytest.mark.parametrize("arguments", [[], ["g.trig"], ["g.trig", "X", "-s", "Texte."]])
def test_explain_wants_a_graph_and_a_name_or_a_text(arguments: list[str]) -> None:
    result = CliRunner().invoke(app, ["explain", *arguments])
    assert result.exit_code == 2
    assert "--sentence" in result.output


def test_an_empty_sentence_is_refused_in_one_line() -> None:
    result = CliRunner().invoke(app, ["explain", "-s", "  "])
    assert result.exit_code == 1
    assert result.stderr == "error: --sentence: there is no text; give a French sentence in quotes\n"


def test_gaps_of_a_missing_path_are_an_error() -> None:
    result = CliRunner().invoke(app, ["gaps", "nowhere.txt"])
    assert result.exit_code == 1
    assert "nowhere.txt" in result.stderr
