"""Lexicon matching: clauses with linked arguments → statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.coreference import Cluster, Links
from kg.extract.lexicon import Lexicon, Match
from kg.extract.mentions import Found
from kg.extract.names import acronyms, bare_name
from kg.language import fr
from kg.language.clauses import Argument, Clause, ClauseReader, label, preposition
from kg.language.demonyms import demonym
from kg.language.pipeline import Paragraph
from kg.ontology import Entry, Ontology

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Candidate", "Matcher"]

#: How much an argument is trusted by how it was found.
TRUST = {"direct": 1.0, "shared": 0.9, "relative": 0.95, "control": 0.85, "support": 0.9, "governor": 0.45, "loose": 0.8}
#: Trust in a class that is only not known to be wrong (an Organization where a SportsTeam is wanted).
COARSE_FIT = 0.9
#: Trust in what any noun carries on to: « la villa de X » for X.
CARRIED = 0.5
_LOCATIVE = ("à", "en", "dans", "sur")
SUBJECT_LIKE = frozenset({"de", "par"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation found between two clusters, or a cluster and a literal.

    `tokens` are those that the evidence must span; `role` the token span of a title.
    """

    entry: Entry
    paragraph: int
    clause: Clause
    subject: Cluster
    object: Cluster | str
    tokens: tuple[Token, ...]
    confidence: float
    rule: str
    role: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Filler:
    cluster: Cluster
    token: Token
    argument: Argument
    trust: float


