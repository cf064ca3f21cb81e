"""Extractions made by hand, without a model: six invented articles, a hostile one, and any number of generated ones."""

from __future__ import annotations

import random
from typing import Any

from kg.explore.view import Compared
from kg.graph.conflicts import compared_of
from kg.graph.memory import MemoryStore
from kg.ontology import load_ontology
from kg.records import Amount, Article, Entity, Evidence, Extraction, Mention, Statement, Value

TYPES = {
    "Person": "Élise Marchand|Bruno Kervadec|Ada Lindqvist|Hugo Tessier|Inès Boulanger|Marc Delorme|Salomé Roche|Youssef Haddad"
    "|Claire Vasseur|Paul Ostermann|Nadia Ferrand|Théo Lambert|Irène Castel|Léo Garnier",
    "Company": "Solvéa|Brunel Énergie|Nordhav|Orphée Robotique|Lumenis|Cargovia|Aéroline|Banque Montclar|Vitrum|Mécanor"
    "|Hydrys|Pelican Studios|Terrafil|Kestrel Motors",
    "MediaOrganization": "La Gazette du Rhône|Le Matin économique|Radio Littoral",
    "GovernmentOrganization": "Autorité des marchés|Parquet de Lyon",
    "PoliticalParty": "Alliance civique",
    "EducationalOrganization": "Université de Valmont",
    "SportsTeam": "FC Garonne|Olympique Brestois",
    "InternationalOrganization": "Agence de l’eau du Nord",
    "Country": "Norvège|France|Maroc",
    "City": "Lyon|Bergen|Nantes|Brest|Rabat|Toulouse|Valmont",
    "Region": "Occitanie",
    "Software": "Clio|Atlas",
    "Device": "Orphée 2",
    "Vehicle": "Kestrel V",
    "Technology": "hydrogène vert|vision artificielle|verre recyclé",
    "Event": "Salon de Valmont|Coupe de l’Ouest",
    "Work": "La Dernière Digue|loi Rivages",
}
CLASS = {name: cls for cls, names in TYPES.items() for name in names.split("|")}
ALIASES = {"Élise Marchand": ("Marchand",), "Banque Montclar": ("Montclar",), "Autorité des marchés": ("AdM",)}

Row = tuple[str, str, str] | tuple[str, str, str, dict[str, Any]]
Story = tuple[str, str, str, str | None, list[tuple[str, list[Row]]]]

