"""The figures of the last measurement and the floors under them, in `floors.csv`."""

import csv
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from blocks import ROOT
from measuring import Figure, Key
from sets import ReportSet, read_lines

FLOORS = ROOT / "benchmarks" / "floors.csv"
COLUMNS = ("set", "figure", "group", "measured", "floor")

Figures = Mapping[Key, Figure]


class Change(NamedTuple):
    """A figure that is not what it was; None where it was not, or is no more."""

    key: Key
    then: Decimal | None
    now: Decimal | None


def read(path: Path) -> dict[Key, Figure]:
    """Figures as last written; none where the file is not there yet.

    Raises:
        GoldenError: a line that does not fit the columns.

    """
    if not path.exists():
        return {}
    return {
        Key(line["set"], line["figure"], line["group"]): Figure(
            Decimal(line["measured"]), Decimal(line["floor"]) if line["floor"] else None
        )
        for line in read_lines(path, COLUMNS)
    }


def write(path: Path, figures: Figures) -> None:
    """Write the figures, in their order."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            (*key, value, "" if floor is None else floor) for key, (value, floor) in figures.items()
        )


def bound(sets: Iterable[ReportSet], figures: Figures) -> dict[Key, Figure]:
    """The figures of those sets that floors hold for: of one that is there in part they would mean nothing."""
    whole = {one.name for one in sets if one.whole}
    return {key: figure for key, figure in figures.items() if key.set in whole}


def changes(then: Figures, now: Figures) -> list[Change]:
    """Figures that differ, in the order of `now`, then those that are no more."""
    keys = dict.fromkeys((*now, *then))
    both = ((key, _value(then, key), _value(now, key)) for key in keys)
    return [Change(key, before, after) for key, before, after in both if before != after]


def below(floors: Figures, now: Figures) -> list[str]:
    """A line for each floor that its figure is below, or that no figure stands on."""
    lines = []
    for key, (_, floor) in floors.items():
        if floor is None:
            continue
        value = _value(now, key)
        if value is None or value < floor:
            lines.append(f"below its floor: {name(key)} {'-' if value is None else value} < {floor}")
    return lines


def raised(floors: Figures, now: Figures, *, lower: bool = False) -> dict[Key, Figure]:
    """The figures of now, each floor raised to what its figure sets and never lowered.

    Sets that were not measured keep their lines. With `lower`, a floor that its figure is below comes down to what
    the figure sets, and one that no figure stands on goes.
    """
    measured = {key.set for key in now}
    merged = {
        key: Figure(figure.value, _floor(floors.get(key, figure).floor, figure, lower=lower))
        for key, figure in now.items()
    }
    merged |= {
        key: figure
        for key, figure in floors.items()
        if key not in now and (key.set not in measured or (figure.floor is not None and not lower))
    }
    return merged


def name(key: Key) -> str:
    """The figure in words."""
    return " ".join(filter(None, key))


def _floor(old: Decimal | None, figure: Figure, *, lower: bool) -> Decimal | None:
    if old is None or (lower and figure.value < old):
        return figure.floor
    return old if figure.floor is None else max(old, figure.floor)


def _value(figures: Figures, key: Key) -> Decimal | None:
    return figures[key].value if key in figures else None
