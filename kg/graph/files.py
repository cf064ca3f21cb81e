"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

__all__ = ["write_whole"]


def write_whole(path: Path | str, data: bytes | Iterable[bytes]) -> None:
    """Write a file beside, then put it in place: at every moment the old file is there, or the new.

    Data may come in parts, none of which is kept: if one cannot be had, nothing is changed.

    The new file has no name before all of it is on the disk (where the system can do
    that), so that even a killed process leaves nothing behind. An existing file's
    permissions are kept; a link is followed.

    Raises
    ------
    StoreError
        The folder cannot be written, the disk is full, or `path` is a folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "a.txt"), b"Bonjour")
    ...     Path(folder, "a.txt").read_bytes(), len(os.listdir(folder))
    (b'Bonjour', 1)
    """
    target = Path(os.path.realpath(path))
    parts = [data] if isinstance(data, bytes) else data
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            with target.open("wb") as stream:  # a device or a pipe cannot be replaced
                stream.writelines(parts)
            return
        beside = target.with_name(f".{target.name[:100]}.{os.getpid()}.tmp")
        try:
            with _unnamed(beside) as file:
                with open(file, "wb", closefd=False) as stream:
                    stream.writelines(parts)
                os.fsync(file)
                _name(file, beside)
            if target.is_file():
                beside.chmod(stat.S_IMODE(target.stat().st_mode))
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
        _sync(target.parent)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(f"{path}: cannot be written ({reason}); nothing was changed") from error


@contextmanager
def _unnamed(beside: Path) -> Iterator[int]:
    """Open a file without a name in the folder of `beside`, or with that name where there is no such thing."""
    try:
        file = os.open(beside.parent, os.O_TMPFILE | os.O_WRONLY, 0o666)
    except (AttributeError, OSError):  # neither Windows nor every file system knows it
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        yield file
    finally:
        os.close(file)


def _name(file: int, beside: Path) -> None:
    """Give an unnamed file its name."""
    if beside.exists() and os.path.samestat(os.fstat(file), beside.stat()):
        return
    beside.unlink(missing_ok=True)  # left by a process of the same number
    # Naming a folder makes Python call linkat(2), which alone follows /proc's link to the file.
    folder = os.open(beside.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{file}", beside, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _sync(folder: Path) -> None:
    """Put a folder's entries on the disk, where the system lets one."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
