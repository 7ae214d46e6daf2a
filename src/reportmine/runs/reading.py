"""Tables of a run, read back from whatever format it wrote: the cells that went in."""

import csv
import json
from collections.abc import Iterator
from contextlib import closing, suppress
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from reportmine.errors import ReportmineError
from reportmine.export import FORMATS, TABLES, VOLUMES, Cell, Row, database, files, parquet, xlsx
from reportmine.export.columns import CODES, NESTED
from reportmine.export.delimited import unguard
from reportmine.export.legend import column_of
from reportmine.export.texts import cell_of
from reportmine.model import Record
from reportmine.runs.manifest import NAME, Manifest

_CELL = 2**31 - 1  # characters; the sections of a long report are more than the csv module takes by itself
_AGAIN = "run reportmine extract again"
# Where a folder has several formats: lines that somebody may have corrected, then by the time that reading takes.
_WHOLE = ("parquet", "duckdb", "xlsx")


def find(path: Path, table: str = "records") -> Path | None:
    """The file that holds a table at `path`, a folder or the file itself, or the folder of its parts; None where none does.

    Of CSV and JSON lines in one folder the newer counts, of other formats the first of Parquet, DuckDB and XLSX; those
    that the last run has not written are passed over.
    """
    if not path.is_dir() or path.suffix.removeprefix(".") in FORMATS:
        return path if path.exists() else None
    written = _formats(path)
    there = {
        name: file
        for name in (*FORMATS, *VOLUMES)
        if (file := path / _file(name, table)).exists() and (written is None or name in written)
    }
    lines = [file for name, file in there.items() if name not in _WHOLE]
    if lines:
        return max(lines, key=lambda file: file.stat().st_mtime_ns)
    return next((there[name] for name in _WHOLE if name in there), None)


def read_table(path: str | Path, table: str = "records") -> Iterator[dict[str, Cell]]:
    """Rows of a table by column name, cells as a Record has them: Decimal with its digits, None for what is not known.

    `path` is a folder that extract wrote, or one of its files; `table` is `records`, `ledger` or `documents`. An empty
    text is read from CSV as None where the column may have no text at all.

    Raises:
        ReportmineError: no table there, or one that cannot be read.

    """
    where = Path(path)
    found = find(where, table)
    if found is None:
        raise ReportmineError(f"no table of {table} @ {where}: run reportmine extract first")
    columns = TABLES[table]
    for file in sorted(found.glob("part-*")) if found.is_dir() else [found]:
        for row in _rows(file, table):
            yield dict(zip(columns, row, strict=True))


def read_records(path: str | Path) -> Iterator[Record]:
    """The records of a run, validated; see `read_table`.

    Raises:
        ReportmineError: no records there, a table that cannot be read, or a row that is no record.

    """
    for number, cells in enumerate(read_table(path), 1):
        try:
            yield Record.model_validate(cells)
        except ValidationError as error:
            fault = error.errors()[0]
            field = ".".join(map(str, fault["loc"])) or "record"
            raise ReportmineError(f"{field}: {fault['msg']} @ {path} record {number}: {_AGAIN}") from None


def _file(name: str, table: str) -> str:
    return files(name)[0] if name in VOLUMES else f"{table}.{name}"


def _formats(out: Path) -> tuple[str, ...] | None:
    """Formats of the last run into a folder; None where it does not tell."""
    with suppress(OSError):
        manifest = Manifest.read(out / NAME)
        if manifest is not None:
            with closing(manifest):
                return manifest.settings.formats
    return None


def _rows(path: Path, table: str) -> Iterator[Row]:
    match path.suffix:
        case ".csv":
            return _csv(path, table)
        case ".jsonl":
            return _jsonl(path, table)
        case ".parquet":
            return _parquet(path)
        case ".xlsx":
            return xlsx.read(path, table)
        case ".duckdb":
            return database.read(path, table)
    raise ReportmineError(f"no format that extract writes @ {path}: give {', '.join((*FORMATS, *VOLUMES))}")


def _csv(path: Path, table: str) -> Iterator[Row]:
    csv.field_size_limit(_CELL)
    columns = TABLES[table]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            places = _places([column_of(title) for title in next(lines, [])], table, path)
            for line in lines:
                texts = [line[place] for place in places]
                yield tuple(
                    cell_of(name, text if name in NESTED else unguard(text))
                    for name, text in zip(columns, texts, strict=True)
                )
    except (OSError, UnicodeDecodeError, csv.Error, IndexError) as error:
        raise ReportmineError(f"no CSV ({error}) @ {path}: {_AGAIN}") from None


def _jsonl(path: Path, table: str) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                told = json.loads(line, parse_int=Decimal, parse_float=Decimal)
                yield tuple(_told(name, told[name]) for name in TABLES[table])
    except KeyError as error:
        raise ReportmineError(f"missing {error.args[0]} @ {path}: {_AGAIN}") from None
    except (OSError, ValueError, TypeError) as error:
        raise ReportmineError(f"no JSON lines ({error}) @ {path}: {_AGAIN}") from None


def _told(name: str, cell: Cell) -> Cell:
    if isinstance(cell, Decimal):
        return cell_of(name, format(cell, "f"))
    if name in NESTED and cell is not None:
        return [
            {key: int(told) if isinstance(told, Decimal) else told for key, told in one.items()}
            for one in cell
        ]
    return tuple(cell) if name in CODES else cell


def _parquet(path: Path) -> Iterator[Row]:
    import pyarrow as pa  # noqa: PLC0415  no other format needs it

    try:
        yield from parquet.read(path)
    except (OSError, pa.ArrowException, KeyError) as error:
        raise ReportmineError(f"no Parquet ({error}) @ {path}: {_AGAIN}") from None


def _places(titles: list[str], table: str, path: Path) -> list[int]:
    """Where each column of a table stands among the titles."""
    if missing := [name for name in TABLES[table] if name not in titles]:
        raise ReportmineError(f"missing {', '.join(missing)} @ {path}: {_AGAIN}")
    return [titles.index(name) for name in TABLES[table]]
