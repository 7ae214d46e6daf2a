// All that is known of the chosen record.

const detail = at("detail");

function showDetail() {
  detail.hidden = state.record < 0;
  document.body.classList.toggle("detailed", state.record >= 0);
  if (state.record < 0) return;
  if (renew(detail, `${state.record} ${state.language}`, () => card(state.record))) detail.scrollTop = 0;
}

function card(record) {
  const cell = (name) => records.cell(name, record);
  const bound = BOUNDS[cell("comparator")];
  const flags = flagsOf(record);
  return [
    make("header", {},
      make("h3", {}, apart(cell("indicator")), inWords(record)),
      make("div", { className: "steps" },
        step("detail-before", "detail.before", "‹"), step("detail-after", "detail.after", "›"),
        step("detail-close", "page.close", "×"))),
    make("p", { className: "figure" },
      make("strong", {}, bound && make("span", { className: "bound" }, bound), apart(cell("text"))),
      make("span", { className: `chip measure-${cell("measure")}` }, shown("measure", record)),
      make("span", { className: `chip status-${cell("status")}` }, shown("status", record)),
      make("span", { className: `chip section-${cell("section")}` }, shown("section", record)),
      cell("period") && make("span", { className: "chip" }, cell("period")),
      make("span", { className: "chip sure" }, `${say("columns.confidence")} ${Number(cell("confidence")).toFixed(2)}`)),
    flags.length > 0 && make("p", { className: "flags" }, flags.map((flag) => make("span", { className: "chip flag" }, say(`flags.${flag}`)))),
    make("blockquote", {}, quoted(record)),
    !markFor(record) && make("p", { className: "notice" }, say("text.not_here")),
    ...kin(record),
    make("button", { type: "button", id: "detail-chart", className: "tool" }, say("detail.chart")),
    make("details", { open: !narrow.matches },
      make("summary", {}, say("detail.fields")),
      make("dl", {}, report.names.filter((name) => cell(name) !== "" && name !== "sentence").map((name) => [
        make("dt", { title: name }, say(`columns.${name}`)), make("dd", {}, apart(name === "confidence" ? cell(name) : shown(name, record)))]))),
  ];
}

const step = (id, key, sign) => make("button", { type: "button", id, className: "tool arrow", title: say(key), "aria-label": say(key) }, sign);
const markFor = (record) => textOf(records.document[record]).places.get(record);

/** The sentence, with the figure in it marked where its place is known. */
function quoted(record) {
  const told = textOf(records.document[record]);
  const span = told.sentences[record - records.first[records.document[record]]];
  const mark = markFor(record);
  if (typeof span === "string" || !mark || mark.start < span[0] || mark.end > span[1]) return apart(sentence(record));
  return make("bdi", {}, told.text.slice(span[0], mark.start),
    make("em", { className: `measure-${records.cell("measure", record)}` }, told.text.slice(mark.start, mark.end)),
    told.text.slice(mark.end, span[1]));
}

/** Links to the whole, to the parts, and to other records of the same figure. */
function kin(record) {
  const whole = records.whole(record);
  const same = (markFor(record)?.records ?? []).filter((other) => other !== record);
  const line = (key, others) => others.length > 0 && make("p", { className: "kin" }, make("span", {}, say(key)),
    others.map((other) => make("button", { type: "button", value: String(other), className: "link" },
      apart(`${records.cell("indicator", other)} ${records.cell("text", other)}`))));
  return [line("detail.whole", whole >= 0 ? [whole] : []), line("detail.parts", records.parts(record)), line("detail.same", same)];
}
