"""Who says it: reporting verbs in all positions, « selon X », quotes."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.clusters import Cluster, Links
from kg.extract.parsed import Parsed
from kg.language import fr
from kg.language.tokens import VERBS, has, is_complement
from kg.language.tree import Stretch, Tree, Word

__all__ = ["Speakers", "quotes"]


class Speakers:
    """Knows whom a paragraph credits with each of its predicates.

    Parameters
    ----------
    index : int
        Index of the paragraph.
    paragraph : Parsed
    links : Links
    """

    def __init__(self, index: int, paragraph: Parsed, links: Links) -> None:
        self.index = index
        self.tree = paragraph.tree
        self.links = links
        self._verbs = {c.predicate.i: c for c in paragraph.clauses if c.pos == "verb"}
        self._sources: dict[int, Word | None] = {}
        self._quotes = quotes(paragraph.tree)

    def of(self, predicate: Word) -> tuple[Cluster | None, bool]:
        """Speaker of a predicate, and whether the text marks it as somebody's word at all."""
        for find in (self._inverted, self._governing, self._according_to, self._quoted):
            source = find(predicate)
            if source is not None:
                return source
        return None, False

    def _inverted(self, predicate: Word) -> tuple[Cluster | None, bool] | None:
        """« …, croit savoir Bloomberg »: a reporting verb right after a comma or quote speaks for what came before."""
        sentence = predicate.sent
        for verb in self.tree.words[predicate.i + 1 : sentence.end]:
            if not self._reports(verb) or self._has_subject_before(verb):
                continue
            start = verb.i - 1
            while start > predicate.i and (
                self.tree[start].label in ("aux", "expl", "obj", "iobj", "advmod") or self._reports(self.tree[start])
            ):
                start -= 1
            if self.tree[start].text not in _BREAKS and self.tree[start - 1].text not in _BREAKS:
                continue
            for token in self.tree.words[verb.i + 1 : min(verb.i + 10, sentence.end)]:
                if token.text in _BREAKS and token.i > verb.i + 1:
                    break
                cluster = None if token.label in ("det", *fr.OBJECTS) else self._cluster([token])
                if cluster is not None:
                    return cluster, True
        return None

    def _has_subject_before(self, verb: Word) -> bool:
        """« X, PDG de Y, précise que … » is not inverted."""
        follows = self.tree[verb.i + 1].lower_ if verb.i + 1 < len(self.tree) else ""
        return follows in ("que", "qu'") or any(c.label in fr.SUBJECTS and c.i < verb.i for c in verb.children)

    def _governing(self, predicate: Word) -> tuple[Cluster | None, bool] | None:
        """« X affirme que … », « …, a déclaré X »."""
        token = predicate
        while True:
            for child in token.children:
                if child.label == "parataxis" and self._reports(child) and child.i > token.i:
                    return self._subject(child), True
            if token.head == token:
                return None
            head = token.head
            if self._reports(head) and _is_reported(token, head):
                return self._subject(head), True
            if token.dep_ in fr.RELATIVE:
                return None
            token = head

    def _reports(self, verb: Word) -> bool:
        return verb.pos_ in VERBS and verb.lemma in fr.REPORTING_VERBS

    def _subject(self, verb: Word) -> Cluster | None:
        clause = self._verbs.get(verb.i)
        tokens = [a.token for a in clause.fillers(":subj")] if clause else []
        if not tokens:  # « croit savoir Bloomberg »: the subject may hang on the infinitive
            tokens = [
                c
                for x in verb.children
                if x.label in ("xcomp", "ccomp", "obl")
                for c in x.children
                if c.label in fr.SUBJECTS
            ]
        if not tokens and verb.label in ("xcomp", "ccomp"):
            return self._subject(verb.head) if verb.head != verb and verb.head.pos_ in VERBS else None
        return self._cluster(tokens)

    def _cluster(self, tokens: Sequence[Word]) -> Cluster | None:
        linked = self._linked(tokens)
        if linked is not None:
            return linked
        for token in tokens:  # « une source citée par Reuters »
            for child in token.subtree:
                clause = self._verbs.get(child.i)
                if clause is not None and child.lemma in fr.RELAY_VERBS:
                    return self._linked([a.token for a in clause.fillers(":subj")])
        return None

    def _linked(self, tokens: Sequence[Word]) -> Cluster | None:
        return next((c for t in tokens for c, _ in self.links.at.get((self.index, t.i), ())), None)

    def _according_to(self, predicate: Word) -> tuple[Cluster | None, bool] | None:
        """« Selon X, … », « …, d'après X », « à en croire X »."""
        start = predicate.sent.start
        if start not in self._sources:
            self._sources[start] = self._source(predicate.sent)
        source = self._sources[start]
        return None if source is None else (self._cluster([source]), True)

    def _source(self, sentence: Stretch) -> Word | None:
        best: Word | None = None
        for token in sentence:
            if token.lemma in fr.SOURCE_VERBS and has(token, "VerbForm", "Inf"):
                before = [t.lower_ for t in self.tree.words[max(0, token.i - 2) : token.i]]
                if before[:1] == ["à"]:
                    best = next((c for c in token.children if c.label in fr.OBJECTS), None)
            elif token.label in fr.OBLIQUES and token.preposition in fr.SURE_SOURCE_PREPOSITIONS:
                best = token
        return best

    def quoted(self, token: Word) -> tuple[Cluster | None, bool]:
        """Speaker of the quote that a token stands in, and whether it stands in one that has a speaker."""
        return self._quoted(token) or (None, False)

    def _quoted(self, predicate: Word) -> tuple[Cluster | None, bool] | None:
        """A predicate inside « » is the word of whoever the sentences of the quote's ends name."""
        for start, end in self._quotes:
            if start < predicate.i < end:
                sentences = [self.tree[end].sent, self.tree[start].sent]
                for sentence in sentences:
                    for token in sentence:
                        if not start <= token.i <= end and (self._reports(token) or self._follows(token, end)):
                            speaker = self._subject(token)
                            if speaker is not None:
                                return speaker, True
        return None

    def _follows(self, verb: Word, end: int) -> bool:
        """« … », **assène** X: any verb may bring in the speaker right after a quote."""
        between = self.tree.words[end + 1 : verb.i]
        return (
            verb.pos_ == "VERB"
            and len(between) <= 4
            and all(t.pos_ in ("PUNCT", "AUX", "PRON", "ADV") for t in between)
        )


def _is_reported(token: Word, verb: Word) -> bool:
    """Tell whether a dependent of a reporting verb is what it reports."""
    base = token.label
    if base == "parataxis" or (base != "xcomp" and is_complement(token)):
        return True
    return base in ("xcomp", "obj", "obl", "advcl") and verb.lemma in _ANNOUNCING


_BREAKS = frozenset({",", "»", '"', "?", "!", "–", "—"})
#: With these, even a noun or an infinitive is the speaker's own announcement.
_ANNOUNCING = frozenset("annoncer promettre engager affirmer assurer prétendre dire déclarer démentir nier".split())


def quotes(tree: Tree) -> list[tuple[int, int]]:
    """Word spans of quotes of three words or more; straight quotes alternate."""
    spans = []
    opened: int | None = None
    for token in tree:
        if opened is None and token.text in fr.OPEN_QUOTES:
            opened = token.i
        elif opened is not None and token.text in fr.CLOSE_QUOTES:
            if token.i - opened > 3:
                spans.append((opened, token.i))
            opened = None
    return spans
