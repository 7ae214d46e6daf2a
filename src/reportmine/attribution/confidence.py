"""Confidence: how often a record with this evidence was right in every field.

Each piece of evidence keeps its factor: the share of fully right records among those with it, over that among the
records with none of them, counted on the tuning half of golden/ (2,043 records). Evidence that is not named here
takes nothing away.
"""

from collections.abc import Sequence
from math import prod

BEST = 0.93  # share of right records where the clause gives all: name, unit, section's period
FACTORS = {
    "name:topic": 0.45,
    "name:none": 0.2,
    "name:sentence-before": 0.7,
    "name:carried-for-subject": 0.75,
    "name:around": 0.8,
    "name:after": 0.9,
    "name:grafted": 0.88,
    "name:group": 0.85,
    "name:shared": 0.9,
    "name:task": 0.85,
    "name:before-bracket": 0.85,
    "name:part": 0.97,
    "name:spread": 0.97,
    "name:carried": 0.97,
    "event:listed": 0.9,
    "share": 0.92,
    "growth-noun": 0.9,
    "reduction": 0.85,
    "multiple": 0.9,
    "task": 0.85,
    "tenths": 0.8,
    "period:text": 0.95,
    "status:forecast": 0.85,
    "unit:people": 0.95,
    "unit:money": 0.9,
    "unit:household": 0.8,
}
_SHORT = 2  # characters: a name of two says little (整治, 死亡)
_LONG = 18  # characters: a longer name has often taken in more than the indicator
_ODD_LENGTH = 0.8


def parts(notes: Sequence[str], name: str) -> list[tuple[str, float]]:
    """What lowers the confidence of a reading with these notes and this name, each with its factor."""
    found = [(note, FACTORS[note]) for note in dict.fromkeys(notes) if note in FACTORS]
    odd = len(name) <= _SHORT or len(name) > _LONG
    return [*found, ("name length", _ODD_LENGTH)] if odd else found


def confidence(notes: Sequence[str], name: str) -> float:
    """Between 0.05 and 1: the best share, lowered by every part."""
    return round(max(0.05, BEST * prod(factor for _, factor in parts(notes, name))), 2)
