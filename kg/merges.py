"""Which names of a graph were taken for one entity, which nearly were, and why: what `kg entities` lists."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.changes import decisions_of
from kg.extract.names import fold
from kg.found import original
from kg.resolve import Identity, Resolution, decide
from kg.resolve.decisions import yaml_line

if TYPE_CHECKING:
    from kg.graph.store import Store
    from kg.ontology import Ontology
    from kg.records import Entity

__all__ = ["COLUMNS", "Row", "about", "entity_list"]

COLUMNS = ("kind", "entity", "class", "name", "others", "reason", "articles", "line", "wikidata")


@dataclass(frozen=True, slots=True)
class Row:
    """A merge, a near miss, or a decision that changed nothing.

    Parameters
    ----------
    kind : {"merged", "near miss", "unused decision"}
    entity : str
        Id of the entity.
    cls : str
        Its class.
    name : str
        The name that was merged into the entity, or was not.
    others : tuple of str
        What it was merged with, or might have stood for.
    reason : str
    articles : int
        How many articles use the name.
    line : str
        What to put into the table of decisions to have it the other way.
    wikidata : str
        Id of the entity there; "" where none is known.
    """

    kind: str
    entity: str
    cls: str
    name: str
    others: tuple[str, ...]
    reason: str
    articles: int
    line: str
    wikidata: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the row by the names of `COLUMNS`."""
        fields = asdict(self)
        fields["class"] = fields.pop("cls")
        return {c: list(fields[c]) if isinstance(fields[c], tuple) else fields[c] for c in COLUMNS}


def entity_list(store: Store, ontology: Ontology) -> list[Row]:
    """Return merges, then near misses, then decisions that changed nothing.

    Examples
    --------
    >>> from kg.changes import add
    >>> from kg.graph.store import MemoryStore
    >>> from kg.ontology import load_ontology
    >>> from kg.records import Article, Entity, Extraction
    >>> store = MemoryStore()
    >>> for id, name in (("a", "Emmanuel Macron"), ("b", "Macron"), ("c", "E. Macron")):
    ...     add(store, [Extraction(Article(id, name), (Entity("0", name, "Person"),))], load_ontology())
    >>> for row in entity_list(store, load_ontology()):
    ...     print(row.kind, row.entity, row.name, row.reason, row.line, sep=" | ")
    merged | Emmanuel_Macron | E. Macron | initials | different: [Emmanuel Macron, E. Macron]
    merged | Emmanuel_Macron | Macron | surname | different: [Emmanuel Macron, Macron]
    """
    pairs = [(x.article.id, e) for x in store.extractions() for e in original(x).entities]
    found = decide(pairs, ontology, decisions_of(store, ontology))
    names: dict[Identity, str] = {}
    articles: dict[Identity, int] = {}
    for component in found.linked.components:
        for group in component:
            names[group.identity], articles[group.identity] = group.name, group.articles
    lister = _Lister(found, names, articles)
    return [*lister.merged(), *lister.near(), *lister.unused()]


class _Lister:
    def __init__(self, found: Resolution, names: dict[Identity, str], articles: dict[Identity, int]) -> None:
        self.found = found
        self.names = names
        self.articles = articles
        self.folded = [i[0] for i in names]

    def _item(self, identity: Identity) -> str:
        """Write a name as an item of a decision: with its class, where the name has several."""
        name = self.names[identity]
        return name if self.folded.count(identity[0]) == 1 else f"{name} ({identity[1]})"

    def merged(self) -> list[Row]:
        rows = []
        for merge in self.found.linked.merges:
            entity = self.found.entities[merge.name]
            line = yaml_line("different", [self._item(merge.into), self._item(merge.name)])
            rows.append(self._row("merged", entity, merge.name, (merge.into,), merge.reason, line))
        return sorted(rows, key=lambda r: (r.entity, r.name))

    def near(self) -> list[Row]:
        rows = []
        for miss in self.found.linked.near:
            entity = self.found.entities[miss.name]
            rows.append(self._row("near miss", entity, miss.name, miss.others, miss.reason, miss.line))
        return sorted(rows, key=lambda r: (-r.articles, r.entity, r.others))

    def unused(self) -> list[Row]:
        return [Row("unused decision", "", "", f"line {n}", (), why, 0, "") for n, why in self.found.linked.unused]

    def _row(
        self, kind: str, entity: Entity, name: Identity, others: tuple[Identity, ...], reason: str, line: str
    ) -> Row:
        written = tuple(f"{self.names[o]} ({o[1]})" if o[0] == name[0] else self.names[o] for o in others)
        return Row(
            kind, entity.id, entity.type, self.names[name], written, reason, self.articles[name], line, entity.wikidata
        )


def about(rows: list[Row], wanted: str) -> list[Row]:
    """Return the rows that have to do with a name or an id."""
    key = fold(wanted.removeprefix("ent:").replace("_", " "))

    def tells(row: Row) -> bool:
        names = (row.name, row.entity.replace("_", " "), *row.others)
        return any(key in fold(n).split(" ") or key == fold(n) for n in names)

    return [row for row in rows if tells(row)]
