"""Each notebook runs from top to bottom, and was committed with its outputs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason='pip install -e ".[test]"')
nbclient = pytest.importorskip("nbclient", reason='pip install -e ".[test]"')

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))


#: Those that CI runs alone: the first tells whether notebooks work here.
OTHERS = [pytest.param(path, marks=pytest.mark.long) for path in NOTEBOOKS[1:]]


@pytest.mark.slow
@pytest.mark.parametrize("path", [*NOTEBOOKS[:1], *OTHERS], ids=lambda path: path.stem)
def test_runs_from_top_to_bottom(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """In a copy of the checkout's folders, so that what it writes is thrown away."""
    shutil.copytree(path.parent.parent / "examples", tmp_path / "examples")
    (tmp_path / "notebooks").mkdir()
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(tmp_path / "notebooks")}}
    nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources=folder, record_timing=False
    ).execute()
    if request.config.getoption("refresh"):
        notebook.metadata.pop("language_info", None)  # names this Python's version
        nbformat.write(notebook, path)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_committed_with_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert path.stat().st_size < 300_000
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [o for cell in code for o in cell.outputs if o.output_type == "error" or o.get("name") == "stderr"]
