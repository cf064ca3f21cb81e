"""Train subword vectors (floret) on raw French text, for spaCy's tok2vec.

Only hashed rows are kept: any word, seen or not, gets a vector from its character n-grams.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import tokens
from spacy.cli.init_pipeline import convert_vectors
from spacy.util import load_model

from kg.language.score import normalize

RAW = "raw/eltec_fra.txt.xz"
SCALE = 0.2
"""floret's values are large beside the other embeddings; scaled, the tagger learns faster."""


def train_vectors(corpora: Path, data: Path, out: Path) -> None:
    """Write `vectors`, a blank pipeline that holds floret vectors (one thread: the same run gives the same rows)."""
    import floret

    text = out / "raw.txt"
    _write_tokens(corpora, data, text)
    model = floret.train_unsupervised(
        str(text),
        model="cbow",
        mode="floret",
        dim=96,
        bucket=25_000,
        hashCount=2,
        minn=3,
        maxn=5,
        minCount=3,
        epoch=6,
        neg=8,
        lr=0.05,
        thread=1,
    )
    table = out / "vectors.floret"
    model.save_floret_vectors(str(table))
    nlp = tokens.blank_french()
    convert_vectors(nlp, table, truncate=-1, prune=-1, mode="floret")
    nlp.to_disk(out / "vectors")
    nlp = load_model(out / "vectors")
    nlp.vocab.vectors.data *= SCALE
    nlp.to_disk(out / "vectors")


def _write_tokens(corpora: Path, data: Path, path: Path) -> None:
    """Write the raw text, one paragraph a line, tokens apart by spaces."""
    nlp = tokens.blank_french()
    with path.open("w", encoding="utf-8") as out:
        for text in _texts(corpora, data):
            words = [token.text for token in nlp.make_doc(normalize(text)) if not token.is_space]
            if words:
                out.write(" ".join(words) + "\n")


def _texts(corpora: Path, data: Path) -> Iterator[str]:
    """Yield the paragraphs of the training texts and of the novels."""
    for path in [*sorted(data.rglob("*.jsonl")), corpora / "ner/ud.jsonl"]:
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)
    with lzma.open(corpora / RAW, "rt", encoding="utf-8") as novels:
        yield from (line.strip() for line in novels)
