// The drawing: vis-network draws nodes and edges at given places; labels, crosses and
// communities are ours.

const places = new Map(); // entity → {x, y}; a place once given stays
drawing.nodes.forEach((node) => { if (node.x !== undefined) places.set(node.id, { x: node.x, y: node.y }); });
const topScore = Math.max(1e-9, ...entities.slice(0, 50).map((e) => e.score));

let network = null;
let nodeSet = null;
let edgeSet = null;
let hovered = null; // {kind, id}
let colors = {};

function readColors() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  colors = Object.fromEntries(["ink", "quiet", "ground", "edge", "accent", "negated", "disputed", "group"].map((name) => [name, read(`--${name}`)]));
}

function startCanvas() {
  readColors();
  suitScreen();
  nodeSet = new vis.DataSet();
  edgeSet = new vis.DataSet();
  network = new vis.Network($("canvas"), { nodes: nodeSet, edges: edgeSet }, { ...drawing.options, autoResize: true });
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length) showEntity(nodes[0], { move: false });
    else if (edges.length) showEdge(edges[0]);
    else update({ selection: null });
  });
  network.on("doubleClick", ({ nodes }) => { if (nodes.length) update({ focus: nodes[0], hops: 1 }); });
  network.on("dragEnd", ({ nodes }) => {
    for (const [i, at] of Object.entries(network.getPositions(nodes))) places.set(+i, at);
  });
  for (const [kind, event] of [["entity", "Node"], ["edge", "Edge"]]) {
    network.on(`hover${event}`, (found) => hover({ kind, id: found.node ?? found.edge }));
    network.on(`blur${event}`, () => hover(null));
  }
  network.on("beforeDrawing", drawBehind);
  network.on("afterDrawing", drawAbove);
}

/** Turn the given layout upright on an upright screen, and stretch it (not much) to the screen's form. */
function suitScreen() {
  const { clientWidth: width, clientHeight: height } = $("canvas");
  if (places.size < 3 || !width || !height) return;
  if (height > 1.2 * width) for (const [i, { x, y }] of places) places.set(i, { x: y, y: x });
  const [[left, right], [top, bottom]] = [ends([...places.values()].map((p) => p.x)), ends([...places.values()].map((p) => p.y))];
  const wanted = ((width - sideRoom(width)) / (height - 80)) * ((bottom - top + 20) / (right - left + 20));
  const [sx, sy] = [Math.min(1.35, Math.max(1, wanted)), Math.min(1.6, Math.max(1, 1 / wanted))];
  for (const [i, { x, y }] of places) places.set(i, { x: Math.round(x * sx), y: Math.round(y * sy) });
}

/** What labels at the sides need of the width. */
const sideRoom = (width) => Math.min(150, width * 0.28);
const ends = (values) => [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];

function hover(what) {
  hovered = what;
  $("canvas").classList.toggle("pointing", Boolean(what));
  network.redraw();
}

// ── what is drawn ────────────────────────────────────────────────────────────

/** Bring the drawing in step with `view`; returns the entities that are new in it. */
function syncCanvas() {
  const before = new Set(nodeSet.getIds());
  const fresh = view.nodes.filter((i) => !places.has(i));
  if (fresh.length) placeAll(fresh);
  const chosen = highlighted();
  const wanted = new Set(view.nodes);
  nodeSet.remove(nodeSet.getIds().filter((i) => !wanted.has(i)));
  edgeSet.remove(edgeSet.getIds().filter((i) => !view.edges.has(i)));
  nodeSet.update(view.nodes.map((i) => nodeStyle(i, chosen)));
  edgeSet.update([...view.edges].map(([b, found]) => edgeStyle(b, found, chosen)));
  return view.nodes.filter((i) => !before.has(i));
}

function placeAll(fresh) {
  const wanted = new Set(view.nodes);
  const fixed = new Map([...places].filter(([i]) => wanted.has(i)));
  placeFresh(fresh, fixed, [...view.edges.keys()].map((b) => [bundles[b].source, bundles[b].target]));
  for (const i of fresh) places.set(i, fixed.get(i));
}

