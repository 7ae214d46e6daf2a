"""CSV: UTF-8, line feeds, numbers with their digits, text that no spreadsheet takes for a formula."""

import csv
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from reportmine.export.columns import Cell, Row, as_json

# Beginnings that make a spreadsheet compute a cell, full-width twins included. Quotes that already stand
# before one are counted in, so that `unguard` gives every text back.
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")


def guard(text: str) -> str:
    """Text that a spreadsheet shows and does not compute: a `'` before it where it begins like a formula.

    >>> guard("=1+1"), guard("-3.2%"), guard("3.2%")
    ("'=1+1", "'-3.2%", '3.2%')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Text as it was before `guard`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


class Table:
    """One CSV file being written."""

    def __init__(self, path: Path, columns: Sequence[str], *, excel: bool = False) -> None:
        self._file = path.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(columns)

    def close(self) -> None:
        """The file is complete."""
        self._file.close()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows; None becomes an empty cell, several codes one cell with `;` between."""
        self._writer.writerows([_cell(cell) for cell in row] for row in rows)


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guard(cell)
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, tuple):
        return ";".join(cell)
    return as_json(cell) if isinstance(cell, list | dict) else str(cell)
