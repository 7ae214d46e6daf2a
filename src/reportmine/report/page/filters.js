// Which records pass, in which order, and how many each choice of a filter would leave.

let haystack = null;
const searched = () => {
  const names = ["indicator", "text", "subject", "of", "basis"];
  haystack ??= Array.from({ length: records.count }, (_, record) =>
    names.map((name) => records.cell(name, record)).join("\n").toLowerCase());
  return haystack;
};

/** Records that pass, in the order of the table, and for each facet how many there are of each choice among those
 * that pass all other filters. */
function passing() {
  const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
  const hay = words.length ? searched() : null;
  const columns = FACETS.map((facet) => records.column(facet));
  const chosen = FACETS.map((facet) => state[facet]);
  const sure = records.column("confidence");
  const counts = FACETS.map(() => new Map());
  const found = [];
  for (let record = 0; record < records.count; record += 1) {
    const number = records.document[record];
    if (state.document >= 0 && number !== state.document) continue;
    if (state.region !== null && documents.facts.region[number] !== state.region) continue;
    if (state.least && Number(sure[record]) < state.least) continue;
    if (hay && !words.every((word) => hay[record].includes(word))) continue;
    let missed = 0;
    let which = -1;
    for (let facet = 0; facet < FACETS.length; facet += 1) {
      if (!chosen[facet].size) continue;
      const cell = columns[facet][record];
      const fits = facet < 3 ? chosen[facet].has(cell) : cell && cell.split(";").some((flag) => chosen[facet].has(flag));
      if (fits) continue;
      missed += 1;
      which = facet;
    }
    if (missed > 1) continue;
    if (!missed) found.push(record);
    for (let facet = 0; facet < FACETS.length; facet += 1) {
      if (missed && facet !== which) continue;
      const cell = columns[facet][record];
      for (const choice of facet < 3 ? [cell] : cell ? cell.split(";") : []) {
        counts[facet].set(choice, (counts[facet].get(choice) ?? 0) + 1);
      }
    }
  }
  return { found: ordered(found), counts };
}

const NUMERIC = new Set(["start", "end", "value", "value_high", "value_base", "confidence"]);
const SORTED_AS = { text: "value_base", period: "period_end" };
const ranks = new Map();

/** By record, its rank in a column: numbers by size, codes in the order of their filters, texts as Chinese sorts them. */
function rank(name) {
  if (!ranks.has(name)) {
    const cells = records.column(SORTED_AS[name] ?? name);
    let order;
    if (NUMERIC.has(SORTED_AS[name] ?? name)) {
      order = (cell) => (cell === "" ? -Infinity : Number(cell));
    } else {
      const words = [...new Set(cells)];
      const known = name in report.labels ? Object.keys(report.labels[name]) : null;
      const compare = new Intl.Collator("zh").compare;
      words.sort(known ? (one, other) => known.indexOf(one) - known.indexOf(other) || compare(one, other) : compare);
      const places = new Map(words.map((word, place) => [word, place]));
      order = (cell) => (cell === "" ? -1 : places.get(cell));
    }
    ranks.set(name, Float64Array.from(cells, order));
  }
  return ranks.get(name);
}

/** Empty cells come last, whichever way. */
function ordered(found) {
  if (!state.sort) return found;
  const by = rank(state.sort);
  const empty = records.column(SORTED_AS[state.sort] ?? state.sort);
  const sign = state.down ? -1 : 1;
  return found.sort((one, other) => {
    if ((empty[one] === "") !== (empty[other] === "")) return empty[one] === "" ? 1 : -1;
    return sign * (by[one] - by[other] || 0) || one - other;
  });
}

function showFilters(counts) {
  if (at("query").value !== state.query) at("query").value = state.query;
  renew(at("region"), state.language, () => {
    const regions = [...new Set(documents.facts.region)].sort(new Intl.Collator("zh").compare);
    return [
      make("option", { value: "*" }, say("filters.every_region")),
      ...regions.map((region) => make("option", { value: `=${region}` }, region || say("filters.no_region"))),
    ];
  });
  at("region").value = state.region === null ? "*" : `=${state.region}`;
  renew(at("document"), `${state.language} ${state.region}`, () => [
    make("option", { value: "-1" }, say("filters.every_document")),
    ...choices((number) => state.region === null || documents.facts.region[number] === state.region),
  ]);
  at("document").value = String(state.document);
  FACETS.forEach((facet, place) => showChoices(facet, counts[place]));
  at("confidence").value = state.least;
  at("least").textContent = state.least.toFixed(2);
}

/** Documents as options of a list. */
function choices(among = () => true) {
  return report.counts.map((count, number) => number).filter(among)
    .map((number) => make("option", { value: String(number) }, `${documents.title(number)} (${report.counts[number]})`));
}

const present = Object.fromEntries(FACETS.map((facet) => [
  facet, new Set(records.column(facet).flatMap((cell) => (facet === "flags" ? cell.split(";").filter(Boolean) : cell))),
]));

function showChoices(facet, counts) {
  const box = at(facet);
  const labels = Object.keys(report.labels[facet]);
  const known = [...labels.filter((choice) => present[facet].has(choice)),
    ...[...present[facet]].filter((choice) => !labels.includes(choice))];
  if (facet === "flags") at("flags-set").hidden = !known.length;
  renew(box, state.language, () => known.map((choice) => make("label", { className: "choice" },
    make("input", { type: "checkbox", name: facet, value: choice }),
    make("span", { className: `swatch ${facet}-${choice.replace(/\W/g, "-")}`, "aria-hidden": "true" }),
    make("span", {}, say(`${facet}.${choice}`)),
    make("span", { className: "count" }))));
  for (const label of box.children) {
    const input = label.firstChild;
    input.checked = state[facet].has(input.value);
    label.lastChild.textContent = counted(counts.get(input.value) ?? 0);
  }
}
