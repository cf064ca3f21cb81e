"""A graph in a folder (`graph.oxi/`): Oxigraph on disk, in versions.

::

    graph.oxi/
        kg.json     which version counts, and the base IRI
        7/          that version: an Oxigraph store that nobody writes to
        work/       the next one, while somebody writes
        lock        held by the one who does

Readers open the version that counts, and see it whatever a writer does meanwhile.
The first change copies it to `work` (by hard links: no bytes are copied), and
`save` makes that the next version, in one step. So a process that is killed at
any moment has changed nothing or all.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import KgError, StoreError
from kg.graph.files import write_whole
from kg.graph.limits import NO_LIMITS, Limits, evaluate_within
from kg.graph.locks import Lock
from kg.graph.memory import MemoryStore
from kg.graph.names import Namespaces

if TYPE_CHECKING:
    from kg.graph.results import Result
    from kg.graph.store import Store
    from kg.ontology import Ontology
    from kg.records import Extraction

__all__ = ["DiskStore", "open_graph", "write_graph"]

_POINTER = "kg.json"
#: Quads that are written at once: a fifth more time than all together, and a hundredth of the memory.
_PART = 200_000
#: Increased when the layout of the folder changes, or an earlier version would spoil what is in it.
_LAYOUT = 2
#: Those that are read: 1 has no register of names yet, which the first change writes.
_READ = (1, 2)


class DiskStore(MemoryStore):
    """A graph in a folder.

    Parameters
    ----------
    folder : Path
        Where it is; made by the first change where it is not there.
    ns : Namespaces
    keep_text : bool
        Whether articles added keep their text.

    Examples
    --------
    >>> import tempfile
    >>> from kg.records import Article, Extraction
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = open_graph(f"{folder}/graph.oxi", create=True)
    ...     store.replace(Extraction(Article(id="a", text="Bonjour.")))
    ...     store.save()
    ...     list(open_graph(f"{folder}/graph.oxi").articles())
    ['a']
    """

    def __init__(self, folder: Path, *, ns: Namespaces | None = None, keep_text: bool = True) -> None:
        super().__init__(ns=ns, keep_text=keep_text, path=folder)
        self.folder = folder
        self.version = 0
        self._reading: Lock | None = None
        self._writing = Lock(folder / "lock")
        self._changed = False
        if (folder / _POINTER).exists():
            self._open(base=ns.base if ns else None)

    def replace(self, extraction: Extraction) -> None:
        """Put an article's extraction in place of what the graph holds of that article."""
        with self._change():
            super().replace(extraction)

    def retract(self, article_id: str) -> None:
        """Remove an article and what it alone supports; StoreError if it is not there."""
        with self._change():
            super().retract(article_id)

    def describe(self, ontology: Ontology) -> None:
        """Put an ontology's classes and relations in place of those that the graph holds."""
        with self._change():
            super().describe(ontology)

    def note(self, name: str, text: str) -> None:
        """Keep a text beside the articles, in place of the one of that name; an empty one is let go."""
        with self._change():
            super().note(name, text)

    def select(self, sparql: str, limits: Limits = NO_LIMITS) -> Result:
        """Run a query that is known to be safe; `kg.graph.query.run_query` runs any other."""
        if limits.seconds is None or not self._changed:
            return super().select(sparql, limits)
        # the threads of a store that is written would be missing in the process that queries
        self._settle()
        copy = self.folder / "query"
        shutil.rmtree(copy, ignore_errors=True)
        self._store.backup(str(copy))
        try:
            return evaluate_within(ox.Store.read_only(str(copy)), sparql, self.ns.prefixes, limits)
        finally:
            shutil.rmtree(copy, ignore_errors=True)

    def save(self, path: Path | str | None = None) -> None:
        """Make the changes the version that counts; with another path, write a copy there."""
        from kg.graph.store import save_as

        if path is not None and os.path.realpath(path) != os.path.realpath(self.folder):
            save_as(self, path)
        elif self._changed or not self.version:
            with self._change():
                self._publish()

    def close(self) -> None:
        """Let go of the graph, so that others may write it; what was not saved is lost."""
        self._abandon()

    # ── reading ──────────────────────────────────────────────────────────────

    def _open(self, *, base: str | None = None) -> None:
        """Open the version that counts."""
        for _ in range(10):
            pointer = _pointer(self.folder)
            if base is not None and base != pointer["base"]:
                raise StoreError(
                    f"{self.folder}: its IRIs start with {pointer['base']} and not {base}; use one base IRI for a graph"
                )
            version = self.folder / str(pointer["version"])
            reading = Lock(version)
            try:
                # a writer removes no version that is locked; what it removed before is tried again
                if reading.take(shared=True) and (version / "CURRENT").exists():
                    self._store = ox.Store.read_only(str(version))
                    self._reading, self.version, self.ns = reading, int(pointer["version"]), Namespaces(pointer["base"])
                    return
            except FileNotFoundError:
                continue
            except (OSError, RuntimeError) as error:
                raise _broken(self.folder, error) from error
        raise _broken(self.folder, FileNotFoundError(f"version {pointer['version']} is missing"))

    # ── writing ──────────────────────────────────────────────────────────────

    @contextmanager
    def _change(self) -> Iterator[None]:
        """Make ready to write; where that fails, undo all that was not saved, and say so in one line."""
        began = not self._changed
        try:
            if began:
                self._begin()
            yield
        except (OSError, RuntimeError) as error:
            self._abandon()
            reason = getattr(error, "strerror", None) or str(error).strip().splitlines()[0]
            raise StoreError(
                f"{self.folder}: cannot be written ({reason[:200]}); the saved graph is as it was"
            ) from error
        except BaseException:
            if began:
                self._abandon()
            raise

    def _abandon(self) -> None:
        """Go back to the version that counts."""
        if self._changed:
            self._store = ox.Store()
            if self.version:
                self._open()
            self._forget()
            self._changed = False
            shutil.rmtree(self.folder / "work", ignore_errors=True)
            if not self.version:  # nothing was ever saved here
                self._writing.path.unlink(missing_ok=True)
                with contextlib.suppress(OSError):
                    self.folder.rmdir()
        self._writing.release()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self._abandon()

    def _begin(self) -> None:
        self.folder.mkdir(exist_ok=True)
        if not self._writing.take():
            raise StoreError(f"{self.folder}: somebody else is writing it; wait until that is done")
        if (self.folder / _POINTER).exists() and _pointer(self.folder)["version"] != self.version:
            raise StoreError(f"{self.folder}: was changed after it had been opened; open it again")
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)  # of somebody who was killed
        if self.version:
            self._store.backup(str(work))
        self._store = ox.Store(str(work))
        self._changed = True

    def _publish(self) -> None:
        self._settle()
        version = self.version + 1
        target = self.folder / str(version)
        shutil.rmtree(target, ignore_errors=True)
        self._store.backup(str(target))
        pointer = {"layout": _LAYOUT, "version": version, "base": self.ns.base}
        write_whole(self.folder / _POINTER, (json.dumps(pointer) + "\n").encode())
        if self._reading is not None:
            self._reading.release()
        self._open()
        self._changed = False
        shutil.rmtree(self.folder / "work", ignore_errors=True)
        for old in self.folder.iterdir():
            if old.name.startswith("old-") or (old.name.isdecimal() and int(old.name) != version):
                _remove(old)
        self._writing.release()


