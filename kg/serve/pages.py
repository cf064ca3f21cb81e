"""Templates, autoescaped: nothing that stands in a graph ever becomes markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.serve.negotiate import best_language

__all__ = ["HTML", "LANGUAGES", "Language", "Reply", "html", "warm"]

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGES = ("fr", "en")
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a client gets."""

    body: bytes
    media_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a page, and whether the client chose it by the address (links then keep it)."""

    name: str
    chosen: bool = False

    @classmethod
    def of(cls, asked: str | None, accept: str) -> Language:
        """Take the language of the address, else the one that the client's browser likes best.

        Examples
        --------
        >>> Language.of("en", ""), Language.of(None, "de")
        (Language(name='en', chosen=True), Language(name='fr', chosen=False))
        """
        if asked in LANGUAGES:
            return cls(str(asked), chosen=True)
        return cls(best_language(accept, LANGUAGES))

    def url(self, path: str, **parameters: str) -> str:
        """Return an address within the site, in this language."""
        given = {**parameters, **({"lang": self.name} if self.chosen else {})}
        path, hash_sign, place = path.partition("#")
        return path + (f"?{urlencode(given)}" if given else "") + hash_sign + place


def html(template: str, language: Language, *, status: int = 200, **values: Any) -> Reply:
    """Fill a template.

    Examples
    --------
    >>> html("error.html", Language("en"), message="<b>", status=404).body.decode().count("&lt;b&gt;")
    1
    """
    other = next(name for name in LANGUAGES if name != language.name)
    text = (
        _environment()
        .get_template(template)
        .render(
            t=_strings()[language.name],
            lang=language.name,
            other=other,
            chosen=language.chosen,
            url=language.url,
            **values,
        )
    )
    return Reply(text.encode("utf-8", "replace"), status=status)


def warm() -> None:
    """Read all templates, so that copies of this process have them."""
    for template in TEMPLATES.glob("*.html"):
        _environment().get_template(template.name)
    _strings()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _strings() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((TEMPLATES / "strings.json").read_text(encoding="utf-8"))
    return found
