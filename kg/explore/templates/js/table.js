// The same data as a table, for those who cannot, or would rather not, use a canvas.

const COLUMNS = [
  ["subject", (s) => entities[s.subject].label],
  ["relation", (s) => relationLabel(s.predicate)],
  ["object", (s) => (s.object === undefined ? s.value : entities[s.object].label)],
  ["factuality", (s) => FACTUALITIES.indexOf(s.factuality)],
  ["speaker", (s) => (s.speaker === undefined ? "" : entities[s.speaker].label)],
  ["published", (s) => articles[s.article].date || ""],
  ["article", (s) => articleTitle(articles[s.article])],
  ["support", (s) => s.support],
  ["confidence", (s) => s.confidence],
];
const NUMBERED = ["support", "confidence"];
const ROWS = 200;
let sorting = { column: null, down: false };
let rowsShown = ROWS;

function startTable() {
  $("table-head").replaceChildren(h("tr", {}, COLUMNS.map(([name], i) => h(NUMBERED.includes(name) ? "th.number" : "th", { scope: "col" },
    button(t(name), () => sortBy(i), {}, "button.sort")))));
}

function sortBy(column) {
  sorting = { column, down: sorting.column === column && !sorting.down };
  renderTable();
}

function sortedStatements() {
  const found = shownStatements();
  if (sorting.column === null) return found;
  const [, value] = COLUMNS[sorting.column];
  const sign = sorting.down ? -1 : 1;
  const compare = (a, b) => (typeof a === "number" ? a - b : String(a).localeCompare(String(b), page.lang));
  return [...found].sort((a, b) => sign * compare(value(a), value(b)));
}

function renderTable() {
  const found = sortedStatements();
  [...$("table-head").querySelectorAll("th")].forEach((cell, i) => {
    if (i === sorting.column) cell.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  });
  $("table-body").replaceChildren(...found.slice(0, rowsShown).map(tableRow));
  $("table-caption").textContent = t("table_caption", { n: found.length });
  $("table-more").hidden = found.length <= rowsShown;
  $("table-empty").hidden = found.length > 0;
}

function tableRow(s) {
  const object = s.object === undefined ? foreign(s.value) : entityButton(s.object);
  const relation = s.bundle === undefined
    ? relationLabel(s.predicate)
    : h("button.link", { type: "button", on: { click: () => showEdge(s.bundle, s.number) } }, relationLabel(s.predicate));
  const { date } = articles[s.article];
  return h("tr", {},
    h("th", { scope: "row" }, entityButton(s.subject)),
    h("td", {}, relation),
    h("td", {}, object),
    h("td", {}, badge(s.factuality), disputedBadge(s)),
    h("td", {}, s.speaker === undefined ? "" : entityButton(s.speaker)),
    h("td.nowrap", {}, date ? h("time", { datetime: date }, dateText(date)) : ""),
    h("td.wide", {}, articleButton(s.article, s.number)),
    h("td.number", {}, number.format(s.support)),
    h("td.number", {}, percent.format(s.confidence)));
}
