// The table of records: only the rows in sight are there, so that it scrolls as smoothly with thirty thousand.

// Least width of each column in pixels, and its share of what is left.
const WIDTHS = {
  indicator: [170, 3], text: [104, 1], measure: [72, 0], status: [52, 0], period: [100, 0.3], region: [72, 0.5], section: [84, 0],
  confidence: [72, 0], flags: [84, 0.5], sentence: [320, 4], evidence: [240, 1], record_id: [240, 1], part_of: [240, 1],
  source: [200, 1], title: [220, 1], section_path: [220, 1], value_base: [140, 0],
};
const OTHERS = [104, 0];
const LONGER = { measure: [104, 0], status: [76, 0] }; // codes in English
const widthOf = (name) => (state.language === "en" && LONGER[name]) || WIDTHS[name] || OTHERS;
const SPARE = 12; // rows beside those in sight, so that quick scrolling finds them ready

const grid = at("records");
const pool = [];
let rows = []; // records in the order of the table
let placeOf = new Map();

const rowHeight = () => (narrow.matches ? 66 : 34);
const headHeight = () => (narrow.matches ? 0 : at("heads").offsetHeight);

function showTable(found) {
  if (found !== rows) {
    rows = found;
    placeOf = new Map(rows.map((record, place) => [record, place]));
  }
  if (state.record >= 0 && placeOf.has(state.record)) state.cursor = placeOf.get(state.record);
  state.cursor = Math.max(0, Math.min(state.cursor, rows.length - 1));
  const fresh = renew(at("heads"), `${state.language} ${state.columns} ${state.sort} ${state.down}`, heads);
  if (fresh) {
    const widths = state.columns.map(widthOf);
    grid.style.setProperty("--columns", widths.map(([least, share]) => (share ? `minmax(${least}px, ${share}fr)` : `${least}px`)).join(" "));
    grid.style.setProperty("--least", `${widths.reduce((sum, [least]) => sum + least, 0)}px`);
    grid.setAttribute("aria-colcount", state.columns.length);
    at("rows").replaceChildren();
    pool.length = 0;
  }
  grid.setAttribute("aria-rowcount", rows.length + 1);
  at("rows").style.height = `${rows.length * rowHeight()}px`;
  at("nothing").hidden = rows.length > 0;
  at("shown").textContent = say("table.shown", { shown: counted(rows.length), all: counted(records.count) });
  pool.forEach((row) => Object.assign(row, { record: -1, place: -1 }));
  drawRows();
}

function heads() {
  return make("div", { role: "row", className: "row", "aria-rowindex": 1 }, state.columns.map((name) => {
    const sorted = state.sort === name;
    return make("div", { role: "columnheader", className: `cell cell-${name}`,
      "aria-sort": sorted ? (state.down ? "descending" : "ascending") : "none" },
    make("button", { type: "button", value: name, title: say("table.sort", { column: say(`columns.${name}`) }) },
      say(`columns.${name}`), make("span", { className: "arrow", "aria-hidden": "true" }, sorted ? (state.down ? "↓" : "↑") : "")));
  }));
}

function drawRows() {
  const height = rowHeight();
  const inside = Math.ceil(grid.clientHeight / height) + 1;
  const first = Math.max(0, Math.min(rows.length - inside, Math.floor(grid.scrollTop / height)) - SPARE);
  const last = Math.min(rows.length, Math.max(0, first) + inside + 2 * SPARE);
  while (pool.length < inside + 2 * SPARE) {
    const element = make("div", { role: "row", className: "row" },
      state.columns.map((name) => make("div", { role: "gridcell", className: `cell cell-${name}` })));
    pool.push({ element, record: -1, place: -1 });
    at("rows").append(element);
  }
  const size = pool.length;
  // A row keeps its element while it stays in sight: place modulo the size of the pool.
  const used = new Set();
  for (let place = Math.max(0, first); place < last; place += 1) {
    const row = pool[place % size];
    used.add(row);
    if (row.place !== place) {
      row.place = place;
      row.element.style.transform = `translateY(${place * height}px)`;
      row.element.setAttribute("aria-rowindex", place + 2);
      row.element.id = `row-${place}`;
    }
    if (row.record !== rows[place]) {
      row.record = rows[place];
      state.columns.forEach((name, index) => fillCell(row.element.children[index], name, row.record));
    }
    row.element.hidden = false;
    row.element.classList.toggle("cursor", place === state.cursor);
    row.element.setAttribute("aria-selected", String(row.record === state.record));
  }
  for (const row of pool) if (!used.has(row)) row.element.hidden = true;
  if (state.cursor >= first && state.cursor < last) grid.setAttribute("aria-activedescendant", `row-${state.cursor}`);
  else grid.removeAttribute("aria-activedescendant");
}

function fillCell(cell, name, record) {
  const text = shown(name, record);
  if (name === "text") {
    const bound = BOUNDS[records.cell("comparator", record)];
    const warned = flagsOf(record).length > 0;
    cell.replaceChildren(warned ? make("span", { className: "warning", title: shown("flags", record) }, "⚠") : "",
      bound ? make("span", { className: "bound" }, bound) : "", apart(text));
  } else if (name === "indicator") {
    cell.replaceChildren(apart(text), ...inWords(record));
  } else if (name === "measure") {
    cell.replaceChildren(make("span", { className: `chip measure-${records.cell("measure", record)}` }, text));
  } else if (name === "confidence") {
    cell.style.setProperty("--share", text);
    cell.textContent = Number(text).toFixed(2);
  } else {
    cell.replaceChildren(text ? apart(text) : "");
  }
  cell.title = name === "text" || name === "confidence" ? "" : text;
  if (name === "status") cell.className = `cell cell-status status-${records.cell("status", record)}`;
}

/** What a name leaves to other columns: whose it is, of what, compared with what. */
function inWords(record) {
  const more = [records.cell("subject", record), records.cell("of", record) && `/ ${records.cell("of", record)}`,
    records.cell("basis", record)].filter(Boolean);
  return more.length ? [make("small", {}, apart(more.join(" · ")))] : [];
}

/** Scrolls so that the row at the cursor is in sight. */
function reveal() {
  const height = rowHeight();
  const top = state.cursor * height;
  const room = grid.clientHeight - headHeight();
  if (top < grid.scrollTop) grid.scrollTop = top;
  else if (top + height > grid.scrollTop + room) grid.scrollTop = top + height - room;
  drawRows();
}

function moveCursor(key) {
  const page = Math.max(1, Math.floor((grid.clientHeight - headHeight()) / rowHeight()) - 1);
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
  if (!(key in steps) || !rows.length) return false;
  state.cursor = Math.max(0, Math.min(rows.length - 1, state.cursor + steps[key]));
  reveal();
  return true;
}
