"""What a run tells of each document: its line of the documents table, its records and its ledger, by place."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reportmine.errors import ReportmineError
from reportmine.export import TABLES, Cell
from reportmine.golden.tables import Row, read_run
from reportmine.runs.reading import read_table


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
    for cells in read_table(out, "ledger"):
        ledger[cells["source"]].append(Entry(cells["start"], cells["end"], cells["text"], cells["reason"]))
    facts, sections = dict[str, dict[str, str]](), dict[str, list[Part]]()
    for cells in read_table(out, "documents"):
        source = cells["source"]
        if source not in facts:
            sections[source] = _sections(cells.pop("sections"), f"{source} in the documents of {out}")
            facts[source] = {name: "" if cell is None else str(cell) for name, cell in cells.items()}
    for source, rows in records.items():
        facts.setdefault(source, {name: rows[0][name] for name in TABLES["documents"] if name != "sections"})
    return [
        Told(known, sections.get(source, []), records.get(source, []), sorted(ledger[source]))
        for source, known in facts.items()
    ]


def _sections(cell: Cell, where: str) -> list[Part]:
    try:
        return [Part(part["heading"], part["kind"], part["start"], part["end"]) for part in cell or ()]
    except (KeyError, TypeError):
        raise ReportmineError(
            f"sections {str(cell)[:40]!r} are no list @ {where}: run reportmine extract again"
        ) from None
