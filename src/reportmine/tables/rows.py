"""What the rows of a table are called by, and which of them are parts of which."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportmine.model import Span, TableCell
from reportmine.tables.cells import Cells, Unit
from reportmine.tables.grid import Line
from reportmine.tables.labels import Label, Labels
from reportmine.tables.shape import Shape

_PLACES = 0.6  # share of the labels that are places where all rows are of places
_AMONG = 6  # narrow characters that 其中： moves what follows by


@dataclass(slots=True)
class Row:
    """One row of the body as its labels call it."""

    line: Line
    cells: list[TableCell] = field(default_factory=list)  # its labels, the outermost first
    labels: list[Label] = field(default_factory=list)
    role: str = "indicator"  # indicator, subject, class, period, total, subtotal, own, measure
    name: list[Span] = field(default_factory=list)  # pieces in Document.text
    subject: Span | None = None
    unit: Unit | None = None  # of the column of units, or of its label
    unit_cell: TableCell | None = None
    group: int = -1  # which of the outer labels it stands under: the start of that cell
    lent: list[TableCell] = field(default_factory=list)  # labels above whose name it takes
    above: "Row | None" = None  # what it is a part of, where the labels say so
    part: str = ""  # how: among, indent, total

    def has(self, mark: str) -> bool:
        """Whether its labels hold a mark."""
        return any(mark in label.marks for label in self.labels)


class RowReader:
    """Reads the labels of rows."""

    def __init__(self, folded: str, cells: Cells, labels: Labels) -> None:
        self._folded = folded
        self._cells = cells
        self._labels = labels

    def rows(self, shape: Shape, column: int) -> list[Row]:
        """The body's rows as the labels before a column of figures call them, in their order."""
        stubs = shape.stubs(column)
        found = [self._row(shape, line, stubs) for line in shape.body]
        kinds = [shape.columns[number].kind for number in stubs]
        self._settle(found, kinds)
        self._gather(found)
        self._lend(found)
        _nest(found)
        _add_up(found)
        return found

    def _row(self, shape: Shape, line: Line, stubs: Sequence[int]) -> Row:
        row = Row(line)
        calling = [cell for number in stubs if (cell := line.over.get(number)) is not None]
        for cell in calling or self._misplaced(shape, line):
            if cell not in row.cells:
                row.cells.append(cell)
                row.labels.append(self._labels.read(self._folded[cell.span.start : cell.span.end]))
        for number, column in shape.columns.items():
            if column.kind == "unit" and (cell := line.over.get(number)) is not None:
                row.unit = self._cells.unit(
                    self._folded[cell.span.start : cell.span.end].strip(" ()"), sure=True
                )
                row.unit_cell = cell
        if row.unit is None:
            told = [(cell, label) for cell, label in zip(row.cells, row.labels, strict=True) if label.unit]
            if told:
                row.unit_cell, row.unit = told[-1][0], told[-1][1].unit
        return row

    def _misplaced(self, shape: Shape, line: Line) -> list[TableCell]:
        """合计 in the column of numbers of rows, where the cell of labels is empty."""
        first = line.cells[0]
        lone = shape.columns[first.column].kind == "index"
        words = self._cells.figure(self._folded[first.span.start : first.span.end].strip()) is None
        return [first] if lone and words else []

    def _settle(self, rows: Sequence[Row], kinds: Sequence[str]) -> None:
        """What each row is: of an indicator, a place, a class, a time, or all of them together."""
        inner = [row.labels[-1] for row in rows if row.labels]
        named = [label for label in inner if label.name and "total" not in label.marks]
        places = sum(label.is_place for label in named) >= max(2, _PLACES * len(named))
        repeated = len({label.text for label in inner}) < len(inner)
        for row in rows:
            if not row.labels:
                continue
            for mark in ("total", "subtotal"):
                if row.has(mark):
                    row.role = mark
            label, cell = row.labels[-1], row.cells[-1]
            if row.role != "indicator":
                row.name = _pieces(cell, label)
                if row.role == "subtotal":
                    self._outer(row, kinds, repeated=repeated)
                continue
            kind = kinds[-1] if len(row.cells) == len(kinds) else ""
            if label.is_own:
                row.role = "own"
            elif label.name and (kind == "subject" or (places and label.is_place)):
                row.role, row.subject = "subject", _all(cell, label)
            elif kind == "class":
                row.role, row.name = "class", _pieces(cell, label)
            elif not label.name:
                row.role = "period" if label.times or "before" in label.marks else "measure"
            else:
                row.name = _pieces(cell, label)
            self._outer(row, kinds, repeated=repeated)

    def _outer(self, row: Row, kinds: Sequence[str], *, repeated: bool) -> None:
        """What labels further out add: a place, or the name that the inner labels repeat under each of them."""
        for cell, label, kind in zip(row.cells[:-1], row.labels[:-1], kinds, strict=False):
            row.group = cell.span.start
            if label.name and (kind == "subject" or label.is_place) and row.subject is None:
                row.subject = _all(cell, label)
            elif label.name and (repeated or not row.name) and not row.subject:
                row.name = [*_pieces(cell, label), *row.name]

    @staticmethod
    def _gather(rows: Sequence[Row]) -> None:
        """Put the name of a group, which fills a row alone, before names that come again under another group."""
        names = Counter(row.labels[-1].text for row in rows if row.labels)
        group: Row | None = None
        for row in rows:
            if len(row.line.cells) == 1:
                group = row
            elif group is not None and row.name and row.labels and names[row.labels[-1].text] > 1:
                row.name, row.lent = [*group.name, *row.name], group.cells

    @staticmethod
    def _lend(rows: Sequence[Row]) -> None:
        """A row that tells a measure alone, as 增长%, is of what stands above it."""
        named: list[tuple[int, Row]] = []
        for row in rows:
            indent = _indent(row)
            if row.role == "measure" and not row.name:
                lender = next((one for moved, one in reversed(named) if moved <= indent), None)
                if lender is not None:
                    row.name, row.lent = lender.name, lender.cells[-1:]
            elif row.name:
                while named and named[-1][0] >= indent:
                    named.pop()
                named.append((indent, row))


