"""Signs of the document: other figures of the same name, and what a name was borrowed from."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from reportmine.attribution.reading import Reading
from reportmine.attribution.told import CACHED, Noted, Signs, Told, noted, size

_MARKS = frozenset(",，;；:：、。()（）")
_OWN = frozenset(("before", "after", "around"))  # names of the clause itself


class Document:
    """All readings of one document, counted by name: a name that comes a thousand times is looked at once."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._sentence: dict[int, int] = {}
        named: dict[str, list[Reading]] = defaultdict(list)
        for sentence in told:
            for reading in sentence.readings:
                named[reading.name].append(reading)
                self._sentence[reading.index] = sentence.number
        self._named = {name: self._counted(same) for name, same in named.items() if len(same) > 1}

    def _counted(self, same: Sequence[Reading]) -> Counter[tuple[object, ...]]:
        """How many readings of one name agree in a measure, a sentence, a row, and in several of these."""
        return Counter(key for reading in same for key in self._keys(reading))

    def _keys(self, reading: Reading) -> tuple[tuple[object, ...], ...]:
        row, value, here = _row(reading), reading.quantity.value_base, self._sentence[reading.index]
        counted = (), (reading.measure,), (here,), row, (*row, value)
        return *counted, (*row, "in", here), (*row, value, "in", here)

    def signs(self, reading: Reading, named: str) -> tuple[str, ...]:
        """Whether another figure claims the same row, or says this one again."""
        counts = self._named.get(reading.name)
        if counts is None:
            return _namesakes(named, 1, 1, "", "")
        same, measure, inside, row, again, row_here, again_here = (counts[key] for key in self._keys(reading))
        near = "" if row == again else "in the sentence" if row_here > again_here else "elsewhere"
        other = f"{'again' if again > 1 else ''}{'+' if measure < same else ''}"
        return _namesakes(named, min(same, 9), min(inside, 9), near, other)


@lru_cache(maxsize=CACHED)
def _namesakes(named: str, count: int, inside: int, near: str, other: str) -> tuple[str, ...]:
    """What the others of a name say: `near` is where a rival stands, `other` marks a repetition and other measures."""
    seen = [
        f"name told {size(count, (1, 2, 3))} times",
        f"name told {size(inside, (1, 2, 3, 4))} times in the sentence",
    ]
    if near:
        seen += [f"other value {near}", f"other value {near} & name:{named}"]
    elif count > 1:
        seen.append("name told without contradiction")
    if other.startswith("again"):
        seen.append("value told again")
    if other.endswith("+"):
        seen.append("name of other measures too")
    return tuple(seen)


def _row(reading: Reading) -> tuple[object, ...]:
    """All columns by which an analyst tells two figures apart."""
    unit = reading.quantity.unit_base
    return (unit, reading.measure, reading.period, reading.status, reading.subject, reading.of, reading.basis)


def source(text: str, place: int, readings: Sequence[Reading], seen: Noted) -> Signs:
    """What a borrowed name was probably taken from, and how far away that stands."""
    reading = readings[place]
    if reading.own and seen.name in _OWN:
        return ()
    for back, other in enumerate(reversed(readings[:place]), 1):
        if other.name and other.name in reading.name:
            lender = noted(tuple(other.notes))
            between = text[other.quantity.end : reading.quantity.start]
            marks = "".join([char for char in between if char in _MARKS])[:3]
            return (
                _distance(min(back, 9), min(len(between), 32), marks),
                _lender(lender.name, lender.frame, seen.frame),
                (f"source kind {other.quantity.kind} & {reading.quantity.kind}",),
            )
    return (("source not in the sentence",),)


@lru_cache(maxsize=CACHED)
def _distance(back: int, between: int, marks: str) -> tuple[str, ...]:
    return (
        f"source {size(back, (1, 2, 3, 5))} figures back",
        f"source {size(between, (2, 5, 10, 20))} characters back",
        f"source behind {marks}",
    )


@lru_cache(maxsize=CACHED)
def _lender(named: str, frame: str, borrowing: str) -> tuple[str, ...]:
    return f"source name:{named}", f"source {frame} & {borrowing}"
