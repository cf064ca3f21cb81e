"""Relations that words show by their place: adjuncts, demonyms, names with a complement, parentheses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from kg.extract.behind import NamesWithComplements, is_larger
from kg.extract.clusters import Cluster
from kg.extract.fillers import TRUST, Candidate, Filler, Fillers, pairs
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Found
from kg.extract.names import spells
from kg.language import fr
from kg.language.clauses import Argument, Clause
from kg.language.demonyms import Demonym, demonyms
from kg.language.tree import Tree, Word

__all__ = ["SurfaceMatcher"]


class SurfaceMatcher:
    """Matches the ontology's adjunct, demonym, name and parenthesis entries."""

    def __init__(self, lexicon: Lexicon, fillers: Fillers) -> None:
        self.lexicon = lexicon
        self.ontology = lexicon.ontology
        self.fillers = fillers
        self.links = fillers.links
        self.names = NamesWithComplements(lexicon, fillers)

    def candidates(self, p: int, posts: AbstractSet[int] = frozenset()) -> Iterator[Candidate]:
        """All candidates of a paragraph but those of demonyms that go with a noun's clause.

        `posts` are the nouns whose demonym is the country that a post is held in.
        """
        yield from self._from_demonyms(p, posts)
        yield from self._from_adjuncts(p)
        yield from self.names.candidates(p)
        yield from self._from_besides(p)
        yield from self._from_parentheses(p)
        yield from self._from_appellations(p)

    def demonyms(self, p: int, clause: Clause) -> Iterator[Candidate]:
        """« l'acteur **américain** Jack Doe », « le **Français** Jean Dupont »."""
        tokens = [a.token for a in clause.arguments if a.slot == ":demonym"]
        if clause.predicate.text[:1].isupper():  # « l'irlandais Emerald Lease » is a company
            tokens.append(clause.predicate)
        found = [(token, places) for token in tokens if (places := demonyms(token.lower_))]
        people = self._denoted(p, clause) if found else []
        for token, places in found:
            for f in people:
                yield from self._of_nation(p, clause, token, places, f)

    def _of_nation(
        self, p: int, clause: Clause, token: Word, places: Sequence[Demonym], filler: Filler
    ) -> Iterator[Candidate]:
        for entry in self.lexicon.demonyms:
            relation = self.ontology.relations[entry.relation]
            if not self.fillers.fits(filler.cluster, entry.subject_class, relation.domain):
                continue
            for place in places:
                if self.ontology.is_any(place[1], entry.object_class or relation.range):
                    cluster = self.fillers.place(p, token, *place)
                    span = (clause.predicate, filler.token, token)
                    trust = entry.confidence * filler.trust * 0.95
                    yield Candidate(entry, p, clause, filler.cluster, cluster, span, trust, "demonym")

    def _from_demonyms(self, p: int, posts: AbstractSet[int]) -> Iterator[Candidate]:
        """« à l'**Estonienne** X », « la juriste **sénégalaise** X »: right before a name, parsed or not."""
        tree = self.fillers.trees[p]
        for cluster in list(self.links.clusters):
            for mention, _ in cluster.mentions:
                if mention.kind != "name" or mention.paragraph != p or mention.start < 2:
                    continue
                token = tree[mention.start - 1]
                places = demonyms(token.lower_)
                if not places or cluster.type(self.ontology) != "Person":
                    continue
                before = tree.words[max(0, token.i - 3) : token.i]
                if token.text[:1].isupper():
                    fits = before[-1].pos_ in ("DET", "ADP", "ADJ")
                else:
                    fits = any(self._is_human(w) for w in before) and posts.isdisjoint(w.i for w in before)
                if fits:
                    clause = Clause(token, "noun", token.lower_, ())
                    filler = Filler(cluster, mention.head, Argument(":self", mention.head), 1.0)
                    yield from self._of_nation(p, clause, token, places, filler)

    def _is_human(self, word: Word) -> bool:
        classes = self.ontology.classes_of_noun.get(word.lemma, ()) if word.pos_ == "NOUN" else ()
        return any(self.ontology.is_a(c, "Person") for c in classes)

    def _from_adjuncts(self, p: int) -> Iterator[Candidate]:
        """« **À la tête de** Scaleway, Damien Lucas … »."""
        tree = self.fillers.trees[p]
        for match in self.lexicon.adjuncts(tree):
            entry = match.entry
            relation = self.ontology.relations[entry.relation]
            fillers = {
                ":obj": self.fillers.complement(p, match.span[1]),
                ":subj": self.fillers.modified(p, match.span[0]),
            }
            subjects = [f for slot in entry.subject for f in fillers.get(slot, ())]
            objects = [f for slot in entry.object for f in fillers.get(slot, ())]
            clause = Clause(tree[match.span[0]].head, "noun", match.pattern.lemma, ())
            for s, o in pairs(entry, subjects, objects):
                if not self.fillers.fits(s.cluster, entry.subject_class, relation.domain):
                    continue
                if self.fillers.fits(o.cluster, entry.object_class, relation.range) and not relation.literal:
                    tokens = (*tree.words[match.span[0] : match.span[1]], s.token, o.token)
                    yield Candidate(
                        entry,
                        p,
                        clause,
                        s.cluster,
                        o.cluster,
                        tokens,
                        entry.confidence * s.trust * o.trust,
                        match.pattern.lemma,
                    )

    def _from_besides(self, p: int) -> Iterator[Candidate]:
        """« X, **déléguée** CGT », « l'**élue** Horizons Y »: a bare name behind a noun, a person on either side."""
        tree = self.fillers.trees[p]
        names = self.fillers.names(p)
        named = [(m, c) for m, c in names if m.start and self._noun_of(tree, m).lower_ in self.lexicon.besides]
        if not named:
            return
        people = [(m, c) for m, c in names if c.type(self.ontology) == "Person"]
        from_start = {m.start: (m, c) for m, c in people}
        from_end = {m.end: (m, c) for m, c in people}
        for mention, cluster in named:
            noun = self._noun_of(tree, mention)
            before = noun.i
            while before > 0 and tree[before - 1].pos_ in ("DET", "ADJ"):
                before -= 1
            comma = mention.end < len(tree) and tree[mention.end].text == ","
            beside = from_start.get(mention.end)
            if beside is None and before > 0 and tree[before - 1].text == ",":
                beside = from_end.get(before - 1)
            if beside is None and comma:
                beside = from_start.get(mention.end + 1)
            if beside is None:
                continue
            person, holder = beside
            for entry in self.lexicon.besides[noun.lower_]:
                relation = self.ontology.relations[entry.relation]
                if self.fillers.is_exact(cluster, entry.object_class, relation.range):
                    clause = Clause(noun, "noun", noun.lower_, ())
                    tokens = (noun, person.head, mention.head)
                    role = (noun.i, noun.i + 1) if relation.titled else None
                    yield Candidate(
                        entry, p, clause, holder, cluster, tokens, entry.confidence, f"{noun.lower_}/beside", role
                    )

    def _noun_of(self, tree: Tree, mention: Found) -> Word:
        """« le sénateur **démocrate** X »: an adjective that names a party is the noun as well."""
        is_own = mention.end == mention.start + 1 and tree[mention.start].lower_ in self.lexicon.besides
        return tree[mention.start if is_own else mention.start - 1]

    def _from_parentheses(self, p: int) -> Iterator[Candidate]:
        """« Cascais (Portugal) », « Organisation des Nations unies (ONU) »."""
        tree = self.fillers.trees[p]
        names = self.fillers.names(p)
        at_start = {m.start: (m, c) for m, c in names}
        for mention, cluster in sorted(names, key=lambda item: item[0].start):
            inner = mention.end + 1
            if inner + 1 >= len(tree) or tree[mention.end].text != "(" or inner not in at_start:
                continue
            other, inside = at_start[inner]
            if other.end >= len(tree) or tree[other.end].text not in (")", ","):
                continue
            yield from self._from_parenthesis(p, (mention, cluster), (other, inside))

    def _from_parenthesis(
        self, p: int, outer: tuple[Found, Cluster], inner: tuple[Found, Cluster]
    ) -> Iterator[Candidate]:
        (mention, cluster), (other, inside) = outer, inner
        clause = Clause(mention.head, "noun", mention.name, ())
        tokens = (mention.head, other.head)
        for entry in self.lexicon.parentheses:
            relation = self.ontology.relations[entry.relation]
            if not self.fillers.fits(cluster, entry.subject_class, relation.domain):
                continue
            if relation.literal == "text":
                if spells(other.name, mention.name) or spells(mention.name, other.name):
                    short = min(mention.name, other.name, key=len)
                    yield Candidate(entry, p, clause, cluster, short, tokens, 0.95, "parenthesis")
            elif (
                is_larger(inside, cluster, self.ontology)
                and relation.literal is None
                and self.fillers.fits(inside, entry.object_class, relation.range)
                and self.fillers.is_exact(cluster, entry.subject_class, relation.domain)
            ):
                yield Candidate(entry, p, clause, cluster, inside, tokens, 0.85 * entry.confidence, "parenthesis")

    def _from_appellations(self, p: int) -> Iterator[Candidate]:
        """« Jean-Philippe Smet (**dit** Johnny Hallyday) », « Constantinople, **aujourd'hui** Istanbul »."""
        tree = self.fillers.trees[p]
        if not any(w.lower_ in fr.APPELLATION_ENDS for w in tree):
            return
        named = self.fillers.names(p)
        at_end = {m.end: (m, c) for m, c in named}
        for other, inside in sorted(named, key=lambda item: item[0].start):
            start = other.start - 1
            while start > max(0, other.start - 5) and tree[start].text not in (",", "("):
                start -= 1
            words = tree.words[start + 1 : other.start]
            if start not in at_end or " ".join(w.lower_ for w in words).replace("' ", "'") not in fr.APPELLATIONS:
                continue
            mention, cluster = at_end[start]
            if cluster is inside or not self._are_kin(cluster, inside):
                continue
            clause = Clause(mention.head, "noun", mention.name, ())
            tokens = (mention.head, *words, other.head)
            for entry in self.lexicon.parentheses:
                if self.ontology.relations[entry.relation].literal == "text":
                    yield Candidate(entry, p, clause, cluster, other.name, tokens, 0.9, f"{words[0].lower_}/apposition")

    def _are_kin(self, a: Cluster, b: Cluster) -> bool:
        return self.ontology.are_kin(a.type(self.ontology), b.type(self.ontology))

    def _denoted(self, p: int, clause: Clause) -> list[Filler]:
        """Whom a noun phrase denotes."""
        found = [f for a in clause.fillers(":self") for f in self.fillers.of(p, a, TRUST[a.source])]
        return found or self.fillers.of(p, Argument(":self", clause.predicate), 1.0)
