"""PDF files with a text layer: lines as they stand on the pages, joined into paragraphs, without what every page repeats."""

import ctypes
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from reportmine.errors import IngestError
from reportmine.ingest import layout
from reportmine.ingest.content import Content, Lines
from reportmine.ingest.layout import Glyph, Page

MAX_PAGES = 3000
MAX_GLYPHS = 20_000  # of one page; one full of the smallest print has 10,000
MAX_STREAM = 96 << 20  # bytes that one stream unpacks to: a page scanned in colour has 26 MB
MAX_DRAWN = 48 << 20  # bytes of all streams but pictures and fonts: a page of text has some 20 KB
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


def read(raw: bytes, where: str) -> Content:
    """Text of a PDF; places are `page 3`, counted from 1.

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
    for paragraph in layout.paragraphs(pages):
        lines.add_pieces((text, f"page {number}") for text, number in paragraph)
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
        glyphs = [*_glyphs(text, _turn(page.get_rotation(), width, height))]
        if not glyphs and any(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=2)):
            pictures += 1
        found.append(Page(number + 1, height, layout.lines(glyphs)))
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
