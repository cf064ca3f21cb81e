// Places for entities that the page was not written with a place for: near their neighbours,
// those already drawn staying where they are. Deterministic: no random numbers.

const EDGE_LENGTH = 165;

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
  let outside = Math.max(0, ...[...places.values()].map((p) => p.y)) + 200;
  for (let turn = 0, stuck = 0; waiting.length; turn++) {
    const i = waiting.shift();
    const near = (linked.get(i) || []).map((j) => places.get(j)).filter(Boolean);
    if (!near.length && stuck < waiting.length && (linked.get(i) || []).length) { waiting.push(i); stuck++; continue; }
    stuck = 0;
    const angle = turn * 2.399963;
    const middle = near.length
      ? { x: near.reduce((sum, p) => sum + p.x, 0) / near.length, y: near.reduce((sum, p) => sum + p.y, 0) / near.length }
      : { x: ((turn % 9) - 4) * 190, y: (outside += turn % 9 ? 0 : 90) };
    const radius = near.length === 1 ? EDGE_LENGTH : near.length ? 60 : 0;
    places.set(i, { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) });
  }
}

/** Springs along edges, pushing apart of what is close (on a grid), cooling down. */
function relax(all, places, linked, movable, rounds) {
  const reach = EDGE_LENGTH * 1.25;
  for (let round = 0; round < rounds; round++) {
    const heat = 30 * (1 - round / rounds) + 1;
    const grid = new Map();
    for (const i of all) {
      const p = places.get(i);
      const key = `${Math.floor(p.x / reach)},${Math.floor(p.y / reach)}`;
      if (!grid.has(key)) grid.set(key, []);
      grid.get(key).push(i);
    }
    const moves = [...movable].map((i) => [i, force(i, places, linked, grid, reach)]);
    for (const [i, { x, y }] of moves) {
      const size = Math.hypot(x, y) || 1;
      const step = Math.min(size, heat) / size;
      const p = places.get(i);
      places.set(i, { x: p.x + x * step, y: p.y + y * step });
    }
  }
  for (const i of movable) {
    const p = places.get(i);
    places.set(i, { x: Math.round(p.x), y: Math.round(p.y) });
  }
}

function force(i, places, linked, grid, reach) {
  const p = places.get(i);
  let x = 0;
  let y = 0;
  const [column, row] = [Math.floor(p.x / reach), Math.floor(p.y / reach)];
  for (let a = -1; a <= 1; a++) {
    for (let b = -1; b <= 1; b++) {
      for (const j of grid.get(`${column + a},${row + b}`) || []) {
        if (j === i) continue;
        const q = places.get(j);
        let dx = p.x - q.x;
        let dy = (p.y - q.y) * 1.7; // labels are wide: rows may be closer than columns
        if (!dx && !dy) { dx = i < j ? -1 : 1; dy = 0.5; }
        const distance = Math.hypot(dx, dy);
        if (distance < reach) {
          const push = (0.5 * (reach - distance)) / distance;
          x += dx * push;
          y += dy * push;
        }
      }
    }
  }
  for (const j of linked.get(i) || []) {
    const q = places.get(j);
    if (!q) continue;
    const distance = Math.hypot(q.x - p.x, q.y - p.y) || 1;
    const pull = (0.25 * (distance - EDGE_LENGTH)) / distance;
    x += (q.x - p.x) * pull;
    y += (q.y - p.y) * pull;
  }
  return { x, y };
}
