"""Is the graph what it should be? The model's shapes (SHACL), and the ontology's domains and ranges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import rdflib
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import SH

from kg.errors import StoreError
from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.claims import claims_of
from kg.graph.compared import compared, keyed
from kg.graph.facts import direct_triple
from kg.graph.names import Namespaces
from kg.graph.reading import from_quads, nodes
from kg.graph.results import shorten
from kg.graph.traits import Traits
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
    graphs = {store.ns.article(id): id for id in (store.articles() if articles is None else articles)}
    by_graph: dict[object, list[Quad]] = {graph: [] for graph in (*graphs, v.FACTS, v.COMPARED, v.ONTOLOGY)}
    for quad in store.quads():
        if quad.graph_name in by_graph:
            by_graph[quad.graph_name].append(quad)
    facts, views, terms = (by_graph.pop(name) for name in (v.FACTS, v.COMPARED, v.ONTOLOGY))
    found: set[Violation] = set()
    extractions = []
    for graph, id in graphs.items():
        try:
            extractions.append(from_quads(by_graph[graph], store.ns))
        except StoreError as error:
            found.add(Violation(id, "", str(error)))
    found.update(w for x in extractions for w in _statements(x, ontology))
    words = {statement_iri(s, store.ns).value: _words(s) for x in extractions for s in x.statements}
    if articles is None:
        found.update(_unsupported(by_graph.values(), facts, store.ns))
        found.update(_miscompared(by_graph.values(), views, terms, store.ns))
    for focus, owner, message in _shapes([q for quads in by_graph.values() for q in quads], facts, views):
        name = words.get(focus) or shorten(focus, store.ns.prefixes)
        found.add(Violation(graphs.get(owner, ""), name, message))
    return sorted(found)


def _words(statement: Statement) -> str:
    return f"{statement.subject.name} {statement.predicate} {statement.object_name}"


def _statements(extraction: Extraction, ontology: Ontology) -> Iterator[Violation]:
    """Check an article's statements against its text and the ontology."""
    article = extraction.article
    for s in extraction.statements:
        words, e = _words(s), s.evidence
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


def _unsupported(articles: Iterable[list[Quad]], facts: Iterable[Quad], ns: Namespaces) -> Iterator[Violation]:
    """Check that direct triples are those that some article states as certain and not over."""
    stated = {direct_triple(n) for quads in articles for n in nodes(quads).values() if n.is_a(v.STATEMENT)} - {None}
    there = {(q.subject, q.predicate, q.object) for q in facts if q.predicate.value.startswith(names.KG)}
    for triple, message in (
        *((t, "no article states this fact") for t in there - stated),
        *((t, "articles state this fact, but kg:facts does not hold it") for t in stated - there),
    ):
        words = (shorten(n.value, ns.prefixes) for n in triple or () if isinstance(n, NamedNode | Literal))
        yield Violation("", " ".join(words), message)


def _miscompared(
    articles: Iterable[list[Quad]], views: Collection[Quad], ontology: Iterable[Quad], ns: Namespaces
) -> Iterator[Violation]:
    """Check that `kg:compared` holds what comparing all statements tells."""
    traits = Traits.of(ontology)
    groups = keyed(claims_of(q for quads in articles for q in quads), traits)
    if groups and not views:
        yield Violation("", "", "kg:compared is empty: an earlier kg made this graph; build it anew")
        return
    should = {q for claims, signs in groups.values() for q in compared(claims, signs, traits)}
    for quads, message in (
        (set(views) - should, "statements do not tell this; build the graph anew"),
        (should - set(views), "statements tell this, but kg:compared does not hold it; build the graph anew"),
    ):
        for q in quads:
            words = (shorten(n.value, ns.prefixes) for n in q.triple if isinstance(n, NamedNode | Literal))
            yield Violation("", " ".join(words), message)


def _shapes(quads: list[Quad], facts: Iterable[Quad], views: Iterable[Quad]) -> Iterator[tuple[str, NamedNode, str]]:
    """Check articles' quads, the facts of their entities and what compares them against `ontology/shapes.ttl`.

    Yields the IRI at fault, the graph that it stands in, and what is wrong.
    """
    entities = {q.object for q in quads if q.predicate == v.APPEARANCE_OF}
    ours = {q.subject for q in quads}
    views = [q for q in views if q.subject in ours or q.object in ours]
    quads = [*quads, *(q for q in facts if q.subject in entities)]
    if not quads:
        return
    # Imported here, as it takes half a second.
    from pyshacl import validate as shacl

    conforms, report, _ = shacl(
        _copy([*quads, *views]), shacl_graph=rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
    )
    if conforms or not isinstance(report, rdflib.Graph):
        return
    owners = {q.subject.value: q.graph_name for q in quads if isinstance(q.subject, NamedNode)}
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        focus, message = (str(report.value(result, p)) for p in (SH.focusNode, SH.resultMessage))
        yield focus, cast(NamedNode, owners.get(focus)), message


def _copy(quads: Iterable[Quad]) -> rdflib.Graph:
    """Copy quads into rdflib's memory, as one graph: pySHACL is forty times slower on Oxigraph's."""
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    return graph


def _node(node: object) -> rdflib.term.Node:
    if isinstance(node, NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, Literal):
        if node.language or node.datatype.value == names.XSD + "string":
            return rdflib.Literal(node.value, lang=node.language)
        return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value), normalize=False)
    raise TypeError(f"no blank node or triple term in this model: {node}")
