// What happens at the start, and at each change.

function setTheme() {
  const dark = state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", String(dark));
}

function renderStatus() {
  const shown = view.nodes.length;
  const total = entities.length;
  const linked = [...view.edges.values()].reduce((sum, found) => sum + found.length, 0);
  $("shown").textContent = shown === total ? t("all_entities", { n: total }) : t("some_entities", { shown, n: total });
  $("shown-statements").textContent = t("statements", { n: linked });
  const more = Math.min(view.matching, state.limit * 2) - Math.min(view.matching, state.limit);
  $("more").hidden = more <= 0;
  $("more").textContent = t("more", { n: more });
  $("fewer").hidden = state.limit <= INITIAL.limit && !state.extra.length;
  $("unfocus").hidden = state.focus === null;
  if (state.focus !== null) $("unfocus").textContent = t("unfocus_name", { name: shorten(entities[state.focus].label, 30) });
  const empty = !shown;
  $("empty").hidden = !empty || state.view !== "graph";
  $("empty-text").textContent = t(entities.length ? (statements.length ? "empty_filters" : "empty_statements") : "empty_title");
  $("empty-reset").hidden = !entities.length || !statements.length;
}

/** Under the heading: what part of a larger graph this is. */
function renderPart() {
  const text = partPhrases().map(([word, values]) => `${word} ${values.join(", ")}`).join(" · ");
  $("part").replaceChildren(foreign(text));
  $("part").title = text;
  $("part").hidden = !page.part.length;
}

function renderView() {
  document.body.dataset.view = state.view;
  $("graph-view").hidden = state.view !== "graph";
  $("table-view").hidden = state.view !== "table";
  for (const name of ["graph", "table"]) $(`view-${name}`).setAttribute("aria-pressed", String(state.view === name));
}

function announceSelection() {
  const { kind, id } = state.selection || {};
  if (kind === "entity") {
    announce(`${shorten(entities[id].label, 80)}, ${className(entities[id])}, ${t("statements", { n: entities[id].statements.length })}`);
  } else if (kind === "edge") announce(bundleLine(id));
}

function change(changed) {
  if (changed.has("theme")) { setTheme(); readColors(); }
  renderView();
  view = computeView();
  const fresh = syncCanvas();
  renderStatus();
  syncFilters();
  const onlySelection = [...changed].every((k) => ["selection", "theme"].includes(k));
  if (changed.has("selection")) announceSelection();
  renderPanel();
  document.body.classList.toggle("panel-open", state.selection !== null);
  if (state.view === "table") { if (!onlySelection) rowsShown = ROWS; renderTable(); }
  if (changed.has("focus") || changed.has("hops") || changed.has("limit") || fresh.length > 20) fit();
}

// ── keys and buttons ─────────────────────────────────────────────────────────

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function canvasKeys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const arrow = ARROWS[event.key];
  if (arrow) {
    const next = step(...arrow);
    if (next !== null) showEntity(next);
  } else if (event.key === "Enter") $("panel-content").querySelector("h2").focus();
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fit();
  else if (event.key === "f" && state.selection?.kind === "entity") update({ focus: state.focus === null ? state.selection.id : null });
  else return;
  event.preventDefault();
}

function pageKeys(event) {
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "Escape") {
    if (!$("help").open) closePanel();
  } else if (typing) return;
  else if (event.key === "/") { event.preventDefault(); $("search").focus(); }
  else if ((event.ctrlKey || event.metaKey) && event.key === "z") { event.preventDefault(); undo(); }
  else if (event.key === "?") $("help").showModal();
}

function closePanel() {
  if (state.selection === null) return;
  update({ selection: null });
  (state.view === "graph" ? $("canvas") : $("view-table")).focus();
}

function toggleFilters(open = $("filters").hidden) {
  $("filters").hidden = !open;
  $("filter-button").setAttribute("aria-expanded", String(open));
  requestAnimationFrame(() => { network.setSize("100%", "100%"); fit(); });
  if (open) $("filters").querySelector("button, input, select")?.focus();
}

function startButtons() {
  const click = (id, handler) => $(id).addEventListener("click", handler);
  click("filter-button", () => toggleFilters());
  click("close-filters", () => { toggleFilters(false); $("filter-button").focus(); });
  click("close-panel", closePanel);
  click("theme", () => update({ theme: document.documentElement.dataset.theme === "dark" ? "light" : "dark" }));
  click("png", exportPng);
  click("svg", exportSvg);
  click("help-button", () => $("help").showModal());
  click("close-help", () => $("help").close());
  click("zoom-in", () => zoom(1.3));
  click("zoom-out", () => zoom(1 / 1.3));
  click("zoom-fit", () => fit());
  click("more", () => update({ limit: state.limit * 2 }));
  click("fewer", () => update({ limit: INITIAL.limit, extra: [] }));
  click("unfocus", () => update({ focus: null }));
  click("empty-reset", resetFilters);
  click("table-more", () => { rowsShown += ROWS; renderTable(); });
  for (const name of ["graph", "table"]) click(`view-${name}`, () => update({ view: name }));
  $("canvas").addEventListener("keydown", canvasKeys);
  document.addEventListener("keydown", pageKeys);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => change(new Set(["theme"])));
  addEventListener("hashchange", () => { readFragment(); change(new Set(Object.keys(state))); });
}

function start() {
  readFragment();
  setTheme();
  renderPart();
  $("legend-details").open = innerWidth > 820;
  startLegend();
  startCanvas();
  startFilters();
  startSearch();
  startTable();
  startButtons();
  onChange(change);
  change(new Set(Object.keys(state)));
  fit({ animate: false });
  if (state.selection?.kind === "entity" && lift()) moveTo(state.selection.id);
  $("loading").remove();
  document.body.dataset.ready = "true";
}

start();
