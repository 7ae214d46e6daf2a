// What the reader does, and what follows from it.

function words() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.title = say("page.title");
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  for (const element of document.querySelectorAll("[data-hint]")) element.placeholder = say(element.dataset.hint);
  const total = (name) => documents.facts[name].reduce((sum, count) => sum + Number(count), 0);
  at("tally").textContent = say("page.tally", {
    documents: counted(documents.count), records: counted(records.count), ledger: counted(total("ledger")) });
  renew(at("open"), state.language, () => choices());
  renew(at("columns").lastElementChild, state.language, () => [
    make("button", { type: "button", className: "tool", id: "usual" }, say("table.usual")),
    ...COLUMNS.map((name) => make("label", { className: "choice" },
      make("input", { type: "checkbox", value: name }), make("span", {}, say(`columns.${name}`)))),
  ]);
  const keys = [["/", "keys.search"], ["↑ ↓", "keys.move"], ["PgUp PgDn Home End", "keys.far"], ["Enter", "keys.open"],
    ["← →", "keys.figures"], ["Esc", "keys.escape"], ["C", "keys.chart"]];
  at("keys").querySelector("dl").replaceChildren(...keys.flatMap(([key, told]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, say(told))]));
}

/** Shows what the state says. `again` is false where the filters and the order are as before. */
function show(again = true) {
  if (again) {
    const { found, counts } = passing();
    passed = { found, set: new Set(found), counts };
  }
  showFilters(passed.counts);
  at("columns").querySelectorAll("input").forEach((input) => { input.checked = state.columns.includes(input.value); });
  showText();
  showDetail();
  at("as-table").setAttribute("aria-pressed", String(state.view === "table"));
  at("as-chart").setAttribute("aria-pressed", String(state.view === "chart"));
  showTable(passed.found);
  showChart(passed.found);
  writeAddress();
}

/** Takes up a new choice of filters, order or columns. A record that no longer passes is not the chosen one any more. */
function change(set) {
  Object.assign(state, set, { open: -1, cursor: 0 });
  grid.scrollTop = 0;
  show();
  if (state.record >= 0 && !passed.set.has(state.record)) {
    state.record = -1;
    show(false);
  }
  if (state.record < 0 && passed.found.length < records.count) {
    article.querySelector("mark:not(.faint)")?.scrollIntoView({ block: "center" });
  }
}

/** Makes a record the chosen one: its text is shown at its place, and its row is in sight. A step from one to the next
 * is not one that the browser's button leads back to. */
function choose(record, step = false) {
  if (record !== state.record && !step) writeAddress(true);
  state.record = record;
  state.open = -1;
  show(false);
  if (!grid.hidden) reveal();
  showPane("text");
  showPlace();
}

/** Shows a document from its beginning, without a record of it. */
function openText(number) {
  state.record = -1;
  state.open = number;
  show(false);
  at("reading").scrollTop = 0;
}

/** The one pane that a narrow screen has room for. */
function showPane(name) {
  document.body.dataset.pane = name;
  document.body.classList.toggle("filtering", name === "filters");
  at("show-filters").setAttribute("aria-expanded", String(name === "filters"));
  for (const button of at("tabs").children) button.setAttribute("aria-pressed", String(button.dataset.pane === name));
}

function close() {
  if (state.record < 0) return;
  state.open = records.document[state.record];
  state.record = -1;
  show(false);
}

function setView(view) {
  state.view = view;
  showPane(view);
  show(false);
  if (view === "table") reveal();
}

// Filters.
at("filters").addEventListener("submit", (event) => event.preventDefault());
at("query").addEventListener("input", soon(() => change({ query: at("query").value })));
at("region").addEventListener("change", (event) => change({
  region: event.target.value === "*" ? null : event.target.value.slice(1), document: -1 }));
at("document").addEventListener("change", (event) => change({ document: Number(event.target.value), record: -1 }));
at("confidence").addEventListener("input", soon(() => change({ least: Number(at("confidence").value) })));
for (const facet of FACETS) {
  at(facet).addEventListener("change", (event) => {
    const { value, checked } = event.target;
    if (checked) state[facet].add(value);
    else state[facet].delete(value);
    change({});
  });
}
at("reset").addEventListener("click", () => {
  for (const facet of FACETS) state[facet].clear();
  change({ query: "", region: null, document: -1, least: 0 });
});

// The table.
grid.addEventListener("scroll", soon(drawRows), { passive: true });
at("heads").addEventListener("click", (event) => {
  const name = event.target.closest("button")?.value;
  if (!name) return;
  const down = state.sort === name && !state.down;
  const over = state.sort === name && state.down; // the third click is the order of the texts again
  change({ sort: over ? "" : name, down: !over && down });
  at("heads").querySelector(`[value=${name}]`).focus({ preventScroll: true }); // the heads have been made anew
});
at("rows").addEventListener("click", (event) => {
  const row = pool.find(({ element }) => element.contains(event.target));
  if (!row || getSelection().toString()) return;
  state.cursor = row.place;
  choose(row.record);
});
grid.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && event.target === grid && rows.length) choose(rows[state.cursor]);
  else if (!moveCursor(event.key)) return;
  else if (state.record >= 0) choose(rows[state.cursor], true);
  event.preventDefault();
});
at("columns").addEventListener("change", () => {
  const chosen = [...at("columns").querySelectorAll("input:checked")].map((input) => input.value);
  change({ columns: chosen.length ? chosen : USUAL });
});
at("columns").addEventListener("click", (event) => { if (event.target.id === "usual") change({ columns: USUAL }); });

