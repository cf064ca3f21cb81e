"""The graph in a folder: one writer, readers who notice nothing, and nothing by halves."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_cases import extraction

from kg.changes import add
from kg.errors import StoreError
from kg.found import original
from kg.graph.store import MemoryStore, Store, open_store, save_as
from kg.records import Article, Entity, Extraction

ROOT = Path(__file__).resolve().parent.parent


def content(store: Store) -> list[str]:
    return sorted(map(str, store.quads()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a graph of one article in a folder."""
    store = open_store(tmp_path / "graph.oxi", create=True)
    store.replace(extraction("a"))
    store.save()
    return tmp_path / "graph.oxi"


def names(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


def test_a_reader_sees_what_was_saved_when_it_opened(path):
    reader, writer = open_store(path), open_store(path)
    before = content(reader)
    writer.replace(extraction("b"))
    assert list(open_store(path).articles()) == ["a"]
    writer.save()
    writer.retract("a")
    writer.save()
    assert content(reader) == before
    assert list(open_store(path).articles()) == ["b"]
    assert (path / "1").is_dir(), "somebody reads it"
    del reader
    writer.replace(extraction("c"))
    writer.save()
    assert names(path) == {"kg.json", "lock", "4"}


def test_a_second_writer_is_told(path):
    one, two = open_store(path), open_store(path)
    one.replace(extraction("b"))
    with pytest.raises(StoreError, match=r"graph\.oxi: somebody else is writing it; wait"):
        two.replace(extraction("c"))
    assert list(two.articles()) == ["a"]
    one.save()
    with pytest.raises(StoreError, match="was changed after it had been opened; open it again"):
        two.replace(extraction("c"))
    two = open_store(path)
    two.replace(extraction("c"))
    two.save()
    assert list(open_store(path).articles()) == ["a", "b", "c"]


def test_a_writer_in_another_process(path):
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from graph_cases import extraction\n"
        "from kg.graph.store import open_store\n"
        f"store = open_store({str(path)!r})\n"
        "store.replace(extraction('b'))\n"
        "print(flush=True)\n"
        "input()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=-1, stdout=-1) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert list(open_store(path).articles()) == ["a"]
        with pytest.raises(StoreError, match="somebody else is writing it"):
            open_store(path).retract("a")
        process.kill()
    store = open_store(path)
    store.replace(extraction("c"))
    store.save()
    assert list(open_store(path).articles()) == ["a", "c"]


def test_a_change_that_is_refused_changes_nothing(path):
    store = open_store(path)
    with pytest.raises(StoreError, match="no article 'zzz'"):
        store.retract("zzz")
    other = open_store(path)
    other.replace(extraction("b"))  # the lock is free again
    other.save()


def test_missing_foreign_and_damaged(path, tmp_path):
    def refused(name: str, **options: bool) -> str:
        with pytest.raises(StoreError) as error:
            open_store(tmp_path / name, **options)
        message = str(error.value)
        assert message.startswith(str(tmp_path / name))
        assert "\n" not in message
        assert len(message) < 300
        return message

    assert "no such graph; `kg build" in refused("none.oxi")
    (tmp_path / "file.oxi").write_text("x")
    assert "is a file" in refused("file.oxi")
    (tmp_path / "foreign.oxi").mkdir()
    (tmp_path / "foreign.oxi" / "letter.txt").write_text("x")
    assert "not a graph that kg made" in refused("foreign.oxi", create=True)
    ox.Store(str(tmp_path / "bare.oxi"))
    assert "an Oxigraph store, but not one that kg made" in refused("bare.oxi", create=True)
    for data in (b"", b"{}", b"[]", b'{"layout": 99, "version": 1, "base": "a:b/"}', b'{"layout": 1, "version": 1}'):
        before = (path / "kg.json").read_bytes()
        (path / "kg.json").write_bytes(data)
        assert "damaged" in refused("graph.oxi")
        (path / "kg.json").write_bytes(before)
    for cut in [*sorted((path / "1").glob("*.sst")), path / "1" / "CURRENT"]:
        cut.write_bytes(cut.read_bytes()[:10])
    assert "damaged" in refused("graph.oxi")


def test_a_folder_of_the_layout_before_is_read_and_written_in_the_one_of_now(path):
    """Its register is missing, and an earlier kg would not keep the one that is written: it must refuse the folder."""
    pointer = path / "kg.json"
    pointer.write_text(pointer.read_text().replace('"layout": 2', '"layout": 1'))
    store = open_store(path)
    assert list(store.articles()) == ["a"]
    assert '"layout": 1' in pointer.read_text()
    store.replace(extraction("b"))
    store.save()
    assert '"layout": 2' in pointer.read_text()
    assert list(open_store(path).articles()) == ["a", "b"]


def test_one_base(path):
    with pytest.raises(StoreError, match="use one base IRI"):
        open_store(path, base="https://other.example/")
    assert open_store(path, base="https://kg.example/").ns.base == "https://kg.example/"


def test_any_store_is_saved_as_a_folder_and_back(path, tmp_path):
    store = MemoryStore()
    store.replace(extraction("b"))
    save_as(store, path)
    assert content(open_store(path)) == content(store)
    save_as(open_store(path), tmp_path / "copy.nq")
    assert content(open_store(tmp_path / "copy.nq")) == content(store)
    foreign = tmp_path / "foreign.oxi"
    foreign.mkdir()
    (foreign / "letter.txt").write_text("x")
    with pytest.raises(StoreError, match="not a graph that kg made"):
        save_as(store, foreign)


def fill(store: Store) -> None:
    for i in range(100):
        store.replace(extraction(f"b{i}"))
        store.save()


def test_full_disk_leaves_the_saved_graph(path):
    store = open_store(path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(StoreError, match=r"graph\.oxi: cannot be written .*; the saved graph is as it was"):
            fill(store)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    kept = list(open_store(path).articles())
    assert kept[0] == "a"
    store = open_store(path)
    store.replace(extraction("c"))
    store.save()
    assert list(open_store(path).articles()) == sorted([*kept, "c"])


@pytest.mark.skipif(not os.geteuid(), reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(path):
    path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be written"):
        open_store(path).retract("a")
    assert list(open_store(path).articles()) == ["a"]
    path.chmod(0o700)


KILLED = """
import sys; sys.path.insert(0, "tests")
from graph_cases import extraction
from kg.graph.store import open_store
print(flush=True)
for i in range(1000):
    store = open_store(sys.argv[1])
    store.replace(extraction(f"b{i % 7}", entities=extraction().entities[: i % 5]))
    if i % 3 == 0 and "a" in store.articles():
        store.retract("a")
    else:
        store.replace(extraction("a"))
    store.save()
"""


@pytest.mark.long
def test_killed_at_random_moments(path):
    """It opens again; each save is there wholly or not at all; facts are what the articles give."""
    rng = random.Random(5)
    for _ in range(50):
        with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, stdout=-1) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(rng.uniform(0, 0.4))
            process.kill()
        found = open_store(path)
        anew = MemoryStore()
        for x in found.extractions():
            anew.replace(x)
        assert content(found) == content(anew)


def told(id: str) -> Extraction:
    """Return what an article alone gives, by its id: articles whose names and classes change one another's."""
    if id.startswith("b"):
        return extraction(id)
    name, cls = (("MICROSOFT", "Organization"), ("Microsoft", "Product"), ("Groupe Microsoft", "Company"))[
        int(id[1:]) % 3
    ]
    return Extraction(Article(id, name), (Entity("0", name, cls),))


KILLED_BUILDING = """
import sys; sys.path.insert(0, "tests")
import random
from test_disk import told
from kg.changes import add, retract
from kg.graph.store import open_store
from kg.ontology import load_ontology
rng = random.Random(int(sys.argv[2]))
ontology = load_ontology()
print(flush=True)
while True:
    store = open_store(sys.argv[1])
    if not rng.randrange(3) and len(there := list(store.articles())) > 2:
        retract(store, rng.sample(there, 2), ontology)
    else:
        add(store, [told(f"{rng.choice('bc')}{rng.randrange(9)}") for _ in range(3)], ontology)
    store.save()
"""


@pytest.mark.long
def test_killed_amid_builds_and_retractions(tmp_path, ontology):
    """It opens again; each article is there wholly or not at all; the whole is one build of what is there."""
    path, rng, seen = tmp_path / "graph.oxi", random.Random(7), set()
    begun = open_store(path, create=True)
    begun.describe(ontology)
    add(begun, [told("b0"), told("c0")], ontology)
    begun.save()
    begun.close()
    for i in range(50):
        command = [sys.executable, "-c", KILLED_BUILDING, str(path), str(i)]
        with subprocess.Popen(command, cwd=ROOT, stdout=-1) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(rng.uniform(0, 1))
            process.kill()
        found = open_store(path)
        articles = list(found.articles())
        assert [original(x) for x in found.extractions()] == [told(id) for id in articles]
        once = MemoryStore(ontology=ontology)
        add(once, map(told, articles), ontology)
        assert content(found) == content(once)
        seen.add(tuple(articles))
    assert len(seen) > 2, "the writers got somewhere"


@pytest.mark.parametrize("cut", [0, 100, -1])
def test_any_file_that_was_cut_off(path, tmp_path, cut):
    """The graph is refused in one line, or is whole: no part of it is taken for all."""
    whole = content(open_store(path))
    for name in sorted(p.name for p in (path / "1").iterdir()):
        copy = tmp_path / f"{name}.oxi"
        shutil.copytree(path, copy)
        data = (copy / "1" / name).read_bytes()
        (copy / "1" / name).write_bytes(data[:cut])
        try:
            assert content(open_store(copy)) == whole
        except StoreError as error:
            assert str(error).startswith(str(copy))  # noqa: PT017
            assert "\n" not in str(error)  # noqa: PT017


def test_where_nobody_may_write(tmp_path):
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", Path("/proc")):
        with pytest.raises(StoreError) as error:
            open_store(folder / "graph.oxi", create=True)
        assert "cannot be" in str(error.value)
        assert "\n" not in str(error.value)
