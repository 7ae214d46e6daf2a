"""Confidence: how sure a record is right, weighed by the signs of its reading.

Three questions are asked of each reading: whether quantity and name are right, whether measure, status and comparator
are, and whether the period is. Each sign speaks for or against by its weight, in log odds; the three shares multiply
to a score; the score becomes the confidence by `levels`, which were counted on reports that the weights had not seen.
All of it stands in confidence.json and is written by `make train`.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from math import exp, prod
from pathlib import Path

from reportmine.attribution.told import CACHED, Signs

FIELDS = ("name", "meaning", "period")
PATH = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found."""

    start: tuple[int, ...]  # log odds of a reading without signs, in hundredths, by field
    signs: dict[str, tuple[int, ...]]  # log odds that a sign adds, in hundredths: sums are exact in any order
    levels: tuple[
        tuple[float, float], ...
    ]  # scores and their confidence, both rising; straight lines between


@dataclass(frozen=True, slots=True)
class Part:
    """What one field of a reading contributes."""

    field: str
    share: float  # how often the field was right with such signs
    signs: tuple[tuple[str, int], ...]  # with their weights, the heaviest first


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that this version was trained to."""
    read = json.loads(PATH.read_text(encoding="utf-8"))
    signs = {sign: tuple(values) for sign, values in read["signs"].items()}
    return Weights(tuple(read["start"]), signs, tuple((score, level) for score, level in read["levels"]))


def of(signs: Signs) -> float:
    """The confidence of a reading with these signs, between 0 and 1, in hundredths."""
    known = weights()
    name, meaning, period = known.start
    for group in signs:
        row = _together(group)
        name += row[0]
        meaning += row[1]
        period += row[2]
    return level(known.levels, share(name) * share(meaning) * share(period))


@lru_cache(maxsize=CACHED)
def _together(group: tuple[str, ...]) -> tuple[int, ...]:
    """What a group of signs weighs."""
    return tuple(log - start for log, start in zip(odds(weights(), group), weights().start, strict=True))


def score(known: Weights, signs: Iterable[str]) -> float:
    """The product of the three shares."""
    return prod(map(share, odds(known, signs)))


def odds(known: Weights, signs: Iterable[str]) -> tuple[int, ...]:
    """Hundredths of log odds that each field is right."""
    rows = [known.signs[sign] for sign in signs if sign in known.signs]
    return tuple(map(sum, zip(known.start, *rows, strict=True)))


def parts(groups: Signs) -> list[Part]:
    """The share of each field, and the signs that it comes from."""
    known, signs = weights(), frozenset(chain(*groups))
    found = [(sign, known.signs[sign]) for sign in sorted(signs) if sign in known.signs]
    told, shares = [], odds(known, signs)
    for place, field in enumerate(FIELDS):
        weighing = [(sign, values[place]) for sign, values in found if values[place]]
        weighing.sort(key=lambda one: -abs(one[1]))
        told.append(Part(field, share(shares[place]), tuple(weighing)))
    return told


def share(log_odds: int) -> float:
    """The share that hundredths of log odds stand for.

    >>> share(0), round(share(300), 2)
    (0.5, 0.95)
    """
    return 1 / (1 + exp(-log_odds / 100))


def level(levels: Sequence[tuple[float, float]], found: float) -> float:
    """The confidence of a score, on the straight line between its two neighbours; in hundredths, rounded down.

    >>> level(((0.0, 0.1), (0.5, 0.6), (1.0, 0.99)), 0.25)
    0.35
    """
    for (low, below), (high, above) in pairwise(levels):
        if found < high:
            return int((below + (above - below) * (found - low) / (high - low)) * 100 + 1e-9) / 100
    return levels[-1][1]
