"""What earlier runs have left in a folder, and what of it another run may use."""

from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

from reportmine import ingest
from reportmine.runs import tables
from reportmine.runs.manifest import NAME, Entry, Manifest
from reportmine.runs.rendering import ROWS, stamp
from reportmine.runs.settings import Settings
from reportmine.runs.spool import Spool


class Done(NamedTuple):
    """Documents that a run has done: what is told of them, where their bytes lie, and their lines by source."""

    manifest: Manifest
    spool: Spool
    lines: dict[str, int]

    def find(self, path: Path) -> tuple[Entry, int] | None:
        """The document at `path` with its line, where its file is unchanged; None for one that failed as well."""
        at = self.lines.get(ingest.source_of(path))
        entry = None if at is None else self.manifest.entry(at)
        if entry is None or at is None or (mtime := _unchanged(entry, path)) is None:
            return None
        return entry._replace(facts=entry.facts._replace(mtime_ns=mtime)), at

    def close(self) -> None:
        """Nothing more is read or written."""
        self.manifest.close()
        self.spool.close()


def put_in_place(work: Path, notes: list[str]) -> None:
    """Finish what a run was about when it was killed between its end and the last of its tables taking its name."""
    aside = work / tables.ASSEMBLED
    folder = aside if (aside / NAME).exists() else work
    manifest = Manifest.read(folder / NAME)
    if manifest is None:
        return
    complete = manifest.complete()
    manifest.close()
    if complete:
        tables.put_in_place(folder, work.parent, manifest.settings.formats)
        (work / NAME).unlink(missing_ok=True)
        if (rows := folder / ROWS).exists():
            rows.replace(work / ROWS)  # for `finished`
        notes.append(f"the last run was killed when it put its tables in place @ {work.parent}: done now")


def broken_off(
    work: Path, settings: Settings, heads: dict[str, bytes], notes: list[str], *, resume: bool
) -> Done | None:
    """What a run had done in `work` when it was broken off, to be added to; None where nothing can be used."""
    manifest = Manifest.read(work / NAME)
    if manifest is None:
        return None
    count = len(manifest)
    if not resume:
        if count:
            what = f"a run that was broken off with {count} documents done @ {work.parent}"
            notes.append(f"{what}: replaced; --resume would have gone on with it")
    elif differing := settings.differing(manifest.settings):
        notes.append(_differing(differing, work.parent))
    else:
        index, ends = manifest.taken_up({stream: len(head) for stream, head in heads.items()})
        spool = Spool.taken_up(work, heads, ends)
        if spool is not None:
            return Done(manifest, spool, index)
    manifest.close()
    return None


def finished(work: Path, settings: Settings, heads: dict[str, bytes], notes: list[str]) -> Done | None:
    """What the last run that came to its end has done, to be read; None where nothing can be used."""
    out = work.parent
    manifest = Manifest.read(out / NAME)
    if manifest is None:
        return None
    if differing := settings.differing(manifest.settings):
        notes.append(_differing(differing, out))
    elif ROWS in heads and not (work / ROWS).exists():
        notes.append(
            f"a finished run keeps no rows for {', '.join(settings.formats)} @ {out}: all is done again"
        )
    elif (
        spool := Spool.opened({name: (work if name == ROWS else out) / name for name in heads})
    ) is not None:
        return Done(manifest, spool, {entry.facts.source: at for at, entry in manifest.entries()})
    manifest.close()
    return None


def _differing(names: list[str], out: Path) -> str:
    told = " and ".join(names)
    return f"not the same as in the last run: {told} @ {out}: all documents are done again"


def _unchanged(entry: Entry, path: Path) -> int | None:
    """Time of the last change of a file that is as it was read, by size and time, or else by checksum; None for others."""
    facts = entry.facts
    size, mtime = stamp(path)
    if facts.sha256 is None or size is None or size != facts.size:
        return None
    if mtime == facts.mtime_ns:
        return mtime
    try:
        with path.open("rb") as file:
            return mtime if file_digest(file, "sha256").hexdigest() == facts.sha256 else None
    except OSError:
        return None
