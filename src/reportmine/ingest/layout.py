"""Characters with their places on pages → lines → paragraphs, as a reader joins them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from reportmine.ingest.columns import Edges
from reportmine.ingest.content import Cell, clean

# Distances, in characters of the line that they are in.
_SAME_LINE = 0.5  # the most that bases differ within one: indices and powers stand off
_WORDS = 0.25  # between two Latin words
_GAP = 0.3  # what somebody left empty; lines that fill their width are stretched by less
_MIXED = 0.45  # the same between 年 and 2024, which programs set apart
_STRETCH = 0.5  # the most by which a line that is to fill its width is stretched
_CELLS = 2.0  # between two cells of a row
_TYPED_CELLS = 4.0  # the same, if spaces are typed there
_FIGURES = 1.0  # between two cells that hold figures
_BOLD = 0.1  # by which a character is drawn a second time, to look bold
_INDENT = 1.0  # of the first line of a paragraph; two are usual
# By how much a line may end before the margin although what follows had no room: programs keep 24%、21.4% together.
_SLACK = 5.0
_CLOSED_SLACK = (
    2.0  # the same, of a line that ends with a sentence, where paragraphs are told by their indent
)
_BARE_SLACK = 0.4  # the same, where nothing else tells them
_TITLE_SLACK = 1.0  # the same, of a title in the middle
_FAR = 3.0  # from the margin, of what stands in the middle and is not indented
_CENTRED = 0.5  # between a line and the margin on either side, and what the two may differ by

_COLUMNS = 0.8  # between two cells of lines that stand in columns

_LOOSE = 3.0  # the most that lines of one paragraph lie apart, in their size
_TITLE_PITCH = 1.6  # distance of the lines of a title, in its own size
_PITCH = 1.5  # distance of paragraphs, in that of lines
_MOST_INDENTED = 0.6  # share of the lines below a short one, from which on a line at the margin opens nothing
_SAME_SIZE = 1.05  # of the usual size: more is a title
_SIZES = 1.15  # ratio of sizes within a paragraph
_EDGE = 0.12  # part of a page's height, at its top and bottom, in which headers, footers and numbers stand
_OUTSIDE = (
    0.07  # the same, in which nothing but these stands that is no larger than the text and set apart from it
)
_APART = 2.0  # distance from the text, in that of lines
_REPEATED = 0.4  # share of the pages that a header is on: even and odd ones may have two
_MARGIN = 0.03  # share of lines that may run on beyond the right margin: hanging punctuation

_NUMBER = re.compile(
    r"[-—–―·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[,，/／]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―·.\s]*"
)
_ENUMERATOR = re.compile(
    r"第[一二三四五六七八九十]{1,3}(?:部分|章|编|篇)|[一二三四五六七八九十]{1,3}、|\d{1,2}[、.．](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]"
)
_LEADS_ON = re.compile(r"[\d、，,第—–\-(（]$")  # an enumerator behind these is none
_DIGITS = re.compile(r"\d+")
_LEADERS = re.compile(r"(?:[.…·．]\s*){6,}\d+$")
ENDS = ("。", "！", "？", "；", "：")
_OPENERS = "“‘（(《〈【〔["
# Closing marks do not begin a line: the character before them had to come along.
_CLOSERS = "，。、；：？！”’）)》〉】〕]%％‰,.;:?!"


class Glyph(NamedTuple):
    """One character: its left and right edge, its base line counted from below, its size; all in points."""

    char: str
    left: float
    right: float
    base: float
    size: float


class Line(NamedTuple):
    """One printed line; a gap as wide as between cells is a tab."""

    text: str
    left: float
    right: float
    base: float
    size: float
    first: float  # width of what cannot be parted from its first character
    cells: tuple[Cell, ...] = ()  # of a row of a table
    pieces: tuple[tuple[str, Edges], ...] = ()  # what is set apart, where that are several


class Row(NamedTuple):
    """A row of a table: the number of its table in the file, from 1, and of its page."""

    cells: tuple[Cell, ...]
    table: int
    page: int


class Page(NamedTuple):
    """The lines of one page from top to bottom."""

    number: int
    height: float
    lines: list[Line]


def lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Printed lines from top to bottom, each read from left to right; columns of text are not told apart."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: -one.base):
        if rows and rows[-1][0].base - glyph.base <= _SAME_LINE * max(rows[-1][0].size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    found = (_line(sorted(row, key=lambda one: one.left)) for row in rows)
    return [line for line in found if line]


def _line(row: list[Glyph]) -> Line | None:
    shown = [glyph for glyph in row if not glyph.char.isspace()]
    if not shown:
        return None
    size = median(glyph.size for glyph in shown)
    gaps = [(glyph.left - before.right) / size for before, glyph in pairwise(shown)]
    stretch = min(max(median(gaps or [0.0]), 0.0), _STRETCH)
    text, before, typed = "", shown[0], False
    pieces: list[tuple[str, Edges]] = []
    opened, left = 0, shown[0].left
    for glyph in row:
        if glyph.char.isspace():
            typed = bool(text)
        elif not text:
            text = glyph.char
        elif glyph.char != before.char or glyph.left - before.left > _BOLD * size:
            gap = (glyph.left - before.right) / size
            space = _between(before.char, glyph.char, (gap, stretch), typed=typed)
            if gap - stretch >= (_CELLS if typed else _COLUMNS):
                pieces.append((text[opened:], Edges(left, before.right)))
                opened, left = len(text) + len(space), glyph.left
            text += space + glyph.char
            before, typed = glyph, False
    if pieces:
        pieces.append((text[opened:], Edges(left, shown[-1].right)))
    return Line(text, shown[0].left, shown[-1].right, shown[0].base, size, _first(shown), (), tuple(pieces))


def _between(before: str, char: str, distance: tuple[float, float], *, typed: bool) -> str:
    """What stands between two characters that follow each other: a tab, a space or nothing.

    `distance` is that between the two, and by how much all of the line are moved apart.
    """
    gap, stretch = distance
    figures = before.isdigit() and char.isdigit()
    if gap >= (_TYPED_CELLS if typed else _FIGURES if figures else _CELLS):
        return "\t"
    latin = before.isascii() + char.isascii()
    return " " if typed or gap - stretch >= (_GAP, _MIXED, _WORDS)[latin] else ""


def _first(row: list[Glyph]) -> float:
    end = 0
    while end < len(row) - 1 and row[end].char in _OPENERS:
        end += 1
    if row[end].char.isascii():
        while end < len(row) - 1 and row[end + 1].char.isascii() and not row[end + 1].char.isspace():
            end += 1
    while end < len(row) - 1 and row[end + 1].char in _CLOSERS:
        end += 1
    return row[end].right - row[0].left


def paragraphs(pages: Sequence[Page]) -> Iterator[list[tuple[str, int]] | Row]:
    """Paragraphs in reading order: stretches of text, each with the number of its page; and rows of tables.

    A table goes on over the end of a page where the next one begins with as many columns.
    """
    running, size, pitch = _running(pages), _size(pages), _pitch(pages)
    kept = [(page.number, line) for page in pages for line in _body(page, running, (size, pitch))]
    every = [line for _, line in kept]
    column = _column(every) if every else _Column(0, 0, False)
    table = width = 0
    for is_row, group in groupby(kept, lambda one: bool(one[1].cells)):
        found = list(group)
        if not is_row:
            yield from _joined(found, column, pitch)
            width = 0
            continue
        for page, lines_of in groupby(found, lambda one: one[0]):
            rows = [line for _, line in lines_of]
            wide = max(cell.column + cell.columns - 1 for line in rows for cell in line.cells)
            table, width = table + (wide != width), wide
            yield from (Row(line.cells, table, page) for line in rows)


def _joined(
    kept: Sequence[tuple[int, Line]], column: "_Column", pitch: float
) -> Iterator[list[tuple[str, int]]]:
    paragraph = [kept[0]]
    for (page, line), (next_page, next_line) in pairwise(kept):
        step = line.base - next_line.base
        near = page != next_page or step <= max(_PITCH * pitch, _TITLE_PITCH * line.size)
        if near and _runs_on(line, next_line, column):
            paragraph.append((next_page, next_line))
        else:
            yield _told(paragraph)
            paragraph = [(next_page, next_line)]
    yield _told(paragraph)


def _running(pages: Sequence[Page]) -> set[str]:
    """Lines at the edges that page after page repeats but for their digits."""
    seen = Counter(
        key for page in pages for key in {_key(line) for line in page.lines if _at_edge(line, page)}
    )
    return {key for key, count in seen.items() if count > 1 and count >= len(pages) * _REPEATED}


def _body(page: Page, running: set[str], usual: tuple[float, float]) -> list[Line]:
    """Lines of a page without its furniture; `usual` are the size of characters and the distance of lines."""
    kept = [
        line
        for line in page.lines
        if line.cells
        or not (
            (_at_edge(line, page) and (_key(line) in running or _NUMBER.fullmatch(line.text)))
            or _LEADERS.search(line.text)
        )
    ]
    if len(kept) > 1 and not kept[0].cells and _stands_out(kept[0], kept[1], page, usual):
        del kept[0]
    if len(kept) > 1 and not kept[-1].cells and _stands_out(kept[-1], kept[-2], page, usual):
        del kept[-1]
    return kept


def _stands_out(line: Line, neighbour: Line, page: Page, usual: tuple[float, float]) -> bool:
    """Whether the first or last line of a page is a header or footer that no other page repeats."""
    size, pitch = usual
    inside = _OUTSIDE * page.height <= line.base <= (1 - _OUTSIDE) * page.height
    apart = abs(line.base - neighbour.base) >= _APART * pitch
    return not inside and apart and line.size <= _SAME_SIZE * size and "\t" not in line.text


def _at_edge(line: Line, page: Page) -> bool:
    inside = _EDGE * page.height <= line.base <= (1 - _EDGE) * page.height
    return not inside and "\t" not in line.text.strip("\t")


def _key(line: Line) -> str:
    return _DIGITS.sub("0", line.text)


class _Column(NamedTuple):
    """The column of text: its margins, and whether the first line of a paragraph is indented."""

    left: float
    right: float
    indented: bool


def _column(every: Sequence[Line]) -> _Column:
    starts = Counter(round(line.left) for line in every)
    often = max(starts.values()) / 3  # each full paragraph has one line that is indented
    left = min(start for start, count in starts.items() if count >= often)
    ends = sorted(line.right for line in every)
    right = ends[max(0, len(ends) - 1 - int(len(ends) * _MARGIN))]
    opening = [below for line, below in pairwise(every) if line.right < right - _SLACK * line.size]
    indented = sum(line.left >= left + _INDENT * line.size for line in opening)
    return _Column(left, right, indented > len(opening) * _MOST_INDENTED)


def _size(pages: Sequence[Page]) -> float:
    return median([line.size for page in pages for line in page.lines] or [0.0])


def _pitch(pages: Sequence[Page]) -> float:
    steps = [
        line.base - below.base
        for page in pages
        for line, below in pairwise(page.lines)
        if line.base - below.base <= _LOOSE * line.size
    ]
    return median(steps or [_LOOSE * _size(pages)])


def _runs_on(line: Line, below: Line, column: _Column) -> bool:
    """Whether a line was broken only because what begins the next one had no room."""
    if "\t" in line.text or "\t" in below.text:
        return False
    if max(line.size, below.size) > _SIZES * min(line.size, below.size):
        return False
    if below.left >= column.left + _INDENT * below.size:
        return _is_broken_title(line, below, column)
    if _ENUMERATOR.match(below.text) and not _LEADS_ON.search(line.text):
        return False
    slack = _SLACK
    if line.text.endswith(ENDS) or _is_centred(line, column):
        slack = _CLOSED_SLACK if column.indented else _BARE_SLACK
    return line.right + below.first > column.right - slack * line.size


def _is_broken_title(line: Line, below: Line, column: _Column) -> bool:
    """Whether a line that stands in the middle goes on below, also in the middle, for want of room."""
    if _ENUMERATOR.match(below.text) or below.left < column.left + _FAR * below.size:
        return False
    lines = (line, below)
    middle = (column.left + column.right) / 2
    centred = all(abs((one.left + one.right) / 2 - middle) < _CENTRED * one.size for one in lines)
    room = column.right - column.left - (line.right - line.left)
    return centred and below.first > room - _TITLE_SLACK * line.size and not line.text.endswith(ENDS)


def _is_centred(line: Line, column: _Column) -> bool:
    before, behind = line.left - column.left, column.right - line.right
    return (
        not column.indented and before >= _CENTRED * line.size and abs(before - behind) < _CENTRED * line.size
    )


def _told(paragraph: list[tuple[int, Line]]) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    for page, line in paragraph:
        text = "\t".join(map(clean, line.text.split("\t")))
        if (
            pieces
            and pieces[-1][0][-1:].isascii()
            and pieces[-1][0][-1:].isalpha()
            and text[:1].isascii()
            and text[:1].isalpha()
        ):
            text = f" {text}"
        if pieces and pieces[-1][1] == page:
            pieces[-1] = (pieces[-1][0] + text, page)
        else:
            pieces.append((text, page))
    return pieces