def _remove(version: Path) -> None:
    """Remove an old version, unless somebody reads it: the next writer will."""
    lock = Lock(version)
    if lock.take():
        gone = version.with_name(f"old-{version.name.removeprefix('old-')}")
        with contextlib.suppress(OSError):  # Windows moves no folder whose files are open
            version.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
    lock.release()


def open_graph(path: Path | str, *, create: bool = False, base: str | None = None, keep_text: bool = True) -> DiskStore:
    """Open a graph in a folder; with `create`, to write.

    Raises
    ------
    StoreError
        It is missing, damaged, or not a graph that `kg` made.
    """
    folder = Path(path)
    if not (folder / _POINTER).exists():
        _check_new(folder, create=create)
    store = DiskStore(folder, ns=Namespaces(base) if base else None, keep_text=keep_text)
    if create:
        with store._change():  # who opens it to write is told at once that somebody else does
            pass
    return store


def _check_new(folder: Path, *, create: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: is a file; a graph that ends in .oxi is a folder")
    try:
        held = {p.name for p in folder.iterdir()} if folder.exists() else set()
    except OSError as error:
        raise StoreError(f"{folder}: cannot be read ({(error.strerror or str(error)).lower()})") from error
    if "CURRENT" in held:
        raise StoreError(f"{folder}: an Oxigraph store, but not one that kg made; dump it as .nq, and open that")
    if held - {"lock", "work", "query", "1"}:  # what a first writer leaves who was killed
        raise StoreError(f"{folder}: not a graph that kg made; `kg build … -o FOLDER.oxi` makes one")
    if not create:
        raise StoreError(f"{folder}: no such graph; `kg build … -o {folder}` makes one")


def write_graph(path: Path | str, store: Store) -> None:
    """Write a graph into a folder, in place of what is there."""
    folder = Path(path)
    if not (folder / _POINTER).exists():
        _check_new(folder, create=True)
    target = DiskStore(folder)
    target.ns = store.ns
    with target._change():
        target._store.clear()
        quads = iter(store.quads())
        for first in quads:  # in parts: what comes at once is all held in memory
            target._store.bulk_extend(chain([first], islice(quads, _PART)))
        target._publish()


def _pointer(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / _POINTER).read_bytes())
        if found["layout"] not in _READ or not isinstance(found["version"], int):
            raise ValueError(f"layout {found['layout']}, of another version of kg")
        return {"version": found["version"], "base": Namespaces(found["base"]).base}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, KgError) as error:
        raise _broken(folder, error) from error


def _broken(folder: Path, error: Exception) -> StoreError:
    reason = getattr(error, "strerror", None) or (str(error).strip().splitlines() or [type(error).__name__])[0]
    return StoreError(f"{folder}: damaged, or not a graph that kg made ({reason[:150]}); build it anew")
