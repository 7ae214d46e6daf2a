"""Rows of documents → tables in a folder: records, ledger and documents, in one or more formats.

Tables are written aside and take their names when all of them are complete: a run that stops half-way leaves
what was there before.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path
from typing import NamedTuple

from reportmine.export import database, delimited, jsonl, parquet, xlsx
from reportmine.export.columns import (
    TABLES,
    Cell,
    DocumentRows,
    Header,
    Row,
    Sink,
    Volume,
    below,
    failed_rows,
    marked,
    rows_of,
)
from reportmine.export.durable import switch, sync, writing
from reportmine.export.legend import headers

__all__ = [
    "FORMATS", "LINED", "PLAIN", "TABLES", "VOLUMES", "Cell", "DocumentRows", "Header", "Row", "Style", "below", "check",
    "failed_rows", "files", "formats", "marked", "opened", "rows_of", "titles", "write",
]  # fmt: skip

# What opens a table of each format that has a file for each; the format's name is the suffix of its files.
FORMATS: dict[str, type[Sink]] = {"csv": delimited.Table, "jsonl": jsonl.Table, "parquet": parquet.Table}
# Of these, the ones whose tables are lines behind a head: those of two documents are the lines of one, then of the other.
LINED = frozenset({"csv", "jsonl"})
# What opens a format that has one file for all tables.
VOLUMES: dict[str, type[Volume]] = {"xlsx": xlsx.Volume, "duckdb": database.Volume}


class Style(NamedTuple):
    """How tables for people look: `excel` puts the byte-order mark before CSV, `header` is the language of headers.

    Without `header` a workbook has Chinese ones and CSV English ones. Other formats are for programs: they have neither.
    """

    excel: bool = False
    header: Header | None = None


PLAIN = Style()


def formats() -> tuple[str, ...]:
    """Names of all formats."""
    return (*FORMATS, *VOLUMES)


def files(name: str) -> list[str]:
    """Names of the files of a format."""
    return [f"reportmine.{name}"] if name in VOLUMES else [f"{table}.{name}" for table in TABLES]


def titles(name: str, table: str, style: Style) -> tuple[str, ...]:
    """What stands above the columns of a table in a format that has a file for each."""
    return headers(TABLES[table], style.header if name == "csv" else None)


def check(out: Path, names: Iterable[str]) -> None:
    """Nothing, if tables of these formats can be written into `out`: asked before hours of work, not behind them.

    Raises:
        ReportmineError: the database there cannot be added to.

    """
    if "duckdb" in names:
        database.check(out / files("duckdb")[0])


def opened(
    name: str, paths: Sequence[Path], *, before: Path, style: Style
) -> AbstractContextManager["Volume | _Tables"]:
    """The tables of a format being written to `paths`, in the order of `files`; `before` is the folder of those from before."""
    if name in VOLUMES:
        return VOLUMES[name](paths[0], before=before / files(name)[0], header=style.header)
    return _Tables(name, paths, style)


class _Tables:
    """A file for each table."""

    def __init__(self, name: str, paths: Sequence[Path], style: Style) -> None:
        with ExitStack() as stack:
            self._sinks = {
                table: stack.enter_context(
                    closing(FORMATS[name](path, titles(name, table, style), excel=style.excel))
                )
                for table, path in zip(TABLES, paths, strict=True)
            }
            self._stack = stack.pop_all()

    def __enter__(self) -> "_Tables":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def write(self, document: DocumentRows) -> None:
        """Add the rows of a document below those already written."""
        for table, rows in document.tables().items():
            self._sinks[table].write(rows)


def write(
    rows: Iterable[DocumentRows], out: Path, *, formats: Sequence[str], style: Style = PLAIN
) -> list[Path]:
    """Paths of the tables written into `out`, in the order of the formats; memory holds one document at a time.

    `formats` are names of FORMATS or VOLUMES. A database keeps what it has of other documents.

    Raises:
        ReportmineError: a table cannot be written. Whatever `rows` raises passes through; either way nothing
            has changed in `out`.

    """
    done = [out / file for name in formats for file in files(name)]
    made = not out.exists()
    aside = [path.with_name(f".{path.name}.partial") for path in done]
    try:
        with writing(out):
            check(out, formats)
            _fill(rows, iter(aside), formats, before=out, style=style)
            for partial in aside:
                sync(partial)
            switch(zip(aside, done, strict=True))
    finally:
        for partial in aside:
            if partial.exists():
                partial.unlink()
        if made and out.is_dir() and not any(out.iterdir()):
            out.rmdir()
    return done


def _fill(
    rows: Iterable[DocumentRows],
    pending: Iterable[Path],
    formats: Sequence[str],
    *,
    before: Path,
    style: Style,
) -> None:
    left = iter(pending)
    before.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        written = []
        for name in formats:
            paths = [next(left) for _ in files(name)]
            written.append(stack.enter_context(opened(name, paths, before=before, style=style)))
        for document in rows:
            for tables in written:
                tables.write(document)
