"""The clause layer: trees → predicates with their arguments by role, on kept parses."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from docs import clause, parse, slots, vocab
from kg.language.clauses import clauses
from kg.language.tree import Tree


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Renault rachète Verkor.", "rachète", {":subj": ["Renault"], ":obj": ["Verkor"]}),
        ("Renault lui vend des moteurs.", "vend", {":subj": ["Renault"], "à": ["lui"], ":obj": ["moteurs"]}),
        ("Verkor est rachetée par Renault.", "rachetée", {":obj": ["Verkor"], ":subj": ["Renault"]}),
        ("Verkor a été vendue.", "vendue", {":obj": ["Verkor"]}),
        ("Le groupe a été racheté puis fermé.", "fermé", {":obj": ["groupe"]}),
        ("Les actions se vendent à Paris.", "vendent", {":obj": ["actions"], "à": ["Paris"]}),
        ("Nestlé s'allie à Danone.", "allie", {":subj": ["Nestlé"], "à": ["Danone"]}),
        ("À Nice naquit, en 1912, Marc Tissier.", "naquit", {"à": ["Nice"], "en": ["1912"], ":subj": ["Marc"]}),
        (
            "Enedis s'appuie sur Calypsa.",
            "appuie",
            {":subj": ["Enedis"], "sur": ["Calypsa"]},
        ),  # whatever the parser says
    ],
)
def test_voices(text: str, verb: str, expected: dict[str, list[str]]) -> None:
    """Active, passive with and without agent, reflexive, reflexive passive."""
    assert slots(text, verb) == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Danone se fait racheter par Veolia.", "racheter", {":obj": ["Danone"], ":subj": ["Veolia"]}),
        ("Danone s'est laissé racheter par Veolia.", "racheter", {":obj": ["Danone"], ":subj": ["Veolia"]}),
        ("Paul Rémy s'est fait arrêter par la DGSI.", "arrêter", {":obj": ["Paul"], ":subj": ["DGSI"]}),
        (
            "Marc Tissier s'est vu confier la présidence du Medef.",
            "confier",
            {"à": ["Marc"], ":obj": ["présidence"]},
        ),
    ],
)
def test_what_the_subject_lets_be_done_to_it(text: str, verb: str, expected: dict[str, list[str]]) -> None:
    """The infinitive's deed is done to the subject, or its object given to it; the clitic is nobody."""
    assert slots(text, verb) == expected
    assert not clause(text, verb).reflexive


@pytest.mark.parametrize(
    ("text", "noun", "holders", "leavers"),
    [
        ("La direction de Danone reviendra à Nora Belkhir.", "direction", ["Nora"], []),
        ("Danone a confié sa présidence à Rosa Lindt.", "présidence", ["Rosa"], []),
        ("Marc Tissier s'est vu confier la présidence du Medef.", "présidence", ["Marc"], []),
        ("Rosa Lindt quitte la direction de Danone.", "direction", [], ["Rosa"]),
        ("Paul Rémy succède à Rosa Lindt à la présidence du Medef.", "présidence", ["Paul"], ["Rosa"]),
        ("Rosa Lindt a parlé de la direction de Danone.", "direction", [], []),
    ],
)
def test_whom_a_post_comes_to(text: str, noun: str, holders: list[str], leavers: list[str]) -> None:
    read = clause(text, noun, "noun")
    assert [a.token.text for a in read.fillers(":holder")] == holders
    assert [a.token.text for a in read.fillers(":leaver")] == leavers


@pytest.mark.parametrize(
    ("text", "noun", "holder"),
    [
        ("Gautier Solal est aujourd'hui vice-président de Danone, où il travaille.", "vice-président", "Gautier"),
        ("Olivier Nadaud dément être le porte-parole de Danone.", "porte-parole", "Olivier"),
        ("Le poste de directeur financier d'Alstom est revenu à Paul Rémy.", "directeur", "Paul"),
    ],
)
def test_who_holds_a_post(text: str, noun: str, holder: str) -> None:
    assert [a.token.text for a in clause(text, noun, "noun").fillers(":self")] == [holder]


def test_reflexives() -> None:
    assert clause("Nestlé s'allie à Danone.", "allie").reflexive
    assert not clause("Renault rachète Verkor.", "rachète").reflexive


