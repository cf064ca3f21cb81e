"""What an article says: mentions, coreference, relations, qualifiers → `Extraction`."""

from __future__ import annotations

from kg.extract.extractor import Extractor, extract

__all__ = ["Extractor", "extract"]
