"""Sentences and clauses: stretches that marks of punctuation close, brackets and quotes kept whole."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportmine.model import Sentence, Span

# Characters that a bracket or quote may run on behind a full stop inside it; then it counts as never closed.
_REACH = 300
# Characters of a sentence; the longest of the reports at hand has 380. What is longer is no prose (a table without its
# lines, a text without any mark) and is cut into sentences: work on one, and the column that holds it for each of its
# records, would else grow with the square of its length.
LONGEST = 1000

# A character first, for speed: a line end with the spaces behind it, or full stops with what closes behind them.
_END = re.compile(r"[。!?\n](?:(?<=\n)\s*|[。!?]*[”’」』)\]】]*)")
_OPENS = re.compile("[(“]")
_SPACE = re.compile(r"\s*")
_BLANK = re.compile(r"[ \t]*")
_CARRIES_ON = ",、;:"
# Where a sentence that is too long is cut, the best first; in 1,234 and 12.5% only where there is nothing else.
_SEAMS = (re.compile(";"), re.compile(r",(?!\d)|、"), re.compile(r"\s"), re.compile(r"[^\d.,](?![\d.,%])"))

# One piece of a clause boundary search: what is kept whole, or a mark that divides.
_PIECE = re.compile(
    r"“[^“”]*+”|《[^《》]*+》|\((?:[^()]++|\([^()]*+\))*+\)"
    r"|(?<=\d),(?=\d{3}(?!\d))|(?<=\d):(?=\d)"
    r"|(?P<mark>[,;:。!?])"
)


class Stretch(NamedTuple):
    """One sentence before its section is known."""

    start: int
    end: int
    paragraph: int
    opens: bool  # it begins its paragraph


def find(folded: str, headings: set[int], breaks: set[int]) -> Iterator[Stretch]:
    """Sentences from left to right, never overlapping, without spaces around them.

    `headings` are the offsets where heading lines end (the sentence ends there, whatever its last mark),
    `breaks` those where a line must begin a sentence. A line that ends with a mark that carries on
    (, 、 ; :) or inside a bracket continues on the next one, unless a blank line parts the two. None is longer than
    LONGEST: a longer one is cut behind its last mark within that.
    """
    for stretch in _closed(folded, headings, breaks):
        if stretch.end - stretch.start > LONGEST:
            yield from _cut(folded, stretch)
        else:
            yield stretch


def _closed(folded: str, headings: set[int], breaks: set[int]) -> Iterator[Stretch]:
    """Sentences as their marks close them, of any length."""
    start = seen = _skip(_SPACE, folded, 0)
    paragraph, depth, opens = 0, 0, True
    bracket = _next_bracket(folded, start)
    for found in _END.finditer(folded, start):
        stop, after = found.span()
        at_line_end = folded[stop] == "\n"
        last, seen = seen, after
        if depth or bracket < after:
            depth = _depth(folded, last, stop if at_line_end else after, depth)
            bracket = _next_bracket(folded, after)
        if not at_line_end:
            if (depth or folded[after - 1] not in "。!?") and _goes_on(folded, after, depth):
                continue
            yield Stretch(start, after, paragraph, opens)
            start = seen = _skip(_BLANK, folded, after) if folded.startswith((" ", "\t"), after) else after
            depth, opens = 0, False
            continue
        end = last + len(folded[last:stop].rstrip())  # from `last` on: a sentence of many lines is read once
        if end > start:
            apart = after - stop > 1 and folded.count("\n", stop, after) > 1  # a blank line
            stays = apart or end in headings or after in breaks or after == len(folded)
            if not stays and (folded[end - 1] in _CARRIES_ON or (depth and _closes_soon(folded, after))):
                continue
            yield Stretch(start, end, paragraph, opens)
        start, depth, opens = after, 0, True
        paragraph += 1
    end = start + len(folded[start:].rstrip())
    if end > start:
        yield Stretch(start, end, paragraph, opens)


def _next_bracket(folded: str, start: int) -> int:
    """Where the next bracket or quote opens; behind the end of the text where none does."""
    found = _OPENS.search(folded, start)
    return found.start() if found else len(folded)


def _cut(folded: str, stretch: Stretch) -> Iterator[Stretch]:
    """The parts of a sentence that is too long, without spaces around them."""
    start, opens = stretch.start, stretch.opens
    while stretch.end - start > LONGEST:
        seam = _seam(folded, start + LONGEST // 2, start + LONGEST)
        yield Stretch(start, start + len(folded[start:seam].rstrip()), stretch.paragraph, opens)
        start, opens = _skip(_SPACE, folded, seam), False
    yield stretch._replace(start=start, opens=opens)


def _seam(folded: str, start: int, end: int) -> int:
    """Behind the last place between `start` and `end` where a sentence may be cut; `end` where there is none."""
    for seam in _SEAMS:
        places = [found.end() for found in seam.finditer(folded, start, end)]
        if places:
            return places[-1]
    return end


def clauses(folded: str, sentence: Sentence) -> list[Span]:
    """Clauses of a sentence in order: what stands between the marks , ; : and its end, without the marks.

    What stands in “”, 《》 or brackets is not divided, nor are 1,234 and 10:30. Offsets count in `folded`.
    """
    spans: list[Span] = []
    start = sentence.start
    for found in _PIECE.finditer(folded, sentence.start, sentence.end):
        if found["mark"]:
            _add(folded, start, found.start(), spans)
            start = found.end()
    _add(folded, start, sentence.end, spans)
    return spans


def _add(folded: str, start: int, end: int, spans: list[Span]) -> None:
    piece = folded[start:end]
    kept = piece.strip()
    if kept:
        start += len(piece) - len(piece.lstrip())
        spans.append(Span(start, start + len(kept)))


def _depth(folded: str, start: int, end: int, depth: int) -> int:
    """Brackets and quotes open at `end`, when `depth` were open at `start`."""
    depth += folded.count("(", start, end) + folded.count("“", start, end)
    if depth:
        depth -= folded.count(")", start, end) + folded.count("”", start, end)
    return max(depth, 0)


def _closes_soon(folded: str, start: int) -> bool:
    """Whether an open bracket or quote closes on this line, within reach."""
    window = folded[start : start + _REACH]
    line, _, _ = window.partition("\n")
    return ")" in line or "”" in line


def _goes_on(folded: str, after: int, depth: int) -> bool:
    """Whether a full stop before `after` closes no sentence: in a bracket, or quoted in mid-sentence."""
    if depth and _closes_soon(folded, after):
        return True
    return folded[after - 1] not in "。!?" and folded.startswith((",", "、", ";", ":", "的"), after)


def _skip(spaces: re.Pattern[str], folded: str, start: int) -> int:
    found = spaces.match(folded, start)
    return found.end() if found else start
