"""Stretches of lines → the columns that they stand in, by their left and right edges."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_FULL = 0.3  # share of the lines that have as many stretches as there are columns


class Edges(NamedTuple):
    """Where a stretch begins and ends on its line, in any unit of length."""

    left: float
    right: float


class Reach(NamedTuple):
    """The first column of a stretch, counted from 1, and how many it stands over."""

    column: int
    columns: int


def find_below(rows: Sequence[Sequence[Edges]], least: int) -> tuple[int, list[list[Reach]]] | None:
    """How many lines above stand in no columns, none or one, and the columns of the others; they are `least` or more.

    On one line above a table may stand its caption and its unit.
    """
    for above in (0, 1):
        if len(rows) - above >= least and (found := find(rows[above:])) is not None:
            return above, found
    return None


def find(rows: Sequence[Sequence[Edges]]) -> list[list[Reach]] | None:
    """The columns of each stretch of each line; None where the lines stand in no columns.

    A column is as wide as the stretches in it of those lines that fill all columns. A stretch above the first of
    these lines stands over as many columns as it is in the middle of.
    """
    columns = _columns(rows)
    if columns is None:
        return None
    lefts, rights = [one.left for one in columns], [one.right for one in columns]
    found: list[list[Reach]] = []
    full = False
    for row in rows:
        full = full or len(row) == len(columns)
        reaches = [_over(edges, lefts, rights) for edges in row]
        if any(one.column + one.columns > other.column for one, other in pairwise(reaches)):
            return None
        found.append(reaches if full else _centred(row, reaches, columns))
    return found


def _columns(rows: Sequence[Sequence[Edges]]) -> list[Edges] | None:
    counts = Counter(map(len, rows))
    often = max(2, _FULL * len(rows))
    width = max((count for count, times in counts.items() if times >= often), default=0)
    if width < 2:
        return None
    full = [row for row in rows if len(row) == width]
    columns = [
        Edges(min(row[at].left for row in full), max(row[at].right for row in full)) for at in range(width)
    ]
    apart = all(one.right <= other.left for one, other in pairwise(columns))
    return columns if apart else None


def _over(edges: Edges, lefts: Sequence[float], rights: Sequence[float]) -> Reach:
    """The columns that a stretch shares some width with; of those beside it the nearest where it does with none."""
    first, last = bisect_right(rights, edges.left), bisect_left(lefts, edges.right)
    if first < last:
        return Reach(first + 1, last - first)
    if first == len(lefts):
        return Reach(first, 1)
    before = edges.left - rights[first - 1] if first else float("inf")
    return Reach(first + (lefts[first] - edges.right <= before), 1)


def _centred(row: Sequence[Edges], reaches: list[Reach], columns: Sequence[Edges]) -> list[Reach]:
    """Reaches widened to the free columns on both sides that their stretches are in the middle of."""
    found: list[Reach] = []
    for at, (edges, reach) in enumerate(zip(row, reaches, strict=True)):
        least = found[-1].column + found[-1].columns if found else 1
        most = reaches[at + 1].column - 1 if at + 1 < len(reaches) else len(columns)
        last = reach.column + reach.columns - 1
        options = [
            (abs(columns[low - 1].left + columns[high - 1].right - edges.left - edges.right), high - low, low)
            for low in range(max(least, reach.column - _SIDE), reach.column + 1)
            for high in range(last, min(most, last + _SIDE) + 1)
        ]
        _, width, low = min(options)
        found.append(Reach(low, width + 1))
    return found


_SIDE = 8  # columns to either side of where a header stands that it may reach over
