"""Documents and their texts → what the page reads: compact JSON values, columns instead of rows, each text once.

The page counts in UTF-16 units, as its language does: places in texts are given in them. The columns `start` and `end`
count characters, as everywhere else.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, groupby
from typing import Any

from reportmine import __version__
from reportmine.export import TABLES
from reportmine.golden.tables import Row
from reportmine.model import Span
from reportmine.report import labels
from reportmine.report.run import Told
from reportmine.report.texts import Text

Json = Any

_FACTS = tuple(name for name in TABLES["documents"] if name != "sections")
# What the page knows of a record by its document, its text, or the other columns.
_KNOWN = frozenset({*_FACTS, "sentence", "record_id", "part_of"}) - {"records", "ledger"}
_OWN = tuple(name for name in TABLES["records"] if name not in _KNOWN)


def head(documents: Sequence[Told], told: Sequence[Text], language: str) -> Json:
    """What the page needs to begin: labels, the facts of all documents, the columns of all records."""
    rows = [row for document in documents for row in document.records]
    numbers = {row.id: number for number, row in enumerate(rows)}
    return {
        "version": __version__,
        "language": language,
        "labels": labels.load(),
        "names": TABLES["records"],
        "facts": {name: [document.facts[name] for document in documents] for name in _FACTS},
        "standing": [text.standing.value for text in told],
        "counts": [len(document.records) for document in documents],
        "columns": {name: _column([row[name] for row in rows]) for name in _OWN}
        | {"record_id": _column(_ids(rows)), "part_of": _column([_whole(row, numbers) for row in rows])},
    }


def part(document: Told, told: Text) -> Json:
    """What the page needs to show one document: its text, sections, marks of records and of the ledger, sentences.

    Records are numbered within the document.
    """
    units = _units(told.text)
    levels = _levels(document)
    return {
        "text": told.text,
        "sections": [
            [units(start), section.kind, level, section.heading]
            for start, section, level in zip(told.sections, document.sections, levels, strict=True)
        ],
        "marks": [[*map(units, span), *numbers] for span, numbers in _marks(told.records)],
        "ledger": [
            [*map(units, span), entry.reason]
            for span, entry in zip(told.ledger, document.ledger, strict=True)
            if span is not None
        ],
        "sentences": [
            row["sentence"] if span is None else [*map(units, span)]
            for row, span in zip(document.records, told.sentences, strict=True)
        ],
    }


def _column(cells: Sequence[Json]) -> Json:
    """The cells, or where many are told again the different ones and which of them each is."""
    words = list(dict.fromkeys(cells))
    if len(words) * 2 > len(cells):
        return {"cells": cells}
    number = {word: at for at, word in enumerate(words)}
    return {"words": words, "at": [number[cell] for cell in cells]}


def _ids(rows: Iterable[Row]) -> list[str]:
    """The ids that the page cannot make from source and span; empty for all others."""
    return ["" if row.id == f"{row['source']}@{row.start}-{row.end}" else row.id for row in rows]


def _whole(row: Row, numbers: dict[str, int]) -> Json:
    """The number of the record that this one is a part of, or its id where there is no such record."""
    return numbers.get(row["part_of"], row["part_of"])


def _marks(places: Sequence[Span | None]) -> Iterable[tuple[Span, list[int]]]:
    """Each span with the records that stand there, in the order of the text."""
    found = sorted((span, number) for number, span in enumerate(places) if span is not None)
    for span, same in groupby(found, key=lambda pair: pair[0]):
        yield span, [number for _, number in same]


def _levels(document: Told) -> list[int]:
    """How deep each section lies, from 0: as the paths of records tell it; as deep as the one before where none does."""
    known = {
        heading: depth
        for row in document.records
        for depth, heading in enumerate(row["section_path"].split(" > "))
    }
    found = accumulate(document.sections, lambda above, section: known.get(section.heading, above), initial=0)
    return list(found)[1:]


def _units(text: str) -> Callable[[int], int]:
    """Offsets in UTF-16 units for offsets in characters."""
    if text.isascii() or max(text) < "\U00010000":
        return lambda offset: offset
    ends = list(accumulate((1 + (char > "\uffff") for char in text), initial=0))
    return lambda offset: ends[min(offset, len(text))]
