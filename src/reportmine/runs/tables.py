"""The last step of a run: tables made from the spool, and put in place."""

import pickle
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

from reportmine.export import DocumentRows, files, opened
from reportmine.export.durable import switch, sync
from reportmine.runs.manifest import NAME, Entry, Manifest
from reportmine.runs.rendering import ROWS, Rendering
from reportmine.runs.settings import Settings
from reportmine.runs.spool import Spool

ASSEMBLED = "assembled"  # folder for tables in the order of the input, where the spool has another


def assembled(
    entries: Iterable[Entry], spool: Spool, folder: Path, *, settings: Settings, rendering: Rendering
) -> tuple[Manifest, Spool]:
    """Manifest and streams in `folder` that hold these documents alone, in this order."""
    folder.mkdir()
    manifest = Manifest.begun(folder / NAME, settings)
    found = Spool.begun(folder, rendering.heads())
    for entry in entries:
        parts = spool.parts(entry.places)
        if parts is None:
            raise OSError(None, "what was written cannot be read back")
        sums = {stream: place.crc for stream, place in entry.places.items()}
        manifest.add(Entry(entry.facts, found.add(parts, sums)))
    return manifest, found


def make_whole(manifest: Manifest, spool: Spool, folder: Path, *, before: Path, rendering: Rendering) -> None:
    """Make the tables in `folder` that cannot be appended to: row after row, from the spool.

    `before` is the folder of the tables from before.
    """
    if not rendering.whole():
        return
    paths = {name: [folder / file for file in files(name)] for name in rendering.whole()}
    with ExitStack() as stack:
        written = [
            stack.enter_context(opened(name, of, before=before, style=rendering.style))
            for name, of in paths.items()
        ]
        for document in _rows(manifest, spool):
            for tables in written:
                tables.write(document)
    for path in chain(*paths.values()):
        sync(path)


def put_in_place(folder: Path, out: Path, formats: Iterable[str]) -> None:
    """Give the tables in `folder` their names in `out`, and the manifest last; those that have them already stay."""
    names = [file for name in formats for file in files(name)]
    switch((folder / name, out / name) for name in (*names, NAME) if (folder / name).exists())


def _rows(manifest: Manifest, spool: Spool) -> Iterator[DocumentRows]:
    for _, entry in manifest.entries():
        parts = spool.parts({ROWS: entry.places[ROWS]})
        if parts is None:
            raise OSError(None, "what was written cannot be read back")
        yield _Unpickler(BytesIO(parts[ROWS])).load()


class _Unpickler(pickle.Unpickler):
    """Reads rows and nothing else, whatever somebody may have put into the folder."""

    def find_class(self, module: str, name: str) -> Any:
        if module not in {"decimal", "reportmine.model", "reportmine.export.columns"}:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a row")
        return super().find_class(module, name)
