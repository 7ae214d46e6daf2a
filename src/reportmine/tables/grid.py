"""The grid of a table: which cell covers which place."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportmine.model import Table, TableCell

MOST_COLUMNS = 256  # a wider table is none that somebody reads


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the cells that begin in it, and by column those that cover it."""

    cells: Sequence[TableCell]
    over: dict[int, TableCell]


def lines(table: Table) -> list[Line]:
    """The rows that hold text, from top to bottom; none of a table that is too wide.

    Where two cells claim a place, the one that began further up has it.
    """
    begun: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        begun.setdefault(cell.row, []).append(cell)
        if cell.column > MOST_COLUMNS:
            return []
    found = []
    reaching: dict[
        int, tuple[int, TableCell]
    ] = {}  # by column: the last row that a cell reaches, and the cell
    for row in sorted(begun):
        reaching = {column: held for column, held in reaching.items() if held[0] >= row}
        for cell in begun[row]:
            last = cell.row + cell.rows - 1
            for column in range(cell.column, min(cell.column + cell.columns, MOST_COLUMNS + 1)):
                reaching.setdefault(column, (last, cell))
        found.append(Line(begun[row], {column: cell for column, (_, cell) in sorted(reaching.items())}))
    return found
