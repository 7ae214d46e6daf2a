"""Reigns: which expression of time governs which figure of a sentence, and of those behind it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.periods import Frame, months, resolve
from reportmine.attribution.phrases import every
from reportmine.attribution.reading import Reading
from reportmine.attribution.status import is_task
from reportmine.model import Months
from reportmine.patterns import Cue

_SPAN = re.compile("[-—–~～－至到截自从起]")  # in an expression of more than one month
_OF_NUMBER = re.compile("[XfhB]?的A?Q")  # classes of chunks: 是2015年的2倍
_YEAR = "年"  # in the name of a task: it is of the whole year
_BASE_YEAR = re.compile("(?:19|20|１９|２０)[0-9０-９]{2}(?=年)")  # 比2002年
_AT = "于"  # before the time of an event: 成立于2005年
# Expressions that govern the later sentences of a paragraph too: a year does, a month is of its own sentence, if it is not
# the one that the report itself has come to.
_RELATIVE = ("last_year", "this_year")
_LASTING = ("year", "years", "last_year", "next_year", "plan", "plan_first", "recent")


class Reign(NamedTuple):
    """The period that governs, and where it came from."""

    period: Months | None = None
    known: bool = False
    spans: bool = False  # from one year to another: 2020年到2025年


class Reigns(NamedTuple):
    """What one sentence hands on to the next: the period that lasts the paragraph, and the one it ended with."""

    lasting: Reign = Reign()
    last: Reign = Reign()
    opening: Reign = Reign()  # of the expression that opens a sentence, the last of those that did


NOTHING = Reigns()
# 上半年实现税收5亿元；收入3亿元; ——这五年民生不断改善。…
_CUMULATIVE = ("until", "quarters", "quarters.first", "half", "recent")
_BEFORE_OPENING = "MA&fOp,:-T"  # classes of chunks that may stand before the time that opens a sentence
_GOVERNING = "TQ,M;()"  # classes of chunks that a period begins, is given, or ends at


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
    only the number next to it; in a bracket it ends with the bracket.
    """
    heads = {reading.place: reading for reading in readings}
    course = _Course(text, chunks, frame, reigns)
    # Most chunks are words: to leave them out first is a fifth of the time.
    for place, kind in [
        (place, piece.kind) for place, piece in enumerate(chunks) if piece.kind in _GOVERNING
    ]:
        if kind == "T":
            course.time(place)
        elif kind == "Q":
            course.give(heads[place])
        else:
            course.mark(kind)
    return course.handed_on()


