"""« Nous rachèterons X », annonce Y, patron de Z: whom the first person in a quote stands for."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.clusters import Cluster, Links
from kg.extract.parsed import Parsed
from kg.extract.speakers import Speakers
from kg.language import fr
from kg.language.clauses import Clause
from kg.ontology import Ontology

__all__ = ["link_first_person"]


def link_first_person(paragraphs: Sequence[Parsed], links: Links, ontology: Ontology) -> None:
    """Link « je » to the speaker of its quote, « nous » to the organization for which the speaker stands."""
    for p, paragraph in enumerate(paragraphs):
        first = [t for t in paragraph.tree if t.lower_ in fr.FIRST_PERSON_SINGULAR | fr.FIRST_PERSON_PLURAL]
        if not first:
            continue
        speakers = Speakers(p, paragraph, links)
        for token in first:
            speaker, _ = speakers.quoted(token)
            if speaker is None:
                continue
            who = speaker
            if token.lower_ in fr.FIRST_PERSON_PLURAL:
                who = _stands_for(p, speaker, paragraph.clauses, links, ontology) or speaker
            links.at.setdefault((p, token.i), [(who, 0.8)])


def _stands_for(
    p: int, speaker: Cluster, clauses: Sequence[Clause], links: Links, ontology: Ontology
) -> Cluster | None:
    """Organization whose post the speaker is said to hold (« Y, patron de **Z** »)."""
    for clause in clauses:
        if clause.pos != "noun":
            continue
        holders = [c for a in clause.fillers(":self") for c, _ in links.at.get((p, a.token.i), ())]
        if speaker not in holders:
            continue
        for argument in clause.arguments:
            for cluster, _ in links.at.get((p, argument.token.i), ()):
                if not argument.slot.startswith(":") and ontology.is_a(cluster.type(ontology), "Organization"):
                    return cluster
    return None
