"""One suite for every store: a graph is the same wherever it lives."""

from __future__ import annotations

import gzip
import os
import random
import resource
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from graph_cases import MICROSOFT, OPENAI, extraction, extractions, spot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from sparql_server import sparql_server

from kg.errors import StoreError
from kg.graph import vocabulary as v
from kg.graph.dataset import Namespaces
from kg.graph.files import write_whole
from kg.graph.store import STORES, MemoryStore, Store, open_store
from kg.graph.trig import trig
from kg.records import Article, Entity, Extraction

ROOT = Path(__file__).resolve().parent.parent


def memory(folder: Path) -> Store:
    return MemoryStore()


def file(folder: Path) -> Store:
    return open_store(folder / "graph.trig", create=True)


def compressed(folder: Path) -> Store:
    return open_store(folder / "graph.trig.gz", create=True)


def of_form(form: str) -> Callable[[Path], Store]:
    return lambda folder: open_store(folder / f"graph{form}", create=True)


#: Add a store here, and it is held to all that follows.
MAKERS: dict[str, Callable[[Path], Store]] = {
    "memory": memory,
    "trig": file,
    "trig.gz": compressed,
    **{form: of_form(form) for form in (".nq", ".nq.gz", ".jsonld", ".jsonld.gz", ".oxi")},
}


@pytest.fixture(params=[*MAKERS, "http://"])
def store(request, tmp_path) -> Iterator[Store]:
    if request.param in MAKERS:
        yield MAKERS[request.param](tmp_path)
        return
    with sparql_server() as server:
        yield open_store(server.address, create=True)


def test_every_form_of_path_is_tested():
    assert {"." + m.lstrip(".") for m in MAKERS} - {".memory"} == {s for s in STORES if "://" not in s}


def content(store: Store) -> list[str]:
    return sorted(map(str, store.quads()))


def facts(store: Store) -> set[tuple[str, str, str]]:
    found = store.select("SELECT ?s ?p ?o { GRAPH kg:facts { ?s ?p ?o } }")
    return {(row[0], row[1], row[2]) for row in found.rows}


def test_keeps_the_protocol(store):
    assert isinstance(store, Store)


def test_empty(store):
    assert store.articles() == {}
    assert list(store.extractions()) == []
    assert list(store.quads()) == []


def test_returns_what_was_put_in(store):
    one, two = extraction("b"), extraction("a")
    store.replace(one)
    store.replace(two)
    assert store.articles() == {"a": two.article.sha256, "b": one.article.sha256}
    assert list(store.extractions()) == [two, one]


def test_facts(store):
    store.replace(extraction())
    assert facts(store) == {
        ("ent:Bloomberg", "rdf:type", "kg:MediaOrganization"),
        ("ent:Bloomberg", "rdfs:label", "Bloomberg"),
        ("ent:Microsoft", "kg:also_known_as", "le groupe"),
        ("ent:Microsoft", "kg:founded_on", "1975-04"),
        ("ent:Microsoft", "rdf:type", "kg:Company"),
        ("ent:Microsoft", "rdfs:label", "Microsoft"),
        ("ent:Microsoft", "skos:altLabel", "MS"),
        ("ent:Microsoft", "skos:altLabel", "le groupe"),
        ("ent:OpenAI", "rdf:type", "kg:Company"),
        ("ent:OpenAI", "rdfs:label", "OpenAI"),
        ("ent:Orange_(Company)", "rdf:type", "kg:Company"),
        ("ent:Orange_(Company)", "rdfs:label", "Orange"),
        ("ent:Satya_Nadella", "kg:ceo_of", "ent:Microsoft"),
        ("ent:Satya_Nadella", "rdf:type", "kg:Person"),
        ("ent:Satya_Nadella", "rdfs:label", "Satya Nadella"),
        ("ent:Satya_Nadella", "skos:altLabel", "Nadella"),
    }


def test_a_fact_lives_as_long_as_one_article_supports_it(store):
    ceo = ("ent:Satya_Nadella", "kg:ceo_of", "ent:Microsoft")
    store.replace(extraction("a"))
    store.replace(extraction("b"))
    assert store.select("SELECT ?w { ?w kg:ceo_of ent:Microsoft }").rows == (("ent:Satya_Nadella",),)
    store.retract("a")
    assert ceo in facts(store)
    x = extraction("b")
    over = tuple(replace(s, former=True) for s in x.statements)
    store.replace(replace(x, statements=over))
    assert ceo not in facts(store)
    store.replace(x)
    assert ceo in facts(store)
    doubtful = tuple(replace(s, factuality="uncertain") for s in x.statements)
    store.replace(replace(x, statements=doubtful))
    assert ceo not in facts(store)


