"""The ontology's lexical entries, indexed by the head word of each lemma."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.language import fr
from kg.language.clauses import Argument, Clause
from kg.language.tokens import is_past_participle
from kg.language.tree import Tree, Word
from kg.ontology import Entry, Ontology

__all__ = ["Lexicon", "Match", "Pattern"]


class Pattern(NamedTuple):
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


class Match(NamedTuple):
    """An entry that a clause's predicate matches.

    `complement` is the noun of a verbal locution (« entrer au **capital** »), `span` the token
    indices of the predicate's words.
    """

    entry: Entry
    pattern: Pattern
    complement: Word | None
    span: tuple[int, int]

    def rule(self, argument: Argument) -> str:
        """Name of the rule that finds a relation by an entry and an argument: "racheter/obj", "filiale/obl:de"."""
        slot = argument.slot[1:] if argument.slot.startswith(":") else f"obl:{argument.slot}"
        return f"{self.pattern.lemma}/{slot}"


class Lexicon:
    """Finds the entries that a clause's predicate matches."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self._index: dict[tuple[str, str], list[tuple[Entry, Pattern]]] = {}
        self._class_nouns = self._of_class_nouns()
        #: Nouns whose complement with « de » undergoes what they say: « l'arrestation de X »
        self.suffered = frozenset(
            lemma
            for e in ontology.entries
            if e.pos == "noun" and "de" in e.object and "par" in e.subject
            for lemma in e.lemmas
        )
        #: Nouns of posts, lower case: « pdg », « ministre »; nobody's other name
        self.posts = frozenset(
            lemma.lower()
            for e in ontology.entries
            if e.pos == "noun" and ontology.relations[e.relation].titled and ":self" in e.subject
            for lemma in e.lemmas
            if " " not in lemma
        )
        self.parentheses = [e for e in ontology.entries if e.pos == "parenthesis"]
        self.names = [e for e in ontology.entries if e.pos == "name"]
        self.demonyms = [e for e in ontology.entries if e.pos == "demonym"]
        self.scenes = [e for e in ontology.entries if e.pos == "scene"]
        self.contests = [e for e in ontology.entries if e.pos == "contest"]
        self.besides: dict[str, list[Entry]] = {}  # nouns with a bare name behind them
        self._adjuncts: dict[tuple[str, ...], list[tuple[Entry, Pattern]]] = {}  # by their first two words
        for entry in ontology.entries:
            if entry.pos == "adjunct":
                for lemma in entry.lemmas:
                    words = tuple(fr.PREPOSITIONS.get(w, w) for w in _apart(lemma))
                    self._adjuncts.setdefault(words[:2], []).append((entry, Pattern(lemma, words[0], words=words)))
            if ":beside" in entry.object:
                for lemma in entry.lemmas:
                    self.besides.setdefault(lemma, []).append(entry)
            elif entry.pos in ("verb", "noun", "adjective"):
                for lemma in sorted(entry.lemmas, key=lambda words: -len(words.split())):  # the longest is tried first
                    for pattern in _patterns(entry.pos, lemma):
                        self._index.setdefault((entry.pos, pattern.head), []).append((entry, pattern))
        self._openings = {words[0] for words in self._adjuncts}

    def matches(self, clause: Clause) -> list[Match]:
        """Entries whose words are there, in order of the ontology; the longest locutions only."""
        token = clause.predicate
        match_words, alone = (_match_verb, 0) if clause.pos == "verb" else (_match_words, 1)
        near: set[str] | None = None
        heads = (clause.lemma,) if clause.lemma == token.lower_ else (clause.lemma, token.lower_)
        found: list[Match] = []
        for head in heads:
            for entry, pattern in self._index.get((clause.pos, head), ()):
                if len(pattern.words) > alone:
                    near = _near(clause) if near is None else near
                    if near.isdisjoint(pattern.words):
                        continue
                match = match_words(clause, entry, pattern)
                if match is not None and all(m.entry is not entry for m in found):
                    found.append(match)
        if len(found) > 1:  # « président du conseil » is no « président », « rendre visite » no « rendre »
            longest = max(len(m.pattern.words) for m in found)
            found = [m for m in found if len(m.pattern.words) == longest]
        if clause.pos == "noun":
            span = (token.i, token.i + 1)
            named = {m.entry.relation for m in found}  # what an entry says of the noun itself holds
            found += [
                Match(entry, pattern, None, span)
                for entry, pattern in self._class_nouns.get(clause.lemma, ())
                if entry.relation not in named
            ]
        return found

    def adjuncts(self, tree: Tree) -> Iterator[Match]:
        """Prepositional locutions of a text (« à la tête de »), in text order; the longest where several begin."""
        words = [fr.PREPOSITIONS.get(t.lower_, t.lower_) for t in tree]
        for i, word in enumerate(words):
            if word not in self._openings:
                continue
            begun = [*self._adjuncts.get((word,), ()), *self._adjuncts.get(tuple(words[i : i + 2]), ())]
            fitting = [(e, p) for e, p in begun if tuple(words[i : i + len(p.words)]) == p.words]
            longest = max((len(p.words) for _, p in fitting), default=0)
            for entry, pattern in fitting:
                if len(pattern.words) == longest:
                    yield Match(entry, pattern, None, (i, i + longest))

    def _of_class_nouns(self) -> dict[str, list[tuple[Entry, Pattern]]]:
        """Noun → the entries that any noun of its class makes (« la **banque** de X »)."""
        entries = [(e, e.noun_class) for e in self.ontology.entries if e.pos == "classNoun" and e.noun_class]
        found: dict[str, list[tuple[Entry, Pattern]]] = {}
        for noun, classes in self.ontology.classes_of_noun.items():
            made = [e for e, wanted in entries if any(self.ontology.is_a(c, wanted) for c in classes)]
            if made:
                found[noun] = [(e, Pattern(noun, noun)) for e in made]
        return found


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
    if verb == "en":  # « s'en prendre », « en vouloir »
        content, (verb, *rest) = [verb], rest
    for word in rest:
        plain = fr.PREPOSITIONS.get(word, word)
        if plain in _CASES and not content:
            case = plain
        elif word not in _GRAMMATICAL and plain not in _CASES:
            content.append(word)
    yield Pattern(lemma, verb, reflexive, case if content else None, tuple(content))


