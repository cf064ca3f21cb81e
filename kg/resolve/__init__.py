"""Entities of single articles → entities of the graph: `names.py` (keys), `links.py` (who is one), and here the ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from itertools import count

from kg.extract.names import fold
from kg.found import Tally, original, packed
from kg.ontology import Ontology
from kg.records import Entity, Extraction, Mention, Statement
from kg.resolve.decisions import NO_DECISIONS, Decision, Decisions
from kg.resolve.known import FACTS, Fact, known
from kg.resolve.links import Group, Known, Linked, item_keys, link
from kg.resolve.names import (
    COARSE,
    CROWD,
    Identity,
    Keys,
    acronym_forms,
    canonical,
    class_words,
    coarse_class,
    family,
    identity_of,
    label,
    longer,
    person_keys,
    person_name,
)

__all__ = [
    "NO_DECISIONS", "VERSION", "Identity", "Known", "Resolution", "decide", "decide_part", "identity", "keys",
    "keys_of", "renamed", "resolve", "tallies",
]  # fmt: skip

#: Increased when entities are resolved in another way, so that graphs made before are resolved anew;
#: and the hash of the table of facts.
VERSION = f"3-{sha256(FACTS.read_bytes()).hexdigest()[:8]}"


def resolve(
    extractions: Iterable[Extraction], ontology: Ontology, decisions: Decisions = NO_DECISIONS
) -> Iterator[Extraction]:
    """Give each entity the id, name and class that it has in the whole graph.

    A pure function of the set of extractions: their order changes nothing. `kg.resolve.links` says which
    names are one entity; no two classes of which neither is above the other are, unless a decision says so.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> from kg.records import Article
    >>> a = Extraction(Article("a", "Xylo"), (Entity("x", "Xylo SA", "Company"),))
    >>> b = Extraction(Article("b", "Xylo"), (Entity("x", "Xylo", "Organization"),))
    >>> [list(r.entities) for r in resolve([a, b], load_ontology())][1]
    [Entity(id='Xylo', name='Xylo', type='Company', aliases=('Xylo SA',), wikidata='')]
    """
    extractions = list(extractions)
    found = decide(((x.article.id, e) for x in extractions for e in original(x).entities), ontology, decisions)
    return (renamed(x, found.entities, ontology, decisions) for x in extractions)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was decided about entities.

    Parameters
    ----------
    entities : dict of Identity to Entity
        What names in articles are in the graph.
    linked : Linked
        Which names are one, why, and what was nearly so.
    """

    entities: dict[Identity, Entity]
    linked: Linked


def decide(
    entities: Iterable[tuple[str, Entity]], ontology: Ontology, decisions: Decisions = NO_DECISIONS
) -> Resolution:
    """Decide about entities as articles name them.

    Parameters
    ----------
    entities : iterable of (str, Entity)
        With the article's id: all of a graph.
    """
    groups: dict[Identity, Group] = {}
    there: dict[Identity, set[str]] = {}
    bearers: dict[str, set[Identity]] = {}
    for article, entity in entities:
        key = identity(entity, ontology)
        group = groups.setdefault(key, Group(key))
        group.names[entity.name] += 1
        group.types[entity.type] += 1
        group.aliases.update(entity.aliases)
        group.articles += article not in there.setdefault(key, set())
        there[key].add(article)
        own = keys(entity, ontology, decisions)
        group.keys |= own.own
        for short in own.shorts:
            bearers.setdefault(longer(key[1], short), set()).add(key)

    def together(some: Iterable[Identity], others: Iterable[Identity]) -> str:
        """Return the first article that has a name of both kinds, or ""."""
        ours, theirs = (set().union(*(there[i] for i in names)) for names in (some, others))
        return min(ours & theirs, default="")

    crowded = {key for key, names in bearers.items() if len(names) > CROWD}
    linked = link(groups, ontology, decisions, Known(crowded, together))
    return Resolution(dict(_minted(linked.components, ontology, decisions)), linked)


def decide_part(
    counted: Mapping[Identity, Tally], ontology: Ontology, decisions: Decisions, known: Known
) -> dict[Identity, Entity]:
    """Decide about some names of a graph: about these with all that have to do with them (`kg.changes`).

    Parameters
    ----------
    counted : mapping of Identity to Tally
        What all articles say of each.
    known : Known
        What must be known of the rest of the graph.
    """
    groups = {
        i: Group(i, Counter(t.names), Counter(t.types), set(t.aliases), keys=set(Keys.read(t.keys).own))
        for i, t in counted.items()
    }
    return dict(_minted(link(groups, ontology, decisions, known).components, ontology, decisions))


