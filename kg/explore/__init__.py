"""The graph as a network, and as a page to look at."""
