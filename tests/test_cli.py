"""The command line: what it prints, what it leaves behind, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
import rdflib
from typer.testing import CliRunner, Result

from kg import cli
from kg.cli import app
from kg.resources import examples_dir

if TYPE_CHECKING:
    from spacy.language import Language

    from tests.conftest import Kg

GOOD = "Satya Nadella est le PDG de Microsoft. Microsoft a investi dans OpenAI.\n"
ENGLISH = (
    "The company said on Monday that it would invest several billion dollars in the research laboratory, "
    "and that its chief executive would visit the new office in the spring with the whole board.\n"
)
KEYS = (
    "article subject subject_type predicate object object_type factuality attributed_to date amount currency share role "
    "former quote start end confidence rule support"
).split()
FORMATS = "jsonl csv turtle trig nquads jsonld graphml".split()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_BASE_IRI", raising=False)
    return tmp_path


@pytest.fixture
def loaded(pipeline: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds of this process share one pipeline."""
    import kg.language.pipeline as module

    real = module.load_pipeline
    monkeypatch.setattr(module, "load_pipeline", lambda name=None: pipeline if name is None else real(name))


def kg(*args: str | Path, stdin: bytes | None = None) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(a) for a in args], input=stdin)


def lines(text: str, start: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(start)]


# ── the command itself ───────────────────────────────────────────────────────


