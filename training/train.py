"""Train the French model of `kg`, from a folder of corpora to the packaged pipeline.

Steps run in order and leave their result in the build folder; a step whose result is there is not run again.

    python training/train.py --corpora ../shared/corpora
    python training/train.py --corpora ../shared/corpora --from joint
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE / "scripts")]
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

SEED = 1
DATA = HERE / "data"
FIRST_PARTS = ("sequoia", "gsd", "pud")
PARTS = (*FIRST_PARTS, "fqb")
TESTS = (
    "ud/fr_sequoia-ud-dev.conllu",
    "ud/fr_sequoia-ud-test.conllu",
    "ud/fr_gsd-ud-test.conllu",
    "ner/wikinews.jsonl",
)


@dataclass(frozen=True)
class Place:
    """The folders of one training run."""

    corpora: Path
    build: Path
    model: Path

    def done(self, step: str) -> Path:
        """Return the file that says a step is finished."""
        return self.build / f"{step}.done"


def step_prepare(place: Place) -> None:
    """Write the tokenizer and the treebanks."""
    import prepare
    import tokens

    nlp = tokens.blank_french()
    nlp.to_disk(place.build / "base")
    prepare.prepare_trees(nlp, place.corpora, place.build, parts=FIRST_PARTS, seed=SEED)


def step_vectors(place: Place) -> None:
    """Train the word vectors on raw text."""
    import vectors

    vectors.train_vectors(place.corpora, DATA, place.build)


def step_lists(place: Place) -> None:
    """Make the lists of names."""
    import lists
    import prepare
    import tokens

    nlp = tokens.blank_french()
    trees = prepare.read_trees(nlp, place.corpora, FIRST_PARTS)
    words = (token.text for docs in trees.values() for doc in docs for token in doc)
    lists.make_lists(nlp, DATA, words).to_disk(place.build / "hints")


def step_first(place: Place) -> None:
    """Train the first parser, on the treebanks alone."""
    paths = {"train": "trees.spacy", "dev": "trees-dev.spacy", "base": "base", "vectors": "vectors"}
    _train(place, "first", paths)


def step_texts(place: Place) -> None:
    """Write the corpus of trees and names, part of the named texts with trees of the first parser."""
    import prepare
    import spacy
    import tokens
    import widen

    first = place.build / "first" / "model-best"
    prepare.prepare_joint(
        tokens.blank_french(), place.corpora, DATA, place.build, parts=PARTS, seed=SEED, teacher=spacy.load(first)
    )
    widen.widen(first, place.build / "start")


def step_joint(place: Place) -> None:
    """Train the model: tags, trees and names together, from the first parser on."""
    paths = {"train": "joint.spacy", "dev": "joint-dev.spacy", "start": "start", "hints": "hints"}
    _train(place, "joint", paths)


def step_assemble(place: Place) -> None:
    """Add the lemmas and write the model."""
    import assemble

    assemble.assemble(place.corpora, place.build, place.model, parts=FIRST_PARTS)


def step_evaluate(place: Place) -> None:
    """Score the model and write the scores into its `meta.json`."""
    import assemble

    from kg.language.pipeline import load_pipeline
    from kg.language.score import score_files

    scores = score_files(load_pipeline(place.model), [place.corpora / name for name in TESTS])
    assemble.write_scores(place.model, scores)
    print(json.dumps(scores, indent=2))


STEPS: dict[str, Callable[[Place], None]] = {
    "prepare": step_prepare,
    "vectors": step_vectors,
    "lists": step_lists,
    "first": step_first,
    "texts": step_texts,
    "joint": step_joint,
    "assemble": step_assemble,
    "evaluate": step_evaluate,
}


def _train(place: Place, config: str, paths: dict[str, str]) -> None:
    """Run spaCy's training loop on one config; `paths` are files and folders of the build."""
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train
    from spacy.util import load_config

    overrides = {f"paths.{key}": str(place.build / name) for key, name in paths.items()} | {"system.seed": SEED}
    settings = load_config(HERE / "configs" / f"{config}.cfg", overrides=overrides, interpolate=False)
    out = place.build / config
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    train(init_nlp(settings), out, stdout=sys.stdout, stderr=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the steps that are not done yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ud/, ner/ and raw/")
    parser.add_argument("--build", type=Path, default=HERE / "build", help="folder for what is in between")
    parser.add_argument("--model", type=Path, default=ROOT / "kg" / "models" / "fr", help="where the model goes")
    parser.add_argument("--from", dest="first", choices=STEPS, help="run this step and those after it again")
    options = parser.parse_args(arguments)

    from thinc.api import NumpyOps, set_current_ops

    import kg.language.names  # noqa: F401 - the component `kg_names`

    place = Place(options.corpora, options.build, options.model)
    place.build.mkdir(parents=True, exist_ok=True)
    set_current_ops(NumpyOps(use_blis=False))  # BLIS takes twice as long
    again = False
    for name, step in STEPS.items():
        again = again or name == options.first
        if place.done(name).exists() and not again:
            continue
        print(f"== {name}", flush=True)
        step(place)
        place.done(name).touch()
        again = True


if __name__ == "__main__":
    main()
