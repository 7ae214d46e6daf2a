"""What reportmine is laid beside: each rival reads a folder of texts in a process of its own.

    python benchmarks/rivals.py NAME FOLDER

prints the bytes that it read, the seconds that it took to get ready, those that it worked, and those of the processor
for that. Nothing is kept of what it finds.
"""

import contextlib
import importlib.util
import io
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

Work = Callable[[str], object]
_WARM = "2023年投入资金12亿元。"


def _jieba() -> Work:
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    return lambda text: sum(1 for _ in jieba.cut(text))


def _rjieba() -> Work:
    import rjieba

    return lambda text: len(rjieba.cut(text))


def _regex() -> Work:
    import regex

    digits, spelled = r"[0-9０-９]+(?:[.,，][0-9]+)*", "[零〇一二两三四五六七八九十百千万亿]+"
    pattern = regex.compile(rf"(?:{digits}|{spelled})[十百千万亿]*")
    return lambda text: sum(1 for _ in pattern.finditer(text))


def _spacy() -> Work:
    import spacy

    nlp = spacy.blank("zh")
    return lambda text: len(nlp(text))


def _money() -> Work:
    import jionlp

    return jionlp.ner.extract_money  # type: ignore[no-any-return]


def _money_and_time() -> Work:
    import jionlp

    logging.disable()  # it logs a traceback for each expression that it cannot read
    return lambda text: (jionlp.ner.extract_money(text), jionlp.ner.extract_time(text))


class Rival(NamedTuple):
    """A library at a task that is a part of ours."""

    name: str  # as in the table
    package: str  # on PyPI, and its module
    ready: Callable[[], Work]  # imports it, and gives what reads one text
    most: int = 1 << 60  # bytes of text: a slow one is measured on less


RIVALS = {
    "jieba": Rival("`jieba.cut`", "jieba", _jieba),
    "rjieba": Rival("`rjieba.cut`", "rjieba", _rjieba),
    "regex": Rival("`regex`, numerals alone", "regex", _regex),
    "spacy": Rival('`spacy.blank("zh")`', "spacy", _spacy),
    "money": Rival("JioNLP `extract_money`", "jionlp", _money, most=1_000_000),
    "time": Rival("JioNLP `extract_money` and `extract_time`", "jionlp", _money_and_time, most=200_000),
}


def installed(rival: Rival) -> bool:
    """Whether its package is there."""
    return importlib.util.find_spec(rival.package) is not None


def main() -> None:
    """Read the texts, and print both times."""
    rival = RIVALS[sys.argv[1]]
    begun = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):  # some greet
        work = rival.ready()
        work(_WARM)
    ready, worked = time.perf_counter(), time.process_time()
    read = 0
    for path in sorted(Path(sys.argv[2]).iterdir()):
        read += path.stat().st_size
        work(path.read_text(encoding="utf-8"))
        if read >= rival.most:
            break
    print(read, ready - begun, time.perf_counter() - ready, time.process_time() - worked)


if __name__ == "__main__":
    main()
