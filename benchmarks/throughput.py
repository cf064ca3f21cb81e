"""How fast `kg build` is beside the bare spaCy pipeline, and how time and memory grow with the articles.

    python benchmarks/throughput.py                  # both tables, about two minutes
    python benchmarks/throughput.py --words 20000    # a quicker first table

The first table runs all on the same text in turn, each text once: articles of `examples/` and of the training
data. The second gives each size a process of its own; its articles recombine the paragraphs of the examples,
always in the same way.
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
from functools import partial
from pathlib import Path

import spacy
from spacy.language import Language
from threadpoolctl import threadpool_limits

from kg.articles import iter_paragraphs, read_articles
from kg.build import build
from kg.graph.store import MemoryStore
from kg.language import fr
from kg.language.pipeline import BATCH, load_pipeline
from kg.ontology import Ontology, load_ontology
from kg.records import Article, Report
from kg.resources import examples_dir, model_dir
from kg.workers import all_cores

ROOT = Path(__file__).resolve().parent.parent
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


def written_articles() -> list[Article]:
    """Return the articles written for the examples and for training: real prose, no sentence twice."""
    sys.path.append(str(ROOT / "training" / "scripts"))
    from annotated import read_annotated

    examples = list(read_articles([examples_dir()], report=Report()))
    files = sorted((ROOT / "training" / "data" / "articles").glob("*.txt"))
    trained = [Article(id=a.id, text=a.text, date=a.date) for file in files for a in read_annotated(file)]
    articles = examples + trained
    random.Random(0).shuffle(articles)
    return articles


def compare(words: int) -> None:
    """Print words a second of the bare pipeline and of the whole build, and their ratio.

    Each round has other articles, as a pipeline that remembers words is faster on a text that it has read before.
    """
    articles, count = [], 0
    for article in written_articles():
        if count < words:
            articles.append(article)
            count += len(article.text.split())
    rounds = [articles[n::ROUNDS] for n in range(ROUNDS)]
    cores = all_cores()
    ontology = load_ontology()
    kg_alone, one, many = (load_pipeline() for _ in range(3))
    spacy_alone = spacy.load(model_dir())  # last, so that it has the same, faster, linear algebra
    took: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(limits=1, user_api="blas"):
        for part in rounds:
            file = Path(folder, "articles.jsonl")
            write_articles(part, file)
            texts = [a.text[s:e].translate(fr.NORMAL) for a in part for s, e in iter_paragraphs(a.text)]
            work: dict[str, Callable[[], object]] = {
                "spaCy, the same model": partial(bare, spacy_alone, texts),
                "the same, words remembered": partial(bare, kg_alone, texts),
                "kg build, one process": partial(whole, one, file, ontology, 1),
                f"kg build, {cores} processes": partial(whole, many, file, ontology, cores),
            }
            for name, call in work.items():
                took.setdefault(name, []).append(seconds(call))
    print(f"{count:,} words, {len(articles):,} articles, {ROUNDS} rounds of other articles; medians\n")
    sizes = [sum(len(a.text.split()) for a in part) for part in rounds]
    print(f"{'':<28}{'words/s':>10}{'of spaCy':>10}{'of spaCy with memory':>22}")
    for name, times in took.items():
        speed = statistics.median(size / t for size, t in zip(sizes, times, strict=True))
        ratios = [statistics.median(b / t for b, t in zip(took[base], times, strict=True)) for base in list(took)[:2]]
        print(f"{name:<28}{speed:>10,.0f}{ratios[0]:>10.2f}{ratios[1]:>22.2f}")
    print()


def bare(nlp: Language, texts: list[str]) -> None:
    """Parse texts and do nothing with them."""
    for _ in nlp.pipe(texts, batch_size=BATCH):
        pass


def whole(nlp: Language, file: Path, ontology: Ontology, jobs: int) -> None:
    """Build a graph and write it beside its articles."""
    store = MemoryStore(ontology=ontology)
    build([file], pipeline=nlp, ontology=ontology, store=store, report=Report(), jobs=jobs)
    store.save(file.with_name("graph.trig"))


def measure(number: int) -> None:
    """Build `number` articles and print what it took, as JSON; runs in a process of its own."""
    nlp, ontology = load_pipeline(), load_ontology()
    with tempfile.TemporaryDirectory() as folder:
        file, graph = Path(folder, "articles.jsonl"), Path(folder, "graph.trig")
        write_articles(make_articles(number), file)
        before = peak()
        store = MemoryStore(ontology=ontology)
        began = time.perf_counter()
        build([file], pipeline=nlp, ontology=ontology, store=store, report=Report(), jobs=1)
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
