"""Which rows and columns of a table are headers, and what stands under them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportmine.model import Measure, Table, TableCell
from reportmine.tables.cells import Cells, Unit
from reportmine.tables.grid import Line, lines
from reportmine.tables.labels import Label, Labels

MOST_HEADERS = 5  # rows; a table with more of them is a form
_TITLES = 4  # rows above the headers that one cell fills
_FIGURES = 0.5  # share of the cells of a column that hold a figure where it is one of figures


@dataclass(slots=True)
class Column:
    """One column: its headers from the outermost to the innermost, what they say, and what stands under them."""

    headers: list[TableCell]
    labels: list[Label]
    kind: str = ""  # a label of patterns/tables.toml; "figure", "text"
    block: int = 0  # first column of the labels that its rows are called by
    differs: bool = False  # it tells by how much something changed, and another column by how many percent
    beside: Unit | None = None  # of money, that the nearest column before it has
    of: "Column | None" = None  # the column whose name one takes that tells only a measure or a status


@dataclass(slots=True)
class Shape:
    """A table that is understood: its title rows, header rows, body rows and columns."""

    titles: list[Line]
    headers: list[Line]
    body: list[Line]
    columns: dict[int, Column] = field(default_factory=dict)

    def figures(self) -> list[int]:
        """Columns of figures."""
        return [number for number, column in self.columns.items() if column.kind == "figure"]

    def stubs(self, column: int) -> list[int]:
        """Columns that call the rows of a column of figures, the outermost first.

        Behind one whose header says what the rows are, others only describe them.
        """
        block, found = self.columns[column].block, list[int]()
        for number, one in self.columns.items():
            if number < block or one.block != block:
                continue
            if one.kind == "figure":
                break
            if one.kind in _STUBS and (one.kind != "text" or not one.headers or not found):
                found.append(number)
        return found


_STUBS = frozenset(("text", "subject", "class", "when", "indicator"))


class Reader:
    """Tells the parts of tables of one document by its folded text."""

    def __init__(self, folded: str, cells: Cells, labels: Labels) -> None:
        self._folded = folded
        self._cells = cells
        self._labels = labels

    def shape(self, table: Table) -> Shape | None:
        """The parts of a table; None of one that has no headers over columns."""
        rows = lines(table)
        width = max((len(row.over) for row in rows), default=0)
        if len(rows) < 2 or width < 2:
            return None
        first = self._titles(rows)
        count = self._headers(rows[first:])
        if not count or first + count >= len(rows):
            return None
        headers = rows[first : first + count]
        body = [row for row in rows[first + count :] if not self._repeats(row, headers)]
        shape = Shape(rows[:first], headers, body)
        self._describe(shape)
        return shape

    def text(self, cell: TableCell) -> str:
        """A cell's folded text without the spaces around it."""
        return self._folded[cell.span.start : cell.span.end].strip()

    def _titles(self, rows: Sequence[Line]) -> int:
        """How many rows at the top hold one cell alone, such as a title or the unit."""
        count = 0
        while count < min(_TITLES, len(rows) - 1) and self._is_title(rows[count]):
            count += 1
        return count

    def _is_title(self, row: Line) -> bool:
        """Whether a row holds one cell alone, or the unit of all figures beside it."""
        if len(row.cells) == 1 == self._spanned(row):
            return True
        return len(row.cells) == 2 and any(self._labels.is_unit_line(self.text(cell)) for cell in row.cells)

    @staticmethod
    def _spanned(row: Line) -> int:
        """How many cells cover a row."""
        return len({cell.span for cell in row.over.values()})

    def _headers(self, rows: Sequence[Line]) -> int:
        """How many rows from the first are headers."""
        if not rows or len(rows[0].cells) < 2 or self._has_figures(rows[0]):
            return 0
        top = rows[0].cells[0].row
        deep = max(cell.row + cell.rows - top for cell in rows[0].cells)
        count = 1
        while count < min(MOST_HEADERS, len(rows) - 1):
            row = rows[count]
            inside = row.cells[0].row - top < deep
            if self._numbers_columns(row):
                count += 1
                break
            if self._has_figures(row) or not (inside or self._goes_on(row)):
                break
            count += 1
        return count

    def _goes_on(self, row: Line) -> bool:
        """Whether a row without figures is a header still: nothing of it stands in the column of labels."""
        if any(self._cells.is_blank(self.text(cell)) for cell in row.cells):
            return False
        return len(row.cells) > 1 and min(cell.column for cell in row.cells) > 1

    def _has_figures(self, row: Line) -> bool:
        found = [self._cells.figure(self.text(cell)) for cell in row.cells]
        return any(figure is not None and not figure.is_year for figure in found)

    def _numbers_columns(self, row: Line) -> bool:
        """Whether a row counts the columns: 甲 1 2 3."""
        texts = [self.text(cell) for cell in row.cells]
        numbers = [text for text in texts if len(text) > 1 or text.isdigit()]
        return len(numbers) > 1 and numbers == [str(number + 1) for number in range(len(numbers))]

    def _repeats(self, row: Line, headers: Sequence[Line]) -> bool:
        """Whether a row is a header again, as at the top of a page."""
        texts = [self.text(cell) for cell in row.cells]
        return any(texts == [self.text(cell) for cell in header.cells] for header in headers)

    def _describe(self, shape: Shape) -> None:
        numbers = sorted({column for row in (*shape.headers, *shape.body) for column in row.over})
        for number in numbers:
            path = self._path(shape.headers, number)
            shape.columns[number] = Column(path, [self._labels.read(self.text(cell)) for cell in path])
        held: dict[int, list[str]] = {number: [] for number in numbers}
        for row in shape.body:
            for cell in row.cells:
                held[cell.column].append(self.text(cell))
        for number, column in shape.columns.items():
            column.kind = self._kind(column, held[number])
        if shape.columns[numbers[0]].kind == "figure" and not shape.columns[numbers[0]].headers:
            shape.columns[numbers[0]].kind = "index"
        _divide(shape)
        _lend(shape)
        _tell_apart(shape)

    def _path(self, headers: Sequence[Line], number: int) -> list[TableCell]:
        """The headers over a column. A header over several whose extent nobody told reaches to the next one."""
        path: list[TableCell] = []
        for place, row in enumerate(headers):
            cell = row.over.get(number)
            if cell is None and place + 1 < len(headers) and number in headers[place + 1].over:
                left = max((column for column in row.over if column < number), default=None)
                if left is not None and self._is_over(headers[place + 1], row.over[left], left):
                    cell = row.over[left]
            if cell is not None and cell not in path:
                path.append(cell)
        return path

    @staticmethod
    def _is_over(below: Line, cell: TableCell, column: int) -> bool:
        return column in below.over and below.over[column] != cell

    def _kind(self, column: Column, texts: Sequence[str]) -> str:
        told = column.labels[-1].kind if column.labels else ""
        filled = [text for text in texts if not self._cells.is_blank(text)]
        if told == "subject" and filled and self._are_units(filled):
            return "unit"
        if told in ("index", "code", "date", "name", "remark", "unit"):
            return told
        figures = [figure for text in filled if (figure := self._cells.figure(text)) is not None]
        known = any(label.unit or label.measure for label in column.labels)
        sure = [one for one in figures if known or not (one.is_year or one.is_code)]
        if told in ("subject", "class", "when"):
            return told
        if sure and len(sure) >= _FIGURES * len(filled):
            return "figure"
        if told == "indicator":
            return told
        if figures and len(figures) >= _FIGURES * len(filled):
            return "when" if all(one.is_year for one in figures) else "code"
        return "text"

    def _are_units(self, texts: Sequence[str]) -> bool:
        units = sum(self._cells.unit(text) is not None for text in texts)
        return 2 * units > len(texts)


