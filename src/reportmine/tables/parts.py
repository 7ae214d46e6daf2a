"""Wholes: which figure of a table another one is a part of."""

from collections.abc import Sequence
from typing import NamedTuple

from reportmine.model import Measure
from reportmine.tables.figures import Reading
from reportmine.tables.shape import Shape

_RATES = ("%", "‰", "倍", "名", "个百分点")


def link(readings: Sequence[Reading], shape: Shape) -> None:
    """Give every reading its whole: that of its row in the same column, else that of its column in the same row."""
    by_place = {(id(reading.row), reading.column): reading for reading in readings}
    beside = _columns(shape)
    for reading in readings:
        row, column = reading.row, reading.column
        above = by_place.get((id(row.above), column)) if row.above is not None else None
        left = by_place.get((id(row), beside[column].whole)) if column in beside else None
        among = column in beside and beside[column].how == "among"
        if above is not None and _adds(reading, above) and not (among and left is not None):
            reading.whole = above
            reading.notes.append(f"part:{row.part}")
        elif left is not None and _adds(reading, left):
            reading.whole = left
            reading.notes.append(f"part:{beside[column].how}")


def _adds(part: Reading, whole: Reading) -> bool:
    """Whether two figures are of one kind, of which parts can be."""
    alike = part.unit_base == whole.unit_base and part.status is whole.status and part.period == whole.period
    levels = part.measure is Measure.LEVEL and whole.measure is Measure.LEVEL
    return levels and alike and part.unit_base not in _RATES and "/" not in part.unit_base


class _Part(NamedTuple):
    """The column that one is a part of, and what says so: total, among."""

    whole: int
    how: str


def _columns(shape: Shape) -> dict[int, _Part]:
    """Column → the column of the total, or of what stands before 其中, under the same outer headers."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for number in shape.figures():
        column = shape.columns[number]
        if column.headers:
            outer = tuple(
                cell.span.start for cell in column.headers[:-1] if not _among(shape, number, cell.span.start)
            )
            groups.setdefault((column.block, *outer), []).append(number)
    found: dict[int, _Part] = {}
    for numbers in groups.values():
        totals = [n for n in numbers if {"total", "subtotal"} & shape.columns[n].labels[-1].marks]
        among = [n for n in numbers if any("among" in label.marks for label in shape.columns[n].labels)]
        plain: int | None = None
        for number in numbers:
            if number not in among:
                if len(totals) == 1 and number not in totals and shape.columns[number].labels[-1].name:
                    found[number] = _Part(totals[0], "among" if among else "total")
                plain = number
            elif plain is not None:
                found[number] = _Part(plain, "among")
    return found


def _among(shape: Shape, number: int, start: int) -> bool:
    """Whether a header of a column is 其中."""
    column = shape.columns[number]
    pairs = zip(column.headers, column.labels, strict=True)
    return any("among" in label.marks for cell, label in pairs if cell.span.start == start)
