"""What the packages hold, and that the README's commands are true."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.resources import examples_dir

ROOT = Path(__file__).resolve().parent.parent
INSTALL = "pip install -e . && kg demo"
TEST = 'pip install -e ".[test]" && pytest'


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", readme, re.M | re.S)


def test_readme_and_ci_say_the_same(readme: str) -> None:
    commands = [line.strip() for line in readme.splitlines() if line.startswith("    ")]
    assert INSTALL in commands
    assert TEST in commands
    assert TEST in (ROOT / ".ci/run").read_text()


@pytest.fixture
def tour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand where the README's tour is taken: beside a folder of articles."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(examples_dir(), tmp_path / "articles")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "un.txt").write_text("Orange a racheté Orange Bank.", encoding="utf-8")
    monkeypatch.setattr("webbrowser.open", lambda url: True)
    monkeypatch.setattr("kg.serve.server.serve", lambda source, settings, **options: None)  # which would go on and on
    return tmp_path


def test_readme_tour_on_the_command_line(readme: str, tour: Path) -> None:
    lines = [line.strip() for line in readme.splitlines() if line.startswith("    kg ")]
    assert {line.split()[1] for line in lines} >= {"build", "query", "explain", "show", "export", "stats", "validate"}
    for line in lines:
        words = shlex.split(line, comments=True)
        target = words.index(">") if ">" in words else len(words)
        result = CliRunner().invoke(app, words[1:target])
        assert result.exit_code == 0, f"{line}\n{result.output}"
        assert (tour / "graph.trig").exists()
    assert (tour / "graph.html").exists()


def test_readme_tour_in_python(readme: str, tour: Path) -> None:
    (code,) = blocks(readme, "python")
    names: dict = {}
    exec(compile(code, "README.md", "exec"), names)  # noqa: S102 — our own README
    assert (tour / "graph.trig").exists()
    (sparql,) = blocks(readme, "sparql")
    assert list(names["g"].query(sparql).columns) == ["subject", "predicate", "object", "speaker", "words"]


def test_readme_counts(readme: str, ontology) -> None:
    (relations,) = re.findall(r"about (\d+) relations", readme)
    assert abs(len(ontology.relations) - int(relations)) <= 5
    assert "eight articles" in readme
    assert len(list(examples_dir().iterdir())) == 8


def test_dependencies_have_both_bounds(project: dict) -> None:
    for requirement in project["dependencies"]:
        assert re.fullmatch(r"[a-z0-9-]+>=[\d.]+,<[\d.]+", requirement), requirement


MODULES = {
    "lingua-language-detector": "lingua",
    "markdown-it-py": "markdown_it",
    "pyyaml": "yaml",
    "text2num": "text_to_num",
}


def imported(files: Iterable[Path]) -> set[str]:
    """Return what some files import that is neither Python's nor ours."""
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"kg"}


def declared(requirements: Iterable[str]) -> set[str]:
    names = {re.split(r"[><]", requirement)[0] for requirement in requirements}
    return {MODULES.get(name, name) for name in names}


def test_dependencies_are_what_is_imported(project: dict) -> None:
    """As few as the work needs, and none by way of another (lxml-html-clean is trafilatura's)."""
    files = set((ROOT / "kg").rglob("*.py"))
    server = set((ROOT / "kg" / "serve").rglob("*.py"))
    needed = declared(project["dependencies"]) - {"lxml-html-clean"}
    some = declared(project["optional-dependencies"]["parquet"])
    assert imported(files - server) | {"pyvis"} == needed | some  # pyvis's files are read, by name
    assert imported(server) - needed == declared(project["optional-dependencies"]["serve"])


def test_links_in_the_documents_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.slow
def test_wheel_holds_what_it_needs(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.stat().st_size < 60_000_000
    wanted = [
        *(f"kg/models/fr/{name}" for name in ("meta.json", "config.cfg", "ner/model", "parser/model", "tokenizer")),
        "kg/data/ontology/core.ttl",
        *(f"kg/data/ontology/relations/{path.name}" for path in (ROOT / "ontology/relations").glob("*.ttl")),
        *(f"kg/data/examples/articles/{path.name}" for path in (ROOT / "examples/articles").iterdir()),
        *(path.relative_to(ROOT).as_posix() for path in (ROOT / "kg").rglob("*") if path.suffix in (".py", ".html", ".js", ".css", ".tsv")),
        "kg/py.typed",
    ]  # fmt: skip
    assert [name for name in wanted if name not in names] == []
    assert [name for name in names if name.startswith(("tests/", "training/")) or "__pycache__" in name] == []
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
