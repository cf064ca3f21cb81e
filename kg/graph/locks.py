"""Locks between processes, which end with the process that holds them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["Lock"]


class Lock:
    """A lock on a file or folder, held until `release` or the end of the process.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     one, two = Lock(Path(folder, "lock")), Lock(Path(folder, "lock"))
    ...     print(one.take(), two.take())
    ...     one.release(), two.take(), two.release()
    True False
    (None, True, None)
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def take(self, *, shared: bool = False) -> bool:
        """Take the lock, alone or with others, unless somebody else has it; never waits."""
        if self._handle is not None or (sys.platform == "win32" and self.path.is_dir()):
            return True  # Windows locks no folder, but neither removes one whose files are open
        flags = os.O_RDONLY if shared or self.path.is_dir() else os.O_RDWR | os.O_CREAT
        handle = os.open(self.path, flags | getattr(os, "O_CLOEXEC", 0), 0o666)
        try:
            _lock(handle, shared=shared)
        except BlockingIOError:
            os.close(handle)
            return False
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle
        return True

    def release(self) -> None:
        """Let go of the lock."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __del__(self) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, *, shared: bool) -> None:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error

else:
    import fcntl

    def _lock(handle: int, *, shared: bool) -> None:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
