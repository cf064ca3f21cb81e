"""The page as text: what it holds, what it must not hold, and that it is the same each time."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import zlib
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from page_corpus import HOSTILE, corpus, disputed, generated, hostile

from kg.api import KnowledgeGraph
from kg.errors import FormatError
from kg.explore.choose import Choice
from kg.explore.view import SCRIPTS, TEMPLATES, render
from kg.explore.view_layout import Box, Link, place
from kg.graph.memory import MemoryStore
from kg.ontology import Ontology, load_ontology
from kg.records import Article, Entity, Evidence, Extraction, Statement


class Page(HTMLParser):
    """The elements of a page, and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.cdata_elem:
            tag, attributes = self.tags[-1]
            self.raw.append((tag, attributes, data))

    @property
    def data(self) -> dict[str, Any]:
        text, packed = next((t, a.get("data-packed")) for _, a, t in self.raw if a.get("id") == "kg-data")
        loaded = json.loads(zlib.decompress(base64.b64decode(text)) if packed else text)
        assert isinstance(loaded, dict)
        return loaded


def test_the_same_input_gives_the_same_bytes(ontology: Ontology) -> None:
    shuffled = corpus()
    random.Random(3).shuffle(shuffled)
    assert render(corpus(), ontology=ontology) == render(shuffled, ontology=ontology)


