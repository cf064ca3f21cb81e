"""French news articles in, a knowledge graph to query and to open out."""
