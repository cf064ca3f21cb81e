"""Vary named texts: other names in the same places, capitals, no full stop."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.language.score import NamedText

BEFORE = re.compile(
    r"(?:^|[\s(«\"])((?:[ldLD]|qu|Qu)'|(?:de|du|des|la|le|les|au|aux|en|à|que|son|sa|ce|cette) )$", re.IGNORECASE
)
VOWELS = "aeiouyhàâäéèêëîïôöûüœ"
KEPT = 0.3
UPPER, LOWER, BARE = 0.02, 0.03, 0.08
INVENTED = {"PER": 0.7, "LOC": 0.4, "ORG": 0.4, "PRODUCT": 0.4}
BLENDED = 0.6
SURNAME = 0.25

Pools = dict[tuple[str, str], list[str]]


def name_pools(texts: Iterable[NamedText], lists: dict[str, list[str]]) -> Pools:
    """Return the names seen, by label and the article before them, and the names of the lists by label alone."""
    pools: Pools = defaultdict(list)
    for text, spans in texts:
        for start, end, label in spans:
            pools[label, _article(text, start)].append(text[start:end])
    for label, names in lists.items():
        pools[label, "list"] = names
    return pools


def _article(text: str, start: int) -> str:
    """Return the short word before a name that agrees with it, or an empty string."""
    found = BEFORE.search(text[max(0, start - 12) : start])
    return found.group(1).strip().lower() if found else ""


def substituted(texts: Sequence[NamedText], pools: Pools, chance: random.Random) -> Iterator[NamedText]:
    """Yield the texts with most names replaced by others that the same article may precede."""
    for text, spans in texts:
        whole, new, position = "", [], 0
        swaps: dict[tuple[str, str], str] = {}
        for start, end, label in spans:
            whole += text[position:start]
            name = text[start:end]
            article = _article(text, start)
            if chance.random() > KEPT:
                key = (name, article)
                name = swaps.setdefault(key, _another(name, label, article, pools, chance))
            new.append((len(whole), len(whole) + len(name), label))
            whole += name
            position = end
        yield NamedText(whole + text[position:], tuple(new))


def _another(name: str, label: str, article: str, pools: Pools, chance: random.Random) -> str:
    """Return a name to put in the place of `name`."""
    listed = pools.get((label, "list"))
    if listed and article in ("", "de", "d'", "que", "qu'", "à") and chance.random() < INVENTED[label]:
        other = chance.choice(listed)
        if label == "PER" and (" " not in name or chance.random() < SURNAME):
            other = other.partition(" ")[2]
        vowel = other[:1].lower() in VOWELS
        if article in ("", "à") or vowel == article.endswith("'"):
            return other
    seen = pools.get((label, article))
    other = chance.choice(seen) if seen else name
    return other if (" " in other) == (" " in name) or label != "PER" else name


def varied(texts: Iterable[NamedText], chance: random.Random) -> Iterator[NamedText]:
    """Yield the texts, a few in capitals, in small letters or without their full stop."""
    for text, spans in texts:
        draw = chance.random()
        if draw < UPPER and len(text.upper()) == len(text):
            yield NamedText(text.upper(), spans)
        elif draw < LOWER and len(text.lower()) == len(text):
            yield NamedText(text.lower(), spans)
        elif draw < BARE and text.endswith(".") and not any(end == len(text) for _, end, _ in spans):
            yield NamedText(text[:-1], spans)
        else:
            yield NamedText(text, spans)


def people(first: Sequence[str], last: Sequence[str], chance: random.Random, count: int) -> list[str]:
    """Return invented full names, some with two first names or two surnames."""
    names = []
    for _ in range(count):
        given = blend(first, chance) if chance.random() < BLENDED / 3 else chance.choice(first)
        family = blend(last, chance) if chance.random() < BLENDED else chance.choice(last)
        draw = chance.random()
        if draw < 0.05:
            given += f" {chance.choice('ABCDEFGHJKLMNPRSTW')}."
        elif draw < 0.15:
            family += f"-{chance.choice(last)}" if draw < 0.1 else f" {chance.choice(last)}"
        elif draw < 0.22:
            family = f"{chance.choice(['de', 'De', 'van', 'Van', 'ben', 'El', 'Al', 'von', 'Le', 'Di', 'Mc'])} {family}".replace(
                "Mc ", "Mc"
            )
        names.append(f"{given} {family}")
    return names


def blend(names: Sequence[str], chance: random.Random) -> str:
    """Return a name no list has, from the beginning of one name and the end of another."""
    while True:
        one, other = chance.choice(names), chance.choice(names)
        name = (
            one[: chance.randint(2, max(2, len(one) - 1))] + other[chance.randint(1, max(1, len(other) - 2)) :].lower()
        )
        if 4 <= len(name) <= 12 and name.isalpha():
            return name


def acronym(chance: random.Random) -> str:
    """Return three to five capital letters."""
    return "".join(chance.choice("ABCDEFGILMNOPRSTUV") for _ in range(chance.choice((3, 3, 4, 4, 5))))
