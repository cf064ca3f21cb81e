"""What one article costs in a graph of 100, 1,000 and 10,000: `python benchmarks/store.py`.

Small synthetic articles, shaped like those that a build gives: some entities of their own, some of a region (a
fixed number of articles shares each), and now and then one that everybody writes about. Each figure is the median of
several, beside its ratio to the smallest graph; all in one run, as machines differ.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.changes import add, retract
from kg.graph.store import MemoryStore, Store, open_store, save_as
from kg.ontology import Ontology, load_ontology
from kg.records import Article, Entity, Evidence, Extraction, Mention, Statement
from kg.resolve import resolve

#: Articles that share a region's entities, whatever the size of the graph.
REGION = 20


def article(number: int, *, hub: bool = False) -> Extraction:
    """Make what one article gives: 8 entities, 16 mentions, 5 statements; with `hub`, one that grows with the graph."""
    rng = random.Random(number)
    region = number // REGION
    people = [Entity(f"p{i}", f"Prénom{number} Nom{i}", "Person") for i in range(2)]
    firms = [Entity(f"f{i}", f"Firme {number} {i}", "Company") for i in range(2)]
    shared = [Entity(f"s{i}", f"Groupe {region} {i}", "Company") for i in range(3)]
    last = Entity("h", "Emmanuel Macron", "Person") if hub else Entity("h", f"Maire {region}", "Person")
    entities = (*people, *firms, *shared, last)
    text, mentions = "", []
    for entity in entities * 2:
        mentions.append((Mention(len(text), len(text) + len(entity.name), entity.name, "name", entity.type), entity.id))
        text += f"{entity.name} en parle. "
    source = Article(f"a{number}", text, f"Titre {number}", "2023-01-23", "Le Monde")
    statements = []
    for subject, relation, object in (
        (people[0], "ceo_of", firms[0]),
        (people[1], "ceo_of", shared[0]),
        (firms[0], "invests_in", shared[1]),
        (firms[1], "acquires", firms[0]),
        (last, "partners_with", people[0]),
    ):
        words = Evidence.of(source, 0, rng.randint(5, 40), (0, 60))
        statements.append(Statement(source.id, subject, relation, object, words, confidence=0.8, rule="règle"))
    return Extraction(source, entities, tuple(mentions), tuple(statements))


def median_of(action: Callable[[int], object], times: int) -> float:
    """Return the median number of seconds that an action takes."""
    taken = []
    for i in range(times):
        began = time.perf_counter()
        action(i)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def measure(store: Store, size: int, ontology: Ontology, times: int) -> Iterator[tuple[str, float]]:
    """Time what users do with one article more or less; the store ends as it began."""

    def added(number: int, **options: bool) -> None:
        add(store, [article(number, **options)], ontology)
        store.select("ASK { ?s kg:ceo_of ?o }")  # facts are settled when they are read

    # numbers of a region that is there, but for these articles
    yield "add", median_of(lambda i: added(size - 1 - i * REGION - 5), times)
    yield "retract", median_of(lambda i: retract(store, [f"a{size - 1 - i * REGION - 5}"], ontology), times)
    yield "add, hub", median_of(lambda i: added(size + 1000 + i, hub=True), times)
    yield "retract, hub", median_of(lambda i: retract(store, [f"a{size + 1000 + i}"], ontology), times)

    def saved(number: int) -> None:
        added(number)
        store.save()

    yield "add and save", median_of(lambda i: saved(size + 2000 + i), 3)


def filled(size: int, ontology: Ontology) -> MemoryStore:
    """Build a graph at once."""
    store = MemoryStore(ontology=ontology)
    absent = {size - 1 - i * REGION - 5 for i in range(5)}
    numbers = [n for n in range(size) if n not in absent]
    for extraction in resolve((article(n, hub=n % 10 == 0) for n in numbers), ontology):
        store.replace(extraction)
    return store


def main() -> None:
    """Print a table for each store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--stores", nargs="+", default=["memory", ".oxi", ".trig"])
    options = parser.parse_args()
    ontology = load_ontology()
    found: dict[tuple[str, str], list[float]] = {}
    for size in options.sizes:
        began = time.perf_counter()
        built = filled(size, ontology)
        quads = sum(1 for _ in built.quads())
        print(f"{size:,} articles, {quads:,} quads: built in {time.perf_counter() - began:.1f} s", flush=True)
        for form in options.stores:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, f"graph{form}")
                store: Store = built
                if form != "memory":
                    save_as(built, path)
                    began = time.perf_counter()
                    store = open_store(path)
                    found.setdefault((form, "open"), []).append(time.perf_counter() - began)
                else:
                    built.path = Path(folder, "graph.nq")
                for name, seconds in measure(store, size, ontology, 5):
                    if (form, name) != ("memory", "add and save"):
                        found.setdefault((form, name), []).append(seconds)
                del store
    print(f"\n{'store':<8}{'what':<16}" + "".join(f"{s:>12,}" for s in options.sizes) + "   ratios")
    for (form, name), seconds in found.items():
        ratios = " ".join(f"{s / seconds[0]:.2f}" for s in seconds)
        print(f"{form:<8}{name:<16}" + "".join(f"{1000 * s:>9.1f} ms" for s in seconds) + f"   {ratios}")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
