"""Quads → TriG, Turtle and N-Quads, the same bytes for the same quads; the first two grouped for a reader.

The facts stand first, then what comparing statements tells, then the ontology, then the articles by id; within an
article, itself, its statements in text order, and who is mentioned where.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, serialize

from kg.graph import names
from kg.graph import vocabulary as v
from kg.graph.writing import Term

__all__ = ["escape", "graph_key", "nquads", "nquads_lines", "trig", "trig_parts", "turtle"]

#: Lines of N-Quads that are sorted at once.
_RUN = 100_000
#: Characters of a local name that need no escape, and that every parser takes.
_LETTER = "A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u3001-\ud7ff"
_LOCAL = re.compile(f"[{_LETTER}](?:[{_LETTER}.-]*[{_LETTER}-])?")
_BARE = {
    names.XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    names.XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    names.XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
#: Controls, line ends of Unicode, byte order marks and noncharacters: legal or not, they are escaped.
_ODD = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufdd0-\ufdef\ufffe\uffff]')
#: What leads; every other predicate follows in alphabetical order.
_FIRST = {p.value: i for i, p in enumerate((v.TYPE, v.LABEL, v.ALT_LABEL, v.SUBJECT, v.PREDICATE, v.OBJECT))}


def escape(text: str, *, lines: bool = False) -> str:
    r"""Escape a text for a quoted string of Turtle, TriG or N-Quads.

    Examples
    --------
    >>> print(escape('Un « mot »\n"dit"\x00'))
    Un « mot »\n\"dit\"\u0000
    """
    found = _ODD.sub(lambda m: _ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04X}", text)
    return found.replace("\\n", "\n") if lines else found


class _Writer:
    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        self._prefix = {namespace: prefix for prefix, namespace in prefixes.items()}
        longest = sorted(self._prefix, key=lambda n: (-len(n), n))
        self._namespace = re.compile("|".join(map(re.escape, longest)))
        self._known: dict[str, str] = {}
        self._ordered: dict[tuple[str, ...], list[tuple[str, str]]] = {}

    def iri(self, iri: str) -> str:
        """Write an IRI, short where that is legal without escapes."""
        found = self._known.get(iri)
        if found is None:
            match = self._namespace.match(iri)
            local = iri[match.end() :] if match else ""
            found = f"{self._prefix[match[0]]}:{local}" if match and _LOCAL.fullmatch(local) else f"<{iri}>"
            self._known[iri] = found
        return found

    def term(self, node: Term) -> str:
        """Write a node."""
        if isinstance(node, NamedNode):
            return self.iri(node.value)
        if not isinstance(node, Literal):
            raise TypeError(f"no blank node or triple term in this model: {node}")
        text, language = node.value, node.language
        if language:
            return f"{_quoted(text)}@{language}"
        datatype = node.datatype.value
        if datatype == names.XSD + "string":
            return _quoted(text)
        if datatype in _BARE and _BARE[datatype].fullmatch(text):
            return text
        return f"{_quoted(text)}^^{self.iri(datatype)}"

    def graph(self, quads: Iterable[Quad], indent: str) -> Iterator[str]:
        """Write the triples of one graph, grouped by subject."""
        by_subject: dict[str, dict[str, list[str]]] = {}
        for quad in quads:
            objects = by_subject.setdefault(_iri(quad.subject), {})
            objects.setdefault(quad.predicate.value, []).append(self.term(quad.object))
        begins = {s: _begin(objects[v.BEGIN.value]) for s, objects in by_subject.items() if v.BEGIN.value in objects}
        apart = f" ;\n{indent}    "
        for subject in sorted(by_subject, key=lambda s: _subject_key(s, begins)):
            objects = by_subject[subject]
            lines = [f"{verb} {' , '.join(sorted(objects[p]))}" for p, verb in self._verbs(tuple(objects))]
            yield f"{indent}{self.iri(subject)} {apart.join(lines)} .\n"

    def _verbs(self, predicates: tuple[str, ...]) -> list[tuple[str, str]]:
        """Order predicates, and write them; the same few sets of them come again and again."""
        found = self._ordered.get(predicates)
        if found is None:
            ordered = sorted(predicates, key=_predicate_key)
            found = [(p, "a" if p == v.TYPE.value else self.iri(p)) for p in ordered]
            self._ordered[predicates] = found
        return found

    def head(self) -> Iterator[str]:
        """Declare the prefixes."""
        for prefix, namespace in self.prefixes.items():
            yield f"@prefix {prefix}: <{namespace}> .\n"


def _iri(node: Term | DefaultGraph) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def _quoted(text: str) -> str:
    return f'"""{escape(text, lines=True)}"""' if "\n" in text else f'"{escape(text)}"'


def _begin(written: Sequence[str]) -> int:
    """Read where something begins off the integer that was written for it."""
    return int(written[-1]) if written[-1].isdecimal() else 0


def _predicate_key(predicate: str) -> tuple[int, str]:
    return (_FIRST.get(predicate, len(_FIRST)), predicate)


def _subject_key(subject: str, begins: Mapping[str, int]) -> tuple[int, int, str]:
    """Sort an article first, its statements (with their amounts) by place, then entities and mentions."""
    part = 2 if "/mention/" in subject else 1 if "/statement/" in subject else 0
    return (part, begins.get(subject.removesuffix("/amount"), 0), subject)


def graph_key(graph: str) -> tuple[int, str]:
    """Sort the facts first, then what comparing statements tells, the ontology and the notes, then articles by id."""
    first = [g.value for g in v.SHARED]
    return (first.index(graph) if graph in first else len(first), graph)


def trig(quads: Iterable[Quad], prefixes: Mapping[str, str], *, first_line: str = "") -> str:
    """Write quads of named graphs as TriG.

    Parameters
    ----------
    quads : iterable of Quad
    prefixes : mapping of str to str
        Prefix → namespace; all are declared.
    first_line : str
        A comment to begin with.

    Examples
    --------
    >>> quad = Quad(v.kg("a"), v.TYPE, v.kg("B"), v.FACTS)
    >>> print(trig([quad], {"kg": names.KG}), end="")
    @prefix kg: <https://kg.example/ontology#> .
    <BLANKLINE>
    kg:facts {
        kg:a a kg:B .
    }
    """
    by_graph: dict[str, list[Quad]] = {}
    for quad in quads:
        by_graph.setdefault(_iri(quad.graph_name), []).append(quad)
    return "".join(trig_parts(sorted(by_graph.items(), key=lambda item: graph_key(item[0])), prefixes, first_line))


def trig_parts(
    graphs: Iterable[tuple[str, Iterable[Quad]]], prefixes: Mapping[str, str], first_line: str = ""
) -> Iterator[str]:
    """Write graphs as TriG, one after the other: each by its name and quads, in the order of `graph_key`."""
    writer = _Writer(prefixes)
    yield f"# {first_line}\n" if first_line else ""
    yield from writer.head()
    for graph, quads in graphs:
        yield f"\n{writer.iri(graph)} {{\n"
        yield from writer.graph(quads, "    ")
        yield "}\n"


def turtle(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> str:
    """Write the triples of quads as Turtle, whatever graphs they stand in."""
    writer = _Writer(prefixes)
    return "".join([*writer.head(), "\n", *writer.graph({q.triple: q for q in quads}.values(), "")])


def nquads(quads: Iterable[Quad]) -> str:
    """Write quads as N-Quads, sorted."""
    return b"".join(nquads_lines(quads)).decode()


def nquads_lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Write quads as N-Quads, line by line, sorted: in runs that are merged, so that only one is held in memory."""
    source = iter(quads)
    with ExitStack() as files:
        runs: list[IO[bytes]] = []
        while lines := (serialize(islice(source, _RUN), format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True):
            lines.sort()  # UTF-8 sorts as its characters do
            if not runs and len(lines) < _RUN:
                yield from lines
                return
            run = files.enter_context(TemporaryFile())
            run.writelines(lines)
            run.seek(0)
            runs.append(run)
        yield from merge(*runs)
