// Legend (which filters by class and certainty) and the filter panel.

function countBy(key) {
  const counts = new Map();
  for (const s of statements) counts.set(key(s), (counts.get(key(s)) || 0) + 1);
  return counts;
}

function legendToggle(list, item, ...content) {
  const change = () => update({ [list]: toggled(state[list], item) });
  return h("button.legend-item", { type: "button", "data-list": list, "data-item": item, "aria-pressed": "true", on: { click: change } }, ...content);
}

function startLegend() {
  const members = new Map();
  for (const e of entities) members.set(e.family, (members.get(e.family) || 0) + 1);
  const families = Object.entries(page.families).map(([name, family]) => h("li", {},
    legendToggle("noFamily", name, familyIcon(family), h("span", {}, family.label || t("other_class")), h("span.count", {}, number.format(members.get(name))))));
  const counts = countBy((s) => s.factuality);
  const kinds = FACTUALITIES.filter((f) => counts.has(f)).map((f) => h("li", {},
    legendToggle("noFactuality", f, factualityIcon(f), h("span", {}, t(`factuality_${f}`)), h("span.count", {}, number.format(counts.get(f))))));
  $("legend-families").replaceChildren(...families);
  const against = statements.filter(disputed).length;
  if (against) {
    kinds.push(h("li", {}, h("button.legend-item.only", { type: "button", id: "legend-disputed", title: t("disputed_only"), "aria-pressed": "false", on: { click: () => update({ disputed: !state.disputed }) } },
      disputedIcon(), h("span", {}, t("disputed")), h("span.count", {}, number.format(against)))));
  }
  $("legend-factualities").replaceChildren(...kinds);
  $("legend").hidden = !entities.length;
  const room = () => $("graph-view").style.setProperty("--legend", `${$("legend").offsetHeight}px`);
  new ResizeObserver(room).observe($("legend"));
  room();
}

// ── the panel ────────────────────────────────────────────────────────────────

function startFilters() {
  const counts = [...countBy((s) => s.predicate)].sort((a, b) => b[1] - a[1]);
  $("relations").replaceChildren(...counts.map(([name, count]) => h("li", {}, h("label", {},
    h("input", { type: "checkbox", value: name, on: { change: () => update({ noRelation: toggled(state.noRelation, name) }) } }),
    h("span", {}, relationLabel(name)), h("span.count", {}, number.format(count))))));
  $("relations-all").addEventListener("click", () => update({ noRelation: [] }));
  $("relations-none").addEventListener("click", () => update({ noRelation: counts.map(([name]) => name) }));
  choice("outlet", outlets.map((name) => [name, name]), (value) => value);
  choice("speaker", speakers.map((i) => [i, shorten(entities[i].label, 50)]), Number);
  slider("confidence", (value) => value / 100);
  slider("support", Number);
  for (const [id, key] of [["since", "since"], ["until", "until"]]) {
    $(id).max = Math.max(0, dates.length - 1);
    $(id).addEventListener("input", () => {
      const at = +$(id).value;
      const free = key === "since" ? at === 0 : at === dates.length - 1;
      update({ [key]: free ? null : dates[at] });
    });
  }
  $("dates").hidden = dates.length < 2;
  $("disputed").addEventListener("change", () => update({ disputed: $("disputed").checked }));
  $("disputed-field").hidden = !statements.some(disputed);
  $("loose").addEventListener("change", () => update({ loose: $("loose").checked }));
  $("groups").addEventListener("change", () => update({ groups: $("groups").checked }));
  $("reset").addEventListener("click", resetFilters);
  $("undo").addEventListener("click", undo);
  $("rearrange").addEventListener("click", rearrange);
  $("support").max = supportOf(statements.map((s) => s.number));
  $("support-field").hidden = $("support").max === "1";
}

function resetFilters() {
  const { view: kept, theme, selection, limit } = state;
  update({ ...INITIAL, view: kept, theme, selection, limit });
}

function choice(id, pairs, read) {
  const all = h("option", { value: "" }, t("any"));
  $(id).replaceChildren(all, ...pairs.map(([value, label]) => h("option", { value }, label)));
  $(id).addEventListener("change", () => update({ [id]: $(id).value === "" ? null : read($(id).value) }));
  $(`${id}-field`).hidden = !pairs.length;
}

function slider(id, read) {
  $(id).addEventListener("input", () => update({ [id]: read(+$(id).value) }));
}

/** Bring every control in step with the state: it may come from the address, or from undo. */
function syncFilters() {
  $("legend-disputed")?.setAttribute("aria-pressed", String(state.disputed));
  for (const toggle of document.querySelectorAll(".legend-item[data-list]")) {
    toggle.setAttribute("aria-pressed", String(!state[toggle.dataset.list].includes(toggle.dataset.item)));
  }
  for (const box of $("relations").querySelectorAll("input")) box.checked = !state.noRelation.includes(box.value);
  $("outlet").value = state.outlet ?? "";
  $("speaker").value = state.speaker ?? "";
  $("confidence").value = Math.round(state.confidence * 100);
  $("confidence-value").textContent = percent.format(state.confidence);
  $("support").value = state.support;
  $("support-value").textContent = number.format(state.support);
  $("since").value = state.since ? dates.indexOf(state.since) : 0;
  $("until").value = state.until ? dates.indexOf(state.until) : dates.length - 1;
  $("since-value").textContent = dateText(state.since || dates[0]);
  $("until-value").textContent = dateText(state.until || dates.at(-1));
  $("disputed").checked = state.disputed;
  $("loose").checked = state.loose;
  $("groups").checked = state.groups;
  $("filter-count").textContent = activeFilters() ? number.format(activeFilters()) : "";
}

function activeFilters() {
  const lists = ["noFamily", "noFactuality", "noRelation", "hidden"].filter((k) => state[k].length).length;
  return lists + ["outlet", "speaker", "since", "until", "focus"].filter((k) => state[k] !== null).length
    + (state.confidence > 0) + (state.support > 1) + state.disputed;
}
