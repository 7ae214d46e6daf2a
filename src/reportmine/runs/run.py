"""A run that may be killed at any moment, and taken up again."""

import shutil
import time
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from reportmine.errors import BusyError, ReportmineError
from reportmine.export import Row, check
from reportmine.export.durable import writing
from reportmine.runs import earlier, lock, tables
from reportmine.runs.earlier import Done
from reportmine.runs.manifest import NAME, Entry, Manifest
from reportmine.runs.rendering import Facts, Finished, Rendering
from reportmine.runs.settings import Settings
from reportmine.runs.spool import Spool

WORK = ".reportmine"  # in the output folder, while a run is under way or waits to be taken up
SYNC = 5.0  # seconds of work that a failing power supply may cost; a kill costs none


class Kept(NamedTuple):
    """A document whose bytes lie in the spool already."""

    entry: Entry
    line: int  # its offset in the manifest

    @property
    def facts(self) -> Facts:
        """What is told of the document."""
        return self.entry.facts

    @property
    def shown(self) -> Sequence[Row]:
        """No records: of those only bytes are left."""
        return ()


class Run:
    """A run under way in one folder; `notes` say what became of an earlier one. See `begun`."""

    def __init__(self, out: Path, settings: Settings, rendering: Rendering, *, resume: bool) -> None:
        self.notes: list[str] = []
        self.complete = False
        self.reused = 0  # documents that `kept` gave
        self._out, self._work = out, out / WORK
        self._settings, self._rendering, self._resume = settings, rendering, resume
        heads = rendering.heads()
        if resume:
            earlier.put_in_place(self._work, self.notes)
        # Before the folder is cleared: of a run that was killed at its very end, rows may still lie there.
        self._past = earlier.finished(self._work, settings, heads, self.notes) if resume else None
        try:
            self._now = self._opened(heads)
        except BaseException:
            self._close_past()
            raise
        self._lines = array(
            "q"
        )  # of the manifest, in the order of the input: that may be another than its own
        self._reached = {stream: len(head) for stream, head in heads.items()}
        self._straight = True  # whether the spool has the order of the input, and nothing between
        self._added = len(self._now.lines)
        self._synced = time.monotonic()

    @property
    def done(self) -> int:
        """How many documents are done and would be kept."""
        return self._added

    def kept(self, path: Path) -> Kept | Finished | None:
        """The document at `path` where an earlier run has done it and nothing has changed since; else None."""
        document = self._in_spool(path) or self._in_tables(path)
        self.reused += document is not None
        return document

    def add(self, document: Kept | Finished) -> Facts:
        """Write the next document in the order of the input; what is told of it.

        Raises:
            ReportmineError: the system does not let it write.

        """
        with writing(self._out):
            entry, line = document if isinstance(document, Kept) else self._written(document)
            if self._resume:
                self._lines.append(line)
            for stream, place in entry.places.items():
                self._straight &= place.start == self._reached[stream]
                self._reached[stream] = place.end
            if time.monotonic() - self._synced > SYNC:
                self._now.spool.sync()
                self._now.manifest.sync()
                self._synced = time.monotonic()
        return entry.facts

    def finish(self) -> None:
        """Put the tables in place of those from before.

        Raises:
            ReportmineError: the system does not let it write; `out` is as it was.

        """
        with writing(self._out):
            folder, manifest, spool = self._ordered()
            tables.make_whole(manifest, spool, folder, before=self._out, rendering=self._rendering)
            spool.sync()
            manifest.end()
            self.close()
            manifest.close()
            spool.close()
            tables.put_in_place(folder, self._out, self._rendering.formats)
        self.complete = True

    def close(self) -> None:
        """Nothing more is read or written."""
        self._now.close()
        self._close_past()

    def _opened(self, heads: dict[str, bytes]) -> Done:
        """Manifest and spool to write to: those of a run that was broken off, or new ones."""
        left = earlier.broken_off(self._work, self._settings, heads, self.notes, resume=self._resume)
        if left is not None:
            return left
        _clear(self._work)
        spool = Spool.begun(self._work, heads)
        try:
            return Done(Manifest.begun(self._work / NAME, self._settings), spool, {})
        except BaseException:
            spool.close()
            raise

    def _close_past(self) -> None:
        if self._past is not None:
            self._past.close()

    def _in_spool(self, path: Path) -> Kept | None:
        found = self._now.find(path)
        return None if found is None or self._now.spool.parts(found[0].places) is None else Kept(*found)

    def _in_tables(self, path: Path) -> Finished | None:
        if self._past is None or (found := self._past.find(path)) is None:
            return None
        facts, places = found[0]
        parts = self._past.spool.parts(places)
        sums = {stream: place.crc for stream, place in places.items()}
        return None if parts is None else Finished(facts, parts, sums)

    def _written(self, document: Finished) -> tuple[Entry, int]:
        source = document.facts.source
        if (old := self._same(source, document)) is not None:
            return old
        places = self._now.spool.add(document.parts, document.sums)
        entry = Entry(document.facts, places)
        line = self._now.manifest.add(entry)
        self._added += source not in self._now.lines
        if self._resume:
            self._now.lines[source] = line
        return entry, line

    def _same(self, source: str, document: Finished) -> tuple[Entry, int] | None:
        """The entry of a document that was done again and came out as before: one that fails each time."""
        line = self._now.lines.get(source)
        entry = None if line is None else self._now.manifest.entry(line)
        if line is None or entry is None or entry.facts != document.facts:
            return None
        parts = self._now.spool.parts(entry.places)
        return (entry, line) if parts == document.parts else None

    def _ordered(self) -> tuple[Path, Manifest, Spool]:
        """Folder, manifest and streams that have the documents of this run alone, in the order of the input."""
        if self._straight and self._reached == self._now.spool.ends:
            return self._work, self._now.manifest, self._now.spool
        folder = self._work / tables.ASSEMBLED
        shutil.rmtree(folder, ignore_errors=True)
        found = map(self._now.manifest.entry, self._lines)
        entries = (entry for entry in found if entry is not None)
        return folder, *tables.assembled(
            entries, self._now.spool, folder, settings=self._settings, rendering=self._rendering
        )


