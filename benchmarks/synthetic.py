"""Synthetic articles, shaped like those that a build of a French newspaper gives: no words of anybody, any number.

Some thirteen names, twenty-two mentions and five statements in 1,400 characters, 354 quads; a build of 100 real
articles that was looked at had 14, 22, 5, 1,070 and 370. A story is told in `STORY` articles, of some outlets, and its
people and firms are named in most of them; each article has some names of its own.

Surnames are shared about as they are in real texts: of 1,235 people in the 360 articles of `training/data/articles`,
21 % have a surname that another has, the commonest 0.5 %; 4.5 % of the people of an article (5 % on Wikinews) are
called by the surname alone, and here each of these has a full name elsewhere, which there few have. With `shared`,
people share surnames far more: half of 1,150, the commonest 1.4 %. With `hub`, an article also names what a part of
all articles names, whatever their number: a country, its president.
"""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from functools import cache
from itertools import accumulate, cycle, islice

from kg.extract.types import first_names
from kg.records import Amount, Article, Entity, Evidence, Extraction, Mention, Statement

__all__ = ["STORY", "article"]

#: Articles of one story, whatever the size of the graph.
STORY = 10
#: Of these, in which the first person is called by the surname alone.
SURNAME_ALONE = (2, 5, 8)
OUTLETS = ("Le Monde", "Les Échos", "Ouest-France", "AFP", "Libération", "La Croix", "Sud Ouest", "Le Figaro")
#: How a statement may be worded: relation, and words between its two ends.
SAYS = (
    ("ceo_of", "dirige depuis deux ans, sans que personne ne s'en émeuve,"),
    ("acquires", "a racheté lundi, au terme de longues tractations,"),
    ("invests_in", "compte investir plusieurs millions d'euros dans"),
    ("headquartered_in", "a gardé son siège, malgré les rumeurs, à"),
    ("partners_with", "a signé un accord de partenariat avec"),
    ("accuses", "accuse publiquement de concurrence déloyale"),
)
_ONSETS = "b c d f g l m n p r s t v br ch cr dr fl gr pl tr vr".split()
_RHYMES = "a é i o u ou an on in eau er et ard ain el ier oux as el is ot ent elle ure".split()


@cache
def _surnames(*, shared: bool) -> tuple[list[str], list[float]]:
    """Make surnames, and how common each is: by its rank, as Zipf and Mandelbrot found."""
    rng = random.Random("surnames")
    number, offset = (9_000, 10) if shared else (30_000, 120)
    made = {"".join(map(_syllable, [rng] * rng.choice((2, 2, 3)))).capitalize() for _ in range(number)}
    names = sorted(made)
    rng.shuffle(names)
    return names, list(accumulate(1 / (rank + offset) for rank in range(len(names))))


@cache
def _first_names() -> list[str]:
    return sorted(n.capitalize() for n in first_names() if n.isalpha())[:400]


def _syllable(rng: random.Random) -> str:
    return rng.choice(_ONSETS) + rng.choice(_RHYMES)


def _word(rng: random.Random, syllables: int = 3) -> str:
    return "".join(_syllable(rng) for _ in range(syllables)).capitalize()


def _person(rng: random.Random, id: str, *, shared: bool) -> Entity:
    names, weights = _surnames(shared=shared)
    last = rng.choices(names, cum_weights=weights)[0]
    aliases = (last,) if rng.random() < 0.1 else ()
    return Entity(id, f"{rng.choice(_first_names())} {last}", "Person", aliases)


def _firm(rng: random.Random, id: str) -> Entity:
    form = rng.choice(("{}", "{}", "Groupe {}", "{} SA", "Banque {}", "Laboratoires {}"))
    return Entity(id, form.format(_word(rng)), "Company")


@cache
def _cast(story: int, *, shared: bool) -> tuple[Entity, ...]:
    """Make whom a story is about: two people, two firms, two places, a body."""
    rng = random.Random(f"story {story}")
    return (
        *(_person(rng, f"s{i}", shared=shared) for i in range(2)),
        *(_firm(rng, f"s{i}") for i in range(2, 4)),
        *(Entity(f"s{i}", f"{_word(rng)}-sur-{_word(rng)}", "City") for i in range(4, 6)),
        Entity("s6", f"Agence de {_word(rng)}", "Organization"),
    )