def test_a_reflexive_passive_is_not_reflexive() -> None:
    assert not clause("Les actions se vendent à Paris.", "vendent").reflexive


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Renault, qui rachète Verkor, produit des voitures.", "rachète", {":subj": ["Renault"], ":obj": ["Verkor"]}),
        (
            "La société que Renault rachète fabrique des batteries.",
            "rachète",
            {":obj": ["société"], ":subj": ["Renault"]},
        ),
        (
            "Le groupe, dont Renault détient une part, recrute à Lyon.",
            "détient",
            {"de": ["groupe"], ":subj": ["Renault"], ":obj": ["part"]},
        ),
        ("La ville où Airbus investit est Toulouse.", "investit", {"dans": ["ville"], ":subj": ["Airbus"]}),
        (
            "Le groupe auquel Thales vend des radars est indien.",
            "vend",
            {"à": ["groupe"], ":subj": ["Thales"], ":obj": ["radars"]},
        ),
    ],
)
def test_relatives(text: str, verb: str, expected: dict[str, list[str]]) -> None:
    """The antecedent fills the slot of the relative pronoun, and only that."""
    assert slots(text, verb) == expected
    assert {a.source for a in clause(text, verb).arguments} == {"relative", "direct"}


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Le réseau, que contrôle Fimalac, recrute.", "contrôle", {":obj": ["réseau"], ":subj": ["Fimalac"]}),
        (
            "Novalia, dont la Croatie possède 50 %, recrute.",
            "possède",
            {"de": ["Novalia"], ":subj": ["Croatie"], ":obj": ["%"]},
        ),
        (
            "Renault et Valeo, auxquels Novalia fournit des axes, recrutent.",
            "fournit",
            {"à": ["Renault", "Valeo"], ":subj": ["Novalia"], ":obj": ["axes"]},
        ),
        (
            "Le robot, fabriqué à Graz par Blattwerk, coûte cher.",
            "fabriqué",
            {":obj": ["robot"], "à": ["Graz"], ":subj": ["Blattwerk"]},
        ),
    ],
)
def test_what_the_parser_hangs_elsewhere(text: str, verb: str, expected: dict[str, list[str]]) -> None:
    """A subject behind its verb, « dont » on a name, a plural antecedent, « par » with a passive."""
    assert slots(text, verb) == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Airbus et Thales signent un accord.", "signent", {":subj": ["Airbus", "Thales"], ":obj": ["accord"]}),
        ("Renault rachète Verkor et Ampere.", "rachète", {":subj": ["Renault"], ":obj": ["Verkor", "Ampere"]}),
        ("Nestlé développe et vend des logiciels.", "développe", {":subj": ["Nestlé"], ":obj": ["logiciels"]}),
        ("Nestlé développe et vend des logiciels.", "vend", {":subj": ["Nestlé"], ":obj": ["logiciels"]}),
    ],
)
def test_coordination(text: str, verb: str, expected: dict[str, list[str]]) -> None:
    """Subjects and objects are shared by coordinated verbs; each coordinate fills the slot."""
    assert slots(text, verb) == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("La société Verkor, basée à Lyon, recrute.", "basée", {":obj": ["société"], "à": ["Lyon"]}),
        ("Verkor, rachetée par Renault, recrute à Lyon.", "rachetée", {":obj": ["Verkor"], ":subj": ["Renault"]}),
        ("Le groupe rachetant Verkor est suédois.", "rachetant", {":subj": ["groupe"], ":obj": ["Verkor"]}),
        ("Née à Lyon, Claire Dumas vit en Espagne.", "Née", {":subj": ["Claire"], "à": ["Lyon"]}),
        ("Décédée à Thiès, Marie Leroy était médecin.", "Décédée", {":subj": ["Marie"], "à": ["Thiès"]}),
        ("Chargé du projet, Paul Martin promet de recruter.", "Chargé", {":obj": ["Paul"], "de": ["projet"]}),
    ],
)
def test_participles(text: str, verb: str, expected: dict[str, list[str]]) -> None:
    """What a participle modifies is its object, or its subject where the verb has no passive or is active."""
    assert slots(text, verb) == expected


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Renault veut racheter Verkor.", "racheter", "Renault"),
        ("Paris autorise Renault à racheter Verkor.", "racheter", "Renault"),
        ("Renault emprunte pour racheter Verkor.", "racheter", "Renault"),
        ("Claire Dumas souhaite vendre Verkor et acheter Ampere.", "vendre", "Claire"),
        ("Claire Dumas souhaite vendre Verkor et acheter Ampere.", "acheter", "Claire"),
        ("Renault refuse de racheter Verkor.", "racheter", "Renault"),
    ],
)
def test_control(text: str, verb: str, subject: str) -> None:
    """An infinitive has the subject, or after « autoriser » the object, of the verb above it."""
    assert slots(text, verb)[":subj"] == [subject]


