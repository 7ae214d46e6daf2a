"""The command line: parse, call one function, print, exit. The only module that prints."""

# Commands import what they need when they run, so that --help and --version answer at once.
# ruff: noqa: PLC0415

import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from reportmine.errors import IngestError, PatternError, ReportmineError

if TYPE_CHECKING:
    from reportmine.golden import Diff
    from reportmine.model import LedgerEntry, Record


class Engine(StrEnum):
    """What shares out the work of `extract`."""

    LOCAL = "local"
    RAY = "ray"


class Header(StrEnum):
    """The language of headers; the export's own is loaded when a command runs."""

    ZH = "zh"
    EN = "en"


# pydantic would look through all installed packages for plugins of its own, which no command has a use for.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


class _Commands(TyperGroup):
    """Commands whose errors are told without traceback: exit 1 for bad input, 2 for bad use."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ReportmineError as error:
            typer.echo(error, err=True)
            raise typer.Exit(1 if isinstance(error, IngestError) else 2) from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help answers in half the time
)
golden_app = typer.Typer(no_args_is_help=True, help="Reviewed records, one table per document.")
patterns_app = typer.Typer(no_args_is_help=True, help="The vocabulary that extraction works with.")
app.add_typer(golden_app, name="golden")
app.add_typer(patterns_app, name="patterns")

PatternsOption = Annotated[
    Path | None, typer.Option("--patterns", metavar="DIR", help="Patterns to layer over the built-in ones.")
]
GoldenOption = Annotated[Path, typer.Option("--golden", metavar="DIR", help="Folder of the golden tables.")]


def _version(wanted: bool) -> None:
    if wanted:
        from reportmine import __version__

        typer.echo(f"reportmine {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Turn Chinese work summaries into a table of indicators that an analyst can trust."""


@app.command()
def extract(  # noqa: PLR0913  options are named on a command line
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Reports, and folders of reports.")],
    *,
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder of the tables.")] = "out",
    formats: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMATS",
            help="csv, jsonl, xlsx, parquet, duckdb; several with a comma between. Without it csv,jsonl; parquet by ray.",
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes to share the work. [default: one for each core]")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="Time for each document; 0 for no limit.")
    ] = 30,
    patterns: PatternsOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first failure; write nothing.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Do only what earlier runs into the folder have not done.")
    ] = False,
    excel: Annotated[bool, typer.Option("--excel", help="Mark CSV as UTF-8 for spreadsheets.")] = False,
    header: Annotated[
        Header | None,
        typer.Option(help="Language of headers in CSV and XLSX.", show_default="zh in XLSX, en in CSV"),
    ] = None,
    show: Annotated[int, typer.Option(min=0, metavar="N", help="Print the first N records.")] = 0,
    min_confidence: Annotated[
        float | None,
        typer.Option(min=0, max=1, metavar="X", help="Flag records of less confidence; none is left out."),
    ] = None,
    engine: Annotated[Engine, typer.Option(help="This machine, or a cluster.")] = Engine.LOCAL,
    address: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="Cluster of --engine ray; without it this machine."),
    ] = None,
) -> None:
    """Write records, ledger and documents of reports as tables. Exit 1 if some input failed.

    Example: reportmine extract reports/ --out out --jobs 4
    """
    from reportmine import export, runs
    from reportmine.cli.extracting import Options
    from reportmine.cli.extracting import extract as extracted
    from reportmine.engines.memory import collect_seldom
    from reportmine.patterns import load

    if formats is None:
        formats = "csv,jsonl" if engine is Engine.LOCAL else "parquet"
    names = tuple(dict.fromkeys(name.strip() for name in formats.split(",")))
    if unknown := [name for name in names if name not in export.formats()]:
        raise typer.BadParameter(f"unknown format {unknown[0]!r}: give {', '.join(export.formats())}")
    style = export.Style(excel, None if header is None else export.Header(header))
    if patterns is not None:
        load(patterns)  # before anything is written
    if engine is Engine.RAY:
        from reportmine.cli import clustered
        from reportmine.cli.tally import DOUBTED
        from reportmine.engines import ray

        if strict or show or resume or jobs is not None:
            raise typer.BadParameter("--strict, --show, --resume and --jobs need --engine local")
        floor, mark = DOUBTED if min_confidence is None else min_confidence, min_confidence is not None
        planned = ray.plan(out, names, extra=patterns, floor=floor, mark=mark, style=style, timeout=timeout)
        raise typer.Exit(clustered.extract(paths, out, planned, address=address))
    if address is not None:
        raise typer.BadParameter("--address needs --engine ray")
    collect_seldom()
    options = Options(names, jobs, patterns, timeout, strict, resume, style, show, min_confidence)
    tally = extracted([Path(path) for path in paths], Path(out), options)
    if tally.shown:
        from reportmine.cli import layout

        _echo(layout.records(export.TABLES["records"], tally.shown))
    typer.echo(f"{tally.summary} → {out}")
    if tally.failed:
        for failure in runs.failures(Path(out)):
            typer.echo(failure, err=True)
    raise typer.Exit(int(bool(tally.failed)))


