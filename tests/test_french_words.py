"""The tables of French words (`kg.language.fr`)."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from kg.language import fr


def test_no_table_is_given_twice() -> None:
    """A second table of one name hides the first, and nobody is told."""
    assert fr.__file__ is not None
    tree = ast.parse(Path(fr.__file__).read_text(encoding="utf-8"))
    targets = [t for node in tree.body if isinstance(node, ast.Assign) for t in node.targets]
    names = Counter(leaf.id for t in targets for leaf in ast.walk(t) if isinstance(leaf, ast.Name))
    assert [name for name, times in names.items() if times > 1] == []
    assert len(names) > 100
