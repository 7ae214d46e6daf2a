// One indicator over periods or documents, drawn by Bokeh. Its script is run when a chart is first asked for.

const PALETTE = ["#2563eb", "#ea580c", "#16a34a", "#9333ea", "#dc2626", "#0891b2", "#ca8a04", "#db2777", "#4d7c0f", "#475569"];
const REST = "#94a3b8";
const MARKERS = { __proto__: null, actual: "circle", target: "diamond", forecast: "triangle" };
const SCALES = [[1e8, "亿"], [1e4, "万"]];
const FONT = getComputedStyle(document.body).fontFamily;
let charted = null; // what Bokeh holds of the chart that is shown

function bokeh() {
  if (!window.Bokeh) {
    const library = make("script");
    library.textContent = parsed("chart-library");
    document.head.append(library);
    window.Bokeh.set_log_level("error");
  }
  return window.Bokeh;
}

function showChart(found) {
  const shownNow = state.view === "chart";
  at("chart-pane").hidden = !shownNow;
  grid.hidden = shownNow;
  at("columns").hidden = shownNow;
  if (!shownNow) return;
  // Charts of a name that stands in one report say little: those in most reports come first.
  const names = spread(found);
  if (!state.name) state.name = state.record >= 0 ? records.cell("indicator", state.record) : names[0] ?? "";
  renew(at("chart-names"), names.slice(0, 300).join("\n"), () => names.slice(0, 300).map((name) => make("option", { value: name })));
  if (document.activeElement !== at("chart-name")) at("chart-name").value = state.name;
  options("chart-match", { exact: "chart.exact", part: "chart.part" }, state.match);
  options("chart-axis", { period: "chart.by_period", document: "chart.by_document" }, state.axis);

  const indicator = records.column("indicator");
  const named = found.filter((record) => (state.match === "part" ? indicator[record].includes(state.name) : indicator[record] === state.name));
  const kinds = new Map();
  for (const record of named) kinds.set(kindOf(record), [...(kinds.get(kindOf(record)) ?? []), record]);
  const known = [...kinds.keys()].sort((one, other) => kinds.get(other).length - kinds.get(one).length);
  const like = state.record >= 0 && named.includes(state.record) ? kindOf(state.record) : "";
  if (!kinds.has(state.kind)) state.kind = kinds.has(like) ? like : known[0] ?? "";
  renew(at("chart-kind"), `${state.language} ${known.map((kind) => `${kind}${kinds.get(kind).length}`)}`, () => known.map((kind) => {
    const [measure, unit] = kind.split(" ");
    return make("option", { value: kind }, `${say(`measure.${measure}`)} · ${unit || "—"} (${kinds.get(kind).length})`);
  }));
  at("chart-kind").value = state.kind;
  const told = kinds.get(state.kind) ?? [];
  const key = [state.language, state.axis, state.kind, state.name, at("chart").clientWidth, ...told].join(" ");
  if (at("chart").dataset.key === key) return;
  at("chart").dataset.key = key;
  at("chart-note").textContent = told.length
    ? say("chart.points", { count: told.length, documents: new Set(told.map((record) => records.document[record])).size })
    : say("chart.nothing");
  try {
    draw(told);
  } catch (error) {
    at("chart-note").textContent = say("chart.failed") + error.message;
  }
}

const kindOf = (record) => `${records.cell("measure", record)} ${records.cell("unit_base", record)}`;

function options(id, labels, chosen) {
  renew(at(id), state.language, () => Object.entries(labels).map(([value, key]) => make("option", { value }, say(key))));
  at(id).value = chosen;
}

/** Names of indicators, those in most documents first. */
function spread(found) {
  const seen = new Map();
  const indicator = records.column("indicator");
  for (const record of found) {
    if (!seen.has(indicator[record])) seen.set(indicator[record], { last: -1, count: 0 });
    const name = seen.get(indicator[record]);
    if (name.last !== records.document[record]) name.count += 1;
    name.last = records.document[record];
  }
  return [...seen.keys()].sort((one, other) => seen.get(other).count - seen.get(one).count || (one < other ? -1 : 1));
}

