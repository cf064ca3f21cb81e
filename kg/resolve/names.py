"""What a name tells of the entity: its canonical form, the parts of a person's name, and the keys it is found by.

Keys are what keeps a change small: two names can be one entity, or want one id, only
if they share a key, or a key of the one may stand for the other (`Keys`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

from kg.extract.names import acronyms, fold
from kg.extract.types import first_names
from kg.language import fr
from kg.ontology import Ontology

__all__ = [
    "COARSE", "CROWD", "Identity", "Keys", "PersonName", "acronym_forms", "canonical", "class_words",
    "coarse_class", "family", "identity_of", "is_sigle_of", "label", "longer", "person_keys",
    "person_name", "sigle",
]  # fmt: skip

#: Coarse classes, in the order in which they have the first right to a plain IRI.
COARSE = ("Organization", "Person", "Place", "Product", "Technology", "Work", "Event")

#: A folded name and a coarse class.
Identity: TypeAlias = tuple[str, str]

#: An acronym of fewer letters is a coincidence as often as not.
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 8
_DOTTED = re.compile(r"(?:\w\.[ -]?){2,}\w?\.?")
_INITIALS = re.compile(r"(?:\w\.-?){1,3}|[A-ZÀ-Þ](?:-[A-ZÀ-Þ])?", re.UNICODE)
_LEGAL = frozenset(fold(s) for s in fr.LEGAL_SUFFIXES) | {"group", "groupe"}
_GROUP = frozenset({"groupe", "group"})
_SAINTS = {"st": "saint", "ste": "sainte"}


def coarse_class(cls: str, ontology: Ontology) -> str:
    """Return the coarse class that a class is below, or itself."""
    above = ontology.ancestors(cls)
    return next((c for c in COARSE if c in above), cls)


def class_words(ontology: Ontology) -> frozenset[str]:
    """Return what the ids of an ontology's entities may have at their end: its classes, folded."""
    return _class_words((*COARSE, *ontology.classes))


@lru_cache(maxsize=4)
def _class_words(classes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(str.casefold, classes))


@lru_cache(maxsize=50_000)
def family(name: str, classes: frozenset[str]) -> str:
    """Return what names have in common that may want one id.

    An id is a name, perhaps with its class and a number; so all of these drop off.

    Examples
    --------
    >>> names = ("Orange", "ORANGE", "Orange (Place)", "Orange_(Place)_2")
    >>> {family(n, frozenset({"place"})) for n in names}
    {'orange'}
    """
    words = fold(name).replace("_", " ").split()
    while words and (words[-1] in classes or (words[-1].isdecimal() and len(words) > 1 and words[-2] in classes)):
        words.pop()
    return " ".join(words)


@lru_cache(maxsize=50_000)
def canonical(name: str, coarse: str) -> str:
    """Fold a name and drop what does not tell apart: legal forms and « Groupe » of organisations, dots of a sigle.

    Examples
    --------
    >>> canonical("Groupe Renault SA", "Organization"), canonical("E.D.F.", "Organization")
    ('renault', 'edf')
    >>> canonical("St-Denis", "Place"), canonical("Renault SA", "Product")
    ('saint denis', 'renault sa')
    """
    words = fold(name).split()
    if coarse == "Place":
        return " ".join(_SAINTS.get(w, w) for w in words)
    if coarse != "Organization":
        return " ".join(words)
    if _DOTTED.fullmatch(name):
        return "".join(words)
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    if len(words) > 1 and words[0] in _GROUP and len(words[1]) > 1 and words[1] not in _PREPOSITIONS:
        words.pop(0)
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return " ".join(words)


#: « Groupe de Visegrád », « groupe Le Monde » are more than what follows.
_PREPOSITIONS = frozenset("de du des d l la le les pour en a au aux sur contre".split())


