"""One self-contained HTML page of a graph.

pyvis builds nodes, edges and options (`view_draw`); our own autoescaped template renders
them with the vis-network that pyvis brings. Nothing of an article ever becomes markup:
texts travel as JSON in a data block, and the page's scripts only ever make text nodes of
them. The page asks the network for nothing, and its content security policy forbids it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.errors import FormatError, KgError
from kg.explore.choose import Choice
from kg.explore.view_compared import Compared
from kg.explore.view_data import PageData, PageEntity, collect
from kg.explore.view_draw import Look, draw
from kg.ontology import Ontology
from kg.records import FACTUALITIES, Extraction

__all__ = ["Compared", "read_theme", "render"]

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGES = ("fr", "en")
#: Joined in this order into one function: they share a scope, and leave nothing behind in the page.
SCRIPTS = (
    "data.js", "dom.js", "state.js", "select.js", "layout.js", "labels.js", "canvas.js", "cards.js",
    "panel.js", "search.js", "filters.js", "table.js", "export.js", "main.js",
)  # fmt: skip
#: Data above this many characters is packed (deflate, base64): a third of the size, but no longer readable in the file.
PACK_ABOVE = 400_000


def render(
    extractions: Iterable[Extraction],
    *,
    ontology: Ontology,
    title: str = "Graphe de connaissances",
    lang: str = "fr",
    limit: int = 150,
    theme: str = "",
    compared: Compared | None = None,
    choice: Choice | None = None,
    as_of: str | None = None,
) -> str:
    """Return the page that shows some extractions as a graph, with their evidence.

    Parameters
    ----------
    extractions : iterable of Extraction
        In any order; the same set gives the same page, byte for byte.
    ontology : Ontology
        Gives the labels of relations and classes.
    title : str
        Heading of the page.
    lang : {"fr", "en"}
        Language of the page; articles stay as they are.
    limit : int
        How many entities are drawn at first: the best by support and centrality. The page has a way to more.
    theme : str
        A style sheet that comes after the page's, as `read_theme` gives it. Beside rules it may set the page's
        variables (``--accent``, ``--ground``, …) and the colours of families (``--Person``, ``--Organization``, …).
    compared : Compared, optional
        How many independent sources support each statement, and what contradicts it. Without it the outlets that
        say the same are counted.
    choice : Choice, optional
        What part of a graph the extractions are, as `kg.explore.choose.choose` made it: the page says so.
    as_of : str, optional
        The day as of which the graph is; the page says so.

    Raises
    ------
    FormatError
        No such language, or a limit below 1.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> page = render([], ontology=load_ontology(), title="Vide")
    >>> page.startswith("<!doctype html>"), "<title>Vide</title>" in page
    (True, True)
    """
    if lang not in LANGUAGES:
        raise FormatError(f"no page in {lang!r}; choose one of {', '.join(LANGUAGES)}")
    if limit < 1:
        raise FormatError(f"cannot show {limit} entities; choose a limit of 1 or more")
    strings = json.loads((TEMPLATES / "strings.json").read_text(encoding="utf-8"))[lang]
    payload = _payload(extractions, ontology, lang, limit, compared)
    payload["part"] = _part(choice or Choice(), as_of, ontology, lang)
    return _fill(title=title, lang=lang, strings=strings, payload=payload | {"strings": strings}, theme=theme)


def read_theme(path: Path | str) -> str:
    """Read a style sheet for `render`.

    Raises
    ------
    FormatError
        It cannot be read, is not UTF-8, or would end the page's style element.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: is not UTF-8 text; save the style sheet as UTF-8") from error
    except OSError as error:
        raise FormatError(f"{path}: {error.strerror}; name a style sheet (.css)") from error
    if "</" in text or "<!--" in text:
        raise FormatError(f"{path}: has HTML in it ('</' or '<!--'); leave only CSS")
    return text


def _payload(
    extractions: Iterable[Extraction], ontology: Ontology, lang: str, limit: int, compared: Compared | None
) -> dict[str, Any]:
    """Return the data that the page's scripts read."""
    look = _look(ontology)
    data = collect(extractions, ontology=ontology, families=look.families, compared=compared)
    labels = {r.name: _label(r.labels, r.name, lang) for r in ontology.relations.values()}
    return {
        **_records(data),
        "lang": lang,
        "limit": limit,
        "classes": _classes(data, ontology, lang),
        "families": _families(data, look, ontology, lang),
        "factualities": {f: look.factuality[f] for f in FACTUALITIES},
        "relations": {name: labels.get(name, name) for name in sorted({s["predicate"] for s in data.statements})},
        "drawing": draw(data.entities, data.bundles, labels=labels, look=look, limit=limit),
    }


