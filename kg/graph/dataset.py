"""Extraction ↔ quads of its article's graph, both ways, losing nothing.

`to_quads` writes one named graph: the article, its statements with all their
qualifiers, and who is mentioned where; `from_quads` reads it back, and
``from_quads(to_quads(x, ns), ns) == x``. What articles support together (classes,
labels, direct triples) is `kg.graph.facts`.
"""

from __future__ import annotations

from kg.graph.names import DEFAULT_BASE, Namespaces, mint
from kg.graph.reading import from_quads
from kg.graph.writing import statement_iri, text_order, to_quads

__all__ = ["DEFAULT_BASE", "Namespaces", "from_quads", "mint", "statement_iri", "text_order", "to_quads"]
