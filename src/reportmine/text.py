"""Work on text that keeps every offset: folding, and lines and columns for messages."""

# Full-width ASCII, the ideographic space and other single-character spaces become their narrow twins.
# Marks that are one character wide in both alphabets and mean the same are folded onto one of them.
_NARROW = {0x3000: " ", 0x00A0: " ", 0x2007: " ", 0x202F: " ", 0xFEFF: " ", 0x200B: " "}
_NARROW |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_NARROW |= {ord(mark): "%" for mark in "﹪"} | {ord(dash): "-" for dash in "‐‑‒−"}
_NARROW |= {ord("︰"): ":", ord("∶"): ":", ord("〇"): "○", ord("﹒"): "."}


def fold(text: str) -> str:
    """Text with full-width letters, digits and marks narrowed one for one.

    An offset in the result is the same offset in the source: nothing is inserted or removed.

    >>> fold("２１％，（１）")
    '21%,(1)'
    """
    return text.translate(_NARROW)


def line_col(text: str, offset: int) -> tuple[int, int]:
    r"""Line and column, both counted from 1, of a character offset.

    >>> line_col("甲\n乙丙", 3)
    (2, 2)
    """
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1
