"""Twins: the report of a text as web page, Word file, PDF, Markdown, and in traditional characters.

    python benchmarks/twins.py            write those of corpus/formats/ and golden/formats/ anew
    python benchmarks/twins.py --measure [--write]  twins of all tuning reports, in a folder of their own: equal records, speed

A twin says what its text says, in the manner of its format: numbers of headings that Word counts itself, lines that
a page breaks, running headers, menus; or in the characters of Hong Kong or Taiwan, as OpenCC writes them. Its golden
table is that of the text with the places moved.
"""

import argparse
import csv
import html
import io
import re
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from blocks import ROOT, fill, table

from reportmine import extract, extract_file, ingest
from reportmine.golden.tables import COLUMNS
from reportmine.model import Extraction, Record
from reportmine.traditional import simplified

CORPUS, GOLDEN = ROOT / "corpus", ROOT / "golden"
PAGES = ROOT / "benchmarks" / "pages"
# The twins of corpus/formats/: which text in which manners. None of a test report.
KEPT = {
    "kjj-jichuan-2024h1": ("portal", "word"),
    "nyncj-qinghe-2023": ("tables", "print", "mark"),
    "slj-yunting-2024": ("pasted", "word"),
    "wlj-yunting-2023": ("saved", "print"),
    "jtj-yunting-2024": ("word",),
    "rsj-haiyan-2024": ("print",),
}
_PLACE = ("record_id", "source", "start", "end", "locator", "part_of")
FIELDS = tuple(name for name in Record.model_fields if name not in _PLACE)

_DATED = re.compile(r"(?:19|20)\d\d\D\d{1,2}\D\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?")
_SOURCED = re.compile(r"来源\s*[:：]\s*(\S+)")
_FIGURE = re.compile(r"([0-9.]+)")
_NUMBERED = re.compile(r"(?P<open>[（(]?)(?P<number>[一二三四五六七八九十]{1,2})(?P<close>[）)]|、)")
_SPACES = re.compile(r"\s+")
_HAN = "一二三四五六七八九十"


class Parts(NamedTuple):
    """What a report consists of, whatever its format."""

    title: list[str]
    note: str  # the line on date and source; "" where it has none
    body: list[str]  # paragraphs


def parts_of(text: str) -> Parts:
    """Title, note and paragraphs of a text."""
    told = "".join((extract(text).info.title or "").split())
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    title: list[str] = []
    while lines and told.startswith("".join("".join(title + lines[:1]).split())):
        title.append(lines.pop(0))
    noted = bool(title and lines and _DATED.search(lines[0]) and _SOURCED.search(lines[0]))
    return Parts(title, lines.pop(0) if noted else "", lines)


def portal(parts: Parts) -> bytes:
    """A page of a portal of today, paragraphs with styles and an indent of wide spaces."""
    style = 'style="text-indent: 2em; font-family: 宋体, SimSun;"'
    body = "\n".join(
        f'<p {style}><span style="font-size: 12pt;">　　{_escaped(line)}</span></p>' for line in parts.body
    )
    return _page("portal.html", parts, body).encode()


def tables(parts: Parts) -> bytes:
    """A page of many years ago: tables in tables, lines parted by <BR>, GBK."""
    body = "<BR>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{_escaped(line)}" for line in parts.body)
    return _page("tables.html", parts, body).encode("gb18030")


def pasted(parts: Parts) -> bytes:
    """A page into which a Word text was pasted: every figure in an element of its own."""
    spans = (_FIGURE.sub(r'<span lang="EN-US">\1</span>', _escaped(line)) for line in parts.body)
    body = "\n".join(f'<p class="MsoNormal"><span>&nbsp;&nbsp;</span>{line}<o:p></o:p></p>' for line in spans)
    return _page("pasted.html", parts, body).encode()


def saved(parts: Parts) -> bytes:
    """A page as a browser saves it in one file."""
    message = MIMEMultipart("related", boundary="----saved-page----")
    message["From"], message["Subject"] = "<Saved by a browser>", "saved page"
    message.attach(MIMEText(portal(parts).decode(), "html", "utf-8"))
    message.attach(MIMEText(".view p { line-height: 2; }", "css", "utf-8"))
    return message.as_bytes()


