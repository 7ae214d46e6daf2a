"""A run's tables → one HTML file: every record beside its place in the text, for people with a browser and no network.

The file holds its data, style and scripts; it asks nothing of any other. What a document says reaches the page as
JSON and is put there as text, never as markup.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reportmine.export.durable import switch, sync, writing
from reportmine.report import labels, packing, page, texts
from reportmine.report.run import read

__all__ = ["LANGUAGES", "Written", "write"]

LANGUAGES = labels.LANGUAGES


class Written(NamedTuple):
    """What a report holds: how many documents and records, and which documents stand there without their text."""

    documents: int
    records: int
    absent: Sequence[tuple[str, texts.Standing]]  # sources, by their order


def write(out: Path, to: Path, *, folder: Path | None = None, language: str = "zh") -> Written:
    """Write the report of the run in `out`, a folder that `extract` wrote, into the file `to`.

    The texts are read again from the sources of the run, as their paths say it or below `folder`; the checksum of
    the run tells whether a file is still the one that was read. `language` is what the page begins with.

    Raises:
        ReportmineError: a table is missing or cannot be read, or `to` cannot be written; nothing has changed there.

    """
    documents = read(out)
    told = [texts.tell(document, folder) for document in documents]
    html = page.render(packing.head(documents, told, language), map(packing.part, documents, told), language)
    aside = to.with_name(f".{to.name}.partial")
    with writing(to):
        try:
            aside.write_text(html, encoding="utf-8", newline="\n")
            sync(aside)
            switch([(aside, to)])
        finally:
            aside.unlink(missing_ok=True)
    absent = [
        (document.source, text.standing)
        for document, text in zip(documents, told, strict=True)
        if text.standing is not texts.Standing.WHOLE
    ]
    return Written(len(documents), sum(len(document.records) for document in documents), absent)
