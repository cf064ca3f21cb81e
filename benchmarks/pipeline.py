"""How fast the embedded pipeline reads, beside spaCy's default CPU configuration of the same components.

    python benchmarks/pipeline.py                 # about two minutes
    python benchmarks/pipeline.py --model fr_core_news_md

The default pipeline (`spacy init config --lang fr --pipeline morphologizer,parser,ner`, our lemmatizer) first learns
from what ours says of half of the training texts, so that its decisions are those of a trained parser. Then both
read the other half in turn, on one core, in one process, with the same matrix product.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from spacy.util import load_model_from_config

from kg.language.pipeline import BATCH, load_pipeline
from kg.language.score import normalize

TEXTS = Path(__file__).resolve().parents[1] / "training" / "data"
PIPES = ["morphologizer", "parser", "ner"]
PASSAGES = 4
WORDS_A_BATCH = 1000


def read_texts() -> list[str]:
    """Return the written press passages as paragraphs of a few passages, names unmarked."""
    passages = []
    for path in sorted(TEXTS.glob("press_*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                parts = line.replace("]", "[").split("[")
                passages.append(normalize("".join(part.rpartition("|")[0] or part for part in parts)))
    return [" ".join(passages[start : start + PASSAGES]) for start in range(0, len(passages), PASSAGES)]


def default_pipeline(ours: Language, texts: list[str], epochs: int) -> Language:
    """Return spaCy's default CPU pipeline, taught by ours."""
    config = init_config(lang="fr", pipeline=PIPES, optimize="efficiency", gpu=False)
    nlp = load_model_from_config(config, auto_fill=True)
    taught = list(ours.pipe(texts, batch_size=BATCH))
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in taught]
    optimizer = nlp.initialize(lambda: examples)
    chance = random.Random(0)
    for _ in range(epochs):
        chance.shuffle(examples)
        for batch in minibatch_by_words(examples, WORDS_A_BATCH):
            nlp.update(list(batch), sgd=optimizer)
    if "lemmatizer" in ours.pipe_names:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nlp.add_pipe("lemmatizer", source=ours)
    return nlp


def words_a_second(nlp: Language, texts: list[str]) -> float:
    """Return the speed of one pass, in processor time."""
    start = time.process_time()
    words = sum(len(doc.text.split()) for doc in nlp.pipe(texts, batch_size=BATCH))
    return words / (time.process_time() - start)


def main() -> None:
    """Print both speeds and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="another pipeline than the embedded one")
    parser.add_argument("--epochs", type=int, default=3, help="how long the default pipeline learns (3)")
    parser.add_argument("--rounds", type=int, default=5, help="passes of each (5)")
    options = parser.parse_args()
    started = time.perf_counter()
    ours = load_pipeline(options.model)
    print(f"loaded in {time.perf_counter() - started:.2f} s: {', '.join(ours.pipe_names)}")
    texts = read_texts()
    default = default_pipeline(ours, texts[::2], options.epochs)
    rounds = []
    for number in range(options.rounds + 1):
        pair = words_a_second(ours, texts[1::2]), words_a_second(default, texts[1::2])
        if number:  # the first pass only warms up
            rounds.append(pair)
            print(f"ours {pair[0]:7.0f} words/s   default {pair[1]:7.0f} words/s   ratio {pair[0] / pair[1]:.2f}")
    print(f"median ratio {statistics.median(ours / theirs for ours, theirs in rounds):.2f}")


if __name__ == "__main__":
    main()
