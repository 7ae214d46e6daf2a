"""Places that many machines reach: a path of a shared disk, or a URL that fsspec knows (`s3://`, `hdfs://` …)."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from operator import itemgetter
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from reportmine import ingest
from reportmine.errors import ReportmineError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


AHEAD = 8  # files under way for a worker: a store that takes 0.1 s for one then gives 80 a second


def is_url(place: str) -> bool:
    """Whether a place is a URL, not a path of this machine.

    >>> is_url("s3://reports/2023"), is_url("reports/2023")
    (True, False)
    """
    return "://" in place


def below(place: str, name: str) -> str:
    """The place of that name in a folder."""
    return f"{place.rstrip('/')}/{name}"


def walk(places: Iterable[str]) -> Iterator[str]:
    """Places to read: those of this machine as `ingest.walk` gives them, then URLs by the same rules."""
    given = list(places)
    yield from map(str, ingest.walk(Path(place) for place in given if not is_url(place)))
    for url in filter(is_url, given):
        system, root = _opened(url)
        found = _readable(system, root) if system.isdir(root) else iter(())
        first = next(found, None)
        yield url if first is None else first
        yield from found


def copies(places: Sequence[str]) -> Iterator[Path | Exception]:
    """Each place as a path of this machine, or what keeps it from being fetched; in their order.

    URLs are fetched by threads while those before them are read: a store answers in the time that a report takes to
    read. A copy has the name of its file, and is gone when the next is asked for.
    """
    pending = enumerate(places)
    under_way: deque[Future[Path | Exception]] = deque()
    with TemporaryDirectory() as scratch, ThreadPoolExecutor(AHEAD) as pool:
        while True:
            for number, place in islice(pending, AHEAD - len(under_way)):
                under_way.append(pool.submit(_copy, place, Path(scratch, str(number))))
            if not under_way:
                return
            found = under_way.popleft().result()
            yield found
            if isinstance(found, Path) and found.is_relative_to(scratch):
                found.unlink(missing_ok=True)
                found.parent.rmdir()


def _copy(place: str, folder: Path) -> Path | Exception:
    if not is_url(place):
        return Path(place)
    try:
        system, path = _opened(place)
        folder.mkdir()
        copy = folder / PurePosixPath(path).name
        system.get_file(path, str(copy))
    except Exception as error:  # each store has errors of its own
        return error
    return copy


def store(file: Path, place: str) -> None:
    """Copy a file to a place, where it appears whole or not at all; a file of that name is replaced.

    Raises:
        ReportmineError: it cannot be written.

    """
    system, target = _opened(place)
    folder, _, name = target.rpartition("/")
    aside = below(folder, f".{name}.partial")
    try:
        system.makedirs(folder, exist_ok=True)
        system.put_file(str(file), aside)
        system.mv(aside, target)
    except Exception as error:  # each store has errors of its own
        raise ReportmineError(f"cannot write ({error}) @ {place}: check the rights and the room") from None


def holds_anything(place: str) -> bool:
    """Whether there is a file or a folder at the place."""
    system, path = _opened(place)
    return bool(system.exists(path))


def _opened(place: str) -> "tuple[AbstractFileSystem, str]":
    """File system and path of a place.

    Raises:
        ReportmineError: no such kind of place, or what speaks to it is not installed.

    """
    import fsspec  # noqa: PLC0415  comes with Ray, and is needed nowhere else

    try:
        found: tuple[AbstractFileSystem, str] = fsspec.url_to_fs(place)
    except (ImportError, ValueError) as error:
        raise ReportmineError(
            f"cannot be reached ({error}) @ {place}: install what fsspec asks for"
        ) from None
    return found


def _readable(system: "AbstractFileSystem", folder: str) -> Iterator[str]:
    """URLs of the files below a folder that have a reader, by name; names that begin with a dot are passed over."""
    entries: list[dict[str, Any]] = system.ls(folder, detail=True)
    for entry in sorted(entries, key=itemgetter("name")):
        path = PurePosixPath(entry["name"])
        if path.name.startswith(".") or path == PurePosixPath(folder):  # some stores list the folder itself
            continue
        if entry["type"] == "directory":
            yield from _readable(system, entry["name"])
        elif path.suffix.lower() in ingest.READERS:
            yield system.unstrip_protocol(entry["name"])
