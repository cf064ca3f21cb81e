"""Queries that come with `kg`: `kg/queries/*.rq`, each with a comment before it that says what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files

from kg.errors import QueryError

__all__ = ["NamedQuery", "named_queries", "named_query"]


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that comes with `kg`.

    Parameters
    ----------
    name : str
        The stem of its file.
    about : str
        What it answers, in a sentence.
    text : str
        SPARQL.
    """

    name: str
    about: str
    text: str


def named_queries() -> list[NamedQuery]:
    """Return all queries that come with `kg`, by name.

    Examples
    --------
    >>> [q.name for q in named_queries()][:3]
    ['aliases', 'articles', 'conflicts']
    """
    found = sorted(
        (f for f in files("kg").joinpath("queries").iterdir() if f.name.endswith(".rq")), key=lambda f: f.name
    )
    return [_read(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8")) for f in found]


def named_query(name: str) -> NamedQuery:
    """Return a query by its name.

    Raises
    ------
    QueryError
        There is none of that name.

    Examples
    --------
    >>> named_query("timelines")
    Traceback (most recent call last):
        ...
    kg.errors.QueryError: no query 'timelines'; did you mean 'timeline'? `kg queries` lists them
    """
    queries = {q.name: q for q in named_queries()}
    if name not in queries:
        close = get_close_matches(name, queries, n=1)
        meant = f"did you mean {close[0]!r}? " if close else ""
        raise QueryError(f"no query {name!r}; {meant}`kg queries` lists them")
    return queries[name]


def _read(name: str, text: str) -> NamedQuery:
    first = text.partition("\n")[0]
    return NamedQuery(name, first.removeprefix("#").strip(), text)
