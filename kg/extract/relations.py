"""Lexicon matching: clauses with linked arguments → candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.clusters import Links
from kg.extract.fillers import TRUST, Candidate, Filler, Fillers, pairs
from kg.extract.frames import Frames, subject_slots
from kg.extract.lexicon import Lexicon, Match
from kg.extract.literals import Literals
from kg.extract.parsed import Parsed
from kg.extract.surface import SurfaceMatcher
from kg.extract.unsaid import UnsaidPosts, is_guessed
from kg.language import fr
from kg.language.clauses import Argument, Clause
from kg.ontology import Entry

__all__ = ["Matcher"]

#: Trust in a class that is only not known to be wrong (an Organization where a SportsTeam is wanted).
COARSE_FIT = 0.9
#: Trust where a class is what the predicate itself asks for.
SETTLED = 0.9
#: A place of no known kind that acts is a town more often than not.
ACTING_PLACE = "City"


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
        self.frames = Frames(self.fillers)
        self.literals = Literals(lexicon, self.fillers)
        self.unsaid = UnsaidPosts(self.frames, paragraphs)

    def candidates(self) -> Iterator[Candidate]:
        """All that the lexicon finds, paragraph by paragraph; no post from context that the article gives in words."""
        found = list(self._candidates())
        said = {(id(c.subject), c.entry.relation) for c in found if not is_guessed(c)}
        yield from (c for c in found if not is_guessed(c) or (id(c.subject), c.entry.relation) not in said)

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
                found += self.unsaid.candidates(p, clause, matches, found)
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
        found = self.frames.fill(p, clause, clause.arguments, subject_slots(clause, entry), domain)
        return [f for f in found if self.fillers.is_exact(f.cluster, entry.subject_class, domain)]

    def inside_names(self, p: int) -> dict[int, int]:
        """Tokens of names of several words → their first: « Médecins sans frontières » has no predicate."""
        names = self.fillers.names(p)
        return {i: m.start for m, _ in names if m.end - m.start > 1 for i in range(m.start, m.end)}

    def from_match(self, p: int, clause: Clause, match: Match) -> Iterator[Candidate]:
        """What one entry finds in a clause of a paragraph."""
        entry = match.entry
        relation = self.ontology.relations[entry.relation]
        arguments = self.frames.arguments(p, clause, match)
        subjects = self._subjects(p, clause, arguments, entry)
        if not subjects:
            return
        if relation.literal:
            yield from self.literals.candidates(p, clause, match, arguments, subjects)
            return
        role = match.span if relation.titled and clause.pos == "noun" and ":holder" not in entry.subject else None
        objects = self._objects(p, clause, match, arguments, titled=role is not None)
        if role is not None and ":self" in entry.subject:
            yield from self._predecessors(p, clause, match, arguments, objects)
        for s, o in pairs(entry, subjects, objects):
            tokens = (clause.predicate, s.token, o.token, *self.fillers.trees[p].words[match.span[0] : match.span[1]])
            fits = self.fillers.is_exact(s.cluster, entry.subject_class, relation.domain) and self.fillers.is_exact(
                o.cluster, entry.object_class, relation.range
            )
            settled = s.cluster.is_settled or o.cluster.is_settled
            trust = entry.confidence * s.trust * o.trust * (1.0 if fits else COARSE_FIT) * (SETTLED if settled else 1.0)
            yield Candidate(entry, p, clause, s.cluster, o.cluster, tokens, trust, match.rule(o.argument), role)

    def _subjects(self, p: int, clause: Clause, arguments: Sequence[Argument], entry: Entry) -> list[Filler]:
        """Who may be the subject of an entry, by class and by the nouns that it asks for."""
        relation = self.ontology.relations[entry.relation]
        slots = subject_slots(clause, entry)
        found = self.frames.fill(p, clause, arguments, slots, relation.domain, titled=relation.titled)
        found = [s for s in found if self.fillers.fits(s.cluster, entry.subject_class, relation.domain)]
        if entry.subject_nouns:
            found = [s for s in found if not s.cluster.kinds.isdisjoint(entry.subject_nouns)]
        return found

    def _objects(
        self, p: int, clause: Clause, match: Match, arguments: Sequence[Argument], *, titled: bool
    ) -> list[Filler]:
        """What may be the object: no part of the title, the surest class of a post, the smallest place."""
        entry = match.entry
        wanted = self.ontology.relations[entry.relation].range
        found = self.frames.fill(p, clause, arguments, entry.object, wanted, through=entry.through)
        found = [o for o in found if self.fillers.fits(o.cluster, entry.object_class, wanted)]
        if clause.pos == "noun":
            found = [o for o in found if not _is_in_title(p, o, match)]
        if titled and len(found) > 1:  # « la ministre **tchadienne** des Pêches »: the surest class
            found = [o for o in found if self.fillers.is_exact(o.cluster, entry.object_class, wanted)] or found
        if len(found) > 1 and all(self.ontology.is_a(c, "Place") for c in wanted):
            found = list(self._smallest_places(p, found))
        return found

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
                        rule = match.rule(o.argument)
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
