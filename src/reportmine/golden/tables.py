"""The only reader of golden and output tables. Every cell is a string, none guessed at: `010` stays `010`."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath

import pandas as pd

from reportmine.errors import GoldenError, ReportmineError
from reportmine.export.columns import RECORDS
from reportmine.export.delimited import unguard
from reportmine.export.legend import column_of
from reportmine.model import Comparator, Measure, SectionKind, Status
from reportmine.runs.reading import find, read_table

COLUMNS = (
    "id", "start", "end", "text", "value", "value_high", "unit", "value_base", "unit_base", "comparator",
    "indicator", "indicator_core", "indicator_full", "measure", "of", "basis", "subject", "status",
    "period_start", "period_end", "part_of", "section", "optional",
)  # fmt: skip

_TYPED = frozenset({".parquet", ".xlsx", ".duckdb"})  # tables that are read by their types
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its identity, its span in the document, and all cells as written."""

    id: str
    start: int
    end: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell under `column`; an empty one where the table has no such column."""
        return self.cells.get(column, "")

    @property
    def optional(self) -> bool:
        """Whether the row counts for nothing."""
        return self["optional"] == "yes"


def stem(source: str) -> str:
    """Name of a document: its file name without folder and suffix."""
    return PurePosixPath(source).stem


def run_table(path: Path) -> Path | None:
    """The records of a run at `path`, a folder or the table itself; None where there are golden tables.

    Of CSV and JSON lines in one folder the newer counts: the older may be left from another run.
    """
    if path.is_dir():
        return find(path)
    if path.suffix in _TYPED or path.suffix == ".jsonl":
        return path
    if not path.is_file():
        return None
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        return path if "record_id" in map(column_of, lines.readline().rstrip().split(",")) else None


def golden_files(path: Path) -> dict[str, Path]:
    """Golden tables at `path`, a folder or one table, by document name."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return {file.stem: file for file in files}


def read_run(path: Path) -> dict[str, list[Row]]:
    """Records of a run by source, in text order. `path` is an output folder or its records table.

    Raises:
        GoldenError: no table there, a line that is no JSON object, a missing column, a number that is none.

    """
    table = run_table(path)
    if table is None or not table.exists():
        raise GoldenError(f"no table of records @ {path}: run reportmine extract first")
    rows: dict[str, list[Row]] = {}
    for number, cells in _run_cells(table):
        where = f"{table}:{number}"
        if missing := [column for column in RECORDS if column not in cells]:
            raise GoldenError(f"missing {', '.join(missing)} @ {where}: run reportmine extract again")
        if not (cells["start"].isdecimal() and cells["end"].isdecimal()):
            raise GoldenError(f"no span {cells['start']!r}-{cells['end']!r} @ {where}: write the table anew")
        row = Row(cells["record_id"], int(cells["start"]), int(cells["end"]), cells)
        rows.setdefault(cells["source"], []).append(row)
    return {source: sorted(found, key=lambda row: (row.start, row.end)) for source, found in rows.items()}


