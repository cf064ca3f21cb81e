// Places for entities that the page was not written with a place for: near their neighbours,
// those already drawn staying where they are. Deterministic: no random numbers.

const EDGE_LENGTH = medianLength();

/** The usual length of an edge in the drawing as it came. */
function medianLength() {
  const { nodes } = drawing;
  const lengths = drawing.edges
    .filter((e) => nodes[e.from].x !== undefined && nodes[e.to].x !== undefined && e.from !== e.to)
    .map((e) => Math.hypot(nodes[e.from].x - nodes[e.to].x, nodes[e.from].y - nodes[e.to].y))
    .sort((a, b) => a - b);
  return lengths.length ? Math.max(60, lengths[Math.floor(lengths.length / 2)]) : 150;
}

/** Give `fresh` a place each, into `places` (Map entity → {x, y}), for the edges given as [a, b]. */
function placeFresh(fresh, places, links, { rounds = 150, movable = new Set(fresh) } = {}) {
  const linked = new Map();
  for (const [a, b] of links) {
    if (a === b) continue;
    if (!linked.has(a)) linked.set(a, []);
    if (!linked.has(b)) linked.set(b, []);
    linked.get(a).push(b);
    linked.get(b).push(a);
  }
  startNear(fresh, places, linked);
  relax([...places.keys()], places, linked, movable, fresh.length > 400 ? 40 : rounds);
}

/** First guess: around the middle of the neighbours that have a place, on a spiral of the golden angle. */
function startNear(fresh, places, linked) {
  const waiting = [...fresh];
  let outside = [...places.values()].reduce((most, p) => Math.max(most, p.y), 0) + 120;
  for (let turn = 0, stuck = 0; waiting.length; turn++) {
    const i = waiting.shift();
    const near = (linked.get(i) || []).map((j) => places.get(j)).filter(Boolean);
    if (!near.length && stuck < waiting.length && (linked.get(i) || []).length) { waiting.push(i); stuck++; continue; }
    stuck = 0;
    const angle = turn * 2.399963;
    const middle = near.length
      ? { x: near.reduce((sum, p) => sum + p.x, 0) / near.length, y: near.reduce((sum, p) => sum + p.y, 0) / near.length }
      : { x: ((turn % 9) - 4) * 150, y: (outside += turn % 9 ? 0 : 60) };
    const radius = near.length === 1 ? EDGE_LENGTH : near.length ? EDGE_LENGTH / 3 : 0;
    places.set(i, { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) });
  }
}

/** Springs along edges, pushing apart of what is close (on a grid), cooling down. */
function relax(all, places, linked, movable, rounds) {
  const position = new Map(all.map((i, k) => [i, k]));
  const x = Float64Array.from(all, (i) => places.get(i).x);
  const y = Float64Array.from(all, (i) => places.get(i).y);
  const near = all.map((i) => (linked.get(i) || []).map((j) => position.get(j)).filter((k) => k !== undefined));
  const moving = [...movable].map((i) => position.get(i));
  const reach = EDGE_LENGTH * 1.15;
  for (let round = 0; round < rounds; round++) {
    const heat = EDGE_LENGTH * 0.2 * (1 - round / rounds) + 1;
    const grid = gridOf(x, y, reach);
    const moves = moving.map((k) => force(k, x, y, near[k], grid, reach));
    moving.forEach((k, m) => {
      const size = Math.hypot(...moves[m]) || 1;
      const step = Math.min(size, heat) / size;
      x[k] += moves[m][0] * step;
      y[k] += moves[m][1] * step;
    });
  }
  for (const k of moving) places.set(all[k], { x: Math.round(x[k]), y: Math.round(y[k]) });
}

const cellKey = (column, row) => column * 65536 + row;

function gridOf(x, y, reach) {
  const grid = new Map();
  for (let k = 0; k < x.length; k++) {
    const key = cellKey(Math.floor(x[k] / reach), Math.floor(y[k] / reach));
    const cell = grid.get(key);
    if (cell) cell.push(k);
    else grid.set(key, [k]);
  }
  return grid;
}

function force(k, x, y, near, grid, reach) {
  let fx = 0;
  let fy = 0;
  const [column, row] = [Math.floor(x[k] / reach), Math.floor(y[k] / reach)];
  for (let a = -1; a <= 1; a++) {
    for (let b = -1; b <= 1; b++) {
      for (const j of grid.get(cellKey(column + a, row + b)) || []) {
        if (j === k) continue;
        let dx = x[k] - x[j];
        let dy = (y[k] - y[j]) * 1.5; // labels are wide: rows may be closer than columns
        if (!dx && !dy) { dx = k < j ? -1 : 1; dy = 0.5; }
        const distance = Math.sqrt(dx * dx + dy * dy);
        if (distance >= reach) continue;
        const push = (0.5 * (reach - distance)) / distance;
        fx += dx * push;
        fy += dy * push;
      }
    }
  }
  for (const j of near) {
    const [dx, dy] = [x[j] - x[k], y[j] - y[k]];
    const distance = Math.sqrt(dx * dx + dy * dy) || 1;
    const pull = (0.25 * (distance - EDGE_LENGTH)) / distance;
    fx += dx * pull;
    fy += dy * pull;
  }
  return [fx, fy];
}
