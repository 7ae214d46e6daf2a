"""Every format gives back what went in, whatever a report may hold; workbooks and databases as analysts use them."""

import datetime
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from reportmine import ReportmineError, export, ingest, pipeline, read_records, read_table
from reportmine.cli import app
from reportmine.engines import local
from reportmine.export import DocumentRows, Header, Row, Style, failed_rows, files, jsonl, rows_of
from reportmine.export.legend import LEGEND, column_of, headers
from reportmine.export.xlsx import cells
from reportmine.model import Document

ROOT = Path(__file__).parents[1]
REPORT = """青禾县2023年工作总结
发布时间：2023年12月28日
一、工作情况
全年固定资产投资15.40亿元，同比增长5.0%，其中三分之一用于水利；新增企业30—50家。
二、2024年工作安排
力争地区生产总值增长7%左右，固定资产投资增长7%以上。
"""
ROWS = rows_of(pipeline.extract(REPORT, source="青禾/a.txt"))
FAILED = failed_rows("b.txt", "empty file @ b.txt: it holds no text")
RECORD = dict(zip(export.TABLES["records"], ROWS.records[0], strict=True))
ZH, EN = Style(header=Header.ZH), Style(header=Header.EN)
# Each format with each header that it can have.
WAYS = [
    ("csv", EN), ("csv", ZH), ("csv", Style(excel=True, header=Header.ZH)), ("jsonl", EN), ("parquet", EN),
    ("xlsx", EN), ("xlsx", ZH), ("duckdb", EN),
]  # fmt: skip


def record(**changes: object) -> Row:
    return tuple((RECORD | changes).values())


def document(source: str, *records: Row) -> DocumentRows:
    """Rows of a document of that name with these records."""
    place = list(export.TABLES["records"]).index("source")
    named = [(*row[:place], source, *row[place + 1 :]) for row in records or ROWS.records]
    return ROWS._replace(document=(source, *ROWS.document[1:]), records=named, ledger=[])


def json_lines(folder: Path, table: str, rows: Sequence[Row]) -> list[str]:
    path = folder / "lines.jsonl"
    sink = jsonl.Table(path, export.TABLES[table])
    sink.write(rows)
    sink.close()
    return path.read_text(encoding="utf-8").split("\n")


def same(out: Path, rows: Sequence[DocumentRows], name: str) -> None:
    """What is read from a format equals, to the digit, what the rows are as JSON lines."""
    for table in export.TABLES:
        path = out / (files(name)[0] if name in export.VOLUMES else f"{table}.{name}")
        read = [tuple(row.values()) for row in read_table(path, table)]
        given = [row for document in rows for row in document.tables()[table]]
        assert json_lines(out, table, read) == json_lines(out, table, given)


def write(folder: Path, rows: Sequence[DocumentRows], name: str, style: Style = EN) -> Path:
    export.write(rows, folder, formats=(name,), style=style)
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def corpus() -> list[DocumentRows]:
    return list(local.run(ingest.walk([ROOT / "corpus"])))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "style"), WAYS)
def test_read_back_the_corpus_equals_its_json_lines(
    tmp_path: Path, corpus: list[DocumentRows], name: str, style: Style
) -> None:
    same(write(tmp_path, corpus, name, style), corpus, name)


TEXTS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'=1", "=cmd|' /C calc'!A0", "#N/A", "TRUE", "2023-01", "1e5", "00123",
    "https://qinghe.example/a", "a\nb", "a\r\nb\r", "\ttab", " edges ", "a\x00\x07\x0b\x1fb", "_x0041_ _x005F_",
    "<r>bold</r>", "<r><t>&amp;</t></r>", "<script>&\"']]>", "\ufffe\uffff", "\ufeff", "𠮷🙂", "é", '"quoted", and ;', "\\u0041",
    "长" * 33_000, "🙂" * 20_000, "a\ufffe" * 9000,
]  # fmt: skip
NUMBERS = [
    "5.80", "0.10", "0", "-0", "-0.0", "0.00", "-5.80", "1.5E+9", "1E-20", "123456789012345", "1234567890123456", "9.95",
    "-0.3333333333333333", "100000000000000000000", "9" * 48, "3.14159265358979323846", "0." + "1" * 40_000, "8.7300",
]  # fmt: skip


