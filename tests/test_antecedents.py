"""What nominals are weighed by, and what happens when nothing was learnt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from docs import Reading, shipped
from kg.extract import coreference
from kg.extract.clusters import Cluster
from kg.extract.coreference import link
from kg.extract.mentions import Found
from kg.extract.ranking import Ranking, load_rankings, save_rankings

TEXT = "Renault rachète Verkor. Le groupe investit dans Ampere."
NAMES = ("renault", "verkor", "ampere")


class Recorder:
    """Keeps the features that a judge is asked about, and chooses the nth candidate."""

    def __init__(self, choice: int | None = None) -> None:
        self.choice = choice
        self.nobody: Sequence[str] = ()
        self.rows: Sequence[Sequence[str]] = ()
        self.names: list[str] = []

    def __call__(
        self, mention: Found, candidates: Sequence[Cluster], nobody: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> list[float]:
        self.nobody, self.rows, self.names = nobody, rows, [c.name for c in candidates]
        return [float(n == self.choice) for n in range(len(candidates))]


def judged(text: str, recorder: Recorder) -> list[str]:
    """Names of what nominals mean, by a recorder."""
    reading = Reading(text)
    links = link(reading.mentions, reading._parsed, shipped(), judge=recorder)
    return [c.name for c in links.clusters for m, _ in c.mentions if m.kind == "nominal"]


def test_no_name_is_a_feature() -> None:
    recorder = Recorder()
    judged(TEXT, recorder)
    assert recorder.names == ["Renault", "Verkor"]
    seen = " ".join(f for row in (recorder.nobody, *recorder.rows) for f in row).lower()
    assert "noun groupe Company".lower() in seen
    assert not any(name in seen for name in NAMES)


def test_no_name_was_learnt() -> None:
    rankings = load_rankings()
    assert set(rankings) == {"nominals", "pronouns"}
    learnt = {word for ranking in rankings.values() for feature in ranking.weights for word in feature.split()}
    assert not learnt & {"Renault", "Microsoft", "France", "Emmanuel", "Macron"}


def test_the_same_twice() -> None:
    first, second = Recorder(), Recorder()
    judged(TEXT, first)
    judged(TEXT, second)
    assert (first.nobody, first.rows) == (second.nobody, second.rows)


@pytest.mark.parametrize(("choice", "meant"), [(0, ["Renault"]), (1, ["Verkor"]), (None, [])])
def test_the_judge_decides(choice: int | None, meant: list[str]) -> None:
    assert judged(TEXT, Recorder(choice)) == meant


def test_two_arguments_of_one_verb_are_never_asked_about() -> None:
    recorder = Recorder(0)
    assert judged("Renault attaque la société.", recorder) == []
    assert recorder.names == []


def test_nothing_learnt_links_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coreference, "load_rankings", dict)
    assert Reading(TEXT).who("groupe") == []
    assert Reading("Paul Martin dirige Verkor. Il vit à Lyon.").who("Il") == []


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    save_rankings({"pronouns": Ranking({"near": 1.25, "far": -0.5, "nothing": 0.001}, 0.4)}, path)
    assert load_rankings(path) == {"pronouns": Ranking({"near": 1.25, "far": -0.5}, 0.4)}
