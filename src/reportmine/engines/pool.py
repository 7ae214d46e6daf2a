"""Worker processes that may be killed: each has a pipe of its own, so that what happens to one stays with it.

The parent knows which document a worker has in hand, for a worker takes them in order and answers each. So the one that
stalls or kills its worker is known by name, without a word from the worker.
"""

import os
import pickle
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import ModuleType
from typing import Any, Generic, TypeVar

from reportmine.engines.limits import alarm
from reportmine.engines.memory import collect_seldom
from reportmine.errors import ReportmineError

AT_HAND = 2  # documents given to a worker: one in work, and one so that it need not wait for the parent
AHEAD = (
    64  # documents of each worker that may be done before an earlier one is, so that a slow one stops nobody
)
HELD = (
    32_000_000  # bytes of results that may wait for an earlier document: what bounds the memory of the parent
)
TICK = 0.25  # seconds between two looks at the clock
START = 120.0  # seconds that a worker may take to load its patterns on a busy machine
STARTS = 3  # workers in a row that may die before their first document
GRACE = 5.0  # seconds beyond the limit after which the system ends a worker whose parent is gone

T = TypeVar("T")
Work = Callable[[Path], Any]


class _Slot:
    """A place in the order of the input: what stands there, and what has become of it."""

    __slots__ = ("done", "item", "payload")

    def __init__(self, item: Any) -> None:
        self.item = item
        self.done = not isinstance(item, Path)
        self.payload = b""


class _Worker:
    """A process, and the documents that it has not yet answered: the first of them is in work."""

    def __init__(self, start: Callable[[], Work], limit: float, events: "SimpleQueue[_Event]") -> None:
        context = get_context("spawn")  # not forked: the same on every system, and safe beside threads
        self.slots: deque[_Slot] = deque()
        self.ready = False
        self.since = 0.0
        self._pipe, inner = context.Pipe()
        self.process = context.Process(target=serve, args=(inner, start, limit), daemon=True)
        with _signals_held(), _main_hidden():
            self.process.start()
        inner.close()
        Thread(target=self._listen, args=(events,), daemon=True).start()

    def give(self, slot: _Slot, now: float) -> bool:
        """Whether the document could be handed over; not where the process is gone."""
        try:
            self._pipe.send(slot.item)
        except OSError:
            return False
        if self.ready and not self.slots:
            self.since = now
        self.slots.append(slot)
        return True

    def kill(self) -> int:
        """End the process at once; how it ended, as `Process.exitcode` has it."""
        self.process.kill()
        self.process.join(1.0)  # no longer: one that waits for a dead disk cannot even be killed
        return self.process.exitcode or 0

    def _listen(self, events: "SimpleQueue[_Event]") -> None:
        # A thread, for a worker that is stopped in the midst of an answer would hold up whoever reads it.
        with self._pipe, suppress(EOFError, OSError):
            while True:
                events.put((self, self._pipe.recv_bytes()))
        events.put((self, None))


_Event = tuple[_Worker, bytes | None]


