"""The French side: the pipeline, paragraphs, clauses, and French words as data."""
