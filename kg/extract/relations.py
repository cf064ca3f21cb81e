"""Lexicon matching: clauses with linked arguments → candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.bodies import Bodies
from kg.extract.clusters import Links
from kg.extract.context import Context
from kg.extract.fillers import TRUST, Candidate, Filler, Fillers, pairs
from kg.extract.lexicon import Lexicon, Match
from kg.extract.parsed import Parsed
from kg.extract.surface import SurfaceMatcher
from kg.language import fr
from kg.language.clauses import Argument, Clause
from kg.language.demonyms import is_no_country
from kg.language.tokens import has, is_name
from kg.language.tree import Word
from kg.ontology import Entry

__all__ = ["Candidate", "Matcher"]

#: Trust in a class that is only not known to be wrong (an Organization where a SportsTeam is wanted).
COARSE_FIT = 0.9
#: Trust where a class is what the predicate itself asks for.
SETTLED = 0.9
#: A place of no known kind that acts is a town more often than not.
ACTING_PLACE = "City"
#: Trust in a post whose holder only coreference names.
GUESSED_POST = 0.5
#: What ends the name of a rule whose object only the context tells.
_CONTEXT = "/context"
#: What some posts are of; others are of bodies.
_COUNTRY = "Country"
SUBJECT_LIKE = frozenset({"de", "par"})


class Matcher:
    """Matches the clauses of one article against the lexicon.

    Parameters
    ----------
    lexicon : Lexicon
    paragraphs : sequence of Parsed
    links : Links
        Clusters; places that only a demonym tells of are added.
    """

    def __init__(self, lexicon: Lexicon, paragraphs: Sequence[Parsed], links: Links) -> None:
        self.lexicon = lexicon
        self.ontology = lexicon.ontology
        self.paragraphs = paragraphs
        self.links = links
        self.fillers = Fillers(lexicon, paragraphs, links)
        self.surface = SurfaceMatcher(lexicon, self.fillers)
        self.bodies = Bodies(self.fillers)
        self.context = Context(lexicon.ontology, paragraphs, links)

    def candidates(self) -> Iterator[Candidate]:
        """All that the lexicon finds, paragraph by paragraph; no post from context that the article gives in words."""
        found = list(self._candidates())
        said = {(id(c.subject), c.entry.relation) for c in found if not c.rule.endswith(_CONTEXT)}
        yield from (c for c in found if not c.rule.endswith(_CONTEXT) or (id(c.subject), c.entry.relation) not in said)

    def _candidates(self) -> Iterator[Candidate]:
        for p, paragraph in enumerate(self.paragraphs):
            inside = self.inside_names(p)
            posts: set[str] = set()  # the relations of the post read last
            held: set[int] = set()  # nouns of posts of some country
            for clause, matches in paragraph:
                if clause.predicate.i in inside:
                    continue
                if clause.lemma in fr.PEER_NOUNS:
                    matches = [m for m in matches if m.entry.relation in posts]
                clause = _one_slot_a_name(clause, inside)
                found = [c for m in matches for c in self.from_match(p, clause, m)]
                found += self._from_context(p, clause, matches, found)
                found += self._of_unsaid_bodies(p, clause, matches, found)
                if clause.pos == "noun" and any(self.ontology.relations[m.entry.relation].titled for m in matches):
                    posts = {c.entry.relation for c in found} or {m.entry.relation for m in matches}
                yield from _closest(found)
                # « le président colombien X » holds a post; « le chanteur colombien X » has a nationality
                if clause.pos == "noun":
                    if clause.lemma in fr.PEER_NOUNS or any(":demonym" in m.entry.object for m in matches):
                        held.add(clause.predicate.i)
                    else:
                        yield from self.surface.demonyms(p, clause)
            yield from self.surface.candidates(p, held)

    def fitting(self, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Those inside their relation's domain and range; a coarse class is narrowed where only one would do."""
        for candidate in candidates:
            relation = self.ontology.relations[candidate.entry.relation]
            sides = [(candidate.subject, candidate.entry.subject_class, relation.domain)]
            if not isinstance(candidate.object, str):
                sides.append((candidate.object, candidate.entry.object_class, relation.range))
            for cluster, narrowed, wide in sides:
                if not self.fillers.is_exact(cluster, narrowed, wide):
                    cls = cluster.type(self.ontology)
                    below = [c for c in narrowed or wide if self.ontology.is_a(c, cls)]
                    if len(below) == 1:
                        cluster.narrow(below[0])
                    elif cls == "Place" and self.ontology.is_any(ACTING_PLACE, narrowed or wide):
                        cluster.narrow(ACTING_PLACE)
            if all(self.ontology.is_any(c.type(self.ontology), wide) for c, _, wide in sides):
                yield candidate

    def subjects(self, p: int, clause: Clause, entry: Entry) -> list[Filler]:
        """Who may be the subject of an entry in a clause, whatever fills the rest of its frame."""
        domain = self.ontology.relations[entry.relation].domain
        found = self._fill(p, clause, clause.arguments, self._subject_slots(clause, entry), domain)
        return [f for f in found if self.fillers.is_exact(f.cluster, entry.subject_class, domain)]

    def inside_names(self, p: int) -> dict[int, int]:
        """Tokens of names of several words → their first: « Médecins sans frontières » has no predicate."""
        spans = [m for c in self.links.clusters for m, _ in c.mentions if m.paragraph == p and m.kind == "name"]
        return {i: m.start for m in spans if m.end - m.start > 1 for i in range(m.start, m.end)}

    def from_match(self, p: int, clause: Clause, match: Match) -> Iterator[Candidate]:
        """What one entry finds in a clause of a paragraph."""
        entry = match.entry
        arguments = [*clause.arguments, *self._inner_complements(p, clause, match)]
        if match.complement is not None:
            inner = self.fillers.readers[p].noun(match.complement)
            arguments = [a for a in arguments if a.token != match.complement]
            # whom it names and its country are its own: « a un nouveau patron : **X** », « le marché **portugais** »
            arguments += [a for a in inner.arguments if not a.slot.startswith(":") or a.slot in (":self", ":demonym")]
        if clause.pos == "noun" and ":self" in (*entry.subject, *entry.object):  # who somebody is hangs on no verb
            arguments = [a for a in arguments if a.slot.startswith(":") or a.source not in ("support", "governor")]
        relation = self.ontology.relations[entry.relation]
        subjects = self._fill(
            p, clause, arguments, self._subject_slots(clause, entry), relation.domain, relation.titled
        )
        subjects = [s for s in subjects if self.fillers.fits(s.cluster, entry.subject_class, relation.domain)]
        if entry.subject_nouns:
            subjects = [s for s in subjects if not s.cluster.kinds.isdisjoint(entry.subject_nouns)]
        if not subjects:
            return
        role = match.span if relation.titled and clause.pos == "noun" and ":holder" not in entry.subject else None
        if relation.literal:
            yield from self._with_literal(p, clause, match, arguments, subjects)
            return
        objects = self._fill(p, clause, arguments, entry.object, relation.range, through=entry.through)
        objects = [
            o
            for o in objects
            if self.fillers.fits(o.cluster, entry.object_class, relation.range)
            and not (clause.pos == "noun" and _is_in_title(p, o, match))
        ]
        if role is not None and len(objects) > 1:  # « la ministre **tchadienne** des Pêches »: the surest class
            exact = [o for o in objects if self.fillers.is_exact(o.cluster, entry.object_class, relation.range)]
            objects = exact or objects
        if len(objects) > 1 and all(self.ontology.is_a(c, "Place") for c in relation.range):
            objects = list(self._smallest_places(p, objects))
        if role is not None and ":self" in entry.subject:
            yield from self._predecessors(p, clause, match, arguments, objects)
        for s, o in pairs(entry, subjects, objects):
            tokens = (clause.predicate, s.token, o.token, *self.fillers.trees[p].words[match.span[0] : match.span[1]])
            fits = self.fillers.is_exact(s.cluster, entry.subject_class, relation.domain) and self.fillers.is_exact(
                o.cluster, entry.object_class, relation.range
            )
            settled = s.cluster.is_settled or o.cluster.is_settled
            trust = entry.confidence * s.trust * o.trust * (1.0 if fits else COARSE_FIT) * (SETTLED if settled else 1.0)
            yield Candidate(entry, p, clause, s.cluster, o.cluster, tokens, trust, _rule(match, o.argument), role)

    def _predecessors(
        self, p: int, clause: Clause, match: Match, arguments: Sequence[Argument], objects: Sequence[Filler]
    ) -> Iterator[Candidate]:
        """« nommé PDG de Renault en remplacement de **X** », « succède à **X** comme PDG »: whose post it was."""
        entry = replace(match.entry, former=True)
        domain = self.ontology.relations[entry.relation].domain
        for argument in arguments:
            for s in self.fillers.of(p, argument, TRUST[argument.source]) if argument.slot == ":leaver" else ():
                if self.fillers.is_exact(s.cluster, entry.subject_class, domain):
                    for o in objects:
                        tokens = (clause.predicate, s.token, o.token)
                        trust = entry.confidence * s.trust * o.trust
                        rule = _rule(match, o.argument)
                        yield Candidate(entry, p, clause, s.cluster, o.cluster, tokens, trust, rule, match.span)

    def _smallest_places(self, p: int, objects: Sequence[Filler]) -> Iterator[Filler]:
        """« né à Kumasi, **au Ghana** »: the place behind a comma only tells where the first one lies."""
        words = self.fillers.trees[p].words
        end = -1
        for filler in sorted(objects, key=lambda f: f.token.i):
            between = words[end : filler.token.left_edge.i + 1] if end >= 0 else []
            if not (between and between[0].text == "," and len(between) < 3 and filler.token.preposition is not None):
                yield filler
            end = filler.token.i + 1
            while end < len(words) and words[end].head == filler.token and words[end].label in fr.NAME_PARTS:
                end += 1

    def _from_context(
        self, p: int, clause: Clause, matches: Sequence[Match], found: Sequence[Candidate]
    ) -> Iterator[Candidate]:
        """« la ministre de la Santé, X »: a post whose country only the article tells."""
        if clause.pos != "noun":
            return
        titles = {m.entry.relation for m in matches if self.ontology.relations[m.entry.relation].titled}
        for match in matches:
            entry = match.entry
            if (
                entry.relation not in titles
                or ":context" not in entry.object
                or any(c.entry.relation == entry.relation for c in found)
            ):
                continue
            arguments = [a for a in clause.arguments if a.slot.startswith(":") or a.source == "direct"]
            beyond = [a for a in arguments if not a.slot.startswith(":") and a.token.i >= match.span[1]]
            if any(a.source == "relative" for a in clause.arguments) or any(self._is_named(p, a.token) for a in beyond):
                continue  # whose it is, is said
            if any(a.slot in entry.object and not a.token.text[:1].isupper() for a in beyond):
                continue  # « ministre du culte », « roi du rire »: no « ministre de la Santé »
            if self._is_of_elsewhere(p, clause, match):
                continue
            relation = self.ontology.relations[entry.relation]
            subjects = self._fill(p, clause, arguments, entry.subject, relation.domain, relation.titled)
            subjects = [s for s in subjects if self.fillers.is_exact(s.cluster, entry.subject_class, relation.domain)]
            if has(clause.predicate, "Number", "Plur") and len(subjects) < 2:
                continue  # « avant de conseiller les ministres, X … »
            if len(titles) > 1:  # « le président X » of a country; « le président, X » may be any other
                subjects = [s for s in subjects if s.token.i == match.span[1] and not beyond]
            guess = self.context.country(p, clause.predicate) if subjects else None
            if guess is None:
                continue
            place = guess.cluster or self.fillers.place(p, clause.predicate, guess.name, "Country")
            for s in subjects:
                if s.cluster is not place:
                    tokens = (clause.predicate, s.token, *self.fillers.trees[p].words[match.span[0] : match.span[1]])
                    trust = entry.confidence * s.trust * guess.trust
                    rule = match.pattern.lemma + _CONTEXT
                    yield Candidate(entry, p, clause, s.cluster, place, tokens, trust, rule, match.span)

    def _of_unsaid_bodies(
        self, p: int, clause: Clause, matches: Sequence[Match], found: Sequence[Candidate]
    ) -> Iterator[Candidate]:
        """« Renault recule. La PDG, X, … »: a post of the body that the clause or the article is about."""
        if found:
            return
        relations = [self.ontology.relations[m.entry.relation] for m in matches if ":context" in m.entry.object]
        states = any(_COUNTRY in r.range for r in relations)  # « le président X » of a country, or of any other
        for match in matches:
            entry = match.entry
            if ":body" not in entry.object or any(a.source == "relative" for a in clause.arguments):
                continue
            relation = self.ontology.relations[entry.relation]
            arguments = [a for a in clause.arguments if a.slot.startswith(":") or a.source == "direct"]
            holders = self._fill(p, clause, arguments, entry.subject, relation.domain, relation.titled)
            for s in holders if len(holders) == 1 else ():
                between = {w.text for w in self.fillers.trees[p].words[match.span[1] : s.token.i]}
                if not is_name(s.token) or s.token is clause.predicate or (states and "," not in between):
                    continue
                if s.cluster.type(self.ontology) == "Person" and (body := self.bodies.of(p, clause, match, s)):
                    tokens = (clause.predicate, s.token, *self.fillers.trees[p].words[match.span[0] : match.span[1]])
                    trust = entry.confidence * s.trust * body.trust
                    rule = match.pattern.lemma + _CONTEXT
                    yield Candidate(entry, p, clause, s.cluster, body.cluster, tokens, trust, rule, match.span)

    def _is_of_elsewhere(self, p: int, clause: Clause, match: Match) -> bool:
        """« la cheffe de la diplomatie **européenne** », « ministre des Langues au gouvernement **de Navarre** »."""
        noun = clause.predicate
        words = self.fillers.trees[p].words[noun.i : match.span[1]]
        if any(c.label == "amod" and is_no_country(c.lower_) for w in words for c in w.children):
            return True
        holders = {a.token.i for a in clause.arguments if a.slot == ":self"}
        behind = [
            w for w in noun.subtree if w.i >= match.span[1] and holders.isdisjoint(h.i for h in (w, *w.ancestors))
        ]
        return any(w.preposition == "de" and self._is_named(p, w) for w in behind)

    def _is_named(self, p: int, token: Word) -> bool:
        """The name of a place, or any without an article: « ministre des **Pêches** » is of neither."""
        bare = token.pos_ in ("PROPN", "X") and all(c.label != "det" for c in token.children)
        return bare or any(
            self.ontology.is_a(c.type(self.ontology), "Place") for c, _ in self.links.at.get((p, token.i), ())
        )

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

    def _with_literal(
        self, p: int, clause: Clause, match: Match, arguments: Sequence[Argument], subjects: Sequence[Filler]
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
                if any(f.token == s.token for f in self.fillers.of(p, argument, 1.0)):
                    continue  # « une toile intitulée **Le Poêle** » has that name alone
                if self._is_post(argument.token):
                    continue  # « nommée **PDG** de Solvéa » gives her a post, and no name
                words = self.fillers.words(p, argument.token)
                if words is not None:
                    yield Candidate(
                        entry, p, clause, s.cluster, words, (*tokens, argument.token), trust, _rule(match, argument)
                    )
                    break

    def _is_post(self, token: Word) -> bool:
        """Noun of a post, in small letters or all capitals: « surnommé **le Roi** » is a name."""
        plain = token.text.islower() or token.text.isupper()
        return plain and not self.lexicon.posts.isdisjoint((token.lower_, token.lemma.lower()))

    def _subject_slots(self, clause: Clause, entry: Entry) -> tuple[str, ...]:
        """« le rachat par X », and so also « X annonce le rachat »: the doer of a noun may stand outside it."""
        if clause.pos == "noun" and SUBJECT_LIKE & set(entry.subject) and ":self" not in entry.object:
            return (*entry.subject, ":subj")
        return entry.subject

    def _fill(
        self,
        p: int,
        clause: Clause,
        arguments: Sequence[Argument],
        slots: tuple[str, ...],
        classes: tuple[str, ...] = (),
        role: bool = False,
        *,
        through: bool = False,
    ) -> list[Filler]:
        found: list[Filler] = []
        if clause.pos == "adjective":  # what an adjective is said of is both
            slots = tuple(":subj" if s == ":self" else s for s in slots)
        places = bool(classes) and all(self.ontology.is_a(c, "Place") for c in classes)
        for argument in arguments:
            if argument.slot in slots:
                if argument.slot == ":demonym":
                    found += self.fillers.of_demonym(p, argument)
                else:
                    trust = TRUST[argument.source]
                    whose = self.fillers.whose(p, argument, trust) if through else []
                    found += whose or self.fillers.of(p, argument, trust, places=places and argument.slot != ":obj")
        if (
            clause.pos == "noun"
            and ":self" in slots
            and all(f.argument.slot != ":self" or f.argument.source == "shared" for f in found)
        ):
            beside = self.fillers.nearby.person_beside(p, clause.predicate)
            if beside is not None:
                found = [f for f in found if f.argument.slot != ":self"]
                found += self.fillers.of(p, Argument(":self", beside), 0.95)
            elif not any(f.argument.slot == ":self" for f in found):
                # « le président de X »: that he is the man of the sentence before is a guess
                guess = GUESSED_POST if role else 1.0
                found += self.fillers.of(p, Argument(":self", clause.predicate), guess)
        elif clause.pos == "noun" and ":self" in slots:  # the parser took a name farther off
            before = self.fillers.nearby.person_before(p, clause.predicate)
            selves = [f for f in found if f.argument.slot == ":self"]
            if before is not None and all(f.token.i < before.i for f in selves):
                found = [f for f in found if f not in selves]
                found += self.fillers.of(p, Argument(":self", before), 0.95)
        if not found and (clause.pos == "verb" or (clause.pos == "noun" and ":self" not in slots)):
            found += self.fillers.loose(p, clause, slots)
        strong = [f for f in found if f.argument.source != "governor"]
        found = strong or found
        if clause.pos == "noun" and ":subj" in slots and SUBJECT_LIKE & set(slots):
            # « la Commission approuve l'alliance de A et B »: whose it is stands in the noun phrase itself
            found = [f for f in found if f.argument.slot != ":subj"] or found
        return found


def _is_in_title(p: int, filler: Filler, match: Match) -> bool:
    """« Le garde des **Sceaux** », « le président du **Conseil** »: a name that the title is made of is nobody."""
    start, end = match.span
    return start < filler.token.i < end and any(
        m.kind == "name" and m.paragraph == p and start < m.start <= filler.token.i < m.end <= end
        for m, _ in filler.cluster.mentions
    )


def _closest(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Of the relations that one predicate may state of one pair, the surest; all of them where they tie."""
    best: dict[tuple[int, int], float] = {}
    for c in candidates:
        pair = (id(c.subject), id(c.object))
        best[pair] = max(best.get(pair, 0.0), c.confidence)
    yield from (c for c in candidates if c.confidence >= best[id(c.subject), id(c.object)] - 1e-9)


def _one_slot_a_name(clause: Clause, inside: dict[int, int]) -> Clause:
    """A name of several words that the parser tore apart fills the slot of its first part only."""
    if not inside:
        return clause
    first: dict[int, int] = {}
    for argument in clause.arguments:
        start = inside.get(argument.token.i)
        if start is not None:
            first.setdefault(start, argument.token.i)
    kept = tuple(a for a in clause.arguments if first.get(inside.get(a.token.i, -1), a.token.i) == a.token.i)
    return clause if len(kept) == len(clause.arguments) else clause._replace(arguments=kept)


def _rule(match: Match, argument: Argument) -> str:
    slot = argument.slot[1:] if argument.slot.startswith(":") else f"obl:{argument.slot}"
    return f"{match.pattern.lemma}/{slot}"
