"""Start the joint model from the first parser: the same weights, and room for the hints of `kg_names`."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import fix_random_seed, load_model_from_config

SHARED = ("morphologizer", "parser")
HINT, HINT_ROWS = "TAG", 500
SEED = 1


def widen(first: Path, out: Path) -> None:
    """Write `out`: the pipeline in `first` with one more attribute in its tok2vec, its weights copied."""
    old = spacy.load(first, exclude=["ner", "lemmatizer"])
    model = copy.deepcopy(old.config["components"]["tok2vec"]["model"])
    model["embed"]["attrs"].append(HINT)
    model["embed"]["rows"].append(HINT_ROWS)
    new = load_model_from_config(
        {
            "nlp": {"lang": "fr", "pipeline": ["tok2vec"]},
            "components": {"tok2vec": {"factory": "tok2vec", "model": model}},
        },
        auto_fill=True,
    )
    fix_random_seed(SEED)
    new.tokenizer = old.tokenizer
    new.vocab.vectors = old.vocab.vectors
    new.initialize()
    _copy(old, new)
    for name in SHARED:
        new.add_pipe(name, source=old)
    new.to_disk(out)


def _copy(old: Language, new: Language) -> None:
    """Copy the weights of the tok2vec; what is new keeps its first values."""
    mine: dict[str, list[Any]] = {}
    for node in old.get_pipe("tok2vec").model.walk():
        mine.setdefault(node.name, []).append(node)
    tables = {node.attrs["column"]: node for node in mine["hashembed"]}
    attributes = old.config["components"]["tok2vec"]["model"]["embed"]["attrs"]
    width = new.get_pipe("tok2vec").model.get_dim("nO")
    places: dict[str, int] = {}
    for node in new.get_pipe("tok2vec").model.walk():
        place = places.get(node.name, 0)
        places[node.name] = place + 1
        if node.name == "hashembed":
            source = tables.get(node.attrs["column"])
        else:
            source = mine[node.name][place] if place < len(mine.get(node.name, [])) else None
        if source is None:
            continue
        for name in node.param_names:
            ours, theirs = node.get_param(name), source.get_param(name)
            if ours.shape == theirs.shape:
                node.set_param(name, theirs.copy())
            else:  # the mixer: more inputs, the new ones just before the static vectors
                known = width * len(attributes)
                wider = ours.copy()
                wider[..., :known] = theirs[..., :known]
                wider[..., -width:] = theirs[..., -width:]
                node.set_param(name, wider)
