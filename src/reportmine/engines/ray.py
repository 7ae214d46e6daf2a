"""Many machines: Ray Data shares parts of the input among workers, which read, extract and write their own shards.

Only paths and counts pass through Ray. A part is a fixed run of the input, and its shards depend on nothing else: a
worker that dies is started again by Ray, does its part anew, and ends in the same bytes.
"""

import os
import socket
import threading
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any, NamedTuple
from uuid import uuid4

from reportmine import __version__, export, ingest, patterns
from reportmine.engines import cluster, limits, local, storage
from reportmine.errors import ReportmineError
from reportmine.export import PLAIN, TABLES, VOLUMES, DocumentRows, Style, below, failed_rows, marked

PARTS = (
    128  # at most, as long as they are not longer than PART_LENGTH: enough for the cores of a small cluster
)
PART_LENGTH = 2000  # documents: about 40 MB of text, some minutes of work to lose with a worker
STRIKES = 2  # deaths of a worker over one document until it is to blame, and not whoever shot the worker
REST = 2.0  # seconds for a thread of a run that is given up
SUCCESS = "_SUCCESS"  # stands in the folder when all parts are there; Spark writes and looks for the same


@dataclass(frozen=True)
class Plan:
    """What every worker is told. `floor` and `mark` are those of `--min-confidence`."""

    out: str  # absolute, or a URL
    formats: tuple[str, ...]
    floor: float
    mark: bool = False
    style: Style = PLAIN
    timeout: float = local.TIMEOUT  # seconds for a document; 0 for no limit
    books: dict[str, bytes] = field(default_factory=dict)  # pattern files to layer over the built-in ones
    here: str = field(default_factory=os.getcwd)  # what relative paths of documents start from
    run: str = field(default_factory=lambda: uuid4().hex)  # names the traces of this run on a worker's disk
    version: str = __version__


class Part(NamedTuple):
    """What a part came to: counts, and the errors of documents that failed."""

    documents: int
    records: int
    ledger: int
    below: int  # records whose confidence lies below the floor
    failures: list[str]


def plan(out: str, formats: Sequence[str], *, extra: Path | None = None, **more: Any) -> Plan:
    """The plan of a run: `extra` is a folder of patterns, which workers need not have, `more` are fields of a Plan.

    Raises:
        PatternError: the patterns do not load.
        ReportmineError: a format has one file for all, and a cluster writes many.

    """
    if whole := [name for name in formats if name in VOLUMES]:
        raise ReportmineError(
            f"{whole[0]} is one file @ --engine ray: give csv, jsonl or parquet, which a cluster writes in parts"
        )
    patterns.load(extra)
    books = {path.name: path.read_bytes() for path in extra.glob("*.toml")} if extra else {}
    where = out if storage.is_url(out) else str(Path(out).absolute())
    return Plan(where, tuple(formats), books=books, **more)


def run(paths: Iterable[str], planned: Plan, *, address: str | None = None) -> Iterator[Part]:
    """Each part as it is done: its shards then stand in `TABLE.FORMAT/part-NNNNNN.FORMAT` of the out folder.

    `address` is that of a cluster; without one Ray is started on this machine, and ended after the run.

    Raises:
        ReportmineError: Ray is not installed or not reached, the folder holds tables already, or a worker cannot
            write into it.

    """
    data = cluster.ray_data()
    folders = [storage.below(planned.out, f"{table}.{name}") for name in planned.formats for table in TABLES]
    if taken := next(filter(storage.holds_anything, folders), None):
        raise ReportmineError(f"tables of another run @ {taken}: choose another folder, or remove it")
    parts = list(split(list(storage.walk(paths))))
    with cluster.joined(address):
        yield from _shared(data, parts, planned)
    with TemporaryDirectory() as scratch:
        sign = Path(scratch) / SUCCESS
        sign.touch()
        storage.store(sign, storage.below(planned.out, SUCCESS))


