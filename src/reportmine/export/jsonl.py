"""JSON lines: one object a row, numbers with the digits that were written, null for what is not known."""

import json.encoder
from collections.abc import Sequence
from pathlib import Path

from reportmine.export.columns import Row, Texts, as_json

_quoted = json.encoder.encode_basestring


class Table:
    """One JSONL file being written. `excel` changes nothing."""

    def __init__(self, path: Path, columns: Sequence[str], *, excel: bool = False) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._line = f"{{{', '.join(f'{_quoted(column)}: %s' for column in columns)}}}\n"
        self._texts = Texts(_quoted, nothing="null", codes=_list, nested=as_json)

    def close(self) -> None:
        """The file is complete."""
        self._file.close()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows, a line each."""
        self._file.write("".join([self._line % cells for cells in self._texts.of(rows)]))


def _list(codes: tuple[str, ...]) -> str:
    return as_json(codes) if codes else "[]"  # most records have no flag
