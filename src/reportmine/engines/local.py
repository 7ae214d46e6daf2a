"""One machine: in this process where there is little to do, in a pool of processes elsewhere."""

# What only some processes need is imported where it is used: stages by those that extract, the pool by its parent.
# ruff: noqa: PLC0415

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Generic, TypeVar

from reportmine.engines import limits
from reportmine.errors import ReportmineError
from reportmine.export import DocumentRows, failed_rows, rows_of

TIMEOUT = 30.0  # seconds for a document; the slowest reports of a county take less than one
# Up to here one process is done before others have loaded their patterns: whoever has less gets no pool.
SMALL_BYTES = 1_000_000
SMALL_DOCUMENTS = 200
PLAIN = frozenset({".txt", ".md"})  # files that no library but Python's own reads
# Dictionaries are loaded with the first text that asks for them, in seconds: below this limit, before the first document.
WARM = 10.0
_SAMPLE = "青禾县科技局2023年工作总结\n一、工作情况\n全年引进佳禾农业发展有限公司等企业12家，同比增长5.8%。\n"

T = TypeVar("T")
# What is made of a document: from its path, and from what gives the rows of a path.
Work = Callable[[Path, Callable[[Path], DocumentRows]], T]


def run(
    paths: Iterable[Path], *, jobs: int = 1, extra: Path | None = None, timeout: float = TIMEOUT
) -> Iterator[DocumentRows]:
    """Rows of each document in the order of `paths`; one that fails gives its error, and the rest goes on.

    `extra` is a folder of patterns layered over the built-in ones, `timeout` seconds for each document, 0 for no limit.
    Results are the same for any `jobs`.

    Raises:
        PatternError: the patterns do not load.

    """
    return each(paths, _rows, jobs=jobs, extra=extra, timeout=timeout)


def each(
    items: Iterable[Path | T],
    work: Work[T],
    *,
    jobs: int = 1,
    extra: Path | None = None,
    timeout: float = TIMEOUT,
) -> Iterator[T]:
    """What `work` makes of each document, as `run` gives its rows; `work` runs where the document is read.

    An item that is no path is done already: it comes out as it is, in its place. `work` and its results must be
    picklable, and it must not fail on `failed_rows`.
    """
    left = iter(items)
    first, small = _beginning(left)
    if not (small and (timeout == 0 or limits.possible())):
        return _pooled(chain(first, left), work, jobs, extra, timeout)
    return _here(iter(first), work, jobs, extra, timeout)


def document_rows(path: Path, extra: Path | None = None, *, source: str | None = None) -> DocumentRows:
    """Rows of the document at `path`, or its error. `source` is what they name it; the path as given where None."""
    from reportmine import ingest, patterns, pipeline

    source = ingest.source_of(path) if source is None else source
    try:
        return rows_of(pipeline.extract_document(ingest.read(path, source), patterns.load(extra)))
    except ReportmineError as error:
        return failed_rows(source, str(error))
    except Exception as error:  # one faulty document must not cost the other ten thousand
        return failed_rows(source, f"internal fault {error!r} @ {source}: report it together with the file")


def _rows(path: Path, extract: Callable[[Path], DocumentRows]) -> DocumentRows:
    return extract(path)


def _beginning(items: Iterator[Path | T]) -> tuple[list[Path | T], bool]:
    """The items up to where they are no longer few, small and plain, and whether those are all."""
    taken: list[Path | T] = []
    size = 0
    for item in items:
        taken.append(item)
        size += _size(item) if isinstance(item, Path) else 0
        if size > SMALL_BYTES or len(taken) > SMALL_DOCUMENTS:
            return taken, False
    return taken, True


def _size(path: Path) -> int:
    """Bytes of a file; one that is no plain text counts as large, for the libraries that read it may break."""
    try:
        size = path.stat().st_size
    except OSError:
        return 0
    return size if path.suffix.lower() in PLAIN or path.is_dir() else SMALL_BYTES + 1


def _here(
    items: Iterator[Path | T], work: Work[T], jobs: int, extra: Path | None, timeout: float
) -> Iterator[T]:
    begin, failed = _Begin(work, extra, timeout), _Failed(work)
    do: Callable[[Path], T] | None = None
    for item in items:
        if not isinstance(item, Path):
            yield item
            continue
        do = do or begin()
        try:
            with limits.time_limit(timeout):
                result = do(item)
        except limits.OverTime:
            what = f"over its time limit of {timeout:g} s"
            yield failed(item, what, "raise --timeout, or split the file")
            # It was stopped at any point whatever, perhaps in filling a cache: others go on.
            yield from _pooled(items, work, jobs, extra, timeout)
            return
        yield result


def _pooled(
    items: Iterable[Path | T], work: Work[T], jobs: int, extra: Path | None, timeout: float
) -> Iterator[T]:
    from reportmine.engines.pool import Pool

    return Pool(jobs, _Begin(work, extra, timeout), _Failed(work), limit=timeout).results(items)


@dataclass(frozen=True)
class _Begin(Generic[T]):
    """What a process does first: load the patterns. Then it knows what to do with a path."""

    work: Work[T]
    extra: Path | None
    timeout: float

    def __call__(self) -> Callable[[Path], T]:
        from reportmine import patterns, pipeline

        rules = patterns.load(self.extra)
        if 0 < self.timeout < WARM:
            pipeline.extract(_SAMPLE, rules=rules)
        return self._do

    def _do(self, path: Path) -> T:
        return self.work(path, self._extract)

    def _extract(self, path: Path) -> DocumentRows:
        return document_rows(path, self.extra)


@dataclass(frozen=True)
class _Failed(Generic[T]):
    """What becomes of a document that could not be done."""

    work: Work[T]

    def __call__(self, path: Path, what: str, remedy: str) -> T:
        from reportmine import ingest

        source = ingest.source_of(path)
        return self.work(path, lambda _: failed_rows(source, f"{what} @ {source}: {remedy}"))
