"""Markdown: headings, paragraphs, lists with their numbers and tables, without the marks."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportmine.ingest import plain
from reportmine.ingest.content import Cell, Content, Lines, Row

_FRONT = re.compile(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_WORDS = re.compile(r"(?<=[A-Za-z,.;:])\n(?=[A-Za-z])")
_BREAK = re.compile(r"(?i)<br\s*/?>")
_TAG = re.compile(r"<[^<>]{1,500}>")


def read(raw: bytes, where: str) -> Content:
    """Text of a Markdown file; places are `line 12`, `table 2 row 3 cell 4`, counted from 1.

    Raises:
        IngestError: as for plain text.

    """
    told = plain.read(raw, where)
    # Facts about the file before its first line are blanked out, so that lines keep their numbers.
    text = (
        _FRONT.sub(lambda front: "\n" * front.group().count("\n"), told.text, count=1)
        if _FRONT.match(told.text)
        else told.text
    )
    reading = _Reading()
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        reading.take(token)
    return reading.lines.content(told.encoding)


class _Reading:
    """One pass over the tokens."""

    def __init__(self) -> None:
        self.lines = Lines()
        self._tables = self._rows = 0
        self._cells: list[Cell] | None = None  # of the row that is open
        self._header = False
        self._mark = ""
        self._line = 0

    def take(self, token: Token) -> None:
        """Add what a token says."""
        if token.map:
            self._line = token.map[0] + 1
        if token.type == "table_open":
            self._tables, self._rows = self._tables + 1, 0
        elif token.type in ("th_open", "td_open"):
            self._header = token.type == "th_open"
        elif token.type == "tr_open":
            self._rows, self._cells = self._rows + 1, []
        elif token.type == "tr_close":
            self.lines.add_row(self._cells or (), Row(self._tables, self._rows))
            self._cells = None
        elif token.type == "list_item_open":
            self._mark = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "inline":
            self._inline(token)
        elif token.type in ("code_block", "fence"):
            self._add(token.content.split("\n"))
        elif token.type == "html_block":
            self._add(_TAG.sub("", _BREAK.sub("\n", token.content)).split("\n"))

    def _inline(self, token: Token) -> None:
        text = "".join(_pieces(token.children or ()))
        if self._cells is not None:
            self._cells.append(Cell(len(self._cells) + 1, text.replace("\v", " "), header=self._header))
            return
        # Lines that only the width of an editor has broken are one; \v stands for breaks that are meant.
        self._add(_WORDS.sub(" ", text).replace("\n", "").split("\v"))

    def _add(self, lines: Sequence[str]) -> None:
        for line in lines:
            self.lines.add(self._mark + line, f"line {self._line}")
            self._mark = ""


def _pieces(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type == "softbreak":
            yield "\n"
        elif child.type == "hardbreak" or (child.type == "html_inline" and _BREAK.fullmatch(child.content)):
            yield "\v"
