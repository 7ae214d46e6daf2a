"""PDF files with a text layer: lines as they stand on the pages, joined into paragraphs, without what every page repeats."""

import ctypes
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from reportmine.errors import IngestError
from reportmine.ingest import fonts, layout, ruled, tabular
from reportmine.ingest.content import Content, Lines, Row
from reportmine.ingest.layout import Glyph, Page
from reportmine.ingest.ruled import Rule

MAX_PAGES = 3000
MAX_GLYPHS = 20_000  # of one page; one full of the smallest print has 10,000
MAX_STREAM = 96 << 20  # bytes that one stream unpacks to: a page scanned in colour has 26 MB
MAX_DRAWN = 48 << 20  # bytes of all streams but pictures and fonts: a page of text has some 20 KB
MAX_DRAWN_LINES = 20_000  # strokes of one page: a table has some hundreds
THIN = 2.5  # points: a box that is no wider is a line
SHORTEST = 4.0  # points: a line that is no longer is a dot
LEAST_TEXT = 20  # characters; fewer are the stamp of a scanner
MOST_PICTURES = 0.5  # share of pages that may show a picture and no word
MOST_UNKNOWN = 0.3  # share of characters whose font does not tell what they are

_STREAM = re.compile(rb"stream\r?\n")
_DATA = re.compile(rb"/Image\b|/Length[123]\b|/(?:CIDFontType0C|Type1C|OpenType)\b")
_LONGEST_HEAD = 1024  # bytes of the entries that stand before a stream
_STEP = 1 << 16  # bytes unpacked at once: 64 MB at the most
_HYPHENS = (0x02, 0xFFFE)  # what the library makes of a hyphen at the end of a line; it may be a minus
_OCR = "recognise its text (OCR), and give the result"
_REPLACED = frozenset(map(chr, (0, 0xFFFD, 0xFFFF)))

fonts.use_stand_in()


def read(raw: bytes, where: str) -> Content:
    """Text of a PDF; places are `page 3`, and `page 3 table 1 row 2 cell 4` in tables, counted from 1.

    Raises:
        IngestError: no text layer, or one of unknown characters; encrypted, damaged, or larger inside than
            any report.

    """
    _check_streams(raw, where)
    document = _open(raw, where)
    try:
        pages, pictures = _pages(document, where)
    finally:
        document.close()
    _check_text(pages, pictures, where)
    lines = Lines()
    number = table = 0
    for found in layout.paragraphs(pages):
        if isinstance(found, layout.Row):
            number = number + 1 if found.table == table else 1
            table = found.table
            lines.add_row(found.cells, Row(table, number, f"page {found.page} "))
        else:
            lines.add_pieces((text, f"page {page}") for text, page in found)
    return lines.content()


def _open(raw: bytes, where: str) -> Any:
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise IngestError(f"encrypted file @ {where}: save it without password") from None
        raise IngestError(f"damaged PDF ({error}) @ {where}: print it into a new one") from None
    if len(document) > MAX_PAGES:
        document.close()
        raise IngestError(f"more than {MAX_PAGES} pages @ {where}: split the file")
    return document


def _pages(document: Any, where: str) -> tuple[list[Page], int]:
    """The pages, and how many of them show a picture and no word."""
    found, pictures = [], 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError as error:
            raise IngestError(
                f"damaged PDF ({error}) @ {where}:page {number + 1}: print it into a new one"
            ) from None
        text = page.get_textpage()
        if text.count_chars() > MAX_GLYPHS:
            raise IngestError(
                f"more than {MAX_GLYPHS} characters @ {where}:page {number + 1}: give its text as .txt"
            )
        width, height = page.get_size()
        turned = _turn(page.get_rotation(), width, height)
        glyphs = [*_glyphs(text, turned)]
        if not glyphs and any(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=2)):
            pictures += 1
        rows, rest = ruled.tables(list(_rules(page, turned)), glyphs)
        prose = tabular.in_columns(layout.lines(rest))
        prose = sorted([*rows, *prose], key=_from_the_top) if rows else prose
        found.append(Page(number + 1, height, prose))
        text.close()
        page.close()
    return found, pictures


