"""Lemmas from tables of forms and endings, which `training/` learns from treebanks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.pipeline import Lemmatizer

from kg.language import fr

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["FormLemmatizer", "make_form_lemmatizer"]

#: Tables, each by part of speech in small letters: lemmas, forms with their lemmas, endings with what replaces them.
TABLES = ["lemma_index", "lemma_exc", "lemma_rules"]


@Language.factory("kg_lemmas", assigns=["token.lemma"], default_score_weights={"lemma_acc": 1.0})
def make_form_lemmatizer(nlp: Language, name: str) -> FormLemmatizer:
    """Make the component that spaCy knows as `kg_lemmas`."""
    return FormLemmatizer(nlp.vocab, None, name, mode="rule", overwrite=True)


class FormLemmatizer(Lemmatizer):
    """Finds the lemma of a form, given its part of speech; names and whatever has no table keep their form.

    Examples
    --------
    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> nlp = spacy.blank("xx")
    >>> lemmas = nlp.add_pipe("kg_lemmas")
    >>> tables = {"lemma_index": {"verb": ["aller"]}, "lemma_exc": {"verb": {"va": ["aller"]}}}
    >>> for name, rows in (tables | {"lemma_rules": {"verb": [["ons", "er"]]}}).items():
    ...     _ = lemmas.lookups.add_table(name, rows)
    >>> doc = Doc(nlp.vocab, ["va", "allons", "Paris"], pos=["VERB", "VERB", "PROPN"])
    >>> [token.lemma_ for token in lemmas(doc)]
    ['aller', 'aller', 'Paris']
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._endings: dict[str, tuple[Sequence[Sequence[str]], dict[str, list[tuple[int, str]]]]] = {}

    @classmethod
    def get_lookups_config(cls, mode: str) -> tuple[list[str], list[str]]:
        """Tables that are needed, and none that is optional."""
        return TABLES, []

    def rule_lemmatize(self, token: Token) -> list[str]:
        """Return the one lemma of a token: itself, a known form's, or the first ending's that gives a known word."""
        key = (token.orth, token.pos)
        if key not in self.cache:
            self.cache[key] = [self._lemma(token.text, token.pos_.lower())]
        found: list[str] = self.cache[key]
        return found

    def _lemma(self, text: str, pos: str) -> str:
        lemmas, forms, endings = (self._table(name).get(pos) for name in TABLES)
        if lemmas is None:
            return text
        form = text.lower()
        if form in lemmas:
            return form
        if form.startswith(fr.FORMER_PREFIX) and len(form) > len(
            fr.FORMER_PREFIX
        ):  # « ex-présidente » is a « président »
            return self._lemma(text[len(fr.FORMER_PREFIX) :], pos)
        if form in (forms or ()):
            return str(forms[form][0])
        made = self._made(form, pos, endings or ())
        return next((lemma for lemma in made if lemma in lemmas or not lemma.isalpha()), made[0] if made else form)

    def _made(self, form: str, pos: str, endings: Sequence[Sequence[str]]) -> list[str]:
        """Return what the endings make of a form, in their order; there are thousands, looked up by the form's own."""
        known = self._endings.get(pos)
        if known is None or known[0] is not endings:
            by_old: dict[str, list[tuple[int, str]]] = {}
            for place, (old, new) in enumerate(endings):
                by_old.setdefault(old, []).append((place, new))
            known = self._endings[pos] = endings, by_old
        stems = (form[:cut] for cut in range(len(form) + 1))
        made = [
            (place, stem + new)
            for stem in stems
            for place, new in known[1].get(form[len(stem) :], ())
            if stem + new  # nothing is no lemma
        ]
        return [lemma for _, lemma in sorted(made)]

    def _table(self, name: str) -> Any:
        return self.lookups.get_table(name)
