"""Lines of a page that stand in columns under each other, without rules around them → rows of cells."""

import re
from collections.abc import Sequence

from reportmine.ingest import columns
from reportmine.ingest.columns import Edges
from reportmine.ingest.content import Cell
from reportmine.ingest.layout import ENDS, Line

_LONE = 20  # characters of a line between those of a table that stands in none of its columns but one
_LEAST_ROWS = 3  # lines that stand in columns, from which on they are a table
_FIGURE = re.compile(r"[-+(]?\d[\d,.]*[)%]?")


def in_columns(found: Sequence[Line]) -> list[Line]:
    """Lines of a page; those that stand in columns, several under each other, with their cells."""
    told: list[Line] = []
    run: list[Line] = []
    lone: list[Line] = []
    for line in found:
        if line.pieces:
            run += [*lone, line]
            lone = []
        elif run and not lone and len(line.text) <= _LONE and not line.text.endswith(ENDS):
            lone = [line]  # the name of a group, if the table goes on
        else:
            told += [*_rows(run), *lone, line]
            run, lone = [], []
    return [*told, *_rows(run), *lone]


def _rows(run: list[Line]) -> list[Line]:
    """The lines with cells where they stand in columns, one of them of figures; else as they are."""
    if len(run) < _LEAST_ROWS or not any(_FIGURE.fullmatch(text) for line in run for text, _ in line.pieces):
        return run
    pieces = [line.pieces or ((line.text, Edges(line.left, line.right)),) for line in run]
    told = columns.find_below([[edges for _, edges in one] for one in pieces], _LEAST_ROWS)
    if told is None:
        return run
    above, reaches = told
    found = [
        line._replace(
            cells=tuple(
                Cell(reach.column, text, 1, reach.columns)
                for (text, _), reach in zip(parts, over, strict=True)
            )
        )
        for line, parts, over in zip(run[above:], pieces[above:], reaches, strict=True)
    ]
    return [*run[:above], *found]
