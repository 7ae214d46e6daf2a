"""PDF files → text: paragraphs out of lines, pages as places, nothing of what each page repeats."""

from pathlib import Path

import pytest

from files import HEIGHT, pdf, prose
from reportmine import IngestError, read
from reportmine.model import Document

LONG = "全县各部门认真落实决策部署，扎实推进各项工作，全年完成固定资产投资一十二亿元，同比增长百分之八，高于全市平均。"
NEXT = "新建水库三座，加固堤防若干公里，巡河一万余次，河湖面貌持续改善，水质达标。"


def document(tmp_path: Path, raw: bytes) -> Document:
    path = tmp_path / "report.pdf"
    path.write_bytes(raw)
    return read(path)


def below(lines: list[tuple[float, float, str]], step: float = 24) -> float:
    return lines[-1][1] - step


def two(*, indent: int, step: float = 24) -> list[tuple[float, float, str]]:
    first = prose(LONG, indent=indent)
    return first + prose(NEXT, below(first, step), indent=indent)


@pytest.mark.parametrize(
    "lines",
    [
        two(indent=2),
        two(indent=0),
        two(indent=0, step=48),
        [*reversed(two(indent=2))],  # drawn from below
    ],
    ids=["indented", "without indent", "set apart", "drawn in another order"],
)
def test_lines_are_joined_into_paragraphs(tmp_path: Path, lines: list[tuple[float, float, str]]) -> None:
    assert document(tmp_path, pdf([lines])).text.splitlines() == [LONG, NEXT]


def test_a_title_that_its_width_breaks_is_one_line(tmp_path: Path) -> None:
    lines = [(86, 760, "青禾县人民政府办公室关于二〇二三年工作"), (184, 736, "总结的报告"), *prose(LONG, 680)]
    assert document(tmp_path, pdf([lines])).text.splitlines() == [
        "青禾县人民政府办公室关于二〇二三年工作总结的报告",
        LONG,
    ]
    lines = [(135, 760, "青禾县人民政府办公室"), (184, 736, "总结的报告"), *prose(LONG, 680)]
    assert document(tmp_path, pdf([lines])).text.splitlines()[:2] == ["青禾县人民政府办公室", "总结的报告"]


def test_headings_and_short_lines_stay_apart(tmp_path: Path) -> None:
    title = [(200, 760, "青禾县工作总结"), (100, 730, "一、主要工作")]
    signed = [(350, 400, "青禾县水利局"), (350, 376, "2024年1月9日")]
    found = document(tmp_path, pdf([[*title, *prose(LONG), *signed]]))
    assert found.text.splitlines() == ["青禾县工作总结", "一、主要工作", LONG, "青禾县水利局", "2024年1月9日"]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("比1-", "10月增长", "比1-10月增长"),
        ("完成15.", "4亿元", "完成15.4亿元"),
        ("增速为-", "2.1%，", "增速为-2.1%，"),
        ("共20", "23家", "共2023家"),
        ("of GDP", "growth", "of GDP growth"),
    ],
)
def test_figures_that_a_line_breaks_are_whole(tmp_path: Path, before: str, after: str, joined: str) -> None:
    wide = "全" * (28 - len(before))
    lines = [(72, 700, wide + before), (72, 676, after + "全" * 20)]
    assert joined in document(tmp_path, pdf([lines])).text


def test_paragraphs_run_on_over_pages_and_places_are_pages(tmp_path: Path) -> None:
    lines = prose(LONG, 140)
    pages = [
        [line for line in lines if line[1] >= 100],
        [(x, y + 600, text) for x, y, text in lines if y < 100],
    ]
    found = document(tmp_path, pdf([*pages, prose(NEXT)]))
    assert found.text.splitlines() == [LONG, NEXT]
    assert [found.locator(found.text.index(word)) for word in ("全县", "高于全市", "新建")] == [
        "page 1",
        "page 2",
        "page 3",
    ]


@pytest.mark.parametrize("number", ["- {} -", "—{}—", "第{}页", "第 {} 页 共 3 页", "{}/3", "{}"])
def test_headers_footers_and_page_numbers_are_left_out(tmp_path: Path, number: str) -> None:
    pages = [
        [(200, HEIGHT - 40, f"青禾县工作总结 第{page}期"), *prose(text), (280, 40, number.format(page))]
        for page, text in enumerate((LONG, NEXT, LONG), 1)
    ]
    assert document(tmp_path, pdf(pages)).text.splitlines() == [LONG, NEXT, LONG]
    # The header of a single page is told by its place alone, and a figure in the text is none.
    single = [
        (200, HEIGHT - 40, "青禾县工作总结"),
        *prose(LONG),
        (72, 400, "12"),
        (280, 40, number.format(1)),
    ]
    assert document(tmp_path, pdf([single])).text.splitlines() == [LONG, "12"]


def test_rows_of_tables_are_parted_by_tabs(tmp_path: Path) -> None:
    rows = [("指标", "数量", "增长"), ("企业", "31", "5.2%"), ("投资", "12.5", "-3.1%")]
    lines = [
        (72 + 120 * at, 600 - 24 * row, cell)
        for row, cells in enumerate(rows)
        for at, cell in enumerate(cells)
    ]
    assert document(tmp_path, pdf([[*prose(LONG), *lines]])).text.splitlines() == [
        LONG,
        *map("\t".join, rows),
    ]


def test_indices_stay_in_their_line(tmp_path: Path) -> None:
    lines = [
        *prose(LONG),
        (72, 500, "面积1200m"),
        (72 + 14 * 4.65, 506, "2"),
        (72 + 14 * 5.1, 500, "，增长5%。"),
    ]
    assert document(tmp_path, pdf([lines])).text.splitlines()[-1] == "面积1200m2，增长5%。"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_as_shown(tmp_path: Path, turn: int) -> None:
    row = [(72, 380, "企业"), (192, 380, "31"), (300, 380, "5.2%")]
    found = document(tmp_path, pdf([[*prose(LONG, 500), *row]], turn=turn))
    assert found.text.splitlines() == [LONG, "企业\t31\t5.2%"]


def test_what_has_no_text_layer_asks_for_ocr(tmp_path: Path) -> None:
    for raw in (pdf([[]]), pdf([[(72, 700, "扫描")]])):
        with pytest.raises(
            IngestError, match=r"no text layer, only pictures of pages @ .*: recognise its text \(OCR\)"
        ):
            document(tmp_path, raw)


def test_encrypted_and_damaged_files_say_so(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"encrypted file @ .*: save it without password"):
        document(tmp_path, pdf([prose(LONG)], encrypt="secret"))
    with pytest.raises(IngestError, match=r"damaged PDF .* @ .*: print it into a new one"):
        document(tmp_path, pdf([prose(LONG)])[:300])
