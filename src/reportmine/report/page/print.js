// On paper: the document that is shown, its figures numbered, and below it the table of its records.

const PRINTED = USUAL.filter((name) => name !== "region");

function layOut() {
  const number = openDocument();
  const found = Array.from({ length: report.counts[number] ?? 0 }, (_, place) => records.first[number] + place);
  const places = new Map();
  article.querySelectorAll("mark").forEach((mark, place) => {
    mark.dataset.number = String(place + 1);
    recordsOf(mark).forEach((record) => places.set(record, place + 1));
  });
  at("sheet").replaceChildren(
    make("h2", {}, say("page.records")),
    make("table", {},
      make("thead", {}, make("tr", {}, make("th", {}, "#"), PRINTED.map((name) => make("th", { className: `cell-${name}` }, say(`columns.${name}`))))),
      make("tbody", {}, found.map((record) => make("tr", {}, make("td", {}, String(places.get(record) ?? "")),
        PRINTED.map((name) => make("td", { className: `cell-${name}` },
          name === "text" && BOUNDS[records.cell("comparator", record)], apart(shown(name, record)))))))),
  );
}