def split(places: Sequence[str]) -> Iterator[list[bytes]]:
    """Parts: runs of places, each place as the bytes that the file system knows it by."""
    length = min(-(-len(places) // PARTS), PART_LENGTH) or 1
    for start in range(0, len(places), length):
        yield [os.fsencode(place) for place in places[start : start + length]]


def _shared(data: Any, parts: Sequence[list[bytes]], planned: Plan) -> Iterator[Part]:
    """Each part as it is done, in their order."""
    import pyarrow as pa  # noqa: PLC0415
    import ray  # noqa: PLC0415

    # A row is a part and a block is a row, so that Ray hands out, retries and counts parts.
    blocks = [pa.table({"number": [number], "places": [part]}) for number, part in enumerate(parts)]
    workers = max(1, min(len(parts), int(ray.cluster_resources().get("CPU", 1))))
    pool = data.ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=1)
    done = data.from_arrow(blocks).map(Worker, compute=pool, fn_constructor_args=(planned,), num_cpus=1)
    try:
        with _left_in_peace(iter(done.iter_rows())) as rows:
            for row in rows:
                if fault := row.pop("fault"):
                    raise ReportmineError(fault)
                yield Part(**row)
    except ray.exceptions.RayError as error:
        reason = str(error).strip().splitlines()[-1]
        raise ReportmineError(
            f"Ray gave up ({reason}) @ {planned.out}: see the logs of the cluster"
        ) from None


@contextmanager
def _left_in_peace(rows: Generator[dict[str, Any], None, None]) -> Iterator[Iterator[dict[str, Any]]]:
    """The rows; if they are given up, the threads that make them come to rest first.

    Ray ends the process, with status 1 and without a word, when a thread asks it for something after its shutdown.
    """
    before = set(threading.enumerate())
    try:
        yield rows
    except BaseException:
        rows.close()
        for thread in set(threading.enumerate()) - before:
            thread.join(REST)  # one of them waits for work until the process ends, and asks for nothing
        raise


class Worker:
    """An actor of Ray: loads the patterns once, then makes the shards of one part after another."""

    def __init__(self, planned: Plan) -> None:
        self._plan = planned
        self._extra: Path | None = None
        if planned.books:
            self._folder = TemporaryDirectory()  # goes with the worker
            self._extra = Path(self._folder.name)
            for name, book in planned.books.items():
                (self._extra / name).write_bytes(book)
        patterns.load(self._extra)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """What a part came to, with `fault`: what keeps the whole run from going on, or None."""
        here, there = self._plan.version, __version__
        if here != there:
            fault = f"reportmine {there} instead of {here} @ {socket.gethostname()}: install {here} on every machine"
            return {**Part(0, 0, 0, 0, [])._asdict(), "fault": fault}
        try:
            return {**self._part(row["number"], list(row["places"]))._asdict(), "fault": None}
        except ReportmineError as error:
            return {**Part(0, 0, 0, 0, [])._asdict(), "fault": str(error)}

    def _part(self, number: int, places: Sequence[bytes]) -> Part:
        part = Part(0, 0, 0, 0, [])

        def counted() -> Iterator[DocumentRows]:
            nonlocal part
            with Trace(Path(gettempdir(), f"reportmine-{self._plan.run}-{number}")) as trace:
                for document in self._documents(places, trace):
                    part = _added(part, document, self._plan.floor)
                    records = marked(document.records, self._plan.floor)
                    yield document._replace(records=records) if self._plan.mark else document

        with TemporaryDirectory() as scratch:
            plan = self._plan
            for path in export.write(counted(), Path(scratch), formats=plan.formats, style=plan.style):
                shard = f"{path.name}/part-{number:06}{path.suffix}"
                storage.store(path, storage.below(plan.out, shard))
        return part

    def _documents(self, places: Sequence[bytes], trace: "Trace") -> Iterator[DocumentRows]:
        given = [os.fsdecode(place) for place in places]
        for number, (place, copy) in enumerate(zip(given, storage.copies(given), strict=True)):
            source = place if storage.is_url(place) else ingest.source_of(Path(place))
            if trace.deaths[number] >= STRIKES:
                remedy = "give it more memory, or split the file"
                yield failed_rows(source, f"the process died @ {source}: {remedy}")
            elif isinstance(copy, Exception):
                remedy = "check the path and the rights"
                yield failed_rows(source, f"cannot be fetched ({copy}) @ {source}: {remedy}")
            else:
                trace.begin(number)
                yield self._rows(copy, source)

    def _rows(self, path: Path, source: str) -> DocumentRows:
        limit = self._plan.timeout if limits.possible() else 0
        try:
            with limits.time_limit(limit):
                return local.document_rows(Path(self._plan.here, path), self._extra, source=source)
        except limits.OverTime:
            remedy = "raise --timeout, or split the file"
            return failed_rows(source, f"over its time limit of {limit:g} s @ {source}: {remedy}")


class Trace:
    """Which document a part has come to, on the worker's disk: its successor reads there what killed it.

    One line for each attempt, with the numbers of the documents that it began.
    """

    def __init__(self, path: Path) -> None:
        lines = path.read_text().splitlines() if path.exists() else []
        self.deaths = Counter(int(line.split()[-1]) for line in lines if line)
        self._path = path

    def __enter__(self) -> "Trace":
        self._file = self._path.open("a")
        self._file.write("\n")
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._path.unlink()

    def begin(self, number: int) -> None:
        """Note that a document is under way; what the process writes outlives it."""
        self._file.write(f"{number} ")
        self._file.flush()


def _added(part: Part, document: DocumentRows, floor: float) -> Part:
    return Part(
        part.documents + 1,
        part.records + len(document.records),
        part.ledger + len(document.ledger),
        part.below + below(document.records, floor),
        part.failures if document.error is None else [*part.failures, document.error],
    )
