"""Tables: what their headers say of each figure, the same in every format; what is none stays in the ledger."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict
from typer.testing import CliRunner

from files import FONT, HEIGHT, WIDTH, pdf
from reportmine import extract, extract_file, read
from reportmine.cli import app
from reportmine.ingest import aligned
from reportmine.model import Check, Extraction, Flag, LedgerEntry, Record
from reportmine.patterns import load
from reportmine.witness import find as find_findings
from test_properties import check_account

HEAD = ("青禾县2023年工作总结", "一、工作情况", "全县各项工作平稳推进，主要目标任务全面完成，具体情况如下。")
CELLS = (
    "指标", "单位", "数量（家）", "同比增长%", "2023年", "1-6月", "合计", "其中：企业", "石桥镇", "12", "-3.5", "(1.2)", "—",
    "", "第3", "5.5%", "3亿元", "一、工业", "序号", "1", "2", "电话", "3625118", "已建成3所，投资2亿元", "50以上", "万元",
    "2022", "1,200", "　农业",
)  # fmt: skip
USUAL = {"status": "actual", "comparator": "exact"}


class Case(BaseModel):
    """A table and what its figures become; see the head of cases/tables.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    above: tuple[str, ...] = ()
    rows: tuple[str, ...]
    records: tuple[str, ...]
    ledger: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def grid(self) -> list[list[str]]:
        found = [[cell.strip() for cell in row.split("|")] for row in self.rows]
        return [[*cells, *[""] * (len(found[0]) - len(cells))] for cells in found]


class Span(NamedTuple):
    """A cell of a grid with the rows and columns that it goes over."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


def spans(grid: Sequence[Sequence[str]]) -> Iterator[Span]:
    for row, cells in enumerate(grid):
        for column, text in enumerate(cells):
            if text in ("<", "^"):
                continue
            columns = 1
            while column + columns < len(cells) and cells[column + columns] == "<":
                columns += 1
            rows = 1
            while row + rows < len(grid) and grid[row + rows][column] == "^":
                rows += 1
            yield Span(text.replace("_", "　　"), row, column, rows, columns)


def bare(grid: Sequence[Sequence[str]]) -> list[list[str]]:
    return [["" if cell in ("<", "^") else cell.replace("_", "　　") for cell in row] for row in grid]


def as_text(case: Case, path: Path) -> Path:
    rows = ["\t".join(row) for row in bare(case.grid())]
    return written(path.with_suffix(".txt"), "\n".join((*HEAD, *case.above, *rows)))


def as_aligned(case: Case, path: Path) -> Path:
    grid = bare(case.grid())
    widths = [max(map(width, column)) + 3 for column in zip(*grid, strict=True)]
    rows = [
        "".join(cell + " " * (room - width(cell)) for cell, room in zip(row, widths, strict=True)).rstrip()
        for row in grid
    ]
    return written(path.with_suffix(".txt"), "\n".join((*HEAD, *case.above, *rows)))


def width(text: str) -> int:
    return len(text) + sum(char >= "\u2e80" for char in text)


def as_markdown(case: Case, path: Path) -> Path:
    first, *rows = ["| " + " | ".join(row) + " |" for row in bare(case.grid())]
    table = "\n".join((first, "|" + "---|" * (first.count("|") - 1), *rows))
    return written(path.with_suffix(".md"), "\n\n".join((*HEAD, *case.above, table)))


def as_html(case: Case, path: Path) -> Path:
    rows: dict[int, list[str]] = {}
    for cell in spans(case.grid()):
        extent = f'rowspan="{cell.rows}" colspan="{cell.columns}"'
        rows.setdefault(cell.row, []).append(f"<td {extent}>{cell.text}</td>")
    lines = "".join(f"<p>{line}</p>" for line in (*HEAD, *case.above))
    table = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows.values())
    page = f'<html><head><meta charset="utf-8"></head><body>{lines}<table>{table}</table></body></html>'
    return written(path.with_suffix(".html"), page)


def as_docx(case: Case, path: Path) -> Path:
    document = docx.Document()
    for line in (*HEAD, *case.above):
        document.add_paragraph(line)
    grid = case.grid()
    table = document.add_table(len(grid), len(grid[0]))
    for cell in spans(grid):
        first = table.cell(cell.row, cell.column)
        first.merge(table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        first.text = cell.text
    document.save(str(path.with_suffix(".docx")))
    return path.with_suffix(".docx")


def as_ruled(case: Case, path: Path) -> Path:
    return as_pdf(case, path, ruled=True)


def as_unruled(case: Case, path: Path) -> Path:
    return as_pdf(case, path, ruled=False)


def as_pdf(case: Case, path: Path, *, ruled: bool) -> Path:
    """A page with the lines above and the table, at ten points, with its lines drawn or without."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    grid, size, left, top = case.grid(), 8, 40.0, HEIGHT - 220.0
    texts = bare(grid)
    rooms = [max(map(width, column)) * size / 2 + 12 for column in zip(*texts, strict=True)]
    edges = [left + sum(rooms[:at]) for at in range(len(rooms) + 1)]
    canvas = Canvas(str(path.with_suffix(".pdf")), (WIDTH, HEIGHT), invariant=1)
    canvas.setFont(FONT, size)
    for number, line in enumerate((*HEAD, "", *case.above)):
        canvas.drawString(left, HEIGHT - 80 - 24 * number, line)
    for cell in spans(grid):
        x, y = edges[cell.column], top - 18 * cell.row
        canvas.drawString(x + 4, y - 12, cell.text)
        if ruled:
            canvas.rect(x, y - 18 * cell.rows, edges[cell.column + cell.columns] - x, 18 * cell.rows)
    canvas.save()
    return path.with_suffix(".pdf")


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


