"""What was learnt of nominals and pronouns: weights of features; and which nouns can mean somebody or something named.

`training/coreference/train.py` writes `kg/models/coreference/weights.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from kg.language.demonyms import demonym
from kg.language.tree import Word
from kg.ontology import Ontology
from kg.resources import coreference_file

__all__ = ["Ranking", "classes_of", "load_rankings", "save_rankings"]

#: Ends of nouns that mean people, or bodies by what they do (« le volailler », « l'acquéreur »).
_AGENT = re.compile(
    r"(?:eur|euse|trice|iste|ien|ienne|ier|ière|ogue|ant|ante|aire|ée?|aine?|aise?|oise?|crate|graphe|ine?)$"
)
_AGENTS = ("Person", "Organization")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights of a softmax over antecedents.

    Parameters
    ----------
    weights : mapping of str to float
        Feature → weight.
    threshold : float
        Least probability of a link.

    Examples
    --------
    >>> ranking = Ranking({"near": 1.0, "nobody": 0.5}, threshold=0.5)
    >>> [round(p, 2) for p in ranking.probabilities(["nobody"], [["near"], ["far"]])]
    [0.51, 0.19]
    """

    weights: Mapping[str, float]
    threshold: float

    def probabilities(self, nobody: Iterable[str], rows: Iterable[Iterable[str]]) -> list[float]:
        """Probability of each row of features; what is missing to 1 is that of nobody named."""
        weight = self.weights.get
        odds = [sum(weight(f, 0.0) for f in row) for row in (nobody, *rows)]
        top = max(odds)
        parts = [exp(o - top) for o in odds]
        total = sum(parts)
        return [p / total for p in parts[1:]]

    def judge(
        self, _mention: object, _candidates: object, nobody: Iterable[str], rows: Iterable[Iterable[str]]
    ) -> list[float]:
        """Probabilities, as `kg.extract.antecedents.Judge` gives them."""
        return self.probabilities(nobody, rows)

    def choose(
        self,
        _mention: object,
        candidates: Sized,
        nobody: Iterable[str],
        rows: Iterable[Iterable[str]],
        others: Iterable[Iterable[str]],
    ) -> list[float]:
        """Probabilities, as `kg.extract.pronouns.Chooser` gives them: those of `others` are left out."""
        return self.probabilities(nobody, [*rows, *others])[: len(candidates)]


def save_rankings(rankings: Mapping[str, Ranking], path: Path) -> None:
    """Write as JSON, sorted; weights of next to nothing are left out."""
    content = {
        name: {
            "threshold": ranking.threshold,
            "weights": {f: round(w, 3) for f, w in sorted(ranking.weights.items()) if abs(w) >= 0.01},
        }
        for name, ranking in sorted(rankings.items())
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


@cache
def load_rankings(path: Path | None = None) -> Mapping[str, Ranking]:
    """Read what was learnt once: of "nominals" and of "pronouns"; where there is no such file, of nothing.

    Examples
    --------
    >>> load_rankings(Path("nowhere.json"))
    {}
    """
    file = path or coreference_file()
    if not file.is_file():
        return {}
    content = json.loads(file.read_text(encoding="utf-8"))
    return {name: Ranking(learnt["weights"], learnt["threshold"]) for name, learnt in content.items()}


def classes_of(noun: Word, ontology: Ontology) -> tuple[str, ...]:
    """Classes of what a noun can mean: by the ontology, by a demonym, by its ending."""
    known = ontology.classes_of_noun.get(noun.lemma)
    if known:
        return known
    is_agent = demonym(noun.lower_) is not None or _AGENT.search(noun.lemma)
    return _AGENTS if is_agent else ()
