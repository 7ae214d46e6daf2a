"""Speed and memory, beside what others take for a part of the work, in one run.

    python benchmarks/bench.py [--texts DIR] [--megabytes 8] [--shapes 1] [--rounds 3] [--write]

Everything runs as a process of its own, by turns, and the middle of its rounds counts. --write puts the tables into
docs/performance.md, docs/accuracy.md and both READMEs.
"""

import argparse
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import rivals
import shapes
import texts
from blocks import ROOT, fill, table
from processes import CORES, MEGA, Run, by_turns, peak, run, wall

PERFORMANCE = ROOT / "docs" / "performance.md"
PACKAGES = ("reportmine", "jieba", "rjieba", "regex", "spacy", "jionlp", "typer", "pydantic")
STARTS = 5  # rounds of what takes a second or less
SHARE = 10  # the smaller of two texts is that part of the larger
JIEBA = "jieba"
SMALL = "青禾县科技局2023年工作总结\n全年技术合同成交额12.50亿元，同比增长15%。\n"

HEADER = (
    "",
    "text, MB",
    "seconds",
    "CPU seconds",
    "MB/s",
    "times jieba.cut",
    "peak memory, MB",
    "start-up, s",
)
SHORT = (0, 1, 2, 4, 5, 6)  # columns of HEADER that the READMEs have
CHINESE = ("", "文本，MB", "秒", "MB/秒", "相当于 jieba.cut 的倍数", "内存峰值，MB")


class View(NamedTuple):
    """One table: the name of its block, a header and rows."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


class Bench:
    """One run: texts grown into a folder, and what was measured on them."""

    def __init__(self, folder: Path, source: Path, *, size: int, shape: int, rounds: int) -> None:
        self.folder, self.source, self.shape, self.rounds = folder, source, shape, rounds
        self.size = texts.grow(source, folder / "texts", size)
        self.tenth = texts.grow(source, folder / "tenth", self.size // SHARE)
        (folder / "small.txt").write_text(SMALL, encoding="utf-8")

    def extract(self, name: str, jobs: int = 1) -> list[str]:
        """The command that reads a folder or a file of this run."""
        out = str(self.folder / "out")
        return ["-m", "reportmine", "extract", str(self.folder / name), "--out", out, "--jobs", str(jobs)]

    def views(self) -> Iterator[View]:
        """Each table as soon as it is measured."""
        yield View("machine", ("", ""), [*_machine()])
        present = [name for name, rival in rivals.RIVALS.items() if rivals.installed(rival)]
        ours = [self.extract("texts"), self.extract("texts", CORES), self.extract("tenth")]
        beside = [
            [str(ROOT / "benchmarks" / "rivals.py"), name, str(self.folder / "texts")] for name in present
        ]
        runs = by_turns([*ours, *beside], self.rounds)
        one, all_cores, tenth = runs[:3]
        started = by_turns(
            [
                self.extract("small.txt"),
                ["-c", "import spacy"],
                ["-m", "reportmine", "--help"],
                ["-c", "import typer"],
            ],
            STARTS,
        )
        others = dict(zip(present, runs[3:], strict=True))
        cut = statistics.median(_worked(other) for other in others[JIEBA])
        scale = float(others[JIEBA][0].output.split()[0]) / cut
        rows = [
            self._own("`reportmine extract`, one process", one, scale, started[0]),
            self._own(f"`reportmine extract`, {CORES} processes", all_cores, scale, started[0]),
            *(_beside(rivals.RIVALS[name], others[name], scale) for name in others),
            *(_absent(rival) for name, rival in rivals.RIVALS.items() if name not in others),
        ]
        yield View("throughput", HEADER, rows)
        yield View("memory", MEMORY, [*self._memory(tenth, one, all_cores)])
        hostile = [*self._shapes()]
        yield View("shapes", SHAPES, hostile)
        yield View("ratios", RATIOS, [*self._ratios((one, all_cores, tenth), started, scale)])

    def _own(self, name: str, runs: Sequence[Run], scale: float, started: Sequence[Run]) -> tuple[str, ...]:
        seconds, speed = wall(runs), self.size / wall(runs)
        cpu = statistics.median(one.cpu for one in runs)
        figures = (f"{self.size / MEGA:.1f}", f"{seconds:.2f}", f"{cpu:.2f}", f"{speed / MEGA:.2f}")
        return name, *figures, f"{speed / scale:.2f}", f"{peak(runs):.0f}", f"{wall(started):.2f}"

    def _memory(
        self, tenth: Sequence[Run], one: Sequence[Run], several: Sequence[Run]
    ) -> Iterator[tuple[str, ...]]:
        small, large = f"{self.tenth / MEGA:.1f}", f"{self.size / MEGA:.1f}"
        yield small, "1", f"{peak(tenth):.0f}"
        yield large, "1", f"{peak(one):.0f}"
        yield large, str(CORES), f"{peak(several):.0f}"

    def _shapes(self) -> Iterator[tuple[str, ...]]:
        normal = figure = 0.0
        for name, (told, _) in shapes.SHAPES.items():
            command = [str(ROOT / "benchmarks" / "shapes.py"), name, str(self.shape), str(self.source)]
            size, records, ledger, seconds = map(float, run(command).output.split())
            per_byte, per_figure = seconds / size, seconds / max(records + ledger, 1)
            normal, figure = normal or per_byte, figure or per_figure
            told_of = f"{size / MEGA:.2f}", f"{records:.0f}", f"{ledger:.0f}", f"{seconds:.2f}"
            few = records + ledger < MANY
            each = "" if few else f"{per_figure / figure:.2f}"
            yield told, *told_of, f"{per_byte / normal:.2f}", each

    def _ratios(
        self, runs: Sequence[Sequence[Run]], started: Sequence[Sequence[Run]], scale: float
    ) -> Iterator[tuple[str, ...]]:
        one, several, tenth = runs
        small, spacy, told, typer = map(wall, started)
        yield (
            "speed of one process with start-up to `jieba.cut` without",
            "≥ 2",
            f"{self.size / wall(one) / scale:.2f}",
        )
        yield f"speed of {CORES} processes to one", "≥ 1.7 on 2 cores", f"{wall(one) / wall(several):.2f}"
        grown = self.size / self.tenth
        yield (
            f"time for {grown:.1f} times the text",
            f"≤ {grown * 1.05:.1f}",
            f"{wall(one) / wall(tenth):.2f}",
        )
        yield "peak memory for as much", "≤ 1.15", f"{peak(one) / peak(tenth):.2f}"
        yield "`--help` to a bare `import typer`", "≤ 2", f"{told / typer:.2f}"
        yield "one small document to a bare `import spacy`", "≤ 2", f"{small / spacy:.2f}"


MEMORY = ("text, MB", "processes", "peak memory of the largest, MB")
SHAPES = (
    "shape", "text, MB", "records", "ledger", "CPU seconds", "time per byte to normal text", "time per figure to it",
)  # fmt: skip
RATIOS = ("ratio", "wanted", "measured")
MANY = 1000  # figures of a shape from which the time for one is told


def main() -> None:
    """Print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--texts", type=Path, default=texts.default_folder(), help="folder of .txt to grow from"
    )
    parser.add_argument("--megabytes", type=float, default=8)
    parser.add_argument("--shapes", type=float, default=1, help="MB of each hostile shape")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="into the documents")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        size, shape = int(options.megabytes * MEGA), int(options.shapes * MEGA)
        bench = Bench(Path(scratch), options.texts, size=size, shape=shape, rounds=options.rounds)
        views = []
        for view in bench.views():
            print("\n".join(table(view.header, view.rows)), end="\n\n", flush=True)
            views.append(view)
    if options.write:
        write(views)


