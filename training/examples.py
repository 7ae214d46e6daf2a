"""Readings of the reports for tuning with their signs, and which of their fields are right."""

import csv
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from blocks import ROOT

from reportmine import ingest, patterns, pipeline, structure
from reportmine.export.columns import RECORDS
from reportmine.golden.agreement import (
    meaning_agrees,
    name_agrees,
    period_agrees,
    quantity_agrees,
    wording_agrees,
)
from reportmine.golden.scoring import Case, cases
from reportmine.golden.tables import Row, read_golden
from reportmine.model import Document, Record
from reportmine.patterns import Rules
from reportmine.text import fold


@dataclass(frozen=True, slots=True)
class Example:
    """One reading: what was seen, and what a reviewer says of it."""

    document: str
    signs: frozenset[str]
    right: dict[str, bool]  # by field of the confidence
    every: bool  # and of, basis, subject and part_of, where the reviewer fills them
    whole: bool  # of a report as it is; else of one without its headings


def read() -> Iterator[Example]:
    """Examples of the reports for tuning, each read twice: as it is, and without its headings, as an excerpt is."""
    rules = patterns.load()
    for name in tuning():
        document = ingest.read(ROOT / "corpus" / f"{name}.txt")
        golden = read_golden(ROOT / "golden" / f"{name}.csv")
        yield from judged(name, document, golden, rules)
        for example in judged(name, *beheaded(document, golden, rules), rules):
            yield replace(example, whole=False)


def tuning() -> list[str]:
    """Names of the reports that may be learned from."""
    with (ROOT / "benchmarks" / "split.csv").open(encoding="utf-8", newline="") as lines:
        return sorted(line["document"] for line in csv.DictReader(lines) if line["part"] == "tuning")


def judged(name: str, document: Document, golden: Sequence[Row], rules: Rules) -> Iterator[Example]:
    """The readings of a report, without those of optional rows, as `golden` judges them."""
    assessed = [(_row(record), signs) for record, signs in pipeline.assess_document(document, rules)]
    assessed.sort(key=lambda one: (one[0].start, one[0].end))
    signs_of = {row.id: signs for row, signs in assessed}
    for case in cases(golden, [row for row, _ in assessed]):
        if case.got is not None:
            right = _right(case)
            every = all(right.values()) and _every(case)
            yield Example(name, frozenset(signs_of[case.got.id]), right, every, whole=True)


def _right(case: Case) -> dict[str, bool]:
    wanted, got = case.wanted, case.got
    if wanted is None or got is None:
        return {"name": False, "meaning": False, "period": False}
    return {
        "name": quantity_agrees(wanted, got) and name_agrees(wanted, got),
        "meaning": meaning_agrees(wanted, got),
        "period": period_agrees(wanted, got),
    }


def _every(case: Case) -> bool:
    wanted, got = case.wanted, case.got
    assert wanted is not None
    assert got is not None
    asked = [column for column in ("of", "basis", "subject") if wanted[column]]
    told = all(wording_agrees(wanted[column], got[column]) for column in asked)
    return told and (case.same_whole or not wanted["part_of"])


def _row(record: Record) -> Row:
    cells = {column: _cell(getattr(record, column)) for column in RECORDS}
    return Row(record.record_id, record.start, record.end, cells)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def beheaded(document: Document, golden: Sequence[Row], rules: Rules) -> tuple[Document, list[Row]]:
    """A report without the words of its headings, and its golden rows where they then stand."""
    text = document.text
    sections = structure.outline(document, fold(text), rules).sections
    headed = [section for section in sections if section.heading]
    starts = [text.index(section.heading, section.start) for section in headed]
    ends = [start + len(section.heading) for start, section in zip(starts, headed, strict=True)]
    kept = "".join(text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True))
    moved = []
    for row in golden:
        before = bisect_right(starts, row.start)
        if not before or ends[before - 1] <= row.start:  # else a figure of a heading
            shift = sum(ends[:before]) - sum(starts[:before])
            moved.append(replace(row, start=row.start - shift, end=row.end - shift))
    return replace(document, text=kept), moved
