"""What holds of the whole pipeline on any text: the account balances, spans are slices, nothing is random."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportmine import Extraction, LedgerEntry, Quantity, extract, extract_file, find_quantities
from reportmine.model import Record, Span

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.txt"))
HEAD = "青禾县科技局2023年工作总结\n\n一、工作情况\n"
DIGIT_RUN = re.compile(r"[0-9０-９]+")
WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}

PHRASES = """
全年新增高新技术企业12家 同比增长5.80% 其中国家级3个、省级9个 投入资金15.44亿元 占比由9.8%提高到12%
排名全市第三 力争达到800余人 1-10月实现产值3000—5000万元 较上年回落0.22个百分点 三项团体标准获批
组织8家企业申报项目 预计全年增长6%左右 完成率124.75% （二）人才引进 2.下一步打算 “三区”人才
《关于促进就业的十条》 电话0731-22334455 3亿5000万元 近五年 十四五期间 截至11月底 5G基站1200个
"""
CLAUSES = PHRASES.split()
CHARACTERS = (
    "0123456789０５一二三十百千万亿两半几余近约第个家项人元％%.,．，、；：。:"
    "()（）“”《》—-~至到年月日增长下降比占为达 \n\t"
)
# Begun by a clause that names what it measures: one that does not may take its name from what stands above.
NAMED = ("全年新增高新技术企业12家", "投入资金15.44亿元", "组织8家企业申报项目")
WORDS = st.one_of(st.sampled_from(CLAUSES), st.sampled_from(CHARACTERS), st.sampled_from("，。；、\n"))
REPORTS = st.lists(WORDS, max_size=30).map("".join)
ANY_TEXT = st.one_of(REPORTS, st.text(CHARACTERS, max_size=80), st.text(max_size=80))
BODIES = st.tuples(st.sampled_from(NAMED), st.lists(st.sampled_from(CLAUSES), max_size=8)).map(
    lambda parts: "，".join((parts[0], *parts[1])) + "。\n"
)
thorough = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def numbers(extraction: Extraction) -> list[Record | LedgerEntry]:
    return [*extraction.records, *extraction.ledger]


def spans(extraction: Extraction) -> list[Span]:
    """Each place once, in text order: one numeral may be two records."""
    return sorted({Span(n.start, n.end) for n in numbers(extraction)})


def uncovered(text: str, places: list[Span], numerals: list[Span]) -> list[str]:
    """Numerals of which some character lies in none of the places."""
    inside = bytearray(len(text))
    for place in places:
        inside[place.start : place.end] = b"\1" * (place.end - place.start)
    return [text[start:end] for start, end in numerals if not all(inside[start:end])]


def numerals_of(text: str, found: list[Quantity]) -> list[Span]:
    """Runs of digits, counted without the program's help, and what it takes for numerals itself."""
    runs = [Span(*run.span()) for run in DIGIT_RUN.finditer(text)]
    return runs + [Span(quantity.start, quantity.end) for quantity in found]


def check_account(extraction: Extraction) -> None:
    text, places = extraction.document.text, spans(extraction)
    assert uncovered(text, places, numerals_of(text, find_quantities(text))) == []
    assert all(before.end <= after.start for before, after in pairwise(places))
    assert {Span(r.start, r.end) for r in extraction.records}.isdisjoint(
        Span(entry.start, entry.end) for entry in extraction.ledger
    )
    for number in numbers(extraction):
        assert number.text == text[number.start : number.end]
    for record in extraction.records:
        check_record(record, extraction)


def check_record(record: Record, extraction: Extraction) -> None:
    assert record.sentence in extraction.document.text
    assert record.text in record.sentence or record.text.strip() in record.sentence
    assert record.part_of != record.record_id
    assert record.part_of is None or record.part_of in {other.record_id for other in extraction.records}


def meaning(extraction: Extraction, shift: int = 0) -> list[dict[str, object]]:
    """What the records say, without the places that a shift moves."""
    moved = {"record_id", "start", "end", "part_of"}
    return [
        record.model_dump(exclude=moved) | {"start": record.start - shift} for record in extraction.records
    ]


@thorough
@given(ANY_TEXT)
def test_the_account_balances_on_any_text(text: str) -> None:
    extraction = extract(text)
    check_account(extraction)
    ids = [record.record_id for record in extraction.records]
    assert len(ids) == len(set(ids))


@thorough
@given(ANY_TEXT)
def test_two_runs_say_the_same(text: str) -> None:
    first, second = extract(text), extract(text)
    assert first.records == second.records
    assert first.ledger == second.ledger


@thorough
@given(REPORTS)
def test_wide_and_narrow_twins_say_the_same(text: str) -> None:
    narrow, wide = extract(HEAD + text), extract(HEAD + text.translate(WIDE))
    assert spans(narrow) == spans(wide)
    facts = (
        "value",
        "value_high",
        "value_base",
        "comparator",
        "measure",
        "status",
        "period_start",
        "period_end",
    )
    for one, twin in zip(narrow.records, wide.records, strict=True):
        assert {fact: getattr(one, fact) for fact in facts} == {fact: getattr(twin, fact) for fact in facts}
    assert [entry.reason for entry in narrow.ledger] == [entry.reason for entry in wide.ledger]


@thorough
@given(
    BODIES,
    st.sampled_from(["各项工作平稳有序推进。\n", "全县上下同心协力，成效明显。\n", "强化服务保障。\n"]),
)
def test_a_paragraph_without_numbers_only_shifts(body: str, before: str) -> None:
    alone, shifted = extract(HEAD + body), extract(HEAD + before + body)
    below = [Span(a - len(before), b - len(before)) for a, b in spans(shifted) if a >= len(HEAD)]
    assert below == [span for span in spans(alone) if span.start >= len(HEAD)]
    assert meaning(shifted, len(before)) == meaning(alone)


@thorough
@given(BODIES)
def test_a_paragraph_after_changes_nothing_before_it(body: str) -> None:
    alone, followed = extract(HEAD + body), extract(HEAD + body + "各项工作平稳有序推进。\n")
    assert followed.records == alone.records
    assert followed.ledger == alone.ledger


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_account_balances_on_the_corpus(path: Path) -> None:
    extraction = extract_file(path)
    check_account(extraction)
    assert extract_file(path) == extraction