def _records(data: PageData) -> dict[str, Any]:
    """Return entities, bundles, statements and articles as JSON takes them, without what is empty."""
    names = [f.name for f in fields(PageEntity)]
    entities = [{n: v for n in names if (v := getattr(e, n)) not in ("", ())} for e in data.entities]
    bundles = [{"predicate": b.predicate, "statements": b.statements, "symmetric": b.symmetric} for b in data.bundles]
    return {"entities": entities, "bundles": bundles, "statements": data.statements, "articles": data.articles}


def _part(choice: Choice, as_of: str | None, ontology: Ontology, lang: str) -> list[dict[str, Any]]:
    """Return what was chosen of a graph, in the page's words where the ontology has them; [] for all of it."""

    def labels(names: Iterable[str], known: Mapping[str, Any]) -> list[str]:
        return [_label(known[n].labels, n, lang) if n in known else n for n in names]

    found: dict[str, Sequence[Any]] = {
        "focus": choice.focus,
        "relations": labels(choice.relations, ontology.relations),
        "classes": labels(choice.classes, ontology.classes),
        "factualities": choice.factualities,
        "outlets": choice.outlets,
        "since": [choice.since] if choice.since else [],
        "until": [choice.until] if choice.until else [],
        "confidence": [choice.min_confidence] if choice.min_confidence else [],
        "as_of": [as_of] if as_of else [],
    }
    return [
        {"key": key, "values": list(values)} | ({"hops": choice.hops} if key == "focus" else {})
        for key, values in found.items()
        if values
    ]


def _label(labels: Mapping[str, str], name: str, lang: str) -> str:
    return labels.get(lang) or labels.get("en") or name


def _look(ontology: Ontology) -> Look:
    """Read how families are drawn; classes of another ontology without a look get the spare ones."""
    raw = json.loads((TEMPLATES / "look.json").read_text(encoding="utf-8"))
    families = dict(raw["families"])
    bare = [c for c in ontology.classes if not any(ontology.is_a(c, f) or ontology.is_a(f, c) for f in families)]
    tops = [c for c in bare if not any(c != b and ontology.is_a(c, b) for b in bare)]
    families |= dict(zip(tops, raw["spare"], strict=False))
    return Look(families, raw["other"], raw["factuality"])


def _classes(data: PageData, ontology: Ontology, lang: str) -> dict[str, str]:
    used = sorted({e.type for e in data.entities})
    return {c: _label(ontology.classes[c].labels, c, lang) if c in ontology.classes else c for c in used}


def _families(data: PageData, look: Look, ontology: Ontology, lang: str) -> dict[str, dict[str, Any]]:
    """Return the legend: the families that occur, in the order of the look, "" last."""
    used = {e.family for e in data.entities}
    return {
        f: {**look.of(f), "label": _label(ontology.classes[f].labels, f, lang) if f in ontology.classes else f}
        for f in [*look.families, ""]
        if f in used
    }


def _fill(*, title: str, lang: str, strings: Mapping[str, str], payload: Mapping[str, Any], theme: str) -> str:
    script, vis = _script(), _vis_network()
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    data = _encode(payload)
    packed = len(data) > PACK_ABOVE
    if packed:
        data = base64.b64encode(zlib.compress(data.encode("utf-8", "replace"), 9)).decode("ascii")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("page.html").render(
        # Markup: our own files, what `read_theme` checked, and `_encode`
        title=title, lang=lang, t=strings, policy=_policy([vis, script], [style, theme]), packed=packed,
        style=Markup(style), theme=Markup(theme), vis=Markup(vis), script=Markup(script), data=Markup(data),
    )  # fmt: skip
    return page.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate cannot be written to a file


def _encode(payload: Mapping[str, Any]) -> str:
    r"""Return JSON that cannot end, or open, anything in HTML or JavaScript.

    Examples
    --------
    >>> _encode({"a": "</script><!-- &"})
    '{"a":"\\u003c/script\\u003e\\u003c!-- \\u0026"}'
    """
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return re.sub("[<>&\u2028\u2029\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", text)


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Return the content security policy: these scripts and styles by their hashes, and nothing else."""

    def sources(texts: Sequence[str]) -> str:
        return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in texts)

    return (
        f"default-src 'none'; script-src {sources(scripts)}; style-src {sources(styles)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


@cache
def _script() -> str:
    parts = [(TEMPLATES / "js" / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return '(async () => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


@cache
def _vis_network() -> str:
    """Return the newest vis-network that pyvis brings, licence notice and all, without its source map."""
    found = sorted(Path(str(files("pyvis"))).glob("templates/lib/vis-*/vis-network.min.js"))
    if not found:
        raise KgError("pyvis has no vis-network in its folder; install pyvis 0.3.2 or newer again")
    source = found[-1].read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=\S*\s*$", "", source).replace("</script", "<\\/script")
