"""Files that are on the disk, and names that change only then."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reportmine.errors import ReportmineError

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


@contextmanager
def writing(where: Path) -> Iterator[None]:
    """Tell what the system says against writing in here as an error `what @ where: way out`."""
    try:
        yield
    except OSError as error:
        remedy = (
            "free some space, or choose another folder" if error.errno in _FULL else "choose another folder"
        )
        raise ReportmineError(f"cannot write ({error.strerror}) @ {where}: {remedy}") from None


def sync(path: Path) -> None:
    """Wait until what was written to the file or folder is on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def switch(moves: Iterable[tuple[Path, Path]]) -> None:
    """Let files, which are on the disk, take the names of others, in this order."""
    folders = set()
    for new, name in moves:
        new.replace(name)
        folders.add(name.parent)
    for folder in folders:
        sync(folder)
