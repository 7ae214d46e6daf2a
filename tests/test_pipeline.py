"""Text → records and ledger: the account of numerals, ids, offsets, and the same answer every time."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportmine
from reportmine import extract, extract_file, find_quantities, records
from reportmine.model import (
    Claim,
    Comparator,
    Document,
    DocumentInfo,
    Extraction,
    LedgerEntry,
    Measure,
    Months,
    Outline,
    Quantity,
    Reason,
    Record,
    Section,
    SectionKind,
    Span,
    Status,
)

REPORT = """青禾县科技局2023年工作总结

一、工作情况
（一）平台建设。新建各类创新平台１２个，其中国家级3个、省级9个；投入资金15.44亿元，同比增长5.80％。
（二）人才引进。引进科技人才800余人。

二、下一步打算
2024年，力争新增高新技术企业20家以上。
"""
DIGITS = "0123456789０１２３４５６７８９"
WORDS = st.one_of(
    st.sampled_from("企业家个第三十至约，。、（）()《》“”-.％%\n"),
    st.sampled_from(
        ["全年新增", "同比增长", "其中", "占比", "一、", "2023年", "12", "3.5", "１２", "亿元", "以上", "5G"]
    ),
)


def numbers(extraction: Extraction) -> list[Record | LedgerEntry]:
    return [*extraction.records, *extraction.ledger]


def places(extraction: Extraction) -> list[Span]:
    """Each place once, in text order: one numeral may be two records."""
    return sorted({Span(number.start, number.end) for number in numbers(extraction)})


def test_every_numeral_is_a_record_or_a_ledger_line() -> None:
    found = extract(REPORT, source="qinghe.txt")
    assert [record.text for record in found.records] == [
        "１２个", "3个", "9个", "15.44亿元", "5.80％", "800余人", "20家",
    ]  # fmt: skip
    for match in re.finditer(f"[{DIGITS}.]+", REPORT):
        holding = [span for span in places(found) if span.start <= match.start() and match.end() <= span.end]
        assert len(holding) == 1, match


@given(st.lists(WORDS, max_size=40).map("".join))
def test_the_account_balances_on_any_text(text: str) -> None:
    found = extract(text)
    for number in numbers(found):
        assert number.text == text[number.start : number.end]
    spans = places(found)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    covered = {offset for span in spans for offset in range(*span)}
    assert {offset for offset, char in enumerate(text) if char in DIGITS} <= covered


def test_records_say_where_they_stand() -> None:
    found = extract(REPORT, source="qinghe.txt")
    ids = [record.record_id for record in found.records]
    assert len(set(ids)) == len(ids)
    for record in found.records:
        assert record.record_id == f"qinghe.txt@{record.start}-{record.end}"
        assert record.text in record.sentence
        assert record.sentence == record.sentence.strip()
    first, last = found.records[0], found.records[-1]
    assert first.section_path == "一、工作情况 > （一）平台建设。"
    assert (first.section, last.section) == ("work", "plan")
    assert [entry.start for entry in found.ledger] == sorted(entry.start for entry in found.ledger)


def test_offsets_count_the_text_as_given() -> None:
    text = "新增企业１２家。\r\n投资１．５亿元\r。"
    assert [(q.start, q.text, q.unit) for q in find_quantities(text)] == [
        (4, "１２家", "家"),
        (12, "１．５亿元", "亿元"),
    ]
    assert [q.text for q in find_quantities("增长5％")] == ["5％"]
    assert find_quantities("增长5％")[0].unit == "％"
    assert find_quantities("没有") == []


def test_text_without_numbers_gives_nothing() -> None:
    for text in ("", "\n", "没有数字。"):
        assert numbers(extract(text)) == []


def test_a_file_is_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="gb18030")
    found = extract_file(path)
    alone = extract(REPORT, source=path.as_posix())
    assert (found.records, found.ledger, found.sections) == (alone.records, alone.ledger, alone.sections)


def test_another_process_says_the_same() -> None:
    code = (
        "import sys, reportmine; found = reportmine.extract(sys.stdin.read(), source='x');"
        "print([entry.model_dump_json() for entry in (*found.records, *found.ledger)])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code],
            input=REPORT,
            capture_output=True,
            check=True,
            encoding="utf-8",
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert "15.44亿元" in runs.pop()


def claim(start: int, **changes: object) -> Claim:
    quantity = Quantity(start, start + 3, "12家", Decimal(12), None, "家", "家", Decimal(12))
    cells: dict[str, object] = {
        "quantity": quantity, "value": Decimal(12), "value_base": Decimal(12), "value_high": None,
        "comparator": Comparator.EXACT, "unit_base": "家", "indicator": "企业", "measure": Measure.LEVEL,
        "of": None, "basis": None, "subject": None, "status": Status.ACTUAL,
        "period": Months("2023-01", "2023-12"),
        "part_of": None, "section": 0, "sentence": Span(0, 20), "confidence": 0.9, "evidence": "np-qty",
    }  # fmt: skip
    return Claim(**(cells | changes))  # type: ignore[arg-type]


def built(*claims: Claim, ledger: tuple[Quantity, ...] = ()) -> Extraction:
    section = Section("一、", SectionKind.WORK, 0, 20, 1, ("一、", "（一）"))
    document = Document(" 企业12家，企业12家，企业12家。\n ", "a.txt")
    return records.build(document, Outline(DocumentInfo(), (section,), ()), claims, ledger)


def test_two_records_from_one_numeral_have_two_ids() -> None:
    found = built(claim(3), claim(3, indicator="工厂", part_of=0), claim(9, part_of=1))
    assert [record.record_id for record in found.records] == ["a.txt@3-6", "a.txt@3-6#2", "a.txt@9-12"]
    assert [record.part_of for record in found.records] == [None, "a.txt@3-6", "a.txt@3-6#2"]
    assert found.records[0].sentence == "企业12家，企业12家，企业12家。"
    assert found.records[0].section_path == "一、 > （一）"


def test_the_ledger_is_in_text_order() -> None:
    late, early = (Quantity(start, start + 1, "一", reason=Reason.IDIOM) for start in (7, 2))
    assert [entry.start for entry in built(ledger=(late, early)).ledger] == [2, 7]


@pytest.mark.parametrize(
    ("value", "base", "written"),
    [
        ("15.44", "1544000000.00", "1544000000"),
        ("15.44", "1.544E+9", "1544000000"),
        ("5.80", "5.80", "5.80"),
        ("-0.50", "-5000.00", "-5000"),
        ("1.25", "0.0125", "0.0125"),
        ("1", "1E+40", "1E+40"),
    ],
)
def test_base_values_have_no_digits_that_scaling_made(value: str, base: str, written: str) -> None:
    (record,) = built(claim(3, value=Decimal(value), value_base=Decimal(base))).records
    assert (str(record.value), str(record.value_base)) == (value, written)


def test_schema_describes_the_lines_that_are_written() -> None:
    schema = records.schema()
    assert schema["properties"]["value"]["type"] == "number"
    assert schema["properties"]["value_high"]["anyOf"] == [{"type": "number"}, {"type": "null"}]
    assert list(schema["properties"]) == list(Record.model_fields)
    assert json.loads(json.dumps(schema)) == schema


def test_public_names_are_there_and_load_late() -> None:
    for name in reportmine.__all__:
        assert getattr(reportmine, name) is not None
    assert set(reportmine.__all__) <= set(dir(reportmine))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = reportmine.nothing
    heavy = "{'pydantic', 'pandas', 'spacy', 'jieba', 'cnloc'}"
    code = f"import sys, reportmine; sys.exit(bool({heavy} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True)
