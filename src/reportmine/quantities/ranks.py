"""Positions: 第6, 第二位, 首位."""

import re
from decimal import Decimal
from typing import NamedTuple

from reportmine.model import Comparator, Reason
from reportmine.quantities.decoys import Decoys
from reportmine.quantities.numerals import parse_numeral

_RANK = re.compile(
    r"第 ?(?P<number>[0-9]{1,5}|[一二三四五六七八九十百]{1,5})(?: ?(?P<unit>位次?|名)(?!列|称|的))?"
    r"|(?P<first>首位|榜首|(?<=之)首(?=[\s,。;、!?)]|$))"
)
_BEFORE = frozenset("前国省市县区州")  # characters before a number that may be a position without 第
# 重回全市前五: without 位 only where the field stands before and the clause ends behind
_AMONG = re.compile(r"(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?=[\s,。;、:!?()]|水平|行列|$)")
_PLACED = re.compile("[排居列]全[国省市县区州]$")  # 税收比重排全省13位, and not 安排13名教师
_FIELD = re.compile("(?:全[国省市县区州]|重回|进入|跻身|挺进|稳居|保持)前$")
_TOP = re.compile(r"(?P<number>[0-9]{1,4}|[一二三四五六七八九十百]{1,3}) ?(?P<unit>位次?|名)(?!列|称)")
# What a position may be followed by; anything else is the thing that the ordinal picks out (第三批).
_STOP = re.compile(
    r"[\s,。;、:!?()\"”》/%]|$|[和与及以并同较比在由为提上升晋前保增占的跃降退掉追滑落跌冲]|[0-9]"
)


class Place(NamedTuple):
    """An ordinal: a position with its value, or the reason why it is none."""

    end: int
    value: Decimal | None
    unit: str
    reason: Reason | None
    comparator: Comparator = Comparator.EXACT


def may_begin(text: str, start: int) -> bool:
    """Whether an ordinal may begin at `start`, by the characters there and before it."""
    return text[start] in "第首榜" or text[start - 1 : start] in _BEFORE


def read(text: str, start: int, decoys: Decoys) -> Place | None:
    """The ordinal that begins at `start` (第6, 第二位, 首位, 前三名); None where none does."""
    if text[start - 1 : start] == "前" and (found := _TOP.match(text, start)):
        reason = None if decoys.kept("keep.rank", text, start) else Reason.ORDINAL
        return Place(found.end(), parse_numeral(found["number"]), found["unit"], reason, Comparator.AT_MOST)
    if _PLACED.search(text, max(0, start - 3), start) and (found := _TOP.match(text, start)):
        return Place(found.end(), parse_numeral(found["number"]), found["unit"], None)
    if _FIELD.search(text, max(0, start - 3), start) and (found := _AMONG.match(text, start)):
        return Place(found.end(), parse_numeral(found["number"]), "", None, Comparator.AT_MOST)
    found = _RANK.match(text, start)
    if found is None:
        return None
    if found["first"]:
        held = decoys.kept("keep.rank", text, start)
        return Place(found.end(), Decimal(1), found["first"][1:], None if held else Reason.IDIOM)
    value = parse_numeral(found["number"])
    held = _held(text, found, decoys) and value is not None
    return Place(found.end(), value, found["unit"] or "", None if held else Reason.ORDINAL)


def _held(text: str, found: re.Match[str], decoys: Decoys) -> bool:
    """Whether the ordinal is a position that something holds."""
    if found["unit"] and decoys.directly("keep.place", text, found.start()):
        return True
    stops = _STOP.match(text, found.end()) is not None
    if found["unit"] and stops:
        return True
    return (stops or found["unit"] is not None) and decoys.kept("keep.rank", text, found.start())
