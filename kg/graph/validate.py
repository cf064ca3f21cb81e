"""Is the graph what it should be? The model's shapes (SHACL), and the ontology's domains and ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import rdflib
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import SH

from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.results import shorten
from kg.graph.writing import statement_iri
from kg.ontology import Ontology
from kg.records import Entity, Extraction, Statement
from kg.resources import ontology_dir

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["Violation", "validate"]


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """Something in a graph that should not be so.

    Parameters
    ----------
    article : str
        Id of the article; "" where it concerns the graph.
    statement : str
        The statement in words, or what else is wrong by its short IRI.
    message : str

    Examples
    --------
    >>> print(Violation("a", "Ada ceo_of 1975", "the object should be an entity"))
    a: Ada ceo_of 1975: the object should be an entity
    """

    article: str
    statement: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.article, self.statement, self.message) if part)


def validate(store: Store, ontology: Ontology, *, articles: Iterable[str] | None = None) -> list[Violation]:
    """Check a graph, or some of its articles.

    Parameters
    ----------
    store : Store
    ontology : Ontology
        Gives the domains and ranges that statements must keep.
    articles : iterable of str, optional
        Ids of the articles to check, where only they have changed; by default all.

    Returns
    -------
    list of Violation
        Sorted by article.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> from kg.ontology import load_ontology
    >>> validate(MemoryStore(), load_ontology())
    []
    """
    wanted = None if articles is None else set(articles)
    extractions = [x for x in store.extractions() if wanted is None or x.article.id in wanted]
    found = {w for x in extractions for w in _statements(x, ontology)}
    found |= set(_shapes(store, extractions))
    return sorted(found)


def _statements(extraction: Extraction, ontology: Ontology) -> Iterator[Violation]:
    """Check an article's statements against its text and the ontology."""
    article = extraction.article
    for s in extraction.statements:
        words = f"{s.subject.name} {s.predicate} {s.object_name}"
        e = s.evidence
        if article.text and article.text[e.start : e.end] != e.quote:
            yield Violation(article.id, words, f"its words are not those of the article at {e.start}:{e.end}")
        for message in _relation(s, ontology):
            yield Violation(article.id, words, message)


def _relation(statement: Statement, ontology: Ontology) -> Iterator[str]:
    relation = ontology.relations.get(statement.predicate)
    if relation is None:
        yield f"no relation kg:{statement.predicate} in the ontology"
        return
    subject, object = statement.subject, statement.object
    if not ontology.is_any(subject.type, relation.domain):
        yield f"its subject is a {subject.type}, but should be a {_either(relation.domain)}"
    if isinstance(object, Entity):
        if relation.literal:
            yield f"its object is an entity, but should be a {relation.literal}"
        elif not ontology.is_any(object.type, relation.range):
            yield f"its object is a {object.type}, but should be a {_either(relation.range)}"
    elif object.kind != relation.literal:
        wanted = f"a {relation.literal}" if relation.literal else "an entity"
        yield f"its object is a {object.kind}, but should be {wanted}"


def _either(classes: Iterable[str]) -> str:
    return " or ".join(classes)


def _shapes(store: Store, extractions: Iterable[Extraction]) -> Iterator[Violation]:
    """Check the graphs of some articles, and the facts of their entities, against `ontology/shapes.ttl`."""
    from pyshacl import validate as shacl

    extractions = list(extractions)
    graphs = {store.ns.article(x.article.id) for x in extractions}
    quads = [q for q in store.quads() if q.graph_name in graphs]
    entities = {q.object for q in quads if q.predicate == v.APPEARANCE_OF}
    quads += [q for q in store.quads() if q.graph_name == v.FACTS and q.subject in entities]
    if not quads:
        return
    shapes = rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
    conforms, report, _ = shacl(_copy(quads), shacl_graph=shapes, inference="none", meta_shacl=False)
    if conforms:
        return
    owners = {cast(NamedNode, q.subject).value: q.graph_name for q in quads}
    words = {statement_iri(s, store.ns).value: s for x in extractions for s in x.statements}
    for result in cast(rdflib.Graph, report).subjects(rdflib.RDF.type, SH.ValidationResult):
        focus, message = (str(cast(rdflib.Graph, report).value(result, p)) for p in (SH.focusNode, SH.resultMessage))
        owner = owners.get(focus)
        article = store.ns.article_id(owner) if isinstance(owner, NamedNode) and owner in graphs else ""
        s = words.get(focus)
        name = f"{s.subject.name} {s.predicate} {s.object_name}" if s else shorten(focus, store.ns.prefixes)
        yield Violation(article, name, message)


def _copy(quads: Iterable[Quad]) -> rdflib.Graph:
    """Copy quads into rdflib's memory, as one graph: pySHACL is forty times slower on Oxigraph's."""
    graph = rdflib.Graph()
    for quad in quads:
        if quad.predicate != v.TEXT:
            graph.add(tuple(_node(n) for n in (quad.subject, quad.predicate, quad.object)))  # type: ignore[arg-type]
    return graph


def _node(node: object) -> rdflib.term.Node:
    if isinstance(node, NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, Literal):
        if node.language or node.datatype.value == names.XSD + "string":
            return rdflib.Literal(node.value, lang=node.language)
        return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value), normalize=False)
    raise TypeError(f"no blank node or triple term in this model: {node}")
