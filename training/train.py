"""Train the French model of `kg`, from a folder of corpora to the packaged pipeline.

Steps run in order and leave their result in the build folder; a step whose result is there is not run again.

    python training/train.py --corpora ../shared/corpora
    python training/train.py --corpora ../shared/corpora --from round1
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE / "scripts")]
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

SEED = 1
#: Seeds of the parsers that vote on the trees of our texts with the one that is trained.
PEERS = (2, 3)
DATA = HERE / "data"
FIRST_PARTS = ("sequoia", "gsd", "pud")
PARTS = (*FIRST_PARTS, "fqb")
#: Steps and learning rate of each round of the joint training.
ROUNDS = ((1900, 0.0015), (1300, 0.0012), (800, 0.001), (700, 0.0012), (1000, 0.0012))
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
    steps: int | None = None

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
    _train(place, "first", paths, out="first")


def step_peers(place: Place) -> None:
    """Train two more first parsers from other seeds; together they know better what a text's trees are."""
    paths = {"train": "trees.spacy", "dev": "trees-dev.spacy", "base": "base", "vectors": "vectors"}
    for seed in PEERS:
        if not (place.build / f"peer{seed}" / "model-last").exists():
            _train(place, "first", paths, out=f"peer{seed}", seed=seed)


def step_widen(place: Place) -> None:
    """Make room for the hints in the first parser."""
    import widen

    widen.widen(place.build / "first" / "model-best", place.build / "start")


def step_round(number: int, place: Place) -> None:
    """Train tags, trees and names together for one round, on texts varied and labelled anew.

    The first round starts from the first parser, the next two from the round before, the others from a mean.
    """
    import prepare
    import spacy
    import tokens

    steps, rate = ROUNDS[number - 1]
    start = "start" if number == 1 else f"round{number - 1}/model-last"
    if number > 3:
        start = f"mean{number - 1}"
        _mean(place, number - 1)
    folders = [start, *(f"peer{seed}/model-best" for seed in PEERS)]
    teachers = [spacy.load(place.build / folder, exclude=["ner"]) for folder in folders]
    prepare.prepare_joint(
        tokens.blank_french(), place.corpora, DATA, place.build, parts=PARTS, seed=number, teachers=teachers
    )
    paths = {"train": "joint.spacy", "dev": "joint-dev.spacy", "start": start, "hints": "hints"}
    _train(place, "joint", paths, out=f"round{number}", steps=steps, rate=rate, names=start if number > 1 else None)


def step_mean(place: Place) -> None:
    """Average the last two rounds."""
    _mean(place, len(ROUNDS))


def _mean(place: Place, number: int) -> None:
    """Write the mean of a round and the one before."""
    import mean

    rounds = [place.build / f"round{last}" / "model-last" for last in (number - 1, number)]
    mean.mean(rounds, place.build / f"mean{number}")


def step_assemble(place: Place) -> None:
    """Add the lemmas and write the model."""
    import assemble

    last = place.build / f"mean{len(ROUNDS)}"
    assemble.assemble(place.corpora, last, place.model, parts=FIRST_PARTS)


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
    "peers": step_peers,
    "widen": step_widen,
    **{f"round{number}": partial(step_round, number) for number in range(1, len(ROUNDS) + 1)},
    "mean": step_mean,
    "assemble": step_assemble,
    "evaluate": step_evaluate,
}


def _train(
    place: Place,
    config: str,
    paths: dict[str, str],
    *,
    out: str,
    steps: int | None = None,
    rate: float | None = None,
    names: str | None = None,
    seed: int = SEED,
) -> None:
    """Run spaCy's training loop on one config; `paths` are files and folders of the build, `names` whose NER goes on."""
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train
    from spacy.util import load_config

    overrides = {f"paths.{key}": str(place.build / name) for key, name in paths.items()} | {"system.seed": seed}
    settings = load_config(HERE / "configs" / f"{config}.cfg", overrides=overrides, interpolate=False)
    training = settings["training"]
    if steps is not None:
        training["max_steps"] = steps
    if rate is not None:
        training["optimizer"]["learn_rate"]["initial_rate"] = rate
    if place.steps is not None:
        training |= {"max_steps": place.steps, "eval_frequency": place.steps}
    if names is not None:
        settings["components"]["ner"] = {"source": str(place.build / names)}
    shutil.rmtree(place.build / out, ignore_errors=True)
    (place.build / out).mkdir()
    train(init_nlp(settings), place.build / out, stdout=sys.stdout, stderr=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the steps that are not done yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ud/, ner/ and raw/")
    parser.add_argument("--build", type=Path, default=HERE / "build", help="folder for what is in between")
    parser.add_argument("--model", type=Path, default=ROOT / "kg" / "models" / "fr", help="where the model goes")
    parser.add_argument("--from", dest="first", choices=STEPS, help="run this step and those after it again")
    parser.add_argument("--steps", type=int, help="end each training after so many steps, to try the recipe")
    options = parser.parse_args(arguments)

    from thinc.api import NumpyOps, set_current_ops

    import kg.language.names  # noqa: F401 - the component `kg_names`

    place = Place(options.corpora, options.build, options.model, options.steps)
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
