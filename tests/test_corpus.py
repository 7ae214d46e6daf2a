"""corpus/ and golden/: tables quote their reports exactly; extraction has not fallen below its floors."""

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from reportmine import ingest
from reportmine.golden.agreement import name_agrees
from reportmine.golden.tables import read_golden

ROOT = Path(__file__).parents[1]
GOLDEN = sorted((ROOT / "golden").glob("*.csv"))
CORPUS = sorted((ROOT / "corpus").glob("*.txt"))

# A second set of labelled reports, beside the repository where it is at hand.
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "score" / "score.py"
FLOORS = {"quantity": 0.97, "name": 0.85, "meaning": 0.80, "period": 0.75}
MOST = 0.7  # share of a golden table that must be scored: optional rows count for nothing

golden_tables = pytest.mark.parametrize("table", GOLDEN, ids=lambda path: path.stem)


def text_of(table: Path) -> str:
    return ingest.read(ROOT / "corpus" / f"{table.stem}.txt").text


def test_every_report_has_its_golden_table() -> None:
    assert [path.stem for path in GOLDEN] == [path.stem for path in CORPUS]


@golden_tables
def test_rows_quote_the_report(table: Path) -> None:
    text = text_of(table)
    rows = read_golden(table)  # ids, labels, numbers, months and part_of are checked on reading
    assert rows
    assert [(row.id, row["text"]) for row in rows] == [(row.id, text[row.start : row.end]) for row in rows]


@golden_tables
def test_places_come_once(table: Path) -> None:
    rows = read_golden(table)
    assert all(
        one.end <= next_.start or (one.start, one.end) == (next_.start, next_.end)
        for one, next_ in pairwise(rows)
    )


@golden_tables
def test_values_are_those_of_their_texts(table: Path) -> None:
    for row in read_golden(table):
        digits = re.match(r"[0-9]+(?:\.[0-9]+)?$", re.sub(r"[^0-9.]", "", row["text"]))
        plain = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?[^0-9一二三四五六七八九十百千余多几]*", row["text"])
        if plain and digits:
            assert float(row["value"].lstrip("-")) == float(digits.group()), row.id
        assert float(row["value"]) * float(row["value_base"]) >= 0, row.id


@golden_tables
def test_parts_lead_to_a_whole(table: Path) -> None:
    whole_of = {row.id: row["part_of"] for row in read_golden(table)}
    for start in whole_of:
        seen, at = set[str](), start
        while at:
            assert at not in seen, f"{start} is a part of itself"
            seen.add(at)
            at = whole_of[at]


@golden_tables
def test_names_fit_their_own_brackets(table: Path) -> None:
    for row in read_golden(table):
        assert name_agrees(row, row), (
            f"{row.id}: {row['indicator']!r} lacks a piece of {row['indicator_core']!r}"
        )


@golden_tables
def test_most_rows_count(table: Path) -> None:
    rows = read_golden(table)
    assert sum(not row.optional for row in rows) >= MOST * len(rows)


@pytest.fixture(scope="module")
def dev_scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if not SCORER.is_file():
        pytest.skip("no second set of labelled reports beside the repository")
    out, texts = tmp_path_factory.mktemp("out"), SHARED / "corpus" / "dev"
    extract: list[str | Path] = [
        sys.executable,
        "-m",
        "reportmine",
        "extract",
        texts,
        "--out",
        out,
        "--format",
        "jsonl",
    ]
    subprocess.run(extract, check=True, capture_output=True)
    tables: list[str | Path] = [out / "records.jsonl", "--ledger", out / "ledger.jsonl", "--texts", texts]
    score: list[str | Path] = [sys.executable, SCORER, SHARED / "gold", *tables, "--json"]
    done = subprocess.run(score, check=True, capture_output=True, text=True, encoding="utf-8")
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


@pytest.mark.parametrize("tier", FLOORS)
def test_another_set_of_reports_stays_above_its_floor(dev_scores: dict[str, Any], tier: str) -> None:
    assert dev_scores["ALL"][tier] >= FLOORS[tier]


def test_another_set_of_reports_is_accounted_for(dev_scores: dict[str, Any]) -> None:
    counts = {
        name: (row["bad_spans"], row["unaccounted"]) for name, row in dev_scores.items() if name != "ALL"
    }
    assert set(counts.values()) == {(0, 0)}
