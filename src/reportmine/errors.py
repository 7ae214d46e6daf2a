"""What can go wrong, told with the file, the place and the remedy."""


class ReportmineError(Exception):
    """Bad input or bad use: the message reads `what @ where: way out`."""


class IngestError(ReportmineError):
    """A file that cannot become a Document: missing, unreadable, empty, binary, undecodable."""


class PatternError(ReportmineError):
    """A pattern file that does not load, or an entry that does not meet its own examples."""


class BusyError(ReportmineError):
    """A file that somebody else has open: what was done is worth another try."""


class GoldenError(ReportmineError):
    """A golden or output table that cannot be read, or that cannot be compared."""
