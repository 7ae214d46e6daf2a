"""The frozen types that cross from one stage to the next.

Every offset is a count of Unicode characters in `Document.text`, half-open: `text[start:end]`.
What stages hand on inside the program are plain named tuples and slotted dataclasses; what leaves the
program (`Record`, `LedgerEntry`, `DocumentInfo`) is a pydantic model, validated once, at the edge.
"""

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Code(StrEnum):
    """A closed set of words. Codes are keys of many tables: they hash like their text, which is fast."""

    __hash__ = str.__hash__


class Comparator(Code):
    """How the written number bounds the true one."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    RANGE = "range"


class Measure(Code):
    """What kind of statement a number makes about its indicator."""

    LEVEL = "level"
    GROWTH = "growth"
    CHANGE = "change"
    SHARE = "share"
    COMPLETION = "completion"
    RANK = "rank"
    GAP = "gap"
    CONTRIBUTION = "contribution"


class Status(Code):
    """Whether a figure was reached, is to be reached, or is expected."""

    ACTUAL = "actual"
    TARGET = "target"
    FORECAST = "forecast"


class SectionKind(Code):
    """What a part of a report is about."""

    WORK = "work"
    PROBLEM = "problem"
    PLAN = "plan"
    OTHER = "other"


class DocumentKind(Code):
    """A report of what was done, or a plan of what is to be done."""

    SUMMARY = "summary"
    PLAN = "plan"


class Reason(Code):
    """Why a numeral is not a record (contract section 4)."""

    DATE = "date"
    HEADING = "heading"
    ORDINAL = "ordinal"
    NAME = "name"
    REFERENCE = "reference"
    DURATION = "duration"
    IDIOM = "idiom"


class Check(Code):
    """What the arithmetic of a report was asked: whether figures that are told together fit each other."""

    SUM = "sum"
    SHARE = "share"
    GROWTH = "growth"
    MOVEMENT = "movement"
    COMPLETION = "completion"
    RESTATED = "restated"


class Flag(Code):
    """What an analyst should look at before using a record. Never a reason to change a value."""

    SUM = "sum:contradicts"
    SHARE = "share:contradicts"
    GROWTH = "growth:contradicts"
    MOVEMENT = "movement:contradicts"
    COMPLETION = "completion:contradicts"
    RESTATED = "restated:contradicts"
    LOW_CONFIDENCE = "low-confidence"


class Bounds(NamedTuple):
    """The least and the greatest that a figure may stand for, both included."""

    low: Decimal
    high: Decimal


class Finding(NamedTuple):
    """That figures of one report fit each other, or cannot all be right.

    The first of `records`, ids, holds the figure that is stated; `computed` is what the others make of it, in the
    unit that it is written in.
    """

    check: Check
    agrees: bool
    records: tuple[str, ...]
    computed: Bounds


class Span(NamedTuple):
    """Half-open range of characters, [start, end), in Document.text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of the range."""
        return text[self.start : self.end]


class Months(NamedTuple):
    """First and last month of a period, both included, each written YYYY-MM."""

    start: str
    end: str


class Place(NamedTuple):
    """Where in its file the text from `start` on stands, up to the next place; None where nothing tells."""

    start: int
    locator: str | None  # `page 3`, `paragraph 12`, `table 2 row 3 cell 4`; see docs/formats.md


class TableCell(NamedTuple):
    """A cell with text: where that stands in Document.text, and the rows and columns that it covers, from 1."""

    span: Span
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False  # the file calls it a header
    indent: int = 0  # by how many narrow characters its text is moved to the right


class Table(NamedTuple):
    """The grid of one table: its cells that hold text, row by row, each row from left to right."""

    cells: tuple[TableCell, ...]


class Hints(NamedTuple):
    """What a file says of its text apart from it; the text itself is believed first."""

    published: str | None = None  # YYYY-MM-DD
    issuer: str | None = None


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Document:
    r"""One report as read: its decoded text with line ends as `\n`, and where it came from."""

    text: str
    source: str  # the path as given, with / separators
    sha256: str = ""  # of the bytes of the file
    encoding: str = ""  # empty for files that are no text
    places: tuple[Place, ...] = ()  # by their starts; none for plain text
    hints: Hints = NO_HINTS
    tables: tuple[Table, ...] = ()  # by their places; none overlap

    def locator(self, offset: int) -> str | None:
        """Where in the file the character at `offset` stands; None for plain text."""
        before = bisect_right(self.places, offset, key=_start)
        return self.places[before - 1].locator if before else None


def _start(place: Place) -> int:
    return place.start


class Section(NamedTuple):
    """A heading and the text below it up to the next heading of the same or a higher level."""

    heading: str  # the heading line as written, stripped; "" for the text before the first heading
    kind: SectionKind
    start: int
    end: int
    level: int  # 0 preamble, 1 一、 2 (一) 3 1. 4 (1)
    path: tuple[str, ...]  # headings from the outermost to this one
    period: Months | None = None  # what the headings above fix, else None


class Sentence(NamedTuple):
    """A stretch of text that one full stop (or a line end) closes, and the section it stands in."""

    start: int
    end: int
    section: int  # index in Outline.sections
    paragraph: int  # number of the paragraph: sentences of one paragraph share it


class DocumentInfo(BaseModel):
    """What is known of a document as a whole. None: the text does not say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = None
    issuer: str | None = None
    region: str | None = None
    region_code: str | None = None  # GB/T 2260, six digits, of the document's year
    kind: DocumentKind = DocumentKind.SUMMARY
    period: Months | None = None
    published: str | None = None  # YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class Outline:
    """Structure of one document: its facts, sections in order, sentences in order without overlap."""

    info: DocumentInfo
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]


