"""JSON lines: one object a row, numbers with the digits that were written, null for what is not known."""

import json.encoder
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from reportmine.export.columns import Cell, Row, as_json

_quoted = json.encoder.encode_basestring


class Table:
    """One JSONL file being written. `excel` changes nothing."""

    def __init__(self, path: Path, columns: Sequence[str], *, excel: bool = False) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._keys = [f"{_quoted(column)}: " for column in columns]

    def close(self) -> None:
        """The file is complete."""
        self._file.close()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows, a line each."""
        self._file.writelines(self._line(row) for row in rows)

    def _line(self, row: Row) -> str:
        cells = (key + _value(cell) for key, cell in zip(self._keys, row, strict=True))
        return f"{{{', '.join(cells)}}}\n"


def _value(cell: Cell) -> str:
    if cell is None:
        return "null"
    if isinstance(cell, str):
        return _quoted(cell)
    # json knows floats only, which would bend 5.80 to 5.8
    return format(cell, "f") if isinstance(cell, Decimal) else as_json(cell)
