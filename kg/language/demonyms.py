"""Demonyms: « français », « la Chancelière allemande », « franco-italien » → places."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["Demonym", "demonym", "demonyms", "home_heads", "home_signs", "is_no_country", "names_of"]

#: (name of the place, its class).
Demonym = tuple[str, str]

#: Feminine and plural endings → masculine singular, longest first.
_ENDINGS = (
    ("iennes", "ien"), ("ienne", "ien"), ("éennes", "éen"), ("éenne", "éen"), ("onnes", "on"), ("onne", "on"),
    ("cques", "c"), ("cque", "c"), ("ques", "c"), ("que", "c"), ("cs", "c"), ("es", ""), ("e", ""), ("s", ""),
)  # fmt: skip


@cache
def _table() -> dict[str, Demonym]:
    lines = (Path(__file__).parent / "demonyms.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {word: (place, cls) for word, place, cls in rows}


@cache
def demonym(word: str) -> Demonym | None:
    """Place that a demonym tells of, whatever its gender, number and capital.

    Examples
    --------
    >>> demonym("allemande"), demonym("Grecque"), demonym("grand")
    (('Allemagne', 'Country'), ('Grèce', 'Country'), None)
    """
    table, lower = _table(), word.lower()
    if lower in table:
        return table[lower]
    for ending, masculine in _ENDINGS:
        if lower.endswith(ending) and (stem := lower[: -len(ending)] + masculine) in table:
            return table[stem]
    return None


#: First parts of compounds that no demonym begins with.
_FIRST_PARTS = {
    "franco": "français", "anglo": "britannique", "germano": "allemand", "hispano": "espagnol", "luso": "portugais",
    "sino": "chinois", "helvéto": "suisse", "gréco": "grec", "austro": "autrichien", "américano": "américain",
    "indo": "indien", "italo": "italien",
}  # fmt: skip


@cache
def demonyms(word: str) -> tuple[Demonym, ...]:
    """Places that a demonym tells of, one for each part of a compound.

    Examples
    --------
    >>> demonyms("franco-libanaise"), demonyms("belge"), demonyms("vice-président")
    ((('France', 'Country'), ('Liban', 'Country')), (('Belgique', 'Country'),), ())
    """
    whole = demonym(word)
    first, hyphen, second = word.lower().partition("-")
    last = demonym(second) if hyphen and whole is None else None
    if last is None or not first.endswith("o"):
        return () if whole is None else (whole,)
    stem = first[:-1]
    known = _FIRST_PARTS.get(first) or next((w for w in sorted(_table()) if len(stem) > 3 and w.startswith(stem)), "")
    place = demonym(known)
    return (last,) if place is None else (place, last)


#: Adjectives of what is larger than a country, masculine singular.
_LARGER = frozenset("européen africain communautaire onusien panafricain interaméricain asiatique".split())


@cache
def is_no_country(word: str) -> bool:
    """Tell whether an adjective says that something is of a region, a town or a continent, and so of no country.

    Examples
    --------
    >>> is_no_country("européenne"), is_no_country("flamand"), is_no_country("belge"), is_no_country("grand")
    (True, True, False, False)
    """
    place = demonym(word)
    if place is not None:
        return place[1] != "Country"
    lower = word.lower()
    stems = {lower, *(lower[: -len(e)] + m for e, m in _ENDINGS if lower.endswith(e))}
    return not stems.isdisjoint(_LARGER)


@cache
def names_of(place: str) -> tuple[str, ...]:
    """Demonyms of a place, masculine singular, sorted.

    Examples
    --------
    >>> names_of("Japon")
    ('japonais', 'nippon')
    """
    return tuple(sorted(word for word, (name, _) in _table().items() if name == place))


@cache
def home_signs() -> frozenset[str]:
    """What tells that an article speaks of France without naming it: « Matignon », « Haute-Savoie »."""
    lines = (Path(__file__).parent / "home.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.replace("'", "' ") for line in lines if line and not line.startswith("#"))


@cache
def home_heads() -> frozenset[str]:
    """First words of these signs."""
    return frozenset(sign.split()[0] for sign in home_signs())
