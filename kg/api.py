"""`KnowledgeGraph`: what Python and notebook users hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.display import Page, notebook_bar
from kg.errors import StoreError
from kg.graph.memory import MemoryStore
from kg.graph.names import DEFAULT_BASE, Namespaces
from kg.graph.store import Store, open_store
from kg.records import MIN_CONFIDENCE, Article, Extraction, Report

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from kg.changes import Difference
    from kg.explore.choose import Choice
    from kg.explore.explorer import Network
    from kg.graph.results import Result
    from kg.graph.validate import Violation
    from kg.merges import Row
    from kg.ontology import Ontology
    from kg.wikidata import Wikidata

__all__ = ["KnowledgeGraph"]

TITLES = {"fr": "Graphe de connaissances", "en": "Knowledge graph"}


class KnowledgeGraph:
    """A knowledge graph of news articles.

    Make one with `build` or `load`.

    Parameters
    ----------
    store : Store
        Where its quads are.
    ontology : Ontology, optional
        By default the one that comes with `kg`.
    report : Report, optional
        What happened to the inputs of the build.
    added : sequence of str
        Ids of the articles that the build added.
    decided : bool
        Whether the build changed the decisions about entities.

    Attributes
    ----------
    store : Store
    ontology : Ontology
    report : Report
    added : tuple of str
    decided : bool

    Examples
    --------
    >>> from kg.records import Article
    >>> graph = KnowledgeGraph(MemoryStore())
    >>> graph.store.replace(Extraction(Article(id="a", text="Bonjour.")))
    >>> graph
    KnowledgeGraph(1 article, 0 entities, 0 statements)
    """

    def __init__(
        self,
        store: Store,
        *,
        ontology: Ontology | None = None,
        report: Report | None = None,
        added: Sequence[str] = (),
        decided: bool = False,
    ) -> None:
        self.store = store
        self.report = report or Report()
        self.added = tuple(added)
        self.decided = decided
        self._ontology = ontology
        self._day: str | None = None

    @property
    def ontology(self) -> Ontology:
        """The classes and relations; the built-in ones are read when first needed, as asking a query needs none."""
        if self._ontology is None:
            from kg.ontology import load_ontology

            self._ontology = load_ontology()
        return self._ontology

    @classmethod
    def build(
        cls,
        paths: str | Path | Sequence[str | Path],
        *,
        model: str | None = None,
        into: Path | str | None = None,
        ontology: Path | str | None = None,
        base_iri: str | None = None,
        keep_text: bool = True,
        min_confidence: float = MIN_CONFIDENCE,
        jobs: int | None = None,
        stdin: BinaryIO | None = None,
        progress: Callable[[Article], None] | None = None,
        decisions: Path | str | None = None,
        decisions_from: Path | str | None = None,
        wikidata: bool | Wikidata = False,
    ) -> KnowledgeGraph:
        """Read articles and make the graph of what they say, or add them to one that is there.

        Parameters
        ----------
        paths : path, or sequence of paths
            Articles (.txt .md .html .jsonl), folders of them, or "-" for standard input.
        model : str, optional
            Name or path of a spaCy pipeline for French, instead of the one that comes with `kg`.
        into : path, optional
            A graph to add to, made where there is none; `save` then keeps what was added. Articles that it has
            already are left as they are; those that have changed take the place of their earlier versions.
        ontology : path, optional
            A folder like `ontology/`.
        base_iri : str, optional
            What IRIs of entities, articles and statements start with; by default what those of `into` do,
            or ``https://kg.example/``.
        keep_text : bool
            Whether the graph holds the articles' text.
        min_confidence : float
            Statements less sure than this are left out.
        jobs : int, optional
            Processes that read articles; by default one a processor core, fewer when there is little to do.
            The graph is the same. On Windows and macOS the default is 1, as more need a script with
            ``if __name__ == "__main__":``.
        stdin : binary file, optional
            What "-" reads.
        progress : callable, optional
            Called with each article as it is done; in a notebook, a bar appears by itself where it takes a while.
        decisions : path, optional
            Decisions about entities, in YAML (`kg.resolve.decisions`); the graph keeps them, and replays them
            whenever articles come or go. By default those that `into` keeps.
        decisions_from : path, optional
            A graph whose decisions the new one takes over.
        wikidata : bool or Wikidata
            Whether to ask Wikidata who the entities are, or the client to ask with.
        """
        from kg.build import build
        from kg.language.pipeline import load_pipeline
        from kg.ontology import load_ontology

        loaded = load_ontology(None if ontology is None else Path(ontology))
        store: Store
        if into is None:
            store = MemoryStore(ns=Namespaces(base_iri or DEFAULT_BASE), ontology=loaded, keep_text=keep_text)
        else:
            store = open_store(into, create=True, base=base_iri, keep_text=keep_text)
        report = Report()
        try:
            decided = _take_over(store, decisions_from, loaded, report) if decisions_from is not None else False
            decided |= decisions is not None and _decide(store, decisions, loaded)
            with notebook_bar() as bar:
                added = build(
                    [paths] if isinstance(paths, str | Path) else paths,
                    pipeline=load_pipeline(model),
                    ontology=loaded,
                    store=store,
                    report=report,
                    min_confidence=min_confidence,
                    jobs=jobs,
                    progress=progress or bar,
                    stdin=stdin,
                )
            if wikidata:
                notes, asked = _ask(store, loaded, None if wikidata is True else wikidata)
                report.warnings += (("Wikidata", note) for note in notes)
                decided |= asked
        except BaseException:
            store.close()
            raise
        return cls(store, ontology=loaded, report=report, added=added, decided=decided)

    @classmethod
    def load(cls, path: Path | str, *, ontology: Path | str | None = None) -> KnowledgeGraph:
        """Open a graph: a file, a folder (`graph.oxi`) or the address of a SPARQL endpoint.

        Raises
        ------
        StoreError
            It is missing, broken or not one of ours.
        """
        from kg.ontology import load_ontology

        return cls(open_store(path), ontology=None if ontology is None else load_ontology(Path(ontology)))

    def save(self, path: Path | str | None = None) -> None:
        """Write the graph: where it came from, or to a path whose form is one of `kg.graph.store.STORES`."""
        self.store.save(path)

    def retract(self, *articles: str) -> Difference:
        """Take articles back, by id: all, or none if one is not there; `save` keeps the change.

        What they alone support goes, what others support stays.

        Returns
        -------
        Difference
            The facts that are gone, and those that fewer articles support.
        """
        from kg.changes import retract

        return retract(self.store, articles, self.ontology)

    @property
    def decisions(self) -> str:
        """The decisions about entities that the graph keeps, in YAML; those that came from Wikidata stand last."""
        from kg.changes import TABLE, WIKIDATA

        notes = self.store.notes()
        return "".join(f"{text.rstrip()}\n" for name in (TABLE, WIKIDATA) if (text := notes.get(name, "")))

    def decide(self, decisions: Path | str) -> bool:
        """Put decisions about entities, from a file in YAML, in place of those that the graph keeps.

        Returns
        -------
        bool
            Whether they are others.
        """
        return _decide(self.store, decisions, self.ontology)

    def merges(self) -> list[Row]:
        """Return which names were taken for one entity, which nearly were, and why."""
        from kg.merges import entity_list

        return entity_list(self.store, self.ontology)

    def ask_wikidata(self, client: Wikidata | None = None) -> list[str]:
        """Ask Wikidata who the entities are, and keep its answers as decisions; return what went wrong."""
        notes, _ = _ask(self.store, self.ontology, client)
        return notes

    def __iter__(self) -> Iterator[Extraction]:
        return self.store.extractions()

    def __len__(self) -> int:
        """Count the articles."""
        return len(self.store.articles())

    def select(self, sparql: str, *, timeout: float | None = None, limit_rows: int | None = None) -> Result:
        """Run a read-only SPARQL query; the prefixes need not be declared.

        Parameters
        ----------
        timeout : float, optional
            Seconds that it may take; it then runs in another process, which is ended when they are over.
        limit_rows : int, optional
            Rows that it may give.

        Raises
        ------
        QueryError
            It does not parse, would change the graph or leave it, or goes beyond a limit.
        """
        from kg.graph.limits import Limits
        from kg.graph.query import run_query

        return run_query(self.store, sparql, Limits(timeout, limit_rows))

    def query(self, sparql: str, *, timeout: float | None = None, limit_rows: int | None = None) -> pd.DataFrame:
        """Run a read-only SPARQL query, as `select` does, and return a data frame.

        An empty answer warns of names that the graph does not know.
        """
        result = self.select(sparql, timeout=timeout, limit_rows=limit_rows)
        if result.notes:
            import warnings

            warnings.warn("; ".join(result.notes), stacklevel=2)
        return result.to_frame()

    def explain_query(self, sparql: str) -> list[tuple[str, str]]:
        """Return the `kg:`, `ent:` and `art:` names in a query, each with what it stands for, or what was meant.

        Raises
        ------
        QueryError
            The query does not parse, would change the graph, or would leave it.
        """
        from kg.graph.hints import meanings
        from kg.graph.query import check_query

        check_query(sparql)
        return meanings(self.store, sparql)

    def statements(self) -> pd.DataFrame:
        """Return one row a statement: what it says, in which words, who, how surely, when; how many sources say it."""
        import pandas as pd

        from kg.graph.conflicts import support_of
        from kg.graph.rows import EXPORTED, statement_rows

        return pd.DataFrame(statement_rows(self, support_of(self.store)), columns=list(EXPORTED))

    def conflicts(self, relation: str | None = None) -> pd.DataFrame:
        """Return one row a pair of statements that conflict: how, and of both the sentence, outlet, date, speaker.

        Parameters
        ----------
        relation : str, optional
            Only those of this relation ("headquartered_in").
        """
        import pandas as pd

        from kg.graph.conflicts import CONFLICT_COLUMNS, conflict_rows, conflicts

        rows = conflict_rows(conflicts(self.store, relation=relation))
        return pd.DataFrame(list(rows), columns=list(CONFLICT_COLUMNS))

    def as_of(self, date: str) -> KnowledgeGraph:
        """Return the graph as it was on a day: what a build of the articles published by then gives.

        Parameters
        ----------
        date : str
            ISO 8601: a day, or a month or year, which are meant to their end. Only dates of publication count.

        Returns
        -------
        KnowledgeGraph
            In memory; its `report` names the articles that are left out as their date is missing or too vague.

        Raises
        ------
        FormatError
            It is no date.
        """
        from kg.asof import as_of

        view = as_of(self.store, date, self.ontology)
        left_out = [(id, "no date of publication") for id in view.undated]
        left_out += [(id, f"published before or after {date}: its date is vague") for id in view.vague]
        graph = KnowledgeGraph(view.store, ontology=self.ontology, report=Report(skipped=left_out))
        graph._day = date
        return graph

    def inferred(self) -> KnowledgeGraph:
        """Return a copy, in memory, with what follows from the facts by the ontology, in the graph ``kg:inferred``.

        Inverses, symmetry, broader relations and classes, places in places; what articles say stays as it is.
        """
        from kg.graph.infer import with_inferred

        return KnowledgeGraph(with_inferred(self.store), ontology=self._ontology, report=self.report)

    def entities(self) -> pd.DataFrame:
        """Return one row an entity: id, name, type, aliases, and counts of articles, mentions and statements."""
        import pandas as pd

        from kg.graph.tables import ENTITY_COLUMNS, entity_rows

        return pd.DataFrame(entity_rows(self.store), columns=list(ENTITY_COLUMNS))

    def articles(self) -> pd.DataFrame:
        """Return one row an article: id, title, date, source, url, and counts of entities and statements."""
        import pandas as pd

        from kg.graph.tables import ARTICLE_COLUMNS, article_rows

        return pd.DataFrame(article_rows(self), columns=list(ARTICLE_COLUMNS))

    def export(self, format: str) -> bytes:
        """Write the graph in one of `kg.graph.export.FORMATS`: jsonl, csv, parquet, turtle, graphml and more."""
        from kg.graph.export import export

        return export(self.store, format)

    def validate(self, *, articles: Iterable[str] | None = None) -> list[Violation]:
        """Check the graph, or some of its articles, against the shapes of the model and the ontology."""
        from kg.graph.validate import validate

        return validate(self.store, self.ontology, articles=articles)

    @property
    def network(self) -> Network:
        """The graph as a network: measures, communities, paths, growth; a new one at each use, so keep it."""
        from kg.explore.explorer import Network

        return Network(self, self.ontology)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return entities as nodes, statements as edges."""
        from kg.explore.network import to_networkx

        return to_networkx(self)

    def show(
        self,
        *,
        title: str | None = None,
        lang: str = "fr",
        limit: int = 150,
        choice: Choice | None = None,
        css: Path | str | None = None,
    ) -> Page:
        """Draw the graph: a page that a notebook shows, and that `write_page` writes to a file.

        Parameters
        ----------
        title : str, optional
        lang : {"fr", "en"}
            Of labels and controls.
        limit : int
            How many entities are drawn at first.
        choice : Choice, optional
            What part of the graph; by default, all of it. The page says what was chosen; how many sources support
            a statement is counted in the whole graph.
        css : path, optional
            A style sheet of your own, after the page's.
        """
        from kg.explore.choose import Choice, choose
        from kg.explore.view import Compared, read_theme, render
        from kg.graph.conflicts import compared_of

        whole = list(self)
        page = render(
            choose(whole, choice or Choice(), self.ontology),
            ontology=self.ontology,
            title=TITLES.get(lang, TITLES["fr"]) if title is None else title,
            lang=lang,
            limit=limit,
            theme=read_theme(css) if css is not None else "",
            compared=Compared(*compared_of(self.store, whole)),
            choice=choice,
            as_of=self._day,
        )
        return Page(page)

    def write_page(self, path: Path | str, **options: Any) -> None:
        """Write the page to a file that opens in a browser without a network; options as `show` has them."""
        self.show(**options).write(path)

    def __repr__(self) -> str:
        return f"KnowledgeGraph({', '.join(_counted(n, noun) for noun, n in self._counts().items())})"

    def _repr_html_(self) -> str:
        """Summarise the graph in a notebook."""
        relations = Counter(s.predicate for x in self for s in x.statements)
        common = sorted(relations.items(), key=lambda item: (-item[1], item[0]))[:10]
        rows = "".join(f"<tr><td>{escape(name)}</td><td>{n:,}</td></tr>" for name, n in common)
        head = " · ".join(f"<b>{n:,}</b> {_plural(n, noun)}" for noun, n in self._counts().items())
        table = f"<table><tr><th>relation</th><th>statements</th></tr>{rows}</table>" if rows else ""
        return f"<div><p>{head}</p>{table}</div>"

    def _counts(self) -> dict[str, int]:
        extractions = list(self)
        return {
            "article": len(extractions),
            "entity": len({e.id for x in extractions for e in x.entities}),
            "statement": sum(len(x.statements) for x in extractions),
        }


