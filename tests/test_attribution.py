"""Attribution: what every number of a sentence measures, case by case, and what holds for all of them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

import casebook
from reportmine.model import Comparator, Extraction, Measure, Reason, Record, SectionKind, Status
from reportmine.pipeline import extract
from reportmine.text import fold

LEAD = "青禾县科技局2023年工作总结\n\n一、工作开展情况\n"


class Mark(BaseModel):
    """What one record is expected to say: None where that is not looked at, "" where there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str | tuple[str, ...]
    value: Decimal
    measure: Measure | tuple[Measure, ...] = Measure.LEVEL
    unit_base: str | None = None
    comparator: Comparator | None = None
    of: str | tuple[str, ...] | None = None
    basis: str | tuple[str, ...] | None = None
    subject: str | None = None
    status: Status | None = None
    section: SectionKind | None = None
    period: str | None = Field(None, pattern=r"^(\d{4}-\d{2}\.\.\d{4}-\d{2})?$")
    part_of: int | None = None


class Case(casebook.Case):
    lead: str = LEAD
    marks: tuple[Mark, ...] = ()
    reason: tuple[Reason, ...] = ()

    @model_validator(mode="after")
    def _paired(self) -> "Case":
        if len(self.marks) != len(self.spans("[]")) or len(self.reason) != len(self.spans("{}")):
            raise ValueError(f"as many marks and reasons as brackets: {self.id}")
        if any(mark.part_of is not None and mark.part_of >= len(self.marks) for mark in self.marks):
            raise ValueError(f"part_of points outside: {self.id}")
        return self


CASES = casebook.read("attribution", Case)


def run(case: Case) -> tuple[Extraction, list[Record]]:
    extraction = extract(case.lead + case.plain())
    return extraction, [record for record in extraction.records if record.start >= len(case.lead)]


def said(record: Record, mark: Mark, ids: list[str]) -> dict[str, Any]:
    """What a record says in the columns that the mark looks at."""
    period = f"{record.period_start}..{record.period_end}" if record.period_start else ""
    whole = ids.index(record.part_of) if record.part_of in ids else -1
    told: dict[str, Any] = {**record.model_dump(), "period": period, "part_of": whole}
    told["value"] = round(record.value_base, 4)
    return {name: "" if told[name] is None else told[name] for name in mark.model_dump(exclude_none=True)}


def wanted(mark: Mark, told: dict[str, Any]) -> dict[str, Any]:
    """What the mark expects, where of several good answers the one that was given stands for all."""
    expected = mark.model_dump(exclude_none=True)
    return {
        name: told[name] if isinstance(answer, tuple) and told[name] in answer else answer
        for name, answer in expected.items()
    }


@pytest.mark.parametrize("case", casebook.params(CASES))
def test_case(case: Case) -> None:
    extraction, records = run(case)
    start = len(case.lead)
    assert [(r.start - start, r.end - start) for r in records] == case.spans("[]"), [r.text for r in records]
    ids = [record.record_id for record in records]
    told = [said(record, mark, ids) for record, mark in zip(records, case.marks, strict=True)]
    assert told == [wanted(mark, row) for mark, row in zip(case.marks, told, strict=True)]
    ledger = {(entry.start - start, entry.end - start): entry.reason for entry in extraction.ledger}
    assert [ledger.get(span) for span in case.spans("{}")] == list(case.reason)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_case_holds_what_records_promise(case: Case) -> None:
    extraction, records = run(case)
    text = extraction.document.text
    for record in records:
        assert text[record.start : record.end] == record.text
        assert set(record.indicator) <= set(text), "characters of a name come from the text"
        assert 0.05 <= record.confidence <= 0.97
        assert record.evidence
        assert record.part_of is None or record.part_of in {whole.record_id for whole in extraction.records}
        if record.basis is not None:
            assert record.measure in (Measure.GROWTH, Measure.CHANGE)


def test_enough_cases() -> None:
    assert len(CASES) >= 90
    assert {mark.measure for case in CASES for mark in case.marks} >= set(Measure)
    assert {reason for case in CASES for reason in case.reason} >= {Reason.DATE, Reason.NAME, Reason.ORDINAL}


def test_a_sentence_without_numbers_changes_nothing_but_offsets() -> None:
    for case in CASES:
        _, alone = run(case)
        behind = extract(case.lead + case.plain() + "\n干部作风持续好转。\n").records
        assert [record.model_dump() for record in alone] == [record.model_dump() for record in behind]


WIDE = {code: code + 0xFEE0 for code in (*range(ord("0"), ord("9") + 1), ord("%"))}
WIDE |= {ord("，"): ",", ord("："): ":", ord("；"): ";", ord("（"): "(", ord("）"): ")"}
COLUMNS = ("start", "end", "indicator", "value_base", "measure", "basis", "status", "period_start", "part_of")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_width_of_digits_and_marks_says_nothing(case: Case) -> None:
    _, records = run(case)
    twins = extract(case.lead + case.plain().translate(WIDE)).records
    narrow = [
        {name: fold(told) if isinstance(told := getattr(record, name), str) else told for name in COLUMNS}
        for found in (records, [twin for twin in twins if twin.start >= len(case.lead)])
        for record in found
    ]
    assert narrow[: len(records)] == narrow[len(records) :]


@pytest.mark.parametrize(
    "text",
    ["全年新增企业12家。", "新增[12家", "新增12家]", "新增[[12家]]", "新增[]12家"],
    ids=["unmarked", "unclosed", "unopened", "nested", "empty"],
)
def test_a_case_that_would_test_nothing_is_an_error(text: str, tmp_path: Path) -> None:
    table = f'[[case]]\nid = "a"\ntext = "{text}"\nmarks = [{{ indicator = "a", value = 1 }}]\n'
    (tmp_path / "broken.toml").write_text(table, encoding="utf-8")
    with pytest.raises((AssertionError, ValueError)):
        casebook.read(str(tmp_path / "broken"), Case)


def test_a_misspelt_key_is_an_error() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        Mark.model_validate({"indicator": "a", "value": 1, "staus": "target"})


@pytest.mark.parametrize(
    "text",
    [
        "新增企业" + "5家、" * 3000,
        "，其中国家级3个" * 2000,
        "（" * 3000 + "5家" + "）" * 3000,
        "占" * 5000 + "5%",
        "由" * 3000 + "5%降至3%",
        "同比增长" * 3000 + "5%",
    ],
    ids=["list", "parts", "brackets", "shares", "movements", "cues"],
)
def test_hostile_lines_end(text: str) -> None:
    assert extract(text).records
