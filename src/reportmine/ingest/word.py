"""Word files (.docx): paragraphs with the numbers that Word shows, tables, notes and boxes, in reading order.

Headers, footers, comments, what was struck out under revision, hidden text and tables of contents are left out.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

import docx
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from reportmine.errors import IngestError
from reportmine.ingest import packages
from reportmine.ingest.content import Cell, Content, Lines, Row, clean
from reportmine.ingest.numbering import Numbering

_P, _TBL, _TR, _TC, _T = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t"))
_VAL, _ID = qn("w:val"), qn("w:id")
_STYLE = f"{qn('w:pPr')}/{qn('w:pStyle')}"
_RUN, _VANISH = qn("w:r"), f"{qn('w:rPr')}/{qn('w:vanish')}"
_CONTENTS = re.compile(r"(?i)(?:toc|目录) ?\d")
_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# What a paragraph holds and does not show: struck out or moved away, properties, reading aids, the same box
# for older programs.
_UNSEEN = {qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "rt", "sectPr")} | {_FALLBACK}
_MARKS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}

# python-docx takes a package to be whole: what lacks in one shows as any of these.
_FAULTS = (
    OpcError, XMLSyntaxError, zipfile.BadZipFile, zlib.error, AttributeError, IndexError, KeyError, TypeError, ValueError,
)  # fmt: skip

_HEADER = f"{qn('w:trPr')}/{qn('w:tblHeader')}"
_FIRST = 3  # runs of a cell that its leading spaces may be in
_NARROW = 105  # twentieths of a point that half a Chinese character of usual size takes

_LONG_CELL = 300  # characters: a cell with more holds prose, as of a form with the whole report in it
_WIDEST = 100  # columns that one cell may span; Word has 63 at most
_MANY = 3  # paragraphs of a cell, likewise


class _Paragraph(NamedTuple):
    lines: list[str]
    boxes: list[Any]  # anchored text boxes


def read(raw: bytes, where: str) -> Content:
    """Text of a Word file; places are `paragraph 12`, `table 2 row 3 cell 4`, `footnote 1`, counted from 1.

    Raises:
        IngestError: damaged, encrypted, too large inside, or nested deeper than XML is read.

    """
    packages.check(raw, where)
    try:
        return _Reading(docx.Document(BytesIO(raw))).content()
    except _FAULTS as error:
        told = " ".join(str(error).split())[:120]
        raise IngestError(f"damaged Word file ({told}) @ {where}: open it in Word and save it anew") from None


class _Reading:
    """One pass over a document: numbers count on, and so do the places."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._notes = dict(_notes_of(document.part))
        self._called: list[tuple[str, str]] = []  # kind and id of each note that is still to be written
        self._contents = _table_of_contents_styles(document)
        self._numbering = Numbering.of(document)
        self._lines = Lines()

    def content(self) -> Content:
        """The whole text."""
        paragraphs = tables = 0
        for block in _blocks(self._body):
            if block.tag == _P:
                paragraphs += 1
                self._paragraph(block, f"paragraph {paragraphs}")
                self._write_notes()
            else:
                tables += 1
                for number, row in enumerate(_rows(block), 1):
                    self._row(row, Row(tables, number))
                    self._write_notes()
        return self._lines.content()

    def _paragraph(self, element: Any, locator: str) -> None:
        shown = self._shown(element)
        for line in shown.lines:
            self._lines.add(line, locator)
        for box in shown.boxes:
            for line in self._inside(box):
                self._lines.add(line, locator)

    def _write_notes(self) -> None:
        called, self._called = self._called, []
        for note in called:
            for part in self._notes.pop(note, ()):  # one that is called again stands there already
                for line in self._shown(part).lines:
                    self._lines.add(line, " ".join(note))

    def _row(self, row: Any, place: Row) -> None:
        header = row.find(_HEADER) is not None
        cells = []
        for column, columns, cell in _cells(row):
            if _is_merged(cell):
                self._lines.reach(column, place)
            else:
                cells.append((Cell(column, "", 1, columns, header, _indent(cell)), list(self._inside(cell))))
        lone = len(cells) == 1 and (cells[0][0].column > 1 or len(cells[0][1]) > 1)
        if not lone and not any(_is_prose(lines) for _, lines in cells):
            self._lines.add_row((cell._replace(text=" ".join(lines)) for cell, lines in cells), place)
            return
        for cell, lines in cells:
            for line in lines:
                self._lines.add(line, f"{place.locator} cell {cell.column}")

    def _inside(self, holder: Any) -> Iterator[str]:
        """Lines of what a cell or a box holds; a row of a table in it is one of them."""
        for block in _blocks(holder):
            if block.tag == _P:
                shown = self._shown(block)
                yield from filter(None, map(clean, shown.lines))
                for box in shown.boxes:
                    yield from self._inside(box)
            else:
                for row in _rows(block):
                    yield " ".join(line for cell in _uppermost(row) for line in self._inside(cell))

    def _shown(self, element: Any) -> _Paragraph:
        boxes: list[Any] = []
        text = "".join(_pieces(element, boxes, self._called))
        mark = self._numbering.mark(element)  # a paragraph without words counts as well
        style = element.find(_STYLE)
        if style is not None and style.get(_VAL) in self._contents:
            return _Paragraph([], [])
        return _Paragraph((mark + text.lstrip() if text.strip() else "").split("\n"), boxes)


