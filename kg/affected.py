"""Which names a change of articles has to do with: found by their keys in the register of names, no article is read.

Two names have to do with one another if they share a key, or if the one may be short for the other. But what may be
short for more than `CROWD` names stands for none of them (`docs/decisions/register.md`): it does not tie them
together, and so a change looks at few names, however many bear a surname.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.found import Tally
from kg.graph.store import Store
from kg.records import Extraction
from kg.resolve import Identity, Known, tallies
from kg.resolve.names import CROWD, Keys, identity_of, label, longer

__all__ = ["Affected", "affected"]

_NONE = Tally()
#: More names than there are.
ALL = 2**31


@dataclass(slots=True)
class Affected:
    """Names that a change has to do with.

    Attributes
    ----------
    before, after : dict of Identity to Tally
        What all articles say of each, before the change and after it; names that no article uses are left out.
    known : Known
        What deciding about them must know of all other articles.
    """

    before: dict[Identity, Tally]
    after: dict[Identity, Tally]
    known: Known


def affected(store: Store, gone: Sequence[Extraction], new: Sequence[Extraction]) -> Affected:
    """Return the names that have to do with a change.

    Parameters
    ----------
    gone, new : sequence of Extraction
        Articles as the graph has them that it will no longer have, and those that it will have, with their keys.
    """
    changes: dict[Identity, Tally] = {}
    for extractions, times in ((gone, -1), (new, 1)):
        for said in map(tallies, extractions):
            for identity, tally in said.items():
                changes.setdefault(identity, Tally()).add(tally, times)
    search = _Search(store, changes)
    search.follow()
    ids = {x.article.id for x in (*gone, *new)}
    written = [{identity_of(name) for _, name, _ in x.keys} for x in new]

    def together(some: Iterable[Identity], others: Iterable[Identity]) -> str:
        ours, theirs = set(some), set(others)
        if any(not ours.isdisjoint(names) and not theirs.isdisjoint(names) for names in written):
            return "new"
        return "another" if store.together(map(label, ours), map(label, theirs), ids) else ""

    after = {i: tally for i, tally in search.after.items() if tally}
    return Affected(search.before, after, Known(search.crowded, together))


class _Search:
    """Follows keys from some names to all that have to do with them."""

    def __init__(self, store: Store, changes: Mapping[Identity, Tally]) -> None:
        self.store = store
        self.changes = changes
        self.before: dict[Identity, Tally] = {}
        self.after: dict[Identity, Tally] = {}
        #: Stored keys that more than `CROWD` names have after the change.
        self.crowded: set[str] = set()
        #: By key, the names that have it before the change or after it; none where too many do both before and after.
        self._bear: dict[str, set[Identity]] = {}
        self._read(changes)
        self._come = self._moved(self.after, self.before)
        self._gone = self._moved(self.before, self.after)

    def _moved(self, here: Mapping[Identity, Tally], there: Mapping[Identity, Tally]) -> dict[str, set[Identity]]:
        """Return, by key, the names that have it here and not there."""
        found: dict[str, set[Identity]] = {}
        for identity, tally in here.items():
            for key in tally.keys.keys() - there.get(identity, _NONE).keys.keys():
                found.setdefault(key, set()).add(identity)
        return found

    def _read(self, identities: Iterable[Identity]) -> None:
        """Read what articles say of some names, and what they will say."""
        labels = {label(i): i for i in identities}
        self.before.update({labels[x]: tally for x, tally in self.store.tallies(labels).items()})
        for identity in labels.values():
            self.after[identity] = tally = Tally()
            for part in (self.before.get(identity), self.changes.get(identity)):
                if part is not None:
                    tally.add(part)

    def follow(self) -> None:
        """Read all names that have to do with those read."""
        todo = set(self.after)
        while todo:
            todo = self._meeting(todo) - self.after.keys()
            self._read(todo)

    def _meeting(self, identities: Iterable[Identity]) -> set[Identity]:
        """Return the names that have to do with some, before the change or after it."""
        keys = {i: Keys.read((*self.after[i].keys, *self.before.get(i, _NONE).keys)) for i in identities}
        called = self._bearers({k for found in keys.values() for k in (*found.own, *found.shorts)})
        #: Stored keys of what some name here may be short for.
        ties = {longer(i[1], k): (i[1], k) for i, found in keys.items() for k in found.own}
        for i, found in keys.items():
            for k in found.shorts:
                if any(coarse == i[1] for _, coarse in called[k]):
                    ties[longer(i[1], k)] = (i[1], k)
        full = self._bearers(ties)
        met = {name for found in keys.values() for k in found.own for name in called[k]}
        for stored, names in full.items():
            coarse, key = ties[stored]
            met |= names
            if names:
                met |= {name for name in called[key] if name[1] == coarse}
        return met

    def _bearers(self, keys: Collection[str]) -> dict[str, set[Identity]]:
        """Return the names that have each of some keys, before the change or after it; a crowd ties nobody."""
        asked = sorted(key for key in keys if key not in self._bear)
        for ties in (False, True):
            some = [key for key in asked if key.startswith("<") == ties]
            most = CROWD + 1 + max((len(self._gone.get(key, ())) for key in some), default=0) if ties else ALL
            for key, labels in self.store.bearers(some, most).items():
                before = set(map(identity_of, labels))
                after = (before - self._gone.get(key, set())) | self._come.get(key, set())
                if ties and len(after) > CROWD:
                    self.crowded.add(key)
                self._bear[key] = set() if ties and min(len(before), len(after)) > CROWD else before | after
        return {key: self._bear[key] for key in keys}
