"""Periods: expressions of time in a sentence, and the months that each quantity covers.

Nothing here asks the clock: 今年, 上半年 and 11月 are resolved against the document's own period.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.reading import Reading
from reportmine.model import DocumentInfo, DocumentKind, Months, Section, SectionKind
from reportmine.patterns import Book, Cue
from reportmine.text import fold, small_number

_FIVE_YEAR_FIRST = 1953  # the first five-year plan began in 1953; from the sixth (1981) on, five years each
_SIXTH = 1981
_SPAN = re.compile("[-—–~～－至到截自从起]")  # in an expression of more than one month
_OF_NUMBER = re.compile("[XfhB]?的A?Q")  # classes of chunks: 是2015年的2倍
_YEAR = "年"  # stands in every expression that lasts
# Expressions that govern the later sentences of a paragraph too: a year does, a month is of its own sentence.
_LASTING = ("year", "years", "last_year", "next_year", "plan", "plan_first", "recent")


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
        base = (self.section if self.planning else None) or self.document
        return int(base.end[:4]) if base else None


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


def may_last(text: str, start: int, end: int) -> bool:
    """Whether a sentence without a figure may hold an expression of time that later sentences go on with."""
    return text.find(_YEAR, start, end) >= 0


def is_delivered(info: DocumentInfo, sections: Sequence[Section], book: Book) -> bool:
    """The title or a heading says that the report was read to a congress after the year under review."""
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
    if cue.label in ("plan", "plan_first", "plan_last"):
        period = _plan(cue.label, groups)
    else:
        period = None if year is None else _of_year(cue.label, groups, year, frame)
    since = text.endswith("以来") and ("y" in groups or "p" in groups or cue.label == "last_year")
    return _up_to_now(period, frame) if period is not None and since else period


@lru_cache(maxsize=4096)  # 今年, 2023年: a report has few
def _groups(text: str, regex: str) -> dict[str, str]:
    """What the named groups of a cue's regex hold in an expression."""
    found = re.fullmatch(regex, text)
    return {key: value for key, value in found.groupdict().items() if value} if found else {}


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
        last = first + (small_number(groups["n"]) or 5) - 1
    return Months(f"{first}-01", f"{last}-12")


def _of_year(label: str, groups: dict[str, str], year: int, frame: Frame) -> Months | None:  # noqa: PLR0911
    match label:
        case "months":
            first = int(groups["m"])
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
            count = small_number(groups.get("n") or groups.get("n2") or "") or 1
            return Months(f"{year - count + 1}-01", f"{year}-12")
        case "year" | "whole_year":
            return months(year)
        case "last_year":
            return frame.document if frame.delivered and not frame.planning else months(year - 1)
        case "next_year":
            return frame.section if frame.planning and frame.section else months(year + 1)
        case "masked":
            return None
        case "this_year":
            return months(year) if frame.planning else frame.section or frame.document
        case _:
            return frame.default


def _since(year: int, month: int, frame: Frame) -> Months | None:
    """从7月1日起: up to the end of the report's period, where that is later."""
    first = f"{year:04d}-{month:02d}"
    last = frame.document.end if frame.document else None
    return Months(first, last) if last and last >= first else months(year, month, 12)


class Reign(NamedTuple):
    """The period that governs, and where it came from."""

    period: Months | None = None
    known: bool = False
    spans: bool = False  # from one year to another: 2020年到2025年


class Reigns(NamedTuple):
    """What one sentence hands on to the next: the period that lasts the paragraph, and the one it ended with."""

    lasting: Reign = Reign()
    last: Reign = Reign()


NOTHING = Reigns()
_CUMULATIVE = ("until", "quarters", "quarters.first", "half")  # 上半年实现税收5亿元；收入3亿元
_GOVERNING = "T,M;Q()"  # chunks that a period begins, ends or is given at