class _Course:
    """The periods that govern along one sentence, from its beginning on."""

    def __init__(self, text: str, chunks: Sequence[Chunk], frame: Frame, reigns: Reigns) -> None:
        self._text = text
        self._chunks = chunks
        self._frame = frame
        self._handed = self._opening = self._lasting = reigns.lasting
        self._current = Reign(reigns.lasting.period, reigns.lasting.known)
        self._first = reigns.opening
        self._start: Reign | None = None
        self._moved: Reading | None = None  # the figure before
        self._due = False  # the figure before is a task of the year
        self._yearly = False  # the figure before is a yearly mean
        self._years: Months | None = None  # what the last movement of the sentence took
        self._ends: tuple[Reign | None, Reign | None] = (None, None)  # of which its two sides were
        self._passing: Reign | None = None  # governs again behind a clause whose noun alone is dated
        self._expected: Reign | None = None  # governed before the time of a forecast
        self._outside: list[tuple[Reign, Reading | None]] = []  # governs again behind a bracket with a figure
        if chunks and next((piece.kind for piece in chunks if piece.kind not in "A&"), "") == "i":
            self._current = self._opening = reigns.last  # 其中 goes on with the sentence before

    def time(self, place: int) -> None:
        """An expression of time."""
        text, chunks, frame = self._text, self._chunks, self._frame
        moving = any(before.kind in "FZ" for before in chunks[max(0, place - 2) : place])
        if not moving and (_in_basis(chunks, place) or _of_task(chunks, place)):
            return
        match = frame.book.match(text, chunks[place].start, chunks[place].end)
        if match is None:
            return
        cue = match.cue
        if cue.label == "stop":
            # 目前: what the report speaks of, whatever an earlier sentence did
            self._current = Reign() if self._opening is self._handed else self._opening
            return
        found = _told(text, chunks[place], cue, current=self._current, frame=frame)
        if _in_year_before_it(chunks, place):
            found = found._replace(period=_moved_to(found.period, self._current.period))
        if _is_source(chunks, place):
            self._opening = found = Reign(
                _year_before(frame.document), True
            )  # （上年度数据），研发经费…；强度…
        elif moving:
            opened = next(before.kind for before in reversed(chunks[:place]) if before.kind in "FZ")
            self._start = _before_it(found, cue, frame) if opened == "F" else found
            return
        # 预计全年可达64亿元。其中…: the next sentence is of what was reached
        self._expected = self._current if place and chunks[place - 1].kind == "o" else None
        aside = (
            _of_noun(chunks, place)
            or _of_event(text, chunks, place)
            or _in_prose(chunks, place)
            or _compares(chunks, place)
            or _behind_verb(chunks, place)
        )
        if cue.label in _LASTING and every(chunks[:place], _BEFORE_OPENING):
            self._first = found  # 刚刚过去的2025年很不平凡
        self._passing = self._current if aside else None
        self._current = found
        if _opens(chunks, place):
            self._opening = found
            self._lasting = found if cue.label in _LASTING or _of_report(found, frame) else Reign()
        elif _resumes(chunks, place):
            self._opening = found

    def mark(self, kind: str) -> None:
        """A mark, by the class of its chunk."""
        if kind == "," and self._passing is not None:
            self._current, self._passing = self._passing, None
        elif kind == "(":
            self._outside.append((self._current, self._moved))
        elif kind == ")" and self._outside:
            outside, before = self._outside.pop()
            if self._moved is not before:
                self._current = outside  # （2015和2016年同期分别增长3.3%、0.5%）
        elif kind == "M":
            self._current = self._opening = self._lasting = Reign()
        elif kind == ";":
            self._current = self._opening

    def give(self, reading: Reading) -> None:
        """Give a reading its period."""
        current, start = self._current, self._start
        before = self._moved
        if reading.from_side and start is None and before is not None and before.from_side:
            start = Reign(before.period, True)  # 从2020年的645元/月、4318元/年: of the same year
        elif reading.from_side and start is None:
            start = _end_of(current, first=True) or self._ends[0]
        elif start is None and before is not None and before.from_side and before.period is not None:
            start = self._ends[1] if self._ends[0] == Reign(before.period, True) else None
        self._yearly = _is_yearly(reading) or (
            self._yearly and bool(reading.left) and every(reading.left, "、&")
        )
        self._due = is_task(reading) and (_of_year_by_name(reading) or (self._due and reading.joined))
        self._set(reading, current, start)
        _end(reading, self._moved, current)
        self._course_of_years(reading)
        self._start, self._moved = None, reading

    def _set(self, reading: Reading, current: Reign, start: Reign | None) -> None:
        """The period of a side of a movement, or the one that governs, or that of the report."""
        if reading.from_side or start is not None:
            reading.period = start.period if start is not None else None
            reading.notes.append("period:start" if reading.from_side else "period:text")
            return
        frame = self._frame
        reading.period = current.period if current.known else frame.default
        if reading.period and self._due:
            reading.period = _same_year(reading.period) or reading.period
        if self._yearly:
            reading.period = _spanning(reading.period, frame.years or frame.document)
        reading.notes.append("period:text" if current.known else "period:document")

    def _course_of_years(self, reading: Reading) -> None:
        """由2000年的2003亿元增加到2005年的4070亿元，年均增长11.6%: a mean over the years that the movement took."""
        before = self._moved
        if before is not None and before.from_side and not reading.from_side:
            self._years = _between(before.period, reading.period)
            if self._years is not None:
                self._ends = (Reign(before.period, True), Reign(reading.period, True))
        elif (since := _BASE_YEAR.search(reading.basis or "")) and reading.period is not None:
            self._years = _between(
                months(int(since.group())), reading.period
            )  # 比2002年增长65.5%，年均增长10.6%
        elif self._yearly and self._years is not None and reading.period is not None:
            reading.period = self._years if reading.period.end == self._years.end else reading.period

    def handed_on(self) -> Reigns:
        """What the next sentence begins with."""
        last = self._current if self._expected is None else self._expected
        return Reigns(self._lasting, last if self._passing is None else self._passing, self._first)


def _between(start: Months | None, end: Months | None) -> Months | None:
    """The years behind the first of a movement, up to its last."""
    if start is None or end is None or start.end[:4] >= end.start[:4]:
        return None
    return Months(f"{int(start.end[:4]) + 1}-01", end.end)


def _end(reading: Reading, before: Reading | None, current: Reign) -> None:
    """Behind the start of a movement over several years stands its end, which is of the last of them."""
    if before is not None and before.from_side and reading.period == current.period:
        # 五年来，由2017年的128亿元增加到212亿元: where the start has its year, the end is of the last one
        years = {month[:4] for month in current.period or ()}
        spans = current.spans or (before.period is not None and len(years) > 1)
        reading.period = (_end_of(current._replace(spans=spans), first=False) or current).period


