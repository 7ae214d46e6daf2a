"""Measure on every set of labelled reports that is there, and hold the figures against their floors.

    python benchmarks/score.py [--raise | --lower]

Prints where extraction stands, then what has changed since floors.csv was written. Exits 1, naming it, where a
figure is below its floor; 2 where something cannot be read. --raise writes floors.csv anew: floors go up as figures
have, and none comes down. --lower does the same and lets those come down that their figures are below.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import floors
import views
from measuring import GROUPINGS, Results, figures, measure
from sets import PARTS, ReportSet, all_sets

from reportmine.cli import layout
from reportmine.errors import ReportmineError


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 where every floor holds, 1 where one does not, 2 where something cannot be read."""
    asked = _parser().parse_args(arguments)
    try:
        sets = all_sets()
        results = measure(sets)
        show(sets, results)
        return hold(sets, results, asked)
    except ReportmineError as error:
        print(error, file=sys.stderr)
        return 2


def show(sets: Sequence[ReportSet], results: Results) -> None:
    """Print where extraction stands."""
    print_table("F1 by tier", views.tiers(results))
    print_table("share right by field, of the golden records that fill it", views.fields(results))
    print_table("records to trust", views.sure(results))
    own = {name: results[name] for name in PARTS if name in results}
    for by in GROUPINGS:
        print_table(f"own reports by {by}", views.groups(own, by))
    for one in sets:
        if one.absent:
            print(f"{one.name}: {one.absent}")


def hold(sets: Sequence[ReportSet], results: Results, asked: argparse.Namespace) -> int:
    """Print what has changed and hold the figures against their floors; exit status as of `main`."""
    then = floors.read(asked.floors)
    held, now = floors.bound(sets, then), floors.bound(sets, figures(results))
    changed = floors.changes(held, now)
    print_table("changed since floors.csv was written", views.changes(changed), none="nothing changed")
    lines = floors.below(held, now)
    for line in lines:
        print(line, file=sys.stderr)
    if asked.lower or (asked.lift and not lines):
        floors.write(asked.floors, floors.raised(then, now, lower=asked.lower))
        return 0
    return int(bool(lines))


def print_table(title: str, shown: views.Table, none: str = "none") -> None:
    """Print a table under its title, or that it has no rows."""
    print(f"\n{title}")
    if shown.rows:
        print("\n".join(layout.table(shown.header, shown.rows)))
    else:
        print(none)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--raise", dest="lift", action="store_true", help="write floors.csv anew")
    parser.add_argument("--lower", action="store_true", help="so, and let floors come down")
    parser.add_argument("--floors", type=Path, default=floors.FLOORS, help="the file of floors")
    return parser


if __name__ == "__main__":
    sys.exit(main())
