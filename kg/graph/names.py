"""IRIs and prefixes: how things are named in the graph, and the names it uses.

Pure functions: the same name always gives the same IRI, and an article's IRI
gives its id back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kg.errors import FormatError

__all__ = ["DEFAULT_BASE", "KG", "PREFIXES", "Namespaces", "clean", "encode", "mint"]

DEFAULT_BASE = "https://kg.example/"

KG = "https://kg.example/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"

#: Prefixes that do not depend on the base IRI.
PREFIXES: dict[str, str] = {
    "kg": KG,
    "prov": PROV,
    "dcterms": DCTERMS,
    "skos": SKOS,
    "schema": SCHEMA,
    "nif": NIF,
    "owl": OWL,
    "rdfs": RDFS,
    "rdf": RDF,
    "xsd": XSD,
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
}

_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
#: ASCII that an IRI segment may hold (RFC 3987), but "%".
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@")
#: What most ids are, of which an IRI segment may hold every character.
_PLAIN = re.compile(r"[A-Za-z0-9\-_~!$&'()*+,;=:@\u00c0-\u024f][A-Za-z0-9\-._~!$&'()*+,;=:@\u00c0-\u024f]*")


def clean(text: str) -> str:
    r"""Put U+FFFD in place of lone surrogates, which no encoding can hold; lengths stay.

    Examples
    --------
    >>> clean("a\ud800b") == "a\ufffdb"
    True
    """
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _legal(char: str) -> bool:
    """Tell whether an IRI may hold a character as it is."""
    code = ord(char)
    if code < 0x80:
        return char in _ASCII
    if code < 0xA0 or 0xFDD0 <= code <= 0xFDEF or 0xFFF0 <= code <= 0xFFFF or 0xE000 <= code <= 0xF8FF:
        return False
    if code & 0xFFFE == 0xFFFE or code >= 0xE0000:
        return False
    # Invisible characters would make two names that read the same.
    return unicodedata.category(char) not in ("Cf", "Zs", "Zl", "Zp", "Cs")


def encode(text: str) -> str:
    """Percent-encode what an IRI segment may not hold; `urllib.parse.unquote` undoes it.

    Examples
    --------
    >>> encode("2023/été 1")
    '2023%2Fété%201'
    """
    if _PLAIN.fullmatch(text):
        return text
    out = "".join(c if _legal(c) else "".join(f"%{b:02X}" for b in c.encode()) for c in clean(text))
    return out.replace(".", "%2E") if out in (".", "..") else out


def mint(name: str) -> str:
    """Return the local part of an IRI for a name: readable, accents kept, spaces as "_".

    Examples
    --------
    >>> mint("Satya Nadella"), mint("Orange (Place)"), mint("AC/DC"), mint("Élysée")
    ('Satya_Nadella', 'Orange_(Place)', 'AC%2FDC', 'Élysée')
    """
    return encode(_SPACES.sub("_", unicodedata.normalize("NFC", clean(name).strip())) or "_")


@lru_cache(maxsize=50_000)
def _node(start: str, id: str) -> NamedNode:
    """Name an id; an entity is named by each of its mentions, a name by each of its articles."""
    return NamedNode(start + encode(id))


@dataclass(frozen=True, slots=True)
class Namespaces:
    """The IRIs of a graph under its base.

    Parameters
    ----------
    base : str
        Absolute IRI that entities, articles and statements lie under; a "/" is
        added where it does not end in "/" or "#". The ontology keeps its own.

    Examples
    --------
    >>> ns = Namespaces()
    >>> ns.entity("Satya_Nadella").value
    'https://kg.example/entity/Satya_Nadella'
    >>> ns.article_id(ns.article("2023 été"))
    '2023 été'
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        base = self.base if self.base.endswith(("/", "#")) else self.base + "/"
        try:
            NamedNode(base)
        except ValueError as error:
            raise FormatError(f"base IRI {self.base!r} is not absolute; write it like {DEFAULT_BASE}") from error
        object.__setattr__(self, "base", base)

    @classmethod
    def of_article(cls, iri: str) -> Namespaces:
        """Return the namespaces that an article's IRI was minted in; ValueError if it was not."""
        return cls(iri[: iri.rindex("article/")])

    @property
    def entities(self) -> str:
        """What the IRIs of entities begin with."""
        return f"{self.base}entity/"

    def entity(self, id: str) -> NamedNode:
        """Return the IRI of an entity's id."""
        return _node(self.entities, id)

    def article(self, id: str) -> NamedNode:
        """Return the IRI of an article's id, which is also its graph's."""
        return NamedNode(f"{self.base}article/{encode(id)}")

    def name(self, label: str) -> NamedNode:
        """Return the IRI of a name in the register, by its label."""
        return _node(f"{self.base}name/", label)

    def name_label(self, node: NamedNode) -> str:
        """Return the label of a name by its IRI."""
        return unquote(node.value.removeprefix(f"{self.base}name/"))

    def statement(self, digest: str) -> NamedNode:
        """Return the IRI of a statement's hash."""
        return NamedNode(f"{self.base}statement/{digest}")

    def entity_id(self, node: NamedNode) -> str:
        """Return the id of an entity's IRI."""
        return unquote(node.value.removeprefix(f"{self.base}entity/"))

    def article_id(self, node: NamedNode) -> str:
        """Return the id of an article's IRI."""
        return unquote(node.value.removeprefix(f"{self.base}article/"))

    def article_of(self, text: str) -> str:
        """Return the id of an article that is named by its id, its IRI, or that shortened.

        Examples
        --------
        >>> ns = Namespaces()
        >>> ns.article_of("a 1"), ns.article_of("art:a%201"), ns.article_of("<https://kg.example/article/a%201>")
        ('a 1', 'a 1', 'a 1')
        """
        bare = text.removeprefix("<").removesuffix(">")
        for start in (f"{self.base}article/", "art:"):
            if bare.startswith(start):
                return unquote(bare.removeprefix(start))
        return text

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefix → namespace, those of the contract and those that the ontology maps to."""
        own = {"ent": f"{self.base}entity/", "art": f"{self.base}article/", "st": f"{self.base}statement/"}
        return {"kg": KG, **own, **PREFIXES}
