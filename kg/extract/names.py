"""What names have in common: folding, variants, acronyms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.language import fr

__all__ = ["acronyms", "bare_name", "fold", "is_variant", "spells"]

_PUNCTUATION = re.compile(r"[^\w\s]")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Drop case, accents and punctuation.

    Examples
    --------
    >>> fold("L'Élysée-Palace")
    'l elysee palace'
    """
    for _ in range(1 if text.isascii() else 2):  # what a sign stands for may have a case of its own: « ℇ »
        text = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in text if not unicodedata.combining(c))
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", plain.replace("œ", "oe").replace("æ", "ae"))).strip()


def bare_name(text: str) -> str:
    """Drop a leading lower-case determiner, civilities and closing punctuation.

    Examples
    --------
    >>> bare_name("l'ONU"), bare_name("M. Ayrault"), bare_name("Le Monde")
    ('ONU', 'Ayrault', 'Le Monde')
    """
    text = text.strip(' ,;:«»"()')
    for determiner in fr.DETERMINERS:
        if text.startswith(determiner):
            text = text[len(determiner) :].lstrip()
            break
    words = text.split()
    while len(words) > 1 and words[0].casefold() in fr.CIVILITIES:
        words.pop(0)
    text = " ".join(words)
    return text[:-1] if text.endswith(".") and not re.search(r"\b\w\.$", text) else text


def acronyms(name: str) -> set[str]:
    """Acronyms that a name of several words may have, upper case.

    Examples
    --------
    >>> sorted(acronyms("Organisation des Nations unies"))
    ['ODNU', 'ONU']
    """
    words = fold(name).split()
    if len(words) < 2:
        return set()
    full = "".join(w[0] for w in words)
    content = "".join(w[0] for w in words if w not in _SMALL_WORDS)
    return {a.upper() for a in (full, content) if len(a) > 1}


@lru_cache(maxsize=20_000)
def spells(sigle: str, name: str) -> bool:
    """Tell whether a sigle may stand for a name: its initials, small words left out or not, or these in another order.

    Examples
    --------
    >>> spells("CEDEAO", "Communauté économique des États d'Afrique de l'Ouest")
    True
    >>> spells("ISS", "station spatiale internationale"), spells("BNP", "Banque centrale européenne")
    (True, False)
    """
    words, letters = fold(name).split(), fold(sigle).replace(" ", "")
    if len(words) < 2 or not 1 < len(letters) <= len(words):
        return False
    ends = {0}  # how many letters may be used up after each word
    for word in words:
        after = {n + 1 for n in ends if letters[n : n + 1] == word[0]}
        ends = after | ends if word in _SMALL_WORDS else after
    initials = sorted(word[0] for word in words if word not in _SMALL_WORDS)
    return len(letters) in ends or (len(letters) > 2 and sorted(letters) == initials)


def is_variant(short: str, full: str, *, person: bool, common: bool = False) -> bool:
    """Tell whether one name may be a short form of another.

    Parameters
    ----------
    person : bool
        Names of people: a surname stands for the whole, initials for first names.
    common : bool
        The full name begins with a common noun (« Assemblée nationale »), so that its beginning may stand for it.

    Examples
    --------
    >>> is_variant("Nadella", "Satya Nadella", person=True)
    True
    >>> is_variant("Airbus", "Airbus Helicopters", person=False)
    False
    """
    sigle = short.replace(".", "").replace(" ", "") if re.fullmatch(r"(?:\w\.\s?){2,}", short) else short
    a, b = fold(sigle).split(), fold(full).split()
    if not a or not b or len(a) > len(b):
        return False
    if a == b:
        return True
    if person:
        return _is_person_variant(a, b)
    if len(a) == 1 and sigle[:1].isupper() and len(sigle) <= 8 and spells(sigle, full):
        return True
    rest = b[len(a) :] if b[: len(a)] == a else None
    if rest is not None and (common or all(w in _LEGAL for w in rest)):
        return True
    return b[-len(a) :] == a and all(w in _GENERIC for w in b[: -len(a)])


def _is_person_variant(short: list[str], full: list[str]) -> bool:
    if full[-len(short) :] == short:
        return True
    if len(short) == 1:
        return False
    surname = short[-1] == full[-1]
    return surname and all(any(f.startswith(s) for f in full) for s in short[:-1])


_SMALL_WORDS = frozenset("de du des d l la le les et pour en a au aux the of and".split())
_LEGAL = frozenset(fold(s) for s in fr.LEGAL_SUFFIXES)
_GENERIC = frozenset("groupe societe compagnie groupe le la les".split())
