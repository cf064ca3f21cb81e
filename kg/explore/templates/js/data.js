// The page's data and its indexes. All files of this folder are joined, in the order that
// view.py lists, into one async function: they share its scope.

async function readData() {
  const block = document.getElementById("kg-data");
  if (block.dataset.packed !== "deflate") return JSON.parse(block.textContent);
  const bytes = Uint8Array.from(atob(block.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

const page = await readData();
const { entities, bundles, statements, articles, drawing } = page;
const FACTUALITIES = Object.keys(page.factualities);

entities.forEach((entity, i) => {
  Object.assign(entity, { number: i, bundles: [], statements: [], aliases: entity.aliases || [], family: entity.family || "" });
  entity.articles = entity.articles || [];
});
bundles.forEach((bundle, i) => {
  bundle.number = i;
  bundle.source = drawing.edges[i].from;
  bundle.target = drawing.edges[i].to;
  for (const end of new Set([bundle.source, bundle.target])) entities[end].bundles.push(i);
  for (const s of bundle.statements) statements[s].bundle = i;
});
articles.forEach((article) => { article.statements = []; });
statements.forEach((s, i) => {
  Object.assign(s, { number: i, support: s.support || 1, conflicts: s.conflicts || [], elsewhere: s.elsewhere || 0 });
  articles[s.article].statements.push(i);
  for (const end of new Set([s.subject, s.object])) if (end !== undefined) entities[end].statements.push(i);
});

/** Whether another article contradicts a statement. */
const disputed = (s) => s.conflicts.length + s.elsewhere > 0;
/** How many independent sources say the best supported of some statements. */
const supportOf = (numbers) => numbers.reduce((most, n) => Math.max(most, statements[n].support), 1);

const entityById = new Map(entities.map((e) => [e.id, e.number]));
const articleById = new Map(articles.map((a, i) => [a.id, i]));

// A theme may have colours of its own for families.
for (const [name, family] of Object.entries(page.families)) {
  const own = getComputedStyle(document.documentElement).getPropertyValue(`--${name || "Other"}`).trim();
  if (own) family.color = own;
}
drawing.nodes.forEach((node) => { node.color = page.families[entities[node.id].family]?.color || node.color; });

// ── words ────────────────────────────────────────────────────────────────────

const number = new Intl.NumberFormat(page.lang);
const percent = new Intl.NumberFormat(page.lang, { style: "percent", maximumFractionDigits: 2 });
const plural = new Intl.PluralRules(page.lang);

/** Text of the interface in the page's language; `n` chooses the plural and is written with separators. */
function t(key, values = {}) {
  const found = "n" in values ? page.strings[`${key}_${plural.select(values.n)}`] ?? page.strings[`${key}_other`] : undefined;
  const text = found ?? page.strings[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? number.format(value) : String(value ?? "");
  });
}

const relationLabel = (name) => page.relations[name] || name;
const className = (entity) => page.classes[entity.type] || entity.type || t("unknown_class");
const familyOf = (entity) => page.families[entity.family] || page.families[""];

/** "2023-01" → « janvier 2023 », as precise as it was. */
function dateText(iso) {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(iso || "");
  if (!match) return iso || "";
  const [, year, month, day] = match;
  if (!month) return year;
  const date = new Date(Date.UTC(+year, +month - 1, +(day || 1)));
  if (Number.isNaN(date.getTime())) return iso;
  const style = day ? { dateStyle: "long" } : { month: "long", year: "numeric" };
  return new Intl.DateTimeFormat(page.lang, { ...style, timeZone: "UTC" }).format(date);
}

/** Letters without case and accents, to search by. */
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g, "").toLowerCase();

const shorten = (text, length) => (text.length <= length ? text : text.slice(0, length - 1) + "…");

const articleTitle = (article) => article.title || article.id;

/** What was chosen of a larger graph, a phrase each: [[word, [value…]]…]. */
function partPhrases() {
  const write = {
    factualities: (name) => t(`factuality_${name}`), since: dateText, until: dateText, as_of: dateText,
    confidence: (least) => percent.format(least),
  };
  return page.part.map(({ key, values, hops }) => [
    hops === undefined ? t(`part_${key}`) : t("part_focus", { n: hops }),
    values.map((value) => (write[key] ? write[key](value) : shorten(value, 80))),
  ]);
}

// ── SPARQL ───────────────────────────────────────────────────────────────────

const ENTITY_BASE = "https://kg.example/entity/";

/** An entity as a prefixed name where SPARQL has a way to write it, else as a whole IRI. */
function entityTerm(i) {
  const { id } = entities[i];
  if (!/^[\p{L}\p{N}_~.\-!$&'()*+,;=/?#@%:]+$/u.test(id)) return `<${ENTITY_BASE}${id.replace(/[\u0000-\u0020<>"{}|^`\\]/g, encodeURIComponent)}>`;
  return "ent:" + id.replace(/[~.!$&'()*+,;=/?#@%]/g, "\\$&").replace(/^-/, "\\-");
}

const QUERY_COLUMNS = "?factuality ?speaker ?date ?quote ?article";
const QUERY_TAIL = `             kg:factuality ?factuality ;
             nif:anchorOf ?quote ;
             prov:wasDerivedFrom ?article .
  OPTIONAL { ?statement kg:attributed_to ?speaker }
  OPTIONAL { ?statement kg:date ?date }
}`;

function bundleQuery(bundle) {
  const [a, b] = [entityTerm(bundle.source), entityTerm(bundle.target)];
  const ends = bundle.symmetric
    ? `  VALUES (?subject ?object) { (${a} ${b}) (${b} ${a}) }\n  ?statement rdf:subject ?subject ;\n             rdf:object ?object ;`
    : `  ?statement rdf:subject ${a} ;\n             rdf:object ${b} ;`;
  return `SELECT ${QUERY_COLUMNS} WHERE {\n${ends}\n             rdf:predicate kg:${bundle.predicate} ;\n${QUERY_TAIL}`;
}

function entityQuery(entity) {
  const id = entityTerm(entity.number);
  return `SELECT ?subject ?relation ?object ${QUERY_COLUMNS} WHERE {
  ?statement rdf:subject ?subject ;
             rdf:predicate ?relation ;
             rdf:object ?object ;
${QUERY_TAIL.replace(/\n}$/, "")}
  FILTER (?subject = ${id} || ?object = ${id})
}`;
}
