"""What stands right above a table, or in its first rows: its caption and the unit of its figures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reportmine.attribution import periods
from reportmine.model import Months, Span, Table
from reportmine.patterns import Cue, Rules, trie_pattern
from reportmine.tables.cells import Cells, Unit

_ABOVE = 4  # lines above a table that may speak of it
_LONGEST = 60  # characters of a caption
_NUMBER = re.compile(
    r"(?:(?:续?附?表|附件|附录)\s*(?:[0-9]{1,3}(?:[-.—][0-9]{1,3}){0,2}|[一二三四五六七八九十]{1,3})?\s*[:.、]?\s*"
    r"|[(]?[一二三四五六七八九十]{1,3}[、.)]\s*|[0-9]{1,2}[、.]\s*)"
)
_LISTED = re.compile(r"[、,; \t]+|/(?=%)|(?<=%)/")
_ENDS = ("。", "；", ";", "，", ",")
_EDGE = " \t,、:;.·—-()的"


class Around(NamedTuple):
    """What is told of all figures of a table. Spans are of Document.text."""

    units: tuple[Unit, ...] = ()
    unit_at: Span | None = None
    caption: Span | None = None
    noun: Span | None = None  # what the caption says that the figures are of
    numbered: Span | None = None  # 表1-2, whose numerals pick out the table
    time: tuple[str, Cue] | None = None  # of the caption


class Lookout:
    """Reads what stands around the tables of one document."""

    def __init__(self, folded: str, rules: Rules, cells: Cells, own: frozenset[str]) -> None:
        self._folded = folded
        self._cells = cells
        book, nouns = rules.book("tables"), rules.book("nouns")
        self._unit = re.compile("|".join(cue.regex for cue in book.of("unit.line") if cue.regex) or "(?!)")
        self._periods = rules.book("periods")
        self._tail = re.compile(f"(?:{trie_pattern(book.words('caption'))})+$")
        self._own = re.compile(trie_pattern({*own, *nouns.words("own", "whole")}))

    def around(self, table: Table, titles: Iterable[Span], before: int) -> Around:
        """What stands above a table, behind offset `before`, and in its title rows."""
        found = Around()
        for span in (*[*titles][::-1], *self._lines(table.cells[0].span.start, before)):
            line = span.of(self._folded)
            if told := self._unit.search(line):
                if not found.units:
                    units = tuple(self._units(line[told.end() :]))
                    found = found._replace(units=units, unit_at=span)
                line = line[: told.start()].rstrip(" (\t")
            if found.caption is None and line.strip() and self._is_caption(line):
                found = self._captioned(found, Span(span.start, span.start + len(line)))
        return found

    def _lines(self, start: int, before: int) -> Iterator[Span]:
        """The lines above an offset, the nearest first, down to the first sentence."""
        end = self._folded.rfind("\n", before, start)
        for _ in range(_ABOVE):
            if end <= before:
                return
            begin = max(self._folded.rfind("\n", before, end) + 1, before)
            line = self._folded[begin:end]
            if line.strip():
                if len(line) > _LONGEST and not self._unit.search(line):
                    return
                left = begin + len(line) - len(line.lstrip())
                yield Span(left, begin + len(line.rstrip()))
            end = begin - 1

    def _units(self, told: str) -> Iterator[Unit]:
        for written in _LISTED.split(told.strip(" ()[]【】。")):
            if unit := self._cells.unit(written.strip(" ()"), sure=True):
                yield unit

    def _is_caption(self, line: str) -> bool:
        return len(line) <= _LONGEST and not line.rstrip().endswith(_ENDS)

    def _captioned(self, found: Around, span: Span) -> Around:
        line = span.of(self._folded)
        numbered = _NUMBER.match(line)
        begin = numbered.end() if numbered else 0
        times = [one for one in self._periods.find(line, begin) if one.cue.label not in ("stop", "delivered")]
        time = (line[times[0].start : times[0].end], times[0].cue) if times else None
        rest = re.split(r"[(\[【]", line)[0]
        start = max([begin, *(one.end for one in times if one.end <= len(rest))])
        own = [one.end() for one in self._own.finditer(rest, start)]
        start = max([start, *own])
        noun = self._tail.sub("", rest[start:]).strip(_EDGE)
        at = rest.find(noun, start) if noun else -1
        return found._replace(
            caption=span,
            noun=Span(span.start + at, span.start + at + len(noun)) if at >= 0 else None,
            numbered=Span(span.start, span.start + begin) if begin else None,
            time=time,
        )


def frame(told: Around, given: periods.Frame) -> tuple[periods.Frame, Months | None]:
    """The frame that times of a table are resolved in, and its own period where the caption tells one."""
    if told.time is None:
        return given, None
    months = periods.resolve(*told.time, given)
    if months is None:
        return given, None
    return given._replace(document=months, section=None, planning=False), months


def unit_for(units: Sequence[Unit], *, rate: bool, money: bool | None) -> Unit | None:
    """Which of the units of a table a figure is in: of several the rate, or the one that its name asks for."""
    fitting = [unit for unit in units if (unit.kind in ("percent", "permille", "point")) == rate]
    if len(fitting) > 1 and money is not None:
        fitting = [unit for unit in fitting if (unit.kind == "money") == money]
    return fitting[0] if len(fitting) == 1 else None
