"""Parties that an article names by their people: « les **démocrates** », and then « le sénateur **démocrate** X »."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.language import fr
from kg.language.tree import Tree, Word

__all__ = ["parties_named", "party_words"]

#: Before a plural, they mean all of a party.
_ALL = frozenset(("les", "des", "aux", "ces"))
_FORMS = frozenset(f"{a}{ending}" for a in fr.PARTISANS for ending in ("", "s", "e", "es"))


def parties_named(trees: Sequence[Tree]) -> dict[str, str]:
    """Party adjectives of an article → the name: the party's (« Parti démocrate »), or its people's, in the plural.

    An adjective whose party the article does not name is left out.
    """
    found: dict[str, str] = {}
    for tree in trees:
        for word in tree:
            adjective = _adjective(word)
            if not adjective or not word.i:
                continue
            before = tree[word.i - 1]
            if before.text == "Parti":
                found[adjective] = f"Parti {word.text}"
            elif before.lower_ in _ALL and word.pos_ == "NOUN" and word.lower_.endswith("s"):
                found.setdefault(adjective, fr.PARTISANS[adjective])
    return found


def party_words(tree: Tree, named: Mapping[str, str]) -> Iterator[tuple[Word, str, bool]]:
    """Words of a paragraph that tell of such a party, with its name, and whether they mean it.

    « les démocrates » do; « la sénatrice **démocrate** X » is no party.
    """
    for word in tree if named else ():
        name = named.get(_adjective(word))
        if name is None or not word.i or word.pos_ not in ("NOUN", "ADJ", "PROPN"):
            continue
        before, after = tree[word.i - 1], tree[word.i + 1] if word.i + 1 < len(tree) else None
        is_all = before.lower_ in _ALL and word.pos_ == "NOUN" and word.lower_.endswith("s")
        is_holder = after is not None and after.ent_type_ in ("PER", "PERSON")
        if is_all or is_holder:
            yield word, name, is_all


def _adjective(word: Word) -> str:
    """Masculine singular of a party's adjective, or "" for another word."""
    lower = word.lower_
    if lower not in _FORMS or not word.text.islower():
        return ""
    singular = lower.removesuffix("s")
    return next((a for a in (singular, singular.removesuffix("e")) if a in fr.PARTISANS), "")
