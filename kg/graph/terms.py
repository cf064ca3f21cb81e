"""The ontology as a graph of the store: classes and relations, without the lexicon."""

from __future__ import annotations

from collections.abc import Iterator

import rdflib
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import OWL, RDF, RDFS, SKOS

from kg.graph import names
from kg.graph import vocabulary as v
from kg.ontology import Ontology

__all__ = ["ontology_quads"]

#: What is said of a class or relation; lexical entries and examples are not for queries.
_SAID = frozenset(
    (
        RDF.type,
        RDFS.label,
        RDFS.domain,
        RDFS.range,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        OWL.inverseOf,
        OWL.equivalentClass,
        SKOS.definition,
        SKOS.exactMatch,
        SKOS.closeMatch,
        SKOS.broadMatch,
        SKOS.narrowMatch,
        SKOS.relatedMatch,
        *(rdflib.URIRef(p.value) for p in (v.ONE_OBJECT, v.ONE_SUBJECT, v.ONCE, v.BEGUN_BY, v.ENDED_BY)),
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
    for subject, predicate, object in ontology.graph:
        if isinstance(subject, rdflib.URIRef) and str(subject).startswith(names.KG) and predicate in _SAID:
            term = _term(object)
            if term is not None:
                yield Quad(NamedNode(str(subject)), NamedNode(str(predicate)), term, v.ONTOLOGY)


def _term(node: rdflib.term.Node) -> NamedNode | Literal | None:
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype))) if node.datatype else Literal(str(node))
    return None
