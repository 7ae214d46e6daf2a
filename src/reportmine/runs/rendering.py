"""What a worker sends of a document: the bytes that it puts into each table, with their checksums.

So the parent only appends: it neither unpickles rows nor writes cells, and memory and time of a run lie with its workers.
"""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple, cast
from zlib import crc32

from reportmine.export import FORMATS, LINED, PLAIN, TABLES, DocumentRows, Row, Style, below, marked, titles
from reportmine.export.columns import DOCUMENTS

# Rows of formats that cannot be appended to, document after document, until the tables are made from them.
ROWS = "rows.spool"

_SHA256 = DOCUMENTS.index("sha256")


class Facts(NamedTuple):
    """What is told of a document that is done: its file as it was read, and what came of it."""

    source: str
    size: int | None  # bytes; None where there is no file, as for the next two
    mtime_ns: int | None
    sha256: str | None  # of the file; None where the document failed
    error: str | None
    records: int
    ledger: int
    below: int  # records of less confidence than the floor


class Finished(NamedTuple):
    """A document that is done, on its way into the tables."""

    facts: Facts
    parts: dict[str, bytes]  # by stream: `records.csv` …, or ROWS
    sums: dict[str, int]  # CRC-32 of each part
    shown: Sequence[Row] = ()  # its first records, to be printed


@dataclass(frozen=True)
class Rendering:
    """Path → Finished, in the process that reads the document.

    Records below `floor` are counted, and flagged with `mark`; the first `show` come along as rows.
    """

    formats: tuple[str, ...]
    floor: float
    mark: bool = False
    show: int = 0
    style: Style = PLAIN

    def __call__(self, path: Path, extract: Callable[[Path], DocumentRows]) -> Finished:
        """The document at `path`, whose rows `extract` gives."""
        size, mtime = stamp(path)  # before it is read: a change in between is noticed by the next run
        rows = extract(path)
        if self.mark:
            rows = rows._replace(records=marked(rows.records, self.floor))
        facts = Facts(
            rows.source, size, mtime, rows.document[_SHA256], rows.error,
            len(rows.records), len(rows.ledger), below(rows.records, self.floor),
        )  # fmt: skip
        parts = self._parts(rows)
        sums = {stream: crc32(part) for stream, part in parts.items()}
        return Finished(facts, parts, sums, rows.records[: self.show])

    def heads(self) -> dict[str, bytes]:
        """What stands in each stream before the first document."""
        return {name: sheet.head for name, sheet in self._sheets.items()} | self._spooled(b"")

    def whole(self) -> tuple[str, ...]:
        """Formats whose tables are made at the end, from ROWS."""
        return tuple(name for name in self.formats if name not in LINED)

    def _parts(self, rows: DocumentRows) -> dict[str, bytes]:
        tables = rows.tables()
        parts = {name: sheet.part(tables[sheet.table]) for name, sheet in self._sheets.items()}
        return parts | (self._spooled(pickle.dumps(rows)) if self.whole() else {})

    def _spooled(self, rows: bytes) -> dict[str, bytes]:
        return {ROWS: rows} if self.whole() else {}

    @cached_property
    def _sheets(self) -> "dict[str, _Sheet]":
        names = [(table, name) for name in self.formats if name in LINED for table in TABLES]
        return {f"{table}.{name}": _Sheet(table, name, self.style) for table, name in names}

    def __getstate__(self) -> dict[str, Any]:
        return {name: cell for name, cell in self.__dict__.items() if name != "_sheets"}


class _Sheet:
    """Stands for the path of a table of lines, and gives what a Sink writes there, piece by piece."""

    def __init__(self, table: str, name: str, style: Style) -> None:
        self.table = table
        self._text = StringIO(newline="")
        self._encoding = "utf-8"
        # All that a Sink of lines asks of its path is to be opened.
        self._sink = FORMATS[name](cast("Path", self), titles(name, table, style), excel=style.excel)
        self.head = self._taken(self._encoding)

    def open(self, _mode: str, *, encoding: str, newline: str) -> StringIO:
        """Where the Sink writes to."""
        assert newline == "", "line ends are the same everywhere"
        self._encoding = encoding
        return self._text

    def part(self, rows: Sequence[Row]) -> bytes:
        """The lines of these rows."""
        self._sink.write(rows)
        return self._taken("utf-8")

    def _taken(self, encoding: str) -> bytes:
        text = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return text.encode(encoding)


def stamp(path: Path) -> tuple[int, int] | tuple[None, None]:
    """Size in bytes and time of the last change in nanoseconds; None where there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None, None
    return found.st_size, found.st_mtime_ns
