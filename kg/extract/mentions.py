"""Mentions: names, definite nominals, pronouns and possessives of an article's paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.beside import weigh_nouns
from kg.extract.names import bare_name, fold, spells
from kg.extract.parsed import Parsed
from kg.extract.parties import parties_named, party_words
from kg.extract.ranking import classes_of
from kg.extract.types import NER_CLASSES, Typer, first_names
from kg.language import fr
from kg.language.tokens import gender_of, has, is_clitic_complement
from kg.language.tree import Stretch, Tree, Word
from kg.ontology import Ontology
from kg.records import MentionKind

__all__ = ["Found", "find_mentions"]

#: What a mention other than a name may be headed by.
#: « Le néerlandais X », « ce dernier » are tagged as they may be.
_HEADS = frozenset({"NOUN", "ADJ", "PROPN"})
_ARGUMENTS = fr.SUBJECTS | fr.OBJECTS | fr.OBLIQUES | fr.INDIRECT_OBJECTS
_COMMON = _HEADS | {"PRON", "DET", "ADP"}


@dataclass(slots=True, eq=False)
class Found:
    """A mention with what its sentence tells of it.

    Parameters
    ----------
    paragraph : int
        Index of its paragraph.
    head : Word
    start, end : int
        Word indices in the paragraph's `Tree`, half open.
    kind : {"name", "nominal", "pronoun"}
    name : str
        Bare proper name; "" for nominals and pronouns.
    types : dict of str to float
        Classes that it may have, with the weight of the evidence.
    gender, number : str
        "m", "f" or "" and "s", "p" or "".
    nouns : set of str
        Lemmas of common nouns that the text puts beside it (« le constructeur Renault »).
    noun : Word or None
        The noun right before a name (« le **constructeur** Renault »).
    of : str
        Folded complement of a nominal (« la firme de **Redmond** »), which tells it from others of its noun.
    several : int
        How many a plural means (« les deux hommes »), or « le premier » is one of; 0 where that is not said.
    nth : int
        Which of them, from 0; -1 for all.
    firm : frozenset of str
        Classes of a name that more than its label tells of: a list, a table, a first name, a title, a noun beside it.
    position : tuple of int
        Order in the article.
    """

    paragraph: int
    head: Word
    start: int
    end: int
    kind: MentionKind
    name: str = ""
    types: dict[str, float] = field(default_factory=dict)
    gender: str = ""
    number: str = "s"
    nouns: set[str] = field(default_factory=set)
    noun: Word | None = None
    of: str = ""
    several: int = 0
    nth: int = -1
    firm: frozenset[str] = frozenset()
    position: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.position = (self.paragraph, self.start)


def find_mentions(paragraphs: Sequence[Parsed], ontology: Ontology, typer: Typer) -> list[Found]:
    """All mentions of an article in text order; a token is in one at most, but for possessives."""
    found: list[Found] = []
    partisans = parties_named([paragraph.tree for paragraph in paragraphs])
    for index, paragraph in enumerate(paragraphs):
        tree = paragraph.tree
        taken: set[int] = set()
        named: list[Found] = []
        names = list(_names(index, tree, typer))
        parties = [
            Found(
                *(index, word, word.i, word.i + 1, "name", name, {"PoliticalParty": 2.0}, "", "p" if meant else "s"),
                firm=frozenset({"PoliticalParty"}),
            )
            for word, name, meant in party_words(tree, partisans)
        ]
        for mention in [*_expansions(index, tree, typer, names), *names, *parties, *_terms(index, tree, typer)]:
            if taken.isdisjoint(range(mention.start, mention.end)):
                taken.update(range(mention.start, mention.end))
                named.append(mention)
        weigh_nouns([m for m in named if m not in parties], paragraph, ontology)
        _agree_with_sigles(tree, named)
        found += named
        for word in tree:
            if word.pos_ in _COMMON and word.i not in taken and (common := _common(index, word, ontology)) is not None:
                found.append(common)
    return sorted(found, key=lambda m: m.position)


def _names(index: int, tree: Tree, typer: Typer) -> Iterator[Found]:
    for ent in tree.ents:
        start = ent.start
        if ent.end - start == 1 and tree[start].lower_ in fr.POST_SIGLES:
            continue
        while start < ent.end - 1 and _opens_no_name(tree[start], ent.label_):
            start += 1
        coarse = NER_CLASSES.get(ent.label_, "")
        whole = _whole_of(tree, start, ent.end) if coarse == "Organization" else None
        for first, end in ((start, ent.end),) if whole is None else ((start, whole[0]), whole[1:]):
            span = Stretch(tree, first, end, ent.label_, is_listed=ent.is_listed)
            found = _named(index, span, (first, end), coarse, typer)
            if found is not None:
                yield found


def _named(index: int, span: Stretch, bounds: tuple[int, int], coarse: str, typer: Typer) -> Found | None:
    name = bare_name(span.text)
    if not any(c.isalnum() for c in name):
        return None
    head, (start, end) = span.root, bounds
    number = "p" if has(head, "Number", "Plur") else "s"
    gender = civility = _civility(head.tree[start])
    if not gender and coarse == "Person":
        gender = first_names().get(name.split()[0].lower(), "")
    firm = typer.firm(name, coarse, is_listed=span.is_listed, is_titled=bool(civility))
    return Found(index, head, start, end, "name", name, typer.of_name(name, coarse), gender, number, firm=firm)


def _whole_of(tree: Tree, start: int, end: int) -> tuple[int, int, int] | None:
    """« Conseil de sécurité **de l'ONU** »: where a name ends, and the bounds of what it is part of."""
    of = next((i for i in (end - 2, end - 3) if i > start + 2 and tree[i].lower_ in ("de", "du")), None)
    sigle = tree[end - 1].text
    if of is None or not (sigle.isupper() and sigle.isalpha() and 2 <= len(sigle) <= 6):
        return None
    return (of, end - 1, end) if of == end - 2 or tree[of + 1].lower_ in ("l'", "la") else None


