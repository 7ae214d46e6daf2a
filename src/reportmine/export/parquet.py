"""Parquet: the Arrow tables of a run, a file each."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reportmine.export import arrow
from reportmine.export.columns import Row

# pyarrow takes longer to import than most documents to read, and few formats need it.
# ruff: noqa: PLC0415


def read(path: Path) -> Iterator[Row]:
    """Rows of a table that was written here: those that went in, numbers with their digits."""
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=arrow.GROUP_ROWS):
            yield from arrow.rows(batch)


class Table:
    """One Parquet file being written, a group of rows at a time. `excel` changes nothing."""

    def __init__(self, path: Path, columns: Sequence[str], *, excel: bool = False) -> None:
        from pyarrow import parquet

        self._file = path.open("wb")
        self._writer = parquet.ParquetWriter(self._file, arrow.schema(columns), compression="zstd")
        self._groups = arrow.Groups(columns, self._writer.write_table)

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows below those already written."""
        self._groups.add(rows)

    def close(self) -> None:
        """The file is complete."""
        with self._file, self._writer:
            self._groups.flush()
