"""Turns Chinese work summaries into a table of indicators that an analyst can trust."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportmine.errors import GoldenError, IngestError, PatternError, ReportmineError
    from reportmine.export.frame import to_frame
    from reportmine.ingest import read, walk
    from reportmine.model import Document, DocumentInfo, Extraction, LedgerEntry, Quantity, Record
    from reportmine.pipeline import explain, extract, extract_document, extract_file, find_quantities
    from reportmine.quantities.numerals import parse_numeral
    from reportmine.runs.reading import read_records, read_table

__version__ = "0.1.0"

__all__ = [
    "Document", "DocumentInfo", "Extraction", "GoldenError", "IngestError", "LedgerEntry", "PatternError",
    "Quantity", "Record", "ReportmineError", "explain", "extract", "extract_document", "extract_file",
    "find_quantities", "parse_numeral", "read", "read_records", "read_table", "to_frame", "walk",
]  # fmt: skip

_HOMES = {
    "errors": ("GoldenError", "IngestError", "PatternError", "ReportmineError"),
    "export.frame": ("to_frame",),
    "ingest": ("read", "walk"),
    "model": ("Document", "DocumentInfo", "Extraction", "LedgerEntry", "Quantity", "Record"),
    "pipeline": ("explain", "extract", "extract_document", "extract_file", "find_quantities"),
    "quantities.numerals": ("parse_numeral",),
    "runs.reading": ("read_records", "read_table"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """A public name, from the module that it lives in: loaded on first use, so that the import stays fast."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
