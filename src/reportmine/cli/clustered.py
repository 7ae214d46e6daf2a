"""`extract` on a cluster: parts counted as they are done, then the summary and what failed."""

from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO

import typer
from rich.console import Console
from rich.progress import track

from reportmine.cli.tally import Tally
from reportmine.engines import ray


def extract(paths: Sequence[str], out: str, planned: ray.Plan, *, address: str | None) -> int:
    """Run the plan and tell what it came to; the exit status."""
    console = Console(stderr=True)
    tally, failures = Tally(floor=planned.floor), list[str]()
    with redirect_stdout(StringIO()):  # where Ray tells of every worker that it starts again
        parts = ray.run(paths, planned, address=address)
        for part in track(parts, "parts", console=console, transient=True, disable=not console.is_terminal):
            tally.documents += part.documents
            tally.records += part.records
            tally.ledger += part.ledger
            tally.below += part.below
            tally.failed += len(part.failures)
            failures += part.failures
    typer.echo(f"{tally.summary} → {out}")
    for failure in failures:
        typer.echo(failure, err=True)
    return int(bool(failures))
