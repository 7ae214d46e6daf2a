"""The unit of a figure of a table, and where it is told."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from reportmine.model import Measure, Span
from reportmine.tables.around import unit_for
from reportmine.tables.cells import Unit
from reportmine.tables.place import Place, Setting, Words

_SEVERAL = 2  # units above a table, of which a name asks for one
_PER = "/"
_RATES = (Measure.GROWTH, Measure.SHARE, Measure.COMPLETION, Measure.CONTRIBUTION)


class Unitary(NamedTuple):
    """A unit that a figure is in, and where it is told: cell, column, row, line, beside, rank, none."""

    unit: Unit | None
    by: str
    at: Span | None = None


def find(place: Place, setting: Setting, measure: Measure, source: str) -> Unitary:
    """The unit of a figure: its own, its column's, its row's, then that of the line above the table."""
    own = place.figure.quantity
    if own is not None and own.unit and own.kind != "count_or_money":
        return Unitary(Unit(own.unit, own.unit_base, Decimal(1), own.kind), "cell")
    if measure is Measure.RANK or place.has("move"):
        return Unitary(None, "rank")
    column = next((told for told in _of_column(place) if told.unit), None)
    row = place.row
    rowed = Unitary(row.unit, "row", row.unit_cell.span) if row.unit and row.unit_cell else None
    rate = measure in _RATES
    if rate and source != "row":
        rowed = None  # the row's unit is that of the thing, not of its growth
    if column or rowed:
        return column or rowed or Unitary(None, "none")
    return _of_line(place, setting, rate=rate)


def _of_column(place: Place) -> Iterator[Unitary]:
    """Units of the headers of a column, the innermost first."""
    for label, cell in zip(reversed(place.column.labels), reversed(place.column.headers), strict=True):
        yield Unitary(label.unit, "column", cell.span)


def _of_line(place: Place, setting: Setting, *, rate: bool) -> Unitary:
    """The unit of the line above that fits what is measured; else that of a column of money beside it."""
    row, column, words = place.row, place.column, setting.words
    above = row.above.labels if row.above is not None and row.part != "total" else ()
    beside = column.of.labels if column.of is not None else ()
    labels = (*reversed(column.labels), *above, *reversed(row.labels), *reversed(beside))
    names = [label.words() for label in labels]
    said = next((name for name in names if _tells(name, words)), "")
    money = said.endswith(words.money) if said else None
    rate = rate or words.ratio.search(said) is not None
    told = setting.around.units
    named = next((unit for name in names if (unit := _asked(name, told, words))), None)
    if line := named or unit_for(told, rate=rate, money=money):
        return Unitary(line, "line", setting.around.unit_at)
    if money and not rate and column.beside is not None and not setting.around.units:
        return Unitary(column.beside, "beside")
    return Unitary(None, "none")


def _asked(name: str, told: Sequence[Unit], words: Words) -> Unit | None:
    """Which of several units above a table the end of a name asks for: 面积 of 亩、吨、公斤/亩."""
    if len(told) < _SEVERAL:
        return None
    if name.endswith(words.yields):
        fitting = [unit for unit in told if _PER in unit.written]
    elif name.endswith(words.areas):
        fitting = [unit for unit in told if unit.kind == "area"]
    elif name.endswith(words.masses):
        fitting = [unit for unit in told if unit.kind == "mass" and _PER not in unit.written]
    else:
        return None
    return fitting[0] if len(fitting) == 1 else None


def _tells(name: str, words: Words) -> bool:
    """Whether the end of a name says what kind of unit it is in."""
    ends = words.ratio.search(name) or words.counted.search(name)
    return name.endswith(words.money) or ends is not None
