"""The period that a document reports on or plans, told from its title, headings, first lines and date."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportmine.model import DocumentKind, Months, SectionKind
from reportmine.patterns import Rules
from reportmine.structure import times
from reportmine.structure.headings import Heading
from reportmine.structure.lexicon import lexicon
from reportmine.structure.sections import named_kind
from reportmine.structure.times import Clock, Time

_AND = re.compile("[及和与暨、,;]")
_SPRING = 4  # a government reports on the year before up to this month
_LATE = 10  # from this month on a yearly summary speaks of its own year
_PLANNING = 11  # from this month on a yearly plan speaks of the next year


class Signs(NamedTuple):
    """What the period is told from."""

    title: str
    introduction: str
    headings: Sequence[Heading]
    published: str | None
    kind: DocumentKind
    government: bool  # the report of a government


class Reported(NamedTuple):
    """The period, the years that relative words count from, and the planned period in the title."""

    period: Months | None
    clock: Clock
    planned: Months | None


def read(signs: Signs, rules: Rules) -> Reported:
    """The document's period; None where nothing fixes it."""
    title = list(times.find(signs.title, rules))
    if signs.government:
        return _government(signs, title, rules)
    main = _main(signs, title, rules)
    if main is None:
        return Reported(None, Clock(), None)
    period, year = main
    clock = Clock(year, year)
    others = (time.resolve(clock) for time in title[1:])
    planned = next((other for other in others if other and other.start > period.end), None)
    return Reported(period, clock, planned if signs.kind is DocumentKind.SUMMARY else None)


def _government(signs: Signs, title: list[Time], rules: Rules) -> Reported:
    written, month = _date(signs.published)
    reviewed = next(_years_of_work(signs, rules), None)
    if written is None and reviewed is None:
        written = next((time.years[1] for time in title if time.years), None)
    if written is not None and (month <= _SPRING or reviewed is None):
        reviewed = (
            written if month >= _LATE else written - 1
        )  # a new government's first congress is in winter
    if reviewed is None:
        return Reported(None, Clock(), None)
    clock = Clock(written or reviewed + 1, reviewed)
    planned = max(clock.this or 0, reviewed + 1)
    return Reported(_year(reviewed), clock, _year(planned))


def _years_of_work(signs: Signs, rules: Rules) -> Iterator[int]:
    """Years that top headings on work done name, none later than the publication."""
    words = lexicon(rules)
    latest, _ = _date(signs.published)
    top = min((heading.rank for heading in signs.headings), default=0)
    for heading in signs.headings:
        if heading.rank > top or named_kind(heading.words, words) is SectionKind.PLAN:
            continue
        for time in times.find(heading.words, rules):
            if time.years and time.years[0] == time.years[1] and (latest is None or time.years[0] <= latest):
                yield time.years[0]
            break


def _main(signs: Signs, title: list[Time], rules: Rules) -> tuple[Months, int] | None:
    """Period and year of a document that is no government report."""
    first = _in_two(signs.title, title, rules) or (title[0] if title else None)
    if first and first.years:
        period = first.resolve(Clock())
        return (period, times.year_of(period)) if period else None
    written, _ = _date(signs.published)
    if first and first.shift and written is not None:
        return _resolved(first, written)  # 去年农村危房改造竣工9.6万户: the year before that of the newspaper
    intro = _introduced(signs, rules)
    if first is None and intro and intro.years:
        return _resolved(intro, intro.years[1])
    part = first or _partial(signs, rules)
    if intro and intro.years:
        year: int | None = intro.years[1]
    else:
        year = next(_years_of_work(signs, rules), None) if signs.kind is DocumentKind.SUMMARY else None
    if year is None:
        year = _dated(signs, part, rules)
    if year is None and signs.published is None:
        year = _compared(signs, rules)
    if year is None:
        return None
    return _resolved(part, year) if part else (_year(year), year)


def _in_two(text: str, title: list[Time], rules: Rules) -> Time | None:
    """2022年某某局上半年工作总结: the year and the part of it, with only the office between."""
    if len(title) < len(("year", "part")):
        return None
    year, part = title[:2]
    between, words = text[year.end : part.start], lexicon(rules)
    told = words.kind_summary.search(between) or words.kind_plan.search(between) or _AND.search(between)
    whole = year.years is not None and year.years[0] == year.years[1] and not year.partial
    if not whole or not part.partial or part.years or part.shift is not None or told:
        return None
    return part._replace(years=year.years)


def _resolved(time: Time, year: int) -> tuple[Months, int] | None:
    period = time.resolve(Clock(year, year))
    return (period, year) if period else None


def _introduced(signs: Signs, rules: Rules) -> Time | None:
    """The first expression of the introduction that names one year and fits the date of publication."""
    written, _ = _date(signs.published)
    words = lexicon(rules)
    for time in _told_years(signs, rules):
        year = time.years[0] if time.years else 0
        latest = (written or year) + (signs.kind is DocumentKind.PLAN)
        fits = written is None or written - 1 <= year <= latest
        compared = words.compared.search(signs.introduction, 0, time.start)
        if fits and not compared and not words.begun.match(signs.introduction, time.end):
            return time
    return None


def _told_years(signs: Signs, rules: Rules) -> Iterator[Time]:
    """Expressions of the introduction that name one year."""
    found = times.find(signs.introduction, rules)
    return (time for time in found if time.years and time.years[0] == time.years[1])


def _compared(signs: Signs, rules: Rules) -> int | None:
    """比2016年全年增速高0.3个百分点: told of the year that follows the first one which figures are compared with."""
    first = next(_told_years(signs, rules), None)
    if first is None or first.years is None or lexicon(rules).begun.match(signs.introduction, first.end):
        return None
    return first.years[1] + 1


def _partial(signs: Signs, rules: Rules) -> Time | None:
    """The first part of a year (上半年) that a top heading or the first sentence names."""
    sentence, _, _ = signs.introduction.partition("。")
    named = [sentence, *(heading.words for heading in signs.headings[:1])]
    found = (time for words in named for time in times.find(words, rules) if time.partial and not time.years)
    return next(found, None)


def _dated(signs: Signs, part: Time | None, rules: Rules) -> int | None:
    """The year that the date of publication suggests."""
    written, month = _date(signs.published)
    if written is None:
        return None
    if signs.kind is DocumentKind.PLAN:
        return written + 1 if month >= _PLANNING and not part else written
    last = part.months[1] if part and part.partial else _LATE
    if month > _SPRING and _of_this_year(signs, rules):
        return written  # 现将今年工作情况报告如下
    return written if month >= last else written - 1


def _of_this_year(signs: Signs, rules: Rules) -> bool:
    """The title or the introduction speaks of the year of writing."""
    return any(
        time.shift == 0 for words in (signs.title, signs.introduction) for time in times.find(words, rules)
    )


def _date(published: str | None) -> tuple[int | None, int]:
    return (int(published[:4]), int(published[5:7])) if published else (None, 0)


def _year(year: int) -> Months:
    return Months(f"{year:04}-01", f"{year:04}-12")
