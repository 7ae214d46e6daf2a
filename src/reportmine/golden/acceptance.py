"""Reviewed records → golden tables; the work of human hands stays where the record still agrees with it."""

import csv
from collections.abc import Sequence
from pathlib import Path

from reportmine.errors import GoldenError
from reportmine.export.delimited import guard
from reportmine.golden.agreement import cells_agree, name_agrees
from reportmine.golden.difference import rows_named
from reportmine.golden.scoring import pair
from reportmine.golden.tables import COLUMNS, Row, golden_files, read_golden, read_run

_BRACKET = ("indicator", "indicator_core", "indicator_full")


def accept(out: Path, documents: Sequence[str], golden: Path) -> list[Path]:
    """Paths of the tables in folder `golden` that now say what the run in `out` says, one for each document.

    A row that a record agrees with keeps its id and its cells, alternatives and brackets; of a changed one
    the cells that differ are replaced. A row without record goes, unless it is optional.

    Raises:
        GoldenError: a document without records in `out`, or a table that cannot be read or written.

    """
    run = read_run(out)
    files = golden_files(golden) if golden.is_dir() else {}
    merged = {}
    for name in documents:
        found = rows_named(run, name)
        if not found:
            raise GoldenError(
                f"no record of a document {name!r} @ {out}: give the name of a file without suffix"
            )
        merged[golden / f"{name}.csv"] = _merge(read_golden(files[name]) if name in files else [], found)
    for path, rows in merged.items():
        _write(path, rows)
    return list(merged)


def _merge(golden: Sequence[Row], out: Sequence[Row]) -> list[dict[str, str]]:
    of_out = {j: golden[i] for i, j in pair(golden, out)}
    kept = {row.id for row in of_out.values()}
    rows = [row for row in golden if row.optional and row.id not in kept]
    taken = kept | {row.id for row in rows}
    ids: dict[str, str] = {}  # of the rows, by record id
    for j, record in enumerate(out):
        ids[record.id] = of_out[j].id if j in of_out else _new_id(record, taken)
        taken.add(ids[record.id])
    merged = [dict(row.cells) for row in rows]
    for j, record in enumerate(out):
        cells = _new(record) if j not in of_out else _updated(of_out[j], record)
        cells |= {"id": ids[record.id], "part_of": ids.get(record["part_of"], "")}
        merged.append(cells)
    known = {cells["id"] for cells in merged}
    for cells in merged:  # an optional row may have lost its whole
        cells["part_of"] = cells["part_of"] if cells["part_of"] in known else ""
    return sorted(merged, key=lambda cells: (int(cells["start"]), int(cells["end"])))


def _new_id(record: Row, taken: set[str]) -> str:
    """The place of the record, with a letter before it: a spreadsheet takes 3-12 for a date."""
    place = f"r{record.start}-{record.end}"
    number = 1
    while (name := place if number == 1 else f"{place}#{number}") in taken:
        number += 1
    return name


def _new(record: Row) -> dict[str, str]:
    name = record["indicator"]
    special = (
        "+" in name or "|" in name
    )  # they join pieces in a bracket: such a name is asked for as it stands
    bracket = {"indicator_core": "" if special else name, "indicator_full": name, "optional": ""}
    return {column: record[column] for column in COLUMNS} | bracket


def _updated(row: Row, record: Row) -> dict[str, str]:
    new, old = _new(record), row.cells
    agrees = cells_agree(row, record)
    cells = {column: old[column] if agrees.get(column, True) else new[column] for column in COLUMNS}
    cells |= {column: (old if name_agrees(row, record) else new)[column] for column in _BRACKET}
    if not agrees["text"]:
        cells |= {column: new[column] for column in ("start", "end", "text")}
    if not agrees["period"]:
        cells |= {column: new[column] for column in ("period_start", "period_end")}
    return cells


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    aside = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows([_cell(column, cells[column]) for column in COLUMNS] for cells in rows)
        aside.replace(path)
    except OSError as error:
        raise GoldenError(f"cannot write ({error.strerror}) @ {path}: choose another folder") from None


def _cell(column: str, cell: str) -> str:
    return cell if column in ("value", "value_high", "value_base") else guard(cell)
