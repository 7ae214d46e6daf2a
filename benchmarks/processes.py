"""Processes of their own: what a command takes from start to end."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

MEGA = 1_000_000
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
# ru_maxrss counts kilobytes on Linux and bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Run(NamedTuple):
    """One process from start to end, with those that it started and waited for."""

    seconds: float  # by the wall
    cpu: float  # seconds of all its processes
    megabytes: float  # peak of its largest process
    output: str


def run(command: Sequence[str]) -> Run:
    """Run a Python command (`-m module …`) and wait for its end; what it says beside its output is dropped.

    Raises:
        SystemExit: it failed.

    """
    begun = time.perf_counter()
    full = [sys.executable, *command]
    with subprocess.Popen(
        full, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"ended with {process.returncode} @ python {' '.join(command)}: run it to see why")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT / MEGA, output)


def by_turns(commands: Sequence[Sequence[str]], rounds: int) -> list[list[Run]]:
    """The rounds of each command. They take turns, so that a slow minute of the machine hits all."""
    turns = [[run(command) for command in commands] for _ in range(rounds)]
    return [list(one) for one in zip(*turns, strict=True)]


def median(runs: Sequence[Run], of: Callable[[Run], float]) -> float:
    """The middle of what `of` takes from each run."""
    return statistics.median(map(of, runs))


def wall(runs: Sequence[Run]) -> float:
    """Median seconds by the wall."""
    return median(runs, lambda one: one.seconds)


def peak(runs: Sequence[Run]) -> float:
    """The highest of the peaks, in MB."""
    return max(one.megabytes for one in runs)
