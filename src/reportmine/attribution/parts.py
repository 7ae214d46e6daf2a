"""Parts and wholes: 43个,其中国家级3个、省级12个."""

from collections.abc import Sequence

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.reading import Reading
from reportmine.model import Measure


def link(chunks: Sequence[Chunk], readings: Sequence[Reading]) -> None:
    """Link every part of a sentence to the whole it follows.

    A part stands after 其中, or in a list or bracket that follows its whole directly and counts in the same unit.
    The list goes on until a clause that begins a new topic: another unit and measure, or a semicolon.
    """
    whole: Reading | None = None
    opened: list[Reading | None] = []
    among = False
    heads = {reading.place: reading for reading in readings}
    last: Reading | None = None
    for piece_at, piece in enumerate(chunks):
        if piece.kind == "i":
            among = True
            whole = _whole(last, readings) or whole
        elif piece.kind in ";。":
            among, whole = False, None
        elif piece.kind == "(":
            opened.append(last)
        elif piece.kind == ")" and opened:
            opened.pop()
            among = False if not opened else among
        elif piece.kind == "Q":
            reading = heads[piece_at]
            target = whole if among else _bracketed(opened, reading)
            if target is not None and target is not reading and _fits(target, reading):
                reading.whole = target.index
                reading.notes.append("part")
            elif among and target is not None and reading.measure is Measure.LEVEL:
                among = False
            last = reading


def _whole(last: Reading | None, readings: Sequence[Reading]) -> Reading | None:
    """The level that 其中 takes apart: the last one before it."""
    before = [r for r in readings if last is not None and r.place <= last.place and r.measure is Measure.LEVEL]
    return before[-1] if before else None


def _bracketed(opened: Sequence[Reading | None], reading: Reading) -> Reading | None:
    """43个（国家级3个、省级12个）: a list in brackets right behind a level of the same unit."""
    whole = opened[-1] if opened else None
    if whole is None or whole.measure is not Measure.LEVEL or reading.measure is not Measure.LEVEL:
        return None
    return whole if reading.quantity.unit_base == whole.quantity.unit_base else None


def _fits(whole: Reading, reading: Reading) -> bool:
    if reading.measure is Measure.SHARE:
        return True
    if reading.measure is not Measure.LEVEL:
        return False
    same = reading.quantity.unit_base == whole.quantity.unit_base
    return same or reading.quantity.kind == whole.quantity.kind == "count"
