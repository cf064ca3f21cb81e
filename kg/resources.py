"""Where the files that come with `kg` lie: in a checkout beside `kg/`, in a wheel under `kg/data/`."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _data_dir(name: str) -> Path:
    packaged = _PACKAGE / "data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def ontology_dir() -> Path:
    """Return the folder of `core.ttl` and `relations/`."""
    return _data_dir("ontology")


def examples_dir() -> Path:
    """Return the folder of the example articles."""
    return _data_dir("examples") / "articles"


def model_dir() -> Path:
    """Return the folder of the embedded French pipeline."""
    return _PACKAGE / "models" / "fr"


def weights_file() -> Path:
    """Return the file of the relation scorer's weights."""
    return _PACKAGE / "models" / "relations" / "weights.npz"


def coreference_file() -> Path:
    """Return the file of what was learnt of nominals."""
    return _PACKAGE / "models" / "coreference" / "weights.json"
