"""Asking Wikidata: against a stand-in that speaks its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from wikidata_server import Server, wikidata_server

from docs import shipped
from kg.changes import WIKIDATA, add, decide_by
from kg.errors import WikidataError
from kg.graph.store import MemoryStore
from kg.identify import identify
from kg.records import Article, Entity, Extraction
from kg.wikidata import Wikidata


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def server() -> Iterator[Server]:
    with wikidata_server() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(server: Server, clock: Clock, tmp_path: Path) -> Wikidata:
    return Wikidata(server.address, cache=tmp_path / "cache", sleep=clock.sleep, clock=clock)


def graph(*named: tuple[str, str]) -> MemoryStore:
    store = MemoryStore()
    found = [Extraction(Article(f"a{i}", name), (Entity("0", name, cls),)) for i, (name, cls) in enumerate(named)]
    add(store, found, shipped())
    return store


def test_search_and_items(server, client):
    assert [(h.id, h.label, h.match) for h in client.search("Xylo")] == [
        ("Q9001", "Xylo", "Xylo"),
        ("Q9006", "Xylophone", "Xylophone"),
    ]
    items = client.items(["Q9001", "Q1"])
    assert set(items) == {"Q9001"}, "what does not exist is left out"
    assert items["Q9001"].names == {"Xylo", "Xylo SA"}
    assert items["Q9001"].classes == {"Q4830453"}
    assert all(s.startswith("kg-presse/") for s in server.senders)
    assert {a["maxlag"] for a in server.asked} == {"5"}


def test_answers_are_kept_on_disk(server, client):
    client.search("Xylo")
    client.search("Xylo")
    again = Wikidata(server.address, cache=client.cache)
    again.search("Xylo")
    assert len(server.asked) == 1


def test_a_broken_answer_on_disk_is_asked_anew(server, client):
    client.search("Xylo")
    [kept] = client.cache.iterdir()
    kept.write_text("{cut")
    assert client.search("Xylo")
    assert len(server.asked) == 2


def test_one_at_a_time_with_a_pause(client, clock):
    client.search("Xylo")
    client.search("Ada Bel")
    client.search("Vertane")
    assert clock.slept == [0.0, client.pause, client.pause]


@pytest.mark.parametrize("status", [429, 503])
def test_waits_as_long_as_the_server_says(server, client, clock, status):
    server.instead = [(status, {"Retry-After": "7"}, b"busy"), (status, {}, b"busy")]
    assert client.search("Xylo")
    assert clock.slept == [0.0, 7.0, 2.0]


def test_waits_when_the_databases_lag(server, client, clock):
    server.instead = [(200, {"Retry-After": "5"}, {"error": {"code": "maxlag", "info": "6 seconds"}})]
    assert client.search("Xylo")
    assert clock.slept == [0.0, 5.0]


def test_gives_up_in_one_line(server, client):
    server.instead = [(503, {}, b"")] * 10
    with pytest.raises(WikidataError, match=r"answers HTTP 503; try again later$"):
        client.search("Xylo")
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("instead", "message"),
    [((404, {}, b""), "answers HTTP 404"), ((200, {}, {"error": {"code": "badvalue"}}), "answers badvalue")],
)
def test_what_will_not_get_better_is_asked_once(server, client, instead, message):
    server.instead = [instead]
    with pytest.raises(WikidataError, match=message):
        client.search("Xylo")
    assert len(server.asked) == 1
    assert not client.cache.exists(), "an error is no answer"


def test_no_network(tmp_path):
    client = Wikidata("http://127.0.0.1:9/w/api.php", cache=tmp_path)
    with pytest.raises(WikidataError, match=r"^http://127.0.0.1:9/w/api.php: cannot be reached .*; try again"):
        client.search("Xylo")


def test_answers_become_decisions(client):
    store = graph(("Xylo", "Company"), ("Ada Bel", "Person"), ("Vertane", "City"), ("Bel", "Person"))
    text, problems = identify(store, shipped(), client)
    assert problems == []
    assert text.splitlines() == [
        "# same: [Vertane (Place), 'wd:Q9004']  # Vertane: commune",
        "# same: [Vertane (Place), 'wd:Q9005']  # Vertane: entreprise",
        "same: [Ada Bel (Person), 'wd:Q9002']  # Ada Bel: ingénieure",
        "same: [Xylo (Organization), 'wd:Q9001']  # Xylo: entreprise de démonstration",
    ]
    decide_by(store, text, shipped(), note=WIKIDATA)
    assert {e.id: e.wikidata for x in store.extractions() for e in x.entities} == {
        "Ada_Bel": "Q9002",
        "Vertane": "",
        "Xylo": "Q9001",
    }
    said = store.select("SELECT ?e ?w { GRAPH kg:facts { ?e owl:sameAs ?w } } ORDER BY ?e").values
    assert list(said) == [("ent:Ada_Bel", "wd:Q9002"), ("ent:Xylo", "wd:Q9001")]


def test_earlier_answers_stay(client):
    store = graph(("Xylo", "Company"))
    decide_by(store, identify(store, shipped(), client)[0], shipped(), note=WIKIDATA)
    add(store, [Extraction(Article("b", "Ada Bel"), (Entity("0", "Ada Bel", "Person"),))], shipped())
    text, _ = identify(store, shipped(), client)
    assert [line.split("wd:")[1][:5] for line in text.splitlines()] == ["Q9002", "Q9001"]
    assert identify(store, shipped(), client) == (text, []), "the same again"


def test_without_network_what_was_known_stays(tmp_path):
    store = graph(("Xylo", "Company"))
    decide_by(store, "same: [Autre, 'wd:Q5']\n", shipped(), note=WIKIDATA)
    text, problems = identify(store, shipped(), Wikidata("http://127.0.0.1:9/", cache=tmp_path))
    assert text == "same: [Autre, 'wd:Q5']\n"
    assert len(problems) == 1
