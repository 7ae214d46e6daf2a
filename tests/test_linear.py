"""Work grows with the text and not with its square, whatever its shape: calls are counted, no clock is asked."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from reportmine import extract, patterns
from reportmine.model import Document, Reason
from reportmine.pipeline import assess_document
from reportmine.quantities import rows
from reportmine.structure import sentences

SENTENCE = "全县完成工业投资{0}亿元，增长{1}.{0}%，"
# Each gives a text that is `count` times as long.
SHAPES: dict[str, Callable[[int], str]] = {
    "paragraph": lambda count: "全县完成工业投资12亿元，增长3.5%。" * (50 * count),
    "one sentence": lambda count: "".join(SENTENCE.format(n % 90, n % 7) for n in range(50 * count)),
    "no marks": lambda count: SENTENCE.replace("，", "").format(12, 3) * (50 * count),
    "row": lambda count: "工业产值" + "、".join(f"{n % 97}" for n in range(400 * count)),
    "row with units": lambda count: "工业产值" + "、".join(f"{n % 97}万元" for n in range(300 * count)),
    "headings": lambda count: "一、推进重点项目\n" * (200 * count),
    "among": lambda count: "全县企业9999家" + "，其中规上企业5家" * (100 * count),
    "parts": lambda count: "全县企业99999家，其中" + "、".join(["石桥镇7家"] * (200 * count)),
    "brackets": lambda count: "企业" + "（其中3家" * (100 * count) + "）" * (100 * count),
    "one name": lambda count: "出口12亿元。\n" * (150 * count),
    "spaces": lambda count: "企业" + " " * (5000 * count) + "3家",
}
# Twice the text may take so many times the calls: what is done once for a document makes it less than two.
TWICE = 2.2


@contextmanager
def counted() -> Iterator[list[int]]:
    """Calls of functions, own and built in, while it is open."""
    calls = [0]

    def call(_frame: FrameType, event: str, _arg: object) -> None:
        calls[0] += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(call)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def calls_of(text: str) -> int:
    with counted() as calls:
        extract(text)
    return calls[0]


@pytest.mark.parametrize("name", SHAPES)
def test_calls_grow_with_the_text(name: str) -> None:
    text = SHAPES[name]
    extract(text(1))  # what is loaded and compiled once
    once, twice = calls_of(text(4)), calls_of(text(8))
    assert twice <= TWICE * once, (once, twice)


@pytest.mark.parametrize("mark", ["，", "、", "；", " ", ""])
def test_a_sentence_has_an_end_and_its_figures_stay_whole(mark: str) -> None:
    found = extract(mark.join(SENTENCE.strip("，").replace("，", mark).format(12, 3) for _ in range(200)))
    assert len(found.records) == 400
    # Spaces beside numbers are not counted: the text is read as if it had none.
    assert max(len(record.sentence.replace(" ", "")) for record in found.records) <= sentences.LONGEST
    assert {record.text for record in found.records} == {"12亿元", "3.12%"}
    if mark.strip():
        assert all(record.text in record.sentence for record in found.records)


@pytest.mark.parametrize(("mark", "unit"), [("、", ""), ("，", "万元"), (" ", ""), ("  ", "家"), ("、", "%")])
def test_of_a_row_of_numbers_the_first_are_records(mark: str, unit: str) -> None:
    found = extract("工业产值" + mark.join(f"{n}{unit}" for n in range(10, 90)))
    assert len(found.records) == rows.LONGEST
    assert [entry.reason for entry in found.ledger] == [Reason.REFERENCE] * (80 - rows.LONGEST)
    assert found.ledger[0].text == f"{10 + rows.LONGEST}{unit}"


@pytest.mark.parametrize("word", ["石桥镇", "其中", "\n"])
def test_a_word_or_a_line_ends_a_row(word: str) -> None:
    row = "、".join(f"{n}家" for n in range(10, 50))
    assert not [
        entry for entry in extract(f"企业{row}{word}{row}").ledger if entry.reason is Reason.REFERENCE
    ]


def test_a_name_that_comes_again_keeps_its_signs() -> None:
    """A figure told twice is seen as such, and one that another contradicts as well."""
    texts = (f"全县粮食产量25万吨。全县粮食产量{value}万吨。" for value in (25, 31))
    documents = (Document(text=text, source="a") for text in texts)
    same, other = (set(assess_document(document, patterns.load())[0][1]) for document in documents)
    assert {"value told again", "name told without contradiction"} <= same - other
    assert "other value elsewhere" in other - same
