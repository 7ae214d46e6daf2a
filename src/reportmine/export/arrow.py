"""Arrow tables: columns with their types, and beside each number and day the way it was written.

A decimal of Arrow has one number of places for the whole column: 15.40 and 0.333 come out with 18 each. So each of
them has a companion, `value_written` beside `value`, that holds what the JSON lines hold. Tools calculate with the one,
and `rows` gives every row back from the other. Parquet and DuckDB both hold these tables.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any

from reportmine.export.columns import DAYS, INTEGERS, NUMBERS, Cell, Row

if TYPE_CHECKING:
    import pyarrow as pa

# pyarrow takes longer to import than most documents to read, and few formats need it.
# ruff: noqa: PLC0415

PLACES = 18  # behind the point: a third is told with 16 (quantities/numerals.py)
DIGITS = 38  # the most that a decimal of 128 bits, Spark and DuckDB hold: 20 before the point
WRITTEN = "_written"  # end of a companion's name

# Rows of one group. What a table needs in memory is one group; readers skip and share work by groups.
GROUP_ROWS = 10_000
GROUP_CHARS = 16_000_000  # the same for sentences that have no end

_EXACT = Context(prec=DIGITS)
_UNIT = Decimal(1).scaleb(-PLACES)


def schema(columns: Sequence[str]) -> "pa.Schema":
    """Arrow schema of a table with these columns, the companions of numbers and days behind them."""
    import pyarrow as pa

    types = _types()
    fields = [pa.field(name, types.get(name, pa.string())) for name in columns]
    return pa.schema([*fields, *(pa.field(name + WRITTEN, pa.string()) for name in _paired(columns))])


def table(columns: Sequence[str], rows: Sequence[Row]) -> "pa.Table":
    """Arrow table of the rows, cells in the order of the columns."""
    import pyarrow as pa

    cells = dict(zip(columns, zip(*rows, strict=True) if rows else [()] * len(columns), strict=True))
    for name in _paired(columns):
        cells[name + WRITTEN] = tuple(map(_written, cells[name]))
        cells[name] = tuple(map(_decimal if name in NUMBERS else _day, cells[name]))
    return pa.Table.from_pydict(cells, schema=schema(columns))


def rows(batch: "pa.RecordBatch") -> Iterator[Row]:
    """Rows of a piece of such a table: those that went in, numbers with their digits."""
    columns = [name for name in batch.schema.names if not name.endswith(WRITTEN)]
    for cells in batch.to_pylist():
        yield tuple(_cell(name, cells) for name in columns)


class Groups:
    """Rows on their way into a table, handed to `write` a group at a time."""

    def __init__(self, columns: Sequence[str], write: "Callable[[pa.Table], object]") -> None:
        self._columns, self._write = columns, write
        self._rows: list[Row] = []
        self._chars = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows below those already added."""
        for row in rows:
            self._rows.append(row)
            self._chars += sum(len(cell) for cell in row if isinstance(cell, str))
            if len(self._rows) >= GROUP_ROWS or self._chars >= GROUP_CHARS:
                self.flush()

    def flush(self) -> None:
        """Hand over what is left."""
        if self._rows:
            self._write(table(self._columns, self._rows))
        self._rows, self._chars = [], 0


@cache
def _types() -> "dict[str, pa.DataType]":
    """Types of the columns that do not hold text."""
    import pyarrow as pa

    text, number = pa.string(), pa.int64()
    section = pa.struct([("heading", text), ("kind", text), ("start", number), ("end", number)])
    types = {"confidence": pa.float64(), "flags": pa.list_(text), "sections": pa.list_(section)}
    types |= dict.fromkeys(INTEGERS, number) | dict.fromkeys(DAYS, pa.date32())
    return types | dict.fromkeys(NUMBERS, pa.decimal128(DIGITS, PLACES))


def _paired(columns: Sequence[str]) -> list[str]:
    return [name for name in columns if name in NUMBERS or name in DAYS]


def _written(cell: Cell) -> str | None:
    return format(cell, "f") if isinstance(cell, Decimal) else cell


def _decimal(value: Decimal | None) -> Decimal | None:
    """The number, rounded to PLACES; None where it has more digits before the point than any amount."""
    try:
        return None if value is None else _EXACT.quantize(value, _UNIT)
    except InvalidOperation:
        return None


def _day(written: str | None) -> date | None:
    """The day; None where the calendar has none such, as 2023-02-30."""
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError:
        return None


def _cell(name: str, cells: dict[str, Any]) -> Cell:
    if name in NUMBERS:
        written = cells[name + WRITTEN]
        return None if written is None else Decimal(written)
    if name in DAYS:
        return cells[name + WRITTEN]
    return tuple(cells[name]) if name == "flags" else cells[name]