@lru_cache(maxsize=50_000)
def sigle(name: str) -> str:
    """Return a name that looks like a sigle as its folded letters, or "".

    Examples
    --------
    >>> sigle("EDF"), sigle("E.D.F."), sigle("Unesco"), sigle("PS"), sigle("Renault SA")
    ('edf', 'edf', 'unesco', '', '')
    """
    letters = "".join(fold(name).split()) if _DOTTED.fullmatch(name) else name
    if not letters.isalpha() or not SHORTEST_ACRONYM <= len(letters) <= LONGEST_ACRONYM:
        return ""
    upper = name.isupper() or (name[:1].isupper() and len(letters) > SHORTEST_ACRONYM)
    return fold(letters) if upper else ""


@lru_cache(maxsize=50_000)
def acronym_forms(name: str) -> frozenset[str]:
    """Return the folded acronyms, of three letters or more, that a name of several words may have.

    Examples
    --------
    >>> sorted(acronym_forms("Organisation des Nations unies"))
    ['odnu', 'onu']
    """
    if _DOTTED.fullmatch(name):
        return frozenset()
    return frozenset(a.casefold() for a in acronyms(name) if SHORTEST_ACRONYM <= len(a) <= LONGEST_ACRONYM)


def is_sigle_of(short: str, full: str) -> bool:
    """Tell whether a sigle, of two letters or more, is made of the first letters of a name, in their order.

    Examples
    --------
    >>> is_sigle_of("PS", "Parti socialiste"), is_sigle_of("LREM", "La République en marche")
    (True, True)
    >>> is_sigle_of("Science", "Science & Technology Facilities Council"), is_sigle_of("Inserm", "Institut national")
    (False, False)
    """
    letters = "".join(fold(short).split())
    if not short.isupper() or len(letters) < 2:
        return False
    firsts = iter(w[0] for w in fold(full).split())
    return all(c in firsts for c in letters)


# ── people ───────────────────────────────────────────────────────────────────

