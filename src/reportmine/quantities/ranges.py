"""Two amounts that are the ends of one range."""

import re

from reportmine.quantities.amounts import Amount, AmountReader
from reportmine.quantities.numerals import scaled

_DASH = re.compile(r" ?(?:[-–—―~]{1,2}|至|到) ?(?=[0-9一二两三四五六七八九十百千])")
_FROM = ("从", "由")
_AND = re.compile("[、和及与](?=[0-9])")
_MAX_LIST = 6  # numbers: 比1-2月、1-3月、1-4月分别提高… is the longest series seen, with four
_SHARED_BEHIND_GE = frozenset(("point", "basis_point"))  # units that themselves begin with 个
_SHARED = frozenset(
    ("percent", "permille", "point", "basis_point", "multiple", "money", "people", "area", "mass")
)


def extend(text: str, low: Amount, reader: AmountReader) -> Amount:
    """The range that `low` begins (3-5个, 3000万元至5000万元), or `low` itself where none does.

    从70元到88元 tells of a change: two amounts.
    """
    dash = _DASH.match(text, low.end)
    if dash is None or low.bound is not None or low.high is not None or low.kind in ("fraction", "ratio"):
        return low
    changes = text[low.start - 1 : low.start] in _FROM or text[low.start - 2 : low.start] in ("从第", "由第")
    if changes and low.unit and text[dash.start() : dash.end()].strip() in ("至", "到"):
        return low
    high = reader.read(text, dash.end())
    if high is None or high.high is not None or bool(high.spelled) != bool(low.spelled):
        return low
    return _joined(low, high) or low


def carried(text: str, amount: Amount, reader: AmountReader) -> Amount:
    """A number in the base unit that a neighbour states, else as it is.

    提高4.2和0.7个百分点 leaves the whole unit to the last number; 提高6.4个、7.8个百分点 leaves 百分点 to it.
    """
    if amount.high is not None or amount.spelled or (amount.kind != "bare" and amount.unit != "个"):
        return amount
    following = amount
    for _ in range(_MAX_LIST):
        link = _AND.match(text, following.end)
        read = reader.read(text, link.end()) if link else None
        if read is None:
            return amount
        following = read
        if following.unit != amount.unit:
            break
    if following.kind not in (_SHARED if amount.kind == "bare" else _SHARED_BEHIND_GE):
        return amount
    return amount._replace(base=following.base, factor=following.factor, kind=following.kind)


def _joined(low: Amount, high: Amount) -> Amount | None:
    """One amount in the unit of the upper end; None where the two do not fit."""
    if low.unit in ("", high.unit) and low.value < high.value:
        value = low.value  # 3-5亿元: the unit is carried back
    elif low.base == high.base or (low.kind == "count_or_money" and not low.base):
        value = scaled(low.value, low.factor) / high.factor  # 8000万-1.2亿元
    else:
        return None
    if not value < high.value:
        return None
    return high._replace(start=low.start, value=value, high=high.value)
