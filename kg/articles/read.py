"""The way in: paths → articles, with every input that could not be used named in the report."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from kg.articles.headers import parse_date
from kg.articles.sources import Piece, pieces_of
from kg.articles.text import clean, count_odd, decode
from kg.articles.tongue import other_language
from kg.errors import ArticleError, FormatError
from kg.records import Article, Report

__all__ = ["read_articles"]

_LONGEST_ID = 200
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


def read_articles(paths: Sequence[str | Path], *, report: Report, stdin: BinaryIO | None = None) -> Iterator[Article]:
    """Yield the French articles that paths stand for, one at a time.

    Parameters
    ----------
    paths : sequence of str or Path
        Files (`READERS` has their suffixes), folders (read with the folders in them, sorted, without hidden
        files), or "-" for standard input: JSON Lines where it begins with ``{``, HTML where with ``<html``, else
        plain text.
    report : Report
        Gains one line for each input that is odd, in another language, or cannot be used; `Report.read` is the
        caller's to count.
    stdin : binary file, optional
        What "-" reads.

    Examples
    --------
    >>> import io
    >>> report = Report()
    >>> stdin = io.BytesIO(b'{"id": "a", "text": "Bonjour.", "date": "2023-01"}')
    >>> list(read_articles(["-", "none.txt"], report=report, stdin=stdin))
    [Article(id='a', text='Bonjour.', title=None, date='2023-01', source=None, url=None)]
    >>> report.errors
    [('none.txt', 'no such file or folder; check the path')]
    """
    intake = _Intake(report)
    for piece in pieces_of(paths, report=report, stdin=stdin):
        try:
            article = intake.article(piece)
        except (ArticleError, FormatError) as error:
            report.errors.append((piece.where, str(error)))
            continue
        if intake.wants(article, piece.where):
            yield article


class _Intake:
    """What has been taken in so far."""

    def __init__(self, report: Report) -> None:
        self.report = report
        #: id → where it was first, and a hash of the text
        self.seen: dict[str, tuple[str, bytes]] = {}
        self.warned: set[tuple[str, str]] = set()

    def warn(self, where: str, message: str | None) -> None:
        """Say it once: all lines of a file are in one encoding."""
        if message and (where, message) not in self.warned:
            self.warned.add((where, message))
            self.report.warnings.append((where, message))

    def article(self, piece: Piece) -> Article:
        """Make the article of a piece; raises `ArticleError` or `FormatError`."""
        decoded, warning = decode(piece.data)
        draft = piece.reader.parse(decoded)
        text = clean(draft.text)
        if not text:
            raise ArticleError("holds no text; write the article into it, or leave it out")
        url = draft.url if draft.url and _URL.fullmatch(draft.url) else None
        article = Article(
            id=_checked_id(draft.id or piece.id),
            text=text,
            title=_one_line(draft.title),
            date=parse_date(draft.date) if draft.date and draft.date.strip() else None,
            source=_one_line(draft.source),
            url=url,
        )
        self.warn(piece.file, piece.warning)
        self.warn(piece.file, warning)
        if odd := count_odd(draft.text):
            self.warn(piece.where, f"holds control characters ({odd}), now blanks; check the text")
        if draft.url and not url:
            self.warn(piece.where, f"url {draft.url[:80]!r} is no web address and was left out; write http(s)://…")
        return article

    def wants(self, article: Article, where: str) -> bool:
        """Leave out other languages, and ids that are taken."""
        if language := other_language(article.text):
            self.report.skipped.append((where, f"is in {language}; only French is read"))
            return False
        digest = hashlib.sha256(article.text.encode()).digest()
        if article.id not in self.seen:
            self.seen[article.id] = (where, digest)
            return True
        first, known = self.seen[article.id]
        if digest == known:
            self.report.skipped.append((where, f"is the same article as {first}"))
        else:
            message = f"has the id {article.id!r} of {first}, but another text; rename one of them"
            self.report.errors.append((where, message))
        return False


def _one_line(text: str | None) -> str | None:
    return " ".join(clean(text or "").split()) or None


def _checked_id(text: str) -> str:
    """Return an id in NFC, with plain blanks; raises `ArticleError` where it could not be part of a name."""
    article_id = " ".join(unicodedata.normalize("NFC", text).split())
    if not article_id.isprintable() or not article_id.strip(".") or re.search(r"[/\\]", article_id):
        raise ArticleError(f"id {text[:80]!r} will not do; use printable characters without / and \\")
    if len(article_id) > _LONGEST_ID:
        raise ArticleError(f"id {article_id[:40]!r}… is longer than {_LONGEST_ID} characters; shorten it")
    return article_id
