"""What `extract` does: one run, watched and told."""

import signal
import sys
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from reportmine import ingest, runs
from reportmine.cli.tally import DOUBTED, Tally
from reportmine.engines import cores, local
from reportmine.export import Row, Style
from reportmine.runs import Finished, Kept, Rendering, Run

_INTERRUPTED, _TERMINATED = 130, 143  # what a shell sees of a process that SIGINT or SIGTERM ends


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    formats: tuple[str, ...]
    jobs: int | None  # None for as many as there are cores
    patterns: Path | None
    timeout: float
    strict: bool
    resume: bool
    style: Style
    show: int
    min_confidence: float | None


class _Terminated(KeyboardInterrupt):
    """SIGTERM came: to be taken like Ctrl-C."""


def extract(paths: Sequence[Path], out: Path, options: Options) -> Tally:
    """Write the tables of the reports at `paths` into `out`; what the run came to.

    Raises:
        typer.Exit: it was interrupted.
        ReportmineError: the folder is taken or cannot be written, the patterns do not load, or, where that is asked
            for, a document failed.

    """
    floor, mark = (DOUBTED, False) if options.min_confidence is None else (options.min_confidence, True)
    rendering = Rendering(options.formats, floor, mark, options.show, options.style)
    settings = runs.settings(
        options.formats, style=options.style, min_confidence=options.min_confidence, extra=options.patterns
    )
    tally = Tally(options.show, floor)
    run = None
    try:
        with _terminable(), runs.begun(out, settings, rendering, resume=options.resume) as run:
            for note in dict.fromkeys(run.notes):
                typer.echo(note, err=True)
            _extract(paths, run, rendering, options, tally)
    except KeyboardInterrupt as interrupt:
        done = run.done if run is not None else 0
        way = "go on with --resume" if done else "start again"
        typer.echo(f"interrupted with {done} documents done @ {out}: {way}", err=True)
        raise typer.Exit(_TERMINATED if isinstance(interrupt, _Terminated) else _INTERRUPTED) from None
    if run.reused:
        now = tally.documents - run.reused
        typer.echo(f"{run.reused} documents were done before @ {out}: {now} done now", err=True)
    return tally


def _extract(paths: Sequence[Path], run: Run, rendering: Rendering, options: Options, tally: Tally) -> None:
    found: Iterable[Path] = ingest.walk(paths)
    items = (run.kept(path) or path for path in found) if options.resume else found
    with closing(_documents(items, rendering, options)) as documents, _progress(documents) as watched:
        for document in watched:
            facts = run.add(document)
            tally.add(facts, _shown(document, options) if tally.shows else (), strict=options.strict)
        run.finish()


def _documents(
    items: Iterable[Path | Kept | Finished], rendering: Rendering, options: Options
) -> Generator[Kept | Finished]:
    """The documents in the order of the input: here, and here alone, an engine is chosen."""
    jobs, work = options.jobs or cores.usable(), rendering
    found: Iterator[Kept | Finished]
    found = local.each(items, work, jobs=jobs, extra=options.patterns, timeout=options.timeout)
    yield from found


def _shown(document: Kept | Finished, options: Options) -> Sequence[Row]:
    """Records to be printed. Of a document that an earlier run has done only bytes are left: it is read again."""
    if document.shown or not document.facts.records:
        return document.shown
    return local.document_rows(Path(document.facts.source), options.patterns).records


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM ends what runs in here as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(*_: Any) -> None:
    raise _Terminated


@contextmanager
def _progress(documents: Iterator[Kept | Finished]) -> Iterator[Iterator[Kept | Finished]]:
    """The documents, with their count on a terminal's stderr and nothing anywhere else."""
    if not sys.stderr.isatty():
        yield documents
        return
    from rich.console import Console  # noqa: PLC0415  only terminals need it
    from rich.progress import Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.completed} documents"), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def watched() -> Iterator[Kept | Finished]:
            for document in documents:
                progress.update(task, advance=1, description=document.facts.source)
                yield document

        yield watched()
