"""Scores against hand-made gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ArticleError
from kg.evaluate import Gold, Score, plain, read_gold, score
from kg.ontology import Ontology
from kg.records import Article, Entity, Evidence, Extraction, Factuality, Statement, Value

ARTICLE = Article("a", "Renault et Verkor.")
ENTITIES = (
    {"name": "Renault", "type": "Company", "aliases": ["le groupe au losange", "la Régie"]},
    {"name": "Verkor", "type": "Company", "aliases": []},
    {"name": "Paul Martin", "type": "Person"},
)


def _gold(*statements: tuple[str, str, str], **kept: Any) -> Gold:
    rows = tuple({"s": s, "p": p, "o": o, "factuality": "certain", **kept} for s, p, o in statements)
    return Gold(ARTICLE, ENTITIES, rows)


def _said(*triples: tuple[str, str, str], factuality: Factuality = "certain", speaker: str | None = None) -> Extraction:
    def entity(name: str) -> Entity:
        return Entity(name, name, "Company")

    made = tuple(
        Statement(
            "a",
            entity(s),
            p,
            Value(o) if p in ("founded_on", "also_known_as") else entity(o),
            Evidence.of(ARTICLE, 0, 1, (0, 1)),
            factuality=factuality,
            attributed_to=entity(speaker) if speaker else None,
        )
        for s, p, o in triples
    )
    return Extraction(ARTICLE, statements=made)


def _counts(found: Score) -> tuple[int, int, int]:
    return found.tp, found.fp, found.fn


BUYS = ("Renault", "acquires", "Verkor")


@pytest.mark.parametrize(
    ("wanted", "said", "expected"),
    [
        ([BUYS], [BUYS], (1, 0, 0)),
        ([BUYS], [], (0, 0, 1)),
        ([], [BUYS], (0, 1, 0)),
        ([BUYS], [("Verkor", "acquires", "Renault")], (0, 1, 1)),
        ([BUYS], [("Renault", "owns", "Verkor")], (0, 1, 1)),
        # symmetric relations hold both ways, once
        ([("Renault", "partners_with", "Verkor")], [("Verkor", "partners_with", "Renault")], (1, 0, 0)),
        (
            [("Renault", "partners_with", "Verkor")],
            [("Renault", "partners_with", "Verkor"), ("Verkor", "partners_with", "Renault")],
            (1, 0, 0),
        ),
        # names: aliases, case, accents, determiners, civilities, apostrophes
        ([BUYS], [("le groupe au losange", "acquires", "VERKOR")], (1, 0, 0)),
        ([BUYS], [("Régie", "acquires", "verkor")], (1, 0, 0)),
        ([("Paul Martin", "ceo_of", "Verkor")], [("M. Paul Martin", "ceo_of", "Verkor")], (1, 0, 0)),
        ([("L’Oréal", "acquires", "Verkor")], [("L'Oréal", "acquires", "Verkor")], (1, 0, 0)),
        # aliases of an entity are the same statement
        ([BUYS], [BUYS, ("la Régie", "acquires", "Verkor")], (1, 0, 0)),
        # values are compared as text
        ([("Renault", "founded_on", "1898")], [("Renault", "founded_on", "1898")], (1, 0, 0)),
        ([("Renault", "founded_on", "1898")], [("Renault", "founded_on", "1899")], (0, 1, 1)),
    ],
)
def test_counts(ontology: Ontology, wanted: list[Any], said: list[Any], expected: tuple[int, int, int]) -> None:
    assert _counts(score([(_gold(*wanted), _said(*said))], ontology)) == expected


def test_optional_statements_neither_reward_nor_punish(ontology: Ontology) -> None:
    optional = _gold(BUYS, optional=True)
    assert _counts(score([(optional, _said(BUYS))], ontology)) == (0, 0, 0)
    assert _counts(score([(optional, _said())], ontology)) == (0, 0, 0)


def test_a_statement_that_is_wanted_once_is_wanted(ontology: Ontology) -> None:
    """Optional in one line, not in another: not optional."""
    rows = ({"s": BUYS[0], "p": BUYS[1], "o": BUYS[2], "factuality": "certain", "optional": o} for o in (True, False))
    assert _counts(score([(Gold(ARTICLE, ENTITIES, tuple(rows)), _said())], ontology)) == (0, 0, 1)


def test_precision_recall_f1(ontology: Ontology) -> None:
    wanted = _gold(BUYS, ("Paul Martin", "ceo_of", "Verkor"), ("Paul Martin", "ceo_of", "Renault"))
    found = score([(wanted, _said(BUYS, ("Renault", "sues", "Verkor")))], ontology)
    assert found.precision == 0.5
    assert found.recall == pytest.approx(1 / 3)
    assert found.f1 == pytest.approx(0.4)
    assert found.relations == {"acquires": (1, 0, 0), "sues": (0, 1, 0), "ceo_of": (0, 0, 2)}
    assert [kind for kind, _, _ in found.errors] == ["wrong", "missed", "missed"]


def test_no_counts_no_division(ontology: Ontology) -> None:
    assert (Score().precision, Score().recall, Score().f1) == (0.0, 0.0, 0.0)
    assert score([], ontology).f1 == 0.0


def test_articles_add_up(ontology: Ontology) -> None:
    pair = (_gold(BUYS), _said(BUYS))
    assert _counts(score([pair, pair, (_gold(BUYS), _said())], ontology)) == (2, 0, 1)


def test_qualifiers_of_matched_triples(ontology: Ontology) -> None:
    gold = _gold(BUYS, attributed_to="M. Paul Martin")
    right = score([(gold, _said(BUYS, speaker="Paul Martin"))], ontology)
    wrong = score([(gold, _said(BUYS, factuality="planned", speaker="Verkor"))], ontology)
    silent = score([(gold, _said(BUYS))], ontology)
    none_wanted = score([(_gold(BUYS), _said(BUYS, speaker="Verkor"))], ontology)
    assert [(s.factuality, s.speaker) for s in (right, wrong, silent, none_wanted)] == [
        ((1, 1), (1, 1)),
        ((0, 1), (0, 1)),
        ((1, 1), (0, 1)),
        ((1, 1), (0, 0)),
    ]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("L'ONU", "ONU", True),
        ("Le groupe", "groupe", True),
        ("M. Ayrault", "Ayrault", True),
        ("Citroën", "citroen", True),
        ("Jean-Paul", "Jean Paul", True),
        ("Paul Martin", "Martin", False),
    ],
)
def test_plain(a: str, b: str, same: bool) -> None:
    assert (plain(a) == plain(b)) is same


# --- files ------------------------------------------------------------------------------------
ROW = {"id": "x", "title": "T", "date": "2023", "text": "Bonjour.", "entities": [], "statements": []}


def _file(folder: Path, *rows: object) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")
    return path


def test_read_gold_with_text(tmp_path: Path) -> None:
    [gold] = read_gold(_file(tmp_path, ROW))
    assert gold.article == Article("x", "Bonjour.", title="T", date="2023")


def test_read_gold_of_known_articles(tmp_path: Path) -> None:
    row = {"id": "x", "entities": [], "statements": []}
    only, other = Article("y", "."), Article("x", "..")
    assert next(read_gold(_file(tmp_path, row), [only])).article is only
    assert next(read_gold(_file(tmp_path, row), [only, other])).article is other


@pytest.mark.parametrize("bad", ["{", "[]", '"x"', '{"id": "x"}', '{"id": "x", "text": "."}'])
def test_a_bad_line_is_named(tmp_path: Path, bad: str) -> None:
    with pytest.raises(ArticleError, match=r"gold\.jsonl:2: no gold line .*README"):
        list(read_gold(_file(tmp_path, ROW, bad)))