def govern(
    text: str,
    chunks: Sequence[Chunk],
    readings: Sequence[Reading],
    *,
    frame: Frame,
    reigns: Reigns,
) -> Reigns:
    """Give every reading of a sentence the period of the expression that governs it.

    An expression governs what follows it up to the next one; one that opens a sentence and is followed by a comma
    governs again after a semicolon; a year does so in the later sentences of its paragraph too (what is returned is
    the `opening` of the next one). What stands in a basis (比1-3月, 是2015年的2倍) governs nothing; behind 由 it governs
    only the number next to it.
    """
    heads = {reading.place: reading for reading in readings}
    previous = reigns.last
    current = Reign(reigns.lasting.period, reigns.lasting.known)
    start: Reign | None = None
    moved: Reading | None = None  # the figure before
    passing: Reign | None = None  # what governs again behind a clause whose noun alone is dated
    outside: list[Reign] = []  # what governs again behind a bracket
    opening = lasting = reigns.lasting
    if chunks and next((piece.kind for piece in chunks if piece.kind not in "A&"), "") == "i":
        current = opening = previous  # 其中 goes on with the sentence before
    for place, piece in [one for one in enumerate(chunks) if one[1].kind in _GOVERNING]:
        kind = piece.kind
        moving = kind == "T" and any(before.kind in "FZ" for before in chunks[max(0, place - 2) : place])
        if kind == "T" and (moving or not _in_basis(chunks, place)):
            cue = frame.book.match(text, piece.start, piece.end)
            if cue is None:
                continue
            if cue.cue.label == "stop":
                current = opening
                continue
            found = _told(text, piece, cue.cue, current=current, frame=frame)
            if moving:
                start = _before_it(found, cue.cue, frame)
                continue
            aside = _of_noun(chunks, place) or _of_event(text, chunks, place) or _in_prose(chunks, place)
            passing = current if aside else None
            current = found
            if _opens(chunks, place):
                opening = found
                lasting = found if cue.cue.label in _LASTING else Reign()
            elif _resumes(chunks, place):
                opening = found
        elif kind == "," and passing is not None:
            current, passing = passing, None
        elif kind == "(":
            outside.append(current)
        elif kind == ")" and outside:
            current = outside.pop()  # （2015和2016年同期分别增长3.3%、0.5%）
        elif kind == "M":
            current = opening = lasting = Reign()
        elif kind == ";":
            current = opening
        elif kind == "Q":
            reading = heads[place]
            if reading.from_side and start is None:
                start = _end_of(current, first=True)
            _give(reading, current, start, frame)
            start = None
            _end(reading, moved, current)
            moved = reading
    return Reigns(lasting, current if passing is None else passing)


def _end(reading: Reading, before: Reading | None, current: Reign) -> None:
    """Behind the start of a movement over several years stands its end, which is of the last of them."""
    if before is not None and before.from_side and reading.period == current.period:
        reading.period = (_end_of(current, first=False) or current).period


def _before_it(found: Reign, cue: Cue, frame: Frame) -> Reign:
    """由上年下降6.2%转为增长3.8%: the start of a movement lies before the year that a delivered report calls 上年."""
    past = cue.label == "last_year" and found.period == frame.document
    return Reign(_year_before(found.period), True) if past else found


def _told(text: str, piece: Chunk, cue: Cue, *, current: Reign, frame: Frame) -> Reign:
    """What an expression of time says where `current` governed before it."""
    if cue.label == "last_year" and text.startswith("同期", piece.end):
        return Reign(_year_before(frame.document), True)
    period = resolve(text[piece.start : piece.end], cue, frame)
    if cue.label == "whole_year" and current.known and current.period is not None:
        period = _same_year(current.period) or period
    return Reign(period, True, cue.label == "years")


def _of_noun(chunks: Sequence[Chunk], place: int) -> bool:
    """面向2030年的重大项目: the expression belongs to a noun, and no number is near."""
    after = [piece.kind for piece in chunks[place + 1 : place + 8]]
    year = place > 0 and chunks[place].label == "year"
    made = year and chunks[place - 1].kind in "EV"  # 开展2025年第一批企业申报
    return (made or after[:1] == ["的"]) and "Q" not in "".join(after).split(",")[0]


def _of_event(text: str, chunks: Sequence[Chunk], place: int) -> bool:
    """二期9月通过预验收，一期入驻企业54家: one month dates what was done then, and no later clause."""
    piece = chunks[place]
    if piece.label != "months" or _SPAN.search(text, piece.start, piece.end):
        return False
    after = "".join(piece.kind for piece in chunks[place + 1 : place + 12])
    clause = re.split("[,;:。]", after)[0]
    return bool(clause) and "Q" not in clause and "," in after


