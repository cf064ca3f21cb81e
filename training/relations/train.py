"""Train the relation scorer of `kg` on passages and articles whose statements are listed.

Holds out a register of passages, a file of articles and some of wordings in turn to calibrate and report, then trains on all.

    python training/relations/train.py
    python training/relations/train.py --corpora ../shared/corpora
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(HERE), str(HERE.parent / "scripts")]
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

import numpy as np  # noqa: E402
from fit import calibrated, fit, log_odds  # noqa: E402
from passages import (  # noqa: E402
    Key,
    Passage,
    Reading,
    read_articles,
    read_names,
    read_off,
    read_passages,
    with_names,
)

from kg.evaluate import Score, read_gold, score  # noqa: E402
from kg.extract.extractor import Extractor  # noqa: E402
from kg.extract.scorer import HEARD, Scorer  # noqa: E402
from kg.extract.weights import Weights  # noqa: E402
from kg.language.pipeline import annotate, load_pipeline  # noqa: E402
from kg.ontology import load_ontology  # noqa: E402
from kg.records import MIN_CONFIDENCE  # noqa: E402
from kg.resources import weights_file  # noqa: E402

SEED = 1
KINDS = ("passages", "articles", "wordings")
#: The best F1 is looked for among thresholds that keep this precision on held-out articles; the passages tell less,
#: as the lexicon was gathered from them.
PRECISION = 0.7
GRID = [i / 20 for i in range(6, 20)]
Calibration = tuple[tuple[float, float], tuple[float, float]]


@dataclass
class Found:
    """A triple that somebody found: the scorer's log odds, a rule's confidence, whether it is right."""

    odds: float | None
    rule: float | None
    right: bool

    def confidence(self, calibration: Calibration) -> float:
        """Return the confidence that the extractor would give it."""
        if self.odds is None:
            return self.rule or 0.0
        slope, offset = calibration[self.rule is not None]
        told = float(1 / (1 + np.exp(-(slope * self.odds + offset))))
        return told if self.rule is None else (self.rule * told**HEARD) ** (1 / (1 + HEARD))


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, help="folder with statements/ and ner/; else the committed copies")
    parser.add_argument("--model", type=Path, help="French pipeline (default: the embedded one)")
    parser.add_argument("--out", type=Path, default=weights_file())
    parser.add_argument("--gold", type=Path, nargs="*", default=(), help="gold files to report on (never trained on)")
    parser.add_argument("--quick", action="store_true", help="hold out two registers only")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    corpora = options.corpora or ROOT / "training" / "data"
    nlp = load_pipeline(options.model)
    extractor = Extractor(load_ontology(), min_confidence=MIN_CONFIDENCE)
    extractor.scorer = None
    passages = read_passages(corpora / "statements", nlp)
    articles, wordings = (read_articles(ROOT / "training" / "data" / name, nlp) for name in ("articles", "wordings"))
    kinds = {name: kind for kind, texts in zip(KINDS, (passages, articles, wordings), strict=True) for name in texts}
    folds = [
        (*pair, *list(wordings)[i :: len(articles)]) for i, pair in enumerate(zip(passages, articles, strict=True))
    ]
    registers = passages | articles | wordings
    unlabelled = read_off(read_names(_name_files(corpora), nlp), extractor, given=True)
    readings = {
        (name, given): read_off(texts, extractor, given=given)
        for name, texts in registers.items()
        for given in (True, False)
    }
    relations = sorted({r for rs in readings.values() for x in rs for s in x.samples for r, *_ in s.relations})
    print(f"read in {time.perf_counter() - started:.0f} s", flush=True)

    found: dict[str, list[Found]] = {kind: [] for kind in KINDS}
    wanted: Counter[str] = Counter()
    held_out: dict[str, Weights] = {}
    for fold in folds[:: 3 if options.quick else 1]:
        weights = fit([rs for (name, _), rs in readings.items() if name not in fold], unlabelled, relations, seed=SEED)
        for name in fold:
            kind = kinds[name]
            held_out[name] = weights
            found[kind] += _found(readings[name, False], weights)
            wanted[kind] += sum(not optional for r in readings[name, False] for optional in r.wanted.values())
        print(f"held out {' and '.join(fold)}, {time.perf_counter() - started:.0f} s", flush=True)
    calibration = _calibration([f for kind in KINDS for f in found[kind]])
    threshold = _threshold(found["articles"], wanted["articles"], calibration)
    print(f"calibration {calibration}, threshold {threshold}")
    for kind in found:
        print(kind, end=", ")
        _report_alone(found[kind], wanted[kind], calibration)

    total = {f"{kind}: {who}": Score() for kind in found for who in ("rules", "rules and scorer")}
    for name, weights in held_out.items():
        kind = kinds[name]
        calibrated_weights = replace(weights, calibration=calibration, threshold=threshold)
        _report(name, registers[name], extractor, calibrated_weights, total, kind)
    for who, s in total.items():
        print(_line(f"all held out, {who}", s))

    weights = fit(list(readings.values()), unlabelled, relations, seed=SEED)
    weights = replace(weights, calibration=calibration, threshold=threshold)
    weights.save(options.out)
    print(
        f"{options.out}: {options.out.stat().st_size / 1e6:.2f} MB, {len(weights.features)} features, {time.perf_counter() - started:.0f} s"
    )
    for file in options.gold:
        gold = list(read_gold(file))
        parsed = annotate([g.article for g in gold], nlp)
        read = [Passage(g, [], paragraphs=paragraphs) for g, (_, paragraphs) in zip(gold, parsed, strict=True)]
        _report(file.stem, read, extractor, weights, {})


def _name_files(corpora: Path) -> list[Path]:
    own = [*sorted((corpora / "ner").glob("news_*.jsonl")), *sorted((ROOT / "training" / "data").glob("press_*.txt"))]
    treebanks = corpora / "ner" / "ud.jsonl"
    return [*own, treebanks] if treebanks.is_file() else own


# --- held out ---------------------------------------------------------------------------------
def _found(readings: Sequence[Reading], weights: Weights) -> list[Found]:
    odds = log_odds(readings, weights)
    scored: dict[int, set[Key]] = defaultdict(set)
    for number, key in odds:
        scored[number].add(key)
    found: list[Found] = []
    for number, reading in enumerate(readings):
        keys = scored[number] | set(reading.by_rule)
        judged = [k for k in sorted(keys) if not reading.wanted.get(k, False)]  # optional ones do not count
        found += [Found(odds.get((number, k)), reading.by_rule.get(k), k in reading.wanted) for k in judged]
    return found


def _calibration(found: Sequence[Found]) -> Calibration:
    fitted = []
    for by_rule in (False, True):
        chosen = [f for f in found if f.odds is not None and (f.rule is not None) == by_rule]
        fitted.append(calibrated(np.array([f.odds for f in chosen]), np.array([f.right for f in chosen], float)))
    return fitted[0], fitted[1]


def _threshold(found: Sequence[Found], wanted: int, calibration: Calibration) -> float:
    """Confidence above which the scorer may speak alone: best F1 of the whole at the precision asked for."""
    scored = [(f.confidence(calibration), f) for f in found]
    best = (0.0, GRID[-1])
    for t in GRID:
        kept = [f.right for p, f in scored if p >= (t if f.rule is None else MIN_CONFIDENCE)]
        tp = sum(kept)
        if kept and tp / len(kept) >= PRECISION:
            best = max(best, (2 * tp / (len(kept) + wanted), t))
    return best[1]


def _report_alone(found: Sequence[Found], wanted: int, calibration: Calibration) -> None:
    """The scorer alone, without what only a rule says, and either, at several thresholds."""
    print("held out, predicted names")
    scored = [(f.confidence(calibration), f) for f in found]
    print(
        f"  rules                             {_prf([f.right for _, f in scored if (f.rule or 0) >= MIN_CONFIDENCE], wanted)}"
    )
    for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        alone = [f.right for p, f in scored if p >= t and f.odds is not None]
        union = [f.right for p, f in scored if (p >= t and f.odds is not None) or (f.rule or 0) >= MIN_CONFIDENCE]
        both = [f.right for p, f in scored if p >= (t if f.rule is None else MIN_CONFIDENCE)]
        print(
            f"  {t:.1f} scorer {_prf(alone, wanted)}   union {_prf(union, wanted)}   rules weighed {_prf(both, wanted)}"
        )


def _prf(right: Sequence[bool], wanted: int) -> str:
    p, r = sum(right) / max(1, len(right)), sum(right) / wanted
    return f"P {p:.3f} R {r:.3f} F {2 * p * r / max(p + r, 1e-9):.3f}"


def _report(
    name: str,
    passages: Sequence[Passage],
    extractor: Extractor,
    weights: Weights,
    total: dict[str, Score],
    kind: str = "",
) -> None:
    """Score the whole extractor without and with the scorer."""
    for who, scorer in (("rules", None), ("rules and scorer", Scorer(extractor.lexicon, weights))):
        extractor.scorer = scorer
        extractions = []
        for passage in passages:
            with_names(passage, given=False)
            extractions.append((passage.gold, extractor(passage.gold.article, passage.paragraphs)))
        s = score(extractions, extractor.ontology)
        print(_line(f"{name}: {who}", s), flush=True)
        if kind:
            t = total[f"{kind}: {who}"]
            t.tp, t.fp, t.fn = t.tp + s.tp, t.fp + s.fp, t.fn + s.fn
            t.factuality = t.factuality[0] + s.factuality[0], t.factuality[1] + s.factuality[1]
    extractor.scorer = None


def _line(name: str, s: Score) -> str:
    fact = f"factuality {s.factuality[0]}/{s.factuality[1]}"
    return f"{name:36} P {s.precision:.3f} R {s.recall:.3f} F {s.f1:.3f}   {fact}"


if __name__ == "__main__":
    main()