_EUR = Amount("300 millions d’euros", 300e6, "EUR")
STORIES: list[Story] = [
    ("01-solvea", "Solvéa s’offre Brunel Énergie", "2024-03-12", "Le Matin économique", [
        ("Solvéa, dirigée par Élise Marchand, rachète Brunel Énergie pour 300 millions d’euros.", [
            ("Élise Marchand", "ceo_of", "Solvéa", {"role": "directrice générale"}),
            ("Solvéa", "acquires", "Brunel Énergie", {"amount": _EUR})]),
        ("La société, installée à Lyon, est concurrente de Nordhav, qui travaille sur l’hydrogène vert à Bergen, en Norvège.", [
            ("Solvéa", "headquartered_in", "Lyon"), ("Solvéa", "competes_with", "Nordhav"),
            ("Nordhav", "works_on", "hydrogène vert"), ("Nordhav", "headquartered_in", "Bergen"), ("Bergen", "located_in", "Norvège")]),
        ("Selon La Gazette du Rhône, Nordhav négocierait avec Banque Montclar et pourrait céder Hydrys.", [
            ("Nordhav", "negotiates_with", "Banque Montclar", {"factuality": "uncertain", "attributed_to": "La Gazette du Rhône"}),
            ("Nordhav", "sells", "Hydrys", {"factuality": "uncertain", "attributed_to": "La Gazette du Rhône"})]),
        ("Brunel Énergie, fondée en 1987 par Bruno Kervadec, fournit Cargovia et Aéroline.", [
            ("Bruno Kervadec", "founder_of", "Brunel Énergie"), ("Brunel Énergie", "founded_on", "1987", {"literal": "date"}),
            ("Brunel Énergie", "supplies", "Cargovia"), ("Brunel Énergie", "supplies", "Aéroline")]),
        ("L’Autorité des marchés enquête sur Solvéa ; Élise Marchand dément vouloir fusionner avec Vitrum.", [
            ("Autorité des marchés", "investigates", "Solvéa"),
            ("Solvéa", "merges_with", "Vitrum", {"factuality": "negated", "attributed_to": "Élise Marchand"})]),
        ("Banque Montclar finance Solvéa et détient 12 % de Brunel Énergie.", [
            ("Banque Montclar", "funds", "Solvéa"), ("Banque Montclar", "shareholder_of", "Brunel Énergie", {"share": 12.0})]),
    ]),
    ("02-orphee", "Orphée Robotique lève le voile sur Orphée 2", "2024-05", "Radio Littoral", [
        ("Orphée Robotique, basée à Nantes, lancera Orphée 2 au Salon de Valmont.", [
            ("Orphée Robotique", "headquartered_in", "Nantes"), ("Orphée Robotique", "launches", "Orphée 2", {"factuality": "planned", "date": "2024-09"}),
            ("Orphée Robotique", "participates_in", "Salon de Valmont", {"factuality": "planned"})]),
        ("Ada Lindqvist, sa fondatrice, est diplômée de l’Université de Valmont.", [
            ("Ada Lindqvist", "founder_of", "Orphée Robotique"), ("Ada Lindqvist", "educated_at", "Université de Valmont")]),
        ("Orphée 2 intègre Clio, un logiciel de vision artificielle que développe Lumenis.", [
            ("Orphée 2", "integrates", "Clio"), ("Lumenis", "develops", "Clio"), ("Clio", "uses", "vision artificielle")]),
        ("Lumenis a signé un partenariat avec Orphée Robotique ; Solvéa y investit 20 millions.", [
            ("Lumenis", "partners_with", "Orphée Robotique"), ("Solvéa", "invests_in", "Orphée Robotique", {"confidence": 0.74})]),
        ("Hugo Tessier, PDG de Lumenis, succède à Paul Ostermann, ancien PDG de Lumenis, aujourd’hui chez Mécanor.", [
            ("Hugo Tessier", "ceo_of", "Lumenis", {"role": "PDG"}), ("Paul Ostermann", "ceo_of", "Lumenis", {"former": True, "role": "PDG"}),
            ("Paul Ostermann", "employee_of", "Mécanor")]),
        ("Mécanor, filiale de Kestrel Motors, fournit Orphée Robotique depuis Toulouse, en Occitanie.", [
            ("Mécanor", "subsidiary_of", "Kestrel Motors"), ("Mécanor", "supplies", "Orphée Robotique"),
            ("Mécanor", "headquartered_in", "Toulouse"), ("Toulouse", "located_in", "Occitanie")]),
        ("Le Salon de Valmont se tient à Valmont ; l’Université de Valmont l’organise.", [
            ("Salon de Valmont", "located_in", "Valmont"), ("Université de Valmont", "organizes", "Salon de Valmont")]),
    ]),
    ("03-rivages", "Loi Rivages : le maire de Brest monte au front", "2024-06-02", "La Gazette du Rhône", [
        ("Inès Boulanger, maire de Brest, soutient la loi Rivages, que Marc Delorme critique.", [
            ("Inès Boulanger", "mayor_of", "Brest"), ("Inès Boulanger", "supports", "loi Rivages"), ("Marc Delorme", "criticizes", "loi Rivages")]),
        ("Marc Delorme, ministre en France, est membre de l’Alliance civique.", [
            ("Marc Delorme", "minister_of", "France"), ("Marc Delorme", "member_of", "Alliance civique")]),
        ("Salomé Roche, porte-parole de l’Alliance civique, accuse Cargovia.", [
            ("Salomé Roche", "spokesperson_of", "Alliance civique"), ("Alliance civique", "accuses", "Cargovia", {"attributed_to": "Salomé Roche"}),
            ("Salomé Roche", "accuses", "Cargovia")]),
        ("Le Parquet de Lyon enquête sur Cargovia, présente à Rabat, au Maroc.", [
            ("Parquet de Lyon", "investigates", "Cargovia"), ("Cargovia", "operates_in", "Rabat"), ("Rabat", "located_in", "Maroc")]),
        ("Cargovia nie avoir vendu Terrafil et annonce poursuivre Radio Littoral.", [
            ("Cargovia", "sells", "Terrafil", {"factuality": "negated"}), ("Cargovia", "sues", "Radio Littoral", {"factuality": "planned"})]),
        ("L’Agence de l’eau du Nord finance Hydrys, qui utilise Atlas.", [
            ("Agence de l’eau du Nord", "funds", "Hydrys"), ("Hydrys", "uses", "Atlas")]),
        ("Brest et Nantes se trouvent en France, et Youssef Haddad, directeur financier de Cargovia, vit à Nantes.", [
            ("Brest", "located_in", "France"), ("Nantes", "located_in", "France"), ("Youssef Haddad", "executive_of", "Cargovia", {"role": "directeur financier"}),
            ("Youssef Haddad", "lives_in", "Nantes")]),
    ]),
    ("04-digue", "« La Dernière Digue » primée", "2024-06-20", None, [
        ("Irène Castel a réalisé La Dernière Digue, que produit Pelican Studios.", [
            ("Irène Castel", "author_of", "La Dernière Digue"), ("Pelican Studios", "develops", "La Dernière Digue", {"confidence": 0.55})]),
        ("Léo Garnier et Claire Vasseur jouent dans La Dernière Digue ; Claire Vasseur est l’épouse de Léo Garnier.", [
            ("Léo Garnier", "performs_in", "La Dernière Digue"), ("Claire Vasseur", "performs_in", "La Dernière Digue"),
            ("Claire Vasseur", "spouse_of", "Léo Garnier")]),
        ("Pelican Studios, établi à Toulouse, appartient à Banque Montclar.", [
            ("Pelican Studios", "headquartered_in", "Toulouse"), ("Banque Montclar", "owns", "Pelican Studios")]),
        ("Irène Castel est née à Brest.", [("Irène Castel", "born_in", "Brest")]),
    ]),
    ("05-coupe", "Coupe de l’Ouest : le FC Garonne bat Brest", "2024-07-01", "Radio Littoral", [
        ("Le FC Garonne a battu l’Olympique Brestois et remporte la Coupe de l’Ouest.", [
            ("FC Garonne", "defeats", "Olympique Brestois"), ("FC Garonne", "wins", "Coupe de l’Ouest")]),
        ("Théo Lambert, joueur du FC Garonne, pourrait rejoindre l’Olympique Brestois.", [
            ("Théo Lambert", "member_of", "FC Garonne"), ("Théo Lambert", "member_of", "Olympique Brestois", {"factuality": "uncertain", "confidence": 0.48})]),
        ("Aéroline soutient le FC Garonne, dont Nadia Ferrand préside le club à Toulouse.", [
            ("Aéroline", "funds", "FC Garonne"), ("Nadia Ferrand", "chair_of", "FC Garonne", {"role": "présidente"}),
            ("FC Garonne", "headquartered_in", "Toulouse"), ("Olympique Brestois", "headquartered_in", "Brest")]),
        ("Nadia Ferrand a rencontré Inès Boulanger.", [("Nadia Ferrand", "meets_with", "Inès Boulanger")]),
    ]),
    ("06-kestrel", "Kestrel Motors et Vitrum, le verre et la voiture", "2024-07-15", "Le Matin économique", [
        ("Kestrel Motors a dévoilé la Kestrel V, équipée d’Atlas, que développe Lumenis.", [
            ("Kestrel Motors", "launches", "Kestrel V"), ("Kestrel V", "uses", "Atlas"), ("Lumenis", "develops", "Atlas")]),
        ("Vitrum fournit Kestrel Motors et travaille sur le verre recyclé avec Terrafil.", [
            ("Vitrum", "supplies", "Kestrel Motors"), ("Vitrum", "works_on", "verre recyclé"), ("Vitrum", "partners_with", "Terrafil")]),
        ("Solvéa rachète Brunel Énergie, a confirmé Banque Montclar, qui investira dans Vitrum.", [
            ("Solvéa", "acquires", "Brunel Énergie", {"attributed_to": "Banque Montclar", "confidence": 0.9}),
            ("Banque Montclar", "invests_in", "Vitrum", {"factuality": "planned"})]),
        ("Kestrel Motors est implanté en Norvège et au Maroc ; l’Autorité des marchés l’a sanctionné.", [
            ("Kestrel Motors", "operates_in", "Norvège"), ("Kestrel Motors", "operates_in", "Maroc"), ("Autorité des marchés", "sanctions", "Kestrel Motors")]),
        ("Élise Marchand est directrice générale de Solvéa et a rencontré Hugo Tessier.", [
            ("Élise Marchand", "ceo_of", "Solvéa", {"confidence": 0.88}), ("Élise Marchand", "meets_with", "Hugo Tessier")]),
        ("Solvéa et Lumenis sont partenaires ; Solvéa utilise Clio et fournit Lumenis.", [
            ("Solvéa", "partners_with", "Lumenis"), ("Solvéa", "uses", "Clio"), ("Solvéa", "supplies", "Lumenis")]),
    ]),
]  # fmt: skip


