"""Leads: words above several paragraphs that say of which years they tell.

A paragraph without a figure does (过去的五年极不寻常。…), and so does a heading that names the years of a plan before a
single one (“十四五”时期和2025年工作回顾), up to the paragraph that opens with a year of its own.
"""

from typing import NamedTuple

from reportmine.attribution import periods
from reportmine.attribution.reigns import Reign, Reigns
from reportmine.model import Months, Section, SectionKind
from reportmine.patterns import Book

_FEWEST = 3  # years that are a term or a plan: 近两年 is an aside


class Lead(NamedTuple):
    """The years that the paragraphs at hand are of, and the section at hand."""

    reign: Reign = Reign()
    below: tuple[str, ...] = ()  # the headings above the paragraph that told it
    path: tuple[str, ...] = ()  # the headings above the paragraph at hand
    period: Months | None = None  # what these fix

    @property
    def reigns(self) -> Reigns:
        """What a paragraph begins with."""
        return Reigns(self.reign, self.reign)

    def behind(self, reigns: Reigns, *, figures: bool) -> "Lead":
        """The lead behind a paragraph with these reigns: its own years where it has no figure; a single year ends it."""
        told = reigns.opening
        if told == self.reign or not told.known or told.period is None:
            return self
        years = int(told.period.end[:4]) - int(told.period.start[:4])
        if not years:
            return self._replace(reign=Reign())
        return self if figures or years < _FEWEST - 1 else self._replace(reign=told, below=self.path)

    def into(self, section: Section, book: Book) -> "Lead":
        """The lead in a section: one from above it holds where the headings between fix no other time."""
        if section.path == self.path and section.period == self.period:
            return self
        kept = section.path[: len(self.below)] == self.below and section.period == self.period
        reign = self.reign if kept else Reign()
        below = self.below if kept else ()
        if not reign.known and section.kind is SectionKind.WORK and section.path[:1] != self.path[:1]:
            years = periods.years_first(section, book)
            reign, below = Reign(years, years is not None), section.path[:1]
        return Lead(reign, below, section.path, section.period)


NO_LEAD = Lead()