FORMATS: dict[str, Callable[[Case, Path], Path]] = {
    "text": as_text, "aligned": as_aligned, "markdown": as_markdown, "html": as_html, "docx": as_docx,
    "ruled": as_ruled, "unruled": as_unruled,
}  # fmt: skip
CASES = [
    Case.model_validate(one)
    for one in tomllib.loads((Path(__file__).parent / "cases/tables.toml").read_text(encoding="utf-8"))[
        "case"
    ]
]
EACH = [(case, kind) for case in CASES for kind in FORMATS if not case.only or kind in case.only]


def told(record: Record, records: Sequence[Record]) -> str:
    """A record as the cases write it."""
    whole = next((one.text for one in records if one.record_id == record.part_of), None)
    unusual = {"status": record.status.value, "comparator": record.comparator.value}
    facts = {"subject": record.subject, "of": record.of, "basis": record.basis, "part": whole}
    facts |= {name: value for name, value in unusual.items() if USUAL[name] != value}
    rest = sorted(f"{name}={value}" for name, value in facts.items() if value)
    figure = f"{record.value_base:f}{record.unit_base}"
    months = f"{record.period_start} {record.period_end}"
    parts = (record.text, record.indicator, figure, record.measure.value, months, ", ".join(rest))
    return " | ".join(filter(None, parts))


def wanted(line: str) -> str:
    *parts, rest = line.split(" | ")
    return " | ".join((*parts, ", ".join(sorted(rest.split(", ")))))


@pytest.mark.parametrize(("case", "kind"), EACH, ids=[f"{case.id}, {kind}" for case, kind in EACH])
def test_figures_of_tables_are_told_by_their_headers(case: Case, kind: str, tmp_path: Path) -> None:
    found = extract_file(FORMATS[kind](case, tmp_path / "report"))
    assert [told(record, found.records) for record in found.records] == list(map(wanted, case.records))
    check_account(found)
    entries = [f"{entry.text.strip()} {entry.reason.value}" for entry in found.ledger]
    rest = iter(entries)
    assert all(entry in rest for entry in case.ledger), entries


def body(*lines: str) -> Extraction:
    return extract("\n".join((*HEAD, *lines)))


def rows(*lines: str) -> Extraction:
    """A table whose cells | parts, as tabs do in plain text."""
    return body(*(line.replace("|", "\t") for line in lines))


def test_a_total_is_checked_against_what_it_adds_up() -> None:
    table = ("乡镇|学校（所）|学生（人）", "石桥镇|3|1200", "青山乡|2|800", "合计|5|2100")
    found = rows(*table)
    sums = {one.agrees: one.computed.low for one in found.findings if one.check is Check.SUM}
    assert sums == {True: 5, False: 2000}
    flagged = {record.text for record in found.records if Flag.SUM in record.flags}
    assert flagged == {"1200", "800", "2100"}
    assert find_findings(found.records, load()) == found.findings


def test_rows_of_a_table_are_no_list_of_a_sentence() -> None:
    found = rows("指标|2023年|2022年", "企业（家）|31|18", "项目（个）|14|13", "平台（个）|12|9")
    assert found.findings == ()


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (("注册资本|5000万元", "员工|120人", "专利|12件"), ["5000万元", "120人", "12件"]),
        (("企业名称|青禾公司", "注册资本|5000万元", "员工|120人"), ["5000万元", "120人"]),
        (("工作|情况", "道路|改造道路3条，投资2亿元", "学校|新建学校2所"), ["3条", "2亿元", "2所"]),
    ],
)
def test_what_has_no_headers_is_read_line_by_line(lines: tuple[str, ...], texts: list[str]) -> None:
    found = rows(*lines)
    assert [record.text for record in found.records] == texts
    assert not any(record.evidence.startswith("table") for record in found.records)


