"""Rows of a workbook that was written here, as they went in."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportmine.errors import ReportmineError
from reportmine.export.columns import DAYS, NUMBERS, TABLES, Row
from reportmine.export.legend import column_of
from reportmine.export.texts import cell_of
from reportmine.export.xlsx import cells

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

# openpyxl is imported where it is used: no other format needs it.
# ruff: noqa: PLC0415


def read(path: Path, table: str) -> Iterator[Row]:
    """Rows of a table of the workbook at `path`.

    Raises:
        ReportmineError: it is no workbook, or a sheet or column is not there.

    """
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise ReportmineError(f"no workbook ({error}) @ {path}: run reportmine extract again") from None
    try:
        yield from _rows(book, path, table)
    finally:
        book.close()


def _rows(book: "Workbook", path: Path, table: str) -> Iterator[Row]:
    kept = _kept(book, table)
    columns = TABLES[table]
    number = 0
    sheets = _sheets(book, table)
    if not sheets:
        raise ReportmineError(f"no sheet of {table} @ {path}: run reportmine extract again")
    for sheet in sheets:
        lines = sheet.iter_rows()
        titles = [column_of(str(cell.value)) for cell in next(lines, ())]
        if missing := [name for name in columns if name not in titles]:
            raise ReportmineError(
                f"missing {', '.join(missing)} @ {path} {sheet.title}: run reportmine extract again"
            )
        places = [titles.index(name) for name in columns]
        for line in lines:
            number += 1
            cut = kept.get(number, {})
            yield tuple(
                cell_of(name, cut.get(name) or _told(name, line[place])) if cut.get(name) != "" else ""
                for name, place in zip(columns, places, strict=True)
            )


def _told(name: str, cell: Any) -> str | None:
    """The cell as other formats write it; None for an empty one."""
    value = cell.value
    if value is None:
        return None
    if name in DAYS and isinstance(value, datetime):
        return value.date().isoformat()
    if name in NUMBERS and isinstance(value, int | float):
        return format(cells.number(value, cell.number_format), "f")
    return cells.unescaped(value) if isinstance(value, str) else str(value)


def _kept(book: "Workbook", table: str) -> Mapping[int, Mapping[str, str]]:
    """Texts that no cell holds, by data row and column."""
    found: dict[int, dict[str, str]] = defaultdict(lambda: defaultdict(str))
    for sheet in _sheets(book, "texts"):
        for of, row, column, piece in sheet.iter_rows(min_row=2, max_col=4, values_only=True):
            if of == table:
                found[row][column] += cells.unescaped(piece)
    return {row: {name: json.loads(told) for name, told in texts.items()} for row, texts in found.items()}


def _sheets(book: "Workbook", name: str) -> list[Any]:
    """The sheets of a table, in their order."""
    titles = cells.SHEETS[name].values()
    return [sheet for sheet in book.worksheets if sheet.title.partition(" ")[0] in titles]
