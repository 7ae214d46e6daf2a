"""Why a number became what it became: a panel for a terminal, plain lines for a pipe."""

import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import typer

from reportmine import tables
from reportmine.model import Extraction, Finding, LedgerEntry, Reason, Record, Span
from reportmine.text import line_col

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reportmine.attribution.chunks import Chunk
    from reportmine.attribution.trace import Evidence, Trace
    from reportmine.tables import Trace as TableTrace

    AnyTrace = Trace | TableTrace | Reason | None

_FACTS = (
    "indicator", "value", "value_high", "unit", "value_base", "unit_base", "comparator", "measure", "of",
    "basis", "subject", "status", "period_start", "period_end", "part_of", "confidence", "flags",
)  # fmt: skip
_SIGNS = 6  # shown of each field: the rest weighs less
_LABEL = 12  # columns: the longest label, period_start, has twelve characters
_CHOSEN = {"indicator": "bold green", "ledger": "bold yellow", "frames": "cyan", "chunks": "cyan"}


def place(text: str, at: str) -> tuple[int, int]:
    """The character that OFFSET or LINE:COL names; one behind the text where it lies outside.

    Raises:
        typer.BadParameter: `at` is neither.

    """
    line, colon, column = at.partition(":")
    if not line.isdecimal() or (colon and not column.isdecimal()):
        raise typer.BadParameter(f"--at {at!r}: give a character, 120, or a line and column, 3:11")
    if not colon:
        return int(line), int(line) + 1
    rows = text.split("\n")
    number, nth = int(line), int(column)
    if not (1 <= number <= len(rows) and 1 <= nth <= len(rows[number - 1])):
        return len(text), len(text) + 1
    start = sum(len(row) + 1 for row in rows[: number - 1]) + nth - 1
    return start, start + 1


def occurrences(text: str, part: str) -> Iterator[tuple[int, int]]:
    """Spans of every place of `part`, from left to right."""
    start = text.find(part)
    while start >= 0:
        yield start, start + len(part)
        start = text.find(part, start + len(part))


def show(
    extraction: Extraction,
    found: Sequence[Record | LedgerEntry],
    traces: Sequence["AnyTrace"],
) -> None:
    """Print a panel for each number on a terminal, plain lines into a pipe."""
    if not sys.stdout.isatty():
        for number, trace in zip(found, traces, strict=True):
            typer.echo("\n".join(lines(extraction, number, trace)))
        return
    from rich.console import Console  # noqa: PLC0415  only a terminal needs it

    console = Console(highlight=False)
    for number, trace in zip(found, traces, strict=True):
        console.print(panel(extraction, number, trace))


def lines(extraction: Extraction, entry: Record | LedgerEntry, trace: "AnyTrace") -> Iterator[str]:
    """Plain lines: the place of a number, then a line for each fact and each layer."""
    yield _headline(extraction, entry)
    for label, fact in facts(extraction, entry, trace):
        yield f"  {label:<{_LABEL}}  {fact}"


def panel(extraction: Extraction, entry: Record | LedgerEntry, trace: "AnyTrace") -> "RenderableType":
    """The same facts for a terminal, with long ones wrapped in their column."""
    from rich.panel import Panel  # noqa: PLC0415  only a terminal needs it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, fact in facts(extraction, entry, trace):
        grid.add_row(label, Text(fact, style=_CHOSEN.get(label, "")))
    return Panel(grid, title=Text(_headline(extraction, entry)), title_align="left", expand=False)


def facts(
    extraction: Extraction, entry: Record | LedgerEntry, trace: "AnyTrace"
) -> Iterator[tuple[str, str]]:
    """Labels and facts in the order of the layers: what the record says, then what made it so."""
    text = extraction.document.text
    if isinstance(entry, LedgerEntry):
        yield "ledger", entry.reason
        yield "line", text.split("\n")[line_col(text, entry.start)[0] - 1].strip()
        return
    yield "sentence", entry.sentence
    yield "section", f"{entry.section}: {entry.section_path}"
    told = entry.model_dump(exclude_none=True)
    yield from ((name, _plain(told[name])) for name in _FACTS if told.get(name) not in (None, ()))
    yield "because", entry.evidence
    if checks := [_found(finding) for finding in extraction.findings if entry.record_id in finding.records]:
        yield "checks", ", ".join(checks)
    if trace is None or isinstance(trace, Reason):
        return
    yield from _headers(text, trace) if isinstance(trace, tables.Trace) else _layers(text, trace)


def _headers(text: str, trace: "TableTrace") -> Iterator[tuple[str, str]]:
    """The cells and lines that the figure of a table was read from, the outermost header first."""
    for label in dict.fromkeys(label for label, _ in trace.places):
        spans = [span for name, span in trace.places if name == label]
        yield f"{label} from", " > ".join(_placed(text, span) for span in spans)


def _layers(text: str, trace: "Trace") -> Iterator[tuple[str, str]]:
    yield "chunks", " | ".join(_chunk(text, piece) for piece in trace.chunks)
    opener, closer = (f"{edge} " if edge else "" for edge in trace.edges)
    left, right = (_written(text, side) for side in (trace.left, trace.right))
    number = text[trace.quantity.start : trace.quantity.end]
    yield "context", f"{opener}… {left} [{number}] {right} … {closer}".replace("  ", " ").strip()
    *passed, fitted = trace.frames
    yield "frames", " ".join([*(f"{name} ✗" for name in passed), f"{fitted} ✓"])
    if trace.cues:
        yield "cues", " | ".join(_chunk(text, piece) for piece in trace.cues)
    if trace.noun:
        yield "name side", _written(text, trace.noun)
    yield "name from", " + ".join(_evidence(text, piece) for piece in trace.name) or "nothing"
    yield "period from", _evidence(text, trace.period)
    yield "status from", _evidence(text, trace.status)
    if trace.part is not None:
        yield "part of", _evidence(text, trace.part)
    for part in trace.parts:
        heaviest = ", ".join(f"{sign} {weight / 100:+.2f}" for sign, weight in part.signs[:_SIGNS])
        yield f"{part.field} sure", f"{part.share:.3f}: {heaviest}"


def _headline(extraction: Extraction, entry: Record | LedgerEntry) -> str:
    document = extraction.document
    line, column = line_col(document.text, entry.start)
    return f"{entry.text} @ {document.source}:{line}:{column} ({entry.start}-{entry.end})"


def _chunk(text: str, piece: "Chunk") -> str:
    """Characters of a chunk with its class and label: 同比 B:basis."""
    written = text[piece.start : piece.end].strip() or "␣"
    label = f":{piece.label}" if piece.label else ""
    return written if written == piece.kind else f"{written} {piece.kind}{label}"


def _written(text: str, pieces: Sequence["Chunk"]) -> str:
    return " ".join(text[piece.start : piece.end].strip() for piece in pieces)


def _evidence(text: str, evidence: "Evidence") -> str:
    """The note, with the words that it leans on and their place: name:carried 技术合同成交额 3:6."""
    return evidence.note if evidence.span is None else f"{evidence.note} {_placed(text, evidence.span)}"


def _placed(text: str, span: Span) -> str:
    line, column = line_col(text, span.start)
    return f"{Span(*span).of(text)} {line}:{column}"


def _found(finding: Finding) -> str:
    return f"{finding.check} {'agrees' if finding.agrees else 'contradicts'}"


def _plain(cell: object) -> str:
    if isinstance(cell, tuple):
        return ", ".join(cell)
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
