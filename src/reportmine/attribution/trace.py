"""The trace of a number: what attribution saw and took at each layer, for `explain`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reportmine.attribution import Material, confidence, counted, periods, read_document, signs, told
from reportmine.attribution.chunks import Chunk
from reportmine.attribution.frames import FRAMES
from reportmine.attribution.reading import Reading
from reportmine.model import Quantity, Reason, Section, Span, Status
from reportmine.patterns import Book

__all__ = ["Evidence", "Trace", "explain", "moved"]

_CUE_OF_STATUS = {Status.TARGET: "t", Status.FORECAST: "o", Status.ACTUAL: "aT"}


class Evidence(NamedTuple):
    """What one column leans on: the note of the layer that filled it, and the words, where there are any."""

    note: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """The layers of one measured number, from its sentence to its confidence. Spans are the document's."""

    quantity: Quantity
    sentence: Span
    chunks: tuple[Chunk, ...]  # the sentence, piece by piece
    left: tuple[Chunk, ...]  # the context before the number, as frames read it
    right: tuple[Chunk, ...]
    edges: tuple[str, str]  # classes of what stands outside left and right; "" at an end of the sentence
    frames: tuple[str, ...]  # tried in this order; the last one fitted
    cues: tuple[Chunk, ...]  # measure cues between name and number, nearest first
    noun: tuple[Chunk, ...]  # the name side of the clause
    name: tuple[Evidence, ...]  # the pieces of the name in its order
    period: Evidence
    status: Evidence
    part: Evidence | None  # the whole; None: no part
    parts: tuple[confidence.Part, ...] = ()  # of the confidence: each field's share, and its signs


def explain(material: Material, offsets: Sequence[int]) -> list[Trace | Reason | None]:
    """For each offset the trace of the number there, or the ledger's reason; None where none stands.

    A bound around a number (近, 以上) belongs to it.
    """
    quantities = material.quantities
    wanted = [_at(quantities, offset) for offset in offsets]
    indexes = {index for index in wanted if index is not None and quantities[index].reason is None}
    traces = dict(_traces(material, indexes)) if indexes else {}
    return [None if index is None else traces.get(index, quantities[index].reason) for index in wanted]