def _divide(shape: Shape) -> None:
    """Give every column the block that it belongs to: a table may stand in several beside each other."""
    first = next((number for number, column in shape.columns.items() if column.kind in _STUBS), None)
    opening = [label.text for label in shape.columns[first].labels] if first is not None else []
    block, seen = 0, False
    for number, column in shape.columns.items():
        again = bool(opening) and [label.text for label in column.labels] == opening
        if number == first or (again and seen):
            block, seen = number, False
        seen = seen or column.kind == "figure"
        column.block = block
    if first is not None:
        for number, column in shape.columns.items():
            if number < first:
                column.block = first  # 排名 before the names


def _tell_apart(shape: Shape) -> None:
    """Note which columns tell no growth themselves while another one does: 增减 beside 增减率."""
    rated = [number for number in shape.figures() if _is_growth(shape.columns[number])]
    for number in shape.figures():
        shape.columns[number].differs = bool(rated) and number not in rated


def _is_growth(column: Column) -> bool:
    growth = any(label.measure is Measure.GROWTH for label in column.labels)
    units = [label.unit.kind for label in column.labels if label.unit]
    return growth and ("percent" in units or not any("differ" in label.marks for label in column.labels))


def _lend(shape: Shape) -> None:
    """Give each column what the nearest one before it has: a unit of money; a name, if it tells none."""
    named: Column | None = None
    money: Unit | None = None
    waiting: list[Column] = []
    for number in shape.figures():
        column = shape.columns[number]
        if named is not None and named.block != column.block:
            named = money = None
        column.beside = money
        money = next(
            (label.unit for label in column.labels if label.unit and label.unit.kind == "money"), money
        )
        if any(label.name for label in column.labels):
            named = column
        elif any(label.measure or label.status for label in column.labels):
            column.of = named
            waiting += [column] if named is None else []
        if named is column:
            for one in waiting:
                one.of = column  # 名次 before what is ranked
            waiting = []
