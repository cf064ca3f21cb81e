"""The paragraphs of a text: what is parsed as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

__all__ = ["iter_paragraphs"]

#: Longest paragraph handed on: a parser's memory grows with it.
MAX_PARAGRAPH = 20_000

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_SENTENCE_END = re.compile(r"[.!?…][\s»”\"')\]]*\Z")
_BULLET = re.compile(r"[-•*–—]\s")
_CUT = re.compile(r"(?s:.*)[.!?…»]\s|(?s:.*)\s")

Span = tuple[int, int]


def iter_paragraphs(text: str) -> Iterator[Span]:
    r"""Yield the character spans of the paragraphs of a text, without the blanks around them.

    Blank lines part paragraphs, and so does a single line end, unless the lines were wrapped at some width.
    What is longer than 20,000 characters is cut after a sentence or at a blank.

    Examples
    --------
    >>> text = "Microsoft investit\ndans OpenAI.\nBloomberg l'avait dit.\n\nLa suite."
    >>> [text[start:end] for start, end in iter_paragraphs(text)]
    ['Microsoft investit\ndans OpenAI.', "Bloomberg l'avait dit.", 'La suite.']
    """
    start = 0
    for gap in [*_BLANK_LINES.finditer(text), None]:
        end = gap.start() if gap else len(text)
        for span in _join_wrapped(text, _lines(text, start, end)):
            yield from _cut(text, span)
        start = gap.end() if gap else end


def _lines(text: str, start: int, end: int) -> list[Span]:
    spans = []
    for line in text[start:end].split("\n"):
        if stripped := line.strip():
            left = start + len(line) - len(line.lstrip())
            spans.append((left, left + len(stripped)))
        start += len(line) + 1
    return spans


def _join_wrapped(text: str, lines: list[Span]) -> Iterator[Span]:
    """Join the lines of a block that a width, not the writer, has parted."""
    full = _filled(text, lines)
    start = 0
    for i, (_, end) in enumerate(lines):
        if i + 1 < len(lines) and (full[i] or _runs_on(text, lines[i], lines[i + 1])):
            continue
        yield lines[start][0], end
        start = i + 1


def _runs_on(text: str, line: Span, following: Span) -> bool:
    return text[following[0]].islower() and not _SENTENCE_END.search(text[slice(*line)])


def _filled(text: str, lines: list[Span]) -> list[bool]:
    """Tell of each line but the last whether the next one's first word no longer fitted in.

    In a wrapped block nearly all are; lines of other blocks are as long as they please.
    """
    width = max((end - start for start, end in lines), default=0)
    full = [
        (end - start) + 1 + len(text[slice(*following)].split(maxsplit=1)[0]) > width
        and not _BULLET.match(text, following[0])
        for (start, end), following in pairwise(lines)
    ]
    wrapped = 40 <= width <= 120 and len(full) > 1 and sum(full) >= 0.7 * len(full)
    return full if wrapped else [False] * len(full)


def _cut(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > MAX_PARAGRAPH:
        found = _CUT.match(text, start, start + MAX_PARAGRAPH)
        stop = found.end() if found else start + MAX_PARAGRAPH
        yield start, start + len(text[start:stop].rstrip())
        start = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
    yield start, end
