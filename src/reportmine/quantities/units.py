"""Unit surfaces at a place of a text."""

import re
import string
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from reportmine.patterns import UnitEntry, trie_pattern


class Unit(NamedTuple):
    """A unit as found: `base` is what `scale` leads to."""

    end: int
    written: str
    base: str
    scale: Decimal
    kind: str


class Currency(NamedTuple):
    """A currency that is named before its number, and where the name begins."""

    start: int
    base: str


class UnitTable:
    """All surfaces of patterns/units.toml as one regex."""

    def __init__(self, entries: Sequence[UnitEntry]) -> None:
        self._entry = {surface: entry for entry in entries for surface in entry.surfaces}
        self._pattern = re.compile(trie_pattern(self._entry))
        # 5G is no gigabyte, 3Dx no day
        latin = {
            surface: _LATIN for surface in self._entry if surface[-1].isascii() and surface[-1].isalnum()
        }
        self._unless = {surface: entry.unless for surface, entry in self._entry.items()} | latin
        self._ahead = {word: entry.base for entry in entries for word in entry.ahead}
        self._lasts = frozenset(word[-1] for word in self._ahead)
        self._longest = max(map(len, self._ahead), default=0)

    def match(self, text: str, start: int) -> Unit | None:
        """The longest unit that begins at `start`, as a rate where a slash follows (元/吨); else None."""
        found = self._pattern.match(text, start)
        if found is None:
            return None
        surface = found.group()
        while surface and not self._stands(surface, text, start):
            surface = surface[:-1]
        if not surface:
            return None
        entry = self._entry[surface]
        unit = Unit(start + len(surface), surface, entry.base, entry.scale, entry.kind)
        following = text[unit.end : unit.end + 1]
        if following in _PER:
            return self._rate(text, unit)
        return self._alternative(text, unit) if following in _OPENING else unit

    def currency(self, text: str, end: int) -> Currency | None:
        """The currency that is named up to `end`, where a number in 元 begins: 港币12亿元; None for 元 alone."""
        if text[end - 1 : end] not in self._lasts:
            return None
        for length in range(min(self._longest, end), 0, -1):
            if base := self._ahead.get(text[end - length : end]):
                return Currency(end - length, base)
        return None

    def _stands(self, surface: str, text: str, start: int) -> bool:
        if surface not in self._entry:
            return False
        return not text.startswith(self._unless[surface], start + len(surface))

    def _rate(self, text: str, unit: Unit) -> Unit:
        """The unit with what follows a slash or 每: 公斤/亩, 元/人/月, 元/人·年, 微克每立方米.

        The base of a rate is the rate as written, with 每 as a slash: only the number is scaled.
        """
        end, base = unit.end, unit.base if unit.scale != 1 or unit.kind == "people" else unit.written
        while (mark := text[end : end + 1]) in _PER or (mark in _TIMES and end > unit.end):
            below = self._below(text, end + 1)
            if below is None or (mark == _PER[1] and _PAID_NEXT.match(text, below.end)):
                break  # 3124人每月领55元, 20户每户补1万元
            joint = mark if mark in _TIMES else _PER[0]
            base, end = f"{base}{joint}{text[end + 1 : below.end]}", below.end
        return unit._replace(end=end, base=base, written=text[unit.end - len(unit.written) : end])

    def _alternative(self, text: str, unit: Unit) -> Unit:
        """The unit with another in brackets that stands for the same things: 8978辆（台）, 1.6万户(套)."""
        other = self._pattern.match(text, unit.end + 1)
        if unit.kind not in _COUNTED or other is None or other.end() - other.start() > 1:
            return unit
        closed = text[other.end() : other.end() + 1] in _CLOSING
        entry = self._entry[other.group()]
        if not closed or entry.kind not in _COUNTED:
            return unit
        end = other.end() + 1
        return unit._replace(end=end, written=text[unit.end - len(unit.written) : end])

    def _below(self, text: str, start: int) -> Unit | None:
        scale = _MULTIPLE.match(text, start)
        for begin in (start, scale.end()) if scale else (start,):
            if text[begin : begin + 1] in _PLAIN:
                return Unit(begin + 1, "", "", Decimal(1), "")
            if found := self._pattern.match(text, begin):
                return Unit(found.end(), "", "", Decimal(1), "")
        return None


_LATIN = tuple(string.ascii_letters + string.digits)
_MULTIPLE = re.compile("[0-9]{0,3}[百千万亿]+")
_PER = ("/", "每")
# What each of those counted is given, and how much: no rate.
_PAID_NEXT = re.compile(r"[^\s,，。;；、:：()（）\d]{0,4}\d")
_TIMES = ("·",)  # between the two units that a rate is per
_OPENING, _CLOSING = ("(", "（"), (")", "）")
_COUNTED = ("count", "piece", "people")  # kinds of units that may stand for one another
_PLAIN = ("月", "年", "日", "天", "次")
