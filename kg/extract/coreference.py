"""Coreference inside an article: mentions → clusters.

Constraints first (class, number, gender, binding). What is left is weighed by what was learnt: of nominals
(`kg.extract.antecedents`), of pronouns and possessives (`kg.extract.pronouns`); no guess below a threshold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extract.antecedents import Antecedents, Judge
from kg.extract.clusters import Cluster, Links
from kg.extract.mentions import Found
from kg.extract.namelinks import link_names, link_nouns_beside
from kg.extract.names import fold
from kg.extract.parsed import Parsed
from kg.extract.pronouns import Chooser, Pronouns
from kg.extract.ranking import load_rankings
from kg.extract.seats import at_home
from kg.extract.speakers import Speakers
from kg.language import fr
from kg.language.clauses import Clause
from kg.language.tree import Word
from kg.ontology import Ontology

__all__ = ["link"]


#: Trust in those that a number or an ordinal tells of.
SEVERAL = 0.75
#: Trust in who is known to have its seat in the town that a nominal names.
AT_HOME = 0.95


def link(
    mentions: Sequence[Found],
    paragraphs: Sequence[Parsed],
    ontology: Ontology,
    *,
    judge: Judge | None = None,
    chooser: Chooser | None = None,
) -> Links:
    """Cluster the mentions of an article.

    Parameters
    ----------
    judge : callable, optional
        Weighs the candidates of nominals; by default what was learnt does.
    chooser : callable, optional
        Weighs those of pronouns and possessives.
    """
    links = Links()
    link_names([m for m in mentions if m.kind == "name"], links, ontology)
    link_nouns_beside(paragraphs, links, ontology)
    linker = _Linker(paragraphs, links, ontology)
    linker.weigh_nominals(judge)
    linker.weigh_pronouns(chooser)
    for mention in mentions:
        if mention.kind != "name":
            linker.link_anaphor(mention)
    links.clusters.sort(key=lambda c: min(m.position for m, _ in c.mentions))
    return links


class _Linker:
    """Links what is no name to the clusters of names."""

    def __init__(self, paragraphs: Sequence[Parsed], links: Links, ontology: Ontology) -> None:
        self.ontology = ontology
        self._paragraphs = paragraphs
        self._trees = [p.tree for p in paragraphs]
        self.links = links
        #: Number of the sentence of each word, by paragraph.
        self._sentences: list[list[int]] = []
        number = 0
        for paragraph in paragraphs:
            self._sentences.append([])
            for sentence in paragraph.tree.sents:
                self._sentences[-1] += [number] * (sentence.end - sentence.start)
                number += 1
        self._places = {fold(n) for c in links.clusters if ontology.is_a(c.type(ontology), "Place") for n in c.names}
        self._together: dict[int, dict[int, set[int]]] = {}
        self._antecedents: Antecedents | None = None
        self._pronouns: Pronouns | None = None
        self._thresholds = {"nominals": 0.5, "pronouns": 0.5}
        self._speakers: dict[int, Speakers] = {}

    # --- nominals ---------------------------------------------------------------------------
    def weigh_nominals(self, judge: Judge | None) -> None:
        """Make ready for nominals; without a judge, and with nothing learnt, they stay unlinked."""
        ranking = load_rankings().get("nominals")
        if judge is None and ranking is not None:
            judge = ranking.judge
            self._thresholds["nominals"] = ranking.threshold
        if judge is None:
            return
        self._antecedents = Antecedents(judge, self.ontology, self.links.clusters, self._sentences)
        for (p, i), linked in self.links.at.items():
            word = self._trees[p][i]
            if word.pos_ == "NOUN":
                for cluster, _ in linked:
                    self._antecedents.describe(cluster, word)

    def _link_nominal(self, mention: Found) -> None:
        antecedents = self._antecedents
        if antecedents is None:
            return
        beside = antecedents.beside(mention)
        # a phrase is none of its own parts, and not what its verb has besides it
        apart = {w.i for w in mention.head.subtree} | self._apart(mention)
        candidates = [
            c
            for c in self.links.clusters
            if antecedents.is_of_its_kind(mention, c) and (id(c) in beside or self._may_mean(mention, c, apart))
        ]
        candidates, known = at_home(mention, candidates, self.ontology)
        if not candidates:
            return
        verb = _verb_of(mention.head)
        bound = [verb is not None and self._shares_verb(mention, c, verb) for c in candidates]
        chances = antecedents.weigh(mention, candidates, beside, bound)
        best = max(range(len(candidates)), key=chances.__getitem__)
        if known or chances[best] >= self._thresholds["nominals"]:
            cluster = candidates[best]
            confidence = AT_HOME if known else round(0.45 + 0.5 * chances[best], 3)
            cluster.add(mention, confidence)
            antecedents.describe(cluster, mention.head)
            self.links.at[at_of(mention)] = [(cluster, confidence)]

    def _may_mean(self, mention: Found, cluster: Cluster, apart: set[int]) -> bool:
        """Tell whether nothing rules out that a nominal means what was named before it."""
        clash = mention.gender and cluster.gender and mention.gender != cluster.gender
        if clash and cluster.type(self.ontology) == "Person":  # « la firme », « le groupe » may be one
            return False
        if all(m.position >= mention.position for m, _ in cluster.mentions):
            return False
        if mention.of and self._is_elsewhere(mention, cluster):
            return False  # « la firme de Redmond », « la firme de Mountain View »
        return not any(m.head.i in apart and m.paragraph == mention.paragraph for m, _ in cluster.mentions)

    def _shares_verb(self, mention: Found, cluster: Cluster, verb: Word) -> bool:
        """Tell whether a nominal stands under one verb with something that means the cluster."""
        return any(
            m.kind != "pronoun" and m.position < mention.position and _verb_of(m.head) is verb
            for m, _ in cluster.mentions
            if m.paragraph == mention.paragraph
        )

    # --- pronouns ---------------------------------------------------------------------------
    def weigh_pronouns(self, chooser: Chooser | None) -> None:
        """Make ready for pronouns; without a chooser, and with nothing learnt, they stay unlinked."""
        ranking = load_rankings().get("pronouns")
        if chooser is None and ranking is not None:
            chooser = ranking.choose
            self._thresholds["pronouns"] = ranking.threshold
        if chooser is not None:
            self._pronouns = Pronouns(chooser, self.ontology, self.links, self._paragraphs, self._sentences)

    def link_anaphor(self, mention: Found) -> None:
        """Link a nominal, pronoun or possessive to what it refers to, if that is plain enough."""
        if at_of(mention) in self.links.at:
            return
        if mention.kind == "pronoun":
            self._link_pronoun(mention)
        elif mention.several:
            self._link_several(mention)
        elif mention.number != "p":  # « les analystes de X » are nobody in particular
            self._link_nominal(mention)

    def _link_pronoun(self, mention: Found) -> None:
        if self._pronouns is None:
            return
        options, chances = self._pronouns.weigh(mention, self._apart(mention), self._speaker(mention))
        if not options:
            return
        best = max(range(len(options)), key=chances.__getitem__)
        if chances[best] < self._thresholds["pronouns"]:
            return
        confidence = round(0.35 + 0.6 * chances[best], 3)
        clusters = options[best].clusters
        if len(clusters) == 1:
            clusters[0].add(mention, confidence)
        self.links.at[at_of(mention)] = [(c, confidence) for c in clusters]

    def _link_several(self, mention: Found) -> None:
        """« les deux hommes », « le couple »: all of them; « le premier », « la seconde »: one."""
        group = () if self._pronouns is None else self._pronouns.several(mention)
        if group and mention.nth >= 0:
            group = (group[mention.nth],)
            group[0].add(mention, SEVERAL)
        if group:
            self.links.at[at_of(mention)] = [(c, SEVERAL) for c in group]

    def _speaker(self, mention: Found) -> Cluster | None:
        """Who says the quote that a pronoun stands in."""
        p = mention.paragraph
        if p not in self._speakers:
            self._speakers[p] = Speakers(p, self._paragraphs[p], self.links)
        return self._speakers[p].quoted(mention.head)[0]

    def _is_elsewhere(self, mention: Found, cluster: Cluster) -> bool:
        """What was « of » one place, or whose noun was « of » one thing, is not « of » another."""
        same_noun = [of for n in mention.nouns for of in cluster.complements.get(n, ())]
        if same_noun and mention.of not in same_noun:
            return True
        places = [of for all_of in cluster.complements.values() for of in all_of if of in self._places]
        return mention.of in self._places and bool(places) and mention.of not in places

    def _apart(self, mention: Found) -> set[int]:
        """Words of its paragraph that name another: two arguments of one predicate are two."""
        if mention.head.pos_ == "DET":
            return set()
        p, i = at_of(mention)
        if p not in self._together:
            self._together[p] = _arguments_together(self._paragraphs[p].clauses)
        apart = self._together[p].get(i, set()) - {i}
        if mention.head.label in fr.SUBJECTS:  # « **le groupe** promet que **Verkor** … »: nor is it named farther down
            apart |= {w.i for w in mention.head.head.subtree if w.i > i}
        # nor does a phrase name again the subject of the clause it depends on
        return apart | self._subjects_above(p, mention.head) if mention.kind == "nominal" else apart

    def _subjects_above(self, p: int, token: Word) -> set[int]:
        above = {t.i for t in token.ancestors}
        return {
            a.token.i
            for clause in self._paragraphs[p].clauses
            if clause.pos == "verb" and clause.predicate.i in above
            for a in clause.arguments
            if a.slot == ":subj" and a.source == "direct" and a.token is not token
        }


#: Slots that say what the noun itself is.
_SAME = frozenset({":self", ":demonym", ":attr"})


def _verb_of(token: Word) -> Word | None:
    """Verb of the clause that a token stands in."""
    return next((a for a in token.ancestors if a.pos_ in ("VERB", "AUX")), None)


def at_of(mention: Found) -> tuple[int, int]:
    """Where a mention's head is: (paragraph, token index)."""
    return (mention.paragraph, mention.head.i)


def _arguments_together(clauses: Iterable[Clause]) -> dict[int, set[int]]:
    """Index of a word → indices of it and the words that are arguments of the same verb or event noun."""
    together: dict[int, set[int]] = {}
    for clause in clauses:
        if clause.pos == "adjective":
            continue
        direct = {
            a.token.i
            for a in clause.arguments
            if a.source in ("direct", "control", "shared", "relative") and a.slot not in _SAME
        }
        for i in direct:
            together.setdefault(i, set()).update(direct)
    return together
