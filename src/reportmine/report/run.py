"""What a run tells of each document: its line of the documents table, its records and its ledger, by place."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reportmine.errors import GoldenError
from reportmine.export import TABLES, Cell
from reportmine.golden.tables import Row, read_run
from reportmine.runs.reading import read_table

_AGAIN = "run reportmine extract again"


class Part(NamedTuple):
    """A section of a document, as the documents table has it; offsets count characters of its text."""

    heading: str
    kind: str
    start: int
    end: int


class Entry(NamedTuple):
    """A line of the ledger."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """A document of a run. Cells are as CSV has them: an empty one for what is not known."""

    facts: dict[str, str]  # by column of the documents table, without its sections
    sections: Sequence[Part]
    records: Sequence[Row]
    ledger: Sequence[Entry]

    @property
    def source(self) -> str:
        """Path of the document as given."""
        return self.facts["source"]


def read(out: Path) -> list[Told]:
    """The documents of the run in `out` in the order of their table, then those that only records speak of.

    Raises:
        ReportmineError: no tables there, or cells that do not fit their columns.

    """
    records = read_run(out)
    ledger: defaultdict[str, list[Entry]] = defaultdict(list)
    for where, cells in _table(out, "ledger"):
        start, end = _number(cells["start"], where), _number(cells["end"], where)
        ledger[cells["source"]].append(Entry(start, end, cells["text"], cells["reason"]))
    facts, sections = {}, {}
    for where, cells in _table(out, "documents"):
        source = cells["source"]
        if source not in facts:
            sections[source] = _sections(cells.pop("sections"), where)
            facts[source] = cells
    for source, rows in records.items():
        facts.setdefault(source, {name: rows[0][name] for name in TABLES["documents"] if name != "sections"})
    return [
        Told(cells, sections.get(source, []), records.get(source, []), sorted(ledger[source]))
        for source, cells in facts.items()
    ]


def _table(out: Path, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Place, for messages, and cells of each row of a table, as CSV has them."""
    for number, cells in enumerate(read_table(out, name), 1):
        yield f"{name} of {out}, row {number}", {column: _text(cell) for column, cell in cells.items()}


def _text(cell: Cell) -> str:
    return "" if cell is None else json.dumps(cell) if isinstance(cell, list) else str(cell)


def _sections(cell: str, where: str) -> list[Part]:
    try:
        found = json.loads(cell or "[]")
        return [
            Part(str(part["heading"]), str(part["kind"]), int(part["start"]), int(part["end"]))
            for part in found
        ]
    except (ValueError, KeyError, TypeError):
        raise GoldenError(f"sections {cell[:40]!r} are no list @ {where}: {_AGAIN}") from None


def _number(cell: str, where: str) -> int:
    if not cell.isdecimal():
        raise GoldenError(f"no offset {cell!r} @ {where}: {_AGAIN}")
    return int(cell)
