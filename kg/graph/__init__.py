"""The graph: extractions as RDF, stored, queried, checked and exported."""
