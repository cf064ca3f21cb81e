// Labels as on a map: of one size at every zoom, the important first, none over another.

const NODE_FONT = 13;
const EDGE_FONT = 11;
const LABEL_LENGTH = 28;
const FACE = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";
const widths = new Map();

function textWidth(context, font, text) {
  const key = font + text;
  if (!widths.has(key)) {
    context.font = font;
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}

/** Boxes that are taken, in screen pixels, on a coarse grid. */
class Taken {
  constructor() { this.cells = new Map(); }

  * keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / 80); x <= Math.floor(right / 80); x++) {
      for (let y = Math.floor(top / 40); y <= Math.floor(bottom / 40); y++) yield x * 100003 + y;
    }
  }

  hits(box) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) || []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return true;
      }
    }
    return false;
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }
}

/** Draw the labels of nodes ({x, y, size, text, weight, strong}) and edges ({points, text, …}), given in screen pixels. */
function drawLabels(context, nodes, edges, colors) {
  const names = new Taken();
  const figures = new Taken();
  for (const n of nodes) figures.add([n.x - n.size, n.y - n.size, n.x + n.size, n.y + n.size]);
  for (const { x, y } of edges.filter((e) => e.disputed && e.length > 30).map((e) => e.point(0.5))) {
    figures.add([x - SIGN, y - SIGN, x + SIGN, y + SIGN]);
  }
  const forced = edges.filter((e) => e.strong).length <= 3; // a few are written whatever they cover
  for (const strong of [true, false]) {
    for (const node of nodes) if (node.strong === strong) drawNodeLabel(context, node, names, figures, colors);
    for (const edge of edges) if (edge.strong === strong) drawEdgeLabel(context, edge, names, figures, colors, forced && strong);
  }
}

function drawNodeLabel(context, node, names, figures, colors) {
  const size = NODE_FONT + (node.weight > 0.5 ? 2 : 0);
  const font = `${node.strong || node.weight > 0.35 ? "600" : "400"} ${size}px ${FACE}`;
  const text = shorten(node.text, LABEL_LENGTH);
  const half = textWidth(context, font, text) / 2 + 3;
  const reach = node.size + 3;
  const around = [[0, reach + size / 2], [0, -reach - size / 2], [reach + half, 0], [-reach - half, 0]];
  const boxes = around.map(([dx, dy]) => [node.x + dx - half, node.y + dy - size / 2 - 1, node.x + dx + half, node.y + dy + size / 2 + 2]);
  const box = boxes.find((b) => !names.hits(b) && !figures.hits(b) && !node.ways.some((way) => crosses(node, way, b)))
    || boxes.find((b) => !names.hits(b) && !figures.hits(b))
    || (node.weight > 0.12 || node.strong ? boxes.find((b) => !names.hits(b)) : null)
    || (node.strong ? boxes[0] : null);
  if (!box) return;
  names.add(box);
  context.globalAlpha = node.dim ? 0.25 : 1;
  haloed(context, font, text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, colors.ink, colors.ground, 4);
  context.globalAlpha = 1;
}

/** Whether an edge that leaves a node towards a point runs through a box beside the node. */
function crosses({ x, y }, way, [left, top, right, bottom]) {
  const size = Math.hypot(way.x - x, way.y - y) || 1;
  const [dx, dy] = [(way.x - x) / size, (way.y - y) / size];
  const [cx, cy] = [(left + right) / 2 - x, (top + bottom) / 2 - y];
  const along = cx * dx + cy * dy; // to the point of the edge that is nearest to the box's middle
  return along > 0 && Math.abs(cx - along * dx) < (right - left) / 2 && Math.abs(cy - along * dy) < (bottom - top) / 2;
}

