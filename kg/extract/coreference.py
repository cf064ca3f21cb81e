"""Coreference inside an article: mentions → clusters.

Constraints first (class, number, gender, binding). Then pronouns go by salience, nominals by what was learnt
(`kg.extract.antecedents`); no guess below a threshold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extract.antecedents import Antecedents, Judge
from kg.extract.clusters import Cluster, Links
from kg.extract.mentions import Found
from kg.extract.namelinks import link_names, link_nouns_beside
from kg.extract.names import fold
from kg.extract.parsed import Parsed
from kg.extract.ranking import load_ranking
from kg.language import fr
from kg.language.clauses import Clause
from kg.language.tree import Word
from kg.ontology import Ontology

__all__ = ["link"]

#: Below this share of the salience of the best two nothing is guessed.
THRESHOLD = 0.4
#: Nor below this salience, were there no other candidate.
LEAST = 0.1
#: Salience lost with each sentence between.
DECAY = 0.6
#: Farther back than this many sentences nothing is looked for.
WINDOW = 3
ROLE_WEIGHT = {"nsubj": 1.0, "obj": 0.6, "obl": 0.5, "nmod": 0.35, "appos": 0.5, "ROOT": 0.8}

#: An object pronoun takes up an object sooner than a subject.
OBJECT_ROLE_WEIGHT = {"obj": 1.0, "obl": 0.8, "nsubj": 0.5, "nmod": 0.5}


def link(
    mentions: Sequence[Found], paragraphs: Sequence[Parsed], ontology: Ontology, *, judge: Judge | None = None
) -> Links:
    """Cluster the mentions of an article.

    Parameters
    ----------
    judge : callable, optional
        Weighs the candidates of nominals; by default what was learnt does.
    """
    links = Links()
    link_names([m for m in mentions if m.kind == "name"], links, ontology)
    link_nouns_beside(paragraphs, links, ontology)
    linker = _Linker(paragraphs, links, ontology)
    linker.weigh_nominals(judge)
    for mention in mentions:
        if mention.kind != "name":
            linker.link_anaphor(mention)
    links.clusters.sort(key=lambda c: min(m.position for m, _ in c.mentions))
    return links


class _Linker:
    """Links what is no name to the clusters of names."""

    def __init__(self, paragraphs: Sequence[Parsed], links: Links, ontology: Ontology) -> None:
        self.ontology = ontology
        self.clauses = [p.clauses for p in paragraphs]
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
        self._threshold = 0.5

    # --- nominals ---------------------------------------------------------------------------
    def weigh_nominals(self, judge: Judge | None) -> None:
        """Make ready for nominals; without a judge, and with nothing learnt, they stay unlinked."""
        ranking = load_ranking()
        if judge is None and ranking is not None:
            judge = ranking.judge
            self._threshold = ranking.threshold
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
        if not candidates:
            return
        verb = _verb_of(mention.head)
        bound = [verb is not None and self._shares_verb(mention, c, verb) for c in candidates]
        chances = antecedents.weigh(mention, candidates, beside, bound)
        best = max(range(len(candidates)), key=chances.__getitem__)
        if chances[best] >= self._threshold:
            cluster = candidates[best]
            confidence = round(0.45 + 0.5 * chances[best], 3)
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
    def link_anaphor(self, mention: Found) -> None:
        """Link a nominal, pronoun or possessive to what it refers to, if that is plain enough."""
        at = at_of(mention)
        if at in self.links.at:
            return
        if mention.number == "p":
            if mention.kind == "pronoun":
                self._link_plural(mention)
            return  # « les analystes de X » are nobody in particular
        if mention.kind == "nominal":
            self._link_nominal(mention)
            return
        apart = self._apart(mention)
        allowed = [(i, c) for i, c in enumerate(self.links.clusters) if self._allowed(mention, c, apart)]
        scored = sorted(
            ((self._salience(mention, c), -i, c) for i, c in allowed), key=lambda item: item[:2], reverse=True
        )
        scored = [item for item in scored if item[0] > 0]
        if not scored:
            return
        best, _, cluster = scored[0]
        second = scored[1][0] if len(scored) > 1 else 0.0
        share = best / (best + second)
        if share >= THRESHOLD and best >= LEAST:
            confidence = round(min(0.95, 0.35 + 0.6 * share), 3)
            cluster.add(mention, confidence)
            self.links.at[at] = [(cluster, confidence)]

    def _link_plural(self, mention: Found) -> None:
        """« ils », « leur partenariat »: the members of the last coordination of two or more."""
        sentence = self._sentence_of(mention)
        for p, clauses in reversed(list(enumerate(self.clauses[: mention.paragraph + 1]))):
            for clause in reversed(clauses):
                here = (p, clause.predicate.i)
                if here >= at_of(mention) or sentence - self._sentences[p][clause.predicate.i] > 1:
                    continue
                for slot in (":subj", ":obj"):
                    found = [link for a in clause.fillers(slot) for link in self.links.at.get((p, a.token.i), ())]
                    before = [a for a in clause.fillers(slot) if (p, a.token.i) < at_of(mention)]
                    if len({id(c) for c, _ in found}) >= 2 and len(before) >= 2:
                        self.links.at[at_of(mention)] = [(c, 0.7 * w) for c, w in found]
                        return

    def _allowed(self, mention: Found, cluster: Cluster, apart: set[int]) -> bool:
        if not self._class_fits(mention, cluster):
            return False
        if mention.gender and cluster.gender and mention.gender != cluster.gender:
            return False
        earlier = [m for m, _ in cluster.mentions if m.position < mention.position]
        if not earlier and not self._is_fronted(mention, cluster):
            return False
        if any(m.number != mention.number for m in earlier[-1:] if m.kind == "name"):
            return False
        is_own = mention.head.pos_ == "DET"
        return is_own or not any(m.head.i in apart and m.paragraph == mention.paragraph for m, _ in cluster.mentions)

    def _is_elsewhere(self, mention: Found, cluster: Cluster) -> bool:
        """What was « of » one place, or whose noun was « of » one thing, is not « of » another."""
        same_noun = [of for n in mention.nouns for of in cluster.complements.get(n, ())]
        if same_noun and mention.of not in same_noun:
            return True
        places = [of for all_of in cluster.complements.values() for of in all_of if of in self._places]
        return mention.of in self._places and bool(places) and mention.of not in places

    def _is_fronted(self, mention: Found, cluster: Cluster) -> bool:
        """« Dans son rapport, X … »: a possessive may come before the subject of its own sentence."""
        return mention.head.pos_ == "DET" and any(
            m.head.sent is mention.head.sent and m.head.label in fr.SUBJECTS
            for m, _ in cluster.mentions
            if m.kind == "name"
        )

    def _class_fits(self, mention: Found, cluster: Cluster) -> bool:
        cls = cluster.type(self.ontology)
        if not cls:
            return False
        human = self.ontology.is_any(cls, ("Person", "Organization"))
        return human or mention.head.pos_ == "DET" or mention.head.label not in fr.SUBJECTS or cls in ("Country",)

    def _apart(self, mention: Found) -> set[int]:
        """Words of its paragraph that name another: two arguments of one predicate are two."""
        if mention.head.pos_ == "DET":
            return set()
        p, i = at_of(mention)
        if p not in self._together:
            self._together[p] = _arguments_together(self.clauses[p])
        apart = self._together[p].get(i, set()) - {i}
        if mention.head.label in fr.SUBJECTS:  # « **le groupe** promet que **Verkor** … »: nor is it named farther down
            apart |= {w.i for w in mention.head.head.subtree if w.i > i}
        # nor does a phrase name again the subject of the clause it depends on
        return apart | self._subjects_above(p, mention.head) if mention.kind == "nominal" else apart

    def _subjects_above(self, p: int, token: Word) -> set[int]:
        above = {t.i for t in token.ancestors}
        return {
            a.token.i
            for clause in self.clauses[p]
            if clause.pos == "verb" and clause.predicate.i in above
            for a in clause.arguments
            if a.slot == ":subj" and a.source == "direct" and a.token is not token
        }

    def _sentence_of(self, mention: Found) -> int:
        return self._sentences[mention.paragraph][mention.head.i]

    def _salience(self, mention: Found, cluster: Cluster) -> float:
        here = self._sentence_of(mention)
        fronted = self._is_fronted(mention, cluster)
        total = 0.0
        weights = OBJECT_ROLE_WEIGHT if mention.head.label in fr.OBJECTS else ROLE_WEIGHT
        for other, confidence in cluster.mentions:
            if other.position >= mention.position and not fronted:
                continue
            distance = abs(here - self._sentence_of(other))
            if distance <= WINDOW:
                total += weights.get(other.head.label, 0.3) * confidence * DECAY**distance
        if cluster.type(self.ontology) == "Person" and mention.head.pos_ != "DET":
            total *= 1.3
        return total


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
            a.token.i for a in clause.arguments if a.source in ("direct", "control", "shared") and a.slot not in _SAME
        }
        for i in direct:
            together.setdefault(i, set()).update(direct)
    return together