def mark(parts: Parts) -> bytes:
    """Markdown with headings, lists and hard line breaks."""
    lines = [f"# {'<br>'.join(parts.title)}", *([parts.note] if parts.note else [])]
    for line in parts.body:
        heading = len(line) < 30 and _NUMBERED.match(line) and not line.endswith("。")
        lines.append(f"## {line}" if heading else re.sub(r"([*_`<>\[\]])", r"\\\1", line))
    return ("\n\n".join(lines) + "\n").encode()


def word(parts: Parts) -> bytes:
    """A Word file: headings numbered by Word, runs cut at figures, headers and page numbers."""
    from docx import Document  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415

    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{parts.title[0]} 第12期"
    section.footer.paragraphs[0].text = "— 1 —"
    for line in (*parts.title, *([parts.note] if parts.note else [])):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    lists = _Lists(document)
    for line in parts.body:
        paragraph = document.add_paragraph()
        rest = lists.numbered(paragraph, line)
        for run in filter(None, _FIGURE.split(rest)):
            paragraph.add_run(run)
    packed = io.BytesIO()
    document.save(packed)
    return _undated(packed.getvalue())


def print_(parts: Parts) -> bytes:
    """A PDF: lines broken at the margin, also in figures, a running header, page numbers."""
    from reportlab.lib.enums import TA_CENTER  # noqa: PLC0415
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
    from reportlab.platypus import Paragraph, SimpleDocTemplate  # noqa: PLC0415

    font = "STSong-Light"
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    style = ParagraphStyle("body", fontName=font, fontSize=14, leading=24, firstLineIndent=28, wordWrap="CJK")
    centred = ParagraphStyle("title", style, firstLineIndent=0, alignment=TA_CENTER)

    def furniture(canvas: Any, document: Any) -> None:
        width, height = document.pagesize
        canvas.setFont(font, 9)
        canvas.drawCentredString(width / 2, height - 40, f"{parts.title[0]} 第12期")
        canvas.drawCentredString(width / 2, 36, f"- {document.page} -")

    small = ParagraphStyle("note", centred, fontSize=9)
    flow = [Paragraph(_spaced(line), centred) for line in parts.title]
    flow += [Paragraph(_spaced(parts.note), small)] if parts.note else []
    flow += [Paragraph(_spaced(line), style) for line in parts.body]
    packed = io.BytesIO()
    SimpleDocTemplate(packed, invariant=1).build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return packed.getvalue()


# The manners, by the ending of a twin's name, and its suffix.
MANNERS: dict[str, tuple[Callable[[Parts], bytes], str]] = {
    "portal": (portal, ".html"),
    "tables": (tables, ".html"),
    "pasted": (pasted, ".html"),
    "saved": (saved, ".mhtml"),
    "mark": (mark, ".md"),
    "word": (word, ".docx"),
    "print": (print_, ".pdf"),
}
# Manners of the text itself that change its characters alone, and the configurations of OpenCC that they come from.
WRITINGS = {"traditional": "s2t", "hongkong": "s2hk", "taiwan": "s2tw"}


def rewritten(text: str, config: str) -> bytes:
    """The text in the characters that a configuration of OpenCC leads to, as many as before."""
    import opencc  # noqa: PLC0415

    told: str = opencc.OpenCC(config).convert(text)
    if len(told) != len(text):
        raise SystemExit(f"{len(text)} characters became {len(told)} @ {config}: leave the report out")
    return told.encode()


def write(name: str, manner: str, folder: Path) -> Path:
    """The twin of a report of corpus/ in one manner, written into `folder` as NAME-MANNER."""
    text = (CORPUS / f"{name}.txt").read_text(encoding="utf-8")
    if manner in WRITINGS:
        made, suffix = rewritten(text, WRITINGS[manner]), ".txt"
    else:
        make, suffix = MANNERS[manner]
        made = make(parts_of(text))
    path = folder / f"{name}-{manner}{suffix}"
    path.write_bytes(made)
    return path


