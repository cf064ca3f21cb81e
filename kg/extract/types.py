"""What class a name has: from its label, its words, and kept gazetteers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

from kg.extract.names import fold
from kg.language import fr
from kg.language.nameheads import heads
from kg.ontology import Ontology

__all__ = ["NER_CLASSES", "Typer", "coarse_of"]

#: Labels of the embedded pipeline, of the official ones (MISC says nothing) and of OntoNotes.
NER_CLASSES = {
    "PER": "Person", "PERSON": "Person", "ORG": "Organization", "NORP": "", "LOC": "Place", "GPE": "Place",
    "FAC": "Place", "PRODUCT": "Product", "EVENT": "Event", "WORK": "Work", "WORK_OF_ART": "Work", "LAW": "Work",
    "MISC": "",
}  # fmt: skip


def coarse_of(cls: str, ontology: Ontology) -> str:
    """The class of names' labels that one is below; itself if there is none.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> coarse_of("Company", load_ontology()), coarse_of("Technology", load_ontology())
    ('Organization', 'Technology')
    """
    return next((c for c in NER_CLASSES.values() if c and ontology.is_a(cls, c)), cls)


class Typer:
    """Weighs the classes that a name may have.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> typer = Typer(load_ontology())
    >>> max(typer.of_name("Allemagne", "Place").items(), key=lambda item: item[1])[0]
    'Country'
    """

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    def of_name(self, name: str, coarse: str) -> dict[str, float]:
        """Classes of a name with their weights, given the class of its label ("" if none)."""
        votes: dict[str, float] = {}
        if coarse:
            votes[coarse] = 1.0
        folded = fold(name)
        if coarse in ("Place", "Organization", "") and folded in countries():
            votes["Country"] = 1.5
        elif coarse == "Place" and (place := _place(name)) is not None:
            votes[place] = 0.8
        elif coarse == "Place" and folded in city_countries():
            votes["City"] = 0.6
        known = known_names().get(name.replace("’", "'"))
        if known is not None:  # the table outweighs one label, and not two
            votes[known] = votes.get(known, 0.0) + 1.2
        words = name.lower().split() or [""]
        if coarse and coarse != "Person" and len(words) > 1 and words[0] in first_names() and known is None:
            votes["Person"] = votes.get("Person", 0.0) + 0.6
        for cls in self._classes_in(name.lower(), words):
            if not coarse or self.ontology.is_a(cls, coarse):
                votes[cls] = votes.get(cls, 0.0) + 0.8
        return votes

    def firm(self, name: str, coarse: str, *, is_listed: bool, is_titled: bool = False) -> frozenset[str]:
        """Classes of a name that more than its label tells of.

        Parameters
        ----------
        is_listed : bool
            A list of names knows it for what its label says; of people, that may be a part of it.
        is_titled : bool
            A title stands before it (« **Mme** X »).
        """
        found = {known} if (known := known_names().get(name.replace("’", "'"))) is not None else set()
        words = name.lower().split() or [""]
        if coarse == "Person":
            # « Claire Morel », by either part; « Filatures Aubert » is a firm
            is_named = words[0] in first_names() or (is_listed and fold(words[0]) not in heads("inside"))
            if is_titled or (len(words) > 1 and is_named):
                found.add(coarse)
            return frozenset(found)
        if not found and (is_listed or (name[:1].islower() and len(words) > 1)):  # « **mer** Caspienne »
            found.add(coarse)
        votes = self.of_name(name, coarse)
        return frozenset(found | {c for c in votes if c not in (coarse, "Person")})

    def _classes_in(self, name: str, words: Sequence[str]) -> tuple[str, ...]:
        """What the words of a name tell: « Université de X », « Azure OpenAI **Service** »."""
        nouns = self.ontology.classes_of_noun
        return nouns.get(name) or nouns.get(words[0]) or (nouns.get(words[-1], ()) if len(words) > 1 else ())

    def terms(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Start, end and class of the ontology's terms among some words: the longest that begins first, then on."""
        after = 0
        for i, word in enumerate(words):
            if i < after or word not in self._terms:
                continue
            for length, cls, rest in self._terms[word]:
                if tuple(words[i + 1 : i + length]) == rest:
                    after = i + length
                    yield i, after, cls
                    break

    @cached_property
    def _terms(self) -> dict[str, list[tuple[int, str, tuple[str, ...]]]]:
        terms: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {}
        for cls in self.ontology.classes.values():
            for term in cls.terms:
                first, *rest = _term_tokens(term)
                terms.setdefault(first, []).append((1 + len(rest), cls.name, tuple(rest)))
        for found in terms.values():
            found.sort(key=lambda item: -item[0])
        return terms


def _term_tokens(term: str) -> list[str]:
    words: list[str] = []
    for word in term.lower().split():
        head, apostrophe, tail = word.partition("'")
        words += [head + apostrophe, tail] if apostrophe and tail else [word]
    return words


#: Names that the press gives countries, and CLDR does not.
_OTHER_COUNTRY_NAMES = {
    "etats unis": "US", "usa": "US", "royaume uni": "GB", "grande bretagne": "GB", "angleterre": "GB", "ecosse": "GB",
    "pays de galles": "GB", "chine": "CN", "coree du sud": "KR", "coree du nord": "KP", "birmanie": "MM",
    "republique tcheque": "CZ", "cote d ivoire": "CI", "rdc": "CD", "republique democratique du congo": "CD",
    "congo": "CG", "emirats arabes unis": "AE", "emirats": "AE", "palestine": "PS", "vatican": "VA", "hong kong": "HK",
    "hollande": "NL", "urss": "SU",
}  # fmt: skip


@cache
def countries() -> dict[str, str]:
    """Folded French names of countries and territories → ISO 3166 code (from CLDR, by way of Babel)."""
    from babel import Locale

    territories = Locale("fr").territories
    found = {
        fold(name): code
        for code, name in sorted(territories.items())
        if len(code) == 2 and code not in ("EU", "UN", "EZ", "ZZ")
    }
    found |= _OTHER_COUNTRY_NAMES
    return found


def _table(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in rows}


@cache
def known_names() -> dict[str, str]:
    """Organizations and products most in the news → class; small tables of facts, own compilation."""
    folder = Path(__file__).parent
    return _table(folder / "products.tsv") | _table(folder / "organizations.tsv")


@cache
def alike() -> dict[str, tuple[str, ...]]:
    """Names that a firm and what it runs share → their classes: « **Waze** rachète », « installe **Waze** »."""
    return {n: tuple(c.split()) for n, c in _table(Path(__file__).parent / "alike.tsv").items()}


@cache
def _places() -> dict[str, str]:
    return _table(Path(__file__).parent / "places.tsv")


def _place(name: str) -> str | None:
    """Class of a region or city, known with its article or without: « du **Caire** »."""
    plain = name.replace("’", "'")
    forms = (plain, f"Le {plain}", f"La {plain}", f"Les {plain}")
    return next((_places()[form] for form in forms if form in _places()), None)


@cache
def first_names() -> dict[str, str]:
    """First names, lower case → "m" or "f"; a small table of facts, own compilation."""
    return _table(Path(fr.__file__).parent / "firstnames.tsv")


@cache
def city_countries() -> dict[str, str]:
    """Folded names of cities of some size → ISO 3166 code of the country that the largest of the name lies in.

    From GeoNames; `training/scripts/cities.py` writes the table, as reading all of GeoNames takes half a second.
    """
    return _table(Path(__file__).parent / "cities.tsv")
