"""Findings as lines of plain text, and as JSON."""

import json
from collections.abc import Iterator
from decimal import Context, Decimal
from typing import TYPE_CHECKING

_EXACT = Context(prec=1000)  # a report may write a number of any length

if TYPE_CHECKING:
    from reportmine.audit import Audited
    from reportmine.model import Bounds, Finding, Record


def contradictions(document: "Audited") -> Iterator[str]:
    """For each contradiction the place, what is stated and computed, and below it every sentence that it rests on."""
    for finding in document.findings:
        if finding.agrees:
            continue
        records = document.concerned(finding)
        stated, name = records[0], records[0].indicator
        figure = f"{computed(finding.computed, stated.value)}{stated.unit}"
        yield f"{finding.check}  {place(document, stated)}  {name}: stated {stated.text}, computed {figure}"
        for sentence, first in _sentences(records).items():
            yield f"    {place(document, first)}  {' '.join(sentence.split())}"


def as_json(document: "Audited", finding: "Finding") -> str:
    """One finding as a line of JSON; figures are strings, in the unit that the stated one is written in."""
    records = document.concerned(finding)
    sentences = [
        {"line": document.line(first), "sentence": sentence}
        for sentence, first in _sentences(records).items()
    ]
    facts = {
        "check": finding.check,
        "agrees": finding.agrees,
        "source": document.source,
        "stated": records[0].text,
        "computed": computed(finding.computed, records[0].value),
        "records": finding.records,
        "sentences": sentences,
    }
    return json.dumps(facts, ensure_ascii=False)


def place(document: "Audited", record: "Record") -> str:
    """Path and line of a record; its offset where the report is not there to count lines in."""
    line = document.line(record)
    return record.record_id if line is None else f"{document.source}:{line}"


def computed(figure: "Bounds", stated: Decimal) -> str:
    """A computed figure with one digit more than the stated one; its two ends where they differ.

    >>> from reportmine.model import Bounds
    >>> computed(Bounds(Decimal(32), Decimal(32)), Decimal(31))
    '32'
    >>> computed(Bounds(Decimal("60.8725"), Decimal("60.8768")), Decimal("62.9"))
    '60.87–60.88'
    """
    digit = Decimal(1).scaleb(int(stated.as_tuple().exponent) - 1)
    ends = [_short(end.quantize(digit, context=_EXACT)) for end in figure]
    return "–".join(dict.fromkeys(ends))


def _short(number: Decimal) -> str:
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _sentences(records: "list[Record]") -> "dict[str, Record]":
    """Every sentence of these records once, in text order, with its first record."""
    found: dict[str, Record] = {}
    for record in sorted(records, key=lambda record: record.start):
        found.setdefault(record.sentence, record)
    return found
