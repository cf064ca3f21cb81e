// The side panel: an overview, or what the selection is about.

let pathFrom = null; // an entity while the reader chooses where a path leads

const showEdge = (b, statement = null) => update({ selection: { kind: "edge", id: b, statement } });
const showArticle = (i, statement = null) => update({ selection: { kind: "article", id: i, statement } });
/** A statement among those of its edge; one about a value in its article. */
function showStatement(n) {
  const { bundle, article } = statements[n];
  if (bundle === undefined) return showArticle(article, n);
  return showEdge(bundle, n);
}
function showEntity(i, { move = true } = {}) {
  if (pathFrom !== null && pathFrom !== i) {
    const from = pathFrom;
    pathFrom = null;
    return update({ selection: { kind: "path", id: [from, i] } });
  }
  update({ selection: { kind: "entity", id: i } });
  if (move && state.view === "graph") moveTo(i);
}

function renderPanel({ focus = false } = {}) {
  const { kind, id } = state.selection || { kind: "overview" };
  const content = { overview: overviewPanel, entity: entityPanel, edge: edgePanel, article: articlePanel, path: pathPanel }[kind](id);
  const panel = $("panel-content");
  panel.replaceChildren(...content.flat().filter(Boolean));
  $("panel").dataset.kind = kind;
  $("close-panel").hidden = kind === "overview";
  $("panel").scrollTop = 0;
  const title = panel.querySelector("h2");
  title.tabIndex = -1;
  $("panel").setAttribute("aria-label", shorten(title.textContent, 120));
  if (focus) title.focus({ preventScroll: true });
  panel.querySelector(".current")?.scrollIntoView({ block: "center" });
}

// ── overview ─────────────────────────────────────────────────────────────────

function overviewPanel() {
  if (!entities.length) return [heading(2, t("empty_title")), h("p", {}, t(page.part.length ? "empty_part" : "empty_text")), partSection()];
  const top = entities.filter((e) => e.statements.length).sort((a, b) => b.score - a.score).slice(0, 8);
  const newest = articles.map((a, i) => i).sort((a, b) => (articles[b].date || "").localeCompare(articles[a].date || "")).slice(0, 30);
  return [
    heading(2, t("overview")),
    h("p.muted", {}, t("overview_hint")),
    partSection(),
    conflictsSection(),
    section(t("top_entities"), h("ul.rows", {}, top.map((e) => h("li", {}, entityButton(e.number), h("span.count", {}, t("statements", { n: e.statements.length })))))),
    section(t("articles_title"), h("ul.rows.articles", {}, newest.map((i) => h("li", {}, articleButton(i), h("p.muted", {}, articleLine(articles[i])))))),
  ];
}

/** What part of a larger graph the page has. */
function partSection() {
  if (!page.part.length) return null;
  const rows = partPhrases().map(([word, values]) => h("div", {}, h("dt", {}, word), h("dd", {}, values.flatMap((v, k) => (k ? [", ", foreign(v)] : [foreign(v)])))));
  return section(t("part_title"), h("dl.facts.part", {}, rows));
}

/** What contradicts itself: a row for each two facts, whatever the number of articles that state them. */
function conflictsSection() {
  const rows = new Map();
  for (const s of statements) {
    if (!passes(s)) continue;
    for (const [n, kind] of s.conflicts) {
      const key = JSON.stringify([kind, ...[statementText(s), statementText(statements[n])].sort()]);
      if (!rows.has(key)) rows.set(key, { s, kind, other: statements[n] });
    }
  }
  const found = [...rows.values()];
  if (!found.length) return null;
  const value = (s, other) => [s.object, s.subject].find((i, k) => i !== [other.object, other.subject][k]);
  const row = ({ s, kind, other }) => h("li", {},
    h("button.link", { type: "button", on: { click: () => showStatement(s.number) } }, statementText(s), kind === "value" && value(other, s) !== undefined ? [" ≠ ", nameOf(value(other, s))] : null),
    h("span.muted", {}, t(`conflict_short_${kind}`)));
  const list = h("ul.rows.against", {}, found.slice(0, 8).map(row));
  const more = found.length > 8 ? button(t("show_all", { n: found.length }), () => { more.remove(); list.append(...found.slice(8).map(row)); }) : null;
  return section(t("conflicts_title"), list, more);
}