_ELIDED = re.compile(r"\b([sldn])'")


def _apart(lemma: str) -> list[str]:
    lower = lemma.lower()
    return (_ELIDED.sub(r"\1' ", lower) if "'" in lower else lower).split()


_CASES = frozenset("à de en dans sur sous par pour avec chez contre entre vers devant derrière comme parmi".split())
_GRAMMATICAL = frozenset("le la les l' un une des du de d' à au aux en et son sa ses leur sur dans par".split())


def _near(clause: Clause) -> set[str]:
    """Words of which a locution of a clause's predicate has one at least: what hangs on a verb, what a noun touches."""
    token = clause.predicate
    if clause.pos == "verb":
        hanging = (*token.children, *_undergoing(token), *_below(token))
        return {form for c in hanging for form in (c.lemma, c.lower_)}
    beside = token.tree.words[max(0, token.i - 1) : token.i + 2]
    forms = {form for w in beside if w is not token for form in (w.lemma, w.lower_)}
    return forms.union(fr.PREPOSITIONS.get(form, form) for form in forms)


def _match_verb(clause: Clause, entry: Entry, pattern: Pattern) -> Match | None:
    verb = clause.predicate
    if pattern.reflexive != clause.reflexive:
        return None
    if entry.negative and not any(c.lower_ in fr.NE for c in verb.children):
        return None
    if not pattern.words:
        return Match(entry, pattern, None, (verb.i, verb.i + 1))
    undergoing = _undergoing(verb)
    hanging = [c for c in verb.children if c.label not in fr.SUBJECTS]
    if pattern.case is not None and not any(c.preposition == pattern.case for c in hanging):
        hanging += _below(verb)
    for child in (*hanging, *undergoing):
        # an adjective may stand first: « tenir le **premier** rôle »
        held = next((w for w in pattern.words if w in (child.lemma, child.lower_)), None)
        if held is None:
            continue
        case = None if child in undergoing else child.preposition
        if case != pattern.case and child.label not in ("fixed", "compound", "advmod"):
            continue
        others = [w for w in pattern.words if w != held]
        around = {w for t in child.subtree for w in (t.lemma, t.lower_)} if others else set()
        if around.union(c.lemma for c in verb.children).issuperset(others):
            span = (min(verb.i, child.i), max(verb.i, child.i) + 1)
            return Match(entry, pattern, child, span)
    return None


def _below(verb: Word) -> list[Word]:
    """« condamné à dix ans de prison pour le **meurtre** de X »: complements that hang on those of the verb."""
    found = [c for c in verb.children if c.i > verb.i and c.label in fr.OBLIQUES]
    for c in found:
        found += [d for d in c.children if d.i > c.i and d.label in fr.OBLIQUES]
    return [c for c in found if c.head is not verb]


def _undergoing(verb: Word) -> list[Word]:
    """« la **plainte** a été déposée », « la **plainte** déposée par X »: what would be the object."""
    if verb.label == "acl" and is_past_participle(verb) and verb.head.i < verb.i:
        return [verb.head]
    return [c for c in verb.children if c.dep_ in fr.PASSIVE_SUBJECTS]


def _match_words(clause: Clause, entry: Entry, pattern: Pattern) -> Match | None:
    """Match a noun or adjective; several words must stand side by side, in order."""
    token = clause.predicate
    if len(pattern.words) == 1:
        return Match(entry, pattern, None, (token.i, token.i + 1))
    words = token.tree.words
    for offset, word in enumerate(pattern.words):
        start = token.i - offset
        if (word != token.lemma and word != token.lower_) or start < 0 or start + len(pattern.words) > len(words):
            continue
        if all(_is_word(words[start + k], w) for k, w in enumerate(pattern.words)):
            return Match(entry, pattern, None, (start, start + len(pattern.words)))
    return None


def _is_word(token: Word, word: str) -> bool:
    return word == token.lower_ or word == token.lemma or fr.PREPOSITIONS.get(token.lower_) == word
