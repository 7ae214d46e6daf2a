"""Writes src/reportmine/characters.txt: what OpenCC says of traditional characters, one for one.

    python packaging/characters.py

Single characters go through OpenCC's t2s, hk2s and tw2s, that is TSCharacters behind the variants of Hong Kong and Taiwan.
A character that becomes two, or one outside the Basic Multilingual Plane, is left out: no report needs it.
"""

from collections.abc import Iterator
from pathlib import Path

import opencc

FILE = Path(__file__).resolve().parent.parent / "src" / "reportmine" / "characters.txt"
HEAD = f"""\
# Characters of traditional texts, each with its simplified one. Written by `make characters`; do not edit.
#
# Derived from the dictionaries of OpenCC {opencc.__version__} (TSCharacters, HKVariants, TWVariants),
# Copyright the OpenCC authors, https://github.com/BYVoid/OpenCC, Apache License 2.0: see LICENSES/OpenCC.txt.
# Changed: single characters only, one for one, sorted into the parts below.
#
# [traditional]  pairs; simplified texts do not use the first (it is not in GB 2312)
# [both]         pairs; simplified texts use the first as well, with another meaning
# [simplified]   characters; traditional texts do not use them (they are not in Big5 with HKSCS)
# [words]        words that those pairs do not put right, as they leave them and as simplified texts write them
"""
# Words of reports in which a character does not become what it becomes elsewhere.
_WORDS = ("計畫", "籌畫", "著力", "著重", "隨著", "圍繞著", "瞭解", "批覆")
_HAN = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))
_IN_A_LINE = 25


def pairs() -> Iterator[tuple[str, str]]:
    """Traditional characters and their simplified ones, by code point.

    Where only the variants of a place know a character, and simplified texts use it, it stays: 著 of 著名.
    """
    standard, *places = (opencc.OpenCC(config) for config in ("t2s", "hk2s", "tw2s"))
    for char in map(chr, _HAN):
        simplified = standard.convert(char)
        if simplified == char and not _is_in(char, "gb2312"):
            simplified = next((told for place in places if (told := place.convert(char)) != char), char)
        if simplified != char and len(simplified) == 1 and ord(simplified) <= 0xFFFF:
            yield char, simplified


def _is_in(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def parts() -> Iterator[tuple[str, list[str]]]:
    """Name and entries of each part of the file."""
    found = list(pairs())
    yield "traditional", [char + simplified for char, simplified in found if not _is_in(char, "gb2312")]
    yield "both", [char + simplified for char, simplified in found if _is_in(char, "gb2312")]
    others = {simplified for _, simplified in found if _is_in(simplified, "gb2312")}
    yield "simplified", sorted(char for char in others if not _is_in(char, "big5hkscs"))
    table, whole = str.maketrans(dict(found)), opencc.OpenCC("tw2s")
    yield "words", [word.translate(table) + "=" + whole.convert(word) for word in _WORDS]


def main() -> None:
    """Write the file anew."""
    lines = [HEAD]
    for name, entries in parts():
        rows = range(0, len(entries), _IN_A_LINE)
        lines += [f"\n[{name}]\n", *(f"{' '.join(entries[row : row + _IN_A_LINE])}\n" for row in rows)]
    FILE.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
