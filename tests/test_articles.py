"""Reading articles: every form, every mishap, and the laws that hold for any bytes."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import time
import tracemalloc
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import kg.articles
from kg.articles import READERS, iter_paragraphs, parse_date, read_articles
from kg.articles.sources import STDIN_NAME
from kg.articles.text import MAX_BYTES, MAX_CHARACTERS, clean, decode
from kg.articles.tongue import other_language
from kg.errors import ArticleError, FormatError
from kg.records import Article, Report
from kg.resources import examples_dir

FRENCH = "Le constructeur a annoncé mardi le rachat d'un fabricant de batteries installé à Grenoble."
ENGLISH = "The company said on Monday that it would invest billions of dollars in the maker of the chatbot."


def read(*paths: str | Path, stdin: bytes | None = None) -> tuple[list[Article], Report]:
    report = Report()
    stream = None if stdin is None else io.BytesIO(stdin)
    return list(read_articles(list(paths), report=report, stdin=stream)), report


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def write(name: str, data: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


Put = Callable[[str, str | bytes], Path]


def only(paths: Path | str) -> Article:
    articles, report = read(paths)
    assert (report.errors, report.skipped, report.warnings, len(articles)) == ([], [], [], 1)
    return articles[0]


def test_exported_names_exist() -> None:
    assert all(hasattr(kg.articles, name) for name in kg.articles.__all__)


# --- plain text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header", [" date 2023-01 ", "date 2023-01 ", " date 2023-01\n", "\ufeff date 2023-01\r\n\r\n"]
)
def test_date_header_is_no_text(put: Put, header: str) -> None:
    article = only(put("a.txt", header + FRENCH))
    assert (article.id, article.date, article.text) == ("a", "2023-01", FRENCH)


@pytest.mark.parametrize("text", ["Date 2023-01 au début.", "La date 2023-01 est là.", "date limite 2023"])
def test_what_only_looks_like_a_date_header_is_text(put: Put, text: str) -> None:
    article = only(put("a.txt", text))
    assert (article.date, article.text) == (None, text)


def test_front_matter(put: Put) -> None:
    head = "---\nTitle: L'accord : un tournant\ndate: 2023-01-23\nsource: 'Le Journal'\nurl: https://a.example/1\nid: 0012\ntags: [a]\n---\n"
    for suffix in (".txt", ".md"):
        assert only(put("a" + suffix, head + FRENCH)) == Article(
            "0012", FRENCH, "L'accord : un tournant", "2023-01-23", "Le Journal", "https://a.example/1"
        )


@pytest.mark.parametrize(
    "text", ["---\nDeux filets et du texte.\n---\nSuite.", "--- Un tiret. ---", "---\ntitle: jamais fermé"]
)
def test_rules_around_prose_are_text(put: Put, text: str) -> None:
    assert only(put("a.txt", text)).text == text


def test_text_is_kept_but_for_line_ends_nfc_and_blanks(put: Put) -> None:
    article = only(put("a.txt", "\ufeff\n Un  e\u0301te\u0301\u202f: « ça »\u00a0!\r\n\r\nFin.\r \n"))
    assert article.text == "Un  été\u202f: « ça »\u00a0!\n\nFin."


# --- Markdown ---------------------------------------------------------------------------------------


def test_markdown_markup_is_dropped_and_words_are_kept(put: Put) -> None:
    text = """# Un *titre*

