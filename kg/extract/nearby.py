"""Names that stand beside a noun and tell who it is: lists, members, appositions, persons."""

from __future__ import annotations

from kg.extract.clusters import Cluster, Links
from kg.language import fr
from kg.language.tokens import coordinated, has, is_name
from kg.language.tree import Word
from kg.ontology import Ontology

__all__ = ["Nearby", "figuring"]

#: What a word stands for: a cluster, the token that names it, a confidence.
Named = tuple[Cluster, Word, float]


def figuring(noun: Word) -> list[Word]:
    """« parmi les **clients** de X figurent A et B »: who the verb says is among them."""
    verb = noun.head
    if noun.preposition != fr.AMONG or verb.lemma not in fr.FIGURING_VERBS:
        return []
    behind = [c for c in verb.children if c.label in fr.SUBJECTS | fr.OBJECTS and c.i > max(verb.i, noun.i)]
    return [t for c in behind for t in coordinated(c)]


class Nearby:
    """Finds the names beside the nouns of one article, by their place.

    Parameters
    ----------
    ontology : Ontology
    links : Links
    """

    def __init__(self, ontology: Ontology, links: Links) -> None:
        self.ontology = ontology
        self.links = links

    def listed(self, p: int, noun: Word) -> list[Named]:
        """« les deux patrons, **X** et **Y** »: the names behind a plural tell who all of them are."""
        if noun.pos_ != "NOUN" or not has(noun, "Number", "Plur"):
            return []
        words = noun.tree.words[noun.i + 1 : min(noun.sent.end, noun.i + 8)]
        behind = next((t for t in words if t.pos_ in ("VERB", "AUX", "PUNCT", "PROPN", "X")), None)
        firsts = [] if behind is None else [behind.i + 1 if behind.text in (",", ":") else behind.i]
        counted = any(c.label == "nummod" or c.lower_ in fr.SOME for c in noun.children)
        if counted:  # « **trois** banques prêtent : A, B et C »
            firsts += [t.i + 1 for t in noun.tree.words[noun.i + 1 : noun.sent.end - 1] if t.text == ":"][:1]
        for first in firsts:
            members = self._names_from(p, noun, first)
            if len(members) > 1:
                return [(c, t, 0.9 * w) for t in members for c, w in self.links.at[p, t.i]]
        return []

    def _names_from(self, p: int, noun: Word, start: int) -> list[Word]:
        """Coordinated names from a word on that may be what a noun says."""
        first = noun.tree.words[start] if start < noun.sent.end else noun
        if first.preposition is not None or not is_name(first) or (p, first.i) not in self.links.at:
            return []
        classes = self.ontology.classes_of_noun.get(noun.lemma, ())
        found = [t for t in coordinated(first) if is_name(t) and (p, t.i) in self.links.at]
        types = [c.type(self.ontology) for t in found for c, _ in self.links.at[p, t.i]]
        fits = not classes or any(self.ontology.are_kin(k, t) for k in classes for t in types)
        return found if fits else []

    def apposed(self, p: int, noun: Word) -> list[Named]:
        """« son fournisseur, **Farines du Quercy** »: a name of a fitting class right after a comma."""
        classes = self.ontology.classes_of_noun.get(noun.lemma)
        if classes is None:
            return []
        words = noun.tree.words
        i = noun.i + 1
        while i < len(words) and words[i].pos_ == "ADJ":
            i += 1
        if i + 1 >= len(words) or words[i].text != ",":
            return []
        linked = self.links.at.get((p, i + 1), ()) if words[i + 1].pos_ in ("PROPN", "X", "NOUN") else ()
        named = [c for c, _ in linked if any(m.kind == "name" and m.start == i + 1 for m, _ in c.mentions)]
        types = [(c, c.type(self.ontology)) for c in named]
        fits = [c for c, t in types if any(self.ontology.are_kin(k, t) for k in classes)]
        return [(c, words[i + 1], 0.85) for c in fits]

    def members(self, p: int, noun: Word) -> list[Named]:
        """« quatorze jeunes pousses …, **dont** Unseenlabs et Akidaia »."""
        if noun.pos_ != "NOUN" or not has(noun, "Number", "Plur"):
            return []
        after = noun.tree.words[noun.i + 1 : noun.sent.end]
        marker = next((t for t in after if t.lower_ in fr.AMONG_WHICH), None)
        if marker is None or marker.i + 1 >= noun.sent.end:
            return []
        first = next((t for t in noun.tree.words[marker.i + 1 : marker.i + 4] if (p, t.i) in self.links.at), None)
        if first is None or any(t.pos_ in ("VERB", "AUX") for t in noun.tree.words[marker.i : first.i]):
            return []
        members = [first, *(t for t in first.subtree if t.label == "conj" and (p, t.i) in self.links.at)]
        return [(c, t, 0.8 * w) for t in members for c, w in self.links.at[p, t.i]]

    def person_beside(self, p: int, noun: Word) -> Word | None:
        """« la porte-parole du HCR, **Olga Sarmiento** »: by place, where the parser lost the link."""
        classes = self.ontology.classes_of_noun.get(noun.lemma, ())
        if not any(self.ontology.is_a(c, "Person") for c in classes):
            return None
        if has(noun, "Number", "Plur"):  # « avant de conseiller les ministres, **X** … »: one is not several
            return self.person_before(p, noun)
        words = noun.tree.words
        for token in words[noun.i + 1 : min(noun.sent.end, noun.i + 15)]:
            before = words[token.i - 1]
            if token.pos_ in ("VERB", "AUX") or (token.pos_ == "PUNCT" and token.text != ","):
                break
            inside = self._is_person(p, before)  # « en remplacement de Guy **Noël** »: the name begins behind « de »
            if self._is_person(p, token) and before.pos_ not in ("ADP", "CCONJ") and token.i > noun.i and not inside:
                return token if words[token.i - 1].text == "," or token.i - noun.i < 12 else None
            if before.text == "," and token.pos_ != "DET":
                break
        return self.person_before(p, noun)

    def person_before(self, p: int, noun: Word) -> Word | None:
        """« et **Demis Hassabis**, le patron de Google DeepMind »: whose name ends at the comma before a post."""
        words = noun.tree.words
        start = noun.i - 1
        while start > noun.sent.start and words[start].pos_ in ("DET", "ADJ"):
            start -= 1
        if start > noun.sent.start and words[start].text == "," and self._is_person(p, words[start - 1]):
            return words[start - 1]
        return None

    def _is_person(self, p: int, token: Word) -> bool:
        linked = self.links.at.get((p, token.i), ())
        return token.pos_ in ("PROPN", "X", "NOUN") and any(
            c.type(self.ontology) == "Person" and c.is_named_at(p, token.i) for c, _ in linked
        )
