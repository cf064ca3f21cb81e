"""The clause layer: dependency trees → predicates with their arguments by role.

Passives, relatives, coordination, control, support verbs, apposition and nominalisation are
undone here once, so that relations never look at a tree: by `verbs` (`subjects`, `voice`),
`nouns` and `adjectives`. What slots there are is said in `arguments`.
"""

from __future__ import annotations

from kg.language import fr
from kg.language.adjectives import read_adjective, read_opening, read_opening_participle, read_verb_like
from kg.language.arguments import Argument, Clause
from kg.language.nouns import read_noun
from kg.language.shared import read_shared
from kg.language.subjects import opens, read_subjects
from kg.language.tree import Tree, Word
from kg.language.verbs import read_verb
from kg.language.voice import read_passive

__all__ = ["Argument", "Clause", "ClauseReader", "clauses"]

NOUNS = frozenset({"NOUN"})


def clauses(tree: Tree) -> list[Clause]:
    """All predicates of a text with their arguments, in text order."""
    return ClauseReader(tree).clauses()


class ClauseReader:
    """Reads the clauses of a tree; keeps what it has worked out about each word.

    How each kind of predicate is read asks it about others: whose subject, object or complement
    a word shares.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._subjects: dict[int, list[Argument]] = {}
        self._passive: dict[int, bool] = {}
        self._verbs: dict[int, Clause] = {}
        self._nouns: dict[int, Clause] = {}

    def clauses(self) -> list[Clause]:
        """All predicates with their arguments, in text order."""
        found = []
        for token in self.tree:
            if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.label not in ("aux", "cop")):
                found.append(self.verb(token))
            elif token.pos_ in NOUNS and token.label not in fr.NAME_PARTS:
                found += read_shared(self.noun(token)) or [self.noun(token)]
                if opens(token):
                    found += read_opening_participle(self, token)
                if token.lower_ in fr.VERBS_LIKE_NOUNS:
                    found += read_verb_like(self, token)
            elif token.pos_ == "ADJ":
                found += read_adjective(self, token)
            elif token.i == token.sent.start and token.pos_ in ("PROPN", "X") and not token.ent_type_:
                found += list(read_opening(self, token)) or [self.noun(token)]  # « **Institutrice** à Bastia, X … »
            elif token.pos_ == "PROPN" and token.lower_ in fr.POST_SIGLES:
                found.append(self.noun(token))
        return found

    def verb(self, verb: Word) -> Clause:
        """Read a verb: its logical subject and object, and its prepositional arguments."""
        if verb.i not in self._verbs:
            self._verbs[verb.i] = read_verb(self, verb)
        return self._verbs[verb.i]

    def noun(self, noun: Word) -> Clause:
        """Read a noun: its complements, who it denotes, and who stands behind it."""
        if noun.i not in self._nouns:
            self._nouns[noun.i] = read_noun(self, noun)
        return self._nouns[noun.i]

    def surface_subjects(self, verb: Word) -> list[Argument]:
        """Grammatical subject of a verb, or of whatever verb gives it one."""
        if verb.i not in self._subjects:
            self._subjects[verb.i] = []  # stops a cycle
            self._subjects[verb.i] = read_subjects(self, verb)
        return self._subjects[verb.i]

    def is_passive(self, verb: Word) -> bool:
        """Tell whether the surface subject of a verb is its logical object."""
        if verb.i not in self._passive:
            self._passive[verb.i] = read_passive(self, verb)
        return self._passive[verb.i]
