"""Relations to a literal: a date, or the words of another name (« surnommé **le Roi** »)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.fillers import Candidate, Filler, Fillers
from kg.extract.lexicon import Lexicon, Match
from kg.language.clauses import Argument, Clause
from kg.language.tree import Word

__all__ = ["Literals"]


class Literals:
    """Finds the literals of one article.

    Parameters
    ----------
    lexicon : Lexicon
    fillers : Fillers
    """

    def __init__(self, lexicon: Lexicon, fillers: Fillers) -> None:
        self.posts = lexicon.posts
        self.ontology = lexicon.ontology
        self.fillers = fillers

    def candidates(
        self, p: int, clause: Clause, match: Match, arguments: Sequence[Argument], subjects: Sequence[Filler]
    ) -> Iterator[Candidate]:
        """A date, which the qualifiers find, or the words of another name."""
        entry = match.entry
        for s in subjects[:1]:
            trust = entry.confidence * s.trust
            tokens = (clause.predicate, s.token)
            if self.ontology.relations[entry.relation].literal == "date":
                yield Candidate(entry, p, clause, s.cluster, "", tokens, trust, match.rule(s.argument))
                continue
            for argument in arguments:
                words = self._name(p, match, argument, s)
                if words is not None:
                    rule = match.rule(argument)
                    yield Candidate(entry, p, clause, s.cluster, words, (*tokens, argument.token), trust, rule)
                    break

    def _name(self, p: int, match: Match, argument: Argument, subject: Filler) -> str | None:
        """Another name of a subject, if an argument is one."""
        if argument.token == subject.token or argument.slot not in (*match.entry.object, ":attr"):
            return None
        if any(f.token == subject.token for f in self.fillers.of(p, argument, 1.0)):
            return None  # « une toile intitulée **Le Poêle** » has that name alone
        if self._is_post(argument.token):
            return None  # « nommée **PDG** de Solvéa » gives her a post, and no name
        return self.fillers.words(p, argument.token)

    def _is_post(self, token: Word) -> bool:
        """Noun of a post, in small letters or all capitals: « surnommé **le Roi** » is a name."""
        plain = token.text.islower() or token.text.isupper()
        return plain and not self.posts.isdisjoint((token.lower_, token.lemma.lower()))
