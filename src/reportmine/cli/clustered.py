"""`extract` on a cluster: parts counted as they are done."""

from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO

from rich.console import Console
from rich.progress import track

from reportmine.cli.tally import Tally
from reportmine.engines import ray


def extract(paths: Sequence[str], planned: ray.Plan, tally: Tally, *, address: str | None) -> None:
    """Run the plan, with a count of parts on a terminal's stderr and nothing anywhere else."""
    console = Console(stderr=True)
    parts = ray.run(paths, planned, address=address)
    with redirect_stdout(StringIO()):  # where Ray tells of every worker that it starts again
        for part in track(parts, "parts", console=console, transient=True, disable=not console.is_terminal):
            tally.add(part)
