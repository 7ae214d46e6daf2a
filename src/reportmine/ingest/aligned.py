"""Tables in plain text: lines whose cells tabs part, or spaces under each other."""

import re
from collections.abc import Iterator, Sequence

from reportmine.ingest import columns
from reportmine.ingest.columns import Edges, Reach
from reportmine.model import Span, Table, TableCell

_LEAST = 3  # lines of a table
_LONE = 20  # characters of a line with one cell between others, such as the name of a group
_WIDE = "\u2e80"  # characters from here on are two columns wide where others are one
_GAP = re.compile(r"[ \u3000\xa0]{2,}|(?<=\S\S)\u3000(?=\S\S)")
_CAPTION = re.compile(
    r"(?:续?附?表|附件)\s?[0-9一二三四五六七八九十]{1,3}[ \u3000]*[^\t]+$"
)  # 附表2　主要指标
_MARKS = re.compile("[。；！？]")
_LONGEST = 2000  # characters of a line


def find(text: str) -> tuple[Table, ...]:
    """Tables of a text, in their order; none of a text without a gap inside of a line."""
    if "\t" not in text and "  " not in text and "\u3000" not in text:
        return ()
    return tuple(table for run in _runs(text) if (table := _table(text, run)) is not None)


def _runs(text: str) -> Iterator[list[Span]]:
    """Lines that follow each other and have gaps; one between them that has none may be the name of a group."""
    run: list[Span] = []
    lone: list[Span] = []
    start = 0
    for line in text.split("\n"):
        core = line.strip()
        span = Span(start, start + len(line))
        start = span.end + 1
        if core and len(core) <= _LONGEST and _parted(core) and not (_CAPTION.match(core) and not run):
            run += [*lone, span]
            lone = []
            continue
        if run and not lone and 0 < len(core) <= _LONE and not _MARKS.search(core):
            lone = [span]
            continue
        if len(run) >= _LEAST:
            yield run
        run, lone = [], []
    if len(run) >= _LEAST:
        yield run


def _parted(core: str) -> bool:
    return "\t" in core or (
        ("  " in core or "\u3000" in core or "\xa0" in core) and _GAP.search(core) is not None
    )


def _table(text: str, run: Sequence[Span]) -> Table | None:
    rows = [line.of(text) for line in run]
    if not any(char.isdigit() for row in rows for char in row):
        return None
    tabbed = sum("\t" in row for row in rows) * 2 > len(rows)
    cells = list((_tabbed if tabbed else _under_each_other)(rows, run))
    return Table(tuple(cells)) if cells else None


def _tabbed(rows: Sequence[str], run: Sequence[Span]) -> Iterator[TableCell]:
    for number, (row, line) in enumerate(zip(rows, run, strict=True), 1):
        start = line.start
        for column, cell in enumerate(row.split("\t"), 1):
            if kept := cell.strip():
                lead = len(cell) - len(cell.lstrip())
                span = Span(start + lead, start + lead + len(kept))
                yield TableCell(span, number, column, indent=_width(cell[:lead]))
            start += len(cell) + 1


def _under_each_other(rows: Sequence[str], run: Sequence[Span]) -> Iterator[TableCell]:
    pieces = [list(_pieces(row)) for row in rows]
    edges = [
        [Edges(_width(row[: one.start]), _width(row[: one.end])) for one in found]
        for row, found in zip(rows, pieces, strict=True)
    ]
    told = columns.find_below(edges, _LEAST) or _counted(pieces)
    if told is None:
        return
    above, reaches = told
    rows_of = zip(run[above:], pieces[above:], reaches, edges[above:], strict=True)
    for number, (line, found, over, at) in enumerate(rows_of, 1):
        for piece, reach, edge in zip(found, over, at, strict=True):
            span = Span(line.start + piece.start, line.start + piece.end)
            indent = int(edge.left) if reach.column == 1 else 0
            yield TableCell(span, number, reach.column, 1, reach.columns, indent=indent)


def _counted(pieces: Sequence[Sequence[Span]]) -> tuple[int, list[list[Reach]]] | None:
    """The columns of lines that all have as many cells, the first one aside, whatever their edges."""
    for above in (0, 1):
        counts = {len(found) for found in pieces[above:]}
        if len(counts) == 1 < min(counts) and len(pieces) - above >= _LEAST:
            return above, [[Reach(at, 1) for at in range(1, len(found) + 1)] for found in pieces[above:]]
    return None


def _pieces(row: str) -> Iterator[Span]:
    start = len(row) - len(row.lstrip())
    end = len(row.rstrip())
    for gap in _GAP.finditer(row, start, end):
        yield Span(start, gap.start())
        start = gap.end()
    yield Span(start, end)


def _width(text: str) -> int:
    """Columns that a text takes where Chinese characters take two."""
    return len(text) + sum(char >= _WIDE for char in text)
