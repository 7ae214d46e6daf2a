"""One figure of a table: from its headers to its name, unit, measure, status, period and whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportmine.model import DocumentKind, Measure, Months, Quantity, SectionKind, Span, Status
from reportmine.tables import names, times, units
from reportmine.tables.cells import in_unit
from reportmine.tables.labels import Label
from reportmine.tables.place import Place, Setting
from reportmine.tables.rows import Row
from reportmine.tables.units import Unitary

_RATES = (Measure.GROWTH, Measure.SHARE, Measure.COMPLETION)
_OF = (Measure.SHARE, Measure.RANK, Measure.CONTRIBUTION)
_FALLING = (Measure.GROWTH, Measure.CHANGE)
_PERCENT = ("percent", "permille", "multiple")
_POINTS = "个百分点"
_RATE_UNITS = (*_PERCENT, "point")
# No weights were learned for what a table shows: reviewed tables are too few to count. Guessed is what takes its name from
# the caption or has no unit. Neither reaches the level that is promised (0.9).
SURE, GUESSED = 0.85, 0.6


@dataclass(slots=True)
class Reading:
    """A figure of a table with all that its headers say."""

    quantity: Quantity
    value: Decimal
    value_base: Decimal
    unit_base: str
    name: str
    measure: Measure
    of: str | None
    basis: str | None
    subject: str | None
    status: Status
    period: Months | None
    row: Row
    column: int
    notes: list[str]
    trace: list[tuple[str, Span]] = field(default_factory=list)
    whole: "Reading | None" = None
    sure: bool = True


def read(place: Place, setting: Setting) -> Reading:
    """The reading of one figure, without its whole."""
    labels, row = place.column.labels, place.row
    measure, source = _measure(place)
    unit = units.find(place, setting, measure, source)
    measure = _fitting(measure, unit)
    status = _status(labels, row) or place.figure.status
    due = status is Status.TARGET
    timed = [_without_plan(label) for label in labels] if measure is Measure.COMPLETION else labels
    told = times.period(timed, row.labels, setting.frame, setting.caption, due=due)
    if measure is Measure.COMPLETION:
        told = told._replace(months=times.within(setting.info.period, told.months))
    status = status or _by_time(told.months, setting)
    name, notes, at = names.find(place, setting)
    quantity, value_base, unit_base = _quantity(place, unit, measure, setting)
    value = quantity.value
    assert value is not None
    reading = Reading(
        quantity,
        value,
        value_base,
        unit_base,
        name,
        measure,
        names.quoted(place, "of", setting.text) if measure in _OF else None,
        names.quoted(place, "basis", setting.text) if measure in (Measure.GROWTH, Measure.CHANGE) else None,
        names.subject(place, setting),
        status,
        told.months,
        row,
        place.number,
        [
            "table",
            f"row:{row.role}",
            f"column:{_role(labels, measure)}",
            f"unit:{unit.by}",
            *notes,
            f"period:{told.by}",
        ],
    )
    spans = [("row", cell.span) for cell in (*row.lent, *row.cells)] + [
        ("column", cell.span) for cell in place.column.headers
    ]
    reading.trace = [*spans, *([("unit", unit.at)] if unit.at else []), *at]
    reading.sure = bool(name) and unit.by not in ("none", "beside") and "name:caption" not in notes
    return reading


def _without_plan(label: Label) -> Label:
    """完成年度计划: what was done of it is of the months that are told of, and only the plan of the whole year."""
    kept = tuple(time for time in label.times if time[1].label != "whole_year")
    return label._replace(times=kept, marks=label.marks - {"whole_year"})


def _measure(place: Place) -> tuple[Measure, str]:
    """The measure, and whether cell, column or row tells it; a level where none does."""
    labels, row = place.column.labels, place.row
    if place.figure.moves and not any(label.measure for label in (*labels, *row.labels)):
        return Measure.GROWTH, "cell"
    for told, source in ((labels, "column"), (row.labels, "row")):
        for label in reversed(told):
            if label.measure is Measure.RANK and place.figure.moves:
                return Measure.CHANGE, source
            if label.measure is not None:
                differs = place.column.differs and "differ" in label.marks
                return (Measure.CHANGE if differs else label.measure), source
    return Measure.LEVEL, ""


def _fitting(measure: Measure, unit: Unitary) -> Measure:
    """A growth told in the unit of its thing is a change."""
    kind = unit.unit.kind if unit.unit else ""
    if measure is Measure.GROWTH and unit.unit is not None and kind not in _PERCENT:
        return Measure.CHANGE
    return measure


def _quantity(
    place: Place, unit: Unitary, measure: Measure, setting: Setting
) -> tuple[Quantity, Decimal, str]:
    """The quantity as written with its sign, its value in the base unit, and that unit."""
    figure = place.figure
    start, end = place.start + figure.start, place.start + figure.end
    falls = setting.cells.falls(figure.mark) or (figure.mark in "▲△" and place.number in setting.marked_only)
    marked = bool(figure.mark) and falls and measure is not Measure.RANK
    negative = figure.value > 0 and (marked or (measure in _FALLING and place.has("decline")))
    sign = Decimal(-1) if negative else Decimal(1)
    value = -figure.value if negative else figure.value
    own = figure.quantity
    written, base = (unit.unit.written, unit.unit.base) if unit.unit else ("", "")
    if own is not None:
        written, base = own.unit, own.unit_base
        value_base = (own.value_base if own.value_base is not None else figure.value) * sign
        if own.kind == "count_or_money" and unit.unit is not None:
            base = unit.unit.base if unit.unit.factor == 1 else base  # 3.5万 under 人
        elif not own.unit and unit.unit is not None and own.kind != "rank":
            written, base, value_base = unit.unit.written, unit.unit.base, in_unit(value, unit.unit)
    else:
        value_base = in_unit(value, unit.unit) if unit.unit else value
    if measure is Measure.RANK:
        written, base = (own.unit if own is not None else ""), "名"
    elif place.has("move") or (own is not None and own.unit == "位" and measure is Measure.CHANGE):
        base = "名"  # places that were gained or lost
    elif not base and measure in _RATES:
        base = "%"
    elif measure is Measure.CHANGE and own is None and unit.by in ("none", "row") and _is_rate(place.row):
        base = _POINTS if not base or base == "%" else base
    high = figure.high * sign if figure.high is not None else None
    text = setting.text[start:end]
    quantity = Quantity(
        start,
        end,
        text,
        value,
        high,
        written,
        base,
        value_base,
        None,
        figure.comparator,
        own.kind if own else "",
    )
    return quantity, value_base, base


def _is_rate(row: Row) -> bool:
    return row.unit is not None and row.unit.kind in _RATE_UNITS


def _status(labels: Sequence[Label], row: Row) -> Status | None:
    """The status that a header tells; None where none does."""
    for label in (*reversed(labels), *reversed(row.labels)):
        if label.status is not None:
            done = label.measure is Measure.COMPLETION
            return Status.ACTUAL if done else label.status
    return None


def _by_time(months: Months | None, setting: Setting) -> Status:
    """The status that the section and the time of a figure leave."""
    planning = setting.section.kind is SectionKind.PLAN
    planned = setting.section.period or setting.info.period
    if planning:
        reported = setting.info.period if setting.info.kind is DocumentKind.SUMMARY else None
        done = times.past(months, planned) or (months and reported and months.end <= reported.end)
        return Status.ACTUAL if done else Status.TARGET
    return Status.TARGET if times.ahead(months, setting.info.period) else Status.ACTUAL


def _role(labels: Sequence[Label], measure: Measure) -> str:
    """What a column tells: a measure, a status, a time, a place, a name, or only figures."""
    if any(label.measure for label in labels):
        return measure
    if status := next((label.status for label in reversed(labels) if label.status), None):
        return status
    for role, held in (
        ("total", any({"total", "subtotal"} & label.marks for label in labels)),
        ("subject", any(label.is_place for label in labels)),
        ("indicator", any(label.name for label in labels)),
        ("period", any(label.times for label in labels)),
    ):
        if held:
            return role
    return "value"
