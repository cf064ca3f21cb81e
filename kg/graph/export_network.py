"""The network of a graph for other tools: GraphML, GEXF (Gephi), Neo4j's import files, a Cypher script.

Entities are nodes, statements between entities are edges. Neo4j and Cypher get what is
stated of a date or a text, too, as edges to nodes labelled ``Value``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.graph.conflicts import support_of
from kg.graph.results import csv_text
from kg.graph.rows import EXPORTED, statement_rows
from kg.graph.writing import statement_hash, text_order
from kg.records import Entity, Statement

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph.store import Store

__all__ = ["cypher", "gexf", "graphml", "neo4j_nodes", "neo4j_relationships"]

#: What XML cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: networkx writes the day into a GEXF file.
_DAY = re.compile(r' lastmodifieddate="[^"]*"')
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
#: What an edge has of a statement's row: the ends are its nodes, the predicate its type.
_ENDS = ("subject", "subject_type", "predicate", "object", "object_type")
#: Columns that are no text, with Neo4j's names of their types.
_TYPES = {
    "share": "double", "former": "boolean", "start": "int", "end": "int", "confidence": "double", "support": "int",
}  # fmt: skip


# ── GraphML, GEXF ────────────────────────────────────────────────────────────


def graphml(store: Store) -> str:
    """Write GraphML, for networkx, igraph, Gephi, yEd, Cytoscape."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(_plain(store), named_key_ids=True)) + "\n"


def gexf(store: Store) -> str:
    """Write GEXF 1.2, for Gephi: labels, and the confidence of a statement as its weight."""
    import networkx as nx

    found = _plain(store)
    for _, data in found.nodes(data=True):
        data["label"] = data.get("name", "")
    for number, (_, _, key, data) in enumerate(found.edges(keys=True, data=True)):
        data.update(id=f"{key}-{number}", label=data["predicate"], weight=data["confidence"])
    return _DAY.sub("", "\n".join(nx.generate_gexf(found, version="1.2draft"))) + "\n"


