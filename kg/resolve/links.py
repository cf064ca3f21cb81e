"""Which names are one entity: forms of one name, short forms of a longer one, decisions; and what was nearly so.

A pure function of the set of (article, entity) pairs. Names are joined in an order that depends on nothing but
themselves, and only with names whose keys meet theirs, so that a part of a graph can be decided without the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import combinations

from kg.extract.names import fold
from kg.ontology import Ontology
from kg.resolve.decisions import Decision, Decisions, Item, yaml_line
from kg.resolve.known import known
from kg.resolve.names import (
    COARSE,
    CROWD,
    Identity,
    acronym_forms,
    canonical,
    is_sigle_of,
    longer,
    person_name,
    sigle,
)

ACRONYM = "acronym"

__all__ = ["Group", "Known", "Linked", "Merge", "NearMiss", "link"]


@dataclass(slots=True)
class Group:
    """All that articles say of one folded name in one coarse class."""

    identity: Identity
    names: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    #: How many articles have it.
    articles: int = 0
    #: Its own keys.
    keys: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The commonest spelling."""
        return min(self.names, key=lambda n: (-self.names[n], n.isupper(), n))

    @property
    def coarse(self) -> str:
        """Its coarse class."""
        return self.identity[1]


@dataclass(frozen=True, slots=True)
class Merge:
    """Two names that are one entity, and why."""

    name: Identity
    into: Identity
    reason: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A name that was left apart, the names that it might have stood for, and the two that a decision would join."""

    name: Identity
    others: tuple[Identity, ...]
    reason: str
    pair: tuple[str, str]

    @property
    def line(self) -> str:
        """The line that would settle it."""
        return yaml_line("same", self.pair)


@dataclass(frozen=True, slots=True)
class Known:
    """What linking some names must know of all articles.

    Parameters
    ----------
    crowded : set of str
        Stored keys that more than `CROWD` names have: who may be short for all of them is joined with none.
    together : callable
        Returns an article that has a name of both kinds, or "".
    """

    crowded: AbstractSet[str]
    together: Callable[[Iterable[Identity], Iterable[Identity]], str]


@dataclass(slots=True)
class Linked:
    """Names by entity.

    Attributes
    ----------
    components : list of list of Group
        Sorted, each sorted.
    merges : list of Merge
    near : list of NearMiss
    unused : list of (int, str)
        Decisions that changed nothing: their line, and why.
    """

    components: list[list[Group]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    near: list[NearMiss] = field(default_factory=list)
    unused: list[tuple[int, str]] = field(default_factory=list)


def link(groups: Mapping[Identity, Group], ontology: Ontology, decisions: Decisions, known: Known) -> Linked:
    """Join the groups that are one entity."""
    linker = _Linker(groups, ontology, decisions, known)
    linker.decide()
    linker.join_forms()
    linker.join_short_forms()
    return linker.result()


class _Linker:
    def __init__(
        self, groups: Mapping[Identity, Group], ontology: Ontology, decisions: Decisions, known: Known
    ) -> None:
        self.known = known
        self.groups = {i: groups[i] for i in sorted(groups)}
        self.ontology = ontology
        self.decisions = decisions
        self.parent = {i: i for i in self.groups}
        self.members = {i: [i] for i in self.groups}
        self.found = Linked()
        self.by_key: dict[str, list[Identity]] = defaultdict(list)
        for identity in self.groups:
            for key in item_keys(identity):
                if key == identity[0] or (key, identity[1]) not in self.groups:
                    self.by_key[key].append(identity)
        self.apart = {pair for d in decisions.different for pair in self._pairs(d)}

    # ── components ───────────────────────────────────────────────────────────

    def root(self, identity: Identity) -> Identity:
        while self.parent[identity] != identity:
            identity = self.parent[identity]
        return identity

    def parted(self, a: Identity, b: Identity) -> bool:
        """Tell whether a decision keeps two components apart."""
        if not self.apart:
            return False
        ours, theirs = self.members[self.root(a)], self.members[self.root(b)]
        return any(frozenset((x, y)) in self.apart for x in ours for y in theirs)

    def join(self, name: Identity, into: Identity, reason: str) -> bool:
        """Make two components one, unless a decision keeps them apart or they are one already."""
        a, b = sorted((self.root(name), self.root(into)))
        if a == b or self.parted(a, b):
            return False
        self.parent[b] = a
        self.members[a] = sorted(self.members[a] + self.members.pop(b))
        self.found.merges.append(Merge(name, into, reason))
        return True

    # ── decisions ────────────────────────────────────────────────────────────

    def _of(self, item: Item) -> list[Identity]:
        return [i for i in self.by_key.get(item.key, ()) if item.coarse in ("", i[1])]

    def _pairs(self, decision: Decision) -> Iterator[frozenset[Identity]]:
        for first, second in combinations(decision.items, 2):
            yield from (frozenset((a, b)) for a in self._of(first) for b in self._of(second) if a != b)

    def decide(self) -> None:
        """Do what `same:` says."""
        for decision in self.decisions.same:
            chosen = self._chosen(decision.items)
            joined = [self.join(a, chosen[0], f"decision, line {decision.line}") for a in chosen[1:]]
            if len(decision.items) > 1 and not any(joined):
                self.found.unused.append((decision.line, self._why_unused(decision, chosen)))

    def _chosen(self, items: Iterable[Item]) -> list[Identity]:
        """Return what the names of a decision stand for.

        Of a name that several classes have, and that gives none, the class that most of the names have; a name
        that is there in one class only is meant whatever that is.
        """
        found = [(item, here) for item in items if (here := self._of(item))]
        counts = Counter(i[1] for _, here in found for i in here)
        main = min(counts, key=lambda c: (-counts[c], _rank(c), c), default="")
        chosen: dict[Identity, None] = {}
        for item, here in found:
            same = here if item.coarse or len(here) == 1 else [i for i in here if i[1] == main]
            chosen.update(dict.fromkeys(same))
        return list(chosen)

    def _why_unused(self, decision: Decision, chosen: list[Identity]) -> str:
        missing = [item.text for item in decision.items if not self._of(item)]
        if missing:
            return f"no article names {' or '.join(missing)}"
        if any(self.parted(a, b) for a, b in combinations(chosen, 2)):
            return "another decision says that they are different"
        return "they are one already"

    # ── forms of one name ────────────────────────────────────────────────────

    def join_forms(self) -> None:
        """Join what differs by no more than a legal form, « Groupe », dots, or is one in the table of facts."""
        facts: dict[tuple[str, str], list[Identity]] = defaultdict(list)
        forms: dict[tuple[str, str], list[Identity]] = defaultdict(list)
        for identity, group in self.groups.items():
            forms[canonical(group.name, group.coarse), group.coarse].append(identity)
            fact = known(group.name, group.coarse)
            if fact is not None:
                facts[fact.label, group.coarse].append(identity)
        for (form, _), names in sorted(forms.items()):
            self._join_all(names, form, "forms of one name")
        for (label, _), names in sorted(facts.items()):
            self._join_all(names, fold(label), f"names of {label}, by the table of facts")

    def _join_all(self, names: list[Identity], best: str, reason: str) -> None:
        first = min(names, key=lambda i: (i[0] != best, len(i[0]), i))
        for other in names:
            if other != first:
                self.join(other, first, reason)

    # ── short forms of longer names ──────────────────────────────────────────

    def join_short_forms(self) -> None:
        """Join surnames, initials, acronyms and other short forms with the one longer name that they can stand for."""
        found = self._longer()
        order = sorted(found, key=lambda i: (-_fullness(self.groups[i]), i))
        for name in order:
            self._join_short_form(name, found[name])

    def _longer(self) -> dict[Identity, dict[Identity, str]]:
        """Return, for each name that may be short for others, these, and in what way."""
        by_last: dict[str, dict[int, list[Group]]] = defaultdict(lambda: defaultdict(list))  # by how full they are
        by_short: dict[Identity, list[Group]] = defaultdict(list)
        by_acronym: dict[str, list[Group]] = defaultdict(list)
        for group in self.groups.values():
            if group.coarse == "Person":
                by_last[last_word(group)][_fullness(group)].append(group)
            if group.coarse == "Organization":
                for acronym in acronym_forms(group.name):
                    by_acronym[acronym].append(group)
            for alias in {fold(a) for a in group.aliases} - {group.identity[0]}:
                by_short[alias, group.coarse].append(group)
        found: dict[Identity, dict[Identity, str]] = {}
        for identity, group in self.groups.items():
            called = [g for g in by_short[identity] if _may_be_called(g, group)]
            if group.coarse == "Person":
                own = person_name(group.name)
                alike = by_last[last_word(group)]
                fuller = (g for fullness in alike if fullness > own.fullness for g in alike[fullness])
                ways = {g.identity: own.short_for(person_name(g.name)) for g in fuller}
            elif group.coarse == "Organization" and not called and (letters := sigle(group.name)):
                ways = {g.identity: ACRONYM for g in by_acronym[letters] if self._may_be(group, g)}
            else:
                ways = {}
            ways = {i: way for i, way in ways.items() if way}
            ways |= {g.identity: f"an article calls {g.name} so" for g in called if g.identity not in ways}
            if ways:
                found[identity] = ways
        return found

    def _may_be(self, short: Group, full: Group) -> bool:
        """Tell whether classes, and the table of facts, allow that two organisations are one."""
        ours, theirs = (known(g.name, g.coarse) for g in (short, full))
        kin = any(self.ontology.are_kin(s, t) for s in short.types for t in full.types)
        return kin and (ours is None or theirs == ours)

    def _join_short_form(self, name: Identity, ways: dict[Identity, str]) -> None:
        roots: dict[Identity, Identity] = {}
        for other in sorted(ways, key=lambda i: (-_fullness(self.groups[i]), i)):
            roots.setdefault(self.root(other), other)
        own = self.root(name)
        if own in roots:  # settled, by a decision or by forms of the name
            return
        others = tuple(roots.values())
        group = self.groups[name]
        if len(roots) > 1 or any(longer(group.coarse, key) in self.known.crowded for key in group.keys):
            self._near(name, others, "may be short for several")
            return
        [(root, other)] = roots.items()
        if self.parted(own, root):
            return
        reason = ways[other]
        both = self.known.together(self.members[own], self.members[root]) if reason != ACRONYM else ""
        if both:
            self._near(name, others, f"{reason}, but the article {both} has both")
        elif group.coarse == "Person" and person_name(group.name).is_first_name:
            self._near(name, others, "may be a first name")
        else:
            self.join(name, other, reason)

    def _near(self, name: Identity, others: tuple[Identity, ...], reason: str) -> None:
        others = tuple(sorted(others, key=lambda i: (-self._articles(i), i)))[:CROWD]
        self.found.near.append(NearMiss(name, others, reason, (self._written(others[0]), self._written(name))))

    def _articles(self, name: Identity) -> int:
        """Return how many articles name somebody, one with two of the names twice."""
        return sum(self.groups[i].articles for i in self.members[self.root(name)])

    def _written(self, identity: Identity) -> str:
        """Write a name as an item of a decision, with its class where the name alone would not tell."""
        name = self.groups[identity].name
        return name if len(self.by_key[identity[0]]) == 1 else f"{name} ({identity[1]})"

    # ── the end ──────────────────────────────────────────────────────────────

    def result(self) -> Linked:
        self._class_conflicts()
        self.found.components = [[self.groups[i] for i in members] for _, members in sorted(self.members.items())]
        return self.found

    def _class_conflicts(self) -> None:
        by_name: dict[str, list[Identity]] = defaultdict(list)
        for identity in self.groups:
            by_name[identity[0]].append(identity)
        for names in by_name.values():
            ordered = sorted(names, key=lambda i: (_rank(i[1]), i))
            for first, second in combinations(ordered, 2):
                if self.root(first) != self.root(second) and frozenset((first, second)) not in self.apart:
                    self._near(second, (first,), "same name, another class")


def item_keys(identity: Identity) -> set[str]:
    """Return by which names of decisions a group is meant: its own, and the one that the table of facts gives it."""
    fact = known(*identity)
    own = " ".join(identity[0].replace("_", " ").split())
    return {own, fold(fact.label)} if fact else {own}


def last_word(group: Group) -> str:
    """Return the last word of a folded name."""
    return group.identity[0].rpartition(" ")[2]


def _may_be_called(full: Group, short: Group) -> bool:
    """Tell whether what some article calls somebody will do in others: more than a word of the name, or a sigle."""
    if full is short or len(full.name) <= len(short.name):
        return False
    if full.coarse == "Person":
        return _fullness(full) > _fullness(short)
    return len(short.identity[0].split()) > 1 or is_sigle_of(short.name, full.name)


def _fullness(group: Group) -> int:
    return person_name(group.name).fullness if group.coarse == "Person" else len(group.identity[0].split())


def _rank(coarse: str) -> int:
    return COARSE.index(coarse) if coarse in COARSE else len(COARSE)
