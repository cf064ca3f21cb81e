"""A paragraph as the rules read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.language.clauses import Clause, ClauseReader
from kg.language.tree import Tree

if TYPE_CHECKING:
    from kg.extract.lexicon import Lexicon, Match

__all__ = ["Parsed"]


class Parsed:
    """A paragraph's tree, its clauses, and what the lexicon matches in each: worked out once.

    Parameters
    ----------
    tree : Tree
    lexicon : Lexicon

    Attributes
    ----------
    tree : Tree
    reader : ClauseReader
    clauses : list of Clause
        In text order.
    matches : list of list of Match
        Of each clause.

    Examples
    --------
    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> from kg.extract.lexicon import Lexicon
    >>> from kg.ontology import load_ontology
    >>> words, pos = ["Renault", "rachète", "Verkor"], ["PROPN", "VERB", "PROPN"]
    >>> lemmas, deps = ["Renault", "racheter", "Verkor"], ["nsubj", "ROOT", "obj"]
    >>> ents = ["B-ORG", "", "B-ORG"]
    >>> doc = Doc(spacy.blank("fr").vocab, words, pos=pos, lemmas=lemmas, deps=deps, heads=[1, 1, 1], ents=ents)
    >>> parsed = Parsed(Tree(doc), Lexicon(load_ontology()))
    >>> [(clause.lemma, sorted({m.entry.relation for m in matches})) for clause, matches in parsed]
    [('racheter', ['acquires', 'sells'])]
    """

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree = tree
        self.reader = ClauseReader(tree)
        self.clauses = self.reader.clauses()
        self.matches = [lexicon.matches(clause) for clause in self.clauses]

    def __iter__(self) -> Iterator[tuple[Clause, list[Match]]]:
        """Clauses with their matches."""
        return zip(self.clauses, self.matches, strict=True)
