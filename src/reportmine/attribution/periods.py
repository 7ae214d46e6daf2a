"""Periods: expressions of time, and the months that they mean.

Nothing here asks the clock: 今年, 上半年 and 11月 are resolved against the document's own period.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from reportmine.model import DocumentInfo, DocumentKind, Months, Section, SectionKind
from reportmine.patterns import Book, Cue
from reportmine.text import fold, small_number

_FIVE_YEAR_FIRST = 1953  # the first five-year plan began in 1953; from the sixth (1981) on, five years each
_SIXTH = 1981
_FROM_NOW = ("去年", "今年", "明年", "前年")  # count from the year of writing, wherever they stand
_SCHOOL_YEAR = ("09", "08")  # September to the August after
_OF_SCHOOL = ("months", "until", "since", "whole_year", "this_year")  # labels of times
_YEARS = re.compile('年|五(?=[”"]|期间|时期)')  # stands in every expression that lasts: 五年来, “十三五”期间


class Frame(NamedTuple):
    """What times are resolved against."""

    document: Months | None
    section: Months | None
    planning: bool  # a plan section or a plan
    book: Book
    delivered: bool = False  # read to a congress in the year after the one under review
    years: Months | None = None  # several years that a heading above names beside the last of them

    @property
    def default(self) -> Months | None:
        """The period of a figure for which the text gives none."""
        return self.section or (None if self.planning else self.document)

    @property
    def year(self) -> int | None:
        """The year that a month without a year belongs to."""
        base = (self.section if self.planning or self.earlier else None) or self.document
        return int(base.end[:4]) if base else None

    @property
    def earlier(self) -> bool:
        """Whether the section tells of a time before that of the document: 一、2024年工作回顾, in a plan for 2025."""
        return bool(self.section and self.document and self.section.end < self.document.start)


def frame_of(info: DocumentInfo, section: Section, *, book: Book, delivered: bool) -> Frame:
    """The frame of a section: a plan document plans its own period, a plan section only what its headings fix."""
    planning = section.kind is SectionKind.PLAN
    fixed = section.period
    if info.kind is DocumentKind.PLAN:
        fixed = fixed or info.period
    return Frame(
        info.period, fixed, planning, book, delivered, None if planning else _years_above(section, book)
    )


@lru_cache(maxsize=64)
def _years_above(section: Section, book: Book) -> Months | None:
    """一、2025年和“十四五”时期工作回顾: the years of the plan, for what is told as a yearly mean."""
    for heading in section.path:
        for found in book.find(fold(heading), 0, len(heading)):
            if found.cue.label == "plan" and found.cue.regex:
                return _plan("plan", _groups(fold(heading)[found.start : found.end], found.cue.regex))
    return None


def years_first(section: Section, book: Book) -> Months | None:
    """“十四五”时期和2025年工作回顾: the years of the plan that the outermost heading names before a single year."""
    heading = fold(section.path[0]) if section.path else ""
    found = [one for one in book.find(heading, 0, len(heading)) if one.cue.label in ("plan", "year")]
    if [one.cue.label for one in found] != ["plan", "year"] or not found[0].cue.regex:
        return None
    return _plan("plan", _groups(heading[found[0].start : found[0].end], found[0].cue.regex))


def may_last(text: str, start: int, end: int) -> bool:
    """Whether a sentence without a figure may hold an expression of time that later sentences go on with."""
    return _YEARS.search(text, start, end) is not None


def is_delivered(info: DocumentInfo, sections: Sequence[Section], book: Book) -> bool:
    """The title or a heading says that the report was read to a congress after the year under review."""
    if info.published and info.period and info.published[:4] == info.period.end[:4]:
        return False  # to the first congress of a term, before the year is over
    words = book.words("delivered")
    places = [info.title or "", *(section.heading for section in sections)]
    return any(word in place for word in words for place in places)


def months(year: int, first: int = 1, last: int = 12) -> Months | None:
    """Months of one year; None where they are no months."""
    if not 1 <= first <= 12 or not 1 <= last <= 12 or first > last:
        return None
    return Months(f"{year:04d}-{first:02d}", f"{year:04d}-{last:02d}")


def plan_years(ordinal: int) -> tuple[int, int]:
    """First and last year of a five-year plan: the fourteenth is 2021 to 2025."""
    start = _SIXTH + 5 * (ordinal - 6) if ordinal >= 6 else _FIVE_YEAR_FIRST + 5 * (ordinal - 1)
    return start, start + 4


def resolve(text: str, cue: Cue, frame: Frame) -> Months | None:
    """Months that one expression means in its frame; None where the text does not fix them."""
    groups = _groups(text, cue.regex) if cue.regex else {}
    year = int(groups["y"]) if "y" in groups else frame.year
    if frame.earlier and frame.document and text.startswith(_FROM_NOW):
        year = int(frame.document.end[:4])  # 去年, in the plan for this year: of the plan, not of the section
    if cue.label in ("plan", "plan_first", "plan_last"):
        period = _plan(cue.label, groups)
    elif _tells_no_year(text, groups) and cue.label in _OF_SCHOOL and (school := _school_year(frame)):
        period = _of_school_year(cue.label, groups, school, frame)
    else:
        period = None if year is None else _of_year(cue.label, groups, year, frame)
    since = text.endswith(("以来", "年起")) and ("y" in groups or "p" in groups or cue.label == "last_year")
    return _up_to_now(period, frame) if period is not None and since else period


@lru_cache(maxsize=4096)  # 今年, 2023年: a report has few
def _groups(text: str, regex: str) -> dict[str, str]:
    """What the named groups of a cue's regex hold in an expression."""
    found = re.fullmatch(regex, text)
    return {key: value for key, value in found.groupdict().items() if value} if found else {}


