"""The order of the stages, known here alone: text → outline and quantities → claims → records, findings."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportmine import attribution, ingest, patterns, quantities, records, structure, tables, witness
from reportmine.ingest import aligned
from reportmine.model import Claim, Document, Extraction, Quantity, Reason, Record, Span, Table
from reportmine.nlp import torn_by
from reportmine.patterns import Rules
from reportmine.spacing import Closed, close
from reportmine.text import fold
from reportmine.traditional import simplified

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
    text = _Text.of(document, rules)
    material, tabled = _material(text.read, rules)
    claims, ledger = attribution.attach(material)
    if tabled is not None:
        claims, ledger = tables.merged(claims, tabled.claims), [*ledger, *tabled.ledger]
    return _weighed(text.built(material, claims, ledger), rules)


def _weighed(extraction: Extraction, rules: Rules) -> Extraction:
    """The extraction with what its own arithmetic says of it."""
    findings = witness.find(extraction.records, rules)
    told = witness.weighed(extraction.records, findings)
    return replace(extraction, records=told, findings=findings)


def assess_document(document: Document, rules: Rules) -> list[tuple[Record, tuple[str, ...]]]:
    """Records of sentences without a confidence, each with the signs that it is weighed by: what training reads."""
    text = _Text.of(document, rules)
    material, _ = _material(text.read, rules)
    claims, signs = attribution.assess(material)
    found = text.built(material, claims, []).records
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

    text = _Text.of(document, rules)
    material, tabled = _material(text.read, rules)
    inner = [text.closed.inner(offset) for offset in offsets] if text.closed else offsets
    told = trace.explain(material, inner)
    found: list[Trace | tables.Trace | Reason | None] = [*told]
    if tabled is not None:
        pairs = zip(inner, told, strict=True)
        found = [tables.explain(tabled, offset) if one is None else one for offset, one in pairs]
    if text.closed is None:
        return found
    span = text.closed.span
    traces = [trace.moved(one, span) if isinstance(one, trace.Trace) else one for one in found]
    return [one.moved(span) if isinstance(one, tables.Trace) else one for one in traces]


def find_quantities(text: str, *, rules: Rules | None = None) -> list[Quantity]:
    """Every numeral expression of a text from left to right, never overlapping; the ledger's have a `reason`.

    >>> [(q.text, q.value, q.unit_base) for q in find_quantities("投资15.40亿元")]
    [('15.40亿元', Decimal('15.40'), '元')]
    """
    return _find(text, _folded(simplified(text)), rules or patterns.load())


class _Text(NamedTuple):
    """A document as written, and as it is read: closed up where it has gaps beside its numbers."""

    written: Document
    read: Document
    closed: Closed | None

    @classmethod
    def of(cls, document: Document, rules: Rules) -> "_Text":
        if not document.places:  # plain text
            document = replace(document, tables=aligned.find(document.text))
        closed = close(document.text, torn_by(rules))
        if closed is None:
            return cls(document, document, None)
        grids = tuple(_closed_up(table, closed) for table in document.tables)
        return cls(document, replace(document, text=closed.text, tables=grids), closed)

    def built(
        self, material: attribution.Material, claims: Sequence[Claim], ledger: Sequence[Quantity]
    ) -> Extraction:
        """Records and ledger at their places in the text as written, quoting it, in traditional characters too."""
        outline, text = material.outline, self.read.text
        if text != material.text:
            outline = structure.outline(self.read, material.folded, material.rules)
            claims = [claim._replace(quantity=_as_written(claim.quantity, text)) for claim in claims]
            ledger = [_as_written(numeral, text) for numeral in ledger]
        if self.closed is not None:
            span = self.closed.span
            claims = [self._claim(claim) for claim in claims]
            ledger = [self._quantity(numeral) for numeral in ledger]
            sections = tuple(
                section._replace(**span(Span(section.start, section.end))._asdict())
                for section in outline.sections
            )
            outline = replace(outline, sections=sections)
        return records.build(self.written, outline, claims, ledger)

    def _claim(self, claim: Claim) -> Claim:
        assert self.closed is not None
        return claim._replace(
            quantity=self._quantity(claim.quantity), sentence=self.closed.span(claim.sentence)
        )

    def _quantity(self, quantity: Quantity) -> Quantity:
        assert self.closed is not None
        start, end = self.closed.span(Span(quantity.start, quantity.end))
        return quantity._replace(start=start, end=end, text=self.written.text[start:end])


def _closed_up(table: Table, closed: Closed) -> Table:
    """The table with the places of its cells in the closed text."""
    cells = (
        cell._replace(span=Span(closed.inner(cell.span.start), closed.inner(cell.span.end - 1) + 1))
        for cell in table.cells
    )
    return Table(tuple(cells))


def _material(document: Document, rules: Rules) -> tuple[attribution.Material, tables.Read | None]:
    """What sentences are read from, in simplified characters at the same offsets, and what the tables gave.

    None where the document has no tables.
    """
    text = simplified(document.text)
    plain = document if text is document.text else replace(document, text=text)
    folded = _folded(text)
    outline = structure.outline(plain, folded, rules)
    material = attribution.Material(text, folded, outline, _find(text, folded, rules), rules)
    if not plain.tables:
        return material, None
    read = tables.read(plain, material)
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
    """The quantity with text and unit as the source writes them: ％ for %, 億元 for 亿元."""
    raw = text[quantity.start : quantity.end]
    if raw == quantity.text:
        return quantity
    unit = raw[len(raw) - len(quantity.unit) :] if quantity.text.endswith(quantity.unit) else quantity.unit
    return quantity._replace(text=raw, unit=unit)
