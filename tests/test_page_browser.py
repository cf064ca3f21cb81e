"""The page in headless Chromium: what a reader sees, clicks and types."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from page_corpus import HOSTILE, corpus, disputed, generated, hostile

from kg.explore.choose import Choice
from kg.explore.network import statement_key
from kg.explore.view import Compared, read_theme, render
from kg.ontology import Ontology
from kg.records import Extraction

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: Browser, ontology: Ontology, tmp_path: Path) -> Iterator[Open]:
    """Return a function that writes a page, opens it from disk and watches what it does.

    A message on the console, an error, or a request for anything but the file fails the test at its end.
    """
    odd: list[str] = []
    contexts = []

    def open_(
        extractions: list[Extraction], fragment: str = "", *, width: int = 1440, height: int = 900, **options: Any
    ) -> Page:
        file = tmp_path / "graphe à lire.html"
        file.write_text(render(extractions, ontology=ontology, **options), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: odd.append(f"console: {m.text}"))
        page.on("pageerror", lambda e: odd.append(f"error: {e}"))
        page.on("dialog", lambda d: odd.append(f"dialog: {d.message}"))
        page.on("request", lambda r: None if r.url.startswith(file.as_uri()) else odd.append(f"request: {r.url[:200]}"))
        page.goto(file.as_uri() + fragment)
        page.wait_for_selector("body[data-ready]", timeout=30_000)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert odd == []


@pytest.fixture
def look(tmp_path: Path) -> Callable[[Page, str], None]:
    """Return a function that keeps a picture: under $KG_PICTURES, else under the test's own folder."""
    folder = Path(os.environ.get("KG_PICTURES") or tmp_path)

    def keep(page: Page, name: str) -> None:
        page.wait_for_timeout(100)
        page.screenshot(path=folder / f"{name}.png")

    return keep


def shown(page: Page) -> tuple[int, int]:
    """Return how many entities and statements the page says it shows."""
    first, second = (re.match(r"[\d\s]+", page.inner_text(f"#{i}")) for i in ("shown", "shown-statements"))
    assert first
    assert second
    return int(re.sub(r"\s", "", first[0])), int(re.sub(r"\s", "", second[0]))


def choose(page: Page, name: str) -> None:
    """Find something with the search box, and open it."""
    page.fill("#search", name)
    page.press("#search", "Enter")


def title(page: Page) -> str:
    return page.inner_text("#panel h2")


def colours(page: Page) -> int:
    """Count the colours on the canvas: an empty one has one."""
    found = page.evaluate(
        """() => { const c = document.querySelector("#canvas canvas");
        const d = new Uint32Array(c.getContext("2d").getImageData(0, 0, c.width, c.height).data.buffer);
        return new Set(d).size; }"""
    )
    assert isinstance(found, int)
    return found


# ── the first look ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_first_look(open_page: Open, look: Callable[[Page, str], None], lang: str) -> None:
    page = open_page(corpus(), lang=lang, title="La presse, été 2024")
    assert page.title() == "La presse, été 2024"
    assert shown(page) == (58, 87)
    words = {"fr": "58 sur 59 entités · 87 énoncés", "en": "58 of 59 entities · 87 statements"}[lang]
    assert page.inner_text("#counts").replace("\n", " ").strip() == words
    assert colours(page) > 100
    legend = page.locator("#legend-families button")
    assert legend.count() == 7
    assert {"fr": "personne", "en": "person"}[lang] in legend.first.inner_text()
    assert page.locator("#legend-factualities button").count() == 4
    assert page.locator("#panel .entity").first.inner_text() == "Solvéa"
    look(page, f"first-{lang}")


def test_empty_graph(open_page: Open) -> None:
    page = open_page([])
    assert page.inner_text("#panel h2") == "Ce graphe est vide"
    assert page.is_visible("#empty")
    page.click("#view-table")
    assert page.is_visible("#table-empty")


@pytest.mark.parametrize("size", [20, 200, 1000, 5000])
def test_sizes(open_page: Open, look: Callable[[Page, str], None], size: int) -> None:
    page = open_page(generated(size))
    assert shown(page)[0] <= 150
    assert page.is_visible("#more") == (size > 160)
    look(page, f"size-{size}")


