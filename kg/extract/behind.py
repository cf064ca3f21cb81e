"""Names with a complement right behind them: « Québec, **au Canada** », « l'hôpital Cochin, **à Paris** »."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.clusters import Cluster
from kg.extract.fillers import Candidate, Filler, Fillers
from kg.extract.lexicon import Lexicon
from kg.extract.mentions import Found
from kg.language import fr
from kg.language.clauses import Clause
from kg.language.tokens import coordinated
from kg.language.tree import Tree, Word
from kg.ontology import Entry, Ontology

__all__ = ["NamesWithComplements", "is_larger", "is_of_kind"]

#: Classes of places, from what may be small to what is large.
_SIZES = ("Place", "City", "Region", "Country")


def is_larger(outer: Cluster, inner: Cluster, ontology: Ontology, *, inside: bool = False) -> bool:
    """Tell whether one may lie in the other, where both are places: a country lies in no town.

    `inside`: the words say « dans », which tells where neither is known for a town or a region.
    """
    sizes = [
        max((n for n, c in enumerate(_SIZES) if ontology.is_a(cluster.type(ontology), c)), default=None)
        for cluster in (inner, outer)
    ]
    unknown = inside and sizes == [0, 0]  # « Kerlann, dans les Landes »
    return outer is not inner and (sizes[0] is None or sizes[1] is None or sizes[0] < sizes[1] or unknown)


class _Complement(NamedTuple):
    """Preposition, whether a comma stands before it, and what is behind it."""

    slot: str
    comma: bool
    filler: Filler


class NamesWithComplements:
    """Matches the ontology's name entries.

    Parameters
    ----------
    lexicon : Lexicon
    fillers : Fillers
    """

    def __init__(self, lexicon: Lexicon, fillers: Fillers) -> None:
        self.entries = lexicon.names
        self.ontology = lexicon.ontology
        self.fillers = fillers
        self.links = fillers.links

    def candidates(self, p: int) -> Iterator[Candidate]:
        """Candidates of a paragraph, in text order; of what its entries say of one pair, the surest."""
        names = self.fillers.names(p)
        heads = {m.head.i: c for m, c in names}
        for mention, cluster in sorted(names, key=lambda item: item[0].start):
            complement = self._complement(p, mention)
            if complement is not None:
                named = [(t, heads[t.i]) for t in _listed(mention, complement) if t.i in heads]
                for one in [(mention.head, cluster), *named]:
                    found = list(self._of_name(p, mention, one, complement))
                    yield from (c for c in found if c.confidence == max(d.confidence for d in found))

    def _of_name(
        self, p: int, mention: Found, named: tuple[Word, Cluster], complement: _Complement
    ) -> Iterator[Candidate]:
        slot, comma, filler = complement
        clause = Clause(mention.head, "noun", mention.name.lower(), ())
        slots = {slot, f", {slot}"} if comma else {slot}
        for entry in self.entries:
            if slots.isdisjoint((*entry.subject, *entry.object)):
                continue
            if not is_of_kind(mention, named[1], entry):
                continue
            pair = self._fitting(entry, slot, named[1], filler, turned=comma and _is_located(mention))
            if pair is not None:
                confidence = entry.confidence * filler.trust
                yield Candidate(entry, p, clause, *pair, (named[0], filler.token), confidence, f"name/obl:{slot}")

    def _complement(self, p: int, mention: Found) -> _Complement | None:
        """What stands right behind a name."""
        tree = mention.head.tree
        comma = mention.end < len(tree) and tree[mention.end].text == ","
        start = mention.end + comma
        if start + 1 >= len(tree) or tree[start].pos_ != "ADP" or start >= mention.head.sent.end:
            return None
        before = _before(tree, mention)
        if not comma and before in fr.ORIGINS and tree[start].lower_ in fr.GOALS:
            return None  # « de Paris à Lyon » is a way
        if not comma and before in fr.ONE_OF and tree[start].lower_ in ("de", "d'"):
            return None  # « un A320 de Lufthansa » is one of many, and whose it is made it not
        if comma and tree[start].lower_ == before:
            return None  # « en France, en Belgique et au Luxembourg » is a list
        for filler in self.fillers.complement(p, start + 1)[:1]:
            torn = filler.token.head is mention.head.head and mention.head.label in fr.OBJECTS
            if not comma and torn:
                return None  # « déloger X **de** la Maison-Blanche »
            if any(w.pos_ == "NUM" for w in tree.words[start + 1 : filler.token.i]):
                return None  # « Crolles, à vingt minutes de Grenoble »
            return _Complement(fr.PREPOSITIONS.get(tree[start].lower_, tree[start].lower_), comma, filler)
        return None

    def _fitting(
        self, entry: Entry, slot: str, cluster: Cluster, filler: Filler, *, turned: bool
    ) -> tuple[Cluster, Cluster] | None:
        """Subject and object where their classes are what an entry asks for."""
        # « Les Misérables, de Victor Hugo »: the name may be the object too
        s, o = (filler.cluster, cluster) if ":self" in entry.object else (cluster, filler.cluster)
        within = slot in ("dans", "en") and filler.token.pos_ == "PROPN"
        if not is_larger(filler.cluster, cluster, self.ontology, inside=within):
            if not (turned and is_larger(cluster, filler.cluster, self.ontology)):
                return None
            s, o = o, s  # « **en Nouvelle-France**, à Kahnawake »
        relation = self.ontology.relations[entry.relation]
        fits = self.fillers.is_exact(o, entry.object_class, relation.range) or (
            self._is_townlike(filler, o) and "City" in entry.object_class
        )
        return (s, o) if fits and self.fillers.is_exact(s, entry.subject_class, relation.domain) else None

    def _is_townlike(self, filler: Filler, place: Cluster) -> bool:
        """« l'usine Ferralu **de Vierzon** »: of places that nothing more is known of, towns have no article."""
        bare = all(c.label != "det" and c.lower_ not in fr.ARTICLES for c in filler.token.children)
        return place is filler.cluster and bare and place.type(self.ontology) == "Place"


