"""Claims → Records: identity, order, the words around each number; validated here, once, at the edge."""

from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from operator import attrgetter
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from reportmine.model import Claim, Document, Extraction, LedgerEntry, Outline, Quantity, Record, Span

# What `model_validate` calls, without the arguments that nobody gives here: a third of the time.
_record: Callable[[dict[str, Any]], Record] = Record.__pydantic_validator__.validate_python
_ledger_entry: Callable[[dict[str, Any]], LedgerEntry] = LedgerEntry.__pydantic_validator__.validate_python

_WHOLE = Decimal(1)
_PRECISION = Context().prec  # digits that arithmetic keeps


def build(
    document: Document, outline: Outline, claims: Sequence[Claim], ledger: Sequence[Quantity]
) -> Extraction:
    """All records of one document in the order of the claims, and its ledger by place.

    A record's id is its place, `source@start-end`, with `#2`, `#3` … for further records from one numeral.
    """
    ids = _ids(document.source, claims)
    about = _about(document, outline)
    paths = [" > ".join(section.path) for section in outline.sections]
    sentences: dict[Span, str] = {}  # one object for all its records: tables compare and write it once
    records = []
    for claim, record_id in zip(claims, ids, strict=True):
        sentence = sentences.get(claim.sentence)
        if sentence is None:
            sentence = sentences[claim.sentence] = claim.sentence.of(document.text).strip()
        cells = about | _figure(claim)
        cells["record_id"] = record_id
        cells["section"] = outline.sections[claim.section].kind
        cells["section_path"] = paths[claim.section]
        cells["sentence"] = sentence
        cells["locator"] = document.locator(claim.quantity.start)
        cells["part_of"] = None if claim.part_of is None else ids[claim.part_of]
        records.append(_record(cells))
    entries = sorted([_entry(document, numeral) for numeral in ledger], key=attrgetter("start"))
    return Extraction(document, outline.info, outline.sections, tuple(records), tuple(entries))


def schema() -> dict[str, Any]:
    """JSON Schema of one line of records.jsonl, where numbers are JSON numbers with the digits as written."""
    return Record.model_json_schema(schema_generator=_Schema, mode="serialization")


class _Schema(GenerateJsonSchema):
    def decimal_schema(self, schema: Any) -> dict[str, Any]:
        return {"type": "number"}


def _ids(source: str, claims: Sequence[Claim]) -> list[str]:
    seen: dict[str, int] = {}
    ids = []
    for claim in claims:
        place = f"{source}@{claim.quantity.start}-{claim.quantity.end}"
        seen[place] = count = seen.get(place, 0) + 1
        ids.append(place if count == 1 else f"{place}#{count}")
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
    if base == written or (base.same_quantum(_WHOLE) and base.adjusted() < _PRECISION):
        return base
    short = base.normalize()
    whole = int(short.as_tuple().exponent) > 0 and short.adjusted() < _PRECISION
    return short.quantize(_WHOLE) if whole else short


def _entry(document: Document, numeral: Quantity) -> LedgerEntry:
    assert numeral.reason is not None, f"ledger without reason: {numeral!r}"
    return _ledger_entry(
        {
            "source": document.source,
            "start": numeral.start,
            "end": numeral.end,
            "text": numeral.text,
            "locator": document.locator(numeral.start),
            "reason": numeral.reason,
        }
    )
