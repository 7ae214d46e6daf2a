"""The workbook being written: row after row to files beside it, which are packed in the end. Memory stays flat."""

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from reportmine.export.columns import (
    CODES,
    DAYS,
    INTEGERS,
    KNOWN,
    MONTHS,
    NESTED,
    NUMBERS,
    REALS,
    TABLES,
    Cell,
    DocumentRows,
    Header,
    Row,
    as_json,
)
from reportmine.export.legend import LEGEND, headers
from reportmine.export.xlsx import cells

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# xlsxwriter is imported where it is used: no other format needs it.
# ruff: noqa: PLC0415

_CREATED = datetime(2000, 1, 1)  # the same rows give the same bytes on any day
_FORMULA = frozenset("=+-@\t\r＝＋－＠")
_GROUPED = frozenset({"value_base"})  # 24,170,000,000 can be read, 24170000000 cannot
_WRAPPED = frozenset({"sentence", "error"})
# Widths in digits; a Chinese character takes two. All other columns have _WIDTH.
_WIDTH = 12
_WIDTHS = {
    "record_id": 30, "source": 30, "title": 34, "issuer": 22, "section_path": 30, "sentence": 70, "text": 16,
    "locator": 20, "indicator": 30, "value": 14, "value_base": 22, "evidence": 34, "part_of": 30,
    "sections": 30, "sha256": 20, "error": 60, "note": 30, "table": 12, "column": 18, "chinese": 14,
    "meaning": 80, "example": 44,
}  # fmt: skip
_TOLD = {
    Header.EN: ("kept as text, a number of a spreadsheet has 15 digits", "whole text on the sheet “texts”"),
    Header.ZH: ("按文本保存：表格的数字只有15位", "全文见“长文本”表"),
}
_COLUMNS = {
    Header.EN: ("table", "column", "Chinese name", "meaning", "example"),
    Header.ZH: ("表", "列名", "中文列名", "含义", "例子"),
}
_TEXTS = {Header.EN: ("table", "row", "column", "JSON"), Header.ZH: ("表", "行", "列名", "JSON")}


class Volume:
    """A workbook being written."""

    def __init__(self, path: Path, *, before: Path, header: Header | None = None) -> None:
        from xlsxwriter import Workbook

        self.header = header or Header.ZH
        self._parts = path.with_name(f"{path.name}.parts")
        self._parts.mkdir(exist_ok=True)
        options = {"constant_memory": True, "tmpdir": str(self._parts), "use_zip64": True}
        self._workbook = Workbook(str(path), options)
        self._workbook.set_properties({"title": "reportmine", "created": _CREATED})
        self._formats: dict[tuple[str, bool, bool], Format] = {}
        self._tables = {table: _Table(self, table, columns) for table, columns in TABLES.items()}
        self._texts: _Lines | None = None

    def __enter__(self) -> "Volume":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        from xlsxwriter.exceptions import FileCreateError

        try:
            if kind is None:
                self._explain()
                for table in self._tables.values():
                    table.close()
                self._workbook.close()
        except FileCreateError as error:  # it stands around what the system says
            raise OSError(*error.args[0].args) from None
        finally:
            for sheet in self._workbook.worksheets():
                for file in (sheet.row_data_fh, sheet.fh):  # left open by a workbook that is not complete
                    with suppress(AttributeError, OSError):
                        file.close()
            shutil.rmtree(self._parts, ignore_errors=True)

    def write(self, document: DocumentRows) -> None:
        """Add the rows of a document below those already written."""
        for table, rows in document.tables().items():
            self._tables[table].write(rows)

    def sheet(
        self, name: str, titles: Sequence[str], widths: Iterable[int], *, number: int = 1
    ) -> "Worksheet":
        """A new sheet with its header row, which stays in sight."""
        told = cells.SHEETS[name][self.header]
        sheet = self._workbook.add_worksheet(told if number == 1 else f"{told} {number}")
        bold = self._workbook.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "valign": "top"})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, bold)
        sheet.freeze_panes(1, 0)
        return sheet

    def format(self, shape: str, *, wrapped: bool = False, quoted: bool = False) -> "Format":
        """The format of cells with this number format; `quoted` cells stay text when they are edited."""
        key = (shape, wrapped, quoted)
        if key not in self._formats:
            told = {"num_format": shape, "valign": "top", "text_wrap": wrapped, "quote_prefix": quoted}
            self._formats[key] = self._workbook.add_format(told)
        return self._formats[key]

    def keep(self, table: str, row: int, column: str, text: str) -> None:
        """Write a text that no cell holds on the sheet of its own; `row` counts data rows of the table from 1."""
        if self._texts is None:
            widths = (_WIDTH, _WIDTH, _WIDTHS["column"], _WIDTHS["meaning"])
            self._texts = _Lines(self, "texts", _TEXTS[self.header], widths)
        for piece in cells.pieces(text):
            self._texts.write((table, row, column, piece))

    def _explain(self) -> None:
        widths = [_WIDTHS[name] for name in ("table", "column", "chinese", "meaning", "example")]
        lines = _Lines(self, "columns", _COLUMNS[self.header], widths)
        for table, columns in TABLES.items():
            for name in columns:
                lines.write((cells.SHEETS[table][self.header], name, *LEGEND[name]))


