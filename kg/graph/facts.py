"""What articles support together: classes, labels and direct triples, for the graph `kg:facts`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.reading import Node
from kg.graph.writing import Term

__all__ = [
    "Told", "ancestors", "appearance_facts", "changes_nothing", "choose_class", "direct_triple", "entity_facts", "told",
    "touched",
]  # fmt: skip


def direct_triple(statement: Node) -> tuple[NamedNode, NamedNode, NamedNode | Literal] | None:
    """Return the triple that a statement supports: it must be certain, and not over."""
    if statement.one(v.FACTUALITY) != v.CERTAIN or statement.value(v.FORMER) == "true":
        return None
    subject, predicate, object = (statement.one(p) for p in (v.SUBJECT, v.PREDICATE, v.OBJECT))
    if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and isinstance(object, NamedNode | Literal):
        return (subject, predicate, object)
    return None


def choose_class(votes: Counter[str], is_a: Callable[[str, str], bool]) -> str:
    """Choose one class where articles disagree.

    The class that most articles give, or are more precise than; then the most given
    of the classes below it, if any. Ties go to the first in the alphabet.

    Examples
    --------
    >>> below = {("Company", "Organization")}
    >>> choose_class(Counter(Organization=5, Company=1, Place=2), lambda a, b: a == b or (a, b) in below)
    'Company'
    """

    def best(candidates: Iterable[str]) -> str:
        def key(cls: str) -> tuple[int, int, str]:
            return (-sum(n for other, n in votes.items() if is_a(other, cls)), -votes[cls], cls)

        return min(candidates, key=key)

    chosen = best(votes)
    while below := [c for c in votes if is_a(c, chosen) and not is_a(chosen, c)]:
        chosen = best(below)
    return chosen


#: What an article says of an entity: name, class, aliases, item of Wikidata.
Told: TypeAlias = tuple[str, str, frozenset[str], Term | None]


def told(appearance: Node) -> Told:
    """Return what an article says of an entity."""
    aliases = (o.value for o in appearance.objects.get(v.ALIAS.value, ()) if isinstance(o, Literal))
    return appearance.need(v.NAME), appearance.local(v.CLASS), frozenset(aliases), appearance.one(v.WIKIDATA)


def appearance_facts(
    entity: NamedNode, appearances: Iterable[Node], is_a: Callable[[str, str], bool]
) -> Iterator[Quad]:
    """Compute what the graph `kg:facts` holds of how articles name an entity: class, labels, Wikidata.

    Parameters
    ----------
    entity : NamedNode
    appearances : iterable of Node
        The entity as each article names it.
    is_a : callable
        Tells whether a class (its local name) is another or below it.
    """
    said = [told(n) for n in appearances]
    classes = Counter(cls for _, cls, _, _ in said if cls)
    if classes:
        chosen = choose_class(classes, is_a)
        yield Quad(entity, v.TYPE, v.kg(chosen), v.FACTS)
        yield from (Quad(entity, v.OTHER_CLASS, v.kg(cls), v.FACTS) for cls in classes if cls != chosen)
    labels = {name for name, _, _, _ in said}
    if labels:
        label = min(labels, key=lambda name: (-len(name), name))  # the fullest
        yield Quad(entity, v.LABEL, Literal(label, language="fr"), v.FACTS)
        for name in labels.union(*(aliases for _, _, aliases, _ in said)) - {label}:
            yield Quad(entity, v.ALT_LABEL, Literal(name, language="fr"), v.FACTS)
    for item in {item for _, _, _, item in said if isinstance(item, NamedNode)}:
        yield Quad(entity, v.SAME_AS, item, v.FACTS)


def changes_nothing(
    facts: AbstractSet[Quad], gone: Counter[Told], come: Counter[Told], witnesses: Iterable[Told]
) -> bool:
    """Tell whether an entity's facts surely stay as they are, without looking at all that articles say of it.

    They do where all articles agree on its class, what is new is known, and what is gone another article says as well.

    Parameters
    ----------
    facts : set of Quad
        What `kg:facts` holds of how articles name it (`appearance_facts`).
    gone, come : Counter of Told
        What articles no longer say of it, and what they newly say.
    witnesses : iterable of Told
        What some say of it now.
    """
    held = {(q.predicate, q.object) for q in facts}
    if not held or any(predicate == v.OTHER_CLASS for predicate, _ in held):
        return False
    for name, cls, aliases, item in come - gone:
        others = (Literal(t, language="fr") for t in aliases - {name})
        known = (v.LABEL, Literal(name, language="fr")) in held and (v.TYPE, v.kg(cls)) in held
        if not known or any((v.ALT_LABEL, t) not in held for t in others):
            return False
        if item is not None and (v.SAME_AS, item) not in held:
            return False
    left = set(gone - come)
    return not left or left <= set(witnesses)


def entity_facts(
    entity: NamedNode, appearances: Iterable[Node], statements: Iterable[Node], is_a: Callable[[str, str], bool]
) -> Iterator[Quad]:
    """Compute everything that the graph `kg:facts` holds of an entity.

    Parameters
    ----------
    appearances : iterable of Node
        The entity as each article names it.
    statements : iterable of Node
        All statements whose subject it is.
    is_a : callable
        Tells whether a class (its local name) is another or below it.
    """
    yield from appearance_facts(entity, appearances, is_a)
    for triple in {t: None for t in map(direct_triple, statements) if t is not None}:
        yield Quad(*triple, v.FACTS)


def touched(old: AbstractSet[Quad], new: AbstractSet[Quad], entities: str) -> set[NamedNode]:
    """Return the entities whose facts may change where an article's quads do.

    Parameters
    ----------
    old, new : set of Quad
        All quads of the article, before and after.
    entities : str
        What the IRIs of entities begin with.
    """
    if not old or not new:  # all of it changes, owners and all
        return _entities(old or new, entities)
    changed = old ^ new
    subjects = {q.subject for q in changed}
    found = _entities(changed, entities)
    # A statement that changes its factuality keeps its subject, an appearance its entity.
    owners = (q.object for q in old | new if q.predicate in (v.SUBJECT, v.APPEARANCE_OF) and q.subject in subjects)
    return found | {o for o in owners if isinstance(o, NamedNode)}


def _entities(quads: AbstractSet[Quad], entities: str) -> set[NamedNode]:
    objects = {q.object for q in quads}
    return {o for o in objects if isinstance(o, NamedNode) and o.value.startswith(entities)}


def ancestors(ontology: Iterable[Quad]) -> dict[str, set[str]]:
    """Return each class's ancestors and itself, by local name."""
    parents: dict[str, set[str]] = {}
    for quad in ontology:
        if quad.predicate == v.SUBCLASS and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            cls, parent = (n.value.removeprefix(names.KG) for n in (quad.subject, quad.object))
            parents.setdefault(cls, set()).add(parent)
    found = {}
    for cls in parents:
        above, todo = {cls}, [cls]
        while todo:
            new = parents.get(todo.pop(), set()) - above
            above |= new
            todo += new
        found[cls] = above
    return found
