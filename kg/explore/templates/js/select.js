// What is shown: pure functions of the state over the page's data.

const outlets = [...new Set(articles.map((a) => a.source).filter(Boolean))].sort((a, b) => a.localeCompare(b, page.lang));
const speakers = [...new Set(statements.map((s) => s.speaker).filter((i) => i !== undefined))].sort((a, b) => a - b);
const dates = [...new Set(articles.map((a) => a.date).filter(Boolean))].sort();

function passes(s) {
  if (state.noRelation.includes(s.predicate) || state.noFactuality.includes(s.factuality)) return false;
  if (s.confidence < state.confidence || s.support < state.support) return false;
  if (state.disputed && !disputed(s)) return false;
  const article = articles[s.article];
  if (state.outlet !== null && article.source !== state.outlet) return false;
  if (state.speaker !== null && s.speaker !== state.speaker) return false;
  if (state.since && !(article.date >= state.since)) return false;
  if (state.until && !(article.date <= state.until + "~")) return false; // "2023" and "2023-01" end where they end
  const ends = s.object === undefined ? [s.subject] : [s.subject, s.object];
  return ends.every((i) => !state.noFamily.includes(entities[i].family) && !state.hidden.includes(i));
}

/** bundle number → the statements of it that pass the filters. */
function keptBundles() {
  const kept = new Map();
  for (const bundle of bundles) {
    const found = bundle.statements.filter((s) => passes(statements[s]));
    if (found.length) kept.set(bundle.number, found);
  }
  return kept;
}

function neighbours(i, kept) {
  const found = [];
  for (const b of entities[i].bundles) {
    if (kept.has(b)) found.push([bundles[b].source === i ? bundles[b].target : bundles[b].source, b]);
  }
  return found;
}

/** Entities within some hops, nearest and best first. */
function around(start, hops, kept) {
  const seen = new Set([start]);
  let ring = [start];
  for (let hop = 0; hop < hops; hop++) {
    const next = new Set(ring.flatMap((i) => neighbours(i, kept).map(([other]) => other)).filter((i) => !seen.has(i)));
    ring = [...next].sort((a, b) => a - b);
    ring.forEach((i) => seen.add(i));
  }
  return [...seen];
}

/** A shortest path, as [{entity, bundle}…] with the bundle that leads to each entity; null where there is none. */
function shortestPath(from, to, kept) {
  const cameBy = new Map([[from, null]]);
  const queue = [from];
  for (let head = 0; head < queue.length && !cameBy.has(to); head++) {
    for (const [other, bundle] of neighbours(queue[head], kept).sort((a, b) => a[0] - b[0])) {
      if (!cameBy.has(other)) {
        cameBy.set(other, { entity: queue[head], bundle });
        queue.push(other);
      }
    }
  }
  if (!cameBy.has(to)) return null;
  const steps = [];
  for (let at = to; at !== undefined; at = cameBy.get(at)?.entity) steps.unshift({ entity: at, bundle: cameBy.get(at)?.bundle ?? null });
  return steps;
}

/** Entities that the selection needs on the screen. */
function selected(kept) {
  const { kind, id } = state.selection || {};
  if (kind === "entity") return [id];
  if (kind === "edge") return [bundles[id].source, bundles[id].target];
  if (kind === "path") return (shortestPath(id[0], id[1], kept) || []).map((step) => step.entity);
  return [];
}

/** {nodes: [entity…], edges: Map(bundle → statements), kept, matching}: what the canvas draws now. */
function computeView() {
  const kept = keptBundles();
  const linked = new Set([...kept.keys()].flatMap((b) => [bundles[b].source, bundles[b].target]));
  const allowed = (i) => !state.hidden.includes(i) && !state.noFamily.includes(entities[i].family);
  let pool = entities.map((e) => e.number).filter((i) => allowed(i) && (linked.has(i) || state.loose));
  const matching = pool.length;
  if (state.focus !== null) pool = around(state.focus, state.hops, kept).filter(allowed);
  const asked = new Set([...state.extra, ...selected(kept)].filter(allowed));
  const shown = new Set([...pool.slice(0, state.limit), ...asked]);
  const edges = new Map([...kept].filter(([b]) => shown.has(bundles[b].source) && shown.has(bundles[b].target)));
  const joined = new Set([...edges.keys()].flatMap((b) => [bundles[b].source, bundles[b].target]));
  const nodes = [...shown].filter((i) => joined.has(i) || asked.has(i) || state.loose || i === state.focus);
  return { nodes: nodes.sort((a, b) => a - b), edges, kept, matching: state.focus === null ? matching : pool.length };
}

/** All statements that pass the filters, for the table: also those about values. */
function shownStatements() {
  const near = state.focus === null ? null : new Set(around(state.focus, state.hops, view.kept));
  return statements.filter((s) => {
    if (s.bundle === undefined ? !passes(s) : !view.kept.get(s.bundle)?.includes(s.number)) return false;
    return !near || (near.has(s.subject) && (s.object === undefined || near.has(s.object)));
  });
}

const strongest = (found) => FACTUALITIES.find((f) => found.some((s) => statements[s].factuality === f));

/** Set by main.js at each change. */
let view = { nodes: [], edges: new Map(), kept: new Map(), matching: 0 };
