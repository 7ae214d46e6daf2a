"""Path → Document, and folders → paths that can be read. One small module a format."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import cast

from reportmine.errors import IngestError
from reportmine.ingest import formats
from reportmine.ingest.content import Content
from reportmine.model import Document

Reader = Callable[[bytes, str], Content]

# The module below this one whose `read` turns the bytes of a file into its content; its second argument is the
# place that errors name. Loaded when the first file asks for it: plain text needs no library of the others.
READERS = formats.SUFFIXES

MAX_BYTES = 256 << 20  # of one file: reports have some megabytes, with all their pictures


def read(path: Path, source: str | None = None) -> Document:
    """The report at `path`: text with line feeds as line ends, in the order in which a person reads it.

    `source` is what records will name; the path as given, with / separators, where it is None. The bytes
    decide in which format a file is, whatever its suffix says.

    Raises:
        IngestError: no such file, a folder, a suffix without reader, or a file that cannot be opened, is
            empty, damaged, encrypted or too large, or holds no text that can be read.

    """
    where = source_of(path) if source is None else source
    if path.is_dir():
        raise IngestError(f"a folder without any readable file @ {where}: put {_suffixes()} files into it")
    if not path.exists():
        raise IngestError(f"no such file @ {where}: check the path")
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise IngestError(f"no reader for {path.suffix or path.name!r} @ {where}: give {_suffixes()}")
    raw = _bytes(path, where)
    content = _reader(formats.format_of(raw, suffix, where))(raw, where)
    if not content.text or content.text.isspace():
        raise IngestError(f"empty file @ {where}: it holds no text")
    sha256 = hashlib.sha256(raw).hexdigest()
    return Document(
        content.text, where, sha256, content.encoding, content.places, content.hints, content.tables
    )


def _reader(name: str) -> Reader:
    return cast("Reader", import_module(f"{__name__}.{name}").read)


def _bytes(path: Path, where: str) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise IngestError(f"more than {MAX_BYTES >> 20} MB @ {where}: split the file")
        return path.read_bytes()
    except OSError as error:
        raise IngestError(f"cannot be opened ({error.strerror}) @ {where}: check its permissions") from None


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
            if name.startswith((".", "~$")):  # hidden, or the lock that Word leaves beside an open file
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
