"""What a cell of a spreadsheet can hold, and what stands for the rest.

A number is 64 bits: 15 digits come back as they went in. A text has 32,767 units of UTF-16, and no character that XML
forbids. What does not fit is kept: numbers as text, texts in full on a sheet of their own.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from reportmine.export.columns import Header

ROWS = 1_048_576  # of a sheet, the header included
CHARS = 32_767  # units of UTF-16 in a cell
DIGITS = 15

# Names of sheets in either language. Further ones of a table have a number behind them: `records 2`.
SHEETS = {
    "records": {Header.EN: "records", Header.ZH: "记录"},
    "ledger": {Header.EN: "ledger", Header.ZH: "台账"},
    "documents": {Header.EN: "documents", Header.ZH: "文件"},
    "columns": {Header.EN: "columns", Header.ZH: "列说明"},
    "texts": {Header.EN: "texts", Header.ZH: "长文本"},
}
NOTE = {Header.EN: "note", Header.ZH: "备注"}

_PIECE = 16_000  # characters of a text in one cell of the sheet `texts`: at most twice as many units
_SHOWN = 1_000  # of such a text in its own cell
_NO_XML = re.compile("[\ufffe\uffff]")  # control characters have an escape, which xlsxwriter writes
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def holds_text(text: str) -> bool:
    """Whether a cell can hold the text."""
    long = len(text) > CHARS // 2 and len(text.encode("utf-16-le", "surrogatepass")) > CHARS * 2
    return not (long or _NO_XML.search(text))


def shown(text: str) -> str:
    """The beginning of a text that no cell holds, as far as it can be shown."""
    return _NO_XML.sub("\ufffd", text[:_SHOWN]) + "…" * (len(text) > _SHOWN)


def pieces(text: str) -> Iterator[str]:
    """A text that no cell holds as texts that fit: JSON, cut."""
    told = _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
    return (told[start : start + _PIECE] for start in range(0, len(told), _PIECE))


def unescaped(text: str) -> str:
    r"""The text of a cell, its escapes of control characters resolved.

    >>> unescaped("a_x0007_b_x005F_x0007_")
    'a\x07b_x0007_'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def holds_number(number: Decimal) -> bool:
    """Whether the number of a cell comes back with the digits that it went in with."""
    sign, digits, exponent = number.as_tuple()
    whole = isinstance(exponent, int) and exponent >= -DIGITS and number.adjusted() < DIGITS
    return whole and len(digits) <= DIGITS and (number != 0 or not sign)  # a spreadsheet knows no -0


def places(number: Decimal) -> int:
    """Digits behind the point."""
    return max(0, -int(number.as_tuple().exponent))


def number(cell: float, number_format: str) -> Decimal:
    """The number of a cell with the places that its format shows."""
    behind = number_format.partition(".")[2].count("0")
    return Decimal(f"{Decimal(repr(cell)):.{behind}f}")


def holds_day(written: str) -> date | None:
    """The day as a date; None where a spreadsheet has none such: 2023-02-30, or before 1901."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.year > 1900 and day.isoformat() == written else None