def test_cells_with_sentences_are_read_as_sentences() -> None:
    found = rows(
        "序号|任务|完成情况|完成率",
        "1|道路改造|已改造道路80公里，完成投资3亿元|80%",
        "2|学校新建|已建成学校2所|66.7%",
    )
    told_of = {record.text: (record.evidence.split(";")[0], record.sentence) for record in found.records}
    cell = "已改造道路80公里，完成投资3亿元"
    assert told_of["80公里"] == ("level", cell)
    assert told_of["3亿元"][1] == cell
    assert told_of["80%"][0] == "table"


@pytest.mark.parametrize("blank", ["", "—", "-", "/", "…", "无", "空"])
def test_empty_cells_give_nothing(blank: str) -> None:
    found = rows("指标|2022年|2023年", f"企业（家）|{blank}|31", f"项目（个）|12|{blank}")
    assert [record.text for record in found.records] == ["31", "12"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3.2", "3.2"), ("-3.2", "-3.2"), ("－3.2", "-3.2"), ("(3.2)", "-3.2"), ("（3.2）", "-3.2"), ("▼3.2", "-3.2"),
        ("+3.2", "3.2"), ("↓3.2", "-3.2"), ("3.2↓", "-3.2"), ("↑3.2", "3.2"), ("下降3.2", "-3.2"), ("增长3.2", "3.2"),
        ("3.2%", "3.2"), ("下降3.2%", "-3.2"), ("1,203.20", "1203.20"), ("3.2*", "3.2"),
    ],
)  # fmt: skip
def test_signs(written: str, value: str) -> None:
    record = rows("指标|增长（%）", f"产值|{written}", "税收|5", "投资|6").records[0]
    assert (str(record.value), record.measure.value, record.unit) == (value, "growth", "%")
    assert record.value_base == record.value
    assert record.text in written


@pytest.mark.parametrize(
    ("header", "measure", "basis"),
    [
        ("增长%", "growth", None), ("同比±%", "growth", "同比"), ("比上年增减（%）", "growth", "比上年"),
        ("较年初增加额", "change", "较年初"), ("占比（%）", "share", None), ("全省位次", "rank", None),
        ("完成率", "completion", None), ("贡献率（%）", "contribution", None), ("数量", "level", None),
    ],
)  # fmt: skip
def test_headers_tell_the_measure(header: str, measure: str, basis: str | None) -> None:
    record = rows(f"指标|{header}", "工业投资|3", "技改投资|5", "民间投资|6").records[0]
    assert (record.indicator, record.measure.value, record.basis) == ("工业投资", measure, basis)


def test_a_unit_is_the_cells_own_then_the_headers_then_the_lines() -> None:
    found = rows(
        "单位：万元", "指标|预算|决算（亿元）|支出", "教育|12|3|5亿元", "科技（元）|13|4|6", "水利|14|5|7"
    )
    units = [(record.text, record.unit, f"{record.value_base:f}") for record in found.records]
    assert units[:3] == [
        ("12", "万元", "120000"),
        ("3", "亿元", "300000000"),
        ("5亿元", "亿元", "500000000"),
    ]
    assert units[3:6] == [("13", "元", "13"), ("4", "亿元", "400000000"), ("6", "元", "6")]


def test_a_section_gives_its_status_and_headers_overrule_it() -> None:
    found = body(
        "二、下一步打算",
        "2024年主要指标",
        *(line.replace("|", "\t") for line in ("指标|2023年|2024年", "企业（家）|31|40", "项目（个）|12|15")),
    )
    assert [(record.text, record.status.value, record.section.value) for record in found.records] == [
        ("31", "actual", "plan"), ("40", "target", "plan"), ("12", "actual", "plan"), ("15", "target", "plan"),
    ]  # fmt: skip


def test_a_table_goes_on_over_pages_and_repeats_its_headers(tmp_path: Path) -> None:
    lines = [
        [
            *((40, HEIGHT - 80 - 24 * number, line) for number, line in enumerate(HEAD)),
            *placed(("指标", "2022年", "2023年"), ("企业数", "12", "31"), ("项目数", "5", "7")),
        ],
        placed(("指标", "2022年", "2023年"), ("平台数", "3", "4"), ("园区数", "1", "2")),
    ]
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf(lines))
    found = extract_file(path)
    assert [(record.text, record.indicator, record.locator) for record in found.records[-2:]] == [
        ("1", "园区数", "page 2 table 1 row 6 cell 2"),
        ("2", "园区数", "page 2 table 1 row 6 cell 3"),
    ]


def placed(*lines: Sequence[str]) -> list[tuple[float, float, str]]:
    return [
        (40 + 120 * at, HEIGHT - 220 - 24 * row, f"{cell} " if len(cell) == 1 else cell)
        for row, cells in enumerate(lines)
        for at, cell in enumerate(cells)
    ]


