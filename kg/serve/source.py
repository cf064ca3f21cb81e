"""The graph that a server shows: as it was when last looked at, and anew when it has changed on disk.

A file is replaced whole, and a folder has versions, so what is read is always one
graph: the old until the new one is there. Nobody is kept waiting, and a new file that
cannot be read changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from kg.errors import KgError, StoreError
from kg.graph.infer import with_inferred
from kg.graph.memory import MemoryStore
from kg.graph.names import Namespaces
from kg.graph.store import open_store

__all__ = ["Snapshot", "Source"]


@dataclass(frozen=True)
class Snapshot:
    """A graph as it was at one time.

    Parameters
    ----------
    store : pyoxigraph.Store
        In memory or read-only.
    ns : Namespaces
    articles : int
    number : int
        Of the snapshot, from 1.
    """

    store: ox.Store
    ns: Namespaces
    articles: int
    number: int
    #: Holds the version of a folder that is read, so that no writer removes it.
    holder: MemoryStore


class Source:
    """A graph on disk, and what was last read of it.

    Parameters
    ----------
    path : str
    infer : bool
        Whether what follows from its facts is shown, too: the graph is then copied into memory.

    Raises
    ------
    StoreError
        It is missing, broken, or the address of a server.
    """

    def __init__(self, path: str, *, infer: bool = False) -> None:
        if "://" in path:
            raise StoreError(f"{path}: is served already; name a graph in a file or a folder")
        self.path, self._infer = path, infer
        self._stamp = self._look()
        self.snapshot = self._read(1)
        #: Why a newer graph is not shown, if it cannot be read.
        self.problem = ""

    def refresh(self) -> bool:
        """Read the graph again if it has changed on disk; tell whether a new one is shown."""
        stamp = self._look()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            self.snapshot = self._read(self.snapshot.number + 1)
        except (KgError, OSError) as error:
            self.problem = str(error)
            return False
        self.problem = ""
        return True

    def _read(self, number: int) -> Snapshot:
        store = cast(MemoryStore, open_store(self.path))  # as all are that are no server's
        if self._infer:
            store = with_inferred(store)
        articles = len(store.articles())
        return Snapshot(store._store, store.ns, articles, number, store)

    def _look(self) -> tuple[int, int, int]:
        """Return what changes when the graph does."""
        path = Path(self.path)
        try:
            found = (path / "kg.json" if path.is_dir() else path).stat()
        except OSError:
            return (0, 0, 0)
        return (found.st_ino, found.st_mtime_ns, found.st_size)
