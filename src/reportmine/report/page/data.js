// The tables of the run: columns of all records, facts of all documents, and each document's text once it is asked for.

const report = parsed("report");
const documents = {
  count: report.counts.length,
  facts: report.facts,
  standing: report.standing,
  number: new Map(report.facts.source.map((source, number) => [addressed(source), number])),
  title: (number) => report.facts.title[number] || report.facts.source[number],
};

const records = (() => {
  const count = report.counts.reduce((sum, more) => sum + more, 0);
  const first = [0];
  for (const more of report.counts) first.push(first[first.length - 1] + more);
  const document = new Int32Array(count);
  report.counts.forEach((_, number) => document.fill(number, first[number], first[number + 1]));

  const columns = {};
  for (const [name, packed] of Object.entries(report.columns)) {
    columns[name] = packed.words ? packed.at.map((place) => packed.words[place]) : packed.cells;
  }
  columns.source = Array.from(document, (number) => report.facts.source[number]);
  columns.record_id = columns.record_id.map(
    (id, record) => id || `${columns.source[record]}@${columns.start[record]}-${columns.end[record]}`,
  );
  const whole = columns.part_of;
  const parts = new Map();
  whole.forEach((above, record) => {
    if (typeof above !== "number") return;
    if (!parts.has(above)) parts.set(above, []);
    parts.get(above).push(record);
  });
  columns.part_of = whole.map((above) => (typeof above === "number" ? columns.record_id[above] : above));
  columns.period = columns.period_end.map((end, record) => months(columns.period_start[record], end));
  delete report.columns;

  let ids = null;
  return {
    count,
    first,
    document,
    parts: (record) => parts.get(record) ?? [],
    whole: (record) => (typeof whole[record] === "number" ? whole[record] : -1),
    /** Cells of a column, one a record; what only the document knows is looked up there. */
    column: (name) => {
      if (!(name in columns)) {
        columns[name] = name === "sentence"
          ? Array.from(document, (number, record) => sentence(record))
          : Array.from(document, (number) => report.facts[name][number]);
      }
      return columns[name];
    },
    cell: (name, record) => {
      if (name in columns) return columns[name][record];
      return name === "sentence" ? sentence(record) : report.facts[name][document[record]];
    },
    named: (id) => {
      ids ??= new Map(columns.record_id.map((known, record) => [addressed(known), record]));
      return ids.get(id) ?? -1;
    },
  };
})();

const texts = new Map();

/** Text, sections, marks and sentences of a document; read when it is first shown. */
function textOf(number) {
  if (!texts.has(number)) {
    const found = parsed(`document-${number}`);
    const first = records.first[number];
    found.places = new Map();
    found.marks = found.marks.map(([start, end, ...within]) => {
      const mark = { start, end, records: within.map((place) => first + place) };
      mark.records.forEach((record) => found.places.set(record, mark));
      return mark;
    });
    texts.set(number, found);
  }
  return texts.get(number);
}

function sentence(record) {
  const number = records.document[record];
  const told = textOf(number);
  const found = told.sentences[record - records.first[number]];
  return typeof found === "string" ? found : told.text.slice(...found);
}

const CODES = ["section", "measure", "status"];
const flagsOf = (record) => {
  const flags = records.cell("flags", record);
  return flags ? flags.split(";") : [];
};

/** What a cell shows: codes in the language of the page. */
function shown(name, record) {
  const cell = records.cell(name, record);
  if (CODES.includes(name) || name === "comparator") return say(`${name}.${cell}`);
  if (name === "flags") return flagsOf(record).map((flag) => say(`flags.${flag}`)).join("、");
  return cell;
}
