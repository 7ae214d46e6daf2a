"""Texts in traditional characters, read as simplified ones: a character for a character, so that every offset is kept."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_PART = re.compile(r"^\[(\w+)\]$", re.MULTILINE)


class _Characters(NamedTuple):
    traditional: re.Pattern[str]  # any character that only traditional texts use
    simplified: re.Pattern[str]  # any that only simplified ones use
    table: dict[int, int]
    words: tuple[tuple[str, str], ...]  # what the table leaves wrong, and the word as it should be


def simplified(text: str) -> str:
    """The text in simplified characters, one for one; the text itself where it is not a traditional one.

    It is traditional where the characters that only traditional texts use outnumber those that only simplified ones use: in
    a simplified report, a name keeps the characters that it was given.

    >>> simplified("全縣規上工業增加值58.6億元，較去年同期增長6.2%")
    '全县规上工业增加值58.6亿元，较去年同期增长6.2%'
    >>> simplified("乾县昇隆公司实现产值3亿元，比去年增长12%")
    '乾县昇隆公司实现产值3亿元，比去年增长12%'
    """
    characters = _characters()
    if not characters.traditional.search(text):
        return text
    ours, theirs = (len(one.findall(text)) for one in (characters.simplified, characters.traditional))
    if theirs <= ours:
        return text
    text = text.translate(characters.table)
    for left, right in characters.words:
        text = text.replace(left, right)
    return text


@cache
def _characters() -> _Characters:
    told = files("reportmine").joinpath("characters.txt").read_text(encoding="utf-8")
    _, *parts = _PART.split(told)
    entries = {name: part.split() for name, part in zip(parts[::2], parts[1::2], strict=True)}
    pairs = [*entries["traditional"], *entries["both"]]
    return _Characters(
        traditional=_any(pair[0] for pair in entries["traditional"]),
        simplified=_any(entries["simplified"]),
        table={ord(char): ord(twin) for char, twin in pairs},
        words=tuple((left, right) for left, _, right in (word.partition("=") for word in entries["words"])),
    )


def _any(characters: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(characters)}]")
