// Elements are made here, and only here. Text always becomes a text node: there is no
// innerHTML in this page, and its content policy would refuse it.

const SVG = "http://www.w3.org/2000/svg";
const $ = (id) => document.getElementById(id);

/** h("p.note", {title: "…", on: {click}}, "text", element): an element with its class, attributes and children. */
function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (key in element && typeof value === "boolean") element[key] = value;
    else if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== ""));
  return element;
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Text from an article, kept from turning what is around it: it may be right to left. */
const foreign = (text) => h("bdi", {}, text);

/** Name of an entity, or its label where nothing of the name can be seen. */
const nameOf = (i) => foreign(shorten(/[\p{L}\p{N}\p{P}\p{S}]/u.test(entities[i].name) ? entities[i].name : entities[i].label, 300));

function heading(level, text) {
  return h(`h${level}`, {}, text);
}

// ── icons ────────────────────────────────────────────────────────────────────

const POINTS = {
  square: "2.5,2.5 13.5,2.5 13.5,13.5 2.5,13.5",
  diamond: "8,1 15,8 8,15 1,8",
  triangle: "8,1.5 15,14 1,14",
  triangleDown: "8,14.5 15,2 1,2",
  hexagon: "15,8 11.5,14.1 4.5,14.1 1,8 4.5,1.9 11.5,1.9",
  star: "8,0.8 10.1,5.9 15.6,6.3 11.4,9.9 12.7,15.2 8,12.3 3.3,15.2 4.6,9.9 0.4,6.3 5.9,5.9",
};

/** The shape of a family of classes, as in the graph. */
function familyIcon(family) {
  const { shape, color } = family || { shape: "dot", color: "#6b7280" };
  const figure = shape in POINTS
    ? svg("polygon", { points: POINTS[shape], fill: color })
    : svg("circle", { cx: 8, cy: 8, r: 6.5, fill: color });
  return svg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, class: "icon", "aria-hidden": "true" }, figure);
}

/** A line drawn as edges of a factuality are. */
function factualityIcon(name) {
  const style = page.factualities[name];
  const attributes = { x1: 1, y1: 7, x2: 33, y2: 7, class: `line ${name}` };
  if (style.dashes) attributes["stroke-dasharray"] = style.dashes.join(" ");
  const icon = svg("svg", { viewBox: "0 0 34 14", width: 34, height: 14, class: "icon", "aria-hidden": "true" }, svg("line", attributes));
  if (style.struck) icon.append(svg("path", { d: "M12 2.5l10 9M22 2.5l-10 9", class: `line ${name}` }));
  return icon;
}

/** Two signs that are not equal, in a ring: what another article contradicts. */
function disputedIcon() {
  return svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, class: "icon disputed", "aria-hidden": "true" },
    svg("circle", { cx: 8, cy: 8, r: 7 }), svg("path", { d: "M4.5 6.4h7M4.5 9.6h7M10 3.8l-4 8.4" }));
}

// ── small parts ──────────────────────────────────────────────────────────────

function button(label, handler, attributes = {}, kind = "button.plain") {
  return h(kind, { type: "button", ...attributes, on: { click: handler } }, label);
}

function entityButton(i) {
  return h("button.entity", { type: "button", on: { click: () => showEntity(i) } }, familyIcon(familyOf(entities[i])), nameOf(i));
}

function articleButton(i, statement = null) {
  return h("button.link", { type: "button", on: { click: () => showArticle(i, statement) } }, foreign(articleTitle(articles[i])));
}

/** A link that leaves the page: http and https only; anything else stays text. */
function outsideLink(url, words = null) {
  let parsed = null;
  try { parsed = new URL(url); } catch { /* not an address */ }
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) return h("span.muted.break", {}, foreign(url));
  const attributes = { href: parsed.href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" };
  return h("a.break", { ...attributes, title: parsed.href }, words || shorten(parsed.hostname, 60), h("span", { "aria-hidden": "true" }, " ↗"));
}

/** The item of Wikidata that an entity is; anything but its number is no link. */
function wikidataLink(item) {
  if (!/^Q[1-9]\d{0,11}$/.test(item || "")) return null;
  return h("p", {}, h("span.muted", {}, "Wikidata "), outsideLink(`https://www.wikidata.org/wiki/${item}`, item));
}

function badge(factuality) {
  return h(`span.badge.${factuality}`, {}, t(`factuality_${factuality}`));
}

/** "Outlet · date", as far as they are known. */
function articleLine(article) {
  const parts = [article.source && foreign(article.source), article.date && h("time", { datetime: article.date }, dateText(article.date))];
  return parts.filter(Boolean).flatMap((part, i) => (i ? [" · ", part] : [part]));
}

function announce(text) {
  $("live").textContent = text;
}

let toastTimer = 0;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 3000);
}

async function copyText(text, source) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch { // a page from disk may not have the clipboard: select, and copy the old way
    getSelection().selectAllChildren(source);
    done = document.execCommand("copy");
  }
  toast(t(done ? "copied" : "copy_failed"));
}
