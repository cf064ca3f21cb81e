"""What articles support together: classes, labels and direct triples, for the graph `kg:facts`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.reading import Node

__all__ = ["choose_class", "direct_triple", "entity_facts"]


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
    names = {n.need(v.NAME) for n in appearances}
    aliases = {o.value for n in appearances for o in n.objects.get(v.ALIAS.value, ()) if isinstance(o, Literal)}
    if names:
        label = min(names, key=lambda name: (-len(name), name))  # the fullest
        yield Quad(entity, v.LABEL, Literal(label, language="fr"), v.FACTS)
        for name in sorted((names | aliases) - {label}):
            yield Quad(entity, v.ALT_LABEL, Literal(name, language="fr"), v.FACTS)
    for triple in {t: None for t in map(direct_triple, statements) if t is not None}:
        yield Quad(*triple, v.FACTS)