def entity(name: str) -> Entity:
    """Return an entity of the invented world."""
    return Entity(name.replace(" ", "_"), name, CLASS[name], ALIASES.get(name, ()))


def story(s: Story) -> Extraction:
    """Write the article out and find its names and statements in it."""
    id_, title, date, source, parts = s
    text = " ".join(sentence for sentence, _ in parts)
    article = Article(id_, text, title, date, source, f"https://presse.example/{id_}")
    mentions = _mentions(text)
    found: list[Statement] = []
    at = 0
    for sentence, rows in parts:
        found += [_statement(article, (at, at + len(sentence)), row) for row in rows]
        at += len(sentence) + 1
    entities = tuple(dict.fromkeys(entity(m.text) for m, _ in mentions))
    return Extraction(article, entities, tuple(mentions), tuple(found))


def _all(text: str, name: str) -> list[int]:
    return [i for i in range(len(text)) if text.startswith(name, i)]


def _mentions(text: str) -> list[tuple[Mention, str]]:
    """Find names, longest first, none inside another."""
    taken: list[tuple[int, int]] = []
    found = []
    for name in sorted(CLASS, key=lambda n: (-len(n), n)):
        for at in _all(text, name):
            if all(at >= end or at + len(name) <= start for start, end in taken):
                taken.append((at, at + len(name)))
                found.append((Mention(at, at + len(name), name, "name", CLASS[name]), entity(name).id))
    return sorted(found, key=lambda pair: pair[0].start)


