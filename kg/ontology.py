"""The ontology as data: `ontology/*.ttl` → classes, relations and lexical entries.

`docs/lexicon.md` says how a relation is written down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal

from kg.errors import OntologyError
from kg.records import FACTUALITIES, Factuality
from kg.resources import ontology_dir
from kg.turtle import Term, Turtle, local_name

__all__ = ["Entry", "Example", "Ontology", "OntologyClass", "Relation", "load_ontology"]

KG = "https://kg.example/ontology#"
KGL = "https://kg.example/lexicon#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

POS = ("verb", "noun", "adjective", "adjunct", "name", "classNoun", "parenthesis", "demonym", "contest", "scene")
#: Slots that are not prepositions; prepositions are plain strings ("dans").
SLOTS = ("subj", "obj", "self", "holder", "leaver", "body", "inside", "demonym", "context", "beside")
LITERAL_RANGES = ("text", "date")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OntologyClass:
    """A class of entities.

    `nouns` are French common nouns that denote a member of it (« constructeur »); `terms` are
    members that are common nouns themselves (« intelligence artificielle »).
    """

    name: str
    labels: Mapping[str, str]
    definition: str
    parents: tuple[str, ...]
    nouns: tuple[str, ...]
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that must (or, without subject, must not) state a relation."""

    text: str
    subject: str | None = None
    object: str | None = None
    factuality: Factuality = "certain"