def test_help_imports_nothing_heavy(run_kg: Kg, record_property) -> None:
    began = time.perf_counter()
    assert run_kg("--help").returncode == 0
    record_property("help_seconds", round(time.perf_counter() - began, 3))
    heavy = {"spacy", "pandas", "numpy", "rdflib", "pyoxigraph", "networkx", "pyvis", "rich", "jinja2"}
    code = f"import kg.cli, sys; print(sorted({heavy!r} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_version() -> None:
    result = kg("--version")
    assert re.fullmatch(r"kg \d+\.\d+\.\d+\S*\n", result.stdout)
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "command", ["build", "query", "show", "export", "stats", "explain", "validate", "demo", "retract"]
)
def test_every_command_explains_itself(command: str) -> None:
    result = kg(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["nosuch"],
        ["build"],
        ["build", "a.txt", "--nosuch"],
        ["build", "a.txt", "--min-confidence", "2"],
        ["build", "a.txt", "-o", "."],
        ["build", "a.txt", "-o", "nowhere/graph.trig"],
        ["build", "a.txt", "-o", "graph.docx"],
        ["query", "graph.trig"],
        ["query", "graph.trig", "ASK {}", "-f", "query.rq"],
        ["query", "graph.trig", "ASK {}", "--named", "timeline"],
        ["query", "graph.trig", "ASK {}", "--format", "xlsx"],
        ["show", "graph.trig", "--limit", "0"],
        ["show", "graph.trig", "--lang", "de"],
        ["explain", "graph.trig"],
        ["retract", "graph.trig"],
    ],
    ids=" ".join,
)
def test_misuse_ends_with_2(folder: Path, args: list[str]) -> None:
    result = kg(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: " in result.stderr
    assert list(folder.iterdir()) == []


def test_an_output_that_is_an_input_is_refused(folder: Path) -> None:
    Path("a.trig").write_text(GOOD)
    assert kg("build", "a.trig", "-o", "./a.trig").exit_code == 2
    assert Path("a.trig").read_text() == GOOD


@pytest.mark.parametrize(
    "args", [["query", "{}", "ASK {{}}"], ["show", "{}"], ["export", "{}"], ["stats", "{}"], ["explain", "{}", "x"], ["validate", "{}"], ["retract", "{}", "a"]],
    ids=lambda a: a[0],
)  # fmt: skip
@pytest.mark.parametrize("content", [None, b"", b"not a graph \x00\xff", b"<a> <b> <c> ."])
def test_a_graph_that_is_none_is_one_line(folder: Path, args: list[str], content: bytes | None) -> None:
    if content is not None:
        Path("g.trig").write_bytes(content)
    before = sorted(folder.iterdir())
    result = kg(*(a.format("g.trig") for a in args))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert re.fullmatch(r"error: .*g\.trig.*\n", result.stderr)
    assert sorted(folder.iterdir()) == before


# ── build: inputs ────────────────────────────────────────────────────────────

BAD: dict[str, bytes] = {
    "empty.txt": b"",
    "blanks.txt": b" \n\t\n  \r\n",
    "binary.txt": bytes(range(256)) * 40,
    "big.txt": b"mot " * 5_000_000,
    "date.txt": b"---\ndate: 2023-02-31\n---\n" + GOOD.encode(),
    "broken.jsonl": b'{"id": "x1", "text": "Microsoft a investi dans OpenAI."}\n{"id": "x2", "text": \n',
}


@pytest.mark.usefixtures("loaded")
def test_bad_inputs_are_named_and_the_rest_is_built(folder: Path) -> None:
    for name, data in BAD.items():
        Path(name).write_bytes(data)
    Path("good.txt").write_text(GOOD)
    result = kg("build", *BAD, "missing.txt", "good.txt", "-o", "graph.trig")
    assert result.exit_code == 1
    assert result.stdout == ""
    errors = lines(result.stderr, "error: ")
    for name in [*BAD, "missing.txt"]:
        (line,) = [e for e in errors if name in e]
        assert len(line) < 250
        assert re.search(r"[;:(] ?\S", line.split(name, 1)[1]), "what and the cure"
    assert "Traceback" not in result.stderr
    assert re.match(r"2 articles read, 0 skipped, 7 errors; \d+ statements about \d+ entities in graph\.trig$",
                    result.stderr.splitlines()[-1])  # fmt: skip
    answer = kg("query", "graph.trig", "SELECT ?a WHERE { ?a a schema:NewsArticle } ORDER BY ?a", "--format", "csv")
    assert answer.stdout.split() == ["a", "art:good", "art:x1"]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("name", [*BAD, "missing.txt"])
def test_nothing_read_leaves_the_output_as_it_was(folder: Path, name: str) -> None:
    if name in BAD:
        Path(name).write_bytes(BAD[name].splitlines()[-1] if name.endswith(".jsonl") else BAD[name])
    Path("old.trig").write_bytes(b"old")  # a foreign file
    Path("graph.trig").write_bytes(OLD)
    for output in ("old.trig", "graph.trig", "new.trig", "new.oxi"):
        result = kg("build", name, "-o", output)
        assert result.exit_code == 1
        assert f"{output} not written" in result.stderr.splitlines()[-1]
    assert Path("old.trig").read_bytes() == b"old"
    assert Path("graph.trig").read_bytes() == OLD
    assert not Path("new.trig").exists()
    assert not Path("new.oxi").exists()


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1", "utf-8-sig"])
def test_other_encodings_are_read(folder: Path, encoding: str) -> None:
    Path("a.txt").write_bytes(
        "Le président a été élu. Société Générale a racheté Boursorama à Élancourt.".encode(encoding)
    )
    result = kg("build", "a.txt", "-o", "graph.trig")
    assert result.exit_code == 0
    assert len(lines(result.stderr, "warning: a.txt: ")) == (encoding != "utf-8-sig")
    text = kg("query", "graph.trig", "SELECT ?t WHERE { ?a schema:text ?t }", "--format", "csv").stdout
    assert "a été élu" in text
    assert "Élancourt" in text


@pytest.mark.usefixtures("loaded")
def test_another_language_is_skipped_and_named(folder: Path) -> None:
    Path("en.txt").write_text(ENGLISH)
    Path("fr.txt").write_text(GOOD)
    result = kg("build", "en.txt", "fr.txt", "-o", "graph.trig")
    assert result.exit_code == 0
    assert len(lines(result.stderr, "skipped: en.txt: ")) == 1
    assert result.stderr.splitlines()[-1].startswith("1 article read, 1 skipped, 0 errors; ")


@pytest.mark.usefixtures("loaded")
def test_two_articles_of_one_id_are_an_error_that_names_both(folder: Path) -> None:
    for name, text in (("un", GOOD), ("deux", "Google a racheté Fitbit pour deux milliards de dollars.")):
        Path(name).mkdir()
        Path(name, "a.txt").write_text(text)
    result = kg("build", "un", "deux", "-o", "graph.trig")
    assert result.exit_code == 1
    (line,) = lines(result.stderr, "error: ")
    assert "un" in line
    assert "deux" in line


@pytest.mark.usefixtures("loaded")
def test_standard_input(folder: Path) -> None:
    result = kg("build", "-", "-o", "graph.trig", stdin=GOOD.encode())
    assert result.exit_code == 0
    assert "Nadella" in kg("explain", "graph.trig", "Satya Nadella").stdout


@pytest.mark.usefixtures("loaded")
def test_quiet_says_nothing_but_errors(folder: Path) -> None:
    Path("a.txt").write_bytes("Société Générale a racheté Boursorama à Élancourt.".encode("latin-1"))
    result = kg("build", "a.txt", "missing.txt", "-o", "graph.trig", "--quiet")
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: missing.txt: ")


@pytest.mark.usefixtures("loaded")
def test_base_iri_text_and_confidence(folder: Path) -> None:
    Path("a.txt").write_text(GOOD)
    assert kg("build", "a.txt", "-o", "g.trig", "--base-iri", "https://data.example/", "--no-text").exit_code == 0
    trig = Path("g.trig").read_text()
    assert "https://data.example/entity/" in trig
    assert "https://kg.example/entity/" not in trig
    assert "schema:text" not in trig
    assert kg("build", "a.txt", "-o", "none.trig", "--min-confidence", "1").exit_code == 0
    exported = kg("export", "none.trig", "--format", "jsonl").stdout
    assert all(json.loads(line)["confidence"] == 1 for line in exported.splitlines())


@pytest.mark.usefixtures("loaded")
def test_base_iri_from_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_BASE_IRI", "https://env.example/")
    Path("a.txt").write_text(GOOD)
    assert kg("build", "a.txt", "-o", "g.trig").exit_code == 0
    assert "https://env.example/entity/" in Path("g.trig").read_text()


@pytest.mark.parametrize("model", ["no_such_pipeline", "."])
def test_a_model_that_is_none_is_one_line(folder: Path, model: str) -> None:
    Path("a.txt").write_text(GOOD)
    result = kg("build", "a.txt", "--model", model, "-o", "graph.trig")
    assert result.exit_code == 1
    assert re.fullmatch(r"error: .+; .+\n", result.stderr)
    assert not Path("graph.trig").exists()


def test_an_ontology_that_is_none_is_one_line(folder: Path) -> None:
    Path("a.txt").write_text(GOOD)
    result = kg("build", "a.txt", "--ontology", "nowhere", "-o", "graph.trig")
    assert result.exit_code == 1
    assert re.fullmatch(r"error: nowhere/.+\n", result.stderr)


# ── build: outputs whole or not at all ───────────────────────────────────────


#: A graph without articles.
OLD = b"# kg graph, articles: 0\n"


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("articles") / "a.txt"
    path.write_text(GOOD)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("call", ["os.fsync", "os.link", "os.replace"])
def test_killed_while_writing(folder: Path, article: Path, call: str) -> None:
    """Whichever step of writing the process dies at, the old file stands."""
    Path("graph.trig").write_bytes(OLD)
    module, name = call.split(".")
    code = (
        f"import os, signal, sys, {module}\n"
        f"{module}.{name} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from kg.cli import main\n"
        f"sys.argv = ['kg', 'build', {str(article)!r}, '-o', 'graph.trig']\n"
        "main()"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=120)
    if process.returncode == 0:  # writing does not go by this call
        assert Path("graph.trig").read_bytes() != OLD
    else:
        assert process.returncode == -signal.SIGKILL
        assert Path("graph.trig").read_bytes() == OLD


@pytest.mark.slow
def test_killed_half_way(folder: Path, run_kg: Kg) -> None:
    Path("many.jsonl").write_text("".join(json.dumps({"id": f"a{i}", "text": GOOD}) + "\n" for i in range(20_000)))
    Path("graph.trig").write_bytes(OLD)
    command = [sys.executable, "-m", "kg", "build", "many.jsonl", "-o", "graph.trig"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(4)
    process.kill()
    process.wait()
    assert Path("graph.trig").read_bytes() == OLD


def test_interrupted(folder: Path) -> None:
    """Ctrl-C while it waits for standard input."""
    Path("graph.trig").write_bytes(OLD)
    command = [sys.executable, "-m", "kg", "build", "-", "-o", "graph.trig"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert stderr.splitlines()[-1].startswith("error: interrupted")
    assert "Traceback" not in stderr
    assert Path("graph.trig").read_bytes() == OLD


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.usefixtures("loaded")
def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    Path("a.txt").write_text(GOOD)
    Path("closed").mkdir(mode=0o500)
    result = kg("build", "a.txt", "-o", "closed/graph.trig")
    assert result.exit_code == 1
    assert len(lines(result.stderr, "error: closed/graph.trig")) == 1


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(folder: Path, run_kg: Kg) -> None:
    made = []
    for seed in ("0", "7"):
        trig, page = folder / f"{seed}.trig", folder / f"{seed}.html"
        assert run_kg("build", examples_dir(), "-o", trig, env={"PYTHONHASHSEED": seed}).returncode == 0
        assert run_kg("show", trig, "-o", page, env={"PYTHONHASHSEED": seed}).returncode == 0
        made.append((trig.read_bytes(), page.read_bytes()))
    assert made[0] == made[1]


# ── asking ───────────────────────────────────────────────────────────────────

WHO = "SELECT ?who ?name WHERE { ?who kg:ceo_of ent:Microsoft ; rdfs:label ?name }"


def test_query_formats(folder: Path, demo_trig: Path) -> None:
    table = kg("query", demo_trig, WHO)
    assert table.exit_code == 0
    assert table.stderr == ""
    assert "Satya Nadella" in table.stdout
    rows = list(csv.DictReader(io.StringIO(kg("query", demo_trig, WHO, "--format", "csv").stdout)))
    assert [row["name"] for row in rows] == ["Satya Nadella"]
    found = json.loads(kg("query", demo_trig, WHO, "--format", "json").stdout)
    assert found["head"]["vars"] == ["who", "name"]
    assert found["results"]["bindings"][0]["name"]["value"] == "Satya Nadella"


def test_query_from_a_file(folder: Path, demo_trig: Path) -> None:
    Path("query.rq").write_text(f"# Qui dirige ?\n{WHO}\n")
    assert "Satya Nadella" in kg("query", demo_trig, "-f", "query.rq").stdout
    result = kg("query", demo_trig, "-f", "missing.rq")
    assert result.exit_code == 1
    assert re.fullmatch(r"error: missing\.rq: .*\n", result.stderr)
    Path("latin.rq").write_bytes("# Où ?".encode("latin-1"))
    assert re.fullmatch(r"error: latin\.rq: .*UTF-8.*\n", kg("query", demo_trig, "-f", "latin.rq").stderr)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?x WHERE {",
        "",
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * WHERE { SERVICE <http://localhost:1/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
    ],
)
def test_a_query_that_is_refused_is_one_line(demo_trig: Path, sparql: str) -> None:
    result = kg("query", demo_trig, sparql)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert re.fullmatch(r"error: .+\n", result.stderr)


@pytest.mark.parametrize("name", FORMATS)
def test_export(folder: Path, demo_trig: Path, name: str) -> None:
    shown = kg("export", demo_trig, "--format", name)
    assert shown.exit_code == 0
    assert shown.stderr == ""
    assert kg("export", demo_trig, "--format", name, "-o", "out").exit_code == 0
    data = Path("out").read_bytes()
    assert data == shown.stdout_bytes
    match name:
        case "jsonl":
            assert {tuple(json.loads(line)) for line in data.splitlines()} == {tuple(KEYS)}
        case "csv":
            assert next(csv.reader(io.StringIO(data.decode()))) == KEYS
        case "graphml":
            assert "Satya_Nadella" in nx.parse_graphml(data.decode())
        case "turtle" | "trig" | "nquads" | "jsonld":
            known = {"jsonld": "json-ld"}.get(name, name)
            assert len(rdflib.Dataset().parse(data=data, format=known)) >= 0


def test_export_to_no_format_names_those_there_are(demo_trig: Path) -> None:
    result = kg("export", demo_trig, "--format", "docx")
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert all(name in line for name in ["docx", *FORMATS])


def test_a_reader_that_leaves_is_no_error(demo_trig: Path) -> None:
    """As `kg export … | head -n 1` does."""
    command = [sys.executable, "-m", "kg", "export", str(demo_trig), "--format", "nquads"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().endswith(b" .\n")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == cli.BROKEN_PIPE


def test_stats(demo_trig: Path) -> None:
    result = kg("stats", demo_trig)
    assert result.exit_code == 0
    assert re.search(r"^articles +8$", result.stdout, re.M)
    assert re.search(r"^ *ceo_of +\d+ *$", result.stdout, re.M)


@pytest.mark.parametrize(
    "subject", ["Satya Nadella", "satya nadella", "ent:Satya_Nadella", "https://kg.example/entity/Satya_Nadella"]
)
def test_explain(demo_trig: Path, subject: str) -> None:
    result = kg("explain", demo_trig, subject)
    assert result.exit_code == 0
    assert result.stdout.startswith("Satya Nadella (Person")
    assert re.search(
        r"Satya Nadella ceo_of Microsoft\n  « .*Nadella.* »\n  certain · .*confidence .*\n  \S+ \[\d+:\d+\] · rule \S+",
        result.stdout,
    )


def test_explain_suggests(demo_trig: Path) -> None:
    result = kg("explain", demo_trig, "Satia Nadela")
    assert result.exit_code == 1
    assert re.fullmatch(
        r"error: no entity 'Satia Nadela' in this graph; did you mean .*Satya Nadella.*\?\n", result.stderr
    )


@pytest.mark.usefixtures("loaded")
def test_validate(folder: Path) -> None:
    Path("a.txt").write_text(GOOD)
    assert kg("build", "a.txt", "-o", "good.trig").exit_code == 0
    result = kg("validate", "good.trig")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "good.trig: 0 violations\n"
    Path("bad.trig").write_text(
        Path("good.trig").read_text().replace("kg:factuality kg:certain", "kg:factuality kg:perhaps")
    )
    result = kg("validate", "bad.trig")
    assert result.exit_code == 1
    assert "factuality" in result.stdout or "factuality" in result.stderr


# ── the page ─────────────────────────────────────────────────────────────────


def test_show(folder: Path, demo_trig: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    result = kg("show", demo_trig, "-o", "page.html", "--title", "Été 2023", "--lang", "en", "--limit", "5", "--open")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "page.html" in result.stderr
    page = Path("page.html").read_text(encoding="utf-8")
    assert "<title>Été 2023</title>" in page
    assert opened == [(folder / "page.html").as_uri()]


HOSTILE = '"\'}{{%</script><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'


@pytest.mark.browser
@pytest.mark.usefixtures("loaded")
def test_markup_in_an_article_is_shown_as_text(folder: Path, browser) -> None:
    record = {"id": "a\"><img src=x onerror=window.hacked=1>", "title": HOSTILE, "source": HOSTILE, "date": "2023-01",
              "text": f"Satya Nadella, PDG de Microsoft, a écrit {HOSTILE} à OpenAI. Microsoft a investi dans OpenAI {HOSTILE}."}  # fmt: skip
    Path("a.jsonl").write_text(json.dumps(record) + "\n")
    assert kg("build", "a.jsonl", "-o", "graph.trig").exit_code == 0
    assert kg("show", "graph.trig", "-o", "graph.html", "--title", HOSTILE).exit_code == 0
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "graph.html").as_uri())
    page.wait_for_timeout(1500)
    assert page.title() == HOSTILE
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[onerror]").count() == 0
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    page.close()
