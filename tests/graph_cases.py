"""Extractions for the tests of the graph: one by hand, and any that can be (hypothesis)."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kg.records import (
    FACTUALITIES,
    Amount,
    Article,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Statement,
    Value,
)

TEXT = (
    "Selon Bloomberg, Microsoft aurait investi 10 milliards de dollars dans OpenAI.\n"
    "Satya Nadella est PDG de Microsoft. Fondé en avril 1975, « le groupe » n'a pas racheté Orange."
)
MICROSOFT = Entity("Microsoft", "Microsoft", "Company", ("MS", "le groupe"))
OPENAI = Entity("OpenAI", "OpenAI", "Company")
BLOOMBERG = Entity("Bloomberg", "Bloomberg", "MediaOrganization")
NADELLA = Entity("Satya_Nadella", "Satya Nadella", "Person", ("Nadella",))
ORANGE = Entity("Orange_(Company)", "Orange", "Company")


def spot(article: Article, quote: str) -> Evidence:
    """Return the evidence of a quote, in the paragraph around it."""
    start = article.text.index(quote)
    begin = article.text.rfind("\n", 0, start) + 1
    end = article.text.find("\n", start)
    return Evidence.of(article, start, start + len(quote), (begin, len(article.text) if end < 0 else end))


def mention(article: Article, text: str, cls: str) -> Mention:
    """Return the mention of a name where it first stands."""
    start = article.text.index(text)
    return Mention(start, start + len(text), text, "name", cls)


def extraction(id: str = "2023-01-microsoft-openai", **changes: Any) -> Extraction:
    """Return an extraction that has one of everything."""
    article = Article(id, TEXT, "Microsoft et OpenAI", "2023-01-23", "Le Monde", "https://example.org/a?b=c d")
    invests = Statement(
        id,
        MICROSOFT,
        "invests_in",
        OPENAI,
        spot(article, "Microsoft aurait investi 10 milliards de dollars dans OpenAI"),
        factuality="uncertain",
        attributed_to=BLOOMBERG,
        date="2023-01",
        amount=Amount("10 milliards de dollars", 1e10, "USD", "about"),
        share=49.5,
        confidence=0.82,
        rule="investir/obl:dans",
    )
    ceo = Statement(
        id, NADELLA, "ceo_of", MICROSOFT, spot(article, "Satya Nadella est PDG de Microsoft"), role="PDG", rule="PDG"
    )
    founded = Statement(id, MICROSOFT, "founded_on", Value("1975-04", "date"), spot(article, "Fondé en avril 1975"))
    known = Statement(id, MICROSOFT, "also_known_as", Value("le groupe"), spot(article, "« le groupe »"))
    acquires = Statement(
        id, MICROSOFT, "acquires", ORANGE, spot(article, "n'a pas racheté Orange"), factuality="negated"
    )
    fields = {
        "article": article,
        "entities": (BLOOMBERG, MICROSOFT, OPENAI, NADELLA, ORANGE),
        "mentions": (
            (mention(article, "Bloomberg", "MediaOrganization"), BLOOMBERG.id),
            (mention(article, "Microsoft", ""), MICROSOFT.id),
            (mention(article, "Satya Nadella", "Person"), NADELLA.id),
        ),
        "statements": (invests, ceo, founded, known, acquires),
    }
    return Extraction(**{**fields, **changes})


# ── any extraction ───────────────────────────────────────────────────────────

#: Any text that an encoding can hold: controls, quotes, noncharacters, emoji, right-to-left marks …
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
some = texts.filter(bool)
#: Names that have broken a writer of RDF somewhere.
odd = st.sampled_from(
    [
        *('a"b', "a\\b", "a\nb", "a\r\nb", '"""', "'''", "a\x00b", "\ufffe", "\u2028", "<a>", "{a}", "a|b", "a^b", "`"),
        *(".", "..", "a.", ".a", "a/b#c?d", "ent:x", "_:b", "-", "É", "e\u0301", "\u202e", "\ufeff", "𝒜", "a·b", "º"),
        *("%41", "@fr", "a\rb", "=1", ""),
    ]
)
names = st.one_of(st.sampled_from(["Microsoft", "Satya Nadella", "L'Oréal", "AC/DC", "Orange (Place)"]), odd, some)
dates = st.one_of(
    st.integers(1000, 2999).map(str),
    st.dates().map(lambda d: d.isoformat()[:7]),
    st.dates().map(lambda d: d.isoformat()),
    st.sampled_from(["2023-02-30", "0000", "2023-13", "hier"]),
)
numbers = st.one_of(st.integers(-(10**12), 10**30).map(float), st.floats(allow_nan=False, allow_infinity=False)).map(
    lambda x: x + 0.0 if x else 0.0
)
classes = st.sampled_from(["Company", "Person", "Organization", "Place", "Odd class"])


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    """Draw an entity."""
    aliases = draw(st.lists(names, max_size=2, unique=True))
    return Entity(draw(names), draw(names), draw(classes), tuple(sorted(aliases)))


@st.composite
def extractions(draw: st.DrawFn, ids: st.SearchStrategy[str] = some) -> Extraction:
    """Draw an extraction in its canonical order."""
    optional = st.none() | texts
    text = draw(st.text(st.characters(exclude_categories=("Cs",)), min_size=2, max_size=60))
    article = Article(draw(ids), text, draw(optional), draw(st.none() | dates), draw(optional), draw(optional))
    known = draw(st.lists(entities(), max_size=5, unique_by=lambda e: e.id))
    if not known:
        return Extraction(article)
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).filter(lambda s: s[0] < s[1])
    mentions = [
        (
            Mention(
                a, b, text[a:b], draw(st.sampled_from(["name", "nominal", "pronoun"])), draw(classes | st.just(""))
            ),
            e.id,
        )
        for a, b, e in draw(st.lists(st.tuples(spans, st.sampled_from(known)).map(lambda p: (*p[0], p[1])), max_size=4))
    ]
    statements = [draw(statements_of(article, known, span)) for span in draw(st.lists(spans, max_size=4))]
    distinct = {s.key: s for s in statements}
    return Extraction(
        article,
        tuple(draw(st.permutations(known))),
        tuple(sorted(mentions, key=lambda m: (m[0].start, m[0].end))),
        tuple(sorted(distinct.values(), key=lambda s: (s.evidence.start, s.evidence.end, s.key))),
    )


@st.composite
def statements_of(draw: st.DrawFn, article: Article, known: list[Entity], span: list[int]) -> Statement:
    """Draw a statement about some entities."""
    entity = st.sampled_from(known)
    value = st.builds(Value, names, st.just("text")) | st.builds(Value, dates, st.just("date"))
    unit = st.none() | st.sampled_from(["USD", "EUR", "salariés", "usd", "€"])
    return Statement(
        article.id,
        draw(entity),
        draw(st.sampled_from(["invests_in", "ceo_of", "odd relation"])),
        draw(entity | value),
        Evidence.of(article, span[0], span[1], (draw(st.integers(0, span[0])), len(article.text))),
        factuality=draw(st.sampled_from(FACTUALITIES)),
        attributed_to=draw(st.none() | entity),
        date=draw(st.none() | dates),
        amount=draw(
            st.none()
            | st.builds(Amount, texts, st.none() | numbers, unit, st.sampled_from(["exact", "about", "min", "max"]))
        ),
        share=draw(st.none() | numbers),
        role=draw(st.none() | texts),
        former=draw(st.booleans()),
        confidence=draw(st.floats(0, 1).map(lambda x: x + 0.0)),
        rule=draw(texts),
    )
