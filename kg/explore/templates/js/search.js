// The search box: a combobox with suggestions, by name, other name or article title.

const index = [
  ...entities.map((e) => ({ kind: "entity", id: e.number, texts: [e.name.slice(0, 400), ...e.aliases].map(fold) })),
  ...articles.map((a, i) => ({ kind: "article", id: i, texts: [fold(articleTitle(a).slice(0, 400))] })),
];
let options = [];
let active = -1;

/** Best first: whole name, start of name, start of a word, anywhere; then by importance. */
function findMatches(query, count = 12) {
  const wanted = fold(query.trim());
  if (!wanted) return [];
  const scored = [];
  for (const item of index) {
    if (pathFrom !== null && item.kind !== "entity") continue;
    let best = 9;
    for (const text of item.texts) {
      const at = text.indexOf(wanted);
      if (at < 0) continue;
      best = Math.min(best, text === wanted ? 0 : at === 0 ? 1 : /[\s'’-]/.test(text[at - 1]) ? 2 : 3);
    }
    if (best < 9) scored.push({ ...item, rank: best + (item.kind === "article" ? 0.5 : 0) });
  }
  return scored.sort((a, b) => a.rank - b.rank).slice(0, count);
}

function suggestion(item, i) {
  const label = item.kind === "entity"
    ? [familyIcon(familyOf(entities[item.id])), nameOf(item.id), h("span.muted", {}, className(entities[item.id]))]
    : [foreign(articleTitle(articles[item.id])), h("span.muted", {}, t("article_kicker"))];
  const choose = (event) => { event.preventDefault(); chooseOption(i); };
  return h("li", { role: "option", id: `option-${i}`, "aria-selected": i === active ? "true" : "false", on: { mousedown: choose } }, label);
}

function showOptions() {
  const list = $("suggestions");
  const typed = $("search").value.trim();
  list.replaceChildren(...options.map(suggestion));
  if (!options.length && typed) list.append(h("li.none", { role: "option", "aria-disabled": "true" }, t("nothing_found")));
  list.hidden = !typed;
  $("search").setAttribute("aria-expanded", String(!list.hidden));
  if (active >= 0) $("search").setAttribute("aria-activedescendant", `option-${active}`);
  else $("search").removeAttribute("aria-activedescendant");
  list.children[active]?.scrollIntoView({ block: "nearest" });
}

function closeOptions() {
  $("suggestions").hidden = true;
  $("search").setAttribute("aria-expanded", "false");
}

function chooseOption(i) {
  const item = options[i];
  if (!item) return;
  $("search").value = "";
  closeOptions();
  if (item.kind === "article") showArticle(item.id);
  else {
    const drawn = view.nodes.includes(item.id);
    if (!drawn) update({ extra: [...state.extra, item.id], hidden: state.hidden.filter((j) => j !== item.id) });
    showEntity(item.id);
  }
  $("panel-content").querySelector("h2")?.focus({ preventScroll: true });
}

function startSearch() {
  const input = $("search");
  input.addEventListener("input", () => { options = findMatches(input.value); active = options.length ? 0 : -1; showOptions(); });
  input.addEventListener("focus", () => { if (input.value) input.dispatchEvent(new Event("input")); });
  input.addEventListener("blur", closeOptions);
  input.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && options.length) { active = (active + move + options.length) % options.length; showOptions(); event.preventDefault(); }
    else if (event.key === "Enter") { chooseOption(Math.max(0, active)); event.preventDefault(); }
    else if (event.key === "Escape") { input.value = ""; pathFrom = null; closeOptions(); event.stopPropagation(); }
  });
}
