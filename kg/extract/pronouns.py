"""Whom a pronoun or possessive means: its options (`kg.extract.options`), weighed by features as nominals are.

The common nouns around compete: « le parc …, **il** … » is none of the names before. Features are strings;
`kg.extract.ranking` has their weights. No name is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.extract.antecedents import agree, by_position
from kg.extract.clusters import Cluster, Links
from kg.extract.mentions import Found
from kg.extract.options import GROUP, Noun, Option, Options, clause_of, form_of
from kg.extract.parsed import Parsed
from kg.extract.surroundings import Surroundings
from kg.language import fr
from kg.language.tree import Word
from kg.ontology import Ontology

__all__ = ["Chooser", "Pronouns"]

#: Given a pronoun, its options, and features of « nobody named », of each option, and of each common noun around:
#: probabilities of the options.
Chooser = Callable[
    [Found, Sequence[Option], Sequence[str], Sequence[Sequence[str]], Sequence[Sequence[str]]], Sequence[float]
]

_ROLES = {"ROOT": "nsubj"} | {r: r for r in ("nsubj", "obj", "obl", "nmod", "appos", "conj", "iobj", "det")}


class Pronouns:
    """Weighs what the pronouns and possessives of one article may mean.

    Parameters
    ----------
    chooser : callable
    ontology : Ontology
    links : Links
        With its names' clusters; what is linked meanwhile is seen.
    paragraphs : sequence of Parsed
    sentences : sequence of sequence of int
        Number of the sentence of each word, by paragraph.
    """

    def __init__(
        self,
        chooser: Chooser,
        ontology: Ontology,
        links: Links,
        paragraphs: Sequence[Parsed],
        sentences: Sequence[Sequence[int]],
    ) -> None:
        self._choose = chooser
        self._options = Options(ontology, links, paragraphs, sentences)
        self._around = Surroundings(ontology, links, paragraphs, sentences)

    def weigh(self, mention: Found, apart: set[int], speaker: Cluster | None) -> tuple[list[Option], Sequence[float]]:
        """Find what a pronoun may mean, and the probability of each; what is missing to 1 is that of nobody named.

        Parameters
        ----------
        mention : Found
        apart : set of int
            Words of its paragraph that mean another.
        speaker : Cluster, optional
            Of the quote that it stands in.
        """
        options = self._options.of(mention, apart)
        if not options:
            return [], []
        nouns = list(self._options.nouns(mention, apart))
        asked = _Asked(self._around, mention, options, nouns, speaker)
        return options, self._choose(
            mention, options, asked.nobody(), [asked.option(o) for o in options], [asked.noun(n) for n in nouns]
        )

    def several(self, mention: Found) -> tuple[Cluster, ...]:
        """Find those that a plural with a number, or an ordinal, speaks of."""
        return self._options.several(mention)


class _Asked:
    """A pronoun that is asked about, and the features of what it may mean."""

    def __init__(
        self,
        around: Surroundings,
        mention: Found,
        options: Sequence[Option],
        nouns: Sequence[Noun],
        speaker: Cluster | None,
    ) -> None:
        self.around, self.mention, self.options, self.speaker = around, mention, options, speaker
        self.form = form_of(mention)
        self.verb = mention.head.head.lemma if mention.head.head is not mention.head else ""
        self.clause = clause_of(mention.head)
        self.subjects = around.subjects(mention)
        latest = sorted((*(o.last.position for o in options), *(n.position for n in nouns)), reverse=True)
        self.rank: Mapping[tuple[int, int], int] = {place: min(n, 4) for n, place in reversed([*enumerate(latest)])}

    # --- an option --------------------------------------------------------------------------
    def option(self, option: Option) -> list[str]:
        """Features of an option."""
        mention, form, kind = self.mention, self.form, option.kind
        first = option.clusters[0]
        times, is_main = self.around.names(option)
        gender = agree(mention.gender, first.gender)
        closer = sum(o.kind == kind and o.last.position > option.last.position for o in self.options)
        row = [
            f"kind {form} {kind}", f"gender {gender if kind != GROUP else '?'} {kind}", f"gender {gender} {form}",
            f"number {option.last.number} {form} {kind}", f"wants {self.around.fits(mention, option)} {form}",
            f"times {min(len(option.seen), 5)} {form}", f"in all {min(times, 4)} {kind}",
            f"rank in kind {min(closer, 3)} {kind} {form}",
        ]  # fmt: skip
        if kind != GROUP:
            row += [f"pred {form} {self.verb} {kind}", f"word {mention.head.lower_} {kind}"]
            if self.verb in fr.REPORTING_VERBS:
                row.append(f"says {form} {kind}")
        if is_main:
            row.append(f"main {kind}")
        if self.around.sentence(option.seen[0].paragraph, option.seen[0].head.i) == 0:
            row.append(f"first sentence {kind}")
        if mention.head.pos_ == "DET":
            row += self._owner(kind)
        row += self._quoted(option)
        row += self._of_subjects(option)
        row += self._placed(option)
        return row

    def _owner(self, kind: str) -> Iterator[str]:
        """« **son** père », « **sa** filiale »: what sort of thing is had."""
        noun = self.mention.head.head
        yield f"had {self.around.had(noun)} {kind}"
        yield f"had {noun.label} {kind}"
        yield f"had ending {noun.lemma[-3:]} {kind}"

    def _quoted(self, option: Option) -> Iterator[str]:
        last = option.last
        inside = self.around.quote(self.mention.paragraph, self.mention.head.i)
        theirs = self.around.quote(last.paragraph, last.head.i)
        if inside is not None:
            yield "speaks" if self.speaker in option.clusters else "quoted"
            if last.paragraph == self.mention.paragraph and theirs == inside:
                yield "same quote"
        elif theirs is not None and last.position < self.mention.position:
            yield "last in a quote"

    def _of_subjects(self, option: Option) -> Iterator[str]:
        """Whether it is the subject of the pronoun's clause, or of one above."""
        p, form, is_owner = self.mention.paragraph, self.form, self.mention.head.pos_ == "DET"
        meant = set(option.clusters)
        where = next((self.subjects[i] for i in self.subjects if self.around.meant_at(p, i) == meant), None)
        if where is not None:
            yield f"subject {where[0]} {where[1]} {form}"
            yield f"subject {where[0]} {form}"
            if is_owner:
                yield f"subject {where[0]} had {self.verb}"
        elif self.subjects:
            yield f"not subject {form}"
            if is_owner:
                yield f"not subject had {self.verb}"

    def _placed(self, option: Option) -> Iterator[str]:
        """Where it was mentioned, and as what."""
        mention, form, kind, last, seen = self.mention, self.form, option.kind, option.last, option.seen
        away, role, rank = self.around.away(mention, last.position), _role(last), self.rank[last.position]
        name = max((m for m in seen if m.kind != "pronoun"), key=by_position, default=last)
        yield from (
            f"away {away} {form}", f"away {away} {kind}", f"rank {rank} {form}", f"rank {rank} {form} {away}",
            f"last {last.kind} {away}", f"role {role} {form} {away}",
            f"name away {self.around.away(mention, name.position)} {kind}",
        )  # fmt: skip
        if last.kind == "pronoun":
            yield f"chain {form_of(last)} {form} {away}"
        if any(_role(m) == "nsubj" and self.around.away(mention, m.position) == "1" for m in seen):
            yield f"subject before {form}"
        if any(_role(m) == "nsubj" and m.paragraph == mention.paragraph and not m.head.sent.start for m in seen):
            yield f"opens paragraph {form}"
        if any(m.head.sent.root in (m.head, m.head.head) for m in seen[-3:]):
            yield f"high {form}"
        if last.position > mention.position:
            yield f"fronted {form}"
        elif mention.paragraph != last.paragraph:
            yield f"other paragraph {form}"
        elif last.head.sent is mention.head.sent:
            yield from self._inside(option)

    def _inside(self, option: Option) -> Iterator[str]:
        """How it stands in the pronoun's own sentence."""
        mention, form = self.mention, self.form
        here = [m for m in option.seen if m.paragraph == mention.paragraph and m.head.sent is mention.head.sent]
        for m in here[-2:]:
            tie = _tie(self.clause, clause_of(m.head))
            yield f"clause {tie} {_role(m)} {form}"
            yield f"clause {tie} {form} {option.kind}"
            if any(a is m.head for a in mention.head.ancestors):
                yield f"under it {form}"

    # --- what is no option ------------------------------------------------------------------
    def noun(self, noun: Noun) -> list[str]:
        """Features of a common noun."""
        mention, form, word = self.mention, self.form, noun.word
        kind, away = self.around.kinds(noun.classes), self.around.away(mention, noun.position)
        role, rank = _ROLES.get(word.label, "other"), self.rank[noun.position]
        det = next((c.lemma for c in word.children if c.label == "det"), "")
        row = [
            f"noun {form}", f"noun {kind} {form}", f"noun pred {form} {self.verb}", f"noun away {away} {form}",
            f"noun role {role} {form} {away}", f"noun rank {rank} {form} {away}", f"noun ending {word.lemma[-3:]}",
            f"noun det {det} {role}",
        ]  # fmt: skip
        if noun.paragraph != mention.paragraph:
            row.append(f"noun other paragraph {form}")
            return row
        if word.i in self.subjects:
            row.append(f"noun subject {form}")
        if word.sent is mention.head.sent:
            row.append(f"noun clause {self.clause is clause_of(word)} {role} {form}")
            if any(a is word for a in mention.head.ancestors):
                row.append(f"noun above {form}")
        return row

    def nobody(self) -> list[str]:
        """Features of « nobody named »."""
        mention, form, head = self.mention, self.form, self.mention.head
        nearest = min(self.around.away(mention, o.last.position) for o in self.options)
        row = [
            "nobody", f"nobody {form}", f"nobody {head.lower_}", f"nobody pred {form} {self.verb}",
            f"nobody {head.pos_} {head.dep_}", f"nobody of {min(len(self.options), 4)} {form}",
            f"nobody near {nearest} {form}",
        ]  # fmt: skip
        if self.around.quote(mention.paragraph, head.i) is not None:
            row.append(f"nobody quoted {form}")
        if all(self.around.fits(mention, o) != "fit" for o in self.options):
            row.append(f"nobody wanted {form}")
        return row


def _tie(own: Word | None, theirs: Word | None) -> str:
    """How a clause stands to another."""
    if own is theirs:
        return "same"
    if own is not None and any(a is theirs for a in own.ancestors):
        return "above"
    return "below" if theirs is not None and any(a is own for a in theirs.ancestors) else "beside"


def _role(mention: Found) -> str:
    return _ROLES.get(mention.head.label, "other")
