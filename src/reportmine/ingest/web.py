"""Web pages as portals publish them: the title, the line on source and date, and the whole body.

The body is the innermost element that holds nearly all prose of the page, read from its first to its last line.
A library for news would choose among its paragraphs as well; a paragraph left out is a figure lost.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import dropwhile, takewhile
from typing import Any

from lxml import etree

from reportmine.errors import IngestError
from reportmine.ingest import blocks, furniture, plain
from reportmine.ingest.blocks import Block
from reportmine.ingest.content import Content, Lines, Row, clean
from reportmine.model import Hints

MOST = 0.9  # share of a page's prose that its body holds; what is left are summaries beside it
MAX_BYTES = 32 << 20  # of a page: those with pictures inside have some megabytes
MAX_DEPTH = 2000  # elements inside each other: tags that nobody closed nest some hundreds

_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_-]{3,20})""")
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_HEAD = 4096  # bytes in which browsers look for the encoding
# What may be the body: no paragraph, list or table, which are parts of one.
_BODIES = frozenset(("article", "body", "center", "div", "form", "html", "main", "section", "td", "th"))
_TITLE_PARTS = re.compile(r"[_|｜]|\s*--+\s*|\s+[-–—]\s*|\s*[-–]\s+")
_LINES_OF_TITLE = 4
_SHORTEST_TITLE = 4


def read(raw: bytes, where: str) -> Content:
    """Text of a page; places are `paragraph 12` and `table 2 row 3 cell 4` of the body, counted from 1.

    Raises:
        IngestError: an encoding that cannot be told, a page that nests too deeply, or one without text.

    """
    return read_declared(raw, "", where)


def read_declared(raw: bytes, charset: str, where: str) -> Content:
    """Text of a page whose `charset` was told apart from it, "" where it was not; see `read`."""
    if len(raw) > MAX_BYTES:
        raise IngestError(f"a page of more than {MAX_BYTES >> 20} MB @ {where}: save it without pictures")
    markup, encoding = _decode(raw, charset, where)
    root = _parse(markup, where)
    found = blocks.find(root)
    weights = _weights(found)
    if not any(weights):  # some pages show their body by a script
        found = blocks.find(root, hidden=True)
        weights = _weights(found)
    if not any(weights):
        raise IngestError(f"a page without text @ {where}: save it when it is shown completely")
    body, first = _body(root, found, weights)
    title = _title(root, found[: first + 1])
    about = [line for block in found[:first] if (line := furniture.about(block.text))]
    lines = Lines()
    for line in (*title, *about[:1]):
        lines.add(line, "title")
    _write(_untitled(body, _bare("".join(title))), lines)
    return lines.content(encoding, _hints(root, found))


def _decode(raw: bytes, charset: str, where: str) -> tuple[str, str]:
    """Valid UTF-8 and marks decide; then what is said of the page, by itself last; then what its bytes look like."""
    declared = _CHARSET.search(raw, 0, _HEAD)
    names = [charset.lower(), declared[1].decode("ascii").lower() if declared else ""]
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        for codec in ("utf-8", *(_CODECS.get(name, name) for name in names if name)):
            try:
                return raw.decode(codec), codec
            except (UnicodeError, LookupError):
                continue
    return plain.decode(raw, where)


def _parse(markup: str, where: str) -> Any:
    # As bytes, and the encoding told: a declaration inside that has become wrong is not believed.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    root = etree.fromstring(markup.replace("\0", "").encode("utf-8", "replace"), parser)
    if root is None:
        raise IngestError(f"a page without text @ {where}: save it when it is shown completely")
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise IngestError(f"elements nest more than {MAX_DEPTH} deep @ {where}: save the page as .txt")
    return root


def _weights(found: Sequence[Block]) -> list[int]:
    """Characters of prose and figures of each block; of all words where the page holds neither."""
    weights = [
        len(block.text) if furniture.is_prose(block.text, block.linked, row=bool(block.cells)) else 0
        for block in found
    ]
    if any(weights):
        return weights
    return [
        0 if furniture.is_furniture(block.text) else max(0, len(block.text) - 2 * block.linked)
        for block in found
    ]


