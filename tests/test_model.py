"""The French model holds its scores and its labels."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from kg.errors import FormatError
from kg.language.pipeline import load_pipeline
from kg.language.score import normalize, read_names, score, score_files

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "kg" / "models" / "fr"
SHARED = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))
LABELS = {"PER", "ORG", "LOC", "PRODUCT", "EVENT", "WORK"}
MEGABYTE = 1_000_000

TREE_FLOORS = {
    "ud/fr_sequoia-ud-test.conllu": {"pos": 0.976, "uas": 0.905, "las": 0.86, "lemma": 0.975, "sentence_f": 0.82},
    "ud/fr_gsd-ud-test.conllu": {"pos": 0.95, "uas": 0.88, "las": 0.82, "lemma": 0.965, "sentence_f": 0.9},
}
NAME_FLOORS = {"ner_f": 0.84, "ner_f_PER": 0.92, "ner_f_ORG": 0.79, "ner_f_LOC": 0.89}


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the embedded pipeline."""
    return load_pipeline(MODEL)


def corpus(name: str) -> Path:
    """Return a shared corpus, or skip the test."""
    path = SHARED / "corpora" / name
    if not path.exists():
        pytest.skip(f"no corpus at {path}; set KG_SHARED to the folder that holds corpora/")
    return path


@pytest.mark.parametrize("name", TREE_FLOORS)
def test_trees(nlp: Language, name: str) -> None:
    """Tags, trees, lemmas and sentences stay above their floors on the test treebanks."""
    found = score(nlp, corpus(name))
    assert {key: found[key] for key, floor in TREE_FLOORS[name].items() if found[key] < floor} == {}


def test_wikinews(nlp: Language) -> None:
    """Names stay above their floors on Wikinews."""
    found = score(nlp, corpus("ner/wikinews.jsonl"))
    assert {key: found[key] for key, floor in NAME_FLOORS.items() if found[key] < floor} == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("La firme de Mountain View a beaucoup investi sur cette technologie.", "Mountain View"),
        ("Le service repose sur Azure OpenAI Service, a dit le directeur.", "Azure OpenAI Service"),
        ("Bill Gates a fondé Microsoft avec Paul Allen.", "Paul Allen"),
    ],
)
def test_a_name_is_one_subtree(nlp: Language, text: str, name: str) -> None:
    """The words of a foreign name hang together."""
    doc = nlp(text)
    start = text.index(name)
    span = doc.char_span(start, start + len(name))
    assert span is not None
    assert {token.dep_ for token in span if token != span.root} == {"flat:name"}


def test_nobody_is_no_name(nlp: Language) -> None:
    """Inhabitants, acronyms of things and adverbs are no names."""
    doc = nlp("Aujourd'hui, les Espagnols votent. Récemment, le PIB a reculé.")
    assert [span.text for span in doc.ents] == []


def test_labels(nlp: Language) -> None:
    """The model gives the promised kinds of names and UD relations."""
    assert set(nlp.get_pipe("ner").labels) == LABELS
    assert {"ROOT", "nsubj", "nsubj:pass", "obl:agent", "aux:pass", "acl:relcl", "flat:name", "appos"} <= set(
        nlp.get_pipe("parser").labels
    )


def test_names_of_a_sentence(nlp: Language) -> None:
    """A person and a company are found where they stand."""
    doc = nlp(normalize("Satya Nadella, PDG de Microsoft, précise que l’entreprise investira en France."))
    found = [(span.text, span.label_) for span in doc.ents]
    assert ("Satya Nadella", "PER") in found
    assert ("Microsoft", "ORG") in found


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("A-t-il vu l'ONU ?", ["A", "-t-il", "vu", "l'", "ONU", "?"]),
        ("M. Dupont vit aujourd'hui à Notre-Dame.", "M.|Dupont|vit|aujourd'hui|à|Notre-Dame|.".split("|")),
        ("Il vient du Val-d'Oise à 15h30.", "Il|vient|du|Val-d'Oise|à|15|h|30|.".split("|")),
        ("Celui-ci, dit-elle, l'a créé.", "Celui-ci|,|dit|-elle|,|l'|a|créé|.".split("|")),
    ],
)
def test_tokens(nlp: Language, text: str, tokens: list[str]) -> None:
    """Clitics are cut off, compounds and contractions kept."""
    assert [token.text for token in nlp.make_doc(text)] == tokens


