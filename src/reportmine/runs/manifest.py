"""The manifest of a run: its settings, then a line for each document that is done, then that all are.

It is the journal of a run under way: a line is written when the bytes of its document are, so that after a kill each line can
be relied on. The checksums tell what a failing power supply has taken.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from reportmine.runs.rendering import Facts
from reportmine.runs.settings import Settings

NAME = "manifest.jsonl"


class Place(NamedTuple):
    """Where the bytes of a document lie in a stream, and their CRC-32."""

    start: int
    length: int
    crc: int

    @property
    def end(self) -> int:
        """The byte behind the last."""
        return self.start + self.length


class Entry(NamedTuple):
    """A document that is done, and where its bytes lie, by stream."""

    facts: Facts
    places: dict[str, Place]


class Manifest:
    """A manifest under way, or one that an earlier run has left. `path` may change its name."""

    def __init__(self, file: BinaryIO, settings: Settings) -> None:
        self._file, self.settings = file, settings

    @classmethod
    def begun(cls, path: Path, settings: Settings) -> "Manifest":
        """A new one."""
        found = cls(path.open("w+b"), settings)
        try:
            found._write({"settings": settings._asdict()})
        except BaseException:
            found.close()
            raise
        return found

    @classmethod
    def read(cls, path: Path) -> "Manifest | None":
        """The one at `path`; None where none is, or where not even its settings are whole."""
        try:
            file = path.open("r+b")
        except FileNotFoundError:
            return None
        try:
            told = json.loads(file.readline())["settings"]
            return cls(file, Settings(**told | {"formats": tuple(told["formats"])}))
        except (ValueError, KeyError, TypeError):
            file.close()
            return None

    def __len__(self) -> int:
        """How many lines there are behind the settings."""
        self._file.seek(0)
        return max(0, sum(1 for _ in self._file) - 1)

    def complete(self) -> bool:
        """Whether the run came to its end."""
        last = _line(_END)
        self._file.seek(max(0, self._file.seek(0, os.SEEK_END) - len(last)))
        return self._file.read() == last

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Each entry with its offset, up to the first line that is no whole entry."""
        self._file.seek(0)
        at = len(self._file.readline())
        while (entry := self.entry(at)) is not None:
            behind = self._file.tell()
            yield at, entry
            at = behind

    def entry(self, at: int) -> Entry | None:
        """The entry at this offset; None where there is no whole one."""
        self._file.seek(at)
        line = self._file.readline()
        try:
            told = json.loads(line) if line.endswith(b"\n") else {}
            places = {stream: Place(*place) for stream, place in told.pop("places").items()}
            return Entry(Facts(**told), places)
        except (ValueError, KeyError, TypeError):
            return None

    def taken_up(self, ends: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
        """The lines by source, and where each stream ends; what is no whole entry is cut off. `ends` are of no entries."""
        index: dict[str, int] = {}
        self._file.seek(0)
        behind = len(self._file.readline())
        for at, entry in self.entries():
            index[entry.facts.source] = at
            ends = {stream: max(end, entry.places[stream].end) for stream, end in ends.items()}
            behind = self._file.seek(0, os.SEEK_CUR)
        self._file.truncate(behind)
        return index, ends

    def add(self, entry: Entry) -> int:
        """Write an entry behind the others; its offset."""
        return self._write(entry.facts._asdict() | {"places": entry.places})

    def end(self) -> None:
        """Write that the run has come to its end, and wait until it is on the disk."""
        self._write(_END)
        self.sync()

    def sync(self) -> None:
        """Wait until all entries are on the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Nothing more is read or written. A full disk has been told before."""
        with suppress(OSError):
            self._file.close()

    def _write(self, told: dict[str, Any]) -> int:
        at = self._file.seek(0, os.SEEK_END)
        self._file.write(_line(told))
        self._file.flush()
        return at


def _line(told: dict[str, Any]) -> bytes:
    return f"{json.dumps(told, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace")


_END = {"complete": True}
