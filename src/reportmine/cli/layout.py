"""Records and differences as lines of plain text."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

if TYPE_CHECKING:
    from reportmine.export import Row
    from reportmine.golden import Change, Diff

SHOWN = (
    "text",
    "indicator",
    "value_base",
    "unit_base",
    "measure",
    "of",
    "status",
    "period_start",
    "period_end",
)
WIDEST = 32  # columns of a terminal that one cell may take; a Chinese character takes two


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of a table in columns, where a Chinese character is two columns of the terminal wide."""
    lines = [header, *rows]
    widths = [min(WIDEST, max(map(cell_len, column))) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (set_cell_size(cell, width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()


def records(columns: Sequence[str], rows: Sequence["Row"]) -> Iterator[str]:
    """Lines of a table with the main columns of some records."""
    places = [columns.index(name) for name in SHOWN]
    return table(SHOWN, [[_plain(row[place]) for place in places] for row in rows])


def headline(diff: "Diff") -> Iterator[str]:
    """What a diff comes to: counts and full F1 first, then F1 by tier, then the share right by field."""
    yield (
        f"{len(diff.gained)} gained, {len(diff.lost)} lost, {diff.counts['changed']} changed; "
        f"precision {diff.precision:.4f} recall {diff.recall:.4f} F1 {diff.f1:.4f}"
    )
    yield "tiers: " + ", ".join(f"{tier} {share:.4f}" for tier, share in diff.tiers.items())
    fields = diff.fields.items()
    yield "fields: " + ", ".join(
        f"{name} {'-' if share is None else f'{share:.4f}'}" for name, share in fields
    )


def differences(diff: "Diff") -> Iterator[str]:
    """A line for each record lost or gained and for each cell changed."""
    yield from (f"lost     {_place(change)}  {change.golden}" for change in diff.lost)
    yield from (f"gained   {_place(change)}  {change.out}" for change in diff.gained)
    yield from (
        f"changed  {_place(change)}  {change.cell}: {change.golden or '-'} → {change.out or '-'}"
        for change in diff.changed
    )


def _place(change: "Change") -> str:
    return f"{change.document}  {change.text}"


def _plain(cell: object) -> str:
    return "" if cell is None else format(cell, "f") if isinstance(cell, Decimal) else str(cell)
