"""What documents put into tables, appended as they are done: a file for each stream, made of a head and of parts."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from reportmine.runs.manifest import Place


class Spool:
    """The streams in a folder, open for reading and appending."""

    def __init__(self, files: dict[str, BinaryIO], ends: dict[str, int]) -> None:
        self._files = files
        self.ends = ends  # where the next part of each stream begins

    @classmethod
    def begun(cls, folder: Path, heads: Mapping[str, bytes]) -> "Spool":
        """New streams that hold their heads."""
        found = cls({}, {stream: len(head) for stream, head in heads.items()})
        with found._closed_on_error():
            for stream, head in heads.items():
                found._files[stream] = (folder / stream).open("w+b")
                found._files[stream].write(head)
                found._files[stream].flush()
        return found

    @classmethod
    def taken_up(cls, folder: Path, heads: Mapping[str, bytes], ends: dict[str, int]) -> "Spool | None":
        """The streams of an earlier run, cut off at `ends`; None where one is missing."""
        if not all((folder / stream).is_file() for stream in heads):
            return None
        found = cls({}, ends)
        with found._closed_on_error():
            for stream, head in heads.items():
                found._files[stream] = (folder / stream).open("r+b")
                found._files[stream].write(head)
                found._files[stream].flush()
                found._files[stream].truncate(ends[stream])
        return found

    @classmethod
    def opened(cls, paths: Mapping[str, Path]) -> "Spool | None":
        """The streams of a run that is complete, for reading alone; None where one is missing."""
        found = cls({}, {})
        with suppress(OSError), found._closed_on_error():
            for stream, path in paths.items():
                found._files[stream] = path.open("rb")
            return found
        return None

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def add(self, parts: Mapping[str, bytes], sums: Mapping[str, int]) -> dict[str, Place]:
        """Append a part to each stream, and hand it to the system; where the parts lie."""
        places = {}
        for stream, part in parts.items():
            places[stream] = Place(self.ends[stream], len(part), sums[stream])
            file = self._files[stream]
            file.seek(self.ends[stream])
            file.write(part)
            file.flush()
            self.ends[stream] += len(part)
        return places

    def parts(self, places: Mapping[str, Place]) -> dict[str, bytes] | None:
        """The parts at these places; None where one is not as it was written."""
        found = {}
        for stream, place in places.items():
            if stream not in self._files:
                return None
            file = self._files[stream]
            file.seek(place.start)
            found[stream] = file.read(place.length)
            if len(found[stream]) != place.length or crc32(found[stream]) != place.crc:
                return None
        return found

    def sync(self) -> None:
        """Wait until all that was added is on the disk."""
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())

    def close(self) -> None:
        """Nothing more is read or written. A full disk has been told before."""
        for file in self._files.values():
            with suppress(OSError):
                file.close()