class Matcher:
    """Matches the clauses of one article against the lexicon.

    Parameters
    ----------
    lexicon : Lexicon
    paragraphs : sequence of Paragraph
    clauses : sequence of sequences of Clause
        Per paragraph.
    links : Links
        Clusters; places that only a demonym tells of are added.
    """

    def __init__(
        self, lexicon: Lexicon, paragraphs: Sequence[Paragraph], clauses: Sequence[Sequence[Clause]], links: Links
    ) -> None:
        self.lexicon = lexicon
        self.ontology: Ontology = lexicon.ontology
        self.paragraphs = paragraphs
        self.clauses = clauses
        self.links = links
        self._readers = [ClauseReader(p.doc) for p in paragraphs]

    def candidates(self) -> Iterator[Candidate]:
        """All that the lexicon finds, paragraph by paragraph."""
        for p, clauses in enumerate(self.clauses):
            inside = self._inside_names(p)
            for clause in clauses:
                if clause.predicate.i in inside:
                    continue
                clause = _one_slot_a_name(clause, inside)
                matches = list(self.lexicon.matches(clause))
                yield from _closest([c for m in matches for c in self._from_match(p, clause, m)])
                # « le président colombien X » holds a post; « le chanteur colombien X » has a nationality
                if clause.pos == "noun" and not any(self.ontology.relations[m.entry.relation].titled for m in matches):
                    yield from self._from_demonym(p, clause)
            yield from self._from_adjuncts(p)
            yield from self._from_names(p)
            yield from self._from_parentheses(p)

    def _inside_names(self, p: int) -> dict[int, int]:
        """Tokens of names of several words → their first: « Médecins sans frontières » has no predicate."""
        spans = [m for c in self.links.clusters for m, _ in c.mentions if m.paragraph == p and m.kind == "name"]
        return {i: m.start for m in spans if m.end - m.start > 1 for i in range(m.start, m.end)}

    # --- one entry against one clause -------------------------------------------------------
    def _from_match(self, p: int, clause: Clause, match: Match) -> Iterator[Candidate]:
        entry = match.entry
        arguments = [*clause.arguments, *self._inner_complements(p, clause, match)]
        if match.complement is not None:
            inner = self._readers[p].noun(match.complement)
            arguments = [a for a in arguments if a.token != match.complement]
            arguments += [a for a in inner.arguments if not a.slot.startswith(":")]
        if clause.pos == "noun" and ":self" in (*entry.subject, *entry.object):  # who somebody is hangs on no verb
            arguments = [a for a in arguments if a.slot.startswith(":") or a.source not in ("support", "governor")]
        relation = self.ontology.relations[entry.relation]
        subjects = self._fill(p, clause, arguments, self._subject_slots(clause, entry), relation.domain)
        subjects = [s for s in subjects if self._fits(s.cluster, entry.subject_class, relation.domain)]
        if not subjects:
            return
        role = match.span if relation.titled and clause.pos == "noun" else None
        if relation.literal:
            yield from self._with_literal(p, clause, match, arguments, subjects)
            return
        objects = self._fill(p, clause, arguments, entry.object, relation.range)
        objects = [o for o in objects if self._fits(o.cluster, entry.object_class, relation.range)]
        for s, o in self._pairs(entry, clause, subjects, objects):
            tokens = (clause.predicate, s.token, o.token, *self.paragraphs[p].doc[match.span[0] : match.span[1]])
            exact = self._is_exact(s.cluster, entry.subject_class, relation.domain) and self._is_exact(
                o.cluster, entry.object_class, relation.range
            )
            trust = entry.confidence * s.trust * o.trust * (1.0 if exact else COARSE_FIT)
            yield Candidate(entry, p, clause, s.cluster, o.cluster, tokens, trust, _rule(match, o.argument), role)

    def _inner_complements(self, p: int, clause: Clause, match: Match) -> Iterator[Argument]:
        """« la société **éditrice de** ChatGPT »: what hangs on the other words of a locution."""
        for token in self.paragraphs[p].doc[match.span[0] : match.span[1]]:
            if clause.pos == "noun" and token != clause.predicate and token.pos_ in ("NOUN", "ADJ", "PROPN"):
                for child in token.children:
                    if label(child) in fr.OBLIQUES and child.i >= match.span[1] and (slot := preposition(child)):
                        yield Argument(slot, child)
                    elif label(child) == "amod" and child.i >= match.span[1]:  # « le chef de l'État **sénégalais** »
                        yield Argument(":demonym", child)

    def _with_literal(
        self, p: int, clause: Clause, match: Match, arguments: Sequence[Argument], subjects: Sequence[_Filler]
    ) -> Iterator[Candidate]:
        """A date, which the qualifiers find, or the words of another name."""
        entry = match.entry
        for s in subjects[:1]:
            trust = entry.confidence * s.trust
            tokens = (clause.predicate, s.token)
            if self.ontology.relations[entry.relation].literal == "date":
                yield Candidate(entry, p, clause, s.cluster, "", tokens, trust, _rule(match, s.argument))
                continue
            for argument in arguments:
                if argument.token == s.token or argument.slot not in (*entry.object, ":attr"):
                    continue
                words = self._words(p, argument.token)
                if words is not None:
                    yield Candidate(entry, p, clause, s.cluster, words, (*tokens, argument.token), trust, _rule(match, argument))
                    break

    def _words(self, p: int, token: Token) -> str | None:
        """Text of another name: the mention at a token, or what stands in quotes around it."""
        for cluster, _ in self.links.at.get((p, token.i), ()):
            for mention, _ in cluster.mentions:
                if mention.paragraph == p and mention.start <= token.i < mention.end and mention.name:
                    return mention.name
        left, right = token.left_edge.i, token.right_edge.i + 1
        text = bare_name(token.doc[left:right].text)
        named = any(t.pos_ == "PROPN" for t in token.subtree) or token.doc[left].text in fr.OPEN_QUOTES
        return text if named and right - left <= 6 and text else None

    def _from_adjuncts(self, p: int) -> Iterator[Candidate]:
        """« **À la tête de** Scaleway, Damien Lucas … »."""
        doc = self.paragraphs[p].doc
        for match in self.lexicon.adjuncts(doc):
            entry = match.entry
            relation = self.ontology.relations[entry.relation]
            fillers = {":obj": self._complement_of(p, match.span[1]), ":subj": self._modified(p, match.span[0])}
            subjects = [f for slot in entry.subject for f in fillers.get(slot, ())]
            objects = [f for slot in entry.object for f in fillers.get(slot, ())]
            clause = Clause(doc[match.span[0]].head, "noun", match.pattern.lemma, ())
            for s, o in self._pairs(entry, clause, subjects, objects):
                if not self._fits(s.cluster, entry.subject_class, relation.domain):
                    continue
                if self._fits(o.cluster, entry.object_class, relation.range) and not relation.literal:
                    tokens = (*doc[match.span[0] : match.span[1]], s.token, o.token)
                    yield Candidate(entry, p, clause, s.cluster, o.cluster, tokens, entry.confidence * s.trust * o.trust, match.pattern.lemma)

    def _complement_of(self, p: int, start: int) -> list[_Filler]:
        """The first noun phrase from a token on, with its coordinates."""
        doc = self.paragraphs[p].doc
        for token in doc[start : start + 5]:
            if token.pos_ in ("NOUN", "PROPN", "X", "PRON") or (p, token.i) in self.links.at:
                return self._fillers(p, Argument(":obj", token), 0.95, places=True) or self._fillers(p, Argument(":obj", token), 0.95)
            if token.pos_ in ("VERB", "PUNCT"):
                break
        return []

    def _modified(self, p: int, start: int) -> list[_Filler]:
        """Whom a locution is said of: the noun before it, or the subject of its clause."""
        doc = self.paragraphs[p].doc
        inside = doc[start].head if doc[start].head.i > start else doc[start]
        for ancestor in (inside, *inside.ancestors):
            if ancestor.i < start and ancestor.pos_ in ("PROPN", "NOUN", "X") and (p, ancestor.i) in self.links.at:
                return self._fillers(p, Argument(":subj", ancestor), 0.9)
            if ancestor.pos_ in ("VERB", "AUX") and ancestor.i not in range(start, start + 4):
                subjects = self._readers[p].surface_subjects(ancestor)
                return [f for a in subjects for f in self._fillers(p, Argument(":subj", a.token, a.source), TRUST[a.source])]
            if ancestor.i > start + 4 and (p, ancestor.i) in self.links.at:
                return self._fillers(p, Argument(":subj", ancestor), 0.85)
        return []

    def _subject_slots(self, clause: Clause, entry: Entry) -> tuple[str, ...]:
        """« le rachat par X », and so also « X annonce le rachat »: the doer of a noun may stand outside it."""
        if clause.pos == "noun" and SUBJECT_LIKE & set(entry.subject) and ":self" not in entry.object:
            return (*entry.subject, ":subj")
        return entry.subject

    def _fill(
        self, p: int, clause: Clause, arguments: Sequence[Argument], slots: tuple[str, ...], classes: tuple[str, ...] = ()
    ) -> list[_Filler]:
        found: list[_Filler] = []
        if clause.pos == "adjective":  # what an adjective is said of is both
            slots = tuple(":subj" if s == ":self" else s for s in slots)
        places = bool(classes) and all(self.ontology.is_a(c, "Place") for c in classes)
        for argument in arguments:
            if argument.slot in slots:
                if argument.slot == ":demonym":
                    found += self._demonym_filler(p, argument)
                else:
                    found += self._fillers(p, argument, TRUST[argument.source], places=places and argument.slot != ":obj")
        if clause.pos == "noun" and ":self" in slots and not any(f.argument.slot == ":self" for f in found):
            beside = self._person_beside(p, clause.predicate)
            found += self._fillers(p, Argument(":self", beside or clause.predicate), 0.95 if beside else 1.0)
        if not found and (clause.pos == "verb" or (clause.pos == "noun" and ":self" not in slots)):
            found += self._loose(p, clause, slots)
        strong = [f for f in found if f.argument.source != "governor"]
        found = strong or found
        if clause.pos == "noun" and ":subj" in slots and SUBJECT_LIKE & set(slots):
            # « la Commission approuve l'alliance de A et B »: whose it is stands in the noun phrase itself
            found = [f for f in found if f.argument.slot != ":subj"] or found
        return found

    def _fillers(self, p: int, argument: Argument, trust: float, *, places: bool = False) -> list[_Filler]:
        return [_Filler(c, t, argument, trust * w) for c, t, w in self.clusters_of(p, argument.token, places=places)]

    def clusters_of(self, p: int, token: Token, depth: int = 0, *, places: bool = False) -> list[tuple[Cluster, Token, float]]:
        """Clusters that a token stands for, with the token that names each and a confidence.

        A noun of no weight carries on to its complement (« 49 % du **capital** de Verkor »), any noun to a
        place where a place is wanted (« à l'**hôpital** de Thiès »), a plural to its members (« dont X et Y »).
        """
        linked = self.links.at.get((p, token.i))
        if linked and not (places and not any(self.ontology.is_a(c.type(self.ontology), "Place") for c, _ in linked)):
            return [(c, token, w) for c, w in linked]
        if depth > 3:
            return []
        lemma = token.lemma_.lower()
        empty = lemma in fr.TRANSPARENT_NOUNS or lemma in fr.PARTITIVES or token.pos_ in ("NUM", "SYM") or token.text == "%"
        found = []
        for child in token.children:
            base = label(child)
            if base in fr.OBLIQUES and preposition(child) in ("de", None, *(_LOCATIVE if places else ())):
                inner = self.clusters_of(p, child, depth + 1, places=places)
                trust = 0.9 if empty else CARRIED
                if not empty and not places:  # only to a name at once
                    inner = [i for i in inner if i[1] == child and child.pos_ in ("PROPN", "X")]
                if not empty and places:
                    inner = [i for i in inner if self.ontology.is_a(i[0].type(self.ontology), "Place")]
                    trust = 0.75
                found += [(c, t, trust * w) for c, t, w in inner]
            elif base in fr.APPOSITIONS and child.pos_ in ("PROPN", "X"):
                found += self.clusters_of(p, child, depth + 1, places=places)
            elif base == "det" and child.lower_ in fr.POSSESSIVES and empty:
                found += [(c, t, 0.8 * w) for c, t, w in self.clusters_of(p, child, depth + 1)]
        return found or self._members(p, token)

    def _members(self, p: int, noun: Token) -> list[tuple[Cluster, Token, float]]:
        """« quatorze jeunes pousses …, **dont** Unseenlabs et Akidaia »."""
        if noun.pos_ != "NOUN" or "Plur" not in noun.morph.get("Number"):
            return []
        after = noun.doc[noun.i + 1 : noun.sent.end]
        marker = next((t for t in after if t.lower_ == fr.AMONG_WHICH), None)
        if marker is None or marker.i + 1 >= noun.sent.end:
            return []
        first = next((t for t in noun.doc[marker.i + 1 : marker.i + 4] if (p, t.i) in self.links.at), None)
        if first is None or any(t.pos_ in ("VERB", "AUX") for t in noun.doc[marker.i : first.i]):
            return []
        members = [first, *(t for t in first.subtree if label(t) == "conj" and (p, t.i) in self.links.at)]
        return [(c, t, 0.8 * w) for t in members for c, w in self.links.at[p, t.i]]

    def _person_beside(self, p: int, noun: Token) -> Token | None:
        """« la porte-parole du HCR, **Olga Sarmiento** », « **X**, maire de Y »: by place, where the parser lost the link."""
        classes = self.ontology.classes_of_noun.get(noun.lemma_.lower(), ())
        if not any(self.ontology.is_a(c, "Person") for c in classes):
            return None
        doc = noun.doc
        for token in doc[noun.i + 1 : min(noun.sent.end, noun.i + 15)]:
            before = doc[token.i - 1]
            if token.pos_ in ("VERB", "AUX") or (token.pos_ == "PUNCT" and token.text != ","):
                break
            if self._is_person(p, token) and before.pos_ not in ("ADP", "CCONJ") and token.i > noun.i:
                return token if doc[token.i - 1].text == "," or token.i - noun.i < 12 else None
            if before.text == "," and token.pos_ != "DET":
                break
        start = noun.i - 1
        while start > noun.sent.start and doc[start].pos_ in ("DET", "ADJ"):
            start -= 1
        if start > noun.sent.start and doc[start].text == "," and self._is_person(p, doc[start - 1]):
            return doc[start - 1]
        return None

    def _is_person(self, p: int, token: Token) -> bool:
        linked = self.links.at.get((p, token.i), ())
        return token.pos_ in ("PROPN", "X", "NOUN") and any(
            c.type(self.ontology) == "Person" and any(m.kind == "name" and m.start <= token.i < m.end for m, _ in c.mentions if m.paragraph == p)
            for c, _ in linked
        )

    def _loose(self, p: int, clause: Clause, slots: tuple[str, ...]) -> list[_Filler]:
        """A prepositional phrase that the parser hung on a noun of the clause: « investit 3 M€ dans X »."""
        wanted = [s for s in slots if not s.startswith(":")]
        found: list[_Filler] = []
        for argument in clause.arguments:
            if argument.slot.startswith(":") and argument.slot != ":obj":
                continue
            if argument.source != "direct" or argument.token.i < clause.predicate.i:
                continue
            for token in argument.token.subtree:
                if label(token) in fr.OBLIQUES and token != argument.token and (slot := preposition(token)) in wanted and slot:
                    found += self._fillers(p, Argument(slot, token), TRUST["loose"])
        return found[:1]

    def _pairs(
        self, entry: Entry, clause: Clause, subjects: Sequence[_Filler], objects: Sequence[_Filler]
    ) -> Iterator[tuple[_Filler, _Filler]]:
        shared = set(entry.subject) & set(entry.object)
        seen: set[tuple[int, int]] = set()
        for s in subjects:
            for o in objects:
                if s.cluster is o.cluster or s.token == o.token:
                    continue
                same_slot = s.argument.slot == o.argument.slot
                if same_slot and s.argument.slot in shared and s.argument.slot != "de" and s.token.i > o.token.i:
                    continue  # « X et Y fusionnent »: the pair once
                if same_slot and s.argument.slot == "de" and not (s.token.pos_ == "DET" or s.token.i < o.token.i):
                    continue
                pair = (id(s.cluster), id(o.cluster))
                if pair not in seen:
                    seen.add(pair)
                    yield s, o

    def _fits(self, cluster: Cluster, narrowed: tuple[str, ...], wide: tuple[str, ...]) -> bool:
        """Class is inside what the entry and the relation ask for, or too coarse to tell."""
        cls = cluster.type(self.ontology)
        return all(self._may_be(cls, classes) for classes in (narrowed, wide) if classes)

    def _is_exact(self, cluster: Cluster, narrowed: tuple[str, ...], wide: tuple[str, ...]) -> bool:
        return self.ontology.is_any(cluster.type(self.ontology), narrowed or wide)

    def _may_be(self, cls: str, classes: tuple[str, ...]) -> bool:
        if self.ontology.is_any(cls, classes):
            return True
        if cls not in _COARSE:
            return False
        return any(self.ontology.is_a(c, cls) and self.ontology.is_any(c, classes) for c in self.ontology.classes)

    # --- demonyms and parentheses -----------------------------------------------------------
    def _demonym_filler(self, p: int, argument: Argument) -> list[_Filler]:
        place = demonym(argument.token.lower_) or demonym(argument.token.lemma_)
        if place is None:
            return []
        return [_Filler(self._place(p, argument.token, *place), argument.token, argument, 0.95)]

    def _place(self, p: int, token: Token, name: str, cls: str) -> Cluster:
        """Cluster of a place that a demonym tells of, made if no name does."""
        for cluster in self.links.clusters:
            if name in cluster.names:
                break
        else:
            cluster = Cluster(types={cls: 1.0})
            self.links.clusters.append(cluster)
        if all(m.head != token for m, _ in cluster.mentions):
            cluster.add(Found(p, token, token.i, token.i + 1, "nominal", name), 1.0)
        return cluster

    def _from_demonym(self, p: int, clause: Clause) -> Iterator[Candidate]:
        """« l'acteur **américain** Jack Doe », « le **Français** Jean Dupont »."""
        people = self._fill(p, clause, clause.arguments, (":self",))
        tokens = [a.token for a in clause.fillers(":demonym")] + [clause.predicate]
        for token in tokens:
            place = demonym(token.lower_)
            if place is None:
                continue
            for entry in self.lexicon.demonyms:
                relation = self.ontology.relations[entry.relation]
                accepted = [f for f in people if self._fits(f.cluster, entry.subject_class, relation.domain)]
                if not accepted or not self.ontology.is_any(place[1], relation.range):
                    continue
                cluster = self._place(p, token, *place)
                for f in accepted:
                    span = (clause.predicate, f.token, token)
                    yield Candidate(entry, p, clause, f.cluster, cluster, span, entry.confidence * f.trust * 0.95, "demonym")

    def _from_names(self, p: int) -> Iterator[Candidate]:
        """« Québec, **au Canada** », « Hilliard, **dans la banlieue de Columbus** », « X, **de l'Observatoire** »."""
        doc = self.paragraphs[p].doc
        names = [(m, c) for c in self.links.clusters for m, _ in c.mentions if m.paragraph == p and m.kind == "name"]
        for mention, cluster in sorted(names, key=lambda item: item[0].start):
            start = mention.end + (mention.end < len(doc) and doc[mention.end].text == ",")
            if start + 1 >= len(doc) or doc[start].pos_ != "ADP" or start >= mention.head.sent.end:
                continue
            if mention.start and doc[mention.start - 1].lower_ in fr.ORIGINS and doc[start].lower_ in fr.GOALS:
                continue  # « de Paris à Lyon » is a way
            slot = fr.PREPOSITIONS.get(doc[start].lower_, doc[start].lower_)
            clause = Clause(mention.head, "noun", mention.name.lower(), ())
            for filler in self._complement_of(p, start + 1)[:1]:
                for entry in self.lexicon.names:
                    relation = self.ontology.relations[entry.relation]
                    exact = self._is_exact(cluster, entry.subject_class, relation.domain) and self._is_exact(
                        filler.cluster, entry.object_class, relation.range
                    )
                    if slot in entry.object and exact and filler.cluster is not cluster:
                        tokens = (mention.head, filler.token)
                        yield Candidate(entry, p, clause, cluster, filler.cluster, tokens, entry.confidence * filler.trust, f"name/obl:{slot}")

    def _from_parentheses(self, p: int) -> Iterator[Candidate]:
        """« Cascais (Portugal) », « Organisation des Nations unies (ONU) »."""
        doc = self.paragraphs[p].doc
        names = [(m, c) for c in self.links.clusters for m, _ in c.mentions if m.paragraph == p and m.kind == "name"]
        at_start = {m.start: (m, c) for m, c in names}
        for mention, cluster in sorted(names, key=lambda item: item[0].start):
            inner = mention.end + 1
            if inner + 1 >= len(doc) or doc[mention.end].text != "(" or inner not in at_start:
                continue
            other, inside = at_start[inner]
            if other.end >= len(doc) or doc[other.end].text not in (")", ","):
                continue
            yield from self._from_parenthesis(p, (mention, cluster), (other, inside))

    def _from_parenthesis(self, p: int, outer: tuple[Found, Cluster], inner: tuple[Found, Cluster]) -> Iterator[Candidate]:
        (mention, cluster), (other, inside) = outer, inner
        clause = Clause(mention.head, "noun", mention.name, ())
        tokens = (mention.head, other.head)
        for entry in self.lexicon.parentheses:
            relation = self.ontology.relations[entry.relation]
            if not self._fits(cluster, entry.subject_class, relation.domain):
                continue
            if relation.literal == "text":
                if other.name.upper() in acronyms(mention.name) or mention.name.upper() in acronyms(other.name):
                    short = min(mention.name, other.name, key=len)
                    yield Candidate(entry, p, clause, cluster, short, tokens, 0.95, "parenthesis")
            elif inside is not cluster and self._fits(inside, entry.object_class, relation.range):
                if not relation.literal and _specific(self.ontology, cluster, entry.subject_class or relation.domain):
                    yield Candidate(entry, p, clause, cluster, inside, tokens, 0.85 * entry.confidence, "parenthesis")