def test_retracting_undoes_adding(store):
    store.replace(extraction("a"))
    before = content(store)
    store.replace(extraction("b"))
    store.retract("b")
    assert content(store) == before
    store.retract("a")
    assert content(store) == []


def test_retracting_what_is_not_there(store):
    with pytest.raises(StoreError, match="no article 'zzz'"):
        store.retract("zzz")


@given(st.lists(extractions(ids=st.sampled_from("abcd")), max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_only_the_last_version_of_each_article_counts(versions, rng):
    store, fresh = MemoryStore(), MemoryStore()
    for i, x in enumerate(versions):
        store.replace(x)
        if i % 2:
            content(store)  # settles the facts at odd moments
    last = list({x.article.id: x for x in versions}.values())
    rng.shuffle(last)
    for x in last:
        fresh.replace(x)
    assert content(store) == content(fresh)


def test_order_of_articles_changes_nothing(store, ontology):
    store.describe(ontology)
    versions = [
        Extraction(Article("a", "x"), (Entity("e", "ONU", "Organization", ("Nations unies",)),)),
        Extraction(Article("b", "x"), (Entity("e", "Nations unies", "InternationalOrganization"),)),
        Extraction(Article("c", "x"), (Entity("e", "Onu", "Place"),)),
    ]
    seen = set()
    for seed in range(6):
        random.Random(seed).shuffle(versions)
        for x in versions:
            store.replace(x)
        seen.add(frozenset(facts(store)))
        for x in versions:
            store.retract(x.article.id)
    assert seen == {
        frozenset(
            {
                ("ent:e", "rdf:type", "kg:InternationalOrganization"),
                ("ent:e", "kg:other_class", "kg:Organization"),
                ("ent:e", "kg:other_class", "kg:Place"),
                ("ent:e", "rdfs:label", "Nations unies"),
                ("ent:e", "skos:altLabel", "ONU"),
                ("ent:e", "skos:altLabel", "Onu"),
            }
        )
    }


def test_ontology_is_there_to_query(store, ontology):
    store.describe(ontology)
    store.replace(extraction())
    found = store.select("SELECT ?x { ?x a/rdfs:subClassOf* kg:Organization } ORDER BY ?x").rows
    assert [row[0] for row in found] == ["ent:Bloomberg", "ent:Microsoft", "ent:OpenAI", "ent:Orange_(Company)"]
    labels = store.select('SELECT ?l { ent:Satya_Nadella ?p ent:Microsoft . ?p rdfs:label ?l FILTER(LANG(?l) = "fr") }')
    assert len(labels.rows) == 1
    assert not store.select(
        "ASK { GRAPH <https://kg.example/ontology> { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) } }"
    )
    assert not store.select('ASK { ?s ?p ?o FILTER(CONTAINS(STR(?p), "/lexicon#")) }')
    before = content(store)
    store.describe(ontology)
    assert content(store) == before


def test_no_triple_is_counted_twice(store, ontology):
    """Oxigraph's union returns a triple once for each graph that it stands in."""
    store.describe(ontology)
    store.replace(extraction("a"))
    store.replace(extraction("b"))
    triples = [str(q.triple) for q in store.quads()]
    assert len(triples) == len(set(triples))


def test_rdflib_view(store):
    store.replace(extraction())
    answer = store.dataset().query("SELECT ?who WHERE { ?who kg:ceo_of ent:Microsoft }")
    assert [str(row.who) for row in answer] == ["https://kg.example/entity/Satya_Nadella"]


def test_saved_and_opened_again(store, tmp_path, ontology):
    store.describe(ontology)
    store.replace(extraction("b"))
    store.replace(extraction("a"))
    store.save(tmp_path / "copy.trig")
    again = open_store(tmp_path / "copy.trig")
    assert list(again.extractions()) == list(store.extractions())
    assert content(again) == content(store)
    again.save(tmp_path / "again.trig")
    assert (tmp_path / "again.trig").read_bytes() == (tmp_path / "copy.trig").read_bytes()


def test_text_that_was_not_kept_keeps_its_hash(tmp_path):
    x = extraction()
    store = MemoryStore(keep_text=False)
    store.replace(x)
    store.save(tmp_path / "a.trig")
    assert "schema:text" not in (tmp_path / "a.trig").read_text("utf-8")
    again = open_store(tmp_path / "a.trig")
    bare = next(again.extractions())
    again.replace(replace(bare, entities=bare.entities[:-1]))
    assert again.articles() == {x.article.id: x.article.sha256}


# ── the TriG file ────────────────────────────────────────────────────────────


def test_trig_is_the_same_for_both_parsers(tmp_path, ontology):
    store = MemoryStore(ontology=ontology)
    store.replace(extraction())
    store.save(tmp_path / "a.trig")
    data = (tmp_path / "a.trig").read_bytes()
    assert sorted(map(str, ox.parse(data, format=ox.RdfFormat.TRIG))) == content(store)
    with_rdflib = rdflib.Dataset()
    with_rdflib.parse(data=data.decode(), format="trig")
    for name in {q.graph_name for q in store.quads()}:
        ours = rdflib.Graph()
        quads = [q.triple for q in store.quads() if q.graph_name == name]
        ours.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES), format="nt")
        assert isomorphic(with_rdflib.graph(rdflib.URIRef(name.value)), ours)


