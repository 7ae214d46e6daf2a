"""Parts against their whole: 31个，其中…18项、13项."""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from itertools import islice

from reportmine.model import Bounds, Check, Finding, Record
from reportmine.witness.figures import agree, bounds, total, written
from reportmine.witness.passages import Passage, Words

_RATES = ("%", "‰", "倍", "")
_MOST = Decimal("0.5")  # of the whole: parts that exceed it by more belong to another whole
_MOST_APART = Decimal("0.1")  # the same where they stand in a sentence of their own
_AHEAD = 12  # records that a list without any 其中 may have
_BEHIND = 24  # records that may go on with a list unlinked: sentences of reports have up to 17
_SURE = 3  # parts, or digits of the whole, from which a sum without any 其中 is no accident


def find(passages: Sequence[Passage], words: Words) -> Iterator[Finding]:
    """A finding for each list of parts that makes up its whole, or that cannot."""
    place_of: dict[str, tuple[Passage, Record]] = {}
    groups: defaultdict[str, list[tuple[Passage, Record]]] = defaultdict(list)
    for passage in passages:
        for level in passage.levels:
            place_of[level.record_id] = (passage, level)
            if level.part_of is not None:
                groups[level.part_of].append((passage, level))
    for whole_id, parts in groups.items():
        if whole_id in place_of:
            yield from _linked(*place_of[whole_id], parts, words)
    for passage in passages:
        if len(passage.levels) > 2:
            yield from _listed(passage, groups, words)


def _linked(
    passage: Passage, whole: Record, parts: Sequence[tuple[Passage, Record]], words: Words
) -> Iterator[Finding]:
    kin = [(near, part) for near, part in parts if _alike(part, whole)]
    if kin and not _is_rate(whole):
        near = [passage] if kin[0][0] is passage else [passage, kin[0][0]]
        yield from _Group(whole, [part for _, part in kin], near, words).findings()


def _alike(part: Record, whole: Record) -> bool:
    return (
        part.unit_base == whole.unit_base
        and part.status is whole.status
        and (part.period_start, part.period_end) == (whole.period_start, whole.period_end)
    )


def _is_rate(record: Record) -> bool:
    """Whether figures in this unit do not add up: 98%, 4800元/年."""
    return record.unit_base in _RATES or "/" in record.unit_base


class _Group:
    """The parts that are linked to one whole; `near` are the sentence of the whole and that of its first part."""

    def __init__(self, whole: Record, parts: list[Record], near: Sequence[Passage], words: Words) -> None:
        self.whole, self.parts, self.near, self.words = whole, parts, near, words
        self.stated = bounds(whole, words.counted)

    def findings(self) -> Iterator[Finding]:
        """One for each partition of the whole, as by stage and then by field; or one that says that there is none."""
        chain = self._chain()
        figures = [figure for part in chain if (figure := bounds(part, self.words.counted)) is not None]
        if self.stated is None or len(figures) < len(chain):
            return
        runs = list(_runs(figures, self.stated))
        for first, last in runs:
            yield _finding(self.whole, chain[first:last], total(figures[first:last]), agrees=True)
        linked = figures[: len(self.parts)]
        if not runs and self._contradict(linked, self.stated):
            yield _finding(self.whole, self.parts, total(linked), agrees=False)

    def _chain(self) -> list[Record]:
        """The parts, and what follows them in their sentence as if it were one: nothing was said to link it."""
        last = self.parts[-1]
        after = [record for record in self.near[-1].levels if record.start > last.start]
        loose = (record for record in after if record.part_of is None and _alike(record, last))
        return [*self.parts, *islice(loose, _BEHIND)]

    def _contradict(self, figures: Sequence[Bounds], stated: Bounds) -> bool:
        """Whether these cannot be parts of the whole: too much, or too little though the rest is told."""
        computed = total(figures)
        if len(figures) < 2 or agree(stated, computed) is not False or not self._apart():
            return False
        rivals = self._rivals()
        if any(agree(rival, computed) for rival in rivals):
            return False
        if rivals or len(self.near) > 1:  # it may be another whole that the parts are of
            most = _MOST if len(self.near) == 1 else _MOST_APART
            beyond = computed.low - stated.high > most * stated.high
            if beyond or any(figure.low > stated.high for figure in figures):
                return False
        closed = self.words.rest.match(self.near[-1].lead(self.parts[-1]).strip())
        return closed is not None or (computed.low > stated.high and self._kinds())

    def _kinds(self) -> bool:
        """Whether the parts are of kinds that hold nothing in common: 国家级 and 省级, or a list behind a colon.

        其中 alone does not say so: 过夜游客 and 省外游客 may be the same.
        """
        listing, words = self.near[-1], self.words
        gap = listing.between(self.whole if len(self.near) == 1 else None, self.parts[0])
        if words.by.search(gap) or (words.listing.search(gap) and not words.among.search(gap)):
            return True
        found = [words.apart.search(listing.lead(part)) for part in self.parts]
        return len({kind.group() for kind in found if kind is not None}) == len(self.parts)

    def within(self) -> bool:
        """Whether every part is of the same holder as the whole, and no more than it."""
        return all(
            part.value_base <= self.whole.value_base and part.subject == self.whole.subject
            for part in self.parts
        )

    def _apart(self) -> bool:
        """Whether this is one list of things apart from each other, told behind this whole."""
        whole, listing, parts = self.whole, self.near[-1], self.parts
        span = [r for r in listing.levels if parts[0].start <= r.start <= parts[-1].start]
        if [r.start for r in span if r.unit_base == parts[0].unit_base] != [r.start for r in parts]:
            return False
        if len(self.near) == 1 and self.words.join.match(listing.between(whole, parts[0])):
            return False
        return not any(self.words.overlap.search(listing.lead(part)) for part in parts)

    def _rivals(self) -> list[Bounds]:
        """Other figures in the unit of the whole that stand before the parts."""
        levels = [r for passage in self.near for r in passage.levels if r.start < self.parts[0].start]
        others = [r for r in levels if r is not self.whole and r.unit_base == self.parts[0].unit_base]
        return [figure for r in others if (figure := bounds(r, self.words.counted)) is not None]