def _in_prose(chunks: Sequence[Chunk], place: int) -> bool:
    """结束了自2015年以来连续下降的局面: behind a verb, in a clause without a figure."""
    before = chunks[place - 1].kind if place else ","
    after = "".join(piece.kind for piece in chunks[place + 1 :])
    dated = chunks[place].label in ("year", "years", "plan", "since")
    return dated and before in "XEV" and "Q" not in re.split("[,;:。]", after)[0]


def _same_year(period: Months) -> Months | None:
    """The whole year of a period that lies in one: 2023年播种面积…；全年总产…."""
    first, last = period.start[:4], period.end[:4]
    return months(int(first)) if first == last else None


def _year_before(period: Months | None) -> Months | None:
    """The same months of the year before."""
    if period is None:
        return None
    return Months(*(f"{int(month[:4]) - 1}{month[4:]}" for month in period))


def _give(reading: Reading, current: Reign, start: Reign | None, frame: Frame) -> None:
    if reading.from_side or start is not None:
        reading.period = start.period if start is not None else None
        reading.notes.append("period:start" if reading.from_side else "period:text")
    else:
        reading.period = current.period if current.known else frame.default
        if "name:task" in reading.notes and reading.period and _of_year_by_name(reading):
            reading.period = _same_year(reading.period) or reading.period
        if "basis.yearly" in [piece.label for piece in reading.left]:
            reading.period = _spanning(reading.period, frame.years or frame.document)
        reading.notes.append("period:text" if current.known else "period:document")


def _of_year_by_name(reading: Reading) -> bool:
    """年初预算, 全年任务: a task that names the year is of the whole year."""
    return _YEAR in reading.name


def _end_of(reign: Reign, *, first: bool) -> Reign | None:
    """2020年到2025年，比重从17.9%提升到35.5%: the first and the last of the years, for the two ends."""
    period = reign.period
    if period is None or not reign.spans:
        return None
    return Reign(months(int((period.start if first else period.end)[:4])), True)


def _spanning(period: Months | None, document: Months | None) -> Months | None:
    """The years of the report for a mean over years that stands behind a single one of them."""
    if period is None or document is None or document.start[:4] == document.end[:4]:
        return period
    return document if document.start <= period.start and period.end <= document.end else period


def _opens(chunks: Sequence[Chunk], place: int) -> bool:
    """The expression opens the sentence or a clause and is closed by a comma, or it follows a colon."""
    before = chunks[place - 1].kind if place else ""
    after = chunks[place + 1].kind if place + 1 < len(chunks) else ""
    if all(piece.kind in "MA&fOp,:-T" for piece in chunks[:place]):  # 今年1-11月，
        return after in (",", ":", "O", "p", "t", "o") or chunks[place].label in _CUMULATIVE
    ahead = next((piece.kind for piece in chunks[place + 1 :] if piece.kind in ":;Q"), "")
    return before == ":" or ahead == ":" or (before == "," and after == ",")


def _resumes(chunks: Sequence[Chunk], place: int) -> bool:
    """…显示，2022年度全省经费…；强度…: inside a sentence a place behind the expression opens it for what follows."""
    after = chunks[place + 1].kind if place + 1 < len(chunks) else ""
    return place > 0 and chunks[place - 1].kind == "," and after in ("p", "O")


def _in_basis(chunks: Sequence[Chunk], place: int) -> bool:
    """比1-3月提高, 与2020年相比, 是2015年的2倍, and years of a bracket without a number (2024-2026年)."""
    for spot in range(place - 1, max(-1, place - 6), -1):
        kind = chunks[spot].kind
        if kind in "bB" or (kind in "Gg" and spot == place - 1):
            return True  # 快于2024年1.8个百分点
        if kind not in "T、&":
            break
    after = [piece.kind for piece in chunks[place + 1 : place + 5]]
    if "的" in after and _OF_NUMBER.match("".join(after)):
        return True
    return _bare_bracket(chunks, place)


def _bare_bracket(chunks: Sequence[Chunk], place: int) -> bool:
    opened = next((spot for spot in range(place - 1, -1, -1) if chunks[spot].kind in "()"), None)
    if opened is None or chunks[opened].kind == ")":
        return False
    closed = next((spot for spot in range(place + 1, len(chunks)) if chunks[spot].kind in "()"), len(chunks))
    return not any(piece.kind == "Q" for piece in chunks[opened:closed])