def test_an_infinitive_under_a_noun_is_its_owners() -> None:
    found = slots("Renault a abandonné son projet de racheter Verkor.", "racheter")
    assert found == {":subj": ["Renault", "son"], ":obj": ["Verkor"]}


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("Renault noue un partenariat avec Verkor.", "partenariat", {":subj": ["Renault"], "avec": ["Verkor"]}),
        (
            "Renault confirme un investissement chez Verkor.",
            "investissement",
            {":subj": ["Renault"], "chez": ["Verkor"]},
        ),
        ("Airbus et Thales signent un accord.", "accord", {":subj": ["Airbus", "Thales"]}),
        ("Renault défend son partenariat avec Verkor.", "partenariat", {"de": ["son"], "avec": ["Verkor"]}),
        ("Le partenariat entre Renault et Verkor durera deux ans.", "partenariat", {"entre": ["Renault", "Verkor"]}),
        ("Renault est en pourparlers avec Verkor.", "pourparlers", {":subj": ["Renault"], "avec": ["Verkor"]}),
    ],
)
def test_deeds_as_nouns(text: str, noun: str, expected: dict[str, list[str]]) -> None:
    """Support verbs, governed nouns, possessives, a copula with a preposition."""
    assert slots(text, noun, "noun") == expected


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("Lavandor, dont le siège est à Croix, recrute.", "siège", {"de": ["Lavandor"], "à": ["Croix"]}),
        (
            "Le système de navigation de Thales équipe le navire.",
            "système",
            {"de": ["navigation", "Thales"]},
        ),
        ("Le conseil a siégé au siège de Novalia, à Dakar.", "siège", {"de": ["Novalia"], "à": ["Dakar"]}),
    ],
)
def test_complements_of_nouns(text: str, noun: str, expected: dict[str, list[str]]) -> None:
    """The noun's own clause, a kind between the noun and its complement, a complement behind a comma."""
    assert slots(text, noun, "noun") == expected


def test_an_object_behind_an_insertion() -> None:
    """« scellé, à Strasbourg, un partenariat »: the verb supports it, whatever it hangs on."""
    found = clause("Les deux villes ont scellé mercredi, à Strasbourg, un partenariat.", "partenariat", "noun")
    assert [(a.token.text, a.source) for a in found.fillers(":subj")] == [("villes", "support")]


def test_support_of_a_passive() -> None:
    """« Un accord a été signé avec Y par X »: X is behind the accord."""
    found = slots("Un accord a été signé avec Verkor par Renault.", "accord", "noun")
    assert found["avec"] == ["Verkor"]
    assert found[":subj"] == ["Renault"]


def test_the_subject_of_any_verb_above_is_the_weakest_source() -> None:
    found = clause("Renault défend son partenariat avec Verkor.", "partenariat", "noun")
    assert [a.source for a in found.fillers(":subj")] == ["governor"]


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("Claire Dumas, PDG de Verkor, quitte Paris.", "PDG", {":self": ["Claire"], "de": ["Verkor"]}),
        ("Claire Dumas est présidente de Verkor.", "présidente", {":self": ["Claire"], "de": ["Verkor"]}),
        ("Claire Dumas est devenue présidente de Verkor.", "présidente", {":self": ["Claire"], "de": ["Verkor"]}),
        ("Présidente de Verkor, Claire Dumas vit à Lyon.", "Présidente", {":self": ["Claire"], "de": ["Verkor"]}),
        ("Veuf de Marie Leroy, Paul Martin vit à Lyon.", "Veuf", {":self": ["Paul"], "de": ["Marie"]}),
        ("La société Verkor, basée à Lyon, recrute.", "société", {":self": ["Verkor"]}),
        ("Le président français Paul Martin parle.", "président", {":demonym": ["français"], ":self": ["Paul"]}),
        ("Rovo, la compagnie de Shenzhen, recrute.", "compagnie", {":self": ["Rovo"], "de": ["Shenzhen"]}),
        ("Orange est l'un des clients de Sahelia.", "clients", {":self": ["Orange"], "de": ["Sahelia"]}),
    ],
)
def test_whom_a_noun_denotes(text: str, noun: str, expected: dict[str, list[str]]) -> None:
    """Appositions, copulas, « devenir », fronted bare nouns, the noun before a name."""
    assert slots(text, noun, "noun") == expected


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("Verkor nomme Claire Dumas directrice générale.", "directrice"),
        ("Claire Dumas a été nommée directrice générale de Verkor.", "directrice"),
    ],
)
def test_predicate_complement(text: str, noun: str) -> None:
    """« nomme X directrice », « X a été nommée directrice »: X is the directrice."""
    assert slots(text, noun, "noun")[":self"] == ["Claire"]
    verb = clause(text, "nomme" if "nomme " in text else "nommée")
    assert [a.token.text for a in verb.fillers(":attr")] == [noun]