def move(name: str, twin: Path, golden: Path) -> None:
    """The golden table of a twin: that of its text, each row where the twin has it."""
    text = (CORPUS / f"{name}.txt").read_text(encoding="utf-8")
    told = ingest.read(twin).text
    places = _places(text, told)
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        start, end = places[int(row["start"])], places[int(row["end"]) - 1] + 1
        if "".join(told[start:end].split()) != "".join(row["text"].split()):
            raise SystemExit(f"{row['text']!r} is not {told[start:end]!r} @ {twin}: write the twin otherwise")
        row |= {"start": str(start), "end": str(end), "text": told[start:end]}
    with golden.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _places(text: str, twin: str) -> dict[int, int]:
    """Offsets of a text → those of the same characters in its twin, which may break its lines elsewhere."""
    ours = [offset for offset, char in enumerate(text) if not char.isspace()]
    theirs = [offset for offset, char in enumerate(twin) if not char.isspace()]
    matcher = SequenceMatcher(
        None, [text[one] for one in ours], [twin[one] for one in theirs], autojunk=False
    )
    return {
        ours[block.a + step]: theirs[block.b + step]
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


class Likeness(NamedTuple):
    """How many records a text has, and how many of them its twin has with the same cells."""

    records: int
    same: int
    differing: list[
        tuple[str, str, str, str]
    ]  # text of the record, column, cell of the text, cell of the twin


def compare(text: Extraction, twin: Extraction) -> Likeness:
    """Records of a text beside those of its twin, in their order: every cell but places and ids.

    What a twin in traditional characters quotes is compared in simplified ones.
    """
    ours, theirs = list(_rows(text)), list(_rows(twin))
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    differing = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            for wanted, got in zip(ours[a:b], theirs[c:d], strict=False):
                differing += [
                    (str(wanted[0]), name, str(one), str(other))
                    for name, one, other in zip(("text", *FIELDS, "part_of"), wanted, got, strict=True)
                    if one != other
                ]
            differing += [(str(lost[0]), "lost", "", "") for lost in ours[a + d - c : b]]
    same = sum(block.size for block in matcher.get_matching_blocks())
    return Likeness(max(len(ours), len(theirs)), same, differing)


def _rows(extraction: Extraction) -> Iterator[tuple[object, ...]]:
    numbers = {record.record_id: number for number, record in enumerate(extraction.records)}
    for record in extraction.records:
        cells = (getattr(record, name) for name in FIELDS)
        told = (simplified(_SPACES.sub("", cell)) if isinstance(cell, str) else cell for cell in cells)
        whole = numbers.get(record.part_of or "")
        yield (
            simplified(_SPACES.sub("", record.text)),
            *told,
            None if whole is None else whole - numbers[record.record_id],
        )


def measure(rounds: int) -> Iterator[tuple[str, ...]]:
    """A row for each manner: twins of all tuning reports that have a title, equal records, and what reading costs."""
    with (ROOT / "benchmarks" / "split.csv").open(encoding="utf-8", newline="") as file:
        names = [row["document"] for row in csv.DictReader(file) if row["part"] == "tuning"]
    texts = {name: extract_file(CORPUS / f"{name}.txt") for name in names}
    names = [name for name in names if texts[name].info.title]
    chars = sum(len(texts[name].document.text.encode()) for name in names)
    extracting = _seconds(lambda: [extract(texts[name].document.text) for name in names], rounds)
    for manner in (*MANNERS, *WRITINGS):
        with tempfile.TemporaryDirectory() as scratch:
            twins = {name: write(name, manner, Path(scratch)) for name in names}
            likes = {name: compare(texts[name], extract_file(twin)) for name, twin in twins.items()}
            size = sum(twin.stat().st_size for twin in twins.values())
            reading = _seconds(lambda twins=twins: [*map(ingest.read, twins.values())], rounds)  # type: ignore[misc]
        for name, like in likes.items():
            for told in like.differing:
                print(manner, name, *told, sep="  ", file=sys.stderr)
        records, same = (
            sum(like.records for like in likes.values()),
            sum(like.same for like in likes.values()),
        )
        yield (
            manner, str(len(names)), str(records), f"{same / records:.4f}", f"{size / 1e6:.2f}",
            f"{size / 1e6 / reading:.1f}", f"{chars / 1e6 / reading:.1f}", f"{1 + reading / extracting:.2f}",
        )  # fmt: skip


HEADER = (
    "manner", "reports", "records", "same", "files, MB", "MB of file/s", "MB of text/s", "extract, times that of .txt",
)  # fmt: skip


def _seconds(work: Callable[[], object], rounds: int) -> float:
    def once() -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    once()  # what is loaded on first use
    return statistics.median(once() for _ in range(rounds))


def _page(name: str, parts: Parts, body: str) -> str:
    when, who = _DATED.search(parts.note), _SOURCED.search(parts.note)
    filled = {
        "title": "<br>".join(map(_escaped, parts.title)),
        "name": _escaped("".join(parts.title)),
        "body": body,
    }
    filled |= {"date": when.group() if when else "", "source": _escaped(who[1]) if who else ""}
    return Template((PAGES / name).read_text(encoding="utf-8")).substitute(filled)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _spaced(text: str) -> str:
    """The text with its spaces as such that a typesetter keeps."""
    return re.sub(r"\s", "&nbsp;&nbsp;", _escaped(text))


class _Lists:
    """Lists that Word numbers, one definition for a document: 一、 and below it （一）, as the report writes them."""

    def __init__(self, document: Any) -> None:
        self._numbering = document.part.numbering_part.element
        self._counts = [0, 0]
        self._marks: list[str | None] = [None, None]
        self._levels: list[Any] = []
        self._define()

    def _define(self) -> None:
        from docx.oxml import parse_xml  # noqa: PLC0415
        from docx.oxml.ns import nsdecls  # noqa: PLC0415

        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/>'
            f'<w:suff w:val="nothing"/><w:lvlText w:val=""/></w:lvl>'
            for level in (0, 1)
        )
        kind = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>')
        number = parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
        self._numbering.insert(0, kind)
        self._numbering.append(number)
        self._levels = list(kind)

    def numbered(self, paragraph: Any, line: str) -> str:
        """What of the line is left to write where Word numbers it; else the line."""
        from docx.oxml.ns import qn  # noqa: PLC0415

        found = _NUMBERED.match(line)
        if not found:
            return line
        level = 1 if found["open"] else 0
        text = f"{found['open']}%{level + 1}{found['close']}"
        expected = self._counts[level] + 1
        if self._marks[level] not in (None, text) or _HAN.find(found["number"]) + 1 != expected:
            return line
        self._marks[level], self._counts[level] = text, expected
        if not level:
            self._counts[1] = 0
        self._levels[level].find(qn("w:lvlText")).set(qn("w:val"), text)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val, properties.get_or_add_ilvl().val = 90, level
        return line[found.end() :]


def _undated(package: bytes) -> bytes:
    """The package with no time of day in it, so that it is written alike each time."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            after.writestr(zipfile.ZipInfo(part.filename), before.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def main() -> None:
    """Write the twins, or measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--measure", action="store_true", help="equal records and speed by manner")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="the table into docs/formats.md")
    options = parser.parse_args()
    if options.measure:
        lines = table(HEADER, [*measure(options.rounds)])
        print("\n".join(lines))
        if options.write:
            fill(ROOT / "docs" / "formats.md", "formats", lines)
        return
    for folder in (CORPUS / "formats", GOLDEN / "formats"):
        folder.mkdir(exist_ok=True)
    for name, manners in KEPT.items():
        for manner in manners:
            twin = write(name, manner, CORPUS / "formats")
            move(name, twin, GOLDEN / "formats" / f"{twin.stem}.csv")


if __name__ == "__main__":
    main()
