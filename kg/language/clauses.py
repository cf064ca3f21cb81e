"""The clause layer: dependency trees → predicates with their arguments by role.

Passives, relatives, coordination, control, support verbs, apposition and nominalisation are
undone here once, so that relations never look at a tree.

A slot is written as in `docs/lexicon.md`: ":subj", ":obj", ":self", ":demonym", ":inside", or a
preposition ("dans"); ":attr" is a predicate complement (« nommé **PDG** »).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from kg.language import fr
from kg.language.tokens import (
    NOMINALS,
    VERBS,
    coordinated,
    infinitive_of,
    is_finite,
    is_infinitive,
    is_past_participle,
    slot_of,
    verb_above,
)
from kg.language.tree import Tree, Word

__all__ = ["Argument", "Clause", "ClauseReader", "clauses"]

Source = Literal["direct", "shared", "relative", "control", "support", "near", "governor"]
NOUNS = frozenset({"NOUN"})
_SHARING = VERBS | {"ADJ", "NOUN"}
_OBJECTS = fr.OBJECTS | fr.INDIRECT_OBJECTS
_CONTROLLED = fr.OPEN_COMPLEMENTS | {"ccomp", "obl"}
_APPOSED = fr.APPOSITIONS | {"amod"}
_SUPPORTED = fr.OBJECTS | fr.PASSIVE_SUBJECTS | fr.SUBJECTS | {"obl", "xcomp"}
_TORN = fr.APPOSITIONS | fr.OBJECTS | {"nmod"}
_PASSIVE = fr.PASSIVE_AUX | fr.PASSIVE_SUBJECTS | {"expl:pass"}
_CLAUSE_SUBJECTS = fr.SUBJECTS | fr.PASSIVE_SUBJECTS
_COMPLEMENTS = fr.OBLIQUES | fr.INDIRECT_OBJECTS


class Argument(NamedTuple):
    """A word that fills a slot of a predicate, and how it came to.

    Parameters
    ----------
    slot : str
    token : Word
        Head of the argument.
    source : str
        "direct" (a dependent), "shared" (by coordination), "relative" (an antecedent), "control"
        (of an infinitive or participle), "support" (of a support verb), "near" (by its place,
        where the parser lost the link), "governor" (subject
        of the clause that a noun stands in: the weakest).
    """

    slot: str
    token: Word
    source: Source = "direct"


class Clause(NamedTuple):
    """A predicate with its arguments.

    Parameters
    ----------
    predicate : Word
    pos : {"verb", "noun", "adjective"}
    lemma : str
        Lower case.
    arguments : tuple of Argument
    reflexive : bool
        The verb has a reflexive clitic that is no passive (« s'allie »).
    """

    predicate: Word
    pos: Literal["verb", "noun", "adjective"]
    lemma: str
    arguments: tuple[Argument, ...]
    reflexive: bool = False

    def fillers(self, *slots: str) -> list[Argument]:
        """Arguments in any of some slots, in text order."""
        return [a for a in self.arguments if a.slot in slots]


def clauses(tree: Tree) -> list[Clause]:
    """All predicates of a text with their arguments, in text order."""
    return ClauseReader(tree).clauses()


class ClauseReader:
    """Reads the clauses of a tree; keeps what it has worked out about each word."""

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
                found.append(self.noun(token))
                if token.lower_ in fr.VERBS_LIKE_NOUNS:
                    found += self._verb_like(token)
            elif token.pos_ == "ADJ":
                found += self.adjective(token)
            elif token.i == token.sent.start and token.pos_ in ("PROPN", "X") and not token.ent_type_:
                found += self._opening(token)
        return found

    # --- verbs ------------------------------------------------------------------------------
    def verb(self, verb: Word) -> Clause:
        """Read a verb: its logical subject and object, and its prepositional arguments."""
        if verb.i not in self._verbs:
            self._verbs[verb.i] = self._read_verb(verb)
        return self._verbs[verb.i]

    def _read_verb(self, verb: Word) -> Clause:
        passive = self.is_passive(verb)
        subject_slot = ":obj" if passive else ":subj"
        found = [Argument(subject_slot, a.token, a.source) for a in self.surface_subjects(verb)]
        inverted = self._subject_behind(verb, found)
        spoken = {a.token.i for a in found}
        for child in verb.children:
            slot, filler = self._verb_slot(child)
            if child is inverted or (slot == "par" and passive and all(c.dep_ not in fr.AGENTS for c in verb.children)):
                slot = ":subj"
            if slot is not None and child.i not in spoken:
                found += self._filled(slot, filler)
        if passive and all(a.slot != ":subj" for a in found):
            found += self._torn_agent(verb)
        found += self._relative_complements(verb, found)
        if not any(a.slot == ":obj" for a in found) and verb.lemma not in fr.ATTRIBUTIVE_VERBS:
            # « n'a pas développé Firefox »: a name is no predicate
            found += [
                Argument(":obj", a.token, a.source) for a in found if a.slot == ":attr" and a.token.pos_ == "PROPN"
            ]
        found += self._shared_objects(verb, found)
        if not any(a.slot == ":obj" for a in found):
            found += self._torn_objects(verb)
        return Clause(verb, "verb", verb.lemma, _in_order(found), self.is_reflexive(verb))

    def _subject_behind(self, verb: Word, found: list[Argument]) -> Word | None:
        """« X, que contrôle **Y** »: of two objects, the one behind the verb is the subject."""
        if any(a.source != "control" for a in found):
            return None
        objects = [c for c in verb.children if c.label in fr.OBJECTS]
        relative = any(c.lower_ in fr.OBJECT_RELATIVES and c.i < verb.i for c in verb.children)
        behind = [c for c in objects if c.i > verb.i and c.pos_ in NOMINALS]
        return behind[0] if relative and behind and verb.dep_ in fr.RELATIVE else None

    def _relative_complements(self, verb: Word, found: list[Argument]) -> Iterator[Argument]:
        """« une usine **que** l'État contrôle », « **dont** Y possède 50 % », whatever the pronoun hangs on."""
        if verb.dep_ not in fr.RELATIVE:
            return
        for child in verb.children:
            if child.lower_ in fr.OBJECT_RELATIVES and child.label == "mark" and child.i < verb.i:
                if all(a.slot != ":obj" for a in found):
                    yield Argument(":obj", verb.head, "relative")
            elif (
                child.label in fr.SUBJECTS
                and child.pos_ == "PROPN"  # a name has no complement
                and any(c.lower_ == "dont" for c in child.children)
            ):
                yield Argument("de", verb.head, "relative")

    def _verb_slot(self, child: Word) -> tuple[str | None, Word]:
        """Slot that a dependent other than the subject fills, and the token that fills it."""
        base = child.label
        if child.lower_ in fr.REFLEXIVES:
            return None, child
        slot, filler = slot_of(child)
        if child.dep_ in fr.AGENTS:
            return "par" if child.head.lemma in fr.GOING_BY else ":subj", filler
        if base in fr.OBJECTS:
            return slot or ":obj", filler
        if base in fr.OPEN_COMPLEMENTS and child.pos_ in ("NOUN", "PROPN", "X"):
            return ":attr", child
        if base in fr.INDIRECT_OBJECTS:
            return "de" if child.lower_ in ("en", "dont") else "à", child
        if base in fr.OBLIQUES or (
            base == "advmod" and (child.lower_ in fr.RELATIVE_SLOTS or child.lower_ in fr.COMPOUND_HEADS)
        ):
            return slot or fr.RELATIVE_SLOTS.get(child.lower_), filler
        return None, child

    def _shared_objects(self, verb: Word, found: list[Argument]) -> Iterator[Argument]:
        """« développe et vend des logiciels »: the object stands after both verbs."""
        if any(a.slot == ":obj" for a in found):
            return
        others = [verb.head] if verb.label == "conj" else [c for c in verb.children if c.label == "conj"]
        for other in others:
            if other.pos_ not in VERBS or self.is_passive(verb) or self.is_passive(other):
                continue
            for child in other.children:
                if child.label in fr.OBJECTS and child.i > max(verb.i, other.i) and child.pos_ in NOMINALS:
                    for a in self._filled(":obj", child):
                        yield Argument(a.slot, a.token, "shared")

    def _torn_objects(self, verb: Word) -> Iterator[Argument]:
        """« arrête mardi **X** », « traîne en justice **X** », « arrête, à Nice, **X** »: hung on the words between."""
        if self.is_passive(verb) or self.is_reflexive(verb):
            return
        words = verb.tree.words
        for child in verb.children:
            if child.i < verb.i or child.label not in fr.OBLIQUES:
                continue
            if child.pos_ == "PROPN" and slot_of(child)[0] is None and words[child.i - 1].text != ",":
                yield from (Argument(":obj", t, "near") for t in coordinated(child))  # « arrête mardi **X** »
                return
            if child.pos_ != "NOUN":
                continue
            is_time = child.lower_ in fr.WEEKDAYS or child.lower_ in fr.DAYTIMES
            bare = child.preposition is not None and all(c.label != "det" for c in child.children)
            aside = _comma_before(child) is not None
            for inner in child.children:
                named = inner.pos_ == "PROPN" or any(c.label == "det" for c in inner.children)
                if inner.i < child.i or inner.label not in _TORN or inner.preposition is not None or not named:
                    continue
                after_comma = _comma_before(inner) is not None
                if after_comma if aside else (is_time or bare) and not after_comma:
                    yield from (Argument(":obj", t, "near") for t in coordinated(inner))
                    return

    def _torn_agent(self, verb: Word) -> Iterator[Argument]:
        """« placé en garde à vue **par X** »: an agent that hangs on the words between."""
        between = (c for c in verb.children if c.i > verb.i and c.label in fr.OBLIQUES and c.pos_ == "NOUN")
        agent = next((d for c in between for d in c.children if d.preposition == "par" and d.i > c.i), None)
        if agent is not None:
            yield from (Argument(":subj", t, "near") for t in coordinated(agent))

    def is_passive(self, verb: Word) -> bool:
        """Tell whether the surface subject of a verb is its logical object."""
        if verb.i not in self._passive:
            self._passive[verb.i] = self._read_passive(verb)
        return self._passive[verb.i]

    def _read_passive(self, verb: Word) -> bool:
        if verb.lemma in fr.UNACCUSATIVE_VERBS:
            return False
        deps = {c.dep_ for c in verb.children}
        if self.is_reflexive(verb) and (not deps & fr.PASSIVE_AUX or "expl:pv" in deps):  # « la ville se trouve … »
            return False
        if deps & _PASSIVE:
            return True
        if not is_past_participle(verb) or any(c.label == "aux" for c in verb.children):
            return False
        if verb.label == "conj" and verb.head.pos_ in VERBS:  # « a été racheté puis fermé »
            return self.is_passive(verb.head)
        labels = ("acl", "amod", "advcl", "appos", "dep", "ROOT", "parataxis", "conj")
        return verb.label in labels or self._modifies_noun(verb)

    def is_reflexive(self, verb: Word) -> bool:
        """Tell whether a verb has a reflexive clitic that makes no passive."""
        return any(
            c.lower_ in fr.REFLEXIVES or (c.lower_ in ("me", "m'", "te", "nous", "vous") and c.label in fr.EXPLETIVE)
            for c in verb.children
            if c.dep_ not in fr.EXPLETIVE_SUBJECTS and c.dep_ != "expl:pass"
        )

    def surface_subjects(self, verb: Word) -> list[Argument]:
        """Grammatical subject of a verb, or of whatever verb gives it one."""
        if verb.i not in self._subjects:
            self._subjects[verb.i] = []  # stops a cycle
            self._subjects[verb.i] = self._read_subjects(verb)
        return self._subjects[verb.i]

    def _read_subjects(self, verb: Word) -> list[Argument]:
        own = [c for c in verb.children if c.label in fr.SUBJECTS and c.dep_ not in fr.EXPLETIVE_SUBJECTS]
        if own:
            return [a for c in own for a in self._filled(":subj", c)]
        if is_finite(verb):  # « Selon L'Écho, **Sabrenor** aurait négocié »: no coordination with the source
            sources = [
                c for c in verb.children if c.label in fr.OBLIQUES and c.preposition in fr.SURE_SOURCE_PREPOSITIONS
            ]
            torn = [d for c in sources for d in c.children if d.label in ("conj", "appos") and d.pos_ == "PROPN"]
            torn = torn or self._after_adverbial(verb)
            if torn:
                return [Argument(":subj", torn[0])]
            if (said := self._speaker_behind(verb)) is not None:
                return self._filled(":subj", said)
            if verb.label == "parataxis" and verb.head.pos_ == "VERB" and not is_finite(verb.head):
                # « X, venue de Nice, a obtenu »: the parser hangs all on the participle
                return [Argument(":subj", a.token, "shared") for a in self.surface_subjects(verb.head)]
        return self._borrowed_subjects(verb) or self._subject_after(verb)

    def _after_adverbial(self, verb: Word) -> list[Word]:
        """« À Nice, **Paul Martin**, 38 ans, devance … »: a name that hangs on the words before the comma."""
        for c in verb.children:
            if c.label in fr.OBLIQUES and c.i < verb.i and c.left_edge.i == verb.sent.start and c.preposition:
                parts = [d for d in c.children if d.i > c.i and d.label in ("conj", "appos")]
                if parts and parts[0].pos_ == "PROPN" and _comma_before(parts[0]) is not None:
                    return parts[:1]
        return []

    def _speaker_behind(self, verb: Word) -> Word | None:
        """« …, a raconté **X** »: what stands behind a verb of saying that comes after its quote."""
        if verb.lemma not in fr.REPORTING_VERBS:
            return None
        objects = [c for c in verb.children if c.label in fr.OBJECTS and c.i > verb.i and c.pos_ in ("PROPN", "NOUN")]
        quoted = any(c.label in ("parataxis", "ccomp") and c.i < verb.i for c in verb.children)
        return objects[0] if len(objects) == 1 and (quoted or verb.label == "parataxis") else None

    def _subject_after(self, verb: Word) -> list[Argument]:
        """« **Poignardé** par X, **Y** est hors de danger »: a participle that opens its sentence is the subject's."""
        if not is_past_participle(verb) or verb.i - verb.sent.start > 1 or is_finite(verb):
            return []
        after = (t for t in verb.tree.words[verb.i + 1 : verb.sent.end] if t.label in fr.SUBJECTS)
        first = next(after, None)
        return [] if first is None else [Argument(":subj", first, "control")]

    def _borrowed_subjects(self, verb: Word) -> list[Argument]:
        head, base = verb.head, verb.label
        if head == verb:
            return []
        if base == "conj" and head.pos_ in _SHARING:
            return [Argument(a.slot, a.token, "shared") for a in self.surface_subjects(head)]
        if base == "acl" and verb.dep_ not in fr.RELATIVE:
            return self._subjects_of_noun_clause(verb, head)
        if self._modifies_noun(verb):
            return self._subjects_of_noun_clause(verb, head)
        if base in ("xcomp", "advcl", "ccomp", "obl", "advmod", "parataxis") and not is_finite(verb):
            return self._controllers(verb, head)
        return []

    def _modifies_noun(self, verb: Word) -> bool:
        """« la liste X, **soutenue** par Y »: a participle after a noun, whatever the parser calls it."""
        head = verb.head
        return (
            verb.label in fr.CLAUSAL_COMPLEMENTS
            and head.pos_ in ("NOUN", "PROPN")
            and head.i < verb.i
            and is_past_participle(verb)
            and not is_finite(verb)
        )

    def _subjects_of_noun_clause(self, verb: Word, noun: Word) -> list[Argument]:
        """« la société basée à Lyon »: the noun; « son projet de racheter »: whose project it is."""
        if not is_infinitive(verb):
            return [a for a in self._filled(":subj", noun) if a.token.i <= verb.i or a.token == noun]
        owners = [a for a in self.noun(noun).arguments if a.slot in ("de", ":subj")]
        return [Argument(":subj", a.token, "control") for a in owners if a.token.i < verb.i]

    def _controllers(self, verb: Word, head: Word) -> list[Argument]:
        objects = [c for c in head.children if c.label in _OBJECTS and c.i != verb.i]
        if verb.label in _CONTROLLED and head.lemma_ in fr.OBJECT_CONTROL and objects:
            return [Argument(":subj", a.token, "control") for c in objects for a in self._filled(":subj", c)]
        return [Argument(":subj", a.token, "control") for a in self.surface_subjects(head)]

    # --- nouns and adjectives ---------------------------------------------------------------
    def noun(self, noun: Word) -> Clause:
        """Read a noun: its complements, who it denotes, and who stands behind it."""
        if noun.i not in self._nouns:
            self._nouns[noun.i] = self._read_noun(noun)
        return self._nouns[noun.i]

    def _read_noun(self, noun: Word) -> Clause:
        found: list[Argument] = []
        for child in noun.children:
            found += self._noun_dependent(noun, child)
        if noun.label == "amod":  # « la société éditrice de ChatGPT », whichever of the two « de » hangs on
            for child in noun.head.children:
                if child.i > noun.i and child.label in fr.OBLIQUES:
                    found += self._noun_dependent(noun, child)
        found += self._denoted(noun)
        if not any(a.slot == ":self" for a in found):
            found += self._named_before(noun)
        found += self._said_in_clause(noun)
        found += self._behind(noun)
        return Clause(noun, "noun", noun.lemma, _in_order(found))

    def _said_in_clause(self, noun: Word) -> Iterator[Argument]:
        """« dont le siège est **à Croix** », « l'accord conclu **par X avec Y** »: what hangs on its own clause."""
        head = noun.head
        clause = head if head.lower_ in fr.ONE_OF and head.pos_ == "PRON" else noun
        if clause.dep_ in fr.RELATIVE and any(
            c.lower_ == "dont" for d in clause.children if d.label in fr.SUBJECTS for c in d.children
        ):  # « l'entreprise, **dont** Orange est l'un des clients »
            yield Argument("de", clause.head, "relative")
        slot = head.preposition
        if slot and noun.label in fr.SUBJECTS and head.i > noun.i and any(c.label == "cop" for c in head.children):
            yield from self._filled(slot, head)
        for verb in noun.children:
            if verb.label != "acl" or verb.pos_ != "VERB" or verb.lemma not in fr.SUPPORT_VERBS:
                continue
            for a in self.verb(verb).arguments:
                if a.token != noun and (a.slot == ":subj" or not a.slot.startswith(":")):
                    yield Argument(a.slot, a.token, "support")

    def _noun_dependent(self, noun: Word, child: Word) -> Iterator[Argument]:
        base = child.label
        if (
            base in fr.OBLIQUES
            or (base in fr.OBJECTS and child.lower_ in fr.RELATIVE_SLOTS)
            or base in fr.INDIRECT_OBJECTS
        ):
            slot, filler = slot_of(child)
            slot = slot or fr.RELATIVE_SLOTS.get(child.lower_)
            if slot:
                yield from self._filled(slot, filler)
                if slot == "de" and child.pos_ == "NOUN":
                    yield from self._of_kind(child)
            elif child.pos_ in ("PROPN", "X"):
                yield Argument(":self", child)
        elif base == "det" and child.lower_ in fr.POSSESSIVES:
            yield Argument("de", child)
        elif base == "acl" and child.lower_ in fr.VERBAL_PREPOSITIONS:  # « une enquête **visant** X »
            yield from (a for c in child.children if c.label in fr.OBJECTS for a in self._filled(child.lower_, c))
        elif base == "amod":
            yield from (Argument(":demonym", c) for c in coordinated(child))
        elif base in fr.APPOSITIONS and child.pos_ in ("PROPN", "NOUN", "X"):
            yield from (Argument(":self", c) for c in coordinated(child))

    def _of_kind(self, kind: Word) -> Iterator[Argument]:
        """« le système de navigation **de Thales** »: a bare noun that tells the kind has no complement of its own."""
        if any(c.label == "det" for c in kind.children):
            return
        for child in kind.children:
            if child.label in fr.OBLIQUES and child.i > kind.i and child.preposition == "de":
                if child.pos_ in ("PROPN", "X") or any(c.label == "det" for c in child.children):
                    yield from self._filled("de", child)
                elif child.pos_ == "NOUN":
                    yield from self._of_kind(child)

    def _denoted(self, noun: Word) -> Iterator[Argument]:
        """Whom the noun phrase is about: what it is apposed to, said of, or made of by a verb."""
        head, base = noun.head, noun.label
        copulas = [c for c in noun.children if c.label == "cop"]
        case = noun.preposition
        if copulas:
            slot = ":self" if case is None else ":subj"
            yield from (Argument(slot, a.token, a.source) for a in self.surface_subjects(noun))
        elif base in _APPOSED and head != noun and head.pos_ in NOMINALS:  # « la société éditrice »
            yield Argument(":self", head)
        elif base == "conj" and head != noun and head.pos_ in NOMINALS:
            yield from (Argument(a.slot, a.token, "shared") for a in self._denoted(head) if a.slot == ":self")
        elif base in fr.OPEN_COMPLEMENTS or case in fr.ATTRIBUTE_PREPOSITIONS:
            yield from self._described(head)
        elif base in fr.SUBJECTS and (before := self._doubled(noun)) is not None:
            yield Argument(":self", before, "near")
        elif base in fr.OBJECTS and head.lemma in fr.ATTRIBUTIVE_VERBS:
            yield from (Argument(":self", a.token, a.source) for a in self.surface_subjects(head))
        elif case == "de" and head.lower_ in fr.ONE_OF and head.pos_ == "PRON":  # « Orange est l'un des clients »
            yield from self._denoted(head)
        elif head.lemma in fr.POST_NOUNS and case == "de":
            verb = verb_above(head)
            if verb is not None:
                yield from self._described(verb)
        elif case is None and self._is_fronted(noun):  # « Veuf de X, Y vit »
            verb = head if head.pos_ in VERBS else verb_above(noun)
            subjects = self.surface_subjects(verb) if verb is not None else []
            yield from (Argument(":self", a.token, "control") for a in subjects if a.token.i > noun.i)

    def _doubled(self, noun: Word) -> Word | None:
        """« **La Maison jaune**, un roman de X, sort »: of two subjects with a comma between, the second describes."""
        comma = _comma_before(noun)
        if comma is None:
            return None
        others = (c for c in noun.head.children if c.label in fr.SUBJECTS and c.i < comma)
        return next((c for c in others if c.right_edge.i in (comma - 1, comma)), None)

    def _named_before(self, noun: Word) -> Iterator[Argument]:
        """« **Mistral Large**, le modèle de Mistral AI »: the name before the comma, where the parser lost the link."""
        words = noun.tree.words
        start = noun.i
        while start > noun.sent.start and words[start - 1].pos_ in ("DET", "ADJ") and words[start - 1].head is noun:
            start -= 1
        if start - 2 < noun.sent.start or words[start - 1].text != ",":
            return
        if noun.preposition is not None or noun.label == "conj":
            return
        name = words[start - 2]
        while name.label in fr.NAME_PARTS and name.head.i < name.i:
            name = name.head
        opens = name.left_edge.i == noun.sent.start and name.preposition is None
        if name.pos_ in ("PROPN", "X") and (opens or noun.label not in _CLAUSE_SUBJECTS):
            yield Argument(":self", name, "control")

    def _is_fronted(self, noun: Word) -> bool:
        """A bare noun that opens its sentence tells of the subject."""
        if noun.label in ("advcl", "dislocated", "obl") and noun.head.pos_ in VERBS:
            return True
        opening = noun.tree.words[noun.sent.start : noun.i]
        return not any(c.label == "det" for c in noun.children) and all(
            t.pos_ in ("ADJ", "ADV", "PUNCT") for t in opening
        )

    def _described(self, verb: Word) -> Iterator[Argument]:
        """Whom a predicate complement describes: the object if there is one, else the subject."""
        if verb.pos_ not in VERBS:
            return
        clause = self.verb(verb)
        whom = clause.fillers(":obj") or clause.fillers(":subj")
        yield from (Argument(":self", a.token, a.source) for a in whom)

    def _behind(self, noun: Word) -> Iterator[Argument]:
        """Whose deed a noun is: the subject of its support verb, or at least of its clause."""
        verb = verb_above(noun)
        if verb is None:
            return
        direct = (verb == noun.head and noun.label in _SUPPORTED) or self._is_torn_off(noun, verb)
        lemma = verb.lemma
        in_state = noun.label in fr.OBLIQUES and noun.preposition in fr.STATE_PREPOSITIONS and lemma in fr.STATE_VERBS
        supported = direct and (lemma in fr.SUPPORT_VERBS or in_state)
        source: Source = "support" if supported else "governor"
        is_subject = noun.label in fr.SUBJECTS
        if not (is_subject and not self.is_passive(verb)):
            clause = self.verb(verb)
            for a in clause.fillers(":subj"):
                if a.token != noun:
                    yield Argument(":subj", a.token, source)
        if is_subject and not (self.is_passive(verb) or lemma in fr.SUPPORT_VERBS):
            return
        # « signe un partenariat avec X »: the parser may hang X on the verb, or on the one above it
        if direct:
            for child in verb.children:  # « la Fédération, **dont** elle devient la présidente »
                if child.lower_ == "dont":
                    yield from self._filled("de", child)
        behind = self._behind_phrase(noun)
        above = verb.head if verb.label in fr.CLAUSAL_COMPLEMENTS and verb.head.pos_ in VERBS else verb
        for child in verb.children if above is verb else (*verb.children, *above.children):
            slot = child.preposition
            if slot is None or child.label not in fr.OBLIQUES or child is noun:
                continue
            near = (direct and child.head is verb) or child.left_edge.i in behind
            if near or child.i > noun.i:
                for a in self._filled(slot, child):
                    yield Argument(slot, a.token, "support" if near else "governor")

    def _behind_phrase(self, noun: Word) -> tuple[int, ...]:
        """Where a complement of a noun may begin: « au siège de X, **à Dakar** »."""
        after = max((c.right_edge.i for c in noun.children if c.i > noun.i), default=noun.i) + 1
        words = noun.tree.words
        return (noun.i + 1, after, after + (after < len(words) and words[after].text == ","))

    def _is_torn_off(self, noun: Word, verb: Word) -> bool:
        """« ont scellé mercredi, à Strasbourg, un **partenariat** »: an object that hangs on the words between."""
        head = noun.head
        return (
            verb.lemma in fr.SUPPORT_VERBS
            and verb.i < head.i < noun.i
            and noun.label in fr.APPOSITIONS
            and head.pos_ == "PROPN"
            and head.preposition is not None
            and any(c.label == "det" for c in noun.children)
            and all(c.label not in fr.OBJECTS for c in verb.children)
        )

    def adjective(self, adjective: Word) -> Iterator[Clause]:
        """Read an adjective with what it is said of; a participle that was tagged adjective is a verb."""
        copulas = [c for c in adjective.children if c.label == "cop"]
        if any(
            c.label == "aux" for c in adjective.children
        ):  # « a beaucoup investi »: a verb that was tagged adjective
            yield from self._mistagged(adjective)
            return
        if copulas:
            said_of = self.surface_subjects(adjective)
        elif adjective.label in ("amod", "acl", "appos") and adjective.head != adjective:
            said_of = self._filled(":self", adjective.head)
        elif adjective.label in ("advcl", "xcomp", "dislocated", "obl") and adjective.head.pos_ in VERBS:
            said_of = (
                list(self._described(adjective.head))
                if adjective.label == "xcomp"
                else self.surface_subjects(adjective.head)
            )
        else:
            said_of = []
        said_of = [a for a in said_of if a.token != adjective]
        complements = [
            a
            for c in adjective.children
            if c.label in _COMPLEMENTS or (c.label == "advmod" and c.lower_ in fr.RELATIVE_SLOTS)
            if (slot := c.preposition or fr.RELATIVE_SLOTS.get(c.lower_))
            for a in self._filled(slot, c)
        ]
        if not said_of and not complements:
            return
        own = [Argument(":subj", a.token, a.source) for a in said_of]
        lemma = adjective.lemma
        yield Clause(adjective, "adjective", lemma, _in_order([*own, *complements]))
        if said_of and any(a.slot in ("de", "à", "chez") for a in complements):  # « X, **prestataire** de Y »: a noun taken for one
            selves = [Argument(":self", a.token, a.source) for a in said_of]
            yield Clause(adjective, "noun", lemma, _in_order([*selves, *complements]))
        infinitive = infinitive_of(lemma)
        if infinitive:
            agents = [Argument(":subj", a.token, a.source) for a in complements if a.slot == "par"]
            patients = [Argument(":obj", a.token, a.source) for a in said_of]
            yield Clause(adjective, "verb", infinitive, _in_order([*patients, *agents, *complements]))

    def _mistagged(self, participle: Word) -> Iterator[Clause]:
        infinitive = infinitive_of(participle.lemma)
        if infinitive is not None:
            clause = self.verb(participle)
            yield Clause(participle, "verb", infinitive, clause.arguments, clause.reflexive)

    def _verb_like(self, token: Word) -> Iterator[Clause]:
        """« X l'**emporte** sur Y », tagged as a noun with its article."""
        subjects = [c for c in token.children if c.label in fr.SUBJECTS and c.i < token.i]
        if subjects:
            own = [a for c in subjects for a in self._filled(":subj", c)]
            others = [a for a in self.noun(token).arguments if not a.slot.startswith(":")]
            yield Clause(token, "verb", fr.VERBS_LIKE_NOUNS[token.lower_], _in_order([*own, *others]))

    def _opening(self, token: Word) -> Iterator[Clause]:
        """« **Diplômée** de Polytechnique, X … »: a capital at the start of a sentence makes no name."""
        verb = verb_above(token)
        said_of = [a for a in self.surface_subjects(verb) if a.token.i > token.i] if verb is not None else []
        complements = [
            a
            for c in token.children
            if c.label in fr.OBLIQUES and (slot := c.preposition)
            for a in self._filled(slot, c)
        ]
        lower = token.lower_.removesuffix("s")
        lemma = lower.removesuffix("e") if lower.endswith(("ée", "ie", "ue", "te")) else lower
        lemma = lemma.removesuffix("euse") + "eux" if lemma.endswith("euse") else lemma
        subjects = [Argument(":subj", a.token, "control") for a in said_of]
        yield Clause(token, "adjective", lemma, _in_order([*subjects, *complements]))
        selves = [Argument(":self", a.token, "control") for a in said_of]
        yield Clause(token, "noun", lower, _in_order([*selves, *complements]))
        infinitive = infinitive_of(lemma)
        if infinitive is not None:
            slot = ":subj" if infinitive in fr.UNACCUSATIVE_VERBS else ":obj"
            patients = [Argument(slot, a.token, "control") for a in said_of]
            agents = [Argument(":subj", a.token, a.source) for a in complements if a.slot == "par"]
            yield Clause(token, "verb", infinitive, _in_order([*patients, *agents, *complements]))

    # --- arguments --------------------------------------------------------------------------
    def _filled(self, slot: str, token: Word) -> list[Argument]:
        """A dependent, its coordinates, and the antecedent where it is a relative pronoun."""
        antecedent = self._antecedent(token)
        if antecedent is not None:
            several = coordinated(antecedent) if token.lower_ in fr.PLURAL_RELATIVES else [antecedent]
            return [Argument(slot, t, "relative") for t in several if t.i < token.i]
        if slot in fr.SURE_SOURCE_PREPOSITIONS:
            return [Argument(slot, token)]
        return [Argument(slot, t) for t in coordinated(token)]

    def _antecedent(self, token: Word) -> Word | None:
        if token.lower_ not in fr.RELATIVE_PRONOUNS or token.pos_ not in ("PRON", "ADV", "SCONJ"):
            return None
        for ancestor in token.ancestors:
            if ancestor.dep_ in fr.RELATIVE:
                return ancestor.head
        return None


def _comma_before(word: Word) -> int | None:
    """Index of the comma right before a phrase, whether or not it hangs on the phrase."""
    first = word.left_edge.i
    return next((i for i in (first, first - 1) if i >= 0 and word.tree[i].text == ","), None)


def _in_order(arguments: list[Argument]) -> tuple[Argument, ...]:
    """Arguments in text order, each (slot, token) once, the strongest source kept."""
    if len(arguments) < 2:
        return tuple(arguments)
    best: dict[tuple[str, int], Argument] = {}
    for a in arguments:
        best.setdefault((a.slot, a.token.i), a)
    return tuple(sorted(best.values(), key=lambda a: (a.token.i, a.slot)))
