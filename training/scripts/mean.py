"""Average the weights of pipelines that were trained one from the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import spacy

TRAINED = ("tok2vec", "morphologizer", "parser", "ner")


def mean(paths: Sequence[Path], out: Path) -> None:
    """Write the last pipeline of `paths` with the mean of all their weights."""
    pipelines = [spacy.load(path) for path in paths]
    for name in TRAINED:
        models: list[Any] = [nlp.get_pipe(name).model for nlp in pipelines]  # type: ignore[attr-defined]
        for nodes in zip(*(model.walk() for model in models), strict=True):
            for param in nodes[-1].param_names:
                if nodes[-1].has_param(param):
                    nodes[-1].set_param(param, sum(node.get_param(param) for node in nodes) / len(nodes))
    pipelines[-1].to_disk(out)
