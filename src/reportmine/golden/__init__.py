"""Reviewed records (`golden/NAME.csv`) against those of a run, or one run against another: difference and F1.

A golden table is one CSV per document, made to be edited in a spreadsheet. Wording may vary in it:
`comparator`, `measure`, `status` and `unit_base` hold alternatives joined by `|`; `indicator_core` holds
alternatives joined by `|`, each a set of pieces joined by `+` that a name must contain; `indicator_full`
is the longest phrase allowed. A blank core asks for the `indicator` itself. A blank period is not scored;
alternatives of a period stand in the same order under both of its ends. A row with `yes` under `optional`
counts for nothing, whether it is found or not.
"""

from reportmine.golden.acceptance import accept
from reportmine.golden.difference import Change, Diff, compare
from reportmine.golden.tables import COLUMNS

__all__ = ["COLUMNS", "Change", "Diff", "accept", "compare"]