@pytest.mark.parametrize(("name", "style"), WAYS)
def test_texts_come_back_whatever_they_hold(tmp_path: Path, name: str, style: Style) -> None:
    rows = []
    for text in TEXTS:
        sections = [{"heading": text, "kind": "work", "start": 0, "end": 9}]
        line = (text, text, *ROWS.document[2:9], sections, *ROWS.document[10:])
        records = [
            record(sentence=text, subject=text, indicator=text),
            record(subject=None, section_path=""),
        ]
        rows.append(ROWS._replace(document=line, records=records))
    same(write(tmp_path, [*rows, FAILED], name, style), [*rows, FAILED], name)


@settings(max_examples=20, deadline=None)
@pytest.mark.parametrize(("name", "style"), WAYS)
@given(texts=st.lists(st.text(), min_size=1), number=st.decimals(allow_nan=False, allow_infinity=False))
def test_whatever_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, style: Style, texts: list[str], number: Decimal
) -> None:
    rows = [ROWS._replace(records=[record(sentence=text, value=number) for text in texts])]
    same(write(tmp_path_factory.mktemp("any"), rows, name, style), rows, name)


@pytest.mark.parametrize(("name", "style"), WAYS)
def test_numbers_come_back_with_their_digits(tmp_path: Path, name: str, style: Style) -> None:
    numbers = list(map(Decimal, NUMBERS))
    records = [record(value=number, value_high=number, value_base=number) for number in numbers]
    records += [record(value_high=None, confidence=confidence) for confidence in (0.0, 1.0, 0.1 + 0.2)]
    rows = [ROWS._replace(records=records)]
    same(write(tmp_path, rows, name, style), rows, name)


@pytest.mark.parametrize(("name", "style"), WAYS)
def test_an_empty_text_is_not_what_is_not_known(tmp_path: Path, name: str, style: Style) -> None:
    rows = [ROWS._replace(records=[record(unit="", subject=""), record(unit="", subject=None)])]
    write(tmp_path, rows, name, style)
    read = list(read_table(tmp_path))
    assert [row["unit"] for row in read] == ["", ""]
    assert [row["subject"] for row in read] == [None if name == "csv" else "", None]


@pytest.mark.parametrize(("name", "style"), WAYS)
def test_half_a_surrogate_pair_becomes_one_character(tmp_path: Path, name: str, style: Style) -> None:
    whole = pipeline.extract("青禾县2023年工作总结\n投资增长◆5%。", source="a.txt")
    broken = Document(whole.document.text.replace("◆", "\ud800"), "\udc00.txt")
    changes = {"source": broken.source, "sentence": "投资增长\ud8005%。"}
    records = tuple(found.model_copy(update=changes) for found in whole.records)
    rows = [rows_of(replace(whole, document=broken, records=records))]
    same(write(tmp_path, rows, name, style), rows, name)
    (row,) = read_records(tmp_path)
    assert (row.source, row.sentence) == ("\ufffd.txt", "投资增长\ufffd5%。")


@pytest.mark.parametrize(("name", "style"), WAYS)
def test_records_read_are_the_records_extracted(tmp_path: Path, name: str, style: Style) -> None:
    write(tmp_path, [ROWS, FAILED], name, style)
    assert tuple(read_records(tmp_path)) == pipeline.extract(REPORT, source="青禾/a.txt").records


def test_every_column_has_a_chinese_name_of_its_own() -> None:
    assert set(LEGEND) == {name for columns in export.TABLES.values() for name in columns}
    for columns in export.TABLES.values():
        chinese = headers(columns, Header.ZH)
        assert len(set(chinese)) == len(columns)
        assert [column_of(title) for title in chinese] == list(columns)


# ---- workbooks


def sheet(path: Path, name: str) -> list[dict[str, Any]]:
    """Cells of a sheet by header, row for row."""
    header, *lines = load_workbook(path)[name].iter_rows()
    return [dict(zip([cell.value for cell in header], line, strict=True)) for line in lines]