def _before(tree: Tree, mention: Found) -> str:
    return tree[mention.start - 1].lower_ if mention.start else ""


def _listed(mention: Found, complement: _Complement) -> list[Word]:
    """What else the place behind a list is said of: « les élus de **X**, **Y** et Z, dans le Cher »."""
    head = mention.head
    if not complement.comma or head.label != "conj" or head.preposition is not None:
        return []
    return [t for t in coordinated(head.head) if t.i < mention.start]


def _is_located(mention: Found) -> bool:
    """« **dans le** Var, sur les îles d'Hyères »."""
    words = mention.head.tree.words[max(0, mention.start - 2) : mention.start]
    return any(w.pos_ == "ADP" and fr.PREPOSITIONS.get(w.lower_, w.lower_) in fr.LOCATIVES for w in words)


def is_of_kind(mention: Found, cluster: Cluster, entry: Entry) -> bool:
    """Tell whether what a name names is what the nouns of an entry say, if it has any."""
    return not entry.subject_nouns or not _kinds(mention, cluster).isdisjoint(entry.subject_nouns)


def _kinds(mention: Found, cluster: Cluster) -> frozenset[str]:
    """Nouns that tell what a name names: its own first one, that before it, and whose it is (« les ouvriers de X »)."""
    tree = mention.head.tree
    own = {w.lemma for w in tree.words[mention.start : mention.end][:2]}
    before = {w.lemma for w in tree.words[max(0, mention.start - 2) : mention.start] if w.pos_ in ("NOUN", "PROPN")}
    of = {mention.head.head.lemma} if mention.head.preposition == "de" else set()
    return frozenset(own | before | of | cluster.nouns)