def _before_it(found: Reign, cue: Cue, frame: Frame) -> Reign:
    """由上年下降6.2%转为增长3.8%: the start of a movement lies before the year that a delivered report calls 上年."""
    past = cue.label == "last_year" and found.period == frame.document
    return Reign(_year_before(found.period), True) if past else found


def _told(text: str, piece: Chunk, cue: Cue, *, current: Reign, frame: Frame) -> Reign:
    """What an expression of time says where `current` governed before it."""
    if cue.label == "last_year" and text.startswith("同期", piece.end):
        return Reign(_year_before(current.period if current.known else frame.document), True)
    period = resolve(text[piece.start : piece.end], cue, frame)
    relative = cue.label == "whole_year" and "今" not in text[piece.start : piece.end]
    if relative and current.known and current.period is not None:
        period = _same_year(current.period) or period
    return Reign(period, True, cue.label == "years")


def _in_year_before_it(chunks: Sequence[Chunk], place: int) -> bool:
    """明年一季度, 去年四季度: months of the year that stands right before them."""
    piece, before = chunks[place], chunks[place - 1] if place else None
    year = before is not None and before.label in ("last_year", "next_year") and before.end == piece.start
    return year and piece.label in ("months", "quarters", "quarters.first", "half", "next_half", "until")


def _moved_to(period: Months | None, year: Months | None) -> Months | None:
    """The months of a period in another year."""
    if period is None or year is None:
        return period
    return Months(*(year.end[:4] + month[4:] for month in period))


def _of_report(found: Reign, frame: Frame) -> bool:
    """The report of October says 1-10月: what it reports on, from January on."""
    period, document = found.period, frame.document
    if period is None or document is None or document.start != document.end:
        return False
    return period == Months(f"{document.end[:4]}-01", document.end)


def _of_noun(chunks: Sequence[Chunk], place: int) -> bool:
    """面向2030年的重大项目: the expression belongs to a noun, and no number is near."""
    after = [piece.kind for piece in chunks[place + 1 : place + 8]]
    year = place > 0 and chunks[place].label == "year"
    made = year and chunks[place - 1].kind in "EV"  # 开展2025年第一批企业申报
    if place and chunks[place - 1].label == "light" and chunks[place].label in _RELATIVE:
        return True  # 对去年没有研发活动的61家企业建立台账，培训6场次
    return (made or after[:1] == ["的"]) and "Q" not in "".join(after).split(",")[0]


def _of_event(text: str, chunks: Sequence[Chunk], place: int) -> bool:
    """二期9月通过预验收，一期入驻企业54家: one month dates what was done then, and no later clause."""
    piece = chunks[place]
    if text.endswith(_AT, 0, piece.start) and piece.label in ("months", "until", "year"):
        clause = re.split("[,;:。]", "".join(one.kind for one in chunks[place + 1 :]))[0]
        return "Q" not in clause and (
            "E" in clause or not clause
        )  # 组建于2005年9月，总面积12平方公里; 二期于6月底投入使用，新增面积3.6万平方米
    if piece.label != "months" or _SPAN.search(text, piece.start, piece.end):
        return False
    if [one.label for one in chunks[place + 1 : place + 2]] == ["event.held"]:
        return False  # 8月举办美食节，力争参展商户超过200家
    after = "".join(piece.kind for piece in chunks[place + 1 : place + 12])
    clause = re.split("[,;:。]", after)[0]
    return bool(clause) and "Q" not in clause and "," in after


def _behind_verb(chunks: Sequence[Chunk], place: int) -> bool:
    """兑现2022年度科技奖补2100万元，惠及企业203家: the year of what is dealt with is of no later clause."""
    return place > 0 and chunks[place].label == "year" and chunks[place - 1].kind in "EV"


def _in_prose(chunks: Sequence[Chunk], place: int) -> bool:
    """结束了自2015年以来连续下降的局面: behind a verb, in a clause without a figure."""
    before = chunks[place - 1].kind if place else ","
    after = "".join(piece.kind for piece in chunks[place + 1 :])
    dated = chunks[place].label in ("year", "years", "plan", "since")
    return dated and before in "XEV" and "Q" not in re.split("[,;:。]", after)[0]


