"""Whom the words for a speaker or a source mean: « l'enquête du Monde », « sa fille, la romancière X »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.clusters import Cluster, Links
from kg.language import fr
from kg.language.clauses import Clause
from kg.language.tokens import names_of
from kg.language.tree import Tree, Word

__all__ = ["Sources"]

#: Words between a verb and the speaker behind it.
_REACH = 9


class Sources:
    """Resolves the phrases of one paragraph that name who says something.

    Parameters
    ----------
    index : int
        Index of the paragraph.
    tree : Tree
    links : Links
    verbs : mapping of int to Clause
        Clauses of verbs by the index of their predicate.
    """

    def __init__(self, index: int, tree: Tree, links: Links, verbs: Mapping[int, Clause]) -> None:
        self.index = index
        self.tree = tree
        self.links = links
        self.verbs = verbs

    def of(self, tokens: Sequence[Word]) -> Cluster | None:
        """Who some words mean: what they refer to, the names beside them, whose document or spokesman they are."""
        for find in (self._document, self._linked, self._beside, self._owner, self._relayed):
            for token in tokens:
                found = find(token)
                if found is not None:
                    return found
        return None

    def behind(self, verb: Word) -> Word | None:
        """Head of the phrase behind a verb that may be its subject: « a annoncé mardi à Lyon sa **maison** mère »."""
        for token in self.tree.words[verb.i + 1 : min(verb.i + _REACH, verb.sent.end)]:
            if token.pos_ == "PUNCT" and token.i > verb.i + 1 and token.text not in ("-",):
                return None
            nominal = token.pos_ in ("NOUN", "PROPN", "X", "PRON") or token.ent_type_
            if not nominal or token.lower_ in fr.TIME_NOUNS:
                continue
            if token.preposition is None and (token.label not in fr.NAME_PARTS or token.head is verb):
                inside = any(a.preposition is not None and a.i > verb.i for a in token.ancestors)
                if not inside or token.ent_type_:  # « a plaisanté sur scène **X** »
                    return token
        return None

    def _linked(self, token: Word) -> Cluster | None:
        return next((c for c, _ in self.links.at.get((self.index, token.i), ())), None)

    def _beside(self, token: Word) -> Cluster | None:
        """« sa fille, la romancière **X** », « le président du conseil, **X** »."""
        beside = [c for c in token.children if c.label in fr.APPOSITIONS and c.i > token.i]
        for other in (*beside, *names_of(token)):
            found = self._linked(other) or (self._beside(other) if other in beside else None)
            if found is not None:
                return found
        end = token.right_edge.i + 1
        words = self.tree.words[end : end + 5]
        if token.pos_ == "NOUN" and len(words) > 1 and words[0].text == ",":
            named = next((w for w in words[1:] if w.pos_ not in ("DET", "NOUN", "ADJ")), words[0])
            return self._linked(named) if named.pos_ == "PROPN" else None
        return None

    def _document(self, token: Word) -> Cluster | None:
        """Whose a document is goes before what else its noun may mean."""
        return self._owner(token) if token.lemma in fr.SOURCE_NOUNS else None

    def _owner(self, token: Word) -> Cluster | None:
        """« l'enquête du **Monde** », « un porte-parole de **X** »."""
        if token.lemma not in fr.SOURCE_NOUNS and token.lemma not in fr.GROUP_NOUNS:
            return None
        for child in token.children:
            if child.i > token.i and child.label in fr.OBLIQUES and child.preposition in fr.SOURCE_LINKS:
                found = self._linked(child) or self._beside(child)
                if found is not None:
                    return found
        return None

    def _relayed(self, token: Word) -> Cluster | None:
        """« une source citée par **Reuters** »."""
        for child in token.subtree:
            clause = self.verbs.get(child.i)
            if clause is not None and child.lemma in fr.RELAY_VERBS:
                found = next((c for a in clause.fillers(":subj") if (c := self._linked(a.token)) is not None), None)
                if found is not None:
                    return found
        return None
