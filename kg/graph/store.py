"""Where graphs live: one protocol, and a table of stores by the form of their path."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from kg.errors import StoreError
from kg.graph.memory import MemoryStore

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad

    from kg.graph.names import Namespaces
    from kg.graph.results import Result
    from kg.ontology import Ontology
    from kg.records import Extraction

__all__ = ["STORES", "MemoryStore", "Store", "open_store"]

#: Suffix (or scheme) of a path → what opens it, imported when first used.
#: An opener takes (path, create, base, keep_text) and returns a `Store`.
STORES: dict[str, str] = {
    ".trig": "kg.graph.memory:open_file",
    ".trig.gz": "kg.graph.memory:open_file",
}


@runtime_checkable
class Store(Protocol):
    """A graph: extractions in, quads and answers out.

    Attributes
    ----------
    ns : Namespaces
        The IRIs of this graph.
    """

    ns: Namespaces

    def replace(self, extraction: Extraction) -> None:
        """Put an article's extraction in place of what the graph holds of that article."""

    def retract(self, article_id: str) -> None:
        """Remove an article and what it alone supports; StoreError if it is not there."""

    def describe(self, ontology: Ontology) -> None:
        """Put an ontology's classes and relations in place of those that the graph holds."""

    def articles(self) -> dict[str, str]:
        """Return the hash of each article, by id, sorted."""

    def extractions(self) -> Iterator[Extraction]:
        """Yield the extraction of each article, by id."""

    def select(self, sparql: str) -> Result:
        """Run a query that is known to be safe; `kg.graph.query.run_query` runs any other."""

    def quads(self) -> Iterator[Quad]:
        """Yield all quads, in no order."""

    def dataset(self) -> rdflib.Dataset:
        """Return a view for rdflib, with the union as its default graph."""

    def save(self, path: Path | str | None = None) -> None:
        """Write the graph: where it came from, or into a new file."""


def open_store(path: Path | str, *, create: bool = False, base: str | None = None, keep_text: bool = True) -> Store:
    """Open a graph by its path.

    Parameters
    ----------
    path : Path or str
        Its form chooses the store: one of `STORES`.
    create : bool
        Whether a graph that does not exist is made.
    base : str, optional
        What IRIs start with; by default what the graph has, or the built-in one.
    keep_text : bool
        Whether articles added keep their text.

    Raises
    ------
    StoreError
        No store has this form of path, or the graph is missing, broken or not one of ours.

    Examples
    --------
    >>> open_store("graph.docx")
    Traceback (most recent call last):
        ...
    kg.errors.StoreError: graph.docx: no store for this kind of file; choose .trig, .trig.gz
    """
    opener = STORES.get(_form(str(path)))
    if opener is None:
        raise StoreError(f"{path}: no store for this kind of file; choose {', '.join(STORES)}")
    module, _, name = opener.partition(":")
    found = getattr(import_module(module), name)(path, create=create, base=base, keep_text=keep_text)
    return cast("Store", found)


def _form(path: str) -> str:
    """Return the longest key of `STORES` that the path ends in, or begins with."""
    fits = (f for f in STORES if (path.lower().startswith(f) if f.endswith("://") else path.lower().endswith(f)))
    return max(fits, key=len, default="")
