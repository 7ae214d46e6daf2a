"""Rows of numbers that go on and on: what is no sentence measures nothing that could be named."""

import re
from collections.abc import Iterator, Sequence

from reportmine.model import Quantity, Reason

# Numbers of one line with nothing but marks between them; the longest such list in the reports at hand has twelve.
# More are a list of codes or a table that lost its lines: no word tells one from the next, and a record of each would
# be a hundred times as long as its number.
LONGEST = 50
_NEAR = 4  # characters that marks and spaces take at most between two numbers of a row
_MARKS = re.compile(r"[^\S\n]?[,、;:/|·和及与-]?[^\S\n]*")


def dismissed(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities of a text in their order; in a row those behind the first LONGEST have the reason `reference`."""
    if len(found) <= LONGEST:
        return list(found)
    kept = list(found)
    for first, last in _rows(text, found):
        for place in range(first + LONGEST, last):
            quantity = found[place]
            if quantity.reason is None:
                span = (quantity.start, quantity.end, quantity.text)
                kept[place] = Quantity(*span, kind=quantity.kind, reason=Reason.REFERENCE)
    return kept


def _rows(text: str, found: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """First place and end of each row."""
    first = end = 0
    for place, quantity in enumerate(found):
        if quantity.start - end > _NEAR or not _MARKS.fullmatch(text, end, quantity.start):
            yield first, place
            first = place
        end = quantity.end
    yield first, len(found)
