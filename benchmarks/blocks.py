"""Measured blocks of the documents: the lines between `<!-- NAME -->` and `<!-- /NAME -->`."""

from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]


def fill(path: Path, name: str, lines: Iterable[str]) -> None:
    """Replace what stands in one block of a document.

    Raises:
        ValueError: the document has no such block.

    """
    text = path.read_text(encoding="utf-8")
    opening, closing = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    before, found, rest = text.partition(opening)
    _, closed, after = rest.partition(closing)
    if not (found and closed):
        raise ValueError(f"no block {name!r} @ {path}: write {opening.strip()} and {closing} into it")
    body = "\n".join(lines)
    path.write_text(f"{before}{opening}{body}\n{closing}{after}", encoding="utf-8")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Lines of a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return [f"| {' | '.join(str(cell) for cell in line)} |" for line in lines]
