"""Rows of documents → tables in a folder: records, ledger and documents, in one or more formats.

Tables are written aside and take their names when all of them are complete: a run that stops half-way leaves
what was there before.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from reportmine.export import delimited, jsonl, parquet
from reportmine.export.columns import (
    TABLES,
    Cell,
    DocumentRows,
    Row,
    Sink,
    below,
    failed_rows,
    marked,
    rows_of,
)
from reportmine.export.durable import switch, sync, writing

__all__ = [
    "FORMATS", "LINED", "TABLES", "Cell", "DocumentRows", "Row", "below", "failed_rows", "marked", "rows_of", "write",
]  # fmt: skip

# What opens a table of each format; the format's name is the suffix of its files.
FORMATS: dict[str, type[Sink]] = {"csv": delimited.Table, "jsonl": jsonl.Table, "parquet": parquet.Table}
# Of these, the ones whose tables are lines behind a head: those of two documents are the lines of one, then of the other.
LINED = frozenset({"csv", "jsonl"})


def write(
    rows: Iterable[DocumentRows], out: Path, *, formats: Sequence[str], excel: bool = False
) -> list[Path]:
    """Paths of the tables written into `out`, one per table and format; memory holds one document at a time.

    `formats` are names of FORMATS. `excel` puts the byte-order mark before CSV that spreadsheets ask for.

    Raises:
        ReportmineError: a table cannot be written. Whatever `rows` raises passes through; either way nothing
            has changed in `out`.

    """
    done = [out / f"{table}.{name}" for name in formats for table in TABLES]
    made = not out.exists()
    aside = [path.with_name(f".{path.name}.partial") for path in done]
    try:
        with writing(out):
            _fill(rows, aside, formats, excel=excel)
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
    rows: Iterable[DocumentRows], paths: Sequence[Path], formats: Sequence[str], *, excel: bool
) -> None:
    pending = iter(paths)
    with ExitStack() as stack:
        sinks: dict[str, list[Sink]] = {table: [] for table in TABLES}
        for name in formats:
            for table, columns in TABLES.items():
                path = next(pending)
                path.parent.mkdir(parents=True, exist_ok=True)
                sinks[table].append(stack.enter_context(closing(FORMATS[name](path, columns, excel=excel))))
        for document in rows:
            for table, found in document.tables().items():
                for sink in sinks[table]:
                    sink.write(found)
