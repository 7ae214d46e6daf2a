"""Files for the tests of readers: Word packages from XML, PDF pages from lines with their places."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

W = nsdecls("w")
FONT = "STSong-Light"  # every reader of PDF brings it along
WIDTH, HEIGHT = 595, 842  # points of A4


def paragraph(text: str = "", *, number: str = "", inside: str = "") -> str:
    """A paragraph as XML; `number` is LIST.LEVEL, `inside` is put behind its text."""
    name, _, level = number.partition(".")
    told = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>' if number else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{told}</w:pPr>{run}{inside}</w:p>"


def build(tmp_path: Path, *blocks: str, numbering: str = "") -> Path:
    """A file with these blocks, and with these lists where there are any."""
    document = docx.Document()
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    for number, block in enumerate(blocks):
        body.insert(number, parse_xml(re.sub(r"^<w:(\w+)", rf"<w:\1 {W}", block, count=1)))
    if numbering:
        root = document.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for child in parse_xml(f"<w:numbering {W}>{numbering}</w:numbering>"):
            root.append(child)
    path = tmp_path / "report.docx"
    document.save(str(path))
    return path


def rewrite(path: Path, changes: Mapping[str, Callable[[str], str]]) -> None:
    """Change or add parts of a package, each from what it holds so far."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        known = before.namelist()
        for name in dict.fromkeys((*known, *changes)):
            raw = before.read(name) if name in known else b""
            after.writestr(name, changes[name](raw.decode()) if name in changes else raw)
    path.write_bytes(packed.getvalue())


def pdf(
    pages: Sequence[Sequence[tuple[float, float, str]]], *, size: float = 14, turn: int = 0, **options: Any
) -> bytes:
    """A PDF of pages of lines, each with the place where it begins, in points from the lower left corner as shown."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    packed = io.BytesIO()
    canvas = Canvas(packed, (WIDTH, HEIGHT), invariant=1, **options)
    for lines in pages:
        canvas.setPageRotation(turn)
        canvas.translate(*{0: (0, 0), 90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[turn])
        canvas.rotate(turn)
        canvas.setFont(FONT, size)
        for left, base, text in lines:
            canvas.setFont(FONT, size if len(text) > 1 else size * 0.6)  # one character alone is an index
            canvas.drawString(left, base, text)
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def prose(
    text: str, top: float = 700, *, left: float = 72, indent: int = 2, width: int = 20
) -> list[tuple[float, float, str]]:
    """Lines of a paragraph of 14 points: `width` characters a line, the first one indented."""
    first, rest = text[: width - indent], text[width - indent :]
    below = (
        (left, top - 24 * (number // width + 1), rest[number : number + width])
        for number in range(0, len(rest), width)
    )
    return [(left + 14 * indent, top, first), *below]
