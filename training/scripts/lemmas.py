"""Learn the tables of the lemmatizer (`kg.language.lemmas`) from treebanks.

The lemmatizer looks a form up under its part of speech, then tries endings; both come from the training
trees, so no outside lexicon (and no other licence) enters the model, and lemmas cost no training time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import verbs
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc

import kg.language.lemmas  # noqa: F401 - the component

RULED = ("adj", "adp", "adv", "aux", "cconj", "det", "noun", "pron", "punct", "sconj", "verb")
CONTEXT = 4
SUPPORT = {"adj": 2, "noun": 2, "verb": 12}
TRUST = 0.5

Pairs = dict[str, dict[str, str]]


def add_lemmatizer(nlp: Language, docs: Iterable[Doc]) -> None:
    """Add the lemmatizer to the pipeline, its tables learnt from annotated documents."""
    tables = lemma_tables(docs)
    nlp.add_pipe("kg_lemmas", name="lemmatizer").initialize(lookups=tables)  # type: ignore[attr-defined]


def lemma_tables(docs: Iterable[Doc]) -> Lookups:
    """Return the tables `lemma_index`, `lemma_exc` and `lemma_rules`."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for doc in docs:
        for token in doc:
            if token.lemma_ and token.lemma_ != "_":
                seen[token.pos_.lower(), token.text.lower()][token.lemma_] += 1
    pairs: Pairs = defaultdict(dict)
    frequency: Counter[str] = Counter()
    for (pos, form), lemmas in sorted(seen.items()):
        if pos in RULED:
            pairs[pos][form] = min(lemmas, key=lambda lemma: (-lemmas[lemma], lemma))
            frequency.update(lemmas if pos == "verb" else {})
    pairs["verb"] = pairs["aux"] | pairs["verb"]
    _conjugate(pairs["verb"], frequency)
    lookups = Lookups()
    lookups.add_table("lemma_exc", {pos: {f: [m] for f, m in found.items()} for pos, found in pairs.items()})
    lookups.add_table("lemma_rules", {pos: _rules(pairs[pos], SUPPORT[pos]) if pos in SUPPORT else [] for pos in RULED})
    # An index entry is returned as its own lemma before the exceptions are read: it holds only such forms.
    index = {pos: dict.fromkeys(sorted(_lemmas(found) - _inflected(found)), 1) for pos, found in pairs.items()}
    lookups.add_table("lemma_index", index)
    return lookups


def _conjugate(pairs: dict[str, str], frequency: Counter[str]) -> None:
    """Add the forms the treebanks lack; a form of two verbs goes to the more frequent one."""
    infinitives = {lemma for lemma in frequency if lemma.endswith(("er", "ir", "re", "ïr"))} | set(verbs.VERBS)
    for infinitive in sorted(infinitives, key=lambda verb: (-frequency[verb], not verb.endswith("er"), verb)):
        pairs.setdefault(infinitive, infinitive)
        for form in sorted(verbs.forms(infinitive)):
            pairs.setdefault(form, infinitive)


def _lemmas(pairs: dict[str, str]) -> set[str]:
    """Return the lemmas of one part of speech."""
    return set(pairs.values())


def _inflected(pairs: dict[str, str]) -> set[str]:
    """Return the forms whose lemma is another form."""
    return {form for form, lemma in pairs.items() if form != lemma}


def _rules(pairs: dict[str, str], support: int) -> list[list[str]]:
    """Return the endings worth replacing, the longest and surest first."""
    endings: Counter[str] = Counter()
    changes: Counter[tuple[str, str]] = Counter()
    for form, lemma in pairs.items():
        if not form.isalpha() or not lemma.isalpha():
            continue
        for length in range(1, len(form)):
            endings[form[len(form) - length :]] += 1
        common = _common_prefix(form, lemma)
        for context in range(CONTEXT + 1):
            cut = common - context
            if cut >= 1:
                changes[form[cut:], lemma[cut:]] += 1
    kept = [
        (old, new, count)
        for (old, new), count in changes.items()
        if old and count >= support and count / endings[old] >= TRUST
    ]
    kept.sort(key=lambda rule: (-len(rule[0]), -rule[2] / endings[rule[0]], rule[0], rule[1]))
    return [[old, new] for old, new, _ in kept]


def _common_prefix(one: str, other: str) -> int:
    """Return the length of the common beginning."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length
