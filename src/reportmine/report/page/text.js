// The text of one document: figures of records in the colour of their measure, numerals of the ledger in grey.

const article = at("article");
let sectionElements = [];

function showText() {
  const number = openDocument();
  at("open").value = String(number);
  const fresh = renew(article, `${number} ${state.language}`, () => {
    at("facts").replaceChildren(...(documents.count ? factsOf(number) : []));
    return documents.count ? written(number) : [];
  });
  if (fresh && documents.count) {
    at("reading").scrollTop = 0;
    showOutline(number);
  }
  let focusable = null;
  for (const mark of article.querySelectorAll("mark")) {
    const chosen = state.record >= 0 && recordsOf(mark).includes(state.record);
    mark.classList.toggle("faint", !recordsOf(mark).some((record) => passed.set.has(record)));
    mark.classList.toggle("chosen", chosen);
    mark.setAttribute("aria-pressed", String(chosen));
    mark.tabIndex = -1;
    if (chosen || !focusable) focusable = mark;
  }
  if (focusable) focusable.tabIndex = 0;
  at("before").disabled = number <= 0;
  at("after").disabled = number >= documents.count - 1;
}

const recordsOf = (mark) => mark.dataset.records.split(" ").map(Number);
const markOf = (record) =>
  article.querySelector(`mark[data-records~="${record}"]`);

function factsOf(number) {
  const fact = (name) => documents.facts[name][number];
  const period = months(fact("doc_period_start"), fact("doc_period_end"));
  const told = [fact("region"), period, fact("kind") && say(`kind.${fact("kind")}`), fact("issuer"), fact("published"),
    say("text.records", { count: report.counts[number] })].filter(Boolean);
  const standing = say(`standing.${documents.standing[number]}`);
  return [
    make("h2", {}, apart(fact("title") || say("text.untitled"))),
    make("p", { className: "about" }, told.map((one) => apart(one, "span"))),
    make("p", { className: "source" }, apart(fact("source"))),
    standing && make("p", { className: "notice", role: "note" }, standing, fact("error") && apart(fact("error"))),
  ].filter(Boolean);
}

/** Elements of a text: a heading or paragraph a line, and a table of lines with tabs. */
function written(number) {
  const told = textOf(number);
  const fill = filler(told);
  const found = [];
  sectionElements = told.sections.map(() => null);
  let section = 0;
  let body = null;
  for (let start = 0; start < told.text.length;) {
    const stop = told.text.indexOf("\n", start);
    const end = stop < 0 ? told.text.length : stop;
    const line = told.text.slice(start, end);
    const opened = [];
    while (section < told.sections.length && told.sections[section][0] <= end) opened.push(section++);
    if (!line.includes("\t")) body = null;
    if (line.trim()) {
      const heading = opened.length ? told.sections[opened[opened.length - 1]] : null;
      let element;
      if (line.includes("\t")) {
        if (!body) found.push(make("div", { className: "grid" }, make("table", {}, body = make("tbody"))));
        element = row(fill, line, start);
        body.append(element);
      } else {
        element = paragraph(fill, line, start, heading);
        if (!found.length) element.classList.add("first");
        found.push(element);
      }
      opened.forEach((one) => { sectionElements[one] = element; });
    } else {
      section -= opened.length; // a section begins with its first line that is not empty
    }
    start = end + 1;
  }
  return found.length ? found : [make("p", { className: "notice" }, say("text.empty"))];
}

function paragraph(fill, line, start, section) {
  const heading = section?.[3] ?? "";
  const indent = line.length - line.trimStart().length;
  if (!heading || !line.startsWith(heading, indent)) return fill(make("p"), start, start + line.length);
  const told = { className: `heading section-${section[1]}` };
  const level = Math.min(6, section[2] + 3);
  if (line.trim() === heading) return fill(make(`h${level}`, told), start, start + line.length);
  const lead = fill(make("b"), start, start + indent + heading.length);
  return fill(make("p", told, lead), start + indent + heading.length, start + line.length);
}

function row(fill, line, start) {
  const element = make("tr");
  for (const cell of line.split("\t")) {
    element.append(fill(make("td"), start, start + cell.length));
    start += cell.length + 1;
  }
  return element;
}

/** A function that puts the characters [start, end) into an element, with their marks; called from left to right. */
function filler(told) {
  const marks = [...told.marks, ...told.ledger.map(([start, end, reason]) => ({ start, end, reason }))]
    .sort((one, other) => one.start - other.start || one.end - other.end);
  let next = 0;
  return (element, start, end) => {
    while (next < marks.length && marks[next].start < end) {
      const mark = marks[next];
      const stop = Math.min(mark.end, end); // what runs over the end of a line is shown on the line where it begins
      next += 1;
      if (mark.start < start) continue; // two that overlap: the first one stays
      element.append(told.text.slice(start, mark.start), marked(mark, told.text.slice(mark.start, stop)));
      start = stop;
    }
    element.append(told.text.slice(start, end));
    return element;
  };
}

function marked(mark, text) {
  if (mark.reason) {
    return make("span", { className: "ledger", title: say(`reason.${mark.reason}`) }, text);
  }
  const [record] = mark.records;
  const about = ["indicator", "measure", "status", "period"].map((name) => shown(name, record)).filter(Boolean);
  const warned = mark.records.some((one) => flagsOf(one).length) ? " flagged" : "";
  return make("mark", {
    className: `measure-${records.cell("measure", record)} status-${records.cell("status", record)}${warned}`,
    role: "button", title: about.join(" · "), "data-records": mark.records.join(" "),
  }, text);
}

function showOutline(number) {
  const told = textOf(number);
  const items = told.sections.map(([, kind, level, heading], section) => sectionElements[section] && make("button", {
    type: "button", className: `level-${Math.min(level, 4)} section-${kind}`, value: String(section),
  }, apart(heading || say("text.preamble")))).filter(Boolean);
  at("outline").hidden = items.length < 2;
  at("outline").open = false;
  at("outline").lastElementChild.replaceChildren(...items);
}

/** Scrolls to the place of the chosen record, and lets it flash. */
function showPlace() {
  const mark = state.record >= 0 && markOf(state.record);
  if (!mark) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  // Paragraphs far away have no height until they are seen: the first step brings them near.
  mark.scrollIntoView({ block: "center" });
  requestAnimationFrame(() => mark.scrollIntoView({ block: "center" }));
  if (still) return;
  mark.classList.remove("flash");
  void mark.offsetWidth; // begins the animation anew
  mark.classList.add("flash");
}