@pytest.mark.parametrize(
    ("style", "names"),
    [
        (Style(), ["记录", "台账", "文件", "列说明"]),
        (EN, ["records", "ledger", "documents", "columns"]),
    ],
)
def test_a_workbook_has_a_sheet_for_each_table_and_one_that_explains(
    tmp_path: Path, style: Style, names: list[str]
) -> None:
    book = load_workbook(write(tmp_path, [ROWS], "xlsx", style) / "reportmine.xlsx")
    assert book.sheetnames == names
    for name, table in zip(names, export.TABLES, strict=False):
        titles = [cell.value for cell in book[name][1]]
        assert titles[:-1] == list(headers(export.TABLES[table], style.header or Header.ZH))
        assert (book[name].freeze_panes, book[name].auto_filter.ref) == ("A2", book[name].dimensions)
    explained = {(row[1].value, row[2].value) for row in book[names[3]].iter_rows(min_row=2)}
    assert explained == {(name, column.chinese) for name, column in LEGEND.items()}


def test_cells_are_numbers_texts_and_dates_as_people_expect(tmp_path: Path) -> None:
    texts = [
        record(sentence=text, of=text)
        for text in ("=1+1", "+1", "-1%", "@a", "https://qinghe.example", "2023")
    ]
    rows = [ROWS._replace(records=[record(value=Decimal("5.80"), value_base=Decimal(1540000000)), *texts])]
    found = sheet(write(tmp_path, rows, "xlsx", EN) / "reportmine.xlsx", "records")
    first = found[0]
    shapes = {name: first[name].number_format for name in ("value", "value_base", "period_end", "published")}
    assert shapes == {"value": "0.00", "value_base": "#,##0", "period_end": "@", "published": "yyyy-mm-dd"}
    assert (first["value"].value, first["period_end"].value) == (5.8, "2023-12")
    assert first["published"].value == datetime.datetime(2023, 12, 28)
    assert first["sentence"].alignment.wrap_text
    assert {cell.data_type for row in found for name, cell in row.items() if name in ("sentence", "of")} <= {
        "s",
        "n",
    }
    assert [row["of"].data_type for row in found[1:]] == ["s"] * len(texts)
    assert [row["of"].quotePrefix for row in found[1:]] == [True] * 4 + [False] * 2
    assert not any(cell.hyperlink for row in found for cell in row.values())


def test_digits_that_a_spreadsheet_would_lose_are_text_with_a_note(tmp_path: Path) -> None:
    rows = [ROWS._replace(records=[record(value=Decimal("0.3333333333333333")), record(value=Decimal(3))])]
    long, short = sheet(write(tmp_path, rows, "xlsx", EN) / "reportmine.xlsx", "records")
    assert (long["value"].value, long["value"].data_type) == ("0.3333333333333333", "s")
    assert long["note"].value == "value: kept as text, a number of a spreadsheet has 15 digits"
    assert (short["value"].value, short["note"].value) == (3, None)


def test_texts_longer_than_a_cell_have_a_sheet(tmp_path: Path) -> None:
    rows = [ROWS._replace(records=[record(sentence="长" * 40_000)])]
    path = write(tmp_path, rows, "xlsx", ZH) / "reportmine.xlsx"
    (row,) = sheet(path, "记录")
    assert row["原句"].value == "长" * 1000 + "…"
    assert row["备注"].value == "原句：全文见“长文本”表"
    kept = sheet(path, "长文本")
    assert {(line["表"].value, line["行"].value, line["列名"].value) for line in kept} == {
        ("records", 1, "sentence")
    }
    assert "".join(line["JSON"].value for line in kept) == f'"{"长" * 40_000}"'


@pytest.mark.parametrize("style", [EN, ZH])
def test_rows_beyond_a_sheet_go_to_further_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, style: Style
) -> None:
    monkeypatch.setattr(cells, "ROWS", 8)
    rows = [ROWS._replace(records=[record(start=number, end=number + 6) for number in range(20)])]
    rows[0].records[15] = record(sentence="长" * 40_000)
    same(write(tmp_path, rows, "xlsx", style), rows, "xlsx")
    names = load_workbook(tmp_path / "reportmine.xlsx").sheetnames
    name = cells.SHEETS["records"][Header(style.header or "zh")]
    assert [found for found in names if found.startswith(name)] == [name, f"{name} 2", f"{name} 3"]


