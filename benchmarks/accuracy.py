"""Measure on every set of labelled reports that is there, and write the figures into the documents.

python benchmarks/accuracy.py
"""

import sys

import views
from blocks import ROOT, fill, table
from measuring import GROUPINGS, Results, measure
from sets import CORPUS, PARTS, all_sets

from reportmine import export, extract_file
from reportmine.cli import layout
from reportmine.errors import ReportmineError
from reportmine.golden.agreement import TIERS

ACCURACY = ROOT / "docs" / "accuracy.md"
README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
CHINESE_HEADER = ("报告", "计分的标准记录", "抽取的记录", *(f"F1 {name}" for name, _ in TIERS))
CHINESE_PARTS = {"test": "测试", "tuning": "调试"}

# The sentence that the README opens with.
EXAMPLE = CORPUS / "swj-haiyan-2024-10.txt"
EXAMPLE_BEGINS = "1-10月实现社会消费品零售总额"


def main() -> None:
    """Measure, and fill the blocks."""
    sets = all_sets()
    results = measure(sets)
    own = {name: judged for name, judged in results.items() if name in PARTS}
    tiers = views.tiers(own)
    put("tiers", tiers)
    put("fields", views.fields(own))
    put("trusted", views.sure(own))
    put("confidence", views.bands(own))
    put("documents", views.documents(own))
    for by in GROUPINGS:
        put(by, views.groups(own, by))
    # Where texts are not at hand, their figures stay as they were measured where they are.
    if all(one.whole for one in sets):
        put_beside({name: judged for name, judged in results.items() if name not in PARTS})
    fill(README, "tiers", table(*tiers))
    chinese = [[CHINESE_PARTS[name], *cells] for name, *cells in tiers.rows]
    fill(CHINESE, "tiers", table(CHINESE_HEADER, chinese))
    for readme in (README, CHINESE):
        fill(readme, "example", example())
    print("\n".join(layout.table(*tiers)))


def put(name: str, shown: views.Table) -> None:
    """Fill a block of the page on accuracy with a table."""
    fill(ACCURACY, name, table(*shown))


def put_beside(results: Results) -> None:
    """Fill the tables of the sets beside the repository."""
    put("beside-tiers", views.tiers(results))
    put("beside-fields", views.fields(results))
    put("beside-trusted", views.sure(results))


def example() -> list[str]:
    """A sentence of the corpus, its rows, and the account of the report that it stands in."""
    extraction = extract_file(EXAMPLE)
    rows = [record for record in extraction.records if record.sentence.startswith(EXAMPLE_BEGINS)]
    span = (rows[0].start - rows[0].sentence.index(rows[0].text), rows[0].start)
    passed = [entry for entry in extraction.ledger if span[0] <= entry.start < span[1]]
    shown = export.rows_of(extraction)
    places = [extraction.records.index(record) for record in rows]
    lines = layout.records(export.TABLES["records"], [shown.records[place] for place in places])
    return [
        "```text",
        rows[0].sentence,
        "",
        *lines,
        "",
        *(f"ledger: {entry.text} ({entry.reason})" for entry in passed),
        f"the whole report: {len(extraction.records)} records + {len(extraction.ledger)} ledger lines",
        "```",
    ]


if __name__ == "__main__":
    try:
        main()
    except ReportmineError as error:
        sys.exit(str(error))