def tallies(extraction: Extraction) -> dict[Identity, Tally]:
    """Count what an article that was resolved, or is about to be, says of each name.

    Parameters
    ----------
    extraction : Extraction
        With its keys (`keys_of`).
    """
    entities, became = {e.id: e for e in original(extraction).entities}, dict(extraction.became)
    found: dict[Identity, list[tuple[Entity, tuple[str, ...], str | None]]] = {}
    for id, name, own in extraction.keys:
        found.setdefault(identity_of(name), []).append((entities[id], own, became.get(id)))
    return {i: Tally.of(said) for i, said in found.items()}


def renamed(
    extraction: Extraction,
    decided: Mapping[Identity, Entity],
    ontology: Ontology,
    decisions: Decisions = NO_DECISIONS,
    *,
    keys: tuple[tuple[str, str, tuple[str, ...]], ...] | None = None,
) -> Extraction:
    """Give an extraction's entities what was decided about them; about which nothing was, stay as they are.

    Parameters
    ----------
    decided : mapping of Identity to Entity
    keys : tuple, optional
        Those of its entities (`keys_of`), where they are known.
    """
    before = original(extraction)
    are = {e.id: e for e in extraction.entities}
    now = {e.id: decided.get(identity(e, ontology)) for e in before.entities}
    kept = dict(extraction.became)
    entities = {id: entity or are[kept[id]] for id, entity in now.items()}
    return replace(
        _renamed(before, entities, ontology),
        found=extraction.found or packed(before),
        keys=keys_of(before, ontology, decisions) if keys is None else keys,
        became=tuple((id, entity.id) for id, entity in entities.items()),
    )


# ── keys ─────────────────────────────────────────────────────────────────────


def identity(entity: Entity, ontology: Ontology) -> Identity:
    """Return what names have in common that are one whatever else there is: the folded name and the coarse class."""
    return fold(entity.name), coarse_class(entity.type, ontology)


def keys_of(
    extraction: Extraction, ontology: Ontology, decisions: Decisions = NO_DECISIONS
) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return what is stored of an extraction's entities as the article alone gives them: `Extraction.keys`."""
    named = ((e, identity(e, ontology)) for e in extraction.entities)
    return tuple((e.id, label(i), keys(e, ontology, decisions).stored(i[1])) for e, i in named)


def keys(entity: Entity, ontology: Ontology, decisions: Decisions = NO_DECISIONS) -> Keys:
    """Return by what an entity, as an article names it, is found.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> found = keys(Entity("x", "Emmanuel Macron", "Person", ("Jupiter",)), load_ontology())
    >>> sorted(found.own), sorted(found.shorts)
    (['+emmanuel macron', 'emmanuel macron'], ['+e. macron', '+macron', 'jupiter'])
    """
    classes = class_words(ontology)
    plain = _keys(entity.name, coarse_class(entity.type, ontology), entity.aliases, classes)
    decided = _decided_keys(identity(entity, ontology), ontology, decisions)
    return Keys(plain.own | decided, plain.shorts) if decided else plain


@lru_cache(maxsize=50_000)
def _keys(name: str, coarse: str, aliases: tuple[str, ...], classes: frozenset[str]) -> Keys:
    folded = fold(name)
    own = {folded, family(name, classes), canonical(name, coarse)}
    fact = known(name, coarse)
    if fact is not None:
        own.add(family(fact.label, classes))
    shorts = {fold(a) for a in aliases}
    if coarse == "Person":
        called, stand = person_keys(person_name(name))
        own |= called
        shorts |= stand
    if coarse == "Organization":
        shorts |= acronym_forms(name)
    return Keys(frozenset(own), frozenset(shorts - own - {""}))


def _decided_keys(key: Identity, ontology: Ontology, decisions: Decisions) -> set[str]:
    """Names of one `same:` meet in a key of its own; what is renamed may want the id of its new name."""
    if decisions is NO_DECISIONS:
        return set()
    by_name = decisions.by_name
    return {
        f"={n}" if new is None else family(new, class_words(ontology))
        for own in item_keys(key)
        for n, new, coarse in by_name.get(own, ())
        if coarse in ("", key[1])
    }


# ── names, classes, ids ──────────────────────────────────────────────────────


def _minted(
    components: Iterable[list[Group]], ontology: Ontology, decisions: Decisions
) -> Iterator[tuple[Identity, Entity]]:
    """Name and class each entity, and give it an id: its name, if that is free."""
    components = list(components)
    facts = _facts(components, ontology)
    made = [(_named(c, fact, ontology, decisions), c) for c, fact in zip(components, facts, strict=True)]
    rank = {c: i for i, c in enumerate(COARSE)}

    def right(item: tuple[Entity, list[Group]]) -> tuple[str, int, str, Identity]:
        entity, component = item
        coarse = coarse_class(entity.type, ontology)
        return fold(entity.name), rank.get(coarse, len(rank)), coarse, component[0].identity

    taken: set[str] = set()
    for entity, component in sorted(made, key=right):
        ids = _ids(entity.name.replace(" ", "_"), coarse_class(entity.type, ontology))
        id = next(i for i in ids if i not in taken)
        taken.add(id)
        yield from ((group.identity, replace(entity, id=id)) for group in component)