@contextmanager
def begun(out: Path, settings: Settings, rendering: Rendering, *, resume: bool = False) -> Iterator[Run]:
    """A run into the folder `out`, where nobody else is at work meanwhile.

    Left before `finish`, it keeps what is done for another run with `resume`; left with a ReportmineError, it keeps
    nothing, but where a file was in use. Either way the tables in `out` are those from before.

    Raises:
        ReportmineError: another run is at work in `out`, the system does not let it write, or the database in it
            cannot be added to.

    """
    made, work = not out.exists(), out / WORK
    with ExitStack() as stack:
        stack.callback(_remove_empty, out, made=made)
        with writing(out):
            stack.enter_context(lock.held(work, out))
        check(out, settings.formats)
        run, worthless = None, False
        try:
            with writing(out):
                run = Run(out, settings, rendering, resume=resume)
            yield run
        except ReportmineError as error:
            worthless = not isinstance(error, BusyError)
            raise
        finally:
            if run is not None:
                run.close()
                worthless |= run.complete or not run.done
            if worthless:
                _clear(work)


def failures(out: Path) -> Iterator[str]:
    """What went wrong in the last run into `out`, document by document, in the order of the input."""
    manifest = Manifest.read(out / NAME)
    if manifest is not None:
        with closing(manifest):
            yield from (entry.facts.error for _, entry in manifest.entries() if entry.facts.error is not None)


def _clear(work: Path) -> None:
    """Remove all but what the lock needs."""
    for path in work.iterdir():
        if path.name in lock.FILES:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def _remove_empty(out: Path, *, made: bool) -> None:
    with suppress(OSError):
        if made:
            out.rmdir()  # which fails where anything is in it
