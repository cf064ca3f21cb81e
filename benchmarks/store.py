"""What stores cost: `python benchmarks/store.py`, each figure as a ratio, all in one run, as machines differ.

Of a graph of a million quads (`synthetic.py`): how fast it is loaded and queried, beside pyoxigraph alone, and how
much memory that takes. Of graphs of 100 and 10,000 articles: what one article more or less costs in each.
Times are CPU time of the process, its threads included (RocksDB's too), so that what else runs matters little; the
load is told. Each is the median of several.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
from synthetic import STORY, article

from kg.changes import add, retract
from kg.graph.named import named_queries
from kg.graph.query import run_query
from kg.graph.store import MemoryStore, Store, open_store, save_as
from kg.ontology import Ontology, load_ontology
from kg.resolve import VERSION, resolve

#: Articles that make a million quads.
MILLION = 2_850
#: One article in so many names France and its president.
HUB = 8
QUERIES = (
    "aliases", "articles", "conflicts", "corroborated", "denied",
    "former-posts", "leaders", "mentioned", "money", "timeline",
)  # fmt: skip


def timed(action: Callable[[], object]) -> float:
    """Return the seconds of CPU time that an action takes."""
    gc.collect()
    began = time.process_time()
    action()
    return time.process_time() - began


def side_by_side(one: Callable[[], object], other: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the median CPU times of two actions, done by turns."""
    taken = [(timed(one), timed(other)) for _ in range(times)]
    return statistics.median(t for t, _ in taken), statistics.median(t for _, t in taken)


def filled(size: int, ontology: Ontology, *, shared: bool = False) -> MemoryStore:
    """Build a graph at once; of some stories an article is missing."""
    store = MemoryStore(ontology=ontology)
    absent = set(missing(size))
    numbers = (n for n in range(size) if n not in absent)
    for extraction in resolve((article(n, hub=n % HUB == 0, shared=shared) for n in numbers), ontology):
        store.replace(extraction)
    store.note("resolver", VERSION)
    store.select("ASK { ?s ?p ?o }")  # facts are settled when they are read
    return store


def missing(size: int) -> list[int]:
    """Return the numbers of the articles that are added and taken back: of stories that are there, and no hub."""
    return [n for n in range(size - STORY + 1, 0, -STORY) if n % HUB][:7]


# ── one article more or less ─────────────────────────────────────────────────


def one_article(store: Store, size: int, ontology: Ontology, *, shared: bool = False) -> Iterator[tuple[str, float]]:
    """Time what users do with one article more or less; the store ends as it began."""
    for hub in (False, True):
        numbers = missing(size)
        if hub:
            numbers = [size + 1000 + n for n in numbers]
        name = ", named everywhere" if hub else ""

        def added(number: int, *, hub: bool = hub) -> None:
            add(store, [article(number, hub=hub, shared=shared)], ontology)
            store.select("ASK { ?s ?p ?o }")

        def taken(number: int) -> None:
            retract(store, [f"a{number}"], ontology)

        added(numbers[-1])  # what is done once in a process is done
        taken(numbers[-1])
        yield f"add{name}", statistics.median(timed(lambda n=n: added(n)) for n in numbers)  # type: ignore[misc]
        yield f"retract{name}", statistics.median(timed(lambda n=n: taken(n)) for n in numbers)  # type: ignore[misc]