def _runs(figures: Sequence[Bounds], whole: Bounds) -> Iterator[tuple[int, int]]:
    """First and last place of each stretch of two or more figures that makes up the whole; none overlap."""
    first = 0
    while first < len(figures) - 1:
        low, high = total(figures[first : first + 1])
        for last in range(first + 2, len(figures) + 1):
            low, high = low + figures[last - 1].low, high + figures[last - 1].high
            if high >= whole.low and agree(whole, Bounds(low, high)):
                yield first, last
                first = last - 1
                break
            if low > whole.high:
                break
        first += 1


def _listed(passage: Passage, linked: Container[str], words: Words) -> Iterator[Finding]:
    """Lists that follow their sum though nothing links them: 31个，其中…18项、13项."""
    levels = passage.levels
    for place, whole in enumerate(levels[:-2]):
        if whole.part_of is not None or whole.record_id in linked or _is_rate(whole):
            continue
        parts = _following(whole, levels[place + 1 : place + 1 + _AHEAD], words)
        if len(parts) < 2:
            continue
        group = _Group(whole, parts, [passage], words)
        opened = words.opener.search(passage.between(whole, levels[place + 1]))
        clear = opened and parts[0].unit_base == whole.unit_base and group.within()
        for finding in group.findings():
            several = max(len(finding.records) - 1, len(whole.value.normalize().as_tuple().digits)) >= _SURE
            direct = finding.records[1] == parts[0].record_id
            if direct and (several or opened) and (finding.agrees or clear):
                yield finding


def _following(whole: Record, after: Sequence[Record], words: Words) -> list[Record]:
    """The levels behind a whole that may be a list of its parts: of its unit, or all of another word for 个.

    Where the unit is another the first of the list may have been taken for the whole of the others.
    """
    unit = after[0].unit_base
    if unit != whole.unit_base and not {unit, whole.unit_base} <= words.classifiers:
        unit = whole.unit_base
    wanted = whole.model_copy(update={"unit_base": unit})
    loose = (None, after[0].record_id)
    return [record for record in after if record.part_of in loose and _alike(record, wanted)]


def _finding(whole: Record, parts: Sequence[Record], computed: Bounds, *, agrees: bool) -> Finding:
    ids = (whole.record_id, *(part.record_id for part in parts))
    return Finding(Check.SUM, agrees, ids, written(whole, computed))