def test_adjectives() -> None:
    assert slots("Verkor est présente en Espagne.", "présente", "adjective") == {":subj": ["Verkor"], "en": ["Espagne"]}
    assert slots("Le groupe rachetant Verkor est suédois.", "suédois", "adjective") == {":subj": ["groupe"]}


def test_arguments_stand_in_text_order_once_each() -> None:
    for text in ("Un accord a été signé avec Verkor par Renault.", "Verkor est rachetée par Renault."):
        for found in clauses(Tree(parse(text))):
            places = [(a.token.i, a.slot) for a in found.arguments]
            assert places == sorted(set(places))


@pytest.mark.parametrize(
    ("words", "head", "expected"),
    [
        (["Verkor"], 0, None),
        (["du", "groupe"], 1, "de"),
        (["aux", "salariés"], 1, "à"),
        (["chez", "Verkor"], 1, "chez"),
    ],
)
def test_preposition(words: list[str], head: int, expected: str | None) -> None:
    deps = ["ROOT" if i == head else "case" for i in range(len(words))]
    pos = ["PROPN" if i == head else "ADP" for i in range(len(words))]
    assert Tree(Doc(vocab(), words, pos=pos, deps=deps, heads=[head] * len(words)))[head].preposition == expected


@pytest.mark.parametrize("words", ["face au groupe", "auprès du groupe", "au sein du groupe", "aux côtés du groupe"])
def test_compound_prepositions_with_a_fixed_head(words: str) -> None:
    """« face au » is read as "face à", whatever is contracted."""
    tokens = words.split()
    last = len(tokens) - 1
    deps = ["case", *["fixed"] * (last - 1), "ROOT"]
    heads = [last, *[0] * (last - 1), last]
    built = Doc(vocab(), tokens, pos=["ADP"] * last + ["NOUN"], deps=deps, heads=heads)
    plain = {"face au": "face à", "auprès du": "auprès de", "au sein du": "au sein de", "aux côtés du": "aux côtés de"}
    assert Tree(built)[last].preposition == plain[words.removesuffix(" groupe")]


def test_compound_preposition_of_two_cases() -> None:
    assert slots("Face au groupe Renault, Verkor résiste.", "résiste") == {"face à": ["groupe"], ":subj": ["Verkor"]}


@pytest.mark.parametrize(
    ("text", "verb", "slot", "filler"),
    [
        ("Renault emprunte un milliard auprès de la banque.", "emprunte", "auprès de", "banque"),
        ("Le groupe signe un contrat au sein de Verkor.", "signe", "au sein de", "Verkor"),
        ("Elle agit aux côtés de Verkor.", "agit", "aux côtés de", "Verkor"),
        ("À Oslo, le jury a dévoilé le lauréat lors de la Nuit des sciences.", "dévoilé", "lors de", "Nuit"),
        ("Claire Morel a plaidé à l'encontre de Verkor.", "plaidé", "à l'encontre de", "Verkor"),
    ],
)
def test_compound_prepositions_as_parsed(text: str, verb: str, slot: str, filler: str) -> None:
    assert slots(text, verb)[slot] == [filler]


def test_a_reflexive_clitic_is_no_object() -> None:
    assert ":obj" not in slots("Le journal se vend en Espagne.", "vend")


