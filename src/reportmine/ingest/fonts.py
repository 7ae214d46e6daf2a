"""One stand-in for the Chinese fonts that a PDF names and does not bring, the same on every machine.

PDFium looks among the fonts of the machine. Where it finds none, characters have no extent, and it leaves out what has
none: a cell of one character, all text of a page that is shown turned. The stand-in has one shape for every character,
a stroke as high as the em and narrower than any letter: how wide a character is, then, the PDF alone says.
"""

import ctypes
import struct
from typing import Any

import pypdfium2.raw as pdfium

_EM, _ASCENT, _DESCENT = 1000, 800, -200
_STROKE = 10
_CHARSETS = frozenset((128, 129, 130, 134, 136))  # Japanese, Korean (two), simplified and traditional Chinese
_HANDLE = 1


def _font() -> bytes:
    """A TrueType font whose only shape is a stroke, for every code point.

    Layout of the tables after the OpenType specification 1.9; `cmap` is of format 13, many characters to one glyph.
    """
    stroke = struct.pack(">5hHH", 1, 0, _DESCENT, _STROKE, _ASCENT, 3, 0)
    stroke += bytes([1] * 4) + struct.pack(">8h", 0, _STROKE, 0, -_STROKE, _DESCENT, 0, _ASCENT - _DESCENT, 0)
    tables = {
        b"cmap": struct.pack(">4HL2H6L", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, 0x20, 0x2FFFF, 1),
        b"glyf": stroke * 2,
        b"head": struct.pack(
            ">4L2H2Q4h2H3h",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 1, 0),
        ),
        b"hhea": struct.pack(">L3hH11hH", 0x10000, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, *[0] * 7, 1),
        b"hmtx": struct.pack(">H2h", _EM, 0, 0),
        b"loca": struct.pack(">3L", 0, len(stroke), 2 * len(stroke)),
        b"maxp": struct.pack(">L14H", 0x10000, 2, 4, 1, 0, 0, 1, *[0] * 8),
    }
    directory, body = struct.pack(">L4H", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64), b""
    first = len(directory) + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        directory += struct.pack(">4s3L", tag, 0, first + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body


def _chosen(_: Any, __: int, ___: int, charset: int, *____: Any) -> int | None:
    """The stand-in for a Chinese font; None has PDFium take one of its own, which have Latin letters."""
    return _HANDLE if charset in _CHARSETS else None


def _read(_: Any, __: int, table: int, into: Any, size: int) -> int:
    """The size of the font in bytes, written where there is room; 0 for one table, for PDFium wants the whole."""
    if table:
        return 0
    if into and size >= len(_BYTES):
        ctypes.memmove(into, _BYTES, len(_BYTES))
    return len(_BYTES)


_BYTES = _font()
_kinds = dict(pdfium.FPDF_SYSFONTINFO._fields_)
_SOURCE = pdfium.FPDF_SYSFONTINFO(  # PDFium keeps its address: it has to live as long as the module
    version=1, MapFont=_kinds["MapFont"](_chosen), GetFontData=_kinds["GetFontData"](_read)
)


def use_stand_in() -> None:
    """Have PDFium ask for no font of the machine, from now on in this process."""
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(_SOURCE))
