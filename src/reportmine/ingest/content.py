"""What a reader gives: the text of a file, and for each stretch of it where in the file it stands."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from reportmine.model import NO_HINTS, Hints, Place, Span, Table, TableCell

# Characters without width or meaning, as converters leave them: soft hyphens, joiners, marks, controls.
_NOISE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
_BLANKS = re.compile(r"[\t\n\v\f\r \xa0\u2028\u2029]+")


MAX_COLUMNS = 256  # tabs between two cells; a page may claim that one spans a billion columns


class Cell(NamedTuple):
    """One cell of a table: its column, counted from 1 over the cells that others reach into, and its text."""

    column: int
    text: str
    rows: int = 1
    columns: int = 1
    header: bool = False
    indent: int = 0


class Row(NamedTuple):
    """Which row of which table of the file, counted from 1, and on which page where there are pages."""

    table: int
    number: int
    page: str = ""

    @property
    def locator(self) -> str:
        """As `table 2 row 3`."""
        return f"{self.page}table {self.table} row {self.number}"


class Content(NamedTuple):
    r"""A file as read: its text with line ends as `\n`, its encoding where it has one, places, hints, tables."""

    text: str
    encoding: str = ""
    places: tuple[Place, ...] = ()
    hints: Hints = NO_HINTS
    tables: tuple[Table, ...] = ()


class Lines:
    """The lines of a text while its file is read, each with its locator.

    A line is a paragraph, or a row of a table whose cells are parted by tabs. What Unicode has for laying out a
    page is left out; a tab in a paragraph becomes a space, so that one means a new cell.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._places: list[Place] = []
        self._tables: dict[int, list[TableCell]] = {}

    def add(self, text: str, locator: str | None) -> None:
        """Add a paragraph; nothing of one without visible text."""
        if line := clean(text):
            self._open(locator)
            self._put(line)
            self._put("\n")

    def add_row(self, cells: Iterable[Cell], row: Row) -> None:
        """Add a row of cells; nothing of one that is empty throughout.

        A cell stands behind as many tabs as its column says, so that columns stay in line.
        """
        written, place = 1, 0
        table = self._tables.setdefault(row.table, [])
        for cell in cells:
            place = max(cell.column, place + 1)
            if text := clean(cell.text):
                gap = place - written
                self._put("\t" * min(gap, MAX_COLUMNS))
                self._open(f"{row.locator} cell {place}")
                span = Span(self._length, self._length + len(text))
                table.append(TableCell(span, row.number, place, *cell[2:]))
                self._put(text)
                written = place
        if self._parts and not self._parts[-1].endswith("\n"):
            self._put("\n")

    def reach(self, column: int, row: Row) -> None:
        """Let the last cell of a column reach down to a row."""
        table = self._tables.get(row.table, [])
        for place in range(len(table) - 1, max(-1, len(table) - 1 - MAX_COLUMNS), -1):
            if table[place].column == column:
                table[place] = table[place]._replace(rows=row.number - table[place].row + 1)
                return

    def add_pieces(self, pieces: Iterable[tuple[str, str | None]]) -> None:
        """Add one paragraph that several stretches make up, as of one that runs on over a page's end."""
        for text, locator in pieces:
            self._open(locator)
            self._put(text)
        self._put("\n")

    def content(self, encoding: str = "", hints: Hints = NO_HINTS) -> Content:
        """All that was added."""
        tables = tuple(Table(tuple(cells)) for cells in self._tables.values() if cells)
        return Content("".join(self._parts), encoding, tuple(self._places), hints, tables)

    def _open(self, locator: str | None) -> None:
        if not self._places or self._places[-1].locator != locator:
            self._places.append(Place(self._length, locator))

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def clean(text: str) -> str:
    """One line of text: no invisible characters, one space for each run of blanks, none around it.

    Spaces of other widths (　) stay as they are inside.
    """
    return _BLANKS.sub(" ", _NOISE.sub("", text)).strip()