// ── an entity ────────────────────────────────────────────────────────────────

function entityPanel(i) {
  const entity = entities[i];
  const aliases = entity.aliases.map((alias) => foreign(shorten(alias, 200)));
  const found = entity.statements.filter((n) => passes(statements[n]));
  const left = entity.statements.length - found.length;
  return [
    h("p.kicker", {}, familyIcon(familyOf(entity)), className(entity)),
    h("h2", {}, nameOf(i)),
    aliases.length ? h("p", {}, h("span.muted", {}, t("aliases"), " "), aliases.flatMap((a, k) => (k ? [", ", a] : [a]))) : null,
    wikidataLink(entity.wikidata),
    entityActions(i),
    left ? h("p.note", {}, t("filtered_out", { n: left })) : null,
    found.length ? relationGroups(i, found) : h("p.muted", {}, t("no_statements")),
    section(t("articles_title"), h("ul.rows.articles", {}, entity.articles.map((a) => h("li", {}, articleButton(a), h("p.muted", {}, articleLine(articles[a])))))),
    queryBox(entityQuery(entity)),
  ];
}

function entityActions(i) {
  const focused = state.focus === i;
  const near = around(i, 1, view.kept).filter((j) => !view.nodes.includes(j));
  const hops = h("label.inline", {}, t("hops"), " ", h("select", { id: "hops", on: { change: (e) => update({ hops: +e.target.value }) } },
    [1, 2, 3].map((n) => h("option", { value: n, selected: state.hops === n }, String(n)))));
  return h("div.actions", {},
    button(t(focused ? "unfocus" : "focus"), () => update({ focus: focused ? null : i }), { "aria-pressed": focused, id: "focus-entity" }),
    focused ? hops : null,
    near.length ? button(t("expand", { n: near.length }), () => update({ extra: [...new Set([...state.extra, i, ...near])] })) : null,
    button(t("path_from"), () => { pathFrom = i; toast(t("path_choose", { name: shorten(entities[i].label, 40) })); $("search").focus(); }),
    button(t("hide"), () => update({ hidden: [...state.hidden, i], selection: null, focus: focused ? null : state.focus })));
}

/** Statements out of and into an entity, by relation; groups of more than two start closed. */
function relationGroups(i, numbers) {
  const groups = new Map();
  for (const n of numbers) {
    const s = statements[n];
    const out = s.subject === i;
    const both = s.bundle !== undefined && bundles[s.bundle].symmetric;
    const key = JSON.stringify([both || out, s.predicate]);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(n);
  }
  const ordered = [...groups].map(([key, found]) => [JSON.parse(key), found]).sort(([a], [b]) => b[0] - a[0]);
  const sections = [];
  for (const direction of [true, false]) {
    const own = ordered.filter(([[out]]) => out === direction);
    if (!own.length) continue;
    sections.push(section(t(direction ? "outgoing" : "incoming"), own.map(([[, predicate], found]) => relationGroup(i, predicate, found))));
  }
  return sections;
}

function relationGroup(i, predicate, found) {
  const others = [...new Set(found.map((n) => (statements[n].subject === i ? statements[n].object : statements[n].subject)))];
  const names = others.slice(0, 3).flatMap((o, k) => {
    const name = o === undefined ? foreign(found.map((n) => statements[n].value).filter(Boolean).join(", ")) : nameOf(o);
    return k ? [", ", name] : [name];
  });
  const body = h("div", {});
  const details = h("details.group", { on: { toggle: () => { if (details.open && !body.childNodes.length) body.append(cardList(found)); } } },
    h("summary", {}, h("span.relation", {}, relationLabel(predicate)), " ", h("span.who", {}, names, others.length > 3 ? " …" : ""),
      found.some((n) => disputed(statements[n])) ? h("span", { role: "img", "aria-label": t("disputed") }, disputedIcon()) : null, h("span.count", {}, number.format(found.length))),
    body);
  return details;
}

