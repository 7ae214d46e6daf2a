"""The tree of a web page → its blocks in reading order: paragraphs, lines and rows of tables."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from reportmine.ingest.content import MAX_COLUMNS, Cell, clean

_BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre",
    "section", "summary", "details", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "caption",
))  # fmt: skip
_UNSEEN = frozenset((
    "applet", "audio", "button", "canvas", "datalist", "embed", "footer", "head", "iframe", "input",
    "link", "map", "math", "meta", "nav", "noframes", "noscript", "object", "param", "rp", "rt",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
))  # fmt: skip
_ROLES = frozenset(("banner", "contentinfo", "navigation", "search"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_LONGEST_CELL = 300  # characters: a cell with more holds prose, and its table only lays out the page
_LINES_OF_CELL = 3
_COLLAPSED = " \t\r\n\f"  # white space that a page shows none of where a line begins
_WIDEST = 100  # columns that one cell may span, and rows


class Block(NamedTuple):
    """A line of the page."""

    text: str
    element: Any  # the block element right around it
    linked: int  # characters of it that are links
    cells: tuple[Cell, ...] = ()  # of a row of a table of figures
    row: tuple[int, int] = (0, 0)  # number of its table and of the row in it, both from 1


def find(root: Any, *, hidden: bool = False) -> list[Block]:
    """Blocks of a page in order, without menus and controls; with what is not shown only where `hidden`."""
    return list(_Walk(hidden).over(root))


class _Walk:
    """One pass over the tree. No recursion: pages nest as deep as their programs left them."""

    def __init__(self, hidden: bool) -> None:
        self._hidden = hidden
        self._buffer: list[str] = []
        self._linked = self._links = self._tables = 0
        self._verbatim = 0
        self._counters: list[int | None] = []

    def over(self, root: Any) -> Iterator[Block]:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                yield from self._start(element, walk)
            elif event == "end":
                yield from self._end(element)
            if event != "start":
                yield from self._lines(element.tail, element.getparent())
        yield from self._flush(root)

    def _start(self, element: Any, walk: Any) -> Iterator[Block]:
        tag = element.tag
        if tag in _UNSEEN or self._is_hidden(element):
            walk.skip_subtree()
            return
        if tag == "br":
            yield from self._flush(element.getparent())
        elif tag in _BLOCK:
            yield from self._flush(element.getparent())
            if tag == "table" and _is_of_figures(element):
                self._tables += 1
                yield from _rows(element, self._tables)
                walk.skip_subtree()
                return
        if tag == "ol":
            self._counters.append(_count(element, "start") - 1)
        elif tag == "ul":
            self._counters.append(None)
        elif tag == "li" and self._counters and self._counters[-1] is not None:
            self._counters[-1] += 1
            self._buffer.append(f"{self._counters[-1]}. ")
        self._links += _is_link(element)
        self._verbatim += tag == "pre"
        yield from self._lines(element.text, element)

    def _end(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if tag in _UNSEEN or self._is_hidden(element):
            return
        if tag in _BLOCK:
            yield from self._flush(element)
        self._links -= _is_link(element)
        self._verbatim -= tag == "pre"
        if tag in ("ol", "ul") and self._counters:
            self._counters.pop()

    def _lines(self, text: str | None, element: Any) -> Iterator[Block]:
        if not self._verbatim or not text:
            self._take(text)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                yield from self._flush(element)
            self._take(line)

    def _take(self, text: str | None) -> None:
        if text:
            self._buffer.append(text)
            self._linked += len(text.strip()) if self._links else 0

    def _flush(self, element: Any) -> Iterator[Block]:
        text = clean("".join(self._buffer))
        linked, self._linked = self._linked, 0
        self._buffer.clear()
        if text and element is not None:
            yield Block(text, element, linked)

    def _is_hidden(self, element: Any) -> bool:
        if not isinstance(element.tag, str):
            return True
        if element.get("role") in _ROLES:
            return True
        return not self._hidden and (
            element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))
        )


def _is_of_figures(table: Any) -> bool:
    """Whether a table holds rows of short cells; others lay out the page or hold prose."""
    if table.find(".//table") is not None:
        return False
    widths = [len(row.findall("td")) + len(row.findall("th")) for row in table.iter("tr")]
    if len(widths) < 2 or max(widths) < 2:
        return False
    cells = (cell for row in table.iter("tr") for cell in _cells(row))
    return not any(
        len(_text(cell)) > _LONGEST_CELL or len(cell.findall("p")) + len(cell.findall("br")) > _LINES_OF_CELL
        for cell in cells
    )


def _rows(table: Any, number: int) -> Iterator[Block]:
    reaching: dict[int, int] = {}  # column → rows below that a cell reaches into
    caption = table.find("caption")
    if caption is not None and (told := _text(caption)):
        yield Block(told, caption, 0)
    for index, row in enumerate(table.iter("tr"), 1):
        cells, column, linked = [], 1, 0
        left = {at: rows - 1 for at, rows in reaching.items() if rows > 1}
        for cell in _cells(row):
            while column in reaching:
                column += 1
            width, height = (min(_count(cell, name), _WIDEST) for name in ("colspan", "rowspan"))
            cells.append(Cell(column, _text(cell), height, width, cell.tag == "th", _indent(cell)))
            linked += sum(len(_text(link)) for link in cell.iter("a") if _is_link(link))
            if height > 1:
                left |= dict.fromkeys(range(column, min(column + width, MAX_COLUMNS)), height - 1)
            column += width
        reaching = left
        if text := "\t".join(cell.text for cell in cells).strip():
            yield Block(text, row, linked, tuple(cells), (number, index))


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row if cell.tag in ("td", "th"))


def _count(element: Any, name: str) -> int:
    """The number that an attribute gives; 1 where it gives none that is one."""
    told = element.get(name, "").strip()
    return max(1, int(told)) if told.isascii() and told.isdecimal() and len(told) < 9 else 1


def _indent(cell: Any) -> int:
    """Narrow characters that a cell's text is moved to the right by: spaces that pages do not collapse."""
    text = next((text for text in cell.itertext() if text.strip(_COLLAPSED)), "").strip(_COLLAPSED)
    spaces = text[: len(text) - len(text.lstrip())]
    return len(spaces) + spaces.count("\u3000")


def _is_link(element: Any) -> bool:
    """Whether an element leads elsewhere; <a name> only marks a place, and is often left open."""
    return element.tag == "a" and element.get("href") is not None


def _text(element: Any) -> str:
    """Text of a cell on one line; its own lines are parted by a space."""
    parts: list[str] = []
    for inner in element.iter():
        if inner.tag == "br" or (inner.tag in _BLOCK and inner is not element):
            parts.append(" ")
        if isinstance(inner.tag, str) and inner.tag not in _UNSEEN:
            parts.append(inner.text or "")
        if inner is not element:
            parts.append((" " if inner.tag in _BLOCK else "") + (inner.tail or ""))
    return clean("".join(parts))