def _run_cells(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells of each line of a run's records: as they stand in text, for it may have been edited."""
    if table.suffix in _TYPED or table.is_dir():
        return _typed(table)
    return (
        _lines(table) if table.suffix == ".jsonl" else _cells(table, RECORDS, "run reportmine extract again")
    )


def read_golden(path: Path) -> list[Row]:
    """Rows of one golden table, in text order.

    Raises:
        GoldenError: a missing or unknown column, a duplicate id, or cells that do not fit their columns, as a
            spreadsheet leaves them that takes 2022-01 for a date; all faults of the file at once.

    """
    rows, faults, known = [], list[str](), set[str]()
    for number, cells in _cells(path, COLUMNS):
        wrong = [f"{fault} @ {path}:{number}: {remedy}" for fault, remedy in _faults(cells)]
        if cells["id"] in known:
            wrong.append(f"id: duplicate {cells['id']!r} @ {path}:{number}: give each row an id of its own")
        known.add(cells["id"])
        faults += wrong
        if not wrong:
            rows.append(Row(cells["id"], int(cells["start"]), int(cells["end"]), cells))
    faults += [
        f"part_of: no row {row['part_of']!r} @ {path} [{row.id}]: give the id of another row of the file"
        for row in rows
        if row["part_of"] and (row["part_of"] not in known or row["part_of"] == row.id)
    ]
    if faults:
        raise GoldenError("\n".join(faults))
    return sorted(rows, key=lambda row: (row.start, row.end))


def _frame(path: Path) -> pd.DataFrame:
    try:
        frame = pd.read_csv(
            path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False
        ).rename(columns=column_of)
    except OSError as error:
        raise GoldenError(f"cannot be opened ({error.strerror}) @ {path}: check the path") from None
    except UnicodeDecodeError:
        raise GoldenError(f"not UTF-8 @ {path}: save it as 'CSV UTF-8'") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise GoldenError(f"not CSV ({str(error).strip()}) @ {path}: save it as 'CSV UTF-8'") from None
    if not isinstance(frame.index, pd.RangeIndex):  # pandas takes a cell too many for the name of its row
        raise GoldenError(f"rows longer than the header @ {path}: name every column, and no more")
    return frame.fillna("")  # where a row ends early


def _cells(
    path: Path, columns: Iterable[str], remedy: str = "add it"
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number, as a spreadsheet counts, and cells of each row; `remedy` is for a missing column."""
    frame = _frame(path)
    known = list(columns)
    faults = [f"missing column {name!r} @ {path}: {remedy}" for name in known if name not in frame.columns]
    faults += [
        f"unknown column {name!r} @ {path}: columns are {', '.join(known)}"
        for name in frame.columns
        if name not in known
    ]
    if faults:
        raise GoldenError("\n".join(faults))
    for number, values in enumerate(frame[known].itertuples(index=False, name=None), 2):
        if any(values):
            yield number, dict(zip(known, map(unguard, values), strict=True))


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                found = json.loads(line, parse_float=str, parse_int=str)
            except ValueError as error:
                raise GoldenError(f"no JSON ({error}) @ {path}:{number}: write the table anew") from None
            if not isinstance(found, dict):
                raise GoldenError(f"no JSON object @ {path}:{number}: write the table anew")
            yield number, {column: _told(cell) for column, cell in found.items()}


def _typed(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        for number, cells in enumerate(read_table(path), 1):
            yield number, {column: _told(cell) for column, cell in cells.items()}
    except ReportmineError as error:
        raise GoldenError(str(error)) from None


def _told(cell: object) -> str:
    """The cell as CSV has it."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return "" if cell is None else ";".join(map(str, cell)) if isinstance(cell, list | tuple) else str(cell)


def _faults(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with one golden row, each with its remedy."""
    for column, fits, remedy in _CHECKS:
        if not fits(cells[column]):
            yield f"{column}: {cells[column]!r} does not fit", remedy
    if cells["start"].isdecimal() and cells["end"].isdecimal():
        length = int(cells["end"]) - int(cells["start"])
        if length < 1 or len(cells["text"]) != length:
            yield (
                f"text: {cells['text']!r} has not the {length} characters of its span",
                "type it as in the report",
            )
    if (
        len({(cells[column] != "", cells[column].count("|")) for column in ("period_start", "period_end")})
        > 1
    ):
        yield "period_end: a period has both ends or none", "fill both months or neither"


def _among(*labels: str) -> Callable[[str], bool]:
    return lambda cell: all(part in labels for part in cell.split("|"))


def _months(cell: str) -> bool:
    return not cell or all(_MONTH.fullmatch(month) for month in cell.split("|"))


_MONTHS_REMEDY = "write YYYY-MM, and format the column as text"
_PLAIN = "write the number with plain digits; no separators, no exponent"
_CHECKS: tuple[tuple[str, Callable[[str], bool], str], ...] = (
    ("id", bool, "give each row an id of its own"),
    ("start", str.isdecimal, "count characters from 0"),
    ("end", str.isdecimal, "count characters from 0"),
    ("value", lambda cell: bool(_NUMBER.fullmatch(cell)), _PLAIN),
    ("value_base", lambda cell: bool(_NUMBER.fullmatch(cell)), _PLAIN),
    ("value_high", lambda cell: not cell or bool(_NUMBER.fullmatch(cell)), _PLAIN),
    ("indicator", bool, "name what is measured"),
    ("comparator", _among(*Comparator), f"one of {', '.join(Comparator)}, alternatives joined by |"),
    ("measure", _among(*Measure), f"one of {', '.join(Measure)}, alternatives joined by |"),
    ("status", _among(*Status), f"one of {', '.join(Status)}, alternatives joined by |"),
    ("section", _among(*SectionKind), f"one of {', '.join(SectionKind)}"),
    ("period_start", _months, _MONTHS_REMEDY),
    ("period_end", _months, _MONTHS_REMEDY),
    ("optional", lambda cell: cell in ("", "yes"), "yes or blank"),
)
