"""Figures that follow from others of their sentence: a share, a growth, the part of a task that is done."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations

from reportmine.model import Bounds, Check, Finding, Measure, Record, Status
from reportmine.witness.figures import agree, bounds, growth, growth_by, percent
from reportmine.witness.passages import Passage, Words

_CHECKS = {
    Measure.SHARE: Check.SHARE,
    Measure.COMPLETION: Check.COMPLETION,
    Measure.LEVEL: Check.COMPLETION,  # 整改率, 办结率
}
_NAME = 2  # characters of what was done: 整改, 办结
_OWN = 5  # characters: a shorter name (收入, 营业收入) is shared by too many things
_NEAR = 3  # levels before a rate of which two may be what it was reckoned from


def find(passages: Sequence[Passage], words: Words) -> Iterator[Finding]:
    """A finding for each rate that its sentence, or two levels a year apart, let one reckon."""
    series = _Series(passages)
    for passage in passages:
        for rate in passage.records:
            if rate.unit_base != "%" or len(passage.records) < 2:
                continue
            found = None
            if rate.measure is Measure.SHARE:
                found = _share(passage, rate, series, words)
            elif rate.measure is Measure.GROWTH:
                found = _growth(passage, rate, series, words)
            elif rate.measure in _CHECKS:
                found = _done(passage, rate, words)
            if found is not None:
                yield found


def same(one: Record, other: Record) -> bool:
    """Whether two records speak of one thing at one time."""
    return one.indicator == other.indicator and _when(one) == _when(other)


def _when(record: Record) -> tuple[str | None, ...]:
    return (record.subject, record.status, record.period_start, record.period_end)


class _Series:
    """The levels of a document, to be asked for by name; those of one name that differ answer for none."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.by_id = {record.record_id: record for passage in passages for record in passage.levels}
        self._named: dict[tuple[str | None, ...], Record | None] = {}
        for record in self.by_id.values():
            key = (record.indicator, record.unit_base, *_when(record))
            first = self._named.setdefault(key, record)
            if first is not None and first.value_base != record.value_base:
                self._named[key] = None

    def whole(self, share: Record, part: Record, words: Words) -> Record | None:
        """The level that the share is of: what the part is linked to, or what bears the name of the whole."""
        names = _names(share, words)
        linked = self.by_id.get(share.part_of or part.part_of or "")
        if linked is not None and linked is not part and linked.unit_base == part.unit_base:
            named = not names or any(name in linked.indicator or linked.indicator in name for name in names)
            if named and _when(linked) == _when(part):
                return linked
        found = (self._named.get((name, part.unit_base, *_when(part))) for name in names)
        return next((record for record in found if record is not None), None)

    def year_before(self, now: Record) -> Record | None:
        """The level of the same thing in the same months of the year before."""
        if now.period_start is None or now.period_end is None:
            return None
        ago = (f"{int(month[:4]) - 1:04}{month[4:]}" for month in (now.period_start, now.period_end))
        return self._named.get((now.indicator, now.unit_base, now.subject, now.status, *ago))


def _ratio(rate: Record, part: Record, whole: Record, counted: frozenset[str]) -> Finding | None:
    """Part by whole against the rate; None where a figure is no more than a bound, or the miss is too small."""
    stated, one, other = (bounds(record, counted) for record in (rate, part, whole))
    if stated is None or one is None or other is None:
        return None
    return _finding(_CHECKS[rate.measure], stated, percent(one, other), (rate, part, whole))


def _finding(
    check: Check, stated: Bounds, computed: Bounds | None, records: Sequence[Record]
) -> Finding | None:
    agrees = None if computed is None else agree(stated, computed)
    if agrees is None or computed is None:
        return None
    return Finding(check, agrees, tuple(record.record_id for record in records), computed)


def _share(passage: Passage, share: Record, series: _Series, words: Words) -> Finding | None:
    """Against the whole that is linked or named; else only agreement with what was told before it counts."""
    before = [level for level in passage.levels if level.start < share.start]
    part = next((level for level in reversed(before) if same(level, share)), None)
    whole = None if part is None else series.whole(share, part, words)
    found = part and whole and part is not whole and _ratio(share, part, whole, words.counted)
    near = any(level is whole for level in before)
    if found and (found.agrees or near or _by_name(share, whole, words)):
        return found
    return _any_two(share, before[-_NEAR:], words)