def _glyphs(page: Any, turned: Callable[[float, float], tuple[float, float]] | None) -> Iterator[Glyph]:
    """Characters of a page as it is shown, in the order in which they are drawn; none that the library adds."""
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    text, origin_x, origin_y, bounds = page.raw, ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    for index in range(page.count_chars()):
        if pdfium.FPDFText_IsGenerated(text, index) > 0:
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, origin_x, origin_y)
        pdfium.FPDFText_GetLooseCharBox(text, index, bounds)
        left, low, right, high, base = box.left, box.bottom, box.right, box.top, y.value
        if turned:
            (left, low), (right, high), (_, base) = (
                turned(left, low),
                turned(right, high),
                turned(x.value, base),
            )
            left, right, low, high = min(left, right), max(left, right), min(low, high), max(low, high)
        height = high - low if right > left else 0.0
        size = max(pdfium.FPDFText_GetFontSize(text, index), height, 1.0)
        code = pdfium.FPDFText_GetUnicode(text, index)
        yield Glyph("-" if code in _HYPHENS else chr(code), left, right, base, size)


def _rules(page: Any, turned: Callable[[float, float], tuple[float, float]] | None) -> Iterator[Rule]:
    """Straight lines along the axes that a page as it is shown draws, thin boxes among them."""
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    bounds = [ctypes.byref(one) for one in (left, low, right, high)]
    drawn = 0
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        shape = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        drawn += pdfium.FPDFPath_CountSegments(shape)
        if drawn > MAX_DRAWN_LINES:
            return
        if not pdfium.FPDFPageObj_GetBounds(shape, *bounds):
            continue
        box = (left.value, low.value), (right.value, high.value)
        thin = min(right.value - left.value, high.value - low.value) <= THIN
        for start, end in [box] if thin else list(_strokes(shape)):
            if (
                rule := _rule(turned(*start) if turned else start, turned(*end) if turned else end)
            ) is not None:
                yield rule


def _strokes(shape: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of a path that is drawn as a line, from end to end."""
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape, ctypes.byref(fill), ctypes.byref(stroked))
    if not stroked.value:
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(shape, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    begun = last = (0.0, 0.0)
    for number in range(pdfium.FPDFPath_CountSegments(shape)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, number)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begun = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield point, begun
        last = point


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Rule | None:
    """The line between two points; None where it is slanted, or no more than a dot."""
    width, height = abs(start[0] - end[0]), abs(start[1] - end[1])
    if max(width, height) < SHORTEST or min(width, height) > THIN:
        return None
    vertical = height > width
    along, across = (1, 0) if vertical else (0, 1)
    return Rule(
        vertical,
        (start[across] + end[across]) / 2,
        min(start[along], end[along]),
        max(start[along], end[along]),
    )


def _from_the_top(line: layout.Line) -> float:
    return -line.base


def _turn(rotation: int, width: float, height: float) -> Callable[[float, float], tuple[float, float]] | None:
    """Where a point lies on a page that is shown turned, `width` by `height`; None where it is not turned."""
    turns: dict[int, Callable[[float, float], tuple[float, float]]] = {
        90: lambda x, y: (y, height - x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (width - y, x),
    }
    return turns.get(rotation)


def _check_text(pages: list[Page], pictures: int, where: str) -> None:
    words = [line.text for page in pages for line in page.lines]
    chars = sum(map(len, words))
    if chars < LEAST_TEXT or pictures > len(pages) * MOST_PICTURES:
        raise IngestError(f"no text layer, only pictures of pages @ {where}: {_OCR}")
    unknown = sum(char in _REPLACED or "\ue000" <= char <= "\uf8ff" for word in words for char in word)
    if unknown > chars * MOST_UNKNOWN:
        raise IngestError(f"a text layer whose fonts do not tell their characters @ {where}: {_OCR}")


def _check_streams(raw: bytes, where: str) -> None:
    """Nothing where no packed stream is larger inside than those of reports, nor what pages draw as a whole."""
    drawn = 0
    for found in _STREAM.finditer(raw):
        head = raw[max(0, found.start() - _LONGEST_HEAD) : found.start()].rpartition(b"obj")[2]
        size = _unpacked(memoryview(raw)[found.end() :])
        if not _DATA.search(head):
            drawn += size
        if size > MAX_STREAM or drawn > MAX_DRAWN:
            raise IngestError(f"unpacks to more than a report may hold @ {where}: print it into a new PDF")


def _unpacked(packed: memoryview) -> int:
    """Bytes that a stream unpacks to, counted no further than is allowed; 0 for one packed in another way."""
    unpack, size = zlib.decompressobj(), 0
    try:
        while packed and not unpack.eof and size <= MAX_STREAM:
            size += len(unpack.decompress(packed[:_STEP]))
            packed = packed[_STEP:]
    except zlib.error:
        pass
    return size
