"""The texts that records point into: read again from their files, or put together from the sentences of the records."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from reportmine import ingest
from reportmine.errors import IngestError
from reportmine.golden.tables import Row
from reportmine.model import Span
from reportmine.report.run import Told


class Standing(StrEnum):
    """What became of the file that a document was read from."""

    WHOLE = "whole"  # the same bytes and the same text
    MISSING = "missing"  # no such file here, or none that can be read here
    CHANGED = "changed"  # other bytes, or they are read otherwise today
    FAILED = "failed"  # the run itself could not read it


class Text(NamedTuple):
    """A text to show, and where in it sections, records and ledger stand; half-open spans of its characters.

    Where the file is not there the text is its headings and the sentences of its records, a line each, and the ledger
    has no places. None stands for a record that is not where it claims to be.
    """

    standing: Standing
    text: str
    sections: Sequence[int]  # where each begins
    records: Sequence[Span | None]
    sentences: Sequence[Span | None]  # that holds each record
    ledger: Sequence[Span | None]


def tell(document: Told, folder: Path | None = None) -> Text:
    """The text of a document from its file, looked for below `folder` where one is given; else its sentences."""
    if document.facts["error"]:
        return Text(Standing.FAILED, *_excerpts(document))
    standing, text = _read(document, folder)
    return Text(standing, *(_excerpts(document) if text is None else _placed(document, text)))


def paths(source: str, folder: Path | None) -> Iterator[Path]:
    """Where the file of a source may lie: as its path says, or below the folder, by ever less of its path.

    >>> [path.as_posix() for path in paths("s3://bucket/2023/a.txt", Path("here"))]
    ['here/bucket/2023/a.txt', 'here/2023/a.txt', 'here/a.txt']
    """
    if folder is None:
        yield Path(source)
        return
    parts = [part for part in PurePosixPath(source).parts if part not in ("/", "..") and part[-1] != ":"]
    for first in range(len(parts)):
        yield folder.joinpath(*parts[first:])


def _read(document: Told, folder: Path | None) -> tuple[Standing, str | None]:
    standing = Standing.MISSING
    for path in paths(document.source, folder):
        try:
            if not path.is_file():
                continue
            with path.open("rb") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == document.facts["sha256"]
            text = ingest.read(path).text if same else ""
        except (OSError, ValueError, IngestError):  # ValueError: a path that no system allows
            continue
        if same and str(len(text)) == document.facts["chars"]:
            return Standing.WHOLE, text
        standing = Standing.CHANGED
    return standing, None


_Places = tuple[str, Sequence[int], Sequence[Span | None], Sequence[Span | None], Sequence[Span | None]]


def _placed(document: Told, text: str) -> _Places:
    records = [_at(text, row.start, row["text"]) for row in document.records]
    sentences = [_around(text, row) for row in document.records]
    ledger = [_at(text, entry.start, entry.text) for entry in document.ledger]
    return text, [part.start for part in document.sections], records, sentences, ledger


def _at(text: str, start: int, written: str) -> Span | None:
    span = Span(start, start + len(written))
    return span if written and span.of(text) == written else None


def _around(text: str, row: Row) -> Span | None:
    """The record's sentence in the text; None where the text has another there."""
    sentence = row["sentence"]
    start = text.find(sentence, max(0, row.end - len(sentence)), row.start + len(sentence))
    return None if start < 0 or not sentence else Span(start, start + len(sentence))


def _excerpts(document: Told) -> _Places:
    """A text of what the tables still know: each heading, and each sentence once, in the order of the document."""
    offsets = _sentence_offsets(document.records)
    lines = [(part.start, 0, part.heading) for part in document.sections]
    lines += [(start, 1, sentence) for (start, sentence) in dict.fromkeys(offsets.values())]
    places, sections, text = dict[tuple[int, str], int](), list[int](), ""
    for start, told, line in sorted(lines, key=lambda found: found[:2]):
        if told:
            places[start, line] = len(text)
        else:
            sections.append(len(text))
        text += f"{line}\n" if line else ""
    records, sentences = list[Span | None](), list[Span | None]()
    for row in document.records:
        offset, sentence = offsets[row.id]
        at = places[offset, sentence]
        records.append(_at(text, at + row.start - offset, row["text"]))
        sentences.append(Span(at, at + len(sentence)))
    return text, sections, records, sentences, [None] * len(document.ledger)


def _sentence_offsets(rows: Sequence[Row]) -> Mapping[str, tuple[int, str]]:
    """By record, its sentence and where that began in the text that is gone.

    The records of a sentence tell it together: where all their figures stand at their distance from its beginning.
    """
    together: dict[str, list[Row]] = {}
    for row in rows:
        together.setdefault(row["sentence"], []).append(row)
    found = dict[str, tuple[int, str]]()
    for sentence, members in together.items():
        first = 0
        while first < len(members):
            behind = first + 1  # a sentence may be said twice: what is too far away stands in the next one
            while behind < len(members) and members[behind].end - members[first].start <= len(sentence):
                behind += 1
            start = _beginning(sentence, members[first:behind])
            found |= {row.id: (start, sentence) for row in members[first:behind]}
            first = behind
    return found


def _beginning(sentence: str, rows: Sequence[Row]) -> int:
    """Where the sentence began, so that most of its figures stand at their places; the first such place."""
    first = rows[0]
    best, start = 0, first.start
    at = sentence.find(first["text"])
    while at >= 0:
        begun = first.start - at
        fit = sum(sentence[row.start - begun : row.end - begun] == row["text"] for row in rows)
        if fit > best:
            best, start = fit, begun
        at = sentence.find(first["text"], at + 1)
    return start
