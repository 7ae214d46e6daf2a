"""Sets of labelled reports → what became of every golden row, and the figures that say how much is right."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sets import PARTS, Report, ReportSet

from reportmine import export, ingest
from reportmine.engines import local
from reportmine.errors import ReportmineError
from reportmine.export import DocumentRows
from reportmine.golden.scoring import FIELDS, Case, Score, cases, score
from reportmine.golden.tables import Row, read_run

CONFIDENT = 0.9  # records from here on are those to trust: docs/accuracy.md
# Golden rows behind a figure from which it has a floor: below, one row is more than the margin.
ENOUGH = 100
# A floor lies this much under its figure: a rule that wins elsewhere may cost a row or two here.
MARGIN = Decimal("0.010")


class Judged(NamedTuple):
    """A case, and the report that it stands in."""

    case: Case
    report: Report

    @property
    def confidence(self) -> float | None:
        """Confidence of its record; None where a golden row was missed."""
        return None if self.case.got is None else float(self.case.got["confidence"])


class Key(NamedTuple):
    """Which figure: of a set, what it is, and of which tier, field or group."""

    set: str
    figure: str
    group: str = ""


class Figure(NamedTuple):
    """A share with three digits, or a count; and the floor that it sets, None where it sets none."""

    value: Decimal
    floor: Decimal | None = None


# What cases are grouped by. A record that no row asked for goes by what it says of itself, a golden row with
# alternatives by the first of them.
GROUPINGS: dict[str, Callable[[Judged], str]] = {
    "measure": lambda judged: _cell(judged.case, "measure"),
    "department": lambda judged: judged.report.department,
    "section": lambda judged: _cell(judged.case, "section"),
    "kind": lambda judged: judged.report.kind,
}
GROUPED_TIERS = ("quantity", "full")

Results = Mapping[str, list[Judged]]


def measure(sets: Iterable[ReportSet]) -> Results:
    """Every case by the name of its set, of those sets of which anything is there.

    Raises:
        ReportmineError: a report that cannot be extracted.

    """
    present = [one for one in sets if one.reports]
    texts = {report.text: None for one in present for report in one.reports}
    with TemporaryDirectory() as scratch:
        rows = local.run(texts, jobs=os.cpu_count() or 1)
        export.write(_sound(rows), Path(scratch), formats=["csv"])
        run = read_run(Path(scratch))
    return {one.name: judge(one.reports, run) for one in present}


def judge(reports: Iterable[Report], run: Mapping[str, list[Row]]) -> list[Judged]:
    """Every case of the reports; `run` holds the records by source, in text order."""
    return [
        Judged(case, report)
        for report in reports
        for case in cases(report.rows, _inside(report, run.get(ingest.source_of(report.text), [])))
    ]


def score_of(judged: Iterable[Judged]) -> Score:
    """How much of the cases is right."""
    return score(one.case for one in judged)


def grouped(judged: Iterable[Judged], by: str) -> dict[str, list[Judged]]:
    """The cases by group, largest group first; `by` is one of GROUPINGS."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(GROUPINGS[by](one), []).append(one)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def confident(judged: Iterable[Judged], low: float = CONFIDENT, high: float = 2) -> list[Judged]:
    """Those whose record has a confidence in [low, high)."""
    return [one for one in judged if one.confidence is not None and low <= one.confidence < high]


def share_right(judged: list[Judged]) -> float:
    """Share of the cases that are right in every tier; 1 of none."""
    return sum(one.case.right for one in judged) / len(judged) if judged else 1.0


def figures(results: Results) -> dict[Key, Figure]:
    """Every figure that is kept from one measurement to the next."""
    found: dict[Key, Figure] = {}
    for name, judged in results.items():
        found |= {Key(name, *key): figure for key, figure in _of_set(judged)}
        if name in PARTS:
            found |= {Key(name, *key): figure for key, figure in _of_groups(judged)}
    return found


def share(value: float, behind: int) -> Figure:
    """The figure of a share that `behind` golden rows or records stand behind."""
    rounded = Decimal(f"{value:.3f}")
    return Figure(rounded, rounded - MARGIN if behind >= ENOUGH else None)


def _of_set(judged: list[Judged]) -> Iterator[tuple[tuple[str, str], Figure]]:
    of_set = score_of(judged)
    reports = Decimal(len({one.report.text for one in judged}))
    yield ("reports", ""), Figure(reports, reports)  # a set that has lost a report is another one
    for name in ("golden", "out"):
        yield ("records", name), Figure(Decimal(of_set.counts[name]))
    for tier, value in of_set.tiers.items():
        yield ("F1", tier), share(value, of_set.counts["golden"])
    for field in FIELDS:
        if (right := of_set.fields[field]) is not None:
            yield ("share right", field), share(right, of_set.counts[f"{field}?"])
    sure = confident(judged)
    name = f"confidence {CONFIDENT} and above"
    # How many there are has no floor: a confidence that becomes more honest makes them fewer.
    yield (name, "records"), Figure(Decimal(len(sure)))
    yield (name, "share of all"), share(len(sure) / max(1, of_set.counts["out"]), 0)
    yield (name, "share right"), share(share_right(sure), len(sure))


def _of_groups(judged: list[Judged]) -> Iterator[tuple[tuple[str, str], Figure]]:
    for by in GROUPINGS:
        for group, members in grouped(judged, by).items():
            of_group = score_of(members)
            for tier in GROUPED_TIERS:
                yield (f"F1 {tier} by {by}", group), share(of_group.tiers[tier], of_group.counts["golden"])


def _sound(rows: Iterable[DocumentRows]) -> Iterator[DocumentRows]:
    for document in rows:
        if document.error:
            raise ReportmineError(document.error)
        yield document


def _inside(report: Report, rows: list[Row]) -> list[Row]:
    return [
        row for row in rows if report.start <= row.start and (report.end is None or row.end <= report.end)
    ]


def _cell(case: Case, column: str) -> str:
    row = case.wanted or case.got
    return row[column].partition("|")[0] if row else ""
