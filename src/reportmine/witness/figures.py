"""What a written number stands for: an interval, as wide as its last digit, and exact arithmetic on intervals."""

from collections.abc import Iterable
from decimal import Decimal

from reportmine.model import Bounds, Comparator, Record

_HALF = Decimal("0.5")
_ROUND = 3  # zeros at the end of a whole number whose digits are not all written: 3万2千人
_HUNDRED = Decimal(100)


def bounds(record: Record, counted: frozenset[str]) -> Bounds | None:
    """What the record's number stands for, in its base unit; None where it is no more than a bound or a range.

    4.68亿元 stands for 4.675 to 4.685; a whole number of things that are counted or ranked (`counted`: their base
    units) for itself.
    """
    if record.comparator is not Comparator.EXACT or not record.unit_base:
        return None
    exponent = int(record.value.as_tuple().exponent)
    whole = exponent == 0 and record.value == record.value_base
    if whole and sum(map(str.isdecimal, record.text)) < len(record.value.as_tuple().digits):
        short = int(record.value.normalize().as_tuple().exponent)
        exponent = short if short >= _ROUND else 0
    if whole and exponent == 0 and record.unit_base in counted:
        return Bounds(record.value_base, record.value_base)
    half = abs(_HALF.scaleb(exponent) * _scale(record))
    return Bounds(record.value_base - half, record.value_base + half)


def written(record: Record, figure: Bounds) -> Bounds:
    """A figure in base units, in the unit that the record is written in."""
    return Bounds(figure.low / _scale(record), figure.high / _scale(record))


def _scale(record: Record) -> Decimal:
    """How many base units the written unit holds; 1 for a nought, which does not tell."""
    return record.value_base / record.value if record.value else Decimal(1)


def total(figures: Iterable[Bounds]) -> Bounds:
    """The sum."""
    lows, highs = zip(*figures, strict=True)
    return Bounds(sum(lows, Decimal()), sum(highs, Decimal()))


def minus(figure: Bounds, other: Bounds) -> Bounds:
    """The difference."""
    return Bounds(figure.low - other.high, figure.high - other.low)


def percent(part: Bounds, whole: Bounds) -> Bounds | None:
    """The part in % of the whole; None where the whole is not above nought."""
    if whole.low <= 0:
        return None
    low = part.low / (whole.high if part.low >= 0 else whole.low)
    high = part.high / (whole.low if part.high >= 0 else whole.high)
    return Bounds(low * _HUNDRED, high * _HUNDRED)


def growth(now: Bounds, before: Bounds) -> Bounds | None:
    """The growth from `before` to `now` in %; None where there was nothing to grow."""
    ratio = percent(now, before)
    return ratio and Bounds(ratio.low - _HUNDRED, ratio.high - _HUNDRED)


def growth_by(now: Bounds, change: Bounds) -> Bounds | None:
    """The growth in % of what has changed by `change` to `now`; None where there was nothing to grow."""
    if now.low <= 0 or minus(now, change).low <= 0:
        return None
    low = change.low / (now.high if change.low >= 0 else now.low)
    high = change.high / (now.low if change.high >= 0 else now.high)
    return Bounds(low / (1 - low) * _HUNDRED, high / (1 - high) * _HUNDRED)


def agree(stated: Bounds, computed: Bounds) -> bool | None:
    """Whether two figures may be one; None where they miss each other by no more than their own width.

    Reports cut digits off as often as they round: what lies that close is no finding.
    """
    gap = max(stated.low - computed.high, computed.low - stated.high)
    width = (stated.high - stated.low) + (computed.high - computed.low)
    exact = stated.low == stated.high or computed.low == computed.high
    if gap < 0 or (gap == 0 and exact):
        return True
    return None if gap <= width / 2 else False
