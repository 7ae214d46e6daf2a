"""The sets of labelled reports that accuracy is measured on: own ones by `split.csv`, and those beside them.

Texts that are not ours lie beside the repository, in `../shared` or the folder that REPORTMINE_SHARED names:
`gold/` with `corpus/dev/`, and `corpus/unlabelled/` with the texts that `tests/labels/` speaks of. A set whose
texts are absent is left out.
"""

import csv
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import devgold
from blocks import ROOT

from reportmine.errors import GoldenError
from reportmine.golden.tables import Row, golden_files, read_golden

GOLDEN, CORPUS, LABELS = ROOT / "golden", ROOT / "corpus", ROOT / "tests" / "labels"
SPLIT, INDEX = ROOT / "benchmarks" / "split.csv", LABELS / "index.csv"
SHARED = Path(os.environ.get("REPORTMINE_SHARED") or ROOT.parent / "shared")
PARTS = ("test", "tuning")


class Report(NamedTuple):
    """A text with its golden rows. Records outside of characters [start, end) do not count."""

    text: Path
    rows: list[Row]
    department: str = ""  # these two of own reports only
    kind: str = ""
    start: int = 0
    end: int | None = None  # None: the end of the text

    @property
    def name(self) -> str:
        """Name of the text, without suffix."""
        return self.text.stem


class ReportSet(NamedTuple):
    """Reports that are scored together; `absent` says what is not there, `whole` whether floors hold for it."""

    name: str
    reports: list[Report]
    absent: str = ""
    whole: bool = True


def all_sets() -> list[ReportSet]:
    """Every set, also those of which nothing is there.

    Raises:
        GoldenError: a table that cannot be read, a golden table that the split does not name, a text that is not
            the one that was labelled.

    """
    return [*own(SPLIT, GOLDEN, CORPUS), tables(GOLDEN, CORPUS), dev(SHARED), labels(INDEX, SHARED)]


def own(split: Path, golden: Path, corpus: Path) -> list[ReportSet]:
    """The reports of `corpus` by the part that the table `split` puts them into; see `all_sets`."""
    lines = read_lines(split, ("document", "part", "department", "kind"))
    files = golden_files(golden)
    names = [line["document"] for line in lines]
    faults = [f"part {line['part']!r} of {line['document']}" for line in lines if line["part"] not in PARTS]
    faults += [f"two lines for {name}" for name in dict.fromkeys(names) if names.count(name) > 1]
    faults += [f"no line for {name}, which has a golden table" for name in files if name not in names]
    if faults:
        remedy = f"one line for each document, its part {' or '.join(PARTS)}"
        raise GoldenError(f"{'; '.join(faults)} @ {split}: {remedy}")
    sets = []
    for part in PARTS:
        wanted = [line for line in lines if line["part"] == part]
        reports = [
            Report(corpus / f"{name}.txt", read_golden(files[name]), line["department"], line["kind"])
            for line in wanted
            if (name := line["document"]) in files
        ]
        lacking = len(wanted) - len(reports)
        absent = f"{lacking} of {len(wanted)} reports have no golden table yet" if lacking else ""
        sets.append(ReportSet(part, reports, absent))
    return sets


def tables(golden: Path, corpus: Path) -> ReportSet:
    """Reports that hold tables, in several formats, with the text around them."""
    files = golden_files(golden / "tables")
    texts = {path.stem: path for path in sorted((corpus / "tables").iterdir())}
    return ReportSet("tables", [Report(texts[name], read_golden(path)) for name, path in files.items()])


def dev(shared: Path) -> ReportSet:
    """The reports that are labelled in JSON beside the repository."""
    files = sorted((shared / "gold").glob("*.gold.json"))
    texts = shared / "corpus" / "dev"
    reports = [Report(texts / f"{path.name.partition('.')[0]}.txt", devgold.read(path)) for path in files]
    return ReportSet("dev", reports, "" if reports else "no labels beside the repository", bool(reports))


def labels(index: Path, shared: Path) -> ReportSet:
    """The parts of texts beside the repository that the tables beside `index` label; see `all_sets`."""
    lines = read_lines(index, ("table", "text", "sha256", "start", "end"))
    named = {line["table"] for line in lines}
    stray = [path for path in sorted(index.parent.glob("*.csv")) if path != index and path.stem not in named]
    if stray:
        raise GoldenError(f"no line for {stray[0].stem} @ {index}: add its text, checksum and range")
    reports = []
    for line in lines:
        rows = read_golden(index.parent / f"{line['table']}.csv")
        text = shared / "corpus" / "unlabelled" / line["text"]
        if text.is_file():
            _check(text, line["sha256"], index)
            reports.append(Report(text, rows, start=int(line["start"]), end=int(line["end"])))
    lacking = len(lines) - len(reports)
    absent = f"{lacking} of {len(lines)} texts are not beside the repository" if lacking else ""
    return ReportSet("labels", reports, absent, not lacking)


def read_lines(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Lines of a small table as cells by column.

    Raises:
        GoldenError: the table cannot be opened, or has other columns, or a line of another length.

    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file)
    except (OSError, ValueError) as error:
        raise GoldenError(f"cannot be read ({error}) @ {path}: restore it") from None
    if header != list(columns) or any(len(line) != len(columns) for line in lines):
        raise GoldenError(f"a line does not fit @ {path}: columns are {', '.join(columns)}")
    return [dict(zip(columns, line, strict=True)) for line in lines]


def _check(text: Path, sha256: str, index: Path) -> None:
    if hashlib.sha256(text.read_bytes()).hexdigest() != sha256:
        raise GoldenError(f"not the text that was labelled @ {text}: its checksum stands in {index}")