def _plain(store: Store) -> nx.MultiDiGraph[str]:
    """Return the network with what XML can hold."""
    import networkx as nx

    from kg.explore.network import to_networkx

    found, support = to_networkx(store.extractions()), support_of(store)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in found.nodes(data=True):
        plain.add_node(_xml(node), **_flat(data))
    for source, target, key, data in found.edges(keys=True, data=True):
        plain.add_edge(_xml(source), _xml(target), key=key, **_flat({**data, "support": support.get(key, 1)}))
    return plain


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what XML formats can hold: texts, numbers, booleans; several texts on one line."""
    flat: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, tuple) and all(isinstance(v, str) for v in value):
            value = "; ".join(value) or None
        if isinstance(value, str):
            flat[name] = _xml(value)
        elif isinstance(value, bool | int | float):
            # a column has one type: an amount may be words, a share need not be whole
            flat[name] = str(value) if name == "amount" else float(value) if name == "share" else value
    return flat


# ── Neo4j, Cypher ────────────────────────────────────────────────────────────


def neo4j_nodes(store: Store) -> str:
    """Write the file of nodes for ``neo4j-admin database import``."""
    rows = ([n["id"], n["name"], ";".join(n["aliases"]), ";".join(n["labels"])] for n in _nodes(store))
    return _neo4j_csv(["id:ID", "name", "aliases:string[]", ":LABEL"], rows)


def neo4j_relationships(store: Store) -> str:
    """Write the file of relationships for ``neo4j-admin database import``."""
    edges = list(_edges(store))
    columns = ("statement", *(column for column in EXPORTED if column not in _ENDS))
    head = [":START_ID", ":END_ID", ":TYPE", *(f"{c}:{_TYPES[c]}" if c in _TYPES else c for c in columns)]
    return _neo4j_csv(head, ([start, end, relation, *row.values()] for start, end, relation, row in edges))


def cypher(store: Store) -> str:
    """Write a Cypher script that adds the graph to a database, and leaves what it has of it already."""
    lines = ["// openCypher; in Neo4j first: CREATE INDEX entity_id IF NOT EXISTS FOR (n:Entity) ON (n.id);"]
    for node in _nodes(store):
        labels = "".join(f" SET n:{_name(label)}" for label in node["labels"] if label != "Entity")
        known = _set("n", {"name": node["name"], "aliases": list(node["aliases"])})
        lines.append(f"MERGE (n:Entity {{id: {_literal(node['id'])}}}){known}{labels};")
    for start, end, relation, row in _edges(store):
        key = f"{{statement: {_literal(row.pop('statement'))}}}"
        lines.append(
            f"MATCH (a:Entity {{id: {_literal(start)}}}), (b:Entity {{id: {_literal(end)}}}) "
            f"MERGE (a)-[r:{_name(relation)} {key}]->(b){_set('r', row)};"
        )
    return "\n".join(lines) + "\n"


def _nodes(store: Store) -> Iterator[dict[str, Any]]:
    """Yield entities, and the values that are stated of them, by id."""
    from kg.explore.network import to_networkx

    found = to_networkx(store.extractions())
    for entity in sorted(found):
        data = found.nodes[entity]
        labels = ["Entity", data["type"]] if data["type"] else ["Entity"]
        yield {"id": entity, "name": data["name"], "aliases": data["aliases"], "labels": labels}
    values = {_end(s.object): s.object_name for s in _statements(store) if not isinstance(s.object, Entity)}
    for value, text in sorted(values.items()):
        yield {"id": value, "name": text, "aliases": (), "labels": ["Entity", "Value"]}


def _edges(store: Store) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield the ends of each statement, its relation, and the rest of its row."""
    support = support_of(store)
    for extraction in store.extractions():
        ordered = sorted(extraction.statements, key=text_order)
        for statement, row in zip(ordered, statement_rows([extraction], support), strict=True):
            rest = {key: value for key, value in row.items() if key not in _ENDS}
            rest["amount"] = None if rest["amount"] is None else str(rest["amount"])  # a column has one type
            yield (
                statement.subject.id,
                _end(statement.object),
                statement.predicate,
                {"statement": statement_hash(statement), **rest},
            )


def _statements(store: Store) -> Iterator[Statement]:
    return (s for extraction in store.extractions() for s in extraction.statements)


def _end(object: Any) -> str:
    """Return the id of a statement's object; no entity's id has a space."""
    return object.id if isinstance(object, Entity) else f"{object.kind} {object.text}"


def _neo4j_csv(head: list[str], rows: Iterable[list[Any]]) -> str:
    """Write a file for Neo4j's import, which wants one line a row, and runs no formula."""
    return csv_text(head, ([_one_line(cell) for cell in row] for row in rows), formulas=True)


def _one_line(value: Any) -> Any:
    return " ".join(value.splitlines()) if isinstance(value, str) else value


def _set(variable: str, row: Mapping[str, Any]) -> str:
    """Write what a node or an edge has: one property after the other, as not all engines mean the same by ``+=``."""
    given = (f"{variable}.{_name(k)} = {_literal(value)}" for k, value in row.items() if value not in (None, []))
    return f" SET {', '.join(given)}"


def _literal(value: Any) -> str:
    r"""Write a value in Cypher.

    Examples
    --------
    >>> print(_literal(["L'Oréal", "a\\b"]), _literal(True), _literal(0.5))
    ['L\'Oréal', 'a\\b'] true 0.5
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, int | float):
        return repr(value)
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", lambda m: f"\\u{ord(m[0]):04X}", escaped) + "'"


def _name(name: str) -> str:
    """Write a label, type or key in Cypher."""
    return name if _PLAIN.fullmatch(name) else f"`{name.replace('`', '``')}`"
