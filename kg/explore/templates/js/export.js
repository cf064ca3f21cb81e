// Pictures of what is shown: PNG from the canvas, SVG from the same places.

function save(name, url) {
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

const fileName = (extension) => `${fold(document.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "graph"}.${extension}`;

function exportPng() {
  const canvas = $("canvas").querySelector("canvas");
  const copy = h("canvas", { width: canvas.width, height: canvas.height });
  const context = copy.getContext("2d");
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => saveBlob("png", blob));
}

function saveBlob(extension, blob) {
  const url = URL.createObjectURL(blob);
  save(fileName(extension), url);
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function exportSvg() {
  const at = view.nodes.map(nodeAt);
  const [left, top] = [Math.min(...at.map((p) => p.x)) - 140, Math.min(...at.map((p) => p.y)) - 60];
  const [right, bottom] = [Math.max(...at.map((p) => p.x)) + 140, Math.max(...at.map((p) => p.y)) + 70];
  const picture = svg("svg", { xmlns: SVG, viewBox: `${left} ${top} ${right - left} ${bottom - top}`, "font-family": "sans-serif" },
    svg("title", {}, document.title),
    ...(page.part.length ? [svg("desc", {}, $("part").textContent)] : []),
    svg("rect", { x: left, y: top, width: right - left, height: bottom - top, fill: colors.ground }),
    ...[...view.edges].flatMap(([b, found]) => svgEdge(b, found)),
    ...[...view.edges].flatMap(([b, found]) => (found.some((s) => disputed(statements[s])) ? [svgDisputed(edgePoint(b, 0.5))] : [])),
    ...view.nodes.map(svgNode));
  saveBlob("svg", new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" }));
}

function svgEdge(b, found) {
  const [p, q, middle] = [nodeAt(bundles[b].source), nodeAt(bundles[b].target), edgePoint(b, 0.5)];
  const factuality = strongest(found);
  const color = factuality === "negated" ? colors.negated : colors.edge;
  const bend = { x: 2 * middle.x - (p.x + q.x) / 2, y: 2 * middle.y - (p.y + q.y) / 2 };
  const line = svg("path", { d: `M${p.x} ${p.y}Q${bend.x} ${bend.y} ${q.x} ${q.y}`, fill: "none", stroke: color, "stroke-width": edgeWidth(found) });
  const { dashes } = page.factualities[factuality];
  if (dashes) line.setAttribute("stroke-dasharray", dashes.join(" "));
  const down = found.some((s) => disputed(statements[s])) ? 20 : 4; // under its sign
  const label = svgText(edgeText(b), middle.x, middle.y + down, 11, factuality === "negated" ? colors.negated : colors.quiet);
  if (factuality === "negated") label.setAttribute("text-decoration", "line-through");
  return [line, ...(bundles[b].symmetric ? [] : [svgArrow(bend, q, drawing.nodes[bundles[b].target].size, color)]), label];
}

function svgDisputed({ x, y }) {
  return svg("g", { transform: `translate(${x - 8} ${y - 8})`, fill: "none", stroke: colors.disputed, "stroke-width": 1.6 },
    svg("circle", { cx: 8, cy: 8, r: 7, fill: colors.ground }), svg("path", { d: "M4.5 6.4h7M4.5 9.6h7M10 3.8l-4 8.4" }));
}

function svgArrow(from, to, size, color) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const tip = { x: to.x - (size + 2) * Math.cos(angle), y: to.y - (size + 2) * Math.sin(angle) };
  const corner = (turn) => `${tip.x - 9 * Math.cos(angle + turn)},${tip.y - 9 * Math.sin(angle + turn)}`;
  return svg("polygon", { points: `${tip.x},${tip.y} ${corner(0.4)} ${corner(-0.4)}`, fill: color });
}

function svgNode(i) {
  const { x, y } = nodeAt(i);
  const { size, shape, color, label } = drawing.nodes[i];
  const points = shape in POINTS && POINTS[shape].split(" ").map((pair) => pair.split(",").map((v, k) => (k ? y : x) + ((v - 8) / 7) * size));
  const figure = points ? svg("polygon", { points: points.join(" "), fill: color }) : svg("circle", { cx: x, cy: y, r: size, fill: color });
  return svg("g", {}, figure, svgText(shorten(label, LABEL_LENGTH), x, y + size + 15, 13, colors.ink));
}

function svgText(text, x, y, size, color) {
  const attributes = { x, y, "font-size": size, "text-anchor": "middle", fill: color, stroke: colors.ground, "stroke-width": 4, "paint-order": "stroke", "stroke-linejoin": "round" };
  return svg("text", attributes, text);
}
