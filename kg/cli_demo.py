"""`kg demo`: the whole of `kg` on the example articles."""

from __future__ import annotations

from pathlib import Path

import typer

from kg.api import KnowledgeGraph
from kg.cli_output import print_report, print_table, print_violations, progress_bar, say
from kg.cli_tables import print_statistics
from kg.resources import examples_dir

__all__ = ["QUERIES", "run_demo"]

#: Question → SPARQL. `kg query demo/graph.trig '…'` answers the same.
QUERIES = {
    "Who leads what?": """\
SELECT ?leader ?organization WHERE {
  ?person kg:ceo_of ?company .
  ?person rdfs:label ?leader .
  ?company rdfs:label ?organization .
} ORDER BY ?leader ?organization""",
    "What is not certain, and who says so?": """\
SELECT ?subject ?relation ?object ?factuality ?according_to WHERE {
  ?statement rdf:subject/rdfs:label ?subject ; rdf:object/rdfs:label ?object ;
             rdf:predicate ?predicate ; kg:factuality ?degree .
  FILTER(?degree != kg:certain)
  OPTIONAL { ?statement kg:attributed_to/rdfs:label ?according_to }
  BIND(STRAFTER(STR(?predicate), "#") AS ?relation)
  BIND(STRAFTER(STR(?degree), "#") AS ?factuality)
} ORDER BY ?subject ?relation ?object""",
}


def run_demo(folder: Path) -> None:
    """Build `folder`/graph.trig and `folder`/graph.html from the examples, and ask two questions."""
    folder.mkdir(parents=True, exist_ok=True)
    graph_file, page = folder / "graph.trig", folder / "graph.html"
    articles = examples_dir()
    with progress_bar("Reading the examples", total=sum(1 for _ in articles.iterdir())) as progress:
        graph = KnowledgeGraph.build([articles], progress=progress)
    print_report(graph.report)
    print_violations(graph.validate())
    print_statistics(graph, top=8)
    for question, sparql in QUERIES.items():
        typer.echo(f"\n{question}\n\n{sparql}\n")
        answer = graph.select(sparql)
        print_table(answer.columns, answer.rows)
    graph.save(graph_file)
    graph.write_page(page)
    say(f"wrote {graph_file}: ask it more with  kg query {graph_file} 'SELECT …'")
    say(f"wrote {page}: open it in a browser, or  kg show {graph_file} --open")
