"""CSV: UTF-8, line feeds, numbers with their digits, text that no spreadsheet takes for a formula."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from reportmine.export.columns import Row, Texts

# Beginnings that make a spreadsheet compute a cell, full-width twins included. Quotes that already stand
# before one are counted in, so that `unguard` gives every text back.
_STARTS = "=+-@\t\r＝＋－＠"
_FORMULA = re.compile(f"'*[{re.escape(_STARTS)}]")
_MAYBE = frozenset(f"'{_STARTS}")  # first characters of a text that has to be looked at


def guard(text: str) -> str:
    """Text that a spreadsheet shows and does not compute: a `'` before it where it begins like a formula.

    >>> guard("=1+1"), guard("-3.2%"), guard("3.2%")
    ("'=1+1", "'-3.2%", '3.2%')
    """
    return f"'{text}" if text[:1] in _MAYBE and _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Text as it was before `guard`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


class Table:
    """One CSV file being written."""

    def __init__(self, path: Path, columns: Sequence[str], *, excel: bool = False) -> None:
        self._file = path.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(columns)
        self._texts = Texts(guard, nothing="", codes=";".join)

    def close(self) -> None:
        """The file is complete."""
        self._file.close()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows; None becomes an empty cell, several codes one cell with `;` between."""
        for cells in self._texts.of(rows):
            line = ",".join(cells)
            # The csv module looks at every character twice: only a row that may need quotes is worth that.
            if line.count(",") >= len(cells) or '"' in line or "\n" in line or "\r" in line:
                self._writer.writerow(cells)
            else:
                self._file.write(f"{line}\n")
