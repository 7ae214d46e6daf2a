"""The one list of columns that all formats share, and what one document puts under them."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from reportmine.model import Extraction, Flag, LedgerEntry, Record, Section

# What a cell may hold: text, a number with its digits, a list or dict (JSON), a tuple of codes, or None for what is
# not known.
Cell = Any
Row = tuple[Cell, ...]

RECORDS = tuple(Record.model_fields)
LEDGER = tuple(LedgerEntry.model_fields)
DOCUMENTS = (
    "source", "title", "issuer", "region", "region_code", "kind", "doc_period_start", "doc_period_end",
    "published", "sections", "encoding", "sha256", "chars", "records", "ledger", "error",
)  # fmt: skip
TABLES = {"records": RECORDS, "ledger": LEDGER, "documents": DOCUMENTS}

# What columns hold; all others hold text. Each has its own way into types and back.
INTEGERS = frozenset({"start", "end", "chars", "records", "ledger"})
NUMBERS = frozenset({"value", "value_high", "value_base"})
REALS = frozenset({"confidence"})
DAYS = frozenset({"published"})  # YYYY-MM-DD
MONTHS = frozenset({"doc_period_start", "doc_period_end", "period_start", "period_end"})  # YYYY-MM
CODES = frozenset({"flags"})
NESTED = frozenset({"sections"})
# Columns of text that always hold one: where a table has an empty cell there, the text is empty.
KNOWN = frozenset(
    name
    for model in (Record, LedgerEntry)
    for name, field in model.model_fields.items()
    if field.is_required()
)

_HALVES = re.compile(r"[\ud800-\udfff]")
_CONFIDENCE, _FLAGS = RECORDS.index("confidence"), RECORDS.index("flags")

_record_row = attrgetter(*RECORDS)
_ledger_row = attrgetter(*LEDGER)


class DocumentRows(NamedTuple):
    """Everything that one document puts into the tables; plain values, cheap to send between processes."""

    document: Row
    records: list[Row]
    ledger: list[Row]

    @property
    def source(self) -> str:
        """Path of the document as given."""
        return str(self.document[0])

    @property
    def error(self) -> str | None:
        """What went wrong, as `what @ file: remedy`; None where nothing did."""
        error = self.document[-1]
        return None if error is None else str(error)

    def tables(self) -> dict[str, list[Row]]:
        """Rows by table name."""
        return {"records": self.records, "ledger": self.ledger, "documents": [self.document]}


def marked(rows: Sequence[Row], floor: float) -> list[Row]:
    """Rows of records, those whose confidence lies below the floor with a flag that says so."""
    return [
        (*row[:_FLAGS], (*row[_FLAGS], Flag.LOW_CONFIDENCE), *row[_FLAGS + 1 :])
        if row[_CONFIDENCE] < floor
        else row
        for row in rows
    ]


def below(rows: Sequence[Row], floor: float) -> int:
    """How many rows of records have a confidence below the floor."""
    return sum(row[_CONFIDENCE] < floor for row in rows)


class Header(StrEnum):
    """The language of column names in tables for people."""

    ZH = "zh"
    EN = "en"


class Sink(Protocol):
    """A table being written, from its opening to `close`."""

    def __init__(self, path: Path, columns: Sequence[str], *, excel: bool = False) -> None: ...

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows below those already written; cells in the order of the columns."""

    def close(self) -> None:
        """The table is complete."""


class Volume(Protocol):
    """All tables of a format that keeps them in one file; being written, as a context.

    The file is complete when the context is left, and worth nothing where it is left by an error.
    """

    def __init__(self, path: Path, *, before: Path, header: Header | None = None) -> None:
        """A volume at `path`, which will take the place of the one at `before`, if there is any."""

    def __enter__(self) -> "Volume": ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None: ...

    def write(self, document: DocumentRows) -> None:
        """Add the rows of a document below those already written."""


