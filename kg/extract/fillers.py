"""What an argument stands for: tokens → clusters, with trust."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from kg.extract.clusters import Cluster, Links
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Found
from kg.extract.names import bare_name
from kg.extract.nearby import Nearby, figuring
from kg.extract.parsed import Parsed
from kg.language import fr
from kg.language.clauses import Argument, Clause
from kg.language.demonyms import demonym
from kg.language.tokens import coordinated, is_clitic_complement, is_list, is_name, names_of
from kg.language.tree import Word
from kg.ontology import Entry

__all__ = ["TRUST", "Candidate", "Filler", "Fillers", "pairs"]

#: How much an argument is trusted by how it was found.
TRUST = {
    "direct": 1.0, "shared": 0.9, "relative": 0.95, "control": 0.85, "support": 0.9, "near": 0.85, "governor": 0.45,
    "loose": 0.8,
}  # fmt: skip
#: Trust in what acts through a group: « les enquêteurs de X » for X.
GROUPED = 0.75
#: Trust in what any noun carries on to: « la villa de X » for X.
CARRIED = 0.5
#: Trust in who is meant by what is his: « l'inaction de X » for X.
WHOSE = 0.8
#: Classes that the names' labels give, and that say no more.
_COARSE = frozenset({"Organization", "Place", "Product", "Agent"})


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
    tokens: tuple[Word, ...]
    confidence: float
    rule: str
    role: tuple[int, int] | None = None


class Filler(NamedTuple):
    """A cluster that fills a slot, the token that names it, and how far it is trusted."""

    cluster: Cluster
    token: Word
    argument: Argument
    trust: float


class Fillers:
    """Finds what the arguments of one article's predicates stand for.

    Parameters
    ----------
    lexicon : Lexicon
    paragraphs : sequence of Parsed
    links : Links
        Clusters; places that only a demonym tells of are added.
    """

    def __init__(self, lexicon: Lexicon, paragraphs: Sequence[Parsed], links: Links) -> None:
        self.ontology = lexicon.ontology
        self._suffered = lexicon.suffered
        self.links = links
        self.trees = [p.tree for p in paragraphs]
        self._known: dict[tuple[int, int, bool], list[tuple[Cluster, Word, float]]] = {}
        self._fitting: dict[tuple[str, tuple[str, ...]], bool] = {}
        self.nearby = Nearby(self.ontology, links)
        self.readers = [p.reader for p in paragraphs]
        self._doubted: Container[int] = ()
        self._names: dict[int, list[tuple[Found, Cluster]]] | None = None

    def of(self, p: int, argument: Argument, trust: float, *, places: bool = False) -> list[Filler]:
        """What an argument stands for (see `clusters_of`), its trust times `trust`."""
        key = (p, argument.token.i, places)
        if key not in self._known:
            self._known[key] = self.clusters_of(p, argument.token, places=places)
        return [Filler(c, t, argument, trust * w) for c, t, w in self._known[key]]

    def whose(self, p: int, argument: Argument, trust: float) -> list[Filler]:
        """Whose deed or trait an argument is: « fustige l'**inaction** de X », « salue **son** courage »."""
        noun = argument.token
        if noun.pos_ not in ("NOUN", "ADJ") or noun.lemma in self._suffered or (p, noun.i) in self.links.at:
            return []
        found = []
        for child in noun.children:
            if child.label in fr.OBLIQUES and child.preposition == "de":
                found += [w for t in coordinated(child) for w in self.clusters_of(p, t)]
            elif child.label == "det" and child.lower_ in fr.POSSESSIVES:
                found += self.clusters_of(p, child)
        return [Filler(c, t, argument, trust * WHOSE * w) for c, t, w in found]

    def clusters_of(
        self, p: int, token: Word, depth: int = 0, *, places: bool = False
    ) -> list[tuple[Cluster, Word, float]]:
        """Clusters that a token stands for, with the token that names each and a confidence.

        A noun of no weight carries on to its complement (« 49 % du **capital** de Verkor »), any noun to a
        place where a place is wanted (« à l'**hôpital** de Thiès »), a plural to its members (« dont X et Y »).
        """
        among = [] if places else figuring(token)
        if among:
            return [(c, t, 0.8 * w) for name in among for c, t, w in self.clusters_of(p, name, depth + 1)]
        listed = [] if places else self.nearby.listed(p, token)
        if listed:
            return listed
        state = self._state(p, token) if token.lemma == fr.STATE_NOUN else []
        if state:
            return state
        linked = self.links.at.get((p, token.i))
        if linked and not (places and not any(self.ontology.is_a(c.type(self.ontology), "Place") for c, _ in linked)):
            return [(c, token, w) for c, w in linked]
        if depth > 3:
            return []
        lemma = token.lemma
        empty = (
            lemma in fr.TRANSPARENT_NOUNS
            or lemma in fr.PARTITIVES
            or token.pos_ in ("NUM", "SYM")
            or token.text == "%"
            or (token.pos_ == "PRON" and lemma == fr.THAT_ONE)
        )
        found = []
        for child in token.children:
            base = child.label
            if base in fr.OBLIQUES and child.preposition in ("de", None, *(fr.LOCATIVES if places else ())):
                several = empty or lemma in fr.GROUP_NOUNS
                members = coordinated(child) if several else [child]  # « celles d'Alstom et de Bombardier »
                inner = [i for member in members for i in self.clusters_of(p, member, depth + 1, places=places)]
                trust = 0.9 if empty else GROUPED if lemma in fr.GROUP_NOUNS else CARRIED
                if not empty and not places:  # only to a name at once
                    at_once = self._is_name(p, child, several) and lemma not in self._suffered
                    inner = [i for i in inner if i[1] in members and at_once]
                if not empty and places:
                    inner = [i for i in inner if self.ontology.is_a(i[0].type(self.ontology), "Place")]
                    trust = 0.75
                found += [(c, t, trust * w) for c, t, w in inner]
            elif base in fr.APPOSITIONS and is_name(child) and not is_list(token, child):
                for named in coordinated(child):  # « deux anciens de X, A et B »
                    found += self.clusters_of(p, named, depth + 1, places=places)
            elif base == "det" and child.lower_ in fr.POSSESSIVES and (empty or lemma in fr.GROUP_NOUNS):
                found += [(c, t, 0.8 * w) for c, t, w in self.clusters_of(p, child, depth + 1)]
        if not found and token.pos_ == "NOUN":
            found += [i for name in names_of(token) for i in self.clusters_of(p, name, depth + 1, places=places)]
        if empty and not found:  # « Y **en** détient 45 % »
            clitics = (c for c in token.head.children if c.lower_ == "en" and is_clitic_complement(c))
            found = [(c, t, 0.9 * w) for clitic in clitics for c, t, w in self.clusters_of(p, clitic, depth + 1)]
        if not found and lemma in fr.STATE_BODIES and not places:  # « l'**armée** pakistanaise »
            found = [(c, t, GROUPED * w) for c, t, w in self._state(p, token)]
        return found or self.nearby.members(p, token) or self.nearby.apposed(p, token)

    def _is_name(self, p: int, word: Word, several: bool) -> bool:
        """« les gendarmes de la **section de recherches** … »: who acts through people may have a noun for a name."""
        if word.pos_ in ("PROPN", "X") or not several:
            return word.pos_ in ("PROPN", "X")
        return any(c.is_named_by(p, word) for c, _ in self.links.at.get((p, word.i), ()))

    def names(self, p: int) -> list[tuple[Found, Cluster]]:
        """Names of a paragraph with what each names; none comes after the mentions were linked."""
        if self._names is None:
            self._names = {}
            for cluster in self.links.clusters:
                for mention, _ in cluster.mentions:
                    if mention.kind == "name":
                        self._names.setdefault(mention.paragraph, []).append((mention, cluster))
        return self._names.get(p, [])

    def loose(self, p: int, clause: Clause, slots: tuple[str, ...]) -> list[Filler]:
        """A prepositional phrase that the parser hung on a noun of the clause: « investit 3 M€ dans X »."""
        wanted = [s for s in slots if not s.startswith(":")]
        if not wanted:
            return []
        found: list[Filler] = []
        for argument in clause.arguments:
            if argument.slot.startswith(":") and argument.slot != ":obj":
                continue
            if argument.source != "direct" or argument.token.i < clause.predicate.i:
                continue
            for token in argument.token.subtree:
                slot = token.preposition
                if slot is not None and slot in wanted and token.label in fr.OBLIQUES and token is not argument.token:
                    found += [f for t in coordinated(token) for f in self.of(p, Argument(slot, t), TRUST["loose"])]
        found = [f for f in found if f.argument.slot == found[0].argument.slot]
        heads = coordinated(found[0].argument.token) if found else []
        return [f for f in found if f.argument.token in heads]

    def of_demonym(self, p: int, argument: Argument) -> list[Filler]:
        """The place that an adjective tells of, if it is a demonym."""
        place = demonym(argument.token.lower_) or demonym(argument.token.lemma_)
        if place is None:
            return []
        return [Filler(self.place(p, argument.token, *place), argument.token, argument, 0.95)]

    def _state(self, p: int, noun: Word) -> list[tuple[Cluster, Word, float]]:
        """The country whose demonym modifies a noun: « l'État **norvégien** », « l'armée de l'air **serbe** »."""
        kinds = [c for c in noun.children if c.label in fr.OBLIQUES and c.preposition == "de" and not c.ent_type_]
        behind = [c for w in (noun, *kinds) for c in w.children if c.label == "amod" and c.i > noun.i]
        # « la police **colombienne** a arrêté … » may pass for a verb
        next_one = noun.tree.words[noun.i + 1 : noun.i + 2]
        for word in (*behind, *next_one):
            place = demonym(word.lower_) if word.text.islower() else None
            if place is not None and place[1] == "Country":
                return [(self.place(p, word, *place), word, 0.95)]
        return []

    def place(self, p: int, token: Word, name: str, cls: str) -> Cluster:
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

    def complement(self, p: int, start: int) -> list[Filler]:
        """The first noun phrase from a token on, with its coordinates."""
        words = self.trees[p].words
        for token in words[start : start + 5]:
            if token.pos_ in ("NOUN", "PROPN", "X", "PRON") or (p, token.i) in self.links.at:
                return self.of(p, Argument(":obj", token), 0.95, places=True) or self.of(
                    p, Argument(":obj", token), 0.95
                )
            if token.pos_ in ("VERB", "PUNCT"):
                break
        return []

    def modified(self, p: int, start: int) -> list[Filler]:
        """Whom a locution is said of: the noun before it, or the subject of its clause."""
        words = self.trees[p].words
        inside = words[start].head if words[start].head.i > start else words[start]
        for ancestor in (inside, *inside.ancestors):
            if ancestor.i < start and ancestor.pos_ in ("PROPN", "NOUN", "X") and (p, ancestor.i) in self.links.at:
                return self.of(p, Argument(":subj", ancestor), 0.9)
            copular = any(c.label == "cop" for c in ancestor.children)  # « X sera candidat **avec l'appui de** Y »
            if (ancestor.pos_ in ("VERB", "AUX") or copular) and ancestor.i not in range(start, start + 4):
                subjects = self.readers[p].surface_subjects(ancestor)
                return [f for a in subjects for f in self.of(p, Argument(":subj", a.token, a.source), TRUST[a.source])]
            if ancestor.i > start + 4 and (p, ancestor.i) in self.links.at:
                return self.of(p, Argument(":subj", ancestor), 0.85)
        return []

    def fits(self, cluster: Cluster, narrowed: tuple[str, ...], wide: tuple[str, ...]) -> bool:
        """Class is inside what the entry and the relation ask for, or too coarse to tell."""
        cls = cluster.type(self.ontology)
        if id(cluster) in self._doubted:
            return True
        return all(self._may_be(cls, classes) for classes in (narrowed, wide) if classes)

    @contextmanager
    def whatever_class(self, doubted: Container[int]) -> Iterator[None]:
        """Take some clusters, by their identity, to fit wherever they stand."""
        self._doubted = doubted
        try:
            yield
        finally:
            self._doubted = ()

    def is_exact(self, cluster: Cluster, narrowed: tuple[str, ...], wide: tuple[str, ...]) -> bool:
        """Class is inside what the entry asks for, or the relation where the entry asks for nothing."""
        return self.ontology.is_any(cluster.type(self.ontology), narrowed or wide)

    def _may_be(self, cls: str, classes: tuple[str, ...]) -> bool:
        if (cls, classes) not in self._fitting:
            self._fitting[cls, classes] = self._is_inside_or_above(cls, classes)
        return self._fitting[cls, classes]

    def _is_inside_or_above(self, cls: str, classes: tuple[str, ...]) -> bool:
        if self.ontology.is_any(cls, classes):
            return True
        if cls not in _COARSE:
            return False
        return any(self.ontology.is_a(c, cls) and self.ontology.is_any(c, classes) for c in self.ontology.classes)

    def words(self, p: int, token: Word) -> str | None:
        """Text of another name: the mention at a token, or what stands in quotes around it."""
        for cluster, _ in self.links.at.get((p, token.i), ()):
            for mention, _ in cluster.mentions:
                if mention.paragraph == p and mention.start <= token.i < mention.end and mention.name:
                    return mention.name
        left, right = token.left_edge.i, token.right_edge.i + 1
        text = bare_name(token.tree.stretch(left, right).text)
        named = any(t.pos_ == "PROPN" for t in token.subtree) or token.tree[left].text in fr.OPEN_QUOTES
        return text if named and right - left <= 6 and text else None


def pairs(entry: Entry, subjects: Sequence[Filler], objects: Sequence[Filler]) -> Iterator[tuple[Filler, Filler]]:
    """Pairs of a subject and an object that may stand in a relation, each pair of clusters once."""
    shared = set(entry.subject) & set(entry.object)
    seen: set[tuple[int, int]] = set()
    for s in subjects:
        for o in objects:
            same_slot = s.argument.slot == o.argument.slot
            of_one_word = s.token == o.token and not (same_slot and s.argument.slot in shared)
            if s.cluster is o.cluster or of_one_word:  # but « **ils** fusionnent », « **leur** alliance »
                continue
            if same_slot and s.argument.slot in shared and s.argument.slot != "de" and s.token.i > o.token.i:
                continue  # « X et Y fusionnent »: the pair once
            if same_slot and s.argument.slot == "de" and not (s.token.pos_ == "DET" or s.token.i < o.token.i):
                continue
            pair = (id(s.cluster), id(o.cluster))
            if pair not in seen:
                seen.add(pair)
                yield s, o
