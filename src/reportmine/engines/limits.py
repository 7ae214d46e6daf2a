"""Limits of time within one process."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class OverTime(BaseException):
    """The time is over. No Exception, so that nothing on the way takes it for a fault of its own."""


def possible() -> bool:
    """Whether `time_limit` can do anything: only the main thread is told of signals, and not every system has this one."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OverTime in here when the time is over, wherever that may be; 0 for no limit."""
    if not seconds:
        yield
        return
    before = signal.signal(signal.SIGALRM, _over)
    try:
        with alarm(seconds):
            yield
    finally:
        signal.signal(signal.SIGALRM, before)


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """SIGALRM for this process when the time is over; nothing where seconds are 0 or the system has none."""
    if not seconds or not hasattr(signal, "setitimer"):
        yield
        return
    # Again every second: Python drops what a handler raises in the midst of a destructor.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _over(*_: Any) -> None:
    raise OverTime
