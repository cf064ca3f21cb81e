"""Where Oxigraph, which answers queries, and rdflib differ: every line of the tables of `docs/sparql-engines.md` is true."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
import rdflib
from graph_cases import extraction
from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.graph.export import export
from kg.graph.query import run_query
from kg.graph.results import shorten
from kg.graph.store import MemoryStore

PAGE = Path(__file__).parent.parent / "docs" / "sparql-engines.md"
STRING = "http://www.w3.org/2001/XMLSchema#string"


def lines() -> list[tuple[str, str, str]]:
    """Return the lines of the tables: an expression or a query, what Oxigraph answers, what rdflib does."""
    found = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|", PAGE.read_text(encoding="utf-8"), re.M)
    return [(text, one.strip().strip("`"), other.strip().strip("`")) for text, one, other in found]


def query_of(text: str) -> str:
    """Return a query; an expression is asked for beside something that is bound."""
    if re.match(r"(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", text):
        return text
    return f"SELECT ?row ?x {{ VALUES ?row {{ 1 }} BIND({text} AS ?x) }}"


def told(rows: list[tuple[Any, ...]]) -> str:
    """Write an answer as the tables do: its last column."""
    return ", ".join(sorted(row[-1] for row in rows)) or "no row"


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    found = MemoryStore()
    found.replace(extraction("a"))
    found.replace(extraction("b"))
    return found


@pytest.fixture(scope="module")
def graph(store) -> rdflib.Dataset:
    found = rdflib.Dataset(default_union=True)
    found.parse(data=export(store, "trig").decode(), format="trig")
    for prefix, namespace in store.ns.prefixes.items():
        found.bind(prefix, namespace, override=True, replace=True)
    return found


def by_oxigraph(store: MemoryStore, query: str) -> str:
    def text(term: Any) -> str:
        if term is None:
            return "unbound"
        if isinstance(term, NamedNode):
            return shorten(term.value, store.ns.prefixes)
        if not isinstance(term, Literal):
            return "triple term"
        tagged = f'"{term.value}"@{term.language}' if term.language else f'"{term.value}"'
        return tagged if term.language or term.datatype.value == STRING else term.value

    try:
        found = run_query(store, query)
    except QueryError:
        return "error"
    if found.kind == "ask":
        return str(bool(found)).lower()
    return f"{len(found)} triples" if found.kind == "construct" else told([tuple(map(text, r)) for r in found.terms])


def by_rdflib(graph: rdflib.Dataset, query: str, prefixes: dict[str, str]) -> str:
    def text(term: Any) -> str:
        if term is None:
            return "unbound"
        if isinstance(term, rdflib.URIRef):
            return shorten(str(term), prefixes)
        tagged = f'"{term}"@{term.language}' if term.language else f'"{term}"'
        return tagged if term.language or term.datatype in (None, rdflib.XSD.string) else str(term)

    logging.disable(logging.ERROR)
    try:
        found = graph.query(query)
        if found.type == "ASK":
            return str(found.askAnswer).lower()
        if found.type in ("CONSTRUCT", "DESCRIBE"):
            return f"{len(found.graph)} triples"
        return told([tuple(map(text, row)) for row in found])
    except Exception:  # noqa: BLE001  # rdflib raises of every kind
        return "error"
    finally:
        logging.disable(logging.NOTSET)


@pytest.mark.parametrize(("text", "oxigraph", "other"), lines(), ids=[text for text, _, _ in lines()])
@pytest.mark.filterwarnings("ignore")
def test_line(text, oxigraph, other, store, graph):
    query = query_of(text)
    assert by_oxigraph(store, query) == oxigraph
    assert by_rdflib(graph, query, store.ns.prefixes) == other
    assert oxigraph != other, "no difference"


def test_there_are_lines():
    assert len(lines()) > 35


def test_a_triple_in_two_graphs_counts_twice():
    """Why a direct fact stands in one graph only."""
    store = MemoryStore()
    store.replace(extraction("a"))
    store.replace(extraction("b"))
    query = "SELECT ?c { GRAPH ?g { ent:Microsoft kg:founded_on ?c } }"
    assert len(run_query(store, query)) == 1
    twice = "SELECT ?name { ?x kg:appearance_of ent:Microsoft ; kg:name ?name }"
    assert len(run_query(store, twice)) == 2
    assert len(run_query(store, twice.replace("SELECT", "SELECT DISTINCT"))) == 1
