"""Extract corpus/, compare it with golden/, and write what was measured into the documents.

python benchmarks/accuracy.py
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from blocks import ROOT, fill, table

from reportmine import export, extract_file, ingest
from reportmine.cli import layout
from reportmine.engines import local
from reportmine.golden import Diff, compare
from reportmine.golden.agreement import TIERS
from reportmine.golden.difference import pair, rows_named
from reportmine.golden.tables import read_golden, read_run

GOLDEN, CORPUS = ROOT / "golden", ROOT / "corpus"
# Reports that no rule is written from: read as a score.
HELD_BACK = frozenset((ROOT / "benchmarks" / "held-back.txt").read_text(encoding="utf-8").split())
README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
CHINESE_TIERS = ("报告", "计分的标准记录", "抽取的记录", *(f"F1 {name}" for name, _ in TIERS))
CHINESE_PARTS = ("留作检验", "用于调试")
PARTS = (("held back", True), ("tuning", False))
STEPS = (0.95, 0.9, 0.8, 0.7, 0.5, 0.0)  # lower ends of the bands of confidence

# The sentence that the README opens with.
EXAMPLE = CORPUS / "swj-haiyan-2024-10.txt"
EXAMPLE_BEGINS = "1-10月实现社会消费品零售总额"


class Judged(NamedTuple):
    """A record that a scored golden row was found for, or none."""

    confidence: float
    right: bool


def main() -> None:
    """Measure, and fill the blocks."""
    with TemporaryDirectory() as scratch:
        out = Path(scratch)
        rows = local.run(ingest.walk([CORPUS]))
        export.write(rows, out, formats=["csv"])
        whole = compare(GOLDEN, out)
        documents = [(path.stem, compare(path, out)) for path in sorted(GOLDEN.glob("*.csv"))]
        judged = list(judge(out))
        parts = [compare(part(out / name, held_back=held_back), out) for name, held_back in PARTS]
    accuracy = ROOT / "docs" / "accuracy.md"
    fill(accuracy, "tiers", tiers(parts))
    fill(accuracy, "fields", fields(whole))
    fill(accuracy, "confidence", confidence(judged))
    fill(accuracy, "documents", per_document(documents))
    fill(README, "tiers", tiers(parts))
    fill(CHINESE, "tiers", table(CHINESE_TIERS, map(tier_row, CHINESE_PARTS, parts)))
    for readme in (README, CHINESE):
        fill(readme, "example", example())
    print("\n".join(layout.headline(whole)))


def part(folder: Path, *, held_back: bool) -> Path:
    """A folder with the golden tables of one part of the reports."""
    folder.mkdir()
    for path in GOLDEN.glob("*.csv"):
        if (path.stem in HELD_BACK) is held_back:
            shutil.copy(path, folder)
    return folder


def tiers(parts: Iterable[Diff]) -> list[str]:
    """F1 by tier of each part, each tier asking for all that those before it ask for."""
    header = ("reports", "scored golden records", "records found", *(f"F1 {name}" for name, _ in TIERS))
    return table(header, map(tier_row, (name for name, _ in PARTS), parts))


def tier_row(name: str, diff: Diff) -> tuple[object, ...]:
    """The figures under `tiers`."""
    return (
        name,
        diff.counts["golden"],
        diff.counts["out"],
        *(f"{share:.3f}" for share in diff.tiers.values()),
    )


def fields(diff: Diff) -> list[str]:
    """Share right by field, of the golden rows that fill it."""
    shares = [(name, "-" if share is None else f"{share:.3f}") for name, share in diff.fields.items()]
    return table(("field", "share right"), shares)


def per_document(documents: Iterable[tuple[str, Diff]]) -> list[str]:
    """F1 by tier of each document."""
    header = ("document", "records", *(name for name, _ in TIERS))
    rows = (
        (name, diff.counts["golden"], *(f"{share:.2f}" for share in diff.tiers.values()))
        for name, diff in documents
    )
    return table(header, rows)


def judge(out: Path) -> Iterator[Judged]:
    """Every record that counts, with its confidence and whether it is right in all tiers."""
    run = read_run(out)
    for path in sorted(GOLDEN.glob("*.csv")):
        golden, found = read_golden(path), rows_named(run, path.stem)
        of_out = {j: golden[i] for i, j in pair(golden, found)}
        for j, row in enumerate(found):
            wanted = of_out.get(j)
            if wanted is None or not wanted.optional:
                right = wanted is not None and all(agrees(wanted, row) for _, agrees in TIERS)
                yield Judged(float(row["confidence"]), right)


def confidence(judged: Sequence[Judged]) -> list[str]:
    """How many records of each band of confidence are right."""
    rows = []
    for low, high in zip(STEPS, (1, *STEPS), strict=False):
        band = [one.right for one in judged if low <= one.confidence < high]
        if band:
            rows.append((f"{low:.2f} to {high:.2f}", len(band), f"{sum(band) / len(band):.3f}"))
    return table(("confidence", "records", "share right"), rows)


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
    main()
