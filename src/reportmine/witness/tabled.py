"""Totals of tables against the rows or columns that they add up."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reportmine.model import Check, Finding, Record
from reportmine.witness.figures import agree, bounds, total, written
from reportmine.witness.passages import Words

_TABLE = "table"  # the frame of a figure of a table, which opens its evidence
_TOTAL = "part:total"  # in the evidence of what a total adds up


def is_tabled(record: Record) -> bool:
    """Whether a record is a figure of a table: no sentence around it tells what it is."""
    return record.evidence.partition(";")[0] == _TABLE


def find(records: Sequence[Record], words: Words) -> Iterator[Finding]:
    """A finding for each total whose figures all have exact values: its name says that nothing else belongs to it."""
    wholes = {record.record_id: record for record in records}
    parts: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.part_of is not None and _TOTAL in record.evidence.split("; "):
            parts[record.part_of].append(record)
    for whole_id, members in parts.items():
        whole = wholes.get(whole_id)
        stated = None if whole is None else bounds(whole, words.counted)
        figures = [figure for one in members if (figure := bounds(one, words.counted)) is not None]
        if whole is None or stated is None or len(figures) < max(2, len(members)):
            continue
        computed = total(figures)
        if (agrees := agree(stated, computed)) is not None:
            ids = (whole_id, *(one.record_id for one in members))
            yield Finding(Check.SUM, agrees, ids, written(whole, computed))
