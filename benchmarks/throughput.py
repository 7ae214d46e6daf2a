"""Speed and memory of a whole `reportmine extract --jobs 1` beside `jieba.cut` over the same text.

    python benchmarks/throughput.py [--texts DIR] [--megabytes 10] [--rounds 3] [--write]

Both run as processes of their own, by turns. jieba is timed without loading its dictionary, reportmine from
start to end with all that it does. --write puts the table into the documents.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from blocks import ROOT, fill, table

FILE_BYTES = 20_000  # of one grown report: that of a county's yearly work summary
HELP_ROUNDS = 5
MEGA = 1_000_000
# ru_maxrss counts kilobytes on Linux and bytes on macOS
RSS_UNIT = 1 if sys.platform == "darwin" else 1024

CUT = """
import pathlib, sys, time, jieba
jieba.setLogLevel("ERROR")
jieba.initialize()
begun = time.perf_counter()
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    for word in jieba.cut(path.read_text(encoding="utf-8")):
        pass
print(time.perf_counter() - begun)
"""


class Run(NamedTuple):
    """One process: how long it took, its peak memory, and what it printed."""

    seconds: float
    megabytes: float
    output: str


class Series(NamedTuple):
    """The rounds of one contender."""

    name: str
    seconds: list[float]
    memory: float


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--texts", type=Path, default=ROOT / "corpus", help="folder of .txt to grow from")
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="into README and docs/accuracy.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch) / "texts"
        size = grow(options.texts, texts, int(options.megabytes * MEGA))
        rows = [*report(size, contend(texts, Path(scratch) / "out", options.rounds))]
    rows.append(("`reportmine --help`", "", f"{help_seconds():.2f}", "", "", ""))
    print("\n".join(table(HEADER, rows)))
    if options.write:
        for path in (ROOT / "README.md", ROOT / "docs" / "accuracy.md"):
            fill(path, "speed", table(HEADER, rows))
        fill(ROOT / "README.zh-CN.md", "speed", table(CHINESE_HEADER, rows))


HEADER = ("", "text, MB", "seconds", "MB/s", "times jieba.cut", "peak memory, MB")
CHINESE_HEADER = ("", "文本，MB", "秒", "MB/秒", "相当于 jieba.cut 的倍数", "内存峰值，MB")


def grow(source: Path, folder: Path, size: int) -> int:
    """Bytes written into `folder`, at least `size`: whole reports of `source` in turn, about 20 KB a file."""
    folder.mkdir()
    written = number = 0
    parts: list[str] = []
    for text in cycle(reports(source)):
        parts.append(text)
        if sum(len(part.encode()) for part in parts) < FILE_BYTES:
            continue
        grown = "\n".join(parts).encode()
        (folder / f"{number:06}.txt").write_bytes(grown)
        written, number, parts = written + len(grown), number + 1, []
        if written >= size:
            break
    return written


def reports(source: Path) -> list[str]:
    """Texts of a folder in the order of their names."""
    texts = [path.read_text(encoding="utf-8-sig") for path in sorted(source.glob("*.txt"))]
    if not texts:
        raise SystemExit(f"no .txt @ {source}: give a folder with reports in UTF-8")
    return texts


def contend(texts: Path, out: Path, rounds: int) -> list[Series]:
    """Both contenders over the same text, by turns, so that a slow minute of the machine hits both."""
    extract = [sys.executable, "-m", "reportmine", "extract", str(texts), "--out", str(out), "--jobs", "1"]
    cut = [sys.executable, "-c", CUT, str(texts)]
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(run(extract))
        theirs.append(run(cut))
    return [
        Series("`reportmine extract`", [one.seconds for one in ours], max(one.megabytes for one in ours)),
        Series("`jieba.cut`", [float(one.output) for one in theirs], max(one.megabytes for one in theirs)),
    ]


def run(command: Sequence[str]) -> Run:
    """One process from start to end."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"{command[:4]} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss * RSS_UNIT / MEGA, output)


def report(size: int, series: Sequence[Series]) -> Iterator[tuple[str, ...]]:
    """Rows of the table, medians over the rounds; the last of the series is the measure for all."""
    scale = statistics.median(series[-1].seconds)
    for one in series:
        seconds = statistics.median(one.seconds)
        speed, ratio = size / MEGA / seconds, scale / seconds
        figures = (f"{size / MEGA:.1f}", f"{seconds:.2f}", f"{speed:.2f}", f"{ratio:.2f}")
        yield one.name, *figures, f"{one.memory:.0f}"


def help_seconds() -> float:
    """Median time from start to end of `reportmine --help`."""
    command = [sys.executable, "-m", "reportmine", "--help"]
    return statistics.median(run(command).seconds for _ in range(HELP_ROUNDS))


if __name__ == "__main__":
    main()
