"""Labels in JSON (`NAME.gold.json`), of the reports beside the repository → golden rows."""

import json
from pathlib import Path
from typing import Any

from reportmine.errors import GoldenError
from reportmine.golden.tables import Row

# Keys that are cells as they stand, with the column that they are.
PLAIN = {
    "text": "text", "value": "value", "unit": "unit", "value_base": "value_base", "high": "value_high",
    "name": "indicator", "full": "indicator_full", "of": "of", "basis": "basis", "subject": "subject",
    "part_of": "part_of", "section": "section",
}  # fmt: skip
LISTED = ("comparator", "measure", "status")


def read(path: Path) -> list[Row]:
    """Rows of one file in text order; alternatives are joined as in a golden table.

    Raises:
        GoldenError: no JSON, or a record without one of its keys.

    """
    try:
        # Numbers stay as written: no float comes between a label and its comparison.
        found = json.loads(path.read_text(encoding="utf-8"), parse_float=str, parse_int=str)
        rows = [_row(record) for record in found["records"]]
    except ValueError as error:
        raise GoldenError(f"no JSON ({error}) @ {path}: copy the file anew") from None
    except KeyError as error:
        raise GoldenError(f"a record without {error} @ {path}: copy the file anew") from None
    return sorted(rows, key=lambda row: (row.start, row.end))


def _row(record: dict[str, Any]) -> Row:
    cells = {column: record[key] or "" for key, column in PLAIN.items()}
    cells |= {key: "|".join(record[key]) for key in LISTED}
    cells["unit_base"] = "|".join((record["unit_base"], *record.get("unit_also", ())))
    cells["indicator_core"] = "|".join("+".join(core) for core in record["core"])
    if record["period"]:
        starts, ends = zip(record["period"], *record.get("period_also", ()), strict=True)
        cells |= {"period_start": "|".join(starts), "period_end": "|".join(ends)}
    cells["optional"] = "yes" if record.get("optional") else ""
    return Row(record["id"], int(record["start"]), int(record["end"]), cells)
