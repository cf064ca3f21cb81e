"""Pages of docs/: those made from the code are as it is, and what all of them show runs."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["cli.md", "ontology.md"])
def test_made_pages_are_as_the_code_is(generator: ModuleType, name: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("refresh"):
        (DOCS / name).write_text(generator.pages()[name], encoding="utf-8")
    assert (DOCS / name).read_text(encoding="utf-8") == generator.pages()[name], "python docs/generate.py"


@pytest.mark.parametrize("page", sorted({*DOCS.rglob("*.md"), ROOT / "README.md", *ROOT.glob("README*.md")}), ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.long
def test_the_guide_runs_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kg.cli import main

    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", "examples")
    for block in blocks(DOCS / "guide.md", "console"):
        for line in block.splitlines():
            program, *arguments = shlex.split(line)
            if program == "cp":
                shutil.copytree(arguments[-2], arguments[-1])
                continue
            assert program == "kg", line
            monkeypatch.setattr("sys.argv", ["kg", *arguments])
            with pytest.raises(SystemExit) as end:
                main()
            out, err = capsys.readouterr()
            assert end.value.code in (0, None), f"{line}: {err}"
            assert out or err, line
    scope: dict[str, object] = {}
    for block in blocks(DOCS / "guide.md", "python"):
        exec(compile(block, "guide.md", "exec"), scope)  # noqa: S102  our own page
    assert (tmp_path / "microsoft.html").stat().st_size > 100_000


@pytest.mark.parametrize("query", blocks(DOCS / "sparql.md", "sparql"))
def test_queries_of_the_page_find_something(demo_graph: object, query: str) -> None:
    assert len(demo_graph.select(query).rows) > 0  # type: ignore[attr-defined]
