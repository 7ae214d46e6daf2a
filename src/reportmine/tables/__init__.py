"""Tables: figures whose names, units, measures and periods are told by headers.

It stands above the stages that it asks: numerals and units are read by `quantities`, times by `attribution`. What it
does not understand it leaves to them, line by line.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reportmine.attribution import Material
from reportmine.model import Claim, Document, Quantity, Reason, Sentence, Span
from reportmine.tables.account import Account
from reportmine.tables.figures import GUESSED, SURE, Reading
from reportmine.tables.reader import TableReader

__all__ = ["Read", "Trace", "explain", "merged", "read"]


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


def read(document: Document, material: Material) -> Read:
    """Claims of the figures in tables, numerals of tables for the ledger, and what is left for sentences."""
    account = Account(material)
    reader = TableReader(material, account)
    readings: list[Reading] = []
    understood = []
    before = 0
    for table in document.tables:
        found = reader.read(table, before)
        before = max(cell.span.end for cell in table.cells)
        if found is not None:
            account.take(found.taken, found.reasons)
            readings += found.readings
            understood.append(table)
    readings.sort(key=lambda reading: reading.quantity.start)
    claims = list(_claims(readings, account))
    sentences = tuple(account.sentences(understood))
    return Read(claims, account.ledger, account.left, sentences, [_trace(one) for one in readings])


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


def _claims(readings: Sequence[Reading], account: Account) -> Iterator[Claim]:
    """Claims of readings in text order."""
    places = {id(reading): place for place, reading in enumerate(readings)}
    for reading in readings:
        quantity = reading.quantity
        sentence = account.sentence(quantity.start)
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
            sentence=account.row(quantity, sentence),
            confidence=SURE if reading.sure else GUESSED,
            evidence="; ".join(reading.notes),
        )


def _trace(reading: Reading) -> Trace:
    return Trace(reading.quantity, tuple(reading.trace), tuple(reading.notes))
