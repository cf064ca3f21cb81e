"""Other formats: one table, one function each, the same bytes for the same graph."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kg.errors import FormatError
from kg.graph.conflicts import support_of
from kg.graph.export_network import cypher, gexf, graphml, neo4j_nodes, neo4j_relationships
from kg.graph.jsonld import jsonld
from kg.graph.results import csv_text
from kg.graph.rows import EXPORTED, statement_rows
from kg.graph.trig import nquads, trig, turtle

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["FORMATS", "Exporter", "export", "statement_rows"]

Exporter = Callable[["Store"], str | bytes]

#: Characters that end a line for some readers of JSON Lines.
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


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
    kg.errors.FormatError: no format 'xlsx'; choose jsonl, csv, turtle, trig, nquads, jsonld, parquet, graphml, ...
    """
    exporter = FORMATS.get(format)
    if exporter is None:
        raise FormatError(f"no format {format!r}; choose {', '.join(FORMATS)}")
    data = exporter(store)
    return data if isinstance(data, bytes) else data.encode()


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


def _parquet(store: Store) -> bytes:
    """Write the rows with a type for each column, whatever they hold: an amount that is words is null."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise FormatError('parquet needs one more package; pip install "kg-presse[parquet]"') from error
    types = {"former": pa.bool_(), "start": pa.int32(), "end": pa.int32(), "support": pa.int32()}
    types |= dict.fromkeys(("amount", "share", "confidence"), pa.float64())
    schema = pa.schema([(name, types.get(name, pa.string())) for name in EXPORTED])
    rows = [{**row, **{name: _number(row[name]) for name in ("amount", "share")}} for row in _rows(store)]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out)
    return out.getvalue()


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


#: Name → what writes it.
FORMATS: dict[str, Exporter] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "turtle": _turtle,
    "trig": _trig,
    "nquads": _nquads,
    "jsonld": _jsonld,
    "parquet": _parquet,
    "graphml": graphml,
    "gexf": gexf,
    "neo4j-nodes": neo4j_nodes,
    "neo4j-relationships": neo4j_relationships,
    "cypher": cypher,
}
