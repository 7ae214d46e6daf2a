"""One number with its scale and unit, read at a place of a text."""

import re
from decimal import Context, Decimal
from typing import NamedTuple

from reportmine.model import Comparator
from reportmine.quantities.bounds import Bounds
from reportmine.quantities.numerals import LONGEST, joined, parse_numeral, scaled
from reportmine.quantities.units import UnitTable

SPELLED = "零○一二两三四五六七八九十百千万亿"
_DIGIT = "[0-9]"
# Sixteen groups are longer than any numeral (LONGEST): a row of codes is not read to its end for each of them.
_BY_COMMA = rf"{_DIGIT}{{1,3}}(?:,{_DIGIT}{{3}}){{1,16}}(?!{_DIGIT})"
# 321 146件, as GB/T 15835 groups digits; two numbers that stand side by side in a row have no unit right behind.
_BY_SPACE = r"(?<![0-9.])(?<![0-9] )[1-9][0-9]{0,2}(?: [0-9]{3}){1,4}(?=\.?[0-9]*(?![年月日])[\u4e00-\u9fff])"
_ARABIC = rf"(?:{_BY_COMMA}|{_BY_SPACE}|{_DIGIT}+)(?:\.{_DIGIT}+)?"
# 千 and 百 alone scale a number unless a unit begins with them (千瓦, 百分点); 万 and 亿 always do.
_SCALE = "(?:万亿|[十百千]?[万亿]|[十百千](?![万亿瓦克米卡伏赫帕升焦字周吨兆分])|[百千](?=吨))"
_SPELLED = rf"[{SPELLED}]+(?:点[零○一二三四五六七八九]+)?"
_ONE_DIGIT = "[一二两三四五六七八九]"

