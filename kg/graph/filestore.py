"""Graphs in files: TriG, N-Quads and JSON-LD, plain or compressed.

A file is read into memory when it is opened, and written whole or not at all.
Turtle cannot tell graphs apart, and so cannot keep one of ours:
`docs/decisions/stores.md`.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.garbage import seldom_searched
from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.files import write_whole
from kg.graph.jsonld import jsonld
from kg.graph.memory import MemoryStore
from kg.graph.names import Namespaces
from kg.graph.trig import graph_key, nquads_lines, trig_parts

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["open_graph", "write_graph"]

#: Writes a graph, part by part; the first line, where the format has comments, says how much must follow.
Writer = Callable[["Store", str], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class _Format:
    parser: ox.RdfFormat
    write: Writer
    #: What a whole file of ours begins with: the counts are of its articles and quads.
    first_line: str = ""


def _trig(store: Store, line: str) -> Iterator[bytes]:
    return (part.encode() for part in trig_parts(_graphs(store), store.ns.prefixes, line))


def _nquads(store: Store, line: str) -> Iterator[bytes]:
    return chain([f"# {line}\n".encode()], nquads_lines(store.quads()))


def _jsonld(store: Store, line: str) -> Iterator[bytes]:
    yield jsonld(store.quads(), store.ns.prefixes).encode()


def _graphs(store: Store) -> Iterator[tuple[str, Iterable[Quad]]]:
    """Yield the graphs of a store, as they stand in files; of one that is at hand, one is read after the other."""
    if isinstance(store, MemoryStore):
        yield from store.graphs()
        return
    by_graph: dict[str, list[Quad]] = {}
    for quad in store.quads():
        by_graph.setdefault(cast(NamedNode, quad.graph_name).value, []).append(quad)
    yield from sorted(by_graph.items(), key=lambda item: graph_key(item[0]))


#: Suffix (without .gz) → how such a file is read and written.
FORMATS: dict[str, _Format] = {
    ".trig": _Format(ox.RdfFormat.TRIG, _trig, "kg graph, articles: {}"),
    # a line lost from TriG or JSON-LD is an error of grammar; here it would not be missed
    ".nq": _Format(ox.RdfFormat.N_QUADS, _nquads, "kg graph, articles: {}, quads: {}"),
    ".jsonld": _Format(ox.RdfFormat.JSON_LD, _jsonld),
}
_OUR_CONTEXT = f'"kg": "{names.KG}"'.encode()


def write_graph(path: Path | str, store: Store) -> None:
    """Write a graph into a file, part by part; the same graph gives the same bytes."""
    form = _format(path)
    with seldom_searched():
        counted = sum(1 for _ in store.quads()) if "quads" in form.first_line else 0
        parts = form.write(store, form.first_line.format(len(store.articles()), counted))
        write_whole(path, _packed(parts) if _compressed(path) else parts)


def _packed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Compress with gzip, without the time."""
    packer = zlib.compressobj(9, wbits=31)
    yield from map(packer.compress, parts)
    yield packer.flush()


def open_graph(
    path: Path | str, *, create: bool = False, base: str | None = None, keep_text: bool = True
) -> MemoryStore:
    """Read a graph from a file.

    Raises
    ------
    StoreError
        It is missing, cut off, in another format, or not a graph that `kg` made.
    """
    file = Path(path)
    store = MemoryStore(ns=Namespaces(base) if base else None, keep_text=keep_text, path=file)
    if create and not file.exists():
        return store
    data = _read(file)
    try:
        store._store.bulk_load(data, format=_format(file).parser)
    except SyntaxError as error:
        raise StoreError(f"{path}: not a graph that kg made ({_first(error)}); build it anew") from error
    _check(store, data, file, base)
    store._store.remove_graph(v.INFERRED)  # of an export: it is made anew when it is asked for
    return store


def _format(path: Path | str) -> _Format:
    return FORMATS[Path(str(path).lower().removesuffix(".gz")).suffix]


def _compressed(path: Path | str) -> bool:
    return str(path).lower().endswith(".gz")


def _first(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__


def _read(file: Path) -> bytes:
    if not file.exists():
        raise StoreError(f"{file}: no such file; `kg build … -o {file}` makes one")
    try:
        data = file.read_bytes()
        return gzip.decompress(data) if _compressed(file) else data
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else _first(error)
        raise StoreError(f"{file}: cannot be read ({reason.lower()})") from error


def _check(store: MemoryStore, data: bytes, file: Path, base: str | None) -> None:
    """Raise StoreError unless a file just read holds a whole graph of ours, under `base` if that is given."""
    inner = store._store
    graphs = set(inner.named_graphs()) - set(v.SHARED)
    typed = inner.quads_for_pattern(None, v.TYPE, v.ARTICLE, None)
    articles = {q.subject for q in typed if q.subject == q.graph_name}
    stray = next(inner.quads_for_pattern(None, None, None, ox.DefaultGraph()), None)
    blank = inner.query("ASK { GRAPH ?g { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) } }")
    pattern = _format(file).first_line
    first = data.split(b"\n", 1)[0].decode(errors="replace").removeprefix("# ")
    ours = first.startswith(pattern.partition("{")[0]) if pattern else _OUR_CONTEXT in data[:5000]
    if stray is not None or graphs != articles or blank or not (articles or ours):
        raise StoreError(f"{file}: not a graph that kg made; `kg build … -o FILE` makes one")
    expected = pattern.format(len(articles), len(inner))
    if pattern and ours and first != expected:
        raise StoreError(f"{file}: cut off: it begins with {first!r}, but holds {expected!r}; build it anew")
    bases = {_base(cast(NamedNode, a).value, file) for a in articles}
    if base is not None:
        bases.add(store.ns.base)
    if len(bases) > 1:
        raise StoreError(f"{file}: its IRIs start with {' and '.join(sorted(bases))}; use one base IRI for a graph")
    store.ns = Namespaces(*bases)


def _base(article: str, file: Path) -> str:
    try:
        return Namespaces.of_article(article).base
    except ValueError as error:
        raise StoreError(f"{file}: <{article}> is no article of kg; `kg build … -o FILE` makes a graph") from error
