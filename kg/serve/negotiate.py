"""Content negotiation: which media type, and which language, a client likes best (RFC 9110, 12.4 and 12.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

__all__ = ["best_language", "best_type"]

#: Parts of a header that are read; no client sends more.
_MOST = 50


def best_type(accept: str, offered: Iterable[str]) -> str | None:
    """Return the media type that a client likes best, the first of those it likes as well, or None.

    Examples
    --------
    >>> best_type("text/turtle;q=0.5, application/*", ["text/turtle", "application/ld+json"])
    'application/ld+json'
    >>> best_type("", ["text/turtle"]), best_type("image/png", ["text/turtle"])
    ('text/turtle', None)
    """
    wanted = list(_weights(accept)) or [("*/*", 1.0)]
    scores = {media_type: _score(media_type, wanted) for media_type in offered}
    best = max(scores.values(), default=0.0)
    return next((t for t, score in scores.items() if score == best), None) if best else None


def best_language(accept: str, offered: Sequence[str]) -> str:
    """Return the language that a client likes best; the first where it likes none.

    Examples
    --------
    >>> best_language("de, en-GB;q=0.8", ["fr", "en"]), best_language("", ["fr", "en"])
    ('en', 'fr')
    """
    liked = [(weight, name.split("-")[0]) for name, weight in _weights(accept)]
    scores = {language: max((w for w, name in liked if name in (language, "*")), default=0.0) for language in offered}
    return max(offered, key=lambda language: scores[language])


def _score(media_type: str, wanted: Sequence[tuple[str, float]]) -> float:
    """Return the weight that the most precise range gives a media type."""
    for pattern in (media_type, f"{media_type.split('/')[0]}/*", "*/*"):
        found = [weight for name, weight in wanted if name == pattern]
        if found:
            return max(found)
    return 0.0


def _weights(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(",")[:_MOST]:
        name, *settings = (p.strip().lower() for p in part.split(";"))
        if name:
            yield name, next((_weight(s[2:]) for s in settings if s.startswith("q=")), 1.0)


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
