"""Text to measure speed on: real reports in turn, as much as is asked for.

Neither this module nor bench.py imports reportmine: a process begins with the memory of the one that starts it, and its
peak would be that of the bench.
"""

import os
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from blocks import ROOT

FILE_BYTES = 20_000  # of one grown report: that of a county's yearly work summary


def default_folder() -> Path:
    """The shared texts nobody has labelled where they are present, else the reports of this repository."""
    shared = Path(os.environ.get("REPORTMINE_SHARED") or ROOT.parent / "shared")
    unlabelled = shared / "corpus" / "unlabelled"
    return unlabelled if any(unlabelled.glob("*.txt")) else ROOT / "corpus"


def reports(folder: Path) -> list[str]:
    """Texts of a folder in the order of their names.

    Raises:
        SystemExit: there is none.

    """
    texts = [path.read_text(encoding="utf-8-sig") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        raise SystemExit(f"no .txt @ {folder}: give a folder with reports in UTF-8")
    return texts


def grow(source: Path, folder: Path, size: int) -> int:
    """Bytes written into `folder`, at least `size`: whole reports of `source` in turn, FILE_BYTES a file or more."""
    folder.mkdir()
    written = 0
    for number, grown in enumerate(_files(source)):
        (folder / f"{number:06}.txt").write_bytes(grown)
        written += len(grown)
        if written >= size:
            break
    return written


def _files(source: Path) -> Iterator[bytes]:
    """Files without end: a long report each, or several short ones."""
    parts: list[bytes] = []
    for text in cycle(reports(source)):
        parts.append(text.encode())
        if sum(map(len, parts)) >= FILE_BYTES:
            yield b"\n".join(parts)
            parts = []
