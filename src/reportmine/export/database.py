"""DuckDB: a database of reports that grows from run to run, with views by region and year.

A run replaces the rows of the documents that it was given and leaves all others, and what an analyst has added. It works
on a copy, which takes the place of the old database when it is complete. The columns are those of the Arrow tables.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportmine.errors import BusyError, ReportmineError
from reportmine.export import arrow
from reportmine.export.columns import TABLES, DocumentRows, Header, Row
from reportmine.export.legend import LEGEND

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# duckdb is imported where it is used: no other format needs it.
# ruff: noqa: PLC0415

# One thread keeps the rows in their order; what does not fit into memory goes to a folder beside the database.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": "256MB"}
_VIEWS = Path(__file__).with_name("views.sql")
_CLOSE = "close what has it open, or open it once more; what is done is kept for --resume"
_ASIDE = ("", ".wal", ".tmp")  # ends of the names that a database under way has beside each other


def check(path: Path) -> None:
    """Nothing, if a run can replace documents in the database at `path`, or if there is none.

    Raises:
        BusyError: somebody else has it open to write.
        ReportmineError: it is no database, or its tables have other columns.

    """
    import duckdb

    if not path.exists():
        return
    if path.with_name(f"{path.name}.wal").exists():
        raise BusyError(f"in use, or left open @ {path}: {_CLOSE}")
    remedy = "choose another folder, or remove it"
    try:
        with duckdb.connect(str(path), read_only=True) as base:
            for table, columns in TABLES.items():
                base.register("wanted", arrow.table(columns, []))
                if _columns(base, "wanted") != _columns(base, table):
                    raise ReportmineError(f"{table} of another version of reportmine @ {path}: {remedy}")
    except duckdb.CatalogException:
        raise ReportmineError(f"a database without tables of reportmine @ {path}: {remedy}") from None
    except duckdb.Error as error:
        if isinstance(error, duckdb.ConnectionException) or "lock" in str(error):
            raise BusyError(f"in use @ {path}: {_CLOSE}") from None
        raise ReportmineError(f"cannot be opened ({_line(error)}) @ {path}: {remedy}") from None


def read(path: Path, table: str) -> Iterator[Row]:
    """Rows of a table of the database at `path`: those that went in, numbers with their digits.

    Raises:
        ReportmineError: it is no database, or has no such table.

    """
    import duckdb

    try:
        with duckdb.connect(str(path), read_only=True) as base:
            found = base.sql(f"SELECT * FROM {table} ORDER BY rowid")
            for batch in found.to_arrow_reader(arrow.GROUP_ROWS):
                yield from arrow.rows(batch)
    except duckdb.Error as error:
        raise ReportmineError(
            f"cannot be read ({_line(error)}) @ {path}: run reportmine extract again"
        ) from None


class Volume:
    """A database being written: a copy of that from before, in which documents are replaced."""

    def __init__(self, path: Path, *, before: Path, header: Header | None = None) -> None:
        import duckdb

        self._path = path
        for end in _ASIDE:  # of a run that was killed
            _remove(path.with_name(path.name + end))
        check(before)
        if before.exists():
            shutil.copyfile(before, path)
        with _told(path):
            self._base = duckdb.connect(str(path), config=_SETTINGS)
            for table, columns in TABLES.items():
                create = f"CREATE TABLE IF NOT EXISTS {table} AS SELECT * FROM empty"
                self._base.register("empty", arrow.table(columns, []))
                self._do(create)
                self._base.unregister("empty")
            self._old = {table: self._next(table) for table in TABLES}
        self._groups = {
            table: arrow.Groups(columns, partial(self._insert, table)) for table, columns in TABLES.items()
        }

    def __enter__(self) -> "Volume":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with _told(self._path):
            complete = False
            try:
                if kind is None:
                    self._finish()
                    complete = True
            finally:
                self._base.close()
                for end in () if complete else _ASIDE:
                    _remove(self._path.with_name(self._path.name + end))

    def write(self, document: DocumentRows) -> None:
        """Add the rows of a document, whose old ones go in the end."""
        with _told(self._path):
            for table, rows in document.tables().items():
                self._groups[table].add(rows)

    def _finish(self) -> None:
        for groups in self._groups.values():
            groups.flush()
        # Rows of this run lie behind those from before; which sources it has is told by its documents.
        given = f"SELECT source FROM documents WHERE rowid >= {self._old['documents']}"
        for table in ("records", "ledger", "documents"):
            self._do(f"DELETE FROM {table} WHERE rowid < {self._old[table]} AND source IN ({given})")
        self._do(_VIEWS.read_text(encoding="utf-8"))
        for table, columns in TABLES.items():
            for name in columns:
                told = f"{LEGEND[name].chinese}：{LEGEND[name].meaning}".replace("'", "''")
                self._do(f"COMMENT ON COLUMN {table}.\"{name}\" IS '{told}'")
        self._do("CHECKPOINT")

    def _insert(self, table: str, group: "pa.Table") -> None:
        self._base.register("added", group)
        self._do(f"INSERT INTO {table} SELECT * FROM added")
        self._base.unregister("added")

    def _next(self, table: str) -> int:
        """The rowid that the next row of the table will have, or a smaller one that no row has."""
        ((found,),) = self._do(f"SELECT coalesce(max(rowid) + 1, 0) FROM {table}")
        return int(found)

    def _do(self, command: str) -> list[tuple[Any, ...]]:
        """Run a command to its end; the rows that it gives."""
        return self._base.execute(command).fetchall()


def _columns(base: "duckdb.DuckDBPyConnection", table: str) -> list[tuple[str, str]]:
    """Names and types of the columns of a table."""
    return [(name, kind) for name, kind, *_ in base.execute(f"DESCRIBE {table}").fetchall()]


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Give what DuckDB says against writing in here as an error of the system."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        full = os.strerror(errno.ENOSPC)
        if full in str(error):
            raise OSError(errno.ENOSPC, full) from None
        raise OSError(None, _line(error)) from None


def _line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
