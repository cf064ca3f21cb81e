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
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from threadpoolctl import ThreadpoolController

from kg.errors import KgError
from kg.extract import Extractor
from kg.language.pipeline import Paragraph, annotate, load_pipeline
from kg.ontology import Ontology
from kg.records import Article, Extraction

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Fault", "Worker", "all_cores", "default_jobs", "extract_chunks"]

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


class Fault(NamedTuple):
    """An article that `kg` itself failed on: what went wrong where, in one line, and the whole trace."""

    article: Article
    cause: str
    trace: str


@dataclass(frozen=True, slots=True)
class Worker:
    """A pipeline and an extractor, for chunks of articles."""

    pipeline: Language
    extractor: Extractor

    def __call__(self, articles: Iterable[Article]) -> list[Extraction | Fault]:
        """Extract some articles."""
        # the matrices are small: threads of the linear algebra cost more than they bring
        with _threads().limit(limits=1, user_api="blas"):
            return [self._extract(article, paragraphs) for article, paragraphs in annotate(articles, self.pipeline)]

    def _extract(self, article: Article, paragraphs: Sequence[Paragraph]) -> Extraction | Fault:
        try:
            return self.extractor(article, paragraphs)
        except Exception as fault:  # noqa: BLE001  # a fault of ours in one article must not cost the others
            last = traceback.extract_tb(fault.__traceback__)[-1]
            cause = f"{type(fault).__name__} at {Path(last.filename).name}:{last.lineno}"
            return Fault(article, cause, traceback.format_exc())


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a worker is made of; its pipeline may be no more than the folder that it is loaded from."""

    pipeline: Language | Path | None
    ontology: Ontology
    min_confidence: float

    @property
    def folder(self) -> Path | None:
        """Where another process loads the pipeline from."""
        return self.pipeline if self.pipeline is None or isinstance(self.pipeline, Path) else self.pipeline.path

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
    failed: Callable[[Fault], None] | None = None,
) -> Iterator[Extraction]:
    """Extract articles in order, over up to `jobs` processes; a single chunk needs no other process.

    Parameters
    ----------
    pipeline : spacy.language.Language
        With `start` "spawn", each process loads the pipeline again from where this one was loaded.
    start : {"fork", "spawn", "forkserver"}
        How `multiprocessing` starts a process.
    failed : callable, optional
        Called with each article that `kg` fails on, and the others are extracted; without it, the first ends all.

    Raises
    ------
    KgError
        A process was ended from outside, most often for want of memory; or `kg` failed on an article.
    """
    for found in _extract_chunks(_chunks(articles), _Parts(pipeline, ontology, min_confidence), jobs, start):
        if not isinstance(found, Fault):
            yield found
        elif failed is None:
            raise KgError(f"{found.article.id}: kg failed on it, a fault of its own\n{found.trace}")
        else:
            failed(found)


def _extract_chunks(
    chunks: Iterator[list[Article]], parts: _Parts, jobs: int, start: str
) -> Iterator[Extraction | Fault]:
    first = list(islice(chunks, 2))
    chunks = chain(first, chunks)
    if jobs < 2 or len(first) < 2:
        worker = parts.worker()
        for chunk in chunks:
            yield from worker(chunk)
        return
    ready = parts.worker() if start == "fork" else replace(parts, pipeline=parts.folder)
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context(start), initializer=_start, initargs=(ready,))
    waiting: deque[Future[list[Extraction | Fault]]] = deque()
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


def _run(articles: list[Article]) -> list[Extraction | Fault]:
    assert _worker is not None
    return _worker(articles)
