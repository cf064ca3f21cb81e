"""What notebooks show of statements, entities, pages and long work."""

from __future__ import annotations

import sys
import types

import pytest
from page_corpus import corpus, hostile

from kg.display import Page, notebook_bar
from kg.records import Article


def test_a_statement_shows_its_words_and_who_says_them() -> None:
    statement = next(s for x in corpus() for s in x.statements if s.attributed_to and s.factuality == "uncertain")
    html = statement._repr_html_()
    assert f"« {statement.evidence.quote} »" in html
    assert "uncertain · according to La Gazette du Rhône" in html
    assert html.count("<b>") == 2


def test_nothing_of_a_text_is_markup() -> None:
    shown = [x._repr_html_() for e in hostile() for x in (*e.entities, *e.statements)]
    assert shown
    for html in shown:
        bare = html
        for tag in ("<div>", "</div>", "<b>", "</b>", "<br>", "<small>", "</small>"):
            bare = bare.replace(tag, "")
        assert "<" not in bare
    assert "<script" not in Page("<script>alert(1)</script>")._repr_html_()


def test_a_bar_only_in_notebooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: None))
    with notebook_bar() as count:
        assert count is None
    shell = type("ZMQInteractiveShell", (), {})()
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setattr("kg.display.PATIENCE", 0)
    lines: list[str] = []
    monkeypatch.setattr(sys, "stderr", types.SimpleNamespace(write=lines.append, flush=lambda: None))
    with notebook_bar() as count:
        assert count is not None
        for i in range(3):
            count(Article(str(i), "x"))
    assert "3 articles" in "".join(lines)
