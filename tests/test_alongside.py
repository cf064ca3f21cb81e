"""Of what one sentence tells of the same two, a surer relation leaves room for some others only."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs import shipped
from kg.extract.alongside import surest

ENDS = [object() for _ in range(3)]
RELATIONS = sorted(name for name, relation in shipped().relations.items() if relation.literal is None)


def candidate(relation: str, sure: float, subject: int = 0, object: int = 1, sentence: int = 0) -> Any:
    sent = SimpleNamespace(start=sentence)
    return SimpleNamespace(
        entry=SimpleNamespace(relation=relation),
        paragraph=0,
        clause=SimpleNamespace(predicate=SimpleNamespace(sent=sent)),
        subject=ENDS[subject],
        object=ENDS[object],
        confidence=sure,
    )


def left(*candidates: Any) -> list[str]:
    return [c.entry.relation for c in surest(candidates, shipped())]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("leaves", "ceo_of", True),
        ("ceo_of", "leaves", True),
        ("headquartered_in", "operates_in", False),
        ("kills", "attacks", False),
        ("spouse_of", "meets_with", False),
        ("author_of", "performs_in", True),
    ],
)
def test_what_may_be_told_besides(first: str, second: str, both: bool) -> None:
    """Whichever is surer."""
    assert left(candidate(first, 0.9), candidate(second, 0.8)) == ([first, second] if both else [first])
    assert left(candidate(first, 0.8), candidate(second, 0.9)) == ([first, second] if both else [second])


def test_the_same_two_stand_either_way_round() -> None:
    assert left(candidate("kills", 0.9), candidate("attacks", 0.8, 1, 0)) == ["kills"]


def test_one_relation_both_ways_round() -> None:
    assert left(candidate("owns", 0.9), candidate("owns", 0.8, 1, 0)) == ["owns"]
    assert left(candidate("spouse_of", 0.9), candidate("spouse_of", 0.8, 1, 0)) == ["spouse_of", "spouse_of"]


def test_others_and_other_sentences_do_not_matter() -> None:
    elsewhere = candidate("attacks", 0.8, sentence=12), candidate("attacks", 0.8, 0, 2), candidate("attacks", 0.9)
    assert left(candidate("kills", 0.9), *elsewhere) == ["kills", "attacks", "attacks", "attacks"]


@given(
    st.lists(
        st.builds(
            candidate,
            st.sampled_from(RELATIONS),
            st.floats(0, 1),
            st.integers(0, 1),
            st.just(2),
            st.integers(0, 1),
        ),
        max_size=8,
    )
)
def test_laws(candidates: list[Any]) -> None:
    """Order stays, the surest of each two in each sentence stays, and doing it again changes nothing."""
    kept = surest(candidates, shipped())
    assert [c for c in candidates if any(c is k for k in kept)] == kept
    assert surest(kept, shipped()) == kept
    for one in candidates:
        rivals = [c for c in candidates if c.subject is one.subject and c.clause == one.clause]
        if all(one.confidence >= c.confidence for c in rivals):
            assert any(one is k for k in kept)


def test_the_ontology_names_relations_it_has() -> None:
    relations = shipped().relations
    named = {other for relation in relations.values() for other in relation.alongside}
    assert named <= relations.keys()
    assert all(name in relations[other].alongside for name, r in relations.items() for other in r.alongside)
