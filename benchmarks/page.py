"""The page beside plain pyvis: time to write it, size, and time from opening to a stable, answering page.

    python benchmarks/page.py            # 150 and 5,000 entities, a few minutes

Both pages hold the same generated graph. Plain pyvis is `Network.from_nx` with its defaults (all nodes drawn,
physics on); its page is stable when vis-network says so, and given up after a minute. Needs Debian's chromium.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as Patience
from pyvis.network import Network

from kg.explore.network import to_networkx
from kg.explore.view import render
from kg.ontology import load_ontology

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from page_corpus import generated

SIZES = (150, 5000)
LIMITS = {150: (150,), 5000: (150, 1000)}
PATIENCE = 60.0
READY = "body[data-ready=true]"


def timed(make: Callable[[], str]) -> tuple[float, str]:
    """Return seconds and result."""
    start = time.perf_counter()
    text = make()
    return time.perf_counter() - start, text


def plain(graph: nx.MultiDiGraph[str]) -> str:
    """Return pyvis's own page, with vis-network in it so that nothing is fetched."""
    bare: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    bare.add_nodes_from((n, {"label": row["name"]}) for n, row in graph.nodes(data=True))
    bare.add_edges_from((a, b, {"label": row["predicate"]}) for a, b, row in graph.edges(data=True))
    net = Network(directed=True, cdn_resources="in_line")
    net.from_nx(bare)
    html: str = net.generate_html(notebook=False)
    return html.replace(
        "return network;",
        'network.once("stabilized", () => { document.documentElement.dataset.stable = "1"; }); return network;',
    )


def opened(browser: Browser, path: Path, stable: str) -> float | None:
    """Return seconds from opening to stable and answering a script; None if it takes longer than `PATIENCE`."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    start = time.perf_counter()
    try:
        page.goto(path.as_uri(), timeout=PATIENCE * 1000, wait_until="commit")
        page.wait_for_selector(stable, state="attached", timeout=PATIENCE * 1000)  # a function would need eval
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        return time.perf_counter() - start
    except Patience:
        return None
    finally:
        page.close()


def main() -> None:
    """Print one table."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    ontology = load_ontology()
    print("| entities | page | write (s) | MB | open to stable (s) |\n|---|---|---|---|---|")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for size in SIZES:
            extractions = generated(size)
            graph = to_networkx(extractions)
            pages: list[tuple[str, Callable[[], str], str]] = [
                (f"kg, {limit} shown", partial(render, extractions, ontology=ontology, limit=limit), READY)
                for limit in LIMITS[size]
            ]
            pages.append(("pyvis from_nx", partial(plain, graph), "html[data-stable]"))
            for name, make, stable in pages:
                seconds, html = timed(make)
                path = Path(folder, "page.html")
                path.write_text(html, encoding="utf-8")
                times: list[Any] = [opened(browser, path, stable) for _ in range(3)]
                shown = f"{sorted(times)[1]:.1f}" if None not in times else f"more than {PATIENCE:.0f}"
                print(f"| {size:,} | {name} | {seconds:.1f} | {path.stat().st_size / 1e6:.1f} | {shown} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