@pytest.mark.parametrize(
    ("text", "verb", "slot", "filler"),
    [
        ("Apple traîne en justice Samsung.", "traîne", ":obj", "Samsung"),
        ("Paul Martin est placé en garde à vue lundi par la gendarmerie nationale.", "placé", ":subj", "gendarmerie"),
        ("À Nice, Paul Martin, 38 ans, devance Claire Morel.", "devance", ":subj", "Paul"),
        ("« C'est faux », a répondu Paul Martin en critiquant Renault.", "critiquant", ":subj", "Paul"),
        ("La liste Horizon, soutenue par Renault, recrute.", "soutenue", ":obj", "Horizon"),
        ("Paul Martin s'en est pris à Claire Morel.", "pris", ":subj", "Paul"),
        ("Claire Morel l'emporte sur Paul Martin.", "emporte", "sur", "Paul"),
        ("Claire Morel l'emporte sur Paul Martin.", "emporte", ":subj", "Claire"),
    ],
)
def test_arguments_that_the_parser_hangs_elsewhere(text: str, verb: str, slot: str, filler: str) -> None:
    """Objects behind a locution, agents behind one, names after an adverbial, speakers behind their verb."""
    assert filler in slots(text, verb)[slot]


def test_who_speaks_is_no_object() -> None:
    assert ":obj" not in slots("« C'est faux », a répondu Paul Martin en critiquant Renault.", "répondu")


def test_of_two_subjects_the_second_describes() -> None:
    assert slots("Le Moulin, un roman de Paul Martin, sort lundi.", "roman", "noun")[":self"] == ["Moulin"]


def test_a_participle_that_is_a_preposition() -> None:
    assert slots("Le parquet ouvre une enquête visant Verkor.", "enquête", "noun")["visant"] == ["Verkor"]


@pytest.mark.parametrize(
    ("text", "verb", "slot", "fillers"),
    [
        ("C'est à Menton que Paul Martin mourut.", "mourut", "à", ["Menton"]),
        ("C'est par Renault que Verkor a été racheté.", "racheté", ":subj", ["Renault"]),
        ("Ce sont Airbus et Boeing qui rachètent Verkor.", "rachètent", ":subj", ["Airbus", "Boeing"]),
        ("Verkor, que Renault a reconnu avoir racheté, recrute.", "racheté", ":obj", ["Verkor"]),
    ],
)
def test_what_is_set_before_its_clause(text: str, verb: str, slot: str, fillers: list[str]) -> None:
    """« C'est … que », with its preposition; an object taken out of an infinitive."""
    assert slots(text, verb)[slot] == fillers


def test_a_noun_shares_what_is_set_before_its_verb() -> None:
    assert slots("C'est avec Samsung que Renault a signé un accord.", "accord", "noun")["avec"] == ["Samsung"]


@pytest.mark.parametrize(
    ("text", "word", "pos", "slot", "fillers"),
    [
        ("Suspendu deux mois par la Fifa, Paul Martin proteste.", "Suspendu", "verb", ":subj", ["Fifa"]),
        ("Suspendu deux mois par la Fifa, Paul Martin proteste.", "Suspendu", "verb", ":obj", ["Paul"]),
        ("Reprise en 2012 par Renault, la société Verkor recrute.", "Reprise", "verb", ":obj", ["société"]),
        ("Reprise en 2012 par Renault, la société Verkor recrute.", "Reprise", "verb", ":subj", ["Renault"]),
        ("Concurrencé par Renault, Verkor recrute.", "Concurrencé", "verb", ":obj", ["Verkor"]),
        (
            "Concurrencé par Renault et la société Valeo, Verkor recrute.",
            "Concurrencé",
            "verb",
            ":subj",
            ["Renault", "société"],
        ),
        ("Cédé depuis à Renault, le site recrute.", "Cédé", "verb", "à", ["Renault"]),
        ("Un film signé Paul Martin sort lundi.", "signé", "verb", ":subj", ["Paul"]),
    ],
)
def test_participles_that_open(text: str, word: str, pos: str, slot: str, fillers: list[str]) -> None:
    """A participle at the start is the subject's, whatever its tag; its agent, wherever it hangs."""
    assert slots(text, word, pos)[slot] == fillers


@pytest.mark.parametrize(
    ("text", "noun", "names"),
    [
        ("Renault rejoint le pôle de compétitivité Aerospace Valley.", "pôle", ["Aerospace"]),
        ("La cofondatrice du site Les Jours heureux, Claire Morel, recrute.", "site", ["Jours"]),
        ("Verkor s'est doté d'un PDG en la personne de Paul Martin.", "PDG", ["Paul"]),
    ],
)
def test_names_that_hang_elsewhere(text: str, noun: str, names: list[str]) -> None:
    """A name behind a bare complement, behind the noun but hung above it, and « en la personne de »."""
    assert slots(text, noun, "noun")[":self"] == names


