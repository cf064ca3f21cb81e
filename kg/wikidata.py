"""A client of Wikidata's public API (the MediaWiki API of www.wikidata.org), polite and cached on disk.

Requests are few and small: one search a name (`wbsearchentities`), one for the
claims of fifty items (`wbgetentities`). They name `kg` as their sender, go out
one at a time with a pause between, wait as long as the server says when it is
busy (429, 503, `maxlag`), and are asked once: answers are kept on disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from kg.errors import WikidataError

__all__ = ["Hit", "Item", "Wikidata", "cache_folder"]

ADDRESS = "https://www.wikidata.org/w/api.php"
#: Seconds between requests, seconds that one may take, times that one is tried, the longest wait between.
PAUSE, TIMEOUT, TRIES, LONGEST = 0.5, 20.0, 4, 60.0
#: Items in one request: the API's limit.
BATCH = 50
_BUSY = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that a search found: its id, label and description, and the label or alias that matched."""

    id: str
    label: str
    description: str
    match: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item: its id, all labels and aliases in French and English, and what it is an instance of (P31)."""

    id: str
    names: frozenset[str]
    classes: frozenset[str]


def cache_folder() -> Path:
    """Return where answers are kept: under `XDG_CACHE_HOME`, or ~/.cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kg" / "wikidata"


class Wikidata:
    """A client.

    Parameters
    ----------
    address : str
        Of the API.
    cache : Path, optional
        Where answers are kept; by default `cache_folder`.
    pause : float
        Seconds between two requests.
    sleep, clock : callable
        What waits, and what tells the time in seconds.

    Examples
    --------
    >>> client = Wikidata()
    >>> client.search("Macron")  # doctest: +SKIP
    [Hit(id='Q3052772', label='Emmanuel Macron', ...), ...]
    """

    def __init__(
        self,
        address: str = ADDRESS,
        *,
        cache: Path | None = None,
        pause: float = PAUSE,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.address = address
        self.cache = cache_folder() if cache is None else cache
        self.pause = pause
        self.sleep, self.clock = sleep, clock
        self._next = 0.0

    def search(self, name: str, *, language: str = "fr", limit: int = 7) -> list[Hit]:
        """Return the items that have a name as label or alias, or begin with it, best first.

        Raises
        ------
        WikidataError
            It cannot be reached, or answers with an error.
        """
        found = self._ask(
            {"action": "wbsearchentities", "search": name, "language": language, "uselang": language, "type": "item"}
            | {"limit": str(limit)}
        )
        return [
            Hit(h["id"], h.get("label", ""), h.get("description", ""), h.get("match", {}).get("text", ""))
            for h in found.get("search", [])
        ]

    def items(self, ids: Iterable[str]) -> dict[str, Item]:
        """Return items by id; those that do not exist are left out. Raises WikidataError as `search` does."""
        found: dict[str, Item] = {}
        source = iter(sorted(set(ids), key=lambda i: (len(i), i)))
        while batch := list(islice(source, BATCH)):
            answer = self._ask(
                {"action": "wbgetentities", "ids": "|".join(batch), "props": "labels|aliases|claims"}
                | {"languages": "fr|en|mul"}
            )
            for id, entity in answer.get("entities", {}).items():
                if "missing" not in entity:
                    found[id] = Item(id, frozenset(_names(entity)), frozenset(_classes(entity)))
        return found

    # ── one request ──────────────────────────────────────────────────────────

    def _ask(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        """Answer from the disk, or ask and keep the answer."""
        query = urlencode(sorted({**parameters, "format": "json", "formatversion": "2", "maxlag": "5"}.items()))
        url = f"{self.address}?{query}"
        kept = self.cache / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"
        try:
            answer = json.loads(kept.read_bytes())
        except (OSError, ValueError):  # not kept yet, or cut off
            answer = self._fetch(url)
            self._keep(kept, answer)
        return dict(answer)

    def _keep(self, path: Path, answer: dict[str, Any]) -> None:
        try:
            self.cache.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}")
            part.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
            part.replace(path)
        except OSError as error:
            raise WikidataError(
                f"{self.cache}: answers cannot be kept ({error.strerror}); "
                "set XDG_CACHE_HOME to a folder that can be written"
            ) from error

    def _fetch(self, url: str) -> dict[str, Any]:
        problem = ""
        for attempt in range(TRIES):
            self.sleep(max(0.0, self._next - self.clock()))
            try:
                answer, wait = self._once(url)
            except urllib.error.HTTPError as error:
                problem = f"HTTP {error.code}"
                if error.code not in _BUSY:
                    break
                wait = _seconds(error.headers.get("Retry-After"), 2.0**attempt)
            except (OSError, ValueError) as error:
                reason = error.reason if isinstance(error, urllib.error.URLError) else error
                raise WikidataError(
                    f"{self.address}: cannot be reached ({reason}); try again with the network"
                ) from error
            else:
                self._next = self.clock() + self.pause
                if wait is None:
                    return answer
                problem = str(answer["error"].get("code", "error"))
                if problem not in ("maxlag", "ratelimited"):
                    break
            self._next = self.clock() + max(self.pause, min(LONGEST, wait))
        raise WikidataError(f"{self.address}: answers {problem}; try again later")

    def _once(self, url: str) -> tuple[dict[str, Any], float | None]:
        """Send a request; return the answer, and how long to wait where it is an error."""
        request = urllib.request.Request(url, headers={"User-Agent": _sender(), "Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
            answer = json.loads(response.read())
            if not isinstance(answer, dict):
                raise ValueError("no object of JSON")
            wait = _seconds(response.headers.get("Retry-After"), 5.0) if "error" in answer else None
        return answer, wait


def _sender() -> str:
    """Say who asks, as Wikimedia's rules want it."""
    return f"kg-presse/{version('kg-presse')} (knowledge graphs of news; Python-urllib)"


def _seconds(header: str | None, otherwise: float) -> float:
    return float(header) if header is not None and header.strip().isdecimal() else otherwise


def _names(entity: Mapping[str, Any]) -> Iterator[str]:
    for label in entity.get("labels", {}).values():
        yield label["value"]
    for aliases in entity.get("aliases", {}).values():
        yield from (alias["value"] for alias in aliases)


def _classes(entity: Mapping[str, Any]) -> Iterator[str]:
    for claim in entity.get("claims", {}).get("P31", ()):
        value = claim.get("mainsnak", {}).get("datavalue", {}).get("value", {})
        if claim.get("rank") != "deprecated" and "id" in value:
            yield value["id"]
