"""Path → Document, and folders → paths that can be read. One small module a format, registered by suffix."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reportmine.errors import IngestError
from reportmine.ingest import plain
from reportmine.model import Document

# Each reader turns the bytes of a file into its text and the name of its encoding; the second argument is the
# place that its errors name.
READERS: dict[str, Callable[[bytes, str], tuple[str, str]]] = {".txt": plain.decode}


def read(path: Path, source: str | None = None) -> Document:
    """The report at `path`: text with line feeds as line ends and without byte-order mark.

    `source` is what records will name; the path as given, with / separators, where it is None.

    Raises:
        IngestError: no such file, a folder, a suffix without reader, or a file that cannot be opened, is
            empty, is binary or cannot be decoded.

    """
    where = source_of(path) if source is None else source
    if path.is_dir():
        raise IngestError(f"a folder without any readable file @ {where}: put {_suffixes()} files into it")
    if not path.exists():
        raise IngestError(f"no such file @ {where}: check the path")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise IngestError(f"no reader for {path.suffix or path.name!r} @ {where}: give {_suffixes()}")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise IngestError(f"cannot be opened ({error.strerror}) @ {where}: check its permissions") from None
    text, encoding = reader(raw, where)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text or text.isspace():
        raise IngestError(f"empty file @ {where}: it holds no text")
    return Document(text=text, source=where, sha256=hashlib.sha256(raw).hexdigest(), encoding=encoding)


def source_of(path: Path) -> str:
    """The path as given with / separators; bytes that are not UTF-8 as escapes."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """Paths to read: files as given, and of folders all readable files below, in the order of their names.

    Lazy. A file comes once although two of the paths lead to it. Names that begin with a dot are passed over
    inside folders. A folder without any readable file, and a path that does not exist, come out themselves:
    `read` then says what is wrong with them.
    """
    done: set[Path] = set()
    for root in paths:
        empty = True
        for path in _below(root) if root.is_dir() else (root,):
            empty = False
            if not _reached(path, done):
                yield path
        if empty:
            yield root
        done.add(root.resolve())


def _below(folder: Path) -> Iterator[Path]:
    try:
        names, folders = _names(folder)
    except OSError:
        yield folder
        return
    while names:
        name = names.pop()  # what has been given is held no longer
        if name in folders:
            yield from _below(folder / name)
        else:
            yield folder / name


def _names(folder: Path) -> tuple[list[str], set[str]]:
    """Names of readable files and of folders in a folder, the last first; and which of them are folders.

    Names alone: of a million files they take a quarter of the memory that the entries of the folder would.
    """
    names, folders, readable = [], set(), tuple(READERS)
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.add(name)
            elif not name.lower().endswith(readable):
                continue
            names.append(name)
    names.sort(reverse=True)
    return names, folders


def _reached(path: Path, done: set[Path]) -> bool:
    """Whether an earlier path led here. Memory is bounded by the paths given, not by the files found."""
    if not done:
        return False
    full = path.resolve()
    return full in done or not done.isdisjoint(full.parents)


def _suffixes() -> str:
    return ", ".join(sorted(READERS))
