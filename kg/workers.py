"""Extraction over processes: articles in, extractions out, in the same order and the same bytes for any number of them.

Articles go in chunks of a fixed size: numbers of a model can differ in their last digit with the size of a batch,
so that batches must not hang on the number of processes.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from threadpoolctl import ThreadpoolController

from kg.errors import KgError
from kg.extract import Extractor
from kg.language.pipeline import annotate, load_pipeline
from kg.ontology import Ontology
from kg.records import Article, Extraction

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Worker", "all_cores", "default_jobs", "extract_chunks"]

#: Articles that are parsed in one batch.
CHUNK = 8
#: Chunks that wait for each process, so that none is idle and the input is not read far ahead.
AHEAD = 2
#: Linux copies a process with the model in its memory; elsewhere each loads its own.
START = "fork" if sys.platform == "linux" else "spawn"


def all_cores() -> int:
    """Number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def default_jobs() -> int:
    """Processes where nobody said how many; one where each would run the user's script again (Windows, macOS)."""
    return all_cores() if START == "fork" else 1


@cache
def _threads() -> ThreadpoolController:
    """What rules the threads of libraries; to find these takes longer than to rule them."""
    return ThreadpoolController()


@dataclass(frozen=True, slots=True)
class Worker:
    """A pipeline and an extractor, for chunks of articles."""

    pipeline: Language
    extractor: Extractor

    def __call__(self, articles: Iterable[Article]) -> list[Extraction]:
        """Extract some articles."""
        # the matrices are small: threads of the linear algebra cost more than they bring
        with _threads().limit(limits=1, user_api="blas"):
            return [self.extractor(article, paragraphs) for article, paragraphs in annotate(articles, self.pipeline)]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a worker is made of; its pipeline may be no more than the folder that it is loaded from."""

    pipeline: Language | Path | None
    ontology: Ontology
    min_confidence: float

    def worker(self) -> Worker:
        source = self.pipeline
        pipeline = load_pipeline(source) if source is None or isinstance(source, Path) else source
        return Worker(pipeline, Extractor(self.ontology, min_confidence=self.min_confidence))


def extract_chunks(
    articles: Iterable[Article],
    *,
    pipeline: Language,
    ontology: Ontology,
    min_confidence: float,
    jobs: int,
    start: str = START,
) -> Iterator[Extraction]:
    """Extract articles in order, over up to `jobs` processes; a single chunk needs no other process.

    Parameters
    ----------
    pipeline : spacy.language.Language
        With `start` "spawn", each process loads the pipeline again from where this one was loaded.
    start : {"fork", "spawn", "forkserver"}
        How `multiprocessing` starts a process.

    Raises
    ------
    KgError
        A process was ended from outside, most often for want of memory.
    """
    chunks = _chunks(articles)
    first = list(islice(chunks, 2))
    chunks = chain(first, chunks)
    parts = _Parts(pipeline, ontology, min_confidence)
    if jobs < 2 or len(first) < 2:
        worker = parts.worker()
        for chunk in chunks:
            yield from worker(chunk)
        return
    ready = parts.worker() if start == "fork" else replace(parts, pipeline=pipeline.path)
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context(start), initializer=_start, initargs=(ready,))
    waiting: deque[Future[list[Extraction]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_run, chunk))
            if len(waiting) > AHEAD * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise KgError(f"one of {jobs} reading processes was ended, for want of memory perhaps; try --jobs 1") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    source = iter(articles)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


# --- in the other processes -------------------------------------------------------------------
_worker: Worker | None = None


def _start(ready: Worker | _Parts) -> None:
    """Make ready: an interrupt is the first process's business, and its end is the end of all."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = ready if isinstance(ready, Worker) else ready.worker()
    gc.freeze()  # what lives as long as the process need not be searched for garbage again and again


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(articles: list[Article]) -> list[Extraction]:
    assert _worker is not None
    return _worker(articles)