_PARTICLES = frozenset("le la de du des van von der den el al di da del della dos d".split())


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, folded.

    Parameters
    ----------
    given : str
        First name, or its initials; "" where the name is a surname alone.
    middle : tuple of str
        Initials between first name and surname.
    last : tuple of str
        Words of the surname.
    initials : bool
        Whether `given` is no more than initials.
    """

    given: str
    middle: tuple[str, ...]
    last: tuple[str, ...]
    initials: bool = False

    @property
    def is_first_name(self) -> bool:
        """Whether the one word that it is may be a first name, so that it tells nobody."""
        return not self.given and len(self.last) == 1 and self.last[0] in _first_names()

    @property
    def fullness(self) -> int:
        """How much the name tells: 0 for a surname alone, 1 with initials, 2 with a first name, 3 with more."""
        return 0 if not self.given else 1 if self.initials else 3 if self.middle else 2

    def short_for(self, full: PersonName) -> str:
        """Tell in what way this may be a shorter form of a fuller name; "" where it cannot be.

        Examples
        --------
        >>> full = person_name("Jean-Marc Ayrault")
        >>> [person_name(n).short_for(full) for n in ("Ayrault", "J.-M. Ayrault", "Marc Ayrault")]
        ['surname', 'initials', '']
        """
        if self.fullness >= full.fullness:
            return ""
        if not self.given:
            rest = full.last[: len(full.last) - len(self.last)]
            ends = full.last[len(rest) :] == self.last
            return "surname" if ends and not (rest and rest[-1] in _PARTICLES) else ""
        if self.last != full.last:
            return ""
        if self.initials:
            first = [w[0] for w in full.given.split()]
            own = self.given.split()
            return "initials" if own == first[: len(own)] else ""
        return "middle initial" if self.given == full.given and not self.middle else ""


@cache
def _first_names() -> frozenset[str]:
    return frozenset(fold(n).replace(" ", "-") for n in first_names())


@lru_cache(maxsize=50_000)
def person_name(name: str) -> PersonName:
    """Take a person's name apart.

    Examples
    --------
    >>> person_name("Donald J. Trump")
    PersonName(given='donald', middle=('j',), last=('trump',), initials=False)
    >>> person_name("Le Pen")
    PersonName(given='', middle=(), last=('le', 'pen'), initials=False)
    """
    words = [w for w in name.split() if fold(w)]
    first = 0
    while first < len(words) - 1 and _INITIALS.fullmatch(words[first]):
        first += 1
    if first:  # « J. M. Dupont », « J.-M. Dupont »
        return PersonName(" ".join(fold(w) for w in words[:first]), (), _folded(words[first:]), True)
    if len(words) < 2 or fold(words[0]).split()[0] in _PARTICLES:
        return PersonName("", (), _folded(words))
    middle = 1
    while middle < len(words) - 1 and _INITIALS.fullmatch(words[middle]):
        middle += 1
    return PersonName(fold(words[0]), _folded(words[1:middle]), _folded(words[middle:]))


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    """Fold words; what a hyphen joins stays one word: « Lin » is no short form of « Gaubert-Lin »."""
    return tuple(fold(w).replace(" ", "-") for w in words)


# ── keys ─────────────────────────────────────────────────────────────────────

#: What more names than this may be short for stands for none: nobody need look at them all to say so.
CROWD = 8


@dataclass(frozen=True, slots=True)
class Keys:
    """By what a name is found.

    Parameters
    ----------
    own : frozenset of str
        What it is called: who shares one of these may be the same, or want the same id.
    shorts : frozenset of str
        What may stand for it: who is called so, and has its coarse class, may be the same.
    """

    own: frozenset[str]
    shorts: frozenset[str]

    def stored(self, coarse: str) -> tuple[str, ...]:
        """Return what a graph keeps of them, as `kg:key`, sorted.

        Examples
        --------
        >>> Keys(frozenset({"electricite de france"}), frozenset({"edf"})).stored("Organization")
        ('<Organization edf', 'electricite de france')
        """
        return tuple(sorted((*self.own, *(longer(coarse, s) for s in self.shorts))))

    @classmethod
    def read(cls, stored: Iterable[str]) -> Keys:
        """Return keys from what a graph keeps of them."""
        own, shorts = set[str](), set[str]()
        for key in stored:
            if key.startswith("<"):
                shorts.add(key.partition(" ")[2])
            else:
                own.add(key)
        return cls(frozenset(own), frozenset(shorts))


def longer(coarse: str, key: str) -> str:
    """Return the stored key of those for whom what has an own key may stand."""
    return f"<{coarse} {key}"


def label(identity: Identity) -> str:
    """Write a name and its coarse class as the register has them.

    Examples
    --------
    >>> label(("orange", "Place")), identity_of("orange (Place)")
    ('orange (Place)', ('orange', 'Place'))
    """
    return f"{identity[0]} ({identity[1]})"


def identity_of(label: str) -> Identity:
    """Read a label of the register."""
    name, _, coarse = label.removesuffix(")").rpartition(" (")
    return name, coarse


def person_keys(person: PersonName) -> tuple[set[str], set[str]]:
    """Return own keys of a person's name, and keys of what may stand for it.

    People of one surname have nothing to do with one another until somebody is called by no more.

    Examples
    --------
    >>> [sorted(keys) for keys in person_keys(person_name("Jean-Marc Ayrault"))]
    [['+jean marc ayrault'], ['+ayrault', '+j. ayrault', '+j. m. ayrault']]
    >>> [sorted(keys) for keys in person_keys(person_name("J. Ayrault"))]
    [['+j. ayrault'], ['+ayrault']]
    >>> [sorted(keys) for keys in person_keys(person_name("Le Pen"))]
    [['+le pen'], []]
    """
    last = " ".join(person.last)
    if not person.given:
        return {f"+{last}"}, set()
    ends = range(len(person.last))
    shorts = {f"+{' '.join(person.last[n:])}" for n in ends if not n or person.last[n - 1] not in _PARTICLES}
    if person.initials:
        return {_initialled(person.given.split(), last)}, shorts
    letters = [w[0] for w in person.given.split()]
    shorts |= {_initialled(letters[: n + 1], last) for n in range(len(letters))}
    return {f"+{person.given} {last}"}, shorts


def _initialled(letters: list[str], last: str) -> str:
    return f"+{' '.join(f'{letter}.' for letter in letters)} {last}"