class Pool(Generic[T]):
    """Up to `jobs` workers, started as they are needed.

    `start` runs once in each and gives what it does with a path; `failed` makes the result of a path that could not be
    done, from the path and `what` and `remedy` of the error. `limit` is seconds for a document, 0 for no limit. `start`
    and the results must be picklable.
    """

    def __init__(
        self, jobs: int, start: Callable[[], Work], failed: Callable[[Path, str, str], T], *, limit: float
    ) -> None:
        self._jobs, self._start, self._failed, self._limit = jobs, start, failed, limit
        self._workers: list[_Worker] = []
        self._events: SimpleQueue[_Event] = SimpleQueue()
        self._window: deque[_Slot] = deque()  # in the order of the input
        self._waiting: deque[_Slot] = deque()  # of these, those that no worker has
        self._held = self._starts = 0
        self._seen, self._now = time.monotonic(), 0.0

    def results(self, items: Iterable[Path | T]) -> Iterator[T]:
        """The result of each path, in input order; an item that is no path comes out as it is, in its place.

        Raises:
            ReportmineError: `start` raised it in a worker, or no worker can be started.

        """
        left = iter(items)
        try:
            while self._fill(left):
                while self._window and self._window[0].done:
                    yield self._taken(self._window.popleft())
                if self._window:
                    self._assign()
                    self._wait()
        finally:
            for worker in self._workers:
                worker.kill()
            self._workers.clear()

    def _fill(self, items: Iterator[Path | T]) -> bool:
        """Whether anything is under way, after taking as many items as there is room for."""
        while len(self._window) < self._jobs * AHEAD and self._held < HELD:
            for item in items:
                slot = _Slot(item)
                self._window.append(slot)
                if not slot.done:
                    self._waiting.append(slot)
                break
            else:
                break
        return bool(self._window)

    def _taken(self, slot: _Slot) -> T:
        self._held -= len(slot.payload)
        result: T = pickle.loads(slot.payload) if slot.payload else slot.item
        return result

    def _assign(self) -> None:
        while self._waiting:
            worker = min(self._workers, key=lambda one: len(one.slots), default=None)
            if (worker is None or worker.slots) and len(self._workers) < self._jobs:
                worker = _Worker(self._start, self._limit, self._events)
                worker.since = self._now
                self._workers.append(worker)
            if worker is None or len(worker.slots) >= AT_HAND:
                return
            if worker.give(self._waiting[0], self._now):
                self._waiting.popleft()
            else:
                self._bury(worker)

    def _wait(self) -> None:
        """Take in what workers have sent, then look at the clock."""
        with suppress(Empty):
            self._take(*self._events.get(timeout=TICK))
            while True:
                self._take(*self._events.get_nowait())
        # Steps of the clock are capped: of a machine or a process that slept, no document was slow.
        now = time.monotonic()
        self._now += min(now - self._seen, 2 * TICK)
        self._seen = now
        for worker in list(self._workers):
            if not worker.ready and self._now - worker.since > START:
                self._bury(worker)
            elif worker.ready and worker.slots and 0 < self._limit < self._now - worker.since:
                worker.kill()
                self._late(worker)

    def _take(self, worker: _Worker, payload: bytes | None) -> None:
        if worker not in self._workers:
            return
        if payload is None:
            self._bury(worker)
        elif not worker.ready:
            if (error := pickle.loads(payload)) is not None:
                raise error
            worker.ready, worker.since, self._starts = True, self._now, 0
        else:
            slot = worker.slots.popleft()
            slot.payload, slot.done = payload, True
            self._held += len(payload)
            worker.since = self._now

    def _bury(self, worker: _Worker) -> None:
        """Put up with the death of a worker: the document that it had in work has failed."""
        code = worker.kill()
        if worker.ready and worker.slots:
            if code == -getattr(signal, "SIGALRM", 0):
                self._late(worker)
                return
            remedy = "give it more memory, or split the file"
            self._fail(worker.slots.popleft(), f"the process died ({_ending(code)})", remedy)
        elif not worker.ready:
            self._starts += 1
            if self._starts >= STARTS:
                what = f"processes die at their start ({_ending(code)})"
                raise ReportmineError(f"{what} @ {self._jobs} jobs: give fewer --jobs, or free some memory")
        self._dismiss(worker)

    def _late(self, worker: _Worker) -> None:
        what = f"over its time limit of {self._limit:g} s"
        self._fail(worker.slots.popleft(), what, "raise --timeout, or split the file")
        self._dismiss(worker)

    def _fail(self, slot: _Slot, what: str, remedy: str) -> None:
        slot.item, slot.done = self._failed(slot.item, what, remedy), True

    def _dismiss(self, worker: _Worker) -> None:
        """Others take over what a dead worker had at hand."""
        self._waiting.extendleft(reversed(worker.slots))
        self._workers.remove(worker)


def serve(pipe: "Connection[Any, Any]", start: Callable[[], Work], limit: float) -> None:
    """The life of a worker: answer each path that comes, until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to deal with
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))
    Thread(target=_follow_parent, daemon=True).start()
    collect_seldom()
    with suppress(EOFError, OSError):
        try:
            work = start()
        except ReportmineError as error:
            pipe.send(error)
            return
        pipe.send(None)
        while True:
            path = pipe.recv()
            with alarm(limit and limit + GRACE):
                payload = pickle.dumps(work(path), pickle.HIGHEST_PROTOCOL)
            pipe.send_bytes(payload)


def _follow_parent() -> None:
    """End this process when the parent does, whatever it is doing."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait, also for a process that is started here, until it knows what to do with them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Processes that are started here do not run the script of their parent once more, as spawned ones do."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _ending(code: int) -> str:
    """How a process ended, in words: the name of a signal, or its exit code."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
