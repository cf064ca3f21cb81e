"""What notebooks show: the page in a frame, and a bar while articles are read."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from kg.records import Article

__all__ = ["Page", "notebook_bar"]

#: Seconds before a bar appears: short work needs none.
PATIENCE = 10


@contextlib.contextmanager
def notebook_bar() -> Iterator[Callable[[Article], None] | None]:
    """Count articles on a bar, in a notebook and where it takes a while; yield what counts one, or None elsewhere."""
    if not _in_notebook():
        yield None
        return
    from tqdm import tqdm

    with tqdm(unit=" articles", delay=PATIENCE, desc="Reading") as bar:

        def count(article: Article) -> None:
            bar.update()

        yield count


def _in_notebook() -> bool:
    shell = sys.modules.get("IPython")
    return shell is not None and type(shell.get_ipython()).__name__ == "ZMQInteractiveShell"


class Page:
    """A page of HTML that notebooks show in a frame of its own.

    Parameters
    ----------
    html : str
    height : int
        Of the frame, in pixels.

    Examples
    --------
    >>> Page("<p>«»</p>", height=300)._repr_html_()[:42]
    '<iframe srcdoc="&lt;p&gt;«»&lt;/p&gt;" wid'
    """

    def __init__(self, html: str, *, height: int = 700) -> None:
        self.html = html
        self.height = height

    def write(self, path: Path | str) -> None:
        """Write the page to a file, whole or not at all."""
        from kg.graph.files import write_whole

        write_whole(path, self.html.encode())

    def __repr__(self) -> str:
        return f"Page({len(self.html):,} characters; `.html` holds it)"

    def _repr_html_(self) -> str:
        style = "border:0;width:100%"
        return f'<iframe srcdoc="{escape(self.html)}" width="100%" height="{self.height}" style="{style}"></iframe>'
