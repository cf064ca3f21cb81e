"""Train the French model of `kg`, from a folder of corpora to the packaged pipeline.

Steps run in order and leave their result in the build folder; a step whose result is there is not run again.

    python training/train.py --corpora ../shared/corpora
    python training/train.py --corpora ../shared/corpora --from names
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
PARTS = ("sequoia", "gsd", "pud")
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
    """Write the tokenizer and the binary corpora."""
    import prepare
    import tokens

    nlp = tokens.blank_french()
    nlp.to_disk(place.build / "base")
    prepare.prepare_trees(nlp, place.corpora, place.build, parts=PARTS, seed=SEED)
    prepare.prepare_names(nlp, place.corpora, HERE / "data", place.build, seed=SEED)


def step_vectors(place: Place) -> None:
    """Train the word vectors on raw text."""
    import vectors

    vectors.train_vectors(place.corpora, HERE / "data", place.build)


def step_syntax(place: Place) -> None:
    """Train the tagger and the parser."""
    _train(place, "syntax", "trees")


def step_names(place: Place) -> None:
    """Train the entity recogniser."""
    _train(place, "names", "names")


def step_assemble(place: Place) -> None:
    """Put the components together and write the model."""
    import assemble

    assemble.assemble(place.corpora, place.build, place.model, parts=PARTS)


def step_evaluate(place: Place) -> None:
    """Score the model and write the scores into its `meta.json`."""
    import assemble
    import spacy

    from kg.language.score import score

    nlp = spacy.load(place.model)
    scores = {Path(name).name: score(nlp, place.corpora / name) for name in TESTS}
    assemble.write_scores(place.model, scores)
    print(json.dumps(scores, indent=2))


STEPS: dict[str, Callable[[Place], None]] = {
    "prepare": step_prepare,
    "vectors": step_vectors,
    "syntax": step_syntax,
    "names": step_names,
    "assemble": step_assemble,
    "evaluate": step_evaluate,
}


def _train(place: Place, config: str, kind: str) -> None:
    """Run spaCy's training loop on one config, with NumPy's matrix product (BLIS takes half as long again)."""
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train
    from spacy.util import load_config
    from thinc.api import NumpyOps, set_current_ops

    set_current_ops(NumpyOps(use_blis=False))
    overrides = {
        "paths.train": str(place.build / f"{kind}.spacy"),
        "paths.dev": str(place.build / f"{kind}-dev.spacy"),
        "paths.base": str(place.build / "base"),
        "paths.vectors": str(place.build / "vectors"),
        "system.seed": SEED,
    }
    settings = load_config(HERE / "configs" / f"{config}.cfg", overrides=overrides, interpolate=False)
    out = place.build / config
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
    place = Place(options.corpora, options.build, options.model)
    place.build.mkdir(parents=True, exist_ok=True)
    again = False
    for name, step in STEPS.items():
        again = again or name == options.first
        if place.done(name).exists() and not again:
            continue
        if name in ("syntax", "names"):
            shutil.rmtree(place.build / name, ignore_errors=True)
        print(f"== {name}", flush=True)
        step(place)
        place.done(name).touch()
        again = True


if __name__ == "__main__":
    main()
