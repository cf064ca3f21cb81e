// What the reader has chosen. One plain object, replaced whole; kept in the URL fragment so
// that a view can be shared, and on a stack so that it can be undone.

const INITIAL = {
  view: "graph", // or "table"
  limit: page.limit,
  selection: null, // {kind: "entity" | "edge" | "article" | "path", id, …}
  focus: null, // entity whose surroundings alone are drawn
  hops: 1,
  hidden: [], // entities taken away by hand
  extra: [], // entities added by hand (search, neighbours)
  noFamily: [],
  noFactuality: [],
  noRelation: [],
  outlet: null,
  speaker: null,
  confidence: 0,
  support: 1,
  disputed: false, // only what is contradicted
  since: null,
  until: null,
  loose: false, // also entities without a relation
  groups: true,
  theme: null, // "light" | "dark"; null: as the system
};
const NOT_UNDONE = ["selection", "view", "theme"];

let state = { ...INITIAL };
const past = [];
const listeners = [];

const onChange = (listener) => listeners.push(listener);

function update(patch) {
  const before = state;
  state = { ...state, ...patch };
  const changed = new Set(Object.keys(patch).filter((k) => JSON.stringify(before[k]) !== JSON.stringify(state[k])));
  if (!changed.size) return;
  if ([...changed].some((k) => !NOT_UNDONE.includes(k))) {
    past.push(before);
    if (past.length > 100) past.shift();
  }
  writeFragment();
  for (const listener of listeners) listener(changed);
}

function undo() {
  const before = past.pop();
  if (!before) return toast(t("nothing_to_undo"));
  const { selection, view, theme } = state;
  const changed = new Set(Object.keys(state));
  state = { ...before, selection, view, theme };
  writeFragment();
  for (const listener of listeners) listener(changed);
}

const toggled = (list, item) => (list.includes(item) ? list.filter((x) => x !== item) : [...list, item]);

// ── the fragment ─────────────────────────────────────────────────────────────

const TEXTS = { view: "view", outlet: "outlet", since: "since", until: "until", theme: "theme" };
const NUMBERS = { limit: "n", hops: "hops", confidence: "conf", support: "support" };
const LISTS = { noFamily: "-class", noFactuality: "-factuality", noRelation: "-relation" };
const ENTITIES = { hidden: "-entity", extra: "entity" };

function selectionParts({ kind, id, statement }) {
  if (kind === "entity") return [["sel", "entity"], ["of", entities[id].id]];
  if (kind === "article") return [["sel", "article"], ["of", articles[id].id], ...(statement == null ? [] : [["at", statement]])];
  if (kind === "path") return [["sel", "path"], ["of", entities[id[0]].id], ["to", entities[id[1]].id]];
  const bundle = bundles[id];
  return [["sel", "edge"], ["of", entities[bundle.source].id], ["is", bundle.predicate], ["to", entities[bundle.target].id],
    ...(statement == null ? [] : [["at", statement]])];
}

function readSelection(parts) {
  const [kind, of, is, to] = ["sel", "of", "is", "to"].map((key) => parts.get(key));
  const [from, until] = [entityById.get(of), entityById.get(to)];
  if (kind === "entity" && from !== undefined) return { kind, id: from };
  const statement = parts.has("at") && statements[+parts.get("at")] ? +parts.get("at") : null;
  if (kind === "article" && articleById.has(of)) return { kind, id: articleById.get(of), statement };
  if (kind === "path" && from !== undefined && until !== undefined) return { kind, id: [from, until] };
  const found = bundles.find((b) => b.source === from && b.target === until && b.predicate === is);
  return kind === "edge" && found ? { kind, id: found.number, statement } : null;
}

function writeFragment() {
  const parts = new URLSearchParams();
  for (const [key, name] of Object.entries({ ...TEXTS, ...NUMBERS })) {
    if (state[key] !== INITIAL[key]) parts.append(name, state[key]);
  }
  for (const [key, name] of Object.entries(LISTS)) for (const item of state[key]) parts.append(name, item);
  for (const [key, name] of Object.entries(ENTITIES)) for (const i of state[key]) parts.append(name, entities[i].id);
  if (state.focus !== null) parts.append("focus", entities[state.focus].id);
  if (state.speaker !== null) parts.append("speaker", entities[state.speaker].id);
  if (state.disputed) parts.append("disputed", 1);
  if (state.loose) parts.append("loose", 1);
  if (!state.groups) parts.append("groups", 0);
  if (state.selection) for (const [name, value] of selectionParts(state.selection)) parts.append(name, value);
  try {
    history.replaceState(null, "", `#${parts}`);
  } catch { /* a notebook's frame has no address of its own */ }
}

function readFragment() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const read = { ...INITIAL };
  for (const [key, name] of Object.entries(TEXTS)) if (parts.has(name)) read[key] = parts.get(name);
  for (const [key, name] of Object.entries(NUMBERS)) {
    const value = Number(parts.get(name));
    if (parts.has(name) && Number.isFinite(value) && value >= 0) read[key] = value;
  }
  for (const [key, name] of Object.entries(LISTS)) read[key] = parts.getAll(name);
  for (const [key, name] of Object.entries(ENTITIES)) {
    read[key] = parts.getAll(name).map((id) => entityById.get(id)).filter((i) => i !== undefined);
  }
  read.focus = entityById.get(parts.get("focus")) ?? null;
  read.speaker = entityById.get(parts.get("speaker")) ?? null;
  read.disputed = parts.get("disputed") === "1";
  read.loose = parts.get("loose") === "1";
  read.groups = parts.get("groups") !== "0";
  if (!["graph", "table"].includes(read.view)) read.view = "graph";
  if (!["light", "dark"].includes(read.theme)) read.theme = null;
  read.selection = readSelection(parts);
  state = read;
}