def _statement(article: Article, sentence: tuple[int, int], row: Row) -> Statement:
    subject, predicate, obj = row[:3]
    extra: dict[str, Any] = dict(row[3]) if len(row) > 3 else {}
    literal = extra.pop("literal", None)
    speaker = extra.pop("attributed_to", None)
    places = [article.text.find(name, *sentence) for name in (subject, obj)]
    spans = [(p, p + len(name)) for p, name in zip(places, (subject, obj), strict=True) if p >= 0] or [sentence]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    return Statement(
        article=article.id,
        subject=entity(subject),
        predicate=predicate,
        object=Value(obj, literal) if literal else entity(obj),
        evidence=Evidence.of(article, start, end, sentence),
        attributed_to=entity(speaker) if speaker else None,
        rule=f"{predicate}/exemple",
        **({"confidence": 0.82} | extra),
    )


def corpus() -> list[Extraction]:
    """Return the six invented articles: about 60 entities, about 85 statements."""
    return [story(s) for s in STORIES]


HOSTILE = (
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=2>",
    "{{ 7*7 }} {% raw %} ${window.hacked=3} `x`",
    "\"'><svg onload=window.hacked=4>",
    "\u202eelgooG\u202c \u200b\u200b\u2066x",
    "\u200b",
    "👩‍🚀 Étoile 😀 du 🇫🇷",
    "N" * 10_000,
    "javascript:window.hacked=5",
    "<!-- --> ]]> &amp; \u2028 \\ \x00 \ud800",
    'href="javascript:window.hacked=6"',
    "ligne\nbrisée\tet\rtout",
)


def hostile() -> list[Extraction]:
    """Return an article whose every text attacks the page."""
    text = " 😀 ".join(HOSTILE)
    article = Article("<b id=x>'\"", text, HOSTILE[0], "<i>2024", HOSTILE[1], HOSTILE[8])
    entities = [
        Entity(name, name, "Company" if i % 2 else "<u>Class", (HOSTILE[-i],)) for i, name in enumerate(HOSTILE)
    ]
    offsets = [text.index(name) for name in HOSTILE]
    mentions = tuple(
        (Mention(at, at + len(name), name, "name", "Company"), name)
        for at, name in sorted(zip(offsets, HOSTILE, strict=True))
    )
    statements = tuple(
        Statement(
            article.id, a, "</script><b>relation" if i % 2 else "invests_in", b,
            Evidence.of(article, offsets[i], offsets[i] + len(HOSTILE[i]), (max(0, offsets[i] - 3), len(text))),
            attributed_to=entities[0], role=HOSTILE[1], rule=HOSTILE[0], amount=Amount(HOSTILE[3], 1.5, HOSTILE[1]),
            date="<s>", factuality="negated" if i == 3 else "certain",
        )
        for i, (a, b) in enumerate(zip(entities, entities[1:] + entities[:1], strict=True))
    )  # fmt: skip
    return [Extraction(article, tuple(entities), mentions, statements)]


