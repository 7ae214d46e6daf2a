"""Two tables of records → Diff: what was gained, lost and changed, and how much of it is right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reportmine.errors import GoldenError
from reportmine.export.columns import RECORDS
from reportmine.golden.agreement import cells_agree
from reportmine.golden.scoring import Case, Score, cases, score
from reportmine.golden.tables import Row, golden_files, read_golden, read_run, run_table, stem

_PLACE = frozenset(("record_id", "source", "part_of"))


class Change(NamedTuple):
    """One difference: `cell` is empty for a record that only one side has, on the other its side is blank."""

    document: str
    text: str
    cell: str
    golden: str
    out: str


@dataclass(frozen=True, slots=True)
class Diff(Score):
    """What `out` has and golden has not (gained), the reverse (lost), and cells that differ (changed).

    `counts` has the records that differ in some cell under `changed`.
    """

    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.gained or self.lost or self.changed)


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
    scored, differing = list[Case](), 0
    for name, golden, out in documents:
        of_document = cases(golden, out)
        scored += of_document
        for case in of_document:
            wanted, got, _ = case
            if wanted and got:
                found = _every_cell(wanted, got) if exact else _cells(wanted, got, same_whole=case.same_whole)
                changed += [Change(name, wanted["text"], *cell) for cell in found]
                differing += bool(found)
            elif wanted:
                lost.append(Change(name, wanted["text"], "", wanted["indicator"], ""))
            elif got:
                gained.append(Change(name, got["text"], "", "", got["indicator"]))
    counts = score(scored).counts
    counts["changed"] = differing
    return Diff(counts, tuple(gained), tuple(lost), tuple(changed))


def _cells(wanted: Row, got: Row, *, same_whole: bool) -> list[tuple[str, str, str]]:
    """Column, golden cell and found cell wherever the record does not agree with its golden row."""
    wrong = [column for column, agrees in cells_agree(wanted, got).items() if not agrees]
    cells = [(column, _shown(wanted, column), _shown(got, column)) for column in wrong]
    if not same_whole:
        cells.append(("part_of", wanted["part_of"], got["part_of"]))
    return cells


def _every_cell(before: Row, after: Row) -> list[tuple[str, str, str]]:
    """Column and both cells wherever two runs differ; `part_of` without its path, which may differ."""
    cells = [(column, before[column], after[column]) for column in RECORDS if column not in _PLACE]
    wholes = before["part_of"].rpartition("@")[2], after["part_of"].rpartition("@")[2]
    return [cell for cell in (*cells, ("part_of", *wholes)) if cell[1] != cell[2]]


def _shown(row: Row, column: str) -> str:
    if column == "period":
        return "..".join(filter(None, (row["period_start"], row["period_end"])))
    return row[column]