def _closest(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Of the relations that one predicate may state of one pair, the surest; all of them where they tie."""
    best: dict[tuple[int, int], float] = {}
    for c in candidates:
        pair = (id(c.subject), id(c.object))
        best[pair] = max(best.get(pair, 0.0), c.confidence)
    yield from (c for c in candidates if c.confidence >= best[id(c.subject), id(c.object)] - 1e-9)


def _one_slot_a_name(clause: Clause, inside: dict[int, int]) -> Clause:
    """A name of several words that the parser tore apart fills the slot of its first part only."""
    first: dict[int, int] = {}
    for argument in clause.arguments:
        start = inside.get(argument.token.i)
        if start is not None:
            first.setdefault(start, argument.token.i)
    kept = tuple(a for a in clause.arguments if first.get(inside.get(a.token.i, -1), a.token.i) == a.token.i)
    return clause if len(kept) == len(clause.arguments) else replace(clause, arguments=kept)


_COARSE = frozenset({"Organization", "Place", "Product", "Agent"})


def _specific(ontology: Ontology, cluster: Cluster, classes: tuple[str, ...]) -> bool:
    return ontology.is_any(cluster.type(ontology), classes)


def _rule(match: Match, argument: Argument) -> str:
    slot = argument.slot[1:] if argument.slot.startswith(":") else f"obl:{argument.slot}"
    return f"{match.pattern.lemma}/{slot}"
