"""One numeral string → its exact value."""

import re
from decimal import Context, Decimal
from functools import lru_cache

from reportmine.text import fold
from reportmine.traditional import simplified

_NAMES = ("零○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {char: value for value, chars in enumerate(_NAMES) for char in chars}
_DIGITS |= {str(value): value for value in range(10)}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万亿": Decimal(10) ** 12, "亿": Decimal(10) ** 8, "万": Decimal(10) ** 4}
_FRACTION = Context(prec=16)  # enough to give a third back; more digits would feign exactness
_EXACT = Context(prec=80)  # LONGEST digits and any scale: nothing is rounded
LONGEST = 48  # characters: longer runs of digits are codes or damage, not amounts

_SPELLED = "".join(_DIGITS)
_D = f"[{_SPELLED}]"
_ARABIC = re.compile(r"(?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_ROUND = re.compile(rf"({_ARABIC.pattern})([十百千拾佰仟])")
_SECTION = re.compile(rf"零*(?:({_D})?[千仟])?零?(?:({_D})?[百佰])?零?(?:({_D})?[十拾])?(零?)({_D})?")
_POSITIONAL = re.compile(rf"[零○]{_D}|{_D}{{3,}}")
_SPLIT = re.compile("(万亿|亿|万)")


@lru_cache(maxsize=4096)  # reports repeat the same few numerals: 两, 三, 一半
def parse_numeral(text: str) -> Decimal | None:
    """Value of one numeral; None where `text` is not one, or is one only by guessing.

    >>> parse_numeral("1,234.50"), parse_numeral("321 146"), parse_numeral("1.2万亿"), parse_numeral("一亿零五百万")
    (Decimal('1234.50'), Decimal('321146'), Decimal('1200000000000'), Decimal('105000000'))
    >>> parse_numeral("3亿5000万"), parse_numeral("2万3000"), parse_numeral("二○二三")
    (Decimal('350000000'), Decimal('23000'), Decimal('2023'))
    >>> parse_numeral("三分之一"), parse_numeral("一半"), parse_numeral("百分之三点五")
    (Decimal('0.3333333333333333'), Decimal('0.5'), Decimal('0.035'))
    >>> parse_numeral("三百多"), parse_numeral("一百五")  # 105 or 150: the text does not say
    (None, None)
    """
    text = simplified(fold(text)).strip()
    if len(text) > LONGEST:
        return None
    if text.startswith(("-", "负")):
        value = parse_numeral(text[1:]) if text[1:2] not in ("-", "负") else None
        return None if value is None else -value
    if text in ("半", "一半"):
        return Decimal("0.5")
    if "分之" in text:
        return _fraction(*text.split("分之", 1))
    if "点" in text:
        return _spelled_decimal(*text.split("点", 1))
    return _whole(text)


def _fraction(below: str, above: str) -> Decimal | None:
    denominator, numerator = _whole(below), parse_numeral(above) if "分之" not in above else None
    if not denominator or numerator is None:
        return None
    return _FRACTION.divide(numerator, denominator)


def _spelled_decimal(whole: str, digits: str) -> Decimal | None:
    """三点五 → 3.5; 三点五万 → 35000."""
    scale = Decimal(1)
    for name, factor in _LARGE.items():
        if digits.endswith(name):
            digits, scale = digits[: -len(name)], factor
            break
    value = _whole(whole)
    if value is None or not digits or any(char not in _DIGITS for char in digits):
        return None
    return scaled(Decimal(f"{value}.{''.join(str(_DIGITS[char]) for char in digits)}"), scale)


def _whole(text: str) -> Decimal | None:
    if _ARABIC.fullmatch(text):
        return Decimal(joined(text))
    parts = _SPLIT.split(text)
    total, room = Decimal(0), None
    if "." in text and any(parts[2:]):
        return None  # 1.5亿5000万
    for section, name in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if not section and not name:
            break
        value = _part(section, first=room is None, last=not name)
        scale = _LARGE[name] if name else Decimal(1)
        if value is None or (room is not None and _EXACT.multiply(value, scale) >= room):
            return None
        total, room = _EXACT.add(total, scaled(value, scale)), scale
    return None if room is None else total


def joined(digits: str) -> str:
    """The digits without the marks that group them: 1,234 and 1 234."""
    return digits.replace(",", "").replace(" ", "")


def _part(section: str, *, first: bool, last: bool) -> Decimal | None:
    """Value of what stands before one 万 or 亿; later parts must be whole and unabridged."""
    if not section:
        return Decimal(1) if first else None
    if not first and section[0] != "零" and len(section) == 1 and last:
        return None  # 两万三: 20003 or 23000
    bare = section.lstrip("零") if not first else section
    if _ARABIC.fullmatch(bare):
        return Decimal(joined(bare)) if first or "." not in bare else None
    if found := _ROUND.fullmatch(bare):
        return Decimal(joined(found[1])) * _SMALL[found[2]]
    return _spelled(section)


def _spelled(section: str) -> Decimal | None:
    """Value of a Chinese numeral below 10000."""
    if _POSITIONAL.fullmatch(section):
        return Decimal("".join(str(_DIGITS[char]) for char in section))
    found = _SECTION.fullmatch(section)
    if found is None:
        return None
    thousands, hundreds, tens, zero, ones = found.groups()
    if ones and not zero and section[-2:-1] in ("百", "佰", "千", "仟"):
        return None  # 一百五
    if len(section) > 1 and re.search("[十百千拾佰仟零][百千佰仟]", section):
        return None  # 三千百
    total = Decimal(_DIGITS[ones] if ones else 0)
    for digit, marks, weight in ((thousands, "千仟", 1000), (hundreds, "百佰", 100), (tens, "十拾", 10)):
        if any(mark in section for mark in marks):
            total += weight * (_DIGITS[digit] if digit else 1)
    return total


def scaled(value: Decimal, scale: Decimal) -> Decimal:
    """Exact product; a whole number comes without an exponent or zeros after the point.

    >>> scaled(Decimal("15.44"), Decimal(100000000))
    Decimal('1544000000')
    """
    if scale == 1:
        return value
    product = _EXACT.multiply(value, scale)
    return _EXACT.quantize(product, Decimal(1)) if product == _EXACT.to_integral_value(product) else product
