"""Rows of numbers that go on and on: what is no sentence measures nothing that could be named."""

import re

# Numbers of one line with nothing but marks between them; the longest such list in the reports at hand has twelve.
# More are a list of codes or a table that lost its lines: no word tells one from the next, and a record of each would
# be a hundred times as long as its number. The first so many are read as ever, the others go to the ledger.
LONGEST = 50
_NEAR = 4  # characters that marks and spaces take at most between two numbers of a row
_MARKS = re.compile(r"[^\S\n]?[,、;:/|·和及与-]?[^\S\n]*")
# Digits that the next number of the row ends: no unit, fraction or further group of digits can follow them.
_DIGITS = r"[0-9]+(?:\.[0-9]+)?"
_PLAIN = re.compile(
    rf"{_DIGITS}(?=[、;][0-9]|,(?:[0-9]{{1,2}}|[0-9]{{4,}})(?![0-9]))|(?<=[0-9] ){_DIGITS}(?= [0-9])"
)


def joins(text: str, end: int, start: int) -> bool:
    """Whether what stands between two numbers, the first ending at `end`, makes a row of them."""
    return 0 < end >= start - _NEAR and _MARKS.fullmatch(text, end, start) is not None


def plain(text: str, start: int) -> int | None:
    """End of the number at `start` where it is digits alone between two others of a row; else None."""
    found = _PLAIN.match(text, start)
    return found.end() if found else None
