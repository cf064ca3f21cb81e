"""Answers of queries in the standard formats, with their media types.

Tables (SELECT, ASK): SPARQL 1.1 Query Results JSON, XML, CSV and TSV. Triples (CONSTRUCT,
DESCRIBE): Turtle, N-Triples, JSON-LD and RDF/XML. The same answer gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import FormatError
from kg.graph import names
from kg.graph.results import Result
from kg.graph.writing import Term

__all__ = ["ANSWERS", "AnswerFormat", "fitting", "write_answer"]

#: What XML 1.0 cannot hold.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTE = re.compile(r'[",\r\n]')
_NAMESPACE = "http://www.w3.org/2005/sparql-results#"


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """A format of answers.

    Parameters
    ----------
    media_type : str
        Its registered media type.
    write : callable
    triples : bool
        Whether it holds triples rather than rows.
    also : tuple of str
        Media types that clients ask for and mean it.
    """

    media_type: str
    write: Callable[[Result], str]
    triples: bool = False
    also: tuple[str, ...] = ()


def write_answer(result: Result, format: str) -> bytes:
    """Write an answer in one of `ANSWERS`.

    Rows may be written of every answer (of triples: subject, predicate, object), triples of triples alone.

    Raises
    ------
    FormatError
        There is no such format, or it cannot hold this answer.

    Examples
    --------
    >>> print(write_answer(Result(("n",), ((Literal(49),),)), "tsv").decode(), end="")
    ?n
    49
    >>> write_answer(Result(("n",), ()), "turtle")
    Traceback (most recent call last):
        ...
    kg.errors.FormatError: turtle holds what CONSTRUCT and DESCRIBE give; choose json, xml, csv, tsv
    """
    found = ANSWERS.get(format)
    if found is None:
        raise FormatError(f"no format {format!r}; choose {', '.join(ANSWERS)}")
    if found.triples and result.kind != "construct":
        tables = (name for name, form in ANSWERS.items() if not form.triples)
        raise FormatError(f"{format} holds what CONSTRUCT and DESCRIBE give; choose {', '.join(tables)}")
    return found.write(result).encode()


def fitting(result: Result) -> dict[str, str]:
    """Return the media types that a server may answer with, the preferred first, each with the format it stands for."""
    forms = {name: form for name, form in ANSWERS.items() if form.triples == (result.kind == "construct")}
    first = {form.media_type: name for name, form in forms.items()}
    return first | {other: name for name, form in forms.items() for other in form.also}


# ── rows ─────────────────────────────────────────────────────────────────────


def _xml(result: Result) -> str:
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_NAMESPACE}">\n']
    if result.kind == "ask":
        return "".join([*parts, f"<head/>\n<boolean>{_boolean(result)}</boolean>\n</sparql>\n"])
    parts += ["<head>", *(f"<variable name={quoteattr(c)}/>" for c in result.columns), "</head>\n<results>\n"]
    for row in result.terms:
        bound = (
            f"<binding name={quoteattr(c)}>{_xml_term(t)}</binding>"
            for c, t in zip(result.columns, row, strict=True)
            if t is not None
        )
        parts += ["<result>", *bound, "</result>\n"]
    return "".join([*parts, "</results>\n</sparql>\n"])


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if not isinstance(term, Literal):
        return f"<literal>{_xml_text(str(term))}</literal>"
    text = _xml_text(term.value)
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    if term.datatype.value == names.XSD + "string":
        return f"<literal>{text}</literal>"
    return f"<literal datatype={quoteattr(term.datatype.value)}>{text}</literal>"


def _xml_text(text: str) -> str:
    return escape(NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _csv(result: Result) -> str:
    """Write plain values, as SPARQL's CSV has them; `Result.to_csv` is for spreadsheets."""
    if result.kind == "ask":
        return f"{_boolean(result)}\r\n"
    rows = [result.columns, *([_csv_value(t) for t in row] for row in result.terms)]
    return "".join(",".join(map(_csv_cell, row)) + "\r\n" for row in rows)


def _csv_value(term: Term | None) -> str:
    if isinstance(term, NamedNode | Literal):
        return term.value
    return "" if term is None else str(term)


def _csv_cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTE.search(text) else text


def _tsv(result: Result) -> str:
    if result.kind == "ask":
        return f"{_boolean(result)}\n"
    head = "\t".join(f"?{c}" for c in result.columns)
    rows = ("\t".join("" if t is None else _tsv_term(t) for t in row) for row in result.terms)
    return "".join(f"{line}\n" for line in (head, *rows))


def _tsv_term(term: Term) -> str:
    """Write a term as Turtle does, whole numbers bare."""
    bare = isinstance(term, Literal) and term.datatype.value == names.XSD + "integer" and term.value.isdecimal()
    return term.value if bare and isinstance(term, Literal) else str(term)


def _boolean(result: Result) -> str:
    return "true" if result else "false"


# ── triples ──────────────────────────────────────────────────────────────────


def _rdf(form: RdfFormat, prefixes: bool = True) -> Callable[[Result], str]:
    def write(result: Result) -> str:
        triples = (Triple(*row) for row in result.terms)  # type: ignore[arg-type]  # CONSTRUCT gives no other
        known: Mapping[str, str] = result.prefixes if prefixes else {}
        return (serialize(triples, format=form, prefixes=dict(known)) or b"").decode()

    return write


def _rdf_xml(result: Result) -> str:
    rows = tuple((s, p, _fit_for_xml(o)) for s, p, o in result.terms)
    return _rdf(RdfFormat.RDF_XML)(Result(result.columns, rows, result.kind, result.prefixes))


def _fit_for_xml(term: Term | None) -> Term | None:
    if not isinstance(term, Literal) or not NOT_XML.search(term.value):
        return term
    text = NOT_XML.sub("\ufffd", term.value)
    return Literal(text, language=term.language) if term.language else Literal(text, datatype=term.datatype)


#: Name → format; the first that fits is a server's choice where the client has none.
ANSWERS: dict[str, AnswerFormat] = {
    "json": AnswerFormat("application/sparql-results+json", Result.to_json, also=("application/json",)),
    "xml": AnswerFormat("application/sparql-results+xml", _xml, also=("application/xml", "text/xml")),
    "csv": AnswerFormat("text/csv", _csv),
    "tsv": AnswerFormat("text/tab-separated-values", _tsv),
    "turtle": AnswerFormat("text/turtle", _rdf(RdfFormat.TURTLE), triples=True, also=("application/x-turtle",)),
    "ntriples": AnswerFormat("application/n-triples", _rdf(RdfFormat.N_TRIPLES, prefixes=False), triples=True),
    "jsonld": AnswerFormat("application/ld+json", _rdf(RdfFormat.JSON_LD), triples=True, also=("application/json",)),
    "rdfxml": AnswerFormat("application/rdf+xml", _rdf_xml, triples=True, also=("application/xml", "text/xml")),
}
