"""One figure of a table: from its headers to its name, unit, measure, status, period and whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from reportmine.attribution import periods
from reportmine.model import (
    DocumentInfo,
    DocumentKind,
    Measure,
    Months,
    Quantity,
    Section,
    SectionKind,
    Span,
    Status,
)
from reportmine.tables import times
from reportmine.tables.around import Around, unit_for
from reportmine.tables.cells import Cells, Figure, Unit, in_unit
from reportmine.tables.labels import Label
from reportmine.tables.rows import Row
from reportmine.tables.shape import Column

_RATES = (Measure.GROWTH, Measure.SHARE, Measure.COMPLETION)
_OF = (Measure.SHARE, Measure.RANK, Measure.CONTRIBUTION)
_FALLING = (Measure.GROWTH, Measure.CHANGE)
_PERCENT = ("percent", "permille", "multiple")
_RATE_UNITS = (*_PERCENT, "point")
_NAMELESS = ("index", "remark", "unit", "when", "indicator", "value", "code", "date", "name")
_MONEY = ("额", "资金", "投资", "收入", "支出", "产值", "增加值", "利润", "税", "费", "总值", "贷款", "存款")
_RATIOS = ("率", "比重", "比例", "占比", "强度")
_PEOPLE = ("人", "户", "家", "个", "数", "次")
# A reading of a table's headers has no signs that weights were learned for. What all columns of golden tables of this
# project's own tests have right stands at the upper of these; neither reaches the level that is promised (0.9).
SURE, GUESSED = 0.85, 0.6


@dataclass(slots=True)
class Setting:
    """What all figures of one table share."""

    text: str
    folded: str
    around: Around
    info: DocumentInfo
    section: Section
    frame: periods.Frame  # with the caption's time, where it has one
    caption: Months | None
    cells: Cells
    picks: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()  # verbs that open a name: 新增
    marked_only: frozenset[int] = frozenset()  # columns in which ▲ stands among unmarked figures: negative


class Unitary(NamedTuple):
    """A unit that a figure is in, and where it is told: cell, column, row, line, none."""

    unit: Unit | None
    by: str
    at: Span | None = None


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


class Place(NamedTuple):
    """A figure and where it stands in its table."""

    figure: Figure
    start: int  # of its cell's text in the document
    row: Row
    number: int  # of its column
    column: Column


def read(place: Place, setting: Setting) -> Reading:
    """The reading of one figure, without its whole."""
    labels, row = place.column.labels, place.row
    measure, source = _measure(place)
    unit = _unit(place, setting, measure, source)
    measure = _fitting(measure, unit, row)
    status = _status(labels, row) or place.figure.status
    due = status is Status.TARGET
    told = times.period(labels, row.labels, setting.frame, setting.caption, due=due)
    status = status or _by_time(told.months, setting)
    name, notes, at = _name(place, setting)
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
        _first(place, "of", setting.text) if measure in _OF else None,
        _first(place, "basis", setting.text) if measure in (Measure.GROWTH, Measure.CHANGE) else None,
        _subject(place, setting),
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


def _fitting(measure: Measure, unit: Unitary, row: Row) -> Measure:
    """A growth told in the unit of its thing is a change, and so is one of a rate."""
    kind = unit.unit.kind if unit.unit else ""
    if measure is Measure.GROWTH and unit.unit is not None and kind not in _PERCENT:
        return Measure.CHANGE
    return measure


def _unit(place: Place, setting: Setting, measure: Measure, source: str) -> Unitary:
    """The unit of a figure: its own, its column's, its row's, then that of the line above the table."""
    own = place.figure.quantity
    if own is not None and own.unit and own.kind != "count_or_money":
        return Unitary(Unit(own.unit, own.unit_base, Decimal(1), own.kind), "cell")
    if measure is Measure.RANK or _has(place, "move"):
        return Unitary(None, "rank")
    column = next(
        (
            Unitary(label.unit, "column", cell.span)
            for label, cell in zip(reversed(place.column.labels), reversed(place.column.headers), strict=True)
            if label.unit
        ),
        None,
    )
    row = place.row
    rowed = Unitary(row.unit, "row", row.unit_cell.span) if row.unit and row.unit_cell else None
    rate = measure in (*_RATES, Measure.CONTRIBUTION)
    if rate and source != "row":
        rowed = None  # the row's unit is that of the thing, not of its growth
    if column or rowed:
        return column or rowed or Unitary(None, "none")
    above = row.above.labels if row.above is not None and row.part != "total" else ()
    beside = place.column.of.labels if place.column.of is not None else ()
    labels = (*reversed(place.column.labels), *reversed(row.labels), *above, *reversed(beside))
    names = [label.words() for label in labels]
    said = next((name for name in names if name.endswith((*_MONEY, *_PEOPLE, *_RATIOS))), "")
    money = said.endswith(_MONEY) if said else None
    rate = rate or said.endswith(_RATIOS)
    if line := unit_for(setting.around.units, rate=rate, money=money):
        return Unitary(line, "line", setting.around.unit_at)
    if money and not rate and place.column.beside is not None and not setting.around.units:
        return Unitary(place.column.beside, "beside")
    return Unitary(None, "none")


def _quantity(
    place: Place, unit: Unitary, measure: Measure, setting: Setting
) -> tuple[Quantity, Decimal, str]:
    """The quantity as written with its sign, its value in the base unit, and that unit."""
    figure = place.figure
    start, end = place.start + figure.start, place.start + figure.end
    falls = setting.cells.falls(figure.mark) or (figure.mark in "▲△" and place.number in setting.marked_only)
    marked = bool(figure.mark) and falls and measure is not Measure.RANK
    negative = figure.value > 0 and (marked or (measure in _FALLING and _has(place, "decline")))
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
    elif _has(place, "move") or (own is not None and own.unit == "位" and measure is Measure.CHANGE):
        base = "名"  # places that were gained or lost
    elif not base and measure in _RATES:
        base = "%"
    elif not base and unit.by == "none" and measure is Measure.CHANGE and _is_rate(place.row):
        base = "个百分点"
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


def _has(place: Place, mark: str) -> bool:
    """Whether a header of the column or the row has a mark."""
    return any(mark in label.marks for label in (*place.column.labels, *place.row.labels))


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


def _name(place: Place, setting: Setting) -> tuple[str, list[str], list[tuple[str, Span]]]:
    """The name out of the labels of row and column, notes on where it was taken from, and other places of it."""
    row = [span.of(setting.text) for span in place.row.name]
    column = _column_name(place.column, setting)
    if not column and place.column.of is not None and (not row or place.row.role == "class"):
        column = _column_name(place.column.of, setting)
    pieces = [*row, *column]
    if row and column and (column[0] in setting.flows or _picks(column[0], setting)):
        pieces = [column[0], *row, *column[1:]]
    notes, at = [], []
    above = place.row.above
    picked = "".join(row)
    if row and not column and above is not None and place.row.part != "total" and _picks(picked, setting):
        pieces = [*row, *(span.of(setting.text) for span in above.name)]
        at += [("whole", cell.span) for cell in above.cells[-1:]]
        notes.append("name:whole")
    noun = setting.around.noun
    lone = not column and (place.row.role == "class" or _picks(picked, setting))
    lone = lone or (not row and _picks("".join(column), setting))
    if noun is not None and not notes and (not pieces or lone):
        pieces = [*pieces, noun.of(setting.text)]
        notes.append("name:caption")
        at.append(("caption", noun))
    seen: list[str] = []
    for piece in pieces:
        if piece not in seen:
            seen.append(piece)
    return "".join("".join(seen).split()), notes, at


def _column_name(column: Column, setting: Setting) -> list[str]:
    """The pieces of a name that the headers of a column hold."""
    return [
        setting.text[cell.span.start + one.start : cell.span.start + one.end]
        for cell, label in zip(column.headers, column.labels, strict=True)
        if not label.is_place and label.kind not in _NAMELESS and not {"total", "subtotal"} & label.marks
        for one in label.name
    ]


def _picks(words: str, setting: Setting) -> bool:
    return words in setting.picks or words.endswith(("级", "类", "型", "性", "产业"))


def _subject(place: Place, setting: Setting) -> str | None:
    """The place or organisation of a row or column, unless it is the report's own."""
    found = place.row.subject.of(setting.text) if place.row.subject else None
    if found is None:
        for cell, label in zip(place.column.headers, place.column.labels, strict=True):
            if label.is_place:
                span = Span(cell.span.start + label.name[0].start, cell.span.start + label.name[-1].end)
                found = span.of(setting.text)
    if found is None or found in (setting.info.region, setting.info.issuer):
        return None
    return "".join(found.split())


def _first(place: Place, what: str, text: str) -> str | None:
    """The words for `of` or `basis`, of the innermost header of the column, then of the row, that has them."""
    own = place.figure.basis if what == "basis" else None
    if own is not None:
        return text[place.start + own.start : place.start + own.end]
    told = zip(place.column.headers, place.column.labels, strict=True)
    named = zip(place.row.cells, place.row.labels, strict=True)
    for cell, label in (*reversed(list(told)), *reversed(list(named))):
        span: Span | None = getattr(label, what)
        if span is not None:
            return "".join(text[cell.span.start + span.start : cell.span.start + span.end].split())
    return None


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