// The text.
article.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (!mark) return;
  const found = recordsOf(mark);
  choose(found[(found.indexOf(state.record) + 1) % found.length]); // a figure of two records: each click shows the next
});
article.addEventListener("keydown", (event) => {
  const marks = [...article.querySelectorAll("mark")];
  const place = marks.indexOf(event.target);
  if (place < 0) return;
  if (event.key === "Enter" || event.key === " ") event.target.click();
  else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const next = marks[place + (event.key === "ArrowRight" ? 1 : -1)];
    if (next) {
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    }
  } else return;
  event.preventDefault();
});
at("open").addEventListener("change", (event) => openText(Number(event.target.value)));
at("before").addEventListener("click", () => openText(openDocument() - 1));
at("after").addEventListener("click", () => openText(openDocument() + 1));
at("outline").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  at("outline").open = false;
  const element = sectionElements[Number(button.value)];
  element.scrollIntoView({ block: "start" });
  requestAnimationFrame(() => element.scrollIntoView({ block: "start" }));
});
detail.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.id === "detail-close") {
    close();
    grid.focus({ preventScroll: true });
  } else if (button.id === "detail-chart") {
    Object.assign(state, { name: records.cell("indicator", state.record), kind: kindOf(state.record) });
    setView("chart");
  } else if (button.className === "link") {
    choose(Number(button.value));
    detail.focus();
  } else if (button.id !== "detail-close") {
    const place = state.cursor + (button.id === "detail-after" ? 1 : -1);
    if (place >= 0 && place < rows.length) {
      choose(rows[place], true);
      at(button.id).focus();
    }
  }
});

// The chart.
at("as-table").addEventListener("click", () => setView("table"));
at("as-chart").addEventListener("click", () => setView("chart"));
at("chart-name").addEventListener("change", (event) => { Object.assign(state, { name: event.target.value.trim(), kind: "" }); show(false); });
at("chart-match").addEventListener("change", (event) => { Object.assign(state, { match: event.target.value, kind: "" }); show(false); });
at("chart-kind").addEventListener("change", (event) => { state.kind = event.target.value; show(false); });
at("chart-axis").addEventListener("change", (event) => { state.axis = event.target.value; show(false); });

// The page.
at("tabs").addEventListener("click", (event) => {
  const name = event.target.closest("button")?.dataset.pane;
  if (name === "table" || name === "chart") setView(name);
  else if (name) showPane(name);
});
at("show-filters").addEventListener("click", () => {
  const open = !document.body.classList.contains("filtering");
  showPane(open ? "filters" : state.view);
  if (open) at("query").focus();
});
at("language").addEventListener("click", () => {
  state.language = state.language === "zh" ? "en" : "zh";
  words();
  show();
});
at("skip").addEventListener("click", () => grid.focus());
at("show-keys").addEventListener("click", () => at("keys").showModal());
at("keys").addEventListener("click", (event) => { if (event.target.closest("button") || event.target === at("keys")) at("keys").close(); });
at("print").addEventListener("click", () => print());
addEventListener("beforeprint", layOut);
matchMedia("print").addEventListener("change", (event) => event.matches && layOut());
addEventListener("resize", soon(() => show(false)));
addEventListener("popstate", () => { // also where the address is changed by hand, or a link leads here
  fromAddress();
  words();
  showPane(state.record >= 0 ? "text" : state.view);
  show();
  if (!grid.hidden) reveal();
  showPlace();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details:has(> .menu)[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (at("keys").open || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input:not([type=checkbox]):not([type=range]), select, textarea");
  if (event.key === "/" && !typing) {
    if (getComputedStyle(at("filters")).display === "none") showPane("filters");
    at("query").focus();
    at("query").select();
  } else if (event.key.toLowerCase() === "c" && !typing) setView(state.view === "chart" ? "table" : "chart");
  else if (event.key === "Escape") {
    const menu = document.querySelector("details:has(> .menu)[open]");
    if (menu) {
      menu.open = false;
      menu.firstElementChild.focus();
    } else if (event.target === at("query") && state.query) change({ query: "" });
    else {
      if (document.body.classList.contains("filtering")) showPane(state.view);
      else close();
      if (narrow.matches && document.body.dataset.pane === "text") showPane(state.view);
      (state.view === "table" ? grid : at("as-table")).focus({ preventScroll: true });
    }
  } else return;
  event.preventDefault();
});

fromAddress();
words();
showPane(state.record >= 0 ? "text" : state.view);
show();
if (state.record >= 0) {
  if (!grid.hidden) reveal();
  showPlace();
}
document.documentElement.dataset.ready = "true";