class _Table:
    """The sheets of one table: a further one where the rows of one are full."""

    def __init__(self, volume: Volume, name: str, columns: Sequence[str]) -> None:
        self._volume, self._name, self._columns = volume, name, columns
        self._sheets: list[Worksheet] = []
        self._written = 0  # rows of all sheets
        self._open()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows; what a cell cannot hold is told in the last column."""
        for row in rows:
            if self._row == cells.ROWS:
                self.close()
                self._open()
            self._written += 1
            notes = [
                f"{title}：{note}" if self._volume.header is Header.ZH else f"{title}: {note}"
                for column, (name, title, cell) in enumerate(
                    zip(self._columns, self._titles, row, strict=True)
                )
                if cell is not None and (note := self._cell(column, name, cell))
            ]
            if notes:
                self._sheet.write_string(self._row, len(row), "; ".join(notes), self._volume.format("@"))
            self._row += 1

    def close(self) -> None:
        """The last sheet has all its rows: put a filter over them."""
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(self._columns))

    def _open(self) -> None:
        header = self._volume.header
        self._titles = headers(self._columns, header)
        widths = [_WIDTHS.get(name, _WIDTH) for name in (*self._columns, "note")]
        titles = (*self._titles, cells.NOTE[header])
        self._sheet = self._volume.sheet(self._name, titles, widths, number=len(self._sheets) + 1)
        self._sheets.append(self._sheet)
        self._row = 1

    def _cell(self, column: int, name: str, cell: Cell) -> str | None:
        """Write a cell; what there is to note of it."""
        note, kept = None, _TOLD[self._volume.header]
        if name in DAYS and (day := cells.holds_day(cell)) is not None:
            self._sheet.write_datetime(self._row, column, day, self._volume.format("yyyy-mm-dd"))
            return None
        if name in NUMBERS or name in REALS or name in INTEGERS:
            number = cell if isinstance(cell, Decimal) else Decimal(repr(cell))
            if cells.holds_number(number):
                self._number(column, name, number)
                return None
            text, note = format(number, "f"), kept[0]
        else:
            text = ";".join(cell) if name in CODES else as_json(cell) if name in NESTED else str(cell)
        if cells.holds_text(text) and (text or name in KNOWN or name in CODES):
            self._text(column, name, text)
            return note
        self._volume.keep(self._name, self._written, name, text)
        self._text(column, name, cells.shown(text))
        return kept[1]

    def _number(self, column: int, name: str, number: Decimal) -> None:
        """Write a number with a format that shows its digits."""
        whole = "#,##0" if name in _GROUPED else "0"
        behind = cells.places(number)
        shape = f"{whole}.{'0' * behind}" if behind else whole
        self._sheet.write_number(self._row, column, float(number), self._volume.format(shape))

    def _text(self, column: int, name: str, text: str) -> None:
        shape = "@" if name in MONTHS or name in DAYS or name in NUMBERS else "General"
        shaped = self._volume.format(shape, wrapped=name in _WRAPPED, quoted=text[:1] in _FORMULA)
        write_text(self._sheet, self._row, column, text, shaped)


class _Lines:
    """A sheet of plain lines, with further ones where it is full."""

    def __init__(self, volume: Volume, name: str, titles: Sequence[str], widths: Sequence[int]) -> None:
        self._volume, self._name, self._titles, self._widths = volume, name, titles, widths
        self._number = 0
        self._open()

    def write(self, line: Sequence[str | int]) -> None:
        """Add a line of texts and counts."""
        if self._row == cells.ROWS:
            self._open()
        for column, cell in enumerate(line):
            if isinstance(cell, int):
                self._sheet.write_number(self._row, column, cell)
            else:
                write_text(self._sheet, self._row, column, cell, self._volume.format("@", wrapped=True))
        self._row += 1

    def _open(self) -> None:
        self._number += 1
        self._sheet = self._volume.sheet(self._name, self._titles, self._widths, number=self._number)
        self._row = 1


def write_text(sheet: "Worksheet", row: int, column: int, text: str, shaped: "Format") -> None:
    """Write a text, whatever it looks like: no formula, no link, no number."""
    if text.startswith("<r>") and text.endswith(
        "</r>"
    ):  # which xlsxwriter takes for runs of its own, and for XML
        sheet.write_rich_string(row, column, shaped, text[:1], shaped, text[1:], shaped)
    else:
        sheet.write_string(row, column, text, shaped)
