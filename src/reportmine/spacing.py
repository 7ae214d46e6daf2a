"""Text with a space between Chinese and everything else, as in 2022 年 R&D 经费增长 3.5%, read as if it had none.

Word processors and web editors put it there, and lines of a PDF. No pattern then needs to know of it: what is read is
the text closed up, and every offset is led back to the text as it is.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from reportmine.model import Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_SPACE = "[ \u00a0\u2002-\u200a\u202f]"
# One space between a Chinese character and a letter, a digit or a sign that belongs to a number.
_GAP = re.compile(
    rf"{_SPACE}(?:(?<=[{_HAN}]{_SPACE})(?=[0-9A-Za-z０-９Ａ-Ｚａ-ｚ])"
    rf"|(?<=[0-9]\.{_SPACE})(?=[0-9]+[%％])"  # 28. 1%
    rf"|(?<=[0-9A-Za-z０-９Ａ-Ｚａ-ｚ%％‰+]{_SPACE})(?=[{_HAN}])(?<!:[0-9]{{2}}{_SPACE}))"  # not behind the time of day
)
_BETWEEN = re.compile(
    rf"{_SPACE}(?<=[{_HAN}]{_SPACE})(?=[{_HAN}])"
)  # one space between two Chinese characters
_NEAR = 4  # characters beside it: as long as most words
_BEFORE = re.compile(rf"[{_HAN}]+\Z")
_BEHIND = re.compile(rf"[{_HAN}]{{1,{_NEAR}}}")
# What a heading or an item is numbered with: the space behind it parts it from its words.
_NUMBERED = re.compile(
    r"\s*(?:第?[0-9０-９一二三四五六七八九十]{1,3}(?:[章节篇部编条]分?)?|附[件表]?[0-9０-９]*|[A-Za-z]|表[0-9０-９]+(?:-[0-9]+)?)"
)
# A heading that runs on into its sentence: 消费稳步恢复 1-6月零售总额…. In a text that is full of gaps it is one of them.
_DATED = re.compile(r"[0-9０-９]{1,4}(?:[-—－至~][0-9０-９]{1,4})? ?[年月]")
_JOINT = re.compile(rf"(?<=[{_HAN}])[0-9A-Za-z]|(?<=[0-9A-Za-z%])[{_HAN}]")  # a place without a gap
_DAY = re.compile(r"(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}$")  # 2024-09-24 来源：…
_LONGEST_DAY = 10
_FEW = 2  # gaps; more of them, and at least half as many as places without one, are a habit of the writer


Torn = Callable[[str, str], bool]


class Closed(NamedTuple):
    """A text without its gaps. `cuts` are offsets in it before which a space was left out, ascending."""

    text: str
    cuts: tuple[int, ...]

    def start(self, offset: int) -> int:
        """Where in the text as written the character at `offset` stands."""
        return offset + bisect_right(self.cuts, offset)

    def end(self, offset: int) -> int:
        """Where in the text as written a range ends that ends before `offset`; no space stands at its end."""
        return self.start(offset - 1) + 1 if offset else 0

    def span(self, span: Span) -> Span:
        """A range in the text as written."""
        return Span(self.start(span.start), self.end(span.end))

    def inner(self, offset: int) -> int:
        """Where in the closed text a character of the text as written stands; a gap is the character behind it."""
        low, high = 0, len(self.cuts)
        while low < high:
            middle = (low + high) // 2
            if self.cuts[middle] + middle < offset:
                low = middle + 1
            else:
                high = middle
        return offset - low


def close(text: str, torn: Torn | None = None) -> Closed | None:
    r"""The text without the gaps between Chinese and the rest; None where it has none.

    `torn` tells of what stands before a space between two Chinese characters, and behind it, whether the space tears a
    word in two; without it no such space is closed.

    Not closed are the space behind the number of a heading, and one gap alone before a year or a month, which may part a
    heading from its sentence.

    >>> close("2022 年 R&D 经费增长 3.5%"), close("3 加强监管"), close("消费稳步恢复 1-6月零售总额增长5%")
    (Closed(text='2022年R&D经费增长3.5%', cuts=(4, 5, 8, 12)), None, None)
    """
    found = [gap.start() for gap in _GAP.finditer(text)]
    habit = len(found) > _FEW and 2 * len(found) > len(_JOINT.findall(text))
    gaps = [gap for gap in found if _is_gap(text, gap, habit=habit)]
    if torn is not None and (inside := list(_inside_words(text, torn))):
        gaps = sorted([*gaps, *inside])
    if not gaps:
        return None
    bounds = [-1, *gaps, len(text)]
    pieces = [text[before + 1 : after] for before, after in pairwise(bounds)]
    return Closed("".join(pieces), tuple(gap - nth for nth, gap in enumerate(gaps)))


def _inside_words(text: str, torn: Torn) -> Iterator[int]:
    """Spaces that tear a word in two: 地区生 产总值."""
    for gap in _BETWEEN.finditer(text):
        before, behind = (
            _BEFORE.search(text, max(0, gap.start() - _NEAR), gap.start()),
            _BEHIND.match(text, gap.end()),
        )
        if before and behind and torn(before.group(), behind.group()):
            yield gap.start()


def _is_gap(text: str, space: int, *, habit: bool) -> bool:
    line = text.rfind("\n", 0, space) + 1
    if _NUMBERED.fullmatch(text, line, space) or _DAY.search(text, max(line, space - _LONGEST_DAY), space):
        return False
    return habit or not _DATED.match(text, space + 1)
