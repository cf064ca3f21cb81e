"""A graph over HTTP: the SPARQL 1.1 Protocol, and a page for everything that has an IRI (`docs/decisions/serve.md`)."""
