"""When a record agrees with a golden row: cell by cell, and tier by tier."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from reportmine.golden.tables import Row
from reportmine.traditional import simplified

# Spellings of one base unit. A rule of comparison, not of extraction: it must not move with the patterns.
_UNITS = {
    "名": "人", "位": "人", "百分点": "个百分点", "pp": "个百分点", "％": "%",
    "元人民币": "元", "人民币": "元", "平米": "平方米", "㎡": "平方米", "公斤": "千克",
}  # fmt: skip
# Characters that a name may have although the longest phrase allowed has not: they carry no meaning.
_FILLER = frozenset("的了在与和及等、,，。;；:：·-—()（）“”\"'《》 \u3000\t\n并将已共为是达有中其对于")
_QUOTES = re.compile(r"[\s的“”\"]")

TOLERANCE = Decimal(
    "1e-6"
)  # relative: a spreadsheet keeps 15 digits, a label often rounds a third to 0.333333
SLACK = 4  # characters that a name may be longer than the longest phrase: filler words between its pieces


def same_number(wanted: str, got: str) -> bool:
    """Whether two cells hold the same number, or neither holds any."""
    if not wanted or not got:
        return wanted == got
    try:
        a, b = Decimal(wanted), Decimal(got)
    except InvalidOperation:
        return False
    return abs(a - b) <= TOLERANCE * max(Decimal(1), abs(a), abs(b))


def name_agrees(wanted: Row, got: Row) -> bool:
    """Whether a name has every piece of one core, and no character outside the longest phrase allowed."""
    name = _squeeze(got["indicator"])
    if not wanted["indicator_core"]:
        return bool(name) and name == _squeeze(wanted["indicator"])
    cores = [[_squeeze(piece) for piece in core.split("+")] for core in wanted["indicator_core"].split("|")]
    full = _squeeze(wanted["indicator_full"])
    allowed = _FILLER.union(full, *(piece for core in cores for piece in core))
    longest = max(len(full), *(sum(map(len, core)) for core in cores))
    return (
        bool(name)
        and allowed.issuperset(name)
        and len(name) <= longest + SLACK
        and any(all(piece in name for piece in core) for core in cores)
    )


def quantity_agrees(wanted: Row, got: Row) -> bool:
    """Whether base value, upper end and base unit are the same; a rank has no unit to compare."""
    return (
        unit_agrees(wanted, got)
        and same_number(wanted["value_base"], got["value_base"])
        and same_number(wanted["value_high"], got["value_high"])
    )


def unit_agrees(wanted: Row, got: Row) -> bool:
    """Whether the base unit is one of those wanted, in any spelling."""
    if "rank" in wanted["measure"].split("|"):
        return True
    return _unit(got["unit_base"]) in {_unit(unit) for unit in wanted["unit_base"].split("|")}


def meaning_agrees(wanted: Row, got: Row) -> bool:
    """Whether measure, status and comparator are among those wanted."""
    return all(_listed(wanted, got, column) for column in ("measure", "status", "comparator"))


def period_agrees(wanted: Row, got: Row) -> bool:
    """Whether the months are one of the periods wanted; a blank period is right whatever was found."""
    periods = zip(wanted["period_start"].split("|"), wanted["period_end"].split("|"), strict=True)
    return not wanted["period_start"] or (got["period_start"], got["period_end"]) in periods


def wording_agrees(wanted: str, got: str) -> bool:
    """Whether one says what the other says, or more of it."""
    a, b = (_QUOTES.sub("", simplified(words)) for words in (wanted, got))
    return bool(a and b) and (a in b or b in a)


# Cumulative: a record is right at a tier when it is right at all tiers up to it.
TIERS: tuple[tuple[str, Callable[[Row, Row], bool]], ...] = (
    ("quantity", quantity_agrees),
    ("name", name_agrees),
    ("meaning", meaning_agrees),
    ("full", period_agrees),
)


def cells_agree(wanted: Row, got: Row) -> dict[str, bool]:
    """Column → whether the record agrees there, for all columns but part_of, which needs the other rows."""
    cells = {"text": (wanted.start, wanted.end, wanted["text"]) == (got.start, got.end, got["text"])}
    cells |= {
        column: same_number(wanted[column], got[column]) for column in ("value", "value_high", "value_base")
    }
    cells["unit"] = wanted["unit"] == got["unit"]
    cells["unit_base"] = unit_agrees(wanted, got)
    cells["indicator"] = name_agrees(wanted, got)
    cells |= {
        column: _listed(wanted, got, column) for column in ("comparator", "measure", "status", "section")
    }
    for column in ("of", "basis", "subject"):
        blank = not wanted[column] and not got[column]
        cells[column] = blank or wording_agrees(wanted[column], got[column])
    cells["period"] = period_agrees(wanted, got)
    return cells


def _listed(wanted: Row, got: Row, column: str) -> bool:
    return got[column] in wanted[column].split("|")


def _unit(unit: str) -> str:
    unit = simplified(unit).strip()
    return _UNITS.get(unit, unit)


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", simplified(text))
