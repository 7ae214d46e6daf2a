"""What a run of `extract` came to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reportmine.errors import IngestError
from reportmine.export import DocumentRows, Row, below, marked

DOUBTED = 0.9  # confidence below which records are counted where no other floor is given


@dataclass
class Tally:
    """Counts of the rows that pass by; with `mark`, records of less confidence than the floor get a flag."""

    show: int = 0
    floor: float = DOUBTED
    mark: bool = False
    documents: int = 0
    records: int = 0
    ledger: int = 0
    below: int = 0
    failures: list[str] = field(default_factory=list)
    shown: list[Row] = field(default_factory=list)

    def over(self, rows: Iterable[DocumentRows], *, strict: bool) -> Iterator[DocumentRows]:
        """The rows as they pass.

        Raises:
            IngestError: a document failed, and `strict` is set.

        """
        for found in rows:
            if found.error is not None:
                if strict:
                    raise IngestError(found.error)
                self.failures.append(found.error)
            document = found._replace(records=marked(found.records, self.floor)) if self.mark else found
            self.documents += 1
            self.records += len(document.records)
            self.ledger += len(document.ledger)
            self.below += below(document.records, self.floor)
            self.shown += document.records[: self.show - len(self.shown)]
            yield document

    @property
    def summary(self) -> str:
        """One line of counts."""
        return (
            f"{self.documents} documents, {self.records} records, {self.ledger} ledger lines, "
            f"{self.below} records below confidence {self.floor:g}, {len(self.failures)} failed"
        )