def _blocks(holder: Any) -> Iterator[Any]:
    """Paragraphs and tables right inside, also those that a control or a revision wraps."""
    for child in holder:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}


def _pieces(element: Any, boxes: list[Any], notes: list[tuple[str, str]]) -> Iterator[str]:
    """Visible text below an element; boxes and calls of notes are put into the lists."""
    for child in element:
        tag = child.tag
        if tag in (_T, _FORMULA):
            yield child.text or ""
        elif tag == _BOX:
            boxes.append(child)
        elif tag in _MARKS:
            yield _MARKS[tag]
        elif tag in _NOTES:
            notes.append((_NOTES[tag], child.get(_ID, "")))
        elif tag not in _UNSEEN and not _is_hidden(child):
            yield from _pieces(child, boxes, notes)


def _is_hidden(run: Any) -> bool:
    hidden = run.find(_VANISH) if run.tag == _RUN else None
    return hidden is not None and hidden.get(_VAL, "1") not in ("0", "false", "off")


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == _TR:
            if child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[tuple[int, int, Any]]:
    """Column, counted from 1, number of columns, and element of each cell of a row."""
    column = 1 + _columns(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
    for cell in _elements(row):
        columns = _columns(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1)
        yield column, columns, cell
        column += columns


def _is_merged(cell: Any) -> bool:
    """Whether a cell is only the lower part of the one above it."""
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merged is not None and merged.get(_VAL, "continue") != "restart"


def _uppermost(row: Any) -> Iterator[Any]:
    return (cell for _, _, cell in _cells(row) if not _is_merged(cell))


def _indent(cell: Any) -> int:
    """Narrow characters that the first paragraph of a cell is moved to the right by: spaces, and its indent."""
    text = "".join(one.text or "" for one in islice(cell.iter(_T), _FIRST))
    spaces = text[: len(text) - len(text.lstrip())]
    indent = cell.find(f"{_P}/{qn('w:pPr')}/{qn('w:ind')}")
    moved = 0
    if indent is not None:
        told = [indent.get(qn(f"w:{name}"), "0") for name in ("left", "firstLine")]
        moved = sum(int(one) for one in told if one.isdecimal()) // _NARROW
    return len(spaces) + spaces.count("\u3000") + moved


def _columns(told: Any, default: int) -> int:
    return default if told is None else min(int(told.get(_VAL, default)), _WIDEST)


def _elements(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _TC:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _elements(child)


def _is_prose(lines: list[str]) -> bool:
    return len(lines) > _MANY or sum(map(len, lines)) > _LONG_CELL


def _notes_of(part: Any) -> Iterator[tuple[tuple[str, str], list[Any]]]:
    """Paragraphs of each footnote and endnote by kind and id."""
    for relation in part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in ("footnotes", "endnotes") and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                yield (kind[:-1], note.get(_ID, "")), list(_blocks(note))


def _table_of_contents_styles(document: Any) -> set[str]:
    """Ids of the styles of its lines, which repeat the headings."""
    styles = document.styles.element
    return {
        style.getparent().get(qn("w:styleId"))
        for style in styles.iterfind(f"{qn('w:style')}/{qn('w:name')}")
        if _CONTENTS.match(style.get(_VAL, ""))
    }
