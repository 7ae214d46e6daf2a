"""Signs: what a finished reading shows of how sure it is, as short phrases that weights are learned for.

A sign says what was seen, never whether that is good or bad: this is counted on reviewed reports (`make train`) and
stands in confidence.json. Here are the signs of the clause; settings.py and namesakes.py have those of the section and
of the document. Signs that follow from a few short values are kept in a cache: the same values come again and again.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from reportmine.attribution import namesakes, settings
from reportmine.attribution.chunks import kinds
from reportmine.attribution.reading import Reading
from reportmine.attribution.told import CACHED, Signs, Told, noted, size
from reportmine.model import Comparator, Measure

if TYPE_CHECKING:
    from reportmine.attribution import Material

_WORDS = frozenset("XLhEV")  # classes of chunks that may stand in a name
_LENGTHS = (0, 2, 3, 4, 6, 8, 11, 14, 18, 24)  # of a name, in characters
_STRETCHES = (0, 2, 4, 8, 16, 32)  # of text behind a number, in characters


def signs(material: "Material", told: Sequence[Told]) -> list[Signs]:
    """The signs of every reading of a document, in the order of its readings; none twice for one reading."""
    text = material.text
    found: list[Signs] = []
    document = namesakes.Document(told)
    for setting in settings.of(material, told):
        readings = setting.told.readings
        for place, reading in enumerate(readings):
            seen, quantity = noted(tuple(reading.notes)), reading.quantity
            named = seen.name
            cue = reading.cues[0].label if reading.cues else "no cue"
            found.append(
                (
                    seen.notes,
                    _read(named, seen.frame, quantity.kind, cue, (reading.measure, quantity.comparator)),
                    _edges(named, reading.opener, reading.closer, reading.depth > 0, reading.own),
                    _length(len(reading.name), named),
                    _ends(reading.name[-2:]),
                    _beside(text, reading, named),
                    *namesakes.source(text, place, readings, seen),
                    document.signs(reading, named),
                    *setting.signs(reading, seen.period),
                )
            )
    return found


@lru_cache(maxsize=CACHED)
def _read(
    named: str, frame: str, kind: str, cue: str, meaning: tuple[Measure, Comparator]
) -> tuple[str, ...]:
    """What was read, and the pairs of layers that had to agree."""
    measure, comparator = meaning
    return (
        f"kind {kind}",
        f"measure {measure}",
        f"comparator {comparator}",  # text alone: an enumeration's own hash is slow
        f"{comparator} {measure}",
        f"cue {cue}",
        f"{frame} & {kind}",
        *(f"name:{named} & {other}" for other in (frame, f"kind {kind}", f"cue {cue}")),
    )


@lru_cache(maxsize=CACHED)
def _edges(named: str, opener: str, closer: str, nested: bool, own: bool) -> tuple[str, ...]:
    """Where the clause begins and ends."""
    return (
        f"opened by {opener}",
        f"closed by {closer}",
        f"name:{named} & opened by {opener}",
        f"name:{named} & closed by {closer}",
        "in brackets" if nested else "not in brackets",
        "own name" if own else "borrowed name",
    )


@lru_cache(maxsize=CACHED)
def _length(length: int, named: str) -> tuple[str, ...]:
    """How long the name is, in characters."""
    step = size(length, _LENGTHS)
    return f"name {step} long", f"name:{named} & {step} long"


@lru_cache(maxsize=CACHED)
def _ends(name: str) -> tuple[str, ...]:
    return (f"ends {name[-1:]}", f"ends {name}") if len(name) > 1 else (f"ends {name}",)


def _beside(text: str, reading: Reading, named: str) -> tuple[str, ...]:
    """The words behind the number that the name took or left."""
    right, name = reading.right, reading.name
    if not right:
        return _right(named, "", size(0, _STRETCHES), size(0, _STRETCHES), reading.closer)
    length = right[-1].end - right[0].start
    unused = 0
    for piece in right:
        if piece.kind in _WORDS and text[piece.start : piece.end] not in name:
            unused += piece.end - piece.start
    return _right(named, kinds(right[:2]), size(length, _STRETCHES), size(unused, _STRETCHES), reading.closer)


@lru_cache(maxsize=CACHED)
def _right(named: str, shape: str, length: str, unused: str, closer: str) -> tuple[str, ...]:
    return (
        f"right {shape}",
        f"name:{named} & right {shape[:1]}",
        f"right {length} long",
        f"right {unused} unused & {closer}",
    )