/** Whose figure it is: the subject of the record, else the region of its report, else the report. */
const holder = (record) => records.cell("subject", record) || records.cell("region", record) || documents.title(records.document[record]);

function draw(told) {
  if (charted) {
    charted.views?.clear();
    window.Bokeh.documents.splice(window.Bokeh.documents.indexOf(charted.drawing), 1);
    charted = null;
  }
  at("chart").replaceChildren();
  delete at("chart").dataset.points;
  at("chart").setAttribute("aria-label", `${state.name}: ${at("chart-note").textContent}`);
  const byPeriod = state.axis === "period";
  const points = told.filter((record) => !byPeriod || records.cell("period_end", record));
  if (!points.length) return;
  const Bokeh = bokeh();
  const unit = records.cell("unit_base", points[0]);
  const [scale, prefix] = scaleOf(points, unit);
  const labels = byPeriod ? null : axisLabels(points);
  const figure = Bokeh.Plotting.figure({
    width: Math.max(280, at("chart").clientWidth), height: Math.max(300, at("chart").clientHeight || 420),
    x_axis_type: byPeriod ? "datetime" : "auto", ...(labels ? { x_range: [...new Set(labels.values())] } : {}),
    y_axis_label: `${say(`measure.${records.cell("measure", points[0])}`)}${unit ? ` (${prefix}${unit})` : ""}`,
    title: state.name, tools: "pan,box_zoom,xwheel_zoom,reset,save", toolbar_location: "above", output_backend: "canvas",
  });
  figure.toolbar.logo = null;
  dress(figure, labels);
  const series = new Map();
  for (const record of points) series.set(holder(record), [...(series.get(holder(record)) ?? []), record]);
  const order = [...series.keys()].sort((one, other) => series.get(other).length - series.get(one).length || (one < other ? -1 : 1));
  const drawn = [];
  order.forEach((name, place) => {
    const told = place < PALETTE.length - 1 || order.length <= PALETTE.length;
    drawn.push(...lay(Bokeh, figure, series.get(name), {
      name: told ? name : say("chart.rest"), color: told ? PALETTE[place] : REST,
      x: (record) => (byPeriod ? monthOf(records.cell("period_end", record)) : labels.get(records.document[record])),
      y: (record) => Number(records.cell("value_base", record)) / scale, joined: byPeriod && order.length <= 24,
    }));
  });
  figure.add_tools(new Bokeh.HoverTool({ renderers: drawn, tooltips: tooltip(), mode: "mouse" }), new Bokeh.TapTool({ renderers: drawn }));
  moveLegend(Bokeh, figure, order.length);
  const drawing = new Bokeh.Document();
  drawing.add_root(figure);
  Bokeh.embed.add_document_standalone(drawing, at("chart")).then((views) => {
    if (drawing !== charted?.drawing) views.clear(); // another chart has been asked for meanwhile
    else charted.views = views;
    at("chart").dataset.points = points.length;
  });
  charted = { drawing };
}

/** Points of one series, a marker for each status, and a line through what was reached. Gives their renderers back. */
function lay(Bokeh, figure, members, { name, color, x, y, joined }) {
  const sorted = members.map((record) => [x(record), record]).sort((one, other) => (one[0] > other[0]) - (one[0] < other[0]));
  const reached = sorted.filter(([, record]) => records.cell("status", record) === "actual");
  const apiece = new Set(reached.map(([place]) => place)).size === reached.length; // else what would the line go through
  if (joined && apiece && reached.length > 1) {
    figure.line(reached.map(([place]) => place), reached.map(([, record]) => y(record)), { line_color: color, line_width: 1.5, line_alpha: 0.55, legend_label: name });
  }
  return [...new Set(sorted.map(([, record]) => records.cell("status", record)))].sort().map((status) => {
    const some = sorted.filter(([, record]) => records.cell("status", record) === status);
    const source = new Bokeh.ColumnDataSource({ data: {
      x: some.map(([place]) => place), y: some.map(([, record]) => y(record)), record: some.map(([, record]) => record),
      who: some.map(([, record]) => holder(record)), text: some.map(([, record]) => records.cell("text", record)),
      when: some.map(([, record]) => records.cell("period", record)), status: some.map(([, record]) => shown("status", record)),
      report: some.map(([, record]) => documents.title(records.document[record])),
    } });
    source.selected.properties.indices.change.connect(() => {
      const [first] = source.selected.indices;
      if (first !== undefined) choose(source.data.record[first]);
    });
    return figure.scatter({ field: "x" }, { field: "y" }, {
      source, marker: MARKERS[status] ?? "square", size: 10, line_color: color, line_width: 2, fill_color: status === "actual" ? color : "#ffffff",
      nonselection_alpha: 0.6, legend_label: name,
    });
  });
}