def _tells_no_year(text: str, groups: dict[str, str]) -> bool:
    """9月, 全年, 今年; 本学年 and 一年来 are the report's own."""
    return "y" not in groups and ("m" in groups or text.startswith(("今", "全", "学", "新")))


def _school_year(frame: Frame) -> Months | None:
    """The school year that a report or a plan is of; None where it is of another time."""
    base = (frame.section if frame.planning else None) or frame.document
    return base if base and (base.start[5:], base.end[5:]) == _SCHOOL_YEAR else None


def _of_school_year(label: str, groups: dict[str, str], school: Months, frame: Frame) -> Months | None:
    """Months from September on are of the year that a school year begins in; 今年 is the one that the report's ends in."""
    first, last = int(school.start[:4]), int(school.end[:4])
    if label == "whole_year":
        return school
    if label == "this_year":
        return months(int(frame.document.end[:4]) if frame.document else last)
    month = small_number(groups["m"]) or 0
    year = first if month >= int(_SCHOOL_YEAR[0]) else last
    if label == "until":
        return Months(school.start, f"{year:04d}-{month:02d}") if 1 <= month <= 12 else None
    if label == "since":
        return Months(f"{year:04d}-{month:02d}", school.end)
    return months(year, month, int(groups.get("m2", month)))


def _up_to_now(period: Months, frame: Frame) -> Months:
    """自2021年以来: up to the end of the report's period, or of the year before a plan."""
    if frame.document is None:
        return period
    planned = frame.planning and frame.default == frame.document
    last = f"{int(frame.document.start[:4]) - 1}-12" if planned else frame.document.end
    return Months(period.start, last) if last >= period.start else period


def _plan(label: str, groups: dict[str, str]) -> Months | None:
    ordinal = small_number(groups.get("p", ""))
    if ordinal is None:
        return None
    first, last = plan_years(ordinal)
    if label == "plan_last":
        return months(last)
    if label == "plan_first":
        last = first + (small_number(groups.get("n", "一")) or 5) - 1  # “十五五”开局之年: one
    return Months(f"{first}-01", f"{last}-12")


def _last_year(label: str, year: int, frame: Frame) -> Months | None:
    delivered = frame.delivered and not frame.planning and not frame.earlier
    last = frame.document if delivered else months(year - 1)
    return last if label == "last_year" or last is None else months(int(last.end[:4]) - 1)


def _of_year(label: str, groups: dict[str, str], year: int, frame: Frame) -> Months | None:  # noqa: C901, PLR0911
    match label:
        case "months":
            first = small_number(groups["m"]) or 0
            return months(year, first, int(groups.get("m2", first)))
        case "until":
            return months(year, 1, small_number(groups["m"]) or 0)
        case "since":
            return _since(year, int(groups["m"]), frame)
        case "quarters" | "quarters.first":
            first = small_number(groups.get("q", "1")) or 1
            last = small_number(groups.get("q2", "")) or first
            return months(year, first * 3 - 2, last * 3)
        case "half" | "next_half":
            return months(year, *((1, 6) if label == "half" else (7, 12)))
        case "years":
            return Months(f"{year}-01", f"{groups['y2']}-12") if groups["y2"] >= str(year) else None
        case "school_year":
            return Months(f"{year}-09", f"{groups['y2']}-08")
        case "recent":
            count = small_number(groups.get("n") or groups.get("n2") or groups.get("n3") or "") or 1
            return Months(f"{year - count + 1}-01", f"{year}-12")
        case "ahead":
            return _ahead(small_number(groups["n"]) or 1, year, frame)
        case "year" | "whole_year":
            return months(year)
        case "last_year" | "year_before_last":
            return _last_year(label, year, frame)
        case "next_year":
            return frame.section if frame.planning and frame.section else months(year + 1)
        case "masked":
            return None
        case "this_year":
            told = months(year) if frame.earlier else frame.section or _year_of_speaking(frame)
            return _planned_year(frame, year) if frame.planning else _last_of(told)
        case _:
            return frame.default


def _ahead(count: int, year: int, frame: Frame) -> Months:
    """今后五年: the years behind those that the document reports on."""
    last = int(frame.document.end[:4]) if frame.document else year
    return Months(f"{last + 1}-01", f"{last + count}-12")


def _year_of_speaking(frame: Frame) -> Months | None:
    """今年, before the first heading of a report that is read to a congress in the year after the one under review."""
    return months(int(frame.document.end[:4]) + 1) if frame.delivered and frame.document else frame.document


def _last_of(period: Months | None) -> Months | None:
    """今年, where a section looks back on five years: the last of them."""
    several = period is not None and int(period.end[:4]) - int(period.start[:4]) > 1
    return months(int(period.end[:4])) if several and period is not None else period


def _planned_year(frame: Frame, year: int) -> Months | None:
    """今年, in a plan: of the years of a five-year plan the first."""
    first = int(frame.section.start[:4]) if frame.section else year
    return months(first if year - first > 1 else year)  # a school year ends in this one


def _since(year: int, month: int, frame: Frame) -> Months | None:
    """从7月1日起: up to the end of the report's period, where that is later."""
    first = f"{year:04d}-{month:02d}"
    last = frame.document.end if frame.document else None
    return Months(first, last) if last and last >= first else months(year, month, 12)
