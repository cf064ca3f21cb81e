"""What a query answers: rows of terms, as text, as a table, or in the standard formats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from typing import Literal as Choice

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.graph import names
from kg.graph.writing import Term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Result", "csv_cell", "csv_text", "shorten", "to_python"]

_INTEGERS = frozenset(
    names.XSD + t for t in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")
)
_FLOATS = frozenset(names.XSD + t for t in ("decimal", "double", "float"))
#: What makes a spreadsheet take a cell for a formula.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_QUOTE = re.compile(r'[",\r\n]')
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """Write an IRI with the longest prefix that fits.

    Examples
    --------
    >>> shorten("https://kg.example/entity/OpenAI", names.Namespaces().prefixes)
    'ent:OpenAI'
    """
    fits = [(len(namespace), prefix) for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    if not fits:
        return iri
    length, prefix = max(fits)
    return f"{prefix}:{iri[length:]}"


def to_python(term: Term | None, prefixes: Mapping[str, str]) -> Any:
    """Turn a term into a Python value: numbers, booleans, else text; IRIs are shortened.

    Examples
    --------
    >>> to_python(Literal(49), {}), to_python(Literal("PDG", language="fr"), {})
    (49, 'PDG')
    """
    if isinstance(term, NamedNode):
        return shorten(term.value, prefixes)
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    datatype = term.datatype.value
    try:
        if datatype in _INTEGERS:
            return int(term.value)
        if datatype in _FLOATS:
            return float(term.value)
    except ValueError:
        return term.value
    return term.value == "true" if datatype == names.XSD + "boolean" else term.value


def csv_cell(value: object) -> str:
    """Write a CSV cell so that no spreadsheet takes it for a formula.

    Texts that begin like one get an apostrophe before them, as OWASP recommends;
    numbers stay as they are.

    Examples
    --------
    >>> csv_cell("=cmd()"), csv_cell(-1.5), csv_cell(None), csv_cell(True)
    ("'=cmd()", '-1.5', '', 'true')
    """
    text = _plain(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[object]], *, formulas: bool = False) -> str:
    r"""Write comma-separated values; the standard library's writer leaves a lone CR unquoted.

    Parameters
    ----------
    formulas : bool
        Leave cells that a spreadsheet takes for formulas as they are: what reads them is none.

    Examples
    --------
    >>> csv_text(["a", "b"], [["Nice, 06", "deux\rlignes"]])
    'a,b\n"Nice, 06","deux\rlignes"\n'
    """
    write = _plain if formulas else csv_cell
    lines = (",".join(_quoted(write(cell)) for cell in cells) for cells in (columns, *rows))
    return "".join(f"{line}\n" for line in lines)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTE.search(text) else text


@dataclass(frozen=True)
class Result:
    """The answer to a query.

    Parameters
    ----------
    columns : tuple of str
        Names of the variables; "subject", "predicate", "object" for CONSTRUCT and DESCRIBE;
        "answer" for ASK.
    terms : tuple of tuple
        Rows of RDF terms, None where a variable is not bound.
    kind : {"select", "ask", "construct"}
    prefixes : mapping of str to str
        What IRIs are shortened with.
    notes : tuple of str
        What may be wrong with the query, where nothing was found.

    Examples
    --------
    >>> r = Result(("who",), ((NamedNode("https://kg.example/entity/Satya_Nadella"),),))
    >>> r.rows
    (('ent:Satya_Nadella',),)
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]
    kind: Choice["select", "ask", "construct"] = "select"
    prefixes: Mapping[str, str] = field(default_factory=lambda: names.Namespaces().prefixes, repr=False)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.terms)

    def __bool__(self) -> bool:
        """Tell whether anything was found; for ASK, the answer."""
        return self.terms == ((Literal(True),),) if self.kind == "ask" else bool(self.terms)

    @property
    def values(self) -> tuple[tuple[Any, ...], ...]:
        """Rows of Python values."""
        return tuple(tuple(to_python(t, self.prefixes) for t in row) for row in self.terms)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Rows as text, for a table: IRIs shortened, nothing for what is not bound."""
        return tuple(tuple(_text(t, self.prefixes) for t in row) for row in self.terms)

    def to_frame(self) -> pd.DataFrame:
        """Return a data frame: IRIs as `ent:Microsoft`, literals as Python values."""
        import pandas as pd

        return pd.DataFrame(list(self.values), columns=list(self.columns))

    def to_csv(self) -> str:
        """Return comma-separated values with a header, safe to open in a spreadsheet."""
        return csv_text(self.columns, self.rows)

    def to_json(self) -> str:
        """Return SPARQL 1.1 Query Results JSON."""
        if self.kind == "ask":
            return json.dumps({"head": {}, "boolean": bool(self)})
        bindings = [
            {c: _json(t) for c, t in zip(self.columns, row, strict=True) if t is not None} for row in self.terms
        ]
        found = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(found, ensure_ascii=False, indent=1)


def _text(term: Term | None, prefixes: Mapping[str, str]) -> str:
    if isinstance(term, Literal):
        return term.value
    return str(to_python(term, prefixes)) if term is not None else ""


def _json(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "literal", "value": str(term)}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return {**found, "xml:lang": term.language}
    plain = term.datatype.value == names.XSD + "string"
    return found if plain else {**found, "datatype": term.datatype.value}
