"""Texts in traditional characters, read as simplified ones: a character for a character, so that every offset is kept."""

import re
from functools import cache
from importlib.resources import files

_PART = re.compile(r"^\[(\w+)\]$", re.MULTILINE)


def simplified(text: str) -> str:
    """The text in simplified characters, one for one; the text itself where it is not a traditional one.

    It is traditional where the characters that only traditional texts use outnumber those that only simplified ones use: in
    a simplified report, a name keeps the characters that it was given.

    >>> simplified("全縣規上工業增加值58.6億元，較去年同期增長6.2%")
    '全县规上工业增加值58.6亿元，较去年同期增长6.2%'
    >>> simplified("乾县昇隆公司实现产值3亿元，比去年增长12%")
    '乾县昇隆公司实现产值3亿元，比去年增长12%'
    """
    if not _any_of("traditional").search(text):
        return text
    ours, theirs = (len(_any_of(part).findall(text)) for part in ("simplified", "traditional"))
    if theirs <= ours:
        return text
    text = text.translate(_table())
    for word in _parts()["words"]:
        left, _, right = word.partition("=")
        text = text.replace(left, right)
    return text


@cache
def _parts() -> dict[str, list[str]]:
    """Entries of characters.txt by part; its head tells what each holds."""
    told = files("reportmine").joinpath("characters.txt").read_text(encoding="utf-8")
    _, *parts = _PART.split(told)
    return {name: part.split() for name, part in zip(parts[::2], parts[1::2], strict=True)}


@cache
def _any_of(part: str) -> re.Pattern[str]:
    return re.compile(f"[{''.join(entry[0] for entry in _parts()[part])}]")


@cache
def _table() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for part in ("traditional", "both") for pair in _parts()[part]}