def test_more_and_fewer(open_page: Open) -> None:
    page = open_page(generated(1000))
    assert shown(page)[0] == 150
    page.click("#more")
    assert shown(page)[0] == 300
    assert "n=300" in page.url
    page.click("#fewer")
    assert shown(page)[0] == 150


@pytest.mark.long
def test_a_thousand_of_five_thousand_answer(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(generated(5000), "#n=1000")
    assert shown(page)[0] > 950
    began = time.perf_counter()
    choose(page, page.locator("#panel .entity").first.inner_text())
    assert time.perf_counter() - began < 5
    look(page, "thousand")


# ── evidence ─────────────────────────────────────────────────────────────────


def test_clicking_an_entity_on_the_canvas(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(corpus(), "#focus=Irène_Castel")
    box = page.locator("#canvas").bounding_box()
    assert box
    # Focused on one entity with one neighbour each side, some of the grid must hit a node or an edge.
    found = set()
    for x in range(12):
        for y in range(12):
            page.mouse.click(box["x"] + box["width"] * (x + 0.5) / 12, box["y"] + box["height"] * (y + 0.5) / 12)
            found.add(page.get_attribute("#panel", "data-kind"))
    assert "overview" in found
    assert found & {"entity", "edge"}
    look(page, "clicked")


def test_entity_panel(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(corpus())
    choose(page, "élise")
    assert title(page) == "Élise Marchand"
    panel = page.inner_text("#panel")
    assert "personne" in panel
    assert "Aussi : Marchand" in panel
    assert page.locator("#panel details.group").count() == 2
    page.click("#panel details.group >> nth=0")
    card = page.locator("#panel .card").first
    assert card.locator("mark").inner_text().startswith("Solvéa, dirigée par Élise Marchand")
    assert "of=%C3%89lise_Marchand" in page.url
    look(page, "entity")


def test_edge_panel_has_all_there_is(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(corpus(), "#sel=edge&of=Solvéa&is=acquires&to=Brunel_Énergie")
    assert page.locator("#panel .card").count() == 2
    first, second = page.locator("#panel .card").all()
    assert first.locator("mark").inner_text() == "Solvéa, dirigée par Élise Marchand, rachète Brunel Énergie"
    assert first.locator("blockquote").inner_text().endswith("pour 300 millions d’euros.")
    text = re.sub(r"\s", " ", first.inner_text())
    for part in (
        "certain",
        "300 millions d’euros",
        "82 %",
        "acquires/exemple",
        "Solvéa s’offre",
        "12 mars 2024",
        "Le Matin",
    ):
        assert part in text, part
    assert first.locator("a").get_attribute("href") == "https://presse.example/01-solvea"
    assert "Banque Montclar" in second.locator("dl").inner_text()
    look(page, "edge")


@pytest.mark.parametrize(
    ("of", "relation", "to", "label"),
    [
        ("Solvéa", "merges_with", "Vitrum", "démenti"),
        ("Nordhav", "sells", "Hydrys", "incertain"),
        ("Banque_Montclar", "invests_in", "Vitrum", "prévu"),
    ],
)
def test_factualities(open_page: Open, of: str, relation: str, to: str, label: str) -> None:
    page = open_page(corpus(), f"#sel=edge&of={of}&is={relation}&to={to}")
    assert page.inner_text("#panel .card .badge") == label


def test_the_query_of_an_edge_finds_its_statements(open_page: Open) -> None:
    from kg.graph.memory import MemoryStore
    from kg.graph.query import run_query

    store = MemoryStore()
    for extraction in corpus():
        store.replace(extraction)
    page = open_page(corpus(), "#sel=edge&of=Solvéa&is=acquires&to=Brunel_Énergie")
    page.click("#panel .query summary")
    assert len(run_query(store, page.inner_text("#panel .query code")).rows) == 2
    page.click("#panel .query button")
    page.wait_for_selector("#toast:not([hidden])")
    assert page.inner_text("#toast") == "Copié"
    page.evaluate("location.hash = 'sel=edge&of=Solvéa&is=partners_with&to=Lumenis'")  # holds both ways
    page.click("#panel .query summary")
    assert len(run_query(store, page.inner_text("#panel .query code")).rows) == 1
    page.evaluate("location.hash = 'sel=entity&of=Agence_de_l’eau_du_Nord'")  # no prefixed name can say this
    page.click("#panel .query summary")
    assert len(run_query(store, page.inner_text("#panel .query code")).rows) == 1


def test_article_reader(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(corpus())
    choose(page, "« la dernière")
    assert title(page) == "« La Dernière Digue » primée"
    text = next(x.article.text for x in corpus() if x.article.id == "04-digue")
    assert page.inner_text("#panel .reader").strip() == text
    assert page.locator("#panel .reader .mention").count() >= 9
    assert page.locator("#panel ol li").count() == 8
    page.click("#panel ol li >> nth=7 >> button.pin")
    assert "".join(page.locator("#panel .reader .current").all_inner_texts()) == "Irène Castel est née à Brest"
    look(page, "article")
    page.click("#panel .reader .mention >> nth=0")
    assert title(page) == "Irène Castel"


def test_shortest_path(open_page: Open) -> None:
    page = open_page(corpus())
    choose(page, "Claire Vasseur")
    page.click("text=Chemin vers…")
    choose(page, "Solvéa")
    assert title(page).replace("\n", "") == "Claire Vasseur → Solvéa"
    assert page.locator("#panel section").count() == int(re.sub(r"\D", "", page.inner_text("#panel p.muted >> nth=0")))
    assert "sel=path" in page.url


# ── sources and contradictions ───────────────────────────────────────────────


def test_support_of_edges_and_statements(open_page: Open) -> None:
    extractions, compared = disputed()
    page = open_page(extractions, "#sel=edge&of=Solvéa&is=acquires&to=Vitrum", compared=compared)
    said = re.sub(r"\s", " ", page.inner_text("#panel p.muted >> nth=0"))
    assert said == "4 énoncés · articles : 4 · sources indépendantes : 2"
    cards = page.locator("#panel .card")
    assert [re.search(r"Sources\s+(\d)", c)[1] for c in cards.all_inner_texts()] == ["2", "2", "1", "2"]  # type: ignore[index]
    assert "Même phrase que dans Solvéa prend Vitrum" in " ".join(cards.nth(3).inner_text().split())
    page.click("#filter-button")
    page.fill("#support", "2")
    assert shown(page) == (2, 3)
    assert "support=2" in page.url
    page.click("#reset")
    assert shown(page) == (4, 6)


def test_the_wider_the_more_sources(open_page: Open) -> None:
    extractions, compared = disputed()
    page = open_page(extractions, compared=compared)
    with page.expect_download() as download:
        page.click("#svg")
    widths = re.findall(r'<path d="M[^>]* stroke-width="([\d.]+)"', download.value.path().read_text(encoding="utf-8"))
    assert sorted(widths) == ["1.8", "1.8", "3.1"]


def test_contradictions(open_page: Open, look: Callable[[Page, str], None]) -> None:
    extractions, compared = disputed()
    page = open_page(extractions, compared=compared)
    rows = page.locator("#panel ul.against li")
    assert [" ".join(r.split()) for r in rows.all_inner_texts()] == [
        "Solvéa — a son siège à — Lyon ≠ Nantes deux valeurs",
        "Solvéa — rachète — Vitrum démenti ailleurs",
    ]
    look(page, "contradictions")
    rows.nth(0).locator("button").click()
    card = page.locator("#panel .card")
    assert title(page).split("\n")[-1] == "Lyon"
    assert "chantier naval, à Nantes" in card.locator(".conflicts").inner_text()
    assert "La Gazette du Rhône · 14 mars 2024" in card.locator(".conflicts").inner_text()
    card.locator(".conflicts button").click()  # to the other side
    assert title(page).split("\n")[-1] == "Nantes"
    assert page.locator("#panel .card.current mark").first.inner_text().endswith("à Nantes")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.locator("#panel .card.current").count() == 1
    choose(page, "Vitrum")
    assert page.locator("#panel details.group [role=img]").get_attribute("aria-label") == "contredit"


def test_only_what_is_contradicted(open_page: Open) -> None:
    extractions, compared = disputed()
    page = open_page([*extractions, *corpus()], compared=compared)
    everything = shown(page)
    page.click("#legend-disputed")
    assert shown(page) == (4, 6)
    assert page.get_attribute("#legend-disputed", "aria-pressed") == "true"
    page.click("#view-table")
    assert page.locator("#table-body tr").count() == page.locator("#table-body .badge.disputed").count() == 6
    page.keyboard.press("Control+z")
    assert shown(page) == everything
    page = open_page(corpus())
    assert page.locator("#legend-disputed").count() == 0


def test_a_contradiction_that_is_not_in_the_page(open_page: Open) -> None:
    extractions, compared = disputed()
    page = open_page(
        [x for x in extractions if x.article.id != "c-gazette"],
        "#sel=edge&of=Solvéa&is=acquires&to=Vitrum",
        compared=compared,
    )
    assert "1 énoncé d’un article qui n’est pas dans cette page" in page.inner_text("#panel .conflicts >> nth=0")


def test_wikidata(open_page: Open) -> None:
    from dataclasses import replace

    page = open_page(
        [replace(x, entities=tuple(replace(e, wikidata="Q42") for e in x.entities)) for x in corpus()],
        "#sel=entity&of=Solvéa",
    )
    assert page.locator("#panel a >> nth=0").get_attribute("href") == "https://www.wikidata.org/wiki/Q42"


# ── parts and themes ─────────────────────────────────────────────────────────

PART = Choice(
    focus=("Solvéa",), hops=2, relations=("acquires",), classes=("Company",), since="2024-03", min_confidence=0.5
)
WORDS = {
    "fr": "Autour (à 2 pas) : Solvéa · Relations : rachète · Classes : entreprise · Parution depuis : mars 2024"
    " · Confiance, au moins : 50 % · Tel qu’il était : 1 mai 2024",
    "en": "Around (within 2 steps): Solvéa · Relations: acquires · Classes: company · Published since: March 2024"
    " · Confidence, at least: 50% · As it was: May 1, 2024",
}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_part_says_what_was_chosen(open_page: Open, look: Callable[[Page, str], None], lang: str) -> None:
    page = open_page(corpus(), choice=PART, as_of="2024-05-01", lang=lang)
    assert re.sub(r"\s", " ", page.inner_text("#part")) == WORDS[lang]
    assert page.locator("#panel dl.part dt").count() == 6
    look(page, f"part-{lang}")
    with page.expect_download() as download:
        page.click("#svg")
    assert "Solvéa" in re.findall("<desc>(.*?)</desc>", download.value.path().read_text(encoding="utf-8"))[0]
    page.emulate_media(media="print")
    assert page.is_visible("#part")


def test_the_whole_says_nothing_of_a_part(open_page: Open) -> None:
    page = open_page(corpus(), choice=Choice())
    assert not page.is_visible("#part")
    assert page.locator("#panel dl.part").count() == 0
    assert open_page([], choice=PART).inner_text("#panel p") == "Rien de ce graphe ne répond à ce choix."


def test_a_theme_applies_and_fetches_nothing(
    browser: Browser, ontology: Ontology, tmp_path: Path, look: Callable[[Page, str], None]
) -> None:
    css = tmp_path / "brand.css"
    css.write_text(
        "@import url(http://a.example/x.css); @font-face { font-family: Far; src: url(http://a.example/f.woff2) }\n"
        ":root { --accent: #7a0026; --Organization: #7a0026; }\n"
        "body { font-family: Far; background-image: url(http://a.example/x.png) } h1 { color: #7a0026 }",
        encoding="utf-8",
    )
    file = tmp_path / "page.html"
    file.write_text(render(corpus(), ontology=ontology, theme=read_theme(css)), encoding="utf-8")
    page = browser.new_page()
    refused: list[str] = []
    page.on("requestfailed", lambda r: refused.append(r.failure or ""))
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-ready]")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(122, 0, 38)"
    icon = page.locator("#legend-families button >> text=organisation").locator("..").locator("polygon, circle").first
    assert icon.get_attribute("fill") == "#7a0026"
    assert {f.lower() for f in refused} == {"csp"}
    look(page, "theme")
    with page.expect_download() as download:
        page.click("#svg")
    assert 'fill="#7a0026"' in download.value.path().read_text(encoding="utf-8")
    page.close()


def test_print(open_page: Open, tmp_path: Path) -> None:
    extractions, compared = disputed()
    page = open_page(extractions, "#sel=edge&of=Solvéa&is=acquires&to=Vitrum", compared=compared)
    page.emulate_media(media="print")
    assert page.is_visible("#panel .conflicts >> nth=0")
    assert not page.is_visible("nav")
    assert page.pdf(path=tmp_path / "page.pdf").startswith(b"%PDF")


# ── finding and filtering ────────────────────────────────────────────────────


def test_search_by_keyboard(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(corpus())
    page.keyboard.press("/")
    page.keyboard.type("bre")
    options = page.locator("#suggestions [role=option]")
    assert "Brest" in options.first.inner_text()
    look(page, "search")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search", "aria-activedescendant") == "option-1"
    second = options.nth(1).locator("bdi").inner_text()
    page.keyboard.press("Enter")
    assert title(page) == second
    assert not page.is_visible("#suggestions")
    page.keyboard.press("Escape")
    assert page.get_attribute("#panel", "data-kind") == "overview"
    page.fill("#search", "zzzz")
    assert page.inner_text("#suggestions") == "Rien de ce nom"


def test_an_entity_beyond_the_limit_is_found_and_drawn(open_page: Open) -> None:
    page = open_page(generated(600), limit=30)
    assert shown(page)[0] == 30
    name = next(e.name for x in generated(600) for e in x.entities if e.name.endswith(" 333"))
    choose(page, name)
    assert title(page) == name
    assert shown(page)[0] == 31


def test_filters(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(corpus())
    everything = shown(page)
    page.click("#filter-button")
    page.select_option("#outlet", "Radio Littoral")
    radio = shown(page)
    assert 0 < radio[1] < everything[1]
    assert "outlet=Radio+Littoral" in page.url
    page.click("#undo")
    assert shown(page) == everything
    page.select_option("#speaker", label="La Gazette du Rhône")
    assert shown(page)[1] == 2
    page.click("#reset")
    page.fill("#confidence", "90")
    assert shown(page)[1] == 1
    page.click("#reset")
    page.click("#relations-none")
    assert page.is_visible("#empty")
    page.locator("#relations input").first.check()
    assert shown(page)[1] > 0
    look(page, "filters")
    page.click("#reset")
    page.fill("#since", "5")
    assert 0 < shown(page)[1] < everything[1]
    page.click("#reset")
    page.check("#loose")
    assert shown(page)[0] == 59
    page.click("#reset")
    assert shown(page) == everything


def test_legend_filters_by_class_and_certainty(open_page: Open) -> None:
    page = open_page(corpus())
    page.click("#legend-families button >> text=personne")
    assert shown(page)[0] < 45
    page.click("#legend-families button >> text=personne")
    page.click("#legend-factualities button >> text=certain >> nth=0")
    assert shown(page)[1] == sum(s.factuality != "certain" for x in corpus() for s in x.statements)
    assert page.get_attribute("#legend-factualities button >> nth=0", "aria-pressed") == "false"
    assert page.inner_text("#filter-count") == "1"


def test_focus_hops_hide_and_undo(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(corpus())
    choose(page, "Irène Castel")
    page.click("#focus-entity")
    near = shown(page)
    assert near[0] == 3
    page.select_option("#hops", "2")
    assert shown(page)[0] > near[0]
    look(page, "focus")
    page.click("#unfocus")
    everything = shown(page)
    choose(page, "Solvéa")
    page.click("text=Cacher")
    assert shown(page)[0] < everything[0]
    page.keyboard.press("Control+z")
    assert shown(page) == everything


def test_state_lives_in_the_fragment(open_page: Open) -> None:
    page = open_page(corpus())
    page.click("#filter-button")
    page.select_option("#outlet", "Radio Littoral")
    page.click("#legend-families button >> text=lieu")
    choose(page, "Lumenis")
    page.click("#theme")
    before = (shown(page), title(page), page.get_attribute("html", "data-theme"))
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert (shown(page), title(page), page.get_attribute("html", "data-theme")) == before


@pytest.mark.parametrize(
    "fragment", ["#n=-5&hops=x&sel=entity&of=nobody", "#%", "#view=<b>&theme=x&sel=edge", "#n=1e9&conf=7"]
)
def test_a_broken_fragment_does_no_harm(open_page: Open, fragment: str) -> None:
    page = open_page(corpus(), fragment)
    assert page.is_visible("#canvas")


# ── table, theme, phone, keyboard, export ────────────────────────────────────


def test_table(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(corpus())
    page.click("#view-table")
    assert page.inner_text("#table-caption") == "88 énoncés"
    assert page.locator("#table-body tr").count() == 88
    page.click("#table-head >> text=Confiance")
    assert page.get_attribute("th >> nth=8", "aria-sort") == "ascending"
    assert re.sub(r"\s", " ", page.inner_text("#table-body tr >> nth=0 >> td.number >> nth=1")) == "48 %"
    page.click("#table-body tr >> nth=0 >> button.link >> nth=0")
    assert page.get_attribute("#panel", "data-kind") == "edge"
    look(page, "table")


def test_dark(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(corpus(), "#theme=dark&sel=entity&of=Solvéa")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 29)"
    look(page, "dark")


def test_phone(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(corpus(), width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    look(page, "phone")
    choose(page, "Solvéa")
    assert page.is_visible("#panel h2")
    look(page, "phone-entity")
    page.click("#close-panel")
    page.wait_for_timeout(300)
    assert not page.is_visible("#panel h2")
    page.click("#view-table")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_keyboard_alone(open_page: Open) -> None:
    page = open_page(corpus())
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "canvas":
            break
    assert page.evaluate("document.activeElement.id") == "canvas"
    page.keyboard.press("ArrowRight")
    first = title(page)
    assert page.get_attribute("#panel", "data-kind") == "entity"
    assert first in page.inner_text("#live")
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.press("f")
    assert page.is_visible("#unfocus")
    page.keyboard.press("+")
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "canvas"
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    assert not page.is_visible("#help")


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_export(open_page: Open, tmp_path: Path, kind: str) -> None:
    page = open_page(corpus(), title="Énergie & <presse>")
    with page.expect_download() as download:
        page.click(f"#{kind}")
    assert download.value.suggested_filename == f"energie-presse.{kind}"
    file = tmp_path / f"picture.{kind}"
    download.value.save_as(file)
    data = file.read_bytes()
    if kind == "png":
        assert data.startswith(b"\x89PNG")
        assert len(data) > 20_000
    else:
        from xml.etree import ElementTree

        assert "Solvéa" in "".join(ElementTree.fromstring(data).itertext())


@pytest.mark.long
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_no_violation(open_page: Open, theme: str, width: int) -> None:
    pytest.importorskip("axe_playwright_python", reason='pip install -e ".[test]"')
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    states = (
        "",
        "&sel=entity&of=Solvéa",
        "&sel=edge&of=Solvéa&is=acquires&to=Brunel_Énergie",
        "&sel=article&of=01-solvea",
        "&view=table",
    )
    found = []
    for state in states:
        page = open_page(corpus(), f"#theme={theme}{state}", width=width)
        page.wait_for_timeout(250)  # the panel slides in on a phone
        page.evaluate(axe)
        run = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
        found += [(state, v["id"], v["nodes"][0]["html"]) for v in page.evaluate(run)["violations"]]
    against, compared = disputed()
    for state in ("", "&sel=edge&of=Solvéa&is=acquires&to=Vitrum", "&view=table&disputed=1"):
        page = open_page(
            against, f"#theme={theme}{state}", width=width, compared=compared, choice=PART, as_of="2024-05"
        )
        page.click("#filter-button")
        page.wait_for_timeout(250)
        page.evaluate(axe)
        found += [(state, v["id"], v["nodes"][0]["html"]) for v in page.evaluate(run)["violations"]]
    assert found == []


# ── hostile texts ────────────────────────────────────────────────────────────


def test_hostile_texts_execute_nothing_and_break_nothing(open_page: Open, look: Callable[[Page, str], None]) -> None:
    page = open_page(hostile(), title=HOSTILE[0])
    assert page.title().startswith("</script>")
    wide = "document.documentElement.scrollWidth"
    look(page, "hostile")
    for i in range(len(HOSTILE)):
        page.evaluate(
            "i => { location.hash = `sel=entity&of=${encodeURIComponent(i)}` }", HOSTILE[i].replace("\ud800", "")
        )
        for group in page.locator("#panel details.group").all():
            group.locator("summary").click()
        assert page.evaluate(wide) == 1440
    choose(page, "</script>")
    page.evaluate("""location.hash = "sel=article&of=" + encodeURIComponent("<b id=x>'\\"")""")
    assert page.locator("#panel .reader .mention").count() >= 11
    assert page.locator("#panel a").count() == 0  # javascript: is no link
    page.click("#view-table")
    page.click("#filter-button")
    assert page.evaluate(wide) == 1440
    assert page.evaluate("window.hacked") is None
    assert page.locator("#panel b, #panel img, #panel script, #x").count() == 0
    with page.expect_download() as download:
        page.click("#svg")
    assert b"<script" not in download.value.path().read_bytes()
    look(page, "hostile-table")


def test_hostile_parts_and_contradictions(open_page: Open, look: Callable[[Page, str], None]) -> None:
    from dataclasses import replace

    found = [replace(x, entities=tuple(replace(e, wikidata='Q1"><script>') for e in x.entities)) for x in hostile()]
    keys = [statement_key(s) for x in found for s in x.statements]
    compared = Compared(
        dict.fromkeys(keys, 3), dict(zip(keys[1:], keys, strict=False)), [(keys[0], k, "denied") for k in keys[1:]]
    )
    part = Choice(focus=HOSTILE, outlets=HOSTILE, since="<img src=x onerror=window.hacked=7>")
    page = open_page(found, title=HOSTILE[0], compared=compared, choice=part, as_of=HOSTILE[4])
    look(page, "hostile-part")
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) == 1440
    assert page.locator("#panel dl.part dd bdi").count() == 2 * len(HOSTILE) + 2
    for row in range(page.locator("#panel ul.against button").count()):
        page.evaluate("location.hash = ''")
        page.locator("#panel ul.against button").nth(row).click()
        assert page.locator("#panel .conflicts").count() > 0
        assert page.evaluate(wide) == 1440
    choose(page, "</script>")
    assert page.locator("#panel a").count() == 0  # no item of Wikidata is called so
    assert page.evaluate("window.hacked") is None
    assert page.locator("#panel img, #panel script, #part img").count() == 0
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(wide) == 390


def test_the_policy_stops_what_gets_in_anyway(browser: Browser, ontology: Ontology, tmp_path: Path) -> None:
    page = render(corpus(), ontology=ontology).replace(
        "</body>", "<script>window.hacked=1</script><img src=http://a.example/x></body>"
    )
    file = tmp_path / "page.html"
    file.write_text(page, encoding="utf-8")
    tab = browser.new_page()
    failed: list[str] = []
    tab.on("requestfailed", lambda r: failed.append(r.failure or ""))
    tab.goto(file.as_uri())
    tab.wait_for_selector("body[data-ready]")
    assert tab.evaluate("window.hacked") is None
    assert all("csp" in f.lower() or "block" in f.lower() for f in failed)
    tab.close()


def test_in_a_notebook_frame(browser: Browser, ontology: Ontology) -> None:
    tab = browser.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda e: errors.append(str(e)))
    tab.set_content("<iframe sandbox='allow-scripts' style='width:900px;height:600px'></iframe>")
    tab.evaluate("html => { document.querySelector('iframe').srcdoc = html }", render(corpus(), ontology=ontology))
    frame = tab.frame_locator("iframe")
    frame.locator("body[data-ready]").wait_for()
    frame.locator("#search").fill("Solvéa")
    frame.locator("#search").press("Enter")
    assert frame.locator("#panel h2").inner_text() == "Solvéa"
    assert errors == []
    tab.close()
