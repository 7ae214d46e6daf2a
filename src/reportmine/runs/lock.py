"""One run at a time in a folder."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from reportmine.errors import ReportmineError

_LOCK, _HOLDER = "lock", "holder.json"
FILES = frozenset({_LOCK, _HOLDER})


@contextmanager
def held(work: Path, out: Path) -> Iterator[None]:
    """Nobody else works in the folder `work` of `out`. A process that died holds nothing: the system frees its lock.

    The folder is made, and removed in the end where nothing is left in it.

    Raises:
        ReportmineError: another run holds it; the message says which.

    """
    lock = _acquired(work, out)
    try:
        since = datetime.now(UTC).isoformat(" ", "seconds")
        holder = {"pid": os.getpid(), "host": platform.node(), "since": since}
        (work / _HOLDER).write_text(json.dumps(holder), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            (work / _HOLDER).unlink()
            if [path.name for path in work.iterdir()] == [_LOCK]:
                # While it is held: whoever opened it before finds that it has lost its name, and asks again.
                (work / _LOCK).unlink()
                work.rmdir()
        lock.release()


def _acquired(work: Path, out: Path) -> FileLock:
    while True:
        work.mkdir(parents=True, exist_ok=True)
        lock = FileLock(work / _LOCK)
        try:
            lock.acquire(blocking=False)
        except FileNotFoundError:
            continue  # a run that came to its end has just removed the folder
        except Timeout:
            raise ReportmineError(f"{_told(work)} @ {out}: wait for it, or choose another folder") from None
        return lock


def _told(work: Path) -> str:
    """Who holds the folder; without names in the moment between the lock and the name."""
    try:
        holder = json.loads((work / _HOLDER).read_text(encoding="utf-8"))
        return f"held by process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError):
        return "held by another run"