def _compares(chunks: Sequence[Chunk], place: int) -> bool:
    """门急诊23.6万人次，上年21.1万，增长11.8%: a level of last year that the growth behind it is told by."""
    if chunks[place].label != "last_year":
        return False
    after = "".join(piece.kind for piece in chunks[place + 1 : place + 8]).lstrip("fRA")
    return re.match("Q,[ABd]*(?:[UDi]|Rk)", after) is not None


def _same_year(period: Months) -> Months | None:
    """The whole year of a period that lies in one: 2023年播种面积…；全年总产…."""
    first, last = period.start[:4], period.end[:4]
    return months(int(first)) if first == last else None


def _year_before(period: Months | None) -> Months | None:
    """The same months of the year before."""
    if period is None:
        return None
    return Months(*(f"{int(month[:4]) - 1}{month[4:]}" for month in period))


def _is_yearly(reading: Reading) -> bool:
    return any(piece.label == "basis.yearly" for piece in reading.left)


def _of_year_by_name(reading: Reading) -> bool:
    """年初预算, 全年任务, 今年下达任务: a task that names the year is of the whole year."""
    return _YEAR in reading.name or any(piece.label == "this_year" for piece in reading.left)


def _end_of(reign: Reign, *, first: bool) -> Reign | None:
    """2020年到2025年，比重从17.9%提升到35.5%: the first and the last of the years, for the two ends."""
    period = reign.period
    if period is None or not reign.spans:
        return None
    return Reign(months(int((period.start if first else period.end)[:4])), True)


def _spanning(period: Months | None, document: Months | None) -> Months | None:
    """The years of the report for a mean over years that stands behind a single one of them; those up to a later one."""
    if period is None or document is None:
        return period
    ahead = int(period.end[:4]) - int(document.end[:4])
    if ahead > 1 and period.start[:4] == period.end[:4]:
        return Months(
            f"{int(document.end[:4]) + 1:04d}-01", period.end
        )  # 到2026年，产值年均增长10%, in a report on 2021
    if document.start[:4] == document.end[:4]:
        return period
    return document if document.start <= period.start and period.end <= document.end else period


def _opens(chunks: Sequence[Chunk], place: int) -> bool:
    """The expression opens the sentence or a clause and is closed by a comma, or it follows a colon."""
    before = chunks[place - 1].kind if place else ""
    after = chunks[place + 1].kind if place + 1 < len(chunks) else ""
    if every(chunks[:place], _BEFORE_OPENING):  # 今年1-11月，
        is_year = place + 1 < len(chunks) and chunks[place + 1].label == "reach.equal"
        if is_year and all(piece.kind != "Q" for piece in chunks):
            return True  # 2021年是本届政府的收官之年。
        return after in (",", ":", "O", "p", "t", "o") or chunks[place].label in _CUMULATIVE
    ahead = next((piece.kind for piece in chunks[place + 1 :] if piece.kind in ":;Q"), "")
    return before == ":" or ahead == ":" or (before == "," and after == ",")


def _resumes(chunks: Sequence[Chunk], place: int) -> bool:
    """…显示，2022年度全省经费…；强度…: inside a sentence a place behind the expression opens it for what follows.

    2017年专利申请量11.8万件；发明专利授权量9345件: a year that opens the sentence does so with any noun behind it.
    """
    after = chunks[place + 1].kind if place + 1 < len(chunks) else ""
    opens = all(piece.kind in "MA&f:-" for piece in chunks[:place])
    if opens and chunks[place].label in ("year", "last_year") and after == "X":
        return True
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


def _of_task(chunks: Sequence[Chunk], place: int) -> bool:
    """1-5月拨付769万元，完成全年预算的41.2%: the time of the task that so much was done of."""
    after = [piece.kind for piece in chunks[place + 1 : place + 5]]
    return (
        "k" in after[:2]
        and "的" in after
        and "".join(after[after.index("的") :]).lstrip("的A").startswith("Q")
    )


def _is_source(chunks: Sequence[Chunk], place: int) -> bool:
    """（上年度数据）, 采用上年数据: of which year the figures behind are."""
    behind = chunks[place + 1].label if place + 1 < len(chunks) else ""
    return chunks[place].label == "last_year" and behind == "data"


def _bare_bracket(chunks: Sequence[Chunk], place: int) -> bool:
    opened = next((spot for spot in range(place - 1, -1, -1) if chunks[spot].kind in "()"), None)
    if opened is None or chunks[opened].kind == ")":
        return False
    if _is_source(chunks, place):
        return False
    closed = next((spot for spot in range(place + 1, len(chunks)) if chunks[spot].kind in "()"), len(chunks))
    return not any(piece.kind == "Q" for piece in chunks[opened:closed])
