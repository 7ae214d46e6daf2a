"""corpus/, golden/ and labels/: tables quote their texts exactly; the dev labels are scored as their scorer does."""

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from measuring import judge, score_of
from sets import INDEX, LABELS, SHARED, dev, labels

from reportmine import ingest
from reportmine.golden.agreement import name_agrees
from reportmine.golden.tables import read_golden, read_run

ROOT = Path(__file__).parents[1]
GOLDEN = sorted((ROOT / "golden").glob("*.csv"))
CORPUS = sorted((ROOT / "corpus").glob("*.txt"))
LABELLED = sorted(path for path in LABELS.glob("*.csv") if path != INDEX)

SCORER = SHARED / "score" / "score.py"
MOST = 0.7  # share of a golden table that must be scored: optional rows count for nothing

golden_tables = pytest.mark.parametrize("table", GOLDEN, ids=lambda path: path.stem)
all_tables = pytest.mark.parametrize("table", GOLDEN + LABELLED, ids=lambda path: path.stem)


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


@all_tables
def test_places_come_once(table: Path) -> None:
    rows = read_golden(table)
    assert all(
        one.end <= next_.start or (one.start, one.end) == (next_.start, next_.end)
        for one, next_ in pairwise(rows)
    )


@all_tables
def test_values_are_those_of_their_texts(table: Path) -> None:
    for row in read_golden(table):
        digits = re.match(r"[0-9]+(?:\.[0-9]+)?$", re.sub(r"[^0-9.]", "", row["text"]))
        plain = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?[^0-9一二三四五六七八九十百千余多几]*", row["text"])
        if plain and digits:
            assert float(row["value"].lstrip("-")) == float(digits.group()), row.id
        assert float(row["value"]) * float(row["value_base"]) >= 0, row.id


@all_tables
def test_parts_lead_to_a_whole(table: Path) -> None:
    whole_of = {row.id: row["part_of"] for row in read_golden(table)}
    for start in whole_of:
        seen, at = set[str](), start
        while at:
            assert at not in seen, f"{start} is a part of itself"
            seen.add(at)
            at = whole_of[at]


@all_tables
def test_names_fit_their_own_brackets(table: Path) -> None:
    for row in read_golden(table):
        assert name_agrees(row, row), (
            f"{row.id}: {row['indicator']!r} lacks a piece of {row['indicator_core']!r}"
        )


@all_tables
def test_most_rows_count(table: Path) -> None:
    rows = read_golden(table)
    assert sum(not row.optional for row in rows) >= MOST * len(rows)


def test_labels_quote_their_texts() -> None:
    found = labels(INDEX, SHARED)  # the checksums are checked on reading
    if not found.reports:
        pytest.skip(found.absent)
    for report in found.reports:
        text = ingest.read(report.text).text
        for row in report.rows:
            place = f"{report.name} [{row.id}]"
            assert row["text"] == text[row.start : row.end], place
            assert report.start <= row.start < row.end <= (report.end or len(text)), place


@pytest.fixture(scope="module")
def dev_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not SCORER.is_file():
        pytest.skip("no second set of labelled reports beside the repository")
    out = tmp_path_factory.mktemp("out")
    where: list[str | Path] = [SHARED / "corpus" / "dev", "--out", out, "--format", "jsonl"]
    extract: list[str | Path] = [sys.executable, "-m", "reportmine", "extract", *where]
    subprocess.run(extract, check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def dev_scores(dev_out: Path) -> dict[str, Any]:
    texts: list[str | Path] = ["--ledger", dev_out / "ledger.jsonl", "--texts", SHARED / "corpus" / "dev"]
    score: list[str | Path] = [sys.executable, SCORER, SHARED / "gold", dev_out / "records.jsonl", *texts]
    done = subprocess.run([*score, "--json"], check=True, capture_output=True, text=True, encoding="utf-8")
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


def test_the_scorer_of_another_set_finds_the_same(dev_out: Path, dev_scores: dict[str, Any]) -> None:
    found, wanted = score_of(judge(dev(SHARED).reports, read_run(dev_out))), dev_scores["ALL"]
    assert (found.counts["golden"], found.counts["out"]) == (wanted["gold"], wanted["pred"])
    tiers = dict(zip(found.tiers, ("quantity", "name", "meaning", "period"), strict=True))
    assert found.tiers == pytest.approx({ours: wanted[theirs] for ours, theirs in tiers.items()}, abs=1e-4)
    assert found.fields == pytest.approx({field: wanted[field] for field in found.fields}, abs=1e-4)


def test_another_set_of_reports_is_accounted_for(dev_scores: dict[str, Any]) -> None:
    counts = {
        name: (row["bad_spans"], row["unaccounted"]) for name, row in dev_scores.items() if name != "ALL"
    }
    assert set(counts.values()) == {(0, 0)}
