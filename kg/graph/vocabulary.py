"""The terms of the model, as nodes: what `docs/decisions` and `ontology/shapes.ttl` describe."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import NamedNode

from kg.graph import names

#: The graph of entities and direct triples, and the graph of the ontology.
FACTS = NamedNode(names.KG + "facts")
ONTOLOGY = NamedNode(names.KG.rstrip("#"))
#: The graph of what comparing statements tells of them: `docs/decisions/corroboration.md`.
COMPARED = NamedNode(names.KG + "compared")
#: The graph of what all articles call each name: `docs/decisions/register.md`.
NAMES = NamedNode(names.KG + "names")
#: The graph of what is kept beside the articles: decisions about entities, `docs/decisions/entities.md`.
NOTES = NamedNode(names.KG + "notes")
#: The graph of what follows from the facts: only in copies that are made on demand, `docs/decisions/inference.md`.
INFERRED = NamedNode(names.KG + "inferred")
#: All graphs but those of articles, in the order in which they are written.
SHARED = (FACTS, COMPARED, ONTOLOGY, NOTES, NAMES, INFERRED)


@lru_cache(maxsize=1000)
def kg(local: str) -> NamedNode:
    """Return a term of our ontology."""
    return NamedNode(names.KG + names.encode(local))


def wikidata(id: str) -> NamedNode:
    """Return an item of Wikidata."""
    return NamedNode(names.PREFIXES["wd"] + names.encode(id))


@lru_cache(maxsize=100)
def xsd(local: str) -> NamedNode:
    """Return a datatype of XML Schema."""
    return NamedNode(names.XSD + local)


TYPE = NamedNode(names.RDF + "type")
SUBJECT = NamedNode(names.RDF + "subject")
PREDICATE = NamedNode(names.RDF + "predicate")
OBJECT = NamedNode(names.RDF + "object")
VALUE = NamedNode(names.SCHEMA + "value")
LABEL = NamedNode(names.RDFS + "label")
SUBCLASS = NamedNode(names.RDFS + "subClassOf")
ALT_LABEL = NamedNode(names.SKOS + "altLabel")
DERIVED = NamedNode(names.PROV + "wasDerivedFrom")

BEGIN = NamedNode(names.NIF + "beginIndex")
END = NamedNode(names.NIF + "endIndex")
ANCHOR = NamedNode(names.NIF + "anchorOf")
SENTENCE_BEGIN = kg("sentence_begin")
SENTENCE_END = kg("sentence_end")

ARTICLE = NamedNode(names.SCHEMA + "NewsArticle")
HEADLINE = NamedNode(names.SCHEMA + "headline")
PUBLISHED = NamedNode(names.SCHEMA + "datePublished")
PUBLISHER = NamedNode(names.SCHEMA + "publisher")
URL = NamedNode(names.SCHEMA + "url")
TEXT = NamedNode(names.SCHEMA + "text")
MENTIONS = NamedNode(names.SCHEMA + "mentions")
SHA256 = kg("sha256")
#: What the article alone gave, the names in it, and what these became: `docs/decisions/incremental.md`.
FOUND = kg("found")
KEYS = kg("keys")
NAMED = kg("named")
BECAME = kg("became")
#: Of a name in the register: by what it is found, and what articles say of it.
KEY = kg("key")
TALLY = kg("tally")

STATEMENT = kg("Statement")
FACTUALITY = kg("factuality")
CERTAIN = kg("certain")
NEGATED = kg("negated")
ATTRIBUTED_TO = kg("attributed_to")
AMOUNT = kg("amount")
DATE = kg("date")
ROLE = kg("role")
SHARE = kg("share")
FORMER = kg("former")
CONFIDENCE = kg("confidence")
RULE = kg("rule")
CURRENCY = NamedNode(names.SCHEMA + "currency")
UNIT = NamedNode(names.SCHEMA + "unitText")
BOUND = kg("bound")

SUPPORT = kg("support")
COPY_OF = kg("copy_of")
CONFLICTS_WITH = kg("conflicts_with")
#: What the ontology says of relations: `kg.graph.traits`.
ONE_OBJECT = kg("one_object")
ONE_SUBJECT = kg("one_subject")
ONCE = kg("happens_once")
BEGUN_BY = kg("begun_by")
ENDED_BY = kg("ended_by")

#: An entity as one article names it; `docs/decisions/graph-lossless.md` says why it is there.
APPEARANCE = kg("Appearance")
APPEARANCE_OF = kg("appearance_of")
NAME = kg("name")
CLASS = kg("class")
ALIAS = kg("alias")
POSITION = kg("position")
WIKIDATA = kg("wikidata")
#: In the facts, the classes that articles give an entity beside the one that it has; in what `kg build` made, none.
OTHER_CLASS = kg("other_class")
#: In the facts, what `WIKIDATA` says of an appearance.
SAME_AS = NamedNode(names.OWL + "sameAs")

MENTION = kg("Mention")
REFERS_TO = kg("refers_to")
KIND = kg("kind")
