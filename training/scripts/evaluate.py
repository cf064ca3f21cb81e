"""Print the scores of a pipeline on treebanks and named texts.

python training/scripts/evaluate.py kg/models/fr corpora/ud/fr_sequoia-ud-test.conllu corpora/ner/wikinews.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import spacy

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kg.language.score import read_conllu, score


def main(arguments: Sequence[str] | None = None) -> None:
    """Score a model on files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="name or folder of a spaCy pipeline")
    parser.add_argument("files", nargs="+", type=Path, help=".conllu treebanks, .jsonl files of names")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--speed", action="store_true", help="print words a second on the first treebank too")
    options = parser.parse_args(arguments)
    nlp = spacy.load(options.model)
    scores = {path.name: score(nlp, path) for path in options.files}
    if options.json:
        print(json.dumps(scores, indent=2))
    else:
        for name, found in scores.items():
            print(name)
            print("\n".join(f"  {key:16} {100 * value:6.2f}" for key, value in found.items()))
    if options.speed:
        texts = [doc.text for doc in read_conllu(options.files[0], nlp.vocab)]
        start = time.perf_counter()
        words = sum(len(doc) for doc in nlp.pipe(texts))
        print(f"{words / (time.perf_counter() - start):.0f} words/s")


if __name__ == "__main__":
    main()
