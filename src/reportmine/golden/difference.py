"""Two tables of records → Diff: what was gained, lost and changed, and how much of it is right."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reportmine.errors import GoldenError
from reportmine.export.columns import RECORDS
from reportmine.golden.agreement import TIERS, cells_agree, wording_agrees
from reportmine.golden.tables import Row, golden_files, read_golden, read_run, run_table, stem

# Fields scored over those rows whose golden cell is filled, and over all pairs.
ASKED = ("of", "basis", "subject", "part_of")
FIELDS = (*ASKED, "section")


_PLACE = frozenset(("record_id", "source", "part_of"))


class Change(NamedTuple):
    """One difference: `cell` is empty for a record that only one side has, on the other its side is blank."""

    document: str
    text: str
    cell: str
    golden: str
    out: str


@dataclass(frozen=True, slots=True)
class Diff:
    """What `out` has and golden has not (gained), the reverse (lost), and cells that differ (changed)."""

    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    changed: tuple[Change, ...]
    counts: Counter[str]  # records: golden, out, changed, right by tier; right and asked (`of?`) by field

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.gained or self.lost or self.changed)

    @property
    def precision(self) -> float:
        """Share of the records of `out` that are right in every tier."""
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


def compare(golden: Path, out: Path, *, documents: Sequence[str] | None = None) -> Diff:
    """Golden tables, or the records of an earlier run, against the records of a run.

    `golden` is a folder of golden tables or one of them: the documents that it has are compared, matched by
    name. Or it is an output folder or its records table: all documents and every cell are compared.
    `documents` names those to compare instead; one without golden table counts as an empty one.

    Raises:
        GoldenError: a table that is missing or cannot be read, or two documents of the same name.

    """
    got = read_run(out)
    if (table := run_table(golden)) is not None:
        return _diff(_runs(read_run(table), got), exact=True)
    files = golden_files(golden)
    if documents is None and not files:
        raise GoldenError(f"no golden table @ {golden}: make one with reportmine golden accept")
    names = files if documents is None else documents
    pairs = (
        (name, read_golden(files[name]) if name in files else [], rows_named(got, name)) for name in names
    )
    return _diff(pairs, exact=False)


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


def rows_named(run: dict[str, list[Row]], name: str) -> list[Row]:
    """Rows of the one document with this name; none where the run has no such document."""
    sources = [source for source in run if stem(source) == name]
    if len(sources) > 1:
        raise GoldenError(
            f"two documents named {name!r} @ {', '.join(sources)}: extract them into two folders"
        )
    return run[sources[0]] if sources else []


def _runs(
    before: dict[str, list[Row]], after: dict[str, list[Row]]
) -> Iterator[tuple[str, list[Row], list[Row]]]:
    """Documents of two runs by source; one that only `before` has under its path is looked up by name."""
    left = {source: rows for source, rows in after.items() if source not in before}
    by_name = {stem(source): source for source in left}
    for source, rows in before.items():
        same = source if source in after else by_name.pop(stem(source), "")
        left.pop(same, None)
        yield source, rows, after.get(same, [])
    yield from ((source, [], rows) for source, rows in left.items())


def _diff(documents: Iterable[tuple[str, list[Row], list[Row]]], *, exact: bool) -> Diff:
    gained, lost, changed = list[Change](), list[Change](), list[Change]()
    counts: Counter[str] = Counter()
    for name, golden, out in documents:
        pairs = pair(golden, out)
        of_golden, of_out = dict(pairs), {j for _, j in pairs}
        missed = [row for i, row in enumerate(golden) if i not in of_golden and not row.optional]
        spare = [row for j, row in enumerate(out) if j not in of_out]
        lost += [Change(name, row["text"], "", row["indicator"], "") for row in missed]
        gained += [Change(name, row["text"], "", "", row["indicator"]) for row in spare]
        wholes = {golden[i].id: out[j] for i, j in pairs}
        scored = [(golden[i], out[j]) for i, j in pairs if not golden[i].optional]
        counts["golden"] += len(scored) + len(missed)
        counts["out"] += len(scored) + len(spare)
        counts["part_of?"] += sum(bool(row["part_of"]) for row in missed)
        for wanted, got in scored:
            found = _every_cell(wanted, got) if exact else _cells(wanted, got, wholes)
            changed += [Change(name, wanted["text"], *cell) for cell in found]
            counts["changed"] += bool(found)
            _count(counts, wanted, got, wholes)
    return Diff(tuple(gained), tuple(lost), tuple(changed), counts)


def _count(counts: Counter[str], wanted: Row, got: Row, wholes: dict[str, Row]) -> None:
    for tier, agrees in TIERS:
        if not agrees(wanted, got):
            break
        counts[tier] += 1
    counts["section?"] += 1
    counts["section"] += got["section"] in wanted["section"].split("|")
    for field in ASKED:
        if wanted[field]:
            counts[f"{field}?"] += 1
            part = field == "part_of"
            counts[field] += (
                _same_whole(wanted, got, wholes) if part else wording_agrees(wanted[field], got[field])
            )


def _cells(wanted: Row, got: Row, wholes: dict[str, Row]) -> list[tuple[str, str, str]]:
    """Column, golden cell and found cell wherever the record does not agree with its golden row."""
    wrong = [column for column, agrees in cells_agree(wanted, got).items() if not agrees]
    cells = [(column, _shown(wanted, column), _shown(got, column)) for column in wrong]
    if not _same_whole(wanted, got, wholes):
        cells.append(("part_of", wanted["part_of"], got["part_of"]))
    return cells


def _every_cell(before: Row, after: Row) -> list[tuple[str, str, str]]:
    """Column and both cells wherever two runs differ; `part_of` without its path, which may differ."""
    cells = [(column, before[column], after[column]) for column in RECORDS if column not in _PLACE]
    wholes = before["part_of"].rpartition("@")[2], after["part_of"].rpartition("@")[2]
    return [cell for cell in (*cells, ("part_of", *wholes)) if cell[1] != cell[2]]


def _same_whole(wanted: Row, got: Row, wholes: dict[str, Row]) -> bool:
    if not wanted["part_of"]:
        return not got["part_of"]
    whole = wholes.get(wanted["part_of"])
    return whole is not None and got["part_of"] == whole.id


def _shown(row: Row, column: str) -> str:
    if column == "period":
        return "..".join(filter(None, (row["period_start"], row["period_end"])))
    return row[column]