/** Lay out again what is shown, from where it stands. */
function rearrange() {
  const wanted = new Map(view.nodes.map((i) => [i, places.get(i)]));
  const links = [...view.edges.keys()].map((b) => [bundles[b].source, bundles[b].target]);
  placeFresh([], wanted, links, { movable: new Set(view.nodes), rounds: 200 });
  for (const [i, at] of wanted) places.set(i, at);
  nodeSet.update(view.nodes.map((i) => ({ id: i, ...places.get(i) })));
  fit();
}

/** {nodes, edges} that the selection is about; null: all alike. */
function highlighted() {
  const { kind, id } = state.selection || {};
  if (kind === "entity") {
    const near = neighbours(id, view.kept).filter(([, b]) => view.edges.has(b));
    return { nodes: new Set([id, ...near.map(([i]) => i)]), edges: new Set(near.map(([, b]) => b)) };
  }
  if (kind === "edge") return { nodes: new Set([bundles[id].source, bundles[id].target]), edges: new Set([id]) };
  if (kind === "path") {
    const steps = shortestPath(id[0], id[1], view.kept) || [];
    return { nodes: new Set(steps.map((s) => s.entity)), edges: new Set(steps.map((s) => s.bundle)) };
  }
  if (kind === "article") {
    const about = new Set(articles[id].statements.map((s) => statements[s].bundle));
    return { nodes: new Set(articles[id].mentions.map((m) => m[2])), edges: about };
  }
  return null;
}

function nodeStyle(i, chosen) {
  const { label, x, y, color, ...node } = drawing.nodes[i]; // the label is ours to draw
  const main = state.selection?.kind === "entity" && state.selection.id === i;
  return {
    ...node,
    ...places.get(i),
    opacity: chosen && !chosen.nodes.has(i) ? 0.22 : 1,
    borderWidth: main ? 4 : 2,
    color: {
      background: color,
      border: main ? colors.ink : colors.ground,
      highlight: { background: color, border: colors.ink },
      hover: { background: color, border: colors.ink },
    },
  };
}

/** As view_draw.py has it: the more sources, the wider. */
const edgeWidth = (found) => 1.8 + 1.3 * Math.log2(supportOf(found));

/** Many edges are drawn thinner and fainter. */
const crowding = () => Math.min(1, Math.max(0.5, Math.sqrt(160 / (view.edges.size || 1))));

function edgeStyle(b, found, chosen) {
  const edge = drawing.edges[b];
  const factuality = strongest(found);
  const strong = chosen?.edges.has(b);
  const color = factuality === "negated" ? colors.negated : strong ? colors.accent : colors.edge;
  return {
    ...edge,
    label: undefined,
    dashes: page.factualities[factuality].dashes,
    width: (edgeWidth(found) + (strong ? 0.8 : 0)) * crowding(),
    color: { color, highlight: color, hover: colors.accent, opacity: chosen && !strong ? 0.16 : strong ? 1 : crowding() },
  };
}

function edgeText(b) {
  const found = view.edges.get(b) || [];
  const text = relationLabel(bundles[b].predicate);
  return found.length > 1 ? `${text} ×${found.length}` : text;
}

// ── our own strokes ──────────────────────────────────────────────────────────

function drawBehind(context) {
  if (!state.groups || entities.length < 8) return;
  const groups = new Map();
  for (const i of view.nodes) {
    const { community } = entities[i];
    if (community < 0) continue;
    if (!groups.has(community)) groups.set(community, []);
    groups.get(community).push(nodeAt(i));
  }
  if (groups.size > 1) drawGroups(context, groups, view.nodes.map(nodeAt), colors.group.split(" "));
}

const nodeAt = (i) => network.body.nodes[i];

/** Point of an edge as drawn, at 0–1 of its way. */
function edgePoint(b, at) {
  const edge = network.body.edges[b];
  try {
    return edge.edgeType.getPoint(at);
  } catch { /* another vis-network: the straight line will do */
    const [p, q] = [nodeAt(bundles[b].source), nodeAt(bundles[b].target)];
    return { x: p.x + (q.x - p.x) * at, y: p.y + (q.y - p.y) * at };
  }
}

/** entity → where its edges lead, of those that have few: their labels keep out of the way. */
function waysOut(screen) {
  const ways = new Map();
  for (const b of view.edges.keys()) {
    const { source, target } = bundles[b];
    for (const [i, other] of [[source, target], [target, source]]) {
      if (!ways.has(i)) ways.set(i, []);
      ways.get(i).push(screen(nodeAt(other)));
    }
  }
  for (const [i, found] of ways) if (found.length > 4) ways.delete(i);
  return ways;
}

