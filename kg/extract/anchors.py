"""Mentions as the scorer looks at them: each in its sentence, with what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.clusters import Cluster, Links
from kg.language.tree import Tree, Word
from kg.ontology import Ontology

__all__ = ["Anchor", "anchors_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """A mention in a sentence.

    Parameters
    ----------
    cluster : Cluster
    token : Word
        Its head.
    top : Word
        The highest noun that refers to the same (« le **constructeur** Renault »).
    start, end : int
        Word indices, half open.
    kind : str
    cls : str
    trust : float
        Of the link to the cluster.
    """

    cluster: Cluster
    token: Word
    top: Word
    start: int
    end: int
    kind: str
    cls: str
    trust: float


def anchors_of(paragraph: int, tree: Tree, links: Links, ontology: Ontology) -> Iterator[Anchor]:
    """What a paragraph names or refers to by pronoun, each with what it means."""
    covered: set[int] = set()
    for cluster in links.clusters:
        cls = cluster.type(ontology)
        for mention, trust in cluster.mentions:
            if mention.paragraph != paragraph:
                continue
            covered.update(range(mention.start, mention.end))
            top = _top(mention.head, paragraph, cluster, links)
            if top.i != mention.head.i:
                covered.add(top.i)
            if mention.noun is not None:
                covered.add(mention.noun.i)
            yield Anchor(cluster, mention.head, top, mention.start, mention.end, mention.kind, cls, trust)
    for (p, i), linked in links.at.items():
        if p == paragraph and i not in covered and tree[i].pos_ in ("PRON", "DET"):
            for cluster, trust in linked:
                yield Anchor(cluster, tree[i], tree[i], i, i + 1, "pronoun", cluster.type(ontology), trust)


def _top(token: Word, paragraph: int, cluster: Cluster, links: Links) -> Word:
    top = token
    while top.head != top and any(c is cluster for c, _ in links.at.get((paragraph, top.head.i), ())):
        top = top.head
    return top