@pytest.mark.parametrize(
    ("text", "noun", "shares"),
    [
        (
            "Les ministres des Finances allemand, Karl Vogel, et français, Paul Martin, ont signé un accord.",
            "ministres",
            [(":demonym", "allemand", "Karl"), (":demonym", "français", "Paul")],
        ),
        (
            "Les maires de Nice, Paul Martin, et de Lyon, Claire Morel, ont signé un accord.",
            "maires",
            [("de", "Nice", "Paul"), ("de", "Lyon", "Claire")],
        ),
    ],
)
def test_posts_shared_out(text: str, noun: str, shares: list[tuple[str, str, str]]) -> None:
    """Each complement of a plural noun goes with the name behind it."""
    found = [c for c in clauses(Tree(parse(text))) if c.predicate.text == noun]
    pairs = [{a.slot: a.token.text for a in c.arguments if a.source == "direct"} for c in found]
    assert [(slot, pair[slot], pair[":self"]) for pair, (slot, _, _) in zip(pairs, shares, strict=True)] == shares


def test_a_plural_noun_without_shares_is_one_clause() -> None:
    assert slots("Les délégations de Renault et de Nissan ont négocié à Lyon.", "délégations", "noun")["de"] == [
        "Renault",
        "Nissan",
    ]


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Séoul impute à Pyongyang la panne.", "impute", {":subj": ["Séoul"], "à": ["Pyongyang"], ":obj": ["panne"]}),
        (
            "Le tramway Citadis, qu'Alstom commercialise, roule à Nice.",
            "commercialise",
            {":subj": ["Alstom"], ":obj": ["Citadis"]},
        ),
    ],
)
def test_finite_verbs_taken_for_adjectives(text: str, verb: str, expected: dict[str, list[str]]) -> None:
    """By label or by tag; « que » before their subject makes what stands before it their object."""
    assert slots(text, verb) == expected


def test_clitics_stand_for_complements() -> None:
    """« y » for any complement of place, « en » for the verb's and for its noun's."""
    assert slots("Eurazeo, entré au capital de Verkor, y a injecté 30 millions.", "injecté")["dans"] == ["y"]
    kept = "Claire Dumas préside Verkor. Paul Martin en conserve la direction."
    assert slots(kept, "conserve")["de"] == ["en"]
    assert slots(kept, "direction", "noun")["de"] == ["en"]


def test_il_y_is_a_subject_unless_there_is() -> None:
    """Parsers take the « il » of « il y possède » for that of « il y a »."""
    assert slots("Paul Martin a visité la Roumanie. Il y possède une usine.", "possède")[":subj"] == ["Il"]


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Chez Valbret, on assemble la Zélia.", "assemble", ["Valbret", "on"]),
        ("On construit la Zélia chez Valbret.", "construit", ["On", "Valbret"]),
        ("Chez Valbret, Nora Belkhir assemble la Zélia.", "assemble", ["Nora"]),
    ],
)
def test_where_anybody_is_somebody(text: str, verb: str, expected: list[str]) -> None:
    """« Chez X, on … »: X does it, but where somebody else is the subject."""
    assert slots(text, verb)[":subj"] == expected


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("La fondatrice de la revue Vigies, Anne Morel, est morte.", "fondatrice", ["Anne"]),
        ("La fondatrice de la revue Vigies, Anne Morel, est morte.", "revue", ["Vigies"]),
        ("L'éditeur de l'application Fastia, Numeo, emploie trente personnes.", "éditeur", ["Numeo"]),
        ("Le patron de la revue Vigies, qui paraît à Lille, est mort.", "patron", []),
        ("Le vaccin que fabrique Valbret, baptisé Palvax, sera livré.", "vaccin", ["Palvax"]),
        ("Un gestionnaire nommé Sésame arrive.", "gestionnaire", ["Sésame"]),
        ("Un cadre nommé directeur est arrivé.", "cadre", []),
    ],
)
def test_the_name_of_what_a_noun_denotes(text: str, noun: str, expected: list[str]) -> None:
    """A name behind the comma is the outer noun's where the inner has its own; « baptisé X » tells one too."""
    assert slots(text, noun, "noun").get(":self", []) == expected
