"""Reports in traditional characters: read as their simplified twins are, and quoted as they are written."""

from pathlib import Path

import characters
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from reportmine import extract, extract_file, find_quantities, parse_numeral
from reportmine.cli import app
from reportmine.golden.agreement import name_agrees, wording_agrees
from reportmine.golden.tables import Row
from reportmine.traditional import simplified

REPORT = """雲棲縣政府農業局2024年工作計畫
一、主要目標
力爭糧食產量達到3.5萬公噸以上，核定補助新臺幣12億元，較上年度成長8.5%，佔全縣總額的25%。
"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("發展後勁", "发展后劲"),
        ("臺灣、香港、裏面、裡面", "台湾、香港、里面、里面"),
        ("為爲偽僞眾衆啟啓麵麪", "为为伪伪众众启启面面"),
        ("著名品牌，著力推動", "著名品牌，着力推动"),
        ("年度計畫與規劃圖畫", "年度计划与规划图画"),
        ("乾隆年间，于都县", "乾隆年间，于都县"),  # a simplified text
        ("乾燥設備", "干燥设备"),
        ("企业“鑫昇隆”的资产", "企业“鑫昇隆”的资产"),  # … with a name
        ("12 items", "12 items"),
    ],
)
def test_characters_are_folded_one_for_one(text: str, wanted: str) -> None:
    assert simplified(text) == wanted
    assert len(wanted) == len(text)


@given(st.text(alphabet=st.sampled_from("縣县著乾後后12%，計畫划的一億\n𠀀")))
def test_folding_keeps_every_offset_and_is_done_once(text: str) -> None:
    told = simplified(text)
    assert len(told) == len(text)
    assert simplified(told) == told


def test_the_table_is_what_opencc_says() -> None:
    parts = dict(characters.parts())
    kept = characters.FILE.read_text(encoding="utf-8").split("\n[")[1:]
    assert {part.partition("]")[0]: part.partition("]")[2].split() for part in kept} == parts
    assert not {pair[0] for pair in parts["traditional"]} & {*parts["simplified"]}


def test_quotations_are_as_written_and_what_is_compared_is_simplified() -> None:
    report = extract(REPORT)
    first, second, third, share = report.records
    assert first.title == "雲棲縣政府農業局2024年工作計畫"
    assert (first.section_path, first.sentence) == ("一、主要目標", REPORT.split("\n")[2])
    assert (first.text, first.unit, first.unit_base) == ("3.5萬公噸", "萬公噸", "吨")
    assert (first.indicator, first.status, first.comparator) == ("粮食产量", "target", "at_least")
    assert (second.text, second.indicator, second.unit_base) == ("12億元", "核定补助", "新台币")
    assert (third.measure, third.value_base, third.basis) == ("growth", third.value, "较上年度")
    assert (share.measure, share.of) == ("share", "全县总额")
    assert all(REPORT[record.start : record.end] == record.text for record in report.records)
    assert all(REPORT[entry.start : entry.end] == entry.text for entry in report.ledger)
    assert report.info.kind == "plan"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("投資三億兩千萬元", "320000000", "元"),
        ("面積35公頃", "35", "公顷"),
        ("總收入港幣約12億元", "1200000000", "港元"),
        ("撥款港币300万", "3000000", "港元"),
        ("資產3億元港幣", "300000000", "港元"),
        ("參加一千五百餘人", "1500", "人"),
        ("下降二點五個百分點", "2.5", "个百分点"),
    ],
)
def test_quantities_in_traditional_characters(text: str, value: str, unit: str) -> None:
    (found,) = find_quantities(text)
    assert (str(found.value_base), found.unit_base) == (value, unit)
    assert found.text == text[found.start : found.end]


def test_a_numeral_may_be_written_in_traditional_characters() -> None:
    assert parse_numeral("貳拾萬") == parse_numeral("贰拾万") == 200_000


def test_golden_rows_may_be_written_in_either_characters() -> None:
    blank = dict.fromkeys(("indicator", "indicator_core", "indicator_full"), "")
    ours = Row("1", 0, 1, blank | {"indicator": "粮食产量"})
    for told in ({"indicator": "糧食產量"}, {"indicator_core": "產量", "indicator_full": "糧食總產量"}):
        assert name_agrees(Row("1", 0, 1, blank | told), ours)
    assert wording_agrees("較上年", "较上年")


def test_arithmetic_is_read_in_traditional_characters_too() -> None:
    text = "建成創新平臺31個，其中國家級18個、省級14個。"
    flags = [record.flags for record in extract(text).records]
    assert flags == [record.flags for record in extract(simplified(text)).records]
    assert any(flags)


def test_files_in_big5_are_read_alike(tmp_path: Path) -> None:
    for codec in ("big5hkscs", "utf-8"):
        (tmp_path / f"{codec}.txt").write_bytes(REPORT.encode(codec))
    told = [extract_file(tmp_path / f"{codec}.txt") for codec in ("big5hkscs", "utf-8")]
    cells = [
        [record.model_dump(exclude={"source", "record_id", "part_of"}) for record in one.records]
        for one in told
    ]
    assert cells[0] == cells[1]


def test_explain_quotes_the_report(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    shown = CliRunner().invoke(app, ["explain", str(path), "--text", "12億元"])
    assert shown.exit_code == 0, shown.output
    assert "[12億元]" in shown.output
    assert "核定补助" in shown.output
