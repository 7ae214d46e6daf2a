"""Parquet tables: types that tools calculate with, and every digit of the JSON lines."""

import datetime
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet as arrow

from reportmine import export, pipeline
from reportmine.export import DocumentRows, Row, failed_rows, jsonl, parquet, rows_of
from reportmine.export import arrow as arrow_tables

REPORT = """青禾县2023年工作总结
发布时间：2023年12月28日
一、工作情况
全年完成投资15.40亿元，同比增长5.0%，其中三分之一用于水利；新增企业30—50家。
二、存在问题
第三产业占比下降1.57个百分点。
"""
ROWS = rows_of(pipeline.extract(REPORT, source="青禾/a.txt"))
RECORD = dict(zip(export.TABLES["records"], ROWS.records[0], strict=True))


def record(**changes: object) -> Row:
    return tuple((RECORD | changes).values())


def json_lines(path: Path, table: str, rows: Sequence[Row]) -> bytes:
    sink = jsonl.Table(path, export.TABLES[table])
    sink.write(rows)
    sink.close()
    return path.read_bytes()


def write(folder: Path, rows: Sequence[DocumentRows]) -> Path:
    export.write(rows, folder, formats=("jsonl", "parquet"))
    return folder


def columns(path: Path) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = arrow.read_table(path).to_pydict()
    return found


@pytest.mark.parametrize("table", list(export.TABLES))
def test_read_back_it_equals_the_json_lines(tmp_path: Path, table: str) -> None:
    out = write(tmp_path / "out", [ROWS, failed_rows("b.txt", "empty file @ b.txt: it holds no text")])
    rows = list(parquet.read(out / f"{table}.parquet"))
    assert len(rows) > 1
    assert json_lines(tmp_path / "again", table, rows) == (out / f"{table}.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("15.40", "15.40"),
        ("-0.3333333333333333", "-0.3333333333333333"),
        ("1.5E+9", "1500000000"),
        ("99999999999999999999", "99999999999999999999"),
        ("100000000000000000000", None),
        ("9" * 48, None),
        ("3.14159265358979323846", "3.141592653589793238"),
    ],
)
def test_numbers_are_decimals_and_keep_their_digits(tmp_path: Path, written: str, typed: str | None) -> None:
    rows = ROWS._replace(records=[record(value=Decimal(written)), record(value_high=Decimal(written))])
    out = write(tmp_path / "out", [rows])
    expected = None if typed is None else Decimal(typed)
    found = columns(out / "records.parquet")
    assert (found["value"][0], found["value_high"]) == (expected, [RECORD["value_high"], expected])
    rows_read = list(parquet.read(out / "records.parquet"))
    assert json_lines(tmp_path / "again", "records", rows_read) == (out / "records.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("written", "typed"),
    [("2023-12-28", datetime.date(2023, 12, 28)), ("2023-02-30", None), (None, None)],
)
def test_days_are_dates(tmp_path: Path, written: str | None, typed: datetime.date | None) -> None:
    out = write(tmp_path, [ROWS._replace(records=[record(published=written)])])
    assert columns(out / "records.parquet")["published"] == [typed]
    published = list(export.TABLES["records"]).index("published")
    assert [row[published] for row in parquet.read(out / "records.parquet")] == [written]


def test_columns_have_types_and_the_order_of_the_other_formats(tmp_path: Path) -> None:
    out = write(tmp_path, [ROWS])
    types = {
        table: {field.name: str(field.type) for field in arrow.read_schema(out / f"{table}.parquet")}
        for table in export.TABLES
    }
    for table, names in export.TABLES.items():
        assert tuple(types[table])[: len(names)] == names
    number, listed = "decimal128(38, 18)", "list<element: string>"
    expected = {"start": "int64", "value": number, "confidence": "double", "flags": listed, "text": "string"}
    assert types["records"].items() >= expected.items()
    assert types["records"].items() >= {"published": "date32[day]", "period_start": "string"}.items()
    section = "struct<heading: string, kind: string, start: int64, end: int64>"
    assert types["documents"].items() >= {"sections": f"list<element: {section}>", "chars": "int64"}.items()


def test_groups_are_bounded_by_rows_and_by_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def groups(documents: list[DocumentRows]) -> list[int]:
        file = arrow.ParquetFile(write(tmp_path, documents) / "records.parquet").metadata
        return [file.row_group(number).num_rows for number in range(file.num_row_groups)]

    monkeypatch.setattr(arrow_tables, "GROUP_ROWS", 10)
    assert groups([ROWS._replace(records=[record()] * 5)] * 5) == [10, 10, 5]
    monkeypatch.setattr(arrow_tables, "GROUP_CHARS", 4000)
    assert groups([ROWS._replace(records=[record(sentence="长" * 4000)] * 3)]) == [1, 1, 1]


def test_the_same_rows_give_the_same_bytes_however_they_come(tmp_path: Path) -> None:
    once = ROWS._replace(records=[*ROWS.records, *ROWS.records])
    paths = [
        write(tmp_path / "once", [once]) / "records.parquet",
        write(tmp_path / "twice", [ROWS, ROWS]) / "records.parquet",
    ]
    assert len({path.read_bytes() for path in paths}) == 1


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    out = write(tmp_path, [])
    assert arrow.read_schema(out / "ledger.parquet").names == list(export.TABLES["ledger"])
    assert list(parquet.read(out / "ledger.parquet")) == []


def test_other_formats_never_load_pyarrow(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    code = "import sys; from reportmine.cli import app; app(sys.argv[1:], standalone_mode=False)"
    arguments = ["extract", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--format"]
    for formats, loaded in (("csv,jsonl", "False"), ("parquet", "True")):
        command = [sys.executable, "-c", f"{code}; print('pyarrow' in sys.modules)", *arguments, formats]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == loaded
