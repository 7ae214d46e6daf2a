"""A space between Chinese and numbers changes nothing but offsets."""

import re
from pathlib import Path

import pytest

from reportmine import LedgerEntry, Record, extract, ingest, nlp, patterns, spacing
from reportmine.attribution.trace import Trace
from reportmine.pipeline import explain

# Where an editor that spaces out its text would put a space.
JOINT = re.compile("(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")
REPORTS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))


def spaced(text: str) -> str:
    return JOINT.sub(" ", text)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("2022 年 R&D 经费占 GDP 比重达 3.02% 以上", "2022年R&D经费占GDP比重达3.02%以上"),
        ("新增 39\u00a0家，投资\u20092.5 亿元", "新增39家，投资2.5亿元"),
        ("3 加强监管", None),
        ("第三部分 2024年打算", None),
        ("表1 2024年主要指标", None),
        ("消费稳步恢复 1-6月零售总额增长5%", None),
        ("2024-01-09 16:20 信息来源", None),
        ("发布日期：2024-09-24 来源：市统计局", None),
        ("增长5%，位居第一 第二部分", None),
    ],
)
def test_what_is_a_gap(text: str, closed: str | None) -> None:
    found = spacing.close(text)
    assert (found and found.text) == closed


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("全年实现生 产总值212亿元", "全年实现生产总值212亿元"),
        ("规上工业销 售收入、利税", "规上工业销售收入、利税"),
        ("县长 谭秀", None),
        ("小学 生均公用经费", None),
        ("新材料 和高分子", None),
        ("第一章 总则", None),
    ],
)
def test_a_space_that_tears_a_word_is_a_gap(text: str, closed: str | None) -> None:
    found = spacing.close(text, nlp.torn_by(patterns.load()))
    assert (found and found.text) == closed


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_offsets_lead_back_and_forth(path: Path) -> None:
    text = spaced(ingest.read(path).text)
    closed = spacing.close(text)
    assert closed is not None
    for offset in range(0, len(closed.text), 7):
        start = closed.start(offset)
        assert text[start] == closed.text[offset]
        assert closed.inner(start) == offset
        assert closed.end(offset + 1) == start + 1


def test_records_are_those_of_the_text_without_spaces() -> None:
    same = records = 0
    for path in REPORTS[::4]:
        text = ingest.read(path).text
        out = extract(spaced(text))
        numbers: list[Record | LedgerEntry] = [*out.records, *out.ledger]
        assert all(out.document.text[one.start : one.end] == one.text for one in numbers)
        moved = {
            "record_id",
            "start",
            "end",
            "text",
            "sentence",
            "part_of",
            "title",
            "issuer",
            "section_path",
        }
        told = [[one.model_dump(exclude=moved) for one in found.records] for found in (extract(text), out)]
        assert len(told[0]) == len(told[1])
        same += sum(one == other for one, other in zip(*told, strict=True))
        records += len(told[0])
    assert same >= 0.99 * records


def test_a_trace_speaks_of_the_text_as_written() -> None:
    text = "全年 R&D 经费 3.5 亿元，增长 7%。"
    trace = explain(text, text.index("7%"))
    assert isinstance(trace, Trace)
    assert [text[piece.start : piece.end] for piece in trace.chunks][-3:] == ["增长", "7%", "。"]
    assert trace.name[0].span is not None
    assert trace.name[0].span.of(text) == "R&D 经费"
