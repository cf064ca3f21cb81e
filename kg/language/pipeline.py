"""Load a French pipeline; articles → paragraphs, one `Doc` each."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.articles import iter_paragraphs
from kg.errors import ModelError
from kg.language import fr
from kg.records import Article
from kg.resources import model_dir

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Paragraph", "annotate", "load_pipeline"]

#: Paragraphs read at a time; more brings nothing on one core.
BATCH = 64


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article, parsed.

    Parameters
    ----------
    start : int
        Character offset of the paragraph in ``article.text``.
    doc : spacy.tokens.Doc
        Its text with spaces and apostrophes made plain, character for character.
    """

    start: int
    doc: Doc

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Character offsets in ``article.text`` of tokens `start` to `end`, half open."""
        tokens = self.doc[start:end]
        return self.start + tokens.start_char, self.start + tokens.end_char


def load_pipeline(name: str | Path | None = None) -> Language:
    """Load the embedded French pipeline, or another by name or path.

    Parameters
    ----------
    name : str or Path, optional
        A spaCy pipeline: an installed package ("fr_core_news_lg") or a folder.

    Raises
    ------
    ModelError
        It cannot be found or loaded, or has no parser or names.

    Examples
    --------
    >>> load_pipeline().lang
    'fr'
    """
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    import kg.language.lemmas
    import kg.language.names  # noqa: F401 - their components are part of the embedded pipeline
    from kg.language.french import load_french
    from kg.language.memory import remember_words

    # thinc's own BLIS multiplies small matrices at a third of NumPy's speed on ordinary processors
    set_current_ops(NumpyOps(use_blis=False))
    where = str(name) if name else str(model_dir())
    try:
        nlp = load_french(Path(where)) if Path(where) == model_dir() else spacy.load(where)
    except (OSError, ValueError, ImportError) as error:
        first = str(error).strip().splitlines()[0]
        raise ModelError(
            f"pipeline {where}: cannot be loaded ({first}); install it with pip, or give the folder of a spaCy pipeline"
        ) from error
    remember_words(nlp)
    if nlp.lang != "fr":
        raise ModelError(f"pipeline {where}: its language is {nlp.lang!r}; a French one is needed")
    missing = [c for c in ("parser", "ner") if c not in nlp.pipe_names]
    if missing:
        raise ModelError(f"pipeline {where}: has no {' and no '.join(missing)}; kg needs a parser and names (ner)")
    return nlp


def annotate(articles: Iterable[Article], nlp: Language) -> Iterator[tuple[Article, list[Paragraph]]]:
    """Parse articles paragraph by paragraph, in order, in batches that cross articles.

    Examples
    --------
    >>> [(article, paragraphs)] = annotate([Article(id="a", text="Bonjour.")], load_pipeline())
    >>> paragraphs[0].doc[0].text
    'Bonjour'
    """
    waiting: deque[tuple[Article, list[tuple[int, int]]]] = deque()

    def texts() -> Iterator[str]:
        for article in articles:
            spans = list(iter_paragraphs(article.text))
            waiting.append((article, spans))
            for start, end in spans:
                yield article.text[start:end].translate(fr.NORMAL)

    docs = nlp.pipe(texts(), batch_size=BATCH)
    # `pipe` reads ahead, so what is complete is known from `waiting`, not from the input.
    paragraphs: list[Paragraph] = []
    for doc in docs:
        while not waiting[0][1]:
            yield waiting.popleft()[0], []
        article, spans = waiting[0]
        paragraphs.append(Paragraph(spans[len(paragraphs)][0], doc))
        if len(paragraphs) == len(spans):
            waiting.popleft()
            yield article, paragraphs
            paragraphs = []
    for article, _ in waiting:
        yield article, []
