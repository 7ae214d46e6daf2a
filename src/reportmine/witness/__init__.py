"""Arithmetic as a witness: figures of one report that must fit each other, and whether they do."""

from collections import defaultdict
from collections.abc import Sequence

from reportmine.model import Finding, Flag, Record
from reportmine.patterns import Rules
from reportmine.witness import movements, ratios, restated, sums
from reportmine.witness.passages import passages, words

__all__ = ["find", "weigh", "weighed"]

_CHECKS = (sums.find, ratios.find, movements.find, restated.find)
# What a finding does to the odds that a record is right, and how many of a kind count: one slip of the pen may stand
# behind several findings.
AGREES, CONTRADICTS = 2.0, 0.25
MOST = 2
_LEAST, _GREATEST = 0.01, 0.99  # no finding makes anything certain


def find(records: Sequence[Record], rules: Rules) -> tuple[Finding, ...]:
    """What the arithmetic says of the records of one document, in the order of the figures that are stated.

    `records` stand in text order. A check that lacks a figure, or has only a bound of it, says nothing.
    """
    told, vocabulary = list(passages(records)), words(rules)
    places = {record.record_id: place for place, record in enumerate(records)}
    found = [finding for check in _CHECKS for finding in check(told, vocabulary)]
    return tuple(sorted(found, key=lambda finding: places[finding.records[0]]))


def weighed(records: Sequence[Record], findings: Sequence[Finding]) -> tuple[Record, ...]:
    """The records with the flags and the confidence that the findings give them; nothing else changes."""
    told: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for record_id in finding.records:
            told[record_id].append(finding)
    return tuple(
        _again(record, told[record.record_id]) if record.record_id in told else record for record in records
    )


def _again(record: Record, findings: Sequence[Finding]) -> Record:
    against = {Flag[finding.check.name] for finding in findings if not finding.agrees}
    agreements = sum(finding.agrees for finding in findings)
    confidence = weigh(record.confidence, agreements, len(findings) - agreements)
    flags = tuple(sorted(against, key=list(Flag).index)) if against else ()
    return record.model_copy(update={"flags": flags, "confidence": confidence})


def weigh(confidence: float, agreements: int, contradictions: int) -> float:
    """A confidence after so many findings have agreed with the record and contradicted it, from 0 to 1.

    >>> weigh(0.9, 1, 0), weigh(0.9, 0, 1), weigh(0.9, 0, 0)
    (0.95, 0.69, 0.9)
    """
    if not agreements and not contradictions:
        return confidence
    odds = confidence / max(1 - confidence, 1 - _GREATEST)
    odds *= AGREES ** min(agreements, MOST) * CONTRADICTS ** min(contradictions, MOST)
    return round(min(max(odds / (1 + odds), _LEAST), _GREATEST), 2)
