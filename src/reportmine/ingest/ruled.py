"""Lines drawn on a page → the cells of ruled tables, and the characters in them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportmine.ingest.content import Cell, clean
from reportmine.ingest.layout import Glyph, Line, lines

_NEAR = 2.5  # points: rules that are drawn less apart are one, and ends less apart meet
_MOST = 200  # columns, or rows, of one page: more are a drawing
_LONGEST = 300  # characters of a cell; with more it holds prose, and the rules only frame it
_INDENT = (
    0.4  # of a character, by which the text of a cell stands further to the right than that of its column
)


class Rule(NamedTuple):
    """A straight line along one axis: where it is on the other one, and its ends; in points."""

    vertical: bool
    at: float
    start: float
    end: float


class _Box(NamedTuple):
    """A cell: the first and the last of the columns and rows between the rules, rows from the top."""

    left: int
    right: int
    top: int
    bottom: int


def tables(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[Line], list[Glyph]]:
    """The rows of the tables that rules make, as lines with cells, and the characters outside of them."""
    rows: list[Line] = []
    rest = list(glyphs)
    for band in _bands(rules):
        frame = _Frame.of(band)
        if frame is not None:
            found, others = frame.rows(rest)
            if found:
                rows += found
                rest = others
    return rows, rest


def _bands(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Rules that reach the same stretch of the page's height."""
    bands: list[list[Rule]] = []
    low = float("inf")
    for rule in sorted(rules, key=_top, reverse=True):
        bottom = rule.start if rule.vertical else rule.at
        if bands and _top(rule) >= low - _NEAR:
            bands[-1].append(rule)
        else:
            bands.append([rule])
            low = bottom
        low = min(low, bottom)
    return bands


def _top(rule: Rule) -> float:
    return rule.end if rule.vertical else rule.at