def test_hash_seeds_do_not_matter() -> None:
    program = (
        "import hashlib, sys; sys.path.insert(0, 'tests')\n"
        "from page_corpus import corpus; from kg.explore.view import render; from kg.ontology import load_ontology\n"
        "print(hashlib.sha256(render(corpus(), ontology=load_ontology()).encode()).hexdigest())"
    )
    root = Path(__file__).parent.parent
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_scripts_and_styles_are_those_of_the_policy(ontology: Ontology) -> None:
    page = Page(render(corpus(), ontology=ontology))
    policy = next(a["content"] for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    inline = [text for tag, a, text in page.raw if tag == "style" or (tag == "script" and "type" not in a)]
    assert len(inline) == 3
    for text in inline:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def test_nothing_is_fetched_and_no_handler_is_inline(ontology: Ontology) -> None:
    for tag, attributes in Page(render(corpus(), ontology=ontology)).tags:
        assert not {"src", "srcset", "style", "action"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert tag not in ("link", "iframe", "object", "img", "base")
        assert (attributes.get("href") or "#").startswith("#")


def test_licence_of_vis_network_is_kept(ontology: Ontology) -> None:
    page = render([], ontology=ontology)
    assert "@license" in page
    assert "The MIT License" in page
    assert "sourceMappingURL" not in page


def test_hostile_texts_never_become_markup(ontology: Ontology) -> None:
    calm, attacked = (
        Page(render(x, ontology=ontology, title=t)) for x, t in ((corpus(), "t"), (hostile(), HOSTILE[0]))
    )
    assert [tag for tag, _ in calm.tags] == [tag for tag, _ in attacked.tags]
    names = {e["name"] for e in attacked.data["entities"]}
    assert names == set(HOSTILE)
    render(hostile(), ontology=ontology, title=HOSTILE[-2]).encode()  # can be written to a file


@pytest.mark.parametrize("name", HOSTILE)
def test_labels_of_the_canvas_are_one_visible_line(ontology: Ontology, name: str) -> None:
    labels = {e["name"]: e["label"] for e in Page(render(hostile(), ontology=ontology)).data["entities"]}
    label = labels[name]
    assert 0 < len(label) <= 60
    assert not re.search("[\x00-\x1f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]", label)


def test_offsets_count_as_javascript_does(ontology: Ontology) -> None:
    article = Article("a", "😀😀 Ada connaît Bo.")
    ada, bo = Entity("Ada", "Ada", "Person"), Entity("Bo", "Bo", "Person")
    s = Statement("a", ada, "meets_with", bo, Evidence.of(article, 3, 17, (3, 18)))
    data = Page(render([Extraction(article, (ada, bo), (), (s,))], ontology=ontology)).data
    units = article.text.encode("utf-16-le")
    start, end = data["statements"][0]["span"]
    assert units[2 * start : 2 * end].decode("utf-16-le") == "Ada connaît Bo"


def test_a_text_that_was_not_kept_leaves_its_quotes(ontology: Ontology) -> None:
    bare = [Extraction(Article(x.article.id, "", x.article.title), x.entities, (), x.statements) for x in corpus()]
    data = Page(render(bare, ontology=ontology)).data
    assert all(s["quote"] for s in data["statements"])
    assert not any("text" in a for a in data["articles"])


def test_drawing_is_that_of_pyvis(ontology: Ontology) -> None:
    data = Page(render(corpus(), ontology=ontology)).data
    drawing = data["drawing"]
    assert drawing["options"]["physics"]["enabled"] is False
    assert [n["id"] for n in drawing["nodes"]] == list(range(len(data["entities"])))
    assert all({"label", "shape", "color", "size", "x", "y"} <= set(n) for n in drawing["nodes"])
    assert len(drawing["edges"]) == len(data["bundles"]) < len(data["statements"])
    acquires = next(e for e, b in zip(drawing["edges"], data["bundles"], strict=True) if b["predicate"] == "acquires")
    assert (acquires["label"], acquires["arrows"]) == ("rachète", "to")


def test_symmetric_relations_are_one_edge(ontology: Ontology) -> None:
    a, b = Entity("A", "A", "Company"), Entity("B", "B", "Company")
    article = Article("a", "A et B, B et A.")
    both = [
        Statement("a", x, "partners_with", y, Evidence.of(article, at, at + 6, (0, 15)))
        for x, y, at in ((a, b, 0), (b, a, 8))
    ]
    data = Page(render([Extraction(article, (a, b), (), tuple(both))], ontology=ontology)).data
    assert [b["statements"] for b in data["bundles"]] == [[0, 1]]
    assert data["drawing"]["edges"][0]["arrows"] == "to, from"


def test_only_the_first_look_is_laid_out(ontology: Ontology) -> None:
    page = render(generated(400), ontology=ontology, limit=50)
    nodes = Page(page).data["drawing"]["nodes"]
    assert ["x" in n for n in nodes].count(True) == 50
    assert all("x" in n for n in nodes[:50])


def test_large_data_is_packed(ontology: Ontology) -> None:
    page = render(generated(1500), ontology=ontology)
    assert 'data-packed="deflate"' in page
    assert len(page) < 1_100_000
    assert len(Page(page).data["entities"]) > 1200


def test_languages(ontology: Ontology) -> None:
    french, english = (Page(render(corpus(), ontology=ontology, lang=lang)).data for lang in ("fr", "en"))
    assert french["relations"]["acquires"] == "rachète"
    assert english["relations"]["acquires"] == "acquires"
    assert french["classes"]["Company"] == "entreprise"
    with pytest.raises(FormatError, match="choose one of fr, en"):
        render([], ontology=ontology, lang="de")
    with pytest.raises(FormatError, match="limit of 1 or more"):
        render([], ontology=ontology, limit=0)


def test_both_languages_have_every_word() -> None:
    strings = json.loads((TEMPLATES / "strings.json").read_text(encoding="utf-8"))
    assert list(strings["fr"]) == list(strings["en"])
    html = (TEMPLATES / "page.html").read_text(encoding="utf-8")
    scripts = "".join((TEMPLATES / "js" / name).read_text(encoding="utf-8") for name in SCRIPTS)
    used = {*re.findall(r"\{\{ t\.(\w+) \}\}", html), *re.findall(r"\bt\(\"(\w+)\"", scripts)}
    known = {*strings["fr"], *(k.removesuffix("_other") for k in strings["fr"])}
    assert used <= known


def test_all_scripts_are_used_and_short() -> None:
    assert {p.name for p in (TEMPLATES / "js").iterdir()} == set(SCRIPTS)
    for name in SCRIPTS:
        text = (TEMPLATES / "js" / name).read_text(encoding="utf-8")
        assert text.count("\n") < 400
        assert not re.search(r"\.(innerHTML|outerHTML|insertAdjacentHTML)|document\.write|\beval\(|new Function", text)


def test_a_class_unknown_to_the_ontology_is_drawn_too(ontology: Ontology) -> None:
    odd = Entity("X", "X", "Spaceship")
    data = Page(render([Extraction(Article("a", "X"), (odd,))], ontology=ontology)).data
    assert data["classes"] == {"Spaceship": "Spaceship"}
    assert list(data["families"]) == [""]


def test_layout_leaves_no_boxes_over_each_other() -> None:
    rng = random.Random(0)
    boxes = [Box(rng.uniform(40, 160), 40) for _ in range(40)]
    links = [Link(i, rng.randrange(i)) for i in range(1, 30)]
    spots = place(boxes, links)
    assert spots == place(boxes, links)
    over = [
        (i, j)
        for i, (x, y) in enumerate(spots)
        for j, (u, v) in enumerate(spots[:i])
        if abs(x - u) < 20 and abs(y - v) < 20
    ]
    assert over == []


def test_support_and_conflicts_are_those_of_the_graph(ontology: Ontology) -> None:
    extractions, compared = disputed()
    data = Page(render(extractions, ontology=ontology, compared=compared)).data
    rows = data["statements"]
    assert [r.get("support", 1) for r in rows] == [1, 2, 2, 1, 1, 2]
    assert [r.get("copy") for r in rows] == [None, None, None, None, None, 1]
    for i, row in enumerate(rows):
        assert all([i, kind] in rows[n]["conflicts"] for n, kind in row["conflicts"])
    assert sorted(kind for n, kind in rows[3]["conflicts"]) == ["denied"] * 3
    assert rows[4]["conflicts"] == [[0, "value"]]
    acquires = next(e for e in data["drawing"]["edges"] if e["label"] == "rachète")
    assert acquires["width"] == 3.1


def test_without_a_comparison_outlets_are_counted(ontology: Ontology) -> None:
    extractions, _ = disputed()
    bare = replace(extractions[1], article=replace(extractions[1].article, source=None))
    loud = replace(extractions[3], article=replace(extractions[3].article, source="le  matin ÉCONOMIQUE"))
    data = Page(render([extractions[0], bare, extractions[2], loud], ontology=ontology)).data
    assert [r.get("support", 1) for r in data["statements"]] == [1, 2, 2, 1, 1, 2]
    assert not any("conflicts" in r for r in data["statements"])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_part_is_told_in_the_page_s_words(ontology: Ontology, lang: str) -> None:
    choice = Choice(relations=("acquires",), until="2024", factualities=("planned",))
    data = Page(render([], ontology=ontology, lang=lang, choice=choice)).data
    assert data["part"] == [
        {"key": "relations", "values": [{"fr": "rachète", "en": "acquires"}[lang]]},
        {"key": "factualities", "values": ["planned"]},
        {"key": "until", "values": ["2024"]},
    ]
    strings = json.loads((TEMPLATES / "strings.json").read_text(encoding="utf-8"))[lang]
    keys = {f.name for f in fields(Choice)} - {"hops", "focus", "min_confidence"} | {"confidence", "as_of", "focus_one"}
    assert {f"part_{key}" for key in keys} <= set(strings)


def test_show_tells_support_part_and_day() -> None:
    graph = KnowledgeGraph(MemoryStore(ontology=load_ontology()))
    for extraction in disputed()[0]:
        graph.store.replace(extraction)
    data = Page(graph.show(choice=Choice(relations=("acquires",))).html).data
    assert [r.get("support", 1) for r in data["statements"]] == [2, 2, 1, 2]
    assert [p["key"] for p in data["part"]] == ["relations"]
    early = Page(graph.as_of("2024-03-13").show().html).data
    assert early["part"] == [{"key": "as_of", "values": ["2024-03-13"]}]
    assert not any("conflicts" in r for r in early["statements"])