// ── an edge, a path ──────────────────────────────────────────────────────────

function edgePanel(b) {
  const bundle = bundles[b];
  const kept = view.kept.get(b) || bundle.statements;
  const at = state.selection.statement; // is shown whatever the filters
  const found = bundle.statements.includes(at) && !kept.includes(at) ? [at, ...kept] : kept;
  const left = bundle.statements.length - found.length;
  const beside = [...new Set([...entities[bundle.source].bundles].filter((o) => o !== b && view.kept.has(o)
    && [bundles[o].source, bundles[o].target].sort().join() === [bundle.source, bundle.target].sort().join()))];
  return [
    h("p.kicker", {}, t("relation_kicker")),
    h("h2.triple", {}, entityButton(bundle.source), " ", h("span.relation", {}, relationLabel(bundle.predicate)), " ", entityButton(bundle.target)),
    h("p.muted", {}, t("said_by", { n: found.length, articles: new Set(found.map((n) => statements[n].article)).size, sources: supportOf(found) })),
    left ? h("p.note", {}, t("filtered_out", { n: left })) : null,
    cardList(found, { named: bundle.symmetric }),
    beside.length ? section(t("beside"), h("ul.rows", {}, beside.map((o) => h("li", {}, bundleButton(o))))) : null,
    queryBox(bundleQuery(bundle)),
  ];
}

function bundleButton(b) {
  const { source, target, predicate } = bundles[b];
  const words = h("span.relation", {}, relationLabel(predicate));
  return h("button.link", { type: "button", on: { click: () => showEdge(b) } }, nameOf(source), " ", words, " ", nameOf(target));
}

function pathPanel([from, to]) {
  const steps = shortestPath(from, to, view.kept);
  return [
    h("p.kicker", {}, t("path_kicker")),
    h("h2", {}, nameOf(from), " → ", nameOf(to)),
    steps ? h("p.muted", {}, t("steps", { n: steps.length - 1 })) : h("p", {}, t("no_path")),
    (steps || []).slice(1).map(({ bundle }) => section(bundleLine(bundle), cardList((view.kept.get(bundle) || []).slice(0, 2), { named: false }))),
  ];
}

function bundleLine(b) {
  return `${shorten(entities[bundles[b].source].label, 40)} — ${relationLabel(bundles[b].predicate)} — ${shorten(entities[bundles[b].target].label, 40)}`;
}

function statementText(s) {
  const object = s.object === undefined ? s.value : entities[s.object].label;
  return `${shorten(entities[s.subject].label, 40)} — ${relationLabel(s.predicate)} — ${shorten(object, 40)}`;
}

// ── an article ───────────────────────────────────────────────────────────────

function articlePanel(i) {
  const article = articles[i];
  const current = state.selection.statement;
  const reader = h("div.reader", { lang: "fr" }, article.text ? readerText(article, current) : h("p.muted", {}, t("no_text")));
  const point = (n) => () => {
    for (const piece of reader.querySelectorAll("[data-statements]")) {
      piece.classList.toggle("current", piece.dataset.statements.split(" ").includes(String(n)));
    }
    reader.querySelector(".current")?.scrollIntoView({ block: "center", behavior: still.matches ? "auto" : "smooth" });
  };
  return [
    h("p.kicker", {}, t("article_kicker")),
    h("h2", {}, foreign(shorten(articleTitle(article), 300))),
    h("p.muted", {}, articleLine(article), article.url ? [" · ", outsideLink(article.url)] : null),
    reader,
    section(t("article_statements", { n: article.statements.length }),
      h("ol.rows", {}, article.statements.map((n) => h("li", {}, button(t("point_out"), point(n), { "aria-label": t("point_out_label", { what: statementText(statements[n]) }) }, "button.pin"), triple(statements[n]), badge(statements[n].factuality), disputedBadge(statements[n]))))),
  ];
}
