// The query editor, in place of the plain form; it asks this server and nobody else.
"use strict";
(() => {
  const place = document.getElementById("yasgui");
  const plain = document.getElementById("plain");
  if (!place || !plain || !window.Yasgui) return;
  const known = JSON.parse(place.dataset.known);

  // YASGUI's own completions come from the web; these are of this graph's prefixes and names.
  const { Yasqe, Yasr } = window.Yasgui;
  const declare = Yasqe.Autocompleters.prefixes;
  Yasqe.Autocompleters = {};
  Yasqe.defaults.autocompleters = [];
  Yasqe.registerAutocompleter({
    ...declare,
    persistenceId: undefined,
    get: () => Promise.resolve(Object.entries(known.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`)),
  });
  Yasqe.registerAutocompleter({
    name: "kg",
    bulk: true,
    autoShow: true,
    get: () => Promise.resolve(known.terms),
    isValidCompletionPosition: (yasqe) => /^[a-z]+:/.test(yasqe.getCompleteToken().string),
  });
  Yasr.defaults.prefixes = known.prefixes;

  const asked = plain.querySelector("textarea").value;
  const answered = document.getElementById("plain-answer");
  const endpoint = new URL("/sparql", location.href).href;
  place.hidden = false;
  plain.hidden = true;
  const yasgui = new window.Yasgui(place, {
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [] },
    populateFromUrl: false,
    persistenceId: null,
    yasqe: { value: declared(asked), persistenceId: null, createShareableLink: null },
    yasr: { persistenceId: null },
  });
  if (answered) {
    answered.remove();
    yasgui.getTab().query();
  }

  // A query with the prefixes that it uses declared, as the editor wants it; this server knows them anyway.
  function declared(query) {
    const used = ([prefix]) => query.includes(`${prefix}:`) && !new RegExp(`PREFIX\\s+${prefix}:`, "i").test(query);
    const lines = Object.entries(known.prefixes).filter(used).map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>\n`);
    return lines.join("") + query;
  }

  // What has a page here is shown here, whatever its IRI begins with.
  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !link.href.startsWith(known.base)) return;
    event.preventDefault();
    const path = "/" + link.href.slice(known.base.length);
    if (/^\/(entity|article|statement)\//.test(path)) location.assign(path);
  });
})();
