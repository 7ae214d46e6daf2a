"""Reigns: which expression of time governs which figure of a sentence, and of those behind it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reportmine.attribution.asides import SPAN, governs_nothing, is_source, is_source_of_one, of_its_clause
from reportmine.attribution.chunks import Chunk
from reportmine.attribution.periods import Frame, months, resolve
from reportmine.attribution.phrases import RATIOS, every
from reportmine.attribution.reading import Reading
from reportmine.attribution.status import is_task
from reportmine.model import Measure, Months, Status
from reportmine.patterns import Cue

_YEAR = "年"  # in the name of a task: it is of the whole year
_ALL_YEAR = "whole_year"  # label of 全年
_BASE_YEAR = re.compile("(?:19|20|１９|２０)[0-9０-９]{2}(?=年)")  # 比2002年
_YEAR_BEFORE = ("上年", "去年")
# Expressions that govern the later sentences of a paragraph too: a year does, a month is of its own sentence, if it is not
# the one that the report itself has come to.
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
_GOVERNING = "TQ,M;()a"  # classes of chunks that a period begins, is given, or ends at


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
        (place, piece.kind)
        for place, piece in enumerate(chunks)
        if piece.kind in _GOVERNING or _opens_item(piece)
    ]:
        if kind == "T":
            course.time(place)
        elif kind == "Q":
            course.give(heads[place])
        elif kind == "a":
            course.reached(place)
        elif kind == ":":
            course.item()
        else:
            course.mark(kind)
    return course.handed_on()


def deal_out(readings: Sequence[Reading]) -> None:
    """2011、2012年财政科技投入分别为4543万元和6558万元: as many figures of one name as years are of one year each.

    So it is with months: 2-6月份增幅依次为14.2%、13%、12.8%、12.7%、9%.
    """
    at = 0
    while at < len(readings):
        run = [readings[at]]
        while at + len(run) < len(readings) and _dealt(readings[at], readings[at + len(run)]):
            run.append(readings[at + len(run)])
        at += len(run)
        dealt = _apart(run[0].period, len(run)) if len(run) > 1 else ()
        for reading, period in zip(run, dealt, strict=False):
            reading.period = period


def _dealt(one: Reading, other: Reading) -> bool:
    alike = one.name == other.name and one.measure is other.measure and one.period == other.period
    return alike and one.spread and other.joined


def _apart(period: Months | None, count: int) -> Sequence[Months | None]:
    """The years of a period, or its months, where it has so many of them; else none."""
    if period is None:
        return ()
    first, last = int(period.start[:4]), int(period.end[:4])
    whole = (period.start[5:], period.end[5:]) == ("01", "12")
    if whole and last - first + 1 == count:
        return [months(first + nth) for nth in range(count)]
    opening = int(period.start[5:])
    if first == last and not whole and int(period.end[5:]) - opening + 1 == count:
        return [months(first, opening + nth, opening + nth) for nth in range(count)]
    return ()


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
        self._all_year = False  # 全年 governs
        self._yearly = False  # the figure before is a yearly mean
        self._years: Months | None = None  # what the last movement of the sentence took
        self._ends: tuple[Reign | None, Reign | None] = (None, None)  # of which its two sides were
        self._passing: Reign | None = None  # governs again behind a clause whose noun alone is dated
        self._expected: Reign | None = None  # governed before the time of a forecast
        self._items: Reign | None = None  # governed before the first item of a list
        self._outside: list[tuple[Reign, Reading | None]] = []  # governs again behind a bracket with a figure
        if chunks and next((piece.kind for piece in chunks if piece.kind not in "A&"), "") == "i":
            self._current = self._opening = reigns.last  # 其中 goes on with the sentence before

    def time(self, place: int) -> None:
        """An expression of time."""
        text, chunks, frame = self._text, self._chunks, self._frame
        moving = any(before.kind in "FZ" for before in chunks[max(0, place - 2) : place])
        if not moving and governs_nothing(chunks, place):
            return
        match = frame.book.match(text, chunks[place].start, chunks[place].end)
        if match is None:
            return
        cue = match.cue
        if cue.label == "stop":
            # 目前: what the report speaks of, whatever an earlier sentence did
            passed = self._opening is self._handed or _outlasts(self._opening.period, frame.document)
            self._current = Reign() if passed else self._opening
            return
        found = _told(text, chunks[place], cue, current=self._current, frame=frame)
        if cue.label == "year" and self._names_year_again(place, found):
            return
        if _in_year_before_it(chunks, place):
            found = found._replace(period=_moved_to(found.period, self._current.period))
        if is_source_of_one(chunks, place):
            if self._moved is not None and not any(
                piece.kind == "Q" for piece in chunks[place + 3 : place + 4]
            ):
                self._moved.period = found.period or self._moved.period
                return
        elif is_source(chunks, place):
            self._opening = found = Reign(
                _year_before(frame.document), True
            )  # （上年度数据），研发经费…；强度…
        elif moving:
            opened = next(before.kind for before in reversed(chunks[:place]) if before.kind in "FZ")
            self._start = _before_it(found, cue, frame) if opened == "F" else found
            return
        # 产值50亿元，预计全年可达64亿元。其中…: the next sentence is of what was reached
        expected = place > 0 and chunks[place - 1].kind == "o" and self._moved is not None
        self._expected = self._current if expected else None
        aside = of_its_clause(text, chunks, place)
        if cue.label in _LASTING and every(chunks[:place], _BEFORE_OPENING):
            self._first = found  # 刚刚过去的2025年很不平凡
        self._passing = self._current if aside else None
        self._current, self._all_year = found, cue.label == _ALL_YEAR
        if not aside and _opens(text, chunks, place):
            self._opening = found
            self._lasting = found if cue.label in _LASTING or _of_report(found, frame) else Reign()
        elif _resumes(text, chunks, place):
            self._opening = found

    def _names_year_again(self, place: int, found: Reign) -> bool:
        """截至5月31日，全市2025年医保参保501万人: inside a clause the year of months that govern says nothing more."""
        told = self._current.period if self._current is not self._handed else None
        summed = told is not None and told == self._opening.period and told != found.period
        inside = place > 0 and self._chunks[place - 1].kind not in ",;:。("
        return summed and inside and told is not None and found.period == _same_year(told)

    def reached(self, place: int) -> None:
        """2014年引进新品种，目前已投入30万元: a 目前 with what was reached by now in one word."""
        match = self._frame.book.match(self._text, self._chunks[place].start, self._chunks[place].end)
        if match is not None and match.cue.label == "stop" and _is_over(self._current.period, self._frame):
            self._current = Reign()

    def item(self) -> None:
        """一是前三季度税收减少1.3亿元；二是缺口3.8亿元: what governs in one item governs none behind it."""
        if self._items is None:
            self._items = self._current
        self._current = self._opening = self._items

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
        aimed = reading.status is Status.TARGET and _of_this_year(reading)  # 今年计划完成投资21亿元
        task = is_task(reading) and (_of_year_by_name(reading) or (self._due and reading.joined))
        self._due = aimed or task
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
        if (compared := self._compared_with(reading)) and reading.period is not None:
            base = _BASE_YEAR.search(compared)  # 比2020年的612.5亿元净增293.3亿元
            now, reading.period = (
                reading.period,
                months(int(base.group())) if base else _year_before(reading.period),
            )
            if base:
                self._years = _between(reading.period, now)
            reading.status = Status.ACTUAL
            reading.notes.append("period:text")
            return
        if reading.period and self._due:
            reading.period = _same_year(reading.period) or reading.period
        if self._yearly:
            reading.period = _spanning(reading.period, frame.years or frame.document)
        elif self._all_year and reading.status is Status.ACTUAL and not (self._due or is_task(reading)):
            reading.period = _reached(reading.period, frame.document)
        reading.notes.append("period:text" if current.known else "period:document")

    def _compared_with(self, reading: Reading) -> str:
        """较上年同期1.58亿元下降6.6%: the time compared with, where its amount stands right behind it; else ""."""
        last = reading.left[-1] if reading.left else None
        if (
            last is None
            or last.kind != "B"
            or reading.quantity.kind in RATIOS
            or reading.measure is not Measure.LEVEL
        ):
            return ""
        compared = self._text[last.start : last.end]
        dated = reading.closer == "Q" and _BASE_YEAR.search(compared)
        return compared if dated or any(year in compared for year in _YEAR_BEFORE) else ""

    def _course_of_years(self, reading: Reading) -> None:
        """由2000年的2003亿元增加到2005年的4070亿元，年均增长11.6%: a mean over the years that the movement took."""
        before = self._moved
        if before is not None and before.from_side and not reading.from_side:
            self._years = _between(before.period, reading.period)
            if self._years is not None:
                self._ends = (Reign(before.period, True), Reign(reading.period, True))
        elif (since := _BASE_YEAR.search(reading.basis or "")) and reading.period is not None:
            if reading.measure is not Measure.LEVEL:
                # 比2002年增长65.5%，年均增长10.6%
                self._years = _between(months(int(since.group())), reading.period)
        elif self._yearly and self._years is not None and reading.period is not None:
            reading.period = self._years if reading.period.end == self._years.end else reading.period

    def handed_on(self) -> Reigns:
        """What the next sentence begins with."""
        last = self._current if self._expected is None else self._expected
        return Reigns(self._lasting, last if self._passing is None else self._passing, self._first)


def _opens_item(piece: Chunk) -> bool:
    """一是, (二): what counts the items of a list has the class of a colon."""
    return piece.kind == ":" and piece.end - piece.start > 1


def _reached(period: Months | None, reported: Months | None) -> Months | None:
    """全年改厕任务1500座，已开工1138座, in a report on half a year: what was reached lies in the part that is over."""
    if period is None or reported is None or period.start != reported.start:
        return period
    return reported if period.end > reported.end and period == _same_year(reported) else period


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


def _is_over(period: Months | None, frame: Frame) -> bool:
    """Whether a period ended before that of the report began."""
    return period is not None and frame.document is not None and period.end < frame.document.start


def _outlasts(period: Months | None, document: Months | None) -> bool:
    """2022年衔接资金1.1亿元，截至目前已分配4253万元, in a report on three months: what was done was done in these."""
    if period is None or document is None:
        return False
    return period.start[:4] == document.start[:4] and period.end > document.end


def _of_report(found: Reign, frame: Frame) -> bool:
    """The report of October says 1-10月: what it reports on, from January on."""
    period, document = found.period, frame.document
    if period is None or document is None or document.start != document.end:
        return False
    return period == Months(f"{document.end[:4]}-01", document.end)


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
    return _YEAR in reading.name or _of_this_year(reading)


def _of_this_year(reading: Reading) -> bool:
    return any(piece.label in ("this_year", "whole_year") for piece in reading.left)


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


def _opens(text: str, chunks: Sequence[Chunk], place: int) -> bool:
    """The expression opens the sentence or a clause and is closed by a comma, or it follows a colon."""
    before = chunks[place - 1].kind if place else ""
    after = chunks[place + 1].kind if place + 1 < len(chunks) else ""
    if every(chunks[:place], _BEFORE_OPENING):  # 今年1-11月，
        is_year = place + 1 < len(chunks) and chunks[place + 1].label == "reach.equal"
        if is_year and all(piece.kind != "Q" for piece in chunks):
            return True  # 2021年是本届政府的收官之年。
        return after in (",", ":", "O", "p", "t", "o") or _cumulates(text, chunks[place])
    ahead = next((piece.kind for piece in chunks[place + 1 :] if piece.kind in ":;Q"), "")
    return before == ":" or ahead == ":" or (before == "," and after == ",")


def _resumes(text: str, chunks: Sequence[Chunk], place: int) -> bool:
    """…显示，2022年度全省经费…；强度…: inside a sentence a place behind the expression opens it for what follows.

    2017年专利申请量11.8万件；发明专利授权量9345件: a year that opens the sentence does so with any noun behind it.
    现有企业227家，1-9月完成产值224亿元；税收25.4亿元: so does what figures are summed over, with anything behind it.
    """
    after = chunks[place + 1].kind if place + 1 < len(chunks) else ""
    opens = all(piece.kind in "MA&f:-" for piece in chunks[:place])
    if opens and chunks[place].label in ("year", "last_year") and after == "X":
        return True
    return (
        place > 0
        and chunks[place - 1].kind in ",;"
        and (after in ("p", "O") or _cumulates(text, chunks[place]))
    )


def _cumulates(text: str, piece: Chunk) -> bool:
    """1-9月, 上半年, 前三季度, 截至10月: figures are summed over it, and no single month."""
    months = piece.label == "months" and SPAN.search(text, piece.start, piece.end) is not None
    return months or piece.label in _CUMULATIVE