def _expansions(index: int, tree: Tree, typer: Typer, names: Sequence[Found]) -> Iterator[Found]:
    """« Union française des industries pétrolières (**Ufip**) »: a sigle makes the words beside it a name."""
    words = tree.words
    for i in range(1, len(words) - 2):
        if words[i].text != "(":
            continue
        if _is_sigle(words[i + 1].text) and words[i + 2].text in (")", ","):
            sigle, spans = i + 1, ((start, i) for start in range(i - 2, max(-1, i - 13), -1))
        elif _is_sigle(words[i - 1].text):
            closing = next((j for j in range(i + 3, min(len(words), i + 14)) if words[j].text == ")"), i)
            sigle, spans = i - 1, ((start, closing) for start in range(i + 1, closing - 1))
        else:
            continue
        for start, end in spans:
            if words[start].pos_ not in ("ADP", "DET", "PUNCT") and spells(
                words[sigle].text, tree.stretch(start, end).text
            ):
                yield from _expanded(index, tree, typer, names, (start, end), sigle)
                break


def _agree_with_sigles(tree: Tree, named: Sequence[Found]) -> None:
    """« Parti socialiste ouvrier espagnol (PSOE) »: a name and its sigle are of one class; people have no sigles."""
    at_start = {m.start: m for m in named}
    for full in named:
        sigle = at_start.get(full.end + 1)
        if sigle is None or tree[full.end].text != "(" or not (_is_sigle(sigle.name) and spells(sigle.name, full.name)):
            continue
        classes = sorted({*full.types, *sigle.types} - {"Person"})
        types = {c: full.types.get(c, 0.0) + sigle.types.get(c, 0.0) for c in classes} or {"Organization": 1.0}
        full.types, sigle.types = types, dict(types)


def _is_sigle(text: str) -> bool:
    return 2 <= len(text) <= 8 and text.isalnum() and text[0].isupper() and (text.isupper() or len(text) > 3)


def _expanded(
    index: int, tree: Tree, typer: Typer, names: Sequence[Found], span: tuple[int, int], sigle: int
) -> Iterator[Found]:
    """The full name, and the sigle where the pipeline missed it; both are what either's label says."""
    start, end = span
    known = [m for m in names if m.start <= sigle < m.end or (m.start < end and m.end > start)]
    if sigle < start and tree.stretch(start, end).text.islower() and all(m.start != sigle for m in names):
        return  # « IVG (interruption volontaire de grossesse) »: nobody's
    sure = [m for m in known if m.start <= start or m.start == sigle]
    votes = {c: sum(m.types.get(c, 0.0) for m in sure) for m in sure for c in m.types}
    coarse = max(votes, default="Organization", key=lambda c: votes[c])
    full = tree.stretch(start, end)
    types = typer.of_name(full.text, "Organization" if coarse == "Person" else coarse)
    yield Found(index, full.root, start, end, "name", full.text, types)
    if all(not m.start <= sigle < m.end for m in names):
        yield Found(index, tree.words[sigle], sigle, sigle + 1, "name", tree.words[sigle].text, dict(types))


def _opens_no_name(token: Word, ner_label: str) -> bool:
    lower = token.lower_
    return lower in ("l'", "d'", "du", "des", "de") or (ner_label in ("PER", "PERSON") and lower in fr.CIVILITIES)


def _civility(first: Word) -> str:
    before = first.tree[first.i - 1] if first.i else None
    for token in (before, first):
        if token is not None and token.lower_ in fr.CIVILITIES:
            return fr.CIVILITIES[token.lower_]
    return ""


def _terms(index: int, tree: Tree, typer: Typer) -> Iterator[Found]:
    """Technologies and the like, which are common nouns: longest match of the ontology's terms."""
    named = {ent.start for ent in tree.ents if NER_CLASSES.get(ent.label_) in ("Product", "Organization")}
    for start, end, cls in typer.terms([w.lower_ for w in tree]):
        if end in named:
            continue  # « un **drone** Parrot » is what is named
        term = tree.stretch(start, end)
        yield Found(index, term.root, start, end, "name", term.text, {cls: 1.0}, firm=frozenset({cls}))