def generated(entities: int, *, seed: int = 0, per_article: int = 8) -> list[Extraction]:
    """Return a graph of a given number of entities, with hubs and communities as the news has them."""
    rng = random.Random(seed)
    classes = ["Person", "Company", "City", "Country", "Product", "Event", "GovernmentOrganization", "Work"]
    relations = [
        "ceo_of",
        "invests_in",
        "located_in",
        "meets_with",
        "competes_with",
        "supplies",
        "criticizes",
        "partners_with",
    ]
    syllables = ["va", "lo", "mi", "ren", "dor", "ka", "si", "bel", "tur", "né", "gran", "pol"]
    names = ["".join(rng.choices(syllables, k=3)).capitalize() + f" {i}" for i in range(entities)]
    people = [Entity(f"E{i}", n, rng.choice(classes)) for i, n in enumerate(names)]
    found = []
    for a in range(max(1, entities * 3 // (2 * per_article))):
        theme = int(entities * rng.random())
        parts, rows = [], []
        for _ in range(per_article):
            x = people[int(theme + rng.gauss(0, 6 + entities / 120)) % entities]
            y = (
                people[int(entities * rng.random() ** 5)]
                if rng.random() < 0.4
                else people[int(theme + rng.gauss(0, 6)) % entities]
            )
            if x != y:
                parts.append(f"{x.name} a un lien avec {y.name}, dit-on ce jour-là dans la presse.")
                rows.append((x, rng.choice(relations), y))
        text = " ".join(parts)
        article = Article(
            f"g{a:05}", text, f"Article {a}", f"2024-{a % 12 + 1:02}", ["Le Soir", "La Voix", "L’Écho"][a % 3]
        )
        statements, at = [], 0
        for part, (x, r, y) in zip(parts, rows, strict=True):
            evidence = Evidence.of(article, at, at + len(part) - 1, (at, at + len(part)))
            factuality = rng.choices(["certain", "planned", "uncertain", "negated"], [80, 8, 9, 3])[0]
            statements.append(
                Statement(article.id, x, r, y, evidence, factuality, confidence=round(rng.uniform(0.4, 1), 2))
            )  # type: ignore[arg-type]
            at += len(part) + 1
        found.append(
            Extraction(article, tuple({e.id: e for r in rows for e in (r[0], r[2])}.values()), (), tuple(statements))
        )
    return found


#: Two outlets against a third, which denies one thing and has another seat; a fourth repeats a sentence of the first.
DISPUTED: list[Story] = [
    ("a-matin", "Solvéa prend Vitrum", "2024-03-12", "Le Matin économique", [
        ("Solvéa, installée à Lyon, a racheté la verrerie Vitrum pour 300 millions d’euros.", [
            ("Solvéa", "acquires", "Vitrum", {"amount": _EUR}), ("Solvéa", "headquartered_in", "Lyon")])]),
    ("b-radio", "Le verre, de près", "2024-03-13", "Radio Littoral", [
        ("Le groupe Solvéa met la main sur son fournisseur de toujours, le verrier Vitrum.", [("Solvéa", "acquires", "Vitrum")])]),
    ("c-gazette", "Vitrum n’est pas à vendre", "2024-03-14", "La Gazette du Rhône", [
        ("Non, Solvéa n’a pas racheté Vitrum, affirme Élise Marchand, jointe à son siège.", [
            ("Solvéa", "acquires", "Vitrum", {"factuality": "negated", "attributed_to": "Élise Marchand"})]),
        ("Solvéa a son siège social dans un ancien chantier naval, à Nantes.", [("Solvéa", "headquartered_in", "Nantes")])]),
    ("d-depeche", "En bref", "2024-03-15", "Dépêches", [
        ("Solvéa, installée à Lyon, a racheté la verrerie Vitrum pour 300 millions d’euros.", [
            ("Solvéa", "acquires", "Vitrum", {"amount": _EUR})])]),
]  # fmt: skip


def disputed() -> tuple[list[Extraction], Compared]:
    """Return articles that contradict each other, and what a graph makes of them."""
    store = MemoryStore(ontology=load_ontology())
    for s in DISPUTED:
        store.replace(story(s))
    extractions = list(store.extractions())
    return extractions, Compared(*compared_of(store, extractions))
