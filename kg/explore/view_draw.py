"""Nodes, edges and options of the page, built with pyvis."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyvis.network import Network

from kg.explore.view_data import Bundle, PageEntity
from kg.explore.view_layout import Box, Link, place

__all__ = ["Look", "draw"]

#: The layout looks at no more nodes than this; the page itself places what is asked for later.
PLACED = 1000
LABEL = 28
CHARACTER = 8.2  # width of a label's character, with room for the zoom of the first look

Style = Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """How classes and factualities are drawn; what `templates/look.json` holds."""

    families: Mapping[str, Style]
    other: Style
    factuality: Mapping[str, Style]

    def of(self, family: str) -> Style:
        """Return shape and colour of a family of classes."""
        return self.families.get(family, self.other)


def draw(
    entities: Sequence[PageEntity], bundles: Sequence[Bundle], *, labels: Mapping[str, str], look: Look, limit: int
) -> dict[str, Any]:
    """Return what vis-network takes: ``{"nodes": […], "edges": […], "options": {…}}``.

    Nodes and edges are numbered as `entities` and `bundles` are. The first `limit` entities
    get a position, so that the page opens without a simulation.
    """
    net = Network(directed=True)
    net.set_options(json.dumps(_options()))
    positions = _positions(entities, bundles, limit=min(limit, PLACED))
    best = max((e.score for e in entities), default=1.0)
    for number, entity in enumerate(entities):
        style = look.of(entity.family)
        at = positions[number] if number < len(positions) else None
        net.add_node(
            number,
            label=entity.label,
            shape=style["shape"],
            color=style["color"],
            size=round(_size(entity, best) * style.get("scale", 1), 1),
            **({"x": at[0], "y": at[1]} if at else {}),
        )
    bends = _bends(bundles)
    for number, bundle in enumerate(bundles):
        net.add_edge(
            bundle.source,
            bundle.target,
            id=number,
            label=labels.get(bundle.predicate, bundle.predicate),
            arrows="to, from" if bundle.symmetric else "to",
            dashes=look.factuality[bundle.factuality]["dashes"],
            width=_width(bundle.support),
            smooth=bends[number],
        )
    return {"nodes": net.nodes, "edges": net.edges, "options": net.options}


def _options() -> dict[str, Any]:
    """Physics off: positions are given. Labels are drawn by the page, which keeps them apart."""
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "nodes": {"borderWidth": 2, "borderWidthSelected": 3, "shadow": False},
        "edges": {
            "arrows": {"to": {"scaleFactor": 0.75}, "from": {"scaleFactor": 0.75}},
            "arrowStrikethrough": False,
            "selectionWidth": 1.5,
            "hoverWidth": 0.5,
            "selfReference": {"size": 18},
        },
        "interaction": {"hover": True, "multiselect": False, "tooltipDelay": 200, "hideEdgesOnDrag": False},
    }


def _positions(entities: Sequence[PageEntity], bundles: Iterable[Bundle], *, limit: int) -> list[tuple[int, int]]:
    shown = entities[:limit]
    linked = {e for b in bundles for e in (b.source, b.target) if max(b.source, b.target) < len(shown)}
    keep = [i for i in range(len(shown)) if i in linked]
    place_of = {node: i for i, node in enumerate(keep)}
    best = max((e.score for e in shown), default=1.0)
    boxes = [_box(shown[i], best) for i in keep]
    links = [Link(place_of[b.source], place_of[b.target]) for b in bundles if b.source in linked and b.target in linked]
    found = dict(zip(keep, place(boxes, links), strict=True))
    lowest = max((y for _, y in found.values()), default=0)
    loose = [i for i in range(len(shown)) if i not in linked]
    columns = max(4, round(math.sqrt(2.2 * len(loose))))
    for k, node in enumerate(loose):  # entities without a relation: in rows under the rest
        found[node] = (round((k % columns - (columns - 1) / 2) * 150), lowest + 110 + k // columns * 60)
    return [found[i] for i in range(len(shown))]


def _box(entity: PageEntity, best: float) -> Box:
    size = _size(entity, best)
    return Box(max(2 * size, CHARACTER * min(len(entity.label), LABEL)), 2 * size + 26, size, entity.community)


def _size(entity: PageEntity, best: float) -> float:
    return round(6 + 15 * (entity.score / best) ** 0.45, 1) if best else 6


def _width(support: int) -> float:
    return round(1.8 + 1.3 * math.log2(support), 2)


def _bends(bundles: Sequence[Bundle]) -> list[dict[str, Any]]:
    """Fan out what runs between the same two entities; a lone edge is straight."""
    pairs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, bundle in enumerate(bundles):
        pairs[min(bundle.source, bundle.target), max(bundle.source, bundle.target)].append(number)
    bends: list[dict[str, Any]] = [{"enabled": False}] * len(bundles)
    for pair, numbers in pairs.items():
        for k, number in enumerate(numbers):
            offset = k - (len(numbers) - 1) / 2
            if offset:
                side = (offset > 0) == (bundles[number].source == pair[0])
                roundness = round(0.22 * abs(offset) if len(numbers) > 2 else 0.13, 3)
                bends[number] = {"enabled": True, "type": "curvedCW" if side else "curvedCCW", "roundness": roundness}
    return bends
