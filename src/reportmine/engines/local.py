"""One machine: in this process, or in a pool of processes with a bounded number of documents under way."""

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from reportmine import ingest, patterns, pipeline
from reportmine.errors import ReportmineError
from reportmine.export import DocumentRows, failed_rows, rows_of

AHEAD = 4  # documents under way for each process: enough that none waits, few enough that memory stays small


def run(paths: Iterable[Path], *, jobs: int = 1, extra: Path | None = None) -> Iterator[DocumentRows]:
    """Rows of each document in the order of `paths`; one that fails gives its error, and the rest goes on.

    `extra` is a folder of patterns layered over the built-in ones. Results are the same for any `jobs`.

    Raises:
        PatternError: the patterns do not load.

    """
    patterns.load(extra)
    if jobs == 1:
        return (document_rows(path, extra) for path in paths)
    return _pooled(iter(paths), jobs, extra)


def document_rows(path: Path, extra: Path | None = None, *, source: str | None = None) -> DocumentRows:
    """Rows of the document at `path`, or its error. `source` is what they name it; the path as given where None."""
    source = ingest.source_of(path) if source is None else source
    try:
        return rows_of(pipeline.extract_document(ingest.read(path, source), patterns.load(extra)))
    except ReportmineError as error:
        return failed_rows(source, str(error))
    except Exception as error:  # one faulty document must not cost the other ten thousand
        return failed_rows(source, f"internal fault {error!r} @ {source}: report it together with the file")


def _pooled(paths: Iterator[Path], jobs: int, extra: Path | None) -> Iterator[DocumentRows]:
    pool = _pool(jobs)
    under_way: deque[tuple[Path, Future[DocumentRows]]] = deque()
    try:
        while True:
            for path in islice(paths, jobs * AHEAD - len(under_way)):
                under_way.append((path, pool.submit(document_rows, path, extra)))
            if not under_way:
                return
            path, future = under_way.popleft()
            try:
                rows = future.result()
            except BrokenProcessPool:
                rows = _alone(path, extra)
                pool.shutdown()
                pool = _pool(jobs)
                again = [waiting for waiting, _ in under_way]
                under_way = deque((waiting, pool.submit(document_rows, waiting, extra)) for waiting in again)
            yield rows
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(path: Path, extra: Path | None) -> DocumentRows:
    """Rows of a document that was under way when a process died, tried again in a process of its own."""
    with _pool(1) as pool:
        try:
            return pool.submit(document_rows, path, extra).result()
        except BrokenProcessPool:
            source = ingest.source_of(path)
            return failed_rows(source, f"the process died @ {source}: give it more memory, or split the file")


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the same on every system, and safe beside the thread that draws the progress.
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_ignore_interrupt)


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the parent, which ends the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
