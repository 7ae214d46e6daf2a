"""Tables: figures whose names, units, measures and periods are told by headers.

It stands above the stages that it asks: numerals and units are read by `quantities`, times by `attribution`. What it
does not understand it leaves to them, line by line.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reportmine.attribution import Material, owners, periods
from reportmine.attribution.vocabulary import vocabulary
from reportmine.model import Claim, Document, Quantity, Reason, Sentence, Span, Table, TableCell
from reportmine.tables import around, figures, parts
from reportmine.tables.cells import Cells, Figure, cells
from reportmine.tables.figures import GUESSED, SURE, Place, Reading, Setting
from reportmine.tables.labels import Labels
from reportmine.tables.rows import Row, RowReader
from reportmine.tables.shape import Reader, Shape

__all__ = ["Read", "Trace", "explain", "merged", "read"]

_REASONS = {"index": Reason.HEADING, "code": Reason.REFERENCE, "date": Reason.DATE, "name": Reason.NAME}
_RISES = ("▲", "△")


class Trace(NamedTuple):
    """What a figure of a table was read from: places in Document.text, each with what it is to the figure."""

    quantity: Quantity
    places: tuple[tuple[str, Span], ...]  # row, column, unit, caption, whole
    notes: tuple[str, ...]

    def moved(self, to: Callable[[Span], Span]) -> "Trace":
        """The trace with its places led `to` those of another text."""
        start, end = to(Span(self.quantity.start, self.quantity.end))
        places = tuple((name, to(span)) for name, span in self.places)
        return self._replace(quantity=self.quantity._replace(start=start, end=end), places=places)


class Read(NamedTuple):
    """What the tables of a document gave, in text order."""

    claims: list[Claim]
    ledger: list[Quantity]  # each with a reason
    left: list[Quantity]  # quantities of the document that no table accounts for
    sentences: tuple[Sentence, ...]  # of the document, where each cell that is left to sentences is one
    traces: list[Trace]  # one for each claim


class _Found(NamedTuple):
    """The readings of one table, and the numerals of its other cells that are none, with their reasons."""

    readings: list[Reading]
    taken: list[Span]  # cells that readings account for
    reasons: dict[Span, Reason]  # what other cells make of figures that nothing else dismisses


def read(document: Document, material: Material) -> Read:
    """Claims of the figures in tables, numerals of tables for the ledger, and what is left for sentences."""
    reader = _Tables(document, material)
    readings: list[Reading] = []
    handled: dict[int, Quantity] = {}  # by index: what became of a quantity of the material
    understood: list[Table] = []
    before = 0
    for table in document.tables:
        found = reader.table(table, before)
        before = max(cell.span.end for cell in table.cells)
        if found is not None:
            reader.settle(found, handled)
            readings += found.readings
            understood.append(table)
    readings.sort(key=lambda reading: reading.quantity.start)
    ledger = [quantity for quantity in handled.values() if quantity.reason is not None]
    left = [quantity for index, quantity in enumerate(material.quantities) if index not in handled]
    sentences = tuple(reader.sentences(understood, left))
    claims = list(reader.claims(readings))
    return Read(claims, ledger, left, sentences, [_trace(reading) for reading in readings])


def merged(prose: Sequence[Claim], tabled: Sequence[Claim]) -> list[Claim]:
    """Claims of sentences and of tables in text order; `part_of` counts in what comes out."""
    if not tabled:
        return list(prose)
    numbered = [(claim.quantity.start, 0, index, claim) for index, claim in enumerate(prose)]
    numbered += [(claim.quantity.start, 1, index, claim) for index, claim in enumerate(tabled)]
    numbered.sort(key=lambda one: one[:3])
    places = {(kind, index): place for place, (_, kind, index, _) in enumerate(numbered)}
    return [
        claim if claim.part_of is None else claim._replace(part_of=places[kind, claim.part_of])
        for _, kind, _, claim in numbered
    ]


def explain(found: Read, offset: int) -> Trace | Reason | None:
    """What the figure of a table at an offset was read from, or its reason; None where no table has one."""
    for trace in found.traces:
        if trace.quantity.start <= offset < trace.quantity.end:
            return trace
    return next((one.reason for one in found.ledger if one.start <= offset < one.end), None)


class _Tables:
    """The tables of one document."""

    def __init__(self, document: Document, material: Material) -> None:
        self._document = document
        self._material = material
        self._starts = [quantity.start for quantity in material.quantities]
        outline, rules = material.outline, material.rules
        self._sentences = [sentence.start for sentence in outline.sentences]
        own = owners.own_words(outline.info, rules)
        self._cells: Cells = cells(rules)
        labels = Labels(rules, own)
        self._shapes = Reader(material.folded, self._cells, labels)
        self._rows = RowReader(material.folded, rules, self._cells, labels)
        self._lookout = around.Lookout(material.folded, rules, self._cells, own)
        book = rules.book("periods")
        self._delivered = periods.is_delivered(outline.info, outline.sections, book)
        self._levels = frozenset(rules.book("nouns").words("level"))
        self._flows = frozenset(vocabulary(rules).flows)

    def table(self, table: Table, before: int) -> _Found | None:
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
        return _Found(readings, taken, self._reasons(shape, set(taken)))

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
        section = outline.sections[self._sentence(table.cells[0].span.start).section]
        given = periods.frame_of(outline.info, section, book=rules.book("periods"), delivered=self._delivered)
        frame, months = around.frame(told, given)
        return Setting(
            self._document.text,
            self._material.folded,
            told,
            outline.info,
            section,
            frame,
            months,
            self._cells,
            self._levels,
            self._flows,
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
        self._places: dict[int, Span] = {}
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
        found = [quantity for _, quantity in self._inside(cell.span)]
        return all(start + figure.start <= one.start and one.end <= start + figure.end for one in found)

    def _inside(self, span: Span) -> Iterator[tuple[int, Quantity]]:
        """Quantities of the document that reach into a span, with their index."""
        quantities = self._material.quantities
        first = max(0, bisect_left(self._starts, span.start) - 1)
        for index in range(first, bisect_left(self._starts, span.end)):
            if quantities[index].end > span.start:
                yield index, quantities[index]

    def _cell_of(self, reading: Reading) -> Span:
        return self._places[reading.quantity.start]

    def _directory(self, shape: Shape) -> _Found | None:
        """A table without figures, if its headers say what it holds instead."""
        if not any(column.kind in _REASONS for column in shape.columns.values()):
            return None
        return _Found([], [], self._reasons(shape, set()))

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

    def settle(self, found: _Found, handled: dict[int, Quantity]) -> None:
        """Note what becomes of the document's quantities in one table."""
        for span in found.taken:
            for index, quantity in self._inside(span):
                handled[index] = quantity._replace(reason=None)
        for span, reason in found.reasons.items():
            for index, quantity in self._inside(span):
                if span.start <= quantity.start and quantity.end <= span.end:
                    heading = reason is Reason.HEADING
                    told = reason if heading or quantity.reason is None else quantity.reason
                    handled[index] = quantity._replace(reason=told)

    def claims(self, readings: Sequence[Reading]) -> Iterator[Claim]:
        """Claims of readings in text order."""
        places = {id(reading): place for place, reading in enumerate(readings)}
        for reading in readings:
            quantity = reading.quantity
            sentence = self._sentence(quantity.start)
            yield Claim(
                quantity=quantity,
                value=reading.value,
                value_base=reading.value_base,
                value_high=quantity.high,
                comparator=quantity.comparator,
                unit_base=reading.unit_base,
                indicator=reading.name,
                measure=reading.measure,
                of=reading.of,
                basis=reading.basis,
                subject=reading.subject,
                status=reading.status,
                period=reading.period,
                part_of=None if reading.whole is None else places[id(reading.whole)],
                section=sentence.section,
                sentence=self._row(quantity, sentence),
                confidence=SURE if reading.sure else GUESSED,
                evidence="; ".join(reading.notes),
            )

    def _row(self, quantity: Quantity, sentence: Sentence) -> Span:
        """The part of a sentence that is the row of a figure: rows may run on to what stands above them."""
        text = self._document.text
        start = max(sentence.start, text.rfind("\n", 0, quantity.start) + 1)
        line_end = text.find("\n", quantity.end)
        end = sentence.end if line_end < 0 else min(sentence.end, line_end)
        return Span(start, end) if end >= quantity.end else Span(quantity.start, quantity.end)

    def sentences(self, understood: Sequence[Table], left: Sequence[Quantity]) -> Iterator[Sentence]:
        """The document's sentences; of these tables only cells that hold a quantity which is left, each by itself."""
        starts = [quantity.start for quantity in left]
        held: list[Sentence] = []
        extents = []
        for table in understood:
            first, last = table.cells[0].span.start, max(cell.span.end for cell in table.cells)
            extents.append((self._document.text.rfind("\n", 0, first) + 1, last))
            for cell in table.cells:
                if bisect_left(starts, cell.span.start) < bisect_left(starts, cell.span.end):
                    section = self._sentence(cell.span.start).section
                    held.append(Sentence(*cell.span, section, -1 - len(held)))
        begins = [start for start, _ in extents]
        for sentence in self._material.outline.sentences:
            at = bisect_left(begins, sentence.end) - 1
            if at >= 0 and sentence.start < extents[at][1]:
                sentence = sentence._replace(end=extents[at][0])  # noqa: PLW2901  what runs into a table ends there
            if sentence.end > sentence.start:
                held.append(sentence)
        held.sort()
        yield from held

    def _sentence(self, offset: int) -> Sentence:
        return self._material.outline.sentences[max(0, bisect_right(self._sentences, offset) - 1)]


def _trace(reading: Reading) -> Trace:
    return Trace(reading.quantity, tuple(reading.trace), tuple(reading.notes))