def test_the_same_rows_give_the_same_workbook_on_any_day(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, [ROWS, FAILED], "xlsx") / "reportmine.xlsx" for name in "ab"]
    assert len({path.read_bytes() for path in paths}) == 1
    with zipfile.ZipFile(paths[0]) as package:
        assert {part.date_time[:3] for part in package.infolist()} == {(1980, 1, 31)}
        assert b">2000-01-01T00:00:00Z<" in package.read("docProps/core.xml")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["reportmine.xlsx"]


# ---- databases


def rows_in(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as base:
        return base.execute(query).fetchall()


def test_documents_are_replaced_and_others_stay(tmp_path: Path) -> None:
    path = write(tmp_path, [document("a.txt"), document("b.txt"), FAILED], "duckdb") / "reportmine.duckdb"
    with duckdb.connect(str(path)) as base:
        base.execute("CREATE VIEW own AS SELECT count(*) AS records FROM records")
    again = [document("b.txt", record(value=Decimal("9.90"))), document("c.txt")]
    write(tmp_path, again, "duckdb")
    sources = rows_in(path, "SELECT source, records FROM documents ORDER BY source")
    count = len(ROWS.records)
    assert [source for source, _ in sources] == ["a.txt", "b.txt", "c.txt"]
    found = rows_in(path, "SELECT source, count(*) FROM records GROUP BY source ORDER BY source")
    assert found == [("a.txt", count), ("b.txt", 1), ("c.txt", count)]
    assert rows_in(path, "SELECT value_written FROM records WHERE source = 'b.txt'") == [("9.90",)]
    assert rows_in(path, "FROM own") == [(2 * count + 1,)]
    assert {file.name for file in tmp_path.iterdir()} == {"reportmine.duckdb"}


def test_extracting_again_and_again_changes_no_table_and_keeps_the_size(tmp_path: Path) -> None:
    rows = [document(f"{number}.txt", *ROWS.records * 300) for number in range(4)]
    path = write(tmp_path, rows, "duckdb") / "reportmine.duckdb"
    tables = [rows_in(path, f"FROM {table} ORDER BY ALL") for table in export.TABLES]
    size = path.stat().st_size
    for number in (0, 3, 1, 2, 0, 1):
        write(tmp_path, [rows[number]], "duckdb")
    assert [rows_in(path, f"FROM {table} ORDER BY ALL") for table in export.TABLES] == tables
    assert path.stat().st_size < 3 * size


def test_a_run_that_breaks_off_leaves_the_old_database(tmp_path: Path) -> None:
    path = write(tmp_path, [document("a.txt")], "duckdb") / "reportmine.duckdb"
    before = path.read_bytes()

    def broken() -> Iterator[DocumentRows]:
        yield document("a.txt", record(value=Decimal(1)))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export.write(broken(), tmp_path, formats=("duckdb", "xlsx"))
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["reportmine.duckdb"]


def other_columns(path: Path) -> None:
    with duckdb.connect(str(path)) as base:
        base.execute("ALTER TABLE records DROP COLUMN flags")


def no_tables(path: Path) -> None:
    with duckdb.connect(str(path)) as base:
        base.execute("DROP TABLE records CASCADE")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (other_columns, "records of another version of reportmine @ {}: choose another folder, or remove it"),
        (no_tables, "a database without tables of reportmine @ {}: choose another folder, or remove it"),
        (lambda path: path.write_bytes(b"no database" * 1000), "cannot be opened (* @ {}: choose another folder, or remove it"),
        (lambda path: path.with_name("reportmine.duckdb.wal").write_bytes(b"x"), "in use, or left open @ {}: close *"),
    ],
)  # fmt: skip
def test_a_database_that_cannot_be_added_to_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Any, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(REPORT, encoding="utf-8")
    path = write(Path("out"), [ROWS], "duckdb") / "reportmine.duckdb"
    for view in ("by_region_year", "growth_targets", "yearly_levels", "coverage"):
        with duckdb.connect(str(path)) as base:
            base.execute(f"DROP VIEW IF EXISTS {view} CASCADE")
    spoil(path)
    before = path.read_bytes()
    monkeypatch.setattr(local, "document_rows", None)
    result = run("extract", "a.txt", "--format", "duckdb")
    start, _, end = told.format(path).partition("*")
    assert result.exit_code == 2
    assert result.stderr.startswith(start)
    assert end.strip() in result.stderr
    assert path.read_bytes() == before


