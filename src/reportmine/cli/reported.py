"""Which documents a report shows without their text, as lines of plain text."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportmine.report.texts import Standing

_WHY = {
    "missing": "no text, for the file is not there @ {source}: name its folder with --texts",
    "changed": "no text, for the file has changed @ {source}: run reportmine extract again",
    "failed": "no text, for it was not extracted @ {source}: see its error in the documents table",
}
SHOWN = 10  # lines; a folder that has been moved is not told a thousand times


def absent(documents: "Sequence[tuple[str, Standing]]") -> Iterator[str]:
    """A line for each of the first documents that have no text, and one for how many more there are."""
    yield from (_WHY[standing].format(source=source) for source, standing in documents[:SHOWN])
    if len(documents) > SHOWN:
        yield f"… and {len(documents) - SHOWN} more documents without text"