/** Labels are drawn in screen pixels, whatever the zoom: undo vis-network's scale for them. */
function drawAbove(context) {
  const scale = network.getScale();
  const chosen = highlighted();
  const screen = (p) => ({ x: p.x * scale, y: p.y * scale });
  context.save();
  context.scale(1 / scale, 1 / scale);
  const isHovered = (kind, id) => hovered?.kind === kind && hovered.id === id;
  const ways = waysOut(screen);
  const nodes = view.nodes.map((i) => ({
    ways: ways.get(i) || [],
    ...screen(nodeAt(i)),
    size: (drawing.nodes[i].size + 2) * scale,
    text: drawing.nodes[i].label,
    weight: entities[i].score / topScore,
    strong: isHovered("entity", i) || Boolean(chosen?.nodes.has(i)),
    dim: Boolean(chosen) && !chosen.nodes.has(i) && !isHovered("entity", i),
  }));
  const edges = [...view.edges].map(([b, found]) => {
    const [p, q] = [nodeAt(bundles[b].source), nodeAt(bundles[b].target)];
    return {
      text: edgeText(b),
      point: (at) => screen(edgePoint(b, at)),
      length: Math.hypot(p.x - q.x, p.y - q.y) * scale,
      support: supportOf(found),
      disputed: found.some((s) => disputed(statements[s])),
      negated: strongest(found) === "negated",
      strong: isHovered("edge", b) || Boolean(chosen?.edges.has(b)),
      dim: Boolean(chosen) && !chosen.edges.has(b) && !isHovered("edge", b),
    };
  });
  for (const edge of edges) if (edge.disputed && !edge.dim && edge.length > 30) drawDisputed(context, edge.point(0.5), colors);
  for (const edge of edges) {
    if (!edge.negated || edge.dim || edge.length < 14) continue;
    const arm = Math.min(5, edge.length / 12) * crowding();
    for (const at of edge.length > 60 ? [0.25, 0.75] : [0.5]) drawCross(context, edge.point(at), arm, colors.negated);
  }
  nodes.sort((a, b) => b.strong - a.strong || b.weight - a.weight);
  edges.sort((a, b) => b.strong - a.strong || b.support - a.support);
  const named = scale < 0.12 ? edges.filter((e) => e.strong) : edges;
  drawLabels(context, nodes, named, colors);
  context.restore();
}

// ── moving about ─────────────────────────────────────────────────────────────

const still = matchMedia("(prefers-reduced-motion: reduce)");
const smooth = () => (still.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

/** Show all, with room for labels at the sides; small graphs are not blown up. */
function fit({ animate = true } = {}) {
  if (!view.nodes.length) return;
  const at = view.nodes.map((i) => places.get(i));
  const [xs, ys] = [at.map((p) => p.x), at.map((p) => p.y)];
  const [[left, right], [top, bottom]] = [ends(xs), ends(ys)];
  const { clientWidth: width, clientHeight: height } = $("canvas");
  const scale = Math.min((width - sideRoom(width)) / (right - left + 20), (height - 80) / (bottom - top + 20), 1.25);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(0.04, scale), animation: animate && smooth() });
}

/** How far up the middle of what the panel leaves free lies: on a phone it comes from below. */
const lift = () => (innerWidth <= 820 ? -$("canvas").clientHeight * 0.27 : 0);

function moveTo(i) {
  if (view.nodes.includes(i)) network.focus(i, { scale: Math.max(0.75, network.getScale()), offset: { x: 0, y: lift() }, animation: smooth() });
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(4, Math.max(0.05, network.getScale() * factor)), animation: smooth() });
}

/** The nearest shown entity from the selected one in a direction, for the arrow keys. */
function step(dx, dy) {
  const from = state.selection?.kind === "entity" ? nodeAt(state.selection.id) : null;
  if (!from) return view.nodes.length ? view.nodes[0] : null;
  let best = null;
  for (const i of view.nodes) {
    const [x, y] = [nodeAt(i).x - from.x, nodeAt(i).y - from.y];
    const along = x * dx + y * dy;
    const cost = along + 2.5 * Math.abs(x * dy - y * dx);
    if (along > 1 && (best === null || cost < best.cost)) best = { i, cost };
  }
  return best && best.i;
}