def test_a_database_in_use_costs_no_work(reports: Path) -> None:
    run("extract", reports, "--format", "duckdb")
    wal, extract = Path("out/reportmine.duckdb.wal"), local.document_rows

    def occupied(path: Path, extra: Path | None = None) -> DocumentRows:
        wal.write_bytes(b"")
        return extract(path, extra)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "document_rows", occupied)
        result = run("extract", reports, "--format", "duckdb")
    assert (result.exit_code, result.stderr[:28]) == (2, "in use, or left open @ out/r")
    assert run("extract", reports, "--format", "duckdb", "--resume").stderr == result.stderr
    wal.unlink()
    assert run("extract", reports, "--format", "duckdb", "--resume").stderr.startswith(
        "3 documents were done before"
    )


def test_views_answer_what_analysts_ask_first(tmp_path: Path) -> None:
    path = write(tmp_path, [ROWS, FAILED], "duckdb") / "reportmine.duckdb"
    targets = "SELECT region, year, indicator, value, comparator, wording FROM growth_targets ORDER BY ALL"
    assert rows_in(path, targets) == [
        ("青禾县", 2024, "固定资产投资", 7.0, "at_least", "7%以上"),
        ("青禾县", 2024, "地区生产总值", 7.0, "about", "7%左右"),
    ]
    levels = "SELECT region, year, indicator, value_base, unit_base FROM yearly_levels WHERE unit_base = '元'"
    assert rows_in(path, levels) == [("青禾县", 2023, "固定资产投资", 1540000000.0, "元")]
    covered = "SELECT year, documents, records, failed FROM coverage ORDER BY year NULLS LAST"
    assert rows_in(path, covered) == [(2023, 1, len(ROWS.records), 0), (None, 1, 0, 1)]
    comment = "SELECT comment FROM duckdb_columns() WHERE table_name = 'records' AND column_name = 'value'"
    assert rows_in(path, comment) == [("数值：按原文单位；下降为负；保留写出的位数",)]


# ---- the command line


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("reports").mkdir()
    for name in "abc":
        Path(f"reports/{name}.txt").write_text(REPORT.replace("15.40", f"{ord(name)}.40"), encoding="utf-8")
    return Path("reports")


ALL = "csv,jsonl,xlsx,parquet,duckdb"


def test_a_run_writes_all_formats_alike(reports: Path) -> None:
    assert run("extract", reports, "--format", ALL, "--jobs", 2).exit_code == 0
    assert run("extract", reports, "--format", ALL, "--jobs", 1, "--out", "one").exit_code == 0
    for name in set(files("xlsx") + files("csv") + files("jsonl") + files("parquet")):
        assert Path("out", name).read_bytes() == Path("one", name).read_bytes()
    wanted = list(read_table("out/records.jsonl"))
    assert wanted
    for path in (
        "out/records.csv",
        "out/records.parquet",
        "out/reportmine.xlsx",
        "out/reportmine.duckdb",
        "out",
    ):
        assert list(read_table(path)) == wanted


@pytest.mark.parametrize(
    ("name", "header"),
    [("csv", "zh"), ("csv", "en"), ("xlsx", "en"), ("parquet", None), ("duckdb", None)],
)
def test_diff_and_audit_read_every_format(reports: Path, name: str, header: str | None) -> None:
    run("extract", reports, "--out", "lines")
    options = ["--header", header] if header else []
    assert run("extract", reports, "--out", "other", "--format", name, *options).exit_code == 0
    for out in ("other", f"other/{files(name)[0]}"):
        assert run("diff", "lines", out).exit_code == 0
        assert run("diff", out, "lines", "--quiet").stdout.startswith("0 gained, 0 lost, 0 changed; ")
        assert run("audit", out).stdout == run("audit", "lines").stdout


