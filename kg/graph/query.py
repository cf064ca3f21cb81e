"""SPARQL from people: read-only, local, and answered with help where it goes wrong.

Two locks keep a query in: its parsed form may hold no SERVICE or FROM, and, since
two parsers never agree on everything, its text may hold nothing that Oxigraph's
own grammar could take for a SERVICE. Oxigraph then runs the text as it was
written: a parsed query would fall back to a slower engine, which also reads files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.graph.hints import hints
from kg.graph.limits import NO_LIMITS, Limits
from kg.graph.results import Result

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["check_query", "run_query"]

#: Oxigraph's parser recurses: a very deep query, or one of 20,000 characters (1+1+1…), ends the process.
MAX_DEPTH = 100
MAX_LENGTH = 10_000
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")

_SPACE = r"(?:\s|#[^\r\n]*(?:[\r\n]|\Z))*"
#: The keyword, and what its grammar wants after it: an IRI, a variable, or a prefixed name and a brace.
#: Oxigraph wants no space between them: it takes `SERVICEx:y {` as one.
_SERVICE = re.compile(
    rf"service(?={_SPACE}(?:silent{_SPACE})?(?:<|[?$]\w|[\w.-]*:[^\s{{}}]*{_SPACE}\{{))", re.IGNORECASE
)
_FROM = re.compile(rf"from(?={_SPACE}(?:named{_SPACE})?(?:<|[\w.-]+:))", re.IGNORECASE)
_REFUSED = "{} is refused: a query stays inside its graph; take the clause out"
#: What makes a word before it part of a name: ?service, kg:service, @service.
_NAME = re.compile(r"[?$:@][\w:%\\·-]*\Z")
_NESTED = re.compile(r"[({\[]|[)}\]]|[!+^-](?=\s*[!+^-])")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PROLOGUE = re.compile(
    rf"{_SPACE}(?:(?:prefix\s+[\w.-]*:\s*<[^>]*>|base\s*<[^>]*>){_SPACE})*([A-Za-z]+)?", re.IGNORECASE
)


def run_query(store: Store, text: str, limits: Limits = NO_LIMITS) -> Result:
    """Run a SELECT, ASK, CONSTRUCT or DESCRIBE over the union of a graph's named graphs.

    The prefixes of the graph need not be declared. Rows without ORDER BY come
    sorted, so that the same question gets the same answer. An empty answer says in
    `Result.notes` which names of the query the graph does not know.

    Raises
    ------
    QueryError
        The query does not parse, would change the graph, would leave it, or goes beyond a limit.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> run_query(MemoryStore(), "SELECT ?who WHERE { ?who kg:ceo_of ent:Microsoft }").rows
    ()
    """
    form = check_query(text)
    result = _arranged(store.select(text, limits), text, form)
    return result if result or result.kind == "ask" else replace(result, notes=hints(store, text))


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of a query that was let in.

    Parameters
    ----------
    everything : bool
        Whether it is a SELECT *.
    ordered : bool
        Whether its rows have an order of their own.
    """

    everything: bool
    ordered: bool


@lru_cache(maxsize=256)
def check_query(text: str) -> Form | None:
    """Refuse a query that is not read-only and local; return what is known of its form, or None.

    What it says of a text it always says: texts that were let in are remembered, as parsing one takes 5 to 20 ms.

    Examples
    --------
    >>> check_query("SELECT * { SERVICE <http://example.com/> { ?s ?p ?o } }")
    Traceback (most recent call last):
        ...
    kg.errors.QueryError: line 1, column 12: SERVICE is refused: a query stays inside its graph; take the clause out
    """
    if not text.strip():
        raise QueryError("the query is empty; write for example SELECT ?s ?o WHERE { ?s kg:invests_in ?o }")
    _check_text(text)
    parsed = _parse(text)
    parts = set(_parts(parsed))
    if "ServiceGraphPattern" in parts:
        raise QueryError(_REFUSED.format("SERVICE"))
    if "DatasetClause" in parts or (parsed is None and any(_keywords(_FROM, text))):
        raise QueryError("FROM is refused: a query runs over the whole graph; use GRAPH <…> { … } for one part of it")
    return None if parsed is None else Form("projection" not in parsed[1], "orderby" in parsed[1])


def _check_text(text: str) -> None:
    """Check what can be told without parsing."""
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query has {len(text):,} characters, of at most {MAX_LENGTH:,}; ask in parts")
    _check_depth(text)
    for form in {text, _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), text)}:
        for at in _keywords(_SERVICE, form):
            raise QueryError(f"{_place(form, at)}: {_REFUSED.format('SERVICE')}")
    prologue = _PROLOGUE.match(text)
    word = ((prologue and prologue[1]) or "").upper()
    if word in _UPDATES:
        raise QueryError(f"{word} is refused: queries only read; use `kg build` to change a graph")
    if word not in _FORMS:
        place = _place(text, prologue.start(1) if prologue and word else len(text))
        found = f"{prologue[1]!r}" if prologue and word else "nothing of the kind"
        raise QueryError(f"{place}: a query begins with {', '.join(_FORMS)}, not {found}")


def _keywords(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Yield where a keyword stands that is not part of a name."""
    for match in pattern.finditer(text):
        if not _NAME.search(text, max(0, match.start() - 500), match.start()):
            yield match.start()


def _check_depth(text: str) -> None:
    depth = run = 0
    for match in _NESTED.finditer(text):
        depth += (match[0] in "({[") - (match[0] in ")}]")
        run = run + 1 if match[0] in "!+^-" else 0
        if max(depth, run) > MAX_DEPTH:
            raise QueryError(f"{_place(text, match.start())}: nested deeper than {MAX_DEPTH}; make the query simpler")


def _place(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - (text.rfind(chr(10), 0, at) + 1) + 1}"


def _parse(text: str) -> Any:
    """Parse as SPARQL 1.1, or return None: then Oxigraph says what is wrong, or knows better."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return parseQuery(text)
    except (ParseBaseException, RecursionError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _parts(node: Any) -> Iterator[str]:
    """Yield the names of all parts of a parsed query."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    todo = [node]
    while todo:
        part = todo.pop()
        if isinstance(part, CompValue):
            yield str(part.name)
            todo.extend(part.values())
        elif isinstance(part, ParseResults | list | tuple):
            todo.extend(part)


def _arranged(result: Result, text: str, form: Form | None) -> Result:
    """Sort rows that have no order of their own, and put the columns of SELECT * as they stand in the query."""
    if form is None or result.kind == "ask":
        return result
    if result.kind == "select" and form.everything:
        first = {c: (m.start() if (m := re.search(rf"[?$]{c}\b", text)) else 0) for c in result.columns}
        order = sorted(range(len(result.columns)), key=lambda i: first[result.columns[i]])
        terms = tuple(tuple(row[i] for i in order) for row in result.terms)
        result = replace(result, columns=tuple(result.columns[i] for i in order), terms=terms)
    if form.ordered or not result.columns:
        return result
    keys = list(zip(*(map(str, column) for column in zip(*result.terms, strict=True)), strict=True))
    return replace(result, terms=tuple(result.terms[i] for i in sorted(range(len(keys)), key=keys.__getitem__)))
