"""Word files → text: the numbers that Word counts, tables, notes and boxes, in reading order."""

import shutil
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from files import W, build, paragraph, rewrite
from reportmine import IngestError, read
from reportmine.ingest import office
from reportmine.ingest.numbering import chinese
from reportmine.model import Document


def lines(path: Path) -> list[str]:
    return read(path).text.splitlines()


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str, starts: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{starts}</w:num>'
    )


def test_automatic_numbers_are_written_as_word_shows_them(tmp_path: Path) -> None:
    numbering = lists(
        level(0, "japaneseCounting", "%1、"),
        level(1, "chineseCountingThousand", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimal", "%3.%4", '<w:suff w:val="nothing"/>'),
        level(4, "bullet", "●"),
        starts='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>',
    )
    numbers = ["1.0", "1.1", "1.2", "1.3", "1.1", "1.0", "1.1", "1.4", "2.0", "2.0"]
    blocks = [paragraph("新增3家", number=number) for number in numbers]
    assert lines(build(tmp_path, *blocks, paragraph("无"), numbering=numbering)) == [
        "一、新增3家", "（一）新增3家", "1. 新增3家", "1.1新增3家", "（二）新增3家",
        "二、新增3家", "（一）新增3家", "新增3家", "一、新增3家", "二、新增3家", "无",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("decimalZero", "03"), ("decimalFullWidth", "３"), ("decimalEnclosedCircle", "③"), ("upperRoman", "III"),
        ("lowerLetter", "c"), ("ideographTraditional", "丙"), ("chineseLegalSimplified", "叁"), ("unknown", "3"),
    ],
)  # fmt: skip
def test_forms_of_numbers(tmp_path: Path, form: str, mark: str) -> None:
    blocks = [paragraph("项", number="1.0")] * 3
    assert lines(build(tmp_path, *blocks, numbering=lists(level(0, form, "%1、"))))[-1] == f"{mark}、项"


def test_chinese_numbers_differ_and_end_at_a_hundred() -> None:
    assert len({chinese(number) for number in range(1, 100)}) == 99
    assert (chinese(10), chinese(21), chinese(100)) == ("十", "二十一", "100")


def test_numbers_of_a_style_are_those_of_its_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="1"/></w:numPr>'))
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    linked = level(2, "japaneseCounting", "%3、", '<w:pStyle w:val="Heading1"/>')
    for child in parse_xml(f"<w:numbering {W}>{lists(linked)}</w:numbering>"):
        root.append(child)
    for text in ("主要工作", "问题"):
        document.add_heading(text, 1)
    document.save(str(tmp_path / "a.docx"))
    assert lines(tmp_path / "a.docx") == ["一、主要工作", "二、问题"]


BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
    f"{paragraph('框内5家')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
