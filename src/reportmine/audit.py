"""A run's records against their own arithmetic: which findings a folder of tables holds, and where in the reports."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from reportmine import ingest, witness
from reportmine.errors import GoldenError, IngestError
from reportmine.golden.tables import Row, read_run
from reportmine.model import Document, Finding, Record
from reportmine.patterns import Rules
from reportmine.text import line_col

__all__ = ["Audited", "audit"]


class Audited:
    """The findings of one document, with the records that they speak of by id."""

    def __init__(self, source: str, records: Sequence[Record], findings: Sequence[Finding]) -> None:
        self.source = source
        self.findings = findings
        self.records: Mapping[str, Record] = {record.record_id: record for record in records}

    def concerned(self, finding: Finding) -> list[Record]:
        """The records of a finding, that with the stated figure first."""
        return [self.records[record_id] for record_id in finding.records]

    def line(self, record: Record) -> int | None:
        """The line of the report, from 1, in which the record stands; None where the report is not there as it was."""
        document = self._document
        if document is None or document.text[record.start : record.end] != record.text:
            return None
        return line_col(document.text, record.start)[0]

    @cached_property
    def _document(self) -> Document | None:
        try:
            return ingest.read(Path(self.source))
        except IngestError:
            return None  # records outlive their reports: the findings do not depend on them


def audit(out: Path, rules: Rules) -> Iterator[Audited]:
    """Each document of a run with its findings, in the order of the table. `out` is a folder or its records table.

    Findings are made anew from the records, so that a table may be audited that was corrected by hand.

    Raises:
        GoldenError: no table there, a missing column, or cells that are no record.

    """
    for source, rows in read_run(out).items():
        records = [_record(row, out) for row in rows]
        yield Audited(source, records, witness.find(records, rules))


def _record(row: Row, out: Path) -> Record:
    """The record of a row; its flags are left out, they are findings themselves."""
    fields = {name: field for name, field in Record.model_fields.items() if name != "flags"}
    cells = {name: row[name] for name, field in fields.items() if row[name] or field.is_required()}
    try:
        return Record.model_validate(cells)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"])) or "record"
        raise GoldenError(
            f"{where}: {fault['msg']} @ {out} [{row.id}]: run reportmine extract again"
        ) from None