def write(views: Sequence[View]) -> None:
    """Fill the blocks of the documents."""
    for view in views:
        fill(PERFORMANCE, view.name, table(view.header, view.rows))
    measured = next(view for view in views if view.name == "throughput").rows
    short = [
        [row[column] for column in SHORT] for row in measured if "reportmine" in row[0] or "jieba" in row[0]
    ]
    for path in (ROOT / "README.md", ROOT / "docs" / "accuracy.md"):
        fill(path, "speed", table([HEADER[column] for column in SHORT], short))
    chinese = [
        [
            row[0].replace(", one process", "，单进程").replace(" processes", "进程").replace(", ", "，"),
            *row[1:],
        ]
        for row in short
    ]
    fill(ROOT / "README.zh-CN.md", "speed", table(CHINESE, chinese))


def _machine() -> Iterator[tuple[str, str]]:
    """Day, processor and versions: what figures depend on."""
    yield "day (UTC)", time.strftime("%Y-%m-%d", time.gmtime())
    yield "processor", f"{_processor()}, {CORES} cores for this run"
    yield "Python", f"{platform.python_implementation()} {platform.python_version()}, {sys.platform}"
    yield "packages", ", ".join(filter(None, map(_versioned, PACKAGES)))


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _versioned(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""


def _worked(one: Run) -> float:
    return float(one.output.split()[2])


def _beside(rival: rivals.Rival, runs: Sequence[Run], scale: float) -> tuple[str, ...]:
    """A row for a rival: its time without its start-up."""
    size = float(runs[0].output.split()[0])
    seconds = statistics.median(map(_worked, runs))
    ready = statistics.median(float(one.output.split()[1]) for one in runs)
    speed = size / seconds
    cpu = statistics.median(float(one.output.split()[3]) for one in runs)
    told = (f"{size / MEGA:.1f}", f"{seconds:.2f}", f"{cpu:.2f}")
    figures = (*told, f"{speed / MEGA:.2f}", f"{speed / scale:.2f}")
    return rival.name, *figures, f"{peak(runs):.0f}", f"{ready:.2f}"


def _absent(rival: rivals.Rival) -> tuple[str, ...]:
    return (f"{rival.name}: not installed", *[""] * (len(HEADER) - 1))


if __name__ == "__main__":
    main()
