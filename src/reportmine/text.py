"""Work on text that keeps every offset: folding, and lines and columns for messages."""

import re

# Full-width ASCII, the ideographic space and other single-character spaces become their narrow twins.
# Marks that are one character wide in both alphabets and mean the same are folded onto one of them.
_NARROW = {0x3000: " ", 0x00A0: " ", 0x2007: " ", 0x202F: " ", 0xFEFF: " ", 0x200B: " "}
_NARROW |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_NARROW |= {ord(mark): "%" for mark in "﹪"} | {ord(dash): "-" for dash in "‐‑‒−"}
_NARROW |= {ord("︰"): ":", ord("∶"): ":", ord("〇"): "○", ord("﹒"): "."}

_NARROW_OF = {chr(code): narrow for code, narrow in _NARROW.items()}
_WIDE = re.compile(f"[{re.escape(''.join(_NARROW_OF))}]")

_DIGITS = {char: digit for digit, char in enumerate("○一二三四五六七八九")} | {"零": 0, "两": 2}


def fold(text: str) -> str:
    """Text with full-width letters, digits and marks narrowed one for one.

    An offset in the result is the same offset in the source: nothing is inserted or removed.

    >>> fold("２１％，（１）")
    '21%,(1)'
    """
    # A text has few kinds of wide characters: to replace each of them is faster than to translate every character.
    for wide in set(_WIDE.findall(text)):
        text = text.replace(wide, _NARROW_OF[wide])
    return text


def line_col(text: str, offset: int) -> tuple[int, int]:
    r"""Line and column, both counted from 1, of a character offset.

    >>> line_col("甲\n乙丙", 3)
    (2, 2)
    """
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def small_number(written: str) -> int | None:
    """The number of a month, a day or a plan in folded text: 3, 三, 十二; None where it is none.

    >>> small_number("3"), small_number("十"), small_number("十二"), small_number("二十"), small_number("多")
    (3, 10, 12, 20, None)
    """
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _DIGITS.get(ones)
    values = (_DIGITS.get(tens or "一"), _DIGITS.get(ones or "零"))
    return None if None in values else 10 * (values[0] or 0) + (values[1] or 0)


def year_number(written: str) -> int:
    """A year by its digits in folded text: 2021, 二○二一.

    >>> year_number("2021"), year_number("二○二一")
    (2021, 2021)
    """
    return int("".join(str(_DIGITS.get(char, char)) for char in written))
