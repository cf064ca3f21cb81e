"""The served pages in a browser: the editor runs under the content security policy, and asks nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from graph_cases import extraction
from serving import Serving, serving

from kg.graph.store import MemoryStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

CEO = "SELECT ?who { ?who kg:ceo_of ent:Microsoft }"


@pytest.fixture(scope="module")
def server(tmp_path_factory, ontology) -> Iterator[Serving]:
    store = MemoryStore(ontology=ontology)
    store.replace(extraction())
    path: Path = tmp_path_factory.mktemp("serve") / "graph.trig"
    store.save(path)
    with serving(path, "-q") as found:
        yield found


@pytest.fixture
def page(browser: Browser, server: Serving) -> Iterator[Page]:
    """Return a page that fails the test if it complains, or asks another server."""
    context = browser.new_context(locale="fr-FR")
    found = context.new_page()
    wrong: list[str] = []
    found.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("request", lambda r: None if r.url.startswith((server.address, "data:")) else wrong.append(r.url))
    yield found
    found.wait_for_timeout(300)
    context.close()
    assert wrong == []


def test_the_editor(page, server):
    page.goto(f"{server.address}/query")
    page.wait_for_selector(".yasqe .CodeMirror")
    assert not page.is_visible("#plain")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table td >> text=ent:Satya_Nadella")
    page.click(".yasr table a >> text=ent:Satya_Nadella")
    page.wait_for_url(f"{server.address}/entity/Satya_Nadella")
    assert page.inner_text("h1") == "Satya Nadella"


def test_a_query_in_the_address_is_asked(page, server):
    page.goto(f"{server.address}/query?query={CEO}")
    page.wait_for_selector(".yasr table td >> text=ent:Satya_Nadella")
    assert "PREFIX kg: <https://kg.example/ontology#>" in page.inner_text(".yasqe .CodeMirror-code")
    assert not page.is_visible(".yasqe .parseErrorIcon")


def test_the_editor_knows_the_names_of_the_graph(page, server):
    page.goto(f"{server.address}/query")
    page.wait_for_selector(".yasqe .CodeMirror")
    page.click(".yasqe .CodeMirror")
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT * { ?s kg:inv")
    page.wait_for_selector(".CodeMirror-hints >> text=kg:invests_in")


def test_without_scripts(browser: Browser, server: Serving):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{server.address}/query")
    page.fill("textarea", CEO)
    page.click("#plain button")
    page.click("td >> text=ent:Satya_Nadella")
    assert page.inner_text("h1") == "Satya Nadella"
    page.click("text=English")
    assert "What is said of it" in page.inner_text("main")
    page.fill("#q", "nadella")
    page.click("header button")
    page.click("main >> text=Satya Nadella")
    page.click("text=§")
    assert page.inner_text("mark") == "Satya Nadella est PDG de Microsoft"
    context.close()


def test_the_graph(page, server):
    page.goto(f"{server.address}/graph")
    page.wait_for_selector("#canvas canvas")
