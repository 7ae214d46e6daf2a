"""What a run of `extract` came to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportmine.errors import IngestError
from reportmine.export import Row
from reportmine.runs import Facts

DOUBTED = 0.9  # confidence below which records are counted where no other floor is given


@dataclass
class Tally:
    """Counts of the documents that are done, and the first `show` records; `floor` is that of records counted as below."""

    show: int = 0
    floor: float = DOUBTED
    documents: int = 0
    records: int = 0
    ledger: int = 0
    below: int = 0
    failed: int = 0
    shown: list[Row] = field(default_factory=list)

    @property
    def shows(self) -> bool:
        """Whether more records are to be shown."""
        return len(self.shown) < self.show

    def add(self, document: Facts, records: Sequence[Row], *, strict: bool) -> None:
        """Count a document; `records` are those that may be shown.

        Raises:
            IngestError: the document failed, and `strict` is set.

        """
        if document.error is not None:
            if strict:
                raise IngestError(document.error)
            self.failed += 1
        self.documents += 1
        self.records += document.records
        self.ledger += document.ledger
        self.below += document.below
        self.shown += records[: self.show - len(self.shown)]

    @property
    def summary(self) -> str:
        """One line of counts."""
        return (
            f"{self.documents} documents, {self.records} records, {self.ledger} ledger lines, "
            f"{self.below} records below confidence {self.floor:g}, {self.failed} failed"
        )
