"""Records → a pandas DataFrame, in types that tables are calculated and grouped by."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from reportmine.export.columns import (
    CODES,
    DAYS,
    INTEGERS,
    MONTHS,
    NESTED,
    NUMBERS,
    REALS,
    RECORDS,
    Cell,
)
from reportmine.model import LedgerEntry, Record

if TYPE_CHECKING:
    import pandas as pd

# pandas takes longer to import than most reports to read.
# ruff: noqa: PLC0415


def to_frame(
    rows: Iterable[Record | LedgerEntry | Mapping[str, Cell]], *, exact: bool = False
) -> "pd.DataFrame":
    """A DataFrame with a row for each record, ledger entry or row of `read_table`, and the columns of its table.

    Numbers are float64, or Decimal objects with their digits where `exact`; positions and counts Int64, confidence
    float64, months period[M], days datetime64[s], all other text string. What is not known is NaN, NaT or NA, and so is
    a month or day that the calendar has not. Flags are tuples, sections lists.

    >>> from reportmine import extract, to_frame
    >>> frame = to_frame(extract("2023年固定资产投资5.80亿元，2024年增长7%左右。").records)
    >>> frame.loc[frame.measure == "growth", ["indicator", "comparator", "period_end"]].iloc[0].tolist()
    ['固定资产投资', 'about', Period('2024-12', 'M')]
    """
    import pandas as pd

    told = [
        {name: getattr(row, name) for name in type(row).model_fields}
        if isinstance(row, Record | LedgerEntry)
        else row
        for row in rows
    ]
    names = list(told[0]) if told else list(RECORDS)
    return pd.DataFrame({name: _column(name, [row[name] for row in told], exact=exact) for name in names})


def _column(name: str, cells: list[Any], *, exact: bool) -> "pd.Series[Any]":
    import pandas as pd

    if (name in NUMBERS and exact) or name in CODES or name in NESTED:
        return pd.Series(cells, dtype="object")
    if name in NUMBERS or name in REALS:
        return pd.Series([None if cell is None else float(cell) for cell in cells], dtype="float64")
    if name in INTEGERS:
        return pd.Series(cells, dtype="Int64")
    if name in MONTHS:
        months = {cell: _month(cell) for cell in set(cells)}
        return pd.Series([months[cell] for cell in cells], dtype="period[M]")
    if name in DAYS:
        days = pd.to_datetime(pd.Series(cells, dtype="object"), format="%Y-%m-%d", errors="coerce")
        return days.astype("datetime64[s]")
    return pd.Series([None if cell is None else str(cell) for cell in cells], dtype="string")


def _month(written: str | None) -> Any:
    import pandas as pd

    year, _, month = (written or "").partition("-")
    return pd.Period(year=int(year), month=int(month), freq="M") if 1 <= int(month or 0) <= 12 else pd.NaT
