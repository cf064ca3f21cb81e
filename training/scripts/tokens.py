"""Build the French tokenizer of the model: spaCy's, adjusted to the tokens of UD French.

spaCy's own rules cut at every hyphen and keep `a-t-il` for a list of verbs only.
UD French keeps compounds whole (`Notre-Dame`, `celui-ci`, `1990-1995`) and cuts clitics off (`dit|-il`, `a|-t-il`).
The rules are data inside the saved model: loading it needs no code from here.
"""

from __future__ import annotations

import spacy
from spacy.lang.char_classes import ALPHA, LIST_ELLIPSES, LIST_ICONS
from spacy.lang.fr.punctuation import TOKENIZER_PREFIXES, TOKENIZER_SUFFIXES
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

ELIDED = r"(?:[cdjlmnstCDJLMNST]|[Qq]u|QU|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu)['’]"
CLITICS = (
    r"-(?:[tT]['’-])?(?:ils?|elles?|on|ILS?|ELLES?|ON)"
    r"|-(?:je|tu|nous|vous|ce|moi|toi|lui|leur|les?|la|y|en|là|JE|TU|NOUS|VOUS|CE|MOI|LUI|LEUR)"
)

WHOLE = """
aujourd'hui c'est-à-dire l'on qu'en-dira-t-on quelqu'un quelqu'une presqu'île
celui-là celle-là ceux-là celles-là jusque-là là-bas rendez-vous
N'Djamena N'Golo N'Diaye N'Dour N'Zérékoré L'Isle-Adam
J.-C. J.-C av. janv. févr. avr. juill. sept. oct. nov. déc. cf. etc. pp. vol. n° d° °C °F
M. MM. Mr. Mme. Mmes. Mlle. Dr. Pr. Me. Mgr. St. Ste. No. Vol. Inc. Corp. Ltd. Co. Bros. Jr. Sr.
""".split()


def french_tokenizer(nlp: Language) -> Tokenizer:
    """Return the tokenizer of UD French for a blank `fr` pipeline.

    Examples
    --------
    >>> nlp = spacy.blank("fr")
    >>> [t.text for t in french_tokenizer(nlp)("L'ONU arrivera-t-elle à Notre-Dame ?")]
    ["L'", 'ONU', 'arrivera', '-t-elle', 'à', 'Notre-Dame', '?']
    """
    prefixes = [*TOKENIZER_PREFIXES, rf"{ELIDED}(?=\S)", rf"[-–—](?=[{ALPHA}])"]
    suffixes = [rule for rule in TOKENIZER_SUFFIXES if "clés" not in rule and "C|c" not in rule]
    suffixes += [rf"(?<=[{ALPHA}0-9])(?:{CLITICS})", r"(?<=[0-9])h", rf"(?<=[{ALPHA}])[-–—]"]
    infixes = [
        *LIST_ELLIPSES,
        *LIST_ICONS,
        r"(?<=[0-9])[+*^](?=[0-9-])",
        rf"(?<=[{ALPHA}]),(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}0-9])(?:–|—|--+)(?=[{ALPHA}0-9])",
        rf"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])",
        r"(?<=[0-9])h(?=[0-9])",
        rf"(?<=(?<![\w-])[cdjlmnstCDJLMNST]['’])(?=[{ALPHA}])",
        rf"(?<=(?<![\w-])[qQ][uU]['’])(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}])[«»\"“”](?=[{ALPHA}])",
    ]
    rules = {
        key: value for key, value in nlp.Defaults.tokenizer_exceptions.items() if len(value) == 1 or "-" not in key
    }
    for word in WHOLE:
        for form in {word, word[0].upper() + word[1:], word.upper()}:
            rules[form] = [{ORTH: form}]
    return Tokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex(prefixes).search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        url_match=nlp.Defaults.url_match,
    )


def blank_french() -> Language:
    """Return a blank French pipeline with the tokenizer of UD French."""
    nlp = spacy.blank("fr")
    nlp.tokenizer = french_tokenizer(nlp)
    return nlp
