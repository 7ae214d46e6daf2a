"""The order of the stages, known here alone: text → outline and quantities → claims → records, findings."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from reportmine import attribution, ingest, patterns, quantities, records, structure, tables, witness
from reportmine.ingest import aligned
from reportmine.model import Document, Extraction, Quantity, Reason, Record
from reportmine.patterns import Rules
from reportmine.text import fold

if TYPE_CHECKING:
    from reportmine.attribution.trace import Trace


def extract(text: str, *, source: str = "<text>", rules: Rules | None = None) -> Extraction:
    """Records and ledger of a report that is given as text; offsets count its characters as they are.

    `source` names the text in ids. The built-in patterns are used where `rules` is None.

    >>> [record.text for record in extract("全年新增企业12家，同比增长5%。").records]
    ['12家', '5%']
    """
    return extract_document(Document(text=text, source=source), rules or patterns.load())


def extract_document(document: Document, rules: Rules) -> Extraction:
    """Records and ledger of one document: together they account for every numeral of its text."""
    material, tabled = _material(document, rules)
    claims, ledger = attribution.attach(material)
    if tabled is not None:
        claims, ledger = tables.merged(claims, tabled.claims), [*ledger, *tabled.ledger]
    return _weighed(records.build(document, material.outline, claims, ledger), rules)


def _weighed(extraction: Extraction, rules: Rules) -> Extraction:
    """The extraction with what its own arithmetic says of it."""
    findings = witness.find(extraction.records, rules)
    told = witness.weighed(extraction.records, findings)
    return replace(extraction, records=told, findings=findings)


def assess_document(document: Document, rules: Rules) -> list[tuple[Record, tuple[str, ...]]]:
    """Records of sentences without a confidence, each with the signs that it is weighed by: what training reads."""
    material, _ = _material(document, rules)
    claims, signs = attribution.assess(material)
    found = records.build(document, material.outline, claims, []).records
    return [(record, tuple(chain(*seen))) for record, seen in zip(found, signs, strict=True)]


def extract_file(path: str | Path, *, rules: Rules | None = None) -> Extraction:
    """Records and ledger of the report at `path`.

    Raises:
        IngestError: the file cannot become a document.

    """
    return extract_document(ingest.read(Path(path)), rules or patterns.load())


def explain(text: str, offset: int, *, rules: Rules | None = None) -> "Trace | tables.Trace | Reason | None":
    """The layers behind the number at `offset`, or the ledger's reason; None where none stands.

    >>> explain("全年新增企业12家，同比增长5%。", 14).frames[-1]
    'change'
    """
    return explain_document(Document(text=text, source="<text>"), [offset], rules or patterns.load())[0]


def explain_document(
    document: Document, offsets: Sequence[int], rules: Rules
) -> "list[Trace | tables.Trace | Reason | None]":
    """What `explain` says of each offset, in their order."""
    from reportmine.attribution import trace  # noqa: PLC0415  extraction itself never needs it

    material, tabled = _material(document, rules)
    found = trace.explain(material, offsets)
    if tabled is None:
        return [*found]
    pairs = zip(offsets, found, strict=True)
    return [tables.explain(tabled, offset) if one is None else one for offset, one in pairs]


def find_quantities(text: str, *, rules: Rules | None = None) -> list[Quantity]:
    """Every numeral expression of a text from left to right, never overlapping; the ledger's have a `reason`.

    >>> [(q.text, q.value, q.unit_base) for q in find_quantities("投资15.40亿元")]
    [('15.40亿元', Decimal('15.40'), '元')]
    """
    return _find(text, _folded(text), rules or patterns.load())


def _material(document: Document, rules: Rules) -> tuple[attribution.Material, tables.Read | None]:
    """What sentences are read from, and what the tables of the document gave; None where it has none."""
    if not document.places:  # plain text
        document = replace(document, tables=aligned.find(document.text))
    folded = _folded(document.text)
    outline = structure.outline(document, folded, rules)
    found = _find(document.text, folded, rules)
    material = attribution.Material(document.text, folded, outline, found, rules)
    if not document.tables:
        return material, None
    read = tables.read(document, material)
    outline = replace(outline, sentences=read.sentences)
    return material._replace(outline=outline, quantities=read.left), read


def _folded(text: str) -> str:
    folded = fold(text)
    # Text that came past ingest may hold other line ends: made \n one for one, so that no offset moves.
    return folded.replace("\r\n", " \n").replace("\r", "\n") if "\r" in folded else folded


def _find(text: str, folded: str, rules: Rules) -> list[Quantity]:
    found = quantities.find(folded, rules)
    return found if text == folded else [_as_written(quantity, text) for quantity in found]


def _as_written(quantity: Quantity, text: str) -> Quantity:
    """The quantity with text and unit as the source writes them, ％ for %."""
    raw = text[quantity.start : quantity.end]
    if raw == quantity.text:
        return quantity
    unit = raw[len(raw) - len(quantity.unit) :] if quantity.text.endswith(quantity.unit) else quantity.unit
    return quantity._replace(text=raw, unit=unit)
