"""What was measured, as tables: a header and rows of text, for a terminal or for a document."""

from collections.abc import Sequence
from typing import NamedTuple

from floors import Change
from measuring import (
    CONFIDENT,
    GROUPED_TIERS,
    Judged,
    Results,
    confident,
    grouped,
    score_of,
    share_right,
)

from reportmine.golden.agreement import TIERS
from reportmine.golden.scoring import FIELDS

STEPS = (0.95, 0.9, 0.8, 0.7, 0.5, 0.0)  # lower ends of the bands of confidence
TIER_NAMES = tuple(f"F1 {tier}" for tier, _ in TIERS)


class Table(NamedTuple):
    """A header and rows of the same length."""

    header: Sequence[str]
    rows: list[list[str]]


def tiers(results: Results) -> Table:
    """F1 by tier of each set, each tier asking for all that those before it ask for."""
    header = ("reports", "scored golden records", "records found", *TIER_NAMES)
    return Table(header, [[name, *_tiers(judged)] for name, judged in results.items()])


def fields(results: Results) -> Table:
    """Share right by field of each set, of the golden rows that fill it."""
    rows = []
    for name, judged in results.items():
        shares = score_of(judged).fields.values()
        rows.append([name, *("-" if share is None else f"{share:.3f}" for share in shares)])
    return Table(("reports", *FIELDS), rows)


def sure(results: Results) -> Table:
    """How many records of each set are those to trust, and how many of them are right."""
    rows = []
    for name, judged in results.items():
        found, trusted = score_of(judged).counts["out"], confident(judged)
        shares = (len(trusted) / max(1, found), share_right(trusted))
        rows.append([name, str(found), str(len(trusted)), *(f"{share:.3f}" for share in shares)])
    header = ("reports", "records found", f"confidence {CONFIDENT} and above", "share of all", "share right")
    return Table(header, rows)


def groups(results: Results, by: str) -> Table:
    """F1 of each group in each of the sets, the largest group first; `by` is one of GROUPINGS."""
    parts = {name: grouped(judged, by) for name, judged in results.items()}
    every = grouped([one for judged in results.values() for one in judged], by)
    columns = ("golden", *(f"F1 {tier}" for tier in GROUPED_TIERS))
    header = (by, *(f"{name}: {column}" for name in parts for column in columns))
    rows = [
        [group, *(cell for part in parts.values() for cell in _group(part.get(group)))] for group in every
    ]
    return Table(header, rows)


def bands(results: Results) -> Table:
    """How many records of each band of confidence are right, in each of the sets."""
    header = (
        "confidence",
        *(f"{name}: {column}" for name in results for column in ("records", "share right")),
    )
    rows = []
    for low, high in zip(STEPS, (2, *STEPS), strict=False):
        inside = [confident(judged, low, high) for judged in results.values()]
        if any(inside):
            cells = [(str(len(band)), f"{share_right(band):.3f}" if band else "-") for band in inside]
            rows.append([f"{low:.2f} to {min(high, 1):.2f}", *(cell for pair in cells for cell in pair)])
    return Table(header, rows)


def documents(results: Results) -> Table:
    """F1 by tier of each report, by name."""
    rows = []
    for name, judged in results.items():
        by_report: dict[str, list[Judged]] = {}
        for one in judged:
            by_report.setdefault(one.report.name, []).append(one)
        rows += [[report, name, *_tiers(members)] for report, members in by_report.items()]
    header = ("document", "reports", "scored golden records", "records found", *TIER_NAMES)
    return Table(header, sorted(rows))


def changes(found: Sequence[Change]) -> Table:
    """What a figure was, is, and by how much it differs; a dash where it was not, or is no more."""
    rows = []
    for key, then, now in found:
        difference = "-" if then is None or now is None else f"{now - then:+}"
        shown = ("-" if value is None else str(value) for value in (then, now))
        rows.append([*key, *shown, difference])
    return Table(("reports", "figure", "of", "then", "now", "difference"), rows)


def _tiers(judged: Sequence[Judged]) -> list[str]:
    """Golden records, records found, and F1 by tier."""
    found = score_of(judged)
    counts = (str(found.counts[side]) for side in ("golden", "out"))
    return [*counts, *(f"{share:.3f}" for share in found.tiers.values())]


def _group(judged: Sequence[Judged] | None) -> list[str]:
    if not judged:
        return ["-"] * (1 + len(GROUPED_TIERS))
    found = score_of(judged)
    return [str(found.counts["golden"]), *(f"{found.tiers[tier]:.3f}" for tier in GROUPED_TIERS)]