@app.command()
def diff(
    golden: Annotated[Path, typer.Argument(help="Golden tables, or an earlier run.")],
    out: Annotated[Path, typer.Argument(help="Folder that extract wrote, or its records table.")],
    *,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=1, metavar="F1", help="Exit 0 when F1 reaches this floor.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only the headline.")] = False,
) -> None:
    """Compare records with golden ones, or two runs. Exit 0 if same, 1 if they differ, 2 on error.

    Example: reportmine diff golden/ out/ --fail-under 0.9
    """
    from reportmine.golden import compare

    delta = compare(golden, out)
    _print_diff(delta, quiet=quiet)
    raise typer.Exit(int(bool(delta) if fail_under is None else delta.f1 < fail_under))


@app.command()
def audit(
    out: Annotated[Path, typer.Argument(help="Folder that extract wrote, or its records table.")],
    *,
    patterns: PatternsOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Every finding as a line of JSON, those that agree as well.")
    ] = False,
) -> None:
    """Print where the figures of a report contradict each other. Exit 0 whatever is found, 2 on error.

    Example: reportmine audit out/
    """
    from collections import Counter

    from reportmine.audit import audit as audited
    from reportmine.cli import audited as lines
    from reportmine.patterns import load

    counts: Counter[bool] = Counter()
    for document in audited(out, load(patterns)):
        counts.update(finding.agrees for finding in document.findings)
        if as_json:
            _echo(lines.as_json(document, finding) for finding in document.findings)
        else:
            _echo(lines.contradictions(document))
    typer.echo(f"{counts.total()} checks: {counts[True]} agree, {counts[False]} contradict", err=as_json)


@golden_app.command()
def accept(
    out: Annotated[Path, typer.Argument(help="Folder that extract wrote, or its records table.")],
    documents: Annotated[
        list[str], typer.Argument(metavar="DOCUMENT…", help="Names, without folder or suffix.")
    ],
    *,
    golden: GoldenOption = Path("golden"),
    yes: Annotated[bool, typer.Option("--yes", help="Accept what the diff shows.")] = False,
) -> None:
    """Make reviewed records golden, after showing the difference. Exit 1 if nothing was accepted.

    Example: reportmine golden accept out/ report-2023 --yes
    """
    from reportmine import golden as tables

    delta = tables.compare(golden, out, documents=documents)
    _print_diff(delta, quiet=False)
    if not yes and not sys.stdin.isatty():
        typer.echo("nothing written: review the difference, then repeat with --yes", err=True)
        raise typer.Exit(1)
    if not yes and not typer.confirm("Accept?"):
        raise typer.Exit(1)
    for path in tables.accept(out, documents, golden):
        typer.echo(f"wrote {path}")


@app.command()
def explain(
    file: Annotated[
        Path | None, typer.Argument(help="A report; without one, TEXT itself is read.", show_default=False)
    ] = None,
    *,
    at: Annotated[
        str | None, typer.Option(metavar="OFFSET", help="Character, counted from 0; or LINE:COL, from 1.")
    ] = None,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="Words that hold the number.")] = None,
    patterns: PatternsOption = None,
) -> None:
    """Show why a number became a record, or what the ledger says of it. Exit 1 if there is no number.

    Example: reportmine explain report.txt --text 15.44亿元
    """
    from reportmine import ingest, pipeline
    from reportmine.cli import explained
    from reportmine.model import Document
    from reportmine.patterns import load

    if (at is None) == (not text):
        raise typer.BadParameter("give either --at OFFSET or --text TEXT")
    if file is None and not text:
        raise typer.BadParameter("--at needs a FILE")
    document = ingest.read(file) if file is not None else Document(text or "", "<text>")
    whole = document.text
    spans = list(explained.occurrences(whole, text)) if text else [explained.place(whole, at or "")]
    rules = load(patterns)
    extraction = pipeline.extract_document(document, rules)
    numbers: list[Record | LedgerEntry] = [*extraction.records, *extraction.ledger]
    found = [n for n in numbers if any(n.start < end and start < n.end for start, end in spans)]
    if not found:
        where = at if text is None else repr(text)
        typer.echo(f"no number @ {document.source}: {where} holds none", err=True)
        raise typer.Exit(1)
    found.sort(key=lambda number: number.start)
    traces = pipeline.explain_document(document, [number.start for number in found], rules)
    explained.show(extraction, found, traces)


@patterns_app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Patterns over the built-in ones.")
    ] = None,
) -> None:
    """Load every pattern and run it on its own examples. Exit 1 if one fails.

    Example: reportmine patterns check my-patterns/
    """
    from reportmine import quantities
    from reportmine.patterns import check_book, load

    try:
        rules = load(folder)
    except PatternError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    faults = [fault for book in rules.books.values() for fault in check_book(book)]
    faults += quantities.check_units(rules)
    for fault in faults:
        typer.echo(fault, err=True)
    cues = sum(len(book.cues) for book in rules.books.values())
    typer.echo(f"{len(rules.units)} units and {cues} cues, {len(faults)} faults")
    raise typer.Exit(int(bool(faults)))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record.

    Example: reportmine schema > record.schema.json
    """
    import json

    from reportmine import records

    typer.echo(json.dumps(records.schema(), ensure_ascii=False, indent=2))


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _print_diff(delta: "Diff", *, quiet: bool) -> None:
    from reportmine.cli import layout

    _echo(layout.headline(delta))
    if not quiet:
        _echo(layout.differences(delta))
