"""Where well-known organizations have their seat: « la firme de **Redmond** » is no other's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from kg.extract.clusters import Cluster
from kg.extract.mentions import Found
from kg.extract.names import fold
from kg.language.demonyms import demonym
from kg.ontology import Ontology

__all__ = ["at_home", "seats_of"]


@cache
def _seats() -> dict[str, frozenset[str]]:
    """Folded names of organizations → folded towns."""
    lines = (Path(__file__).parent / "seats.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {fold(name): frozenset(map(fold, towns.split("|"))) for name, _, towns in rows}


def seats_of(names: Iterable[str]) -> frozenset[str]:
    """Folded towns where a known organization has its seat; none for others.

    Examples
    --------
    >>> sorted(seats_of(["Microsoft"])), sorted(seats_of(["Verkor"]))
    (['redmond'], [])
    """
    return frozenset(town for name in names for town in _seats().get(fold(name), ()))


@cache
def _towns() -> frozenset[str]:
    return frozenset(town for towns in _seats().values() for town in towns)


def at_home(mention: Found, clusters: Sequence[Cluster], ontology: Ontology) -> tuple[list[Cluster], bool]:
    """Of those that a nominal of a town may mean, those known to be there, and whether any is.

    « La firme de Redmond », « l'avionneur toulousain »: who has the seat there is meant, if there is one; who is
    known to have it elsewhere is not.
    """
    town = _town(mention)
    if not town or not any(ontology.is_a(t, "Organization") for t in mention.types):
        return list(clusters), False
    seats = [seats_of(c.names) for c in clusters]
    here = [c for c, towns in zip(clusters, seats, strict=True) if town in towns]
    return (here, True) if here else ([c for c, towns in zip(clusters, seats, strict=True) if not towns], False)


def _town(mention: Found) -> str:
    """Folded town that a nominal is « of », or that its demonym tells of."""
    if mention.of in _towns():
        return mention.of
    told = [demonym(w.lower_) for w in mention.head.children if w.label == "amod"]
    return next((fold(place) for place, cls in filter(None, told) if cls == "City"), "")
