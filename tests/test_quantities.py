"""Quantities and ledger reasons: the case table, the pattern files, and what holds for any text."""

import re
import tomllib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from reportmine.model import Comparator, Quantity, Reason
from reportmine.patterns import Rules, check_book, load
from reportmine.quantities import check_units, find, rows
from reportmine.quantities.amounts import AmountReader
from reportmine.quantities.bounds import Bounds
from reportmine.quantities.units import UnitTable
from reportmine.text import fold

CASES = Path(__file__).parent / "cases" / "quantities.toml"
TEXTS = sorted((Path(__file__).parents[1] / "corpus").glob("*.txt"))
DIGITS = re.compile(r"[0-9]+")
SPELLED = re.compile("[一二两三四五六七八九十百千万亿]")
REPORT = st.text(
    alphabet="0123456789.,，%－-—~～至到()（）、。“”《》/: \n一二两三四五六七八九十百千万亿零半多余近约"
    "第年月日号亿元万元家个项人次位名成倍番分之点增长以上左右不超过ABGN+",
    max_size=60,
)


class Case(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    base: tuple[str, ...]
    high: tuple[str, ...] = ()
    comparator: tuple[Comparator, ...] = ()
    reason: tuple[Reason, ...] = ()

    def plain(self) -> str:
        return re.sub(r"[\[\]{}]", "", self.text)

    def marked(self, opening: str, closing: str) -> list[str]:
        found = re.findall(rf"{re.escape(opening)}(.*?){re.escape(closing)}", self.text)
        assert "" not in found
        return found


def cases() -> list[Case]:
    read = [Case.model_validate(raw) for raw in tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]]
    assert len({case.id for case in read}) == len(read), "ids are unique"
    assert all("[" in case.text or "{" in case.text for case in read), "a case marks something"
    return read


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load()


def measured(found: Sequence[Quantity]) -> list[Quantity]:
    return [quantity for quantity in found if quantity.reason is None]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_case(case: Case, rules: Rules) -> None:
    text = case.plain()
    found = find(fold(text), rules)
    quantities = measured(found)
    assert [text[q.start : q.end] for q in quantities] == case.marked("[", "]")
    assert [f"{q.value_base} {q.unit_base}" for q in quantities] == list(case.base)
    assert [q.comparator for q in quantities] == list(case.comparator or [Comparator.EXACT] * len(quantities))
    assert [str(q.high_base) for q in quantities if q.high is not None] == list(case.high)
    dismissed = [q for q in found if q.reason is not None]
    assert [text[q.start : q.end] for q in dismissed] == case.marked("{", "}")
    assert [q.reason for q in dismissed] == list(case.reason)


def test_units_meet_their_examples(rules: Rules) -> None:
    assert check_units(rules) == []


@pytest.mark.parametrize("name", ["ledger", "bounds"])
def test_books_meet_their_examples(name: str, rules: Rules) -> None:
    assert check_book(rules.book(name)) == []


def test_enough_units(rules: Rules) -> None:
    assert sum(len(unit.surfaces) for unit in rules.units) >= 150


@pytest.mark.parametrize("phrase", ["15.44亿元", "3家", "2.82", "36", "一半", "第6"])
def test_bare_phrase_is_one_expression(phrase: str, rules: Rules) -> None:
    assert [quantity.text for quantity in find(phrase, rules)] == [phrase]


def test_bound_words_lie_outside_the_span(rules: Rules) -> None:
    text = "预计投资不低于30家以上"
    (quantity,) = find(text, rules)
    assert quantity.text == "30家"
    assert quantity.outer is not None
    assert quantity.outer.of(text) == "不低于30家以上"


def account(text: str, found: Sequence[Quantity]) -> list[int]:
    covered = [0] * len(text)
    for quantity in found:
        assert text[quantity.start : quantity.end] == quantity.text
        for place in range(quantity.start, quantity.end):
            covered[place] += 1
    return covered


