"""What the page knows of a statement beside others: how many sources say the same, what contradicts it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.explore.network import statement_key
from kg.ontology import Ontology
from kg.records import Entity, Extraction, Statement

__all__ = ["Compared", "compare", "outlets"]


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing the statements of a graph told; they go by `kg.explore.network.statement_key`.

    Parameters
    ----------
    support : mapping
        How many independent sources say the same in the same way; 1 for statements that are not in it.
    copies : mapping
        The statement whose sentence another repeats.
    conflicts : sequence of (str, str, str)
        Two statements that cannot both be true, each pair once, and how: "denied", "value", "date" or "amount".
    """

    support: Mapping[str, int]
    copies: Mapping[str, str]
    conflicts: Sequence[tuple[str, str, str]]


def outlets(extractions: Iterable[Extraction], ontology: Ontology) -> Compared:
    """Count the outlets that say the same, where nobody compared the statements; an article without one is its own.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> outlets([], load_ontology())
    Compared(support={}, copies={}, conflicts=())
    """
    groups: dict[tuple[Any, ...], set[tuple[str, str]]] = defaultdict(set)
    same: dict[str, tuple[Any, ...]] = {}
    for extraction in extractions:
        outlet = (extraction.article.source or "").casefold().split()
        source = ("outlet", " ".join(outlet)) if outlet else ("article", extraction.article.id)
        for s in extraction.statements:
            same[statement_key(s)] = said = _said(s, ontology)
            groups[said].add(source)
    return Compared({key: len(groups[said]) for key, said in same.items()}, {}, ())


def _said(s: Statement, ontology: Ontology) -> tuple[Any, ...]:
    """Return what a statement says, and in which way; a symmetric relation says the same either way round."""
    subject, relation, object = s.key
    known = ontology.relations.get(relation)
    if known and known.symmetric and isinstance(s.object, Entity):
        subject, object = sorted((subject, object))
    return (subject, relation, object, s.factuality, s.former)


def compare(statements: Sequence[Statement], compared: Compared) -> list[dict[str, Any]]:
    """Return, for each statement, what its row in the page has beside what its article says; nothing is left empty.

    ``support`` above 1; ``copy`` and ``conflicts`` with numbers of others; ``elsewhere``: how many
    contradict it that are not in the page.
    """
    number = {statement_key(s): i for i, s in enumerate(statements)}
    rows: list[dict[str, Any]] = [{} for _ in statements]
    for key, i in number.items():
        if (n := compared.support.get(key, 1)) > 1:
            rows[i]["support"] = n
        if (first := number.get(compared.copies.get(key, ""))) is not None:
            rows[i]["copy"] = first
    for one, other, kind in compared.conflicts:
        for a, b in ((one, other), (other, one)):
            if a in number and b in number:
                rows[number[a]].setdefault("conflicts", []).append([number[b], kind])
            elif a in number:
                rows[number[a]]["elsewhere"] = rows[number[a]].get("elsewhere", 0) + 1
    return rows