@given(st.lists(extractions(), max_size=2, unique_by=lambda x: x.article.id))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_valid_trig(tmp_path, drawn):
    store = MemoryStore()
    for x in drawn:
        store.replace(x)
    path = tmp_path / "any.trig"
    store.save(path)
    assert list(open_store(path).extractions()) == sorted(drawn, key=lambda x: x.article.id)
    parsed = rdflib.Dataset()
    parsed.parse(data=path.read_bytes().decode(), format="trig")
    assert len(list(parsed.quads())) == len(content(store))


def test_surrogates_do_not_break_a_graph():
    store = MemoryStore()
    store.replace(Extraction(Article("a", "b"), (Entity("e", "x\udc80", "Company"),)))
    assert ("ent:e", "rdfs:label", "x\ufffd") in facts(store)


def test_same_articles_same_bytes_whatever_the_order_and_the_hash_seed(tmp_path):
    script = textwrap.dedent(
        """
        import sys; sys.path.insert(0, "tests")
        from graph_cases import extraction
        from kg.graph.store import MemoryStore
        from kg.graph.export import FORMATS, export
        from kg.ontology import load_ontology
        store = MemoryStore(ontology=load_ontology())
        for id in sys.argv[2]:
            store.replace(extraction(id))
        store.save(sys.argv[1])
        for name in FORMATS:
            open(sys.argv[1] + "." + name, "wb").write(export(store, name))
        """
    )
    for seed, order in (("1", "abc"), ("2", "cab")):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", script, tmp_path / f"{seed}.trig", order], cwd=ROOT, env=env, check=True)
    for one in sorted(tmp_path.glob("1.trig*")):
        assert one.read_bytes() == one.with_name(one.name.replace("1", "2", 1)).read_bytes(), one.name


def test_trig_is_grouped_for_a_reader(tmp_path, ontology):
    store = MemoryStore(ontology=ontology)
    store.replace(extraction("b"))
    store.replace(extraction("a"))
    store.save(tmp_path / "a.trig")
    lines = (tmp_path / "a.trig").read_text("utf-8").splitlines()
    assert lines[0] == "# kg graph, articles: 2"
    graphs = [line.removesuffix(" {") for line in lines if line.endswith(" {") and not line.startswith(" ")]
    assert graphs == ["kg:facts", "kg:compared", "<https://kg.example/ontology>", "art:a", "art:b"]
    assert "    ent:Satya_Nadella a kg:Person ;" in lines
    assert "@prefix art: <https://kg.example/article/> ." in lines


def test_compressed_file(tmp_path):
    store = MemoryStore()
    store.replace(extraction())
    store.save(tmp_path / "a.trig.gz")
    store.save(tmp_path / "a.trig")
    assert gzip.decompress((tmp_path / "a.trig.gz").read_bytes()) == (tmp_path / "a.trig").read_bytes()
    assert list(open_store(tmp_path / "a.trig.gz").extractions()) == [extraction()]


