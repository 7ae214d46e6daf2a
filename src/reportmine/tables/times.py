"""The months of a figure: from the headers of its column, then of its row, then from the caption."""

from collections.abc import Sequence
from typing import NamedTuple

from reportmine.attribution import periods
from reportmine.model import Months
from reportmine.tables.labels import Label

_YEARS = ("year", "last_year", "next_year", "this_year", "whole_year", "recent", "plan", "years")


class Told(NamedTuple):
    """Months, and where they were told: column, row, caption, document."""

    months: Months | None
    by: str


def period(
    column: Sequence[Label], row: Sequence[Label], frame: periods.Frame, caption: Months | None, *, due: bool
) -> Told:
    """The months of a figure with these headers, outermost first; `due`: it is a target, of a whole year."""
    default = caption or frame.default
    for labels, by in ((column, "column"), (row, "row")):
        if (told := _told(labels, (*column, *row), frame, default)) is not None:
            return Told(told, by)
    if due and default is not None:
        return Told(_whole_year(default), "caption" if caption else "document")
    return Told(default, "caption" if caption else "document")


def _told(
    labels: Sequence[Label], every: Sequence[Label], frame: periods.Frame, default: Months | None
) -> Months | None:
    """What the times of some headers say, with a year that any of them adds."""
    times = [time for label in reversed(labels) for time in label.times]
    before = any("before" in label.marks for label in labels)
    if not times:
        return _year_before(default) if before else None
    # 2024年 1-6月: the months, of the year beside them
    text, cue = next((time for time in times if time[1].label not in _YEARS), times[0])
    year = next((time for label in every for time in label.times if time[1].label in _YEARS), None)
    if cue.label not in _YEARS and year is not None and not text[:4].isdecimal():
        whole = periods.resolve(*year, frame)
        frame = frame._replace(document=whole, section=None, planning=False) if whole else frame
    found = periods.resolve(text, cue, frame)
    alike = any({"sofar", "same"} & label.marks for label in labels)
    if alike and cue.label in _YEARS and default is not None:
        found = _same_months(found, default)
    return _year_before(found) if before else found


def _whole_year(default: Months | None) -> Months | None:
    return periods.months(int(default.end[:4])) if default else None


def _year_before(months: Months | None) -> Months | None:
    return Months(*(f"{int(month[:4]) - 1}{month[4:]}" for month in months)) if months else None


def _same_months(year: Months | None, default: Months) -> Months | None:
    """The months of a period in another year: 2022年累计 in a report of the first half of 2023."""
    return Months(year.end[:4] + default.start[4:], year.end[:4] + default.end[4:]) if year else None


def within(default: Months | None, months: Months | None) -> Months | None:
    """The months of the report where they lie in these: what was done of a year's plan by then."""
    inside = default and months and months.start <= default.start and default.end <= months.end
    return default if inside else months


def past(months: Months | None, planned: Months | None) -> bool:
    """Whether a period lies before the planned one."""
    return months is not None and planned is not None and months.end < planned.start


def ahead(months: Months | None, reported: Months | None) -> bool:
    """Whether a period begins behind the one under review."""
    return months is not None and reported is not None and months.start > reported.end
