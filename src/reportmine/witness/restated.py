"""One figure told twice: the same thing at the same time has one value."""

from collections.abc import Iterator, Sequence

from reportmine.model import Check, Finding, Measure, Record
from reportmine.witness.figures import agree, bounds, written
from reportmine.witness.passages import Passage, Words

_STANDING = (Measure.LEVEL, Measure.SHARE, Measure.RANK, Measure.GROWTH)
_FAR = 2  # times: what is that much more is another thing by the same name
_SHORT = 6  # characters: a shorter name is shared by too many things


def find(passages: Sequence[Passage], words: Words) -> Iterator[Finding]:
    """A finding for each figure that a later sentence tells again, against its first mention."""
    first: dict[tuple[object, ...], tuple[Passage, Record]] = {}
    for passage in passages:
        for record in passage.records:
            if not _telling(record, passage, words):
                continue
            before, told = first.setdefault(_key(record), (passage, record))
            if before is passage:
                continue
            one, other = bounds(told, words.counted), bounds(record, words.counted)
            agrees = None if one is None or other is None else agree(other, one)
            if one is not None and (agrees or (agrees is False and _near(told, record))):
                yield Finding(
                    Check.RESTATED, agrees, (record.record_id, told.record_id), written(record, one)
                )


def _telling(record: Record, passage: Passage, words: Words) -> bool:
    """Whether the record's own sentence names it in full, with its time, apart from any list."""
    return (
        len(record.indicator) >= _SHORT
        and record.part_of is None
        and record.period_start is not None
        and record.measure in _STANDING
        and record.indicator in passage.sentence
        and words.generic.fullmatch(record.indicator) is None
    )


def _key(record: Record) -> tuple[object, ...]:
    meaning = (record.indicator, record.measure, record.unit_base, record.of, record.basis)
    return (*meaning, record.subject, record.status, record.period_start, record.period_end)


def _near(one: Record, other: Record) -> bool:
    """Whether the two are told alike enough to be one figure with a slip in it: growth is from a basis of its own."""
    if one.measure is Measure.GROWTH and one.basis is None:
        return False
    low, high = sorted((abs(one.value_base), abs(other.value_base)))
    return high < _FAR * low
