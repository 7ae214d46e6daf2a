"""Texts of cells → cells: what every format that writes text is read back by."""

import json
from decimal import Decimal, InvalidOperation

from reportmine.errors import ReportmineError
from reportmine.export.columns import CODES, INTEGERS, KNOWN, NESTED, NUMBERS, REALS, Cell


def cell_of(name: str, text: str | None) -> Cell:
    """The cell of a column that is written as `text`; an empty one is None, but an empty text where there always is one.

    Raises:
        ReportmineError: the text is no cell of the column.

    >>> cell_of("value", "5.80"), cell_of("unit", ""), cell_of("basis", ""), cell_of("flags", None)
    (Decimal('5.80'), '', None, ())
    """
    if not text:
        return () if name in CODES else "" if name in KNOWN and name not in NUMBERS else None
    try:
        if name in NUMBERS:
            return Decimal(text)
        if name in INTEGERS:
            return int(text)
        if name in REALS:
            return float(text)
        if name in NESTED:
            return json.loads(text)
    except (InvalidOperation, ValueError):
        raise ReportmineError(
            f"no cell of its kind {text!r} @ {name}: run reportmine extract again"
        ) from None
    return tuple(text.split(";")) if name in CODES else text