def test_another_base_is_found_again(tmp_path):
    store = MemoryStore(ns=Namespaces("https://data.example.org/"))
    store.replace(extraction())
    store.save(tmp_path / "a.trig")
    again = open_store(tmp_path / "a.trig")
    assert again.ns.base == "https://data.example.org/"
    assert again.select("SELECT ?w { ?w kg:ceo_of ent:Microsoft }").rows == (("ent:Satya_Nadella",),)
    with pytest.raises(StoreError, match="one base IRI"):
        open_store(tmp_path / "a.trig", base="https://kg.example/")


@pytest.mark.parametrize("form", [s for s in STORES if "://" not in s])
def test_the_same_graph_in_every_form(tmp_path, ontology, form):
    store = MemoryStore(ontology=ontology)
    store.replace(extraction("b"))
    store.replace(extraction("a"))
    path = tmp_path / f"copy{form}"
    store.save(path)
    again = open_store(path)
    assert content(again) == content(store)
    assert list(again.extractions()) == list(store.extractions())
    if path.is_file():
        before = path.read_bytes()
        again.save()
        assert path.read_bytes() == before
    MemoryStore().save(path)
    assert content(open_store(path)) == []


def test_turtle_is_an_export(tmp_path):
    for name in ("a.ttl", "a.ttl.gz", "a.turtle"):
        with pytest.raises(StoreError) as error:
            open_store(tmp_path / name, create=True)
        assert "Turtle cannot keep articles apart; use .trig" in one_line(error)


# ── what cannot be opened ────────────────────────────────────────────────────


def saved(tmp_path: Path) -> bytes:
    store = MemoryStore()
    store.replace(extraction("a"))
    store.replace(extraction("b"))
    store.save(tmp_path / "whole.trig")
    return (tmp_path / "whole.trig").read_bytes()


def one_line(error: pytest.ExceptionInfo[StoreError]) -> str:
    message = str(error.value)
    assert "\n" not in message
    assert len(message) < 300
    return message


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"bonjour",
        b"\xff\xfe\x00",
        b"<a:a> <a:b> <a:c> .",
        b"<https://x.example/g> { <a:a> <a:b> <a:c> }",
        b"<https://x.example/g> { <https://x.example/g> a <https://schema.org/NewsArticle> }",
        b"@prefix kg: <https://kg.example/ontology#> . kg:facts { [] a kg:Company }",
        b"{",
        b'{"json": true}',
    ],
)
def test_foreign_files(tmp_path, data):
    path = tmp_path / "a.trig"
    path.write_bytes(data)
    with pytest.raises(StoreError) as error:
        open_store(path)
    assert str(path) in one_line(error)


