"""Reads the tables of one document: readings of figures, and reasons for what is none."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportmine.attribution import Material, owners, periods
from reportmine.attribution.vocabulary import vocabulary
from reportmine.model import Reason, Span, Table, TableCell
from reportmine.patterns import Rules, trie_pattern
from reportmine.tables import around, figures, parts
from reportmine.tables.account import Account
from reportmine.tables.cells import Cells, Figure, cells
from reportmine.tables.figures import Reading
from reportmine.tables.labels import Labels
from reportmine.tables.place import Place, Setting, Words
from reportmine.tables.rows import Row, RowReader
from reportmine.tables.shape import Reader, Shape

_REASONS = {"index": Reason.HEADING, "code": Reason.REFERENCE, "date": Reason.DATE, "name": Reason.NAME}
_RISES = ("▲", "△")


class Found(NamedTuple):
    """The readings of one table, and the numerals of its other cells that are none, with their reasons."""

    readings: list[Reading]
    taken: list[Span]  # cells that readings account for
    reasons: dict[Span, Reason]  # what other cells make of figures that nothing else dismisses


class TableReader:
    """The tables of one document."""

    def __init__(self, material: Material, account: Account) -> None:
        self._material = material
        self._account = account
        outline, rules = material.outline, material.rules
        own = owners.own_words(outline.info, rules)
        self._cells: Cells = cells(rules)
        labels = Labels(rules, own)
        self._shapes = Reader(material.folded, self._cells, labels)
        self._rows = RowReader(material.folded, self._cells, labels)
        self._lookout = around.Lookout(material.folded, rules, self._cells, own)
        book = rules.book("periods")
        self._delivered = periods.is_delivered(outline.info, outline.sections, book)
        self._words = _words(rules)
        self._places: dict[int, Span] = {}  # cells by the starts of their figures

    def read(self, table: Table, before: int) -> Found | None:
        """What one table holds; None of one that is not understood."""
        shape = self._shapes.shape(table)
        if shape is None or self._is_form(shape):
            return None
        if not any(shape.stubs(number) for number in shape.figures()):
            return self._directory(shape)
        setting = self._setting(table, shape, before)
        readings = list(self._readings(shape, setting))
        parts.link(readings, shape)
        taken = [self._cell_of(reading) for reading in readings]
        return Found(readings, taken, self._reasons(shape, set(taken)))

    def _is_form(self, shape: Shape) -> bool:
        """Whether each row of two cells tells a fact of its own, in a unit of its own: the first one is no header."""
        found = shape.figures()
        if len(found) != 1 or len(shape.columns) != 2:
            return False
        cells = [row.over[found[0]] for row in shape.body if found[0] in row.over]
        own = [figure.quantity for cell in cells if (figure := self._figure(cell)) is not None]
        told = shape.columns[found[0]].labels
        plain = not any(one.unit or one.measure or one.status or one.times or one.kind for one in told)
        return plain and (
            any(one.is_place for one in told) or len({one and one.unit_base for one in own}) > 1
        )

    def _setting(self, table: Table, shape: Shape, before: int) -> Setting:
        titles = [cell.span for row in shape.titles for cell in row.cells]
        told = self._lookout.around(table, titles, before)
        _, _, outline, _, rules = self._material
        section = outline.sections[self._account.sentence(table.cells[0].span.start).section]
        given = periods.frame_of(outline.info, section, book=rules.book("periods"), delivered=self._delivered)
        frame, months = around.frame(told, given)
        return Setting(
            self._material.text,
            told,
            outline.info,
            section,
            frame,
            months,
            self._cells,
            self._words,
            frozenset(number for number in shape.figures() if self._marks_falls(shape, number)),
        )

    def _marks_falls(self, shape: Shape, number: int) -> bool:
        """Whether ▲ stands among figures without a mark, as accountants write what is negative."""
        found = [self._figure(row.over[number]) for row in shape.body if number in row.over]
        marks = [figure.mark for figure in found if figure is not None]
        return any(mark in _RISES for mark in marks) and "" in marks

    def _figure(self, cell: TableCell) -> Figure | None:
        return self._cells.figure(self._shapes.text(cell))

    def _readings(self, shape: Shape, setting: Setting) -> Iterator[Reading]:
        rows_of: dict[int, list[Row]] = {}
        for number in shape.figures():
            column = shape.columns[number]
            if not shape.stubs(number):
                continue
            if column.block not in rows_of:
                rows_of[column.block] = self._rows.rows(shape, number)
            for row in rows_of[column.block]:
                cell = row.line.over.get(number)
                if cell is None or cell.column != number or cell not in row.line.cells:
                    continue
                figure = self._figure(cell)
                if figure is None or not row.cells or not self._whole(cell, figure):
                    continue
                reading = figures.read(Place(figure, self._begin(cell), row, number, column), setting)
                self._places[reading.quantity.start] = cell.span
                yield reading

    def _begin(self, cell: TableCell) -> int:
        """Where a cell's text begins, behind spaces."""
        folded = self._material.folded
        return cell.span.start + len(cell.span.of(folded)) - len(cell.span.of(folded).lstrip())

    def _whole(self, cell: TableCell, figure: Figure) -> bool:
        """Whether no numeral of the document that stands in the figure's cell stands outside of the figure."""
        start = self._begin(cell)
        found = [quantity for _, quantity in self._account.within(cell.span)]
        return all(start + figure.start <= one.start and one.end <= start + figure.end for one in found)

    def _cell_of(self, reading: Reading) -> Span:
        return self._places[reading.quantity.start]

    def _directory(self, shape: Shape) -> Found | None:
        """A table without figures, if its headers say what it holds instead."""
        if not any(column.kind in _REASONS for column in shape.columns.values()):
            return None
        return Found([], [], self._reasons(shape, set()))

    def _reasons(self, shape: Shape, taken: set[Span]) -> dict[Span, Reason]:
        """Why the numerals of each other cell measure nothing; cells that sentences are to read are left out."""
        reasons = {cell.span: Reason.NAME for row in shape.headers for cell in row.cells}
        stubs = {number for one in shape.figures() for number in shape.stubs(one)}
        for row in shape.body:
            for cell in row.cells:
                kind = shape.columns[cell.column].kind
                if cell.span in taken:
                    continue
                if kind in _REASONS:
                    reasons[cell.span] = _REASONS[kind]
                elif cell.column in stubs or kind == "unit" or self._is_bare(cell):
                    reasons[cell.span] = Reason.NAME
        return reasons

    def _is_bare(self, cell: TableCell) -> bool:
        """Whether a cell outside of the columns of figures holds a number and nothing that it counts."""
        figure = self._figure(cell)
        return figure is not None and figure.quantity is None


def _words(rules: Rules) -> Words:
    """What names are told apart by, from the books."""
    book, counted = rules.book("tables"), rules.book("counted")
    ratio, count, picks = (
        "|".join(cue.regex for cue in book.of(label) if cue.regex) for label in ("ratio", "count", "picks")
    )
    people = trie_pattern(counted.words("people"))
    levels = trie_pattern(rules.book("nouns").words("level"))
    return Words(
        counted.words("money", "spent"),
        re.compile(f"{people}$|{count}"),
        re.compile(ratio),
        re.compile(f"{levels}|.+(?:{picks})"),
        frozenset(vocabulary(rules).flows),
        *(rules.book("tables").words(label) for label in ("in.area", "in.mass", "in.yield")),
    )