def article(number: int, *, hub: bool = False, shared: bool = False) -> Extraction:
    """Make what one article gives, before it is resolved.

    Parameters
    ----------
    number : int
        The same number gives the same article.
    hub : bool
        Whether it names what very many articles name.
    shared : bool
        Whether people share surnames far more than in real texts.
    """
    rng = random.Random(f"article {number}")
    cast = [e for e in _cast(number // STORY, shared=shared) if rng.random() < 0.8]
    if cast and cast[0].id == "s0" and number % STORY in SURNAME_ALONE:
        cast[0] = Entity("s0", cast[0].name.partition(" ")[2], "Person")
    own = [_person(rng, f"p{i}", shared=shared) for i in range(3)] + [_firm(rng, f"f{i}") for i in range(3)]
    own.append(Entity("c", f"{_word(rng)}-les-{_word(rng)}", "City"))
    known = [Entity("h0", "France", "Country"), Entity("h1", "Emmanuel Macron", "Person", ("Macron",))] if hub else []
    entities = (*cast, *own, *known)
    source = Article(
        f"a{number}",
        title=f"Titre {number}",
        text="",
        date=(datetime.date(2020, 1, 1) + datetime.timedelta(number // STORY % 1500)).isoformat(),
        source=OUTLETS[number % len(OUTLETS)],
    )
    text, spans, stated = _written(rng, entities, cast or own, own)
    source = replace(source, text=text)
    mentions = tuple((Mention(b, e, text[b:e], "name", entity.type), entity.id) for entity, b, e in spans)
    return Extraction(source, entities, mentions, tuple(_statement(source, rng, *found) for found in stated))


_Span = tuple[Entity, int, int]


def _written(
    rng: random.Random, entities: tuple[Entity, ...], cast: list[Entity], own: list[Entity]
) -> tuple[str, list[_Span], list[tuple[_Span, str, _Span]]]:
    """Write sentences that state something, and others that name the rest; return the names and what is stated."""
    parts: list[str] = []
    spans: list[_Span] = []
    stated: list[tuple[_Span, str, _Span]] = []

    def put(text: str) -> tuple[int, int]:
        begin = sum(map(len, parts))
        parts.append(text)
        return begin, begin + len(text)

    def name(entity: Entity) -> _Span:
        span = (entity, *put(entity.name))
        spans.append(span)
        return span

    def first(ends: list[Entity], cls: str, but: Entity | None = None) -> Entity:
        return next(e for e in (*ends, *own) if e.type == cls and e != but)

    for i, (relation, words) in enumerate(islice(cycle(SAYS), number := rng.randint(0, 5), number + 5)):
        among, others = (cast, own) if i % 2 else (own, cast)
        subject = first(among, "Person" if relation == "ceo_of" else "Company")
        object = first(others, "City" if relation == "headquartered_in" else "Company", subject)
        left = name(subject)
        put(f" {words} ")
        stated.append((left, relation, name(object)))
        put(", comme l'a rappelé la direction dans un communiqué.\n")
    for entity in entities[: rng.randint(10, 14)]:
        put("Interrogé, ")
        name(entity)
        put(" n'a pas souhaité donner suite. ")
    return "".join(parts), spans, stated


def _statement(source: Article, rng: random.Random, left: _Span, relation: str, right: _Span) -> Statement:
    begin = source.text.rfind("\n", 0, left[1]) + 1
    end = source.text.index("\n", begin)
    price = relation == "acquires" and rng.random() < 0.5
    value = rng.randint(2, 900)
    return Statement(
        source.id,
        left[0],
        relation,
        right[0],
        Evidence.of(source, left[1], right[2], (begin, end)),
        factuality=rng.choices(("certain", "planned", "uncertain", "negated"), (85, 7, 6, 2))[0],  # type: ignore[arg-type]
        date=source.date if rng.random() < 0.3 else None,
        amount=Amount(f"{value} millions d'euros", value * 1e6, "EUR") if price else None,
        former=rng.random() < 0.05,
        confidence=round(rng.uniform(0.5, 0.95), 2),
        rule="synthetic",
    )
