"""Arithmetic as a witness: figures of one report that must fit each other, and whether they do."""

from collections import defaultdict
from collections.abc import Sequence

from reportmine.model import Check, Finding, Flag, Record
from reportmine.patterns import Rules
from reportmine.witness import movements, ratios, restated, sums, tabled
from reportmine.witness.passages import passages, words

__all__ = ["find", "weigh", "weighed"]

_CHECKS = (sums.find, ratios.find, movements.find, restated.find)
# What a finding does to the odds that a record is right in every field. Agreement is counted on golden/: of the wholes
# that their parts make up 97% are right where 90% were expected, of the figures around a share or a growth 95% where 88%
# were. Parts gain nothing, for what is wrong with them is the name, and no sum tells that.
AGREES, CONTRADICTS = 2.0, 0.25
# How many records of a finding gain, the stated one first.
RAISED = {Check.SUM: 1, Check.SHARE: 3, Check.GROWTH: 3}
MOST = 2  # findings of a kind that count: one slip of the pen may stand behind several
_LEAST, _GREATEST = 0.01, 0.99  # no finding makes anything certain
# From SURE on the confidence is a promise that was counted without the witness: agreement alone does not give it.
_SURE, _UNSURE = 0.9, 0.89


def find(records: Sequence[Record], rules: Rules) -> tuple[Finding, ...]:
    """What the arithmetic says of the records of one document, in the order of the figures that are stated.

    `records` stand in text order. A check that lacks a figure, or has only a bound of it, says nothing.
    """
    told = list(passages([record for record in records if not tabled.is_tabled(record)]))
    vocabulary = words(rules)
    places = {record.record_id: place for place, record in enumerate(records)}
    found = [finding for check in _CHECKS for finding in check(told, vocabulary)]
    found += tabled.find(records, vocabulary)
    return tuple(sorted(found, key=lambda finding: places[finding.records[0]]))


def weighed(records: Sequence[Record], findings: Sequence[Finding]) -> tuple[Record, ...]:
    """The records with the flags and the confidence that the findings give them; nothing else changes."""
    told: defaultdict[str, list[tuple[Finding, bool]]] = defaultdict(list)
    for finding in findings:
        for place, record_id in enumerate(finding.records):
            told[record_id].append((finding, place < RAISED.get(finding.check, 0)))
    return tuple(
        _again(record, told[record.record_id]) if record.record_id in told else record for record in records
    )


def _again(record: Record, findings: Sequence[tuple[Finding, bool]]) -> Record:
    """The record after its findings, each with whether it gains by agreement."""
    against = [Flag[finding.check.name] for finding, _ in findings if not finding.agrees]
    agreements = sum(finding.agrees and gains for finding, gains in findings)
    if not agreements and not against:
        return record
    flags = tuple(flag for flag in Flag if flag in against)
    confidence = weigh(record.confidence, agreements, len(against))
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
    weighed = round(min(max(odds / (1 + odds), _LEAST), _GREATEST), 2)
    return weighed if confidence >= _SURE else min(weighed, _UNSURE)
