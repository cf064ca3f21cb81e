"""Learn whom nominals and pronouns mean.

Of nominals: from articles that list, for each entity, the other ways in which the text names it. Of pronouns and
possessives: from `training/data/coreference/reprises.tsv`, which says of each what it means.

Holds out each file in turn to choose the threshold and report, then trains on all.

    python training/coreference/train.py
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "training" / "scripts")]
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

import numpy as np  # noqa: E402
import scipy.sparse as sparse  # noqa: E402
from annotated import Annotated, read_annotated  # noqa: E402
from scipy.optimize import minimize  # noqa: E402

from kg.evaluate import plain  # noqa: E402
from kg.extract.clusters import Cluster  # noqa: E402
from kg.extract.coreference import link  # noqa: E402
from kg.extract.lexicon import Lexicon  # noqa: E402
from kg.extract.mentions import Found, find_mentions  # noqa: E402
from kg.extract.options import Option  # noqa: E402
from kg.extract.parsed import Parsed  # noqa: E402
from kg.extract.posts import weigh_frames, weigh_origins, weigh_posts  # noqa: E402
from kg.extract.ranking import Ranking, save_rankings  # noqa: E402
from kg.extract.types import Typer  # noqa: E402
from kg.language.pipeline import Paragraph, annotate, load_pipeline  # noqa: E402
from kg.language.tree import Tree, Word  # noqa: E402
from kg.ontology import Ontology, load_ontology  # noqa: E402
from kg.records import Article  # noqa: E402
from kg.resources import coreference_file  # noqa: E402

#: Features seen less often are left out.
LEAST = 3
PENALTY = 3.0
ITERATIONS = 150
#: The lists are not complete: what is said to mean nobody, and the others' weights give somebody with this
#: probability, is not learnt from.
DOUBT = 0.5
#: Wanted of links; of those that no list names, this share is right (45 were read).
PRECISION = 0.76
UNLISTED = 0.6
GRID = [i / 20 for i in range(4, 19)]


@dataclass
class Sample:
    """A nominal: features of « nobody » and of each candidate, which candidates are right, whether it is listed."""

    file: str
    nobody: list[str]
    rows: list[list[str]]
    right: list[int]
    listed: bool
    known: bool
    #: Rows of common nouns, last of all: where nobody named is meant, they are as right as « nobody ».
    nouns: int = 0

    @property
    def named(self) -> int:
        """Number of rows of what is named."""
        return len(self.rows) - self.nouns


class Teacher:
    """Stands where the weights stand in the linker: says who is meant, and keeps what it was asked."""

    def __init__(self, file: str, article: Annotated, listed: dict[tuple[int, int], str], ontology: Ontology) -> None:
        self.file = file
        self.listed = listed
        self._ontology = ontology
        self.samples: list[Sample] = []
        self.met: set[tuple[int, int]] = set()
        self._heads: set[str] = set()
        self._entity = _entities(article)

    def expect(self, heads: Iterator[Word]) -> None:
        """Nouns of listed nominals; where one stands without its modifiers, the list may mean it too."""
        self._heads = {w.lemma for w in heads}

    def __call__(
        self, mention: Found, candidates: Sequence[Cluster], nobody: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> list[float]:
        at = (mention.paragraph, mention.head.i)
        self.met.add(at)
        wanted = self.listed.get(at)
        who = [_whom(c, self._entity) for c in candidates]
        right = [n for n, name in enumerate(who) if wanted and name == wanted]
        # what is found and not annotated, as terms are, may well be meant
        strange = any(
            not name and c.type(self._ontology) in mention.types for c, name in zip(candidates, who, strict=True)
        )
        known = wanted is not None or (mention.head.lemma not in self._heads and not strange)
        self.samples.append(Sample(self.file, list(nobody), [list(r) for r in rows], right, wanted is not None, known))
        return [float(n == right[-1]) if right else 0.0 for n in range(len(candidates))]


class PronounTeacher:
    """Says whom pronouns mean, and keeps what it was asked.

    `meant` has, by paragraph and word, the names of the entities that each pronoun means, if any.
    """

    def __init__(self, file: str, article: Annotated, meant: dict[tuple[int, int], frozenset[str]]) -> None:
        self.file = file
        self.meant = meant
        self.samples: list[Sample] = []
        self.met: set[tuple[int, int]] = set()
        self._entity = _entities(article)

    def __call__(
        self,
        mention: Found,
        options: Sequence[Option],
        nobody: Sequence[str],
        rows: Sequence[Sequence[str]],
        others: Sequence[Sequence[str]],
    ) -> list[float]:
        wanted = self.meant.get((mention.paragraph, mention.head.i))
        if wanted is None:
            return [0.0] * len(options)
        self.met.add((mention.paragraph, mention.head.i))
        who = [frozenset(_whom(c, self._entity) for c in option.clusters) for option in options]
        right = [n for n, names in enumerate(who) if wanted and names == wanted]
        known = bool(right) or not wanted
        every = [list(r) for r in (*rows, *others)]
        self.samples.append(Sample(self.file, list(nobody), every, right, bool(wanted), known, len(others)))
        return [float(n == right[-1]) if right else 0.0 for n in range(len(options))]


def _entities(article: Annotated) -> dict[str, str]:
    return {plain(n): e["name"] for e in article.entities for n in (e["name"], *e["aliases"])}


def _whom(cluster: Cluster, entity: dict[str, str]) -> str:
    return next((entity[plain(n)] for n in (cluster.name, *cluster.names) if plain(n) in entity), "")


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "training" / "data", help="with articles/ and coreference/")
    parser.add_argument("--model", type=Path, help="French pipeline (default: the embedded one)")
    parser.add_argument("--out", type=Path, default=coreference_file())
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    files = [f for part in ("articles", "coreference") for f in sorted((options.data / part).glob("*.txt"))]
    heard = read_samples(files, read_meant(options.data / "coreference" / "reprises.tsv"), options.model)
    listed = sum(s.listed for s in heard.nominals) + heard.unseen
    print(f"{len(heard.nominals)} nominals, {listed} of them listed, {time.perf_counter() - started:.0f} s", flush=True)
    rankings = {"nominals": learn_nominals(heard.nominals, listed)}
    meant = sum(s.listed for s in heard.pronouns)
    print(f"{len(heard.pronouns)} pronouns and possessives, {meant} of them of something named")
    rankings["pronouns"] = learn_pronouns(heard.pronouns, meant)
    save_rankings(rankings, options.out)
    size = options.out.stat().st_size / 1e6
    print(f"{options.out}: {size:.2f} MB, {time.perf_counter() - started:.0f} s")


def learn_nominals(samples: Sequence[Sample], listed: int) -> Ranking:
    """Fit twice: what the first weights, held out, take for somebody against the list is not learnt from."""
    doubts = [max(c, default=0.0) for c in across(samples)]
    threshold = _report(samples, across(samples, doubts), listed, unlisted=UNLISTED)
    return Ranking(fit(_trusted(samples, doubts)), threshold)


def learn_pronouns(samples: Sequence[Sample], meant: int) -> Ranking:
    """Fit once: of each pronoun it is known what it means."""
    threshold = _report(samples, across(samples), meant, unlisted=0.0)
    return Ranking(fit([s for s in samples if s.known]), threshold)


# --- reading ----------------------------------------------------------------------------------
@dataclass
class Heard:
    """What the linker asked about, names being given; `unseen` listed nominals it does not meet."""

    nominals: list[Sample]
    pronouns: list[Sample]
    unseen: int = 0


def read_meant(path: Path) -> dict[str, dict[int, frozenset[str]]]:
    """By article, place of a pronoun in its text → the entities that it means."""
    found: dict[str, dict[int, frozenset[str]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            names = frozenset(row["means"].split(" ; ")) - {""}
            found.setdefault(row["article"], {})[int(row["place"])] = names
    return found


def read_samples(files: Sequence[Path], meant: dict[str, dict[int, frozenset[str]]], model: Path | None) -> Heard:
    """Nominals and pronouns of articles as the linker meets them."""
    nlp, ontology = load_pipeline(model), load_ontology()
    lexicon, typer = Lexicon(ontology), Typer(ontology)
    heard = Heard([], [])
    for file in files:
        articles = list(read_annotated(file))
        parsed = annotate([Article(a.id, a.text, date=a.date) for a in articles], nlp)
        for article, (_, paragraphs) in zip(articles, parsed, strict=True):
            _give_names(article, paragraphs)
            trees = [Parsed(Tree(p.doc, p.start), lexicon) for p in paragraphs]
            _read(file.stem, article, trees, meant.get(article.id, {}), heard, ontology, typer)
    return heard


def _read(
    file: str,
    article: Annotated,
    paragraphs: Sequence[Parsed],
    meant: dict[int, frozenset[str]],
    heard: Heard,
    ontology: Ontology,
    typer: Typer,
) -> None:
    roots = dict(_listed(article, paragraphs))
    teacher = Teacher(file, article, {at: name for at, (name, _) in roots.items()}, ontology)
    teacher.expect(word for _, word in roots.values())
    places = {p.tree.start + word.idx: (n, word.i) for n, p in enumerate(paragraphs) for word in p.tree}
    lost = meant.keys() - places.keys()
    if lost:
        raise ValueError(f"{article.id}: no word begins at {min(lost)}; mend reprises.tsv, whose places are characters")
    pronouns = PronounTeacher(file, article, {places[at]: names for at, names in meant.items()})
    mentions = find_mentions(paragraphs, ontology, typer)
    weigh_posts(mentions, paragraphs, ontology)
    weigh_origins(mentions, paragraphs)
    weigh_frames(mentions, paragraphs, ontology)
    links = link(mentions, paragraphs, ontology, judge=teacher, chooser=pronouns)
    asked = sum(s.listed for s in teacher.samples)
    beside = sum(at in links.at and at not in teacher.met for at in roots)
    heard.nominals += teacher.samples
    heard.pronouns += pronouns.samples
    heard.unseen += len(roots) - asked - beside


def _give_names(article: Annotated, paragraphs: Sequence[Paragraph]) -> None:
    for paragraph in paragraphs:
        spans: list[Any] = []
        for start, end, label in article.names:
            if paragraph.start <= start and end <= paragraph.start + len(paragraph.doc.text):
                at = start - paragraph.start, end - paragraph.start
                span = paragraph.doc.char_span(*at, label=label, alignment_mode="expand")
                if span is not None and (not spans or span.start >= spans[-1].end):
                    spans.append(span)
        paragraph.doc.ents = spans


def _listed(article: Annotated, paragraphs: Sequence[Parsed]) -> Iterator[tuple[tuple[int, int], tuple[str, Word]]]:
    """(paragraph, word) of each listed nominal's head → the entity's name; longer ones last, which win."""
    aliases = [(a, e["name"]) for e in article.entities for a in e["aliases"] if a[:1].islower()]
    names = [(s, e) for s, e, _ in article.names]
    for alias, name in sorted(aliases, key=lambda item: len(item[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", article.text, re.IGNORECASE):
            if any(s < match.end() and e > match.start() and plain(article.text[s:e]) == plain(name) for s, e in names):
                continue  # « la banque Barclays » is the name's
            for p, paragraph in enumerate(paragraphs):
                tree = paragraph.tree
                start, end = match.start() - tree.start, match.end() - tree.start
                if start >= 0 and end <= len(tree.text):
                    stretch = tree.char_span(start, end)
                    if stretch.start < stretch.end:
                        yield (p, stretch.root.i), (name, stretch.root)


# --- weights ----------------------------------------------------------------------------------
def across(samples: Sequence[Sample], doubts: Sequence[float] | None = None) -> list[list[float]]:
    """Probabilities of each sample's candidates by weights that saw nothing of its file."""
    found: list[list[float]] = [[] for _ in samples]
    for file in sorted({s.file for s in samples}):
        others = [n for n, s in enumerate(samples) if s.file != file]
        chosen = [samples[n] for n in others]
        weights = fit(_trusted(chosen, [doubts[n] for n in others] if doubts else [0.0] * len(others)))
        ranking = Ranking(weights, 0.5)
        for n, sample in enumerate(samples):
            if sample.file == file:
                found[n] = ranking.probabilities(sample.nobody, sample.rows)[: sample.named]
    return found


