"""What a person decided about entities: an editable table in YAML, replayed on every build.

::

    same: [Emmanuel Macron, Macron]             # one entity
    same: [EDF, Électricité de France, wd:Q274591]
    different: [Paul Martin, Martin]            # two, whatever kg thinks
    rename: {EDF: Électricité de France}        # what it is called, and its IRI

Each line is a decision, and a key may come again; under one key, a list of lists
is several. A name stands for whatever articles call so; « Orange (Place) » only
for what has that class, or one below. `docs/decisions/entities.md` says more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from kg.errors import FormatError
from kg.extract.names import fold
from kg.ontology import Ontology
from kg.resolve.names import coarse_class

__all__ = ["NO_DECISIONS", "Decision", "Decisions", "Item", "read_decisions", "read_file", "yaml_line"]

_WIKIDATA = re.compile(r"(?:wd:|https?://www\.wikidata\.org/(?:entity|wiki)/)(Q[1-9][0-9]*)")
_CLASSED = re.compile(r"(.+?)[ _]\((\w+)\)")
_CURE = "write same: [A, B], different: [A, B] or rename: {A: B}"


@dataclass(frozen=True, slots=True)
class Item:
    """A name in a decision.

    Parameters
    ----------
    text : str
        As it is written.
    key : str
        Its name, folded.
    coarse : str
        The coarse class that it names; "" where it names none.
    """

    text: str
    key: str
    coarse: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Names that are one entity, or that are not.

    Parameters
    ----------
    items : tuple of Item
    wikidata : str
        The Wikidata item that they are, or are not ("Q142"); "" where the decision names none.
    line : int
        Where it stands in its table, from 1.
    """

    items: tuple[Item, ...]
    wikidata: str
    line: int


@dataclass(frozen=True)
class Decisions:
    """A table of decisions.

    Parameters
    ----------
    same, different : tuple of Decision
    rename : tuple of (Item, str, int)
        What gets which name, and the line.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> found = read_decisions("same: [EDF, Électricité de France, wd:Q274591]", load_ontology())
    >>> [item.key for item in found.same[0].items], found.same[0].wikidata
    (['edf', 'electricite de france'], 'Q274591')
    """

    same: tuple[Decision, ...] = ()
    different: tuple[Decision, ...] = ()
    rename: tuple[tuple[Item, str, int], ...] = ()

    @cached_property
    def by_name(self) -> dict[str, list[tuple[int, str | None, str]]]:
        """By folded name: the number of a `same:` (or 0), the new name of a `rename:`, and the coarse class meant."""
        found: dict[str, list[tuple[int, str | None, str]]] = {}
        for n, decision in enumerate(self.same):
            for item in decision.items:
                found.setdefault(item.key, []).append((n, None, item.coarse))
        for item, new, _ in self.rename:
            found.setdefault(item.key, []).append((0, new, item.coarse))
        return found

    def __add__(self, other: Decisions) -> Decisions:
        return Decisions(self.same + other.same, self.different + other.different, self.rename + other.rename)


NO_DECISIONS = Decisions()


def yaml_line(kind: str, names: Sequence[str]) -> str:
    """Write a decision as a line to paste into a table.

    Examples
    --------
    >>> yaml_line("same", ["Emmanuel Macron", "Macron"])
    'same: [Emmanuel Macron, Macron]'
    >>> yaml_line("same", ["Dupont: frères", "Dupont"])
    "same: ['Dupont: frères', Dupont]"
    """
    listed = yaml.safe_dump(list(names), default_flow_style=True, allow_unicode=True, width=10**6)
    return f"{kind}: {listed.strip()}"


