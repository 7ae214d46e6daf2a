"""Claims → Records: identity, order, the words around each number; validated here, once, at the edge."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, getcontext
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from reportmine.model import Claim, Document, Extraction, LedgerEntry, Outline, Quantity, Record


def build(
    document: Document, outline: Outline, claims: Sequence[Claim], ledger: Sequence[Quantity]
) -> Extraction:
    """All records of one document in the order of the claims, and its ledger by place.

    A record's id is its place, `source@start-end`, with `#2`, `#3` … for further records from one numeral.
    """
    ids = _ids(document.source, claims)
    about = _about(document, outline)
    paths = [" > ".join(section.path) for section in outline.sections]
    records = []
    for claim, record_id in zip(claims, ids, strict=True):
        section = outline.sections[claim.section]
        whole = None if claim.part_of is None else ids[claim.part_of]
        place = {"section": section.kind, "section_path": paths[claim.section], "part_of": whole}
        place["sentence"] = claim.sentence.of(document.text).strip()
        place["locator"] = document.locator(claim.quantity.start)
        records.append(Record(record_id=record_id, **about, **place, **_figure(claim)))
    entries = sorted((_entry(document, numeral) for numeral in ledger), key=lambda entry: entry.start)
    return Extraction(document, outline.info, outline.sections, tuple(records), tuple(entries))


def schema() -> dict[str, Any]:
    """JSON Schema of one line of records.jsonl, where numbers are JSON numbers with the digits as written."""
    return Record.model_json_schema(schema_generator=_Schema, mode="serialization")


class _Schema(GenerateJsonSchema):
    def decimal_schema(self, schema: Any) -> dict[str, Any]:
        return {"type": "number"}


def _ids(source: str, claims: Sequence[Claim]) -> list[str]:
    seen: Counter[str] = Counter()
    ids = []
    for claim in claims:
        place = f"{source}@{claim.quantity.start}-{claim.quantity.end}"
        seen[place] += 1
        ids.append(place if seen[place] == 1 else f"{place}#{seen[place]}")
    return ids


def _about(document: Document, outline: Outline) -> dict[str, Any]:
    facts = outline.info
    start, end = facts.period or (None, None)
    return {
        "source": document.source,
        "title": facts.title,
        "issuer": facts.issuer,
        "region": facts.region,
        "region_code": facts.region_code,
        "doc_period_start": start,
        "doc_period_end": end,
        "published": facts.published,
    }


def _figure(claim: Claim) -> dict[str, Any]:
    quantity = claim.quantity
    start, end = claim.period or (None, None)
    return {
        "start": quantity.start,
        "end": quantity.end,
        "text": quantity.text,
        "indicator": claim.indicator,
        "value": claim.value,
        "value_high": claim.value_high,
        "unit": quantity.unit,
        "value_base": _plain(claim.value_base, claim.value),
        "unit_base": claim.unit_base,
        "comparator": claim.comparator,
        "measure": claim.measure,
        "of": claim.of,
        "basis": claim.basis,
        "subject": claim.subject,
        "status": claim.status,
        "period_start": start,
        "period_end": end,
        "confidence": claim.confidence,
        "evidence": claim.evidence,
    }


def _plain(base: Decimal, written: Decimal) -> Decimal:
    """A scaled value without the zeros that scaling left behind its point; others keep their digits."""
    if base == written:
        return base
    short = base.normalize()
    whole = int(short.as_tuple().exponent) > 0 and short.adjusted() < getcontext().prec
    return short.quantize(Decimal(1)) if whole else short


def _entry(document: Document, numeral: Quantity) -> LedgerEntry:
    assert numeral.reason is not None, f"ledger without reason: {numeral!r}"
    return LedgerEntry(
        source=document.source,
        start=numeral.start,
        end=numeral.end,
        text=numeral.text,
        locator=document.locator(numeral.start),
        reason=numeral.reason,
    )
