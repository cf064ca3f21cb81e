"""Samples → weights: logistic regression of all relations at once, with shared weights for hints."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
from passages import UNKNOWN, Reading
from scipy.optimize import minimize

from kg.extract.weights import SCALE, Weights

#: Features seen less often are left out.
LEAST = 5
PENALTY, HINT_PENALTY = 2.0, 0.1
ITERATIONS = 40
#: The lexicon was gathered from these very passages: in a copy of each, this share of its entries is forgotten,
#: so that the scorer does not count on words being in the lexicon.
FORGOTTEN = 0.35
UNLABELLED_WEIGHT = 1.0


@dataclass
class Matrices:
    """Features of pairs, hints of (pair, relation)s, and of each of these its pair, relation and label."""

    pairs: Any
    hints: Any
    pair: np.ndarray
    relation: np.ndarray
    label: np.ndarray
    weight: np.ndarray


class Builder:
    """Collects samples into matrices."""

    def __init__(self, relations: Sequence[str], features: dict[str, int]) -> None:
        self.column = {r: i for i, r in enumerate(relations)}
        self.features = features
        self.hint_ids: dict[str, int] = {}
        self._pairs: tuple[list[int], list[int]] = ([0], [])
        self._hints: tuple[list[int], list[int]] = ([0], [])
        self._rest: list[tuple[int, int, int, float]] = []

    def add(self, readings: Iterable[Reading], weight: float, rng: random.Random | None = None) -> None:
        """Add samples; with a random generator, part of the lexicon is forgotten."""
        for reading in readings:
            forgotten = {r for r in self.column if rng is not None and rng.random() < FORGOTTEN}
            for sample in reading.samples:
                known = [x for x in sample.relations if x[0] in self.column and x[3] != UNKNOWN]
                if not known:
                    continue
                number = len(self._pairs[0]) - 1
                self._pairs[1].extend(
                    i for f in sample.features if not _tells(f, forgotten) and (i := self.features.get(f)) is not None
                )
                self._pairs[0].append(len(self._pairs[1]))
                for relation, hints, _, label in known:
                    seen = forget(hints) if relation in forgotten else hints
                    self._hints[1].extend(self.hint_ids.setdefault(h, len(self.hint_ids)) for h in seen)
                    self._hints[0].append(len(self._hints[1]))
                    self._rest.append((number, self.column[relation], label, weight))

    def matrices(self) -> Matrices:
        """Return what was collected."""
        pair, relation, label, weight = (np.array(x) for x in zip(*self._rest, strict=True))
        pairs = _csr(self._pairs, len(self.features))
        norm = SCALE / np.sqrt(np.maximum(1, np.diff(pairs.indptr)))
        return Matrices(
            (sparse.diags(norm.astype(np.float32)) @ pairs).tocsr(),
            _csr(self._hints, len(self.hint_ids)),
            pair,
            relation,
            label.astype(np.float32),
            weight.astype(np.float32),
        )


def _csr(rows: tuple[list[int], list[int]], width: int) -> Any:
    indptr, indices = rows
    return sparse.csr_matrix((np.ones(len(indices), np.float32), indices, indptr), (len(indptr) - 1, width))


def _tells(feature: str, forgotten: set[str]) -> bool:
    """A feature that says that the lexicon knows a word for a forgotten relation."""
    return bool(forgotten) and "~" in feature and feature.partition("~")[2].split(" ")[0] in forgotten


def forget(hints: Sequence[str]) -> list[str]:
    """Hints that are left when the lexicon knows nothing."""
    return [*(h for h in hints if h.startswith(("fit", "trust"))), "no lexicon"]


def fit(
    labelled: Sequence[Sequence[Reading]], unlabelled: Sequence[Reading], relations: Sequence[str], *, seed: int
) -> Weights:
    """Fit all weights; `labelled` are lists of readings."""
    counts = Counter(f for readings in labelled for r in readings for s in r.samples for f in s.features)
    features = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= LEAST))}
    builder, rng = Builder(relations, features), random.Random(seed)
    for readings in labelled:
        builder.add(readings, 1.0)
        builder.add(readings, 1.0, rng)
    builder.add(unlabelled, UNLABELLED_WEIGHT)
    m = builder.matrices()
    shape = (len(features), len(relations))
    x = _minimised(m, shape, len(builder.hint_ids))
    cut, end = shape[0] * shape[1], shape[0] * shape[1] + shape[1]
    hints = {h: float(x[end + i]) for h, i in builder.hint_ids.items()}
    return Weights(tuple(relations), features, x[:cut].reshape(shape), x[cut:end], hints)


def _minimised(m: Matrices, shape: tuple[int, int], hints: int) -> np.ndarray:
    cut, end = shape[0] * shape[1], shape[0] * shape[1] + shape[1]
    cells = m.pair.astype(np.int64) * shape[1] + m.relation
    pairs_t, hints_t = m.pairs.T.tocsr(), m.hints.T.tocsr()
    sign = 1 - 2 * m.label

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        t = flat.astype(np.float32)
        matrix, bias, shared = t[:cut].reshape(shape), t[cut:end], t[end:]
        odds = (m.pairs @ matrix)[m.pair, m.relation] + bias[m.relation] + m.hints @ shared
        error = m.weight * (1 / (1 + np.exp(-odds)) - m.label)
        value = float((m.weight * np.logaddexp(0, sign * odds)).sum())
        value += 0.5 * PENALTY * float(matrix.ravel() @ matrix.ravel()) + 0.5 * HINT_PENALTY * float(shared @ shared)
        errors = np.bincount(cells, error, m.pairs.shape[0] * shape[1]).astype(np.float32).reshape(-1, shape[1])
        slope = (pairs_t @ errors + PENALTY * matrix).ravel()
        bias_slope = np.bincount(m.relation, error, shape[1])
        return value, np.concatenate([slope, bias_slope, hints_t @ error + HINT_PENALTY * shared]).astype(np.float64)

    found = minimize(
        loss, np.zeros(end + hints), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS, "maxcor": 8}
    )
    return found.x.astype(np.float32)


def log_odds(readings: Sequence[Reading], weights: Weights) -> dict[tuple[int, Any], float]:
    """Highest log odds of each triple, by the number of its reading."""
    column = {r: i for i, r in enumerate(weights.relations)}
    best: dict[tuple[int, Any], float] = {}
    for number, reading in enumerate(readings):
        for sample in reading.samples:
            odds = weights.log_odds(sample.features)
            for relation, hints, key, _ in sample.relations:
                if relation in column:
                    value = float(odds[column[relation]]) + weights.hinted(hints)
                    at = (number, key)
                    best[at] = max(value, best.get(at, -99.0))
    return best


def calibrated(odds: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make log odds true (Platt)."""

    def loss(ab: np.ndarray) -> float:
        z = ab[0] * odds + ab[1]
        return float((np.logaddexp(0, z) - right * z).sum()) + 0.01 * float((ab[0] - 1) ** 2)

    a, b = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(a), float(b)
