"""Signs of the setting: section, and the times told around a figure that it may or may not belong to."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reportmine.attribution.reading import Reading
from reportmine.attribution.told import CACHED, Signs, Told
from reportmine.model import Months, Outline, Reason, SectionKind, Status
from reportmine.text import fold

if TYPE_CHECKING:
    from reportmine.attribution import Material


@dataclass(frozen=True, slots=True)
class Setting:
    """What the readings of one sentence share."""

    told: Told
    document: Months | None
    headed: bool  # the document has headings
    around: tuple[str, ...]  # times of the heading and of the paragraph before the sentence
    times: Sequence[tuple[int, str]]  # times and spans of time in the sentence, with their places

    def signs(self, reading: Reading, timed: str) -> Signs:
        """Where the figure stands, how its status and period came about, and what they do not account for.

        `timed` notes where the period came from.
        """
        section = self.told.section
        given = self._given(reading)
        place = (section.kind, section.level, self.headed)
        start = reading.quantity.start
        times = self.around
        if self.times:
            times += tuple([f"{time} {'before' if at < start else 'behind'}" for at, time in self.times])
        return _standing(place, reading.status, timed, given, self.document), _times(times, given)

    def _given(self, reading: Reading) -> str:
        if reading.period is None:
            return "no period"
        if reading.period == self.document:
            return "period of the document"
        return "period of the section" if reading.period == self.told.section.period else "period of the text"


def of(material: "Material", told: Sequence[Told]) -> Iterator[Setting]:
    """The setting of each of these sentences, in their order."""
    outline, quantities = material.outline, material.quantities
    book = material.rules.book("periods")
    headed = any(section.heading for section in outline.sections)
    spans = [quantity for quantity in quantities if quantity.reason is Reason.DURATION]
    starts = [span.start for span in spans]
    headings: dict[str, list[str]] = {}
    paragraph, passed = -1, dict[str, None]()
    for one in told:
        sentence = one.sentence
        for heading in one.section.path:
            if heading not in headings:
                headings[heading] = [f"heading {m.cue.label}" for m in book.find(fold(heading))]
        if sentence.paragraph != paragraph:
            paragraph, passed = sentence.paragraph, {}
            first = bisect_left(starts, _opening(outline, one.number))
            passed = {
                f"paragraph span {span.text[-1]}": None
                for span in spans[first : bisect_left(starts, sentence.start)]
            }
        inside = spans[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        times = [(piece.start, piece.label) for piece in one.chunks if piece.kind == "T"]
        yield Setting(
            one,
            outline.info.period,
            headed,
            (*(time for heading in one.section.path for time in headings[heading]), *passed),
            [*times, *((span.start, f"span {span.text[-1]}") for span in inside)],
        )
        passed |= {f"paragraph {label}": None for _, label in times}


def _opening(outline: Outline, number: int) -> int:
    """Where the paragraph of a sentence begins."""
    sentences = outline.sentences
    while number and sentences[number - 1].paragraph == sentences[number].paragraph:
        number -= 1
    return sentences[number].start


@lru_cache(maxsize=CACHED)
def _standing(
    place: tuple[SectionKind, int, bool], status: Status, timed: str, given: str, document: Months | None
) -> tuple[str, ...]:
    kind, depth, headed = place
    return (
        f"section {kind} {depth}",
        *(f"section {kind} & {other}" for other in (status, timed, given)),
        f"{status} & {timed}",
        given,
        f"document of {_length(document)}",
        *(() if headed else (f"no headings & {status}",)),
    )


@lru_cache(maxsize=CACHED)
def _times(times: tuple[str, ...], given: str) -> tuple[str, ...]:
    return tuple(f"{time} & {given}" for time in dict.fromkeys(times))


def _length(period: Months | None) -> str:
    """The length of a document's period, and the month that it begins with where that is not January."""
    if period is None:
        return "no period"
    years, month = int(period.end[:4]) - int(period.start[:4]), int(period.start[5:])
    count = years * 12 + int(period.end[5:]) - month + 1
    return f"{count} months" if month == 1 else f"{count} months from {month}"
