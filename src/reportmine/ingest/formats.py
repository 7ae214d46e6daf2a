"""Which format a file is in: its bytes decide, its suffix only where they do not."""

import re
import zipfile
from io import BytesIO

from reportmine.errors import IngestError

PLAIN, WEB, ARCHIVE, WORD, OFFICE, PDF, MARKDOWN = (
    "plain",
    "web",
    "mhtml",
    "word",
    "office",
    "pdf",
    "markdown",
)

# The module that reads files of each suffix, unless their bytes say otherwise.
SUFFIXES = {
    ".txt": PLAIN,
    ".md": MARKDOWN,
    ".html": WEB,
    ".htm": WEB,
    ".mhtml": ARCHIVE,
    ".mht": ARCHIVE,
    ".docx": WORD,
    ".doc": OFFICE,
    ".wps": OFFICE,
    ".pdf": PDF,
}
_TEXTUAL = {PLAIN, MARKDOWN, WEB}

_ZIP, _COMPOUND, _RICH = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_HEAD = 1024  # bytes in which PDF readers look for the mark of a PDF, and browsers for that of a page
_PAGE = re.compile(
    rb"(?i)(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.S
)
_MESSAGE = re.compile(rb"(?i)(?:from|subject|date|mime-version|content-type|snapshot-content-location):")
_MULTIPART = re.compile(rb"(?i)content-type:\s*multipart/related")
_WORD_XML = b'progid="Word.Document"'
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK, _SLIDES = "Workbook".encode("utf-16-le"), "PowerPoint Document".encode("utf-16-le")


def format_of(raw: bytes, suffix: str, where: str) -> str:
    """Name of the module that reads these bytes.

    Raises:
        IngestError: a format that is known and that nothing here reads, such as a spreadsheet.

    """
    head = raw[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if raw.startswith(_ZIP):
        return _zipped(raw, where)
    if raw.startswith(_COMPOUND):
        return _compound(raw, where)
    if b"%PDF-" in raw[:_HEAD]:
        return PDF
    if head.startswith(_RICH) or _WORD_XML in head:
        return OFFICE
    if _PAGE.match(head):
        return WEB
    if _MESSAGE.match(head) and _MULTIPART.search(raw[: 16 * _HEAD]):
        return ARCHIVE
    told = SUFFIXES[suffix]
    return told if told in _TEXTUAL else PLAIN


def _zipped(raw: bytes, where: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise IngestError(f"damaged file ({error}) @ {where}: open it in Word and save it anew") from None
    if any(name.startswith("word/") for name in names):
        return WORD
    if "content.xml" in names:
        return OFFICE
    kind = next(
        (told for part, told in _PACKAGES.items() if any(n.startswith(part) for n in names)), "ZIP archive"
    )
    raise IngestError(f"a {kind}, not a report @ {where}: give its text as .docx, .pdf or .txt")


_PACKAGES = {"xl/": "spreadsheet", "ppt/": "presentation"}


def _compound(raw: bytes, where: str) -> str:
    if _ENCRYPTED in raw:
        raise IngestError(f"encrypted file @ {where}: save it without password")
    for mark, kind in ((_WORKBOOK, "spreadsheet"), (_SLIDES, "presentation")):
        if mark in raw:
            raise IngestError(f"a {kind}, not a report @ {where}: give its text as .docx, .pdf or .txt")
    return OFFICE