def moved(trace: Trace, span: Callable[[Span], Span]) -> Trace:
    """The trace with every place of it where `span` leads it."""

    def pieces(chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
        return tuple(replace(piece, **span(Span(piece.start, piece.end))._asdict()) for piece in chunks)

    def evidence(told: Evidence) -> Evidence:
        return told if told.span is None else told._replace(span=span(told.span))

    return replace(
        trace,
        sentence=span(trace.sentence),
        chunks=pieces(trace.chunks),
        left=pieces(trace.left),
        right=pieces(trace.right),
        cues=pieces(trace.cues),
        noun=pieces(trace.noun),
        name=tuple(map(evidence, trace.name)),
        period=evidence(trace.period),
        status=evidence(trace.status),
        part=None if trace.part is None else evidence(trace.part),
    )


def _at(quantities: Sequence[Quantity], offset: int) -> int | None:
    """Index of the quantity at an offset: one whose number stands there, else one whose bound does."""
    for index, quantity in enumerate(quantities):
        if quantity.start <= offset < quantity.end:
            return index
    for index, quantity in enumerate(quantities):
        if quantity.outer and quantity.outer.start <= offset < quantity.outer.end:
            return index
    return None


def _traces(material: Material, indexes: set[int]) -> Iterator[tuple[int, Trace]]:
    text, _, outline, quantities, rules = material
    book = rules.book("periods")
    delivered = periods.is_delivered(outline.info, outline.sections, book)
    read = told.told(outline, read_document(material))
    found = [(one, reading) for one in read for reading in one.readings]
    for _, reading in found:
        counted.infer(reading, rules)  # for its note
    for (one, reading), seen in zip(found, signs.signs(material, read), strict=True):
        if reading.index in indexes:
            frame = periods.frame_of(outline.info, one.section, book=book, delivered=delivered)
            whole = quantities[reading.whole] if reading.whole is not None else None
            trace = _trace(_Place(text, one.section, book, frame), one, reading, whole)
            yield reading.index, replace(trace, parts=tuple(confidence.parts(seen)))


@dataclass(frozen=True, slots=True)
class _Place:
    """What the sentences of one section are read with."""

    folded: str
    section: Section
    book: Book
    frame: periods.Frame


def _trace(place: _Place, one: told.Told, reading: Reading, whole: Quantity | None) -> Trace:
    chunks = one.chunks
    return Trace(
        quantity=reading.quantity,
        sentence=Span(one.sentence.start, one.sentence.end),
        chunks=tuple(chunks),
        left=tuple(reading.left),
        right=tuple(reading.right),
        edges=(reading.opener, reading.closer),
        frames=_frames(reading),
        cues=reading.cues,
        noun=tuple(reading.noun),
        name=tuple(_name(place, reading)),
        period=_period(place, chunks, reading),
        status=_status(place.section, chunks, reading),
        part=None if whole is None else Evidence("part", Span(whole.start, whole.end)),
    )


def _frames(reading: Reading) -> tuple[str, ...]:
    """Frames up to the one that fitted."""
    order = [name for name, _ in FRAMES]
    fitted = next(name for name in reading.notes if name in order)
    return tuple(order[: order.index(fitted) + 1])


def _name(place: _Place, reading: Reading) -> Iterator[Evidence]:
    """The pieces of a name, each with the nearest place in the section that it may have been taken from."""
    notes = [note for note in reading.notes if note.startswith("name:")]
    note = notes[-1] if notes else "name:before"
    clause = [*reading.left, *reading.right]
    end = max([reading.quantity.end, *(piece.end for piece in clause)])
    rest, folded, opening = reading.name, place.folded, place.section.start
    while rest:
        span = _longest(folded, rest, opening, end) or _longest(folded, rest, 0, end)
        if span is None:
            yield Evidence(note)
            return
        own = any(piece.start <= span.start < piece.end for piece in clause)
        yield Evidence("clause" if own else note, span)
        rest = rest[span.end - span.start :]


def _longest(folded: str, rest: str, start: int, end: int) -> Span | None:
    """Last place of the longest beginning of `rest` in folded[start:end]."""
    for size in range(len(rest), 0, -1):
        at = folded.rfind(rest[:size], start, end)
        if at >= 0:
            return Span(at, at + size)
    return None


def _period(place: _Place, chunks: Sequence[Chunk], reading: Reading) -> Evidence:
    """The expression whose months a reading has; else the heading or the document that gives them."""
    note = next((note for note in reversed(reading.notes) if note.startswith("period:")), "period:none")
    if note == "period:document":
        of_section = reading.period is not None and reading.period == place.section.period
        return Evidence("period:section" if of_section else note)
    for piece in reversed([piece for piece in chunks[: reading.place] if piece.kind == "T"]):
        cue = place.book.match(place.folded, piece.start, piece.end)
        if cue is None:
            continue
        months = periods.resolve(place.folded[piece.start : piece.end], cue.cue, place.frame)
        if months == reading.period:
            return Evidence(note, Span(piece.start, piece.end))
    return Evidence(note if note == "period:start" else "period:before")


def _status(section: Section, chunks: Sequence[Chunk], reading: Reading) -> Evidence:
    """The cue that a status comes from; else the section's kind."""
    note = next((note for note in reading.notes if note.startswith("status:")), None)
    if note is None:
        return Evidence("status:whole" if reading.whole is not None else f"status:section {section.kind}")
    kinds = _CUE_OF_STATUS[reading.status]
    cue = next((piece for piece in reversed(chunks[: reading.place]) if piece.kind in kinds), None)
    return Evidence(note, Span(cue.start, cue.end) if cue is not None else None)
