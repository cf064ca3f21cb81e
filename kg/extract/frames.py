"""What fills the slots that an entry's frame names, in a clause: « **X** annonce le rachat **de Y** »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.fillers import TRUST, Filler, Fillers
from kg.extract.lexicon import Match
from kg.language import fr
from kg.language.clauses import Argument, Clause
from kg.ontology import Entry

__all__ = ["Frames", "subject_slots"]

#: Prepositions of whoever does what a noun says.
SUBJECT_LIKE = frozenset({"de", "par"})
#: Trust in a post whose holder only coreference names.
GUESSED_POST = 0.5
#: Trust in a person whom place alone puts beside a noun.
BESIDE = 0.95


def subject_slots(clause: Clause, entry: Entry) -> tuple[str, ...]:
    """« le rachat par X », and so also « X annonce le rachat »: the doer of a noun may stand outside it."""
    if clause.pos == "noun" and SUBJECT_LIKE & set(entry.subject) and ":self" not in entry.object:
        return (*entry.subject, ":subj")
    return entry.subject


class Frames:
    """Fills the frames of entries in the clauses of one article.

    Parameters
    ----------
    fillers : Fillers
    """

    def __init__(self, fillers: Fillers) -> None:
        self.fillers = fillers
        self.ontology = fillers.ontology

    def arguments(self, p: int, clause: Clause, match: Match) -> list[Argument]:
        """Arguments of a clause as an entry sees them: those of its other words too, and of its complement's."""
        arguments = [*clause.arguments, *self._inner_complements(p, clause, match)]
        if match.complement is not None:
            inner = self.fillers.readers[p].noun(match.complement)
            arguments = [a for a in arguments if a.token != match.complement]
            # whom it names and its country are its own: « a un nouveau patron : **X** », « le marché **portugais** »
            arguments += [a for a in inner.arguments if not a.slot.startswith(":") or a.slot in (":self", ":demonym")]
        entry = match.entry
        if clause.pos == "noun" and ":self" in (*entry.subject, *entry.object):  # who somebody is hangs on no verb
            arguments = [a for a in arguments if a.slot.startswith(":") or a.source not in ("support", "governor")]
        return arguments

    def _inner_complements(self, p: int, clause: Clause, match: Match) -> Iterator[Argument]:
        """« la société **éditrice de** ChatGPT »: what hangs on the other words of a locution."""
        if clause.pos != "noun":
            return
        for token in self.fillers.trees[p].words[match.span[0] : match.span[1]]:
            if token != clause.predicate and token.pos_ in ("NOUN", "ADJ", "PROPN"):
                for child in token.children:
                    if child.label in fr.OBLIQUES and child.i >= match.span[1] and (slot := child.preposition):
                        yield Argument(slot, child)
                    elif child.label == "amod" and child.i >= match.span[1]:  # « le chef de l'État **sénégalais** »
                        yield Argument(":demonym", child)

    def fill(
        self,
        p: int,
        clause: Clause,
        arguments: Sequence[Argument],
        slots: tuple[str, ...],
        classes: tuple[str, ...] = (),
        *,
        titled: bool = False,
        through: bool = False,
    ) -> list[Filler]:
        """What stands in some slots of a clause.

        Parameters
        ----------
        p : int
            Index of the paragraph.
        clause : Clause
        arguments : sequence of Argument
            See `arguments`.
        slots : tuple of str
        classes : tuple of str
            What is wanted; places alone are looked for behind nouns too (« à l'**hôpital** de Thiès »).
        titled : bool
            Whether the clause's noun is a post, whose unnamed holder is a guess.
        through : bool
            Whether whoever does or has what an argument names fills the slot: « fustige l'inaction **de X** ».
        """
        if clause.pos == "adjective":  # what an adjective is said of is both
            slots = tuple(":subj" if s == ":self" else s for s in slots)
        found = self._argued(p, arguments, slots, classes, through=through)
        if clause.pos == "noun" and ":self" in slots:
            found = self._denoted(p, clause, found, titled=titled)
        elif not found and clause.pos in ("verb", "noun"):
            found = self.fillers.loose(p, clause, slots)
        found = [f for f in found if f.argument.source != "governor"] or found
        if clause.pos == "noun" and ":subj" in slots and SUBJECT_LIKE & set(slots):
            # « la Commission approuve l'alliance de A et B »: whose it is stands in the noun phrase itself
            found = [f for f in found if f.argument.slot != ":subj"] or found
        return found

    def _argued(
        self, p: int, arguments: Sequence[Argument], slots: tuple[str, ...], classes: tuple[str, ...], *, through: bool
    ) -> list[Filler]:
        """What the arguments in some slots stand for."""
        places = bool(classes) and all(self.ontology.is_a(c, "Place") for c in classes)
        found: list[Filler] = []
        for argument in arguments:
            if argument.slot not in slots:
                continue
            if argument.slot == ":demonym":
                found += self.fillers.of_demonym(p, argument)
                continue
            trust = TRUST[argument.source]
            whose = self.fillers.whose(p, argument, trust) if through else []
            found += whose or self.fillers.of(p, argument, trust, places=places and argument.slot != ":obj")
        return found

    def _denoted(self, p: int, clause: Clause, found: list[Filler], *, titled: bool) -> list[Filler]:
        """The same, with whom a noun denotes where the parser lost the name, or took one farther off."""
        noun, nearby = clause.predicate, self.fillers.nearby
        selves = [f for f in found if f.argument.slot == ":self"]
        others = [f for f in found if f.argument.slot != ":self"]
        if any(f.argument.source != "shared" for f in selves):
            before = nearby.person_before(p, noun)
            if before is None or any(f.token.i >= before.i for f in selves):
                return found
            return [*others, *self.fillers.of(p, Argument(":self", before), BESIDE)]
        beside = nearby.person_beside(p, noun)
        if beside is not None:
            return [*others, *self.fillers.of(p, Argument(":self", beside), BESIDE)]
        if selves:
            return found
        # « le président de X »: that he is the man of the sentence before is a guess
        return [*found, *self.fillers.of(p, Argument(":self", noun), GUESSED_POST if titled else 1.0)]
