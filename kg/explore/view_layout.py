"""Positions for the first look: stress majorisation, no overlaps, components packed.

Everything here is a pure function of its arguments, so that a page has the same bytes
each time it is written. Units are those of the canvas (pixels at zoom 1).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Link", "place"]

Floats = NDArray[np.float64]

EDGE = 165.0  # length of an edge between a hub and a leaf
CELL = 45.0  # grid on which components are packed
ASPECT = 1.5  # width over height that the whole aims at
GAP = 14.0  # least distance between two boxes
SCREEN = (1150.0, 860.0)  # what the whole is drawn together to fit, as far as its nodes allow
TIGHTEST = 0.4


@dataclass(frozen=True, slots=True)
class Box:
    """Room that a node and its label take, and the node's own size (half its height)."""

    width: float
    height: float
    size: float = 10.0
    community: int = -1


@dataclass(frozen=True, slots=True)
class Link:
    """An edge between two boxes, by index."""

    source: int
    target: int


def place(boxes: Sequence[Box], links: Sequence[Link]) -> list[tuple[int, int]]:
    """Return a position for each box.

    Examples
    --------
    >>> place([Box(40, 40), Box(40, 40)], [Link(0, 1)])
    [(82, 0), (-82, 0)]
    >>> place([], [])
    []
    """
    neighbours: list[set[int]] = [set() for _ in boxes]
    for link in links:
        if link.source != link.target:
            neighbours[link.source].add(link.target)
            neighbours[link.target].add(link.source)
    positions = np.zeros((len(boxes), 2))
    parts = list(_components(neighbours))
    for part in parts:
        positions[part] = _lay_out([boxes[i] for i in part], _lengths(part, neighbours, boxes))
    _pack(parts, positions, boxes)
    positions = _tighten(positions, boxes)
    return [(round(float(x)), round(float(y))) for x, y in positions]


def _components(neighbours: Sequence[set[int]]) -> Iterator[list[int]]:
    """Yield the connected components as sorted lists, largest first."""
    seen: set[int] = set()
    found: list[list[int]] = []
    for start in range(len(neighbours)):
        if start in seen:
            continue
        part, stack = {start}, [start]
        while stack:
            fresh = neighbours[stack.pop()] - part
            part |= fresh
            stack += sorted(fresh)
        seen |= part
        found.append(sorted(part))
    yield from sorted(found, key=lambda p: (-len(p), p[0]))


def _lengths(part: Sequence[int], neighbours: Sequence[set[int]], boxes: Sequence[Box]) -> Floats:
    """Return ideal distances of all pairs: shortest paths over edge lengths.

    Edges between hubs, and between communities, are longer: hubs need room for their leaves.
    """
    place_of = {node: i for i, node in enumerate(part)}
    distances = np.full((len(part), len(part)), np.inf)
    np.fill_diagonal(distances, 0.0)
    for node in part:
        for other in neighbours[node]:
            degree = min(len(neighbours[node]), len(neighbours[other]))
            crowd = max(len(neighbours[node]), len(neighbours[other]))
            across = 1.6 if boxes[node].community != boxes[other].community else 1.0
            length = EDGE * across * (1 + 0.22 * math.log2(degree)) * (1 + 0.05 * math.log2(crowd))
            distances[place_of[node], place_of[other]] = length
    for middle in range(len(part)):
        np.minimum(distances, distances[:, middle, None] + distances[None, middle, :], out=distances)
    return distances


def _lay_out(boxes: Sequence[Box], distances: Floats) -> Floats:
    positions = _stress(distances, rounds=120 if len(boxes) <= 300 else 20)
    positions = _turn(positions)
    return _separate(positions, boxes, rounds=300 if len(boxes) <= 300 else 15)


