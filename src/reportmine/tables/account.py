"""The account of a document with tables: which numerals its tables take, and which are left to sentences."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportmine.attribution import Material
from reportmine.model import Quantity, Reason, Sentence, Span, Table


class Account:
    """What becomes of the quantities of one document."""

    def __init__(self, material: Material) -> None:
        self._text = material.text
        self._outline = material.outline
        self._quantities = material.quantities
        self._starts = [quantity.start for quantity in material.quantities]
        self._sentences = [sentence.start for sentence in material.outline.sentences]
        self._handled: dict[int, Quantity] = {}  # by index: quantities that tables take

    @property
    def ledger(self) -> list[Quantity]:
        """Numerals of tables that measure nothing, each with a reason."""
        return [quantity for quantity in self._handled.values() if quantity.reason is not None]

    @property
    def left(self) -> list[Quantity]:
        """Quantities of the document that no table takes."""
        return [one for index, one in enumerate(self._quantities) if index not in self._handled]

    def within(self, span: Span) -> Iterator[tuple[int, Quantity]]:
        """Quantities of the document that reach into a span, with their index."""
        first = max(0, bisect_left(self._starts, span.start) - 1)
        for index in range(first, bisect_left(self._starts, span.end)):
            if self._quantities[index].end > span.start:
                yield index, self._quantities[index]

    def take(self, figures: Iterable[Span], reasons: Mapping[Span, Reason]) -> None:
        """Take the quantities of cells: those of figures become claims, the others have the reason of their cell."""
        for span in figures:
            for index, quantity in self.within(span):
                self._handled[index] = quantity._replace(reason=None)
        for span, reason in reasons.items():
            for index, quantity in self.within(span):
                if span.start <= quantity.start and quantity.end <= span.end:
                    heading = reason is Reason.HEADING
                    told = reason if heading or quantity.reason is None else quantity.reason
                    self._handled[index] = quantity._replace(reason=told)

    def sentence(self, offset: int) -> Sentence:
        """The sentence that a character stands in."""
        return self._outline.sentences[max(0, bisect_right(self._sentences, offset) - 1)]

    def row(self, quantity: Quantity, sentence: Sentence) -> Span:
        """The part of a sentence that is the row of a figure: rows may run on to what stands above them."""
        text = self._text
        start = max(sentence.start, text.rfind("\n", 0, quantity.start) + 1)
        line_end = text.find("\n", quantity.end)
        end = sentence.end if line_end < 0 else min(sentence.end, line_end)
        return Span(start, end) if end >= quantity.end else Span(quantity.start, quantity.end)

    def sentences(self, understood: Sequence[Table]) -> Iterator[Sentence]:
        """The document's sentences; of these tables only cells that hold a quantity which is left, each by itself."""
        starts = [quantity.start for quantity in self.left]
        held: list[Sentence] = []
        extents = []
        for table in understood:
            first, last = table.cells[0].span.start, max(cell.span.end for cell in table.cells)
            extents.append((self._text.rfind("\n", 0, first) + 1, last))
            for cell in table.cells:
                if bisect_left(starts, cell.span.start) < bisect_left(starts, cell.span.end):
                    section = self.sentence(cell.span.start).section
                    held.append(Sentence(*cell.span, section, -1 - len(held)))
        begins = [start for start, _ in extents]
        for sentence in self._outline.sentences:
            at = bisect_left(begins, sentence.end) - 1
            if at >= 0 and sentence.start < extents[at][1]:
                sentence = sentence._replace(end=extents[at][0])  # noqa: PLW2901  what runs into a table ends there
            if sentence.end > sentence.start:
                held.append(sentence)
        held.sort()
        yield from held