RUN = "<w:r><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("blocks", "shown"),
    [
        ([f'<w:p>{RUN.format("新增")}<w:ins w:id="1">{RUN.format("12家")}</w:ins></w:p>'], ["新增12家"]),
        (['<w:p><w:del w:id="1"><w:r><w:delText>3家</w:delText></w:r></w:del>' + RUN.format("4家") + "</w:p>"], ["4家"]),
        (
            [f'<w:p><w:moveFrom w:id="1">{RUN.format("旧")}</w:moveFrom><w:moveTo w:id="2">{RUN.format("新")}</w:moveTo></w:p>'],
            ["新"],
        ),
        ([f"<w:sdt><w:sdtContent>{paragraph('控件内8家')}</w:sdtContent></w:sdt>"], ["控件内8家"]),
        ([f"<w:p><w:hyperlink>{RUN.format('链接2个')}</w:hyperlink></w:p>"], ["链接2个"]),
        (
            ["<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t></w:r></w:p>"],
            ["甲", "乙 丙-丁"],
        ),
        ([f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>{RUN.format('显')}</w:p>"], ["显"]),
        ([paragraph("前", inside=BOX), paragraph("后")], ["前", "框内5家", "后"]),
        (["<w:p><w:r><w:instrText>PAGE 7</w:instrText></w:r><w:fldSimple>" + RUN.format("15") + "</w:fldSimple></w:p>"], ["15"]),
        (['<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>' + RUN.format("一、工作 3") + "</w:p>", paragraph("正文")], ["正文"]),
        ([paragraph("甲"), paragraph(), paragraph("乙")], ["甲", "乙"]),
    ],
)  # fmt: skip
def test_what_word_shows_is_read(tmp_path: Path, blocks: list[str], shown: list[str]) -> None:
    path = build(tmp_path, *blocks)
    document = docx.Document(str(path))
    document.styles.add_style("TOC 1", 1).element.set(qn("w:styleId"), "TOC1")
    document.save(str(path))
    assert lines(path) == shown


def table(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows) + "</w:tbl>"


def cell(*texts: str, properties: str = "") -> str:
    told = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{told}{''.join(map(paragraph, texts))}</w:tc>"


def test_tables_stand_where_they_are_and_places_are_those_of_other_programs(tmp_path: Path) -> None:
    wide, first, rest = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        [cell("指标", properties=first), cell("2023年", properties=wide)],
        [cell("", properties=rest), cell("数量"), cell("增长")],
        [cell("企业", "（家）"), cell("31"), cell("5.2%")],
    )
    roster = [cell("内容"), cell("一、工作。", "新增3家。", "（一）项目。", "建成4个。")]
    blocks = [
        paragraph("前"),
        paragraph(),
        table(*rows),
        paragraph("后7家"),
        table([cell("甲", "乙")]),
        table(roster),
    ]
    found = read(build(tmp_path, *blocks))
    assert found.text.splitlines() == [
        "前", "指标\t2023年", "\t数量\t增长", "企业 （家）\t31\t5.2%", "后7家", "甲", "乙",
        "内容", "一、工作。", "新增3家。", "（一）项目。", "建成4个。",
    ]  # fmt: skip
    places = {"31": "table 1 row 3 cell 2", "5.2%": "table 1 row 3 cell 3", "乙": "table 2 row 1 cell 1"}
    places |= {"后7家": "paragraph 3", "4个": "table 3 row 1 cell 2"}
    assert {word: found.locator(found.text.index(word)) for word in places} == places
    theirs = docx.Document(str(tmp_path / "report.docx"))
    assert theirs.tables[0].rows[2].cells[2].text == "5.2%"
    assert theirs.paragraphs[2].text == "后7家"


@pytest.mark.parametrize("in_table", [False, True])
def test_notes_follow_the_paragraph_or_row_that_calls_them(tmp_path: Path, in_table: bool) -> None:
    called = paragraph("新增3家", inside='<w:r><w:footnoteReference w:id="2"/></w:r>')
    path = build(tmp_path, table([f"<w:tc>{called}</w:tc>"]) if in_table else called, called, paragraph("后"))
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{paragraph("不含分公司2家")}</w:footnote></w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    rewrite(path, {
        "word/footnotes.xml": lambda _: notes,
        "[Content_Types].xml": lambda told: told.replace(
            "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
        ),
        "word/_rels/document.xml.rels": lambda told: told.replace(
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>',
        ),
    })  # fmt: skip
    found = read(path)
    assert found.text.splitlines() == ["新增3家", "不含分公司2家", "新增3家", "后"]
    assert found.locator(found.text.index("2家")) == "footnote 2"


def test_headers_and_footers_are_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "第12期"
    document.sections[0].footer.paragraphs[0].text = "- 1 -"
    document.add_paragraph("正文3家")
    document.save(str(tmp_path / "a.docx"))
    assert lines(tmp_path / "a.docx") == ["正文3家"]


RICH = rb"{\rtf1\ansi\uc1 \u26032?\u22686?12\u23478?\par}"


def test_older_files_need_libreoffice_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.doc"
    path.write_bytes(RICH)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(
        IngestError, match=r"an older office file @ .*: install LibreOffice, or save it as \.docx"
    ):
        read(path)


needs_office = pytest.mark.skipif(
    not any(map(shutil.which, office.PROGRAMS)),
    reason="LibreOffice is not installed: the .doc reader is not tested",
)


@needs_office
@pytest.mark.slow
def test_older_files_are_read_through_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "old.doc"
    path.write_bytes(RICH)
    found: Document = read(path)
    assert (found.text, found.locator(2)) == ("新增12家\n", "paragraph 1")
