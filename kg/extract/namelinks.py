"""Names → clusters: one name, one entity; and the nouns beside a name refer to what it names."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.clusters import Cluster, Links
from kg.extract.mentions import Found
from kg.extract.names import fold, is_variant
from kg.extract.parsed import Parsed
from kg.language.clauses import Clause
from kg.ontology import Ontology

__all__ = ["link_names", "link_nouns_beside"]


def link_names(names: Sequence[Found], links: Links, ontology: Ontology) -> None:
    """One name, one entity: longest first, so that short forms find their full form."""
    by_name: dict[str, Cluster] = {}
    for mention in sorted(names, key=lambda m: (-len(m.name.split()), m.position)):
        cluster = _cluster_of_name(mention, by_name, links, ontology)
        if cluster is None:
            cluster = Cluster()
            links.clusters.append(cluster)
        cluster.add(mention, 1.0)
        by_name[fold(mention.name)] = cluster
        if _only_tells(mention):
            continue
        for i in range(mention.start, mention.end):
            links.at[mention.paragraph, i] = [(cluster, 1.0)]
    for cluster in links.clusters:
        cluster.mentions.sort(key=lambda item: item[0].position)


def _only_tells(mention: Found) -> bool:
    """« la sénatrice **démocrate** »: tells of a party, and is none."""
    return mention.number == "s" and "PoliticalParty" in mention.types and mention.head.text.islower()


def _cluster_of_name(mention: Found, by_name: dict[str, Cluster], links: Links, ontology: Ontology) -> Cluster | None:
    exact = by_name.get(fold(mention.name))
    if exact is not None:
        return exact
    own = _main_type(mention.types)
    fitting = []
    for cluster in links.clusters:
        cls = cluster.type(ontology)
        person = own == "Person" and cls == "Person"
        if not person and own and cls and not ontology.are_kin(own, cls):
            continue
        full = cluster.name
        first = full.split()[0].lower()
        common = first in ontology.classes_of_noun and not person
        if is_variant(mention.name, full, person=person, common=common):
            fitting.append(cluster)
    return fitting[0] if len(fitting) == 1 else None


def _main_type(types: dict[str, float]) -> str:
    return max(sorted(types), key=lambda c: types[c]) if types else ""


def link_nouns_beside(paragraphs: Sequence[Parsed], links: Links, ontology: Ontology) -> None:
    """« le constructeur Renault »: the noun refers to what the name names."""
    for cluster in links.clusters:
        for mention, _ in cluster.mentions:
            if mention.noun is not None:
                links.at.setdefault((mention.paragraph, mention.noun.i), [(cluster, 1.0)])
    for p, paragraph in enumerate(paragraphs):
        for clause in paragraph.clauses:
            if clause.pos != "noun" or (p, clause.predicate.i) in links.at:
                continue
            _link_place_noun(p, clause, links, ontology)
            for argument in clause.arguments:
                is_own = argument.token.head == clause.predicate or clause.predicate.head == argument.token
                named = links.at.get((p, argument.token.i))
                if argument.slot == ":self" and argument.source == "direct" and is_own and named:
                    named = _apposed_to(p, clause, named, links, ontology)
                    if any(c.label == "cop" for c in clause.predicate.children):
                        continue
                    known = links.at.setdefault((p, clause.predicate.i), [])
                    known += [n for n in named if n not in known]  # « les brasseurs Caulier et Dupont »


def _apposed_to(
    p: int, clause: Clause, named: list[tuple[Cluster, float]], links: Links, ontology: Ontology
) -> list[tuple[Cluster, float]]:
    """« … le Falcon 9 de SpaceX, la société que … »: of the names before the comma, the one of a fitting class."""
    noun = clause.predicate
    classes = ontology.classes_of_noun.get(clause.lemma, ())
    if not classes or any(ontology.are_kin(t, c.type(ontology)) for c, _ in named for t in classes):
        return named
    comma = noun.i - 1
    while comma > noun.sent.start and noun.tree[comma].text != ",":
        comma -= 1
    nearest = links.at.get((p, comma - 1))
    if (
        nearest
        and noun.i - comma <= 4
        and any(ontology.are_kin(t, c.type(ontology)) for c, _ in nearest for t in classes)
    ):
        return list(nearest)
    return named


def _link_place_noun(p: int, clause: Clause, links: Links, ontology: Ontology) -> None:
    """« la ville de Lyon », « le comté de Fresno » are Lyon and Fresno."""
    classes = ontology.classes_of_noun.get(clause.lemma, ())
    if not classes or not all(ontology.is_a(c, "Place") for c in classes):
        return
    for argument in clause.fillers("de"):
        named = links.at.get((p, argument.token.i))
        if named and argument.token.head == clause.predicate and ontology.is_a(named[0][0].type(ontology), "Place"):
            links.at[p, clause.predicate.i] = named
