"""A small table of facts: countries, big cities and organisations of the news, under all their usual names.

`facts.tsv` is an own compilation; `docs/decisions/entities.md` says how each id of Wikidata was verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.extract.names import fold
from kg.resolve.names import canonical

__all__ = ["FACTS", "Fact", "known"]

FACTS = Path(__file__).parent / "facts.tsv"
_PLACES = frozenset({"Country", "Region", "City", "Place"})
_DETERMINERS = frozenset({"le", "la", "les", "l", "the"})


@dataclass(frozen=True, slots=True)
class Fact:
    """What the table knows of an entity.

    Parameters
    ----------
    label : str
    cls : str
        Its class in the ontology.
    wikidata : str
        Its id there ("Q142"); "" where none could be verified.
    """

    label: str
    cls: str
    wikidata: str

    @property
    def coarse(self) -> str:
        """Its coarse class: the table has places and organisations."""
        return "Place" if self.cls in _PLACES else "Organization"


def known(name: str, coarse: str) -> Fact | None:
    """Return what the table says of a name in a coarse class; None where it does not have it.

    Examples
    --------
    >>> known("les Etats-Unis", "Place")
    Fact(label='États-Unis', cls='Country', wikidata='Q30')
    """
    table = _table()
    key = canonical(name, coarse)
    first, _, rest = key.partition(" ")
    for form in (key, rest) if first in _DETERMINERS else (key,):
        for fact in table.get(form, ()):
            if fact.coarse == coarse:
                return fact
    return None


@cache
def _table() -> dict[str, tuple[Fact, ...]]:
    """Return the facts by each folded name."""
    found: dict[str, tuple[Fact, ...]] = {}
    for line in FACTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            label, cls, wikidata, others = ([*line.split("\t"), ""])[:4]
            fact = Fact(label, cls, wikidata)
            for name in dict.fromkeys(map(fold, (label, *filter(None, others.split(";"))))):
                found[name] = (*found.get(name, ()), fact)
    return found
