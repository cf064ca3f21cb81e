"""The ontology as a graph of the store: classes and relations, without the lexicon."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, Quad

from kg.graph import names
from kg.graph import vocabulary as v
from kg.ontology import Ontology

__all__ = ["ontology_quads"]

#: What is said of a class or relation; lexical entries and examples are not for queries.
_SAID = frozenset(
    (
        names.RDF + "type",
        *(names.RDFS + name for name in ("label", "domain", "range", "subClassOf", "subPropertyOf")),
        *(names.OWL + name for name in ("inverseOf", "equivalentClass")),
        names.SKOS + "definition",
        *(names.SKOS + f"{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")),
        *(p.value for p in (v.ONE_OBJECT, v.ONE_SUBJECT, v.ONCE, v.BEGUN_BY, v.ENDED_BY)),
    )
)


def ontology_quads(ontology: Ontology) -> Iterator[Quad]:
    """Write an ontology's classes and relations as quads of their own graph; no blank nodes.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> quads = set(ontology_quads(load_ontology()))
    >>> Quad(v.kg("Company"), v.SUBCLASS, v.kg("Organization"), v.ONTOLOGY) in quads
    True
    """
    yield Quad(v.STATEMENT, v.SUBCLASS, NamedNode(names.RDF + "Statement"), v.ONTOLOGY)
    for subject, predicate, object in ontology.triples:
        ours = isinstance(subject, NamedNode) and subject.value.startswith(names.KG)
        if ours and predicate in _SAID and not isinstance(object, BlankNode):
            yield Quad(subject, NamedNode(predicate), object, v.ONTOLOGY)
