"""What a document's sentences told: the finished readings with all that they were read from."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.frames import FRAMES
from reportmine.attribution.reading import Reading
from reportmine.model import Outline, Section, Sentence

Signs = tuple[tuple[str, ...], ...]  # of one reading, in groups that come again and again as a whole
CACHED = 4096  # groups of signs that each cache keeps
_FRAMES = frozenset(name for name, _ in FRAMES)


class Told(NamedTuple):
    """A sentence with a figure: its number in the document, its section, its chunks and its finished readings."""

    number: int
    sentence: Sentence
    section: Section
    chunks: Sequence[Chunk]
    readings: Sequence[Reading]


def told(outline: Outline, read: Iterable[tuple[Sentence, Sequence[Chunk], Sequence[Reading]]]) -> list[Told]:
    """The sentences of a document with their numbers and sections."""
    starts = [sentence.start for sentence in outline.sentences]
    return [
        Told(bisect_left(starts, sentence.start), sentence, outline.sections[sentence.section], chunks, found)
        for sentence, chunks, found in read
    ]


class Noted(NamedTuple):
    """What the notes of a reading tell."""

    notes: tuple[str, ...]  # each once
    frame: str  # the frame that fitted
    name: str  # where the name came from, without its prefix: before, carried, topic
    period: str  # where the period came from


@lru_cache(maxsize=CACHED)
def noted(notes: tuple[str, ...]) -> Noted:
    """What notes tell; the same few come again and again."""
    frame = next((note for note in notes if note in _FRAMES), "")
    name = next((note[5:] for note in reversed(notes) if note.startswith("name:")), "")
    period = next((note for note in reversed(notes) if note.startswith("period:")), "")
    return Noted(tuple(dict.fromkeys(notes)), frame, name, period)


def size(count: int, steps: Sequence[int]) -> str:
    """A count as the first step that it does not pass: `≤4`; `>24` beyond the last.

    >>> size(3, (0, 2, 4)), size(5, (0, 2, 4))
    ('≤4', '>4')
    """
    at = bisect_left(steps, count)
    return f"≤{steps[at]}" if at < len(steps) else f">{steps[-1]}"
