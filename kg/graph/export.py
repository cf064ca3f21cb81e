"""Other formats: one table, one function each, the same bytes for the same graph."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from kg.errors import FormatError
from kg.graph.conflicts import support_of
from kg.graph.jsonld import jsonld
from kg.graph.results import csv_text
from kg.graph.rows import EXPORTED, statement_rows
from kg.graph.trig import nquads, trig, turtle

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["FORMATS", "Exporter", "export", "statement_rows"]

Exporter = Callable[["Store"], str]

#: Characters that end a line for some readers of JSON Lines, and those that XML cannot hold.
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(store: Store, format: str) -> bytes:
    """Write a graph in one of `FORMATS`.

    Raises
    ------
    FormatError
        There is no such format.

    Examples
    --------
    >>> from kg.graph.store import MemoryStore
    >>> export(MemoryStore(), "csv").decode()[:20]
    'article,subject,subj'
    >>> export(MemoryStore(), "xlsx")
    Traceback (most recent call last):
        ...
    kg.errors.FormatError: no format 'xlsx'; choose jsonl, csv, turtle, trig, nquads, jsonld, graphml
    """
    exporter = FORMATS.get(format)
    if exporter is None:
        raise FormatError(f"no format {format!r}; choose {', '.join(FORMATS)}")
    return exporter(store).encode()


def _jsonl(store: Store) -> str:
    lines = (json.dumps(row, ensure_ascii=False) for row in _rows(store))
    return "".join(_LINE_ENDS.sub(lambda m: f"\\u{ord(m[0]):04x}", line) + "\n" for line in lines)


def _csv(store: Store) -> str:
    return csv_text(EXPORTED, (row.values() for row in _rows(store)))


def _rows(store: Store) -> list[dict[str, Any]]:
    return statement_rows(store.extractions(), support_of(store))


def _turtle(store: Store) -> str:
    return turtle(store.quads(), store.ns.prefixes)


def _trig(store: Store) -> str:
    return trig(store.quads(), store.ns.prefixes)


def _nquads(store: Store) -> str:
    return nquads(store.quads())


def _jsonld(store: Store) -> str:
    return jsonld(store.quads(), store.ns.prefixes)


def _graphml(store: Store) -> str:
    import networkx as nx

    from kg.explore.network import to_networkx

    found, support = to_networkx(store.extractions()), support_of(store)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in found.nodes(data=True):
        plain.add_node(_xml(node), **_flat(data))
    for source, target, key, data in found.edges(keys=True, data=True):
        plain.add_edge(_xml(source), _xml(target), key=key, **_flat({**data, "support": support.get(key, 1)}))
    return "\n".join(nx.generate_graphml(plain, named_key_ids=True)) + "\n"


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _flat(data: Iterable[tuple[str, Any]] | dict[str, Any]) -> dict[str, Any]:
    """Keep what GraphML can hold: texts, numbers, booleans; several texts on one line."""
    flat: dict[str, Any] = {}
    for name, value in dict(data).items():
        if isinstance(value, tuple) and all(isinstance(v, str) for v in value):
            value = "; ".join(value) or None
        if isinstance(value, str):
            flat[name] = _xml(value)
        elif isinstance(value, bool | int | float):
            # a column has one type: an amount may be words, a share need not be whole
            flat[name] = str(value) if name == "amount" else float(value) if name == "share" else value
    return flat


#: Name → what writes it.
FORMATS: dict[str, Exporter] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "turtle": _turtle,
    "trig": _trig,
    "nquads": _nquads,
    "jsonld": _jsonld,
    "graphml": _graphml,
}