def _names(share: Record, words: Words) -> list[str]:
    """What the share is of, as told and without the report's own place (全县货运量); none where it is not told."""
    told = share.of or ""
    return [name for name in dict.fromkeys((told, words.place.sub("", told, count=1))) if name]


def _by_name(share: Record, whole: Record | None, words: Words) -> bool:
    """Whether the share names its whole, and no other thing is likely to bear that name."""
    return whole is not None and len(whole.indicator) >= _OWN and whole.indicator in _names(share, words)


def _done(passage: Passage, rate: Record, words: Words) -> Finding | None:
    """How much of a task was done, or of what was found was settled: 排查213处，已整改197处，整改率92.5%."""
    before = [level for level in passage.levels if level.start < rate.start]
    near = [level for level in before[-_NEAR:] if level.unit_base != rate.unit_base]
    if found := _any_two(rate, near, words):
        return found
    for done in reversed(near):
        whole = next((level for level in near if _asks(passage, rate, done, level, words)), None)
        same_time = (done.period_start, done.period_end) == (rate.period_start, rate.period_end)
        if whole is not None and done.indicator == rate.indicator and same_time:
            return _ratio(rate, done, whole, words.counted)
    return _settled(passage, rate, near, words)


def _asks(passage: Passage, rate: Record, done: Record, task: Record, words: Words) -> bool:
    """Whether one level is the task that the other is a part of."""
    if rate.measure is not Measure.COMPLETION or task is done or task.unit_base != done.unit_base:
        return False
    if any(
        one.measure is Measure.COMPLETION and task.start < one.start < done.start for one in passage.records
    ):
        return False  # 占年度任务4500人的31.8%；再就业402人，占年度任务的33.5%: that task was of what was told before
    named = words.task.search(passage.lead(task).replace(task.indicator, ""))
    return done.status is not Status.TARGET and (task.status is Status.TARGET or named is not None)


def _settled(passage: Passage, rate: Record, near: Sequence[Record], words: Words) -> Finding | None:
    """The rate bears the name of what was done with one level, of the level before it."""
    name = words.rate.sub("", passage.lead(rate)).strip()
    if len(name) < _NAME or passage.lead(rate).strip() == name:
        return None
    for whole, part in reversed(list(pairwise(near))):
        done = passage.lead(part).strip()
        # 特殊类型上线68人，本科上线287人: neither is of the other
        both = passage.lead(whole).strip().endswith(name)
        if whole.unit_base == part.unit_base and done.endswith(name) and not both:
            denied = words.denied.search(done.removesuffix(name))
            return None if denied else _ratio(rate, part, whole, words.counted)
    return None


def _any_two(rate: Record, near: Sequence[Record], words: Words) -> Finding | None:
    """The last two levels that give the rate: that they do is hardly an accident, that they do not says nothing."""
    for part, whole in permutations(reversed(near), 2):
        if part.unit_base == whole.unit_base and part.value_base < whole.value_base:
            found = _ratio(rate, part, whole, words.counted)
            if found is not None and found.agrees:
                return found
    return None


def _growth(passage: Passage, rate: Record, series: _Series, words: Words) -> Finding | None:
    """From the level and its change in the same sentence; else from the level of the year before."""
    told = [record for record in passage.records if record is not rate and same(record, rate)]
    now = next((r for r in reversed(told) if r.measure is Measure.LEVEL and r.start < rate.start), None)
    if now is None or words.mean.search(rate.basis or ""):
        return None
    change = next((r for r in told if r.measure is Measure.CHANGE and r.unit_base == now.unit_base), None)
    other = change or (series.year_before(now) if words.yearly.search(rate.basis or "") else None)
    if other is None or (change is not None and change.basis != rate.basis and change.basis and rate.basis):
        return None
    stated, level, base = (bounds(record, words.counted) for record in (rate, now, other))
    if stated is None or level is None or base is None:
        return None
    computed = growth_by(level, base) if change is not None else growth(level, base)
    found = _finding(Check.GROWTH, stated, computed, (rate, now, other))
    real = words.real.search(f"{rate.indicator} {passage.sentence}")
    return found if found is not None and (found.agrees or real is None) else None