def test_files_that_were_cut_off(tmp_path):
    data = saved(tmp_path)
    path = tmp_path / "a.trig"
    boundary = data.index(b"\nart:b {")
    for end in (boundary, len(data) // 2, len(data) - 3):
        path.write_bytes(data[:end])
        with pytest.raises(StoreError) as error:
            open_store(path)
        assert str(path) in one_line(error)


@pytest.mark.parametrize("form", [".nq", ".jsonld"])
def test_other_files_that_were_cut_off_or_are_foreign(tmp_path, form):
    path = tmp_path / f"a{form}"
    saved(tmp_path)
    open_store(tmp_path / "whole.trig").save(path)
    data = path.read_bytes()
    lines = data.splitlines(keepends=True)
    cuts = [data[: len(data) // 2], data[:-3], b"".join(lines[:-1]), b"".join(lines[: len(lines) // 2])]
    for broken in (
        *cuts,
        b"",
        b"bonjour",
        b"\xff\xfe\x00",
        b'{"json": true}',
        b"<a:a> <a:b> <a:c> <a:g> .\n",
        b"{}",
        b"[]",
    ):
        path.write_bytes(broken)
        with pytest.raises(StoreError) as error:
            open_store(path)
        assert str(path) in one_line(error)


def test_compressed_files_that_are_broken(tmp_path):
    path = tmp_path / "a.trig.gz"
    for data in (b"bonjour", gzip.compress(saved(tmp_path))[:-20], b""):
        path.write_bytes(data)
        with pytest.raises(StoreError) as error:
            open_store(path)
        one_line(error)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(StoreError, match="no such file"):
        open_store(tmp_path / "a.trig")
    (tmp_path / "b.trig").mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        open_store(tmp_path / "b.trig")


def test_unknown_form_of_path(tmp_path):
    for path in ("graph.docx", "graph", "ftp://a.example/", ""):
        with pytest.raises(StoreError) as error:
            open_store(path)
        assert all(form in one_line(error) for form in STORES)
    with pytest.raises(StoreError, match="kg export"):
        MemoryStore().save(tmp_path / "a.ttl")
    with pytest.raises(StoreError, match="name one"):
        MemoryStore().save()


# ── writing whole files ──────────────────────────────────────────────────────


def test_write_whole_replaces_and_leaves_nothing_beside(tmp_path):
    path = tmp_path / "a.trig"
    write_whole(path, b"un")
    path.chmod(0o640)
    write_whole(path, b"deux")
    assert path.read_bytes() == b"deux"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_parts_are_written_whole_or_not_at_all(tmp_path):
    def broken():
        yield b"new "
        raise StoreError("the rest cannot be had")

    path = tmp_path / "a.trig"
    write_whole(path, iter([b"o", b"ld"]))
    with pytest.raises(StoreError, match="the rest"):
        write_whole(path, broken())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("run", [1, 7, 10**6])
def test_files_are_the_same_however_many_parts_they_are_written_in(tmp_path, monkeypatch, run):
    """Runs of N-Quads that are merged, graphs one after the other, parts of a folder: as all at once."""
    store = MemoryStore()
    for id in ("b", "a", "é"):
        store.replace(extraction(id))
    monkeypatch.setattr("kg.graph.trig._RUN", run)
    monkeypatch.setattr("kg.graph.disk._PART", run)
    for form in (".nq", ".trig", ".nq.gz", ".oxi"):
        store.save(tmp_path / f"g{form}")
        assert set(open_store(tmp_path / f"g{form}").quads()) == set(store.quads())
    lines = (tmp_path / "g.nq").read_bytes().splitlines(keepends=True)
    assert lines[1:] == sorted(ox.serialize(store.quads(), format=ox.RdfFormat.N_QUADS).splitlines(keepends=True))
    assert gzip.decompress((tmp_path / "g.nq.gz").read_bytes()) == b"".join(lines)
    assert (tmp_path / "g.trig").read_text().partition("\n")[2] == trig(store.quads(), store.ns.prefixes)


def test_write_whole_follows_a_link(tmp_path):
    (tmp_path / "real").write_bytes(b"un")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", b"deux")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"deux"


def test_write_whole_to_a_device():
    write_whole("/dev/null", b"x")


def test_write_whole_where_it_cannot(tmp_path):
    for path in (tmp_path, tmp_path / "no" / "a.trig"):
        with pytest.raises(StoreError) as error:
            write_whole(path, b"x")
        assert "cannot be written" in one_line(error)
    if os.geteuid():
        tmp_path.chmod(0o500)
        with pytest.raises(StoreError, match="permission denied"):
            write_whole(tmp_path / "a.trig", b"x")
        tmp_path.chmod(0o700)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("named", [False, True])
def test_full_disk_leaves_the_old_file(tmp_path, monkeypatch, named):
    path = tmp_path / "a.trig"
    path.write_bytes(b"old")
    if named:
        monkeypatch.delattr(os, "O_TMPFILE")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(StoreError, match="file too large"):
            write_whole(path, b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_without_unnamed_files(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "O_TMPFILE")
    write_whole(tmp_path / "a.trig", b"un")
    write_whole(tmp_path / "a.trig", b"deux")
    assert (tmp_path / "a.trig").read_bytes() == b"deux"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("after", [0.0, 0.02, 0.1, 0.2])
def test_killed_midway_leaves_a_whole_file_and_nothing_else(tmp_path, after):
    path = tmp_path / "a.trig"
    path.write_bytes(b"old")
    size = 50_000_000
    script = f"from kg.graph.files import write_whole\nprint(flush=True)\nwrite_whole({str(path)!r}, b'x' * {size})"
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after)
        process.kill()
    assert path.stat().st_size in (3, size)
    assert list(tmp_path.iterdir()) == [path]


def test_ends_of_statements_that_no_list_names():
    x = extraction()
    lone = replace(x, entities=(MICROSOFT,), mentions=())
    store = MemoryStore()
    store.replace(lone)
    assert list(store.extractions()) == [lone]
    assert ("ent:OpenAI", "rdf:type", "kg:Company") in facts(store)
    assert spot(x.article, "OpenAI").quote == OPENAI.name
    assert v.FACTS.value.endswith("facts")