def _trusted(samples: Sequence[Sample], doubts: Sequence[float]) -> list[Sample]:
    return [s for s, d in zip(samples, doubts, strict=True) if s.known and (s.listed or d <= DOUBT)]


def fit(samples: Sequence[Sample], penalty: float = PENALTY) -> dict[str, float]:
    """Weights that make what is right likely: the entity, whichever of its candidates, or nobody."""
    counts = Counter(f for s in samples for row in (s.nobody, *s.rows) for f in row)
    ids = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= LEAST))}
    indices: list[int] = []
    ends, group, right = [0], [], []
    for number, sample in enumerate(samples):
        for n, row in enumerate((sample.nobody, *sample.rows)):
            indices += [ids[f] for f in row if f in ids]
            ends.append(len(indices))
            group.append(number)
            right.append(n - 1 in sample.right if sample.right else n == 0 or n > sample.named)
    matrix = sparse.csr_matrix((np.ones(len(indices)), indices, ends), (len(group), len(ids)))
    transposed = matrix.T.tocsr()
    groups, rights = np.array(group), np.array(right, float)
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = matrix @ weights
        parts = np.exp(odds - np.maximum.reduceat(odds, starts)[groups])
        total, good = np.add.reduceat(parts, starts), np.add.reduceat(parts * rights, starts) + 1e-300
        slope = transposed @ (parts / total[groups] - parts * rights / good[groups])
        value = float(np.log(total).sum() - np.log(good).sum()) + 0.5 * penalty * float(weights @ weights)
        return value, slope + penalty * weights

    start = np.zeros(len(ids))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS})
    return {f: float(found.x[i]) for f, i in ids.items()}


def _report(samples: Sequence[Sample], chances: Sequence[Sequence[float]], listed: int, *, unlisted: float) -> float:
    """Print precision and recall by threshold, held out; return the least threshold that is precise enough."""
    print("held out: threshold, listed ones right and wrong, unlisted ones linked, precision, recall of listed ones")
    chosen = GRID[-1]
    for threshold in reversed(GRID):
        right = wrong = others = 0
        for sample, chance in zip(samples, chances, strict=True):
            best = max(range(len(chance)), key=chance.__getitem__)
            if chance[best] < threshold or (unlisted and not sample.known):
                continue
            right += best in sample.right
            wrong += sample.listed and best not in sample.right
            others += not sample.listed
        linked = right + wrong + others
        precision = (right + unlisted * others) / max(1, linked)
        print(f"  {threshold:.2f} {right:5} {wrong:5} {others:5}   P {precision:.3f} R {right / listed:.3f}")
        if precision >= PRECISION:
            chosen = threshold
    print(f"threshold {chosen}")
    return chosen


if __name__ == "__main__":
    main()
