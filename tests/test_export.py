"""Rows → files: columns, digits, formulas, and nothing half written."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine import ReportmineError, export
from reportmine.export import DocumentRows, failed_rows, rows_of
from reportmine.export.delimited import Table, guard, unguard
from reportmine.model import (
    Comparator,
    Document,
    DocumentInfo,
    Extraction,
    Flag,
    LedgerEntry,
    Measure,
    Months,
    Reason,
    Record,
    Section,
    SectionKind,
    Status,
)

TEXT = "青禾县2023年工作总结\n固定资产投资增长-5.80%。"


def extraction(**changes: object) -> Extraction:
    cells: dict[str, object] = {
        "record_id": "a.txt@19-25", "source": "a.txt", "section": SectionKind.WORK, "section_path": "",
        "sentence": "固定资产投资增长-5.80%。", "start": 19, "end": 25, "text": "-5.80%",
        "indicator": "固定资产投资",
        "value": Decimal("-5.80"), "unit": "%", "value_base": Decimal("-5.80"), "unit_base": "%",
        "comparator": Comparator.EXACT, "measure": Measure.GROWTH, "status": Status.ACTUAL, "confidence": 0.9,
        "evidence": "np-qty",
    }  # fmt: skip
    record = Record.model_validate(cells | changes)
    entry = LedgerEntry(source="a.txt", start=3, end=7, text="2023", reason=Reason.DATE)
    facts = DocumentInfo(title="青禾县2023年工作总结", period=Months("2023-01", "2023-12"))
    sections = (Section("", SectionKind.OTHER, 0, len(TEXT), 0, ()),)
    return Extraction(Document(TEXT, "a.txt", "0a", "utf-8"), facts, sections, (record,), (entry,))


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def objects(path: Path, **parsers: Any) -> list[dict[str, Any]]:
    return [json.loads(line, **parsers) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    rows = [rows_of(extraction()), failed_rows("b.txt", "empty file @ b.txt: it holds no text")]
    export.write(rows, tmp_path / "out", formats=("csv", "jsonl"))
    return tmp_path / "out"


def test_three_tables_in_each_format_and_nothing_else(out: Path) -> None:
    names = {f"{table}.{name}" for table in ("records", "ledger", "documents") for name in ("csv", "jsonl")}
    assert {path.name for path in out.iterdir()} == names


@pytest.mark.parametrize("table", list(export.TABLES))
def test_formats_share_columns_and_cells(out: Path, table: str) -> None:
    rows: list[dict[str, Any]] = [*lines(out / f"{table}.csv")]
    written = objects(out / f"{table}.jsonl", parse_float=str, parse_int=str)
    assert len(rows) > 0
    for row, found in zip(rows, written, strict=True):
        assert list(row) == list(found) == list(export.TABLES[table])
        plain = {key: "" if cell is None else cell for key, cell in found.items()}
        if "flags" in plain:
            plain["flags"] = ";".join(plain["flags"])
        if plain.get("sections"):
            row["sections"] = json.loads(row["sections"], parse_int=str)
        assert {key: unguard(cell) if isinstance(cell, str) else cell for key, cell in row.items()} == plain


def test_several_flags_are_one_cell(tmp_path: Path) -> None:
    rows = rows_of(extraction(flags=(Flag.SUM, Flag.RESTATED)))
    marked = rows._replace(records=export.marked(rows.records, 0.95))
    assert export.marked(rows.records, 0.9) == rows.records
    assert (export.below(rows.records, 0.95), export.below(rows.records, 0.9)) == (1, 0)
    export.write([marked], tmp_path, formats=("csv", "jsonl"))
    codes = ["sum:contradicts", "restated:contradicts", "low-confidence"]
    assert lines(tmp_path / "records.csv")[0]["flags"] == ";".join(codes)
    assert objects(tmp_path / "records.jsonl")[0]["flags"] == codes


def test_numbers_keep_their_digits(out: Path) -> None:
    assert '"value": -5.80, ' in (out / "records.jsonl").read_text(encoding="utf-8")
    assert lines(out / "records.csv")[0]["value"] == "-5.80"


def test_large_numbers_have_no_exponent(tmp_path: Path) -> None:
    rows = [rows_of(extraction(value_base=Decimal("1.5E+9")))]
    export.write(rows, tmp_path, formats=("csv", "jsonl"))
    assert lines(tmp_path / "records.csv")[0]["value_base"] == "1500000000"
    assert json.loads((tmp_path / "records.jsonl").read_text(encoding="utf-8"))["value_base"] == 1500000000


def test_text_is_guarded_and_numbers_are_not(out: Path) -> None:
    row = lines(out / "records.csv")[0]
    assert (row["text"], row["value"]) == ("'-5.80%", "-5.80")
    assert '"text": "-5.80%"' in (out / "records.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_begins_like_a_formula(start: str) -> None:
    assert guard(f"{start}1") == f"'{start}1"
    assert guard(f"1{start}") == f"1{start}"


@given(st.text("'=+-@\t\r＝甲1"))
def test_guarded_text_is_found_again(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.lists(st.text("甲,\"\n\r;' =1"), min_size=1))
def test_csv_reads_back_what_was_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("csv") / "texts.csv"
    table = Table(path, ("number", "text"))
    table.write([(number, text) for number, text in enumerate(texts)])
    table.close()
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["number", "text"]
    assert [(int(number), unguard(text)) for number, text in rows] == list(enumerate(texts))


def test_a_document_is_one_line_of_documents(out: Path) -> None:
    good, failed = objects(out / "documents.jsonl")
    assert (good["records"], good["ledger"], good["chars"], good["error"]) == (1, 1, len(TEXT), None)
    assert good["sections"] == [{"heading": "", "kind": "other", "start": 0, "end": len(TEXT)}]
    assert (good["doc_period_start"], good["doc_period_end"], good["kind"]) == (
        "2023-01",
        "2023-12",
        "summary",
    )
    assert (failed["source"], failed["records"], failed["kind"]) == ("b.txt", 0, None)
    assert failed["error"] == "empty file @ b.txt: it holds no text"


def test_excel_gets_a_mark_and_others_none(tmp_path: Path) -> None:
    for excel in (True, False):
        (path, *_) = export.write(
            [rows_of(extraction())], tmp_path, formats=("csv",), style=export.Style(excel)
        )
        assert path.read_bytes().startswith(b"\xef\xbb\xbf") is excel
        assert b"\r" not in path.read_bytes()


def test_a_run_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    export.write([rows_of(extraction())], tmp_path, formats=("csv",))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken() -> Iterator[DocumentRows]:
        yield rows_of(extraction())
        yield rows_of(extraction())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export.write(broken(), tmp_path, formats=("csv", "jsonl"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    with pytest.raises(KeyboardInterrupt):
        export.write(broken(), tmp_path / "new", formats=("csv",))
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(ReportmineError, match=r"^cannot write .* @ .*out: choose another folder$"):
        export.write([], tmp_path / "out", formats=("csv",))


def test_rows_are_taken_one_document_at_a_time(tmp_path: Path) -> None:
    alive: list[int] = []

    class Counted(DocumentRows):
        def __del__(self) -> None:
            alive.remove(1)

    def documents() -> Iterator[DocumentRows]:
        for _ in range(50):
            alive.append(1)
            yield Counted(*rows_of(extraction()))
            assert len(alive) <= 2

    export.write(documents(), tmp_path, formats=("csv", "jsonl"))
    assert len(lines(tmp_path / "records.csv")) == 50