class _Frame:
    """The rules of one table: where its columns and rows part, and which of them are walls."""

    def __init__(self, xs: list[float], ys: list[float], rules: Sequence[Rule]) -> None:
        self._xs, self._ys = xs, ys  # rising; ys counted from the top, so negated
        self._walls = {True: self._drawn(rules, vertical=True), False: self._drawn(rules, vertical=False)}

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> "_Frame | None":
        """The frame of a band of rules; None where they part nothing."""
        upright = [rule for rule in rules if rule.vertical]
        level = [rule for rule in rules if not rule.vertical]
        if not upright or len(level) < 2:
            return None
        ends = [end for rule in level for end in (rule.start, rule.end)]
        xs = _apart([*(rule.at for rule in upright), min(ends), max(ends)])
        heights = [end for rule in upright for end in (rule.start, rule.end)]
        ys = _apart([-at for at in (*(rule.at for rule in level), min(heights), max(heights))])
        fits = 3 <= len(xs) <= _MOST and 3 <= len(ys) <= _MOST
        return cls(xs, ys, rules) if fits else None

    def _drawn(self, rules: Sequence[Rule], *, vertical: bool) -> set[tuple[int, int]]:
        """Number of each wall, and number of each stretch of it that is drawn."""
        walls, along = (self._xs, self._ys) if vertical else (self._ys, self._xs)
        found: set[tuple[int, int]] = set()
        for rule in rules:
            if rule.vertical is not vertical:
                continue
            at, start, end = (
                (rule.at, -rule.end, -rule.start) if vertical else (-rule.at, rule.start, rule.end)
            )
            wall = _place(walls, at)
            first, last = bisect_right(along, start + _NEAR) - 1, bisect_right(along, end - _NEAR)
            found.update((wall, stretch) for stretch in range(max(0, first), last))
        return found

    def rows(self, glyphs: Sequence[Glyph]) -> tuple[list[Line], list[Glyph]]:
        """Lines of cells, and the characters outside; no lines where a cell holds prose."""
        boxes = self._boxes()
        held: dict[_Box, list[Glyph]] = {}
        outside = []
        for glyph in glyphs:
            place = self._inside((glyph.left + glyph.right) / 2, -(glyph.base + glyph.size * 0.35))
            box = boxes.get(place) if place else None
            if box is None:
                outside.append(glyph)
            else:
                held.setdefault(box, []).append(glyph)
        written = {box: found for box, inside in held.items() if (found := lines(inside))}
        texts = {box: _joined(found) for box, found in written.items()}
        if len({box.left for box in written}) < 2 or any(len(text) > _LONGEST for text in texts.values()):
            return [], list(glyphs)
        return list(self._lines(written, texts)), outside

    def _lines(self, written: dict[_Box, list[Line]], texts: dict[_Box, str]) -> Iterable[Line]:
        begun: dict[int, list[float]] = {}
        for box, found in written.items():
            begun.setdefault(box.left, []).append(found[0].left)
        lefts = {left: _margin(places) for left, places in begun.items()}
        for top in sorted({box.top for box in written}):
            row = sorted(box for box in written if box.top == top)
            first = written[row[0]][0]
            cells = tuple(
                Cell(
                    box.left + 1,
                    texts[box],
                    box.bottom - box.top + 1,
                    box.right - box.left + 1,
                    indent=_indent(written[box][0], lefts[box.left]),
                )
                for box in row
            )
            right = max(line.right for box in row for line in written[box])
            text = "\t".join(cell.text for cell in cells)
            yield Line(text, first.left, right, -self._ys[top], first.size, first.first, cells)

    def _boxes(self) -> dict[tuple[int, int], _Box]:
        """The cell of each place between the rules, where no wall parts it from the next one."""
        boxes: dict[tuple[int, int], _Box] = {}
        columns, rows = len(self._xs) - 1, len(self._ys) - 1
        for top in range(rows):
            for left in range(columns):
                if (left, top) in boxes:
                    continue
                right = left
                while (
                    right + 1 < columns
                    and (right + 1, top) not in self._walls[True]
                    and (right + 1, top) not in boxes
                ):
                    right += 1
                bottom = top
                while bottom + 1 < rows and not any(
                    (bottom + 1, column) in self._walls[False] for column in range(left, right + 1)
                ):
                    bottom += 1
                box = _Box(left, right, top, bottom)
                boxes |= {(x, y): box for x in range(left, right + 1) for y in range(top, bottom + 1)}
        return boxes

    def _inside(self, x: float, y: float) -> tuple[int, int] | None:
        column, row = bisect_right(self._xs, x) - 1, bisect_right(self._ys, y) - 1
        inside = 0 <= column < len(self._xs) - 1 and 0 <= row < len(self._ys) - 1
        return (column, row) if inside else None


def _apart(places: Iterable[float]) -> list[float]:
    """The places in rising order, those that are near each other as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _place(walls: Sequence[float], at: float) -> int:
    """Number of the wall nearest to a place."""
    after = bisect_right(walls, at)
    near = [number for number in (after - 1, after) if 0 <= number < len(walls)]
    return min(near, key=lambda number: abs(walls[number] - at))


def _joined(found: Sequence[Line]) -> str:
    """The text of a cell whose lines run on."""
    text = ""
    for line in found:
        told = clean(line.text)
        latin = text[-1:].isascii() and text[-1:].isalpha() and told[:1].isascii() and told[:1].isalpha()
        text += f" {told}" if latin else told
    return text


def _margin(places: Sequence[float]) -> float | None:
    """Where the cells of a column begin; None where they begin anywhere, as in the middle."""
    least = min(places)
    return least if sum(place - least <= _NEAR for place in places) * 2 >= len(places) else None


def _indent(line: Line, left: float | None) -> int:
    """Narrow characters by which a cell's text begins further to the right than others of its column."""
    moved = 0.0 if left is None else (line.left - left) / line.size
    return round(2 * moved) if moved > _INDENT else 0
