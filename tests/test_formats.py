"""Which reader a file gets, and what a hostile one can do: nothing but fail with a line that says why."""

import io
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn

import pytest

from files import build, paragraph, pdf, prose, rewrite
from reportmine import IngestError, extract_file, read
from reportmine.ingest import formats, office, web
from reportmine.ingest import pdf as pdf_reader

LINE = "全县新增企业12家，完成投资3.5亿元。"
PAGE = f"<!DOCTYPE html><html><head><title>工作</title></head><body><p>{LINE}</p></body></html>"


def word(tmp_path: Path) -> bytes:
    return build(tmp_path, paragraph(LINE)).read_bytes()


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
def test_bytes_decide_whatever_the_suffix_says(tmp_path: Path, suffix: str) -> None:
    contents = {
        "page": PAGE.encode(),
        "page in GBK": PAGE.replace("<head>", "<head><meta charset=gbk>").encode("gbk"),
        "word": word(tmp_path),
        "pdf": pdf([prose(LINE + LINE)]),
    }
    for name, raw in contents.items():
        path = tmp_path / f"file{suffix}"
        path.write_bytes(raw)
        assert LINE in read(path).text.replace("\n", ""), name


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx", ".doc", ".pdf"])
def test_plain_text_under_any_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"file{suffix}"
    path.write_bytes(f"{LINE}\n".encode("gb18030"))
    assert read(path).text == f"{LINE}\n"