function drawEdgeLabel(context, edge, names, figures, colors, forced) {
  const font = `${edge.strong ? "600 " : ""}${EDGE_FONT}px ${FACE}`;
  const half = textWidth(context, font, edge.text) / 2 + 3;
  if (edge.length < half * 1.3 && !edge.strong) return;
  const boxAt = ({ x, y }) => [x - half, y - EDGE_FONT / 2 - 1, x + half, y + EDGE_FONT / 2 + 2];
  const middle = edge.point(0.5);
  const under = edge.disputed ? [16, -16].map((dy) => ({ x: middle.x, y: middle.y + dy })) : []; // its sign has the middle
  const points = [...under, middle, ...[0.42, 0.58, 0.34, 0.66].map(edge.point)];
  const free = (p) => !names.hits(boxAt(p)) && !figures.hits(boxAt(p));
  const beside = () => [14, -14, 26, -26, 40, -40].flatMap((dy) => points.slice(0, 3).map(({ x, y }) => ({ x, y: y + dy })));
  const point = points.find(free) || (forced ? beside().find(free) || beside().find((p) => !names.hits(boxAt(p))) || points[0] : null);
  if (!point) return;
  names.add(boxAt(point));
  context.globalAlpha = edge.dim ? 0.15 : 1;
  haloed(context, font, edge.text, point.x, point.y, edge.negated ? colors.negated : edge.strong ? colors.ink : colors.quiet, colors.ground, 5);
  if (edge.negated) context.fillRect(point.x - half + 3, point.y, 2 * half - 6, 1.2);
  context.globalAlpha = 1;
}

function haloed(context, font, text, x, y, ink, ground, width) {
  context.font = font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = width;
  context.strokeStyle = ground;
  context.strokeText(text, x, y);
  context.fillStyle = ink;
  context.fillText(text, x, y);
}

/** A cross on an edge that stands for what the text denies. */
function drawCross(context, { x, y }, arm, color) {
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.beginPath();
  for (const side of [-1, 1]) {
    context.moveTo(x - arm, y - arm * side);
    context.lineTo(x + arm, y + arm * side);
  }
  context.stroke();
}

const SIGN = 8;

/** The sign of what another article contradicts, as `disputedIcon` has it. */
function drawDisputed(context, { x, y }, { ground, disputed: color }) {
  context.fillStyle = ground;
  context.strokeStyle = color;
  context.lineWidth = 1.6;
  context.beginPath();
  context.arc(x, y, SIGN - 1, 0, 2 * Math.PI);
  context.fill();
  context.moveTo(x - 3.5, y - 1.6);
  context.lineTo(x + 3.5, y - 1.6);
  context.moveTo(x - 3.5, y + 1.6);
  context.lineTo(x + 3.5, y + 1.6);
  context.moveTo(x + 2, y - 4.2);
  context.lineTo(x - 2, y + 4.2);
  context.stroke();
}

// ── communities ──────────────────────────────────────────────────────────────

/** Convex hull of some points (Andrew's monotone chain). */
function hull(points) {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const cross = (o, a, b) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
  const half = (list) => {
    const chain = [];
    for (const p of list) {
      while (chain.length > 1 && cross(chain.at(-2), chain.at(-1), p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

const ROOM = 30;
const CIRCLE = Array.from({ length: 16 }, (_, k) => [Math.cos((k * Math.PI) / 8) * ROOM, Math.sin((k * Math.PI) / 8) * ROOM]);

function inside(point, corners) {
  return corners.every((a, i) => {
    const b = corners[(i + 1) % corners.length];
    return (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) >= 0;
  });
}

/** A soft area behind each community of four or more, where it lies together: others between its members would be claimed. */
function drawGroups(context, groups, all, tints) {
  for (const [number, points] of groups) {
    if (points.length < 4) continue;
    const corners = hull(points.flatMap((p) => CIRCLE.map(([dx, dy]) => ({ x: p.x + dx, y: p.y + dy }))));
    if (all.filter((p) => inside(p, corners)).length > 1.35 * points.length) continue;
    context.beginPath();
    corners.forEach((p, i) => (i ? context.lineTo(p.x, p.y) : context.moveTo(p.x, p.y)));
    context.closePath();
    context.fillStyle = tints[number % tints.length];
    context.fill();
  }
}
