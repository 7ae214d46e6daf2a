"""A figure where it stands in its table, and what all figures of one table share."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from reportmine.attribution import periods
from reportmine.model import DocumentInfo, Months, Section
from reportmine.tables.around import Around
from reportmine.tables.cells import Cells, Figure
from reportmine.tables.rows import Row
from reportmine.tables.shape import Column


class Words(NamedTuple):
    """What names are told apart by: their ends, and what opens them; from patterns/."""

    money: tuple[str, ...]
    counted: re.Pattern[str]  # people, and numbers of things
    ratio: re.Pattern[str]
    picks: re.Pattern[str]  # a name that only picks a part of what is counted: 国家级, 内资
    flows: frozenset[str]  # verbs that open a name: 新增
    areas: tuple[str, ...]  # these three: ends of names that tell which of several units they are in
    masses: tuple[str, ...]
    yields: tuple[str, ...]  # of an area: 公斤/亩


@dataclass(slots=True)
class Setting:
    """What all figures of one table share."""

    text: str
    around: Around
    info: DocumentInfo
    section: Section
    frame: periods.Frame  # with the caption's time, where it has one
    caption: Months | None
    cells: Cells
    words: Words
    marked_only: frozenset[int] = frozenset()  # columns in which ▲ stands among unmarked figures: negative


class Place(NamedTuple):
    """A figure and where it stands in its table."""

    figure: Figure
    start: int  # of its cell's text in the document
    row: Row
    number: int  # of its column
    column: Column

    def has(self, mark: str) -> bool:
        """Whether a header of the column or the row has a mark."""
        return any(mark in label.marks for label in (*self.column.labels, *self.row.labels))
