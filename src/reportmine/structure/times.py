"""Time expressions of titles and headings, and the months that they stand for."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reportmine.model import Months
from reportmine.patterns import Rules, trie_pattern
from reportmine.structure.lexicon import lexicon
from reportmine.text import small_number, year_number

_YEAR = r"(?:(?:19|20)\d\d|二○[○一二三四五六七八九]{2})"
_TO = r"[ ]*[-—–―~～至到]+[ ]*"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_OPENING = r"(?<=\A\d{4})(?=[\u4e00-\u9fff])(?!年)"  # 2022市教育局上半年工作总结
_PLAN_EPOCH = 1951  # the N-th five-year plan begins in 1951 + 5 N: 六五 1981, 十四五 2021
_BARE = " 的"  # what joins a year and a month, and is no time alone
_SCHOOL_YEAR = (9, 8)  # September to the August after


class Clock(NamedTuple):
    """The years that relative words count from. None: not known."""

    this: int | None = None  # 今年: the year of writing
    reviewed: int | None = None  # the last year that the document reports on


class Time(NamedTuple):
    """One time expression: its place, and its months with absolute or relative years."""

    start: int
    end: int
    years: tuple[int, int] | None = None  # absolute
    shift: int | None = None  # years from this one
    back: int | None = None  # number of years that end with the reviewed one
    months: tuple[int, int] = (1, 12)
    partial: bool = False  # names months of a year

    def resolve(self, clock: Clock) -> Months | None:
        """The months; None where the year is not known."""
        if self.years:
            first, last = self.years
        elif self.back is not None and clock.reviewed is not None:
            first, last = clock.reviewed - self.back + 1, clock.reviewed
        elif self.back is None and clock.this is not None:
            first = clock.this + (self.shift or 0)
            last = first + (self.months[0] > self.months[1])  # a school year runs into the next
        else:
            return None
        return Months(f"{first:04}-{self.months[0]:02}", f"{last:04}-{self.months[1]:02}")


def find(text: str, rules: Rules) -> Iterator[Time]:
    """Time expressions of a short folded text from left to right; dates to the day are left out."""
    words = lexicon(rules)
    for found in _pattern(rules).finditer(text):
        if found["date"] or not found.group().strip(_BARE):
            continue
        start, end = found.span()
        if found["five"]:
            first = _PLAN_EPOCH + 5 * _small(found["five"])
            yield Time(start, end, years=(first, first if found["opens"] else first + 4))
        elif found["y1"]:
            years = (year_number(found["y1"]), year_number(found["y2"]))
            yield Time(start, end, years=years, months=_SCHOOL_YEAR if found["school"] else (1, 12))
        elif found["next"]:
            yield Time(start, end, shift=0, months=_SCHOOL_YEAR)
        elif found["back"]:
            yield Time(start, end, back=_small(found["back"]))
        else:
            part = _part(found, words.months_word)
            year = (year_number(found["year"]),) * 2 if found["year"] else None
            shift = words.year_word[found["rel"]] if found["rel"] else None
            yield Time(start, end, years=year, shift=shift, months=part or (1, 12), partial=part is not None)


def year_of(months: Months) -> int:
    """The year in which the period ends."""
    return int(months.end[:4])


def _part(found: re.Match[str], words: dict[str, tuple[int, int]]) -> tuple[int, int] | None:
    if found["word"]:
        return words[found["word"]]
    if found["m1"]:
        return int(found["m1"]), int(found["m2"])
    if found["m"]:
        return 1 if found["until"] else int(found["m"]), int(found["m"])
    if found["first"]:
        return 1, _small(found["first"])
    return None


def _small(written: str) -> int:
    number = small_number(written)
    assert number is not None, written  # the pattern lets nothing else through
    return number


@lru_cache(maxsize=4)
def _pattern(rules: Rules) -> re.Pattern[str]:
    words = lexicon(rules)
    part_word = trie_pattern(words.months_word) if words.months_word else "(?!)"
    year_word = trie_pattern(words.year_word) if words.year_word else "(?!)"
    number = r"(?:1[0-2]|[1-9]|十[一二]?|[一二两三四五六七八九])"
    initials = "".join(dict.fromkeys(word[0] for word in (*words.months_word, *words.year_word)))
    return re.compile(
        # The first characters alone, so that most places of a text are passed over quickly.
        rf"(?=[\d“\"十二过近最这前的截 {initials}]|{words.school_next})(?:"
        rf"(?P<date>{_YEAR}(?:年\d{{1,2}}月\d{{1,2}}日?|(?P<dash>[.\-/])\d{{1,2}}(?P=dash)\d{{1,2}}))"
        rf"|[“\"]?(?P<five>十[一二三四五六七八九]?)五(?:[”\"](?:时期|期间|规划)?|时期|期间|规划)"
        rf"(?P<opens>的?{words.plan_opens})?"
        rf"|(?P<y1>{_YEAR})年?(?:{_TO}|[、和及])(?P<y2>{_YEAR})(?P<school>学)?年度?"
        rf"|(?P<next>{words.school_next})"
        rf"|(?:过去的?|近|最近|这)(?P<back>{number})(?:个)?年"
        rf"|(?P<until>截[至止]到?)?(?:(?P<year>{_YEAR})(?:年(?:年度|度|全年)?|(?={words.gov_report.pattern})|{_OPENING})"
        rf"|(?P<rel>{year_word}))?[ ]?的?"
        rf"(?:(?P<word>{part_word})|(?<!\d)(?P<m1>{_MONTH})月?份?{_TO}(?P<m2>{_MONTH})月份?"
        rf"|(?<![\d.])(?P<m>{_MONTH})月(?:份|底|末)?(?!\d)|前(?P<first>{number})个?月)?)"
    )