_FRACTION = re.compile(
    rf"(?:(?P<hundred>百|千|万)|(?P<below>[{SPELLED}]+|[0-9]{{1,3}}))分之"
    rf"(?P<above>{_ARABIC}|{_SPELLED})|一半|(?P<slash>[1-9]/[2-9]|[1-9]/10)(?![0-9/.])"
    r"|(?<![0-9]:)(?P<ratio>[0-9]{1,4}(?:\.[0-9]{1,4})?:[0-9]{1,4}(?:\.[0-9]{1,4})?)(?![0-9:.])"
)
# 不到上年的八成五: eight tenths and a half; 八成五个 would count something else
_TENTHS = re.compile(
    rf"(?P<tenths>{_ONE_DIGIT})成(?P<rest>[一二三四五六七八九])(?=[,，。;；、)）的以左右多]|$)"
)
_SHORT = Context(prec=16)  # as for fractions in numerals.py
_LARGE = re.compile("万亿|[万亿]$")
_OF = ("分", "/", ":")  # what may follow the first number of a fraction
_PER = {"百": "%", "千": "‰", "万": "‱"}
_PAIR = re.compile(rf"({_ONE_DIGIT})({_ONE_DIGIT})([十百千万亿]*)")
_SCALES = {"": Decimal(1), "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}
_ONE = Decimal(1)
_BIG = {"": Decimal(1), "万": Decimal(10) ** 4, "亿": Decimal(10) ** 8, "万亿": Decimal(10) ** 12}
_FACTOR = {small + big: _SCALES[small] * _BIG[big] for small in _SCALES for big in _BIG}


class Amount(NamedTuple):
    """A number as written, before it is known whether it measures anything.

    `value` (and `high`) times `factor` is in `base`. `spelled` holds a Chinese numeral as written; `bare`
    tells that it has no digit: 千万, 百.
    """

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    base: str
    factor: Decimal
    kind: str
    bound: Comparator | None
    stem: int = 0  # where the number ends, without its unit
    spelled: str = ""
    bare: bool = False


class AmountReader:
    """Reads amounts with the units and the bounds of one set of rules."""

    def __init__(self, units: UnitTable, bounds: Bounds) -> None:
        self._units = units
        self._bounds = bounds
        inside = f"(?:{bounds.inside_form})"
        self._number = re.compile(
            rf"(?P<number>{_ARABIC})"
            rf"(?: ?(?P<half>{inside})?(?P<scale>{_SCALE})?(?P<inside>{inside})?(?P<again>[万亿])?)"
            rf"|(?P<spelled>{_SPELLED})(?P<over>{inside})?(?P<large>万亿|[万亿])?(?P<more>{inside})?"
        )
        self._compound = re.compile(
            rf"(?P<head>{_ARABIC}(?:万亿|[百千]?[万亿])"
            rf"(?:零?{_ARABIC}[百千]?[万亿千百]?){{0,2}}?零?{_ARABIC}[百千]?)"
            rf"(?P<inside>{inside})?(?P<tail>[万亿]?)(?![0-9年月日:.])"
        )

    def read(self, text: str, start: int) -> Amount | None:
        """The number at `start` with all that belongs to it; None where it has no value that can be told."""
        found = self._number.match(text, start)
        if found is None:
            return None
        number, scale = found.group("number", "scale")
        end = found.end("number" if number else "spelled")
        if (not number or text.startswith(_OF, end)) and (fraction := _FRACTION.match(text, start)):
            return self._fraction(fraction)
        if not number:
            return self._tenths(text, found) or self._spelled(text, found)
        if scale and (compound := self._compound.match(text, start)):
            value = parse_numeral(compound["head"] + compound["tail"])
            if value is not None:
                return self._with_unit(text, compound.span(), value, scale="", inside=compound["inside"])
        return self._arabic(text, found)

    def _fraction(self, found: re.Match[str]) -> Amount | None:
        per = found["hundred"]
        if found["ratio"]:
            return _ratio(found)
        value = parse_numeral(found["above"]) if per else parse_numeral(_as_spelled(found.group()))
        if value is None:
            return None
        unit, kind = (_PER[per], "percent" if per == "百" else "permille") if per else ("", "fraction")
        return Amount(
            found.start(),
            found.end(),
            value,
            None,
            unit,
            unit,
            Decimal(1),
            kind,
            None,
            found.end(),
            found.group(),
        )

    def _arabic(self, text: str, found: re.Match[str]) -> Amount | None:
        digits, half, scale, inside, again = found.group("number", "half", "scale", "inside", "again")
        if len(digits) > LONGEST:
            return None
        value = Decimal(joined(digits))
        scale = (scale or "") + (again or "")  # 4万多亿, 1千余万
        word = half or inside
        if not scale and not word:
            return self._with_unit(text, found.span("number"), value, scale="")
        amount = self._with_unit(text, found.span(), value, scale=scale, inside=word)
        if amount.kind == "bare" and amount.bound is Comparator.ABOUT:
            return self._with_unit(
                text, found.span("number"), value, scale=""
            )  # 12来电: no unit follows the 来
        return amount

    def _spelled(self, text: str, found: re.Match[str]) -> Amount | None:
        digits = found["spelled"]
        large = found["large"] or ""
        word = found["over"] or found["more"]
        if not large and (tail := _LARGE.search(digits)) and tail.end() == len(digits):
            large, digits = tail.group(), digits[: tail.start()]
            if re.search("[万亿]", digits):
                large, digits = "", digits + large
        span = (found.start(), found.end())
        if pair := _PAIR.fullmatch(digits):
            return self._pair(text, span, pair, large)
        value = parse_numeral(digits) if digits else Decimal(1)
        if value is None:
            return None
        amount = self._with_unit(text, span, value, scale=large, inside=word)
        counted = re.search(_ONE_DIGIT, digits) or (digits[:1] == "十" and not large)
        return amount._replace(spelled=found["spelled"], bare=not counted)

    def _tenths(self, text: str, found: re.Match[str]) -> Amount | None:
        tenths = _TENTHS.match(text, found.start())
        value = parse_numeral("点".join(tenths.group("tenths", "rest"))) if tenths else None
        if tenths is None or value is None:
            return None
        amount = self._with_unit(text, tenths.span("tenths"), value, scale="")
        return amount._replace(end=tenths.end(), spelled=found["spelled"])

    def _pair(self, text: str, span: tuple[int, int], pair: re.Match[str], large: str) -> Amount | None:
        """三五个, 两三百人: two neighbouring digits are the ends of a range."""
        low, high = (parse_numeral(digit + pair[3].rstrip("万亿")) for digit in (pair[1], pair[2]))
        if low is None or high is None or high <= low:
            return None
        amount = self._with_unit(text, span, low, scale=large)
        return amount._replace(high=high, spelled=pair.group())

    def _with_unit(
        self, text: str, span: tuple[int, int], value: Decimal, *, scale: str, inside: str | None = None
    ) -> Amount:
        start, end = span
        factor = _FACTOR.get(scale, _ONE)  # 亿亿 scales nothing
        bound = self._bounds.inside(inside) if inside else None
        unit = self._units.match(text, end)
        if unit is None and text.startswith(" ", end) and text[end - 1].isdigit():
            unit = self._units.match(text, end + 1)
        if unit is None:
            kind = "count_or_money" if scale else "bare"
            return Amount(start, end, value, None, scale, "", factor, kind, bound, end)
        stop, written, base, size, kind = unit
        if bound is None and "多" in written:
            bound = Comparator.AT_LEAST  # 2个多百分点
        return Amount(start, stop, value, None, scale + written, base, scaled(factor, size), kind, bound, end)


def _ratio(found: re.Match[str]) -> Amount | None:
    """1.92:1 → 1.92; 1:6 → one sixth."""
    above, below = (parse_numeral(part) for part in found["ratio"].split(":"))
    if above is None or not below:
        return None
    value = above if below == 1 else _SHORT.divide(above, below)
    return Amount(found.start(), found.end(), value, None, "", "", Decimal(1), "ratio", None, found.end())


def _as_spelled(fraction: str) -> str:
    """1/3 → 3分之1."""
    above, slash, below = fraction.partition("/")
    return f"{below}分之{above}" if slash else fraction