def _decide(store: Store, path: Path | str, ontology: Ontology) -> bool:
    from kg.changes import decide_by
    from kg.resolve.decisions import read_file

    return decide_by(store, read_file(path), ontology, where=str(path))


def _take_over(store: Store, path: Path | str, ontology: Ontology, report: Report) -> bool:
    """Take the decisions of another graph over; where it cannot be read, warn."""
    from kg.changes import TABLE, WIKIDATA, decide_by

    try:
        other = open_store(path)
    except StoreError as error:
        report.warnings.append((str(path), f"its decisions about entities are not taken over: {error}"))
        return False
    notes = other.notes()
    other.close()
    return any(decide_by(store, notes.get(note, ""), ontology, note=note) for note in (TABLE, WIKIDATA))


def _ask(store: Store, ontology: Ontology, client: Wikidata | None) -> tuple[list[str], bool]:
    from kg.changes import WIKIDATA, decide_by
    from kg.identify import identify
    from kg.wikidata import Wikidata

    text, notes = identify(store, ontology, client or Wikidata())
    return notes, decide_by(store, text, ontology, where="Wikidata", note=WIKIDATA)


def _plural(number: int, noun: str) -> str:
    return noun if number == 1 else noun.removesuffix("y") + "ies" if noun.endswith("y") else noun + "s"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {_plural(number, noun)}"