**Microsoft** investit dans
[OpenAI](https://openai.com "t") & `Azure`.<br>
![Une photo](a.png)

Un intertitre
-------------

- un point
- deux points

2022. Une année noire.

> Une citation.

| Nom | Part |
|---|---|
| Airbus | 50 % |

<div>Un bloc</div>
<!-- rien -->
"""
    article = only(put("a.md", text))
    assert article.title == "Un titre"
    assert article.text.split("\n\n") == [
        "Microsoft investit dans OpenAI & Azure.",
        "Un intertitre",
        "un point",
        "deux points",
        "2022. Une année noire.",
        "Une citation.",
        "Nom | Part",
        "Airbus | 50 %",
        "Un bloc",
    ]


def test_markdown_title_of_the_front_matter_wins(put: Put) -> None:
    article = only(put("a.md", f"---\ntitle: Le vrai titre\n---\n# Une rubrique\n\n{FRENCH}"))
    assert (article.title, article.text) == ("Le vrai titre", f"Une rubrique\n\n{FRENCH}")
    again = only(put("b.md", f"---\ntitle: Le titre\n---\n# Le titre\n\n{FRENCH}"))
    assert (again.title, again.text) == ("Le titre", FRENCH)


# --- HTML -------------------------------------------------------------------------------------------


def test_html_keeps_the_article_of_the_page() -> None:
    article = only(examples_dir() / "2024-07-ariane-6.html")
    assert article.title == "Ariane 6 réussit son premier décollage"
    assert (article.date, article.source) == ("2024-07-10", "Le Journal des Orbites")
    assert article.url == "https://journal-des-orbites.example/2024/07/ariane-6"
    assert article.text.startswith("Ariane 6 a décollé")
    assert article.text.endswith("réutilisable.")
    assert "Accueil" not in article.text
    assert len(list(iter_paragraphs(article.text))) == 5


def test_html_date_is_not_guessed_from_the_text(put: Put) -> None:
    article = only(put("a.htm", f"<p>{FRENCH} La société est née le 3 mars 2011.</p><p>© 2019</p>"))
    assert article.date is None


def test_html_without_an_article(put: Put) -> None:
    articles, report = read(put("a.html", "<html><head></head><body></body></html>"))
    assert not articles
    assert "no article was found" in report.errors[0][1]


# --- JSON Lines -------------------------------------------------------------------------------------


def test_json_lines(put: Put) -> None:
    lines = [
        {
            "text": FRENCH,
            "title": "T",
            "date": "2023-01-23T10:00:00+01:00",
            "source": "S",
            "url": "http://a.example",
            "x": [],
        },
        {"id": 7, "text": "Bonjour.", "date": 2023, "title": None},
    ]
    path = put("stem.jsonl", "\n\n".join(json.dumps(line) for line in lines))
    articles, report = read(path)
    assert articles == [
        Article("stem-0001", FRENCH, "T", "2023-01-23", "S", "http://a.example"),
        Article("7", "Bonjour.", date="2023"),
    ]
    assert report == Report()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "a', "is no JSON (Unterminated string starting at)"),
        ("[" * 100_000, "is no JSON"),
        ('{"text": "a", "id": ' + "9" * 5000 + "}", "is no JSON"),
        ("[1]", "is a list; write one object on each line"),
        ("null", "is missing"),
        ('{"titre": "a"}', 'text is missing; give each line a "text"'),
        ('{"text": 3}', "text is a number"),
        ('{"text": ["a"]}', "text is a list"),
        ('{"text": " \\n"}', "holds no text"),
        ('{"text": "a", "title": {}}', "title is an object; make it text"),
        ('{"text": "a", "id": true}', "id is true or false; make it text or a whole number"),
        ('{"text": "a", "id": 1.5}', "id is a number"),
        ('{"text": "a", "id": "x/y"}', "id 'x/y' will not do"),
        ('{"text": "a", "id": ".."}', "id '..' will not do"),
        ('{"text": "a", "id": "x\\u0007y"}', "id 'x\\x07y' will not do"),
        ('{"text": "a", "id": "\\ud800"}', "id '\\ud800' will not do"),
        ('{"text": "a", "id": "' + "x" * 300 + '"}', "longer than 200 characters"),
        ('{"text": "a", "date": "hier"}', "date 'hier' is none; write YYYY, YYYY-MM or YYYY-MM-DD"),
        ('{"text": "a", "date": ["2023"]}', "date is a list"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named_and_the_others_are_read(put: Put, line: str, message: str) -> None:
    articles, report = read(put("a.jsonl", f'{{"text": "Un."}}\n{line}\n{{"text": "Deux."}}\n'))
    assert [a.id for a in articles] == ["a-0001", "a-0003"]
    [(where, said)] = report.errors
    assert where.endswith("a.jsonl:2")
    assert message in said
    assert "\n" not in said


def test_lone_surrogates_and_controls_become_harmless(put: Put) -> None:
    articles, report = read(put("a.jsonl", '{"text": "Un \\ud83d et \\u0000 deux \\u2028fin."}'))
    assert articles[0].text == "Un \ufffd et   deux \nfin."
    assert articles[0].sha256
    assert report.warnings[0][1].startswith("holds control characters (2)")


def test_an_address_that_is_none_is_left_out(put: Put) -> None:
    articles, report = read(put("a.jsonl", '{"text": "Un.", "url": "javascript:alert(1)"}'))
    assert articles[0].url is None
    assert "is no web address" in report.warnings[0][1]


# --- dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2023", "2023"),
        ("2023-01", "2023-01"),
        ("2023-01-23", "2023-01-23"),
        ("2023-01-23T10:00:00+01:00", "2023-01-23"),
        ("2023-01-23T10:00Z", "2023-01-23"),
        ("2023-01-23 10:00:00.123", "2023-01-23"),
        ("23 janvier 2023", "2023-01-23"),
        ("lundi 23 janvier 2023", "2023-01-23"),
        ("Dimanche 1er Août 2021", "2021-08-01"),
        ("février\u00a02020", "2020-02"),
        ("29 fevrier 2020", "2020-02-29"),
        ("23/01/2023", "2023-01-23"),
        ("3.1.2023", "2023-01-03"),
    ],
)
def test_dates(written: str, iso: str) -> None:
    assert parse_date(written) == iso


@pytest.mark.parametrize(
    "written",
    ["2023-13", "2023-13-45", "2023-02-29", "hier", "", "23", "0000", "2023-1", "20230123", "31/02/2023", "01/23/2023",
     "janvier", "２０２３", "2023-01-23T", "32 janvier 2023", "x" * 1000],
)  # fmt: skip
def test_what_is_no_date(written: str) -> None:
    with pytest.raises(FormatError, match="is none; write YYYY, YYYY-MM or YYYY-MM-DD") as raised:
        parse_date(written)
    assert len(str(raised.value)) < 120


@given(st.dates())
def test_every_day_is_read(day: object) -> None:
    assert parse_date(str(day)) == str(day)


@pytest.mark.parametrize("head", [" date 2023-13 ", "---\ndate: 2023-13\n---\n"])
def test_a_wrong_date_is_an_error_of_its_article(put: Put, head: str) -> None:
    articles, report = read(put("a.txt", head + FRENCH), put("b.txt", FRENCH))
    assert [a.id for a in articles] == ["b"]
    [(where, said)] = report.errors
    assert where.endswith("a.txt")
    assert said == "date '2023-13' is none; write YYYY, YYYY-MM or YYYY-MM-DD"


@pytest.mark.parametrize("yaml", ["a: b: c", "a: [", "\ta: b", "a: " + "[" * 2000, "a: &x [*x", "%YAML 9"])
def test_broken_front_matter(put: Put, yaml: str) -> None:
    articles, report = read(put("a.md", f"---\n{yaml}\n---\n{FRENCH}"))
    assert not articles
    assert report.errors[0][1].startswith("front matter")
    assert "\n" not in report.errors[0][1]


def test_yaml_bombs_and_tags_stay_unexpanded(put: Put) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{i}: &b{i} [*{'a' if not i else f'b{i - 1}'}, *a]\n" for i in range(60))
    article = only(put("a.txt", f"---\n{bomb}source: !!python/object:os.system le Journal\n---\n{FRENCH}"))
    assert article.source == "le Journal"


# --- encodings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"),
     ("utf-32", "UTF-32"), ("latin-1", "Windows-1252 (Latin-1)"), ("cp1252", "Windows-1252 (Latin-1)")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.html", "a.md"])
def test_encodings(put: Put, encoding: str, named: str, name: str) -> None:
    texts = [FRENCH, "Été à Orléans : « ça » va."]
    whole = {
        "a.jsonl": "\r\n".join(json.dumps({"text": t}, ensure_ascii=False) for t in texts),
        "a.html": f"<html><body><article><p>{texts[0]}</p><p>{texts[1]}</p></article></body></html>",
    }.get(name, "\r\n\r\n".join(texts))
    path = put(name, whole.encode(encoding))
    articles, report = read(path)
    assert "\n\n".join(a.text for a in articles) == "\n\n".join(texts)
    assert not report.errors
    assert [w for w, _ in report.warnings] == [str(path)] * bool(named)
    assert all(named in said for _, said in report.warnings)


def test_windows_characters_are_read(put: Put) -> None:
    articles, _ = read(put("a.txt", "L’œuvre coûte 3 €".encode("cp1252")))
    assert articles[0].text == "L’œuvre coûte 3 €"


def test_a_few_broken_bytes_do_not_spoil_utf8(put: Put) -> None:
    articles, report = read(put("a.txt", FRENCH.encode() + b" \xff."))
    assert articles[0].text == FRENCH + " \ufffd."
    assert report.warnings[0][1] == "is not UTF-8 everywhere (1 broken, now « \ufffd »); mend it"


BINARIES = {
    "a.txt": b"%PDF-1.7\n1 0 obj",
    "b.txt": b"PK\x03\x04\x14\x00",
    "c.md": b"\x89PNG\r\n\x1a\n\x00",
    "d.html": b"\xff\xd8\xff\xe0JFIF",
    "e.jsonl": b"\x1f\x8b\x08\x00",
    "f.txt": random.Random(0).randbytes(5000),
    "g.txt": b"texte\x00binaire et la suite",
    "h.txt": b"\x01\x02\x03\x04ab",
    "i.jsonl": random.Random(1).randbytes(5000).replace(b"\x00", b"\n"),
}


@pytest.mark.parametrize("name", BINARIES)
def test_binary_files_are_refused_with_a_cure(put: Put, name: str) -> None:
    articles, report = read(put(name, BINARIES[name]))
    assert not articles
    assert not report.warnings
    assert all("\n" not in said and ";" in said for _, said in report.errors)
    assert report.errors


# --- files and folders --------------------------------------------------------------------------------


def test_folders_are_read_sorted_without_hidden_files(put: Put, tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", ".x.txt", ".git/y.txt", "sub/c.md", "sub/deep/d.htm", "z.png", "LISEZMOI"):
        put(name, f"<p>{FRENCH} {name}</p>")
    articles, report = read(tmp_path)
    assert [a.id for a in articles] == ["a", "b", "c", "d"]
    assert [(Path(where).name, said) for where, said in report.skipped] == [
        ("LISEZMOI", "has no suffix; only .txt, .md, .html, .htm, .jsonl are read"),
        ("z.png", "suffix '.png' is not known; only .txt, .md, .html, .htm, .jsonl are read"),
    ]
    assert not report.errors


def test_folder_of_nothing(put: Put, tmp_path: Path) -> None:
    put("a.png", "x")
    articles, report = read(tmp_path)
    assert not articles
    assert report.errors == [(str(tmp_path), "holds no article; put .txt, .md, .html, .htm, .jsonl files into it")]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing.txt", "no such file or folder; check the path"),
        ("", "the path is empty; name a file, a folder, or - for standard input"),
        ("a\0b.txt", "no file can have this name; check the path"),
        ("\ud800.txt", "no file can have this name; check the path"),
        ("x" * 5000 + ".txt", "cannot be read (File name too long); check the file"),
        (os.devnull, "is no ordinary file; give it on standard input, as -"),
    ],
)
def test_paths_that_lead_nowhere(put: Put, path: str, message: str) -> None:
    articles, report = read(path, put("b.txt", FRENCH))
    assert [a.id for a in articles] == ["b"]
    [(where, said)] = report.errors
    assert said == message
    assert where.isprintable()
    assert where


def test_unknown_suffix_named_outright_is_an_error(put: Put) -> None:
    _, report = read(put("a.docx", "x"), put("b", "x"))
    cure = "save it as one of .txt, .md, .html, .htm, .jsonl"
    assert [said for _, said in report.errors] == [f"suffix '.docx' is not known; {cure}", f"has no suffix; {cure}"]


@pytest.mark.parametrize("data", ["", " \n\t\r\n ", "\ufeff", "\u200b\u00a0", " date 2023-01", "---\ntitle: a\n---\n"])
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_empty_files(put: Put, data: str, suffix: str) -> None:
    articles, report = read(put("a" + suffix, data))
    assert not articles
    assert [said for _, said in report.errors] == ["holds no text; write the article into it, or leave it out"]


def test_empty_json_lines(put: Put) -> None:
    _, report = read(put("a.jsonl", "\n \n"))
    assert report.errors[0][1] == 'is empty; write one object with a "text" on each line'


def test_permission_denied(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    shut, free = put("a.txt", FRENCH), put("b.txt", FRENCH)
    opened = Path.open

    def deny(self: Path, *args: object, **kwargs: object) -> object:
        if self == shut:
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", deny)
    articles, report = read(shut, free)
    assert [a.id for a in articles] == ["b"]
    assert report.errors == [(str(shut), "may not be read; change its permissions")]


def test_an_error_in_the_middle_of_reading(put: Put) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    report = Report()
    articles = list(read_articles(["-", put("b.txt", FRENCH)], report=report, stdin=Broken()))
    assert [a.id for a in articles] == ["b"]
    assert report.errors == [(STDIN_NAME, "cannot be read (Input/output error); check the file")]


def test_ids_are_stems_in_nfc_with_plain_blanks(put: Put) -> None:
    assert only(put("Été\u00a0à l'« X ».fr.txt".replace("É", "E\u0301"), FRENCH)).id == "Été à l'« X ».fr"


# --- duplicates ---------------------------------------------------------------------------------------


def test_one_id_with_two_texts_is_an_error_that_names_both(put: Put) -> None:
    first, second = put("x/a.txt", "Un."), put("y/a.txt", "Deux.")
    articles, report = read(first, second)
    assert [a.text for a in articles] == ["Un."]
    assert report.errors == [(str(second), f"has the id 'a' of {first}, but another text; rename one of them")]


def test_the_same_article_twice_is_skipped(put: Put) -> None:
    first, second = put("x/a.txt", "Un."), put("y/a.md", "Un.")
    articles, report = read(first, second, first)
    assert len(articles) == 1
    assert not report.errors
    assert report.skipped == [(str(where), f"is the same article as {first}") for where in (second, first)]


# --- standard input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "article"),
    [
        (" date 2023-01 Bonjour.", Article("stdin", "Bonjour.", date="2023-01")),
        ('\n {"text": "Bonjour."}', Article("stdin-0002", "Bonjour.")),
        ("\ufeff{\"text\": \"Bonjour.\", \"id\": \"x\"}", Article("x", "Bonjour.")),
        (f"<!DOCTYPE html><html><body><p>{FRENCH}</p></body></html>", Article("stdin", FRENCH)),
        ("x" * 9000 + "é", Article("stdin", "x" * 9000 + "é")),
    ],
)  # fmt: skip
def test_stdin(data: str, article: Article) -> None:
    assert read("-", stdin=data.encode()) == ([article], Report())


def test_stdin_that_is_not_there() -> None:
    assert read("-")[1].errors == [("stdin", "there is no standard input here; name files or folders")]


def test_stdin_is_left_open_and_may_be_a_pipe() -> None:
    code = (
        "import sys\nfrom kg.articles import read_articles\nfrom kg.records import Report\n"
        "n = len(list(read_articles(['-'], report=Report(), stdin=sys.stdin.buffer)))\n"
        "assert not sys.stdin.buffer.closed\nsys.exit(n)"
    )
    lines = "\n".join(json.dumps({"text": f"Article {i}."}) for i in range(99)).encode()
    for data in (lines, lines.decode().encode("utf-16")):
        done = subprocess.run([sys.executable, "-c", code], input=data, check=False, cwd=Path(__file__).parents[1])
        assert done.returncode == 99


# --- size ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl"])
def test_a_huge_line_is_refused_quickly_in_little_memory(put: Put, name: str) -> None:
    path = put(name, b"x" * 20_000_000 + (b'\n{"text": "Un."}' if name.endswith("l") else b""))
    tracemalloc.start()
    began = time.perf_counter()
    articles, report = read(path)
    taken, (_, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 5
    assert peak < 6 * MAX_BYTES
    assert "longer than 2,000,000 characters, the limit for one article; split it" in report.errors[0][1]
    assert len(articles) == name.endswith(".jsonl")


def test_just_over_the_limit(put: Put) -> None:
    _, report = read(put("a.txt", "x" * (MAX_CHARACTERS + 1)))
    assert "longer than" in report.errors[0][1]


def test_json_lines_stream(put: Put) -> None:
    line = json.dumps({"text": FRENCH * 250}) + "\n"
    path = put("a.jsonl", line * 300)
    tracemalloc.start()
    assert sum(1 for _ in read_articles([path], report=Report())) == 300
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 6_000_000
    assert peak < 2_000_000


@pytest.mark.parametrize("text", ["a" + " " * 10**6 + "b", "a\n" * 100_000, "." * 10**6, "[" * 30_000, "*a " * 30_000])
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_no_text_takes_long(put: Put, text: str, suffix: str) -> None:
    path = put("a" + suffix, text)
    began = time.perf_counter()
    for article in read(path)[0]:
        assert list(iter_paragraphs(article.text))
    assert time.perf_counter() - began < 10


# --- language -----------------------------------------------------------------------------------------


OTHERS = {
    "English": ENGLISH,
    "German": "Der Konzern teilte am Montag mit, dass er mehrere Milliarden Dollar in das Unternehmen investieren werde.",
    "Spanish": "La compañía anunció el lunes una inversión de varios miles de millones de dólares en la empresa creadora.",
    "Italian": "La società ha annunciato lunedì un investimento di diversi miliardi di dollari nella società che lo ha creato.",
    "Portuguese": "A empresa anunciou na segunda-feira um investimento de vários milhares de milhões de dólares na empresa.",
    "Dutch": "Het bedrijf kondigde maandag een investering van enkele miljarden dollars aan, aldus een verklaring van de top.",
    "a script other than Latin": "Компания объявила в понедельник о многомиллиардных инвестициях в создателя чат-бота.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_skipped_by_name(put: Put, language: str) -> None:
    path = put("a.txt", OTHERS[language])
    articles, report = read(path, put("b.txt", FRENCH))
    assert [a.id for a in articles] == ["b"]
    assert report.skipped == [(str(path), f"is in {language}; only French is read")]


@pytest.mark.parametrize(
    "text",
    [
        "OK.",
        "12 34 56 " * 100,
        "PSG - Marseille : 2-1. Lyon - Nantes : 0-0. Lille - Rennes : 3-2. Brest - Lorient : 1-1.",
        "Mort à Palo Alto en 2011, Steve Jobs reste la figure tutélaire d'Apple.",
        "Basée à Barcelone, l'ONG Open Arms a secouru 112 personnes au large de Lampedusa.",
        "Le viaduc de Millau enjambe le Tarn, en plein Aveyron.",
        f"Selon le communiqué, « {ENGLISH} » {FRENCH} Les syndicats, eux, ont dénoncé une opération conclue dans leur dos.",
    ],
)
def test_what_may_be_french_is_french(text: str) -> None:
    assert other_language(text) is None


def test_french_articles_load_no_detector() -> None:
    code = (
        "import sys\nfrom kg.articles import read_articles\nfrom kg.records import Report\n"
        f"paths = [{str(examples_dir())!r}]\n"
        "assert len(list(read_articles(paths, report=Report()))) == 8\n"
        "sys.exit('lingua' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[1]).returncode == 0


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, kg.articles; sys.exit(bool({'yaml', 'trafilatura', 'markdown_it', 'lingua', 'spacy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[1]).returncode == 0


# --- paragraphs -----------------------------------------------------------------------------------------


def paragraphs(text: str) -> list[str]:
    return [text[start:end] for start, end in iter_paragraphs(text)]


WRAPPED = """Le constructeur d'autobus électriques a annoncé mardi le rachat
de Lithélan, un fabricant de batteries installé à Grenoble. M.
Correlier dirigera la filiale. Elle promet d'agrandir l'usine de
Varenne, où le groupe emploie déjà 430 salariés."""


def test_blank_lines_part_paragraphs() -> None:
    assert paragraphs("\n\nUn.\n \t\nDeux.\n\n\n\n  Trois. \n") == ["Un.", "Deux.", "Trois."]


def test_lines_are_paragraphs_unless_wrapped() -> None:
    lines = [FRENCH, "Un intertitre", FRENCH + " " + FRENCH, "Fin."]
    assert paragraphs("\n".join(lines)) == lines
    assert paragraphs(WRAPPED) == [WRAPPED]
    assert paragraphs(f"{WRAPPED}\n{WRAPPED}") == [WRAPPED, WRAPPED]


def test_lists_stay_lists() -> None:
    assert paragraphs("- Un point\n- Deux points\n- Trois points") == ["- Un point", "- Deux points", "- Trois points"]


def test_endless_paragraphs_are_cut_after_sentences() -> None:
    text = (FRENCH + " ") * 1000
    found = paragraphs(text)
    assert len(found) == 5
    assert all(p.endswith("Grenoble.") and len(p) <= 20_000 for p in found)
    assert [len(p) for p in paragraphs("x" * 45_000)] == [20_000, 20_000, 5_000]


texts = st.one_of(
    st.text(),
    st.text(alphabet="ab.É »-\n\t\u00a0\u2028\x0b\x1c", max_size=300),
    st.lists(st.sampled_from([*WRAPPED.split("\n"), "", " ", "- a", FRENCH, "x" * 25_000, "y " * 11_000])).map(
        "\n".join
    ),
)


@given(texts)
@example("\x1c\n\x85a")
def test_paragraphs_are_ordered_disjoint_and_cover_all(text: str) -> None:
    last = 0
    for start, end in iter_paragraphs(text):
        assert last <= start < end
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


# --- laws for any input ---------------------------------------------------------------------------------


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept == unicodedata.normalize("NFC", kept).strip()
    assert kept.encode() is not None


@given(st.binary(max_size=500))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except ArticleError as error:
        text = str(error)
    assert "\r" not in text


headed = st.tuples(
    st.sampled_from(
        [b"", b" date 2023-01 ", b"---\n", b"---\ntitle: ", b"# ", b'{"text": "', b"<html><p>", b"\xff\xfe"]
    ),
    st.one_of(st.binary(max_size=300), texts.map(lambda t: t[:300].encode("utf-8", "replace"))),
    st.sampled_from([b"", b"\n---\n", b'"}\n', b"\x00"]),
).map(b"".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(data=headed, suffix=st.sampled_from(sorted(READERS)))
def test_no_bytes_crash_a_reader(data: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    for articles, report in (read(path), read("-", stdin=data)):
        for article in articles:
            assert article.text == clean(article.text) != ""
            assert article.sha256
            assert article.id.isprintable()
            assert all(article.text[start:end] for start, end in iter_paragraphs(article.text))
        for where, said in report.errors + report.skipped + report.warnings:
            assert where
            assert said
            assert said.isprintable()
            assert where.isprintable()
        assert articles or report.errors or report.skipped


# --- the examples ---------------------------------------------------------------------------------------


def test_the_examples_are_eight_good_articles() -> None:
    articles, report = read(examples_dir())
    assert report == Report()
    assert len(articles) == 8
    assert all(article.date for article in articles)
    assert all(150 <= len(article.text.split()) <= 250 for article in articles)
    assert all(article.id.startswith(f"{article.date[:7]}-") for article in articles if article.date)
    assert {path.suffix for path in examples_dir().iterdir()} == {".txt", ".md", ".html", ".jsonl"}
