"""Tables: what their headers say of each figure, the same in every format; what is none stays in the ledger."""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from pydantic import BaseModel, ConfigDict
from test_properties import check_account

from files import FONT, HEIGHT, WIDTH
from reportmine import extract, extract_file
from reportmine.model import Check, Extraction, Flag, Record
from reportmine.witness import find as find_findings

HEAD = ("青禾县2023年工作总结", "一、工作情况", "全县各项工作平稳推进，主要目标任务全面完成，具体情况如下。")
USUAL = {"status": "actual", "comparator": "exact"}


class Case(BaseModel):
    """A table and what its figures become; see the head of cases/tables.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    above: tuple[str, ...] = ()
    rows: tuple[str, ...]
    records: tuple[str, ...]
    ledger: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def grid(self) -> list[list[str]]:
        return [[cell.strip() for cell in row.split("|")] for row in self.rows]


class Span(NamedTuple):
    """A cell of a grid with the rows and columns that it goes over."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


def spans(grid: Sequence[Sequence[str]]) -> Iterator[Span]:
    for row, cells in enumerate(grid):
        for column, text in enumerate(cells):
            if text in ("<", "^"):
                continue
            columns = 1
            while column + columns < len(cells) and cells[column + columns] == "<":
                columns += 1
            rows = 1
            while row + rows < len(grid) and grid[row + rows][column] == "^":
                rows += 1
            yield Span(text.replace("_", "　　"), row, column, rows, columns)


def bare(grid: Sequence[Sequence[str]]) -> list[list[str]]:
    return [["" if cell in ("<", "^") else cell.replace("_", "　　") for cell in row] for row in grid]


def as_text(case: Case, path: Path) -> Path:
    rows = ["\t".join(row) for row in bare(case.grid())]
    return written(path.with_suffix(".txt"), "\n".join((*HEAD, *case.above, *rows)))


def as_aligned(case: Case, path: Path) -> Path:
    grid = bare(case.grid())
    widths = [max(map(width, column)) + 3 for column in zip(*grid, strict=True)]
    rows = [
        "".join(cell + " " * (room - width(cell)) for cell, room in zip(row, widths, strict=True)).rstrip()
        for row in grid
    ]
    return written(path.with_suffix(".txt"), "\n".join((*HEAD, *case.above, *rows)))


def width(text: str) -> int:
    return len(text) + sum(char >= "\u2e80" for char in text)


def as_markdown(case: Case, path: Path) -> Path:
    first, *rows = ["| " + " | ".join(row) + " |" for row in bare(case.grid())]
    table = "\n".join((first, "|" + "---|" * (first.count("|") - 1), *rows))
    return written(path.with_suffix(".md"), "\n\n".join((*HEAD, *case.above, table)))


def as_html(case: Case, path: Path) -> Path:
    rows: dict[int, list[str]] = {}
    for cell in spans(case.grid()):
        extent = f'rowspan="{cell.rows}" colspan="{cell.columns}"'
        rows.setdefault(cell.row, []).append(f"<td {extent}>{cell.text}</td>")
    lines = "".join(f"<p>{line}</p>" for line in (*HEAD, *case.above))
    table = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows.values())
    page = f'<html><head><meta charset="utf-8"></head><body>{lines}<table>{table}</table></body></html>'
    return written(path.with_suffix(".html"), page)


def as_docx(case: Case, path: Path) -> Path:
    document = docx.Document()
    for line in (*HEAD, *case.above):
        document.add_paragraph(line)
    grid = case.grid()
    table = document.add_table(len(grid), len(grid[0]))
    for cell in spans(grid):
        first = table.cell(cell.row, cell.column)
        first.merge(table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        first.text = cell.text
    document.save(str(path.with_suffix(".docx")))
    return path.with_suffix(".docx")


def as_ruled(case: Case, path: Path) -> Path:
    return as_pdf(case, path, ruled=True)


def as_unruled(case: Case, path: Path) -> Path:
    return as_pdf(case, path, ruled=False)


def as_pdf(case: Case, path: Path, *, ruled: bool) -> Path:
    """A page with the lines above and the table, at ten points, with its lines drawn or without."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    grid, size, left, top = case.grid(), 8, 40.0, HEIGHT - 220.0
    texts = bare(grid)
    rooms = [max(map(width, column)) * size / 2 + 12 for column in zip(*texts, strict=True)]
    edges = [left + sum(rooms[:at]) for at in range(len(rooms) + 1)]
    canvas = Canvas(str(path.with_suffix(".pdf")), (WIDTH, HEIGHT), invariant=1)
    canvas.setFont(FONT, size)
    for number, line in enumerate((*HEAD, "", *case.above)):
        canvas.drawString(left, HEIGHT - 80 - 24 * number, line)
    for cell in spans(grid):
        x, y = edges[cell.column], top - 18 * cell.row
        canvas.drawString(x + 4, y - 12, cell.text)
        if ruled:
            canvas.rect(x, y - 18 * cell.rows, edges[cell.column + cell.columns] - x, 18 * cell.rows)
    canvas.save()
    return path.with_suffix(".pdf")


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


FORMATS: dict[str, Callable[[Case, Path], Path]] = {
    "text": as_text, "aligned": as_aligned, "markdown": as_markdown, "html": as_html, "docx": as_docx,
    "ruled": as_ruled, "unruled": as_unruled,
}  # fmt: skip
CASES = [
    Case.model_validate(one)
    for one in tomllib.loads((Path(__file__).parent / "cases/tables.toml").read_text(encoding="utf-8"))[
        "case"
    ]
]
EACH = [(case, kind) for case in CASES for kind in FORMATS if not case.only or kind in case.only]


def told(record: Record, records: Sequence[Record]) -> str:
    """A record as the cases write it."""
    whole = next((one.text for one in records if one.record_id == record.part_of), None)
    unusual = {"status": record.status.value, "comparator": record.comparator.value}
    facts = {name: value for name, value in unusual.items() if USUAL[name] != value}
    facts |= {"subject": record.subject, "of": record.of, "basis": record.basis, "part": whole}
    rest = sorted(f"{name}={value}" for name, value in facts.items() if value)
    figure = f"{record.value_base:f}{record.unit_base}"
    months = f"{record.period_start} {record.period_end}"
    parts = (record.text, record.indicator, figure, record.measure.value, months, ", ".join(rest))
    return " | ".join(filter(None, parts))


def wanted(line: str) -> str:
    *parts, rest = line.split(" | ")
    return " | ".join((*parts, ", ".join(sorted(rest.split(", ")))))


@pytest.mark.parametrize(("case", "kind"), EACH, ids=[f"{case.id}, {kind}" for case, kind in EACH])
def test_figures_of_tables_are_told_by_their_headers(case: Case, kind: str, tmp_path: Path) -> None:
    found = extract_file(FORMATS[kind](case, tmp_path / "report"))
    assert [told(record, found.records) for record in found.records] == list(map(wanted, case.records))
    check_account(found)
    entries = [f"{entry.text.strip()} {entry.reason.value}" for entry in found.ledger]
    rest = iter(entries)
    assert all(entry in rest for entry in case.ledger), entries
