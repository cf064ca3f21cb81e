"""The graph as a network, and as a page to look at."""

from kg.explore.choose import Choice

__all__ = ["Choice"]