def growth(sizes: list[int], forms: list[str], shared: bool) -> None:
    """Print what one article costs in graphs of some sizes."""
    ontology = load_ontology()
    found: dict[tuple[str, str], list[float]] = {}
    for size in sizes:
        built = filled(size, ontology, shared=shared)
        gc.freeze()  # what was done before is no garbage
        print(f"{size:,} articles, {sum(1 for _ in built.quads()):,} quads", flush=True)
        for form in forms:
            with tempfile.TemporaryDirectory() as folder:
                store: Store = built
                if form != "memory":
                    save_as(built, path := Path(folder, f"graph{form}"))
                    store = open_store(path)
                for name, seconds in one_article(store, size, ontology, shared=shared):
                    found.setdefault((form, name), []).append(seconds)
                del store
    print(
        f"\n{'one article, surnames shared by many' if shared else 'one article':<38}"
        + "".join(f"{s:>12,}" for s in sizes)
        + "   ratio"
    )
    for (form, name), taken in found.items():
        print(
            f"{form:<8}{name:<30}" + "".join(f"{1000 * s:>9.1f} ms" for s in taken) + f"   {taken[-1] / taken[0]:.2f}"
        )


# ── a million quads ──────────────────────────────────────────────────────────


def million(size: int, folder: str) -> None:
    """Build the graph, and write it in both forms."""
    built = filled(size, load_ontology())
    built.save(Path(folder, "graph.nq"))
    save_as(built, Path(folder, "graph.oxi"))
    _peak("building and writing it")


def loads(folder: str) -> None:
    """Print how fast a graph is loaded, beside pyoxigraph alone."""
    file = Path(folder, "graph.nq")

    def bare() -> None:
        ox.Store().bulk_load(path=file, format=ox.RdfFormat.N_QUADS)

    _ratio("load .nq into memory", *side_by_side(lambda: open_store(file), bare, 3), rate=True)
    _peak("loading it")
    store = open_store(file)

    def bare_folder() -> None:
        with tempfile.TemporaryDirectory() as place:
            ox.Store(place).bulk_extend(store.quads())

    def ours() -> None:
        with tempfile.TemporaryDirectory() as place:
            save_as(store, Path(place, "graph.oxi"))

    _ratio("write a graph into .oxi", *side_by_side(ours, bare_folder, 3), rate=True)


def queries(folder: str, times: int) -> None:
    """Print how long ten queries take, beside pyoxigraph alone."""
    file = Path(folder, "graph.nq")
    texts = {q.name: q.text for q in named_queries()}
    for name, store in (("memory", open_store(file)), (".oxi", open_store(Path(folder, "graph.oxi")))):
        inner, prefixes = store._store, store.ns.prefixes  # type: ignore[attr-defined]
        for query in QUERIES:

            def bare(text: str = texts[query], inner: ox.Store = inner, prefixes: dict[str, str] = prefixes) -> None:
                for row in inner.query(text, prefixes=dict(prefixes), use_default_graph_as_union=True):
                    tuple(row)

            times_taken = side_by_side(lambda q=query, s=store: run_query(s, texts[q]), bare, times)  # type: ignore[misc]
            _ratio(f"{name}: query {query}", *times_taken)
    _peak("querying it")


def _ratio(what: str, ours: float, bare: float, *, rate: bool = False) -> None:
    ratio = bare / ours if rate else ours / bare
    print(f"{what:<34}{1000 * ours:>9.1f} ms{1000 * bare:>9.1f} ms   {ratio:.2f}{' of its rate' * rate}", flush=True)


def _peak(what: str) -> None:
    print(f"memory, {what}: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most", flush=True)


def apart(job: Callable[..., None], *arguments: object) -> None:
    """Do something in a process of its own: its memory is its own."""
    process = multiprocessing.get_context("spawn").Process(target=job, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000], help="articles; none: --sizes 0")
    parser.add_argument("--stores", nargs="+", default=["memory", ".oxi"])
    parser.add_argument("--million", type=int, default=MILLION, help="articles of the large graph; 0: no such graph")
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    if options.million:
        with tempfile.TemporaryDirectory() as folder:
            apart(million, options.million, folder)
            print(f"\n{'a million quads':<34}{'kg':>12}{'bare':>12}   ratio", flush=True)
            apart(loads, folder)
            apart(queries, folder, options.times)
    if options.sizes != [0]:
        apart(growth, options.sizes, options.stores, False)
        apart(growth, options.sizes, options.stores[:1], True)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
