"""Paths → pieces: the bytes of one article each, read no further than is needed."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.articles.formats import READERS, Reader
from kg.articles.text import MAX_BYTES, refuse_binary, unicode_name
from kg.errors import ArticleError
from kg.records import Report

__all__ = ["Piece", "pieces_of"]

#: What stands for standard input among paths, and how reports name it.
STDIN, STDIN_NAME = "-", "stdin"

_HEAD = 4096
_OPENINGS = {b"{": ".jsonl", b"<!doctype html": ".html", b"<html": ".html"}
_SUFFIXES = ", ".join(READERS)


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of one article, where they stand, and who reads them.

    Parameters
    ----------
    where, file : str
        How reports name it ("news.jsonl:3"), and the file that it is in ("news.jsonl").
    id : str
        Its id, should it not bring one.
    data : bytes
    reader : Reader
    warning : str or None
        What is odd about the whole file.
    """

    where: str
    file: str
    id: str
    data: bytes
    reader: Reader
    warning: str | None = None


def pieces_of(paths: Sequence[str | Path], *, report: Report, stdin: BinaryIO | None = None) -> Iterator[Piece]:
    """Yield the pieces that paths stand for; what cannot be opened becomes a line of the report."""
    for path in paths:
        if str(path) == STDIN:
            yield from _guarded(STDIN_NAME, _in_stdin(stdin), report)
        else:
            yield from _guarded(_shown(path), _in_path(path, report), report)


def _guarded(where: str, pieces: Iterator[Piece], report: Report) -> Iterator[Piece]:
    try:
        yield from pieces
    except FileNotFoundError:
        report.errors.append((where, "no such file or folder; check the path"))
    except PermissionError:
        report.errors.append((where, "may not be read; change its permissions"))
    except OSError as error:
        report.errors.append((where, f"cannot be read ({error.strerror or error}); check the file"))
    except ArticleError as error:
        report.errors.append((where, str(error)))


def _in_path(path: str | Path, report: Report) -> Iterator[Piece]:
    try:
        mode = Path(path).stat().st_mode if str(path) else 0
    except ValueError as error:  # a NUL, or half a surrogate pair
        raise ArticleError("no file can have this name; check the path") from error
    path = Path(path)
    if not mode:
        raise ArticleError("the path is empty; name a file, a folder, or - for standard input")
    if stat.S_ISDIR(mode):
        yield from _in_folder(path, report)
        return
    if not stat.S_ISREG(mode):
        raise ArticleError("is no ordinary file; give it on standard input, as -")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ArticleError(f"{_suffix(path)}; save it as one of {_SUFFIXES}")
    with path.open("rb") as stream:
        yield from _in_stream(stream, _shown(path), path.stem, reader)


def _in_folder(folder: Path, report: Report) -> Iterator[Piece]:
    empty = True
    for path in _walk(folder, report):
        if path.suffix.lower() in READERS:
            empty = False
            yield from _guarded(_shown(path), _in_path(path, report), report)
        else:
            report.skipped.append((_shown(path), f"{_suffix(path)}; only {_SUFFIXES} are read"))
    if empty:
        raise ArticleError(f"holds no article; put {_SUFFIXES} files into it")


def _walk(folder: Path, report: Report) -> Iterator[Path]:
    """Yield the files in a folder, sorted, then those in its folders; nothing hidden."""

    def note(error: OSError) -> None:
        report.errors.append((_shown(error.filename), "may not be read; change its permissions"))

    for root, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(files) if not name.startswith("."))


def _in_stdin(stdin: BinaryIO | None) -> Iterator[Piece]:
    if stdin is None:
        raise ArticleError("there is no standard input here; name files or folders")
    head = stdin.read(_HEAD)
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").lower()
    suffix = next((suffix for opening, suffix in _OPENINGS.items() if start.startswith(opening)), ".txt")
    yield from _in_stream(_rewound(head, stdin), STDIN_NAME, STDIN_NAME, READERS[suffix])


def _in_stream(stream: BinaryIO, where: str, stem: str, reader: Reader) -> Iterator[Piece]:
    if not reader.by_line:
        yield Piece(where, where, stem, stream.read(MAX_BYTES + 1), reader)
        return
    head = stream.read(_HEAD)
    encoding = unicode_name(head)
    if not encoding:
        refuse_binary(head)
    warning = f"was read as {encoding[:6]}; save it as UTF-8" if encoding else None
    empty = True
    for number, line in _lines(_rewound(head, stream), encoding):
        empty = False
        yield Piece(f"{where}:{number}", where, f"{stem}-{number:04}", line, reader, warning)
    if empty:
        raise ArticleError('is empty; write one object with a "text" on each line')


def _lines(stream: io.BufferedReader, encoding: str | None) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, in UTF-8 where an encoding is known; of a longer one, its beginning."""
    text = io.TextIOWrapper(stream, encoding, "replace", "\n") if encoding else None

    def next_line() -> bytes:
        return text.readline(MAX_BYTES + 1).encode() if text else stream.readline(MAX_BYTES + 1)

    number = 0
    while line := next_line():
        number += 1
        if line.strip():
            yield number, line
        while line and not line.endswith(b"\n"):
            line = next_line()


class _Rewound(io.RawIOBase):
    """A stream that cannot go back, and what was read of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self.head, self.rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = len(buffer)
        data = self.head[:size] or self.rest.read(size)
        self.head = self.head[size:]
        buffer[: len(data)] = data
        return len(data)


def _rewound(head: bytes, rest: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(_Rewound(head, rest))


def _suffix(path: Path) -> str:
    return f"suffix '{path.suffix}' is not known" if path.suffix else "has no suffix"


def _shown(path: str | Path) -> str:
    """Name a path on one line that can be printed."""
    name = str(path).encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "?" for c in name) or "''"
