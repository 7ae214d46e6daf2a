"""What ten million reports cost, worked out from what is measured here, into docs/scale.md.

    python benchmarks/scale.py [--texts DIR] [--megabytes 4] [--rounds 3]

Needs reportmine[ray]. Seconds are those of the processor, user and system: others that run on the machine count
little. A local process and a Ray of this machine take turns.
"""

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

from blocks import ROOT, fill, table

from reportmine.engines import ray, storage
from reportmine.export import TABLES

REPORTS = 10_000_000
REPORT_BYTES = 20_000  # of a county's yearly work summary
CLUSTER = 100  # cores, for a figure that one can picture
LISTED = 20_000  # files to list
FOLDER = 500  # of them in a folder
MEGA, GIGA = 1e6, 1e9
# ru_maxrss counts kilobytes on Linux and bytes on macOS
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
FORMATS = {"parquet": "Parquet", "csv": "CSV", "jsonl": "JSON lines"}


class Run(NamedTuple):
    """Megabytes of text that one core reads in a second, and the peak memory of the process in bytes."""

    speed: float
    peak: float


class Measured(ray.Worker):
    """A worker that notes its process, the bytes it has read, its seconds and its peak memory, a line a part."""

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """What a part came to."""
        size = sum(Path(os.fsdecode(place)).stat().st_size for place in row["places"])
        begun = time.process_time()
        done = super().__call__(row)
        spent = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT
        with Path(f"{self._plan.out}.log").open("a") as log:
            log.write(f"{os.getpid()} {size} {spent} {peak}\n")
        return done


def main() -> None:
    """Measure, print the table and write it into docs/scale.md."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--texts", type=Path, default=ROOT / "corpus", help="folder of .txt to grow from")
    parser.add_argument("--megabytes", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        size = grow(options.texts, scratch / "texts", int(options.megabytes * MEGA))
        start = alone(scratch / "texts" / "000000.txt", scratch / "start", "parquet")[0]
        here, there = [], []
        for number in range(options.rounds):
            spent, peak = alone(scratch / "texts", scratch / f"here{number}", "parquet")
            here.append(Run(size / MEGA / (spent - start), peak))
            there.append(shared(scratch / "texts", scratch / f"there{number}"))
        found = [*rows(here, there), *written(options.texts, scratch), *listing(scratch)]
    lines = [measured(size, options.texts.name, options.rounds), "", *table(HEADER, found)]
    print("\n".join(lines))
    fill(ROOT / "docs" / "scale.md", "scale", lines)


HEADER = ("", "measured", "10 million reports, 200 GB of text")


def measured(size: int, texts: str, rounds: int) -> str:
    """When and on what the table was measured."""
    machine = f"{os.cpu_count()} cores of {platform.machine()}, Python {platform.python_version()}"
    text = f"{size / MEGA:.1f} MB of text grown from {texts}/"
    return f"Measured {datetime.now(UTC):%Y-%m-%d} on {machine}, {text}, medians of {rounds} rounds."


def grow(source: Path, folder: Path, size: int) -> int:
    """Bytes written into `folder`, at least `size`: whole reports of `source` in turn, about 20 KB a file."""
    folder.mkdir()
    texts = [path.read_text(encoding="utf-8-sig") for path in sorted(source.glob("*.txt"))]
    written, parts = 0, list[str]()
    for text in cycle(texts):
        parts.append(text)
        raw = "\n".join(parts).encode()
        if len(raw) < REPORT_BYTES:
            continue
        (folder / f"{len(list(folder.iterdir())):06}.txt").write_bytes(raw)
        written, parts = written + len(raw), []
        if written >= size:
            break
    return written


def alone(texts: Path, out: Path, formats: str) -> tuple[float, float]:
    """Seconds and peak memory of a local run in one process."""
    command = [sys.executable, "-m", "reportmine", "extract", str(texts), "--out", str(out), "--jobs", "1"]
    with subprocess.Popen([*command, "--format", formats], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"extract ended with {process.returncode} @ {texts}: see above")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * RSS_UNIT


def shared(texts: Path, out: Path) -> Run:
    """A run by Ray; the first part of each worker, in which it loads what it needs, is left out."""
    ray.Worker = Measured  # type: ignore[misc]
    for part in ray.run([str(texts)], ray.plan(str(out), ["parquet"], floor=0)):
        if part.failures:
            raise SystemExit(part.failures[0])
    noted = [line.split() for line in Path(f"{out}.log").read_text().splitlines()]
    warm = [
        line for number, line in enumerate(noted) if line[0] in {earlier[0] for earlier in noted[:number]}
    ]
    size, spent = (sum(float(line[column]) for line in warm) for column in (1, 2))
    return Run(size / MEGA / spent, max(float(line[3]) for line in noted))


def rows(here: list[Run], there: list[Run]) -> Iterator[tuple[str, str, str]]:
    """Rows of time and memory."""
    for name, runs in (("one process", here), ("a Ray worker", there)):
        speed = statistics.median(run.speed for run in runs)
        hours = REPORTS * REPORT_BYTES / MEGA / speed / 3600
        needed = f"{hours:.0f} core-hours: {hours / CLUSTER:.1f} hours on {CLUSTER} cores"
        yield f"extraction by {name}", f"{speed:.2f} MB/s of a core", needed
    for name, runs in (("one process", here), ("a Ray worker", there)):
        peak = max(run.peak for run in runs)
        yield f"memory of {name}", f"{peak / MEGA:.0f} MB", f"{peak * CLUSTER / GIGA:.0f} GB for {CLUSTER}"


def written(texts: Path, scratch: Path) -> Iterator[tuple[str, str, str]]:
    """Rows of what is written. No text is repeated here: Parquet would make too little of it."""
    size = sum(path.stat().st_size for path in texts.glob("*.txt"))
    alone(texts, scratch / "written", ",".join(FORMATS))
    for suffix, name in FORMATS.items():
        ratio = sum((scratch / "written" / f"{one}.{suffix}").stat().st_size for one in TABLES) / size
        needed = f"{REPORTS * REPORT_BYTES * ratio / GIGA:.0f} GB"
        yield f"three tables as {name}", f"{ratio:.2f} bytes for a byte of text", needed


def listing(scratch: Path) -> Iterator[tuple[str, str, str]]:
    """Rows of what the driver does alone: listing the paths, and holding them."""
    for number in range(LISTED):
        folder = scratch / "listed" / f"{number // FOLDER:04}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:06}.txt").touch()
    begun = time.process_time()
    parts = [*ray.split([*storage.walk([str(scratch / "listed")])])]
    spent = (time.process_time() - begun) / LISTED
    assert sum(map(len, parts)) == LISTED
    tracemalloc.start()
    parts = [*ray.split([*storage.walk([str(scratch / "listed")])])]
    held = tracemalloc.get_traced_memory()[1] / LISTED
    tracemalloc.stop()
    needed = f"{REPORTS * spent / 60:.1f} minutes, once"
    yield "listing by the driver", f"{spent * 1e6:.0f} µs for a path of a local disk", needed
    yield (
        "memory of the list",
        f"{held:.0f} bytes for a path",
        f"{REPORTS * held / GIGA:.1f} GB in the driver",
    )


if __name__ == "__main__":
    main()
