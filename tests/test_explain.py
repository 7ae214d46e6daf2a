"""explain: the layers of one number, and how the command shows them."""

from math import prod
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from reportmine.attribution.confidence import FIELDS, level, share, weights
from reportmine.attribution.frames import FRAMES
from reportmine.attribution.trace import Evidence, Trace
from reportmine.cli import app, explained
from reportmine.model import Document, Reason, Span
from reportmine.patterns import load
from reportmine.pipeline import explain, explain_document, extract

REPORT = """青禾县科技局2023年工作总结

一、工作开展情况
1-10月，各类创新平台43个，其中国家级3个、省级12个，较上年增长5%。力争全年技术合同成交额达到13亿元以上。

二、2024年工作计划
新建孵化器２家。
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def trace_of(words: str) -> Trace:
    found = explain(REPORT, REPORT.index(words))
    assert isinstance(found, Trace)
    return found


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("report.txt")
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_chunks_tile_the_sentence() -> None:
    for record in extract(REPORT).records:
        found = explain(REPORT, record.start)
        assert isinstance(found, Trace)
        assert [piece.start for piece in found.chunks[1:]] == [piece.end for piece in found.chunks[:-1]]
        assert (found.chunks[0].start, found.chunks[-1].end) == found.sentence
        assert found.sentence.start <= found.quantity.start < found.quantity.end <= found.sentence.end


def test_trace_agrees_with_the_record() -> None:
    for record in extract(REPORT).records:
        found = explain(REPORT, record.start)
        assert isinstance(found, Trace)
        assert "".join(piece.span.of(REPORT) for piece in found.name if piece.span) == record.indicator
        assert found.frames[-1] in record.evidence.split("; ")
        assert (found.part is None) == (record.part_of is None)
        assert tuple(part.field for part in found.parts) == FIELDS
        score = prod(part.share for part in found.parts)
        assert record.confidence == level(weights().levels, score)
        for start, part in zip(weights().start, found.parts, strict=True):
            assert part.share == share(start + sum(weight for _, weight in part.signs))


def test_frames_stand_in_their_order() -> None:
    found = trace_of("5%")
    assert found.frames == tuple(name for name, _ in FRAMES)[: len(found.frames)]
    assert found.frames[-1] == "change"
    assert REPORT[found.cues[0].start : found.cues[0].end] == "增长"


def test_a_part_names_its_whole_and_what_it_carries() -> None:
    found = trace_of("3个、")
    assert found.part == Evidence("part", Span(REPORT.index("43个"), REPORT.index("43个") + 3))
    own, *carried = found.name
    assert (own.note, own.span and own.span.of(REPORT)) == ("clause", "国家级")
    assert carried
    assert all(piece.note == "name:part" for piece in carried)
    assert any("name:part" in sign for sign, _ in found.parts[0].signs)


def test_period_and_status_name_their_cues() -> None:
    whole = trace_of("43个")
    assert whole.period.span is not None
    assert (whole.period.note, whole.period.span.of(REPORT)) == ("period:text", "1-10月")
    assert whole.status == Evidence("status:section work")
    target = trace_of("13亿元")
    assert target.status.span is not None
    assert (target.status.note, target.status.span.of(REPORT)) == ("status:target", "力争")
    planned = trace_of("２家")
    assert planned.period == Evidence("period:section")
    assert planned.status == Evidence("status:section plan")


def test_context_is_cut_at_the_clause() -> None:
    found = trace_of("3个、")
    assert [REPORT[piece.start : piece.end] for piece in found.left] == ["其中", "国家级"]
    assert found.edges == (",", "、")


def test_numbers_of_the_ledger_and_none() -> None:
    assert explain(REPORT, REPORT.index("2023年")) is Reason.DATE
    assert explain(REPORT, REPORT.index("一、")) is Reason.HEADING
    assert explain(REPORT, REPORT.index("科技局")) is None
    assert explain(REPORT, len(REPORT) + 9) is None


def test_a_bound_belongs_to_its_number() -> None:
    text = "技术交易额突破8000万，同比增长5%。"
    found = explain(text, text.index("突破"))
    assert isinstance(found, Trace)
    assert found.quantity.text == "8000万"
    assert "unit:money" in extract(text).records[0].evidence


def test_many_offsets_come_back_in_their_order() -> None:
    offsets = [REPORT.index(words) for words in ("13亿元", "2023年", "青禾", "43个")]
    last, date, none, first = explain_document(Document(REPORT, "a"), offsets, load())
    assert isinstance(last, Trace)
    assert isinstance(first, Trace)
    assert (last.quantity.text, date, none, first.quantity.text) == ("13亿元", Reason.DATE, None, "43个")


def test_command_shows_the_layers(report: Path) -> None:
    result = run("explain", report, "--text", "国家级3个")
    assert result.exit_code == 0
    for words in (
        "3个 @ report.txt:4:22",
        "indicator     国家级创新平台",
        "其中 i:among | 国家级 L:level | 3个 Q",
        "context       , … 其中 国家级 [3个] … 、",
        "level ✓",
        "name from     clause 国家级 4:19 + name:part 创新平台 4:9",
        "period from   period:text 1-10月 4:1",
        "part of       part 43个 4:13",
        "name sure     0.",
        "meaning sure  0.",
        "period sure   0.",
    ):
        assert words in result.stdout, words
    assert "\x1b" not in result.stdout


def test_command_takes_offset_or_line_and_column(report: Path) -> None:
    by_offset = run("explain", report, "--at", REPORT.index("13亿元"))
    line = REPORT.split("\n")[3]
    by_line = run("explain", report, "--at", f"4:{line.index('13亿元') + 1}")
    assert by_offset.exit_code == by_line.exit_code == 0
    assert by_offset.stdout == by_line.stdout
    assert by_offset.stdout.startswith("13亿元 @ report.txt:4:")


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("4:0", 1),
        ("0:1", 1),
        ("4:500", 1),
        ("99:1", 1),
        ("1:1", 1),
        ("x", 2),
        ("4:", 2),
        ("4:x", 2),
        ("-3", 2),
    ],
)
def test_places_that_hold_no_number(report: Path, at: str, code: int) -> None:
    result = run("explain", report, f"--at={at}")
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr


def test_text_alone_is_read_itself() -> None:
    result = run("explain", "--text", "技术合同成交额15.44亿元，同比增长5%")
    assert result.exit_code == 0
    assert result.stdout.startswith("15.44亿元 @ <text>:1:8 (7-14)\n")
    assert "5% @ <text>:1:20 (19-21)\n" in result.stdout
    assert run("explain", "--at", "3").exit_code == 2
    assert run("explain", "--text", "没有数").exit_code == 1


def test_terminal_shows_a_panel() -> None:
    extraction = extract(REPORT)
    record = next(record for record in extraction.records if record.text == "5%")
    console = Console(width=100, force_terminal=True)
    with console.capture() as capture:
        console.print(explained.panel(extraction, record, trace_of("5%")))
    shown = capture.get()
    assert "╭" in shown
    assert "\x1b[" in shown
    assert "change ✓" in shown


def test_checks_of_a_record_are_shown(report: Path) -> None:
    report.write_text(REPORT.replace("省级12个", "省级44个"), encoding="utf-8")
    shown = run("explain", report, "--text", "43个").stdout
    assert "  flags         sum:contradicts\n" in shown
    assert "  checks        sum contradicts\n" in shown
    report.write_text(REPORT.replace("省级12个", "省级40个"), encoding="utf-8")
    shown = run("explain", report, "--text", "43个").stdout
    assert "  flags  " not in shown
    assert "  checks        sum agrees\n" in shown