def _common(index: int, token: Word, ontology: Ontology) -> Found | None:
    """A nominal, a pronoun or a possessive at this token."""
    lower = token.lower_
    if token.pos_ in _HEADS:
        return _nominal(index, token, ontology)
    if is_clitic_complement(token):
        return Found(index, token, token.i, token.i + 1, "pronoun")
    if token.pos_ == "PRON" and lower in fr.PERSONAL_PRONOUNS:
        if _is_impersonal(token):
            return None
        gender, number = fr.PERSONAL_PRONOUNS[lower]
        return Found(index, token, token.i, token.i + 1, "pronoun", gender=gender, number=number)
    if token.pos_ == "DET" and lower in fr.POSSESSIVES:
        return Found(index, token, token.i, token.i + 1, "pronoun", number=fr.POSSESSIVES[lower])
    return None


def _is_impersonal(pronoun: Word) -> bool:
    words, i = pronoun.tree.words, pronoun.i + 1
    if pronoun.lower_ not in ("il", "-il", "-t-il"):
        return False
    has_it = i + 1 < len(words) and words[i].lower_ == "y" and words[i + 1].lemma_ == "avoir"
    return has_it or pronoun.head.lemma_ in fr.IMPERSONAL_VERBS


def _nominal(index: int, noun: Word, ontology: Ontology) -> Found | None:
    determiners = [c for c in noun.children if c.label == "det"]
    definite = any(d.lemma in fr.NOMINAL_DETERMINERS or d.lower_ == "l'" for d in determiners)
    is_noun = noun.pos_ == "NOUN" or noun.lower_ in fr.ORDINALS  # « coprésidente **du premier** »
    if not definite and (not is_noun or noun.i == 0 or not _is_du(noun.tree[noun.i - 1])):
        return None
    if noun.lower_ in fr.POINTING_NOUNS:
        return _pointing(index, noun, determiners)
    if noun.lower_ in fr.ORDINALS:
        return _one_of_two(index, noun, definite)
    if noun.lemma in fr.GROUP_COUNTS and definite:
        return Found(
            index,
            noun,
            noun.i,
            noun.i + 1,
            "nominal",
            number="p",
            several=fr.GROUP_COUNTS[noun.lemma],
            nouns={noun.lemma},
        )
    classes = classes_of(noun, ontology)
    if not classes or noun.lower_ in fr.EMPTY_NOUNS:
        return None
    complement = next((c for c in noun.children if c.label in fr.OBLIQUES and c.preposition == "de"), None)
    end = noun.i + 1
    while end < len(noun.tree) and noun.tree[end].head == noun and noun.tree[end].label in ("amod", "flat"):
        end += 1
    return Found(
        index,
        noun,
        min([d.i for d in determiners], default=noun.i),
        end,
        "nominal",
        types=dict.fromkeys(classes, 1.0),
        gender=gender_of(noun),
        number="p" if has(noun, "Number", "Plur") else "s",
        nouns={noun.lemma},
        several=max((fr.COUNTS.get(c.lower_, 0) for c in noun.children), default=0),
        of="" if complement is None else _words_of(complement),
    )


def _pointing(index: int, noun: Word, determiners: Sequence[Word]) -> Found | None:
    """« ce dernier », « l'intéressée »: nouns that mean no more than a pronoun does."""
    if not any(has(d, "PronType", "Dem") or d.text[-1] == "'" for d in determiners):
        return None
    start = min(d.i for d in determiners)
    return Found(index, noun, start, noun.i + 1, "pronoun", gender="f" if noun.lower_.endswith("e") else "m")


def _one_of_two(index: int, word: Word, definite: bool) -> Found | None:
    """« le **premier** », alone or before a comma: not « le premier ministre », « le premier de la classe »."""
    beside = {"amod", "nmod", "acl", "obl", "appos", "flat"}
    behind = word.tree.words[word.i + 1 : word.i + 2]
    is_apart = bool(behind) and behind[0].text == ","  # « le **second**, âgé de 86 ans, … »
    alone = word.label != "amod" and (is_apart or all(c.label not in beside or c.i < word.i for c in word.children))
    definite = definite or (word.i > 0 and _is_du(word.tree[word.i - 1]))
    if not (definite and alone and word.label in _ARGUMENTS):
        return None
    gender = "f" if word.lower_[-1] == "e" else ""
    return Found(index, word, word.i, word.i + 1, "nominal", gender=gender, several=2, nth=fr.ORDINALS[word.lower_])


def _is_du(word: Word) -> bool:
    """« du », « au »: a preposition with an article in it."""
    return word.lower_ in fr.CONTRACTIONS and word.lower_ in fr.GENDERED_DETERMINERS


def _words_of(complement: Word) -> str:
    """Folded words of a complement without its preposition, up to any clause that hangs on it."""
    words = [t for t in complement.subtree if t.i >= complement.i and (t == complement or t.label in fr.NAME_PARTS)]
    return fold(" ".join(t.text for t in words))
