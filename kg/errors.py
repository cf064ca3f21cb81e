"""Everything that `kg` raises on purpose.

::

    KgError
    ├── ArticleError        an input that cannot be read as an article
    ├── OntologyError       an ontology file that breaks its own shape
    ├── ModelError          a pipeline that cannot be loaded or lacks a component
    ├── StoreError          a graph that cannot be opened, read or written
    ├── QueryError          SPARQL that is refused or does not parse
    ├── WikidataError       Wikidata cannot be asked
    └── FormatError         a format, option, date or decision that is not one of those known

Each message is one line: what, where, and the cure.
"""

from __future__ import annotations

__all__ = [
    "ArticleError",
    "FormatError",
    "KgError",
    "ModelError",
    "OntologyError",
    "QueryError",
    "StoreError",
    "WikidataError",
]


class KgError(Exception):
    """Base of all errors that `kg` raises on purpose."""


class ArticleError(KgError):
    """An input cannot be read as an article."""


class OntologyError(KgError):
    """An ontology file breaks its own shape."""


class ModelError(KgError):
    """A language pipeline cannot be loaded, or lacks what is needed."""


class StoreError(KgError):
    """A graph cannot be opened, read or written."""


class QueryError(KgError):
    """A SPARQL query is refused, or does not parse."""


class WikidataError(KgError):
    """Wikidata cannot be asked."""


class FormatError(KgError):
    """A format, option or date is not one of those known."""