def _stress(distances: Floats, *, rounds: int) -> Floats:
    """Minimise stress by majorisation (SMACOF), from classical scaling.

    References
    ----------
    Gansner, Koren, North: Graph drawing by stress majorization (2004).
    """
    n = len(distances)
    if n == 1:
        return np.zeros((1, 2))
    positions = _classical(distances)
    with np.errstate(divide="ignore"):
        weights = np.where(distances > 0, distances**-2.0, 0.0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.inv(laplacian + laplacian.trace() / n**2) - n / laplacian.trace()
    for _ in range(rounds):
        gaps = np.sqrt(((positions[:, None, :] - positions[None, :, :]) ** 2).sum(axis=2))
        ratio = np.divide(weights * distances, gaps, out=np.zeros_like(gaps), where=gaps > 1e-9)
        pull = np.diag(ratio.sum(axis=1)) - ratio
        positions = inverse @ (pull @ positions)
        positions -= positions.mean(axis=0)
    return positions


def _classical(distances: Floats) -> Floats:
    """Start from classical scaling, shaken a little so that no two nodes coincide."""
    n = len(distances)
    centre = np.eye(n) - 1.0 / n
    values, vectors = np.linalg.eigh(-0.5 * centre @ (distances**2) @ centre)
    axes = vectors[:, -2:] if n > 2 else np.column_stack([np.zeros(n), vectors[:, -1]])
    strengths = np.sqrt(np.maximum(values[-2:], 0.0))
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), range(2)] < 0, -1.0, 1.0)  # signs are arbitrary
    shake = np.random.RandomState(0).uniform(-1.0, 1.0, (n, 2)) if n > 2 else 0.0
    start: Floats = (axes * strengths + shake)[:, ::-1]
    return start


def _turn(positions: Floats) -> Floats:
    """Rotate so that the longest extent lies along x: screens are wide."""
    centred: Floats = positions - positions.mean(axis=0)
    if len(centred) < 3:
        return centred
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), range(2)] < 0, -1.0, 1.0)
    turned: Floats = centred @ axes
    return turned


def _separate(positions: Floats, boxes: Sequence[Box], *, rounds: int) -> Floats:
    """Push overlapping boxes apart along the axis where that takes least."""
    size = np.array([[b.width, b.height] for b in boxes]) + GAP
    reach = (size[:, None, :] + size[None, :, :]) / 2
    for _ in range(rounds):
        offset = positions[:, None, :] - positions[None, :, :]
        overlap = reach - np.abs(offset)
        hit = np.asarray((overlap > 0).all(axis=2))
        np.fill_diagonal(hit, False)
        if not hit.any():
            break
        along = np.argmin(overlap, axis=2)
        sign = np.where(offset >= 0, 1.0, -1.0)
        for axis in (0, 1):
            push = np.where(hit & (along == axis), overlap[:, :, axis] * sign[:, :, axis], 0.0)
            positions[:, axis] += 0.3 * push.sum(axis=1) / np.maximum(1, np.sqrt((push != 0).sum(axis=1)))
    return positions


def _tighten(positions: Floats, boxes: Sequence[Box]) -> Floats:
    """Draw a large graph together: labels keep one size on the screen, so nodes must not get too small beside them."""
    if not len(positions):
        return positions
    extent = positions.max(axis=0) - positions.min(axis=0)
    factor = float(np.min(np.array(SCREEN) / np.maximum(extent, 1.0)))
    if factor >= 1.0:
        return positions
    bare = [Box(2 * b.size, 2 * b.size) for b in boxes]
    return _separate(positions * max(factor, TIGHTEST), bare, rounds=40 if len(boxes) <= 300 else 10)


def _pack(parts: Sequence[Sequence[int]], positions: Floats, boxes: Sequence[Box]) -> None:
    """Move components beside each other, in place: largest first, each as near the middle as it fits."""
    taken: set[tuple[int, int]] = set()
    for part in parts:
        centre = (positions[part].max(axis=0) + positions[part].min(axis=0)) / 2
        positions[part] -= centre
        cells = {cell for i in part for cell in _cells(positions[i], boxes[i])}
        for dx, dy in _spiral():
            moved = {(x + dx, y + dy) for x, y in cells}
            if taken.isdisjoint(moved):
                break
        positions[part] += (dx * CELL, dy * CELL)
        taken |= {(x + a, y + b) for x, y in moved for a in (-1, 0, 1) for b in (-1, 0, 1)}
    if len(positions):
        positions -= (positions.max(axis=0) + positions.min(axis=0)) / 2


def _cells(position: Floats, box: Box) -> Iterator[tuple[int, int]]:
    """Yield the grid cells that a box covers."""
    left, top = position[0] - box.width / 2, position[1] - box.height / 2
    for x in range(math.floor(left / CELL), math.floor((left + box.width) / CELL) + 1):
        for y in range(math.floor(top / CELL), math.floor((top + box.height) / CELL) + 1):
            yield x, y


def _spiral() -> Iterator[tuple[int, int]]:
    """Yield grid offsets outwards from the middle, in ellipses as wide as `ASPECT` asks."""
    yield 0, 0
    for ring in count(1):
        steps = 8 * ring
        angles = (2 * math.pi * k / steps for k in range(steps))
        yield from dict.fromkeys((round(ring * ASPECT * math.cos(a)), round(ring * math.sin(a))) for a in angles)