def package(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (package("xl/workbook.xml"), "a spreadsheet, not a report"),
        (package("ppt/presentation.xml"), "a presentation, not a report"),
        (package("a.txt"), "a ZIP archive, not a report"),
        (package("word/document.xml"), "damaged Word file"),
        (package("word/document.xml")[:40], "damaged file"),
        (COMPOUND + "Workbook".encode("utf-16-le"), "a spreadsheet, not a report"),
        (COMPOUND + "PowerPoint Document".encode("utf-16-le"), "a presentation, not a report"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "encrypted file"),
        (bytes(range(256)) * 4, "binary file, not text"),
        (b"", "empty file"),
    ],
)
def test_what_no_reader_takes_says_so(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "file.docx"
    path.write_bytes(raw)
    with pytest.raises(IngestError, match=f"^{message}") as caught:
        read(path)
    assert ": " in str(caught.value).partition(f" @ {path.as_posix()}")[2]


def test_records_say_where_in_the_file_they_stand(tmp_path: Path) -> None:
    found = extract_file(build(tmp_path, paragraph("青禾县2023年工作总结"), paragraph(f"一、工作。{LINE}")))
    assert {(record.text, record.locator) for record in found.records} == {
        ("12家", "paragraph 2"),
        ("3.5亿元", "paragraph 2"),
    }
    assert {(entry.text, entry.locator) for entry in found.ledger} == {
        ("2023年", "paragraph 1"),
        ("一、", "paragraph 2"),
    }
    (tmp_path / "a.txt").write_text(LINE, encoding="utf-8")
    assert {record.locator for record in extract_file(tmp_path / "a.txt").records} == {None}


def test_plain_text_needs_none_of_the_libraries(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINE, encoding="utf-8")
    check = (
        "import sys, pathlib, reportmine; reportmine.read(pathlib.Path(sys.argv[1]));"
        "print([name for name in ('lxml', 'docx', 'pypdfium2', 'markdown_it') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", check, str(tmp_path / "a.txt")], check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"


MARKDOWN = """---
title: 3
---
# 青禾县工作总结

**一、工作**：新增*12*家，
完成[投资](http://example.org)3\\.5亿元。GDP of
2023

1. 建成`3`座
2. 修复

   - 其中2座

| 指标 | 数量 |
|---|---:|
| 企业 | **31** |

    4处
末<br>尾<b>粗</b>
"""


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    found = read(path)
    assert found.text.splitlines() == [
        "青禾县工作总结", "一、工作：新增12家，完成投资3.5亿元。GDP of2023", "1. 建成3座", "2. 修复", "其中2座",
        "指标\t数量", "企业\t31", "4处", "末", "尾粗",
    ]  # fmt: skip
    places = {"12": "line 6", "31": "table 1 row 2 cell 2", "4处": "line 19", "尾": "line 20"}
    assert {word: found.locator(found.text.index(word)) for word in places} == places


# What follows is hostile: each file is made here, and each ends in one line or in harmless text.

NAMED = zip("abcdefgh", "bcdefghi", strict=True)
BOMB = f"<!DOCTYPE w:document [<!ENTITY a '{'9家' * 10}'>" + "".join(
    f"<!ENTITY {name} '{10 * ('&' + before + ';')}'>" for before, name in NAMED
)


def refused(path: Path, message: str) -> None:
    with pytest.raises(IngestError, match=message) as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_packages_that_unpack_to_too_much_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    for name, size in (("word/media/image1.png", 300 << 20), ("word/document.xml", 40 << 20)):
        word(tmp_path)
        with (
            zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
            archive.open(f"{name}.xml", "w") as part,
        ):
            for _ in range(size >> 20):
                part.write(bytes(1 << 20))
        refused(path, "^unpacks to more than a report may hold @ .*: open it in Word")
    word(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(10_001):
            archive.writestr(f"word/{number}", "")
    refused(path, "^unpacks to more than a report may hold")


def test_a_package_that_lies_about_its_sizes_unpacks_to_no_more(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    word(tmp_path)
    rewrite(
        path, {"word/document.xml": lambda told: told.replace("</w:body>", " " * (8 << 20) + "</w:body>")}
    )
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("word/document.xml").file_size
    for at in (i for i in range(len(raw)) if raw[i : i + 4] == size.to_bytes(4, "little")):
        raw[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(raw)
    refused(path, "^damaged Word file")


@pytest.mark.parametrize("entity", ["&i;", "&x;"])
def test_entities_are_not_expanded(tmp_path: Path, entity: str) -> None:
    (tmp_path / "secret").write_text("机密77家", encoding="utf-8")
    outside = f'<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    word(tmp_path)
    path = tmp_path / "report.docx"
    head = f"{BOMB}{outside}"
    rewrite(path, {
        "word/document.xml": lambda told: told.replace("<w:document", f"{head}<w:document", 1).replace("12家", entity)
    })  # fmt: skip
    try:
        text = read(path).text
    except IngestError as error:
        assert "damaged Word file" in str(error)  # noqa: PT017  either way nothing was expanded
    else:
        assert "9家" not in text
        assert "77" not in text


def test_nesting_has_an_end(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    word(tmp_path)
    deep = "<w:ins>" * 5000 + "</w:ins>" * 5000
    rewrite(path, {"word/document.xml": lambda told: told.replace("<w:sectPr", f"{deep}<w:sectPr", 1)})
    refused(path, "^damaged Word file .*[Dd]epth")
    page = tmp_path / "page.html"
    page.write_text("<div>" * (web.MAX_DEPTH + 1) + LINE, encoding="utf-8")
    refused(page, "^elements nest more than .* deep")
    page.write_text("<div>" * 1000 + LINE + "</div>" * 1000, encoding="utf-8")
    assert read(page).text == f"{LINE}\n"


def test_cells_that_span_a_billion_columns_span_few(tmp_path: Path) -> None:
    rows = "<tr><td colspan=999999999 rowspan=99999999>企业<td>31</tr>" * 50
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><p>{LINE}</p><table>{rows}</table></body></html>", encoding="utf-8")
    assert len(read(path).text) < 600_000
    span = '<w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr><w:p><w:r><w:t>31</w:t></w:r></w:p></w:tc>'
    wide = build(tmp_path, f"<w:tbl><w:tr>{span.format(10**9)}{span.format(1)}</w:tr></w:tbl>")
    assert read(wide).text.count("31") == 2
    assert len(read(wide).text) < 1000


@pytest.mark.parametrize(
    ("entries", "megabytes", "streams"), [(b"", 50, 1), (b"/Subtype/Image", 100, 1), (b"", 20, 3)]
)
def test_streams_of_a_pdf_that_unpack_to_too_much_are_refused(
    tmp_path: Path, entries: bytes, megabytes: int, streams: int
) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 l " * 174_763) for _ in range(megabytes)) + packer.flush()
    path = tmp_path / "a.pdf"
    stream = b"obj<</Filter/FlateDecode" + entries + b">>stream\n" + packed + b"\nendstream endobj\n"
    path.write_bytes(b"%PDF-1.7\n" + stream * streams)
    refused(path, "^unpacks to more than a report may hold @ .*: print it into a new PDF")


def test_pages_and_characters_of_a_pdf_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([prose(LINE + LINE)] * 3))
    monkeypatch.setattr(pdf_reader, "MAX_GLYPHS", 20)
    refused(path, "^more than 20 characters @ .*a.pdf:page 1: give its text as .txt")
    monkeypatch.setattr(pdf_reader, "MAX_PAGES", 2)
    refused(path, "^more than 2 pages @ .*: split the file")


def test_pages_have_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(web, "MAX_BYTES", len(PAGE))
    refused(tmp_path / "a.html", "^a page of more than 0 MB @ .*: save it without pictures")


def test_large_files_are_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(257 << 20)
    refused(path, "^more than 256 MB @ .*: split the file")


@pytest.fixture
def without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        pytest.fail("a document asked for the network")

    monkeypatch.setattr(socket, "socket", fail)
    monkeypatch.setattr(socket, "getaddrinfo", fail)


REMOTE = "http://127.0.0.1:9/x"
LINKS = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "{REMOTE}.dtd"><html><head><base href="{REMOTE}">
<link rel="stylesheet" href="{REMOTE}.css"><script src="{REMOTE}.js"></script></head><body>
<iframe src="{REMOTE}"></iframe><img src="{REMOTE}.png"><object data="{REMOTE}"></object><p>{LINE}</p></body></html>"""


@pytest.mark.usefixtures("without_network")
def test_no_document_reaches_the_network(tmp_path: Path) -> None:
    for name in ("a.html", "a.md", "a.txt"):
        (tmp_path / name).write_text(LINKS, encoding="utf-8")
        assert read(tmp_path / name).text == f"{LINE}\n"
    word(tmp_path)
    relation = '<Relationship Id="rId{}" TargetMode="External" Target="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/>'
    kinds = ("attachedTemplate", "image", "footnotes", "subDocument")
    added = "".join(relation.format(90 + number, REMOTE, kind) for number, kind in enumerate(kinds))
    rewrite(tmp_path / "report.docx", {
        "word/_rels/document.xml.rels": lambda told: told.replace("</Relationships>", f"{added}</Relationships>")
    })  # fmt: skip
    assert read(tmp_path / "report.docx").text == f"{LINE}\n"


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine: its port, and what it was asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1], paths
        server.shutdown()
        thread.join()


OPEN_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"><office:body><office:text><text:p>{line}</text:p>
<text:p><draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char"><draw:image xlink:type="simple"
xlink:href="http://127.0.0.1:{port}/a.png" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>
<text:section text:name="s"><text:section-source xlink:href="http://127.0.0.1:{port}/b.odt"/></text:section>
</office:text></office:body></office:document-content>"""


@pytest.mark.slow
@pytest.mark.skipif(not any(map(shutil.which, office.PROGRAMS)), reason="LibreOffice is not installed")
def test_libreoffice_follows_no_link(
    tmp_path: Path, asked: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, paths = asked
    path = tmp_path / "a.doc"
    with zipfile.ZipFile(path, "w") as archive:
        kind = "application/vnd.oasis.opendocument.text"
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        entries = "".join(
            f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{told}"/>'
            for name, told in (("/", kind), ("content.xml", "text/xml"))
        )
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", OPEN_DOCUMENT.format(line=LINE, port=port))
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{manifest}" manifest:version="1.2">{entries}</manifest:manifest>',
        )
    assert read(path).text == f"{LINE}\n"
    assert paths == []
    # The same file without what keeps it in: the server does hear of it, so the lines above mean something.
    monkeypatch.setattr(office, "_SETTINGS", {})
    monkeypatch.setattr(office, "_NO_NETWORK", {})
    read(path)
    assert "/a.png" in paths