def read_decisions(text: str, ontology: Ontology, *, where: str = "decisions") -> Decisions:
    r"""Read a table of decisions.

    Parameters
    ----------
    where : str
        What errors call the table: its file.

    Raises
    ------
    FormatError
        It is not YAML, or not such a table; the message has the line.

    Examples
    --------
    >>> from kg.ontology import load_ontology
    >>> read_decisions("same: [A, B]\nsaem: [C, D]", load_ontology(), where="d.yaml")
    Traceback (most recent call last):
        ...
    kg.errors.FormatError: d.yaml:2: no decision 'saem'; write same: [A, B], different: [A, B] or rename: {A: B}
    """
    return _Reader(ontology, where).read(text)


def read_file(path: Path | str) -> str:
    """Read a table's text; FormatError where it is not UTF-8."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: is not UTF-8 text; save it as UTF-8") from error


class _Reader:
    def __init__(self, ontology: Ontology, where: str) -> None:
        self.ontology = ontology
        self.where = where
        self.classes = {c.casefold(): c for c in ontology.classes}

    def read(self, text: str) -> Decisions:
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._error(mark.line + 1 if mark else 1, f"not YAML ({error.problem or error.context})") from error
        except yaml.YAMLError as error:  # characters that YAML does not take
            raise self._error(1, f"not YAML ({str(error).splitlines()[0]})") from error
        if root is None:
            return NO_DECISIONS
        if not isinstance(root, yaml.MappingNode):
            raise self._error(_line(root), "not a table of decisions")
        same: list[Decision] = []
        different: list[Decision] = []
        rename: list[tuple[Item, str, int]] = []
        for key, value in root.value:
            if key.value == "same":
                same += self._lists(value)
            elif key.value == "different":
                different += self._lists(value)
            elif key.value == "rename":
                rename += self._renames(value)
            else:
                raise self._error(_line(key), f"no decision {key.value!r}")
        return Decisions(tuple(same), tuple(different), tuple(rename))

    def _lists(self, node: yaml.Node) -> Iterator[Decision]:
        """Read one list of names, or a list of such lists."""
        if _empty(node):
            return
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(_line(node), "a list of names belongs here")
        nested = [isinstance(n, yaml.SequenceNode) for n in node.value]
        if any(nested) and not all(nested):
            raise self._error(_line(node), "names and lists of names stand side by side")
        for listed in node.value if any(nested) else [node]:
            yield self._decision(listed)

    def _decision(self, node: yaml.SequenceNode) -> Decision:
        line = _line(node)
        texts = [self._text(n) for n in node.value]
        wikidata = [m[1] for t in texts if (m := _WIKIDATA.fullmatch(t))]
        items = tuple(self._item(t, line) for t in texts if not _WIKIDATA.fullmatch(t))
        if len(wikidata) > 1:
            raise self._error(line, f"two items of Wikidata, {' and '.join(wikidata)}: keep one")
        if not items or len({(i.key, i.coarse) for i in items}) + len(wikidata) < 2:
            raise self._error(line, "a decision is about two names or more")
        return Decision(items, next(iter(wikidata), ""), line)

    def _renames(self, node: yaml.Node) -> Iterator[tuple[Item, str, int]]:
        if _empty(node):
            return
        if not isinstance(node, yaml.MappingNode):
            raise self._error(_line(node), "names and their new names belong here")
        for key, value in node.value:
            name = self._text(value)
            if not fold(name):
                raise self._error(_line(value), "a new name needs a letter")
            yield self._item(self._text(key), _line(key)), " ".join(name.split()), _line(key)

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self._error(_line(node), "a name belongs here")
        return str(node.value)  # as written: « No » and « 1664 » are names, too

    def _item(self, text: str, line: int) -> Item:
        bare = text.removeprefix("ent:")
        classed = _CLASSED.fullmatch(bare)
        cls = self.classes.get(classed[2].casefold()) if classed else None
        name = (classed[1] if classed and cls else bare).replace("_", " ")
        if not fold(name):
            raise self._error(line, f"{text!r} is no name")
        return Item(text, fold(name), coarse_class(cls, self.ontology) if cls else "")

    def _error(self, line: int, problem: str) -> FormatError:
        return FormatError(f"{self.where}:{line}: {problem}; {_CURE}")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"
