"""How fast `kg build` is beside the bare spaCy pipeline, and how time and memory grow with the articles.

    python benchmarks/throughput.py                  # both tables, about two minutes
    python benchmarks/throughput.py --words 20000    # a quicker first table

Articles are made by recombining the paragraphs of `examples/articles/`, always in the same way. The first
table runs both on the same text in turn, in one process; the second gives each size a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kg.articles import iter_paragraphs, read_articles
from kg.build import build
from kg.graph.store import MemoryStore
from kg.language import fr
from kg.language.pipeline import BATCH, load_pipeline
from kg.ontology import load_ontology
from kg.records import Article, Report
from kg.resources import examples_dir

SIZES = (10, 100, 1000)
ROUNDS = 3
#: Least words of an article made here.
WORDS = 150


def make_articles(number: int) -> list[Article]:
    """Recombine the paragraphs of the examples into articles of about `WORDS` words."""
    examples = list(read_articles([examples_dir()], report=Report()))
    paragraphs = [a.text[start:end] for a in examples for start, end in iter_paragraphs(a.text)]
    shuffle = random.Random(0)
    articles = []
    for index in range(number):
        text: list[str] = []
        while sum(len(p.split()) for p in text) < WORDS:
            text.append(shuffle.choice(paragraphs))
        articles.append(Article(id=f"a{index}", text="\n\n".join(text), date="2023-01-23"))
    return articles


def write_articles(articles: list[Article], path: Path) -> None:
    """Write articles as JSON Lines."""
    records = ({"id": a.id, "date": a.date, "text": a.text} for a in articles)
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


def seconds(work: Callable[[], object]) -> float:
    """Time one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def compare(words: int) -> None:
    """Print words a second of the bare pipeline and of the whole build, and their ratio."""
    articles = make_articles(max(1, words // WORDS))
    count = sum(len(a.text.split()) for a in articles)
    texts = [a.text[s:e].translate(fr.NORMAL) for a in articles for s, e in iter_paragraphs(a.text)]
    nlp, ontology = load_pipeline(), load_ontology()
    with tempfile.TemporaryDirectory() as folder:
        file, graph = Path(folder, "articles.jsonl"), Path(folder, "graph.trig")
        write_articles(articles, file)

        def bare() -> None:
            for _ in nlp.pipe(texts, batch_size=BATCH):
                pass

        def whole() -> None:
            store = MemoryStore(ontology=ontology)
            build([file], pipeline=nlp, ontology=ontology, store=store, report=Report())
            store.save(graph)

        bare(), whole()  # warm
        pairs = [(seconds(bare), seconds(whole)) for _ in range(ROUNDS)]
    print(f"{count:,} words, {len(texts):,} paragraphs, {ROUNDS} rounds in turn; medians\n")
    print(f"{'bare pipeline':<16}{count / statistics.median(b for b, _ in pairs):>10,.0f} words/s")
    print(f"{'whole build':<16}{count / statistics.median(w for _, w in pairs):>10,.0f} words/s")
    print(f"{'ratio':<16}{statistics.median(b / w for b, w in pairs):>10.2f}\n")


def measure(number: int) -> None:
    """Build `number` articles and print what it took, as JSON; runs in a process of its own."""
    nlp, ontology = load_pipeline(), load_ontology()
    with tempfile.TemporaryDirectory() as folder:
        file, graph = Path(folder, "articles.jsonl"), Path(folder, "graph.trig")
        write_articles(make_articles(number), file)
        before = peak()
        store = MemoryStore(ontology=ontology)
        began = time.perf_counter()
        build([file], pipeline=nlp, ontology=ontology, store=store, report=Report())
        store.save(graph)
        took = time.perf_counter() - began
        print(json.dumps({"seconds": took, "before": before, "peak": peak(), "file": graph.stat().st_size / 2**20}))


def peak() -> float:
    """Return the most memory that this process has held, in MiB."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def grow() -> None:
    """Print time and memory for each of `SIZES`."""
    print(f"{'articles':>8}{'seconds':>10}{'ms/article':>12}{'loaded MiB':>12}{'peak MiB':>10}{'graph MiB':>11}")
    for number in SIZES:
        command = [sys.executable, __file__, "--measure", str(number)]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        each = 1000 * row["seconds"] / number
        sizes = f"{row['before']:>12.0f}{row['peak']:>10.0f}{row['file']:>11.1f}"
        print(f"{number:>8,}{row['seconds']:>10.1f}{each:>12.1f}{sizes}", flush=True)


def main() -> None:
    """Read the flags and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=60_000, help="length of the first table's text (60000)")
    parser.add_argument("--measure", type=int, metavar="N", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        measure(args.measure)
        return
    compare(args.words)
    grow()


if __name__ == "__main__":
    main()
