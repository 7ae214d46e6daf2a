"""Golden rows and records of one document → what became of each, and how much of it is right."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportmine.golden.agreement import TIERS, wording_agrees
from reportmine.golden.tables import Row

# Fields scored over those rows whose golden cell is filled, and over all pairs.
ASKED = ("of", "basis", "subject", "part_of")
FIELDS = (*ASKED, "section")


class Case(NamedTuple):
    """What counts: a golden row with its record, a row that was missed, or a record that no row asked for."""

    wanted: Row | None
    got: Row | None
    same_whole: bool = False  # both lead to the same whole, or to none

    @property
    def right(self) -> bool:
        """Whether the record is right in every tier."""
        wanted, got = self.wanted, self.got
        return bool(wanted and got and all(agrees(wanted, got) for _, agrees in TIERS))


@dataclass(frozen=True, slots=True)
class Score:
    """How much of some cases is right."""

    counts: Counter[str]  # records: golden, out; right by tier; right and asked (`of?`) by field

    @property
    def precision(self) -> float:
        """Share of the records found that are right in every tier."""
        return self._share(self.counts["full"], self.counts["out"])

    @property
    def recall(self) -> float:
        """Share of the golden records that were found and are right in every tier."""
        return self._share(self.counts["full"], self.counts["golden"])

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return self.tiers["full"]

    @property
    def tiers(self) -> dict[str, float]:
        """Cumulative F1 by tier: quantity, name, meaning, full."""
        total = self.counts["golden"] + self.counts["out"]
        return {tier: self._share(2 * self.counts[tier], total) for tier, _ in TIERS}

    @property
    def fields(self) -> dict[str, float | None]:
        """Share of records right in a field, of those with a golden cell there; None where none has one."""
        asked = {field: self.counts[f"{field}?"] for field in FIELDS}
        return {field: self.counts[field] / count if count else None for field, count in asked.items()}

    @staticmethod
    def _share(part: int, whole: int) -> float:
        return part / whole if whole else 1.0


def cases(golden: Sequence[Row], out: Sequence[Row]) -> list[Case]:
    """What became of the rows of one document: pairs first, then rows missed, then records in excess.

    Optional rows, and records that pair with one, count for nothing and are left out.
    """
    pairs = pair(golden, out)
    of_golden, of_out = dict(pairs), {j for _, j in pairs}
    wholes = {golden[i].id: out[j] for i, j in pairs}
    found = [
        Case(golden[i], out[j], _same_whole(golden[i], out[j], wholes))
        for i, j in pairs
        if not golden[i].optional
    ]
    found += [Case(row, None) for i, row in enumerate(golden) if i not in of_golden and not row.optional]
    return found + [Case(None, row) for j, row in enumerate(out) if j not in of_out]


def score(found: Iterable[Case]) -> Score:
    """How much of the cases is right, of one document or of many."""
    counts: Counter[str] = Counter()
    for case in found:
        counts["golden"] += case.wanted is not None
        counts["out"] += case.got is not None
        if case.wanted and case.got:
            _count(counts, case.wanted, case.got, same_whole=case.same_whole)
        elif case.wanted:
            counts["part_of?"] += bool(case.wanted["part_of"])
    return Score(counts)


def pair(golden: Sequence[Row], out: Sequence[Row]) -> list[tuple[int, int]]:
    """Indices of rows whose spans overlap, one to one, largest overlap first. Both sides in text order."""
    starts = [row.start for row in out]
    longest = max((row.end - row.start for row in out), default=0)
    options = []
    for i, wanted in enumerate(golden):
        for j in range(bisect_left(starts, wanted.start - longest), bisect_left(starts, wanted.end)):
            common = min(wanted.end, out[j].end) - max(wanted.start, out[j].start)
            spare = abs((wanted.end - wanted.start) - (out[j].end - out[j].start))
            if common > 0:
                options.append((common, -spare, i, j))
    pairs, used_golden, used_out = [], set[int](), set[int]()
    for _, _, i, j in sorted(options, reverse=True):
        if i not in used_golden and j not in used_out:
            used_golden.add(i)
            used_out.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _count(counts: Counter[str], wanted: Row, got: Row, *, same_whole: bool) -> None:
    for tier, agrees in TIERS:
        if not agrees(wanted, got):
            break
        counts[tier] += 1
    counts["section?"] += 1
    counts["section"] += got["section"] in wanted["section"].split("|")
    for field in ASKED:
        if wanted[field]:
            counts[f"{field}?"] += 1
            counts[field] += same_whole if field == "part_of" else wording_agrees(wanted[field], got[field])


def _same_whole(wanted: Row, got: Row, wholes: dict[str, Row]) -> bool:
    if not wanted["part_of"]:
        return not got["part_of"]
    whole = wholes.get(wanted["part_of"])
    return whole is not None and got["part_of"] == whole.id
