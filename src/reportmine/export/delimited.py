"""CSV: UTF-8, line feeds, numbers with their digits, text that no spreadsheet takes for a formula."""

import re
from collections.abc import Sequence
from pathlib import Path

from reportmine.export.columns import Row, Texts, as_json

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
    """One CSV file being written. Rows are joined here: the csv module looks at every character twice."""

    def __init__(self, path: Path, columns: Sequence[str], *, excel: bool = False) -> None:
        self._file = path.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="")
        self._file.write(f"{','.join(columns)}\n")
        self._texts = Texts(_text, nothing="", codes=";".join, nested=lambda cell: _quoted(as_json(cell)))

    def close(self) -> None:
        """The file is complete."""
        self._file.close()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows; None becomes an empty cell, several codes one cell with `;` between."""
        self._file.write("".join([f"{','.join(cells)}\n" for cells in self._texts.of(rows)]))


def _text(text: str) -> str:
    return _quoted(guard(text))


def _quoted(text: str) -> str:
    """The text in quotes where it holds a mark that would end its cell (RFC 4180)."""
    if "," in text or '"' in text or "\n" in text or "\r" in text:
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text
