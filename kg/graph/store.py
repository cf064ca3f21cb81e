"""Where graphs live: one protocol, and a table of stores by the form of their path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from kg.errors import StoreError
from kg.graph.limits import NO_LIMITS, Limits
from kg.graph.memory import MemoryStore

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad

    from kg.found import Tally
    from kg.graph.names import Namespaces
    from kg.graph.results import Result
    from kg.ontology import Ontology
    from kg.records import Entity, Extraction

__all__ = ["STORES", "MemoryStore", "Store", "check_form", "open_store", "save_as"]

#: Suffix (or scheme) of a path → the module of its store, imported when first used. It has
#: ``open_graph(path, *, create, base, keep_text)``, which returns a `Store`, and ``write_graph(path, store)``.
STORES: dict[str, str] = {
    ".trig": "kg.graph.filestore",
    ".trig.gz": "kg.graph.filestore",
    ".nq": "kg.graph.filestore",
    ".nq.gz": "kg.graph.filestore",
    ".jsonld": "kg.graph.filestore",
    ".jsonld.gz": "kg.graph.filestore",
    ".oxi": "kg.graph.disk",
    "http://": "kg.graph.remote",
    "https://": "kg.graph.remote",
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

    def notes(self) -> dict[str, str]:
        """Return the texts kept beside the articles, by name."""

    def note(self, name: str, text: str) -> None:
        """Keep a text beside the articles, in place of the one of that name; an empty one is let go."""

    def articles(self) -> dict[str, str]:
        """Return the hash of each article, by id, sorted."""

    def extractions(self, ids: Iterable[str] | None = None) -> Iterator[Extraction]:
        """Yield the extraction of each article, or of those of `ids` that are there, by id."""

    def bearers(self, keys: Iterable[str], most: int) -> dict[str, list[str]]:
        """Return the names in the register that have each of some keys; of more than `most` perhaps any so many."""

    def tallies(self, labels: Iterable[str]) -> dict[str, Tally]:
        """Return what all articles say of some names, counted; those that no article uses are left out."""

    def naming(self, labels: Iterable[str]) -> set[str]:
        """Return the ids of the articles that use some names."""

    def together(self, some: Iterable[str], others: Iterable[str], but: Iterable[str] = ()) -> bool:
        """Tell whether some article, but for those of some ids, uses a name of both kinds."""

    def entities(self, ids: Iterable[str]) -> dict[str, Entity]:
        """Return entities of the graph by their ids, as some article has them: where all were resolved, they agree."""

    def select(self, sparql: str, limits: Limits = NO_LIMITS) -> Result:
        """Run a query that is known to be safe; `kg.graph.query.run_query` runs any other.

        QueryError where it goes beyond a limit.
        """

    def quads(self) -> Iterator[Quad]:
        """Yield all quads, in no order."""

    def dataset(self) -> rdflib.Dataset:
        """Return a view for rdflib, with the union as its default graph."""

    def save(self, path: Path | str | None = None) -> None:
        """Keep what was changed where the graph came from, or write a copy to another path (see `save_as`).

        What is not saved is lost with the process; a remote endpoint alone keeps each change at once.
        """

    def close(self) -> None:
        """Let go of the graph, so that others may write it; what was not saved is lost."""


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
    kg.errors.StoreError: graph.docx: no store for this kind of file; choose .trig, .trig.gz, .nq, .nq.gz, ...
    """
    found = _module(path).open_graph(path, create=create, base=base, keep_text=keep_text)
    return cast("Store", found)


def save_as(store: Store, path: Path | str) -> None:
    """Write a graph to a path whose form is one of `STORES`, in place of what is there.

    Examples
    --------
    >>> save_as(MemoryStore(), "graph.ttl")
    Traceback (most recent call last):
        ...
    kg.errors.StoreError: graph.ttl: Turtle cannot keep articles apart; use .trig, which is Turtle with named graphs,
    or `kg export --format turtle`
    """
    _module(path).write_graph(path, store)


def check_form(path: Path | str) -> None:
    """Raise StoreError unless some store has this form of path."""
    _module(path)


def _module(path: Path | str) -> ModuleType:
    text = str(path).lower()
    fits = (f for f in STORES if (text.startswith(f) if f.endswith("://") else text.rstrip("/").endswith(f)))
    form = max(fits, key=len, default="")
    if form:
        return import_module(STORES[form])
    if text.removesuffix(".gz").endswith((".ttl", ".turtle")):
        raise StoreError(
            f"{path}: Turtle cannot keep articles apart; use .trig, which is Turtle with named graphs, "
            "or `kg export --format turtle`"
        )
    raise StoreError(
        f"{path}: no store for this kind of file; choose {', '.join(STORES)}; `kg export` writes other formats"
    )