def test_prose_in_columns_stays_prose() -> None:
    lines = ("春　天　来　了", "白石村  通水  通电  通路", "青山村  通网", "一路  一桥")
    assert aligned.find("\n".join(lines)) == ()


@given(st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=5), min_size=2, max_size=7))
@settings(max_examples=200, deadline=None)
def test_the_account_of_any_table_balances(cells: list[list[str]]) -> None:
    found = body(*("\t".join(row) for row in cells))
    check_account(found)
    assert extract(found.document.text).records == found.records


HOSTILE = {
    "long and wide": "指标\t" + "\t".join(f"{1980 + at}年" for at in range(49)) + "\n"
    + "\n".join(f"企业{row}\t" + "\t".join(str(row * at % 97) for at in range(49)) for row in range(200)),
    "rows of different lengths": "\n".join("\t".join(map(str, range(row % 90))) for row in range(300)),
    "wider than anybody reads": "\n".join("\t".join(map(str, range(600))) for _ in range(5)),
    "sums only": "指标\t数量\n" + "\n".join(("小计\t1", "合计\t2", "其中：甲\t3")[row % 3] for row in range(6000)),
    "indents": "指标\t数量\n" + "\n".join(f"{'　' * (row % 300)}甲\t{row}" for row in range(3000)),
    "tables": "\n\n".join(["指标\t数量\n企业\t3\n收入\t5"] * 1500),
    "spaces": "\n".join(f"甲{' ' * 500}乙{' ' * 500}{row}" for row in range(900)),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_tables_end(name: str) -> None:
    # Not timed: what grows with the square of these rows does not end within a test run.
    found = extract(HOSTILE[name])
    assert len(found.records) + len(found.ledger) > 0
    assert all(one.end <= other.start for one, other in pairwise(found.records))


@pytest.mark.parametrize(
    "table",
    [
        "<table>" + "<tr>" + '<td rowspan="1000" colspan="1000">7</td>' * 20 + "</tr>",
        "<table><tr><td>" * 400 + "7",
        "<table>"
        + "<tr><td>指标</td><td>数量</td></tr><tr><td>企业</td></tr>" * 2000
        + "<tr><td>项目</td><td>7</td></tr>",
    ],
)
def test_hostile_pages_end(tmp_path: Path, table: str) -> None:
    page = f'<html><head><meta charset="utf-8"></head><body><p>{HEAD[2]}</p>{table}</body></html>'
    found = extract_file(written(tmp_path / "page.html", page))
    numbers: list[Record | LedgerEntry] = [*found.records, *found.ledger]
    assert "7" in {number.text for number in numbers}


def test_a_page_full_of_rules_ends(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    path = tmp_path / "page.pdf"
    canvas = Canvas(str(path), (WIDTH, HEIGHT), invariant=1)
    for at in range(1500):
        canvas.line(at % 500, 0, at % 500, HEIGHT)
        canvas.line(0, at % 800, WIDTH, at % 800)
    canvas.drawString(40, 400, "0123456789 0123456789 0123456789")
    canvas.save()
    assert "0123456789" in read(path).text


def test_explain_names_the_headers(tmp_path: Path) -> None:
    path = written(
        tmp_path / "report.txt",
        "\n".join((*HEAD, "单位：万元", "指标\t预算\t决算", "教育\t12\t13", "科技\t7\t8")),
    )
    done = CliRunner().invoke(app, ["explain", str(path), "--text", "13"])
    lines = [" ".join(line.split()) for line in done.output.splitlines()]
    assert done.exit_code == 0
    for line in (
        "because table; row:indicator; column:actual; unit:line; period:document",
        "row from 教育 6:1",
        "column from 决算 5:7",
        "unit from 单位：万元 4:1",
    ):
        assert line in lines, done.output


def test_gaps_and_traditional_characters_change_no_figure() -> None:
    lines = (
        "单位：亿元",
        "指标|2022年|2023年|同比增长（%）",
        "工业总产值|10.5|12.3|17.1",
        "财政收入（万元）|3.2|3.1|▼3.1",
    )
    plain = rows(*lines)
    gaps = rows(*(line.replace("年", " 年") for line in lines))
    head = (
        "青禾縣2023年工作總結",
        "一、工作情況",
        "全縣各項工作平穩推進，主要目標任務全面完成，具體情況如下。",
    )
    table = (
        "單位：億元",
        "指標|2022年|2023年|同比增長（%）",
        "工業總產值|10.5|12.3|17.1",
        "財政收入（萬元）|3.2|3.1|▼3.1",
    )
    traditional = extract("\n".join((*head, *(line.replace("|", "\t") for line in table))))
    facts = [(one.text, one.value_base, one.unit_base, one.measure, one.period_end) for one in plain.records]
    for found in (gaps, traditional):
        check_account(found)
        assert [
            (one.text, one.value_base, one.unit_base, one.measure, one.period_end) for one in found.records
        ] == facts