/** The legend stands beside the figure, or below it where there is no room; nowhere where it would tell one name. */
function moveLegend(Bokeh, figure, count) {
  const legends = figure.center.filter((part) => part instanceof Bokeh.Legend);
  for (const legend of legends) {
    Object.assign(legend, { click_policy: "hide", visible: count > 1, orientation: narrow.matches ? "horizontal" : "vertical", ncols: narrow.matches ? 3 : 1 });
    figure.center = figure.center.filter((part) => part !== legend);
    figure.add_layout(legend, narrow.matches ? "below" : "right");
  }
}

const tooltip = () => [[say("columns.text"), "@text"], [say("columns.status"), "@status"], [say("columns.period"), "@when"],
  [say("columns.subject"), "@who"], [say("filters.document"), "@report"]];

const monthOf = (month) => Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1, 15);

/** What values are divided by, and the word before the unit that says so. */
function scaleOf(points, unit) {
  if (!unit || /^(%|‰|名|倍|个百分点)$/.test(unit)) return [1, ""];
  const sizes = points.map((record) => Math.abs(Number(records.cell("value_base", record)))).sort((one, other) => one - other);
  return SCALES.find(([scale]) => sizes[sizes.length >> 1] >= scale) ?? [1, ""];
}

/** A label for each document, different from all others: its region and period, else a number behind them. */
function axisLabels(points) {
  const numbers = [...new Set(points.map((record) => records.document[record]))];
  const when = (number) => documents.facts.doc_period_end[number];
  numbers.sort((one, other) => (when(one) > when(other)) - (when(one) < when(other)) || one - other);
  const seen = new Map();
  return new Map(numbers.map((number) => {
    const who = documents.facts.region[number] || documents.title(number).slice(0, 12);
    const label = `${who} ${months(documents.facts.doc_period_start[number], when(number))}`.trim();
    seen.set(label, (seen.get(label) ?? 0) + 1);
    return [number, seen.get(label) > 1 ? `${label} (${seen.get(label)})` : label];
  }));
}

function dress(figure, labels) {
  const text = { axis_label_text_font: FONT, major_label_text_font: FONT, axis_label_text_font_style: "normal", major_label_text_font_size: "12px",
    axis_line_color: "#94a3b8", major_tick_line_color: "#94a3b8", minor_tick_line_color: null, axis_label_text_font_size: "12px" };
  for (const axis of [figure.xaxis, figure.yaxis]) Object.assign(axis, text);
  if (!labels) {
    figure.xaxis.formatter = new window.Bokeh.DatetimeTickFormatter({ days: "%Y-%m-%d", months: "%Y-%m", years: "%Y" });
    figure.below[0].ticker.desired_num_ticks = Math.max(2, Math.floor(figure.width / 110));
  }
  if (labels && labels.size > 6) figure.xaxis.major_label_orientation = Math.PI / 4;
  Object.assign(figure.title, { text_font: FONT, text_font_size: "15px" });
  Object.assign(figure.legend, { label_text_font: FONT, label_text_font_size: "12px", background_fill_alpha: 0.8, border_line_color: "#e2e8f0", spacing: 0, padding: 6 });
  figure.outline_line_color = "#e2e8f0";
  figure.xgrid.grid_line_color = null;
  figure.ygrid.grid_line_color = "#e2e8f0";
  figure.min_border_right = 24;
}