class Quantity(NamedTuple):
    """One numeral expression of a text: a measured number, or one that the ledger takes (`reason`).

    `text[start:end]` runs from the first character of the number to the last of its unit; bounds
    (近, 以上) stand outside unless they are inside the number (800余万元). Values are unsigned here:
    whether a number is a decline is told by attribution. `value` is in `unit` as written, `value_base`
    in `unit_base`.
    """

    start: int
    end: int
    text: str
    value: Decimal | None = None  # None only where `reason` is given and the numeral has no value
    high: Decimal | None = None  # upper end of a range, in `unit`
    unit: str = ""  # as written: 亿元, 家, %, 万
    unit_base: str = ""  # 元, 家, %, 人, 名 (rank)
    value_base: Decimal | None = None
    high_base: Decimal | None = None
    comparator: Comparator = Comparator.EXACT
    kind: str = ""  # kind of unit: money count people percent point multiple rank score fraction area …
    reason: Reason | None = None  # set: not a record
    outer: Span | None = None  # with the bound words that were read, e.g. 近…, …以上; None: same as the span


class Entity(NamedTuple):
    """A named thing found by the NER pipeline: organisation, place, person, document or project."""

    start: int
    end: int
    label: (
        str  # ORG PLACE PERSON DOCUMENT PROJECT, and KIND for what only says of what kind it is: 普惠性幼儿园
    )


class Claim(NamedTuple):
    """A quantity with its attribution: what becomes a Record. Values carry their sign."""

    quantity: Quantity
    value: Decimal
    value_base: Decimal
    value_high: Decimal | None
    comparator: Comparator
    unit_base: str
    indicator: str
    measure: Measure
    of: str | None
    basis: str | None
    subject: str | None
    status: Status
    period: Months | None
    part_of: int | None  # index of the claim that this one is a part of
    section: int  # index in Outline.sections
    sentence: Span
    confidence: float
    evidence: str  # frame and assumptions, e.g. "np-qty; name:own; period:document"


class Record(BaseModel):
    """One number that measures something. Field by field as the record contract says; see docs/record.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record_id: str = Field(description="source@start-end: the place of the number is its identity")
    source: str = Field(description="path of the document as given, with / separators")
    title: str | None = None
    issuer: str | None = None
    region: str | None = None
    region_code: str | None = Field(None, description="GB/T 2260 code of the document's year")
    doc_period_start: str | None = Field(None, pattern=r"^\d{4}-\d{2}$")
    doc_period_end: str | None = Field(None, pattern=r"^\d{4}-\d{2}$")
    published: str | None = Field(None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    section: SectionKind
    section_path: str = Field(description="headings from the outermost to the innermost, joined by ' > '")
    sentence: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    text: str = Field(min_length=1)
    locator: str | None = Field(
        None, description="where the number stands in the file: page, paragraph or cell"
    )
    indicator: str
    value: Decimal
    value_high: Decimal | None = None
    unit: str
    value_base: Decimal
    unit_base: str
    comparator: Comparator
    measure: Measure
    of: str | None = None
    basis: str | None = None
    subject: str | None = None
    status: Status
    period_start: str | None = Field(None, pattern=r"^\d{4}-\d{2}$")
    period_end: str | None = Field(None, pattern=r"^\d{4}-\d{2}$")
    part_of: str | None = None
    confidence: float = Field(ge=0, le=1)
    evidence: str
    flags: tuple[Flag, ...] = Field((), description="what to look at before using the record")

    @model_validator(mode="after")
    def _consistent(self) -> "Record":
        if self.end <= self.start or len(self.text) != self.end - self.start:
            raise ValueError(f"span {self.start}-{self.end} does not fit text {self.text!r}")
        if (self.value_high is None) != (self.comparator is not Comparator.RANGE):
            raise ValueError("a range, and only a range, has value_high")
        if (self.period_start is None) != (self.period_end is None):
            raise ValueError("a period has both ends or none")
        if self.period_start and self.period_end and self.period_start > self.period_end:
            raise ValueError(f"period ends before it starts: {self.period_start}..{self.period_end}")
        return self


class LedgerEntry(BaseModel):
    """One numeral that is not a record, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    text: str
    locator: str | None = None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document gave: `records` and `ledger` together account for every numeral of its text."""

    document: Document
    info: DocumentInfo
    sections: tuple[Section, ...]
    records: tuple[Record, ...]
    ledger: tuple[LedgerEntry, ...]
    findings: tuple[Finding, ...] = ()
