"""Texts that a graph keeps beside its articles: in a graph of their own, each the object of a predicate."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, Quad

from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.names import clean

__all__ = ["note_quads", "notes_of"]


def note_quads(name: str, text: str) -> set[Quad]:
    """Write a text; nothing for an empty one.

    Examples
    --------
    >>> notes_of(note_quads("table", "same: [A, B]"))
    {'table': 'same: [A, B]'}
    """
    return {Quad(v.NOTES, v.kg(name), Literal(clean(text)), v.NOTES)} if text else set()


def notes_of(quads: Iterable[Quad]) -> dict[str, str]:
    """Read the texts, by name, sorted."""
    found = {q.predicate.value.removeprefix(names.KG): q.object.value for q in quads if isinstance(q.object, Literal)}
    return dict(sorted(found.items()))
