"""Plain text: which encoding, decided exactly wherever the bytes themselves decide."""

import codecs
import re

from reportmine.errors import IngestError
from reportmine.ingest.content import Content

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16 LE
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
# Characters of which a Chinese report consists; the wrong byte order of UTF-16 gives few of them.
_USUAL = re.compile("[\t\n\r -~、-〟一-鿿！-～“”‘’—…·％]")
# The characters of GB 2312, which simplified text hardly leaves; Big5 read as GB18030 leaves it all the time.
_GB2312 = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")

MAX_CONTROL = 0.005  # share of stray control characters that converted text may hold; random bytes have 10%
MIN_USUAL = 0.8  # share of usual characters in UTF-16 without mark; the wrong byte order stays below a half
MAX_DAMAGE = (
    0.1  # share of faults among the wide characters of a damaged UTF-8 file; GB18030 gives over a half
)
MIN_GB2312 = 0.9  # share of GB 2312 among two-byte characters above which no other encoding is considered


def read(raw: bytes, where: str) -> Content:
    r"""The text of a file with `\n` as line ends; it has no places but its offsets. Raises as `decode` does."""
    text, encoding = decode(raw, where)
    return Content(text.replace("\r\n", "\n").replace("\r", "\n"), encoding)


def decode(raw: bytes, where: str) -> tuple[str, str]:
    """Text of a file, and the Python codec that reads its bytes.

    Decided in this order: a byte-order mark; strict UTF-8; UTF-16 by its NUL bytes; GB18030, unless its
    characters are so rare that Big5 is likelier.

    Raises:
        IngestError: the bytes are no text, or text in no encoding known here.

    """
    text, encoding = _by_mark(raw, where) or _utf8(raw, where) or _utf16(raw) or _chinese(raw, where)
    strays = len(_CONTROL.findall(text))
    if "\0" in text or strays > max(1, len(text) * MAX_CONTROL):
        raise _binary(where)
    return text, encoding


def _by_mark(raw: bytes, where: str) -> tuple[str, str] | None:
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), None)
    if encoding is None:
        return None
    try:
        return raw.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise _undecodable(error, where) from None


def _utf8(raw: bytes, where: str) -> tuple[str, str] | None:
    if b"\0" in raw:  # no text in UTF-8 has one, UTF-16 of ASCII characters is made of them
        return None
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # Other encodings turn nearly every character into a fault: a few faults are a damaged UTF-8 file,
        # which GB18030 might read without complaint, and wrongly.
        text = raw.decode("utf-8", "replace")
        wide = sum(char > "\x7f" for char in text)
        if text.count("\ufffd") <= wide * MAX_DAMAGE:
            raise _undecodable(error, where) from None
        return None


def _utf16(raw: bytes) -> tuple[str, str] | None:
    if b"\0" not in raw:
        return None
    found = [(_usual(text), text, name) for name in ("utf-16-le", "utf-16-be") if (text := _try(raw, name))]
    if not found:
        return None
    share, text, name = max(found)
    return (text, name) if share >= MIN_USUAL else None


def _chinese(raw: bytes, where: str) -> tuple[str, str]:
    if b"\0" in raw:
        raise _binary(where)
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        fault = error
    else:
        if _simplified(raw):
            return text, "gb18030"
        return _likelier(raw) or (text, "gb18030")
    if guess := _likelier(raw):
        return guess
    if len(_CONTROL.findall(raw.decode("latin-1"))) > len(raw) * MAX_CONTROL:
        raise _binary(where)
    raise _undecodable(fault, where)


def _simplified(raw: bytes) -> bool:
    pairs = _PAIR.findall(raw)
    return sum(map(bool, map(_GB2312.fullmatch, pairs))) >= len(pairs) * MIN_GB2312


def _likelier(raw: bytes) -> tuple[str, str] | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415  only rare files need it, and it is slow to import

    best = from_bytes(raw, cp_isolation=["gb18030", "big5", "big5hkscs"], enable_fallback=False).best()
    return (str(best), best.encoding) if best else None


def _try(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _usual(text: str) -> float:
    return len(_USUAL.findall(text)) / len(text)


def _undecodable(error: UnicodeDecodeError, where: str) -> IngestError:
    return IngestError(
        f"cannot decode as {error.encoding} @ {where}:byte {error.start}: save the file as UTF-8"
    )


def _binary(where: str) -> IngestError:
    return IngestError(f"binary file, not text @ {where}: save the report as plain text in UTF-8")