def _named(component: list[Group], fact: Fact | None, ontology: Ontology, decisions: Decisions) -> Entity:
    meant = {(k, c) for g in component for k in item_keys(g.identity) for c in ("", g.coarse)}
    renamed = (new for item, new, _ in decisions.rename if (item.key, item.coarse) in meant)
    name = next(renamed, "") or (fact.label if fact else _best_name(component))
    aliases = {a for g in component for a in (*g.aliases, *g.names)} - {name}
    cls = fact.cls if fact else _best_class(component, ontology)
    return Entity("", name, cls, tuple(sorted(aliases)), _wikidata(fact, meant, decisions))


def _best_class(component: list[Group], ontology: Ontology) -> str:
    types = sum((g.types for g in component), Counter[str]())
    return min(types, key=lambda t: (-_support(t, types, ontology), -ontology.depth(t), t))


def _facts(components: list[list[Group]], ontology: Ontology) -> list[Fact | None]:
    """Return what the table of facts knows of each entity; of two that it takes for one, of the one that has the name.

    « Québec », a region, is not the city of the table.
    """
    owners: dict[Fact, tuple[bool, int]] = {}
    for n, component in enumerate(components):
        cls = _best_class(component, ontology)
        for fact in {f for g in component if (f := known(g.name, g.coarse)) and ontology.are_kin(f.cls, cls)}:
            another = all(g.identity[0] != fold(fact.label) for g in component)
            owners[fact] = min(owners.get(fact, (another, n)), (another, n))
    found: list[Fact | None] = [None] * len(components)
    for fact in sorted(owners, key=lambda f: (f.label, f.cls), reverse=True):
        found[owners[fact][1]] = fact
    return found


def _wikidata(fact: Fact | None, meant: set[tuple[str, str]], decisions: Decisions) -> str:
    """Return an entity's id in Wikidata: by decision, or else by the table of facts."""

    def said(some: Iterable[Decision]) -> list[str]:
        return [d.wikidata for d in some if d.wikidata and any((i.key, i.coarse) in meant for i in d.items)]

    wanted = said(decisions.same) + ([fact.wikidata] if fact else [])
    refused = said(decisions.different)
    return next((w for w in wanted if w not in refused), "")


def _best_name(component: list[Group]) -> str:
    """Return the commonest name: of a person with the first name, of an organisation without its legal form."""

    def order(item: tuple[str, Group, int]) -> tuple[int, int, bool, str]:
        name, group, times = item
        if group.coarse == "Person":
            lacking = 2 - min(2, person_name(name).fullness)
        else:
            lacking = int(canonical(name, group.coarse) != fold(name))
        return lacking, -times, name.isupper(), name

    times = sum((g.names for g in component), Counter[str]())
    return min(((n, g, times[n]) for g in component for n in g.names), key=order)[0]


def _ids(plain: str, coarse: str) -> Iterator[str]:
    """Ids that a name may have: itself, with its class, then numbered."""
    yield plain
    yield f"{plain}_({coarse})"
    yield from (f"{plain}_({coarse})_{n}" for n in count(2))


def _support(cls: str, types: Counter[str], ontology: Ontology) -> int:
    return sum(n for t, n in types.items() if ontology.are_kin(t, cls))


# ── what follows for an article ──────────────────────────────────────────────


def _distinct(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """What two entities of an article stated becomes one, or nothing, where they turn out to be one entity."""
    first: dict[tuple[str, str, str], Statement] = {}
    for s in statements:
        if s.object != s.subject:
            first.setdefault(s.key, s)
    return tuple(first.values())


def _retyped(m: Mention, type: str) -> Mention:
    return m if m.type == type else Mention(m.start, m.end, m.text, m.kind, type)


def _renamed(extraction: Extraction, entities: dict[str, Entity], ontology: Ontology) -> Extraction:
    def stands(s: Statement) -> bool:
        """The class that the whole graph gives an entity may be outside what one article's statement asks for."""
        relation = ontology.relations.get(s.predicate)
        if relation is None:  # of another ontology, in a graph that was there: `kg validate` names it
            return True
        fits = ontology.is_any(s.subject.type, relation.domain)
        return fits and (not isinstance(s.object, Entity) or ontology.is_any(s.object.type, relation.range))

    def statement(s: Statement) -> Statement:
        return replace(
            s,
            subject=entities[s.subject.id],
            object=entities[s.object.id] if isinstance(s.object, Entity) else s.object,
            attributed_to=None if s.attributed_to is None else entities[s.attributed_to.id],
        )

    return replace(
        extraction,
        entities=tuple(dict.fromkeys(entities[e.id] for e in extraction.entities)),
        mentions=tuple((_retyped(m, entities[i].type), entities[i].id) for m, i in extraction.mentions),
        statements=_distinct(s for s in map(statement, extraction.statements) if stands(s)),
    )
