"""READERS: for each suffix, what turns decoded text into a draft of an article."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.articles.headers import split_date_header, split_front_matter
from kg.errors import ArticleError

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["READERS", "Draft", "Reader", "draft_of"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What an input says of an article, before anything is checked or filled in."""

    text: str
    id: str | None = None
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """How files of one kind are read.

    Parameters
    ----------
    parse : callable
        Decoded text → `Draft`; raises `ArticleError`.
    by_line : bool
        Each line is an article of its own.
    """

    parse: Callable[[str], Draft]
    by_line: bool = False


_SHOULD_BE = {"id": "text or a whole number", "date": "text such as 2023-01-23"}


def draft_of(fields: Mapping[str, object], text: str) -> Draft:
    """Make a draft of a text and of what is said about it; other keys are left aside.

    Examples
    --------
    >>> draft_of({"id": 12, "date": 2023, "author": ["x"]}, "Bonjour.")
    Draft(text='Bonjour.', id='12', title=None, date='2023', source=None, url=None)
    """
    known = {}
    for key in ("id", "title", "date", "source", "url"):
        value = fields.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and key in _SHOULD_BE:
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise ArticleError(f"{key} is {_kind(value)}; make it {_SHOULD_BE.get(key, 'text')}")
        known[key] = value or None
    return Draft(text=text, **known)


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return "missing" if value is None else kinds.get(type(value), "not text")


# --- plain text ---------------------------------------------------------------------------------


def _parse_plain(text: str) -> Draft:
    fields, text = split_front_matter(text)
    date, text = split_date_header(text)
    return draft_of({"date": date} | fields, text)


# --- Markdown -----------------------------------------------------------------------------------


def _parse_markdown(text: str) -> Draft:
    """Keep the words and drop the markup; a heading that opens the text is its title."""
    from markdown_it import MarkdownIt

    fields, text = split_front_matter(text)
    date, text = split_date_header(text)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    title = fields.get("title")
    if len(tokens) > 2 and tokens[0].tag == "h1":
        heading = _words(tokens[1])
        if not title or title == heading:
            title, tokens = heading, tokens[3:]
    return draft_of({"date": date} | fields | {"title": title}, "\n\n".join(_blocks(tokens)))


def _blocks(tokens: list[Token]) -> Iterator[str]:
    """Yield the text of each block: a paragraph, heading, list item or row of a table."""
    ordinal, cells = "", list[str]()
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "list_item_open":
            # « 2022. Une année… » opens a list in Markdown: its number is a word all the same.
            ordinal = f"{token.info}{token.markup} " if token.info else ""
        elif before and before.type in ("th_open", "td_open"):
            cells.append(_words(token))
        elif token.type == "tr_close":
            yield " | ".join(cells)
            cells.clear()
        elif words := _words(token):
            yield ordinal + words
            ordinal = ""


_BREAKS = {"softbreak": " ", "hardbreak": "\n"}
_TAGS = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)


def _words(token: Token) -> str:
    """Return the text of a token without emphasis, links, pictures and tags."""
    if token.type == "inline":
        return "".join(map(_words, token.children or [])).strip()
    if token.type == "html_block":
        return _TAGS.sub("", token.content).strip()
    if token.type in ("text", "code_inline", "fence", "code_block"):
        return token.content
    return _BREAKS.get(token.type, "")


# --- HTML ---------------------------------------------------------------------------------------


def _parse_html(text: str) -> Draft:
    """Keep the article of a page; its title, day of publication, site and address are the page's own metadata."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    if "<html" not in text.lower():
        text = f"<html><body>{text}</body></html>"
    found = bare_extraction(
        text,
        with_metadata=True,
        include_comments=False,
        # From metadata only: a date found somewhere in the text would be a guess.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(found, Document) or not found.text:
        raise ArticleError("no article was found in this page; save its text in a .txt file")
    # Nothing but line ends parts trafilatura's paragraphs; a heading that repeats the title is no text.
    lines = found.text.strip().split("\n")
    body = lines[1:] if lines[0] == found.title and len(lines) > 1 else lines
    return Draft("\n\n".join(body), title=found.title, date=found.date, source=found.sitename, url=found.url)


# --- JSON ---------------------------------------------------------------------------------------


def _parse_json(line: str) -> Draft:
    try:
        value = json.loads(line, strict=False)  # a tab in a text harms no one
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "it nests too deep, or holds too long a number")
        raise ArticleError(f"is no JSON ({reason}); write one whole object on each line") from error
    if not isinstance(value, dict):
        raise ArticleError(f"is {_kind(value)}; write one object on each line")
    text = value.get("text")
    if not isinstance(text, str):
        raise ArticleError(f'text is {_kind(text)}; give each line a "text"')
    return draft_of(value, text)


READERS: dict[str, Reader] = {
    ".txt": Reader(_parse_plain),
    ".md": Reader(_parse_markdown),
    ".html": Reader(_parse_html),
    ".htm": Reader(_parse_html),
    ".jsonl": Reader(_parse_json, by_line=True),
}