@dataclass(frozen=True, slots=True)
class Entry:
    """A predicate with its frame: which argument is the subject, which the object.

    Slots are names out of `SLOTS`, written with a colon (":subj"), or prepositions ("dans").
    `subject_nouns`: of a name, nouns one of which must tell what it names (« l'**hôpital** Cochin »).
    `through`: whoever did, said or is what the object names is meant (« fustige l'inaction de X »).
    `negative`: its words take a negation and deny nothing by it (« ne décolère pas contre X »).
    """

    relation: str
    pos: str
    lemmas: tuple[str, ...]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    noun_class: str | None = None
    subject_class: tuple[str, ...] = ()
    subject_nouns: tuple[str, ...] = ()
    object_class: tuple[str, ...] = ()
    factuality: Factuality | None = None
    former: bool = False
    through: bool = False
    negative: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the inventory.

    `domain` and `range` are class names, read as unions; the range of a relation with
    literal objects is ``("text",)`` or ``("date",)``. `alongside` are the relations that one
    sentence may tell of the same two besides.
    """

    name: str
    labels: Mapping[str, str]
    definition: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool = False
    functional: bool = False
    titled: bool = False
    contest: bool = False
    inverse: str | None = None
    alongside: frozenset[str] = frozenset()
    entries: tuple[Entry, ...] = ()
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()

    @property
    def literal(self) -> str | None:
        """Kind of its literal objects ("text", "date"), or None where objects are entities."""
        return self.range[0] if self.range and self.range[0] in LITERAL_RANGES else None


@dataclass(frozen=True)
class Ontology:
    """Classes, relations and lexicon, in a fixed order.

    Examples
    --------
    >>> o = load_ontology()
    >>> o.is_a("Company", "Agent")
    True
    >>> o.relations["invests_in"].labels["fr"]
    'investit dans'
    """

    classes: Mapping[str, OntologyClass]
    relations: Mapping[str, Relation]
    triples: Turtle = field(repr=False, compare=False)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All lexical entries, in order of relation."""
        return tuple(e for r in self.relations.values() for e in r.entries)

    @cached_property
    def _ancestors(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}

        def ancestors(name: str) -> frozenset[str]:
            if name not in found:
                found[name] = frozenset((name,))  # stops a cycle
                parents = self.classes[name].parents if name in self.classes else ()
                found[name] = frozenset((name,)).union(*(ancestors(p) for p in parents))
            return found[name]

        for name in self.classes:
            ancestors(name)
        return found

    def ancestors(self, cls: str) -> frozenset[str]:
        """Class `cls` and those above it; nothing where there is no such class.

        Examples
        --------
        >>> sorted(load_ontology().ancestors("Company"))
        ['Agent', 'Company', 'Organization']
        """
        return self._ancestors.get(cls, _NONE)

    def depth(self, cls: str) -> int:
        """How many classes `cls` is or is below: the more, the finer it is."""
        return len(self.classes.keys() & self.ancestors(cls))

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Tell whether class `cls` is `ancestor` or below it."""
        return ancestor in self._ancestors.get(cls, _NONE)

    def are_kin(self, a: str, b: str) -> bool:
        """Tell whether one of two classes is the other or below it."""
        return self.is_a(a, b) or self.is_a(b, a)

    def is_any(self, cls: str, ancestors: Iterable[str]) -> bool:
        """Tell whether class `cls` is one of `ancestors` or below one."""
        return not self._ancestors.get(cls, _NONE).isdisjoint(ancestors)

    @cached_property
    def classes_of_noun(self) -> dict[str, tuple[str, ...]]:
        """French common noun (lower-case lemma) → classes that it may denote."""
        nouns: dict[str, list[str]] = {}
        for cls in self.classes.values():
            for noun in cls.nouns:
                nouns.setdefault(noun, []).append(cls.name)
        return {noun: tuple(names) for noun, names in nouns.items()}


def load_ontology(path: Path | None = None) -> Ontology:
    """Read an ontology folder: `core.ttl` and `relations/*.ttl`.

    Parameters
    ----------
    path : Path, optional
        The folder; by default the one that comes with `kg`.

    Raises
    ------
    OntologyError
        A file is missing, is not Turtle, or breaks the shape of `docs/lexicon.md`.

    Examples
    --------
    >>> "Company" in load_ontology().classes
    True
    """
    folder = path or ontology_dir()
    files = [folder / "core.ttl", *sorted((folder / "relations").glob("*.ttl"))]
    graph = Turtle()
    for file in files:
        try:
            graph.read(file)
        except OSError as error:
            raise OntologyError(
                f"{file}: cannot be read ({error.strerror}); an ontology folder holds core.ttl and relations/*.ttl"
            ) from error
        except (SyntaxError, ValueError) as error:
            first = str(error).strip().splitlines()[0]
            raise OntologyError(f"{file}: not valid Turtle ({first})") from error
    classes = {c.name: c for c in _classes(graph)}
    relations = {r.name: r for r in _relations(graph, classes)}
    for relation in relations.values():
        if relation.inverse is not None and relation.inverse not in relations:
            raise OntologyError(
                f"kg:{relation.name}: no relation kg:{relation.inverse} to be the inverse of; declare it"
            )
    return Ontology(classes, relations, graph)


def _labels(graph: Turtle, node: Term) -> dict[str, str]:
    found = ((o.language or "", o.value) for o in graph.objects(node, RDFS + "label") if isinstance(o, Literal))
    return dict(sorted(found))


def _definition(graph: Turtle, node: Term) -> str:
    """English definition, or the first there is."""
    found = sorted((getattr(o, "language", "") != "en", o.value) for o in graph.objects(node, SKOS + "definition"))
    return found[0][1] if found else ""


def _texts(graph: Turtle, node: Term, predicate: str) -> tuple[str, ...]:
    return tuple(sorted(o.value for o in graph.objects(node, predicate)))


def _text(graph: Turtle, node: Term, predicate: str) -> str | None:
    value = graph.value(node, predicate)
    return None if value is None else value.value


def _own(graph: Turtle, node: Term, predicate: str) -> tuple[str, ...]:
    """Local names of the objects that lie in our ontology."""
    return tuple(sorted(local_name(o) for o in graph.objects(node, predicate) if o.value.startswith(KG)))


def _naming(graph: Turtle, node: Term) -> Iterable[str]:
    """Local names of the relations beside which a relation may stand by their own word."""
    return (local_name(other) for other in graph.subjects(KGL + "alongside", node.value))


def _classes(graph: Turtle) -> Iterable[OntologyClass]:
    for node in sorted(graph.subjects(RDF + "type", OWL + "Class"), key=str):
        if node.value.startswith(KG):
            yield OntologyClass(
                name=local_name(node),
                labels=_labels(graph, node),
                definition=_definition(graph, node),
                parents=_own(graph, node, RDFS + "subClassOf"),
                nouns=_texts(graph, node, KGL + "noun"),
                terms=_texts(graph, node, KGL + "term"),
            )


def _relations(graph: Turtle, classes: Mapping[str, OntologyClass]) -> Iterable[Relation]:
    properties = set(graph.subjects(RDF + "type", OWL + "ObjectProperty"))
    literals = set(graph.subjects(KGL + "literal"))
    for node in sorted(properties | literals, key=str):
        name = local_name(node)
        kinds = {o.value for o in graph.objects(node, RDF + "type")}
        literal = _text(graph, node, KGL + "literal")
        inverse = graph.value(node, OWL + "inverseOf")
        relation = Relation(
            name=name,
            labels=_labels(graph, node),
            definition=_definition(graph, node),
            domain=_own(graph, node, RDFS + "domain"),
            range=(literal,) if literal else _own(graph, node, RDFS + "range"),
            symmetric=OWL + "SymmetricProperty" in kinds,
            functional=OWL + "FunctionalProperty" in kinds,
            titled=_text(graph, node, KGL + "titled") == "true",
            contest=_text(graph, node, KGL + "contest") == "true",
            inverse=None if inverse is None else local_name(inverse),
            alongside=frozenset((*_own(graph, node, KGL + "alongside"), *_naming(graph, node))),
            entries=tuple(sorted((_entry(graph, name, e) for e in graph.objects(node, KGL + "entry")), key=repr)),
            examples=tuple(sorted((_example(graph, name, e) for e in graph.objects(node, KGL + "example")), key=repr)),
            counter_examples=tuple(
                sorted((_example(graph, name, e) for e in graph.objects(node, KGL + "counterExample")), key=repr)
            ),
        )
        _check(relation, classes)
        yield relation


def _slot(node: Term) -> str:
    return node.value if isinstance(node, Literal) else ":" + local_name(node)


def _entry(graph: Turtle, relation: str, node: Term) -> Entry:
    pos = graph.value(node, KGL + "pos")
    noun_class = graph.value(node, KGL + "nounClass")
    factuality = graph.value(node, KGL + "factuality")
    return Entry(
        relation=relation,
        pos="" if pos is None else local_name(pos),
        lemmas=_texts(graph, node, KGL + "lemma"),
        subject=tuple(sorted(_slot(o) for o in graph.objects(node, KGL + "subject"))),
        object=tuple(sorted(_slot(o) for o in graph.objects(node, KGL + "object"))),
        noun_class=None if noun_class is None else local_name(noun_class),
        subject_class=_own(graph, node, KGL + "subjectClass"),
        subject_nouns=_texts(graph, node, KGL + "subjectNoun"),
        object_class=_own(graph, node, KGL + "objectClass"),
        factuality=None if factuality is None else _factuality(relation, local_name(factuality)),
        former=_text(graph, node, KGL + "former") == "true",
        through=_text(graph, node, KGL + "through") == "true",
        negative=_text(graph, node, KGL + "negative") == "true",
        confidence=float(_text(graph, node, KGL + "confidence") or 1.0),
    )


def _example(graph: Turtle, relation: str, node: Term) -> Example:
    text = _text(graph, node, KGL + "text")
    if text is None:
        raise OntologyError(f"kg:{relation}: an example has no kgl:text; give it its sentence")
    factuality = graph.value(node, KGL + "factuality")
    return Example(
        text=text,
        subject=_text(graph, node, KGL + "subject"),
        object=_text(graph, node, KGL + "object"),
        factuality="certain" if factuality is None else _factuality(relation, local_name(factuality)),
    )


def _factuality(relation: str, name: str) -> Factuality:
    for factuality in FACTUALITIES:
        if factuality == name:
            return factuality
    raise OntologyError(f"kg:{relation}: no factuality kg:{name}; choose one of {', '.join(FACTUALITIES)}")


def _check(relation: Relation, classes: Mapping[str, OntologyClass]) -> None:
    """Raise OntologyError where a relation or one of its entries breaks its shape."""
    where = f"kg:{relation.name}"
    if not {"fr", "en"} <= set(relation.labels) or not relation.definition:
        raise OntologyError(f"{where}: wants rdfs:label in @fr and @en and a skos:definition")
    if not relation.domain or not relation.range:
        raise OntologyError(f"{where}: wants an rdfs:domain and an rdfs:range among the kg: classes")
    for entry in relation.entries:
        if not 0 < entry.confidence <= 1:
            raise OntologyError(f"{where}: kgl:confidence {entry.confidence:g} is not between 0 and 1")
    named = [*relation.domain, *(() if relation.literal else relation.range)]
    for entry in relation.entries:
        named += [*entry.subject_class, *entry.object_class, *([entry.noun_class] if entry.noun_class else [])]
        if entry.pos not in POS:
            raise OntologyError(
                f"{where}: an entry has kgl:pos {entry.pos or 'none'!r}; choose one of {', '.join(POS)}"
            )
        if entry.pos in ("verb", "noun", "adjective", "adjunct") and not entry.lemmas:
            raise OntologyError(f"{where}: a {entry.pos} entry has no kgl:lemma")
        for slot in (*entry.subject, *entry.object):
            if slot.startswith(":") and slot[1:] not in SLOTS:
                raise OntologyError(
                    f"{where}: no slot kgl:{slot[1:]}; choose a preposition or one of {', '.join(SLOTS)}"
                )
        if not entry.subject or not entry.object:
            raise OntologyError(
                f"{where}: the entry of {', '.join(entry.lemmas) or entry.pos!r} wants kgl:subject and kgl:object"
            )
    unknown = sorted(set(named) - set(classes))
    if unknown:
        raise OntologyError(f"{where}: no class kg:{unknown[0]}; declare it in core.ttl")
