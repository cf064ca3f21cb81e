"""SPARQL on Oxigraph: run a query, and say in one line what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import TypeVar

from pyoxigraph import Literal, Quad, QueryBoolean, QuerySolutions, Store, Triple

from kg.errors import QueryError
from kg.graph.results import Result

__all__ = ["check_syntax", "evaluate", "result_of", "syntax_message"]

_T = TypeVar("_T")

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_WORD = re.compile(r"[A-Za-z][A-Za-z ]*\Z")
_UNESCAPED = re.compile(r"\w:[^\s()<>\"'\\/]*(?:_\([^\s()]*\)|'\w)")
_PREFIXED = re.compile(r"([\w.-]*):[^\s:]*\Z")


def evaluate(store: Store, sparql: str, prefixes: Mapping[str, str], *, rows: int | None = None) -> Result:
    """Run a query over the union of a store's graphs.

    Parameters
    ----------
    rows : int, optional
        How many the answer may have.

    Raises
    ------
    QueryError
        It does not parse, cannot be answered, or has more rows.
    """
    try:
        answer = store.query(sparql, prefixes=dict(prefixes), use_default_graph_as_union=True)
        return result_of(answer, prefixes, rows=rows)
    except SyntaxError as error:
        raise QueryError(syntax_message(sparql, str(error), prefixes)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {str(error).splitlines()[0]}") from error


def result_of(
    answer: QuerySolutions | QueryBoolean | Iterable[Triple | Quad], prefixes: Mapping[str, str], *, rows: int | None
) -> Result:
    """Take the rows of an answer, as many as it may have."""
    if isinstance(answer, QueryBoolean):
        return Result(("answer",), ((Literal(bool(answer)),),), "ask", prefixes)
    if isinstance(answer, QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return Result(columns, _few(map(tuple, answer), rows), "select", prefixes)
    triples = dict.fromkeys(_few(((t.subject, t.predicate, t.object) for t in answer), rows))
    return Result(("subject", "predicate", "object"), tuple(triples), "construct", prefixes)


def _few(found: Iterable[_T], rows: int | None) -> tuple[_T, ...]:
    few = tuple(found if rows is None else islice(found, rows + 1))
    if rows is not None and len(few) > rows:
        raise QueryError(f"the answer has more than {rows:,} rows; add LIMIT, or raise --limit-rows (limit_rows=)")
    return few


def check_syntax(sparql: str, prefixes: Mapping[str, str]) -> None:
    """Raise QueryError unless a query parses."""
    try:
        Store().query(sparql, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise QueryError(syntax_message(sparql, str(error), prefixes)) from error


def syntax_message(sparql: str, error: str, prefixes: Mapping[str, str]) -> str:
    """Put Oxigraph's message about a query into one line: where, what, and the cure.

    Examples
    --------
    >>> syntax_message("ASK { ?a foo:b ?c }", "error at 1:16: expected one of Prefix not found, ['%']", {"kg": ""})
    "line 1, column 10: unknown prefix 'foo:'; known are kg: (declare others with PREFIX)"
    """
    found = _PLACE.match(error)
    if found is None:
        return f"not valid SPARQL: {' '.join(error.split())}"
    line, column = int(found[1]), int(found[2])
    rows = sparql.splitlines() or [""]
    row = rows[min(line, len(rows)) - 1]
    before, after = row[: column - 1], row[column - 1 :].strip()
    name = _PREFIXED.search(before.rstrip())
    if "Prefix not found" in found[3] and name:
        known = " ".join(f"{p}:" for p in prefixes)
        meant = "".join(f"did you mean {p}:? " for p in get_close_matches(name[1], prefixes, n=1))
        return (
            f"line {line}, column {name.start() + 1}: unknown prefix '{name[1]}:'; "
            f"{meant}known are {known} (declare others with PREFIX)"
        )
    end = "at the end of the line" if line < len(rows) else "at the end of the query"
    where = f"near {after[:30]!r}" if after else end
    if line == len(rows) and not after and sparql.count("{") > sparql.count("}"):
        return f"line {line}, column {column}: the query ends too early; a '}}' is missing"
    return f"line {line}, column {column}: not valid SPARQL {where}{_cure(found[3], row)}"


def _cure(expected: str, row: str) -> str:
    """Say what would be valid, where that is short enough to help."""
    if _UNESCAPED.search(row):
        return "; in a prefixed name write \\( \\) \\' for ( ) ', or write the IRI in <>"
    if "Duplicated variable" in expected:
        return "; a variable stands twice in SELECT"
    if "variable that is unbound" in expected:
        return "; with GROUP BY or an aggregate, SELECT may hold only grouped variables and aggregates"
    if "IRI parsing failed" in expected:
        return "; this is no IRI"
    choices = [c.strip().strip('"') for c in expected.removeprefix("expected ").removeprefix("one of ").split(",")]
    words = [c for c in choices if _WORD.match(c) or c in ("{", "}", "(", ")", ".", ";")]
    return f"; expected {' or '.join(words)}" if 0 < len(words) <= 5 else ""
