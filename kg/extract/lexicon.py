"""The ontology's lexical entries, indexed by the head word of each lemma."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.language import fr
from kg.language.clauses import Clause
from kg.language.tree import Tree, Word
from kg.ontology import Entry, Ontology

__all__ = ["Lexicon", "Match", "Pattern"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One lemma of an entry, taken apart.

    Parameters
    ----------
    lemma : str
        As the ontology writes it.
    head : str
        The word that the predicate must be.
    reflexive : bool
    case : str or None
        Preposition of the complement of a verbal locution.
    words : tuple of str
        Other words: of a verb, its complement; of a noun, the whole sequence.
    """

    lemma: str
    head: str
    reflexive: bool = False
    case: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a clause's predicate matches.

    `complement` is the noun of a verbal locution (« entrer au **capital** »), `span` the token
    indices of the predicate's words.
    """

    entry: Entry
    pattern: Pattern
    complement: Word | None
    span: tuple[int, int]


class Lexicon:
    """Finds the entries that a clause's predicate matches."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self._index: dict[tuple[str, str], list[tuple[Entry, Pattern]]] = {}
        self.class_nouns = [e for e in ontology.entries if e.pos == "classNoun"]
        self.parentheses = [e for e in ontology.entries if e.pos == "parenthesis"]
        self.names = [e for e in ontology.entries if e.pos == "name"]
        self.demonyms = [e for e in ontology.entries if e.pos == "demonym"]
        self._adjuncts: dict[str, list[tuple[Entry, Pattern]]] = {}
        for entry in ontology.entries:
            if entry.pos == "adjunct":
                for lemma in entry.lemmas:
                    words = tuple(fr.PREPOSITIONS.get(w, w) for w in _apart(lemma))
                    self._adjuncts.setdefault(words[0], []).append((entry, Pattern(lemma, words[0], words=words)))
            if entry.pos in ("verb", "noun", "adjective"):
                for lemma in entry.lemmas:
                    for pattern in _patterns(entry.pos, lemma):
                        self._index.setdefault((entry.pos, pattern.head), []).append((entry, pattern))

    def matches(self, clause: Clause) -> Iterator[Match]:
        """Entries whose words are there, in order of the ontology; longer locutions first."""
        token = clause.predicate
        heads = dict.fromkeys((clause.lemma, token.lower_))
        found: list[Match] = []
        for head in heads:
            for entry, pattern in self._index.get((clause.pos, head), ()):
                match = (
                    _match_verb(clause, entry, pattern) if clause.pos == "verb" else _match_words(token, entry, pattern)
                )
                if match is not None and all(m.entry is not entry for m in found):
                    found.append(match)
        longest = max((len(m.pattern.words) for m in found), default=0)
        for match in found:
            # « président du conseil » is no « président », « rendre visite » no « rendre »
            if len(match.pattern.words) == longest:
                yield match
        if clause.pos == "noun":
            yield from self._class_noun_matches(clause)

    def adjuncts(self, tree: Tree) -> Iterator[Match]:
        """Prepositional locutions of a document (« à la tête de »), in text order; the longest where several begin."""
        words = [fr.PREPOSITIONS.get(t.lower_, t.lower_) for t in tree]
        for i, word in enumerate(words):
            fitting = [(e, p) for e, p in self._adjuncts.get(word, ()) if tuple(words[i : i + len(p.words)]) == p.words]
            longest = max((len(p.words) for _, p in fitting), default=0)
            for entry, pattern in fitting:
                if len(pattern.words) == longest:
                    yield Match(entry, pattern, None, (i, i + longest))

    def _class_noun_matches(self, clause: Clause) -> Iterator[Match]:
        classes = self.ontology.classes_of_noun.get(clause.lemma, ())
        for entry in self.class_nouns:
            if any(entry.noun_class and self.ontology.is_a(c, entry.noun_class) for c in classes):
                i = clause.predicate.i
                yield Match(entry, Pattern(clause.lemma, clause.lemma), None, (i, i + 1))


def _patterns(pos: str, lemma: str) -> Iterator[Pattern]:
    words = _apart(lemma)
    if pos != "verb":
        if len(words) == 1:
            yield Pattern(lemma, words[0], words=(words[0],))
        else:  # the parser may take any of the content words for the head
            for word in dict.fromkeys(w for w in words if w not in _GRAMMATICAL):
                yield Pattern(lemma, word, words=tuple(words))
        return
    reflexive = words[0] in ("s'", "se")
    verb, *rest = words[1:] if reflexive else words
    case: str | None = None
    content: list[str] = []
    for word in rest:
        plain = fr.PREPOSITIONS.get(word, word)
        if plain in _CASES and not content:
            case = plain
        elif word not in _GRAMMATICAL and plain not in _CASES:
            content.append(word)
    yield Pattern(lemma, verb, reflexive, case if content else None, tuple(content))


def _apart(lemma: str) -> list[str]:
    return re.sub(r"\b([sldn])'", r"\1' ", lemma.lower()).split()


_CASES = frozenset("à de en dans sur sous par pour avec chez contre entre vers devant derrière comme".split())
_GRAMMATICAL = frozenset("le la les l' un une des du de d' à au aux en et son sa ses leur sur dans par".split())


def _match_verb(clause: Clause, entry: Entry, pattern: Pattern) -> Match | None:
    verb = clause.predicate
    if pattern.reflexive != clause.reflexive:
        return None
    if not pattern.words:
        return Match(entry, pattern, None, (verb.i, verb.i + 1))
    first, *others = pattern.words
    for child in verb.children:
        if first not in (child.lemma, child.lower_) or child.label in fr.SUBJECTS:
            continue
        if child.preposition != pattern.case and child.label not in ("fixed", "compound", "advmod"):
            continue
        around = {w for t in child.subtree for w in (t.lemma, t.lower_)} | {c.lemma for c in verb.children}
        if all(w in around for w in others):
            span = (min(verb.i, child.i), max(verb.i, child.i) + 1)
            return Match(entry, pattern, child, span)
    return None


def _match_words(token: Word, entry: Entry, pattern: Pattern) -> Match | None:
    """Match a noun or adjective; several words must stand side by side, in order."""
    if len(pattern.words) == 1:
        return Match(entry, pattern, None, (token.i, token.i + 1))
    tree = token.tree
    for offset, word in enumerate(pattern.words):
        start = token.i - offset
        if word not in (token.lemma, token.lower_) or start < 0 or start + len(pattern.words) > len(tree):
            continue
        if all(_is_word(tree[start + k], w) for k, w in enumerate(pattern.words)):
            return Match(entry, pattern, None, (start, start + len(pattern.words)))
    return None


def _is_word(token: Word, word: str) -> bool:
    return word in (token.lower_, token.lemma) or fr.PREPOSITIONS.get(token.lower_) == word
