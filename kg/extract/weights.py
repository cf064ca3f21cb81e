"""The scorer's weights: read, written, multiplied. `training/relations/train.py` makes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.resources import weights_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Weights", "load_weights"]

#: Rows of features are brought to this length, so that long sentences do not shout.
SCALE = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A logistic regression for each relation, with weights that all of them share.

    Parameters
    ----------
    relations : tuple of str
    features : mapping of str to int
        Feature of a pair → row of `matrix`.
    matrix : numpy.ndarray, shape (features, relations)
    bias : numpy.ndarray, shape (relations,)
    hints : mapping of str to float
        Feature of a pair and a relation → its weight.
    calibration : tuple of (float, float)
        Slope and offset that make log odds true; first for what only the scorer says, then for
        what a rule says too.
    threshold : float
        Least confidence of what only the scorer says.
    """

    relations: tuple[str, ...]
    features: Mapping[str, int]
    matrix: NDArray[np.float32]
    bias: NDArray[np.float32]
    hints: Mapping[str, float]
    calibration: tuple[tuple[float, float], tuple[float, float]] = ((1.0, 0.0), (1.0, 0.0))
    threshold: float = 0.5

    def log_odds(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Log odds of every relation, before hints."""
        rows = [row for f in features if (row := self.features.get(f)) is not None]
        if not rows:
            return self.bias
        total: NDArray[np.float32] = self.bias + np.add.reduce(self.matrix.take(rows, axis=0)) * np.float32(
            SCALE / len(rows) ** 0.5
        )
        return total

    def hinted(self, hints: Iterable[str]) -> float:
        """What hints add to the log odds."""
        return sum(self.hints.get(h, 0.0) for h in hints)

    def confidence(self, log_odds: float, *, by_rule: bool) -> float:
        """Probability that log odds come to, calibrated."""
        slope, offset = self.calibration[by_rule]
        return float(1 / (1 + np.exp(-(slope * log_odds + offset))))

    def save(self, path: Path) -> None:
        """Write the weights, halved in width; rows of nothing are left out."""
        matrix = self.matrix.astype(np.float16)
        names = sorted(self.features, key=self.features.__getitem__)
        kept = [i for i in range(len(names)) if np.abs(matrix[i]).max() > 0]
        hints = sorted(self.hints)
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            relations=_packed(self.relations),
            features=_packed([names[i] for i in kept]),
            matrix=matrix[kept],
            bias=self.bias.astype(np.float32),
            hints=_packed(hints),
            hint_weights=np.array([self.hints[h] for h in hints], np.float32),
            calibration=np.array(self.calibration, np.float32),
            threshold=np.array(self.threshold, np.float32),
        )


@cache
def load_weights(path: Path | None = None) -> Weights | None:
    """Read weights once; None where there is no such file, and rules speak alone.

    Examples
    --------
    >>> load_weights(Path("nowhere.npz")) is None
    True
    """
    file = path or weights_file()
    if not file.is_file():
        return None
    with np.load(file, allow_pickle=False) as data:
        calibration = [(float(a), float(b)) for a, b in data["calibration"]]
        hints = zip(_unpacked(data["hints"]), data["hint_weights"], strict=True)
        return Weights(
            relations=_unpacked(data["relations"]),
            features={f: i for i, f in enumerate(_unpacked(data["features"]))},
            matrix=data["matrix"].astype(np.float32),
            bias=data["bias"],
            hints={h: float(w) for h, w in hints},
            calibration=(calibration[0], calibration[1]),
            threshold=float(data["threshold"]),
        )


def _packed(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _unpacked(packed: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split("\n"))
