"""Hostile shapes of text: lines, lists and runs without end, each as long as is asked for.

    python benchmarks/shapes.py NAME BYTES [FOLDER]

reads one text of that shape as `extract` reads a file, and prints its bytes, its records, its ledger lines and the
seconds of the processor that this took, start-up left out. FOLDER has the reports that `normal` and the lines are of.
"""

import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count, cycle, takewhile
from pathlib import Path

import texts

NORMAL = "normal"
_NUMBERS = 10_000  # of a row
_HEADINGS = 50_000
_HAN = "一二三四五六七八九十"
_MARKS = re.compile(r"[\s，。、；：！？,.;:!?]+")
Shape = Callable[[int, Path], str]


def _normal(size: int, folder: Path) -> str:
    """Reports in turn."""
    return _upto(size, (f"{text}\n" for text in cycle(texts.reports(folder))))


def _line(mark: str) -> Shape:
    """The same reports as one line; `mark` stands for each of their marks."""
    return lambda size, folder: _upto(size, cycle([_MARKS.sub(mark, _normal(size, folder))]))


def _stops(size: int, folder: Path) -> str:
    """The same reports as one line, their marks as they are."""
    return re.sub(r"\s+", "", _normal(size, folder))


def _row(mark: str, unit: str = "") -> Shape:
    """Sentences of numbers alone."""
    row = "工业产值" + mark.join(f"{n % 977}{unit}" for n in range(_NUMBERS)) + "。\n"
    return lambda size, folder: _upto(size, cycle([row]))


def _headings(form: str) -> Shape:
    """Lines that look like headings, whatever the size."""
    return lambda size, folder: "".join(form.format(_HAN[n % 10]) for n in range(_HEADINGS))


def _clauses(opening: str, form: str) -> Shape:
    """One sentence of clauses, each with a figure."""
    return lambda size, folder: _upto(size, (opening if not n else form.format(n % 99 + 1) for n in count()))


def _parts(size: int, folder: Path) -> str:
    """A whole, and its parts in one list."""
    towns = "、".join(f"{_HAN[n % 10]}桥镇{n % 99 + 1}家" for n in range(_NUMBERS))
    return _upto(size, cycle([f"全县共有企业{_NUMBERS * 50}家，其中{towns}。\n"]))


def _run(opening: str, piece: str, closing: str = "") -> Shape:
    """One piece again and again."""
    return lambda size, folder: _upto(size, cycle([piece]), opening, closing)


def _brackets(size: int, folder: Path) -> str:
    """Brackets in brackets, closed again."""
    half = size // 2
    return _run("企业", "（其中3家")(half, folder) + "）" * (half // len("（其中3家".encode()))


SHAPES: dict[str, tuple[str, Shape]] = {
    NORMAL: ("normal text", _normal),
    "stops": ("one line, its marks as they are", _stops),
    "commas": ("one line, with commas alone", _line("，")),
    "bare": ("one line without any mark", _line("")),
    "row-list": ("rows of 10,000 numbers, 、 between", _row("、")),
    "row-comma": ("rows of 10,000 numbers, commas between", _row("，")),
    "row-space": ("rows of 10,000 numbers, spaces between", _row(" ")),
    "row-unit": ("rows of 10,000 numbers, each with a unit", _row("、", "万元")),
    "headings": ("50,000 headings 一、", _headings("{}、推进重点项目\n")),
    "bracketed": ("50,000 headings （一）", _headings("（{}）推进重点项目\n")),
    "short": ("50,000 short lines", lambda size, folder: "青山项目\n" * _HEADINGS),
    "among": ("其中 again and again", _clauses("全县共有企业9999家", "，其中规上企业{}家")),
    "parts": ("lists of 10,000 parts of a whole", _parts),
    "brackets": ("brackets in brackets", _brackets),
    "open": ("brackets that never close", _run("企业3家", "（")),
    "quotes": ("quotes that never close", _run("企业3家", "“《")),
    "digits": ("one number of digits", _run("企业", "7", "家")),
    "numerals": ("one Chinese numeral", _run("企业", "一百二十三万四千", "家")),
    "spaces": ("spaces", _run("企业", " ", "3家")),
    "lines": ("empty lines", _run("企业", "\n", "3家")),
}


def _upto(size: int, pieces: Iterator[str], opening: str = "", closing: str = "") -> str:
    """Pieces until they have so many bytes."""
    total = 0

    def room(piece: str) -> bool:
        nonlocal total
        total += len(piece.encode())
        return total - len(piece.encode()) < size

    return opening + "".join(takewhile(room, pieces)) + closing


def read(text: str) -> tuple[int, int, float]:
    """Records and ledger lines of a text, and the seconds that the processor takes for them and their tables."""
    from reportmine import export, patterns, pipeline
    from reportmine.engines import memory
    from reportmine.model import Document

    memory.collect_seldom()
    rules = patterns.load()
    with tempfile.TemporaryDirectory() as out:
        begun = time.process_time()
        rows = export.rows_of(pipeline.extract_document(Document(text=text, source="shape.txt"), rules))
        export.write([rows], Path(out), formats=["csv", "jsonl"])
        return len(rows.records), len(rows.ledger), time.process_time() - begun


def main() -> None:
    """Warm up on some normal text, then read the shape."""
    name, size = sys.argv[1], int(sys.argv[2])
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else texts.default_folder()
    read(texts.reports(folder)[0])
    text = SHAPES[name][1](size, folder)
    print(len(text.encode()), *read(text))


if __name__ == "__main__":
    main()