def assert_balanced(text: str, found: Sequence[Quantity]) -> None:
    assert all(before.end <= after.start for before, after in pairwise(found))
    covered = account(text, found)
    for run in DIGITS.finditer(text):
        owners = {q.start for q in found for place in range(*run.span()) if q.start <= place < q.end}
        assert all(covered[place] == 1 for place in range(*run.span())), run.group()
        assert len(owners) == 1, f"{run.group()!r} is cut"
    for match in SPELLED.finditer(text):
        assert covered[match.start()] == 1, match.group()


@given(REPORT)
@settings(max_examples=300, deadline=None)
def test_every_numeral_lies_in_exactly_one_expression(text: str) -> None:
    text = fold(text)
    assert_balanced(text, find(text, load()))


@given(REPORT)
@settings(max_examples=150, deadline=None)
def test_measured_quantities_are_whole(text: str) -> None:
    for quantity in measured(find(fold(text), load())):
        assert quantity.value is not None
        assert quantity.value_base is not None
        assert (quantity.high is None) == (quantity.comparator is not Comparator.RANGE)
        if quantity.high is not None:
            assert quantity.value < quantity.high
        if quantity.outer is not None:
            assert quantity.outer.start <= quantity.start < quantity.end <= quantity.outer.end


@given(REPORT)
@settings(max_examples=150, deadline=None)
def test_wide_and_narrow_twins_agree(text: str) -> None:
    narrow = fold(text)
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in narrow)
    assert find(fold(wide), load()) == find(narrow, load())


ROW = st.lists(st.text("0123456789.,、; 元", min_size=1, max_size=9), min_size=2, max_size=9).map("".join)


@given(ROW)
@settings(max_examples=300, deadline=None)
def test_digits_between_others_of_a_row_end_where_the_reader_ends_them(text: str) -> None:
    rules = load()
    reader = AmountReader(UnitTable(rules.units), Bounds(rules.book("bounds")))
    for run in DIGITS.finditer(text):
        if text[run.start() - 1 : run.start()] == ".":
            continue  # no number begins there
        end = rows.plain(text, run.start())
        assert end is None or reader.read(text, run.start()).end == end  # type: ignore[union-attr]


@given(REPORT)
@settings(max_examples=100, deadline=None)
def test_a_sentence_before_only_shifts(text: str) -> None:
    text, lead = fold(text), "会议强调要真抓实干。\n"
    alone = [(q.start, q.end, q.value, q.unit, q.reason) for q in find(text, load())]
    after = [
        (q.start - len(lead), q.end - len(lead), q.value, q.unit, q.reason) for q in find(lead + text, load())
    ]
    assert after == alone


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_corpus_is_accounted_for(path: Path, rules: Rules) -> None:
    text = fold(path.read_text(encoding="utf-8"))
    assert_balanced(text, find(text, rules))


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1,",
        "一",
        "第",
        "3-",
        "3亿5000",
        "12.5 36.8 ",
        "“1",
        "《1",
        "1/2",
        "1:2",
        "3、",
        "2021、",
        "www.",
        "十届一中、",
        "(",
        "5家",
    ],
)
def test_hostile_repetition_ends(unit: str, rules: Rules) -> None:
    text = unit * (50_000 // len(unit))  # a quadratic scan would take minutes
    assert sum(q.end - q.start for q in find(text, rules)) <= len(text)


@pytest.mark.parametrize(
    ("text", "ledger"),
    [
        ("统一体化", ["统一"]),
        ("工程[6]一体化", ["[6]", "一体化"]),
        ("见http://a.cn/618大促", ["http://a.cn/618"]),
        ("〔2023〕1号和[2]及一带一路", ["〔2023〕1号", "[2]", "一带一路"]),
        ("一带一路见www.a1.cn", ["一带一路", "www.a1.cn"]),
    ],
)
def test_words_and_links_are_found_in_their_order(text: str, ledger: list[str]) -> None:
    assert [quantity.text for quantity in find(text, load())] == ledger
