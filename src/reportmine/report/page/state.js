// What the reader has chosen. All of it stands in the address, so that a link leads to the same page.

const USUAL = ["indicator", "text", "measure", "status", "period", "region", "section", "confidence"];
if (records.column("flags").some(Boolean)) USUAL.push("flags");
const COLUMNS = [...USUAL, ...report.names.filter((name) => !USUAL.includes(name))];
const FACETS = ["measure", "status", "section", "flags"];

const state = { language: report.language };
let passed = { found: [], set: new Set(), counts: [] }; // what the filters leave, in the order of the table

function begin() {
  Object.assign(state, {
    query: "", region: null, document: -1, least: 0,
    measure: new Set(), status: new Set(), section: new Set(), flags: new Set(),
    sort: "", down: false, columns: USUAL,
    record: -1, open: -1, cursor: 0,
    view: "table", name: "", match: "exact", kind: "", axis: "period",
  });
}

function toAddress() {
  const told = new URLSearchParams();
  const put = (key, value) => value && told.set(key, value);
  put("record", state.record >= 0 && records.cell("record_id", state.record));
  put("open", state.record < 0 && state.open >= 0 && documents.facts.source[state.open]);
  put("q", state.query);
  if (state.region !== null) told.set("region", state.region);
  put("document", state.document >= 0 && documents.facts.source[state.document]);
  for (const facet of FACETS) put(facet, [...state[facet]].sort().join(","));
  put("confidence", state.least && String(state.least));
  put("sort", state.sort && (state.down ? `-${state.sort}` : state.sort));
  put("columns", state.columns.join() !== USUAL.join() && state.columns.join(","));
  put("view", state.view !== "table" && state.view);
  if (state.view === "chart") {
    put("name", state.name);
    put("match", state.match !== "exact" && state.match);
    put("kind", state.kind);
    put("axis", state.axis !== "period" && state.axis);
  }
  put("lang", state.language !== report.language && state.language);
  return `#${told}`;
}

/** Writes the address; `entry` makes one that the browser's button leads back to. Browsers refuse too many in a row. */
function writeAddress(entry = false) {
  try {
    if (entry) history.pushState(null, "", toAddress());
    else history.replaceState(null, "", toAddress());
  } catch {
    // the next change writes it
  }
}

function fromAddress() {
  begin();
  const told = new URLSearchParams(location.hash.slice(1));
  const get = (key) => told.get(key) ?? "";
  const list = (key) => get(key).split(",").filter(Boolean);
  const among = (value, known) => (known.includes(value) ? value : known[0]);
  state.query = get("q");
  state.region = told.get("region");
  state.document = documents.number.get(get("document")) ?? -1;
  for (const facet of FACETS) state[facet] = new Set(list(facet));
  state.least = Math.min(1, Math.max(0, Number(get("confidence")) || 0));
  state.sort = COLUMNS.find((name) => name === get("sort").replace(/^-/, "")) ?? "";
  state.down = get("sort").startsWith("-");
  const columns = list("columns").filter((name) => COLUMNS.includes(name));
  if (columns.length) state.columns = columns;
  state.view = among(get("view"), ["table", "chart"]);
  state.name = get("name");
  state.match = among(get("match"), ["exact", "part"]);
  state.kind = get("kind");
  state.axis = among(get("axis"), ["period", "document"]);
  state.language = among(get("lang"), [report.language, "zh", "en"]);
  state.record = records.named(get("record"));
  state.open = documents.number.get(get("open")) ?? -1;
}

/** The document that is shown: that of the record, the one opened or filtered for, else that of the first row. */
function openDocument() {
  if (state.record >= 0) return records.document[state.record];
  if (state.open >= 0) return state.open;
  if (state.document >= 0) return state.document;
  return passed.found.length ? records.document[passed.found[0]] : 0;
}
