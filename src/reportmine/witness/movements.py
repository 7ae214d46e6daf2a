"""From and to, with what lies between: 由9.8%降至7.5%，下降2.3个百分点; 由第8位上升5位至第3位."""

from collections.abc import Iterator, Sequence

from reportmine.model import Bounds, Check, Finding, Measure, Record
from reportmine.witness.figures import agree, bounds, growth, minus, written
from reportmine.witness.passages import Passage, Words

_ENDS = (Measure.LEVEL, Measure.SHARE, Measure.RANK, Measure.GROWTH)
_BY = (Measure.CHANGE, Measure.GROWTH)
_POINTS = "个百分点"
_REACH = 3  # records that belong to one movement: its two ends, and what lies between


def find(passages: Sequence[Passage], words: Words) -> Iterator[Finding]:
    """A finding for each movement of which a sentence gives both ends and the distance."""
    for passage in passages:
        if len(passage.records) < _REACH or not words.start.search(passage.sentence):
            continue
        for place in range(len(passage.records) - _REACH + 1):
            yield from _movement(passage, passage.records[place : place + _REACH], words)


def _movement(passage: Passage, three: Sequence[Record], words: Words) -> Iterator[Finding]:
    """The distance stands behind the end or before it; or both behind the end: …达到66.8%，由66.1%提高0.7个百分点."""
    one, two, last = three
    for start, end, by in ((one, two, last), (one, last, two), (two, one, last)):
        if (
            start.measure not in _ENDS
            or not _fit(start, end, by)
            or not words.start.search(passage.lead(start))
        ):
            continue
        told = start is one and words.end.search(passage.lead(end))
        if not told and (start is one or words.end.search(passage.lead(by))):
            continue
        found = _finding(start, end, by, words.counted)
        if found is not None and (
            found.agrees or (by.basis is None and (by is two or _named(start, by, words)))
        ):
            yield found
            return


def _finding(start: Record, end: Record, by: Record, counted: frozenset[str]) -> Finding | None:
    first, last, stated = (bounds(record, counted) for record in (start, end, by))
    if first is None or last is None or stated is None:
        return None
    computed = _distance(start, by, first, last)
    agrees = None if computed is None else agree(stated, computed)
    if computed is None or agrees is None:
        return None
    ids = (by.record_id, start.record_id, end.record_id)
    return Finding(Check.MOVEMENT, agrees, ids, written(by, computed))


def _named(start: Record, by: Record, words: Words) -> bool:
    """Whether the distance bears the name of what moved, or of its rate: 投资增速; 企业增加值 is no name of 企业."""
    rest = by.indicator.removeprefix(start.indicator)
    return by.indicator == start.indicator or (rest != by.indicator and rest in words.growth)


def _fit(start: Record, end: Record, by: Record) -> bool:
    one = start.measure is end.measure and start.unit_base == end.unit_base and by.measure in _BY
    return one and start.indicator == end.indicator and start.subject == end.subject == by.subject


def _distance(start: Record, by: Record, first: Bounds, last: Bounds) -> Bounds | None:
    """From first to last in the unit of `by`; None where that unit measures no such distance."""
    if start.measure is Measure.RANK:
        fits = by.measure is Measure.CHANGE and by.unit_base == start.unit_base
        return minus(first, last) if fits else None  # a smaller number is a higher rank
    if by.measure is Measure.GROWTH:
        return growth(last, first) if by.unit_base == "%" != start.unit_base else None
    points = start.unit_base == "%" and by.unit_base == _POINTS
    return minus(last, first) if points or by.unit_base == start.unit_base else None
