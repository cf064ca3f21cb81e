// Cards: one statement with its sentence and all that is known about it.

/** The sentence of a statement, with the words that make it marked. */
function quotation(s) {
  const { text } = articles[s.article];
  if (!text) return h("blockquote", {}, h("p.foreign", {}, h("mark", {}, s.quote || "…")));
  const [[start, end], [from, to]] = [s.span, s.sentence];
  return h("blockquote", {}, h("p.foreign", {}, text.slice(from, start), h("mark", {}, text.slice(start, end)), text.slice(end, to)));
}

function amountText({ text, value, unit, bound }) {
  if (value === null || value === undefined) return text;
  const sign = { about: "≈ ", min: "≥ ", max: "≤ ", exact: "" }[bound] || "";
  return `${text} (${sign}${number.format(value)}${unit ? ` ${unit}` : ""})`;
}

function facts(s) {
  const rows = [
    ["speaker", s.speaker !== undefined && entityButton(s.speaker)],
    ["role", s.role && foreign(s.role)],
    ["amount", s.amount && foreign(amountText(s.amount))],
    ["share", s.share !== undefined && percent.format(s.share / 100)],
    ["when", s.date && h("time", { datetime: s.date }, dateText(s.date))],
    ["former", s.former && t("yes")],
    ["support", number.format(s.support)],
    ["confidence", confidenceMeter(s.confidence)],
    ["rule", s.rule && h("code", {}, s.rule)],
  ];
  return h("dl.facts", {}, rows.filter(([, value]) => value).map(([key, value]) => h("div", {}, h("dt", {}, t(key)), h("dd", {}, value))));
}

/** Where a statement only repeats another's sentence, the article that had it first. */
function copyNote(s) {
  return s.copy === undefined ? null : h("p.muted", {}, t("copy_of"), " ", articleButton(statements[s.copy].article, s.copy));
}

/** What contradicts a statement: the other side's words, and a way there. */
function conflictNotes(s) {
  if (!disputed(s)) return null;
  const others = s.conflicts.map(([n, kind]) => {
    const other = statements[n];
    return h("li", {}, h("p", {}, h("button.link.against", { type: "button", on: { click: () => showStatement(n) } }, t(`conflict_${kind}`))),
      quotation(other), h("p.muted", {}, foreign(shorten(articleTitle(articles[other.article]), 120)), articleLine(articles[other.article]).flatMap((part, i) => (i ? [part] : [" · ", part]))));
  });
  const list = h("ul", {}, others.slice(0, 5));
  if (others.length > 5) {
    const more = button(t("show_all", { n: others.length }), () => { more.remove(); list.append(...others.slice(5)); });
    list.append(h("li", {}, more));
  }
  return h("div.conflicts", {}, h("p", {}, disputedIcon(), " ", t("disputed_by")), list,
    s.elsewhere ? h("p.muted", {}, t("disputed_elsewhere", { n: s.elsewhere })) : null);
}

function confidenceMeter(value) {
  return h("span.confidence", {}, h("meter", { min: 0, max: 1, value, "aria-label": t("confidence") }), percent.format(value));
}

/** Subject — relation — object. */
function triple(s) {
  const object = s.object === undefined ? h("span.value", {}, foreign(s.value)) : entityButton(s.object);
  const words = s.bundle === undefined
    ? h("span.relation", {}, relationLabel(s.predicate))
    : h("button.relation", { type: "button", on: { click: () => showEdge(s.bundle) } }, relationLabel(s.predicate));
  return h("p.triple", {}, entityButton(s.subject), " ", words, " ", object);
}

function statementCard(s, { named = true } = {}) {
  const article = articles[s.article];
  const current = state.selection?.kind === "edge" && state.selection.statement === s.number;
  return h(`article.card.${s.factuality}${current ? ".current" : ""}`, { "data-statement": s.number },
    named ? triple(s) : null,
    h("p.line", {}, badge(s.factuality), s.former ? h("span.badge", {}, t("former")) : null, disputedBadge(s)),
    quotation(s),
    facts(s),
    copyNote(s),
    conflictNotes(s),
    h("footer", {},
      h("p", {}, articleButton(s.article, s.number)),
      h("p.muted", {}, articleLine(article), article.url ? [" · ", outsideLink(article.url)] : null)));
}

const disputedBadge = (s) => (disputed(s) ? h("span.badge.disputed", {}, t("disputed")) : null);

/** Cards in a list; a long one shows its first twenty, one that is pointed at among them. */
function cardList(given, options) {
  const at = state.selection?.kind === "edge" ? given.indexOf(state.selection.statement) : -1;
  const numbers = at < 20 ? given : [given[at], ...given.filter((_, i) => i !== at)];
  const list = h("div.cards", {}, numbers.slice(0, 20).map((n) => statementCard(statements[n], options)));
  if (numbers.length > 20) {
    const more = button(t("show_all", { n: numbers.length }), () => {
      more.remove();
      list.append(...numbers.slice(20).map((n) => statementCard(statements[n], options)));
    });
    list.append(more);
  }
  return list;
}

function queryBox(query) {
  const code = h("code", {}, query);
  return h("details.query", {},
    h("summary", {}, t("sparql")),
    h("pre", { tabindex: 0 }, code),
    button(t("copy"), () => copyText(query, code)));
}

function section(title, ...children) {
  return h("section", {}, heading(3, title), ...children);
}

// ── an article with its marks ────────────────────────────────────────────────

/** The text in pieces, cut wherever a mention or a statement begins or ends. */
function readerText(article, current) {
  const { text = "", mentions, statements: numbers } = article;
  const spans = numbers.map((n) => ({ n, start: statements[n].span[0], end: statements[n].span[1] }));
  const cuts = new Set([0, text.length]);
  for (const [start, end] of mentions) cuts.add(start).add(end);
  for (const { start, end } of spans) cuts.add(start).add(end);
  for (let i = text.indexOf("\n\n"); i >= 0; i = text.indexOf("\n\n", i + 2)) cuts.add(i).add(i + 2);
  const sorted = [...cuts].filter((c) => c >= 0 && c <= text.length).sort((a, b) => a - b);
  const paragraphs = [h("p.foreign")];
  let m = 0;
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [start, end] = [sorted[i], sorted[i + 1]];
    const piece = text.slice(start, end);
    if (piece === "\n\n") { paragraphs.push(h("p.foreign")); continue; }
    while (m < mentions.length && mentions[m][1] <= start) m++;
    const mention = mentions[m] && mentions[m][0] <= start && end <= mentions[m][1] ? mentions[m][2] : null;
    const about = spans.filter((s) => s.start <= start && end <= s.end).map((s) => s.n);
    paragraphs.at(-1).append(readerPiece(piece, mention, about, current));
  }
  return paragraphs.filter((p) => p.childNodes.length);
}

function readerPiece(piece, mention, about, current) {
  if (mention === null && !about.length) return piece;
  const element = mention === null ? h("span", {}, piece) : mentionSpan(piece, mention);
  if (about.length) {
    element.classList.add("stated");
    element.dataset.statements = about.join(" ");
    if (about.includes(current)) element.classList.add("current");
  }
  return element;
}

function mentionSpan(piece, i) {
  const open = () => showEntity(i);
  const keys = (event) => { if (["Enter", " "].includes(event.key)) { event.preventDefault(); open(); } };
  const title = `${shorten(entities[i].label, 60)} — ${className(entities[i])}`;
  return h(`span.mention.family-${Object.keys(page.families).indexOf(entities[i].family)}`,
    { role: "button", tabindex: 0, title, on: { click: open, keydown: keys } }, piece);
}
