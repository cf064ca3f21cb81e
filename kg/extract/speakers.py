"""Who says it: reporting verbs in all positions, « selon X », quotes."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.clusters import Cluster, Links
from kg.extract.factuality import denial_of
from kg.extract.parsed import Parsed
from kg.extract.sources import Sources
from kg.language import fr
from kg.language.tokens import NOMINALS, VERBS, has, is_complement, is_finite, is_infinitive, slot_of
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
        self.tree = paragraph.tree
        self._verbs = {c.predicate.i: c for c in paragraph.clauses if c.pos == "verb"}
        self._who = Sources(index, paragraph.tree, links, self._verbs)
        self._sources: dict[int, Word | None] = {}
        self._quotes = quotes(paragraph.tree)

    def of(self, predicate: Word) -> tuple[Cluster | None, bool]:
        """Speaker of a predicate, and whether the text marks it as somebody's word at all."""
        if self._names_speaker(predicate):
            return None, False
        for find in (
            self._inverted,
            self._denied,
            self._governing,
            self._learnt,
            self._according_to,
            self._quoted,
            self._carried,
        ):
            source = find(predicate)
            if source is not None:
                return source
        return None, False

    def _names_speaker(self, predicate: Word) -> bool:
        """« …, a promis la **patronne** de X, Y »: who speaks is no word of his."""
        if predicate.pos_ in VERBS:
            return False
        for token in (predicate, *predicate.ancestors):
            head = token.head
            if head.pos_ in VERBS:
                inserted = head.label == "parataxis" or self._is_inverted(head)
                return inserted and self._reports(head) and token.label in fr.SUBJECTS | fr.OBJECTS and token.i > head.i
            if token.dep_ in fr.RELATIVE:
                return False
        return False

    def _inverted(self, predicate: Word) -> tuple[Cluster | None, bool] | None:
        """« …, croit savoir Bloomberg »: a reporting verb right after a comma or quote speaks for what came before."""
        for verb in self.tree.words[predicate.i + 1 : predicate.sent.end]:
            if not self._is_inverted(verb):
                continue
            said = self._who.behind(verb)
            if said is not None:
                return self._who.of([said]), True
        return None

    def _is_inverted(self, verb: Word) -> bool:
        """A verb of saying right behind a comma or quote, with no subject before it."""
        words = self.tree.words
        if self._reports(verb) or verb.lemma in fr.LEARNING_VERBS:  # « …, a appris l'AFP »
            if not is_finite(verb) and not any(is_finite(w) for w in self._above(verb)):
                return False
            if verb.dep_ in fr.RELATIVE or self._has_subject_before(verb):
                return False
            start = verb.i - 1
            while start > verb.sent.start and (
                words[start].label in ("aux", "expl", "obj", "iobj", "advmod") or self._reports(words[start])
            ):
                start -= 1
            return words[start].text in _BREAKS or words[start - 1].text in _BREAKS
        if verb.lower_ not in fr.REPORTING_FORMS or verb.pos_ == "VERB" or verb.i + 1 >= verb.sent.end:
            return False  # « …, **tranche** X »: tagged as anything
        return words[verb.i - 1].text in _BREAKS and words[verb.i + 1].pos_ in ("PROPN", "DET")

    def _above(self, verb: Word) -> Iterator[Word]:
        """The verb that an infinitive hangs on: « **croit** savoir »."""
        if has(verb, "VerbForm", "Inf") and verb.head.pos_ in VERBS:
            yield verb.head

    def _has_subject_before(self, verb: Word) -> bool:
        """« X, PDG de Y, précise que … » is not inverted."""
        follows = self.tree[verb.i + 1].lower_ if verb.i + 1 < len(self.tree) else ""
        return follows in ("que", "qu'") or any(c.label in fr.SUBJECTS and c.i < verb.i for c in verb.children)

    def _denied(self, predicate: Word) -> tuple[Cluster | None, bool] | None:
        """« **X** dément vouloir racheter Y », where the parser sees no verb in « dément »."""
        denial = denial_of(predicate)
        if denial is None:
            return None
        before = self.tree.words[denial.sent.start : denial.i]
        subjects = [w for w in before if w.label in ("ROOT", *fr.SUBJECTS)]
        nearest = before[-1:] if before[-1].text != "," else []
        return self._who.of([*(_top_of_name(w) for w in nearest), *subjects]), True

    def _learnt(self, predicate: Word) -> tuple[Cluster | None, bool] | None:
        """« …, a-t-on appris auprès de X »."""
        for verb in predicate.sent:
            if verb.lemma in fr.LEARNING_VERBS and any(
                c.lower_.endswith("on") for c in verb.children if c.pos_ == "PRON"
            ):
                named = [c for c in verb.children if c.i > verb.i and slot_of(c)[0] in fr.LEARNT_FROM]
                if named and verb is not predicate:
                    return self._who.of([slot_of(c)[1] for c in named]), True
        return None

    def _carried(self, predicate: Word) -> tuple[Cluster | None, bool] | None:
        """Hearsay in the conditional goes on with the source of the sentence before."""
        if predicate.pos_ not in VERBS or not is_hearsay(predicate) or predicate.sent.start == 0:
            return None
        before = self.tree[predicate.sent.start - 1].sent
        verb = next((w for w in before if w.pos_ in VERBS and is_hearsay(w)), None)
        source = self._source(before)
        if source is not None:
            return self._who.of([source]), True
        return self._inverted(self.tree[before.start]) or (None if verb is None else self.of(verb))

    def _governing(self, predicate: Word) -> tuple[Cluster | None, bool] | None:
        """« X affirme que … », « …, a déclaré X »."""
        token = predicate
        while True:
            for child in token.children:
                if child.label == "parataxis" and self._reports(child) and child.i > token.i and _is_inserted(child):
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
        return self._who.of(tokens)

    def _according_to(self, predicate: Word) -> tuple[Cluster | None, bool] | None:
        """« Selon X, … », « …, d'après X », « à en croire X »."""
        start = predicate.sent.start
        if start not in self._sources:
            self._sources[start] = self._source(predicate.sent)
        source = self._sources[start]
        return None if source is None else (self._who.of([source]), True)

    def _source(self, sentence: Stretch) -> Word | None:
        best: Word | None = None
        for token in sentence:
            if token.lemma in fr.SOURCE_VERBS and has(token, "VerbForm", "Inf"):
                before = [t.lower_ for t in self.tree.words[max(0, token.i - 2) : token.i]]
                if before[:1] == ["à"]:
                    best = next((c for c in token.children if c.label in fr.OBJECTS), None)
            elif token.preposition in fr.SURE_SOURCE_PREPOSITIONS and token.pos_ in NOMINALS:
                best = token
                if token.lower_ in fr.RELATIVE_PRONOUNS:  # « un rapport **selon lequel** … »
                    best = next((a.head for a in token.ancestors if a.dep_ in fr.RELATIVE), None)
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


