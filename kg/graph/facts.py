"""What articles support together: classes, labels and direct triples, for the graph `kg:facts`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.reading import Node

__all__ = ["ancestors", "choose_class", "direct_triple", "entity_facts", "touched"]


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


def entity_facts(
    entity: NamedNode, appearances: Iterable[Node], statements: Iterable[Node], is_a: Callable[[str, str], bool]
) -> Iterator[Quad]:
    """Compute everything that the graph `kg:facts` holds of an entity.

    Parameters
    ----------
    entity : NamedNode
    appearances : iterable of Node
        The entity as each article names it.
    statements : iterable of Node
        All statements whose subject it is.
    is_a : callable
        Tells whether a class (its local name) is another or below it.
    """
    appearances = list(appearances)
    classes = Counter(n.local(v.CLASS) for n in appearances if n.one(v.CLASS))
    if classes:
        yield Quad(entity, v.TYPE, v.kg(choose_class(classes, is_a)), v.FACTS)
    labels = {n.need(v.NAME) for n in appearances}
    aliases = {o.value for n in appearances for o in n.objects.get(v.ALIAS.value, ()) if isinstance(o, Literal)}
    if labels:
        label = min(labels, key=lambda name: (-len(name), name))  # the fullest
        yield Quad(entity, v.LABEL, Literal(label, language="fr"), v.FACTS)
        for name in sorted((labels | aliases) - {label}):
            yield Quad(entity, v.ALT_LABEL, Literal(name, language="fr"), v.FACTS)
    for item in {o for n in appearances for o in n.objects.get(v.WIKIDATA.value, ()) if isinstance(o, NamedNode)}:
        yield Quad(entity, v.SAME_AS, item, v.FACTS)
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