def rows_of(extraction: Extraction) -> DocumentRows:
    """Rows of one extraction, cells in the order of TABLES."""
    document, facts = extraction.document, extraction.info
    start, end = facts.period or (None, None)
    origin = (document.source, facts.title, facts.issuer, facts.region, facts.region_code, facts.kind.value)
    sections = [_section(section) for section in extraction.sections]
    file = (document.encoding or None, document.sha256 or None, len(document.text))
    counts = (len(extraction.records), len(extraction.ledger), None)
    rows = DocumentRows(
        (*origin, start, end, facts.published, sections, *file, *counts),
        [_record_row(record) for record in extraction.records],
        [_ledger_row(entry) for entry in extraction.ledger],
    )
    texts = (document.text, *(cell for cell in rows.document if isinstance(cell, str)))
    return rows if all(map(_has_bytes, texts)) else _with_bytes(rows)


def failed_rows(source: str, error: str) -> DocumentRows:
    """Rows of a document that gave nothing: its source, no records, no ledger, and the error."""
    unknown = (None,) * (len(DOCUMENTS) - 4)
    return DocumentRows((source, *unknown, 0, 0, error), [], [])


def _has_bytes(text: str) -> bool:
    """Whether the text can be written as UTF-8: half of a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _with_bytes(cell: Cell) -> Cell:
    """Cells or rows with U+FFFD for each half of a surrogate pair: one for one, so that offsets hold."""
    match cell:
        case str():
            return cell if _has_bytes(cell) else _HALVES.sub("\ufffd", cell)
        case DocumentRows():
            return DocumentRows(*map(_with_bytes, cell))
        case dict():
            return {name: _with_bytes(inner) for name, inner in cell.items()}
        case list() | tuple():
            return type(cell)(map(_with_bytes, cell))
    return cell


# JSON text of a list or dict, Chinese characters as they are.
as_json: Callable[[Cell], str] = json.JSONEncoder(ensure_ascii=False).encode


class Texts:
    """What the cells of a table are written as in one format.

    `text` writes a text, `codes` a tuple of codes, `nested` a list or dict; `nothing` stands for None. Numbers keep
    their digits.
    """

    def __init__(
        self,
        text: Callable[[str], str],
        *,
        nothing: str,
        codes: Callable[[tuple[str, ...]], str],
        nested: Callable[[Cell], str],
    ) -> None:
        self._text = text
        self._nested = nested
        self._by_type: dict[type, Callable[[Any], str]] = {
            type(None): lambda _: nothing,
            tuple: codes,
            Decimal: _digits,
            int: str,
            float: repr,
        }
        # A document has few titles, sections and units. Numbers are no such cells: 5.80 is equal to 5.8.
        self._told_again = {text, self._by_type[type(None)]}

    def of(self, rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
        """The rows as texts. Most columns hold one type of cell: they are written at a stroke."""
        return zip(*[self._column(cells) for cells in zip(*rows, strict=True)], strict=True)

    def _column(self, cells: tuple[Cell, ...]) -> Iterable[str]:
        writers = {kind: self._writer(kind) for kind in set(map(type, cells))}
        if self._told_again.issuperset(writers.values()):
            known = {cell: writers[type(cell)](cell) for cell in set(cells)}
            return map(known.__getitem__, cells)
        if len(writers) == 1:
            return map(writers.popitem()[1], cells)
        return [writers[type(cell)](cell) for cell in cells]

    def _writer(self, kind: type) -> Callable[[Cell], str]:
        return self._by_type.get(kind) or (self._text if issubclass(kind, str) else self._nested)


def _digits(number: Decimal) -> str:
    """The number without an exponent."""
    digits = str(number)
    return format(number, "f") if "E" in digits else digits


def _section(section: Section) -> dict[str, Cell]:
    return {
        "heading": section.heading, "kind": section.kind.value, "start": section.start, "end": section.end,
    }  # fmt: skip