def _top_of_name(word: Word) -> Word:
    while word.label in fr.NAME_PARTS and word.head.i < word.i:
        word = word.head
    return word


def _is_inserted(verb: Word) -> bool:
    """« …, dit X, … » is, and « : X l'a annoncé »; « : ses fondateurs en ont gardé la moitié » goes on by itself."""
    return any(c.lower_ in ("l'", "le") and c.i < verb.i and c.pos_ == "PRON" for c in verb.children) or all(
        w.text != ":" for w in verb.tree.words[max(verb.left_edge.i - 1, verb.sent.start) : verb.i]
    )


def is_hearsay(verb: Word) -> bool:
    """Tell whether a verb is in the conditional of hearsay (« aurait »)."""
    forms = [verb, *(c for c in verb.children if c.label in ("aux", "cop"))]
    return any(has(f, "Mood", "Cnd") for f in forms) and all(
        f.lemma not in fr.FIRM_CONDITIONALS | fr.UNCERTAIN_CONDITIONALS_EXEMPT for f in forms
    )


def _is_reported(token: Word, verb: Word) -> bool:
    """Tell whether a dependent of a reporting verb is what it reports."""
    base = token.label
    if base == "parataxis" or (base != "xcomp" and is_complement(token)):
        return True
    if token.dep_ in fr.RELATIVE and any(c.lower_ in fr.OBJECT_RELATIVES for c in token.children):
        return True  # « en annonçant qu'elle renonce »: no verb has a relative clause
    infinitive = any(is_infinitive(w) for w in (token, *token.children) if w is token or w.label in ("aux", "cop"))
    admitted = base in ("xcomp", "obj") and verb.lemma in fr.ADMITTING_VERBS
    if infinitive and (admitted or verb.lemma in fr.ACCUSING_VERBS):
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
