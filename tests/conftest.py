"""What tests share: the pipeline and the ontology, loaded once, and the graph of the examples."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.resources import examples_dir

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from spacy.language import Language

    from kg.api import KnowledgeGraph
    from kg.ontology import Ontology

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh", action="store_true", help="write what is committed and made (notebooks' outputs) anew"
    )


#: Each process of tests loads the pipeline and the graph of the examples: about a gigabyte.
MOST_PROCESSES = 4


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return a process a core for the whole suite; a run of files or tests that somebody named stays in one.

    A process takes seconds to load the pipeline, more than the tests of most files.
    """
    from kg.workers import all_cores

    named = config.args_source is pytest.Config.ArgsSource.ARGS or config.option.keyword
    return 0 if named else min(all_cores(), MOST_PROCESSES)


@pytest.fixture(scope="session")
def pipeline() -> Language:
    """Return the embedded French pipeline."""
    from kg.language.pipeline import load_pipeline

    return load_pipeline()


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """Return the ontology that comes with `kg`."""
    from kg.ontology import load_ontology

    return load_ontology()


@pytest.fixture(scope="session")
def demo_graph() -> KnowledgeGraph:
    """Return the graph of the example articles."""
    from kg.api import KnowledgeGraph

    return KnowledgeGraph.build([examples_dir()])


@pytest.fixture(scope="session")
def demo_trig(demo_graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the graph of the example articles, as a file."""
    path = tmp_path_factory.mktemp("demo") / "graph.trig"
    demo_graph.save(path)
    return path


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of gold data and corpora: $KG_SHARED, else ../shared beside the checkout."""
    path = Path(os.environ.get("KG_SHARED") or ROOT.parent / "shared")
    if not path.is_dir():
        pytest.skip(f"no shared data at {path}; set KG_SHARED to its folder")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium, headless; where there is none, skip, or under CI fail."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None or find_spec("playwright") is None:
        missing = "no chromium or no playwright; apt-get install chromium, pip install playwright"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


Kg = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run_kg(tmp_path: Path) -> Kg:
    """Return a function that runs `kg` as a process of its own in an empty folder."""

    def run(*args: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, **options.pop("env", {})}  # type: ignore[dict-item]
        command = [sys.executable, "-m", "kg", *map(str, args)]
        defaults = {"cwd": tmp_path, "capture_output": True, "encoding": "utf-8", "timeout": 120}
        return subprocess.run(command, env=env, **{**defaults, **options})  # type: ignore[call-overload,no-any-return]

    return run
