"""The learned scorer: weights on disk, what it adds, what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.api import KnowledgeGraph
from kg.extract.weights import Weights, load_weights


def test_weights_come_back_as_they_were_written(tmp_path: Path) -> None:
    matrix = np.array([[1.0, -2.0], [0.0, 0.0], [0.5, 0.25]], np.float32)
    bias = np.array([-1.0, 0.5], np.float32)
    weights = Weights(
        ("a", "b"), {"x": 0, "nothing": 1, "é y": 2}, matrix, bias, {"rule": 1.5}, ((1, 0), (0.5, 0.25)), 0.75
    )
    weights.save(tmp_path / "sub" / "w.npz")
    read = load_weights(tmp_path / "sub" / "w.npz")
    assert read is not None
    assert (read.relations, dict(read.features), dict(read.hints)) == (("a", "b"), {"x": 0, "é y": 1}, {"rule": 1.5})
    assert (read.calibration, read.threshold) == (((1, 0), (0.5, 0.25)), 0.75)
    assert read.log_odds(["x", "é y", "unknown"]) == pytest.approx(weights.log_odds(["x", "é y"]), abs=1e-3)


def test_without_known_features_only_the_bias_speaks() -> None:
    bias = np.array([-1.0], np.float32)
    weights = Weights(("a",), {}, np.zeros((0, 1), np.float32), bias, {})
    assert weights.log_odds(["x"]) == pytest.approx([-1.0])
    assert weights.confidence(0.0, by_rule=False) == pytest.approx(0.5)


def test_the_source_of_a_sentence_does_nothing_of_what_it_says(demo_graph: KnowledgeGraph) -> None:
    """« Selon L'Écho des Ateliers, Sabrenor […] aurait négocié avec Lithélan »: the paper negotiates with nobody."""
    who = {s.subject.name for x in demo_graph for s in x.statements if s.predicate == "negotiates_with"}
    assert "Sabrenor" in who
    assert "Écho des Ateliers" not in who