def _pieces(cell: TableCell, label: Label) -> list[Span]:
    start = cell.span.start
    return [Span(start + piece.start, start + piece.end) for piece in label.name]


def _all(cell: TableCell, label: Label) -> Span:
    """The whole stretch of a name, from its first piece to its last."""
    return Span(cell.span.start + label.name[0].start, cell.span.start + label.name[-1].end)


def _indent(row: Row) -> int:
    """By how many narrow characters its label stands further to the right, or would without 其中."""
    if not row.cells:
        return 0
    return row.cells[-1].indent + (_AMONG if "among" in row.labels[-1].marks else 0)


def _nest(rows: Sequence[Row]) -> None:
    """Link the rows behind 其中 and those further to the right to the row that they are parts of."""
    above: list[tuple[int, Row]] = []
    for row in rows:
        if not row.cells or row.role in ("total", "subtotal", "own"):
            above.clear()
            if row.cells:
                above.append((row.cells[-1].indent, row))
            continue
        indent = _indent(row)
        while above and above[-1][0] >= indent:
            above.pop()
        if above and above[-1][1].role not in ("measure", "period"):
            row.above, row.part = above[-1][1], "among" if "among" in row.labels[-1].marks else "indent"
        if row.role != "measure":
            above.append((indent, row))


def _add_up(rows: Sequence[Row]) -> None:
    """Link the rows that a total, or that of their group, adds up."""
    loose = [row for row in rows if row.above is None and row.role in ("indicator", "subject", "class")]
    grouped: dict[int, list[Row]] = {}
    for row in loose:
        grouped.setdefault(row.group, []).append(row)
    before: list[Row] = []  # without outer labels: the rows since the last sum
    for row in rows:
        if row.role == "subtotal":
            members = grouped.pop(row.group, []) if row.group >= 0 else before
            for member in members:
                member.above, member.part = row, "total"
        if row.role in ("subtotal", "total"):
            before = []
        elif row.above is None and row.role in ("indicator", "subject", "class"):
            before.append(row)
    totals = [row for row in rows if row.role == "total"]
    groups = [row for row in rows if row.role == "subtotal"]
    for row in (groups or loose) if len(totals) == 1 else ():
        row.above, row.part = totals[0], "total"