def test_headers_are_chinese_where_that_is_asked_for(reports: Path) -> None:
    run("extract", reports, "--header", "zh", "--excel")
    with Path("out/records.csv").open(encoding="utf-8-sig") as lines:
        assert lines.readline().startswith("记录编号,文件,标题,发文单位,地区,")
    told = run("extract", reports, "--header", "en", "--resume").stderr
    assert told.startswith("not the same as in the last run: --excel and --header @ out: all documents")


def test_tables_of_a_run_before_the_last_are_not_read(reports: Path) -> None:
    run("extract", reports, "--format", "csv")
    run("extract", reports / "a.txt", "--format", "xlsx")
    assert {row["source"] for row in read_table("out")} == {"reports/a.txt"}


@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet"])
def test_parts_of_a_cluster_are_read_in_their_order(tmp_path: Path, name: str) -> None:
    for number, source in enumerate(("a.txt", "b.txt")):
        write(tmp_path / source, [document(source)], name)
        for table in export.TABLES:
            folder = tmp_path / "out" / f"{table}.{name}"
            folder.mkdir(parents=True, exist_ok=True)
            (tmp_path / source / folder.name).rename(folder / f"part-00000{number}.{name}")
    assert [row["source"] for row in read_table(tmp_path / "out", "documents")] == ["a.txt", "b.txt"]
    assert len(list(read_table(tmp_path / "out" / f"records.{name}"))) == 2 * len(ROWS.records)
    assert run("diff", tmp_path / "out", tmp_path / "out").exit_code == 0


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("none", r"^no table of ledger @ none: run reportmine extract first$"),
        ("a.txt", r"^no format that extract writes @ a.txt: give csv, jsonl, parquet, xlsx, duckdb$"),
        ("a.csv", r"^missing source, start, .* @ a.csv: run reportmine extract again$"),
        ("a.jsonl", r"^no JSON lines \(.*\) @ a.jsonl: run reportmine extract again$"),
        ("a.parquet", r"^no Parquet \(.*\) @ a.parquet: run reportmine extract again$"),
        ("a.xlsx", r"^no workbook \(.*\) @ a.xlsx: run reportmine extract again$"),
        ("a.duckdb", r"^cannot be read \(.*\) @ a.duckdb: run reportmine extract again$"),
    ],
)
def test_what_is_no_table_is_told(reports: Path, path: str, told: str) -> None:
    for suffix in ("txt", "csv", "jsonl", "parquet", "xlsx", "duckdb"):
        Path(f"a.{suffix}").write_text("no table\n")
    with pytest.raises(ReportmineError, match=told):
        list(read_table(path, "ledger"))


def test_what_is_no_record_is_told(tmp_path: Path) -> None:
    write(tmp_path, [ROWS._replace(records=[record(), record(measure="size")])], "xlsx")
    with pytest.raises(ReportmineError, match=r"^measure: .* @ .* record 2: run reportmine extract again$"):
        list(read_records(tmp_path))


@pytest.mark.parametrize("name", ["xlsx", "duckdb"])
def test_a_cluster_refuses_what_is_one_file(reports: Path, name: str) -> None:
    result = run("extract", reports, "--engine", "ray", "--format", f"csv,{name}")
    told = f"{name} is one file @ --engine ray: give csv, jsonl or parquet, which a cluster writes in parts\n"
    assert (result.exit_code, result.stderr) == (2, told)


def test_a_small_run_loads_no_library_of_other_formats(reports: Path) -> None:
    code = "import sys; from reportmine.cli import app; app(sys.argv[1:], standalone_mode=False)"
    libraries = ["duckdb", "openpyxl", "pandas", "pyarrow", "xlsxwriter"]
    code += f"; print([name for name in {libraries} if name in sys.modules])"
    wanted = {"csv,jsonl": "[]", "xlsx": "['xlsxwriter']"}
    for formats, loaded in wanted.items():
        command = [sys.executable, "-c", code, "extract", str(reports), "--format", formats]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == loaded