def _body(root: Any, found: Sequence[Block], weights: Sequence[int]) -> tuple[list[Block], int]:
    """Blocks of the innermost element with nearly all the weight, and where in `found` its prose begins."""
    held: Counter[Any] = Counter()
    for block, weight in zip(found, weights, strict=True):
        held[block.element] += weight
    elements = list(root.iter())
    for element in reversed(elements):  # an element comes behind those that it stands in
        held[element.getparent()] += held[element]
    least = MOST * sum(weights)
    body = [one for one in elements if one.tag in _BODIES and held[one] >= least][-1]
    parts = set(body.iter())
    inside = [index for index, block in enumerate(found) if block.element in parts]
    heavy = [index for index in inside if weights[index]]
    boxes = {found[index].element.getparent() for index in heavy}
    kept = []
    for index in inside:
        block = found[index]
        framing = not heavy[0] <= index <= heavy[-1]
        beside = block.element.getparent() in boxes  # a line of the text, although it is a link
        if furniture.is_furniture(block.text) or (framing and _frames(block, body, beside=beside)):
            continue
        kept.append(block)
    return kept, heavy[0]


def _frames(block: Block, body: Any, *, beside: bool) -> bool:
    """Whether a block before or behind the prose belongs to the site: links, or a box that is named so."""
    if furniture.about(block.text) or (2 * block.linked >= len(block.text) and not beside):
        return True
    within = takewhile(lambda one: one is not body, (block.element, *block.element.iterancestors()))
    return any(furniture.names_furniture(f"{one.get('class', '')} {one.get('id', '')}") for one in within)


def _title(root: Any, top: Sequence[Block]) -> list[str]:
    """Lines of the title as the page shows them; else as its head names it; none where it has no name."""
    names = [root.xpath("string(//meta[translate(@name,'ATILE','atile')='articletitle']/@content)")]
    called = _called(root.findtext(".//title") or "")
    headings = (" ".join(one.itertext()) for one in root.iter("h1"))
    # The name of the site may be a heading as well; the page's own is in its title.
    names += [one for one in headings if not called or _bare(one) in called or called in _bare(one)]
    names += [called]
    for name in map(clean, names):
        if len(name) < _SHORTEST_TITLE:
            continue
        wanted = _bare(name)
        shown = [block.text for block in top if not block.linked and _is_part(block.text, wanted)]
        # Of a title in several lines all are there; a line alone that is a part of it is another thing.
        lines = list(dict.fromkeys(shown))
        if _bare("".join(lines)) == wanted:
            return lines
        whole = [line for line in lines if _bare(line) == wanted]
        return whole[:1] or [name]
    return []


def _called(title: str) -> str:
    """The longest part of a title that does not name the site, without spaces."""
    parts = [part for part in map(_bare, _TITLE_PARTS.split(title)) if part]
    return max([part for part in parts if not furniture.names_site(part)] or parts or [""], key=len)


def _is_part(text: str, wanted: str) -> bool:
    return len(text) >= _SHORTEST_TITLE and _bare(text) in wanted


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _untitled(body: list[Block], title: str) -> list[Block]:
    """The body without the title that it may begin with, in one line or several."""
    top, rest = body[:_LINES_OF_TITLE], body[_LINES_OF_TITLE:]
    return [*dropwhile(lambda block: not block.cells and _bare(block.text) in title, top), *rest]


def _write(body: Sequence[Block], lines: Lines) -> None:
    paragraphs = tables = last = 0
    for block in body:
        if not block.cells:
            paragraphs += 1
            lines.add(block.text, f"paragraph {paragraphs}")
            continue
        table, row = block.row
        tables, last = tables + (table != last), table
        lines.add_row(block.cells, Row(tables, row))


def _hints(root: Any, found: Sequence[Block]) -> Hints:
    """Date and source that the head of a page names, or its table of disclosure (索引号, 发布机构 …)."""
    told = {
        (one.get("name") or one.get("property") or "").lower(): one.get("content") or ""
        for one in root.iter("meta")
    }
    cells = {
        label.text.rstrip(":："): value.text
        for block in found
        for label, value in zip(block.cells[::2], block.cells[1::2], strict=False)
    }
    return furniture.hints(told, cells)
