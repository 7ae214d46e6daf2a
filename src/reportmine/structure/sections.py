"""Sections: what kind of part each heading opens, how deep it lies, and the period that it fixes."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from reportmine.model import DocumentInfo, DocumentKind, Months, Section, SectionKind
from reportmine.patterns import Rules
from reportmine.structure import times
from reportmine.structure.headings import Heading
from reportmine.structure.lexicon import Lexicon, lexicon
from reportmine.structure.sentences import Stretch
from reportmine.structure.times import Clock

_JOINTS = re.compile(r"[及和与暨、,;]")
_PLAN = 5  # years of a plan
_NOUNS = (SectionKind.WORK, SectionKind.PROBLEM, SectionKind.PLAN, SectionKind.OTHER)


class Frame(NamedTuple):
    """What is known of the document while its sections are told apart."""

    info: DocumentInfo
    clock: Clock
    planned: Months | None  # the period of the plan that the title names
    rules: Rules


class _Open(NamedTuple):
    rank: float
    section: Section
    last_child: Section | None = None


@lru_cache(maxsize=4096)
def named_kind(words: str, lexicon: Lexicon) -> SectionKind | None:
    """Kind that the words of a heading name by themselves; None where they name none.

    Of several (存在的问题和下一步打算) the first counts, but 计划完成情况 tells of work.
    """
    if lexicon.lead_plan.match(words):
        return SectionKind.PLAN
    if lexicon.lead_problem.match(words):
        return SectionKind.PROBLEM
    kinds = [kind for piece in _JOINTS.split(words) if (kind := _piece_kind(piece, lexicon))]
    if not kinds:
        return None
    return SectionKind.WORK if kinds[0] is SectionKind.PLAN and SectionKind.WORK in kinds else kinds[0]


def _piece_kind(piece: str, lexicon: Lexicon) -> SectionKind | None:
    ends = ((found.start(), kind) for kind in _NOUNS if (found := lexicon.noun[kind].search(piece)))
    start, kind = min(ends, default=(0, None))
    if kind in (SectionKind.PROBLEM, SectionKind.PLAN) and lexicon.guard.search(piece, 0, start):
        return None
    return kind


def build(text: str, headings: Sequence[Heading], frame: Frame) -> list[Section]:
    """Sections in order, from the start of the text to its end without a gap.

    A section runs to the next heading of any level. Text before the first heading is of kind `other`; where
    there is no heading at all, the one section tells of work, or of the plan.
    """
    if not headings:
        kind = SectionKind.PLAN if frame.info.kind is DocumentKind.PLAN else SectionKind.WORK
        return [Section("", kind, 0, len(text), 0, (), _plan_period(kind, frame))]
    sections = []
    first = 0
    if text[: headings[0].start].strip():
        sections.append(Section("", SectionKind.OTHER, 0, headings[0].start, 0, ()))
        first = headings[0].start
    stack = [_Open(-1, Section("", _default(frame), 0, 0, 0, ()))]
    starts = [first, *(heading.start for heading in headings[1:]), len(text)]
    for number, heading in enumerate(_unsaid(headings, frame)):
        while stack[-1].rank >= heading.rank:
            stack.pop()
        section = _section(text, heading, stack[-1], frame)
        section = section._replace(start=starts[number], end=starts[number + 1])
        stack[-1] = stack[-1]._replace(last_child=section)
        stack.append(_Open(heading.rank, section))
        sections.append(section)
    return sections


def _unsaid(headings: Sequence[Heading], frame: Frame) -> Iterator[Heading]:
    """The headings, without the words of those that only seem to open a plan: a summary has its plan at the end.

    二、重点任务 before 三、存在问题 and 四、下一步打算 tells of work on the tasks.
    """
    words = lexicon(frame.rules)
    kinds = [named_kind(heading.words, words) for heading in headings]
    rank = min(heading.rank for heading in headings)
    top = [number for number, heading in enumerate(headings) if heading.rank == rank]
    plan = max((number for number in top if kinds[number] is SectionKind.PLAN), default=0)
    problem = (
        max((number for number in top[: top.index(plan)] if kinds[number] is SectionKind.PROBLEM), default=0)
        if plan
        else 0
    )
    for number, heading in enumerate(headings):
        early = heading.rank == rank and number < problem and kinds[number] is SectionKind.PLAN
        sure = words.lead_plan.match(heading.words) or next(times.find(heading.words, frame.rules), None)
        told = early and not sure and frame.info.kind is DocumentKind.SUMMARY
        yield heading._replace(words="") if told else heading


def _default(frame: Frame) -> SectionKind:
    return SectionKind.PLAN if frame.info.kind is DocumentKind.PLAN else SectionKind.WORK


def _section(text: str, heading: Heading, parent: _Open, frame: Frame) -> Section:
    name = text[heading.start : heading.end]
    above = parent.section
    own = _period(heading, above, frame)
    kind = _kind(heading, parent, own, frame)
    if kind is SectionKind.PROBLEM and own and frame.info.period and own.start > frame.info.period.end:
        own = None  # 八、问题与明年思路: the time is that of the second
    period = own or above.period if kind is above.kind else own
    if period is None:
        period = (
            _looked_back_on(kind, parent, frame) or _plan_period(kind, frame) or _planned_before(kind, parent)
        )
    return Section(name, kind, heading.start, heading.end, above.level + 1, (*above.path, name), period)


def _looked_back_on(kind: SectionKind, parent: _Open, frame: Frame) -> Months | None:
    """Problems are of the year that the section before them is on, where the document is of another time or of several.

    In a plan for 2025: 一、2024年工作回顾 二、存在的问题; in a report on five years: 二、2025年工作 三、存在的问题.
    """
    before, reported = parent.last_child, frame.info.period
    if kind is not SectionKind.PROBLEM or before is None or before.kind is not SectionKind.WORK:
        return None
    told = before.period
    last = told and reported and reported.start < told.start and told.end == reported.end
    return told if last or _before(told, reported) else None


def _planned_before(kind: SectionKind, parent: _Open) -> Months | None:
    """二、2014年工作总体要求 三、加快发展社会事业: the parts of a plan are of the time that its first one names."""
    before = parent.last_child
    return before.period if before is not None and before.kind is kind is SectionKind.PLAN else None


def _plan_period(kind: SectionKind, frame: Frame) -> Months | None:
    """The planned period where the title fixes it."""
    if kind is not SectionKind.PLAN:
        return None
    return frame.info.period if frame.info.kind is DocumentKind.PLAN else frame.planned


def _kind(heading: Heading, parent: _Open, own: Months | None, frame: Frame) -> SectionKind:
    words = lexicon(frame.rules)
    named = named_kind(heading.words, words)
    reported = frame.info.period
    ahead = own and reported and own.start > reported.end and frame.info.kind is DocumentKind.SUMMARY
    if ahead and named is not SectionKind.PROBLEM:
        return SectionKind.PLAN
    above = parent.section
    top = above.level == 0
    if top and named is None and frame.info.kind is DocumentKind.SUMMARY:
        planned = parent.last_child is not None and parent.last_child.kind is SectionKind.PLAN
        return SectionKind.PLAN if planned else SectionKind.WORK
    if top and named is SectionKind.WORK:
        return named
    if named is None:
        past = top and (words.background.fullmatch(heading.words) or _before(own, reported))
        return SectionKind.WORK if past else above.kind
    if above.kind is SectionKind.PLAN and named is SectionKind.WORK:
        return named if _before(own, reported) else above.kind
    if above.kind is SectionKind.PROBLEM and named is SectionKind.WORK:
        return above.kind
    if not top and above.kind is SectionKind.WORK and named is SectionKind.PLAN:
        return (
            named if own or words.lead_plan.match(heading.words) or _is_plan(heading, words) else above.kind
        )
    return named


def _is_plan(heading: Heading, words: Lexicon) -> bool:
    """Whether a heading says that a plan follows, and not of what: 减排任务 is work on it."""
    return any(words.plan_alone.match(piece) for piece in _JOINTS.split(heading.words))


def _before(own: Months | None, reported: Months | None) -> bool:
    return bool(own and reported and own.end < reported.start)


def _period(heading: Heading, above: Section, frame: Frame) -> Months | None:
    """Months that the words of a heading fix: at their start, or where they name a kind."""
    words = heading.words
    if not re.search(r"[\d年期度月五]", words):
        return None
    found = list(times.find(words, frame.rules))
    if not found:
        return None
    named = above.level == 0 or named_kind(words, lexicon(frame.rules))
    if not named and not (found[0].start == 0 and found[0].years):
        return None
    # “十五五”时期主要目标和2026年重点工作: the year beside the plan is what most figures are of.
    spans = [_years(time) for time in found]
    single = next((time for time, years in zip(found, spans, strict=True) if years == 1), None)
    first = single if single is not None and spans[0] == _PLAN else found[0]
    return first.resolve(frame.clock)


def _years(time: times.Time) -> int:
    return time.years[1] - time.years[0] + 1 if time.years else 1


class _Carried(NamedTuple):
    kind: SectionKind
    period: Months | None
    level: int


def cut(
    sections: Sequence[Section], stretches: Iterable[Stretch], folded: str, frame: Frame, firsts: Set[int]
) -> list[Section]:
    """Sections divided where a sentence opens a part that has no heading: 存在的问题是…, 下一步….

    Only parts on work and problems of a summary are divided, never the preamble. Where the text has headings,
    a plan begins with a paragraph. Headings below whose numbering begins anew (their starts are in `firsts`)
    belong to the part so opened.
    """
    if frame.info.kind is DocumentKind.PLAN:
        return list(sections)
    match = lexicon(frame.rules).cut.match
    headless = len(sections) == 1 and sections[0].level == 0
    divided: list[Section] = []
    queue = iter(sections)
    current = next(queue)
    carried: _Carried | None = None
    for stretch in stretches:
        while stretch.start >= current.end:
            divided.append(current)
            below = next(queue)
            carried = _carried(carried, current, below, firsts)
            current = _under(carried, below)
        if current.kind not in (SectionKind.WORK, SectionKind.PROBLEM) or stretch.start == current.start:
            continue
        found = match(folded, stretch.start, stretch.end)
        if found and found["work"] and (current.heading or current.kind is SectionKind.WORK):
            continue  # only a part that has no heading ends where the text speaks of work again
        opened = _opened(found, stretch, headless, frame) if found else None
        if opened and opened[0] is not current.kind:
            divided.append(current._replace(end=stretch.start))
            current = current._replace(heading="", start=stretch.start, kind=opened[0], period=opened[1])
    return [*divided, current, *queue]


def _carried(carried: _Carried | None, last: Section, below: Section, firsts: Set[int]) -> _Carried | None:
    if not last.heading and last.level > 0 and below.start in firsts and below.level > 1:
        return _Carried(last.kind, last.period, below.level)
    return carried if carried and below.level >= carried.level else None


def _under(carried: _Carried | None, section: Section) -> Section:
    if carried is None or section.kind is not SectionKind.WORK:
        return section
    return section._replace(kind=carried.kind, period=carried.period)


def _opened(
    found: re.Match[str], stretch: Stretch, headless: bool, frame: Frame
) -> tuple[SectionKind, Months | None] | None:
    if found["problem"] is not None:
        return SectionKind.PROBLEM, None
    if found["work"] is not None:
        return SectionKind.WORK, None
    if not (headless or stretch.opens):
        return None
    reported = frame.info.period
    time = next(times.find(found.group(), frame.rules), None)
    period = time.resolve(frame.clock) if time else frame.planned
    if time and (period is None or (reported and period.start <= reported.end)):
        return None
    return SectionKind.PLAN, period
