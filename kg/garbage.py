"""Python's search for garbage, while much is made that is none.

It begins anew whenever 700 objects more were made than went, and now and then goes through all that there is, the
model above all: a twentieth of the time of a build, to find next to nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["seldom_searched"]

#: New objects that a search waits for, more than an article takes; and searches, before one through all that there is.
YOUNG, OLD = 50_000, 1000


@contextmanager
def seldom_searched() -> Iterator[None]:
    """Search for garbage seldom meanwhile.

    Examples
    --------
    >>> usual = gc.get_threshold()
    >>> with seldom_searched():
    ...     gc.get_threshold()[0]
    50000
    >>> gc.get_threshold() == usual
    True
    """
    usual = gc.get_threshold()
    if usual[0]:  # else somebody does without
        gc.set_threshold(max(usual[0], YOUNG), usual[1], max(usual[2], OLD))
    try:
        yield
    finally:
        gc.set_threshold(*usual)