def test_lemmas(nlp: Language) -> None:
    """Verbs come back as infinitives, « du » as its preposition."""
    doc = nlp("Le groupe a racheté une filiale du constructeur et nommera une directrice.")
    lemmas = {token.text: token.lemma_ for token in doc}
    assert (lemmas["racheté"], lemmas["nommera"], lemmas["du"]) == ("racheter", "nommer", "de")


def test_sentences(nlp: Language) -> None:
    """A paragraph is cut into its sentences; « M. » ends none."""
    doc = nlp("M. Martin dirige la société Nuadéo. Il l'a fondée en 2011 à Lyon. Elle emploie 300 personnes.")
    assert [len(sentence) > 0 for sentence in doc.sents] == [True] * 3


def test_folder_is_small_and_portable() -> None:
    """The model has no machine's path in it and stays under 40 MB."""
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) < 40 * MEGABYTE
    meta = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
    assert meta["name"] == "kg_fr"
    assert meta["license"]
    for path in [MODEL / "config.cfg", MODEL / "meta.json"]:
        content = path.read_text(encoding="utf-8")
        assert '"/' not in content


def test_names_are_read_from_left_to_right(tmp_path: Path) -> None:
    """A name listed twice stands for its two mentions; one that is absent is an error."""
    path = tmp_path / "names.jsonl"
    record = {"text": "L’Oréal et L’Oréal", "ents": [["L’Oréal", "ORG"], ["L'Oréal", "ORG"]]}
    path.write_text(json.dumps(record), encoding="utf-8")
    assert [named.spans for named in read_names(path)] == [((0, 7, "ORG"), (11, 18, "ORG"))]
    path.write_text(json.dumps(record | {"ents": [["Nestlé", "ORG"]]}), encoding="utf-8")
    with pytest.raises(ValueError, match="not in the text"):
        list(read_names(path))


def test_score_refuses_other_files(tmp_path: Path) -> None:
    """A file of another kind is refused by name."""
    with pytest.raises(ValueError, match=r"notes\.txt"):
        score(spacy.blank("fr"), tmp_path / "notes.txt")


def test_a_file_that_is_no_corpus_is_named(tmp_path: Path) -> None:
    """A broken file is told by its path, in one line."""
    path = tmp_path / "names.jsonl"
    path.write_text('{"text": "sans noms"}\n', encoding="utf-8")
    with pytest.raises(FormatError, match=r"names\.jsonl: not a .conllu treebank"):
        score_files(spacy.blank("fr"), [path])


def test_other_labels_are_matched(tmp_path: Path) -> None:
    """A pipeline with `MISC` is asked for `MISC`, and `GPE` counts as `LOC`; what it lacks has no figure."""
    nlp = spacy.blank("fr")
    patterns = [{"label": "MISC", "pattern": "Excel"}, {"label": "GPE", "pattern": "Paris"}]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]
    path = tmp_path / "names.jsonl"
    record = {"text": "Excel à Paris", "spans": [[0, 5, "PRODUCT"], [8, 13, "LOC"]]}
    path.write_text(json.dumps(record), encoding="utf-8")
    found = score_files(nlp, [path])["names.jsonl"]
    assert (found["ner_f"], found["ner_f_MISC"], found["ner_f_LOC"]) == (1.0, 1.0, 1.0)
    trees = tmp_path / "trees.conllu"
    trees.write_text("1\tOui\toui\tINTJ\t_\t_\t0\troot\t_\t_\n", encoding="utf-8")
    assert set(score_files(nlp, [trees])["trees.conllu"]) <= {"token_f", "sentence_f"}
